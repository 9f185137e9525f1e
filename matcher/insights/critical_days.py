"""The days on which the truth of a rule can change, found without asking every day.

A comparison of something fixed with something that only moves forward changes at most twice, and
the days are found by halving. What a condition inside a term decides cuts the time into stretches
first, in each of which the term is one thing. Where both sides move, every day is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import IntEnum
from itertools import pairwise
from typing import Any, Final

from matcher.condition import (
    AS_OF, Choose, Compare, Constant, Count, Fact, ForEach, ForSome, Greatest, Later, Least, Named, Node, Term,
    Total, Within, parts_of, unnamed,
)  # fmt: skip
from matcher.engines.direct import ANY_ITEM, Compiler, Measure, items_of
from matcher.insights.moving import Moving
from matcher.interval import compare
from matcher.truth import Truth

Days = frozenset[int]  # as ordinals
NEVER: Final[Days] = frozenset()


class Course(IntEnum):
    """How the ends of a term go with the days, between two days on which a condition in it changes."""

    STILL = 0
    FORWARD = 1
    ANYHOW = 2


class CriticalDays:
    """Finds the days from the second of a period to its last; a superset of those of any one answer."""

    def __init__(self, moving: Moving, compiler: Compiler, first: date, last: date) -> None:
        self.moving = moving
        self.compiler = compiler
        self.first = first.toordinal()
        self.last = last.toordinal()
        self._days: dict[tuple[int, int], Days] = {}
        self._moves: dict[int, bool] = {}

    def of(self, node: Node, item: Any = None) -> Days:
        """The days on which the node's truth, or what decides its value, can differ from the day before."""
        if not self.moves(node):
            return NEVER
        key = (id(node), id(item))
        found = self._days.get(key)
        if found is None:
            found = self._days[key] = self._of(node, item)
        return found

    def moves(self, node: Node) -> bool:
        """Whether anything that moves stands in the node."""
        found = self._moves.get(id(node))
        if found is None:
            found = node.path in self.moving.paths if isinstance(node, Fact) else any(map(self.moves, parts_of(node)))
            self._moves[id(node)] = found
        return found

    def _of(self, node: Node, item: Any) -> Days:
        match node:
            case Compare():
                return self._compare(node, item)
            case ForSome(over=over) | ForEach(over=over) | Total(over=over) | Count(over=over):
                items = items_of(self.moving.facts, over)
                each = (ANY_ITEM,) if items is None else items
                return NEVER.union(*(self.of(part, one) for part in parts_of(node) for one in each))
            case Within(fact=fact) if self.moving.is_given(fact):
                return NEVER
            case _:
                return NEVER.union(*(self.of(part, item) for part in parts_of(node)))

    # -- comparisons

    def _compare(self, node: Compare, item: Any) -> Days:
        left, right = unnamed(node.left), unnamed(node.right)
        if isinstance(left, Fact) and left.path == AS_OF and isinstance(right, Constant):
            return self._about(right.number)
        inner = self.of(left, item) | self.of(right, item)
        courses = {self.course(left), self.course(right)}
        if courses == {Course.STILL}:
            return inner
        halving = courses == {Course.STILL, Course.FORWARD}
        ops = ("<", "<=") if halving and node.op in ("==", "!=") else (node.op,)
        found = set(inner)
        for op in ops:
            truth = self._truth(op, self.compiler.term(left), self.compiler.term(right), item)
            for low, high in self._stretches(inner):
                found.update(_turns(truth, low, high) if halving else _changes(truth, low, high))
        return frozenset(found)

    def _about(self, day: object) -> Days:
        """The day itself and the one after: whatever the comparison with it, it turns there."""
        if not isinstance(day, date):
            return NEVER
        at = day.toordinal()
        return frozenset(n for n in (at, at + 1) if self.first < n <= self.last)

    def _truth(self, op: str, left: Measure, right: Measure, item: Any) -> Callable[[int], Truth]:
        def truth(day: int) -> Truth:
            facts = self.moving.on(date.fromordinal(day))
            return compare(op, left(facts, item), right(facts, item))

        return truth

    def _stretches(self, inner: Days) -> Iterator[tuple[int, int]]:
        """First and last day of each stretch between the days given."""
        for low, after in pairwise(sorted({self.first, *inner, self.last + 1})):
            yield low, after - 1

    # -- terms

    def course(self, term: Term) -> Course:
        """How the term goes, while every condition in it stays as it is."""
        if not self.moves(term):
            return Course.STILL
        match term:
            case Fact():
                return Course.FORWARD
            case Named(term=inner) | Later(day=inner):
                return self.course(inner)
            case Least(parts=parts) | Greatest(parts=parts):
                return max(map(self.course, parts))
            case Choose(yes=yes, no=no):
                return max(self.course(yes), self.course(no))
            case Within(fact=fact):
                return self.course(fact) if self.moving.is_given(fact) else Course.ANYHOW
            case _:
                return Course.STILL  # numbers do not move: only conditions choose among them


def _turns(truth: Callable[[int], Truth], low: int, high: int) -> Iterator[int]:
    """The days on which a truth that only goes one way is another than the day before."""
    waiting = [(low, truth(low), high, truth(high))]
    while waiting:
        low, at_low, high, at_high = waiting.pop()
        if at_low is at_high:
            continue
        if high - low == 1:
            yield high
            continue
        middle = (low + high) // 2
        at_middle = truth(middle)
        waiting += ((low, at_low, middle, at_middle), (middle, at_middle, high, at_high))


def _changes(truth: Callable[[int], Truth], low: int, high: int) -> Iterator[int]:
    """The same by asking every day."""
    before = truth(low)
    for day in range(low + 1, high + 1):
        after = truth(day)
        if after is not before:
            yield day
        before = after
