"""Colour on a terminal, by rich; the only file that needs it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from matcher.render.terminal import Line


def paint(lines: Iterable[Line], columns: int) -> None:
    """Print the lines with their styles. Texts are shown as they are, never read as markup."""
    console = Console(width=columns, highlight=False, soft_wrap=True)
    for text, style in lines:
        console.print(Text(text, style=style), soft_wrap=True)
