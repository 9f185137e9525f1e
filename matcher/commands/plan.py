"""`matcher plan`: what to change, for each scheme that is not met and for all goals at once."""

from __future__ import annotations

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
    from matcher.insights.plan import plan_of, the_goals

    day, names, read = each_of(
        lambda: day_of(as_of, book), lambda: the_goals(goals, book), lambda: profile_of(source, book)
    )
    return section_report(read, book, day, lang, plan=plan_of(read, book, day, names))


def _show(report: Report, form: Form, lang: Lang, output: Path | None) -> None:
    from matcher.sections import PlanReport

    found = report.plan
    assert isinstance(found, PlanReport)
    if form is Form.json:
        give(section_json(report, "plan"), output)
        return
    from matcher.render.plan import plan_page

    give_blocks(list(plan_page(report, found, lang)), form, output)
