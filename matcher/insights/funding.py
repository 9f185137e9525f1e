"""What a scheme would bring in each financial year, and what others must find beside it.

The pack's formulas are asked again for each year: with the day of the check, the year applied for
and the days of the call moved on, and without the facts that speak of one year only. Amounts are
whole cents; of a formula that gives part of a cent, support is rounded down and own money up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from matcher.condition import AS_OF, Fact, Term, Within
from matcher.dates import add_months, previous_day
from matcher.engines.direct import Compiler
from matcher.frozen import Frozen
from matcher.interval import Interval, multiply
from matcher.literals import MOST_MONEY, Kind, financial_year
from matcher.missing import Reader, missing
from matcher.phrases import Teller, money_for_people
from matcher.scheme import OwnMoney, Scheme
from matcher.vocabulary import Vocabulary
from matcher.words import Words, fill, join, same, words

ASKED: Final = "request.amount"  # where it is not given, amounts are those of asking for the most
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
    own_says: Words | None = None


class Course(Frozen, frozen=True):
    """A scheme begun in one year: how long it runs, and the money of each year; none if it is not known.

    `waits` are facts without which the amount can be nothing.
    """

    year: int
    years: int
    slices: tuple[Slice, ...] | None
    waits: tuple[str, ...] = ()
    working: Words | None = None

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


class Prospect:
    """One scheme's money for one profile, from the year in which it can begin."""

    def __init__(self, scheme: Scheme, facts: Facts, vocabulary: Vocabulary, compiler: Compiler) -> None:
        self.scheme = scheme
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
        if applied is not None:
            return year_of(applied)
        return year_of(self.as_of) + (self.scheme.funding.yearly is not None)

    def facts_in(self, year: int) -> Facts:
        """The facts as far as they still speak of a start in a later year."""
        if year <= self.first:
            return self.facts
        facts = dict(self.facts)
        for path in (*self.scheme.brackets, *self._one_year):  # the days of the next call are not named yet
            facts.pop(path, None)
        if self.clock is None:
            facts[AS_OF] = max(self.as_of, first_day(year))
        else:
            facts[self.clock] = first_day(year)
            facts[AS_OF] = add_months(self.as_of, 12 * (year - self.first))
        return facts

    @property
    def _one_year(self) -> tuple[str, ...]:
        yearly = self.scheme.funding.yearly
        return yearly.one_year if yearly is not None else ()

    def course(self, year: int) -> Course:
        """The scheme begun in this year."""
        funding = self.scheme.funding
        if funding.yearly is not None:
            return self._by_year(year)
        reader = self._reader(year)
        begins = max(self.as_of, first_day(year))
        parts: list[tuple[int, Term, OwnMoney | None, Words | None]] = []
        if funding.stages:
            parts = [(_months(reader.interval(s.after)), s.amount, s.own, s.label) for s in funding.stages]
        elif funding.amount is not None:
            parts = [(0, funding.amount, funding.own, None)]
        slices: list[Slice] = []
        workings: list[Words] = []
        waits: dict[str, None] = {}
        known = bool(parts)
        for after, amount, own, label in parts:
            found = self._slice(year, year_of(add_months(begins, after)), reader.interval(amount), own, reader)
            known = known and found is not None
            if found is None or not found.low:
                waits.update(missing([amount], reader).facts)
            if found is None or not found.high:
                continue
            slices.append(found)
            said = self.teller(year).least_of(amount) or _range(found)
            workings.append(said if label is None else fill(words("{l}: {s}", "{l}：{s}"), l=label, s=said))
        lasts = max(_months(reader.interval(funding.lasts)), 1) if funding.lasts is not None else 1
        years = year_of(previous_day(add_months(begins, lasts))) - year_of(begins) + 1
        return Course(year, years, tuple(slices) if known else None, tuple(waits), join(workings) if workings else None)

    def _by_year(self, year: int) -> Course:
        funding, yearly = self.scheme.funding, self.scheme.funding.yearly
        assert yearly is not None and funding.amount is not None
        most = _months(self._reader(year).interval(yearly.years)) // 12
        slices: list[Slice] = []
        waits: dict[str, None] = {}
        known = True
        for each in range(year, year + most):
            reader = self._reader(each)
            if reader.truth(yearly.runs) is False:
                break
            found = self._slice(each, each, reader.interval(funding.amount), funding.own, reader)
            known = known and found is not None
            if found is None or not found.low:
                waits.update(missing([funding.amount], reader).facts)
            if found is not None:
                slices.append(found)
        for path in self._one_year:  # still to be found in any case, as own money is
            waits.pop(path, None)
        parts = [self.teller(year).least_of(funding.amount)] if slices else []
        parts += [same(" + ".join(_bare(s.high) for s in slices) + " = " + _bare(sum(s.high for s in slices)))]
        return Course(year, max(len(slices), 1), tuple(slices) if known and slices else None, tuple(waits),
                      join([part for part in parts if part is not None]))  # fmt: skip

    def _slice(self, begun: int, year: int, found: Interval, own: OwnMoney | None, reader: Reader) -> Slice | None:
        """The money of a year; None where nothing says how much it is at most."""
        low, high = found
        if high is None:
            return None
        low, high = max(int(low or 0), 0), max(int(high), 0)
        if own is None:
            return Slice(year, low, high)
        beside = multiply(reader.interval(own.per_dollar), (low, high))
        return Slice(year, low, high, _up(beside[0]), _up(beside[1]), self.teller(begun).template(own.says))

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
        return Reader({ASKED: MOST_MONEY, **self.teller(year).reader.facts}, self.compiler)


def _months(found: Interval) -> int:
    """A duration in months: the longest it can be, none where nothing is known of it."""
    return int(found[1] if found[1] is not None else found[0] or 0)


def _up(cents: Any) -> int | None:
    return None if cents is None else -int(-cents // 1)


def _bare(cents: int) -> str:
    return money_for_people(cents)["en"].removeprefix("HKD ")


def _range(found: Slice) -> Words:
    if found.low == found.high:
        return money_for_people(found.high)
    return fill(words("{low} to {high}", "{low}至{high}"),
                low=money_for_people(found.low), high=money_for_people(found.high))  # fmt: skip
