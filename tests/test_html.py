"""The report as a page: its structure, its size, what it asks nobody for, and hostile text in every field."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from html.parser import HTMLParser
from typing import Any, NamedTuple

import msgspec
import pytest
from cli import run_cli
from conftest import ROOT

import matcher
from matcher.insights.whole import whole_report
from matcher.render.html.labels import LABELS
from matcher.render.html.saying import unbroken
from matcher.report import Report
from matcher.words import LANGS, Lang

pytest.importorskip("jinja2")
pytest.importorskip("matplotlib")
from matcher.render.html import draw, svg
from matcher.render.html.pages import calendar_html, html

DAY = "2026-11-22"
KEPT = ROOT / "tests" / "golden_pages"
FEW = ("tsssu_o", "tsssu_plus", "raise_plus", "itvf_co_investment", "strategic_tech_fund", "itvf_partner_fund")
VOID = {"meta", "link", "br"}
SVG = {"svg", "defs", "pattern", "rect", "path", "g", "text", "symbol", "use", "circle"}


class Page(HTMLParser):
    """The elements of a page in order, each with its depth; every one must be closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[int, str, dict[str, str]]] = []
        self.said: dict[int, list[str]] = {}
        self.open: list[tuple[str, int]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), (tag, attrs)
        self.elements.append((len(self.open), tag, found))
        if tag not in VOID and not (self.open and self.open[-1][0] in SVG and self.get_starttag_text().endswith("/>")):
            self.open.append((tag, len(self.elements) - 1))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((len(self.open), tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, number in self.open[-3:]:  # whoever asks for the text of an element asks for a small one
            self.said.setdefault(number, []).append(data)

    def all(self, *tags: str) -> Iterator[tuple[dict[str, str], str]]:
        """The attributes and the text of each element of these names."""
        for number, (_, tag, attrs) in enumerate(self.elements):
            if tag in tags:
                yield attrs, "".join(self.said.get(number, []))


@pytest.fixture(scope="module")
def few(book: matcher.RuleBook) -> Report:
    return whole_report(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=DAY, schemes=FEW, engine="direct", rules=book)


@pytest.fixture(scope="module")
def whole(book: matcher.RuleBook) -> Report:
    return whole_report(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=DAY, engine="direct", rules=book)


class Made(NamedTuple):
    """A page as text and as elements."""

    lang: Lang
    text: str
    page: Page


@pytest.fixture(scope="module", params=[("few", "en"), ("few", "zh-Hant"), ("whole", "en"), ("whole", "zh-Hant")])
def made(request: pytest.FixtureRequest) -> Made:
    name, lang = request.param
    text = html(request.getfixturevalue(name), lang)
    return Made(lang, text, Page(text))


# ------------------------------------------------------------------- structure


def test_headings_are_in_order(made: Made) -> None:
    levels = [int(tag[1]) for _, tag, _ in made.page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pictures_tables_and_links(made: Made) -> None:
    page = made.page
    images = [attrs for _, _, attrs in page.elements if attrs.get("role") == "img"]
    assert len(images) >= 8
    assert all(attrs["aria-label"].strip() for attrs in images)
    drawn = [attrs for attrs, _ in page.all("svg")]
    assert len(drawn) == len(images) + 1  # the hatches
    assert all(attrs["aria-hidden"] == "true" for attrs in drawn)
    tables = sum(tag == "table" for _, tag, _ in page.elements)
    assert tables == sum(tag == "caption" for _, tag, _ in page.elements) > 5
    assert all(attrs.get("scope") in ("col", "row") for attrs, _ in page.all("th"))
    ids = [attrs["id"] for _, _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs, said in page.all("a"):
        href = attrs["href"]
        assert said.strip()
        assert href[1:] in ids if href.startswith("#") else href.startswith(("https://", "http://")), href
    assert set(re.findall(r"url\(#(h[^)]*)\)", made.text)) <= set(ids)


def test_languages(made: Made) -> None:
    said = [attrs["lang"] for _, _, attrs in made.page.elements if "lang" in attrs]
    assert said == {"en": ["en", "zh-Hant-HK"], "zh-Hant": ["zh-Hant-HK", "en"]}[made.lang]
    (_, name), = made.page.all("h1")
    assert name == {"en": "Moonlit Kettle Limited", "zh-Hant": "月下水壺有限公司"}[made.lang]
    assert next(made.page.all("title"))[1].startswith(name)


def test_nothing_is_fetched_and_nothing_runs(made: Made) -> None:
    tags = {tag for _, tag, _ in made.page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "img", "form", "base", "audio", "video"}
    for _, tag, attrs in made.page.elements:
        assert not attrs.keys() & {"src", "srcset", "style"}, (tag, attrs)
        assert not any(name.startswith("on") for name in attrs), (tag, attrs)
        if tag == "link":
            assert attrs == {"rel": "icon", "href": "data:,"}
    (_, style), = made.page.all("style")
    assert "@import" not in style
    assert all(address.startswith(('"data:', "#")) for address in re.findall(r"url\(([^)]*)", style))
    policy = next(attrs["content"] for attrs, _ in made.page.all("meta") if attrs.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'sha256-{digest}'"
    )


def test_size_and_sameness(made: Made, whole: Report, few: Report) -> None:
    assert len(whole.schemes) > 60
    assert len(made.text.encode()) < 1_000_000
    report = few if len(made.text) < 400_000 else whole
    assert html(report, made.lang) == made.text


def test_tally_adds_up(made: Made, whole: Report, few: Report) -> None:
    report = few if len(made.text) < 400_000 else whole
    tiles = [int(said) for attrs, said in made.page.all("span") if attrs.get("class") == "n"]
    assert sum(tiles) == len(report.schemes)
    shown = {attrs["id"] for _, _, attrs in made.page.elements if attrs.get("class") == "card"}
    assert shown == {f"s-{scheme.id}" for scheme in report.schemes if not scheme.other_role}


def test_order_of_the_sections(few: Report) -> None:
    page = Page(html(few, "en"))
    assert [said for _, said in page.all("h2")][-6:] == [
        "Schemes by verdict", "Every scheme, every kind of test", "The next 24 months", "Money by funding year",
        "What to collect", "Each scheme in full",
    ]  # fmt: skip


def test_what_decides_stands_open(few: Report) -> None:
    page = Page(html(few, "en"))
    opened = {attrs["class"]: "open" in attrs for attrs, _ in page.all("details") if "scheme" in attrs.get("class", "")}
    assert opened == {"scheme eligible": False, "scheme needs_information": True, "scheme discretionary": False,
                      "scheme not_eligible": False}  # fmt: skip


def test_a_plain_check_leaves_sections_out(book: matcher.RuleBook) -> None:
    report = matcher.check({"applicant": {"kind": "startup"}}, as_of=DAY, schemes=["raise_plus"], rules=book)
    page = Page(html(report, "en"))
    headings = [said for _, said in page.all("h2")]
    assert "Money by funding year" not in headings
    assert "What to collect" not in headings
    assert not any("24 months" in heading for heading in headings)


def test_figures_of_the_deciding_test(few: Report) -> None:
    """The picture of TSSSU+ by the dossier: 900,000 for certain, 400,000 unknown, 400,000 unclear, 1,500,000 needed."""
    text = html(few, "en")
    card = text[text.index('id="s-tsssu_plus"') :]
    picture = card[card.index("<svg") : card.index("</svg>")]
    said = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    assert said == ["900,000 counts for certain", "1", "400,000", "2", "400,000", "3", "at least 1,500,000 needed"]
    legend = card[card.index('<ol class="legend">') :][:700]
    assert "400,000 unknown: private investor, shares; independent?" in legend
    assert "400,000 unclear: angel fund, convertible note" in legend


def test_calendar_page(few: Report) -> None:
    page = Page(calendar_html(few, "zh-Hant"))
    assert [said for _, said in page.all("h2")] == ["未來24個月"]
    assert sum(tag == "table" for _, tag, _ in page.elements) == 1


def test_every_fixed_word_is_used() -> None:
    folder = ROOT / "matcher" / "render" / "html"
    text = "".join(path.read_text("utf-8") for path in folder.iterdir() if path.suffix in (".py", ".html"))
    words_ = {name for name in LABELS if text.count(f'"{name}"') < 2}
    assert words_ == {"do_first", "last_chance"} | {"choose"}  # by the kind of an action


@pytest.mark.parametrize(("text", "kept"), [
    ("HKD 1,500,000 by 31 March 2027", "HKD\u00a01,500,000 by 31\u00a0March\u00a02027"),
    ("TSSSU-O of 2027-28", "TSSSU-\u2060O of 2027-28"),
    ("150萬港元", "150\u2060萬\u2060港\u2060元"),
    ("3 Marching bands, at-Home", "3 Marching bands, at-Home"),
])  # fmt: skip
def test_no_line_ends_inside(text: str, kept: str) -> None:
    assert unbroken(text) == kept


# ------------------------------------------------------------------ as it stands


@pytest.mark.parametrize("lang", LANGS)
def test_page_as_it_stands(lang: Lang, request: pytest.FixtureRequest) -> None:
    only = [word for name in ("tsssu_o", "tsssu_plus", "raise_plus") for word in ("--scheme", name)]
    run = run_cli("check", str(ROOT / "profiles" / "moonlit-kettle.yaml"), "--as-of", DAY, "--engine", "direct",
                  "--format", "html", "--lang", lang, *only)  # fmt: skip
    assert (run.code, run.err) == (0, "")
    digest = matcher.load_rules().digest
    text = run.out.replace(digest, "(digest of the rule book)").replace(f"，{digest[:8]}", "，(digest)")
    text = re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "(digest of the style)", text.replace(f", {digest[:8]}", ", (digest)"))
    kept = KEPT / f"moonlit-kettle.{lang}.html"
    if request.config.getoption("--write-golden"):
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8")


# ----------------------------------------------------------------- hostile text

HOSTILE = [
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><b>", "<!-- ", "-->", "]]>", "<![CDATA[x]]>",
    "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "\" autofocus onfocus=alert(1) x=\"", "<svg/onload=alert(1)>",
    "</svg><script>x</script>", "</text></svg><b>", "<foreignObject><b>x</b></foreignObject>", "</details></section>", "</table></div>",
    "<a href=\"javascript:alert(1)\">x</a>", "javascript:alert(1)", "data:text/html,<b>", "&lt;b&gt;", "&#60;b&#62;", "&amp;lt;",
    "&nbsp", "{{ 7*7 }}", "{% raw %}", "{# x #}", "${7*7}", "%(x)s %s {0} {x}", "$\\frac{1}{2}$", "$x", "\\", "`", "=1+1",
    "</p><p>", "<p", "<", ">", "\u202ereversed", "\u0301\u0301\u0301", "\U0001f469\u200d\U0001f469", "a\tb",
]  # fmt: skip


TEXTS = {"en", "zh-Hant", "name", "name_zh", "requires"}


def with_text(report: Report, change: Any) -> Report:
    """The report with every text changed."""

    def walk(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: walk(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [walk(value, key) for value in node]
        return change(node) if isinstance(node, str) and node and key in TEXTS else node

    return msgspec.convert(walk(msgspec.to_builtins(report)), Report)


def skeleton(text: str) -> list[Any]:
    """The elements with the attributes that hold no text."""
    shown = ("class", "id", "href", "role", "scope", "open", "type", "rel", "lang", "translate")
    return [(depth, tag, sorted(attrs), [attrs.get(name) for name in shown]) for depth, tag, attrs in Page(text).elements]


@pytest.fixture(scope="module")
def one(book: matcher.RuleBook) -> Report:
    """A report of one scheme with one combination: every kind of text, few of each."""
    found = whole_report(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=DAY, schemes=["tsssu_plus"], engine="direct",
                         rules=book)  # fmt: skip
    stack = msgspec.structs.replace(found.stack, combinations=found.stack.combinations[:1], ties=found.stack.ties[:20])
    return msgspec.structs.replace(found, stack=stack)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(one: Report, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg, "svg_of", lambda drawing: '<svg viewBox="0 0 1 1"></svg>')  # the words of pictures: below
    harmless = re.sub(r"\S", "x", text)
    lang: Lang = "en" if len(text) % 2 else "zh-Hant"
    page = html(with_text(one, lambda _: text), lang)
    assert skeleton(page) == skeleton(html(with_text(one, lambda _: harmless), lang))
    (_, name), = Page(page).all("h1")
    assert name == text


def test_hostile_text_in_a_picture() -> None:
    drawing = draw.Drawing(400, 400, tuple(draw.Text(0, 0, text) for text in HOSTILE))
    for paper in (False, True):
        page = Page(svg.Pictures(paper=paper).add(drawing))
        assert [said for _, said in page.all("text")] == HOSTILE
        assert {tag for _, tag, _ in page.elements} == {"svg", "text"}


def test_forty_of_them() -> None:
    assert len(set(HOSTILE)) >= 40


def test_hostile_addresses_are_not_linked(few: Report) -> None:
    bad = ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://example.org/\"><b>"]
    schemes = tuple(
        msgspec.structs.replace(s, sources=tuple(msgspec.structs.replace(source, url=bad[n % len(bad)])
                                                 for n, source in enumerate(s.sources)))
        for s in few.schemes
    )  # fmt: skip
    page = Page(html(msgspec.structs.replace(few, schemes=schemes), "en"))
    hrefs = {attrs["href"] for attrs, _ in page.all("a") if "example.org" in attrs["href"] or ":alert" in attrs["href"]}
    assert hrefs == {"https://example.org/%22%3E%3Cb%3E"}


# --------------------------------------------------------------------- commands


def test_one_profile_at_a_time() -> None:
    run = run_cli("check", str(ROOT / "profiles"), "--as-of", DAY, "--format", "html")
    assert (run.code, run.out) == (2, "")
    assert run.err == "--format: html tells of one profile; name one profile\n"


@pytest.mark.parametrize(("missing", "library"), [("jinja2", "Jinja2"), ("matplotlib", "Matplotlib")])
def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str, library: str) -> None:
    for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    run = run_cli("check", str(ROOT / "profiles" / "moonlit-kettle.yaml"), "--as-of", DAY, "--format", "html",
                  "--scheme", "raise_plus")  # fmt: skip
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith(
        f'--format html: {library} cannot be imported here; install it: pip install "hk-funding-matcher[html]"\n'
    )
