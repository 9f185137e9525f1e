"""The command line: read the input, call one function of the package, render, leave.

Exit codes: 0 checked, whatever the verdicts; 1 two engines differ or one failed, or rules that were
checked are not in order, or rules that were compared differ; 2 bad input, with everything to put
right on standard error and nothing on standard output.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli_rules import app as rules_app
from matcher.errors import EngineError, MatcherError

if TYPE_CHECKING:
    from datetime import date

    from matcher.errors import Problem
    from matcher.profile import Profile
    from matcher.render.extent import Details
    from matcher.render.page import Block
    from matcher.report import Report
    from matcher.rulebook import RuleBook
    from matcher.words import Lang

# A start-up makes many small objects that all live on; looking through them again and again for
# garbage is a tenth of a short command's time.
gc.set_threshold(200_000, 20, 20)

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


app = typer.Typer(
    name="matcher",
    help="Which Hong Kong funding schemes fit a start-up, why, and why not.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(rules_app)



def _language() -> Language:
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


@app.command(epilog="Example: matcher check company.yaml --as-of 2026-11-24 --scheme tsssu_o --lang zh-Hant")
def check(
    profiles: Annotated[
        list[str],
        typer.Argument(metavar="PROFILE...", help="YAML or JSON files, folders of them, or - for standard input."),
    ],
    as_of: AsOf = None,
    scheme: Annotated[
        list[str] | None, typer.Option("--scheme", metavar="ID", help="Only this scheme, in full; may be given again.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="terminal, json or markdown.")] = Form.terminal,
    details: Annotated[
        DetailsChoice,
        typer.Option(
            "--details",
            help="all: every criterion of every scheme; none: the summary; auto: all of up to 12 schemes, else what "
            "is open or fails. JSON holds everything.",
        ),
    ] = DetailsChoice.auto,
    lang: Lang_ = None,
    engine: Annotated[
        EngineChoice,
        typer.Option("--engine", help="auto takes durable where it can be imported; both proves that the two agree."),
    ] = EngineChoice.auto,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Say which schemes fit each PROFILE, and why."""
    language = _lang(lang)
    with _Told(language):
        book = _book(rules)
        reports = _reports(profiles, as_of, scheme or [], language, engine.value, book)
        _show(reports, form, language, output, details.value, scheme or [])


def _reports(
    names: list[str], as_of: str | None, schemes: list[str], lang: Lang, engine: Any, book: RuleBook
) -> list[Report]:
    from matcher.check import check as run
    from matcher.rulebook import chosen

    problems: list[Problem] = []
    day = None
    try:
        day = _day(as_of, book)
    except MatcherError as trouble:
        problems += trouble.problems
    try:
        chosen(book, schemes)
    except MatcherError as trouble:
        problems += trouble.problems
    profiles: list[Profile] = []
    for source in _sources(names, problems):
        try:
            profiles.append(_profile(source, book))
        except MatcherError as trouble:
            problems += trouble.problems
    if problems or day is None:
        raise MatcherError(problems)
    for profile in profiles:
        for note in profile.notes(book.vocabulary, day):
            typer.echo(note.text(lang), err=True)
    reports = [
        run(profile, as_of=day, schemes=schemes, engine=engine, rules=book)
        for profile in _progress(profiles)
    ]
    if engine == "auto" and reports and reports[0].engine == "direct":
        typer.echo(_NO_DURABLE[lang], err=True)
    return reports


_NO_DURABLE = {
    "en": "note: durable-rules cannot be imported here; the direct engine decided, with the same verdicts",
    "zh-Hant": "備註：此處無法載入durable-rules，改用direct引擎，結論相同",
}


def _sources(names: list[str], problems: list[Problem]) -> Iterator[str]:
    """Each profile named: a file, the files of a folder, or - for standard input."""
    from matcher.errors import Place, Problem
    from matcher.words import words

    for name in names:
        if name != "-" and Path(name).is_dir():
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


def _profile(source: str, book: RuleBook) -> Profile:
    from matcher.plain_yaml import MOST_BYTES
    from matcher.profile import Profile

    if source == "-":
        return Profile.parse(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>", book.vocabulary)
    return Profile.read(source, book.vocabulary)


def _progress(profiles: list[Profile]) -> Iterator[Profile]:
    """The profiles, with a bar on standard error while many are checked at a terminal."""
    if len(profiles) < 20 or not sys.stderr.isatty():
        yield from profiles
        return
    with typer.progressbar(profiles, label="checking", file=sys.stderr) as bar:
        yield from bar


def _show(
    reports: list[Report], form: Form, lang: Lang, output: Path | None, details: Details, named: list[str]
) -> None:
    from matcher.render.page import page

    if form is Form.json:
        texts = [report.to_json() for report in reports]
        _give("[\n" + ",\n".join(texts) + "\n]\n" if len(texts) > 1 else texts[0] + "\n", output)
        return
    blocks = [block for report in reports for block in page(report, lang, details=details, named=named)]
    _give_blocks(blocks, form, output)


def _give_blocks(blocks: list[Block], form: Form, output: Path | None) -> None:
    if form is Form.markdown:
        from matcher.render.markdown import markdown

        _give(markdown(blocks), output)
        return
    from matcher.render.terminal import lines, text

    if output is None and _colour():
        from matcher.render.paint import paint

        columns = _columns()
        paint(lines(blocks, columns), columns)
        return
    unicode = output is not None or (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    _give(text(blocks, _columns(), unicode=unicode or not _is_ascii()), output)


def _is_ascii() -> bool:
    return (sys.stdout.encoding or "ascii").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")


def _give(text: str, output: Path | None) -> None:
    from matcher.output import write_file, write_out

    if output is None:
        write_out(text)
    else:
        write_file(output, text)


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _columns() -> int:
    return min(shutil.get_terminal_size((WIDE, 24)).columns, WIDE) if sys.stdout.isatty() else WIDE


# ------------------------------------------------------------------------ lists


@app.command(epilog="Example: matcher schemes --as-of 2020-02-01")
def schemes(
    as_of: AsOf = None,
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
) -> None:
    """List the schemes, whether they take applications, and since when; last, those without rules."""
    language = _lang(lang)
    with _Told(language):
        from matcher.listing import listed_list, scheme_blocks, scheme_list

        book = _book(rules)
        day = _day(as_of, book)
        if form is ListForm.json:
            _give(_json({"schemes": scheme_list(book, day), "listed": listed_list(book, day)}), None)
        else:
            _give_blocks(list(scheme_blocks(book, day, language)), Form.terminal, None)


@app.command(epilog="Example: matcher show tsssu_plus --as-of 2022-10-20 --lang zh-Hant")
def show(
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="The id of a scheme, as `matcher schemes` lists it.")],
    as_of: AsOf = None,
    form: Annotated[Form, typer.Option("--format", help="terminal, json or markdown.")] = Form.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Show a scheme's rules in plain words, with sources, open questions and history."""
    language = _lang(lang)
    with _Told(language):
        from matcher.render.rules import rules as blocks
        from matcher.rulebook import chosen, scheme_on

        book = _book(rules)
        day = _day(as_of, book)
        chosen(book, [scheme])
        found = scheme_on(book.schemes[scheme], day)
        if form is Form.json:
            from matcher.listing import scheme_as_data

            _give(_json(scheme_as_data(found, book, day)), output)
        else:
            _give_blocks(list(blocks(book, found, day, language)), form, output)


@app.command(epilog="Example: matcher profiles spin-out > company.yaml")
def profiles(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The example to print.")] = None,
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    output: Out = None,
) -> None:
    """List the example profiles, or print one to start from."""
    language = _lang(lang)
    with _Told(language):
        from matcher.listing import example_list, example_text

        if name is not None:
            _give(example_text(name), output)
            return
        found = example_list()
        if form is ListForm.json:
            _give(_json(found), output)
        else:
            wide = max(len(entry["name"]) for entry in found)
            _give("".join(f"{entry['name']:<{wide}}  {entry['story'][language]}\n" for entry in found), output)


@app.command(epilog="Example: matcher schema -o profile.schema.json")
def schema(
    of: Annotated[str, typer.Argument(metavar="[profile|report]", help="What the schema describes.")] = "profile",
    form: Annotated[
        SchemaForm, typer.Option("--format", help="json, or list: every fact a profile can give.")
    ] = SchemaForm.json,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Print the JSON Schema of a profile or a report, or list all facts."""
    language = _lang(lang)
    with _Told(language):
        from matcher.listing import fact_list, schema_of

        book = _book(rules)
        if form is SchemaForm.list:
            _give(fact_list(book.vocabulary, language), output)
        else:
            _give(_json(schema_of(of, book)), output)


@app.command(epilog="Example: matcher version --format json")
def version(
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
) -> None:
    """Say which program, rule book and engines these are."""
    with _Told(_lang(lang)):
        from matcher.listing import versions

        found = versions(_book(rules))
        if form is ListForm.json:
            _give(_json(found), None)
        else:
            _give("".join(f"{key}: {value}\n" for key, value in found.items()), None)


# ------------------------------------------------------------------------ rules


@rules_app.command("check", epilog="Example: matcher rules check --only lint,stale --as-of 2026-11-24")
def rules_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="A folder of rule packs. Default: the shipped ones.")
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            "--only", metavar="CHECKS", help="Some of lint,examples,coverage,mutants,stale,proofs. Default: all."
        ),
    ] = None,
    explained: Annotated[bool, typer.Option("--explained", help="List what the packs explain, too.")] = False,
    as_of: AsOf = None,
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
) -> None:
    """Say whether the rules are in order, and whether their examples would notice if they were not."""
    language = _lang(lang)
    with _Told(language):
        from matcher.packcheck.check import as_data, check_rules, has_own_facts, read_folder, the_checks
        from matcher.render.findings import lines

        checks = the_checks(only)
        read = read_folder(folder)
        with _Steps(len(read.packs)) as begin:
            found = check_rules(
                read, _day(as_of, read.book), only=checks, own_facts=has_own_facts(folder), begin=begin
            )
        if form is ListForm.json:
            _give(_json(as_data(found)), None)
        else:
            _give("".join(f"{line}\n" for line in lines(found, language, explained=explained)), None)
        if not found.ok:
            raise typer.Exit(1)


class _Steps:
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


# ------------------------------------------------------------------ small things


def _lang(lang: Language | None) -> Lang:
    return (lang or _language()).value


def _book(folder: Path | None) -> RuleBook:
    from matcher.rulebook import load_rules

    return load_rules(folder)


def _day(as_of: str | None, book: RuleBook) -> date:
    from matcher.check import the_day
    from matcher.dates import hong_kong_today

    return the_day(hong_kong_today() if as_of is None else as_of, book)


def _json(found: Any) -> str:
    import json

    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


class _Told:
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


def main() -> None:
    """The entry point of the `matcher` command."""
    try:
        app()
    finally:
        gc.freeze()  # nothing is left to collect, and looking for it takes longer than the check


if __name__ == "__main__":
    main()
