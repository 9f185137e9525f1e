"""What the documents say is so: the examples run, the screens are real, the links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT

import matcher
from matcher.vocabulary import every_fact

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_library_page_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 15
    assert found.failed == 0


def test_the_screen_of_the_readme_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block that begins with a prompt shows what the command prints, but for lines left out."""
    monkeypatch.chdir(ROOT)
    screens = [text for kind, text in BLOCK.findall((ROOT / "README.md").read_text("utf-8")) if kind == "console"]
    assert screens
    for screen in screens:
        prompt, *shown = screen.rstrip().splitlines()
        run = run_cli(*prompt.removeprefix("$ matcher ").split())
        printed = run.out.splitlines()
        at = 0
        for line in shown:
            if line != "…":
                assert line in printed[at:], line
                at = printed.index(line, at) + 1


def test_the_readme_counts_right(book: matcher.RuleBook) -> None:
    """How many schemes there are, by whoever runs them, which is how the folders are named."""
    text = (ROOT / "README.md").read_text("utf-8")
    assert f"It knows {len(book.schemes)} schemes" in text
    assert f"{len(book.listed)} more are listed" in text
    said = sorted(int(number) for number in re.findall(r"^\| [A-Z][^|]* \| (\d+) \|", text, re.MULTILINE))
    folders = [len(list(folder.glob("*.yaml"))) for folder in (ROOT / "rules").iterdir() if folder.is_dir()]
    assert said == sorted([*(n for n in folders if n > 1), folders.count(1)])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_stand_alone(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "../shared" not in text
    assert not re.search(r"TODO|FIXME|/work/|/tmp/", text)


def test_every_fact_is_in_the_table_of_names(book: matcher.RuleBook) -> None:
    """`docs/facts.md` says of every fact under which names it was found."""
    table = (ROOT / "docs" / "facts.md").read_text("utf-8")
    for path, _ in every_fact(book.vocabulary):
        assert f"`{path}`" in table, path
    known = {path for path, _ in every_fact(book.vocabulary)}
    for path in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE):
        assert path in known, path


def test_the_tutorial_shows_the_pack_that_is_tested() -> None:
    """The author's guide quotes the tutorial's pack; every quoted line stands in the file."""
    pack = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8").splitlines()
    lines = {line.strip() for line in pack}
    guide = (ROOT / "docs" / "authors.md").read_text("utf-8")
    tutorial = guide.partition("## Add a scheme in twenty minutes")[2]
    blocks = [text for kind, text in BLOCK.findall(tutorial) if kind == "yaml"]
    assert len(blocks) >= 4
    for text in blocks:
        for line in text.splitlines():
            assert line.strip() in lines or not line.strip(), line


def test_the_guide_names_every_word_of_the_language() -> None:
    """Every key that a pack may hold is explained in the author's guide."""
    from pydantic import BaseModel

    from matcher import pack

    guide = (ROOT / "docs" / "authors.md").read_text("utf-8")
    for cls in vars(pack).values():
        if isinstance(cls, type) and issubclass(cls, BaseModel) and cls.__name__.endswith("Text"):
            for name, info in cls.model_fields.items():
                assert f"`{info.alias or name}`" in guide, f"{cls.__name__}.{name}"


def test_changelog_has_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {matcher.__version__}" in text
    assert f'version = "{matcher.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
