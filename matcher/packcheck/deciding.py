"""What of a scheme decides its verdict, and nothing else: for comparing two readings of it.

`read_on` settles what the day alone decides and leaves the day as it is everywhere else, so that
two readings of one scheme differ where its rules do and not because a day has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from matcher.condition import AS_OF, Always, Condition, Constant, Fact, Named, Node, Tree, all_parts, facts_of, on_day
from matcher.findings import host_of
from matcher.frozen import Frozen
from matcher.literals import Kind
from matcher.scheme import Decision, Scheme

class Test(Frozen, frozen=True):
    """One criterion that decides."""

    id: str
    is_soft: bool
    applies: Condition  # its host is theirs, it is in force, and it applies
    requires: Condition


class Deciding(Frozen, frozen=True):
    """All that the verdict follows from."""

    in_force: Condition
    role: Condition
    tests: tuple[Test, ...]
    decision: Decision

    def nodes(self) -> Iterable[Node]:
        """Every condition."""
        yield from (self.in_force, self.role)
        for test in self.tests:
            yield from (test.applies, test.requires)

    def reads(self) -> frozenset[str]:
        """The facts that are read, and fields as `list.field`."""
        return frozenset().union(*map(facts_of, self.nodes()))


ABSENT: Final = Deciding(Always(False), Always(False), (), "by_rule")  # a scheme that the book does not have


def deciding(scheme: Scheme | None) -> Deciding:
    """The deciding part of a scheme as it is written."""
    if scheme is None:
        return ABSENT
    tests = []
    for criterion in scheme.criteria:
        if criterion.blocks and criterion.requires is not None:
            host = host_of(scheme, criterion)
            applies = all_parts([*([host] if host else []), criterion.in_force, criterion.applies_when])
            tests.append(Test(criterion.id, criterion.kind == "soft", applies, criterion.requires))
    return Deciding(scheme.in_force, scheme.role, tuple(tests), scheme.decision)


def read_on(node: Any, day: date) -> Any:
    """The node with all that the day settles settled, and the day still to be put in elsewhere."""
    # Under a name, the day is a constant where a comparison can be settled, and is found again where not.
    named = mapped(node, lambda n: Named(AS_OF, Fact(AS_OF, Kind.DATE)) if _is_day(n) else None)
    settled = on_day(named, day)
    return mapped(settled, lambda n: Fact(AS_OF, Kind.DATE) if _is_named_day(n) else None)


def asked_on(node: Any, day: date) -> Any:
    """The node with the day put in wherever it stands."""
    return mapped(node, lambda n: Constant(Kind.DATE, day) if _is_day(n) else None)


def each(found: Deciding, change: Callable[[Any], Any]) -> Deciding:
    """The same with every condition changed."""
    tests = tuple(replace(test, applies=change(test.applies), requires=change(test.requires)) for test in found.tests)
    return Deciding(change(found.in_force), change(found.role), tests, found.decision)


def mapped(node: Any, change: Callable[[Tree], Tree | None]) -> Any:
    """A copy of the tree in which a node is what `change` makes of it, if it makes anything."""
    if isinstance(node, tuple):
        return tuple(mapped(part, change) for part in node)
    if not isinstance(node, Tree):
        return node
    changed = change(node)
    if changed is not None:
        return changed
    return replace(node, **{name: mapped(getattr(node, name), change) for name in node.__struct_fields__})


def _is_day(node: Tree) -> bool:
    return isinstance(node, Fact) and node.path == AS_OF


def _is_named_day(node: Tree) -> bool:
    return isinstance(node, Named) and node.name == AS_OF


def only_read(facts: Mapping[str, Any], reads: frozenset[str], required: Callable[[str, str], bool]) -> dict[str, Any]:
    """Those of the facts that are read; of records, the fields that are read or that a record needs."""
    found: dict[str, Any] = {}
    for path, value in facts.items():
        if path not in reads:
            continue
        if isinstance(value, tuple):
            value = tuple(
                {n: v for n, v in record.items() if f"{path}.{n}" in reads or required(path, n)} for record in value
            )
        found[path] = value
    return found
