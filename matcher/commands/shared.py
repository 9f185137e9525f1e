"""What every command shares: options, reading what was named, writing what was found, telling troubles."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.errors import EngineError, MatcherError

if TYPE_CHECKING:
    from datetime import date

    from matcher.errors import Problem
    from matcher.profile import Profile
    from matcher.render.page import Block
    from matcher.rulebook import RuleBook
    from matcher.words import Lang

WIDE = 100


class Form(StrEnum):
    """How a report is written."""

    terminal = "terminal"
    json = "json"
    markdown = "markdown"


class DetailsChoice(StrEnum):
    """How much of each scheme is shown."""

    auto = "auto"
    all = "all"
    none = "none"


class ListForm(StrEnum):
    """How a list is written."""

    terminal = "terminal"
    json = "json"


class SchemaForm(StrEnum):
    """How the vocabulary is written."""

    json = "json"
    list = "list"


class Language(StrEnum):
    """The languages of Hong Kong's readers."""

    en = "en"
    zh_hant = "zh-Hant"


class EngineChoice(StrEnum):
    """Which engine decides."""

    auto = "auto"
    durable = "durable"
    direct = "direct"
    both = "both"


def default_language() -> Language:
    """English, unless the environment asks for Traditional Chinese."""
    asked = os.environ.get("MATCHER_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    traditional = asked.replace("-", "_").startswith(("zh_Hant", "zh_HK", "zh_TW", "zh_MO"))
    return Language.zh_hant if traditional else Language.en


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day of the check, YYYY-MM-DD. Default: today in Hong Kong."),
]
Lang_ = Annotated[
    Language | None,
    typer.Option("--lang", help="Language. Default: from MATCHER_LANG or the locale.", show_default=False),
]
Rules = Annotated[
    Path | None, typer.Option("--rules", metavar="FOLDER", help="A folder of rule packs instead of the shipped ones.")
]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
]


def language_of(lang: Language | None) -> Lang:
    """The language asked for, or the default."""
    return (lang or default_language()).value


def book_of(folder: Path | None) -> RuleBook:
    """The rule book in the folder, or the shipped one. Raises PackError."""
    from matcher.rulebook import load_rules

    return load_rules(folder)


def day_of(as_of: str | None, book: RuleBook) -> date:
    """The day asked for, or today in Hong Kong. Raises RequestError."""
    from matcher.check import the_day
    from matcher.dates import hong_kong_today

    return the_day(hong_kong_today() if as_of is None else as_of, book)


def as_json(found: Any) -> str:
    """JSON for people and machines, with a line end."""
    import json

    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


class Told:
    """Turns a MatcherError into its lines on standard error and the right exit code."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, trouble: BaseException | None, trace: object) -> None:
        if isinstance(trouble, MatcherError):
            typer.echo(trouble.text(self.lang), err=True)
            raise typer.Exit(1 if isinstance(trouble, EngineError) else 2) from None
        if isinstance(trouble, BrokenPipeError):  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


def sources_of(names: list[str], problems: list[Problem]) -> Iterator[str]:
    """Each profile named: a file, the files of a folder, or - for standard input."""
    from matcher.errors import Place, Problem
    from matcher.words import words

    for name in names:
        if name != "-" and os.path.isdir(name):
            inside = sorted(p for p in Path(name).iterdir() if _is_profile(p))
            if not inside:
                what = words("holds no profile", "沒有公司資料檔")
                hint = words("put YAML or JSON files in it", "請放入YAML或JSON檔案")
                problems.append(Problem(Place(name), what, hint))
            yield from map(str, inside)
        else:
            yield name


def _is_profile(path: Path) -> bool:
    """Whether a file of a folder is taken for a profile: by its name, and not if it is a schema."""
    return path.suffix in (".yaml", ".yml", ".json") and not path.stem.endswith(".schema") and path.is_file()


def profile_bytes(source: str) -> bytes:
    """The bytes of a file, or of standard input for `-`, as far as a profile may go. Raises ProfileError."""
    from matcher.plain_yaml import MOST_BYTES
    from matcher.profile import bytes_of

    return sys.stdin.buffer.read(MOST_BYTES + 1) if source == "-" else bytes_of(Path(source))


def profile_of(source: str, book: RuleBook) -> Profile:
    """The profile of a file, or of standard input for `-`. Raises ProfileError."""
    from matcher.profile import Profile

    return Profile.parse(profile_bytes(source), name_of(source), book.vocabulary)


def name_of(source: str) -> str:
    """What messages call a profile."""
    return "<stdin>" if source == "-" else source


def give_blocks(blocks: list[Block], form: Form, output: Path | None) -> None:
    """Write blocks in the form asked for, to a file or to standard output."""
    if form is Form.markdown:
        from matcher.render.markdown import markdown

        give(markdown(blocks), output)
        return
    from matcher.render.terminal import lines, text

    if output is None and has_colour():
        from matcher.render.paint import paint

        wide = columns()
        paint(lines(blocks, wide), wide)
        return
    unicode = output is not None or (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    give(text(blocks, columns(), unicode=unicode or not _is_ascii()), output)


def _is_ascii() -> bool:
    return (sys.stdout.encoding or "ascii").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")


def give(content: str | bytes, output: Path | None) -> None:
    """Write text or bytes to a file, or to standard output."""
    from matcher.output import write_file, write_out

    if output is None:
        write_out(content)
    else:
        write_file(output, content)


def has_colour() -> bool:
    """Whether standard output takes colour and nobody turned it off."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """The width to write in."""
    return min(shutil.get_terminal_size((WIDE, 24)).columns, WIDE) if sys.stdout.isatty() else WIDE


class Steps:
    """A bar on standard error, at a terminal, that moves on with each pack."""

    def __init__(self, length: int) -> None:
        self.bar = typer.progressbar(length=length, label="checking", file=sys.stderr) if sys.stderr.isatty() else None

    def __enter__(self) -> Callable[[str], None]:
        if self.bar is None:
            return lambda scheme: None
        bar = self.bar.__enter__()
        return lambda scheme: bar.update(1)

    def __exit__(self, *trouble: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*trouble)  # type: ignore[arg-type]
