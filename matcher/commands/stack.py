"""`matcher stack`: which schemes go together for one profile, in which order, for the most money."""

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


def stack(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A YAML or JSON file, or - for standard input.")],
    as_of: AsOf = None,
    form: Annotated[Form, typer.Option("--format", help="terminal, json or markdown.")] = Form.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Say which schemes the PROFILE can hold together, in which order, and the money of each year."""
    language = language_of(lang)
    with Told(language):
        _show(_report(profile, as_of, book_of(rules), language), form, language, output)


def _report(source: str, as_of: str | None, book: RuleBook, lang: Lang) -> Report:
    """A report of nothing but the combinations. Raises MatcherError with the problems of the day and the profile."""
    from matcher.insights.stacking import stack as combinations

    day, read = each_of(lambda: day_of(as_of, book), lambda: profile_of(source, book))
    return section_report(read, book, day, lang, stack=combinations(read, as_of=day, rules=book))


def _show(report: Report, form: Form, lang: Lang, output: Path | None) -> None:
    from matcher.render.stack import stack_page
    from matcher.sections import StackReport

    found = report.stack
    assert isinstance(found, StackReport)
    if form is Form.json:
        give(section_json(report, "stack"), output)
        return
    give_blocks(list(stack_page(report, found, lang)), form, output)
