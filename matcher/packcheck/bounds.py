"""Whether the examples of a pack stand on both sides of every bound that a criterion draws.

A bound is a comparison of days, amounts, counts, shares or durations. An example must stand
exactly on it, and one at most a unit away on the side where the answer differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Final

from matcher.condition import (
    AS_OF, Choose, Compare, Condition, Count, Fact, ForEach, ForSome, Node, Total, Within, kind_of, parts_of,
    walk,
)  # fmt: skip
from matcher.engines.direct import Compiler
from matcher.formula_text import write
from matcher.frozen import Frozen
from matcher.interval import is_point
from matcher.literals import Kind
from matcher.packcheck.examples import Example
from matcher.scheme import Scheme

# One unit of each kind; money is in cents, and two financial years are at most 366 days apart.
UNITS: Final[dict[Kind, int | Fraction]] = {
    Kind.DATE: 1, Kind.YEAR: 366, Kind.MONEY: 1, Kind.COUNT: 1, Kind.DURATION: 1,
    Kind.SHARE: Fraction(1, 1000), Kind.NUMBER: 1,
}  # fmt: skip


class Bound(Frozen, frozen=True):
    """One comparison of a criterion, and whether an example stands at it and beside it."""

    criterion: str
    comparison: str
    at: bool
    beside: bool


def compared(node: Node, items: str | None = None) -> Iterator[tuple[Compare, str | None]]:
    """Every comparison of ordered things, with the list whose items it is about.

    What only picks the value of a year, narrows an unknown day or reads the day of the check
    alone is not one of them.
    """
    if isinstance(node, Compare) and kind_of(node.left) is not Kind.CHOICE and not _is_of_the_day(node):
        yield node, items
    for part in parts_of(node):
        if isinstance(node, Within) and part is not node.fact:
            continue
        if isinstance(node, Choose) and part is node.condition:
            continue
        yield from compared(part, node.over if isinstance(node, (ForSome, ForEach, Total, Count)) else items)


def _is_of_the_day(node: Node) -> bool:
    """Whether the day of the check, and nothing of the applicant's, decides it."""
    paths = {n.path for n in walk(node) if isinstance(n, Fact)}
    return paths == {AS_OF}


def bounds(scheme: Scheme, examples: Iterable[Example]) -> list[Bound]:
    """Every bound of the scheme's deciding criteria."""
    compiler = Compiler()
    found: dict[tuple[str, str], Bound] = {}
    given = [example.facts for example in examples]
    for criterion in scheme.criteria:
        nodes: tuple[Condition, ...] = (criterion.applies_when,)
        nodes += () if criterion.requires is None else (criterion.requires,)
        for node in nodes if criterion.blocks else ():
            for one, over in compared(node):
                seen = {gap for facts in given for gap in _gaps(one, over, facts, compiler)}
                bound = Bound(criterion.id, write(one), 0 in seen, _is_beside(one, seen))
                key = (bound.criterion, bound.comparison)
                before = found.get(key, bound)
                found[key] = Bound(*key, before.at or bound.at, before.beside or bound.beside)
    return list(found.values())


def _gaps(one: Compare, over: str | None, facts: Any, compiler: Compiler) -> Iterator[Any]:
    """By how much the left side is above the right, where both are known."""
    for item in facts.get(over, ()) if over else (None,):
        left, right = compiler.term(one.left)(facts, item), compiler.term(one.right)(facts, item)
        if is_point(left) and is_point(right):
            gap = left[0] - right[0]
            yield gap.days if isinstance(left[0], date) else gap


def _is_beside(one: Compare, seen: set[Any]) -> bool:
    differs_above = {"<=": True, ">": True, ">=": False, "<": False}.get(one.op)
    near = {gap for gap in seen if 0 < abs(gap) <= UNITS[kind_of(one.left)]}
    return any(differs_above is None or (gap > 0) is differs_above for gap in near)
