"""`matcher verify`: a case derived again from what is in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.shared import Lang_, ListForm, Out, Told, as_json, give, language_of, name_of


def verify(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A zip that `matcher pack` wrote, or - for standard input.")
    ],
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    output: Out = None,
) -> None:
    """Derive the report of CASE again and say "same", or name what differs (exit code 1)."""
    language = language_of(lang)
    with Told(language):
        import msgspec

        from matcher.handoff.archive import MOST_BYTES
        from matcher.handoff.verify import verify_case
        from matcher.render.handoff import found

        content = sys.stdin.buffer.read(MOST_BYTES + 1) if case == "-" else Path(case)
        name = name_of(case)
        verification = verify_case(content, source=name)
        if form is ListForm.json:
            give(as_json({"same": verification.same, **msgspec.to_builtins(verification)}), output)
        else:
            give(found(verification, name, language), output)
    if not verification.same:
        raise typer.Exit(1)
