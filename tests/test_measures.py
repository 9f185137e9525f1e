"""The figures behind the pictures: what the dossiers say, and never against the outcome they are drawn for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from conftest import PROFILES, ROOT
from msgspec.structs import replace

import matcher
from matcher.insights.measures import measures
from matcher.profile import Profile
from matcher.report import Report
from matcher.sections import Measure

DAY = "2026-11-22"


def measured(book: matcher.RuleBook, profile: Profile, *schemes: str) -> tuple[Report, dict[str, Measure]]:
    report = matcher.check(profile, as_of=DAY, schemes=schemes, engine="direct", rules=book)
    return report, {found.scheme: found for found in measures(report, profile, book)}


def figures(found: Measure) -> tuple[Any, ...]:
    return found.criterion, found.kind, found.low, found.high, found.bound, found.from_bound, found.is_out


def test_the_invented_company(book: matcher.RuleBook) -> None:
    """Figures of the dossiers: TSSSU+ matches one to one, RAISe+ begins at 10 million, age at the cut-off."""
    kettle = Profile.read(ROOT / "profiles" / "moonlit-kettle.yaml", book.vocabulary)
    _, found = measured(book, kettle, "tsssu_o", "tsssu_plus", "raise_plus")
    assert figures(found["tsssu_plus"]) == ("matched", "money", "900000", "1700000", "1500000", True, False)
    assert [(part.status, part.amount) for part in found["tsssu_plus"].parts] == [
        ("counts", "900000"), ("unknown", "400000"), ("unclear", "400000"), ("no", "300000"),
    ]  # fmt: skip
    assert figures(found["raise_plus"]) == ("least-grant", "money", "8000000", "8000000", "10000000", True, False)
    assert figures(found["tsssu_o"]) == (
        "age-at-cutoff", "day", "2026-04-01", "2027-03-31", "2027-05-20", False, False
    )  # fmt: skip


@pytest.mark.parametrize(("founded", "cut_off", "verdict"), [
    ("2025-02-01", "2027-02-01", "eligible"),  # the second anniversary itself passes
    ("2025-01-31", "2027-02-01", "not_eligible"),
])  # fmt: skip
def test_both_sides_of_an_age(book: matcher.RuleBook, founded: str, cut_off: str, verdict: str) -> None:
    given = Profile.read(ROOT / "profiles" / "spin-out.yaml", book.vocabulary)
    changed = {**given.facts, "company.incorporated_on": date.fromisoformat(founded),
               "application.cutoff": date.fromisoformat(cut_off)}  # fmt: skip
    report, found = measured(book, replace(given, facts=changed), "tsssu_o")
    assert report.schemes[0].verdict == verdict
    assert (found["tsssu_o"].low, found["tsssu_o"].high) == (cut_off, cut_off)
    assert (found["tsssu_o"].bound >= cut_off) == (verdict == "eligible")


def test_what_is_not_known_is_not_drawn(book: matcher.RuleBook) -> None:
    nothing = Profile.from_mapping({"applicant": {"kind": "startup"}}, book.vocabulary)
    _, found = measured(book, nothing)
    assert all(each.kind == "day" or each.high != "0" for each in found.values())
    assert not any(each.kind == "share" and (each.low, each.high) == ("0", "1") for each in found.values())


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_never_against_the_outcome(book: matcher.RuleBook, path: Any) -> None:
    """What fails or is open is never drawn as passing for certain; what is met never as failing for certain."""
    report, found = measured(book, Profile.read(path, book.vocabulary))
    outcomes = {(scheme.id, c.id): c.outcome for scheme in report.schemes for c in scheme.criteria}
    for each in found.values():
        read = date.fromisoformat if each.kind == "day" else Fraction
        low, high = (None if end is None else read(end) for end in (each.low, each.high))
        bound = read(each.bound)
        if each.from_bound:
            passes = low is not None and (low > bound or (low == bound and not each.is_out))
            fails = high is not None and (high < bound or (high == bound and each.is_out))
        else:
            passes = high is not None and (high < bound or (high == bound and not each.is_out))
            fails = low is not None and (low > bound or (low == bound and each.is_out))
        outcome = outcomes[each.scheme, each.criterion]
        assert not (passes and outcome == "failed"), each
        assert not (fails and outcome == "met"), each
        if each.parts:
            counted = sum(Fraction(part.amount) for part in each.parts if part.status == "counts")
            open_ = sum(Fraction(part.amount) for part in each.parts if part.status in ("unknown", "unclear"))
            assert (counted, counted + open_) == (low, high)
