"""Lines of a given width, in either language, with a hanging indent.

Width is counted in columns: a full-width sign takes two. A line breaks at a space, or between
two Chinese signs where Chinese typesetting allows it; amounts, dates and addresses stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Final

_NOT_FIRST: Final = "、，。；：！？）」』》〉】％%)]},.;:!?"
_NOT_LAST: Final = "（「『《〈【([{"
_WHOLE: Final = (
    r"(?:HKD [0-9][0-9,.]*|[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December) [0-9]{4}|[0-9][0-9,]* x [0-9][0-9,]*|[!-~]+| +|[\s\S])"
)
# What must not be broken: words, amounts, and Chinese signs with their punctuation.
_PIECE: Final = re.compile(
    rf"{_WHOLE}(?:(?:(?=[{re.escape(_NOT_FIRST)}])|(?<=[{re.escape(_NOT_LAST)}]))(?!\s){_WHOLE})*"
)

_MAY_HOLD_TOGETHER: Final = re.compile(r"HKD [0-9]|[0-9] [A-Zx]")


class _Columns(dict[str, int]):
    """How many columns each sign takes, worked out when it is first met."""

    def __missing__(self, sign: str) -> int:
        wide = unicodedata.east_asian_width(sign) in "WF"
        self[sign] = columns = 0 if unicodedata.combining(sign) else 2 if wide else 1
        return columns


_COLUMNS: Final = _Columns()


def width(text: str) -> int:
    """How many columns the text takes."""
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


def pad(text: str, columns: int) -> str:
    """The text with spaces up to the width."""
    return text + " " * max(columns - width(text), 0)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most `columns`; a piece that is longer by itself runs over."""
    if width(text) <= columns:
        return [text.strip()] if text.strip() else []
    return _plain(text, columns) or _of_pieces(text, columns)


def _plain(text: str, columns: int) -> list[str] | None:
    """The lines of a text that breaks at its spaces and nowhere else; None if it is none such."""
    if not (text.isascii() and text.isprintable()) or _MAY_HOLD_TOGETHER.search(text):
        return None
    if text[:1] in ("", " ") or columns < 1:
        return None
    lines = []
    rest = text.rstrip(" ")
    while len(rest) > columns:
        at = rest.rfind(" ", 0, columns + 1)
        if at < 0 and (at := rest.find(" ")) < 0:
            break
        lines.append(rest[:at].rstrip(" "))
        rest = rest[at:].lstrip(" ")
        if rest[0] in _NOT_FIRST:
            return None
    return [*lines, rest]


def _of_pieces(text: str, columns: int) -> list[str]:
    pieces = _PIECE.findall(text)
    ends = list(accumulate(map(len if text.isascii() else width, pieces)))  # where each piece ends
    lines: list[str] = []
    first = 0
    while first < len(pieces):
        if pieces[first].isspace():
            first += 1
            continue
        begins = ends[first - 1] if first else 0
        after = max(bisect_right(ends, begins + columns), first + 1)
        lines.append("".join(pieces[first:after]).rstrip())
        first = after
    return lines


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
