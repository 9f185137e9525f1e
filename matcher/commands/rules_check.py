"""`matcher rules check`: read a folder of rules, check it, write what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.shared import AsOf, Lang_, ListForm, Steps, Told, as_json, day_of, give, language_of


def check(
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
    language = language_of(lang)
    with Told(language):
        from matcher.packcheck.check import as_data, check_rules, has_own_facts, read_folder, the_checks
        from matcher.packcheck.workers import processes
        from matcher.render.findings import lines

        checks = the_checks(only)
        read = read_folder(folder)
        with Steps(len(read.packs)) as done:
            found = check_rules(
                read, day_of(as_of, read.book), only=checks, own_facts=has_own_facts(folder),
                copies=processes(), done=done,
            )  # fmt: skip
        if form is ListForm.json:
            give(as_json(as_data(found)), None)
        else:
            give("".join(f"{line}\n" for line in lines(found, language, explained=explained)), None)
        if not found.ok:
            raise typer.Exit(1)
