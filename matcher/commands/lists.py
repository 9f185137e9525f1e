"""`matcher schemes`, `show`, `profiles`, `schema`, `version`: what there is to know without a profile."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.commands.shared import (
    AsOf, Form, Lang_, ListForm, Out, Rules, SchemaForm, Told, as_json, book_of, day_of, give, give_blocks, language_of,
)  # fmt: skip


def schemes(
    as_of: AsOf = None,
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
) -> None:
    """List the schemes, whether they take applications, and since when; last, those without rules."""
    language = language_of(lang)
    with Told(language):
        from matcher.listing import listed_list, scheme_blocks, scheme_list

        book = book_of(rules)
        day = day_of(as_of, book)
        if form is ListForm.json:
            give(as_json({"schemes": scheme_list(book, day), "listed": listed_list(book, day)}), None)
        else:
            give_blocks(list(scheme_blocks(book, day, language)), Form.terminal, None)


def show(
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="The id of a scheme, as `matcher schemes` lists it.")],
    as_of: AsOf = None,
    form: Annotated[Form, typer.Option("--format", help="terminal, json or markdown.")] = Form.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
    output: Out = None,
) -> None:
    """Show a scheme's rules in plain words, with sources, open questions and history."""
    language = language_of(lang)
    with Told(language):
        from matcher.render.rules import rules as blocks
        from matcher.rulebook import chosen, scheme_on

        book = book_of(rules)
        day = day_of(as_of, book)
        chosen(book, [scheme])
        found = scheme_on(book.schemes[scheme], day)
        if form is Form.json:
            from matcher.listing import scheme_as_data

            give(as_json(scheme_as_data(found, book, day)), output)
        else:
            give_blocks(list(blocks(book, found, day, language)), form, output)


def profiles(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The example to print.")] = None,
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    output: Out = None,
) -> None:
    """List the example profiles, or print one to start from."""
    language = language_of(lang)
    with Told(language):
        from matcher.listing import example_list, example_text

        if name is not None:
            give(example_text(name), output)
            return
        found = example_list()
        if form is ListForm.json:
            give(as_json(found), output)
        else:
            wide = max(len(entry["name"]) for entry in found)
            give("".join(f"{entry['name']:<{wide}}  {entry['story'][language]}\n" for entry in found), output)


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
    language = language_of(lang)
    with Told(language):
        from matcher.listing import fact_list, schema_of

        book = book_of(rules)
        if form is SchemaForm.list:
            give(fact_list(book.vocabulary, language), output)
        else:
            give(as_json(schema_of(of, book)), output)


def version(
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    lang: Lang_ = None,
    rules: Rules = None,
) -> None:
    """Say which program, rule book and engines these are."""
    with Told(language_of(lang)):
        from matcher.listing import versions

        found = versions(book_of(rules))
        if form is ListForm.json:
            give(as_json(found), None)
        else:
            give("".join(f"{key}: {value}\n" for key, value in found.items()), None)
