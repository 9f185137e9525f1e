"""`matcher check`: read the profiles, check each, write the reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.commands.shared import (
    AsOf, DetailsChoice, EngineChoice, Form, Lang_, Out, Rules, Told, book_of, day_of, give, give_blocks,
    language_of, profile_of, sources_of,
)  # fmt: skip
from matcher.errors import MatcherError, Place, Problem
from matcher.words import words

if TYPE_CHECKING:
    from datetime import date

    from matcher.profile import Profile
    from matcher.render.extent import Details
    from matcher.report import Report
    from matcher.rulebook import RuleBook
    from matcher.words import Lang


class CheckForm(StrEnum):
    """How a check is written."""

    terminal = "terminal"
    json = "json"
    markdown = "markdown"
    html = "html"
    pdf = "pdf"


_PRINTED = (CheckForm.html, CheckForm.pdf)  # documents of one profile, with every section


def check(
    profiles: Annotated[
        list[str],
        typer.Argument(metavar="PROFILE...", help="YAML or JSON files, folders of them, or - for standard input."),
    ],
    as_of: AsOf = None,
    scheme: Annotated[
        list[str] | None, typer.Option("--scheme", metavar="ID", help="Only this scheme, in full; may be given again.")
    ] = None,
    form: Annotated[
        CheckForm, typer.Option("--format", help="terminal, json, markdown, html or pdf; the last two of one profile.")
    ] = CheckForm.terminal,
    details: Annotated[
        DetailsChoice,
        typer.Option(
            "--details",
            help="all: every criterion of every scheme; none: the summary; auto: all of up to 12 schemes, else what "
            "is open or fails. JSON and HTML hold everything.",
        ),
    ] = DetailsChoice.auto,
    sections: Annotated[
        str | None,
        typer.Option("--with", metavar="SECTIONS", help="Add plan, calendar, stack (commas between), or all."),
    ] = None,
    lang: Lang_ = None,
    engine: Annotated[
        EngineChoice,
        typer.Option("--engine", help="auto takes durable where it can be imported; both proves that the two agree."),
    ] = EngineChoice.auto,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Say which schemes fit each PROFILE, and why."""
    language = language_of(lang)
    with Told(language):
        book = book_of(rules)
        if sections is None and form in _PRINTED:
            sections = "all"
        to_terminal = output is None and sys.stdout.isatty()
        asked = _Asked(scheme or [], sections, engine.value, form, details.value, to_terminal)
        reports = _reports(profiles, as_of, asked, language, book)
        _show(reports, form, language, output, details.value, scheme or [])


@dataclass(frozen=True)
class _Asked:
    """What is asked of each profile."""

    schemes: list[str]
    sections: str | None
    engine: Any
    form: CheckForm
    details: Details
    to_terminal: bool

    def refused(self, profiles: int) -> Iterator[Problem]:
        """What the form does not allow."""
        if self.form in _PRINTED and profiles > 1:
            what = words(f"{self.form} tells of one profile", f"{self.form}只載一份公司資料檔")
            yield Problem(Place("--format"), what, words("name one profile", "請只指明一份"))
        if self.form is CheckForm.pdf and self.to_terminal:
            what = words("a PDF cannot be shown here", "PDF無法在此顯示")
            yield Problem(Place("--format"), what, words("write it to a file with `-o`", "請以`-o`寫入檔案"))

    def report(self, profile: Profile, day: date, book: RuleBook) -> Report:
        """The check, with the sections asked for, or with the summary if people are to read it."""
        if self.sections is not None:
            from matcher.insights.whole import parts_of, whole_report

            return whole_report(profile, as_of=day, schemes=self.schemes, engine=self.engine, rules=book,
                                parts=parts_of(self.sections))  # fmt: skip
        from matcher.check import check as run

        if self.form is CheckForm.json:
            return run(profile, as_of=day, schemes=self.schemes, engine=self.engine, rules=book)
        from matcher.insights.summary import with_summary
        from matcher.render.extent import more_than_a_line

        def shown(report: Report) -> list[str]:
            return more_than_a_line(report, self.details, self.schemes)

        report = run(profile, as_of=day, schemes=self.schemes, engine=self.engine, rules=book, in_full=shown)
        return with_summary(report, profile, book)


def _reports(names: list[str], as_of: str | None, asked: _Asked, lang: Lang, book: RuleBook) -> list[Report]:
    from matcher.rulebook import chosen

    problems: list[Problem] = []
    day = None
    try:
        day = day_of(as_of, book)
    except MatcherError as trouble:
        problems += trouble.problems
    try:
        chosen(book, asked.schemes)
    except MatcherError as trouble:
        problems += trouble.problems
    if asked.sections is not None:
        from matcher.insights.whole import parts_of

        try:
            parts_of(asked.sections)
        except MatcherError as trouble:
            problems += trouble.problems
    profiles: list[Profile] = []
    for source in sources_of(names, problems):
        try:
            profiles.append(profile_of(source, book))
        except MatcherError as trouble:
            problems += trouble.problems
    problems += asked.refused(len(profiles))
    if problems or day is None:
        raise MatcherError(problems)
    for profile in profiles:
        for note in profile.notes(book.vocabulary, day):
            typer.echo(note.text(lang), err=True)
    reports = [asked.report(profile, day, book) for profile in _progress(profiles)]
    if asked.engine == "auto" and reports and reports[0].engine == "direct":
        typer.echo(_NO_DURABLE[lang], err=True)
    return reports


_NO_DURABLE = {
    "en": "note: durable-rules cannot be imported here; the direct engine decided, with the same verdicts",
    "zh-Hant": "備註：此處無法載入durable-rules，改用direct引擎，結論相同",
}


def _progress(profiles: list[Profile]) -> Iterator[Profile]:
    """The profiles, with a bar on standard error while many are checked at a terminal."""
    if len(profiles) < 20 or not sys.stderr.isatty():
        yield from profiles
        return
    with typer.progressbar(profiles, label="checking", file=sys.stderr) as bar:
        yield from bar


def _show(
    reports: list[Report], form: CheckForm, lang: Lang, output: Path | None, details: Details, named: list[str]
) -> None:
    if form is CheckForm.html:
        from matcher.render.html.pages import html

        for report in reports:
            give(html(report, lang, details="all" if details == "auto" else details, named=named), output)
        return
    if form is CheckForm.pdf:
        from matcher.render.pdf import pdf

        for report in reports:
            give(pdf(report, lang, details=details, named=named), output)
        return
    if form is CheckForm.json:
        texts = [report.to_json() for report in reports]
        give("[\n" + ",\n".join(texts) + "\n]\n" if len(texts) > 1 else texts[0] + "\n", output)
        return
    if any(each for report in reports for each in (report.plan, report.calendar, report.stack)):
        from matcher.render.whole import whole_page as page
    else:
        from matcher.render.page import page
    blocks = [block for report in reports for block in page(report, lang, details=details, named=named)]
    give_blocks(blocks, Form(form), output)
