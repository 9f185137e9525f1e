"""The same question on other days: what the effective periods of the sources imply."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import matcher

ABSENT = "not in force"


class Row(NamedTuple):
    """One line of the table: on a day, of a scheme, about an applicant."""

    day: str
    scheme: str
    facts: dict[str, Any]
    verdict: str
    availability: str | None
    why: str


def team(university: str, year: str, cutoff: str | None, founded: str, amount: str) -> dict[str, Any]:
    """A university spin-out that passes every test but those the row is about."""
    return {
        "applicant": {"kind": "startup", "university": university},
        "application": {"funding_year": year, **({"cutoff": cutoff} if cutoff else {})},
        "company": {
            "registration": "incorporated", "incorporated_on": founded,
            "share_held_by_university_members": "100%", "largest_share_of_one_member": "50%",
        },
        "team": {"members": [{"role": "postgraduate", "university": university, "full_time": True}]},
        "person_in_charge": {"role": "postgraduate", "university": university, "senior": True, "reachable": True},
        "request": {"amount": amount},
        "grants": [],
    }  # fmt: skip


FUND = {
    "applicant": {"kind": "venture_fund"},
    "fund": {
        "focus_on_technology": True, "covers_hong_kong": True, "uninvested_commitment": "HKD 120,000,000",
        "remaining_life": "5 years", "registered_under_cap_637": True, "manager_is_general_partner": True,
    },
}  # fmt: skip
ONLY_START_UP = {"applicant": {"kind": "startup"}}
RAISE = {
    "applicant": {"kind": "university_team", "university": "hku"},
    "team": {"members": [{"role": "professor", "university": "hku"}], "from_innohk_centre": False},
    "project": {
        "enters_at": "stage_1", "stage_1_grant": "HKD 6,000,000", "stage_2_grant": "HKD 4,000,000",
        "stage_1_length": "36 months", "stage_2_length": "24 months", "team_share_of_ip_benefit": "70%",
        "contributions": [
            {"by": "industry", "stage": "stage_1", "form": "cash", "amount": "HKD 2,500,000", "repayable": False},
            {"by": "university", "stage": "stage_1", "form": "cash", "amount": "HKD 500,000"},
            {"by": "industry", "stage": "stage_2", "form": "cash", "amount": "HKD 4,000,000", "repayable": False},
        ],
    },
}  # fmt: skip
HKU_14 = team("hku", "2014-15", None, "2013-01-05", "HKD 1,200,000")
HKUST_18 = team("hkust", "2018-19", "2018-02-01", "2016-02-01", "HKD 1,200,000")
HKUST_20 = team("hkust", "2020-21", None, "2018-02-01", "HKD 1,500,000")
HKUST_24 = team("hkust", "2024-25", "2024-02-01", "2022-02-01", "HKD 1,500,000")
HKUST_27 = team("hkust", "2027-28", "2027-02-01", "2025-02-01", "HKD 1,500,000")


def changed(facts: dict[str, Any], group: str, **values: Any) -> dict[str, Any]:
    return {**facts, group: {**facts[group], **values}}


TABLE = [
    # Autumn 2014: the first call of TSSSU, and nothing else yet.
    Row("2014-10-20", "tsssu_o", HKU_14, "eligible", "unknown", "first funding year; HKU's call closes 31 Oct, its opening is not known"),
    Row("2014-10-20", "tsssu_o", changed(HKU_14, "request", amount="HKD 1,200,000.01"), "not_eligible", "unknown",
        "the cap was 1.2 million until 2018-19"),
    Row("2014-10-20", "tsssu_plus", ONLY_START_UP, ABSENT, None, "announced in 2022"),
    Row("2014-10-20", "raise_plus", RAISE, ABSENT, None, "announced in 2022"),
    Row("2014-10-20", "itvf_co_investment", ONLY_START_UP, ABSENT, None, "announced in 2016"),
    Row("2014-10-20", "itvf_partner_fund", FUND, ABSENT, None, "first round 2017"),
    Row("2014-10-20", "itvf_enhanced", ONLY_START_UP, ABSENT, None, "announced in 2024"),
    Row("2014-10-20", "strategic_tech_fund", ONLY_START_UP, ABSENT, None, "announced in 2022"),
    # 15 January 2018: the last day of the first partner round, and the old cap.
    Row("2018-01-15", "itvf_partner_fund", FUND, "eligible", "open", "first round: 15 Sep 2017 to 15 Jan 2018, both included"),
    Row("2018-01-16", "itvf_partner_fund", FUND, "not_eligible", "unknown", "a day after the first round"),
    Row("2018-01-15", "itvf_co_investment", ONLY_START_UP, "needs_information", "upcoming", "the first partners were named in July 2018"),
    Row("2018-01-15", "tsssu_o", HKUST_18, "eligible", None, "two years to the day at the cut-off, old cap kept"),
    Row("2018-01-15", "tsssu_o", changed(HKUST_18, "request", amount="HKD 1,500,000"), "not_eligible", None,
        "1.5 million came with 2019-20"),
    Row("2018-01-15", "tsssu_o", changed(HKUST_18, "company", incorporated_on="2016-01-31"), "not_eligible", None,
        "two years and a day at the cut-off"),
    Row("2018-01-15", "tsssu_plus", ONLY_START_UP, ABSENT, None, "announced in 2022"),
    Row("2018-01-15", "raise_plus", RAISE, ABSENT, None, "announced in 2022"),
    Row("2018-01-15", "strategic_tech_fund", ONLY_START_UP, ABSENT, None, "announced in 2022"),
    # 1 February 2020: HKUST's cut-off of 2020-21 itself; the second partner round.
    Row("2020-02-01", "tsssu_o", HKUST_20, "eligible", None, "HKUST's call names 1 Feb 2020; two years to the day"),
    Row("2020-02-01", "tsssu_o", changed(HKUST_20, "company", incorporated_on="2018-01-31"), "not_eligible", None,
        "a day too old at the cut-off of the call"),
    Row("2020-02-01", "tsssu_o", changed(HKUST_20, "request", amount="HKD 1,500,000.01"), "not_eligible", None,
        "1.5 million since 2019-20"),
    Row("2020-02-01", "itvf_partner_fund", FUND, "eligible", "open", "second round: 16 Jan to 15 Apr 2020"),
    Row("2020-02-01", "raise_plus", RAISE, ABSENT, None, "announced in 2022"),
    Row("2020-02-01", "tsssu_plus", ONLY_START_UP, ABSENT, None, "announced in 2022"),
    # 17 October 2023: the eve of the first RAISe+ call.
    Row("2023-10-17", "raise_plus", RAISE, ABSENT, None, "announced, first call opens the next day"),
    Row("2023-10-18", "raise_plus", RAISE, "eligible", "open", "first call: 18 Oct to 30 Nov 2023"),
    Row("2023-10-17", "tsssu_o", HKUST_24, "eligible", None, "TSSSU-O beside TSSSU+ since 2023-24"),
    Row("2023-10-17", "tsssu_plus", ONLY_START_UP, "needs_information", None, "first funding year 2023-24"),
    Row("2023-10-17", "itvf_partner_fund", FUND, "not_eligible", "unknown", "third round closed 28 Feb 2022"),
    Row("2022-02-28", "itvf_partner_fund", FUND, "eligible", "open", "last day of the third round"),
    Row("2023-10-17", "strategic_tech_fund", ONLY_START_UP, "needs_information", "by_introduction", "since 2022"),
    Row("2023-10-17", "itvf_enhanced_fund", FUND, ABSENT, None, "announced in October 2024"),
    # 31 October 2024: the last day of the second RAISe+ call.
    Row("2024-10-31", "raise_plus", RAISE, "eligible", "open", "second call: 6 Sep to 31 Oct 2024"),
    Row("2024-11-01", "raise_plus", RAISE, "eligible", "between_calls", "the rules stand between calls"),
    Row("2024-10-31", "itvf_enhanced", ONLY_START_UP, ABSENT, None, "announced, opens 19 Dec 2024"),
    Row("2024-12-19", "itvf_enhanced", ONLY_START_UP, "needs_information", "unknown", "opened that day"),
    # 22 November 2026: the day the sources were compared.
    Row("2026-11-22", "tsssu_o", HKUST_27, "eligible", None, "two years to the day at a cut-off of 1 Feb 2027"),
    Row("2026-11-22", "tsssu_o", changed(HKUST_27, "company", incorporated_on="2025-01-31"), "not_eligible", None,
        "a day too old"),
    Row("2026-11-22", "raise_plus", RAISE, "eligible", "unknown", "no call known after October 2025"),
    Row("2026-11-22", "itvf_partner_fund", FUND, "not_eligible", "unknown", "no round known after 2022"),
    Row("2026-11-22", "itvf_enhanced_fund", FUND, "not_eligible", "unknown", "window closed 19 Mar 2025"),
    Row("2026-11-22", "strategic_tech_fund", ONLY_START_UP, "needs_information", "by_introduction", "no form"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.day}-{row.scheme}-{row.why.replace(' ', '_')[:30]}")
def test_row(row: Row) -> None:
    report = matcher.check(row.facts, as_of=row.day, schemes=[row.scheme])
    if row.verdict == ABSENT:
        assert [s.id for s in report.not_in_force] == [row.scheme]
        assert report.schemes == ()
        return
    (found,) = report.schemes
    assert found.verdict == row.verdict, [(c.id, c.outcome) for c in found.criteria if c.decides]
    assert not found.other_role
    if row.availability is not None:
        assert found.availability.state == row.availability


def test_what_does_not_exist_yet_says_so() -> None:
    report = matcher.check(RAISE, as_of="2023-10-17", schemes=["raise_plus"])
    assert report.not_in_force[0].says["en"] == (
        "Not in force on 17 October 2023; announced 19 October 2022; the first call opened 18 October 2023"
    )


@pytest.mark.parametrize(("day", "cap"), [("2019-02-26", "1200000"), ("2019-02-27", "1500000")])
def test_the_cap_is_the_one_known_on_the_day(day: str, cap: str) -> None:
    """The Budget of 27 February 2019 raised the cap from the funding year 2019-20 on."""
    facts = team("hkust", "2019-20", "2019-02-01", "2017-05-20", "HKD 1,500,000")
    (found,) = matcher.check(facts, as_of=day, schemes=["tsssu_o"]).schemes
    assert found.verdict == ("eligible" if cap == "1500000" else "not_eligible")
    if cap == "1500000":
        assert found.funding.high == cap


def test_the_cut_off_matters_only_where_it_matters() -> None:
    """Unknown cut-off: settled for a young company and an old one, open for those in between."""
    verdict = {}
    for founded in ("2025-03-31", "2025-03-30", "2024-10-30", "2024-10-29"):
        facts = team("hkust", "2027-28", None, founded, "HKD 1,500,000")
        facts["application"]["closes_on"] = "2026-10-30"
        (found,) = matcher.check(facts, as_of="2026-11-22", schemes=["tsssu_o"]).schemes
        verdict[founded] = found.verdict
        if found.verdict == "needs_information":
            assert [q.path for q in found.questions] == ["application.cutoff"]
    assert verdict == {
        "2025-03-31": "eligible",  # second anniversary on the last day that it can be
        "2025-03-30": "needs_information",
        "2024-10-30": "needs_information",  # second anniversary on the closing date itself
        "2024-10-29": "not_eligible",
    }
