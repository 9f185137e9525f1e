"""How two schemes stand to each other, from what the pack of either says of the other.

A relation stated on one side holds for both. Packs that contradict each other make no book: what
was read of one of them must be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from matcher.frozen import Frozen
from matcher.scheme import Relation, RelationKind, Scheme

OTHERS: Final = "others"  # what a relation to every scheme is addressed to


class Stated(Frozen, frozen=True):
    """A relation, the scheme whose pack states it, and which of the pack's relations it is."""

    by: str
    number: int
    relation: Relation

    def step(self, pair: tuple[str, str]) -> tuple[str, str] | None:
        """The two in the order in which they come, where the relation has one."""
        other = pair[1] if self.by == pair[0] else pair[0]
        if self.relation.kind in ("closes", "only_after"):
            return other, self.by
        return (self.by, other) if self.relation.kind in ("closed_by", "next_step") else None


def pairs(schemes: Mapping[str, Scheme]) -> dict[tuple[str, str], list[Stated]]:
    """All that is said of each two schemes, by their ids in alphabetical order; nothing said of all others."""
    found: dict[tuple[str, str], list[Stated]] = {}
    for scheme in schemes.values():
        for number, relation in enumerate(scheme.relations):
            for other in relation.others:
                if other in schemes and other != scheme.id:
                    pair = (min(scheme.id, other), max(scheme.id, other))
                    found.setdefault(pair, []).append(Stated(scheme.id, number, relation))
    return found


# Which kinds cannot both be true of two schemes; that they run in opposite orders comes beside it.
_CLASHES: Final[tuple[tuple[RelationKind, frozenset[RelationKind]], ...]] = (
    ("never_both", frozenset({
        "closes", "closed_by", "not_together", "only_after", "shared_ceiling", "next_step", "allowed", "not_regulated",
    })),
    ("allowed", frozenset({"not_together", "not_regulated"})),
    ("not_together", frozenset({"not_regulated"})),
)  # fmt: skip


def contradictions(schemes: Mapping[str, Scheme]) -> Iterator[tuple[Stated, Stated]]:
    """Each two statements that cannot both be true, the later one last; no scheme is under two ceilings."""
    for pair, stated in pairs(schemes).items():
        for at, second in enumerate(stated):
            for first in stated[:at]:
                if _clash(first, second, pair):
                    yield first, second
    under: dict[str, Stated] = {}
    for name, scheme in schemes.items():
        for number, relation in enumerate(scheme.relations):
            if relation.kind == "shared_ceiling":
                ceiling = Stated(name, number, relation)
                yield from ((under[each], ceiling) for each in (name, *relation.others) if each in under)
                under |= dict.fromkeys((name, *relation.others), ceiling)


def _clash(first: Stated, second: Stated, pair: tuple[str, str]) -> bool:
    kinds = {first.relation.kind, second.relation.kind}
    if any(one in kinds and kinds & others for one, others in _CLASHES):
        return True
    before, after = first.step(pair), second.step(pair)
    return before is not None and after is not None and before != after


def of_all_others(schemes: Iterable[Scheme]) -> Iterator[Stated]:
    """What schemes say of every other one."""
    for scheme in schemes:
        for number, relation in enumerate(scheme.relations):
            if OTHERS in relation.others:
                yield Stated(scheme.id, number, relation)
