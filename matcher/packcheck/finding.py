"""One thing that a check of a rule book tells its author: how bad, where, what, and what to do."""

from __future__ import annotations

from typing import Literal

from matcher.errors import Place, Problem
from matcher.frozen import Frozen
from matcher.words import Words

Level = Literal["error", "warning", "explained"]
Check = Literal["lint", "examples", "coverage", "mutants", "stale", "proofs"]


class Finding(Frozen, frozen=True):
    """A finding. An error fails the check; what the pack explains is shown and does no harm."""

    level: Level
    check: Check
    place: Place
    what: Words
    instead: Words  # what to do; of an explained finding, the pack's own reason


def error_of(check: Check, problem: Problem) -> Finding:
    """A problem of a file as a finding."""
    return Finding("error", check, problem.place, problem.what, problem.instead)
