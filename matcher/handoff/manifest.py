"""The first file of a case: what is in it, what it was derived from, and what is missing and why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from matcher.check import EngineName
from matcher.frozen import Frozen
from matcher.words import Lang

MANIFEST: Final = "manifest.json"
FORMAT: Final = "hk-funding-case"
FORMAT_VERSION: Final = 1


class Member(Frozen, frozen=True, forbid_unknown_fields=True):
    """A file of the case; `size` in bytes, `sha256` of its content."""

    name: str
    size: int
    sha256: str


class Manifest(Frozen, frozen=True, forbid_unknown_fields=True):
    """What the case was derived from, and the digest of every other file in it.

    `profile` is the company's name, or that of the profile's file if it gives none; `engine` is the
    option that derives the report again. `left_out` are the formats that were not made, and
    `made_with` the libraries, with their releases, on which the pages for a browser depend.
    """

    format: str
    format_version: int
    matcher: str
    report_version: int
    as_of: date
    engine: EngineName
    langs: tuple[Lang, ...]
    profile: str
    profile_digest: str
    rulebook_version: str
    rulebook_digest: str
    members: tuple[Member, ...]
    left_out: tuple[str, ...]
    made_with: dict[str, str]

    def to_json(self) -> bytes:
        """The manifest as JSON: the same manifest gives the same bytes."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def members_of(files: Mapping[str, bytes]) -> tuple[Member, ...]:
    """Name, size and digest of each file, in their order."""
    return tuple(
        Member(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items()
    )
