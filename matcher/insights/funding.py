"""What a scheme would bring in each financial year, and what others must find beside it.

The pack's formulas are asked again for each year: with the day of the check, the year applied for
and the days of the call moved on, and without the facts that speak of one year only. Amounts are
whole cents; of a formula that gives part of a cent, support is rounded down and own money up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from matcher.condition import AS_OF, Fact, Term, Within
from matcher.dates import add_months, previous_day
from matcher.engines.direct import Compiler
from matcher.frozen import Frozen
from matcher.interval import Interval, multiply
from matcher.literals import MOST_MONEY, Kind, bare_amount, financial_year
from matcher.missing import Reader, missing
from matcher.phrases import Teller
from matcher.scheme import OwnMoney, Scheme, Yearly
from matcher.vocabulary import Vocabulary
from matcher.words import Words, fill, join, same, words

ASKED: Final = "request.amount"  # where it is not given, amounts are those of asking each scheme for the most
ASKED_OF: Final = "request.schemes"
CALL: Final = "application."  # facts that speak of one call
ENDLESS: Final = (MOST_MONEY, MOST_MONEY)
MOST_YEARS: Final = 10  # how far ahead anything is looked for

Facts = Mapping[str, Any]


class Slice(Frozen, frozen=True):
    """Money of one financial year: cents, low and high where facts are missing, and the own money beside it.

    `year` is the calendar year in which the financial year begins.
    """

    year: int
    low: int
    high: int
    own_low: int | None = None
    own_high: int | None = None
    own: OwnMoney | None = None


class Course(Frozen, frozen=True):
    """A scheme begun in one year: how long it runs, and the money of each year; none if it is not known.

    `waits` are facts without which the amount can be nothing.
    """

    year: int
    years: int
    slices: tuple[Slice, ...] | None
    waits: tuple[str, ...] = ()

    @property
    def low(self) -> int:
        """What it comes to in all, for certain."""
        return sum(each.low for each in self.slices or ())

    @property
    def high(self) -> int:
        """What it comes to in all, at most."""
        return sum(each.high for each in self.slices or ())


def year_of(day: date) -> int:
    """The calendar year in which the financial year that holds the day begins."""
    return int(financial_year(day)[:4])


def first_day(year: int) -> date:
    """The first day of the financial year that begins in this calendar year."""
    return date(year, 4, 1)


def days_of_a_call(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that name a day of one call."""
    return tuple(
        path for path, spec in vocabulary.facts.items() if path.startswith(CALL) and spec.kind is Kind.DATE
    )


class Prospect:
    """One scheme's money for one profile, from the year in which it can begin."""

    def __init__(
        self, scheme: Scheme, facts: Facts, vocabulary: Vocabulary, compiler: Compiler, days: tuple[str, ...]
    ) -> None:
        self.scheme = scheme
        self.days = days
        self.facts = facts
        self.vocabulary = vocabulary
        self.compiler = compiler
        self.as_of: date = facts[AS_OF]
        clock = scheme.clock.fact if isinstance(scheme.clock, Within) else scheme.clock
        self.clock = clock.path if isinstance(clock, Fact) and clock.kind is Kind.YEAR else None
        self.first = self._first()

    def _first(self) -> int:
        """The year applied for; else the year of the check, or, of support by the year, the next one."""
        applied = self.facts.get(self.clock) if self.clock else None
        if applied is not None and not self.is_over:
            return year_of(applied)
        soonest = year_of(self.as_of) + (self.scheme.funding.yearly is not None)
        return soonest if applied is None else max(soonest, year_of(applied) + 1)

    @cached_property
    def is_over(self) -> bool:
        """Whether the call for the year applied for is over, so that support can begin in a later year only."""
        applied = self.facts.get(self.clock) if self.clock else None
        if applied is None:
            return False
        calls = self.scheme.calls
        named = [self.facts[path] for path in (calls.closes, calls.cut_off) if path is not None and path in self.facts]
        last: date = (*named, previous_day(first_day(year_of(applied))))[0]
        return last < self.as_of

    def facts_in(self, year: int, *, end: bool = False) -> Facts:
        """The facts as far as they still speak of a later year: on its first day, or at its end.

        The days of a later call are not named: they lie in that year, or in the pack's brackets for it.
        """
        if year <= self.first and not self.is_over:
            return self.facts
        if self.clock is None:
            day = previous_day(first_day(year + 1)) if end else max(self.as_of, first_day(year))
            return {**self._lasting, **dict.fromkeys(self.days, day), AS_OF: day}
        return {**self._lasting, self.clock: first_day(year), AS_OF: add_months(self.as_of, 12 * (year - self.first))}

    @cached_property
    def _lasting(self) -> Facts:
        """The facts that speak of no one year or call."""
        yearly = self.scheme.funding.yearly
        passing = {*self.days, *(yearly.one_year if yearly is not None else ())}
        return {path: value for path, value in self.facts.items() if path not in passing}

    def course(self, year: int) -> Course:
        """The scheme begun in this year."""
        if self.scheme.funding.yearly is not None:
            return self._by_year(year, self.scheme.funding.yearly)
        reader = self._reader(year)
        begins = max(self.as_of, first_day(year))
        slices: list[Slice | None] = []
        waits: dict[str, None] = {}
        left = self._total(reader)
        for after, amount, own, _ in self._parts(reader):
            found = self._slice(year_of(add_months(begins, after)), reader, amount, own, left)
            left = left if found is None else (left[0] - found.low, left[1] - found.high)
            if found is None or not found.low:
                waits.update(missing([amount], reader).facts)
            slices.append(found)
        lasts = self.scheme.funding.lasts
        months = 1 if lasts is None else max(_months(reader.interval(lasts)), 1)
        return _course(year, year_of(previous_day(add_months(begins, months))) - year_of(begins) + 1, slices, waits)

    def _parts(self, reader: Reader) -> list[tuple[int, Term, OwnMoney | None, Words | None]]:
        """The parts of the support: after how many months each begins, its amount, own money and label."""
        funding = self.scheme.funding
        if funding.stages:
            return [(_months(reader.interval(s.after)), s.amount, s.own, s.label) for s in funding.stages]
        return [] if funding.amount is None else [(0, funding.amount, funding.own, None)]

    def _by_year(self, year: int, yearly: Yearly) -> Course:
        slices: list[Slice | None] = []
        waits: dict[str, None] = {}
        most = _months(self._reader(year).interval(yearly.years)) // 12
        for each in range(year, year + most):
            reader = self._reader(each)
            if reader.truth(yearly.runs) is False:
                break
            for _, amount, own, _ in self._parts(reader):
                slices.append(self._slice(each, reader, amount, own))
                waits.update(missing([amount], reader).facts)
        for path in yearly.one_year:  # still to be found in any case, as own money is
            waits.pop(path, None)
        return _course(year, max(len(slices), 1), slices, waits)

    def _total(self, reader: Reader) -> tuple[int, int]:
        """What all parts come to, which can be less than their sum while facts are missing."""
        amount = self.scheme.funding.amount
        low, high = (None, None) if amount is None else reader.interval(amount)
        return ENDLESS[0] if low is None else int(low), ENDLESS[1] if high is None else int(high)

    def _slice(
        self, year: int, reader: Reader, amount: Term, own: OwnMoney | None, left: tuple[int, int] = ENDLESS
    ) -> Slice | None:
        """The money of a year, at most what is `left`; None where nothing says how much it is at most."""
        low, high = reader.interval(amount)
        if high is None:
            return None
        low, high = min(max(int(low or 0), 0), left[0]), min(max(int(high), 0), left[1])
        if own is None:
            return Slice(year, low, high)
        beside = multiply(reader.interval(own.per_dollar), (low, high))
        return Slice(year, low, high, _up(beside[0]), _up(beside[1]), own)

    def working(self, course: Course) -> Words | None:
        """How the money of the course comes about: what each amount is the least of, and the sum."""
        reader, teller = self._reader(course.year), self.teller(course.year)
        said = []
        for _, amount, _, label in self._parts(reader):
            least = teller.least_of(amount)
            if least is not None:
                said.append(least if label is None else fill(words("{l}: {s}", "{l}：{s}"), l=label, s=least))
        money = [s.high for s in course.slices or () if s.high]
        if len(money) > 1:
            said.append(same(" + ".join(map(bare_amount, money)) + f" = {bare_amount(sum(money))}"))
        return join(said) if said else None

    def own_says(self, course: Course, each: Slice) -> Words | None:
        """From whom, by when and in which form the own money of a year of the course comes."""
        if each.own is None:
            return None
        return self.teller(each.year if self.scheme.funding.yearly else course.year).template(each.own.says)

    def ceiling(self, term: Term) -> tuple[int, int | None]:
        """A ceiling that the pack states, in cents, as it is on the day of the check."""
        low, high = self._reader(self.first).interval(term)
        return int(low or 0), None if high is None else int(high)

    def teller(self, year: int) -> Teller:
        """What says the pack's texts for a start in this year."""
        facts = dict(self.facts_in(year))
        if self.clock is not None:
            facts.setdefault(self.clock, first_day(year))
        return Teller(self.vocabulary, self.scheme, Reader(facts, self.compiler))

    def _reader(self, year: int) -> Reader:
        """What reads the pack's formulas for a start in this year, asking for the most where no amount is given."""
        facts = self.teller(year).reader.facts
        return Reader(facts if ASKED in facts else {ASKED_OF: frozenset(), **facts, ASKED: MOST_MONEY}, self.compiler)


def _months(found: Interval) -> int:
    """A duration in months: the longest it can be, none where nothing is known of it."""
    return int(found[1] if found[1] is not None else found[0] or 0)


def _up(cents: Any) -> int | None:
    return None if cents is None else -int(-cents // 1)


def _course(year: int, years: int, slices: list[Slice | None], waits: Mapping[str, None]) -> Course:
    known = tuple(each for each in slices if each is not None)
    whole = known if known and len(known) == len(slices) else None
    return Course(year, years, whole and tuple(each for each in whole if each.high), tuple(waits))
