"""`matcher rules site`, `new` and `schema`: read, call one function, write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.words import Lang

Rules = Annotated[
    Path | None, typer.Option("--rules", metavar="FOLDER", help="A folder of rule packs instead of the shipped ones.")
]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
]
Told = Annotated[
    Lang | None,
    typer.Option("--lang", help="Language of messages. Default: from MATCHER_LANG or the locale.", show_default=False),
]


def site(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="The folder to make; an earlier site is replaced.")
    ],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day to speak of, YYYY-MM-DD. Default: today in Hong Kong."),
    ] = None,
    rules: Rules = None,
    lang: Told = None,
) -> None:
    """Write all rules as a web site in both languages that works from a disk."""
    from matcher.commands.shared import book_of, day_of, default_language, Told

    with Told(lang or default_language().value):
        from matcher.folder import write_folder
        from matcher.packcheck.examples import examples_in
        from matcher.render.site.pages import site_files
        from matcher.rulebook import shipped

        book = book_of(rules)
        day = day_of(as_of, book)
        write_folder(output, site_files(book, examples_in(rules or shipped("rules"), book), day))


def new(
    scheme: Annotated[str, typer.Argument(metavar="SCHEME_ID", help="The id of the new scheme: a-z, 0-9 and _.")],
    output: Out = None,
    lang: Told = None,
) -> None:
    """Print a commented pack to start from; what an author must fill in is marked."""
    from matcher.commands.shared import default_language, Told

    with Told(lang or default_language().value):
        from matcher.output import write_new_file, write_out
        from matcher.packcheck.skeleton import skeleton

        text = skeleton(scheme)
        if output is None:
            write_out(text)
        else:
            write_new_file(output, text)


def schema(
    of: Annotated[str, typer.Argument(metavar="[pack|facts|book]", help="What the schema describes.")] = "pack",
    output: Out = None,
    lang: Told = None,
) -> None:
    """Print the JSON Schema of a pack, of facts.yaml or of book.yaml, for completion in an editor."""
    from matcher.commands.shared import default_language, Told

    with Told(lang or default_language().value):
        import json

        from matcher.output import write_file, write_out
        from matcher.pack_schema import authors_schema

        text = json.dumps(authors_schema(of), ensure_ascii=False, indent=2) + "\n"
        if output is None:
            write_out(text)
        else:
            write_file(output, text)
