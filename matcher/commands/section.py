"""A report of one section alone, which `plan`, `calendar` and `stack` write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from matcher.commands.shared import as_json

if TYPE_CHECKING:
    from datetime import date

    from matcher.profile import Profile
    from matcher.report import Report
    from matcher.rulebook import RuleBook
    from matcher.words import Lang

_HEAD = ("report_version", "as_of", "rulebook", "profile")


def section_report(profile: Profile, book: RuleBook, day: date, lang: Lang, **section: Any) -> Report:
    """A report of nothing but a section; what is odd in the profile is told on standard error."""
    from matcher.check import profile_used
    from matcher.report import REPORT_VERSION, Report, RuleBookUsed

    for note in profile.notes(book.vocabulary, day):
        typer.echo(note.text(lang), err=True)
    return Report(
        REPORT_VERSION, day, RuleBookUsed(book.version, book.digest, book.rounding.because), "direct",
        profile_used(profile, book, day), (), (), **section,
    )  # fmt: skip


def section_json(report: Report, section: str) -> str:
    """What stands at the head of the report, and its section."""
    from msgspec import to_builtins

    told = to_builtins(report)
    return as_json({key: told[key] for key in (*_HEAD, section)})
