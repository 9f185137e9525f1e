"""The same input gives the same bytes, whatever hash seed, time zone, locale or cache."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from cli import run_process
from conftest import ROOT

import matcher
from matcher.rulebook import load_rules

KETTLE = str(ROOT / "profiles" / "moonlit-kettle.yaml")
ARGS = ["check", KETTLE, "--as-of", "2026-11-22"]

ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "random"},
    {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C"},
    {"TZ": "Asia/Hong_Kong", "LC_ALL": "C.UTF-8"},
    {"LC_ALL": "zh_TW.UTF-8", "PYTHONOPTIMIZE": "1"},
]


@pytest.mark.parametrize("form", ["json", "terminal", "markdown"])
def test_same_bytes(form: str) -> None:
    found = {run_process(*ARGS, "--format", form, "--lang", "zh-Hant", env=env).out for env in ENVIRONMENTS}
    assert len(found) == 1
    assert len(found.pop()) > 10_000


def test_the_report_names_what_made_it(book: matcher.RuleBook) -> None:
    found = json.loads(run_process(*ARGS, "--format", "json").out)
    assert found["as_of"] == "2026-11-22"
    assert found["rulebook"]["digest"] == book.digest
    assert found["rulebook"]["version"] == book.version
    assert len(found["profile"]["digest"]) == 64
    assert found["report_version"] == 2


def test_the_digest_of_a_profile_is_of_its_facts() -> None:
    """Order, spelling of a value and comments do not change it; a fact does."""
    vocabulary = load_rules().vocabulary
    parse = matcher.Profile.parse
    one = parse("company: {employees: 9, incorporated_on: 2025-05-20}\n", "a", vocabulary)
    same = parse("# x\ncompany.incorporated_on: 2025-05-20\ncompany.employees: '9'\n", "b", vocabulary)
    other = parse("company: {employees: 10, incorporated_on: 2025-05-20}\n", "c", vocabulary)
    assert one.digest == same.digest != other.digest


# ------------------------------------------------------------------------- cache


TUTORIAL = ROOT / "docs" / "tutorial"  # one pack: its cache is soon written and soon spoilt


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATCHER_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def run_with(cache: Path, *rules: str) -> str:
    run = run_process(*ARGS, *rules, "--format", "json", env={"MATCHER_CACHE_DIR": str(cache)})
    assert run.code == 0, run.err
    return run.out


def test_cache_is_written_and_read(cache: Path) -> None:
    first = run_with(cache)
    (file,) = cache.iterdir()
    written = file.stat().st_mtime_ns
    assert run_with(cache) == first
    assert file.stat().st_mtime_ns == written


def spoil_one_byte(content: bytes) -> bytes:
    """One byte of the cached book is another."""
    at = len(content) * 3 // 4
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def another_amount(content: bytes) -> bytes:
    """The cap of HKD 300,000 is one of HKD 900,000: a book that reads well, and is wrong."""
    right, wrong = msgspec.msgpack.encode(30_000_000), msgspec.msgpack.encode(90_000_000)
    assert right in content
    return content.replace(right, wrong)


@pytest.mark.parametrize(
    "damage",
    [
        spoil_one_byte,
        another_amount,
        lambda content: content[: len(content) // 2],
        lambda content: b"",
        lambda content: b"\xff" * 100,
        lambda content: content.partition(b"\n")[0] + b"\n{}",
        lambda content: content + b" ",
    ],
    ids=["one byte", "another amount", "half", "empty", "noise", "another content", "one byte more"],
)
def test_a_damaged_cache_never_changes_an_answer(cache: Path, damage: object) -> None:
    rules = ("--rules", str(TUTORIAL))
    right = run_with(cache, *rules)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))  # type: ignore[operator]
    assert run_with(cache, *rules) == right
    assert file.read_bytes() == whole  # and it is mended


def test_a_stale_cache_never_changes_an_answer(cache: Path, tmp_path: Path) -> None:
    """A pack that changes is another book, though its cached form is still there."""
    folder = tmp_path / "rules"
    folder.mkdir()
    pack = (TUTORIAL / "paper_lantern.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(pack, "utf-8")
    facts = {"applicant.kind": "startup", "company.employees": 21, "company.registration": "incorporated",
             "company.incorporated_on": "2025-01-01"}  # fmt: skip

    def verdict() -> str:
        report = matcher.check(facts, as_of="2026-11-22", rules=load_rules(folder))
        return report.schemes[0].verdict

    assert verdict() == "not_eligible"
    (folder / "pack.yaml").write_text(pack.replace('is: "20"', 'is: "21"'), "utf-8")
    assert verdict() == "eligible"
    (folder / "pack.yaml").write_text(pack, "utf-8")
    assert verdict() == "not_eligible"
    assert len(list(cache.iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    rules = ("--rules", str(TUTORIAL))
    assert run_with(blocked / "cache", *rules) == run_with(tmp_path / "cache", *rules)


def test_without_a_cache_the_book_is_the_same(book: matcher.RuleBook) -> None:
    assert load_rules(use_cache=False) == book
