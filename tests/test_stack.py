"""`matcher stack`: the story of a professor-led spin-out, and amounts on both sides of every cap."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cli import run_cli
from conftest import PROFILES, ROOT
from msgspec.structs import replace

import matcher
from matcher.check import as_profile, day_of, the_day
from matcher.condition import AS_OF
from matcher.insights.candidates import candidates
from matcher.insights.choosing import Chooser
from matcher.insights.funding import Course, Prospect, days_of_a_call, first_day
from matcher.literals import financial_year
from matcher.profile import Profile
from matcher.scheme import StandingState
from matcher.sections import Combination, Holding, StackReport, Tie
from matcher.words import words

DAY = "2026-11-29"
SPIN_OUT = ROOT / "profiles" / "professor-spin-out.yaml"
DOLLARS = 100  # cents


def stack_of(path: Path | dict[str, Any], as_of: str = DAY) -> StackReport:
    return matcher.stack(path, as_of=as_of)


@pytest.fixture(scope="module")
def story() -> StackReport:
    return stack_of(SPIN_OUT)


def held(found: Combination, scheme: str) -> Holding:
    return next(holding for holding in found.holdings if holding.scheme == scheme)


def tied(ties: tuple[Tie, ...], a: str, b: str) -> list[str]:
    return [tie.kind for tie in ties if {tie.a, tie.b} == {a, b}]


class TestProfessorLedSpinOut:
    def test_tsssu_o_then_plus(self, story: StackReport) -> None:
        """TSSSU dossier: three years at 1.5 million, O first; + after it, each year matched one to one."""
        best = story.combinations[0]
        first, then = held(best, "tsssu_o"), held(best, "tsssu_plus")
        assert [(y.year, y.low, y.high) for y in first.years] == [
            (year, "1500000", "1500000") for year in ("2027-28", "2028-29", "2029-30")
        ]
        assert [(y.year, y.low, y.high, y.own_low, y.own_high) for y in then.years] == [
            (year, "0", "1500000", "0", "1500000") for year in ("2030-31", "2031-32", "2032-33")
        ]
        assert (first.present, then.present, then.verdict) == ("eligible", "not_eligible", "needs_information")
        assert then.years[0].own_says is not None
        assert "before 2030-31" in then.years[0].own_says["en"]
        order = [holding.scheme for holding in best.holdings]
        assert order.index("tsssu_o") < order.index("tsssu_plus")

    def test_raise_plus_beside_them_as_far_as_the_sources_go(self, story: StackReport) -> None:
        """RAISe+ dossier: stage 1 at most 2 : 1, stage 2 at most 1 : 1, after 30 months; with TSSSU nothing found."""
        best = story.combinations[0]
        assert [(y.year, y.high, y.own_high) for y in held(best, "raise_plus").years] == [
            ("2026-27", "9000000", "4500000"), ("2029-30", "5000000", "5000000"),
        ]  # fmt: skip
        for other in ("tsssu_o", "tsssu_plus"):
            assert tied(best.open, "raise_plus", other) == ["not_regulated"]

    def test_the_order_is_cited(self, story: StackReport) -> None:
        (tie,) = (tie for tie in story.ties if (tie.a, tie.b, tie.kind) == ("tsssu_o", "tsssu_plus", "first_then"))
        assert tie.source is not None
        assert "HKUST" in tie.source["en"]
        without = next(c for c in story.combinations if "tsssu_o" not in [h.scheme for h in c.holdings])
        assert any("closes TSSSU-O for good (HKUST, call for 2023-24)" in line["en"] for line in without.closes)

    def test_the_years_add_up(self, story: StackReport) -> None:
        assert 1 <= len(story.combinations) <= 3
        for found in story.combinations:
            for end in ("low", "high", "own_low", "own_high"):
                for row in found.own:
                    parts = [getattr(y, end) for h in found.holdings for y in h.years if y.year == row.year]
                    assert int(getattr(row, end)) == sum(int(part or 0) for part in parts)
            (grants,) = (each for each in found.sums if each.instrument == "grant")
            assert int(grants.high) == sum(int(row.high or 0) for row in found.own)
            assert int(grants.low) == sum(int(row.low or 0) for row in found.own)
            assert {row.year for row in found.own} <= set(story.years)

    def test_no_combination_breaks_a_tie(self, story: StackReport) -> None:
        for found in story.combinations:
            years = {h.scheme: (h.years[0].year, h.years[-1].year) for h in found.holdings}
            for tie in story.ties:
                if tie.a in years and tie.b in years:
                    assert tie.kind != "never_both"
                    if tie.kind == "first_then":
                        assert years[tie.a][1] < years[tie.b][0]

    def test_the_first_has_the_most(self, story: StackReport) -> None:
        most = [int(next(s.high for s in c.sums if s.instrument == "grant")) for c in story.combinations]
        assert most == sorted(most, reverse=True)

    def test_what_has_no_amount_is_not_counted(self, story: StackReport) -> None:
        said = " ".join(line["en"] for line in story.not_counted)
        assert "Strategic Tech Fund" in said and "no amount is published" in said
        assert "New Industrialisation Acceleration Scheme: at most HKD 200,000,000" in said
        schemes = {h.scheme for c in story.combinations for h in c.holdings}
        assert not schemes & {"nias", "strategic_tech_fund"}


def test_not_regulated_is_never_allowed(story: StackReport) -> None:
    for found in story.combinations:
        names = [h.scheme for h in found.holdings]
        for number, a in enumerate(names):
            for b in names[:number]:
                kinds = tied(story.ties, a, b) + tied(found.open, a, b)
                assert kinds, (a, b)
        assert all(tie.kind == "not_regulated" for tie in found.open)


def test_a_first_entry_that_is_too_late_leaves_tsssu_plus_alone() -> None:
    """One day past the two years: TSSSU-O is over; nothing is shut out by TSSSU+, which may come in time."""
    found = stack_of(ROOT / "profiles" / "spin-out-one-day-late.yaml")
    assert not any(h.scheme == "tsssu_o" for c in found.combinations for h in c.holdings)


@pytest.mark.parametrize("name", ["professor-spin-out", "stage-2-redeemable", "venture-fund"])
def test_verdicts_are_those_of_a_check_by_any_engine(name: str) -> None:
    path = ROOT / "profiles" / f"{name}.yaml"
    checked = {scheme.id: scheme.verdict for scheme in matcher.check(path, as_of=DAY).schemes}
    for found in stack_of(path).combinations:
        assert all(checked[h.scheme] == h.present for h in found.holdings)


# ---------------------------------------------------------------------- amounts


def course(scheme: str, year: int | None = None, as_of: str = DAY, **facts: Any) -> Course:
    book = matcher.load_rules()
    day = day_of(book, the_day(as_of, book))
    given = {path.replace("__", "."): value for path, value in facts.items()}
    profile = Profile.from_mapping(given, book.vocabulary)
    known = {**profile.facts, AS_OF: day.as_of}
    prospect = Prospect(
        book.schemes[scheme], known, book.vocabulary, day.direct.compiler, days_of_a_call(book.vocabulary)
    )
    return prospect.course(prospect.first if year is None else year)


def money(found: Course) -> list[tuple[int, str, str]]:
    return [(s.year, str(s.low / DOLLARS), str(s.high / DOLLARS)) for s in found.slices or ()]


def asked(amount: str, *schemes: str) -> dict[str, Any]:
    return {"request__amount": amount, "request__schemes": list(schemes)}


@pytest.mark.parametrize(
    ("cost", "grant", "own"),
    [("2,999,999.97", 99_999_999, 199_999_998), ("3,000,000", 100_000_000, 200_000_000),
     ("45,000,000", 1_500_000_000, 3_000_000_000), ("45,000,000.03", 1_500_000_000, 3_000_000_000),
     ("44,999,999.99", 1_499_999_999, 2_999_999_998)],
)  # fmt: skip
def test_a_third_up_to_the_cap(cost: str, grant: int, own: int) -> None:
    """NIFS: one third of the cost, at most 15 million; the company pays two dollars for each of the grant."""
    (found,) = course("nifs", project__total_cost=f"HKD {cost}", request__schemes=[]).slices or ()
    assert (found.low, found.high, found.own_low, found.own_high) == (grant, grant, own, own)


def test_own_money_is_rounded_up_and_support_down() -> None:
    (found,) = course("nifs", project__total_cost="HKD 1", request__schemes=[]).slices or ()
    assert (found.low, found.high) == (33, 33)
    assert (found.own_low, found.own_high) == (66, 66)


@pytest.mark.parametrize(("day", "cap", "own"), [("2026-06-14", 100_000, 3), ("2026-06-15", 150_000, 3),
                                                 ("2025-03-14", 100_000, 3), ("2025-03-13", 100_000, 1)])  # fmt: skip
def test_caps_and_ratios_by_their_day(day: str, cap: int, own: int) -> None:
    """Easy BUD: 150,000 from 15 June 2026; three dollars of own money from 14 March 2025, one before."""
    (found,) = course("bud_easy", as_of=day, project__total_cost="HKD 10,000,000", request__schemes=[]).slices or ()
    assert (found.high, found.own_high) == (cap * DOLLARS, cap * own * DOLLARS)


def test_ess_is_matched_one_to_one_up_to_ten_million() -> None:
    for cost, grant in ((19_999_998, 9_999_999), (20_000_000, 10_000_000), (20_000_002, 10_000_000)):
        (found,) = course("itf_ess_normal", project__total_cost=f"HKD {cost}", request__schemes=[]).slices or ()
        assert (found.high, found.own_high) == (grant * DOLLARS, grant * DOLLARS)


def test_training_by_its_ratio() -> None:
    """NITTP: one to one since 1 August 2025, two of the Government's to one before."""
    (after,) = course("itf_nittp", as_of="2026-11-29", training__course_fee="HKD 90,000",
                      request__schemes=[], grants=[]).slices or ()  # fmt: skip
    assert (after.high, after.own_high) == (45_000 * DOLLARS, 45_000 * DOLLARS)
    (before,) = course("itf_nittp", as_of="2025-06-30", training__course_fee="HKD 90,000",
                       request__schemes=[], grants=[]).slices or ()  # fmt: skip
    assert (before.high, before.own_high) == (60_000 * DOLLARS, 30_000 * DOLLARS)


class TestYears:
    def test_each_side_of_the_yearly_cap(self) -> None:
        for amount, grant in (("1,499,999.99", 149_999_999), ("1,500,000", 150_000_000), ("1,500,001", 150_000_000)):
            found = course("tsssu_o", application__funding_year="2027-28", grants=[], **asked(f"HKD {amount}", "tsssu_o"))
            assert [(s.year, s.low, s.high) for s in found.slices or ()] == [
                (year, grant, grant) for year in (2027, 2028, 2029)
            ]

    @pytest.mark.parametrize(("first", "years"), [("2026-27", [2027, 2028]), ("2025-26", [2027]), ("2024-25", [])])
    def test_years_that_were_had_are_used_up(self, first: str, years: list[int]) -> None:
        """At most three years in one unbroken run: a skipped year counts."""
        found = course("tsssu_o", application__funding_year="2027-28", grants=[{"scheme": "tsssu_o", "year": first}],
                       **asked("HKD 1,000,000", "tsssu_o"))  # fmt: skip
        assert [s.year for s in found.slices or ()] == years

    def test_matched_money_is_that_of_the_year(self) -> None:
        """Private money received in 2026-27 counts for 2027-28 alone; of later years nothing is known yet."""
        private = {"received_on": "2026-06-01", "amount": "HKD 900,000", "investor": "angel_fund", "independent": True,
                   "in_cash": True, "given_for": "shares"}  # fmt: skip
        found = course("tsssu_plus", application__funding_year="2027-28", grants=[], investments=[private],
                       **asked("HKD 1,500,000", "tsssu_plus"))  # fmt: skip
        assert [(s.low // DOLLARS, s.high // DOLLARS, s.own_high) for s in found.slices or ()] == [
            (900_000, 900_000, 90_000_000), (0, 1_500_000, 150_000_000), (0, 1_500_000, 150_000_000),
        ]  # fmt: skip

    def test_the_cap_of_a_past_year(self) -> None:
        """1.2 million a year until 2018-19, 1.5 million from 2019-20 (announced in February 2019)."""
        found = course("tsssu_o", as_of="2018-03-15", application__funding_year="2018-19", grants=[],
                       **asked("HKD 2,000,000", "tsssu_o"))  # fmt: skip
        assert [s.high // DOLLARS for s in found.slices or ()] == [1_200_000, 1_500_000, 1_500_000]

    def test_without_an_amount_asked_it_is_that_of_asking_for_the_most(self) -> None:
        found = course("tsssu_o", application__funding_year="2027-28", grants=[])
        assert found.high == 3 * 1_500_000 * DOLLARS

    def test_stages_begin_when_they_begin(self) -> None:
        contributions = [
            {"by": "industry", "stage": "stage_1", "form": "cash", "amount": "HKD 3,000,000"},
            {"by": "university", "stage": "stage_1", "form": "cash", "amount": "HKD 1,999,999.99"},
            {"by": "industry", "stage": "stage_2", "form": "cash", "amount": "HKD 4,000,000"},
        ]
        for months, year in ((16, 2027), (17, 2028), (36, 2029)):
            found = course(
                "raise_plus", project__enters_at="stage_1", project__stage_1_grant="HKD 10,000,000",
                project__stage_2_grant="HKD 5,000,000", project__stage_1_length=f"{months} months",
                project__stage_2_length="24 months", project__contributions=contributions,
            )  # fmt: skip
            # stage 1 carries twice 4,999,999.99; stage 2 as much as industry brings
            assert [(s.year, s.high, s.own_high) for s in found.slices or ()] == [
                (2026, 999_999_998, 499_999_999), (year, 400_000_000, 400_000_000),
            ]  # fmt: skip

    def test_stages_come_to_no_more_than_the_whole(self) -> None:
        """RAISe+: 100 million at most, whatever is known of either stage."""
        found = course("raise_plus", applicant__kind="startup")
        assert (found.low, found.high) == (0, 100_000_000 * DOLLARS)
        for second, whole in ((39_999_999, 99_999_999), (40_000_000, 100_000_000), (40_000_001, 100_000_000)):
            contributions = [
                {"by": "industry", "stage": "stage_1", "form": "cash", "amount": "HKD 30,000,000"},
                {"by": "industry", "stage": "stage_2", "form": "cash", "amount": "HKD 50,000,000"},
            ]
            found = course(
                "raise_plus", project__enters_at="stage_1", project__stage_1_grant="HKD 60,000,000",
                project__stage_2_grant=f"HKD {second}", project__stage_1_length="36 months",
                project__stage_2_length="24 months", project__contributions=contributions,
            )  # fmt: skip
            assert (found.low, found.high) == (whole * DOLLARS, whole * DOLLARS)

    def test_no_amount_where_the_sources_have_none(self) -> None:
        startup = {"applicant__kind": "startup"}  # no amount is asked either, so that no other fact is waited for
        assert course("strategic_tech_fund", **startup).slices is None
        assert course("itf_prp", **startup).slices is None
        assert course("itf_prp", **startup).waits == ("project.total_cost",)


    def test_two_parts_at_once(self) -> None:
        """ELITE: half of the R&D up to 20 million, and rent up to 1.5 million, which nobody has to match."""
        for spent, cash in ((39_999_998, 19_999_999), (40_000_000, 20_000_000), (40_000_002, 20_000_000)):
            for paid, rent in ((1_499_999, 1_499_999), (1_500_000, 1_500_000), (1_500_001, 1_500_000)):
                found = course("hkstp_elite", project__eligible_research_spend=f"HKD {spent}", premises__rent=f"HKD {paid}")
                assert [(s.high // DOLLARS, s.own_high) for s in found.slices or ()] == [
                    (cash, cash * DOLLARS), (rent, None),
                ]  # fmt: skip


@pytest.mark.parametrize("name", ["professor-spin-out", "moonlit-kettle", "spin-out"])
def test_the_first_year_is_what_a_check_says(name: str) -> None:
    """Two ways to the same amount: the report's, and that of the years, where an amount asked is given."""
    book = matcher.load_rules()
    day = day_of(book, the_day(DAY, book))
    profile = Profile.read(ROOT / "profiles" / f"{name}.yaml", book.vocabulary)
    known, days = {**profile.facts, AS_OF: day.as_of}, days_of_a_call(book.vocabulary)
    compared = 0
    for scheme in matcher.check(profile, as_of=DAY, engine="direct").schemes:
        prospect = Prospect(book.schemes[scheme.id], known, book.vocabulary, day.direct.compiler, days)
        found = prospect.course(prospect.first)
        if scheme.verdict == "not_eligible" or not found.slices:
            continue
        slices = found.slices[:1] if book.schemes[scheme.id].funding.yearly else found.slices
        assert sum(s.high for s in slices) == int(float(scheme.funding.high or 0) * DOLLARS), scheme.id
        assert sum(s.low for s in slices) == int(float(scheme.funding.low or 0) * DOLLARS), scheme.id
        compared += 1
    assert compared > 15


# -------------------------------------------------------------- shared ceilings

BUD = {"applicant": {"kind": "startup"}, "project": {"total_cost": "HKD 100,000,000"}, "request": {"schemes": []}}


@pytest.mark.parametrize(("had", "most"), [("6,199,999", 800_000), ("6,200,000", 800_000),
                                           ("6,200,001", 799_999), ("6,999,999", 1), ("7,000,000", 0)])  # fmt: skip
def test_a_shared_ceiling(had: str, most: int) -> None:
    """BUD: 800,000 and 150,000 and 800,000; together 7 million over time, and 800,000 that runs at one time."""
    grants = [{"scheme": "bud", "status": "completed", "amount": f"HKD {had}"}]
    found = stack_of({**BUD, "grants": grants})
    if not most:
        assert not any(h.scheme.startswith("bud") for c in found.combinations for h in c.holdings)
        assert any(line["en"].startswith("nothing is left to be had: Easy BUD") for line in found.not_counted)
        return
    best = found.combinations[0]
    tracks = [h for h in best.holdings if h.scheme.startswith("bud")]
    assert sum(int(y.high or 0) for h in tracks for y in h.years) == most
    (tie,) = {tie.ceiling for tie in found.ties if tie.kind == "shared_ceiling"}
    assert tie == str(min(7_000_000 - int(had.replace(",", "")), 800_000))


@pytest.mark.parametrize(("status", "amount", "day", "most"), [
    ("running", "HKD 300,000", DAY, 500_000), ("running", "HKD 300,001", DAY, 499_999),
    ("completed", "HKD 300,000", DAY, 800_000),
    ("running", "HKD 300,000", "2025-03-14", 500_000), ("running", "HKD 300,000", "2025-03-13", 6_700_000),
])  # fmt: skip
def test_what_runs_of_bud_leaves_less(status: str, amount: str, day: str, most: int) -> None:
    """BUD-8: at most 800,000 in running projects since 14 March 2025, beside the 7 million over time."""
    grants = [{"scheme": "bud", "status": status, "amount": amount}]
    (tie,) = {tie.ceiling for tie in stack_of({**BUD, "grants": grants}, day).ties if tie.kind == "shared_ceiling"}
    assert tie == str(most)


def test_ideation_runs_beside_no_other_programme_of_its_kind() -> None:
    """ID-5: one programme of the incubation kind at a time, across HKSTP and Cyberport."""
    rules = matcher.load_rules().schemes["hkstp_ideation"].relations
    apart = {name for each in rules if each.kind == "not_together" for name in each.others}
    assert apart == {"hkstp_incubation", "hkstp_incu_bio", "cyberport_cip", "cyberport_ccmf_hk",
                     "cyberport_ccmf_gbayep", "cyberport_cupp"}  # fmt: skip


def test_ideation_and_the_partner_programme_are_never_in_one_year(story: StackReport) -> None:
    assert "not_together" in tied(story.ties, "cyberport_cupp", "hkstp_ideation")
    for found in story.combinations:
        names = {holding.scheme: holding.years[0].year for holding in found.holdings}
        assert names.get("cyberport_cupp", "none") != names.get("hkstp_ideation")


@pytest.mark.parametrize(("a", "b"), [("nias", "nifs"), ("nias", "manufacturing_plus"), ("nifs", "manufacturing_plus")])
def test_what_no_text_says_of_one_cost_is_to_be_asked(a: str, b: str) -> None:
    """Usual for the fund, and not stated in what was read: neither a rule nor a permission."""
    large = {"project": {"total_cost": "HKD 600,000,000"}, "grants": []}
    found = tied(stack_of({**BUD, **large}).ties, a, b)
    assert "not_regulated" in found and not {"not_same_cost", "allowed"} & set(found)


def test_what_is_no_grant_is_not_counted_among_the_grants() -> None:
    """Scale-up: three grants, beside co-investment and the Macro Fund, which are shares."""
    best = stack_of(ROOT / "profiles" / "scale-up.yaml").combinations[0]
    grants = [holding for holding in best.holdings if holding.instrument == "grant"]
    assert (len(grants), len(best.holdings)) == (3, 5)
    assert "if all 3 schemes grant them" in best.says["en"]
    assert "beside 2 schemes that are no grants, not added here" in best.says["en"]
    assert "none of them is eligible or discretionary today" in best.says["en"]  # co-investment is, and is no grant


def test_a_shared_ceiling_of_which_not_all_is_known() -> None:
    """Earlier grants not given: no amount below the ceiling is certain, so none is counted."""
    found = stack_of(BUD)
    assert not any(h.scheme.startswith("bud") for c in found.combinations for h in c.holdings)
    assert {line["en"] for line in found.not_counted} >= {
        "Easy BUD: at most HKD 150,000, hangs on earlier grants",
        "BUD Fund: at most HKD 800,000, hangs on earlier grants",
    }


# ------------------------------------------------------------- calls and ends


@pytest.mark.parametrize(("day", "first"), [("2025-10-27", "2026-27"), ("2025-10-28", "2027-28"),
                                            ("2026-11-29", "2027-28"), ("2028-02-29", "2028-29")])  # fmt: skip
def test_no_money_from_a_call_that_is_over(day: str, first: str) -> None:
    """The last day to apply still counts; after it support begins in a later year, never in a past one."""
    book, on = matcher.load_rules(), date.fromisoformat(day)
    facts = {"application.funding_year": date(2026, 4, 1), "application.closes_on": date(2025, 10, 27),
             "application.cutoff": date(2026, 2, 1), AS_OF: on}  # fmt: skip
    found = Prospect(book.schemes["tsssu_o"], facts, book.vocabulary, day_of(book, on).direct.compiler, ())
    assert financial_year(first_day(found.first)) == first


def test_a_scheme_is_not_planned_after_its_end() -> None:
    """Acceleration, had it ceased on 1 April 2028: begun before that day or not at all."""
    book = matcher.load_rules()
    told = book.schemes["hkstp_acceleration"]
    says = words("Closed", "已截止")
    for since, last in ((date(2028, 4, 1), 2027), (date(2028, 3, 31), 2027), (date(2028, 4, 2), 2028)):
        end = StandingState(since, "ceased", says)
        ended = replace(told, standing=(*told.standing, end))
        changed = replace(book, digest=f"until {since}", schemes={**book.schemes, ended.id: ended})
        day = day_of(changed, date(2026, 11, 29))
        facts = {**as_profile(SPIN_OUT, changed).facts, AS_OF: day.as_of}
        assert max(candidates(changed, day, facts)["hkstp_acceleration"].courses) == last


def test_a_search_that_was_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.insights.choosing.FEWEST_STEPS", 30)
    monkeypatch.setattr("matcher.insights.stacking.Chooser", partial(Chooser, steps=30))
    told = stack_of(SPIN_OUT).combinations[0].says
    assert "there may be a better one" in told["en"] and "或有更佳安排" in told["zh-Hant"]


# ------------------------------------------------------------------ the command


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_every_profile_in_every_form(path: Path, lang: str) -> None:
    run = run_cli("stack", str(path), "--as-of", DAY, "--lang", lang)
    assert (run.code, run.err) == (0, "")
    assert "{" not in run.out
    assert run_cli("stack", str(path), "--as-of", DAY, "--lang", lang).out == run.out
    assert all(len(line) <= 100 for line in run.out.splitlines() if "http" not in line)
    marked = run_cli("stack", str(path), "--as-of", DAY, "--lang", lang, "--format", "markdown")
    assert marked.code == 0


def test_json_has_the_same_head_as_a_report(tmp_path: Path) -> None:
    target = tmp_path / "together.json"
    run = run_cli("stack", str(SPIN_OUT), "--as-of", DAY, "--format", "json", "-o", str(target))
    assert (run.code, run.out) == (0, "")
    told = json.loads(target.read_text("utf-8"))
    assert list(told) == ["report_version", "as_of", "rulebook", "profile", "stack"]
    whole = json.loads(matcher.check(SPIN_OUT, as_of=DAY, engine="direct").to_json())
    assert all(told[key] == whole[key] for key in ("report_version", "as_of", "rulebook", "profile"))
    assert not re.search(r"\d\.\d", json.dumps(told["stack"]["combinations"][0]["sums"]))


def test_a_check_does_not_load_the_graph_library() -> None:
    code = "import sys, matcher, matcher.cli; matcher.check({'company.employees': 3}, as_of='2026-11-29', engine='direct')"
    run = subprocess.run([sys.executable, "-c", code + "; print('networkx' in sys.modules)"], capture_output=True, cwd=ROOT,
                         check=True, text=True)  # fmt: skip
    assert run.stdout == "False\n"


class TestBadInput:
    def test_all_problems_at_once(self, tmp_path: Path) -> None:
        bad = tmp_path / "bad.yaml"
        bad.write_text("company: {employes: 9}\n", "utf-8")
        run = run_cli("stack", str(bad), "--as-of", "2026-02-30")
        assert (run.code, run.out) == (2, "")
        assert "--as-of: `2026-02-30` is not a day; write YYYY-MM-DD" in run.err
        assert f"{bad}:1:11: unknown fact `company.employes`; did you mean `company.employees`?" in run.err
        assert run.err.splitlines()[-1].startswith("2 problems")

    def test_a_file_that_cannot_be_written(self, tmp_path: Path) -> None:
        run = run_cli("stack", str(SPIN_OUT), "--as-of", DAY, "-o", str(tmp_path / "nowhere" / "x.txt"))
        assert (run.code, run.out) == (2, "")

    def test_a_profile_that_is_not_there(self) -> None:
        run = run_cli("stack", "nowhere.yaml", "--as-of", DAY, "--lang", "zh-Hant")
        assert (run.code, run.out) == (2, "")
        assert "nowhere.yaml" in run.err
