"""The plan of the example profiles against the dossiers; every set applied to the profile and checked again."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from cli import run_cli
from conftest import ROOT

import matcher
from matcher.literals import Kind, exact, percent
from matcher.report import Report
from matcher.sections import ChangeSet, Edit, PlanReport, SchemePlan

AS_OF = "2026-11-29"
PROFILES = sorted(path.stem for path in (ROOT / "profiles").glob("*.yaml"))
BOOK = matcher.load_rules()
PLANS: dict[str, PlanReport] = {}


def plan_of(name: str) -> PlanReport:
    if name not in PLANS:
        PLANS[name] = matcher.plan(ROOT / "profiles" / f"{name}.yaml", as_of=AS_OF, rules=BOOK)
    return PLANS[name]


def scheme_of(name: str, scheme: str) -> SchemePlan:
    return next(found for found in plan_of(name).schemes if found.scheme == scheme)


def edits_of(found: ChangeSet) -> list[list[tuple[str, Any]]]:
    return [[(edit.path, edit.value) for edit in change.edits] for change in found.changes]


def as_written(profile: matcher.Profile) -> dict[str, Any]:
    """The profile's facts as its JSON has them."""
    written: dict[str, Any] = {}
    for path, value in profile.facts.items():
        spec = BOOK.vocabulary.facts[path]
        written[path] = one_as_written(spec.kind, value) if spec.kind is not Kind.RECORDS else [
            {**{name: "unknown" for name, field in spec.fields.items() if field.required},
             **{name: one_as_written(spec.fields[name].kind, each) for name, each in record.items()}}
            for record in value
        ]  # fmt: skip
    return written


def one_as_written(kind: Kind, value: Any) -> Any:
    return percent(value) if kind is Kind.SHARE else exact(kind, value)


def edited(profile: matcher.Profile, edits: list[Edit]) -> matcher.Profile:
    """The profile with the edits, read anew like a file."""
    written = as_written(profile)
    for edit in edits:
        over, bracket, rest = edit.path.partition("[")
        if edit.append:
            written[over] = [*written.get(over, []), edit.value]
        elif bracket:
            number, _, name = rest.partition("].")
            written[over][int(number) - 1][name] = edit.value
        else:
            written[over] = edit.value
    return matcher.Profile.from_mapping(written, BOOK.vocabulary)


def verdicts(profile: matcher.Profile, schemes: list[str], as_of: date | str = AS_OF) -> list[str]:
    report = matcher.check(profile, as_of=as_of, schemes=schemes, engine="direct", rules=BOOK)
    return [scheme.verdict for scheme in report.schemes]


# ------------------------------------------------------- all example profiles


@pytest.mark.parametrize("name", PROFILES)
def test_every_scheme_not_met_has_a_way_or_a_reason(name: str) -> None:
    report = matcher.check(ROOT / "profiles" / f"{name}.yaml", as_of=AS_OF, engine="direct", rules=BOOK)
    waiting = {s.id for s in report.schemes if s.verdict in ("not_eligible", "needs_information")}
    assert {found.scheme for found in plan_of(name).schemes} == waiting | {s.id for s in report.not_in_force}
    for found in plan_of(name).schemes:
        assert bool(found.sets) is (found.none_because is None)


@pytest.mark.parametrize("name", PROFILES)
def test_each_set_leads_where_it_says_and_no_part_of_it_does(name: str) -> None:
    profile = matcher.Profile.read(ROOT / "profiles" / f"{name}.yaml", BOOK.vocabulary)
    for found in plan_of(name).schemes:
        for way in found.sets:
            days = [change.on for change in way.changes if change.on]
            after = edited(profile, [edit for change in way.changes for edit in change.edits])
            assert verdicts(after, [found.scheme], days[0] if days else AS_OF) == [way.leads_to]
            assert way.leads_to != "not_eligible"
            assert (way.waits is not None) is (way.leads_to == "needs_information")
            for size in range(len(way.changes)):
                for few in combinations(way.changes, size):
                    part = edited(profile, [edit for change in few for edit in change.edits])
                    assert verdicts(part, [found.scheme]) == [found.verdict]
            assert all(change.answers for change in way.changes)
            assert all(change.says["en"] and change.says["zh-Hant"] for change in way.changes)


@pytest.mark.parametrize("name", PROFILES)
def test_the_check_shows_the_first_ways_of_the_plan(name: str) -> None:
    report = matcher.check(ROOT / "profiles" / f"{name}.yaml", as_of=AS_OF, engine="direct", rules=BOOK)
    plans = {found.scheme: found for found in plan_of(name).schemes}
    for scheme in report.schemes:
        if scheme.other_role or scheme.id not in plans:
            assert not scheme.to_change and scheme.to_change_none is None
        else:
            assert scheme.to_change == plans[scheme.id].sets[:2]
            if scheme.verdict == "not_eligible":
                assert scheme.to_change_none == plans[scheme.id].none_because


# ------------------------------------------- by hand, against the dossiers


def test_raise_plus_of_moonlit_kettle() -> None:
    """R05 least 10,000,000; R07 stage 1 at most twice what is brought; R08 stage 2 at most what industry brings.

    5 + 3 million are asked; 3 million are brought to each stage. 2 million more in stage 1 need
    1 million of room beyond the 6 that 3 carry: half a million more. In stage 2 they need 2.
    """
    a, b, c = scheme_of("moonlit-kettle", "raise_plus").sets
    assert edits_of(a) == [
        [("project.stage_1_grant", "7000000")],
        [("project.contributions", {"by": "unknown", "stage": "stage_1", "form": "cash", "amount": "500000",
                                    "repayable": False, "redeemable": False})],
    ]  # fmt: skip
    assert edits_of(b)[0] == [("project.stage_2_grant", "5000000")]
    assert edits_of(b)[1][0][1]["amount"] == "2000000" and edits_of(b)[1][0][1]["by"] == "industry"
    assert edits_of(c)[:2] == [[("project.stage_1_grant", "6000000")], [("project.stage_2_grant", "4000000")]]
    assert edits_of(c)[2][0][1]["amount"] == "1000000" and edits_of(c)[2][0][1]["stage"] == "stage_2"
    assert [way.leads_to for way in (a, b, c)] == ["eligible"] * 3
    assert {ref.criterion for change in a.changes for ref in change.answers} == {"least-grant", "stage-1-ratio"}


def test_tsssu_plus_of_moonlit_kettle_needs_no_answer() -> None:
    """B03, B05: 900,000 counts for certain of 1,500,000 asked; 600,000 are short to 31 March 2027."""
    a, b = scheme_of("moonlit-kettle", "tsssu_plus").sets
    assert (a.way, edits_of(a)) == ("by_choice", [[("request.amount", "900000")]])
    record = b.changes[0].edits[0].value
    assert record["amount"] == "600000" and record["received_on"] == "2027-03-31"
    assert (record["independent"], record["in_cash"], record["given_for"]) == (True, True, "shares")
    assert b.changes[0].by == date(2027, 3, 31)
    assert (a.leads_to, b.leads_to) == ("eligible", "eligible")


def test_one_day_late_for_tsssu_o() -> None:
    """O03: the second anniversary, 31 January 2027, comes before the cut-off of 1 February; time only adds to it."""
    found = scheme_of("spin-out-one-day-late", "tsssu_o")
    assert not found.sets and found.none_because is not None
    assert "2025-01-31" in found.none_because["en"] and "cannot change" in found.none_because["en"]
    assert "不能改變" in found.none_because["zh-Hant"]


def test_one_day_late_may_take_tsssu_plus() -> None:
    """B03: 1,200,000 asked, nothing raised: all of it by 31 March 2027; to ask for nothing is no way."""
    (way,) = scheme_of("spin-out-one-day-late", "tsssu_plus").sets
    assert way.changes[0].edits[0].value["amount"] == "1200000"
    assert way.changes[0].by == date(2027, 3, 31)


def test_redeemable_investment() -> None:
    """R11: an investment of industry carries no redemption requirement."""
    (way,) = scheme_of("stage-2-redeemable", "raise_plus").sets
    assert edits_of(way) == [[("project.contributions[1].redeemable", False)]]
    assert way.leads_to == "eligible"


def test_three_years_in_a_row_are_over() -> None:
    """O07: the run begins with the first approved year, and what was granted stays."""
    found = scheme_of("stage-2-redeemable", "tsssu_o")
    assert not found.sets and found.none_because is not None and "earlier grants" in found.none_because["en"]


def test_elite_asks_for_thirty() -> None:
    """EL-4: at least 30 employees; Moonlit Kettle has 9."""
    (way,) = scheme_of("moonlit-kettle", "hkstp_elite").sets
    assert edits_of(way) == [[("company.employees", 30)]]


def test_acceleration_is_for_fewer_than_a_hundred() -> None:
    """AC-4: `< 100`; whether 100 itself passes is open."""
    a, b = scheme_of("employees-250", "hkstp_acceleration").sets
    assert edits_of(a) == [[("company.employees", 99)]]
    assert edits_of(b) == [[("company.employees", 100)]]
    assert b.waits is not None and "1 open point" in b.waits["en"]


def test_249_employees_pass_at_itvf() -> None:
    """ITVF-A1-03: fewer than 250; 249 passes, 250 fails; a soft limit, and all else is met."""
    (way,) = scheme_of("employees-250", "itvf_co_investment").sets
    assert edits_of(way) == [[("company.employees", 249)]]
    assert [ref.criterion for ref in way.changes[0].answers] == ["headcount"]


def test_biomedical_field() -> None:
    """IB-3: diagnostics, therapeutics, devices or related."""
    way = scheme_of("moonlit-kettle", "hkstp_incu_bio").sets[0]
    ((path, areas),) = edits_of(way)[0]
    assert path == "company.areas" and "diagnostics" in areas and "ai_data_science" in areas
    assert way.changes[0].says["en"].endswith("medical diagnostics, therapeutics, medical devices or other biomedical"
                                              " technology")  # fmt: skip


def test_no_commitment_to_hong_kong() -> None:
    """STF-05: none is refused; offered or agreed will do."""
    (way,) = scheme_of("overseas-parent", "strategic_tech_fund").sets
    assert way.way == "by_choice"
    assert edits_of(way) == [[("hong_kong.commitment", "offered")]]


def test_half_is_spent_in_hong_kong() -> None:
    """ITVF-B1-03: at least half of what the fund puts in: 10 of 20 million, or 6 of 12."""
    a, b = scheme_of("overseas-parent", "itvf_enhanced").sets
    assert edits_of(a) == [[("deal.agreed_hong_kong_spend", "10000000")]]
    assert edits_of(b) == [[("deal.fund_amount", "12000000")]]


def test_two_criteria_of_tsssu_o_at_once() -> None:
    """O01, O02: one of six universities, and a company registered under the Companies Ordinance."""
    way = scheme_of("overseas-parent", "tsssu_o").sets[0]
    assert edits_of(way) == [[("applicant.university", "hku")], [("company.registration", "incorporated")]]
    assert "HKU, CUHK, HKUST, PolyU, CityU or HKBU" in way.changes[0].says["en"]
    assert [ref.criterion for change in way.changes for ref in change.answers] == [
        "designated-university", "hong-kong-company",
    ]  # fmt: skip


def test_a_partner_fund_must_bring_the_deal() -> None:
    """ITVF-A1-08, A1-09: a selected partner brings it, and the start-up does not send it itself."""
    (way,) = scheme_of("spin-out", "itvf_co_investment").sets
    assert edits_of(way) == [[("deal.partner_is_selected", True)], [("application.submitted_by", "partner_fund")]]


def test_too_old_for_ideation() -> None:
    """ID-2: under two years when the window opens; founded 2020."""
    found = scheme_of("scale-up", "hkstp_ideation")
    assert not found.sets and found.none_because is not None and "2020-03-01" in found.none_because["en"]


def test_a_start_up_does_not_become_a_fund() -> None:
    found = scheme_of("moonlit-kettle", "itvf_partner_fund")
    assert not found.sets and found.none_because is not None
    assert found.none_because["en"].endswith("not open as things stand (applicant: a start-up company)")


def test_an_nias_project_is_a_grant_that_is_not_there() -> None:
    found = scheme_of("moonlit-kettle", "itf_rth_nias")
    assert found.none_because is not None and "only a new grant" in found.none_because["en"]


def test_a_scheme_that_has_closed() -> None:
    found = scheme_of("moonlit-kettle", "itf_tvp")
    assert found.none_because is not None and "31 December 2024" in found.none_because["en"]


def test_a_window_that_has_closed_stays_closed() -> None:
    found = scheme_of("venture-fund", "itvf_enhanced_fund")
    assert found.none_because is not None and "nor on a later one" in found.none_because["en"]


def ways_of(facts: dict[str, Any], scheme: str, as_of: str = AS_OF) -> SchemePlan:
    plan = matcher.plan(facts, as_of=as_of, rules=BOOK)
    return next(found for found in plan.schemes if found.scheme == scheme)


def says_of(found: ChangeSet) -> list[str]:
    return [change.says["en"] for change in found.changes]


def test_amounts_that_belong_together_have_both_ends() -> None:
    """R07: with half a million more, stage 1 carries 2 x 3,500,000 and not a dollar further."""
    way = scheme_of("moonlit-kettle", "raise_plus").sets[0]
    assert says_of(way)[0] == "ask for HKD 7,000,000 in stage 1 (now HKD 5,000,000)"
    profile = matcher.Profile.read(ROOT / "profiles" / "moonlit-kettle.yaml", BOOK.vocabulary)
    edits = [edit for change in way.changes for edit in change.edits]
    for amount, verdict in (("6999999", "not_eligible"), ("7000000", "eligible"), ("7000001", "not_eligible")):
        after = edited(profile, [*edits, Edit("project.stage_1_grant", amount)])
        assert verdicts(after, ["raise_plus"]) == [verdict]


def test_employees_between_the_limits_of_two_goals() -> None:
    """EL-3 from 30 on; AC-4 fewer than 100, exactly 100 an open point."""
    plan = matcher.plan(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=AS_OF,
                        goals=["hkstp_elite", "hkstp_acceleration"], rules=BOOK)  # fmt: skip
    assert [says_of(way) for way in plan.together] == [["employ 30 to 99 people (now 9)"]]


def test_what_is_asked_of_every_new_contribution_is_said_of_each() -> None:
    """R10 and R11 speak of all money of industry; the university's is not meant."""
    for way in scheme_of("spin-out-one-day-late", "raise_plus").sets[1:]:
        new = [edit.value for change in way.changes for edit in change.edits if edit.append]
        assert [(c.get("repayable"), c.get("redeemable")) for c in new if c["by"] == "industry"] == [(False, False)] * 2
        assert [(c.get("repayable"), c.get("redeemable")) for c in new if c["by"] == "university"] == [(None, None)]


def test_money_that_must_not_come_too_early() -> None:
    """B04: for 2028-29 the money of 1 April 2027 to 31 March 2028 counts."""
    facts = as_written(matcher.Profile.read(ROOT / "profiles" / "spin-out.yaml", BOOK.vocabulary))
    del facts["application.cutoff"]
    (way,) = ways_of({**facts, "application.funding_year": "2028-29"}, "tsssu_plus").sets
    assert "HKD 1,200,000 more, received from 1 April 2027 to 31 March 2028," in says_of(way)[0]
    assert way.changes[0].by == date(2028, 3, 31)


def test_another_funding_year_is_another_call() -> None:
    """B02, B04: money of April 2028 counts for 2029-30, perhaps for 2028-29; their calls close after 1 April 2027."""
    facts = as_written(matcher.Profile.read(ROOT / "profiles" / "spin-out.yaml", BOOK.vocabulary))
    late = [{"amount": "2000000", "signed_on": "2028-04-10", "received_on": "2028-04-15", "investor": "angel_fund",
             "independent": True, "in_cash": True, "given_for": "shares"}]  # fmt: skip
    facts |= {"company.incorporated_on": "2022-02-01", "investments": late}
    way = next(way for way in ways_of(facts, "tsssu_plus").sets if way.way == "by_choice" and len(way.changes) == 1
               and way.changes[0].edits[0].path == "application.funding_year")  # fmt: skip
    assert says_of(way) == ["apply for funding year 2028-29 to 2029-30 (now 2027-28)"] and way.changes[0].by is None
    assert edits_of(way) == [[("application.funding_year", "2028-29"), ("application.cutoff", "unknown")]]
    assert way.leads_to == "needs_information"
    facts["company.incorporated_on"] = "2020-03-31"  # seven years old by then, and not on 1 February 2027
    assert all("funding year" not in said for way in ways_of(facts, "tsssu_plus").sets for said in says_of(way))


def test_a_choice_is_offered_once_where_it_leaves_least_open() -> None:
    facts = {"applicant": {"kind": "startup"}, "company": {"areas": ["other"], "registration": "incorporated"}}
    certain, narrower = ways_of(facts, "nias").sets
    (first,), (second,) = ([place.says["en"] for place in way.changes] for way in (certain, narrower))
    assert "life and health technology" in first and "electronics" in second
    assert "life and health technology" not in second
    assert certain.waits is not None and "open point" not in certain.waits["en"]
    assert narrower.waits is not None and "1 open point" in narrower.waits["en"]


def test_a_member_that_one_way_offers_is_in_no_other() -> None:
    """O05: academics anywhere; research staff at HKUST alone."""
    facts = as_written(matcher.Profile.read(ROOT / "profiles" / "spin-out.yaml", BOOK.vocabulary))
    outsiders = [{"role": "external", "university": "none"}]
    said = [says_of(way) for way in ways_of({**facts, "team.members": outsiders}, "tsssu_o").sets]
    assert [ways[0] for ways in said if "HKUST" in ways[0]] == [
        "one more member: role: undergraduate, postgraduate, graduate, professor or other academic, university: HKUST",
        "one more member: role: research staff, university: HKUST",
    ]


def test_what_only_an_answer_would_limit_has_no_other_end() -> None:
    """SI-2: 28 days; EdUHK's 59 bind only there, and the university is not given."""
    facts = {"applicant": {"kind": "startup"}, "internship": {"consecutive_days": "5"}}
    (way,) = ways_of(facts, "itf_stem_internship").sets
    assert says_of(way) == ["consecutive days of the internship: at least 28 (now 5)"]


def test_nobody_is_told_to_become_a_sole_trader_or_listed_elsewhere() -> None:
    company = {"registration": "none", "listed": "hong_kong"}
    said = [says_of(way) for way in ways_of({"applicant": {"kind": "startup"}, "company": company}, "itf_gsp").sets]
    others = "registered as a non-Hong Kong company or re-domiciled to Hong Kong"
    assert said == [[f"have the company {there} (now not registered in Hong Kong)"]
                    for there in ("incorporated in Hong Kong", others)]  # fmt: skip
    (way,) = ways_of({"applicant": {"kind": "startup"}, "company": company}, "hkmc_sfgs_80").sets
    assert says_of(way) == ["listing: not listed (now listed in Hong Kong)"] and way.way == "by_effort"


@pytest.mark.parametrize(("name", "said"), [("pre_seed", "seed round or Series A"), ("series_b", None), ("later", None)])
def test_a_round_goes_on_and_never_back(name: str, said: str | None) -> None:
    """Until 2020 the HKSTP fund took a seed round or Series A; from 2021 on also later ones, so that waiting helps."""
    found = ways_of({"applicant": {"kind": "startup"}, "deal": {"round": name}}, "hkstp_venture_fund", "2020-06-01")
    at_once = [says_of(way) for way in found.sets if not any(change.on for change in way.changes)]
    assert at_once == ([[f"investment round: {said} (now before the seed round)"]] if said else [])


def test_the_life_of_a_fund_is_made_longer_by_effort() -> None:
    profile = matcher.Profile.read(ROOT / "profiles" / "venture-fund.yaml", BOOK.vocabulary)
    facts = {**as_written(profile), "fund.remaining_life": "59 months"}
    (way,) = ways_of(facts, "itvf_partner_fund", "2022-02-28").sets
    assert way.way == "by_effort"
    assert says_of(way) == ["remaining life of the fund: at least 60 months (now 59 months)"]


def test_a_university_is_no_mere_choice() -> None:
    assert [way.way for way in scheme_of("scale-up", "raise_plus").sets] == ["by_effort"]


# ------------------------------------------------------------------------ time

ESTABLISHED = {
    "applicant": {"kind": "startup"},
    "company": {"registration": "incorporated", "established_on": "2025-06-01", "employees": 40, "has_parent": "no"},
}  # fmt: skip


def test_only_time_makes_a_company_two_years_old() -> None:
    """EL-2: two years old anywhere, the anniversary included."""
    found = next(s for s in matcher.plan(ESTABLISHED, as_of=AS_OF, rules=BOOK).schemes if s.scheme == "hkstp_elite")
    assert found.verdict == "not_eligible"
    (way,) = [w for w in found.sets if w.way == "with_time"]
    assert [change.on for change in way.changes] == [date(2027, 6, 1)]
    profile = matcher.Profile.from_mapping(ESTABLISHED, BOOK.vocabulary)
    assert verdicts(profile, ["hkstp_elite"], "2027-05-31") == ["not_eligible"]
    assert verdicts(profile, ["hkstp_elite"], "2027-06-01") == ["needs_information"]


def test_time_and_a_change_together() -> None:
    young_and_small = {**ESTABLISHED, "company": {**ESTABLISHED["company"], "employees": 9}}
    plan = matcher.plan(young_and_small, as_of=AS_OF, rules=BOOK)
    other, way = next(s for s in plan.schemes if s.scheme == "hkstp_elite").sets
    assert [edit.path for change in other.changes for edit in change.edits] == ["company.has_parent", "company.employees"]
    assert [(change.way, change.on) for change in way.changes] == [("by_effort", None), ("with_time", date(2027, 6, 1))]
    assert way.way == "with_time"


# ----------------------------------------------------------------------- goals


def test_two_goals_at_once() -> None:
    plan = matcher.plan(ROOT / "profiles" / "spin-out-one-day-late.yaml", as_of=AS_OF,
                        goals=["raise_plus", "tsssu_plus"], rules=BOOK)  # fmt: skip
    assert plan.goals == ("raise_plus", "tsssu_plus") and plan.together and not plan.clashes
    profile = matcher.Profile.read(ROOT / "profiles" / "spin-out-one-day-late.yaml", BOOK.vocabulary)
    for way in plan.together:
        after = edited(profile, [edit for change in way.changes for edit in change.edits])
        assert "not_eligible" not in verdicts(after, list(plan.goals))
        assert {ref.scheme for change in way.changes for ref in change.answers} == set(plan.goals)


def test_goals_that_exclude_each_other(tmp_path: Path) -> None:
    """At most 50 employees for the one, at least 60 for the other: nothing meets both, and nothing else clashes."""
    made = ROOT / "benchmarks" / "ten_criteria"
    for name in ("book.yaml", "facts.yaml"):
        (tmp_path / name).write_text((made / name).read_text("utf-8"), "utf-8")
    text = (made / "ten_criteria.yaml").read_text("utf-8")
    many = text.replace("scheme: ten_criteria", "scheme: many").replace("company.employees <= 50", "company.employees >= 60")
    (tmp_path / "few.yaml").write_text(text.replace("scheme: ten_criteria", "scheme: few"), "utf-8")
    (tmp_path / "many.yaml").write_text(many, "utf-8")
    book = matcher.load_rules(tmp_path)
    facts: dict[str, dict[str, Any]] = {
        "company": {"in_hong_kong": "yes", "age_in_months": 12, "sector": "retail", "listed": "no",
                    "revenue": "HKD 1", "years_funded": 0, "employees": 55, "requested": "HKD 5"},
        "team": {"from_university": "yes", "percent_held": 20},
    }  # fmt: skip
    plan = matcher.plan(facts, as_of=AS_OF, goals=["few", "many"], rules=book)
    assert not plan.together and not plan.more
    (clash,) = plan.clashes
    assert [(ref.scheme, ref.criterion) for ref in clash.criteria] == [("few", "employees"), ("many", "employees")]
    assert clash.says["en"].startswith("no change meets all of these: ")
    alone = {found.scheme: edits_of(found.sets[0]) for found in plan.schemes}
    assert alone == {
        "few": [[("company.sector", "ai")], [("company.employees", 50)]],
        "many": [[("company.sector", "ai")], [("company.employees", 60)]],
    }
    facts["company"]["employees"] = 50
    plan = matcher.plan(facts, as_of=AS_OF, goals=["few"], rules=book)
    assert [edits_of(way) for way in plan.together] == [[[("company.sector", "ai")]]]


def test_a_goal_that_nothing_meets() -> None:
    plan = matcher.plan(ROOT / "profiles" / "spin-out-one-day-late.yaml", as_of=AS_OF,
                        goals=["tsssu_o", "tsssu_plus"], rules=BOOK)  # fmt: skip
    assert not plan.together
    (clash,) = plan.clashes
    assert [(ref.scheme, ref.criterion) for ref in clash.criteria] == [("tsssu_o", "age-at-cutoff")]


def test_goals_that_are_met_ask_for_nothing() -> None:
    plan = matcher.plan(ROOT / "profiles" / "spin-out.yaml", as_of=AS_OF, goals=["tsssu_o"], rules=BOOK)
    assert not plan.together and not plan.clashes and not plan.more


# ------------------------------------------------------------------- the command

SPIN_OUT = str(ROOT / "profiles" / "spin-out-one-day-late.yaml")


def test_json_is_the_head_of_a_report_and_the_plan() -> None:
    run = run_cli("plan", SPIN_OUT, "--as-of", AS_OF, "--format", "json", "--goal", "tsssu_plus")
    found = json.loads(run.out)
    assert run.code == 0
    assert list(found) == ["report_version", "as_of", "rulebook", "profile", "plan"]
    assert found["plan"]["goals"] == ["tsssu_plus"]
    assert found["plan"]["together"][0]["changes"][0]["by"] == "2027-03-31"


@pytest.mark.parametrize("form", ["terminal", "markdown"])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_words_in_both_languages(form: str, lang: str) -> None:
    run = run_cli("plan", SPIN_OUT, "--as-of", AS_OF, "--format", form, "--lang", lang, "--goal", "tsssu_plus")
    assert run.code == 0
    said = {"en": ["ALL GOALS TOGETHER", "HKD 1,200,000", "31 March 2027", "NO WAY IN", "cannot change"],
            "zh-Hant": ["同時達成所有目標", "120萬港元", "2027年3月31日", "沒有方法", "不能改變"]}  # fmt: skip
    assert all(part in run.out for part in said[lang])


def test_the_check_says_what_to_change() -> None:
    source = str(ROOT / "profiles" / "moonlit-kettle.yaml")
    run = run_cli("check", source, "--as-of", AS_OF, "--engine", "direct", "--scheme", "raise_plus")
    assert "smallest change: ask for HKD 7,000,000 in stage 1" in run.out
    assert "\nTO CHANGE (the easiest ways; all: matcher plan)\n  A  by effort" in run.out
    run = run_cli("check", source, "--as-of", AS_OF, "--engine", "direct", "--scheme", "tsssu_plus")
    assert "\nOR NEED NO ANSWER (the easiest ways; all: matcher plan)\n  A  by choice" in run.out
    assert "ask for at most HKD 900,000" in run.out


BAD: list[tuple[list[str], list[str]]] = [
    (["--goal", "raise_pluss"], ["--goal: unknown scheme `raise_pluss`; did you mean `raise_plus`?"]),
    (["--goal", "tsssu_o", "--goal", "tsssu_o"], ["--goal: goal `tsssu_o` is named 2 times; name it once"]),
    (["--as-of", "2026-02-30"], ["--as-of: `2026-02-30` is not a day; write YYYY-MM-DD"]),
    (["--as-of", "1999-01-01"], ["--as-of: 1999-01-01 is before the rule book begins; write "]),
]


@pytest.mark.parametrize(("words", "said"), BAD)
def test_bad_input(words: list[str], said: list[str]) -> None:
    day = [] if "--as-of" in words else ["--as-of", AS_OF]
    run = run_cli("plan", SPIN_OUT, *words, *day)
    assert (run.code, run.out) == (2, "")
    assert all(run.err.startswith(line) for line in said)


def test_all_mistakes_at_once() -> None:
    run = run_cli("plan", "no-such-file.yaml", "--as-of", "tomorrow", "--goal", "nothing_like_it", "--lang", "zh-Hant")
    assert (run.code, run.out) == (2, "")
    assert len(run.err.strip().split("\n")) == 4  # the day, the goal, the file, and how many


def test_a_goal_for_another_kind_of_applicant_is_answered() -> None:
    run = run_cli("plan", SPIN_OUT, "--as-of", AS_OF, "--goal", "itvf_partner_fund")
    assert run.code == 0
    said = "ITVF partner fund: for venture funds that want to become partners: not open as things stand"
    assert said in " ".join(run.out.split())


def test_a_plan_goes_into_a_report_and_back() -> None:
    report = matcher.check(SPIN_OUT, as_of=AS_OF, engine="direct", rules=BOOK)
    assert Report.from_json(report.to_json()) == report


def test_the_library_tells_all_mistakes_of_a_request() -> None:
    with pytest.raises(matcher.RequestError) as caught:
        matcher.plan(SPIN_OUT, as_of="tomorrow", goals=["raise_pluss"], rules=BOOK)
    assert len(caught.value.problems) == 2


def test_many_records_do_not_stop_it() -> None:
    """The search is bounded; what it lists holds, and it says that there may be more."""
    profile = matcher.Profile.read(ROOT / "profiles" / "moonlit-kettle.yaml", BOOK.vocabulary)
    written = as_written(profile)
    written["project.contributions"] = [
        {"by": "industry", "stage": "stage_1" if n % 2 else "stage_2", "form": "in_kind" if n % 3 else "cash",
         "amount": str(20_000 + n), "repayable": False}
        for n in range(190)
    ]  # fmt: skip
    many = matcher.Profile.from_mapping(written, BOOK.vocabulary)
    found = next(s for s in matcher.plan(many, as_of=AS_OF, rules=BOOK).schemes if s.scheme == "raise_plus")
    assert found.sets
    assert found.more
    for way in found.sets:
        after = edited(many, [edit for change in way.changes for edit in change.edits])
        assert verdicts(after, ["raise_plus"]) == [way.leads_to] != ["not_eligible"]


def test_a_new_record_is_told_as_a_person_would() -> None:
    """Its amount first, each field by its own phrase; no label with a colon and no `yes` or `no`."""
    money = scheme_of("moonlit-kettle", "raise_plus").sets[0].changes[1].says
    assert money == {
        "en": "bring at least HKD 500,000 more, in stage 1, as cash or equity investment, not repayable,"
              " without a right of redemption",
        "zh-Hant": "再出資最少50萬港元，用於第一階段，以現金或股權投資形式作出，無須償還，不附贖回權",
    }  # fmt: skip
    more = scheme_of("moonlit-kettle", "tsssu_plus").sets[1].changes[0].says
    assert more["en"].startswith("raise at least HKD 600,000 more, received by 31 March 2027, from a venture fund, ")
    assert more["en"].endswith("in cash, for shares") and more["zh-Hant"].endswith("以現金支付，換取股份")
