"""Everything that somebody needs to read a case, and to derive it again, as one zip.

    profile + rules ──► report ──► its formats + checklist ──► manifest ──► zip
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from matcher.check import EngineName
from matcher.frozen import Frozen
from matcher.handoff.archive import written
from matcher.handoff.manifest import FORMAT, FORMAT_VERSION, MANIFEST, LeftOut, Manifest, members_of
from matcher.insights.whole import whole_report
from matcher.profile import Profile, bytes_of
from matcher.report import REPORT_VERSION, Report
from matcher.rulebook import RuleBook, book_in, files_of, shipped
from matcher.words import LANGS, Lang, Words, words

RULES: Final = "rules/"
REPORT: Final = "report.json"


class Case(Frozen, frozen=True):
    """A case: its manifest, its files by name, and the report that they tell."""

    manifest: Manifest
    files: dict[str, bytes]
    report: Report

    def to_zip(self) -> bytes:
        """The case as a zip: the same case gives the same bytes, with the same release of zlib."""
        return written(self.files)


class Given(Frozen, frozen=True):
    """What a case is derived from. `packs` are the files that `book` was read from."""

    profile: bytes
    source: str
    packs: Mapping[str, bytes]
    book: RuleBook
    as_of: date | str
    langs: tuple[Lang, ...]
    engine: EngineName


class Printed(Frozen, frozen=True):
    """The files whose bytes depend on more than the report, and those that could not be made."""

    files: Mapping[str, bytes]
    left_out: tuple[LeftOut, ...]


def pack_case(
    profile: Path | str | bytes,
    *,
    as_of: date | str,
    langs: tuple[Lang, ...] = LANGS,
    engine: EngineName = "direct",
    rules: Path | str | None = None,
    source: str = "profile.yaml",
) -> Case:
    """The case of a profile, a file or its bytes, on a day.

    `rules` is a folder of packs, the package's own if None. `source` names a profile given as
    bytes. The engine `direct` is the one that derives the report again wherever the case is
    opened. Raises what `matcher.check` raises.
    """
    packs = files_of(shipped("rules") if rules is None else Path(rules))
    content, name = (profile, source) if isinstance(profile, bytes) else (bytes_of(Path(profile)), str(profile))
    return case_of(Given(content, name, packs, book_in(packs), as_of, langs, engine))


def case_of(given: Given, printed: Printed | None = None) -> Case:
    """The case that follows from what is given; what is printed is made too if it is not given."""
    book = given.book
    profile = Profile.parse(given.profile, given.source, book.vocabulary)
    report = whole_report(profile, as_of=given.as_of, engine=given.engine, rules=book)
    if printed is None:
        printed = _printed(report, given.langs)
    files = {
        profile_name(given.source): given.profile,
        **dict(_texts(report, given.langs)),
        **printed.files,
        **{RULES + name: content for name, content in sorted(given.packs.items())},
    }
    manifest = Manifest(
        FORMAT, FORMAT_VERSION, _program(), REPORT_VERSION, report.as_of, _again(report), given.langs,
        Path(given.source).name, report.profile.digest, book.version, book.digest, members_of(files), printed.left_out,
    )  # fmt: skip
    return Case(manifest, {MANIFEST: manifest.to_json(), **files}, report)


def profile_name(source: str) -> str:
    """What a profile's file is called inside a case."""
    return "profile.json" if source.endswith(".json") else "profile.yaml"


def _texts(report: Report, langs: tuple[Lang, ...]) -> Iterator[tuple[str, bytes]]:
    """The formats that are the same bytes wherever they are made."""
    from matcher.render.checklist import checklist_blocks
    from matcher.render.markdown import markdown
    from matcher.render.page import page
    from matcher.render.terminal import text

    yield REPORT, report.to_json().encode() + b"\n"
    for lang in langs:
        blocks = list(page(report, lang, details="all"))
        yield f"report.{lang}.txt", text(blocks).encode()
        yield f"report.{lang}.md", markdown(blocks).encode()
        yield f"checklist.{lang}.md", markdown(checklist_blocks(report, lang)).encode()


def _printed(report: Report, langs: tuple[Lang, ...]) -> Printed:
    """HTML and PDF, as far as their libraries are installed."""
    made: dict[str, bytes] = {}
    left_out = []
    for ending, make in _FOR_PRINT.items():
        for lang in langs:
            name = f"report.{lang}.{ending}"
            try:
                made[name] = make(report, lang)
            except ImportError:
                left_out.append(LeftOut(name, _needs(ending)))
    return Printed(made, tuple(left_out))


def _html(report: Report, lang: Lang) -> bytes:
    from matcher.render.html import html

    return html(report, lang).encode()


def _pdf(report: Report, lang: Lang) -> bytes:
    from matcher.render.pdf import pdf

    return pdf(report, lang)


_FOR_PRINT: Final[dict[str, Callable[[Report, Lang], bytes]]] = {"html": _html, "pdf": _pdf}


def _needs(extra: str) -> Words:
    command = f"`pip install 'hk-funding-matcher[{extra}]'`"
    return words(f"needs {command}", f"須先執行{command}")


def _again(report: Report) -> EngineName:
    """The option that decides with the same engines again."""
    match report.engine:
        case "durable":
            return "durable"
        case "direct":
            return "direct"
        case _:
            return "both"


def _program() -> str:
    from matcher import __version__

    return __version__
