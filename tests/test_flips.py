"""Days on which an answer turned: what `matcher.check` says on both sides, as the sources have it."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml

import matcher
from matcher.rulebook import shipped

ABSENT = "not in force"


@cache
def base(scheme: str) -> dict[str, Any]:
    """The applicant of the pack's own examples, who passes every test; values as they are written."""
    (path,) = [path for path in shipped("rules").rglob("*.yaml") if path.stem == scheme]
    pack = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    found: dict[str, Any] = pack["examples"]["base"]
    return found


class Flip(NamedTuple):
    """One scheme, asked on one day and on another; the verdicts, and the most money where it turned."""

    why: str
    scheme: str
    given: dict[str, Any]
    before: tuple[str, str]
    after: tuple[str, str]
    amounts: tuple[str, str] | None = None


LOAN = {"hong_kong.operating_since": "2020-01-01", "loan.asks_principal_holiday": "no"}
HALF = {"project.total_cost": "HKD 1,000,000", "request.amount": "HKD 500,000"}
QUARTER = {"project.total_cost": "HKD 2,000,000", "request.amount": "HKD 500,000"}
EMF_HALF = {"project.total_cost": "HKD 200,000", "request.amount": "HKD 100,000"}
CRS = {"project.completed_on": "2026-06-30", "project.registered_on": "2025-08-01"}
COURSE = {"training.course_fee": "HKD 30,000", "application.funding_year": "2025-26", "grants": []}
FLIPS = [
    Flip("SFGS tenor: ten years instead of seven", "hkmc_sfgs_80", {**LOAN, "loan.guarantee_length": "10 years"},
         ("2024-11-17", "not_eligible"), ("2024-11-18", "eligible")),
    Flip("seven years always", "hkmc_sfgs_80", {**LOAN, "loan.guarantee_length": "7 years"},
         ("2024-11-17", "eligible"), ("2024-11-18", "eligible")),
    Flip("SFGS 90% tenor: eight years instead of five", "hkmc_sfgs_90", {"loan.guarantee_length": "8 years"},
         ("2024-11-17", "not_eligible"), ("2024-11-18", "eligible")),
    Flip("five years always", "hkmc_sfgs_90", {"loan.guarantee_length": "5 years"},
         ("2024-11-17", "eligible"), ("2024-11-18", "eligible")),
    Flip("last day of the Technology Voucher Programme", "itf_tvp", {},
         ("2024-12-31", "eligible"), ("2025-01-01", ABSENT)),
    Flip("BUD pays a quarter instead of half", "bud_general", HALF,
         ("2025-03-13", "eligible"), ("2025-03-14", "not_eligible")),
    Flip("a quarter always", "bud_general", QUARTER, ("2025-03-13", "eligible"), ("2025-03-14", "eligible")),
    Flip("the ceiling of one BUD project falls from 1,000,000 to 800,000", "bud_general",
         {"project.total_cost": "HKD 8,000,000", "request.amount": "HKD 1,000,000"},
         ("2025-03-13", "eligible"), ("2025-03-14", "not_eligible"), ("1000000", "0")),
    Flip("EMF: half known from one page only after the press said a quarter", "tid_emf", EMF_HALF,
         ("2025-03-13", "eligible"), ("2025-03-14", "needs_information")),
    Flip("DTSPP, first round", "dpo_dtspp", {}, ("2025-05-31", "needs_information"), ("2025-06-01", ABSENT)),
    Flip("DTSPP before the month in which it closed", "dpo_dtspp", {},
         ("2025-04-30", "eligible"), ("2025-05-01", "needs_information")),
    Flip("the Patent Application Grant is folded in", "itf_pag", {},
         ("2025-07-31", "eligible"), ("2025-08-01", ABSENT)),
    Flip("R&D Cash Rebate on the last day before the merger", "itf_crs", {},
         ("2025-07-31", "eligible"), ("2025-08-01", "needs_information")),
    Flip("a project that began on the last day: no text on the change-over", "itf_crs", {**CRS, "project.starts_on": "2025-07-31"},
         ("2025-08-01", "needs_information"), ("2026-07-01", "needs_information")),
    Flip("a project that began on the day of the merger", "itf_crs", {**CRS, "project.starts_on": "2025-08-01"},
         ("2025-08-01", "not_eligible"), ("2026-07-01", "not_eligible")),
    Flip("NITTP pays half instead of two thirds", "itf_nittp",
         {**COURSE, "request.amount": "HKD 20,000", "training.starts_on": "2025-07-31"},
         ("2025-07-31", "eligible"), ("2025-08-01", "needs_information")),
    Flip("the same for a course after the change", "itf_nittp",
         {**COURSE, "request.amount": "HKD 20,000", "training.starts_on": "2025-09-01"},
         ("2025-07-31", "needs_information"), ("2025-08-01", "not_eligible")),
    Flip("last day of Cyberport's blockchain pilot", "cyberport_blockchain_pilot", {},
         ("2025-08-01", "eligible"), ("2025-08-02", ABSENT)),
    Flip("NIAS takes projects of half the size", "nias", {}, ("2025-11-17", "not_eligible"), ("2025-11-18", "eligible")),
    Flip("NIAS, one cent smaller", "nias", {"project.total_cost": "HKD 149,999,999.99"},
         ("2025-11-17", "not_eligible"), ("2025-11-18", "not_eligible")),
    Flip("last day of the FTRSS call", "itf_ftrss", {}, ("2025-11-25", "eligible"), ("2025-11-26", "not_eligible")),
    Flip("last day of the 90% guarantee", "hkmc_sfgs_90", {}, ("2026-03-31", "eligible"), ("2026-04-01", ABSENT)),
    Flip("last day for accelerators", "it_accelerator_pilot", {},
         ("2026-04-30", "eligible"), ("2026-05-01", "not_eligible")),
    Flip("Easy BUD rises from 100,000 to 150,000", "bud_easy", {},
         ("2026-06-14", "not_eligible"), ("2026-06-15", "eligible"), ("0", "150000")),
    Flip("Easy BUD adds markets", "bud_easy", {"request.amount": "HKD 100,000", "project.markets": ["saudi_arabia"]},
         ("2026-06-14", "not_eligible"), ("2026-06-15", "eligible")),
    Flip("last day of the Export Marketing Fund", "tid_emf", {}, ("2026-06-30", "eligible"), ("2026-07-01", ABSENT)),
    Flip("holiday asked for on the last day stated", "hkmc_sfgs_80",
         {**LOAN, "loan.asks_principal_holiday": "yes", "loan.holiday_requested_on": "2026-11-17"},
         ("2026-11-17", "eligible"), ("2026-11-18", "eligible")),
    Flip("holiday asked for a day later", "hkmc_sfgs_80",
         {**LOAN, "loan.asks_principal_holiday": "yes", "loan.holiday_requested_on": "2026-11-18"},
         ("2026-11-17", "needs_information"), ("2026-11-18", "needs_information")),
]  # fmt: skip


@pytest.mark.parametrize("flip", FLIPS, ids=lambda flip: f"{flip.scheme}-{flip.why.replace(' ', '_')[:40]}")
def test_both_sides_of_the_day(flip: Flip) -> None:
    facts = {**base(flip.scheme), **flip.given}
    for side, (day, verdict) in enumerate((flip.before, flip.after)):
        report = matcher.check(facts, as_of=day, schemes=[flip.scheme])
        if verdict == ABSENT:
            assert [s.id for s in report.not_in_force] == [flip.scheme]
            assert report.schemes == ()
            continue
        (found,) = report.schemes
        decide = [(c.id, c.outcome) for c in found.criteria if c.decides]
        assert (day, found.verdict) == (day, verdict), decide
        assert not found.other_role
        if flip.amounts:
            assert found.funding.high == flip.amounts[side]
