"""The three truth values and their laws: Kleene's strong logic.

`True` and `False` are settled; `None` means that the facts given do not settle the question.
It is the same third value as SQL's NULL, so every engine can share one meaning. Conditions are
joined with the functions below and never with Python's own `and`, `or` and `not`, which would
quietly read "unknown" as "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

Truth = bool | None

YES: Final = True
NO: Final = False
UNKNOWN: Final = None


def negate(truth: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """NO if one is NO, else UNKNOWN if one is UNKNOWN, else YES; YES for none at all."""
    result: Truth = YES
    for truth in truths:
        if truth is False:
            return NO
        if truth is None:
            result = UNKNOWN
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """YES if one is YES, else UNKNOWN if one is UNKNOWN, else NO; NO for none at all."""
    result: Truth = NO
    for truth in truths:
        if truth is True:
            return YES
        if truth is None:
            result = UNKNOWN
    return result
