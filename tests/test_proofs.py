"""What is proved of a pack: the findings, their witnesses, what is not decided, and brute force."""

from __future__ import annotations

import json
import operator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.check import Engine, durable_engine
from matcher.condition import AS_OF
from matcher.dates import next_year_start, year_start
from matcher.engines.direct import DirectEngine
from matcher.interval import years_within
from matcher.packcheck.check import read_folder
from matcher.packcheck.examples import examples
from matcher.packcheck.finding import Finding
from matcher.rulebook import load_rules

pytest.importorskip("z3")

from matcher.packcheck import proofs as proving
from matcher.packcheck.proofs import proofs

TUTORIAL = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
DAY = date(2026, 11, 24)
LAST = "  - id: good-idea\n"


def pack(*formulas: str, explained: str = "", **more: str) -> str:
    """The tutorial pack with more criteria before the last: `c1`, `c2`, … with these formulas."""
    added = "".join(
        f"  - id: c{number}\n    says: {{en: a rule, zh-Hant: 規定}}\n    kind: hard\n    about: people\n"
        + "".join(f"    {key}: {value}\n" for key, value in more.items())
        + f'    requires: "{formula}"\n    source: {{doc: guide, section: {{en: 1, zh-Hant: 第1段}}}}\n'
        for number, formula in enumerate(formulas, 1)
    )
    return TUTORIAL.replace(LAST, added + LAST, 1) + (f"  explained:\n    {explained}\n" if explained else "")


def found(text: str, folder: Path, day: date = DAY, seconds: int = 10) -> list[Finding]:
    (folder / "pack.yaml").write_text(text, "utf-8")
    read = read_folder(folder)
    assert not read.problems, [p.text() for p in read.problems]
    (one,) = read.packs
    return proofs(one, examples(one.text, one.node, read.book), read.book.vocabulary, day, seconds)


def said(text: str, folder: Path, **more: int) -> list[str]:
    return [f"{f.place.line}: {f.level}: {f.what['en']}" for f in found(text, folder, **more)]  # type: ignore[arg-type]


def test_nothing_is_found_in_the_tutorial(tmp_path: Path) -> None:
    assert found(TUTORIAL, tmp_path) == []


@pytest.mark.parametrize(("formulas", "told"), [
    (["company.employees > most_staff"],
     ["57: error: nobody can meet this scheme: `few-employees`, `c1` exclude one another"]),
    (["company.employees < 5 and company.employees > 5"],
     ["57: error: nobody can meet this scheme: nobody can meet `c1`",
      "57: error: `c1` is said to be unknown although every completion fails it, as of 2026-11-22 with {}"]),
    (["company.full_time_employees_in_hong_kong > 5", "company.full_time_employees_in_hong_kong <= 5"],
     ["63: error: nobody can meet this scheme: `c1`, `c2` exclude one another"]),
    (["company.full_time_employees_in_hong_kong > 5", "company.full_time_employees_in_hong_kong <= 6"], []),
    (["company.employees > 20 or company.employees <= 20"],
     ["57: error: nobody can fail `c1`; for example {applicant.kind: startup, company.employees: 8}",
      "57: error: `c1` is said to be unknown although every completion meets it, as of 2026-11-22 with {}"]),
    (["company.employees <= 21"],
     ["57: error: `c1` follows from `few-employees`: whoever fails it fails one of them too; for example {"]),
    (["company.employees <= 19"],  # the tutorial's own bound is the wider one then
     ["51: error: `few-employees` follows from `c1`: whoever fails it fails one of them too; for example {"]),
    (["as_of <= 2026-11-23"], []),  # a date that has passed is no contradiction
    (["as_of <= 2026-11-24"], []),  # and one that has not, no redundancy
    (["as_of <= 2026-11-23 and company.employees >= 1"], []),
    (["company.full_time_employees_in_hong_kong >= 1 and company.full_time_employees_in_hong_kong <= 19"], []),
])  # fmt: skip
def test_what_is_told(formulas: list[str], told: list[str], tmp_path: Path) -> None:
    got = said(pack(*formulas), tmp_path)
    assert len(got) == len(told)
    assert all(line.startswith(start) for line, start in zip(got, told, strict=True)), got


def test_the_shipped_packs_are_proved() -> None:
    """Nothing that no pack explains, and nothing undecided. The two largest are left to the command: they take longer."""
    read = read_folder(None)
    told = []
    for one in read.packs:
        cases = examples(one.text, one.node, read.book)
        if len(cases) * len(one.scheme.criteria) < 1_300:
            told += proofs(one, cases, read.book.vocabulary, DAY)
    assert [f"{f.place}: {f.what['en']}" for f in told if f.level != "explained"] == []


def test_a_criterion_that_never_applies(tmp_path: Path) -> None:
    never = pack("company.full_time_employees_in_hong_kong > 5", applies_when="company.employees < 0",
                 if_not="{en: never, zh-Hant: 從不}")  # fmt: skip
    assert said(never, tmp_path) == ["57: error: `c1` never applies to anybody"]


def test_an_explanation_is_taken_and_one_too_many_told(tmp_path: Path) -> None:
    reason = "cannot_fail c1: {en: it says what is not asked, zh-Hant: 只說明沒有要求的事項}"
    (finding,) = found(pack("company.employees >= 0", explained=reason), tmp_path)
    assert (finding.level, finding.instead["en"]) == ("explained", "it says what is not asked")
    assert said(pack("company.full_time_employees_in_hong_kong >= 1", explained=reason), tmp_path) == [
        "112: error: `cannot_fail c1` needs no explanation any more"]  # fmt: skip


def test_a_scheme_that_has_ended_is_proved_on_its_last_day(tmp_path: Path) -> None:
    ended = pack("company.employees > most_staff").replace(
        "\noffices:", "ends:\n  to: 2024-06-30\n  says: {en: ended, zh-Hant: 已結束}\n\noffices:", 1)  # fmt: skip
    (finding,) = found(ended, tmp_path)
    assert finding.what["en"].endswith("`few-employees`, `c1` exclude one another, by the rules of 2024-04-01")


# Whole numbers of which the sum of two cubes is a cube: nobody has some, and no solver says so at once.
HARD = (
    "company.employees * company.employees * company.employees + company.employees_in_hong_kong * company.employees_in_hong_kong * company.employees_in_hong_kong "
    "!= company.full_time_employees_in_hong_kong * company.full_time_employees_in_hong_kong "
    "* company.full_time_employees_in_hong_kong or company.employees == 0 or company.employees_in_hong_kong == 0"
)


def test_what_takes_too_long_is_not_decided(tmp_path: Path) -> None:
    assert said(pack(HARD), tmp_path, seconds=1) == [
        "57: warning: whether anybody can fail `c1`: not decided in 1 s",
        "57: warning: whether what is unknown of `c1` is settled after all: not decided in 1 s",
    ]


def test_a_pack_of_hard_questions_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "MOST_UNDECIDED", 2)
    told = said(pack(HARD, f"{HARD} or company.employees == 1", "company.employees >= 0"), tmp_path, seconds=1)
    assert told[-2:] == [
        "57: warning: whether anybody can fail `c1`: not decided in 1 s",
        "63: warning: whether anybody can fail `c2`: not decided in 1 s",
    ]
    assert told[0] == "2: warning: the solver was asked no more after 2 questions that it did not decide"


def test_witnesses_run(tmp_path: Path) -> None:
    """The profile in a finding is a profile: read as it is printed, it is decided as was said."""
    text = pack("company.employees <= 21")
    (finding,) = found(text, tmp_path)
    witness = finding.what["en"][finding.what["en"].index("{") :]
    run = run_cli("check", "-", "--rules", str(tmp_path), "--as-of", str(DAY), "--format", "json", stdin=witness)
    (scheme,) = json.loads(run.out)["schemes"]
    outcomes = {criterion["id"]: criterion["outcome"] for criterion in scheme["criteria"]}
    assert (outcomes["c1"], outcomes["few-employees"], scheme["verdict"]) == ("failed", "failed", "not_eligible")


# ------------------------------------------------------------------- brute force

OPS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq}
FACTS = ("company.full_time_employees_in_hong_kong", "company.technical_full_time_employees_in_hong_kong")
Bound = tuple[int, str, int]
bounds = st.tuples(st.sampled_from([0, 1]), st.sampled_from(sorted(OPS)), st.integers(0, 4))
rules = st.lists(st.lists(bounds, min_size=1, max_size=2), min_size=1, max_size=3)


def holds(rule: list[Bound], joint: bool, numbers: tuple[int, int]) -> bool:
    truths = [OPS[op](numbers[which], bound) for which, op, bound in rule]
    return all(truths) if joint else any(truths)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rules, st.lists(st.booleans(), min_size=3, max_size=3))
def test_as_brute_force_says(tmp_path: Path, drawn: list[list[Bound]], joint: list[bool]) -> None:
    """Numbers up to six tell all that bounds up to four can."""
    formulas = [
        (" and " if is_joint else " or ").join(f"{FACTS[which]} {op} {bound}" for which, op, bound in rule)
        for rule, is_joint in zip(drawn, joint, strict=False)
    ]
    truths = [
        [holds(rule, is_joint, numbers) for rule, is_joint in zip(drawn, joint, strict=False)]
        for numbers in product(range(7), repeat=2)
    ]
    wanted = set()
    if not any(map(all, truths)):
        wanted.add("nobody can meet")
    for i in range(len(drawn)):
        if all(truth[i] for truth in truths):
            wanted.add(f"nobody can fail `c{i + 1}`")
        elif any(map(all, truths)) and not any(
            not truth[i] and all(t for j, t in enumerate(truth) if j != i) for truth in truths
        ):
            wanted.add(f"`c{i + 1}` follows from")
    told = [f.what["en"] for f in found(pack(*formulas), tmp_path) if "is said to be unknown" not in f.what["en"]]
    got = {" ".join(text.split()[:4]).rstrip(";") if "nobody can fail" in text else
           "nobody can meet" if "nobody can meet" in text else " ".join(text.split()[:3]) for text in told}  # fmt: skip
    assert got == wanted


# ------------------------------------------------------------ a year is its first day


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 1500))
def test_years_within(low: date, days: int) -> None:
    """Drawn in, an interval holds the same first days of financial years, and ends on two of them."""
    high = low + timedelta(days=days)
    starts = [date(year, 4, 1) for year in range(1989, 2067)]
    held = [day for day in starts if low <= day <= high]
    assert years_within((low, high)) == ((held[0], held[-1]) if held else (low, high))
    assert years_within((None, None)) == (None, None)
    assert (years_within((low, None)), years_within((None, low))) == (
        (next_year_start(low), None), (None, year_start(low)))  # fmt: skip


YEARLY = (
    TUTORIAL.replace("begins:\n  from: 2024-04-01", "rules_for: application.funding_year\nbegins:\n  from: 2024-25")
    .replace("criteria:\n", "brackets:\n  - fact: application.funding_year\n    from: as_of - 1 year\n"
             "    says: {en: from the current year on, zh-Hant: 由本年度起}\n\ncriteria:\n", 1)
    .replace("    kind: hard\n    about: people\n", "    kind: hard\n    about: people\n    in_force: {from: 2024-25, to: 2024-25}\n", 1)
)  # fmt: skip


@pytest.mark.parametrize("engine", [engine for engine in (DirectEngine(), durable_engine()) if engine is not None])
@pytest.mark.parametrize(("day", "stated"), [
    (date(2025, 4, 1), None),  # a year before it 2024-25 begins, so that the year may be meant
    (date(2025, 4, 2), False),  # the first year that begins after 2 April 2024 is 2025-26
    (date(2025, 10, 1), False),
])  # fmt: skip
def test_a_year_that_began_too_early_is_not_waited_for(
    engine: Engine, day: date, stated: bool | None, tmp_path: Path
) -> None:
    (tmp_path / "pack.yaml").write_text(YEARLY, "utf-8")
    (scheme,) = load_rules(tmp_path, use_cache=False).on(day).values()
    decision = engine.decide(scheme, {"applicant.kind": "startup", "company.employees": 21, AS_OF: day})
    names = [criterion.id for criterion in scheme.criteria]
    assert decision.criteria[names.index("few-employees")].stated is stated


def test_the_ends_of_the_calendar() -> None:
    assert (year_start(date(1, 2, 3)), next_year_start(date(9999, 5, 1))) == (date(1, 1, 1), date(9999, 5, 1))
    assert (year_start(date(2, 4, 1)), next_year_start(date(2, 4, 1))) == (date(2, 4, 1), date(2, 4, 1))

