"""Ways into a scheme in words: what to change, of which sort it is, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.compose import VERDICT_NAMES
from matcher.frozen import Frozen
from matcher.render.microcopy import CHANGES
from matcher.report import SchemeReport
from matcher.sections import ChangeSet, CriterionRef
from matcher.words import Words, fill, join, words

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class WayIn(Frozen, frozen=True):
    """One set of changes: its letter and sort, the first change, the others, and what follows."""

    mark: Words
    first: Words
    further: tuple[Words, ...]


def ways_in(sets: Iterable[ChangeSet], *, with_sources: bool = False) -> list[WayIn]:
    """The sets under the letters A, B, C; with the criteria that each change answers, if asked for."""
    return [_way_in(letter(number), found, with_sources) for number, found in enumerate(sets)]


def letter(number: int) -> str:
    """A for the first."""
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def _way_in(mark: str, found: ChangeSet, with_sources: bool) -> WayIn:
    first, *others = found.changes
    lines = [fill(words("and {c}", "以及{c}"), c=change.says) for change in others]
    if with_sources:
        answered = dict.fromkeys(_cited(ref) for change in found.changes for ref in change.answers)
        lines += [words(en, zh) for en, zh in answered]
    return WayIn(fill(words("{n}  {w}", "{n}  {w}"), n=mark, w=CHANGES[found.way]), first.says,
                 (*lines, then(found)))  # fmt: skip


def _cited(ref: CriterionRef) -> tuple[str, str]:
    return (f"for: {ref.says['en']} [{ref.source['en']}]", f"以符合：{ref.says['zh-Hant']}〔{ref.source['zh-Hant']}〕")


def then(found: ChangeSet) -> Words:
    """`then: needs information, waits for 2 facts`."""
    verdict = VERDICT_NAMES[found.leads_to]
    if found.waits is None:
        return fill(words("then: {v}", "其後：{v}"), v=verdict)
    return fill(words("then: {v}, {w}", "其後：{v}，{w}"), v=verdict, w=found.waits)


def in_one_line(found: ChangeSet) -> Words:
    """The changes of a set, one after another."""
    return join([change.says for change in found.changes], "; and ", "；以及")


def in_summary(scheme: SchemeReport) -> Words | None:
    """What a summary says of the easiest way in, or of why there is none."""
    if scheme.to_change:
        easiest = in_one_line(scheme.to_change[0])
        if scheme.verdict == "not_eligible":
            return fill(words("smallest change: {c}", "最小改動：{c}"), c=easiest)
        return fill(words("or without these answers: {c}", "如無上述答案，可改為：{c}"), c=easiest)
    return None
