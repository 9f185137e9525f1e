"""The whole report: what a check finds, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from matcher.check import EngineName, as_profile, check
from matcher.insights.checklist import checklist
from matcher.profile import Profile
from matcher.report import Report
from matcher.rulebook import RuleBook, load_rules


def whole_report(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    schemes: Iterable[str] = (),
    engine: EngineName = "auto",
    rules: RuleBook | None = None,
) -> Report:
    """The report of `matcher.check` with every section. Raises what `matcher.check` raises."""
    book = rules or load_rules()
    read = as_profile(profile, book)
    report = check(read, as_of=as_of, schemes=schemes, engine=engine, rules=book)
    return replace(report, checklist=checklist(report, book.vocabulary))
