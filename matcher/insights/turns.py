"""Where the answers of a scheme turn: which criteria begin or cease to hold on a day, and why then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal

from matcher.frozen import Frozen
from matcher.insights.moving import Moving
from matcher.insights.stretches import Stretch
from matcher.scheme import Criterion, Scheme
from matcher.verdict import Decision, Judgement, settled

Standing = Literal["holds", "open", "fails"]


class Flip(Frozen, frozen=True):
    """A criterion that stands otherwise from `day` on. `by_rule` where the rule itself came, went or became unclear."""

    criterion: Criterion
    day: date
    before: Standing
    after: Standing
    by_rule: bool


def is_possible(stretch: Stretch) -> bool:
    """Whether one could apply and not be turned away by a stated test."""
    return stretch.in_force is not False and stretch.decision.verdict != "not_eligible"


def standing(criterion: Criterion, judgement: Judgement) -> Standing:
    """Whether the criterion lets the applicant pass: yes, no, or not yet settled."""
    if judgement.stated is False:
        return "holds"
    outcome = settled(criterion, judgement)
    if outcome == "failed" or (outcome == "unclear" and judgement.requires is False):
        return "fails"
    return "open" if outcome is None else "holds"


def failing(scheme: Scheme, decision: Decision) -> list[Criterion]:
    """The criteria that turn the applicant away."""
    return [criterion for criterion, found in zip(scheme.criteria, decision.criteria, strict=True)
            if criterion.blocks and settled(criterion, found) == "failed" and found.stated is not False]  # fmt: skip


def flips(scheme: Scheme, found: tuple[Stretch, ...]) -> Iterator[Flip]:
    """Every criterion that decides and stands otherwise than the day before, by days."""
    for before, after in pairwise(found):
        for criterion, was, then in zip(
            scheme.criteria, before.decision.criteria, after.decision.criteria, strict=True
        ):
            stood, stands = standing(criterion, was), standing(criterion, then)
            if criterion.blocks and stood != stands:
                yield Flip(criterion, after.first, stood, stands, was.stated is not then.stated)


def is_of_company(criterion: Criterion, moving: Moving) -> bool:
    """Whether the criterion reads anything of the applicant, and not the days alone."""
    return criterion.requires is not None and any(moving.reads(criterion.requires))


def last_safe(scheme: Scheme, found: tuple[Stretch, ...]) -> date | None:
    """The last day on which what then fails still holds; None where nothing ends in the period.

    A criterion that is open for some days before it fails is not safe on them.
    """
    possible = [number for number, stretch in enumerate(found) if is_possible(stretch)]
    if not possible or possible[-1] == len(found) - 1:
        return None
    last = possible[-1]
    end, after = found[last].last, found[last + 1]
    for number, criterion in enumerate(scheme.criteria):
        if not criterion.blocks or standing(criterion, after.decision.criteria[number]) != "fails":
            continue
        held = [stretch.last for stretch in found[: last + 1]
                if standing(criterion, stretch.decision.criteria[number]) == "holds"]  # fmt: skip
        if held:
            end = min(end, held[-1])
    return end
