"""`matcher calendar`: dates as the dossiers have them, on both sides of every bound."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli import run_cli
from conftest import PROFILES, ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import matcher
from matcher.check import as_profile
from matcher.condition import AS_OF
from matcher.dates import add_months, next_day
from matcher.engines.direct import Compiler, DirectEngine
from matcher.insights.calendar import next_dates
from matcher.insights.calls import calls_ahead
from matcher.insights.money_periods import money_periods
from matcher.insights.moving import Moving
from matcher.insights.stretches import stretches
from matcher.missing import Reader
from matcher.render.ics import ics
from matcher.rulebook import load_rules, scheme_on
from matcher.scheme import Scheme
from matcher.sections import CalendarReport, CallSeen, Event

AS_OF_DAY = date(2026, 11, 24)
SPIN_OUT = ROOT / "profiles" / "spin-out.yaml"
BOOK = load_rules()


def facts_of(name: str, **changes: Any) -> dict[str, Any]:
    """A profile's facts, some of them changed; None takes one away."""
    facts = {**as_profile(ROOT / "profiles" / f"{name}.yaml", BOOK).facts}
    for path, value in changes.items():
        facts.pop(path.replace("__", "."), None)
        if value is not None:
            facts[path.replace("__", ".")] = value
    return facts


def made(facts: dict[str, Any] | str, *schemes: str, as_of: date = AS_OF_DAY, until: date | None = None) -> CalendarReport:
    known = facts_of(facts) if isinstance(facts, str) else facts
    profile = matcher.Profile(known, frozenset(), "made", "0" * 64)
    return matcher.calendar(profile, as_of=as_of, until=until, schemes=schemes)


def events(found: CalendarReport, scheme: str, kind: str) -> list[Event]:
    return [event for event in found.events if (event.scheme, event.kind) == (scheme, kind)]


def calls(found: CalendarReport, scheme: str) -> tuple[CallSeen, ...]:
    return next(entry for entry in found.schemes if entry.scheme == scheme).calls


# ------------------------------------------------------------- two weeks inside the limit


class TestSpinOut:
    """Formed 15 February 2025, cut-off of its call 1 February 2027: two years pass to the day."""

    found = made("spin-out", "tsssu_o", "tsssu_plus")

    def test_the_last_call_it_can_use(self) -> None:
        (last,) = events(self.found, "tsssu_o", "last_safe_day")
        assert last.on is None and last.sort == "unknown", "no source and no fact says when the call closes"
        assert last.says["en"] == "TSSSU-O: your call for 2027-28 is the last call you can use"
        assert last.says["zh-Hant"] == "TSSSU-O：貴公司申請的2027-28年度為貴公司可用的最後一輪"

    def test_what_follows(self) -> None:
        (last,) = events(self.found, "tsssu_o", "last_safe_day")
        assert last.do is not None
        assert "TSSSU-O, then TSSSU+ is the intended order" in last.do["en"]
        assert "Next there, TSSSU+: call for 2028-29, expected to close about 26 October 2027" in last.do["en"]

    def test_each_call_is_answered_by_its_own_days(self) -> None:
        told = [(call.year, call.sort, call.closes, call.cut_off, call.verdict) for call in calls(self.found, "tsssu_o")]
        assert told == [
            ("2027-28", "yours", None, date(2027, 2, 1), "eligible"),
            ("2028-29", "expected", date(2027, 10, 26), date(2028, 2, 1), "not_eligible"),
            ("2029-30", "expected", date(2028, 10, 26), date(2029, 2, 1), "not_eligible"),
        ]

    def test_expected_calls_name_the_past_ones(self) -> None:
        past = calls(self.found, "tsssu_o")[1].past
        assert [call["en"] for call in past] == ["HKUST call for 2023-24 (closed 26 October 2022)"]

    def test_the_anniversary_itself_passes(self) -> None:
        (age,) = events(self.found, "tsssu_o", "age")
        assert (age.on, age.sort, age.criterion) == (date(2027, 2, 15), "yours", "age-at-cutoff")
        spans = next(entry for entry in self.found.schemes if entry.scheme == "tsssu_o").spans
        assert [(span.last, span.verdict) for span in spans] == [
            (date(2027, 2, 15), "eligible"), (date(2028, 11, 24), "not_eligible"),
        ]  # fmt: skip
        assert [ref.criterion for ref in spans[1].because] == ["age-at-cutoff"]

    def test_money_counts_to_the_end_of_march(self) -> None:
        """Dossier, B04: 2027-28 counts money of 1 April 2026 to 31 March 2027, both included."""
        told = [(event.on, event.says["en"]) for event in events(self.found, "tsssu_plus", "money_counts_until")]
        assert told == [
            (date(2027, 3, 31), "TSSSU+: last day on which private money counts for 2027-28 (it counts from 1 April 2026)"),
            (date(2028, 3, 31), "TSSSU+: last day on which private money counts for 2028-29 (it counts from 1 April 2027)"),
        ]

    def test_a_closing_day_that_may_have_passed(self) -> None:
        (close,) = [event for event in events(self.found, "tsssu_o", "closes") if event.on is None]
        assert close.sort == "unknown"
        assert "expected about 26 October 2026, so it may have passed" in close.says["en"]

    def test_expected_is_never_told_as_a_fact(self) -> None:
        for event in made("spin-out").events:
            if event.sort == "expected" and event.on is not None:
                assert "would " in event.says["en"] and "料" in event.says["zh-Hant"]


@pytest.mark.parametrize(
    ("formed", "verdict"), [(date(2025, 2, 1), "eligible"), (date(2025, 1, 31), "not_eligible")]
)
def test_both_sides_of_two_years_at_the_cut_off(formed: date, verdict: str) -> None:
    found = made(facts_of("spin-out", company__incorporated_on=formed), "tsssu_o")
    assert calls(found, "tsssu_o")[0].verdict == verdict
    assert bool(events(found, "tsssu_o", "last_safe_day")) is (verdict == "eligible")


# ---------------------------------------------------------------------------- calls


def polyu(as_of: date, **more: Any) -> CalendarReport:
    facts = facts_of("spin-out", applicant__university="polyu", application__funding_year=None,
                     application__cutoff=None, **more)  # fmt: skip
    return made(facts, "tsssu_o", as_of=as_of)


def test_a_known_call_until_its_last_day() -> None:
    """PolyU's call for 2026-27 closed on 27 October 2025 at 13:00."""
    call = calls(polyu(date(2025, 10, 27)), "tsssu_o")[0]
    assert (call.sort, call.closes, call.hour, call.year) == ("rule", date(2025, 10, 27), "13:00", "2026-27")
    later = calls(polyu(date(2025, 10, 28)), "tsssu_o")[0]
    assert (later.sort, later.closes, later.year) == ("expected", date(2026, 10, 27), "2027-28")


def test_the_profile_s_call_is_the_known_one() -> None:
    facts = facts_of("spin-out", applicant__university="polyu", application__funding_year=date(2026, 4, 1))
    told = calls(made(facts, "tsssu_o", as_of=date(2025, 10, 20)), "tsssu_o")
    assert [call.sort for call in told] == ["rule", "expected"]


def test_what_only_the_profile_says_of_a_known_call() -> None:
    """The call names no cut-off; the profile has one from the university, a day after the second anniversary."""
    for cut_off, too_old in ((date(2026, 2, 15), False), (date(2026, 2, 16), True)):
        facts = facts_of("spin-out", applicant__university="polyu", application__funding_year=date(2026, 4, 1),
                         application__cutoff=cut_off, company__incorporated_on=date(2024, 2, 15))  # fmt: skip
        call = calls(made(facts, "tsssu_o", as_of=date(2025, 10, 20)), "tsssu_o")[0]
        assert (call.sort, call.closes, call.cut_off) == ("rule", date(2025, 10, 27), cut_off)
        assert ("no older than two years" in call.says["en"]) is too_old


def test_no_call_of_another_university() -> None:
    assert all("HKU " not in call.name["en"] for call in calls(made("spin-out"), "tsssu_o"))


def test_a_call_that_was_due_and_not_seen() -> None:
    """HKSTP Ideation has three rounds a year; the last known one closed 14 September 2026."""
    found = made(facts_of("spin-out"), "hkstp_ideation", as_of=date(2027, 2, 10))
    (due,) = [event for event in events(found, "hkstp_ideation", "opens") if event.on is None]
    assert due.sort == "unknown"
    assert due.says["en"] == "HKSTP Ideation: a round was expected to end about 14 January 2027, and none was seen"


def test_calls_too_irregular_to_date() -> None:
    """Dossier of RAISe+: neither announced rhythm should be turned into dates."""
    found = made("professor-stage-1", "raise_plus")
    (told,) = found.events
    assert (told.on, told.sort) == (None, "expected")
    assert told.says["en"] == "RAISe+: one call in twelve months, usually in September or October"
    (call,) = calls(found, "raise_plus")
    assert (call.sort, call.opens, call.closes, call.verdict) == ("expected", None, None, None)
    assert [seen["en"] for seen in call.past] == [
        "first call (closed 30 November 2023)", "second call (closed 31 October 2024)", "third call (closed 31 October 2025)",
    ]  # fmt: skip


def test_last_days_of_months_stay_last_days() -> None:
    """CreateSmart: four rounds a year, on the last day of March, June, September and December."""
    told = [call.closes for call in calls(made("spin-out", until=date(2027, 12, 31)), "ccida_csi")]
    assert told == [date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 31)]


def test_no_call_is_expected_of_a_scheme_that_has_ceased() -> None:
    scheme = BOOK.schemes["cyberport_ccmf_hkyep"]
    assert not calls_ahead(scheme, Reader({AS_OF: AS_OF_DAY}, Compiler()), AS_OF_DAY, date(2028, 11, 24))


def test_no_event_of_an_expected_call_that_age_shuts() -> None:
    """The calls stand in the scheme's own list; a calendar is not filled with what cannot be used."""
    found = made("spin-out", "tsssu_o", "hkstp_ideation")
    dated = [event for event in found.events if event.sort == "expected" and event.on]
    assert {event.scheme for event in dated} == {"hkstp_ideation"} and max(e.on for e in dated if e.on) < date(2027, 2, 15)
    assert [call.verdict for call in calls(found, "tsssu_o")][1:] == ["not_eligible", "not_eligible"]


def test_money_is_told_where_nothing_else_fails() -> None:
    """A company of no university cannot use TSSSU+ whatever it raises."""
    assert not events(made("scale-up"), "tsssu_plus", "money_counts_until")
    assert events(made("spin-out"), "tsssu_plus", "money_counts_until")


def test_money_that_can_still_be_raised_is_no_last_chance() -> None:
    """TSSSU+ counts the money of one year; new money opens the next call, so that this one is not the last."""
    for name in ("moonlit-kettle", "stage-2-redeemable"):
        found = made(name, "tsssu_plus")
        assert not events(found, "tsssu_plus", "last_safe_day")
        assert all("last call you can use" not in (event.do or {"en": ""})["en"] for event in found.events)
        turned = [e for e in events(found, "tsssu_plus", "age") if "Private money" in e.says["en"]]
        assert turned
        assert all(e.says["en"].endswith("(with the private money received so far)") for e in turned)


@pytest.mark.parametrize(("formed", "last"), [(date(2026, 2, 1), False), (date(2026, 1, 31), True)])
def test_the_last_call_where_later_ones_have_no_day(formed: date, last: bool) -> None:
    """Two years end on the cut-off of the call a year on, which may come on any day, or the day before."""
    facts = facts_of("spin-out", applicant__university="cuhk", company__incorporated_on=formed)
    facts["team.members"] = tuple({**member, "university": "cuhk"} for member in facts["team.members"])
    facts["person_in_charge.university"] = "cuhk"
    found = made(facts, "tsssu_o")
    assert [call.sort for call in calls(found, "tsssu_o") if call.closes or call.cut_off] == ["yours"]
    assert bool(events(found, "tsssu_o", "last_safe_day")) is last


def test_a_scheme_for_others_has_no_events() -> None:
    assert not [event for event in made("spin-out").events if event.scheme in ("itvf_partner_fund", "itvf_enhanced_fund")]


@pytest.mark.parametrize("university", ["cuhk", None])
def test_a_university_without_known_calls_has_the_rhythm_alone(university: str | None) -> None:
    """Nor is anything expected from the calls of a university that may be another."""
    facts = facts_of("spin-out", applicant__university=university, application__funding_year=None,
                     application__cutoff=None)  # fmt: skip
    found = made(facts, "tsssu_o")
    assert [(call.sort, call.closes, call.past) for call in calls(found, "tsssu_o")] == [("expected", None, ())]
    assert [event.sort for event in events(found, "tsssu_o", "opens")] == ["expected"]


# --------------------------------------------------------------------- all year round


def test_last_safe_day_of_a_scheme_open_all_year() -> None:
    """Cyberport incubation asks for less than seven years: formed 1 March 2020, the last day is 28 February 2027."""
    facts = {**facts_of("scale-up"), "company.incorporated_on": date(2020, 3, 1)}
    found = made(facts, "cyberport_cip")
    (entry,) = found.schemes
    assert entry.last_safe_day == date(2027, 2, 28)
    (last,) = events(found, "cyberport_cip", "last_safe_day")
    assert (last.on, last.sort) == (date(2027, 2, 28), "yours")


def test_an_anniversary_in_doubt_is_not_safe() -> None:
    """HKSTP Ideation: under or up to two years; the texts differ, so the anniversary itself is left open."""
    told = [(event.on, event.says["en"].partition(": A ")[0]) for event in events(
        made("spin-out", "hkstp_ideation"), "hkstp_ideation", "age")]  # fmt: skip
    assert told == [
        (date(2027, 2, 14), "HKSTP Ideation: latest first day of the round that surely meets this"),
        (date(2027, 2, 16), "HKSTP Ideation: earliest first day of the round that surely fails this"),
    ]


def test_a_value_that_changes() -> None:
    """TSSSU: 1,500,000 a year since 2019-20, and more members of a university since 2023-24."""
    told = {event.says["en"]: event.on for year in (2019, 2022)
            for event in made("spin-out", "tsssu_o", as_of=date(year, 3, 1)).events if event.kind == "rules_change"}
    assert told["TSSSU-O: for 2019-20 and later: yearly cap, HKD 1,500,000"] == date(2019, 4, 1)
    assert told["TSSSU-O: for 2023-24 and later there is another list: members who make a team a university team"] == date(
        2023, 4, 1)
    assert not any("none" in said for said in told)


def test_a_scheme_that_ends() -> None:
    """SFGS 80%: applications until 31 March 2028."""
    found = made("spin-out", "hkmc_sfgs_80")
    (entry,) = found.schemes
    assert entry.last_safe_day == date(2028, 3, 31)
    assert entry.spans[-1].last == date(2028, 3, 31), "no verdict on days on which it takes no applicants"
    assert [event.on for event in found.events] == [date(2028, 3, 31)], "told once"


# ----------------------------------------------------------------- against the rest


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_days_on_which_answers_turn(path: Path) -> None:
    """On both sides of every turn, the scheme decided as a check of that day reads it."""
    facts = as_profile(path, BOOK).facts
    direct = DirectEngine()
    for scheme in BOOK.schemes.values():
        moving = Moving(facts, scheme.calls)
        found = stretches(scheme, direct, moving, AS_OF_DAY, date(2028, 11, 24))
        assert (found[0].first, found[-1].last) == (AS_OF_DAY, date(2028, 11, 24))
        for stretch in found if len(found) > 1 else found[:1]:
            for day in {stretch.first, stretch.last}:
                read = scheme_on(scheme, day)
                assert DirectEngine().decide(read, moving.on(day)).criteria == stretch.decision.criteria, scheme.id
                assert Compiler().condition(read.in_force)(moving.on(day), None) is stretch.in_force


@settings(max_examples=12)
@given(st.sampled_from(PROFILES), st.sampled_from(sorted(BOOK.schemes)), st.dates(AS_OF_DAY, date(2028, 11, 24)))
def test_any_day_is_as_a_check_of_that_day(path: Path, name: str, day: date) -> None:
    scheme: Scheme = BOOK.schemes[name]
    moving = Moving(as_profile(path, BOOK).facts, scheme.calls)
    facts = {key: value for key, value in moving.on(day).items() if key != AS_OF}
    profile = matcher.Profile(facts, frozenset(), "made", "0" * 64)
    report = matcher.check(profile, as_of=day, schemes=[name], engine="direct")
    found = matcher.calendar(profile, as_of=AS_OF_DAY, until=date(2028, 11, 24), schemes=[name])
    spans = [span for span in found.schemes[0].spans if span.first <= day <= span.last]
    assert [span.verdict for span in spans] == [scheme.verdict for scheme in report.schemes]


@pytest.mark.parametrize("year", [date(2024, 4, 1), date(2027, 4, 1)])
def test_periods_of_money_day_by_day(year: date) -> None:
    """The periods found are the days on which money of that day alone would be enough."""
    scheme = BOOK.schemes["tsssu_plus"]
    base = {**facts_of("spin-out"), "application.funding_year": year, AS_OF: add_months(year, -5)}
    (period,) = money_periods(scheme, BOOK.vocabulary, Compiler(), base)
    assert (period.first, period.last) == (add_months(year, -12), year - timedelta(days=1))
    matched = next(c for c in scheme.criteria if c.id == "matched")
    test = Compiler().condition(matched.requires)  # type: ignore[arg-type]
    day = add_months(year, -24)
    while day < add_months(year, 24):
        money = {"amount": 10**9, "received_on": day, "investor": "angel_fund", "independent": True, "in_cash": True,
                 "given_for": "shares"}  # fmt: skip
        supposed = {"?money_of_the_year_counts": False, "?signing_is_enough": False}
        counts = test({**base, **supposed, "investments": (money,)}, None)
        assert counts is (period.first <= day <= period.last), day
        day += timedelta(days=1)


# ------------------------------------------------------------------------- identity


def test_uids_stay_from_day_to_day_and_differ_from_each_other() -> None:
    now, later = made("spin-out"), made("spin-out", as_of=AS_OF_DAY + timedelta(days=3))
    for found in (now, later):
        assert len({event.uid for event in found.events}) == len(found.events)
    same = {event.uid: (event.on, event.kind) for event in now.events}
    assert [event for event in later.events if event.on and same.get(event.uid) != (event.on, event.kind)
            and event.on <= date(2028, 11, 24)] == []  # fmt: skip


def test_uids_say_nothing_of_the_profile() -> None:
    """Another name, another day of incorporation: the same things have the same uid, and move."""
    one = made("spin-out", "tsssu_o")
    other = made(facts_of("spin-out", company__incorporated_on=date(2025, 2, 10), company__name="Another"), "tsssu_o")
    assert [event.uid for event in one.events] == [event.uid for event in other.events]
    assert [event.on for event in one.events] != [event.on for event in other.events]


def test_days_stand_in_order_and_inside_the_period() -> None:
    found = made("scale-up")
    days = [event.on or date.min for event in found.events]
    assert days == sorted(days)
    assert all(found.first <= event.on <= found.last for event in found.events if event.on)


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_few_that_matter(path: Path) -> None:
    found = matcher.calendar(path, as_of=AS_OF_DAY)
    few = next_dates(found)
    assert len(few) <= 10
    assert list(few) == [event for event in found.events if event in few], "in the order of the calendar"
    assert len({(event.scheme, event.kind) for event in few}) == len(few)


def test_the_few_have_the_last_call_and_what_it_turns_on() -> None:
    told = {(event.scheme, event.kind, event.on) for event in next_dates(made("spin-out"))}
    assert ("tsssu_o", "last_safe_day", None) in told
    assert ("tsssu_o", "cut_off", date(2027, 2, 1)) in told


def test_the_same_calendar_gives_the_same_bytes() -> None:
    args = ["calendar", str(SPIN_OUT), "--as-of", "2026-11-24", "--scheme", "tsssu_o", "--scheme", "raise_plus"]
    for form in ("terminal", "json", "ics"):
        for lang in ("en", "zh-Hant"):
            run = run_cli(*args, "--format", form, "--lang", lang)
            assert run.code == 0 and run.out == run_cli(*args, "--format", form, "--lang", lang).out


# ------------------------------------------------------------------------ iCalendar


def parsed(text: str) -> dict[str, Any]:
    return {str(entry["uid"]): entry for entry in Calendar.from_ical(text).walk("VEVENT")}


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_parser_reads_the_right_dates(lang: Any) -> None:
    found = made("spin-out")
    entries = parsed(ics(found, "Paper Crane", lang))
    dated = {event.uid: event for event in found.events if event.on is not None}
    assert entries.keys() == dated.keys()
    for uid, event in dated.items():
        entry = entries[uid]
        assert event.on is not None
        assert entry.decoded("dtstart") == event.on
        assert entry.decoded("dtend") == next_day(event.on)
        assert event.says[lang] in str(entry["summary"])
        assert (str(entry["status"]) == "TENTATIVE") is (event.sort == "expected")
        assert ("expected" in str(entry["summary"]) or "預計" in str(entry["summary"])) is (event.sort == "expected")
    cut_off = next(uid for uid, e in dated.items() if (e.scheme, e.kind) == ("tsssu_o", "cut_off"))
    assert entries[cut_off].decoded("dtstart") == date(2027, 2, 1)
    assert "TSSSU-O, then TSSSU+ is the intended order" in str(entries[cut_off]["description"]) or lang != "en"


def test_an_hour_stands_in_hong_kong_s_time() -> None:
    text = ics(polyu(date(2025, 10, 20)), "x", "en")
    entry = next(e for e in parsed(text).values() if "PolyU call for 2026-27 closes" in str(e["summary"]))
    start = entry.decoded("dtstart")
    assert start.replace(tzinfo=None) == datetime(2025, 10, 27, 13, 0)
    assert start.utcoffset() == timedelta(hours=8)
    assert "DTSTART;TZID=Asia/Hong_Kong:20251027T130000" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Asia/Hong_Kong" in text


def test_the_stamp_is_the_day_of_the_check() -> None:
    entries = parsed(ics(made("spin-out", "tsssu_o"), "x", "en")).values()
    assert {entry.decoded("dtstamp").date() for entry in entries} == {AS_OF_DAY}


HOSTILE = [
    "a;b,c\\d\"e", "END:VCALENDAR", "x\r\nBEGIN:VEVENT\r\nUID:evil", "\n\nSUMMARY:x", "a\x00b\x07c\x1bd\x7f",
    "<script>alert(1)</script>", "\u202eevil\u2066", "月下;水,壺", "x" * 500, ":", " ", "{s}{w}", "TZID=Asia/Hong_Kong",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    plain = made("spin-out", "tsssu_o", "tsssu_plus")
    words = {"en": text, "zh-Hant": text}
    event = plain.events[-1]
    worse = Event(event.uid, event.on, event.kind, event.sort, words, words, None, event.scheme, event.criterion)  # type: ignore[arg-type]
    found = CalendarReport(plain.first, plain.last, (*plain.events[:-1], worse), plain.schemes)
    whole = ics(found, text, "en")
    entries = parsed(whole)
    assert entries.keys() == parsed(ics(plain, "x", "en")).keys()
    assert [line for line in whole.split("\r\n") if len(line.encode()) > 75] == [], "lines are folded"
    read = str(entries[event.uid]["summary"])
    kept = "".join(sign for sign in text if sign.isprintable() and sign != "\ufeff")
    assert "".join(sign for sign in read if sign.isprintable()).replace(" ", "").endswith(kept.replace(" ", ""))


# ---------------------------------------------------------------------- the command


def test_json_has_the_head_of_a_report() -> None:
    run = run_cli("calendar", str(SPIN_OUT), "--as-of", "2026-11-24", "--format", "json", "--scheme", "tsssu_o")
    found = json.loads(run.out)
    assert list(found) == ["report_version", "as_of", "rulebook", "profile", "calendar"]
    assert found["calendar"]["last"] == "2028-11-24"
    assert [entry["scheme"] for entry in found["calendar"]["schemes"]] == ["tsssu_o"]


@pytest.mark.parametrize(
    ("args", "en", "zh"),
    [
        (["--until", "2026-11-23"],
         "--until: 2026-11-23 is before the day of the check, 2026-11-24; write a later day",
         "--until: 2026-11-23早於核對日2026-11-24；請填寫較後日期"),
        (["--until", "soon"], "--until: `soon` is not a day; write YYYY-MM-DD", "--until: `soon`不是有效日期；請填寫YYYY-MM-DD"),
        (["--until", "2036-11-25"],
         "--until: 2036-11-25 is more than ten years ahead; write 2036-11-24 or an earlier day",
         "--until: 2036-11-25超過十年之後；請填寫2036-11-24或之前的日期"),
        (["--scheme", "tsssu"], "--scheme: unknown scheme `tsssu`; did you mean `tsssu_o`?",
         "--scheme: 沒有名為`tsssu`的計劃；是否`tsssu_o`？"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_line(args: list[str], en: str, zh: str) -> None:
    asked = ["calendar", str(SPIN_OUT), "--as-of", "2026-11-24", *args]
    for lang, said in (("en", en), ("zh-Hant", zh)):
        run = run_cli(*asked, "--lang", lang)
        assert (run.code, run.out) == (2, "")
        assert run.err.splitlines()[0] == said


def test_the_end_of_all_days() -> None:
    with pytest.raises(matcher.MatcherError, match="--as-of: 9999-12-31 is too late for a calendar; write an earlier day"):
        made("spin-out", as_of=date(9999, 12, 31))


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("company:\n  employes: 9\n", "utf-8")
    run = run_cli("calendar", str(bad), "--as-of", "2026-11-24", "--until", "x", "--scheme", "no")
    assert run.code == 2 and run.out == ""
    assert len(run.err.splitlines()) == 4, run.err  # three problems, and their number


@pytest.mark.parametrize(("until", "fine"), [("2026-11-24", True), ("2036-11-24", True), ("2036-11-25", False)])
def test_how_far_it_goes(until: str, fine: bool) -> None:
    run = run_cli("calendar", str(SPIN_OUT), "--as-of", "2026-11-24", "--until", until, "--scheme", "tsssu_o")
    assert (run.code == 0) is fine


@pytest.mark.parametrize("form", ["terminal", "json", "ics"])
def test_output_is_whole_or_not_at_all(form: str, tmp_path: Path) -> None:
    target = tmp_path / "no" / "calendar"
    asked = ["calendar", str(SPIN_OUT), "--as-of", "2026-11-24", "--format", form, "--scheme", "tsssu_o"]
    run = run_cli(*asked, "-o", str(target))
    assert (run.code, run.out) == (2, "") and len(run.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    whole = tmp_path / "calendar"
    assert run_cli(*asked, "-o", str(whole)).out == ""
    assert whole.read_bytes().decode("utf-8").replace("\r\n", "\n") == run_cli(*asked).out.replace("\r\n", "\n")


def test_both_languages_say_the_same_days() -> None:
    args = ["calendar", str(SPIN_OUT), "--as-of", "2026-11-24", "--scheme", "tsssu_o", "--lang"]
    english, chinese = run_cli(*args, "en").out, run_cli(*args, "zh-Hant").out
    for day, chinese_day in (("15 February 2027", "2027年2月15日"), ("1 February 2027", "2027年2月1日")):
        assert day in english and chinese_day in chinese
