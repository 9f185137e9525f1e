"""From truths to outcomes, from outcomes to a verdict.

An engine decides, for each criterion, whether it is in force, whether it applies, and whether
what it requires holds. Everything here is the same for every engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.frozen import Frozen
from matcher.scheme import Criterion, Outcome, Scheme, Verdict
from matcher.truth import Truth

# What stands on top when several outcomes are listed or summed up.
WORST_FIRST: Final[tuple[Outcome, ...]] = (
    "failed", "unknown", "unclear", "met", "not_applicable", "judged",
)  # fmt: skip


class Judgement(Frozen, frozen=True):
    """What an engine found of one criterion.

    `stated` is whether the criterion is one of this applicant's at all (its overlay is theirs and
    it is in force); `applies` says so for this case too; `requires` is unknown where `applies` is
    no, or where nothing is to be decided.
    """

    stated: Truth
    applies: Truth
    requires: Truth


class Decision(Frozen, frozen=True):
    """All that an engine found of one scheme."""

    role: Truth
    criteria: tuple[Judgement, ...]
    verdict: Verdict
    fired: tuple[str, ...] = ()


def settled(criterion: Criterion, found: Judgement) -> Outcome | None:
    """The outcome, or None while it depends on a missing fact or an open point."""
    if found.applies is False:
        return "not_applicable"
    if criterion.requires is None:
        return "judged"
    if found.requires is True:
        return "met"  # whether or not it applies
    if found.requires is False and found.applies is True:
        return "unclear" if criterion.kind == "soft" else "failed"
    return None


def verdict_of(scheme: Scheme, role: Truth, found: Iterable[Judgement]) -> Verdict:
    """The verdict that follows from the truths of all criteria.

    A failed criterion decides. Else anything open leaves the verdict open. Else the scheme is
    discretionary if it decides case by case, and eligible if not.
    """
    if role is False:
        return "not_eligible"
    is_open = role is None
    for criterion, judgement in zip(scheme.criteria, found, strict=True):
        if not criterion.blocks or judgement.stated is False:
            continue
        outcome = settled(criterion, judgement)
        if outcome == "failed":
            return "not_eligible"
        if outcome is None or outcome == "unclear":
            is_open = True
    if is_open:
        return "needs_information"
    return "discretionary" if scheme.decision == "case_by_case" else "eligible"


__all__ = ["WORST_FIRST", "Decision", "Judgement", "settled", "verdict_of"]
