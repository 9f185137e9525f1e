"""What was found of each criterion, as data: outcome, values read, what is missing. No words yet."""

from __future__ import annotations

from typing import Any

from matcher.condition import Condition, Node
from matcher.frozen import Frozen
from matcher.missing import Missing, Reader, missing
from matcher.scheme import Criterion, Outcome, Scheme
from matcher.verdict import Decision, Judgement, settled


class Finding(Frozen, frozen=True):
    """One criterion of a scheme, decided for one profile.

    `missing` has the facts and open points that an open outcome waits for, and is empty where the
    outcome is settled.
    """

    criterion: Criterion
    judgement: Judgement
    outcome: Outcome
    missing: Missing
    values: dict[str, Any]


def findings(scheme: Scheme, decision: Decision, reader: Reader) -> list[Finding]:
    """The criteria that are this applicant's and in force, or may be, in the order of the pack.

    `values` maps each fact that the criterion reads to its value, None where it is not given.
    """
    facts = reader.facts
    found = []
    for criterion, judgement in zip(scheme.criteria, decision.criteria, strict=True):
        if judgement.stated is False:
            continue
        outcome = settled(criterion, judgement)
        asked = _NOTHING
        if outcome is None:
            asked = asks(scheme, criterion, reader)
            outcome = "unknown" if asked.facts else "unclear"
        values = {path: facts.get(path) for path in criterion.reads}
        found.append(Finding(criterion, judgement, outcome, asked, values))
    return found


def asks(scheme: Scheme, criterion: Criterion, reader: Reader) -> Missing:
    """What an open criterion waits for."""
    nodes: list[Node] = [criterion.in_force, criterion.applies_when]
    host = host_of(scheme, criterion)
    if host is not None:
        nodes.insert(0, host)
    if criterion.requires is not None:
        nodes.append(criterion.requires)
    return missing(nodes, reader)


def host_of(scheme: Scheme, criterion: Criterion) -> Condition | None:
    """When the criterion's host is the applicant's; None for a criterion of the scheme itself."""
    if criterion.overlay is None:
        return None
    return next(o.when for o in scheme.overlays if o.id == criterion.overlay)


_NOTHING = Missing()
