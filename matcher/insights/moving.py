"""A profile's facts as days go by: the day of the check moves, and with it the days of a call.

Nothing else moves: headcount, money and the people are those of the profile on every day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from matcher.condition import AS_OF, Count, Fact, Field, ForEach, ForSome, Node, Total, Within, parts_of
from matcher.dates import add_months
from matcher.scheme import CallFacts

Facts = Mapping[str, Any]


class Moving:
    """The facts on each day, for one scheme: those of a call that opens, closes and cuts off on that day."""

    def __init__(self, facts: Facts, calls: CallFacts) -> None:
        self.facts = facts
        self.calls = calls
        self.paths = frozenset({AS_OF, *filter(None, (calls.opens, calls.closes, calls.cut_off, calls.year))})
        self._made: dict[date, Facts] = {}

    @property
    def has_calls(self) -> bool:
        """Whether a call sets any fact."""
        return len(self.paths) > 1

    def as_given(self, day: date) -> Facts:
        """The profile's own facts on the day, those of its call among them."""
        return {**self.facts, AS_OF: day}

    def on(self, day: date) -> Facts:
        """All facts on the day."""
        made = self._made.get(day)
        if made is None:
            call = call_facts(self.calls, opens=day, closes=day, cut_off=day, year=year_after(day))
            made = self._made[day] = {**self.facts, **call, AS_OF: day}
        return made

    def is_given(self, fact: Fact) -> bool:
        """Whether the fact has a value on every day, so that no bracket is looked at."""
        return fact.path in self.paths or self.facts.get(fact.path) is not None

    def reads(self, node: Node, over: str = "") -> Iterator[str]:
        """The facts of the applicant that the node turns on: not the days, and not what stands in for a given day."""
        match node:
            case Fact(path=path):
                if path not in self.paths:
                    yield path
            case Field(name=name):
                yield f"{over}.{name}"
            case ForSome() | ForEach() | Total() | Count():
                over = node.over
                yield over
        for part in (node.fact,) if isinstance(node, Within) and self.is_given(node.fact) else parts_of(node):
            yield from self.reads(part, over)


def call_facts(
    calls: CallFacts, *, opens: date | None, closes: date | None, cut_off: date | None, year: date | None
) -> dict[str, date]:
    """What one call makes of the facts that a call sets; a day that it does not name is left out."""
    told = ((calls.opens, opens), (calls.closes, closes), (calls.cut_off, cut_off), (calls.year, year))
    return {path: day for path, day in told if path is not None and day is not None}


def year_after(day: date) -> date:
    """The first day of the financial year that begins after `day`."""
    first = date(day.year, 4, 1)
    return first if day < first else add_months(first, 12)
