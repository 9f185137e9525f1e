"""A folder of rules from anywhere: broken, hostile, enormous. Each fault is told at its place; no
pack hides another; what is good is checked all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import run_cli, run_process
from conftest import ROOT

from matcher.formula import MOST_NODES as MOST_PARTS
from matcher.formula import MOST_SIGNS
from matcher.plain_yaml import MOST_BYTES, MOST_DEPTH, MOST_NODES
from matcher.rulebook import MOST_FILES
from matcher.vocabulary import MOST_ITEMS

GOOD = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
FORMULA = "company.employees <= most_staff"
MANY = 850  # more would be more than 10,000 values
CASE = "    - {case: exactly twenty, given: {company.employees: 20}, expect: {}, verdict: eligible}\n"


def changed(right: str, wrong: str) -> str:
    assert right in GOOD, right
    return GOOD.replace(right, wrong, 1)


def named(text: str, name: str) -> str:
    return text.replace("scheme: paper_lantern", f"scheme: {name}", 1)


RECORDS = ", ".join("{scheme: tsssu_o}" for _ in range(MOST_ITEMS + 1))
HOSTILE: dict[str, tuple[str | bytes, str, str]] = {  # what stands in the file, the level and text of what is told, where
    "too_large": (GOOD + "#" * MOST_BYTES, f"is larger than {MOST_BYTES // 1024} KiB", ""),
    "too_many_values": (f"a: [{'1, ' * MOST_NODES}1]\n" + GOOD, f"more than {MOST_NODES} values", ":1:"),
    "too_deep": ("a: " + "[" * (MOST_DEPTH + 2) + "]" * (MOST_DEPTH + 2) + "\n" + GOOD, f"more than {MOST_DEPTH} levels", ":1:"),
    "no_text": (b"\xff\xfe\x00scheme", "is not UTF-8 text", ":1:1"),
    "aliases": ("a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n" + GOOD, "is not allowed in this file", ":1:"),
    "a_tag": ("scheme: !!python/object/apply:os.system [ls]\n" + GOOD, "is not allowed in this file", ":1:"),
    "turned_letters": (changed("made up", "made \u202eup"), "the control character `\\u202e`", ":4:"),
    "long_formula": (changed(FORMULA, f"company.employees <= {' + '.join(['most_staff'] * 90)}"), f"the formula is longer than {MOST_SIGNS} signs", ":55:"),
    "many_parts": (changed(FORMULA, f"company.employees <= {'+'.join('1' * (MOST_PARTS // 2 + 10))}"), "the formula has too many parts", ":55:"),
    "python": (changed(FORMULA, "__import__('os').system('ls')"), "", ":55:"),
    "many_records": (changed("given: {company.employees: 20}", f"given: {{company.employees: 20, grants: [{RECORDS}]}}"), f"`grants` has more than {MOST_ITEMS} records", ":100:"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them, each in its own file, and two good packs, one before and one after the rest."""
    made = tmp_path_factory.mktemp("foreign")
    for name, (content, _, _) in HOSTILE.items():
        text = named(content, name).encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        (made / f"{name}.yaml").write_bytes(text)
    for name in ("aaa_first", "zzz_last"):
        (made / f"{name}.yaml").write_text(named(GOOD, name), "utf-8")
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, object]:
    run = run_cli("rules", "check", str(folder), "--as-of", "2026-11-24", "--format", "json")
    assert (run.code, run.err) == (1, "")
    found: dict[str, object] = json.loads(run.out)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_each_fault_is_told_at_its_place(name: str, told: dict[str, list[dict[str, object]]]) -> None:
    _, said, where = HOSTILE[name]
    mine = [f for f in told["findings"] if f["file"] == f"{name}.yaml" and said in f["what"]["en"]]  # type: ignore[index, operator]
    assert mine, [f for f in told["findings"] if f["file"] == f"{name}.yaml"]
    assert {f["level"] for f in mine} == {"error"}
    if where:
        assert f":{mine[0]['line']}:{mine[0]['column']}".startswith(where)


def test_the_good_ones_are_checked_all_the_same(told: dict[str, list[dict[str, object]]]) -> None:
    figures = {pack["scheme"]: pack for pack in told["packs"]}
    for name in ("aaa_first", "zzz_last"):
        assert (figures[name]["mutants"], figures[name]["caught"]) == (13, 13)
        assert not [f for f in told["findings"] if f["file"] == f"{name}.yaml"]


def test_as_lines_each_has_its_place(folder: Path) -> None:
    """Several processes where the system allows it, and the same bytes."""
    args = ("rules", "check", str(folder), "--as-of", "2026-11-24", "--only", "lint,examples,coverage,mutants,stale")
    alone, shared = run_cli(*args), run_process(*args)
    assert (shared.code, shared.out, shared.err) == (alone.code, alone.out, "")
    for name, (_, _, where) in HOSTILE.items():
        assert any(line.startswith(f"{name}.yaml{where}") for line in shared.out.splitlines()), name


def test_too_many_files(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.yaml").touch()
    run = run_cli("rules", "check", str(tmp_path))
    assert (run.code, run.out) == (2, "")
    assert f"holds more than {MOST_FILES} files" in run.err


def test_many_examples_are_looked_at_in_bounds(tmp_path: Path) -> None:
    """A pack as large as a file may be: every example is run, and the proofs end."""
    cases = "".join(CASE.replace("exactly twenty", f"again {number}") for number in range(MANY))
    (tmp_path / "pack.yaml").write_text(changed(CASE, CASE + cases), "utf-8")
    run = run_cli("rules", "check", str(tmp_path), "--as-of", "2026-11-24", "--format", "json")
    (figures,) = json.loads(run.out)["packs"]
    assert (run.code, figures["examples"], figures["caught"]) == (0, 11 + MANY, 13)
