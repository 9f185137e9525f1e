"""`matcher rules`: the commands for authors and readers of rule packs, one line each."""

from __future__ import annotations

import typer

from matcher.cli_diff import diff
from matcher.cli_site import new, schema, site

app = typer.Typer(name="rules", help="For authors of rules.", no_args_is_help=True, rich_markup_mode=None)

app.command(epilog="Example: matcher rules diff 2025-11-17 2025-11-18")(diff)
app.command(epilog="Example: matcher rules site -o site")(site)
app.command(epilog="Example: matcher rules new my_scheme -o my_scheme.yaml")(new)
app.command(epilog="Example: matcher rules schema pack -o pack.schema.json")(schema)
