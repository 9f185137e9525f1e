"""What is known of a number or a day: an interval, both ends included.

A known value is a point. An end of `None` is open without limit. Everything is exact: integers,
`Fraction`s and calendar days, never binary floating point.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from matcher.dates import add_months, next_year_start, year_start
from matcher.truth import Truth

Number = int | Fraction
Scalar = Number | date
Interval = tuple[Any, Any]  # (low, high); each a Scalar or None; low <= high where both are given

ANYTHING: Interval = (None, None)


def point(value: Scalar) -> Interval:
    """The interval of one known value."""
    return (value, value)


def is_point(interval: Interval) -> bool:
    """Whether exactly one value is left."""
    return interval[0] is not None and interval[0] == interval[1]


def add(a: Interval, b: Interval) -> Interval:
    """All sums of a value of `a` and a value of `b`."""
    return (
        None if a[0] is None or b[0] is None else a[0] + b[0],
        None if a[1] is None or b[1] is None else a[1] + b[1],
    )


def negative(a: Interval) -> Interval:
    """All values with the opposite sign."""
    return (None if a[1] is None else -a[1], None if a[0] is None else -a[0])


def subtract(a: Interval, b: Interval) -> Interval:
    """All differences of a value of `a` and a value of `b`."""
    return add(a, negative(b))


def multiply(a: Interval, b: Interval) -> Interval:
    """All products of a value of `a` and a value of `b`."""
    corners = [
        _corner(x, x_endless, y, y_endless)
        for x, x_endless in ((a[0], -1), (a[1], 1))
        for y, y_endless in ((b[0], -1), (b[1], 1))
    ]
    finite = [product for product, endless in corners if not endless]
    return (
        None if any(endless < 0 for _, endless in corners) else min(finite),
        None if any(endless > 0 for _, endless in corners) else max(finite),
    )


def _corner(
    x: Number | None, x_endless: int, y: Number | None, y_endless: int
) -> tuple[Number, int]:
    """The product of two ends, and the sign of the infinity it runs to (0 if it is finite)."""
    if x is not None and y is not None:
        return x * y, 0
    sign_x = x_endless if x is None else (x > 0) - (x < 0)
    sign_y = y_endless if y is None else (y > 0) - (y < 0)
    return 0, sign_x * sign_y


def divide(a: Interval, divisor: Number) -> Interval:
    """All quotients of a value of `a` and the constant `divisor`, which is not zero."""
    return multiply(a, point(Fraction(1) / divisor))


def shift(day: Interval, months: Interval, forward: bool = True) -> Interval:
    """All days that lie a value of `months` after (or before) a value of `day`.

    Adding months never swaps two days, so the ends of the result come from the ends given.
    """
    early, late = months if forward else negative(months)
    return (
        None if day[0] is None or early is None else add_months(day[0], early),
        None if day[1] is None or late is None else add_months(day[1], late),
    )


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval that holds all of them; at least one is given."""
    pairs = list(intervals)
    lows, highs = [p[0] for p in pairs], [p[1] for p in pairs]
    return (None if None in lows else min(lows), None if None in highs else max(highs))


def any_number_of(amount: Interval) -> Interval:
    """What a sum of none, one or many such amounts can be."""
    low, high = amount
    return (0 if low is not None and low >= 0 else None, 0 if high is not None and high <= 0 else None)


def least(intervals: Iterable[Interval]) -> Interval:
    """The smallest of one value from each; at least one is given."""
    pairs = list(intervals)
    lows, highs = [p[0] for p in pairs], [p[1] for p in pairs if p[1] is not None]
    return (None if None in lows else min(lows), min(highs) if highs else None)


def greatest(intervals: Iterable[Interval]) -> Interval:
    """The largest of one value from each; at least one is given."""
    pairs = list(intervals)
    lows, highs = [p[0] for p in pairs if p[0] is not None], [p[1] for p in pairs]
    return (max(lows) if lows else None, None if None in highs else max(highs))


def meet(a: Interval, b: Interval) -> Interval:
    """What both intervals allow; where they share nothing, `a` stands."""
    low = b[0] if a[0] is None else a[0] if b[0] is None else max(a[0], b[0])
    high = b[1] if a[1] is None else a[1] if b[1] is None else min(a[1], b[1])
    return a if low is not None and high is not None and low > high else (low, high)


def years_within(a: Interval) -> Interval:
    """The financial years, each of which is its first day, that `a` holds; `a` itself where it holds none."""
    low = None if a[0] is None else next_year_start(a[0])
    high = None if a[1] is None else year_start(a[1])
    return a if low is not None and high is not None and low > high else (low, high)


def compare(op: str, a: Interval, b: Interval) -> Truth:
    """Whether `a op b` holds for all values (YES), for none (NO), or for some only (UNKNOWN)."""
    if op == "<=":
        return _at_most(a, b)
    if op == "<":
        return _below(a, b)
    if op == ">=":
        return _at_most(b, a)
    if op == ">":
        return _below(b, a)
    same = _equal(a, b)
    return same if op == "==" else None if same is None else not same


def _at_most(a: Interval, b: Interval) -> Truth:
    if a[1] is not None and b[0] is not None and a[1] <= b[0]:
        return True
    if a[0] is not None and b[1] is not None and a[0] > b[1]:
        return False
    return None


def _below(a: Interval, b: Interval) -> Truth:
    if a[1] is not None and b[0] is not None and a[1] < b[0]:
        return True
    if a[0] is not None and b[1] is not None and a[0] >= b[1]:
        return False
    return None


def _equal(a: Interval, b: Interval) -> Truth:
    if is_point(a) and is_point(b):
        return bool(a[0] == b[0])
    if _below(a, b) is True or _below(b, a) is True:
        return False
    return None
