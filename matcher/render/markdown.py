"""The report as Markdown: the same blocks, headings and lists, nothing active.

Every text is escaped, so that a company's name or a pack's sentence never becomes a link, an
image, a table or HTML. Only addresses of sources become links, and only web addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from matcher.render.microcopy import SIGNS
from matcher.render.page import (
    ActionLine, Block, Criterion, Foot, Group, Heading, Item, Rule, SchemeHead, Section, SummaryRow, Tally,
    Title,
)  # fmt: skip

_ACTIVE: Final = re.compile(r"([\\`*_{}\[\]<>#|!~&])")
_AT_START: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])")
_BARE_ADDRESS: Final = re.compile(r"(?i)(https?|ftp|mailto|www)([:.])")


def escape(text: str) -> str:
    """The text as Markdown that shows it as it is."""
    found = _ACTIVE.sub(r"\\\1", text)
    found = _BARE_ADDRESS.sub("\\1\u200b\\2", found)  # no address becomes a link by itself
    return _AT_START.sub(r"\1\\\2", found)


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown text."""
    lines: list[str] = []
    for block in blocks:
        found = list(_draw(block))
        tight = isinstance(block, (ActionLine, Criterion, Item, SummaryRow))
        if lines and lines[-1] and not (tight and lines[-1].startswith(("- ", "  "))):
            lines.append("")
        lines += found
    return "\n".join(lines) + "\n"


def _draw(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield f"# {escape(block.name)}"
            yield ""
            yield f"{escape(block.title)} \\| {escape(block.day)}"
            for line in block.lines:
                yield ""
                yield escape(line)
        case Rule():
            yield "---"
        case Tally(heading=heading, line=line):
            yield f"## {escape(heading)}"
            yield ""
            yield escape(line)
        case ActionLine(label=label, text=text):
            yield f"- **{escape(label)}** {escape(text)}"
        case Group(sign=sign, heading=heading):
            yield f"### {SIGNS[sign]} {escape(heading)}"
        case SummaryRow():
            yield f"- **{escape(block.name)}** `{block.id}`"
            for line in (block.what, block.where, *block.lines):
                if line:
                    yield f"  - {escape(line)}"
        case SchemeHead():
            yield f"## {SIGNS[block.sign]} {escape(block.verdict)} {escape(block.name)}"
            yield ""
            yield f"{escape(block.title)} (`{block.id}`)"
            for line in block.lines:
                yield ""
                yield escape(line)
        case Section(label=label, lines=lines):
            head = f"**{escape(label)}** " if label else ""
            yield head + escape(lines[0]) if lines else head
            for line in lines[1:]:
                yield f"- {escape(line)}"
        case Heading(text=text):
            yield f"### {escape(text)}"
        case Criterion():
            sign = SIGNS[block.sign].strip()
            mark = f"{sign} {block.outcome}".strip()
            references = f" {escape(block.references)}" if block.references else ""
            yield f"- **{escape(mark)}** {escape(block.says)}{references}"
            for line in block.lines:
                yield f"  - {escape(line)}"
            for row in block.rows:
                yield "  - " + escape(" ".join(part for part in row if part))
        case Item():
            references = f" {escape(block.references)}" if block.references else ""
            yield f"- {escape(block.mark)} {escape(block.text)}{references}"
            for line in block.lines:
                yield f"  - {escape(line)}"
            if block.address:
                yield f"  - <{_address(block.address)}>"
        case Foot(lines=lines):
            for index, line in enumerate(lines):
                if index:
                    yield ""
                yield escape(line)
        case _:
            assert_never(block)


def _address(address: str) -> str:
    """A web address with everything percent-encoded that could end the link."""
    safe = "".join(c if "!" <= c <= "~" and c not in "<>\\\"`" else f"%{ord(c):02X}" for c in address)
    return safe if safe.startswith(("https://", "http://")) else f"https://{safe}"
