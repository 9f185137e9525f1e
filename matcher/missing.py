"""Which missing facts and open points stand in the way of an answer.

A part of a condition that is settled asks for nothing: of `a or b` with `b` false, only `a` is
missing; with `b` true, nothing is. The truths come from the `direct` engine's own closures, so
there is no second meaning here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

from matcher.condition import (
    CONDITIONS, All, Always, AnyOf, Choose, Compare, Condition, Constant, Count, Either, Fact, Field,
    ForEach, ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf,
    Over, Plus, Point, Term, Times, Total, Within, parts_of_bracket,
)  # fmt: skip
from matcher.engines.direct import Compiler, Facts, items_of
from matcher.interval import Interval, is_point
from matcher.truth import Truth


class Reader:
    """Truths and intervals of any part of a tree, for one set of facts."""

    def __init__(self, facts: Facts, compiler: Compiler) -> None:
        self.facts = facts
        self.compiler = compiler

    def truth(self, node: Condition, item: Any = None) -> Truth:
        """Whether the condition holds."""
        return self.compiler.condition(node)(self.facts, item)

    def interval(self, node: Term, item: Any = None) -> Interval:
        """What the term can be."""
        return self.compiler.term(node)(self.facts, item)

    def items(self, over: str) -> tuple[Any, ...] | None:
        """The items of a list, if it is given."""
        return items_of(self.facts, over)


@dataclass
class Missing:
    """Paths of facts, and ids of open points, in the order in which they come up."""

    facts: dict[str, None] = field(default_factory=dict)
    points: dict[str, None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.facts or self.points)


def missing(nodes: Iterable[Node], reader: Reader, item: Any = None, at: str = "") -> Missing:
    """What would have to be known to settle those of the nodes that are not settled.

    For nodes below a quantifier or sum, `item` is the record at hand and `at` its place.
    """
    found = Missing()
    for node in nodes:
        _look(node, reader, item, at, found)
    return found


def _look(node: Node, reader: Reader, item: Any, at: str, found: Missing) -> None:
    if isinstance(node, CONDITIONS):
        if reader.truth(node, item) is None:
            _condition(node, reader, item, at, found)
    elif not is_point(reader.interval(node, item)):
        _term(node, reader, item, at, found)


def _condition(node: Condition, reader: Reader, item: Any, at: str, found: Missing) -> None:
    match node:
        case Always():
            return
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                _look(part, reader, item, at, found)
        case Not(part=part):
            _look(part, reader, item, at, found)
        case Either(test=test, yes=yes, no=no):
            truth = reader.truth(test, item)
            _look(test, reader, item, at, found)
            if truth is not False:
                _look(yes, reader, item, at, found)
            if truth is not True:
                _look(no, reader, item, at, found)
        case Holds(term=term) | OneOf(term=term):
            _term(term, reader, item, at, found)
        case Point(id=id):
            found.points[id] = None
        case Compare(left=left, right=right):
            _look(left, reader, item, at, found)
            _look(right, reader, item, at, found)
        case Has(fact=fact):
            found.facts[fact.path] = None
        case ForSome(over=over, condition=condition) | ForEach(over=over, condition=condition):
            _each(over, condition, reader, found)
        case _:
            assert_never(node)


def _each(over: str, condition: Condition, reader: Reader, found: Missing) -> None:
    items = reader.items(over)
    if items is None:
        found.facts[over] = None
        return
    for number, item in enumerate(items, 1):
        _look(condition, reader, item, f"{over}[{number}]", found)


def _term(node: Term, reader: Reader, item: Any, at: str, found: Missing) -> None:
    match node:
        case Constant() | Item():
            return
        case Fact(path=path):
            found.facts[path] = None
        case Field(name=name):
            found.facts[f"{at}.{name}"] = None
        case Named(term=term) | Over(term=term):
            _look(term, reader, item, at, found)
        case Plus(left=left, right=right) | Minus(left=left, right=right):
            _look(left, reader, item, at, found)
            _look(right, reader, item, at, found)
        case Times(left=left, right=right):
            _look(left, reader, item, at, found)
            _look(right, reader, item, at, found)
        case Later(day=day, months=months):
            _look(day, reader, item, at, found)
            _look(months, reader, item, at, found)
        case Least(parts=parts) | Greatest(parts=parts):
            for part in parts:
                _look(part, reader, item, at, found)
        case Choose(condition=condition, yes=yes, no=no):
            truth = reader.truth(condition, item)
            _look(condition, reader, item, at, found)
            if truth is not False:
                _look(yes, reader, item, at, found)
            if truth is not True:
                _look(no, reader, item, at, found)
        case Total(over=over, value=value, where=where):
            _each(over, where, reader, found)
            for number, each in enumerate(reader.items(over) or (), 1):
                if reader.truth(where, each) is not False:
                    _look(value, reader, each, f"{over}[{number}]", found)
        case Count(over=over, where=where):
            _each(over, where, reader, found)
        case Within(fact=fact, brackets=brackets):
            found.facts[fact.path] = None
            for bracket in brackets:
                # An end that is not known would narrow the bracket, and may do without the fact.
                for end in parts_of_bracket(bracket):
                    _look(end, reader, item, at, found)
        case _:
            assert_never(node)
