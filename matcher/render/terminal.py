"""The report for a terminal: plain lines first, colour only on top of them.

Colour strengthens a sign and its word and says nothing by itself. Symbols are one column wide in
every terminal; where the output cannot carry them, plain letters stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from matcher.render.layout import ends, hang, pad, width, wrap
from matcher.render.microcopy import PLAIN_SIGNS, SIGNS
from matcher.render.page import (
    ActionLine, Block, Criterion, Foot, Group, Heading, Item, Rule, SchemeHead, Section, SummaryRow, Tally,
    Title,
)  # fmt: skip

Line = tuple[str, str]  # text, style

_STYLES: Final[dict[str, str]] = {
    "eligible": "bold green", "met": "green", "needs_information": "bold yellow",
    "unknown": "yellow", "unclear": "yellow", "discretionary": "bold magenta",
    "not_eligible": "bold red", "failed": "bold red", "judged": "magenta", "process": "magenta",
    "other_role": "dim", "not_applicable": "dim", "not_in_force": "dim",
    "listed": "dim",
}  # fmt: skip
_NAME: Final = 26  # columns of the left column of the summary
_LABEL: Final = 11
_ACTION: Final = 16


def lines(blocks: Iterable[Block], columns: int = 100) -> Iterator[Line]:
    """The blocks as lines of text with a style each."""
    columns = max(columns, 40)
    drawer = _Drawer(columns)
    for block in blocks:
        yield from drawer.draw(block)


def text(blocks: Iterable[Block], columns: int = 100, *, unicode: bool = True) -> str:
    """The blocks as plain text."""
    found = "\n".join(line.rstrip() for line, _ in lines(blocks, columns)) + "\n"
    if not unicode:
        for sign, plain in PLAIN_SIGNS.items():
            found = found.replace(sign, plain)
    return found


class _Drawer:
    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.before: Block | None = None

    def draw(self, block: Block) -> Iterator[Line]:
        if self.gap(block):
            yield "", ""
        yield from self.body(block)
        self.before = block

    def gap(self, block: Block) -> bool:
        """Whether an empty line parts the block from what stands above it."""
        before = self.before
        if before is None or isinstance(before, Rule):
            return False
        match block:
            case Rule() | Group() | Heading() | Tally():
                return True
            case Section():
                return not isinstance(before, Section)
            case ActionLine():
                return not isinstance(before, ActionLine)
            case Criterion():
                return not isinstance(before, (Criterion, Heading))
            case _:
                return False

    def body(self, block: Block) -> Iterator[Line]:
        match block:
            case Title():
                yield from self.title(block)
            case Rule():
                yield "=" * self.columns, "dim"
            case Tally(heading=heading, line=line):
                yield heading, "bold"
                for wrapped in hang(line, self.columns, "  ", "  "):
                    yield wrapped, ""
            case ActionLine(label=label, text=found):
                first = pad(f"  {label}", _ACTION)
                for wrapped in hang(found, self.columns, first, " " * _ACTION):
                    yield wrapped, ""
            case Group(sign=sign, heading=heading):
                yield f"{SIGNS[sign]} {heading}", _STYLES[sign]
            case SummaryRow():
                yield from self.row(block)
            case SchemeHead():
                yield from self.head(block)
            case Section(label=label, lines=found):
                yield from self.section(label, found)
            case Heading(text=found):
                yield found, "bold"
            case Criterion():
                yield from self.criterion(block)
            case Item():
                yield from self.item(block)
            case Foot(lines=found):
                for line in found:
                    for wrapped in wrap(line, self.columns):
                        yield wrapped, ""
            case _:
                assert_never(block)

    def title(self, block: Title) -> Iterator[Line]:
        for line in ends(block.title, block.day, self.columns).split("\n"):
            yield line, "bold"
        yield block.name, "bold"
        for line in block.lines:
            for wrapped in wrap(line, self.columns):
                yield wrapped, ""

    def row(self, block: SummaryRow) -> Iterator[Line]:
        names = [block.name, block.id]
        right = [*self.column(block.what), *self.column(block.where)]
        for line in block.lines:
            right += self.column(line)
        left_width = _NAME if self.columns >= 60 else 0
        if not left_width:
            yield f"  {block.name}  {block.id}", "bold"
            for line in right:
                yield f"    {line}", ""
            return
        left = [line for name in names for line in wrap(name, _NAME - 3)]
        while left or right:
            name = left.pop(0) if left else ""
            # A name or id too long for its column has the line for itself, and stays whole.
            beside = right.pop(0) if right and width(name) < _NAME - 2 else ""
            yield "  " + pad(name, _NAME - 2) + beside, ""

    def column(self, found: str) -> list[str]:
        return wrap(found, self.columns - (_NAME if self.columns >= 60 else 4)) if found else []

    def head(self, block: SchemeHead) -> Iterator[Line]:
        for line in hang(f"{block.verdict}   {block.name}", self.columns, f"{SIGNS[block.sign]} ", "  "):
            yield line, _STYLES[block.sign]
        *above, last = wrap(block.title, self.columns) or [""]
        for line in (*above, *ends(last, block.id, self.columns).split("\n")):
            yield line, ""
        for found in block.lines:
            for wrapped in wrap(found, self.columns):
                yield wrapped, ""

    def section(self, label: str, found: tuple[str, ...]) -> Iterator[Line]:
        room = max(_LABEL, width(label) + 2) if label else 0
        for index, line in enumerate(found):
            first = pad(label, room) if index == 0 else " " * room
            for wrapped in hang(line, self.columns, first, " " * room):
                yield wrapped, ""

    def criterion(self, block: Criterion) -> Iterator[Line]:
        mark = f"  {SIGNS[block.sign]} {pad(block.outcome, 8)} "
        indent = " " * width(mark)
        room = self.columns - width(mark) - width(block.references) - 1
        if self.columns < 60 or room < 24:
            for line in hang(block.says, self.columns, mark, indent):
                yield line, _STYLES[block.sign]
            if block.references:
                yield indent + block.references, "dim"
        else:
            wrapped = wrap(block.says, room)
            yield ends(mark + wrapped[0], block.references, self.columns), _STYLES[block.sign]
            for line in wrapped[1:]:
                yield indent + line, _STYLES[block.sign]
        for found in block.lines:
            for line in hang(found, self.columns, indent, indent):
                yield line, ""
        for status, amount, day, says in block.rows:
            head = f"{indent}  {pad(status, 9)} {' ' * (12 - width(amount))}{amount}   {pad(day, 10)}   "
            for line in hang(says, self.columns, head, " " * width(head)):
                yield line, ""

    def item(self, block: Item) -> Iterator[Line]:
        mark = f"  {pad(block.mark, 2)} " if width(block.mark) <= 4 else f"  {pad(block.mark, 18)} "
        indent = " " * width(mark)
        found = f"{block.text} {block.references}".rstrip()
        for line in hang(found, self.columns, mark, indent):
            yield line, ""
        for further in block.lines:
            for line in hang(further, self.columns, indent, indent):
                yield line, ""
        if block.address:
            yield indent + block.address, "dim"
