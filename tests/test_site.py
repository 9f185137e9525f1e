"""The site of the rules: links lead somewhere, nothing is fetched, hostile text stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest
from cli import run_cli
from conftest import ROOT
from packs import all_examples

import matcher
from matcher.folder import MARKER
from matcher.packcheck.examples import examples_in
from matcher.render.site.labels import LABELS
from matcher.rulebook import shipped
from matcher.words import LANGS

pytest.importorskip("jinja2")
from matcher.render.site.pages import site_files
from matcher.render.web import web_address

DAY = date(2026, 11, 24)
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What a test asks of a page: its elements with attributes, ids, texts, and that all are closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), (tag, attrs)
        self.elements.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def files(book: matcher.RuleBook) -> dict[str, str]:
    return site_files(book, all_examples(book), DAY)


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Page]:
    return {path: Page(text) for path, text in files.items()}


def links(pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    """Every link that stays on the site, with the page it stands on."""
    for path, page in pages.items():
        for attrs in page.all("a"):
            if not attrs["href"].startswith(("https://", "http://")):
                yield path, attrs["href"]


def resolved(path: str, href: str) -> tuple[str, str]:
    """The file and the id that a link leads to."""
    target, _, fragment = href.partition("#")
    if not target:
        return path, unquote(fragment)
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / target).parts:
        parts.pop() if part == ".." else parts.append(part)
    return "/".join(parts), unquote(fragment)


def dead_links(pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    """Links to a page or a place in it that is not there."""
    for path, href in links(pages):
        target, fragment = resolved(path, href)
        if target not in pages or (fragment and fragment not in pages[target].ids):
            yield path, href


# -------------------------------------------------------------------------- pages


def test_every_scheme_has_a_page_in_both_languages(pages: dict[str, Page], book: matcher.RuleBook) -> None:
    inside = ["index.html", "facts.html", *(f"schemes/{name}.html" for name in book.schemes)]
    assert set(pages) == {"index.html"} | {f"{lang}/{path}" for lang in ("en", "zh-Hant") for path in inside}
    for path, page in pages.items():
        lang = "zh-Hant-HK" if path.startswith("zh-Hant/") else "en"
        assert page.all("html") == [{"lang": lang}]
        assert len(page.all("h1")) == 1 and len(page.all("main")) == 1 and page.all("title")


def test_every_link_leads_somewhere(pages: dict[str, Page]) -> None:
    assert len(list(links(pages))) > 1_000
    assert list(dead_links(pages)) == []


def test_ids_are_unique_and_what_names_them_finds_them(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for _, attrs in page.elements:
            if "aria-labelledby" in attrs:
                assert attrs["aria-labelledby"] in page.ids


def test_the_other_language_is_one_link_away(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path == "index.html":
            assert [resolved(path, a["href"])[0] for a in page.all("a")] == ["en/index.html", "zh-Hant/index.html"]
            continue
        (other,) = [a for a in page.all("a") if a.get("class") == "language"]
        mine, _, rest = path.partition("/")
        theirs = {"en": "zh-Hant", "zh-Hant": "en"}[mine]
        assert resolved(path, other["href"])[0] == f"{theirs}/{rest}"
        assert other["lang"] == other["hreflang"] == pages[f"{theirs}/{rest}"].all("html")[0]["lang"]


def test_the_first_link_skips_to_the_content(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        if path != "index.html":
            assert page.all("a")[0] == {"class": "skip", "href": "#content"}


def test_pages_hold_the_rules(pages: dict[str, Page], book: matcher.RuleBook) -> None:
    """Criteria, formulas, values, questions, history and sources of every scheme, in both languages."""
    for lang in LANGS:
        for name, scheme in book.schemes.items():
            flat = " ".join(pages[f"{lang}/schemes/{name}.html"].text.split())
            said = [c.says for c in scheme.criteria] + [p.question for p in scheme.open_points.values() if not p.implied]
            said += [e.says for e in scheme.history] + [s.title for s in scheme.sources.values()]
            for text in said:
                if "{" not in text[lang]:
                    assert " ".join(text[lang].split()) in flat, (name, text)
            for criterion in scheme.criteria:
                if criterion.formula and criterion.formula not in ("yes", "no"):
                    assert criterion.formula in flat, (name, criterion.id)
            for named in scheme.names.values():
                for entry in named.entries:
                    assert entry.value == "none" or re.sub("(?<=[0-9])_", ",", entry.value) in flat
            assert "{" not in re.sub(r"\{[a-z_0-9, ]+\}", "", flat), name  # a set of a formula is all that is in braces


def test_the_table_says_the_state_on_the_day(book: matcher.RuleBook) -> None:
    early = Page(site_files(book, {}, date(2015, 1, 5))["en/index.html"])
    states = [row["data-state"] for row in early.all("tr") if "data-state" in row]
    assert len(states) == len(book.schemes) and "not_in_force" in states
    assert "as of 5 January 2015" in early.text
    schemes = json.loads(run_cli("schemes", "--as-of", "2015-01-05", "--format", "json").out)["schemes"]
    assert sorted(states) == sorted(entry["state"] or "not_in_force" for entry in schemes)


def test_each_filter_finds_a_row(pages: dict[str, Page]) -> None:
    for lang in ("en", "zh-Hant"):
        page = pages[f"{lang}/index.html"]
        rows = [attrs for attrs in page.all("tr") if "data-state" in attrs]
        name = ""
        for tag, attrs in page.elements:
            if tag == "select":
                name = attrs["name"]
            if tag == "option" and attrs["value"]:
                assert any(attrs["value"] in row[f"data-{name}"].split() for row in rows), (name, attrs)


# ------------------------------------------------------------------------ outside


def test_nothing_is_fetched(pages: dict[str, Page], files: dict[str, str]) -> None:
    """The only addresses of the web are links to sources, which nothing follows by itself."""
    for path, page in pages.items():
        for tag, attrs in page.elements:
            assert tag not in {"img", "iframe", "object", "embed", "video", "audio", "base", "source", "svg"}, path
            assert not {"src", "srcset", "style", "ping", "background", "poster", "action", "formaction"} & set(attrs)
            assert not [name for name in attrs if name.startswith("on")], (path, attrs)
            if tag == "link":
                assert attrs == {"rel": "icon", "href": "data:,"}
            if tag == "a" and not attrs["href"].startswith((".", "#")) and ":" in attrs["href"]:
                assert attrs["href"].startswith(("https://", "http://"))
                assert set(attrs["rel"].split()) == {"noopener", "noreferrer", "external"}
        style = re.search(r"<style>(.*?)</style>", files[path], re.DOTALL)
        assert style and not re.search(r"url\(|@import|https?:", style[1])


def test_the_policy_names_what_stands_in_the_page(pages: dict[str, Page], files: dict[str, str]) -> None:
    for path, page in pages.items():
        (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
        allowed = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
        for tag in ("style", "script"):
            found = re.findall(rf"<{tag}>(.*?)</{tag}>", files[path], re.DOTALL)
            hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found]
            assert allowed.get(f"{tag}-src", "") == " ".join(f"'sha256-{h}'" for h in hashes)


def test_only_addresses_of_the_web_become_links() -> None:
    assert web_address("javascript:alert(1)") is None
    assert web_address("data:text/html,x") is None
    assert web_address("//example.org") is None
    assert web_address(None) is None
    assert web_address("https://example.org/?a=1&b=2#c") == "https://example.org/?a=1&b=2#c"
    assert web_address("https://example.org/\"><b>'計") == "https://example.org/%22%3E%3Cb%3E%27%E8%A8%88"


HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&lt;b&gt; {{ 7*7 }} {% raw %} </title></style>'


def hostile_pack() -> str:
    """The tutorial's pack with hostile text wherever a text may stand."""
    text = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
    written = "'" + HOSTILE.replace("'", "''") + "'"
    text = re.sub(r"\{en: (\"[^\"]*\"|[^,]*), zh-Hant: (\"[^\"]*\"|[^}]*)\}", f"{{en: {written}, zh-Hant: {written}}}",
                  text.replace("{amount}", "x"))  # fmt: skip
    text = text.replace("case: exactly twenty", f"case: {written}")
    text = text.replace("id: good-idea", "id: 'x\" onclick=\"alert(1)'")
    return text.replace("https://example.org/paper-lantern/guide", "https://example.org/\"><script>alert(1)</script>")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    (tmp_path / "hostile.yaml").write_text(hostile_pack(), "utf-8")
    book = matcher.load_rules(tmp_path, use_cache=False)
    files = site_files(book, examples_in(tmp_path, book), DAY)
    found = {path: Page(text) for path, text in files.items()}
    test_nothing_is_fetched(found, files)
    assert list(dead_links(found)) == []
    for path, page in found.items():
        assert len(page.all("script")) == (1 if path.endswith("/index.html") else 0), path
        assert "alert(1)" not in "".join(f"{k}={v}" for _, a in page.elements for k, v in a.items() if k.startswith("on"))
        if "schemes/" in path:
            assert page.text.count(HOSTILE) > 20
            assert " 49 " not in page.text


# ------------------------------------------------------------------------ command


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_rules_make_the_same_bytes(tmp_path: Path, files: dict[str, str]) -> None:
    for name, seed in (("a", "1"), ("b", "2")):
        command = [sys.executable, "-m", "matcher", "rules", "site", "-o", str(tmp_path / name), "--as-of", "2026-11-24"]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    made = tree(tmp_path / "a")
    made.pop(MARKER)
    assert made == {path: text.encode() for path, text in files.items()}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_an_earlier_site_is_replaced_whole(tmp_path: Path) -> None:
    shutil.copytree(shipped("rules"), tmp_path / "rules")
    target = tmp_path / "site"
    args = ["rules", "site", "-o", str(target), "--as-of", "2026-11-24", "--rules", str(tmp_path / "rules")]
    assert run_cli(*args).code == 0
    before = set(tree(target))
    gone = next((tmp_path / "rules").rglob("strategic_tech_fund.yaml"))
    gone.unlink()
    assert run_cli(*args).code == 0
    assert before - set(tree(target)) == {f"{lang}/schemes/strategic_tech_fund.html" for lang in ("en", "zh-Hant")}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rules", "site"]


@pytest.mark.parametrize("there", ["notes.txt", "en/index.html", MARKER])
def test_a_folder_of_somebody_else_is_left_alone(there: str, tmp_path: Path) -> None:
    target = tmp_path / "site"
    (target / there).parent.mkdir(parents=True)
    (target / there).write_text("mine", "utf-8")
    run = run_cli("rules", "site", "-o", str(target), "--as-of", "2026-11-24")
    assert (run.code, run.out) == (2, "")
    assert run.err.strip() == f"{target}: was not made by this command, and is not replaced; name a new folder, or move it away"
    assert tree(target) == {there: b"mine"}


def test_a_file_of_somebody_else_in_our_folder_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "site"
    args = ["rules", "site", "-o", str(target), "--as-of", "2026-11-24"]
    assert run_cli(*args).code == 0
    (target / "CNAME").write_text("example.org", "utf-8")
    before = tree(target)
    run = run_cli(*args)
    assert run.code == 2 and f"{target}/CNAME: is not of this command's making" in run.err
    assert tree(target) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.write_text("mine", "utf-8")
    run = run_cli("rules", "site", "-o", str(target), "--as-of", "2026-11-24")
    assert (run.code, run.err.strip()) == (2, f"{target}: is no folder; name a new folder, or move it away")
    run = run_cli("rules", "site", "-o", str(tmp_path / "none" / "site"), "--as-of", "2026-11-24")
    assert run.code == 2 and "cannot be written" in run.err and "Traceback" not in run.err


def test_an_empty_folder_and_one_that_cannot_be_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    target.mkdir()
    args = ["rules", "site", "-o", str(target), "--as-of", "2026-11-24"]
    assert run_cli(*args).code == 0
    made = tree(target)
    (target / "en" / "index.html").write_text("old", "utf-8")

    def refuse(self: Path, to: Path) -> Path:
        raise OSError(16, "device or resource busy")

    monkeypatch.setattr(Path, "rename", refuse)  # as a mount does
    assert run_cli(*args).code == 0
    assert tree(target) == made
    assert list(tmp_path.iterdir()) == [target]


def test_without_jinja2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    run = run_cli("rules", "site", "-o", str(tmp_path / "site"), "--as-of", "2026-11-24")
    assert (run.code, run.out) == (2, "")
    assert run.err.strip() == (
        'matcher rules site: Jinja2 cannot be imported here; install it: pip install "hk-funding-matcher[site]"'
    )
    assert list(tmp_path.iterdir()) == []


def test_every_fixed_word_is_used() -> None:
    folder = ROOT / "matcher" / "render" / "site"
    used = "".join(p.read_text("utf-8") for p in folder.iterdir() if p.suffix in (".html", ".py") and p.name != "labels.py")
    for name in set(LABELS) - {"by_rule", "case_by_case"}:  # words of the language, asked for by a pack's own key
        assert f'"{name}"' in used, name


# ------------------------------------------------------------------------ browser


def test_a_browser_finds_nothing_to_complain_about(tmp_path: Path) -> None:
    """Style and script pass the policy from a disk, and the filter works; where there is a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser here")
    assert run_cli("rules", "site", "-o", str(tmp_path / "site"), "--as-of", "2026-11-24").code == 0
    for path in ("en/index.html", "zh-Hant/schemes/tsssu_o.html"):
        done = subprocess.run(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-sync", "--disable-component-update", "--no-first-run", "--enable-logging=stderr",
             f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", (tmp_path / "site" / path).as_uri()],
            capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
        )  # fmt: skip
        assert "CONSOLE" not in done.stderr
        if path.endswith("index.html"):
            assert re.search(r'role="status"[^>]*>(\d+) of \1 shown<', done.stdout)
