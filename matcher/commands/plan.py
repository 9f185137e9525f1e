"""`matcher plan`: what to change, for each scheme that is not met and for all goals at once."""

from __future__ import annotations

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

_HEAD = ("report_version", "as_of", "rulebook", "profile", "plan")


def plan(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A YAML or JSON file, or - for standard input.")],
    goal: Annotated[
        list[str] | None,
        typer.Option("--goal", metavar="SCHEME", help="Also what meets this scheme and all other goals at once."),
    ] = None,
    as_of: AsOf = None,
    form: Annotated[Form, typer.Option("--format", help="terminal, json or markdown.")] = Form.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Say what to change so that schemes no longer turn the PROFILE away, or why nothing does."""
    language = language_of(lang)
    with Told(language):
        report = _report(profile, as_of, goal or [], book_of(rules), language)
        _show(report, form, language, output)


def _report(source: str, as_of: str | None, goals: list[str], book: RuleBook, lang: Lang) -> Report:
    """A report of nothing but the plan. Raises MatcherError with all problems of the profile and the request."""
    from matcher.check import profile_used
    from matcher.insights.plan import plan_of, the_goals
    from matcher.report import REPORT_VERSION, Report, RuleBookUsed

    problems: list[Problem] = []
    day = names = read = None
    try:
        day = day_of(as_of, book)
    except MatcherError as trouble:
        problems += trouble.problems
    try:
        names = the_goals(goals, book)
    except MatcherError as trouble:
        problems += trouble.problems
    try:
        read = profile_of(source, book)
    except MatcherError as trouble:
        problems += trouble.problems
    if day is None or names is None or read is None:
        raise MatcherError(problems)
    for note in read.notes(book.vocabulary, day):
        typer.echo(note.text(lang), err=True)
    return Report(
        REPORT_VERSION, day, RuleBookUsed(book.version, book.digest, book.rounding.because), "direct",
        profile_used(read, book, day), (), (), plan=plan_of(read, book, day, names),
    )  # fmt: skip


def _show(report: Report, form: Form, lang: Lang, output: Path | None) -> None:
    from msgspec import to_builtins

    from matcher.sections import PlanReport

    found = report.plan
    assert isinstance(found, PlanReport)
    if form is Form.json:
        told = to_builtins(report)
        give(as_json({key: told[key] for key in _HEAD}), output)
        return
    from matcher.render.plan import plan_page

    give_blocks(list(plan_page(report, found, lang)), form, output)
