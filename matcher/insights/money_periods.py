"""Periods in which private money counts: the days on which a record must lie to be in a sum of money.

Looked for in the rules themselves: a sum of money over records whose filter holds the day of a
record against the days or the year of the call. What the sources leave open counts as a no here;
the report of the scheme asks about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from matcher.condition import Compare, Field, Total, facts_of, kind_of, unnamed, walk
from matcher.dates import next_day, previous_day
from matcher.engines.direct import Compiler, supposed
from matcher.frozen import Frozen
from matcher.insights.moving import Facts
from matcher.literals import Kind
from matcher.scheme import Criterion, Scheme
from matcher.vocabulary import Vocabulary


class Period(Frozen, frozen=True):
    """Days, both ends included, on which money of a list counts towards a criterion."""

    criterion: Criterion
    over: str
    first: date
    last: date


def money_periods(scheme: Scheme, vocabulary: Vocabulary, compiler: Compiler, facts: Facts) -> Iterator[Period]:
    """The periods of each criterion in force that decides, by the facts of one call; the same days only once."""
    calls = {scheme.calls.opens, scheme.calls.closes, scheme.calls.cut_off, scheme.calls.year}
    settled = {**facts, **{supposed(point): False for point in scheme.open_points}}
    seen: set[tuple[date, date]] = set()
    for criterion in scheme.criteria:
        if criterion.requires is None or not criterion.blocks or calls.isdisjoint(criterion.reads):
            continue
        if compiler.condition(criterion.in_force)(facts, None) is False:
            continue
        for node in walk(criterion.requires):
            if isinstance(node, Total) and kind_of(node.value) is Kind.MONEY and calls & facts_of(node.where):
                for days in _periods(node, vocabulary, compiler, settled):
                    if days not in seen:
                        seen.add(days)
                        yield Period(criterion, node.over, *days)


def _periods(node: Total, vocabulary: Vocabulary, compiler: Compiler, facts: Facts) -> Iterator[tuple[date, date]]:
    """The bounded stretches of days on which a record that is otherwise unknown may pass the filter."""
    counts = compiler.condition(node.where)
    for name, spec in vocabulary.facts[node.over].fields.items():
        if spec.kind is not Kind.DATE or not spec.past:
            continue
        turns = sorted(_bounds(node, name, compiler, facts))
        begun: date | None = None
        for day in turns:
            passes = counts(facts, {name: day}) is not False
            if passes and begun is None and counts(facts, {name: previous_day(day)}) is False:
                begun = day
            elif not passes and begun is not None:
                yield begun, previous_day(day)
                begun = None


def _bounds(node: Total, name: str, compiler: Compiler, facts: Facts) -> Iterator[Any]:
    """The days beside which the filter can turn, for a record of which only the day `name` is known."""
    for part in walk(node.where):
        if not isinstance(part, Compare):
            continue
        for one, other in ((part.left, part.right), (part.right, part.left)):
            inner = unnamed(one)
            if isinstance(inner, Field) and inner.name == name:
                for end in compiler.term(other)(facts, {}):
                    if end is not None:
                        yield end
                        yield next_day(end)
