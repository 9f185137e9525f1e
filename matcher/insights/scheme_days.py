"""All that the days do to one scheme, found and not yet told: stretches, calls, periods of money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.availability import latest
from matcher.engines.direct import DirectEngine
from matcher.frozen import Frozen
from matcher.insights.calls import Call, calls_ahead, missed, past_calls
from matcher.insights.money_periods import Period, money_periods
from matcher.insights.moving import Facts, Moving, year_after
from matcher.insights.stretches import Stretch, stretches
from matcher.missing import Reader
from matcher.phrases import Teller
from matcher.scheme import Expectation, Scheme, StandingState, Window
from matcher.verdict import Decision
from matcher.vocabulary import Vocabulary


class JudgedCall(Frozen, frozen=True):
    """A call, and what was decided by its own facts on its own day."""

    call: Call
    teller: Teller
    decision: Decision


class MoneyOfYear(Frozen, frozen=True):
    """When money counts for one financial year."""

    year: date
    period: Period


class SchemeDays(Frozen, frozen=True):
    """One scheme in a period. `teller` speaks with the facts of the first day."""

    scheme: Scheme
    teller: Teller
    moving: Moving
    stretches: tuple[Stretch, ...]
    calls: tuple[JudgedCall, ...]
    missed: Call | None
    past: tuple[Window, ...]
    rhythm: Expectation | None
    standing: StandingState | None
    money: tuple[MoneyOfYear, ...]

    @property
    def is_for_others(self) -> bool:
        """Whether the scheme is for another kind of applicant all the time."""
        return all(stretch.decision.role is False for stretch in self.stretches)

    @property
    def undated(self) -> Expectation | None:
        """The rhythm, where it says that calls come and gives no day to any."""
        ceased = self.standing is not None and self.standing.state == "ceased"
        if self.rhythm is None or ceased or (self.rhythm.dated and (self.calls or self.missed is not None)):
            return None
        return self.rhythm

    @property
    def has_calls(self) -> bool:
        """Whether one applies in calls only, so that a day by itself is not a day to apply on."""
        always = self.standing is not None and self.standing.state == "open"
        return not always and bool(self.calls or self.moving.has_calls)


def scheme_days(
    scheme: Scheme, facts: Facts, vocabulary: Vocabulary, direct: DirectEngine, first: date, last: date
) -> SchemeDays:
    """What the days from `first` to `last` do; `scheme` is the book's own, not one read on a day."""
    moving = Moving(facts, scheme.calls)

    def teller(known: Facts) -> Teller:
        return Teller(vocabulary, scheme, Reader(known, direct.compiler))

    found = stretches(scheme, direct, moving, first, last)
    calls = []
    alive = direct.compiler.condition(scheme.in_force)
    given = Reader(moving.as_given(first), direct.compiler)
    for call in calls_ahead(scheme, given, first, last):
        known = call.facts(scheme, facts, first)
        if alive(known, None) is not False:
            calls.append(JudgedCall(call, teller(known), direct.decide(scheme, known)))
    money = tuple(
        MoneyOfYear(year_after(day), period)
        for day in _first_days(moving, first, last)
        for period in money_periods(scheme, vocabulary, direct.compiler, moving.on(day))
        if first <= period.last <= last
    )
    return SchemeDays(
        scheme, teller(moving.on(first)), moving, found, tuple(calls), missed(scheme, given, first),
        past_calls(scheme, given, first), latest(scheme.expects, first), latest(scheme.standing, first), money,
    )  # fmt: skip


def _first_days(moving: Moving, first: date, last: date) -> Iterator[date]:
    """The first day in the period on which a call is for each financial year; none without years."""
    if moving.calls.year is None:
        return
    day = first
    while day <= last:
        yield day
        day = year_after(day)
