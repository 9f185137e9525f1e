"""The packs' relations as ties to show, and as rules to choose by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Final

from matcher.insights.candidates import Candidate
from matcher.insights.choosing import Rules
from matcher.literals import Kind, exact
from matcher.scheme import RelationKind
from matcher.sections import Tie, TieKind
from matcher.ties import OTHERS, Stated, of_all_others, pairs
from matcher.words import words

SILENT: Final = words("no rule on holding the two was found in the sources read", "所讀資料沒有關於同時領取兩者的規定")
_KINDS: Final[dict[RelationKind, TieKind]] = {
    "never_both": "never_both", "closes": "first_then", "closed_by": "first_then", "not_together": "not_together",
    "not_same_cost": "not_same_cost", "only_after": "only_after", "shared_ceiling": "shared_ceiling",
    "next_step": "next_step", "allowed": "allowed", "not_regulated": "not_regulated",
}  # fmt: skip


def ties(found: Mapping[str, Candidate]) -> tuple[Tie, ...]:
    """Everything that the packs say of each two of these schemes, then what they say of all others."""
    listed: list[Tie] = []
    for pair, said in pairs({name: each.scheme for name, each in found.items()}).items():
        first: dict[tuple[TieKind, str], str] = {}  # which pack says it; the other's word for the same is left out
        for stated in said:
            if stated.relation.kind != "note":
                a, b = stated.step(pair) or pair
                if first.setdefault((_KINDS[stated.relation.kind], a), stated.by) == stated.by:
                    listed.append(_tie(stated, a, b, found))
    others = of_all_others(each.scheme for each in found.values())
    listed += [_tie(stated, stated.by, OTHERS, found) for stated in others if stated.relation.kind != "note"]
    return tuple(tie for number, tie in enumerate(listed) if tie not in listed[:number])  # a ceiling comes once


def silent(names: Collection[str], said: Collection[Tie]) -> tuple[Tie, ...]:
    """A tie for each two of these schemes of which no pack has a word, nor a rule for all others."""
    spoken = {frozenset((tie.a, other)) for tie in said for other in (tie.b, *tie.also)}
    for_all = {tie.a for tie in said if tie.b == OTHERS and tie.kind != "not_regulated"}
    return tuple(
        Tie(a, b, "not_regulated", SILENT, implied=True)
        for a, b in combinations(names, 2) if frozenset((a, b)) not in spoken and not {a, b} & for_all
    )  # fmt: skip


def rules_of(found: Mapping[str, Candidate], said: Collection[Tie]) -> Rules:
    """What the ties forbid and ask for. A scheme that can be had by itself today needs no other first."""
    kinds: dict[TieKind, set[tuple[str, str]]] = {}
    for tie in said:
        kinds.setdefault(tie.kind, set()).add((tie.a, tie.b))
    return Rules(
        never=frozenset(kinds.get("never_both", ())),
        apart=frozenset(kinds.get("not_together", ())),
        order=frozenset(kinds.get("first_then", ())),
        needs=frozenset((a, b) for a, b in kinds.get("only_after", ()) if found[b].present == "not_eligible"),
        ceilings=tuple((group, high) for group, _, high in ceilings(found)),
    )


def ceilings(found: Mapping[str, Candidate]) -> tuple[tuple[frozenset[str], int, int], ...]:
    """Each shared ceiling that can be worked out: the schemes under it, and its low and high in cents."""
    listed = []
    for each in found.values():
        for relation in each.scheme.relations:
            if relation.ceiling is not None:
                low, high = each.prospect.ceiling(relation.ceiling)
                group = frozenset({each.scheme.id, *relation.others} & set(found))
                if high is not None and len(group) > 1:
                    listed.append((group, low, high))
    return tuple(listed)


def _tie(stated: Stated, a: str, b: str, found: Mapping[str, Candidate]) -> Tie:
    by, relation = found[stated.by], stated.relation
    teller = by.prospect.teller(by.prospect.first)
    source = by.scheme.sources[relation.doc] if relation.doc else None
    also: tuple[str, ...] = ()
    ceiling = None
    if relation.ceiling is not None:
        a, b, also = stated.by, relation.to, relation.also
        most = by.prospect.ceiling(relation.ceiling)[1]
        ceiling = None if most is None else exact(Kind.MONEY, most)
    return Tie(
        a, b, _KINDS[relation.kind], teller.template(relation.says),
        source.title if source is not None else None,
        source.url if source is not None else None,
        teller.template(by.scheme.offices[relation.ask]) if relation.ask else None,
        also, ceiling,
    )  # fmt: skip
