"""The site's files: every page in both languages, from the templates beside this file.

Every text of a pack is escaped; style and script stand in each page, under a policy that names
them by their hash and forbids everything else, so that a page works from a disk and asks nobody
for anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from matcher.packcheck.examples import Example
from matcher.render.microcopy import STANDING_LONG, STANDING_SHORT
from matcher.render.site.content import Pages
from matcher.render.site.labels import LABELS
from matcher.render.site.views import SchemeView
from matcher.render.web import HTML_LANG, beside, environment, policy, style_of
from matcher.rulebook import RuleBook
from matcher.words import LANGS, Lang

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = "matcher.render.site"
_OTHER: Final[dict[Lang, Lang]] = {"en": "zh-Hant", "zh-Hant": "en"}


def site_files(book: RuleBook, examples: Mapping[str, list[Example]], as_of: date) -> dict[str, str]:
    """Each file of the site by its path below the site's folder.

    Raises RequestError where Jinja2 is not installed.
    """
    env = environment(_FOLDER, extra="site", asked="matcher rules site")
    style, script = style_of(_FOLDER), beside(_FOLDER, "site.js")
    files = {"index.html": _start(env, style)}
    for lang in LANGS:
        for path, text in _Language(env, Pages(book, examples, as_of, lang), style, script).files():
            files[f"{lang}/{path}"] = text
    return files


def _start(env: Environment, style: str) -> str:
    """The first page: which language?"""
    from markupsafe import Markup

    languages = [
        {"site": LABELS["site"][lang], "name": LABELS["this_language"][lang], "lang": HTML_LANG[lang],
         "href": f"{lang}/index.html"}
        for lang in LANGS
    ]  # fmt: skip
    return env.get_template("start.html").render(
        languages=languages, style=Markup(style), policy=policy(style)  # noqa: S704  # our own file
    )


class _Language:
    """The pages of one language."""

    def __init__(self, env: Environment, pages: Pages, style: str, script: str) -> None:
        self.env = env
        self.pages = pages
        self.lang: Lang = pages.lang
        self.style = style
        self.script = script

    def files(self) -> Iterator[tuple[str, str]]:
        """Each page with its path below the language's folder."""
        landscape = self.pages.landscape()
        filters = [("applicant", landscape.applicants), ("administrator", landscape.administrators),
                   ("instrument", landscape.instruments), ("state", landscape.states)]  # fmt: skip
        yield "index.html", self.page("landscape.html", "index", "index.html", self.script,
                                      landscape=landscape, filters=filters)  # fmt: skip
        yield "facts.html", self.page("facts.html", "facts", "facts.html", groups=self.pages.facts())
        for name, scheme in self.pages.schemes.items():
            view = scheme.view()
            remarks = list(self.remarks(view))
            path = f"schemes/{name}.html"
            yield path, self.page("scheme.html", "scheme", path, view=view, remarks=remarks,
                                  contents=list(self.contents(view, remarks)))  # fmt: skip

    def page(self, template: str, here: str, path: str, script: str = "", **parts: Any) -> str:
        """One page."""
        from markupsafe import Markup

        book = self.pages.book
        up = "../" * path.count("/")
        return self.env.get_template(template).render(
            t=self.pages.site.label,
            lang=self.lang,
            html_lang=HTML_LANG[self.lang],
            other=f"{up}../{_OTHER[self.lang]}/{path}",
            other_lang=HTML_LANG[_OTHER[self.lang]],
            up=up,
            here=here,
            policy=policy(self.style, script),
            style=Markup(self.style),  # noqa: S704  # our own file
            script=Markup(script),  # noqa: S704  # our own file
            standing=STANDING_SHORT[self.lang],
            meaning=STANDING_LONG[self.lang],
            version=book.version,
            digest=book.digest,
            day=self.pages.site.day(),
            **parts,
        )

    def remarks(self, view: SchemeView) -> Iterator[tuple[str, str, Any]]:
        """The sections that are lists of sentences: anchor, heading, sentences."""
        for anchor, label, entries in (
            ("watch-out", "watch_out", view.notes),
            ("correction", "correction", view.corrections),
            ("together", "together", view.relations),
        ):
            if entries:
                yield anchor, self.pages.site.label(label), entries

    def contents(self, view: SchemeView, remarks: list[tuple[str, str, Any]]) -> Iterator[tuple[str, str, int]]:
        """The sections of a scheme's page: anchor, heading, how many things stand in it."""
        t = self.pages.site.label
        yield "glance", t("at_a_glance"), 0
        yield "money", t("money"), 0
        yield "criteria", t("criteria"), view.criteria_count
        if view.values:
            yield "values", t("values"), len(view.values)
        if view.open_points:
            yield "open", t("open_points"), len(view.open_points)
        if view.windows or view.rhythm:
            yield "windows", t("windows"), len(view.windows)
        yield "how", t("how"), 0
        for anchor, heading, entries in remarks:
            yield anchor, heading, len(entries)
        if view.history:
            yield "history", t("history"), len(view.history)
        if view.examples:
            yield "examples", t("examples"), len(view.examples.cases) + 1
        yield "sources", t("sources"), len(view.sources)
