"""One scheme through the days of a period: stretches in which every answer stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from matcher.condition import Node
from matcher.engines.direct import DirectEngine
from matcher.findings import host_of
from matcher.frozen import Frozen
from matcher.insights.critical_days import NEVER, CriticalDays
from matcher.insights.moving import Moving
from matcher.scheme import Criterion, Scheme
from matcher.truth import Truth
from matcher.verdict import Decision, verdict_of


class Stretch(Frozen, frozen=True):
    """Days, both ends included, on which the scheme is in force or not, and decided as it says."""

    first: date
    last: date
    in_force: Truth
    decision: Decision


def stretches(
    scheme: Scheme, direct: DirectEngine, moving: Moving, first: date, last: date
) -> tuple[Stretch, ...]:
    """The stretches from `first` to `last`: the same as deciding the scheme on every single day.

    The scheme is the book's own, not one read on a day.
    """
    found: list[Stretch] = []
    for begins, ends, in_force, decision in _decided(scheme, direct, moving, first, last):
        before = found[-1] if found else None
        if before is not None and (before.in_force, before.decision) == (in_force, decision):
            found[-1] = Stretch(before.first, ends, in_force, decision)
        else:
            found.append(Stretch(begins, ends, in_force, decision))
    return tuple(found)


def _decided(
    scheme: Scheme, direct: DirectEngine, moving: Moving, first: date, last: date
) -> Iterator[tuple[date, date, Truth, Decision]]:
    critical = CriticalDays(moving, direct.compiler, first, last)
    lives, role = direct.compiler.condition(scheme.in_force), direct.compiler.condition(scheme.role)
    judges = direct.judges(scheme)
    of_scheme = critical.of(scheme.in_force) | critical.of(scheme.role)
    of_criteria = [_days(scheme, criterion, critical) for criterion in scheme.criteria]
    start = first.toordinal()
    judged = [judge(moving.on(first)) for judge in judges]
    for day, after in pairwise(sorted({start, *of_scheme.union(*of_criteria), last.toordinal() + 1})):
        begins = date.fromordinal(day)
        facts = moving.on(begins)
        if day != start:
            judged = [
                judge(facts) if day in days else before
                for judge, days, before in zip(judges, of_criteria, judged, strict=True)
            ]
        plays = role(facts, None)
        decision = Decision(plays, tuple(judged), verdict_of(scheme, plays, judged))
        yield begins, date.fromordinal(after - 1), lives(facts, None), decision


def _days(scheme: Scheme, criterion: Criterion, critical: CriticalDays) -> frozenset[int]:
    host = host_of(scheme, criterion)
    parts: list[Node | None] = [host, criterion.in_force, criterion.applies_when, criterion.requires]
    return NEVER.union(*(critical.of(part) for part in parts if part is not None))
