"""`matcher rules diff`: read two sides, compare them, write what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.words import Lang

if TYPE_CHECKING:
    from matcher.packcheck.diff import RulesDiff, Side
    from matcher.profile import Profile


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A folder of rule packs, or a day (YYYY-MM-DD) of a book.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, to compare with.")],
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FOLDER", help="With two days: whose book. Default: the shipped one."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="With two folders: on which day. Default: today in Hong Kong."),
    ] = None,
    scheme: Annotated[
        list[str] | None, typer.Option("--scheme", metavar="ID", help="Only this scheme; may be given again.")
    ] = None,
    profiles: Annotated[
        list[str] | None,
        typer.Option("--profiles", metavar="FOLDER", help="Which of these profiles gain or lose; a folder, or a file."),
    ] = None,
    witnesses: Annotated[
        bool, typer.Option("--witnesses/--no-witnesses", help="Look for a profile for each way a verdict can differ.")
    ] = True,
    also_by_time: Annotated[
        bool, typer.Option("--all", help="Also ways that come from the passing of time, with the same rules.")
    ] = False,
    seconds: Annotated[
        int, typer.Option("--seconds", metavar="N", min=1, max=3600, help="The limit for one question to the solver.")
    ] = 10,
    form: Annotated[str, typer.Option("--format", metavar="[terminal|json]", help="terminal or json.")] = "terminal",
    lang: Annotated[
        Lang | None,
        typer.Option("--lang", help="Language. Default: from MATCHER_LANG or the locale.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Also write each profile found as a file here.")
    ] = None,
) -> None:
    """Say what changed between two folders or days of rules, and show for whom a verdict differs.

    Exit codes: 0 nothing differs, 1 something does, 2 bad input.
    """
    from matcher.commands.shared import give, as_json, default_language, Steps, Told

    with Told(lang or default_language().value):
        from matcher.packcheck.diff import as_data, diff_rules
        from matcher.render.diff import lines

        language: Lang = lang or default_language().value
        sides, given = _read(old, new, rules, as_of, scheme or [], profiles or [], form)
        with Steps(len(scheme or {**sides[0].book.schemes, **sides[1].book.schemes})) as begin:
            found = diff_rules(
                *sides, schemes=scheme or [], profiles=given, witnesses=witnesses, also_by_time=also_by_time,
                seconds=seconds, begin=begin,
            )  # fmt: skip
        if output is not None:
            _write(found, output, language)
        if form == "json":
            give(as_json(as_data(found)), None)
        else:
            give("".join(f"{line}\n" for line in lines(found, language)), None)
        if found.differs:
            raise typer.Exit(1)


def _read(
    old: str, new: str, rules: Path | None, as_of: str | None, schemes: list[str], profiles: list[str], form: str
) -> tuple[tuple[Side, Side], list[Profile]]:
    """Both sides and the profiles. Raises MatcherError with everything that is wrong."""
    from matcher.commands.shared import day_of, sources_of
    from matcher.complaints import wrong_choice
    from matcher.errors import MatcherError, Place, Problem
    from matcher.packcheck.diff import both_vocabularies, named, two_sides
    from matcher.profile import Profile

    problems: list[Problem] = []
    given: list[Profile] = []
    sides = None
    if form not in ("terminal", "json"):
        problems.append(Problem(Place("--format"), *wrong_choice("format", form, ("terminal", "json"))))
    try:
        sides = two_sides(old, new, rules, as_of, day_of)
    except MatcherError as trouble:
        problems += trouble.problems
    if sides is not None:
        try:
            named(sides[0].book, sides[1].book, schemes)
        except MatcherError as trouble:
            problems += trouble.problems
        vocabulary, _ = both_vocabularies(sides[0].book, sides[1].book)
        for source in sources_of(profiles, problems):
            try:
                given.append(Profile.read(source, vocabulary))
            except MatcherError as trouble:
                problems += trouble.problems
    if problems or sides is None:
        raise MatcherError(problems)
    return sides, given


def _write(found: RulesDiff, folder: Path, lang: Lang) -> None:
    """Each profile that was found, as a file of the folder."""
    from matcher.complaints import because
    from matcher.errors import Place, Problem, RequestError
    from matcher.output import write_file
    from matcher.render.diff import witness, witness_name
    from matcher.words import words

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        what = because(words("cannot be made", "無法建立"), trouble)
        hint = words("name a folder that can be written", "請指明可寫入的資料夾")
        raise RequestError([Problem(Place(str(folder)), what, hint)]) from None
    for scheme in found.schemes:
        for way in scheme.ways or ():
            if way.state == "shown":
                write_file(folder / witness_name(scheme, way), witness(found, scheme, way, lang))
