"""The base of every record in the package: immutable, compared by value, quick to make."""

from __future__ import annotations

import msgspec


class Frozen(msgspec.Struct, frozen=True):
    """An immutable record. Built on msgspec, which makes classes and instances in C."""
