"""The command line: read the input, call one function of the package, render, leave.

Exit codes: 0 checked, whatever the verdicts; 1 two engines differ or one failed, or rules that were
checked are not in order, or rules that were compared, or a case and what follows from it, differ;
2 bad input, with everything to put right on standard error and nothing on standard output.
"""

from __future__ import annotations

import gc

import typer

from matcher.commands import calendar, check, lists, pack, plan, rules_check, rules_diff, rules_site, stack, verify

# A start-up makes many small objects that all live on; looking through them again and again for
# garbage is a tenth of a short command's time.
gc.set_threshold(200_000, 20, 20)

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
app.command(epilog="Example: matcher stack company.yaml --as-of 2026-11-29 --lang zh-Hant")(stack.stack)
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
    try:
        app()
    finally:
        gc.freeze()  # nothing is left to collect, and looking for it takes longer than the check


if __name__ == "__main__":
    main()
