"""Condition trees to formulas: text that parses to the same tree again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from matcher.condition import (
    All, Always, AnyOf, Choose, Compare, Condition, Constant, Count, Either, Fact, Field, ForEach,
    ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf, Over, Plus,
    Point, Times, Total, Within,
)  # fmt: skip
from matcher.literals import Kind, exact, percent


def write(node: Node) -> str:
    """The tree as a formula that parses to the same tree again."""
    return _write(node, "i")


def _write(node: Node, item: str) -> str:
    match node:
        case Always(truth=truth):
            return "yes" if truth else "no"
        case All(parts=parts):
            return " and ".join(_closed(part, item, (AnyOf,)) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_closed(part, item, (All,)) for part in parts)
        case Not(part=OneOf(term=term, choices=choices, name="")) if len(choices) == 1:
            return f"{_write(term, item)} != {choices[0]}"
        case Not(part=OneOf(term=term, choices=choices, name=name)):
            return f"{_write(term, item)} not in {name or _set(choices)}"
        case Not(part=part):
            return f"not {_closed(part, item, (All, AnyOf, Compare))}"
        case Either(test=test, yes=yes_part, no=no_part):
            return f"({_write(yes_part, item)} if {_write(test, item)} else {_write(no_part, item)})"
        case Holds(term=term) | Named(term=term) if not isinstance(node, Named):
            return _write(term, item)
        case Named(name=name) | Point(id=name):
            return name
        case Compare(op=op, left=left, right=right):
            return f"{_write(left, item)} {op} {_write(right, item)}"
        case OneOf(term=term, choices=choices, name=name):
            if len(choices) == 1 and not name:
                return f"{_write(term, item)} == {choices[0]}"
            return f"{_write(term, item)} in {name or _set(choices)}"
        case Has(fact=fact, choice=choice):
            return f"{choice} in {fact.path}"
        case ForSome(over=over, meets=meets, where=where):
            return f"any({_write(meets, item)} for {item} in {over}{_where(where, item)})"
        case ForEach(over=over, meets=meets, where=where):
            return f"all({_write(meets, item)} for {item} in {over}{_where(where, item)})"
        case Fact(path=path):
            return path
        case Within(fact=fact):
            return fact.path
        case Field(name=name):
            return f"{item}.{name}"
        case Item():
            return item
        case Constant(kind=kind, value=value):
            return _constant(kind, value)
        case Plus(left=left, right=right):
            return f"{_write(left, item)} + {_bracketed(right, item, (Plus, Minus, Later))}"
        case Minus(left=left, right=right):
            return f"{_write(left, item)} - {_bracketed(right, item, (Plus, Minus, Later))}"
        case Times(left=left, right=right):
            low = (Plus, Minus, Choose)
            return f"{_bracketed(left, item, low)} * {_bracketed(right, item, (*low, Times, Over))}"
        case Over(term=term, divisor=divisor):
            return f"{_bracketed(term, item, (Plus, Minus, Choose))} / {_write(divisor, item)}"
        case Later(day=day, months=months, back=back):
            return f"{_write(day, item)} {'-' if back else '+'} {_bracketed(months, item, (Plus, Minus))}"
        case Least(parts=terms):
            return f"min({', '.join(_write(term, item) for term in terms)})"
        case Greatest(parts=terms):
            return f"max({', '.join(_write(term, item) for term in terms)})"
        case Choose(condition=condition, yes=yes, no=no):
            return f"({_write(yes, item)} if {_write(condition, item)} else {_write(no, item)})"
        case Total(over=over, value=value, where=where):
            return f"sum({_write(value, item)} for {item} in {over}{_where(where, item)})"
        case Count(over=over, where=where):
            return f"count({item} for {item} in {over}{_where(where, item)})"
        case _:
            raise AssertionError(node)


def _closed(node: Node, item: str, in_brackets: tuple[type, ...]) -> str:
    text = _write(node, item)
    return f"({text})" if isinstance(node, in_brackets) else text


def _bracketed(node: Node, item: str, in_brackets: tuple[type, ...]) -> str:
    return _closed(node, item, in_brackets)


def _set(choices: tuple[str, ...]) -> str:
    return "{" + ", ".join(choices) + "}"


def _where(where: Condition, item: str) -> str:
    return "" if where == Always(True) else f" if {_write(where, item)}"


def _constant(kind: Kind, value: Any) -> str:
    if value is None:
        return "none"
    if kind is Kind.MONEY:
        return f"HKD {exact(kind, value)}"
    if kind is Kind.SHARE:
        return percent(Fraction(value))
    if kind is Kind.YEAR:
        assert isinstance(value, date)
    return str(exact(kind, value))
