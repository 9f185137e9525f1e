"""The most money that could be had, worked out by hand from what the sources say."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from test_flips import base

import matcher

ELSEWHERE = {"request.schemes": ["tsssu_o"]}  # no amount is asked from the scheme: what could be asked?


def had(scheme: str, amount: str, status: str = "completed") -> dict[str, str]:
    return {"scheme": scheme, "status": status, "amount": amount}


class Row(NamedTuple):
    """The applicant of the pack's examples with some facts changed, and the most that it could have."""

    scheme: str
    day: str
    given: dict[str, Any]
    most: str
    why: str


ROWS = [
    Row("bud_general", "2026-11-22", {}, "500000", "a quarter of two million"),
    Row("bud_general", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 4,000,000"}, "800000", "the project's ceiling"),
    Row("bud_general", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 4,000,000", "grants": [had("bud", "HKD 6,900,000")]},
        "100000", "what is left of seven million"),
    Row("bud_general", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 4,000,000", "grants": [had("bud", "HKD 6,900,000", "refused")]},
        "800000", "a refused application takes nothing away"),
    Row("bud_general", "2026-11-22", {**ELSEWHERE, "grants": [had("bud_easy", "HKD 7,000,000")]}, "0", "nothing left, all tracks together"),
    Row("bud_easy", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 1,000,000", "grants": [had("bud", "HKD 6,900,000")]},
        "100000", "what is left of seven million"),
    Row("bud_ecommerce_easy", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 4,000,000", "grants": [had("bud_ecommerce", "HKD 700,000")]},
        "300000", "what is left of one million for e-commerce"),
    Row("bud_ecommerce_easy", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 4,000,000", "grants": [had("bud", "HKD 6,800,000")]},
        "200000", "what is left of seven million"),
    Row("nias", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 300,000,000"}, "100000000", "a third"),
    Row("nias", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 900,000,000"}, "200000000", "the company's ceiling"),
    Row("nias", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 900,000,000", "grants": [had("nias", "HKD 150,000,000")]},
        "50000000", "what is left of it after a first project"),
    Row("nifs", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 30,000,000"}, "10000000", "a third"),
    Row("nifs", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 60,000,000"}, "15000000", "the project's ceiling"),
    Row("manufacturing_plus", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 600,000"}, "200000", "a third"),
    Row("manufacturing_plus", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 900,000"}, "250000", "the ceiling"),
    Row("manufacturing_plus", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 900,000", "grants": [had("manufacturing_plus", "HKD 100,000")]},
        "150000", "what is left of it"),
    Row("it_accelerator_pilot", "2026-04-30", {**ELSEWHERE, "project.own_contribution": "HKD 50,000,000"}, "25000000", "half the own money"),
    Row("it_accelerator_pilot", "2026-04-30", {**ELSEWHERE, "project.own_contribution": "HKD 80,000,000"}, "30000000", "the ceiling"),
    Row("itf_ess_normal", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 15,000,000"}, "7500000", "half"),
    Row("itf_ess_normal", "2026-11-22", {**ELSEWHERE, "project.total_cost": "HKD 30,000,000"}, "10000000", "the ceiling"),
    Row("itf_tvp", "2024-12-31", {**ELSEWHERE, "project.total_cost": "HKD 400,000", "grants": [had("tvp", "HKD 400,000")]},
        "200000", "what is left of 600,000"),
    Row("itf_pag", "2025-07-31", {"project.total_cost": "HKD 200,000"}, "180000", "nine tenths"),
    Row("itf_pag", "2025-07-31", {"project.total_cost": "HKD 400,000"}, "250000", "the ceiling"),
    Row("itf_nittp", "2026-11-22", {**ELSEWHERE, "training.course_fee": "HKD 30,000"}, "15000", "half since August 2025"),
    Row("tid_emf", "2026-06-30", {**ELSEWHERE, "project.total_cost": "HKD 200,000"}, "50000", "a quarter"),
    Row("tid_emf", "2026-06-30", {**ELSEWHERE, "project.total_cost": "HKD 1,000,000"}, "100000", "the ceiling"),
    Row("dpo_dtspp", "2025-04-30", {**ELSEWHERE, "project.total_cost": "HKD 60,000"}, "30000", "half"),
    Row("dpo_dtspp", "2025-04-30", {**ELSEWHERE, "project.total_cost": "HKD 200,000"}, "50000", "the ceiling"),
    Row("hkstp_elite", "2026-11-22", {"project.eligible_research_spend": "HKD 30,000,000", "premises.rent": "HKD 2,000,000"},
        "16500000", "half of the research and the most rent"),
    Row("hkstp_elite", "2026-11-22", {"project.eligible_research_spend": "HKD 50,000,000", "premises.rent": "HKD 2,000,000"},
        "21500000", "both ceilings"),
    Row("cyberport_mdss", "2026-11-22", {**ELSEWHERE, "grants": [had("mdss", "HKD 150,000")]}, "50000", "what is left of 200,000"),
    Row("cyberport_aiss", "2026-11-22", {"project.compute_list_price": "HKD 1,000,000", "request.share_of_price": "80%"},
        "700000", "seven tenths; more only in special cases"),
    Row("ird_two_tier", "2026-11-22", {"tax.assessable_profits": "HKD 3,000,000"}, "165000", "8.25% of two million"),
    Row("ird_two_tier", "2026-11-22", {"tax.assessable_profits": "HKD 1,000,000"}, "82500", "8.25% of one million"),
    Row("ird_two_tier", "2026-11-22", {"tax.assessable_profits": "HKD 3,000,000", "company.registration": "not_a_company"},
        "150000", "7.5% of two million"),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.scheme}-{row.most}-{row.why.replace(' ', '_')[:30]}")
def test_the_most_that_could_be_had(row: Row) -> None:
    report = matcher.check({**base(row.scheme), **row.given}, as_of=row.day, schemes=[row.scheme], engine="direct")
    (found,) = report.schemes
    assert found.funding.high == row.most, row.why


def test_what_was_granted_before_and_is_not_given_leaves_the_range_open() -> None:
    """Nothing for certain, and at most what a first applicant could have."""
    facts = {**base("bud_general"), **ELSEWHERE, "project.total_cost": "HKD 4,000,000"}
    del facts["grants"]
    (found,) = matcher.check(facts, as_of="2026-11-22", schemes=["bud_general"], engine="direct").schemes
    assert (found.funding.low, found.funding.high) == ("0", "800000")
