"""The tree of a rule: closed, typed, and the same for every engine.

A *condition* is yes, no or unknown; a *term* is an amount, a day, a count, a share, a choice.
Formulas become this tree once, when packs are loaded. Every function over it is one `match` that
ends in `assert_never`, so a new kind of node does not type-check until each reader knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, assert_never

import msgspec
from msgspec.structs import replace

from matcher.interval import compare, point
from matcher.literals import Kind
from matcher.truth import Truth

AS_OF: Final = "as_of"  # the day of the check, given to every evaluation like a fact


class Tree(msgspec.Struct, frozen=True, cache_hash=True):
    """The base of all nodes: immutable and compared by value."""


# ---------------------------------------------------------------- conditions


class Always(Tree, frozen=True, tag=True, array_like=True):
    """Settled beforehand."""

    truth: bool


class All(Tree, frozen=True, tag=True, array_like=True):
    """Every part holds."""

    parts: tuple[Condition, ...]


class AnyOf(Tree, frozen=True, tag=True, array_like=True):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(Tree, frozen=True, tag=True, array_like=True):
    """The part does not hold."""

    part: Condition


class Either(Tree, frozen=True, tag=True, array_like=True):
    """`yes` where the test holds, else `no`; where the test is open, what both agree on."""

    test: Condition
    yes: Condition
    no: Condition


class Holds(Tree, frozen=True, tag=True, array_like=True):
    """A yes/no fact (or field of a record) is yes."""

    term: Fact | Field


class Point(Tree, frozen=True, tag=True, array_like=True):
    """An open point: true or false in the world, not settled by the sources read."""

    id: str


class Compare(Tree, frozen=True, tag=True, array_like=True):
    """`left op right`, op one of < <= > >= == != ; both terms of one kind."""

    op: str
    left: Term
    right: Term


class OneOf(Tree, frozen=True, tag=True, array_like=True):
    """A choice is one of those listed. `whole` says that no other choice exists."""

    term: Fact | Field | Item
    choices: tuple[str, ...]
    name: str = ""  # the pack's name for the list, if it has one
    whole: bool = False


class Has(Tree, frozen=True, tag=True, array_like=True):
    """A list of choices contains this one."""

    fact: Fact
    choice: str


class ForSome(Tree, frozen=True, tag=True, array_like=True):
    """At least one item of the list passes the filter and meets the condition."""

    over: str
    meets: Condition
    where: Condition
    condition: Condition  # both, for one item


class ForEach(Tree, frozen=True, tag=True, array_like=True):
    """Every item of the list that passes the filter meets the condition."""

    over: str
    meets: Condition
    where: Condition
    condition: Condition  # both, for one item


# --------------------------------------------------------------------- terms


class Fact(Tree, frozen=True, tag=True, array_like=True):
    """A fact of the profile."""

    path: str
    kind: Kind


class Field(Tree, frozen=True, tag=True, array_like=True):
    """A field of the record at hand, inside a quantifier or a sum."""

    name: str
    kind: Kind


class Item(Tree, frozen=True, tag=True, array_like=True):
    """The choice at hand, inside a quantifier over a list of choices."""


class Constant(Tree, frozen=True, tag=True, array_like=True):
    """A value that stands in the pack, `number / per`; no number where the pack says "none"."""

    kind: Kind
    number: int | date | None
    per: int = 1

    @property
    def value(self) -> int | date | Fraction | None:
        """The exact value."""
        return self.number if self.per == 1 or not isinstance(self.number, int) else Fraction(self.number, self.per)


class Named(Tree, frozen=True, tag=True, array_like=True):
    """A value or term that the pack has a name for."""

    name: str
    term: Term


class Plus(Tree, frozen=True, tag=True, array_like=True):
    """Sum of two terms."""

    left: Term
    right: Term


class Minus(Tree, frozen=True, tag=True, array_like=True):
    """Difference of two terms."""

    left: Term
    right: Term


class Times(Tree, frozen=True, tag=True, array_like=True):
    """Product of two terms, one of which has no unit."""

    left: Term
    right: Term


class Over(Tree, frozen=True, tag=True, array_like=True):
    """A term divided by a number that stands in the pack."""

    term: Term
    divisor: Constant


class Later(Tree, frozen=True, tag=True, array_like=True):
    """A day moved forward by a duration, or back if `back`."""

    day: Term
    months: Term
    back: bool = False


class Least(Tree, frozen=True, tag=True, array_like=True):
    """The smallest of several terms."""

    parts: tuple[Term, ...]


class Greatest(Tree, frozen=True, tag=True, array_like=True):
    """The largest of several terms."""

    parts: tuple[Term, ...]


class Choose(Tree, frozen=True, tag=True, array_like=True):
    """`yes` where the condition holds, else `no`."""

    condition: Condition
    yes: Term
    no: Term


class Total(Tree, frozen=True, tag=True, array_like=True):
    """Sum of a term over the items that meet the filter."""

    over: str
    value: Term
    where: Condition


class Count(Tree, frozen=True, tag=True, array_like=True):
    """Number of items that meet the filter."""

    over: str
    where: Condition


class Bracket(Tree, frozen=True, array_like=True):
    """Where an unknown day must lie: from `low` to `high`, or before `high` if `high_is_out`."""

    when: Condition
    low: Term | None
    high: Term | None
    high_is_out: bool
    name: str


class Within(Tree, frozen=True, tag=True, array_like=True):
    """A fact that, while it is not given, lies in the brackets that the pack states for it."""

    fact: Fact
    brackets: tuple[Bracket, ...]


Condition = (
    Always | All | AnyOf | Not | Either | Holds | Point | Compare | OneOf | Has | ForSome
    | ForEach
)
Term = (
    Fact | Field | Item | Constant | Named | Plus | Minus | Times | Over | Later | Least
    | Greatest | Choose | Total | Count | Within
)  # fmt: skip
Node = Condition | Term

CONDITIONS: Final = (
    Always, All, AnyOf, Not, Either, Holds, Point, Compare, OneOf, Has, ForSome, ForEach,
)  # fmt: skip
TERMS: Final = (
    Fact, Field, Item, Constant, Named, Plus, Minus, Times, Over, Later, Least, Greatest,
    Choose, Total, Count, Within,
)  # fmt: skip

def constant(kind: Kind, value: int | date | Fraction | None) -> Constant:
    """The constant of this value."""
    if isinstance(value, Fraction):
        return Constant(kind, value.numerator, value.denominator)
    return Constant(kind, value)


YES_ALWAYS: Final = Always(True)
NO_NEVER: Final = Always(False)


def kind_of(term: Term) -> Kind:
    """What sort of thing the term is."""
    match term:
        case Fact(kind=kind) | Field(kind=kind) | Constant(kind=kind):
            return kind
        case Item():
            return Kind.CHOICE
        case Named(term=inner) | Over(term=inner):
            return kind_of(inner)
        case Plus(left=left) | Minus(left=left):
            return kind_of(left)
        case Times(left=left, right=right):
            units = {Kind.MONEY, Kind.DURATION}
            a, b = kind_of(left), kind_of(right)
            return a if a in units else b if b in units else a if a is b else Kind.NUMBER
        case Later(day=day):
            return kind_of(day)
        case Least(parts=parts) | Greatest(parts=parts):
            return kind_of(parts[0])
        case Choose(yes=yes):
            return kind_of(yes)
        case Total(value=value):
            return kind_of(value)
        case Count():
            return Kind.COUNT
        case Within(fact=fact):
            return fact.kind
        case _:
            assert_never(term)


# Which fields of a node hold nodes. A table, since every rule is walked at every start.
_BELOW: Final[dict[type, tuple[str, ...]]] = {
    Always: (), Point: (), Fact: (), Field: (), Item: (), Constant: (),
    All: ("parts",), AnyOf: ("parts",), Least: ("parts",), Greatest: ("parts",),
    Not: ("part",), Either: ("test", "yes", "no"), Choose: ("condition", "yes", "no"),
    Holds: ("term",), OneOf: ("term",), Named: ("term",), Has: ("fact",),
    Compare: ("left", "right"), Plus: ("left", "right"), Minus: ("left", "right"),
    Times: ("left", "right"), Over: ("term", "divisor"), Later: ("day", "months"),
    ForSome: ("condition",), ForEach: ("condition",), Total: ("value", "where"),
    Count: ("where",), Within: ("fact",),
}  # fmt: skip


def parts_of(node: Node) -> Sequence[Node]:
    """The nodes directly below."""
    names = _BELOW[type(node)]
    if names == ("parts",):
        parts: tuple[Node, ...] = getattr(node, "parts")  # noqa: B009, several kinds have them
        return parts
    below = [getattr(node, name) for name in names]
    if type(node) is Within:
        below += [part for bracket in node.brackets for part in parts_of_bracket(bracket)]
    return below


def parts_of_bracket(bracket: Bracket) -> Iterator[Node]:
    """The condition of a bracket and the ends that it has."""
    yield bracket.when
    yield from (end for end in (bracket.low, bracket.high) if end is not None)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    left = [node]
    while left:
        found = left.pop()
        yield found
        left += reversed(parts_of(found))


def facts_of(node: Node) -> frozenset[str]:
    """The paths of the facts that the node reads; a record's field as `list.field`."""
    found: set[str] = set()
    collect(node, found, set())
    return frozenset(found)


def collect(node: Node, facts: set[str], points: set[str], over: str = "") -> None:
    """Add the paths of the facts and the ids of the open points that the node reads."""
    if type(node) is Fact:  # quicker than isinstance, and every rule is read at every start
        if node.path != AS_OF:
            facts.add(node.path)
    elif type(node) is Field:
        facts.add(f"{over}.{node.name}")
    elif type(node) is Point:
        points.add(node.id)
    elif below := parts_of(node):
        if isinstance(node, (ForSome, ForEach, Total, Count)):
            over = node.over
            facts.add(over)
        for part in below:
            collect(part, facts, points, over)


def is_dated(node: Node) -> bool:
    """Whether the node reads the day of the check."""
    return any(isinstance(n, Fact) and n.path == AS_OF for n in walk(node))


def points_of(node: Node) -> frozenset[str]:
    """The ids of the open points that the node reads."""
    found: set[str] = set()
    collect(node, set(), found)
    return frozenset(found)


def all_parts(parts: Iterator[Condition] | list[Condition]) -> Condition:
    """The conjunction, without parts that say nothing."""
    kept: list[Condition] = []
    for part in parts:
        if isinstance(part, Always):
            if not part.truth:
                return NO_NEVER
        else:
            kept += part.parts if isinstance(part, All) else (part,)
    return YES_ALWAYS if not kept else kept[0] if len(kept) == 1 else All(tuple(kept))


def any_parts(parts: Iterator[Condition] | list[Condition]) -> Condition:
    """The disjunction, without parts that say nothing."""
    kept: list[Condition] = []
    for part in parts:
        if isinstance(part, Always):
            if part.truth:
                return YES_ALWAYS
        else:
            kept += part.parts if isinstance(part, AnyOf) else (part,)
    return NO_NEVER if not kept else kept[0] if len(kept) == 1 else AnyOf(tuple(kept))


def negated(part: Condition) -> Condition:
    """The opposite, settled where the part is settled."""
    return Always(not part.truth) if isinstance(part, Always) else Not(part)


def for_some(over: str, meets: Condition, where: Condition = YES_ALWAYS) -> ForSome:
    """At least one item that passes `where` meets the condition."""
    return ForSome(over, meets, where, all_parts([where, meets]))


def for_each(over: str, meets: Condition, where: Condition = YES_ALWAYS) -> ForEach:
    """Every item that passes `where` meets the condition."""
    return ForEach(over, meets, where, any_parts([negated(where), meets]))


# ------------------------------------------------------- reading a rule on a day


# What never has the day of the check below it.
_UNDATED: Final = {type(None), Always, Point, Field, Item, Constant, Holds, OneOf, Has}


def on_day(node: Any, day: date) -> Any:
    """The same rule for a check on `day`: what that alone decides is decided and left out."""
    if type(node) in _UNDATED:
        return node
    match node:  # the commonest first
        case Fact(path=path):
            return Constant(Kind.DATE, day) if path == AS_OF else node
        case Compare(op=op, left=left, right=right):
            left, right = on_day(left, day), on_day(right, day)
            settled = _constant_comparison(op, left, right)
            return Compare(op, left, right) if settled is None else Always(settled)
        case Named(name=name, term=term):
            return Named(name, on_day(term, day))
        case Later(day=start, months=months, back=back):
            return Later(on_day(start, day), on_day(months, day), back)
        case All(parts=parts):
            return all_parts([on_day(p, day) for p in parts])
        case AnyOf(parts=parts):
            return any_parts([on_day(p, day) for p in parts])
        case Not(part=part):
            return negated(on_day(part, day))
        case Choose(condition=condition, yes=yes, no=no):
            condition = on_day(condition, day)
            if isinstance(condition, Always):
                return on_day(yes if condition.truth else no, day)
            return Choose(condition, on_day(yes, day), on_day(no, day))
        case Either(test=test, yes=yes, no=no):
            test = on_day(test, day)
            if isinstance(test, Always):
                return on_day(yes if test.truth else no, day)
            return Either(test, on_day(yes, day), on_day(no, day))
        case Within(fact=fact, brackets=brackets):
            return Within(fact, tuple(
                replace(b, when=on_day(b.when, day), low=on_day(b.low, day),
                        high=on_day(b.high, day)) for b in brackets
            ))  # fmt: skip
        case ForSome(over=over, meets=meets, where=where):
            return for_some(over, on_day(meets, day), on_day(where, day))
        case ForEach(over=over, meets=meets, where=where):
            return for_each(over, on_day(meets, day), on_day(where, day))
        case Total(over=over, value=value, where=where):
            return Total(over, on_day(value, day), on_day(where, day))
        case Count(over=over, where=where):
            return Count(over, on_day(where, day))
        case Plus() | Minus() | Times():
            return replace(node, left=on_day(node.left, day), right=on_day(node.right, day))
        case Over():
            return replace(node, term=on_day(node.term, day))
        case Least(parts=parts) | Greatest(parts=parts):
            return replace(node, parts=tuple(on_day(p, day) for p in parts))
        case _:
            return node


def _constant_comparison(op: str, left: Term, right: Term) -> Truth:
    a, b = unnamed(left), unnamed(right)
    if isinstance(a, Constant) and isinstance(b, Constant):
        left_value, right_value = a.value, b.value
        if left_value is not None and right_value is not None:
            return compare(op, point(left_value), point(right_value))
    return None


def unnamed(term: Term) -> Term:
    """The term behind its name."""
    return unnamed(term.term) if isinstance(term, Named) else term
