"""The page of a report and the page of a calendar, from the templates beside this file.

Every text of a profile or a pack is escaped. The style stands in the page, under a policy that names
it by its hash and forbids everything else: nothing is asked of anybody, and nothing runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from matcher.render.extent import Details
from matcher.render.html.content import page_view
from matcher.render.html.saying import Voice
from matcher.render.html.signs import style_of_printed_signs, style_of_signs
from matcher.render.html.svg import Pictures
from matcher.render.microcopy import STANDING_LONG, STANDING_SHORT
from matcher.render.web import HTML_LANG, environment, policy, style_of
from matcher.report import Report
from matcher.words import Lang

_FOLDER: Final = "matcher.render.html"


def html(
    report: Report, lang: Lang, *, details: Details = "all", named: Iterable[str] = (), paper: bool = False
) -> str:
    """The report as one page in one language, with everything in it.

    `details` says how much is told of each scheme, `named` which were asked for; `paper` opens all
    folds and draws every sign in place, for what prints without a browser.

    Raises RequestError where Jinja2 or Matplotlib is not installed.
    """
    pictures = Pictures(paper=paper)
    view = page_view(report, lang, pictures, details, named)
    return _filled("report.html", view, lang, pictures)


def calendar_html(report: Report, lang: Lang) -> str:
    """The calendar of a report as a page of its own: the time line, the dates, the calls.

    Raises RequestError where Jinja2 or Matplotlib is not installed.
    """
    pictures = Pictures()
    view = page_view(report, lang, pictures)
    title = Voice(lang).label("calendar_title", name=view.name, day=view.day)
    return _filled("calendar.html", replace(view, title=title, count=""), lang, pictures)


def _filled(template: str, view: Any, lang: Lang, pictures: Pictures) -> str:
    from markupsafe import Markup

    signs = style_of_printed_signs() if pictures.paper else style_of_signs()
    edges = _edges_of_sheets(lang, view.day, STANDING_SHORT[lang], view.printed)
    style = style_of(_FOLDER) + signs + pictures.style() + edges
    return environment(_FOLDER, extra="html", asked="--format html").get_template(template).render(
        t=Voice(lang).label,
        view=view,
        paper=pictures.paper,
        html_lang=HTML_LANG[lang],
        policy=policy(style),
        style=Markup(style),  # noqa: S704  # our own files
        hatches=Markup(pictures.sheet()),  # noqa: S704  # Matplotlib's own
        standing=STANDING_SHORT[lang],
        meaning=STANDING_LONG[lang],
    )  # fmt: skip


def _edges_of_sheets(lang: Lang, day: str, *lines: str) -> str:
    """The style that prints the day at the head of each sheet but the first, our own lines and the page at its foot."""
    head = Voice(lang).label("as_of_day", day=day)
    left = "\\A".join(lines)
    right = Voice(lang).label("sheet", n='" counter(page) "', m='" counter(pages) "')
    edges = {"top-right": head, "bottom-left": left, "bottom-right": right}
    boxes = "".join(f'@{edge}{{content:"{says}"}}' for edge, says in edges.items())
    return f"@media print{{@page{{{boxes}}}}}\n"
