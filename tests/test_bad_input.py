"""What is wrong with an input: one line a problem, all at once, and nothing on standard output."""

from __future__ import annotations

import tracemalloc
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from cli import Run, run_cli
from hypothesis import given
from hypothesis import strategies as st

import matcher
from matcher.errors import MatcherError, ProfileError
from matcher.plain_yaml import MOST_BYTES, MOST_NODES
from matcher.profile import Profile

HOSTILE = Path(__file__).parent / "hostile"
FILES = sorted(HOSTILE.glob("*.yaml"))
EXPECTED: dict[str, list[str]] = defaultdict(list)
for line in (HOSTILE / "messages.txt").read_text("utf-8").splitlines():
    EXPECTED[line.partition(":")[0]].append(line)


def refused(run: Run) -> list[str]:
    """The lines of the messages, without the line that counts them."""
    assert run.code == 2
    assert run.out == ""
    assert "Traceback" not in run.err
    lines = run.err.splitlines()
    return lines[:-1] if len(lines) > 1 else lines


def test_there_are_enough_hostile_files() -> None:
    assert len(FILES) >= 30
    assert set(EXPECTED) == {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hostile_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOSTILE)
    lines = refused(run_cli("check", file.name))
    assert len(lines) == len(EXPECTED[file.name])
    for line, expected in zip(lines, EXPECTED[file.name], strict=True):
        assert line.startswith(expected)
        assert "; " in line, "it says what to write instead"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hostile_file_costs_little(file: Path, book: matcher.RuleBook) -> None:
    tracemalloc.start()
    with pytest.raises(ProfileError):
        Profile.read(file, book.vocabulary)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 2**20


def test_too_large(tmp_path: Path) -> None:
    text = "company:\n  employees: 9\n#"
    whole = tmp_path / "whole.yaml"
    whole.write_text(text + "x" * (MOST_BYTES - len(text)))
    assert run_cli("check", str(whole)).code == 0
    whole.write_text(text + "x" * (MOST_BYTES - len(text) + 1))
    (line,) = refused(run_cli("check", str(whole)))
    assert line == f"{whole}: is larger than 256 KiB; split or shorten it"


def test_too_many_values(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    # The list, its mapping and the key are values too.
    file.write_text("a: [" + "x, " * (MOST_NODES - 4) + "x]")
    lines = refused(run_cli("check", str(file)))
    assert lines == [f"{file}:1:1: unknown fact `a`; `matcher schema --format list` lists them all"]
    file.write_text("a: [" + "x, " * (MOST_NODES - 3) + "x]")
    (line,) = refused(run_cli("check", str(file)))
    assert line.endswith(": more than 10000 values; split the file")


BROKEN = """\
company:
  employes: 9
  incorporated_on: 31/01/2025
  registration: incorporate
hong_kong:
  headquarters: maybe
project:
  stage_1_grant: 4 million
founders: yes
"""


def test_all_problems_at_once(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN)
    run = run_cli("check", str(file), "--as-of", "yesterday", "--scheme", "tssu_o")
    assert refused(run) == [
        "--as-of: `yesterday` is not a day; write YYYY-MM-DD",
        "--scheme: unknown scheme `tssu_o`; did you mean `tsssu_o`?",
        f"{file}:2:3: unknown fact `company.employes`; did you mean `company.employees`?",
        f"{file}:3:20: `company.incorporated_on` is not a day: `31/01/2025`; write YYYY-MM-DD",
        f"{file}:4:17: `company.registration` cannot be `incorporate`; did you mean `incorporated`?",
        f"{file}:6:17: `hong_kong.headquarters` is not yes or no: `maybe`; write yes or no",
        f"{file}:8:18: `project.stage_1_grant` is not an amount in HKD: `4 million`; write an amount such as HKD 1,500,000",
        f"{file}:9:1: unknown fact `founders`; `matcher schema --format list` lists them all",
    ]
    assert run.err.splitlines()[-1] == "8 problems in 1 file"


def test_the_same_in_chinese(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text("company:\n  employes: 9\n  incorporated_on: 31/01/2025\n")
    assert refused(run_cli("check", str(file), "--lang", "zh-Hant")) == [
        f"{file}:2:3: 沒有名為`company.employes`的資料；是否`company.employees`？",
        f"{file}:3:20: `company.incorporated_on`不是有效日期：`31/01/2025`；請填寫YYYY-MM-DD",
    ]


def test_no_file(tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    (line,) = refused(run_cli("check", str(file)))
    assert line == f"{file}: does not exist; check the name, or start from an example of `matcher profiles`"


def test_folder_without_profiles(tmp_path: Path) -> None:
    (line,) = refused(run_cli("check", str(tmp_path)))
    assert line == f"{tmp_path}: holds no profile; put YAML or JSON files in it"


def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    """A socket or device cannot be read as a file; neither can a folder given as a rule pack."""
    (line,) = refused(run_cli("check", "/dev/null"))
    assert line == "/dev/null: is empty; write at least one fact, or start from an example of `matcher profiles`"


def test_day_before_the_book(book: matcher.RuleBook) -> None:
    (line,) = refused(run_cli("check", "-", "--as-of", "2014-03-31", stdin="company: {employees: 9}"))
    assert line == "--as-of: 2014-03-31 is before the rule book begins; write 2014-04-01 or a later day"
    assert run_cli("check", "-", "--as-of", "2014-04-01", stdin="company: {employees: 9}").code == 0


def test_several_files_with_mistakes(tmp_path: Path) -> None:
    """One broken profile does not hide another; a good one beside them is not printed."""
    (tmp_path / "a.yaml").write_text("company: {employees: x}\n")
    (tmp_path / "b.yaml").write_text("company: {employees: 9}\n")
    (tmp_path / "c.json").write_text('{"company": {"employees": 9, "employees": 10}}')
    run = run_cli("check", str(tmp_path))
    assert refused(run) == [
        f"{tmp_path}/a.yaml:1:22: `company.employees` is not a whole number: `x`; write a whole number such as 12",
        f"{tmp_path}/c.json:1:30: `employees` stands twice, first in line 1; keep one",
    ]
    assert run.err.splitlines()[-1] == "2 problems in 2 files"


def test_records(tmp_path: Path) -> None:
    text = "investments:\n  - {amount: 5, paid: yes}\n  - 7\n  - {amount: lots}\n"
    lines = refused(run_cli("check", "-", stdin=text))
    assert [line.partition("; ")[0] for line in lines] == [
        "<stdin>:2:5: `investments[1]` has no day",
        "<stdin>:2:17: unknown field of `investments` `paid`",
        "<stdin>:3:5: `investments[2]` is not a record: `7`",
        "<stdin>:4:5: `investments[3]` has no day",
        "<stdin>:4:14: `investments[3].amount` is not an amount in HKD: `lots`",
    ]


def test_mapping_has_the_same_messages(book: matcher.RuleBook) -> None:
    with pytest.raises(ProfileError) as caught:
        matcher.check({"company": {"employes": 9, "headcount": 2.5}}, as_of="2026-11-22")
    assert caught.value.problems[0].text().startswith("profile.company.headcount: a value of type `float` is not exact")
    assert any("did you mean `company.employees`?" in p.text() for p in caught.value.problems)


@pytest.mark.parametrize("engine", ["rete", ""])
def test_unknown_engine_of_the_library(engine: Any) -> None:
    with pytest.raises(matcher.RequestError, match="engine"):
        matcher.check({"company": {"employees": 9}}, as_of="2026-11-22", engine=engine)


NEAR_YAML = st.lists(
    st.sampled_from(["company", ":", " ", "\n", "  ", "- ", "[", "]", "{", "}", '"', "'", "#", "|", ">", "&a", "*a",
                     "!x", "---", "...", "employees", "9", "yes", "investments", ",", "? ", "\t", "%", "月", "\\", "@"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200), NEAR_YAML))
def test_whatever_comes_in(text: str | bytes) -> None:
    """A profile, or an error of ours that says where: nothing else ever comes out."""
    vocabulary = matcher.load_rules().vocabulary
    try:
        profile = Profile.parse(text, "any.yaml", vocabulary)
    except MatcherError as trouble:
        assert trouble.problems
        assert all(str(problem.place).startswith("any.yaml") for problem in trouble.problems)
    else:
        assert set(profile.facts) <= set(vocabulary.facts)


@pytest.mark.parametrize("command", [["check", "LONG"], ["plan", "LONG"], ["verify", "LONG"], ["check", "x", "--rules", "LONG"], ["rules", "new", "x", "-o", "LONG"]])
def test_a_name_that_is_too_long(command: list[str]) -> None:
    long = "x" * 300
    (line,) = refused(run_cli(*(long if arg == "LONG" else arg for arg in command)))
    assert line.startswith(f"{long}: ") and "; " in line
