"""The report with its further sections, for one language: a page, then plan, calendar and combinations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET

from matcher.render.calendar import calendar_page
from matcher.render.extent import Details
from matcher.render.page import Block, Foot, Heading, Rule, Title, page
from matcher.render.plan import plan_page
from matcher.render.stack import stack_page
from matcher.report import Report
from matcher.words import Lang


def whole_page(
    report: Report, lang: Lang, *, details: Details = "auto", named: Iterable[str] = ()
) -> Iterator[Block]:
    """The blocks of `page`, with those of each section that the report has before the foot."""
    *blocks, foot = page(report, lang, details=details, named=named)
    yield from blocks
    if report.plan is not UNSET:
        yield from _section(plan_page(report, report.plan, lang))
    if report.calendar is not UNSET:
        yield from _section(calendar_page(report, report.calendar, lang))
    if report.stack is not UNSET:
        yield from _section(stack_page(report, report.stack, lang))
    yield foot


def _section(blocks: Iterable[Block]) -> Iterator[Block]:
    """A page as a part of another: its title as a heading, without its head and foot."""
    shown = list(blocks)
    title = next(block for block in shown if isinstance(block, Title))
    body = [block for block in shown if not isinstance(block, (Title, Foot))]
    while body and isinstance(body[0], Rule):
        del body[0]
    while body and isinstance(body[-1], Rule):
        del body[-1]
    yield Heading(title.title)
    yield from body
    yield Rule()
