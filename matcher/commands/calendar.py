"""`matcher calendar`: the days to know of, for one profile."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.section import section_json, section_report
from matcher.commands.shared import (
    AsOf, Form, Lang_, Out, Rules, Told, book_of, day_of, give, give_blocks, language_of, profile_of,
)  # fmt: skip
from matcher.errors import each_of

if TYPE_CHECKING:
    from matcher.report import Report
    from matcher.rulebook import RuleBook
    from matcher.words import Lang


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
    from matcher.insights.calendar import asked, calendar_of

    (first, last, names), read = each_of(
        lambda: asked(book, day_of(None, book) if as_of is None else as_of, until, schemes),
        lambda: profile_of(source, book),
    )
    return section_report(read, book, first, lang, calendar=calendar_of(read, book, first, last, names))


def _show(report: Report, form: CalendarForm, lang: Lang, output: Path | None) -> None:
    from matcher.sections import CalendarReport

    found = report.calendar
    assert isinstance(found, CalendarReport)
    match form:
        case CalendarForm.json:
            give(section_json(report, "calendar"), output)
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
