"""What a change asks of one place in a profile, and the facts once it is granted.

A place is a fact, a field of a record, a record that is not there yet, or a choice in a list. What
is asked is a range or a few choices, never one value, so that what two criteria ask of the same
place can be met together; the value taken is always the one nearest to what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from matcher.frozen import Frozen
from matcher.literals import FIRST_YEAR, LAST_YEAR, MOST_COUNT, MOST_MONEY, MOST_MONTHS, Kind

RECORD: Final = ""  # the name in the place of a record as a whole
ADDED: Final = "+"  # and in that of a choice to be added to a list, or taken out of it
TAKEN: Final = "-"
DOLLAR: Final = 100  # cents; amounts that are asked for are whole dollars
SHARE_STEPS: Final = 10_000  # the finest share that is asked for: a hundredth of a percentage point


class Place(Frozen, frozen=True, cache_hash=True):
    """A fact (`record` 0), or field `name` of the record with this number in the list `path`."""

    path: str
    record: int = 0
    name: str = RECORD
    choices: tuple[str, ...] = ()  # in the order of the vocabulary; of a list: one of these is added, or this taken out
    lapses: tuple[str, ...] = ()  # facts no longer known once this one is changed

    @property
    def written(self) -> str:
        """The place as a profile's reader names it: `investments[2].independent`."""
        if not self.record:
            return self.path
        return f"{self.path}[{self.record}]" + (f".{self.name}" if self.name else "")


class Range(Frozen, frozen=True):
    """From `low` to `high`, both ends included; None is no limit."""

    low: Any = None
    high: Any = None

    def has(self, value: Any) -> bool:
        """Whether the value lies inside."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def at_bound(self) -> Range:
        """The bound alone: the low one, or the high one where there is no low one."""
        bound = self.high if self.low is None else self.low
        return Range(bound, bound)


Asked = Range | frozenset[Any]
Demands = Mapping[Place, Asked]
ANY: Final[Asked] = frozenset()  # of a record as a whole: that it is there


def both(a: Asked, b: Asked) -> Asked | None:
    """What meets both; None if nothing does."""
    if isinstance(a, Range) and isinstance(b, Range):
        low = b.low if a.low is None else a.low if b.low is None else max(a.low, b.low)
        high = b.high if a.high is None else a.high if b.high is None else min(a.high, b.high)
        return None if low is not None and high is not None and low > high else Range(low, high)
    if a == b:
        return a
    if isinstance(a, frozenset) and isinstance(b, frozenset):
        return a & b or None
    return None


def together(one: Demands, other: Demands) -> Demands | None:
    """All that both ask; None if they contradict each other."""
    found = dict(one)
    for place, asked in other.items():
        if place in found:
            met = both(found[place], asked)
            if met is None:
                return None
            found[place] = met
        else:
            found[place] = asked
    return found


def is_new(place: Place, facts: Mapping[str, Any]) -> bool:
    """Whether the place is in a record that is not there yet."""
    return place.record > 0 and place.record > len(facts.get(place.path) or ())


def granted(facts: Mapping[str, Any], demands: Demands) -> dict[str, Any]:
    """The facts once the demands are met, each by the nearest value; new records stand after the others."""
    found = dict(facts)
    new: dict[tuple[str, int], dict[str, Any]] = {}
    for place, asked in demands.items():
        value = found.get(place.path)
        if place.name in (ADDED, TAKEN):
            found[place.path] = _altered(place, asked, value or frozenset())
        elif not place.record:
            found[place.path] = taken(place, asked, value)
            if found[place.path] != value:
                for lapsed in place.lapses:
                    found.pop(lapsed, None)
        else:
            records = value or ()
            if is_new(place, facts):
                record = new.setdefault((place.path, place.record), {})
                if place.name:
                    record[place.name] = taken(place, asked, record.get(place.name))
            else:
                record = {**records[place.record - 1]}
                record[place.name] = taken(place, asked, record.get(place.name))
                found[place.path] = (*records[: place.record - 1], record, *records[place.record :])
    for path, number in sorted(new):
        found[path] = (*(found.get(path) or ()), new[path, number])
    return found


def paths_of(places: Iterable[Place]) -> set[str]:
    """The facts that are altered where these places are."""
    return {path for place in places for path in (place.path, *place.lapses)}


def _altered(place: Place, asked: Any, has: frozenset[Any]) -> frozenset[Any]:
    if place.name == TAKEN:
        return has.difference(asked)
    return has if has & asked else has | {_first(place, asked)}


def taken(place: Place, asked: Asked, value: Any) -> Any:
    """The value itself if it is what is asked for, else the nearest one that is."""
    if isinstance(asked, Range):
        if value is None:
            return asked.high if asked.low is None or isinstance(asked.high, date) else asked.low
        return value if asked.has(value) else asked.low if asked.low is not None and value < asked.low else asked.high
    return value if value in asked else _first(place, asked)


def _first(place: Place, asked: Any) -> Any:
    """The first of the choices in the order of the vocabulary, which the place carries."""
    if len(asked) == 1 or not place.choices:
        return min(asked)
    return next(choice for choice in place.choices if choice in asked)


# ------------------------------------------------------------- values, in order


def steps(kind: Kind) -> tuple[Callable[[Any], int], Callable[[int], Any], int, int]:
    """An ordered kind as whole numbers: to, from, the first and the last that a profile can write."""
    return _STEPS[kind]


_STEPS: Final[dict[Kind, tuple[Callable[[Any], int], Callable[[int], Any], int, int]]] = {
    Kind.MONEY: (lambda cents: cents // DOLLAR, lambda n: n * DOLLAR, 0, MOST_MONEY // DOLLAR),
    Kind.COUNT: (int, int, 0, MOST_COUNT),
    Kind.DURATION: (int, int, 0, MOST_MONTHS),
    Kind.SHARE: (lambda share: int(share * SHARE_STEPS), lambda n: Fraction(n, SHARE_STEPS), 0, SHARE_STEPS),
    Kind.DATE: (date.toordinal, date.fromordinal, date(FIRST_YEAR, 1, 1).toordinal(),
                date(LAST_YEAR, 12, 31).toordinal()),
    Kind.YEAR: (lambda day: day.year, lambda n: date(n, 4, 1), FIRST_YEAR, LAST_YEAR),
}  # fmt: skip


def boundary(holds: Callable[[int], bool], outside: int, inside: int) -> int:
    """Of the numbers between one that does not hold and one that does, the last that still holds.

    Exact where the numbers that hold lie together; else one of their edges.
    """
    while abs(inside - outside) > 1:
        middle = (outside + inside) >> 1
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside


Short = int | Fraction | None  # how far from being so: not above zero where it is, None where endlessly


def is_so(short: Short) -> bool:
    """Whether nothing is short."""
    return short is not None and short <= 0


def edge(short: Callable[[int], Short], start: int, end: int) -> int | None:
    """The number nearest to `start`, where something is short, from which it is so; None if at no end.

    What is short mostly falls in a straight line, so that two values tell where it ends; else the
    edge is looked for by halves.
    """
    step = 1 if end > start else -1
    here, next_to = short(start), short(start + step)
    if is_so(next_to):
        return start + step
    if here is not None and next_to is not None and next_to < here:
        far = -(here // (next_to - here))
        for guess in (far, far + 1):
            at = start + step * int(guess)
            if abs(at - start) > abs(end - start):
                return None if not is_so(short(end)) else boundary(lambda n: is_so(short(n)), start, end)
            if is_so(short(at)) and not is_so(short(at - step)):
                return at
    return boundary(lambda n: is_so(short(n)), start, end) if is_so(short(end)) else None
