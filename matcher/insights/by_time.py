"""The days on which time alone changes what holds, exactly, and the first that lets an applicant in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from matcher.condition import (
    AS_OF, Compare, Condition, Count, ForEach, ForSome, Node, Total, is_dated, parts_of,
)  # fmt: skip
from matcher.dates import add_months, next_day
from matcher.engines.direct import DirectEngine, items_of
from matcher.insights.demand import boundary
from matcher.interval import compare
from matcher.scheme import Scheme
from matcher.truth import Truth

MONTHS_AHEAD: Final = 120  # how far ahead a day is looked for


def days_of_change(node: Node, facts: Mapping[str, Any], engine: DirectEngine, item: Any = None) -> set[date]:
    """The days after that of the check on which some comparison with the day turns, ten years ahead.

    Between two of them nothing in the node changes.
    """
    first = facts[AS_OF]
    last = add_months(first, MONTHS_AHEAD)
    found: set[date] = set()
    items = (item,)
    if isinstance(node, (ForSome, ForEach, Total, Count)):
        items = items_of(facts, node.over) or ()
    for each in items:
        for part in parts_of(node):
            if is_dated(part):
                found |= days_of_change(part, facts, engine, each)
    if isinstance(node, Compare) and is_dated(node):
        left, right = engine.compiler.term(node.left), engine.compiler.term(node.right)
        starts = sorted({first, *found})
        for op in ("<=", ">=") if node.op in ("==", "!=") else (node.op,):

            def truth(day: date, op: str = op) -> Truth:
                then = {**facts, AS_OF: day}
                return compare(op, left(then, item), right(then, item))

            for start, end in zip(starts, [*starts[1:], next_day(last)], strict=True):
                found |= set(_turns(truth, start, end))
    return found


def _turns(truth: Callable[[date], Truth], start: date, end: date) -> Iterable[date]:
    """Days from `start` to before `end` on which the truth turns; it turns one way only in between."""
    last = end.toordinal() - 1
    day = start
    while day.toordinal() < last and truth(day) is not truth(date.fromordinal(last)):
        before = truth(day)
        turn = boundary(lambda n, b=before: truth(date.fromordinal(n)) is not b, day.toordinal(), last)  # type: ignore[misc]
        day = date.fromordinal(turn)
        yield day


def days_ahead(scheme: Scheme, facts: Mapping[str, Any], engine: DirectEngine) -> list[date]:
    """The days on which something in the scheme, as its pack has it for all days, may change."""
    found: set[date] = set()
    nodes: list[Condition] = [scheme.in_force, *(node for _, node in engine.rules(scheme))]
    for node in nodes:
        if is_dated(node):
            found |= days_of_change(node, facts, engine)
    return sorted(found)


def takes_on(scheme: Scheme, facts: Mapping[str, Any], engine: DirectEngine) -> bool:
    """Whether the scheme is in force on the day in the facts, and does not turn the applicant away."""
    in_force = engine.compiler.condition(scheme.in_force)(facts, None)
    return in_force is not False and engine.verdict(scheme, facts) != "not_eligible"
