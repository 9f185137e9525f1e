"""Lines of a given width, in either language, with a hanging indent.

Width is counted in columns: a full-width sign takes two. A line breaks at a space, or between
two Chinese signs where Chinese typesetting allows it; amounts, dates and addresses stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_NOT_FIRST: Final = frozenset("、，。；：！？）」』》〉】％%)]},.;:!?")
_NOT_LAST: Final = frozenset("（「『《〈【([{")
_WHOLE: Final = re.compile(
    r"HKD [0-9][0-9,.]*|[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) [0-9]{4}|[0-9][0-9,]* x [0-9][0-9,]*|[!-~]+| +|[\s\S]"
)


def width(text: str) -> int:
    """How many columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if sign < "\x7f":
        return 1
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """The text with spaces up to the width."""
    return text + " " * max(columns - width(text), 0)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`; a piece that is longer by itself runs over."""
    if width(text) <= columns:
        return [text.strip()] if text.strip() else []
    lines: list[str] = []
    line = ""
    used = 0
    for piece in _pieces(text):
        size = width(piece)
        if piece.isspace():
            if line:
                line += piece
                used += size
            continue
        if line and used + size > columns:
            lines.append(line.rstrip())
            line, used = piece, size
        else:
            line += piece
            used += size
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """What must not be broken: words, amounts, and Chinese signs with their punctuation."""
    held = ""
    for piece in _WHOLE.findall(text):
        if held and (piece[0] in _NOT_FIRST or held[-1] in _NOT_LAST) and not piece.isspace():
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def hang(text: str, columns: int, first: str, rest: str) -> list[str]:
    """Wrapped lines, the first after `first`, the others after `rest`."""
    lines = wrap(text, columns - max(width(first), width(rest)))
    return [(first if i == 0 else rest) + line for i, line in enumerate(lines)] or [first.rstrip()]


def ends(left: str, right: str, columns: int) -> str:
    """One line with something at each end, if there is room; else the left only, then the right."""
    gap = columns - width(left) - width(right)
    if gap >= 1:
        return f"{left}{' ' * gap}{right}"
    return "\n".join([*wrap(left, columns), f"{' ' * max(columns - width(right), 0)}{right}"])
