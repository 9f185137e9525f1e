"""How a test that the day of the check alone settles is told: the day against the period.

`as_of >= opens and as_of <= closes`, also as one of several ways, becomes one line: the day, the
period that counts, and by how much it is missed. Of several periods a day outside all of them is
held against the latest that had begun, so that the past is not told what came later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from matcher.condition import AS_OF, All, AnyOf, Compare, Condition, Fact, Term, facts_of, unnamed
from matcher.dates import next_day, previous_day
from matcher.frozen import Frozen
from matcher.interval import is_point
from matcher.missing import Reader
from matcher.words import Words, fill, join, words


class Period(Frozen, frozen=True):
    """One way to pass by the day: both ends are inside, None is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is inside."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def told_by_day(condition: Condition, reader: Reader) -> Words | None:
    """The day against its bound; None where the test is not of that form."""
    day: date = reader.facts[AS_OF]
    found = list(_periods(condition, reader))
    said = words(f"day of the check {day}", f"核對日{day}")
    inside = next((period for period in found if period.holds(day)), None)
    if inside is not None:
        return join([said, _bound(inside), _inside(inside, day)])
    begun = [period for period in found if period.first is None or period.first <= day]
    if begun:
        latest = max(begun, key=lambda period: period.last or date.max)
        bound = _bound(latest)
        if len(begun) > 1:
            bound = fill(words("{b}, the latest of {n} periods", "{b}（{n}段時期中最近的一段）"), b=bound, n=len(begun))
        return join([said, bound, _missed((day - (latest.last or day)).days)])
    if found:
        soonest = min(found, key=lambda period: period.first or date.max)
        return join([said, _bound(soonest), _missed(((soonest.first or day) - day).days)])
    return None


def _periods(condition: Condition, reader: Reader) -> Iterator[Period]:
    """The ways that rest on the day alone; a way that asks anything else is left out."""
    for way in _ways(condition):
        first: date | None = None
        last: date | None = None
        for leaf in way:
            bound = _of_the_day(leaf, reader)
            if bound is None:
                break
            first = max(filter(None, (first, bound.first)), default=None)
            last = min(filter(None, (last, bound.last)), default=None)
        else:
            yield Period(first, last)


def _ways(condition: Condition) -> list[tuple[Condition, ...]]:
    """The condition as alternatives, each a list of what must hold together."""
    match condition:
        case AnyOf(parts=parts):
            return [way for part in parts for way in _ways(part)]
        case All(parts=parts):
            return [tuple(leaf for way in ways for leaf in way) for ways in product(*map(_ways, parts))]
        case _:
            return [(condition,)]


def _of_the_day(leaf: Condition, reader: Reader) -> Period | None:
    """The days that a comparison of the day of the check with a known day lets pass."""
    if not isinstance(leaf, Compare) or facts_of(leaf):
        return None
    op, bound = leaf.op, leaf.right
    if not _is_today(leaf.left):
        if not _is_today(leaf.right):
            return None
        op, bound = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(op, op), leaf.left
    found = reader.interval(bound)
    if not is_point(found):
        return None
    day: date = found[0]
    match op:
        case "<=":
            return Period(None, day)
        case "<":
            return Period(None, previous_day(day))
        case ">=":
            return Period(day, None)
        case ">":
            return Period(next_day(day), None)
        case "==":
            return Period(day, day)
        case _:
            return None


def _is_today(term: Term) -> bool:
    inner = unnamed(term)
    return isinstance(inner, Fact) and inner.path == AS_OF


def _bound(period: Period) -> Words:
    first, last = period.first, period.last
    if first is None:
        return words(f"must be on or before {last}", f"須為{last}或之前")
    if last is None:
        return words(f"must be on or after {first}", f"須為{first}或之後")
    return words(f"must be from {first} to {last}", f"須由{first}至{last}")


def _inside(period: Period, day: date) -> Words:
    if day == period.last:
        return words("it is the last day, which passes", "為最後一日，仍屬符合")
    if day == period.first:
        return words("it is the first day, which passes", "為首日，符合")
    return words("it is", "符合")


def _missed(days: int) -> Words:
    return words(f"it is not, by {days:,} day{'s'[: days != 1]}", f"並不符合，相差{days:,}日")
