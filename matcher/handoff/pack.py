"""Everything that somebody needs to read a case, and to derive it again, as one zip.

    profile + rules ──► report ──► its formats + checklist ──► manifest ──► zip
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from matcher.check import EngineName
from matcher.errors import RequestError
from matcher.frozen import Frozen
from matcher.handoff.archive import written
from matcher.handoff.manifest import FORMAT, FORMAT_VERSION, MANIFEST, Manifest, members_of
from matcher.insights.whole import whole_report
from matcher.profile import Profile, bytes_of
from matcher.report import REPORT_VERSION, Report
from matcher.rulebook import RuleBook, book_in, files_of, shipped
from matcher.words import LANGS, Lang, Words, join, words

RULES: Final = "rules/"
REPORT: Final = "report.json"
PROFILES: Final = ("profile.yaml", "profile.json")


class Case(Frozen, frozen=True):
    """A case: its manifest, its files by name, the report that they tell, and why a file is left out."""

    manifest: Manifest
    files: dict[str, bytes]
    report: Report
    left_out: dict[str, Words]

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
    """The files whose bytes depend on more than the report, why others are not made, and the libraries used."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, Words]
    made_with: dict[str, str]


def pack_case(
    profile: Path | str | bytes,
    *,
    as_of: date | str,
    langs: tuple[Lang, ...] = LANGS,
    engine: EngineName = "direct",
    rules: Path | str | None = None,
    source: str = "profile.yaml",
    with_pdf: bool = True,
) -> Case:
    """The case of a profile, a file or its bytes, on a day; PDF takes by far the longest.

    `rules` is a folder of packs, the package's own if None. `source` names a profile given as
    bytes. The engine `direct` is the one that derives the report again wherever the case is
    opened. Raises what `matcher.check` raises.
    """
    packs = files_of(shipped("rules") if rules is None else Path(rules))
    content, name = (profile, source) if isinstance(profile, bytes) else (bytes_of(Path(profile)), str(profile))
    given = Given(content, name, packs, book_in(packs), as_of, langs, engine)
    return case_of(given, lambda report: printed(report, langs, with_pdf=with_pdf))


def case_of(given: Given, prints: Callable[[Report], Printed]) -> Case:
    """The case that follows from what is given; `prints` makes, or has, its files for print."""
    book = given.book
    profile = Profile.parse(given.profile, given.source, book.vocabulary)
    report = whole_report(profile, as_of=given.as_of, engine=given.engine, rules=book)
    made = prints(report)
    files = {
        PROFILES[given.source.endswith(".json")]: given.profile,
        **dict(_texts(report, given.langs)),
        **made.files,
        **{RULES + name: content for name, content in sorted(given.packs.items())},
    }
    manifest = Manifest(
        FORMAT, FORMAT_VERSION, _program(), REPORT_VERSION, report.as_of, _again(report), given.langs,
        report.profile.name, report.profile.digest, book.version, book.digest, members_of(files),
        tuple(name for name in for_print(given.langs) if name not in made.files), made.made_with,
    )  # fmt: skip
    return Case(manifest, {MANIFEST: manifest.to_json(), **files}, report, dict(made.left_out))


def _texts(report: Report, langs: tuple[Lang, ...]) -> Iterator[tuple[str, bytes]]:
    """The formats that are the same bytes wherever they are made."""
    from matcher.render.checklist import checklist_blocks
    from matcher.render.markdown import markdown
    from matcher.render.terminal import text
    from matcher.render.whole import whole_page

    yield REPORT, report.to_json().encode() + b"\n"
    for lang in langs:
        blocks = list(whole_page(report, lang, details="all"))
        yield f"report.{lang}.txt", text(blocks).encode()
        yield f"report.{lang}.md", markdown(blocks).encode()
        yield f"checklist.{lang}.md", markdown(checklist_blocks(report, lang)).encode()


def printed(report: Report, langs: tuple[Lang, ...], *, with_pdf: bool) -> Printed:
    """HTML and PDF as far as they are wanted and libraries and fonts are there."""
    made: dict[str, bytes] = {}
    left_out: dict[str, Words] = {}
    for name, lang in for_print(langs).items():
        if name.endswith(".pdf") and not with_pdf:
            left_out[name] = words("not asked for", "沒有要求")
            continue
        try:
            made[name] = PRINTED[Path(name).suffix](report, lang)
        except RequestError as trouble:
            left_out[name] = join(part for problem in trouble.problems for part in (problem.what, problem.instead))
    return Printed(made, left_out, libraries() if any(name.endswith(".html") for name in made) else {})


def libraries() -> dict[str, str]:
    """The releases of the libraries on which the pages for a browser depend, as far as they are installed."""
    found = {}
    for name in ("jinja2", "matplotlib"):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def for_print(langs: tuple[Lang, ...]) -> dict[str, Lang]:
    """The files for print of a case that lacks none, with the language of each."""
    return {f"report.{lang}{ending}": lang for ending in PRINTED for lang in langs}


def _html(report: Report, lang: Lang) -> bytes:
    from matcher.render.html.pages import html

    return html(report, lang).encode()


def _pdf(report: Report, lang: Lang) -> bytes:
    from matcher.render.pdf import pdf

    return pdf(report, lang)


# What depends on fonts and libraries of the machine, beside the report.
PRINTED: Final[dict[str, Callable[[Report, Lang], bytes]]] = {".html": _html, ".pdf": _pdf}


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
