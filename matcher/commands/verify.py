"""`matcher verify`: a case derived again from what is in it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.shared import Lang_, ListForm, Out, Told, as_json, give, language_of, name_of
from matcher.errors import Place, Problem, RequestError
from matcher.words import words

SECONDS = 120  # the whole shipped rule book takes a few


def verify(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A zip that `matcher pack` wrote, or - for standard input.")
    ],
    form: Annotated[ListForm, typer.Option("--format", help="terminal or json.")] = ListForm.terminal,
    seconds: Annotated[
        int, typer.Option("--seconds", metavar="N", min=1, max=86_400, help="Give up after so long.")
    ] = SECONDS,
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
        with _within(seconds, name):
            verification = verify_case(content, source=name)
        if form is ListForm.json:
            give(as_json({"same": verification.same, **msgspec.to_builtins(verification)}), output)
        else:
            give(found(verification, name, language), output)
    if not verification.same:
        raise typer.Exit(1)


class _TooLongError(Exception):
    """The time is up."""


@contextmanager
def _within(seconds: int, case: str) -> Iterator[None]:
    """Raise RequestError once it takes longer, where the system can tell: rules of a stranger may be costly."""

    def stop(*_: object) -> None:
        raise _TooLongError

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    except _TooLongError:
        what = words(f"was not derived again within {seconds} s", f"未能在{seconds}秒內重新得出")
        hint = words("look at the rules inside, or allow more with `--seconds`",
                     "請查看個案內的規則，或以`--seconds`放寬時限")  # fmt: skip
        raise RequestError([Problem(Place(case), what, hint)]) from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
