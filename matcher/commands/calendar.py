"""`matcher calendar`: the days to know of, for one profile."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.shared import (
    AsOf, Form, Lang_, Out, Rules, Told, as_json, book_of, day_of, give, give_blocks, language_of, profile_of,
)  # fmt: skip
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from matcher.errors import Problem
    from matcher.report import Report
    from matcher.rulebook import RuleBook
    from matcher.words import Lang


_HEAD = ("report_version", "as_of", "rulebook", "profile", "calendar")


class CalendarForm(StrEnum):
    """How a calendar is written."""

    terminal = "terminal"
    json = "json"
    ics = "ics"
    html = "html"


def calendar(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A YAML or JSON file, or - for standard input.")],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day. Default: 24 months after the first.")
    ] = None,
    as_of: AsOf = None,
    scheme: Annotated[
        list[str] | None, typer.Option("--scheme", metavar="ID", help="Only this scheme; may be given again.")
    ] = None,
    form: Annotated[
        CalendarForm, typer.Option("--format", help="terminal, json, ics or html.")
    ] = CalendarForm.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Say which calls come, when a scheme opens or shuts for the PROFILE, and the last safe days."""
    language = language_of(lang)
    with Told(language):
        report = _report(profile, as_of, until, scheme or [], book_of(rules), language)
        _show(report, form, language, output)


def _report(
    source: str, as_of: str | None, until: str | None, schemes: list[str], book: RuleBook, lang: Lang
) -> Report:
    """A report of nothing but the calendar. Raises MatcherError with the problems of the profile and the days."""
    from matcher.check import profile_used
    from matcher.insights.calendar import asked, calendar_of
    from matcher.report import REPORT_VERSION, Report, RuleBookUsed

    problems: list[Problem] = []
    days = read = None
    try:
        days = asked(book, day_of(None, book) if as_of is None else as_of, until, schemes)
    except MatcherError as trouble:
        problems += trouble.problems
    try:
        read = profile_of(source, book)
    except MatcherError as trouble:
        problems += trouble.problems
    if days is None or read is None:
        raise MatcherError(problems)
    first, last, names = days
    for note in read.notes(book.vocabulary, first):
        typer.echo(note.text(lang), err=True)
    return Report(
        REPORT_VERSION, first, RuleBookUsed(book.version, book.digest, book.rounding.because), "direct",
        profile_used(read, book, first), (), (), calendar=calendar_of(read, book, first, last, names),
    )  # fmt: skip


def _show(report: Report, form: CalendarForm, lang: Lang, output: Path | None) -> None:
    from msgspec import to_builtins

    from matcher.sections import CalendarReport

    found = report.calendar
    assert isinstance(found, CalendarReport)
    match form:
        case CalendarForm.json:
            told = to_builtins(report)
            give(as_json({key: told[key] for key in _HEAD}), output)
        case CalendarForm.ics:
            from matcher.render.ics import ics

            name = report.profile.name_zh if lang == "zh-Hant" and report.profile.name_zh else report.profile.name
            give(ics(found, name, lang), output)
        case CalendarForm.html:
            from matcher.render.html.pages import calendar_html

            give(calendar_html(report, lang), output)
        case CalendarForm.terminal:
            from matcher.render.calendar import calendar_page

            give_blocks(list(calendar_page(report, found, lang)), Form.terminal, output)
