"""The report in a real browser: accessible, no sideways scrolling, no request, nothing on the console.

Skipped, with the reason, where the dependency group `browser` or Chromium is missing; `tests/browser/set-up`
installs both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import matcher
from matcher.insights.whole import whole_report
from matcher.words import LANGS

SET_UP = "run tests/browser/set-up"
playwright = pytest.importorskip("playwright.sync_api", reason=f"playwright is not installed: {SET_UP}")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=f"axe is not installed: {SET_UP}")
pytest.importorskip("matplotlib")
from matcher.render.html.pages import calendar_html, html  # noqa: E402

CHROMIUM = os.environ.get("MATCHER_TEST_CHROMIUM") or shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip(f"no Chromium of the system: {SET_UP}", allow_module_level=True)

DAY = "2026-11-22"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
UNFOLD = "document.querySelectorAll('details').forEach(each => { each.open = true })"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(book: matcher.RuleBook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report and a calendar in both languages, as files."""
    folder = tmp_path_factory.mktemp("pages")
    report = whole_report(ROOT / "profiles" / "moonlit-kettle.yaml", as_of=DAY, engine="direct", rules=book,
                          schemes=["tsssu_o", "tsssu_plus", "raise_plus", "strategic_tech_fund", "itvf_partner_fund"])  # fmt: skip
    made = {}
    for lang in LANGS:
        for name, text in (("report", html(report, lang)), ("calendar", calendar_html(report, lang))):
            made[f"{name}.{lang}"] = folder / f"{name}.{lang}.html"
            made[f"{name}.{lang}"].write_text(text, "utf-8")
    return made


def opened(browser: Any, path: Path, *, width: int, dark: bool = False, **more: Any) -> Any:
    """The page in a window, with everything unfolded; what it asks for and what it tells is kept."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", **more)
    page.asked, page.told = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.told.append(message.text))
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("name", ["report.en", "report.zh-Hant", "calendar.en"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_wcag_at_level_aa(browser: Any, pages: dict[str, Path], name: str, dark: bool, width: int) -> None:
    page = opened(browser, pages[name], width=width, dark=dark, bypass_csp=True)  # for the checker's own script
    page.evaluate(UNFOLD)
    found = axe.Axe().run(page, options={"runOnly": LEVELS}).response["violations"]
    page.close()
    assert [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [320, 390, 760, 1001, 1280])
def test_no_sideways_scrolling_no_request_no_word_on_the_console(
    browser: Any, pages: dict[str, Path], lang: str, width: int
) -> None:
    page = opened(browser, pages[f"report.{lang}"], width=width)
    for step in ("", UNFOLD):
        if step:
            page.evaluate(step)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.asked == [pages[f"report.{lang}"].as_uri()]
    assert page.told == []
    page.close()


def test_survives_wider_spacing(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["report.en"], width=320, bypass_csp=True)
    page.add_style_tag(content="* { line-height: 1.5 !important; letter-spacing: .12em !important; "
                               "word-spacing: .16em !important } p { margin-bottom: 2em !important }")  # fmt: skip
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_a_link_opens_the_scheme_it_leads_to(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["report.en"], width=1280)
    assert not page.locator("#s-raise_plus").is_visible()
    page.locator('h4 a[href="#s-raise_plus"]').click()
    page.wait_for_function("document.querySelector('#s-raise_plus').checkVisibility()")
    assert page.locator("#s-raise_plus").is_visible()
    page.close()


def test_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    """The skip link comes first; every stop is a link, a fold or a table that scrolls."""
    page = opened(browser, pages["report.en"], width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "schemes"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") in ("A", "SUMMARY")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.close()


def test_the_first_screen_of_a_phone(browser: Any, pages: dict[str, Path]) -> None:
    """Name, day, tally and the first action stand within 900 pixels, in both languages."""
    for lang in LANGS:
        page = opened(browser, pages[f"report.{lang}"], width=390)
        box = page.locator(".actions li").first.bounding_box()
        assert box["y"] + box["height"] <= 900
        page.close()


def test_print_opens_everything(browser: Any, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["report.en"], width=794)
    page.emulate_media(media="print")
    assert page.locator(".criterion").last.is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
