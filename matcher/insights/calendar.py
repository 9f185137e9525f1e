"""The calendar of one profile: calls, last safe days, ages and changes of the rules over months to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from matcher.check import as_profile, the_day
from matcher.complaints import quoted
from matcher.dates import add_months
from matcher.engines.direct import DirectEngine
from matcher.errors import MatcherError, Place, Problem, RequestError
from matcher.insights.cited import cited
from matcher.insights.events import Telling, past_in_words
from matcher.insights.scheme_days import JudgedCall, SchemeDays, scheme_days
from matcher.insights.stretches import Stretch
from matcher.insights.turns import standing
from matcher.literals import financial_year, read_date
from matcher.profile import Profile
from matcher.rulebook import RuleBook, chosen, load_rules
from matcher.scheme import Verdict
from matcher.sections import CalendarReport, CallSeen, CriterionRef, Event, EventKind, SchemeCalendar, Span
from matcher.words import words

MONTHS_AHEAD: Final = 24
MOST_MONTHS_AHEAD: Final = 120


def calendar(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    until: date | str | None = None,
    schemes: Iterable[str] = (),
    rules: RuleBook | None = None,
) -> CalendarReport:
    """What begins or ends for the profile from `as_of` to `until`, by default 24 months later.

    On every day the answers are those of a check of that day. Where a scheme has calls, the days
    and the year of the call move along: a day stands for a call that closes and cuts off on it.

    Raises ProfileError for a profile with mistakes, RequestError for days that are none, in the
    wrong order or too far apart and for an unknown scheme, and PackError for a rule book that
    does not load; all problems of a request at once.
    """
    book = rules or load_rules()
    first, last, names = asked(book, as_of, until, schemes)
    return calendar_of(as_profile(profile, book), book, first, last, names)


def asked(
    book: RuleBook, as_of: date | str, until: date | str | None, schemes: Iterable[str]
) -> tuple[date, date, list[str]]:
    """First day, last day, ids of the schemes. Raises RequestError with everything that is wrong."""
    problems: list[Problem] = []
    first = last = None
    names: list[str] = []
    try:
        first = the_day(as_of, book)
    except RequestError as trouble:
        problems += trouble.problems
    try:
        last = _last_day(first, until)
    except RequestError as trouble:
        problems += trouble.problems
    try:
        names = chosen(book, schemes)
    except MatcherError as trouble:
        problems += trouble.problems
    if problems or first is None or last is None:
        raise RequestError(problems)
    return first, last, names


def _last_day(first: date | None, until: date | str | None) -> date | None:
    last = read_date(until) if isinstance(until, str) else until
    if until is not None and last is None:
        what = words(f"{quoted(str(until))} is not a day", f"{quoted(str(until))}不是有效日期")
        raise RequestError([Problem(Place("--until"), what, words("write YYYY-MM-DD", "請填寫YYYY-MM-DD"))])
    if first is None:
        return None
    try:
        furthest = add_months(first, MOST_MONTHS_AHEAD)
    except OverflowError:
        what = words(f"{first} is too late for a calendar", f"{first}過遲，無法編製日程")
        raise RequestError([Problem(Place("--as-of"), what, words("write an earlier day", "請填寫較早日期"))]) from None
    last = last or add_months(first, MONTHS_AHEAD)
    if last < first:
        what = words(f"{last} is before the day of the check, {first}", f"{last}早於核對日{first}")
        raise RequestError([Problem(Place("--until"), what, words("write a later day", "請填寫較後日期"))])
    if last > furthest:
        what = words(f"{last} is more than ten years ahead", f"{last}超過十年之後")
        hint = words(f"write {furthest} or an earlier day", f"請填寫{furthest}或之前的日期")
        raise RequestError([Problem(Place("--until"), what, hint)])
    return last


def calendar_of(profile: Profile, book: RuleBook, first: date, last: date, names: Iterable[str]) -> CalendarReport:
    """The calendar of a profile that is read, for days that are right and schemes of the book."""
    direct = calendar_engine(book)
    all_days = {
        name: scheme_days(book.schemes[name], profile.facts, book.vocabulary, direct, first, last) for name in names
    }
    events: list[Event] = []
    found: list[SchemeCalendar] = []
    for days in all_days.values():
        telling = Telling(days, first, last, all_days)
        told = tuple(telling.events())
        events += told
        found.append(_scheme(days, telling, told))
    order = {name: number for number, name in enumerate(book.schemes)}
    events.sort(key=lambda e: (e.on or date.min, order[e.scheme or ""], e.kind, e.uid))
    return CalendarReport(first, last, tuple(events), tuple(found))


@lru_cache(maxsize=2)
def calendar_engine(book: RuleBook) -> DirectEngine:
    """What decides the book's own schemes, whose day is a fact like others; compiled once for a book."""
    return DirectEngine()


def _scheme(days: SchemeDays, telling: Telling, told: tuple[Event, ...]) -> SchemeCalendar:
    end = next((event for event in told if event.kind == "last_safe_day"), None)
    return SchemeCalendar(
        days.scheme.id,
        days.scheme.name,
        (*(_call(judged, telling) for judged in days.calls), *_undated(days)),
        tuple(_spans(days)),
        end.on if end else None,
        end.says if end else None,
    )


def _call(judged: JudgedCall, telling: Telling) -> CallSeen:
    call = judged.call
    return CallSeen(
        call.name, call.sort, call.opens, call.closes, call.cut_off, judged.decision.verdict,
        telling.call_in_words(judged), tuple(map(past_in_words, call.past)), call.hour,
        financial_year(call.year) if call.year else None,
    )  # fmt: skip


def _undated(days: SchemeDays) -> Iterator[CallSeen]:
    """The call that the rhythm lets expect without a day."""
    if days.undated is not None and not days.is_for_others:
        yield CallSeen(words("next call", "下一輪"), "expected", None, None, None, None, days.undated.says,
                       tuple(map(past_in_words, days.past)))  # fmt: skip


def _spans(days: SchemeDays) -> Iterator[Span]:
    """Days of one verdict, without those on which the scheme takes no applicants."""
    before: Stretch | None = None
    open_span: Span | None = None
    for stretch in days.stretches:
        if stretch.in_force is False:
            if open_span is not None:
                yield open_span
            open_span, before = None, None
            continue
        verdict = stretch.decision.verdict
        if open_span is not None and open_span.verdict == verdict:
            open_span = Span(open_span.first, stretch.last, verdict, open_span.because)
        else:
            if open_span is not None:
                yield open_span
            open_span = Span(stretch.first, stretch.last, verdict, tuple(_because(days, before, stretch)))
        before = stretch
    if open_span is not None:
        yield open_span


def _because(days: SchemeDays, before: Stretch | None, after: Stretch) -> Iterator[CriterionRef]:
    """The criteria that stand otherwise than before."""
    if before is None:
        return
    pairs = zip(days.scheme.criteria, before.decision.criteria, after.decision.criteria, strict=True)
    for criterion, was, then in pairs:
        if criterion.blocks and standing(criterion, was) != standing(criterion, then):
            yield cited(criterion, days.teller)


# ------------------------------------------------------------ what a summary has room for

MOST_DATES: Final = 10
_ORDER: Final[dict[EventKind, int]] = {
    "last_safe_day": 0, "closes": 1, "money_counts_until": 2, "cut_off": 3, "becomes_possible": 3,
    "no_longer_possible": 3, "age": 4, "opens": 5, "rules_change": 6,
}  # fmt: skip


def next_dates(found: CalendarReport) -> tuple[Event, ...]:
    """The few events of a calendar that matter most, by their days: at most ten.

    First what ends a scheme that is met or may be, what closes, until when money counts; what is
    expected only after that. Schemes that are met before those that wait for an answer, one event
    of a kind for each scheme, and none for a scheme that is shut all the time.
    """
    best = {scheme.scheme: _best(scheme) for scheme in found.schemes}
    ranked = sorted(
        (event for event in found.events if best[event.scheme or ""] < _SHUT or event.kind == "money_counts_until"),
        key=lambda e: (e.sort == "expected", _ORDER[e.kind] + 2 * best[e.scheme or ""], e.on or date.min, e.uid),
    )
    kept: dict[tuple[str | None, EventKind], Event] = {}
    for event in ranked:
        if len(kept) < MOST_DATES:
            kept.setdefault((event.scheme, event.kind), event)
    order = {event.uid: number for number, event in enumerate(found.events)}
    return tuple(sorted(kept.values(), key=lambda e: order[e.uid]))


_RANKS: Final[dict[Verdict, int]] = {"eligible": 0, "discretionary": 1, "needs_information": 1, "not_eligible": 2}
_SHUT: Final = _RANKS["not_eligible"]


def _best(scheme: SchemeCalendar) -> int:
    """The best verdict that the scheme has on any day or at any call, as a rank."""
    verdicts = [span.verdict for span in scheme.spans]
    verdicts += [call.verdict for call in scheme.calls if call.verdict is not None]
    return min((_RANKS[verdict] for verdict in verdicts), default=_SHUT)
