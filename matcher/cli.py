"""The command line: read the input, call one function of the package, render, leave.

Exit codes: 0 checked, whatever the verdicts; 1 two engines differ or one failed, or rules that were
checked are not in order, or rules that were compared, or a case and what follows from it, differ;
2 bad input, with everything to put right on standard error and nothing on standard output.
"""

from __future__ import annotations

import atexit
import io
import os
import sys

from matcher.commands import calendar, check, lists, pack, plan, rules_check, rules_diff, rules_site, stack, verify

import typer  # after the commands, which see to it that importing it is quick

app = typer.Typer(
    name="matcher",
    help="Which Hong Kong funding schemes fit a start-up, why, and why not.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules = typer.Typer(name="rules", help="For authors of rules.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules)

app.command(epilog="Example: matcher check company.yaml --as-of 2026-11-24 --scheme tsssu_o --lang zh-Hant")(
    check.check
)
app.command(epilog="Example: matcher plan company.yaml --goal tsssu_o --goal raise_plus")(plan.plan)
app.command(epilog="Example: matcher calendar company.yaml --as-of 2026-11-29 --format ics -o company.ics")(
    calendar.calendar
)
app.command(epilog="Example: matcher stack company.yaml --as-of 2026-11-29 --format markdown -o together.md")(
    stack.stack
)
app.command(epilog="Example: matcher pack company.yaml --as-of 2026-11-24 --no-pdf -o case.zip")(pack.pack)
app.command(epilog="Example: matcher verify case.zip --lang zh-Hant")(verify.verify)
app.command(epilog="Example: matcher schemes --as-of 2020-02-01")(lists.schemes)
app.command(epilog="Example: matcher show tsssu_plus --as-of 2022-10-20 --lang zh-Hant")(lists.show)
app.command(epilog="Example: matcher profiles spin-out > company.yaml")(lists.profiles)
app.command(epilog="Example: matcher schema -o profile.schema.json")(lists.schema)
app.command(epilog="Example: matcher version --format json")(lists.version)

rules.command("check", epilog="Example: matcher rules check --only lint,stale --as-of 2026-11-24")(rules_check.check)
rules.command(epilog="Example: matcher rules diff 2025-11-17 2025-11-18")(rules_diff.diff)
rules.command(epilog="Example: matcher rules site -o site")(rules_site.site)
rules.command(epilog="Example: matcher rules new my_scheme -o my_scheme.yaml")(rules_site.new)
rules.command(epilog="Example: matcher rules schema pack -o pack.schema.json")(rules_site.schema)


def main() -> None:
    """The entry point of the `matcher` command."""
    code = 1

    def leave() -> None:
        """Leave at once: to take the rule book apart first takes longer than to read it."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    _open_streams()
    atexit.register(leave)  # registered first, called last
    _only(sys.argv[1:2])
    try:
        app()
    except SystemExit as leaving:
        code = int(leaving.code or 0)


def _open_streams() -> None:
    """Stand in for streams that the caller closed: nothing to read, and nothing can be written."""
    sys.stdin = sys.stdin or os.fdopen(os.open(os.devnull, os.O_RDONLY))
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8")  # as reports are, whatever the locale says


def _only(asked: list[str]) -> None:
    """Forget the other commands where one is asked for: typer would read the parameters of them all."""
    named = [info for info in app.registered_commands if info.callback and [info.callback.__name__] == asked]
    if named:
        app.registered_commands, rules.registered_commands = named, []


if __name__ == "__main__":
    main()
