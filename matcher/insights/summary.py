"""The few lines that a reader needs first: what to do, what not to miss, what to choose, which days come.

Read off a report and a calendar; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from msgspec.structs import replace

from matcher.insights.calendar import asked, calendar_of, next_dates
from matcher.phrases import day_for_people
from matcher.profile import Profile
from matcher.report import RelationReport, Report, SchemeReport
from matcher.rulebook import RuleBook
from matcher.scheme import RelationKind
from matcher.sections import Action, CalendarReport, SchemeCalendar, Span
from matcher.words import Words, fill, join, listing, words

MOST_WAITED: Final = 2  # facts and open points: so little is soon answered
MOST_QUESTIONS: Final = 3  # for one office
_IN_CALLS: Final = ("unknown", "between_calls", "upcoming")
_SHUTS: Final[frozenset[RelationKind]] = frozenset({"never_both", "closes", "closed_by", "not_together"})


def with_summary(report: Report, profile: Profile, book: RuleBook) -> Report:
    """The report with its summary, from a calendar of no more schemes than the summary speaks of."""
    schemes = near(report)
    first, last, names = asked(book, report.as_of, None, schemes)
    return summed_up(report, calendar_of(profile, book, first, last, names if schemes else ()))


def summed_up(report: Report, calendar: CalendarReport) -> Report:
    """The report with the summary that follows from it and from the calendar."""
    return replace(report, actions=tuple(_Summary(report, calendar).actions()), dates=next_dates(calendar))


def near(report: Report) -> list[str]:
    """The schemes whose days matter first: met, nearly so and applied for in calls, or with a day that is known."""
    return [
        scheme.id for scheme in report.schemes
        if scheme.verdict == "eligible"
        or (scheme.verdict != "not_eligible" and any(entry.on for entry in scheme.next_dates))
        or (_is_nearly_met(scheme) and scheme.availability.state in _IN_CALLS)
    ]  # fmt: skip


def _is_nearly_met(scheme: SchemeReport) -> bool:
    return scheme.verdict == "needs_information" and _waits(scheme) <= MOST_WAITED


def _waits(scheme: SchemeReport) -> int:
    return len(scheme.missing) + sum(point.decides for point in scheme.open_points)


class _Summary:
    def __init__(self, report: Report, calendar: CalendarReport) -> None:
        self.report = report
        # A calendar of more schemes adds dates; it does not change what to do.
        known = near(report)
        self.calendar = {scheme.scheme: scheme for scheme in calendar.schemes if scheme.scheme in known}
        self.events = [event for event in calendar.events if event.scheme in known]
        possible = [s for s in report.schemes if s.verdict in ("eligible", "needs_information")]
        # Met before nearly met; the sort keeps the order of the report.
        self.possible = sorted(possible, key=lambda s: (s.verdict != "eligible", _waits(s)))
        self.nearest = [s for s in self.possible if s.verdict == "eligible" or _is_nearly_met(s)]

    def actions(self) -> Iterator[Action]:
        for found in (self.do_first(), self.last_chance(), self.choose()):
            if found is not None:
                yield found

    # -- what to do first

    def do_first(self) -> Action | None:
        """Ask about a call that may be closing unseen; else apply in time; else answer what most schemes wait for."""
        return self.ask_of_call() or self.apply() or self.answer() or self.ask_of_points()

    def ask_of_call(self) -> Action | None:
        unseen = {event.scheme for event in self.events if event.kind == "closes" and event.on is None}
        silent = [scheme for scheme in self.nearest if scheme.id in unseen]
        if not silent:
            return None
        office = _office(silent[0])
        there = [scheme for scheme in silent if _office(scheme) == office]
        question = fill(
            words("is {c} still open, and when does it close ({n})?", "{c}是否仍接受申請、何日截止（{n}）？"),
            c=self.call(there[0]), n=listing(scheme.name for scheme in there),
        )  # fmt: skip
        return self.ask(office, there, [question])

    def call(self, scheme: SchemeReport) -> Words:
        """The call whose closing date nobody has named."""
        calls = self.calendar[scheme.id].calls
        return next((call.name for call in calls if call.closes is None), words("a call", "申請"))

    def ask(self, office: Words, schemes: list[SchemeReport], questions: list[Words]) -> Action:
        """What to ask an office, with the open points that decide and that it can settle."""
        concerned = {scheme.id: None for scheme in schemes}
        for scheme in self.nearest:
            for point in scheme.open_points:
                if point.decides and point.ask == office and len(questions) < MOST_QUESTIONS:
                    questions.append(fill(words("{q} ({n})?", "{q}（{n}）？"), n=scheme.name,
                                          q=_bare(point.question)))  # fmt: skip
                    concerned[scheme.id] = None
        says = fill(words("Ask {o}: {q}", "向{o}查詢：{q}"), o=office, q=join(questions, " ", ""))
        return Action("do_first", says, tuple(concerned))

    def apply(self) -> Action | None:
        """The first day on which something shuts that the applicant is eligible for; else what can be begun now."""
        eligible = {scheme.id: scheme for scheme in self.possible if scheme.verdict == "eligible"}
        ends = [e for e in self.events if e.kind in ("closes", "last_safe_day") and e.on and e.sort != "expected"]
        for event in ends:  # in the order of their days
            if event.scheme in eligible and event.on is not None:
                says = fill(words("{d}: {w}. Apply before.", "{d}：{w}。請在此之前申請。"),
                            d=day_for_people(event.on), w=event.says)  # fmt: skip
                return Action("do_first", says, (event.scheme,))
        for scheme in eligible.values():
            if scheme.availability.state in ("open", "by_introduction"):
                says = fill(words("{n}: {a}. {h}", "{n}：{a}。{h}"), n=scheme.name,
                            a=_bare(scheme.availability.says), h=scheme.how_to_apply)  # fmt: skip
                return Action("do_first", says, (scheme.id,))
        return None

    def answer(self) -> Action | None:
        """What most schemes wait for; else what the nearest one waits for."""
        if self.report.asks:
            first = self.report.asks[0]
            says = fill(words("Answer first: {a} {n} schemes wait for it.", "先回答：{a}有{n}項計劃尚欠此項資料。"),
                        a=first.ask, n=len(first.schemes))  # fmt: skip
            return Action("do_first", says, first.schemes)
        for scheme in self.possible:
            for question in scheme.questions:
                says = fill(words("Answer first: {a} {n} waits for it.", "先回答：{a}{n}尚欠此項資料。"),
                            a=question.ask, n=scheme.name)  # fmt: skip
                return Action("do_first", says, (scheme.id,))
        return None

    def ask_of_points(self) -> Action | None:
        waiting = [s for s in self.nearest if any(point.decides for point in s.open_points)]
        return self.ask(_office(waiting[0]), [], []) if waiting else None

    # -- what not to miss

    def last_chance(self) -> Action | None:
        """The last call or day of the nearest scheme that has one, and what shuts it afterwards."""
        for scheme in self.nearest:
            days = self.calendar.get(scheme.id)
            if days is not None and days.last_safe_says is not None:
                return Action("last_chance", join([_last(days), *_shut_by(days)], ". ", "。"), (scheme.id,))
        return None

    # -- what to choose

    def choose(self) -> Action | None:
        """Two schemes that could both be had, one of which shuts the other; the nearest two first."""
        ranked = sorted(self.possible, key=lambda s: (s.verdict != "eligible", s.id not in self.calendar))
        places = {scheme.id: place for place, scheme in enumerate(ranked)}
        pairs = [
            (sorted((places[scheme.id], places[other])), places[scheme.id], relation)
            for scheme in ranked for relation in scheme.relations if relation.kind in _SHUTS
            for other in (relation.to, *relation.also) if other in places
        ]  # fmt: skip
        if not pairs:
            return None
        both, by, relation = min(pairs, key=lambda pair: pair[:2])
        ids = tuple(ranked[place].id for place in both)
        said = fill(words("{n}: {w}", "{n}：{w}"), n=ranked[by].name, w=_bare(relation.says))
        return Action("choose", join([said, *self.money(ids), _decide(relation)], ". ", "。"), ids)

    def money(self, ids: Collection[str | None]) -> Iterator[Words]:
        """Until when private money counts for the first call of one of the schemes."""
        for event in self.events:
            if event.kind == "money_counts_until" and event.scheme in ids and event.on is not None:
                yield fill(words("{w}: {d}", "{w}：{d}"), w=event.says, d=day_for_people(event.on))
                return


def _office(scheme: SchemeReport) -> Words:
    """Whom most of the scheme's open points are put to; else whoever runs it."""
    points = [point for point in scheme.open_points if point.decides] or scheme.open_points
    asks = {point.ask["en"]: point.ask for point in points}
    counted = Counter(point.ask["en"] for point in points)
    return asks[counted.most_common(1)[0][0]] if points else scheme.administrator


def _last(days: SchemeCalendar) -> Words:
    says = days.last_safe_says or days.name
    if days.last_safe_day is None:
        return says
    return fill(words("{w}: {d}", "{w}：{d}"), w=says, d=day_for_people(days.last_safe_day))


def _shut_by(days: SchemeCalendar) -> Iterator[Words]:
    """What fails from the day on which the scheme shuts for good."""
    shut: Span | None = None
    for span in days.spans:
        shut = span if span.verdict == "not_eligible" else None
    if shut is None or not shut.because:
        return
    template = (
        words("If a call closes and cuts off on {d} or later, you no longer meet: {c}",
              "如截止及基準日在{d}或之後，即不再符合「{c}」")
        if days.calls else words("From {d} on you no longer meet: {c}", "由{d}起不再符合「{c}」")
    )  # fmt: skip
    yield fill(template, d=day_for_people(shut.first), c=listing(ref.says for ref in shut.because))


def _decide(relation: RelationReport) -> Words:
    if relation.kind in ("closes", "closed_by"):
        return words("Decide the order before you apply for either.", "申請任何一項之前，請先決定次序。")
    return words("Decide between them before you apply for either.", "申請任何一項之前，請先作選擇。")


def _bare(text: Words) -> Words:
    return words(text["en"].rstrip(".?"), text["zh-Hant"].rstrip("。？"))
