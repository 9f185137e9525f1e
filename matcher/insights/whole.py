"""The whole report: what a check finds, and everything that follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from msgspec.structs import replace

from matcher.check import EngineName, as_profile, check
from matcher.complaints import wrong_choice
from matcher.errors import Place, Problem, RequestError
from matcher.insights.calendar import calendar
from matcher.insights.checklist import checklist
from matcher.insights.measures import measures
from matcher.insights.plan import plan
from matcher.insights.stacking import stack
from matcher.insights.summary import summed_up
from matcher.profile import Profile
from matcher.report import Report
from matcher.rulebook import RuleBook, load_rules

Part = Literal["plan", "calendar", "stack", "checklist", "measures"]
PARTS: Final[tuple[Part, ...]] = ("plan", "calendar", "stack", "checklist", "measures")


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts that a text such as `plan,calendar` or `all` names. Raises RequestError."""
    names = [name.strip() for name in text.split(",")]
    if names == ["all"]:
        return PARTS
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        problems = [Problem(Place("--with"), *wrong_choice("section", name, (*PARTS, "all"))) for name in unknown]
        raise RequestError(problems)
    return tuple(part for part in PARTS if part in names)


def whole_report(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    schemes: Iterable[str] = (),
    engine: EngineName = "auto",
    rules: RuleBook | None = None,
    parts: Collection[Part] = PARTS,
) -> Report:
    """The report of `matcher.check` with every section, or with some; the calendar brings the summary.

    `schemes` limits plan and calendar too; combinations are always of all schemes. Raises what
    `matcher.check` raises.
    """
    book = rules or load_rules()
    read, names = as_profile(profile, book), list(schemes)
    report = check(read, as_of=as_of, schemes=names, engine=engine, rules=book)
    day = report.as_of
    if "plan" in parts:
        found = plan(read, as_of=day, rules=book)
        ways = tuple(each for each in found.schemes if not names or each.scheme in names)
        report = replace(report, plan=replace(found, schemes=ways))
    if "calendar" in parts:
        days = calendar(read, as_of=day, schemes=names, rules=book)
        report = summed_up(replace(report, calendar=days), days)
    if "stack" in parts:
        report = replace(report, stack=stack(read, as_of=day, rules=book))
    if "checklist" in parts:
        report = replace(report, checklist=checklist(report, book.vocabulary))
    if "measures" in parts:
        report = replace(report, measures=measures(report, read, book))
    return report
