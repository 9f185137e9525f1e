"""Schemes that are known and not evaluated: no rules were written for them, and the entry says why.

They stand in no verdict and in no count. An entry tells what was found on the day it was checked;
the day of a check changes only whether a scheme with a last day is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import convert
from msgspec.structs import replace

from matcher import complaints
from matcher.errors import PackError, Problem
from matcher.frozen import Frozen
from matcher.plain_yaml import Node, find
from matcher.words import Words, words

if TYPE_CHECKING:
    from matcher.pack import ListedFileText

Status = Literal["open", "announced", "unconfirmed", "closed"]
STATUSES: tuple[Status, ...] = get_args(Status)


class Listed(Frozen, frozen=True):
    """One scheme that is known and not evaluated."""

    id: str
    name: Words
    administrator: Words
    status: Status
    known: Words
    because: Words
    checked_on: date
    closed_on: date | None = None
    url: str | None = None

    def on(self, day: date) -> Listed:
        """The entry for a check on `day`: a last day is good until it ends.

        Until then nobody confirmed anything: the entry does not know when applications began.
        """
        over = self.closed_on is None or self.closed_on < day
        return self if over else replace(self, status="unconfirmed")


def compile_listed(text: ListedFileText, node: Node, packs: Mapping[str, str]) -> tuple[Listed, ...]:
    """The entries of `listed.yaml`. `packs` are the files of the schemes that have rules, by id.

    Raises PackError with everything that is wrong.
    """
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(text.listed):

        def add(key: str, complaint: complaints.Complaint, number: int = number) -> None:
            problems.append(Problem(find(node, ("listed", number, key)), *complaint))

        if complaint := complaints.wrong_id(entry.id):
            add("id", complaint)
        elif entry.id in seen:
            add("id", complaints.twice(entry.id, seen[entry.id]))
        elif entry.id in packs:
            add("id", (words(f"`{entry.id}` has rules, in `{packs[entry.id]}`",
                             f"`{packs[entry.id]}`已有`{entry.id}`的規則"),
                       words("delete the entry", "請刪除此項")))  # fmt: skip
        seen.setdefault(entry.id, find(node, ("listed", number, "id")).line)
        if entry.closed_on is not None and entry.status != "closed":
            add("closed_on", (words("`closed_on` needs `status: closed`", "有`closed_on`須同時有`status: closed`"),
                              words("change the status, or delete the day", "請更改狀況，或刪除日期")))  # fmt: skip
        if entry.url is not None and not entry.url.startswith("https://"):
            add("url", (words("this is not a web address with https", "這不是https網址"),
                        words("write https://…, or delete the key", "請填寫https://…，或刪除此鍵")))  # fmt: skip
    if problems:
        raise PackError(sorted(problems, key=lambda p: (p.place.line, p.place.column)))
    return tuple(convert(entry.model_dump(), Listed) for entry in text.listed)
