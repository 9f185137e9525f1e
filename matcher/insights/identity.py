"""What an event is called for good, so that a calendar that imports it again knows it."""

from __future__ import annotations

import hashlib
from typing import Final

NAMESPACE: Final = "hk-funding-matcher"


def uid_of(*parts: str | None) -> str:
    """The same for the same parts, whatever the day: scheme, kind, criterion, what the event is about.

    Made of what the rules call things, never of what the profile says.
    """
    told = "\0".join(part or "" for part in parts)
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@{NAMESPACE}"
