"""What a scheme says of a profile, and which criteria say otherwise in another reading of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from matcher.engines.direct import DirectEngine
from matcher.frozen import Frozen
from matcher.packcheck.examples import outcomes
from matcher.scheme import Scheme

NOT_IN_FORCE: Final = "not_in_force"
_HARMLESS: Final = {"met", "not_applicable", "not_stated"}


class Outcomes(Frozen, frozen=True):
    """One criterion with its outcome before and after; none where the scheme has no such criterion."""

    criterion: str
    old: str | None
    new: str | None


def decided(scheme: Scheme | None, facts: Mapping[str, Any], engine: DirectEngine | None = None) -> str:
    """The verdict of the direct engine, or that the scheme is not in force or not there."""
    engine = engine or DirectEngine()
    if scheme is None or engine.compiler.condition(scheme.in_force)(facts, None) is False:
        return NOT_IN_FORCE
    return engine.verdict(scheme, facts)


def differing(
    old: Scheme | None, new: Scheme | None, old_facts: Mapping[str, Any], new_facts: Mapping[str, Any]
) -> tuple[Outcomes, ...]:
    """The deciding criteria whose outcome differs for these facts.

    Where the scheme has just come, those that are against the applicant; where it has ended, none.
    """
    before, after = _outcomes(old, old_facts), _outcomes(new, new_facts)
    if after is None:
        return ()
    if before is None:
        return tuple(Outcomes(name, None, found) for name, found in after.items() if found not in _HARMLESS)
    return tuple(
        Outcomes(name, before.get(name), after.get(name))
        for name in {**before, **after} if before.get(name) != after.get(name)
    )  # fmt: skip


def _outcomes(scheme: Scheme | None, facts: Mapping[str, Any]) -> dict[str, str] | None:
    if scheme is None or decided(scheme, facts) == NOT_IN_FORCE:
        return None
    found = outcomes(scheme, DirectEngine().decide(scheme, facts), facts)
    return {c.id: found[c.id] for c in scheme.criteria if c.blocks}
