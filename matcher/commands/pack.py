"""`matcher pack`: a case as one zip, for whoever is to read it and derive it again."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.commands.shared import (
    AsOf, EngineChoice, Language, Out, Rules, Told, as_json, day_of, give, language_of, name_of,
    profile_bytes,
)  # fmt: skip
from matcher.errors import Place, Problem, RequestError, each_of
from matcher.words import LANGS, words

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.handoff.pack import Case


class CaseForm(StrEnum):
    """How a case is given."""

    zip = "zip"
    terminal = "terminal"
    json = "json"


def pack(
    profile: Annotated[str, typer.Argument(metavar="PROFILE", help="A YAML or JSON file, or - for standard input.")],
    as_of: AsOf = None,
    form: Annotated[
        CaseForm, typer.Option("--format", help="zip; terminal or json: what the zip would hold, and the checklist.")
    ] = CaseForm.zip,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Only this language. Default: both.", show_default=False)
    ] = None,
    engine: Annotated[
        EngineChoice,
        typer.Option("--engine", help="direct derives the report again wherever the case is opened."),
    ] = EngineChoice.direct,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="PDF takes by far the longest.")] = True,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Pack PROFILE, its report in every format, the rules and a checklist of papers into one zip."""
    language = language_of(lang)
    with Told(language):
        from matcher.render.handoff import contents, what_is_missing

        if form is CaseForm.zip and output is None and sys.stdout.isatty():
            what = words("is a terminal, and a case is a zip file", "是終端機，而個案是zip檔案")
            hint = words("name a file with `-o`, or see what it would hold with `--format terminal`",
                         "請以`-o`指明檔案，或以`--format terminal`查看內容")  # fmt: skip
            raise RequestError([Problem(Place("standard output"), what, hint)])
        case = _case(profile, as_of, lang, engine, rules, with_pdf=pdf)
        if form is CaseForm.zip:
            give(case.to_zip(), output)
        elif form is CaseForm.json:
            import msgspec

            shown = {"manifest": case.manifest, "checklist": case.report.checklist}
            give(as_json(msgspec.to_builtins(shown)), output)
        else:
            from matcher.render.checklist import checklist_blocks
            from matcher.render.terminal import text

            give(contents(case, language) + "\n" + text(checklist_blocks(case.report, language)), output)
        for line in what_is_missing(case):
            typer.echo({"en": "note: ", "zh-Hant": "備註："}[language] + line[language], err=True)


_A_WHILE = {
    "en": "note: the PDFs of a whole rule book take a while; --no-pdf leaves them out",
    "zh-Hant": "備註：製作整本規則彙編的PDF需時較長；可用--no-pdf略過",
}


def _case(
    profile: str, as_of: str | None, lang: Language | None, engine: EngineChoice, rules: Path | None, *, with_pdf: bool
) -> Case:
    from matcher.handoff.pack import Given, case_of, printed
    from matcher.profile import Profile
    from matcher.rulebook import book_in, files_of, shipped

    packs = files_of(shipped("rules") if rules is None else rules)
    book = book_in(packs)
    content, source = profile_bytes(profile), name_of(profile)
    day, read = each_of(lambda: day_of(as_of, book), lambda: Profile.parse(content, source, book.vocabulary))
    for note in read.notes(book.vocabulary, day):
        typer.echo(note.text(language_of(lang)), err=True)
    langs = LANGS if lang is None else (language_of(lang),)
    if with_pdf and sys.stderr.isatty():
        typer.echo(_A_WHILE[language_of(lang)], err=True)
    given = Given(content, source, packs, book, day, langs, engine.value)
    return case_of(given, lambda report: printed(report, langs, with_pdf=with_pdf))
