"""The first lines of a report: by the manual's own example, by the dossiers, and laws for every profile."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cli import run_cli
from conftest import PROFILES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import near as near_example

import matcher
from matcher.condition import AS_OF
from matcher.insights.summary import MOST_WAITED, summed_up, with_summary
from matcher.insights.whole import PARTS, whole_report
from matcher.literals import LAST_YEAR
from matcher.report import Report
from matcher.sections import Action

DAY = "2026-11-22"
TUTORIAL = ROOT / "docs" / "tutorial"


def of(profile: Path | dict[str, object], book: matcher.RuleBook, day: date | str = DAY) -> Report:
    read = matcher.Profile.from_mapping(profile, book.vocabulary) if isinstance(profile, dict) else matcher.Profile.read(profile, book.vocabulary)
    return with_summary(matcher.check(read, as_of=day, engine="direct", rules=book), read, book)


def lines(report: Report) -> dict[str, Action]:
    assert isinstance(report.actions, tuple)
    return {action.kind: action for action in report.actions}


# ----------------------------------------------------- the example of the manual


@pytest.fixture(scope="module")
def kettle(book: matcher.RuleBook) -> Report:
    return of(ROOT / "profiles" / "moonlit-kettle.yaml", book)


def test_do_first_asks_one_office_about_the_call_and_the_note(kettle: Report) -> None:
    """No 2027-28 date is known at HKUST, and no text says whether a convertible note counts."""
    found = lines(kettle)["do_first"]
    assert found.schemes == ("tsssu_o", "tsssu_plus")
    assert found.says == {
        "en": "Ask the knowledge-transfer office of HKUST: is your call for 2027-28 still open, and when does it close (TSSSU-O and TSSSU+)? Does a convertible note or a SAFE that has not become shares count as money given for shares (TSSSU+)?",
        "zh-Hant": "向科大的知識轉移辦事處查詢：貴公司申請的2027-28年度是否仍接受申請、何日截止（TSSSU-O及TSSSU+）？尚未轉為股份的可換股票據或SAFE，是否算作以股份換取的投資（TSSSU+）？",
    }


def test_last_chance_is_the_last_call_before_the_second_anniversary(kettle: Report) -> None:
    """Incorporated 2025-05-20: the anniversary 2027-05-20 still passes, the day after fails."""
    found = lines(kettle)["last_chance"]
    assert found.schemes == ("tsssu_o",)
    assert found.says["en"] == (
        "TSSSU-O: your call for 2027-28 is the last call you can use. If a call closes and cuts off on 21 May 2027 or"
        " later, you no longer meet: Company no older than two years at the cut-off (first application)"
    )
    assert "2027年5月21日" in found.says["zh-Hant"] and "2027-28" in found.says["zh-Hant"]


def test_choose_says_the_order_and_until_when_money_counts(kettle: Report) -> None:
    """TSSSU+ closes TSSSU-O for good; money counts from 1 April 2026 to 31 March 2027, both days in."""
    found = lines(kettle)["choose"]
    assert found.schemes == ("tsssu_o", "tsssu_plus")
    for part in ("Taking TSSSU+ first closes TSSSU-O for good", "it counts from 1 April 2026", "31 March 2027", "Decide the order"):
        assert part in found.says["en"]
    for part in ("一旦領取TSSSU+，便不能再申請TSSSU-O", "2026年4月1日", "2027年3月31日", "請先決定次序"):
        assert part in found.says["zh-Hant"]


def test_next_dates(kettle: Report) -> None:
    assert isinstance(kettle.dates, tuple)
    found = {(e.on.isoformat() if e.on else None, e.sort, e.kind, e.scheme) for e in kettle.dates}
    assert found >= {
        (None, "unknown", "closes", "tsssu_o"),
        (None, "unknown", "closes", "tsssu_plus"),
        ("2026-12-01", "rule", "closes", "cyberport_ccmf_hk"),
        ("2027-03-31", "rule", "money_counts_until", "tsssu_plus"),
        ("2027-05-20", "yours", "age", "tsssu_o"),
    }
    days = [event.on for event in kettle.dates if event.on]
    assert days == sorted(days)


def test_the_spin_out(book: matcher.RuleBook) -> None:
    """Incorporated 2025-02-15, the cut-off given as 2027-02-01: this call and no later one."""
    report = of(ROOT / "profiles" / "spin-out.yaml", book)
    found = lines(report)
    assert found["do_first"].schemes == ("tsssu_o",)
    assert "is your call for 2027-28 still open, and when does it close (TSSSU-O)?" in found["do_first"].says["en"]
    assert found["last_chance"].schemes == ("tsssu_o",)
    assert "16 February 2027 or later, you no longer meet: Company no older than two years" in found["last_chance"].says["en"]
    # TSSSU+ is shut without private money, so there is nothing to choose between the two.
    assert "tsssu_plus" not in found["choose"].schemes
    assert isinstance(report.dates, tuple)
    assert {(str(e.on), e.kind) for e in report.dates if e.scheme == "tsssu_o"} >= {("2027-02-01", "cut_off"), ("2027-02-15", "age")}


def test_one_day_late_there_is_no_last_chance(book: matcher.RuleBook) -> None:
    found = lines(of(ROOT / "profiles" / "spin-out-one-day-late.yaml", book))
    assert "last_chance" not in found
    assert found["do_first"].says["en"].startswith("Answer first: ")


def test_two_programmes_that_close_on_one_day_and_exclude_each_other(book: matcher.RuleBook) -> None:
    """Cyberport's CCMF and incubation: after incubation the same project cannot go back, and one form counts."""
    found = lines(of(ROOT / "profiles" / "spin-out.yaml", book))["choose"]
    assert set(found.schemes) == {"cyberport_ccmf_hk", "cyberport_cip"}
    assert "cannot go back to CCMF" in found.says["en"]


def test_what_is_met_and_goes_by_introduction_says_through_whom(book: matcher.RuleBook) -> None:
    """ITVF co-investment: a selected partner leads the deal and brings the Government's vehicle in."""
    found = lines(of(ROOT / "profiles" / "scale-up.yaml", book))["do_first"]
    assert found.schemes == ("itvf_co_investment",)
    assert found.says["en"].startswith("ITVF co-investment: By introduction: through a co-investment partner.")
    assert "由共同投資伙伴提出" in found.says["zh-Hant"]


def test_a_fund_is_told_of_what_is_for_funds(book: matcher.RuleBook) -> None:
    """What is for start-ups is neither asked about nor to be chosen, and the fund's own windows are over."""
    report = of(ROOT / "profiles" / "venture-fund.yaml", book)
    found = lines(report)
    assert list(found) == ["do_first"]
    assert found["do_first"].schemes == ("qianhai_vc18",)
    assert found["do_first"].says["en"].endswith("Qianhai 18 measures waits for it.")
    assert report.dates == ()


# -------------------------------------------------------------------- what else


def test_what_is_open_and_met_is_to_be_applied_for() -> None:
    book = matcher.load_rules(TUTORIAL)
    facts: dict[str, object] = {
        "applicant.kind": "startup", "company.registration": "incorporated", "company.incorporated_on": "2025-05-20",
        "company.employees": 9,
    }  # fmt: skip
    found = lines(of(facts, book))
    assert found["do_first"].says == {
        "en": "Paper Lantern Grant: taken all year. Send the form to the office.",
        "zh-Hant": "紙燈籠資助計劃：全年接受申請。向辦事處提交表格。",
    }
    # Five years have not passed on 19 May 2030, which lies beyond 24 months; seen from 2029 it does not.
    assert "last_chance" not in found
    later = lines(of(facts, book, "2029-01-01"))
    assert later["do_first"].says["en"].startswith("19 May 2030: Paper Lantern Grant: last safe day to apply")
    assert later["last_chance"].says["en"] == (
        "Paper Lantern Grant: last safe day to apply: 19 May 2030. From 20 May 2030 on you no longer meet: Five years have not passed since incorporation"
    )


def test_without_an_eligible_scheme_the_commonest_question_comes_first(book: matcher.RuleBook) -> None:
    report = of(ROOT / "profiles" / "nearly-empty.yaml", book)
    first = report.asks[0]
    assert lines(report)["do_first"].schemes == first.schemes
    assert lines(report)["do_first"].says["en"] == f"Answer first: {first.ask['en']} {len(first.schemes)} schemes wait for it."


def test_the_last_day_that_can_be_asked_about_has_a_summary(book: matcher.RuleBook) -> None:
    assert of(ROOT / "profiles" / "spin-out.yaml", book, date(LAST_YEAR, 12, 31)).actions


# -------------------------------------------------------------------------- laws


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_laws(path: Path, book: matcher.RuleBook) -> None:
    report = of(path, book)
    hold(report)
    # The calendar of all schemes adds dates; what to do is the same.
    profile = matcher.Profile.read(path, book.vocabulary)
    whole = whole_report(profile, as_of=DAY, engine="direct", rules=book, parts=["calendar"])
    assert whole.actions == report.actions


@settings(max_examples=20)
@given(st.data())
def test_laws_of_any_profile(data: st.DataObject) -> None:
    book = matcher.load_rules()
    scheme = data.draw(st.sampled_from(sorted(book.schemes)))
    day = data.draw(st.dates(min_value=book.begins, max_value=book.begins.replace(year=2028)))
    facts = near_example(book, scheme, day, data.draw(st.integers(0, 2**32)))
    profile = matcher.Profile({k: v for k, v in facts.items() if k != AS_OF}, frozenset(), "x.yaml", "0")
    hold(with_summary(matcher.check(profile, as_of=day, engine="direct"), profile, book))


def hold(report: Report) -> None:
    assert isinstance(report.actions, tuple)
    kinds = [action.kind for action in report.actions]
    assert kinds == [kind for kind in ("do_first", "last_chance", "choose") if kind in kinds]
    schemes = {scheme.id: scheme for scheme in report.schemes}
    for action in report.actions:
        assert action.schemes
        for text in action.says.values():
            assert isinstance(text, str) and text and "{" not in text and ".." not in text and "??" not in text
        for name in action.schemes:
            assert schemes[name].verdict in ("eligible", "needs_information", "discretionary")
        if action.kind == "last_chance":
            (scheme,) = (schemes[name] for name in action.schemes)
            waits = len(scheme.missing) + sum(point.decides for point in scheme.open_points)
            assert scheme.verdict == "eligible" or waits <= MOST_WAITED
        if action.kind == "choose":
            assert len(set(action.schemes)) == 2
    if any(scheme.verdict == "needs_information" for scheme in report.schemes) and report.asks:
        assert "do_first" in kinds
    assert isinstance(report.dates, tuple)
    assert len(report.dates) <= 10


# ----------------------------------------------------------------- as it is shown


def test_people_see_it_and_json_is_as_it_was() -> None:
    args = ["check", str(ROOT / "profiles" / "moonlit-kettle.yaml"), "--as-of", DAY, "--engine", "direct", "--details", "none"]
    text = run_cli(*args).out
    assert "\n  DO FIRST      Ask the knowledge-transfer office of HKUST: " in text
    assert "\n  LAST CHANCE   TSSSU-O: " in text and "\n  CHOOSE        TSSSU-O: " in text
    assert "\n  31 March 2027      rule: TSSSU+: last day on which private money counts for 2027-28" in text
    assert "\n  20 May 2027        yours: TSSSU-O: " in text
    head = text.splitlines()
    assert next(n for n, line in enumerate(head) if line.startswith("  CHOOSE")) < 24, "on the first screen"
    chinese = run_cli(*args, "--lang", "zh-Hant").out
    assert "\n  先做          向科大" in chinese and "\n  最後機會      TSSSU-O" in chinese and "\n  抉擇          TSSSU-O" in chinese
    assert "- **DO FIRST** Ask the knowledge" in run_cli(*args, "--format", "markdown").out
    data = json.loads(run_cli(*args, "--format", "json").out)
    assert not data.keys() & {"actions", "dates", *PARTS}


def test_with_adds_sections() -> None:
    args = ["check", str(ROOT / "profiles" / "spin-out.yaml"), "--as-of", DAY, "--engine", "direct", "--format", "json"]
    plain = json.loads(run_cli(*args).out)
    for asked, added in (
        ("plan", {"plan"}), ("calendar", {"calendar", "actions", "dates"}), ("plan,stack", {"plan", "stack"}),
        (" stack , plan ", {"plan", "stack"}), ("all", {*PARTS, "actions", "dates"}),
    ):  # fmt: skip
        text = run_cli(*args, "--with", asked).out
        data = json.loads(text)
        assert data.keys() - plain.keys() == added, asked
        assert {key: data[key] for key in plain} == plain
        assert Report.from_json(text).to_json() + "\n" == text
    one = json.loads(run_cli(*args, "--with", "all", "--scheme", "raise_plus").out)
    assert {s["scheme"] for s in one["plan"]["schemes"]} == {s["scheme"] for s in one["calendar"]["schemes"]} == {"raise_plus"}


def test_sections_for_people() -> None:
    args = ["check", str(ROOT / "profiles" / "spin-out.yaml"), "--as-of", DAY, "--engine", "direct", "--details", "none"]
    text = run_cli(*args, "--with", "all").out
    places = [text.index(f"\n{title}\n") for title in ("HONG KONG FUNDING PLAN", "HONG KONG FUNDING CALENDAR", "HONG KONG FUNDING: WHAT GOES TOGETHER")]
    assert places == sorted(places)
    assert text.count("Engine: direct | report version 2") == 1
    assert "HONG KONG FUNDING PLAN" not in run_cli(*args, "--with", "calendar").out


def test_a_section_that_does_not_exist() -> None:
    args = ["check", str(ROOT / "profiles" / "spin-out.yaml"), "--as-of", "2026-02-30", "--with", "plam,calendar,x"]
    run = run_cli(*args)
    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines()[1:3] == [
        "--with: `section` cannot be `plam`; did you mean `plan`?",
        "--with: `section` cannot be `x`; write one of plan, calendar, stack, checklist, measures, all",
    ]
    assert "--with: `section`不可為`plam`；是否`plan`？" in run_cli(*args, "--lang", "zh-Hant").err


def test_a_summary_follows_from_the_report_and_the_calendar(book: matcher.RuleBook) -> None:
    whole = whole_report(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=DAY, engine="direct", parts=["calendar"])
    assert not isinstance(whole.calendar, type(whole.plan))
    assert summed_up(whole, whole.calendar) == whole


def test_a_question_of_one_scheme_is_asked_where_no_two_wait_for_it(book: matcher.RuleBook) -> None:
    facts: dict[str, object] = {"applicant": {"kind": "startup", "university": "hkust"}}
    read = matcher.Profile.from_mapping(facts, book.vocabulary)
    report = matcher.check(read, as_of=DAY, schemes=["tsssu_o"], engine="direct")
    assert not report.asks
    first = report.schemes[0].questions[0]
    found = lines(with_summary(report, read, book))["do_first"]
    assert found.says["en"] == f"Answer first: {first.ask['en']} TSSSU-O waits for it."
