"""The meaning once more, for profiles without gaps: plain values, plain `and` and `or`.

Written for the tests and kept apart from the engines: no intervals, no third value, no compiling.
Where every fact is given the engines must say what this says.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any

from matcher import condition as c
from matcher.dates import add_months
from matcher.engines.direct import supposed

OPS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def holds(node: c.Condition, facts: dict[str, Any], item: Any = None) -> bool:
    """Whether the condition is so."""

    def so(part: c.Condition, each: Any = item) -> bool:
        return holds(part, facts, each)

    match node:
        case c.Always(truth=truth):
            return truth
        case c.All(parts=parts):
            return all(so(part) for part in parts)
        case c.AnyOf(parts=parts):
            return any(so(part) for part in parts)
        case c.Not(part=part):
            return not so(part)
        case c.Either(test=test, yes=yes, no=no):
            return so(yes) if so(test) else so(no)
        case c.Holds(term=term):
            return bool(value(term, facts, item))
        case c.Point(id=id):
            return bool(facts[supposed(id)])
        case c.Compare(op=op, left=left, right=right):
            return bool(OPS[op](value(left, facts, item), value(right, facts, item)))
        case c.OneOf(term=term, choices=choices):
            return value(term, facts, item) in choices
        case c.Has(fact=fact, choice=choice):
            return choice in facts[fact.path]
        case c.ForSome(over=over, meets=meets, where=where):
            return any(so(meets, each) for each in facts[over] if so(where, each))
        case c.ForEach(over=over, meets=meets, where=where):
            return all(so(meets, each) for each in facts[over] if so(where, each))
    raise AssertionError(node)


def value(node: c.Term, facts: dict[str, Any], item: Any = None) -> Any:
    """What the term is."""

    def of(part: c.Term) -> Any:
        return value(part, facts, item)

    match node:
        case c.Fact(path=path):
            return facts[path]
        case c.Field(name=name):
            return item[name]
        case c.Item():
            return item
        case c.Constant():
            return node.value
        case c.Plus(left=left, right=right):
            return of(left) + of(right)
        case c.Minus(left=left, right=right):
            return of(left) - of(right)
        case c.Times(left=left, right=right):
            return of(left) * of(right)
        case c.Over(term=term, divisor=divisor):
            return Fraction(of(term)) / of(divisor)
        case c.Later(day=day, months=months, back=back):
            return add_months(of(day), -of(months) if back else of(months))
        case c.Least(parts=parts):
            return min(of(part) for part in parts)
        case c.Greatest(parts=parts):
            return max(of(part) for part in parts)
        case c.Choose(condition=condition, yes=yes, no=no):
            return of(yes) if holds(condition, facts, item) else of(no)
        case c.Total(over=over, value=each_value, where=where):
            return sum(value(each_value, facts, each) for each in facts[over] if holds(where, facts, each))
        case c.Count(over=over, where=where):
            return sum(1 for each in facts[over] if holds(where, facts, each))
    raise AssertionError(node)
