"""Every place of a rule's tree where one small fault can be made, and the tree with that fault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from matcher.condition import (
    AS_OF, All, Always, AnyOf, Choose, Compare, Condition, Constant, Count, Either, Fact, Field,
    ForEach, ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf, Over, Plus, Point,
    Times, Total, Within, constant, for_each, for_some, kind_of, parts_of, unnamed,
)  # fmt: skip
from matcher.dates import add_months
from matcher.formula_text import write
from matcher.literals import Kind, financial_year, read_date, read_year
from matcher.rulebook import PackRead
from matcher.words import Words, words

_SHOWN: Final = 90  # signs of a formula in the name of a mutant
_OTHER: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_POINT_1: Final = Fraction(1, 1000)  # a tenth of a percentage point


class Change(NamedTuple):
    """A tree with one fault, and what is wrong with it."""

    what: Words
    node: Any
    moved: Constant | None = None  # the bound as it was


class Mode(NamedTuple):
    """What may go wrong here: anything, or only the bounds of what the pack lists by period."""

    only_bounds: bool = False
    yearly: bool = False
    divides: bool = False
    begins: bool = False  # compared with the clock of the scheme, as the start of a period
    context: str = ""


class Spots:
    """Finds all places of a tree where one small fault can be made."""

    def __init__(self, pack: PackRead) -> None:
        self.dated_lists = {name for name, value in pack.text.values.items() if len(value.from_) > 1}
        self.clock = pack.scheme.clock
        begins = pack.text.begins.from_
        self.begins = read_date(begins) or read_year(begins) or date.min

    def inside(self, node: Any, mode: Mode) -> Iterator[Change]:
        """The tree with one fault, for each that can be made in it."""
        if isinstance(node, Named) or self.list_of_entry(node):
            return  # made once for the name, in every rule that uses it
        if isinstance(node, Constant):
            yield from self.moved(node, mode)
            return
        if not mode.only_bounds:
            yield from self.here(node)
        inner = mode
        if isinstance(node, Compare):
            begins = node.op == ">=" and node.left == self.clock
            inner = mode._replace(yearly=is_yearly(node), begins=begins, context=write(node))
        elif isinstance(node, Over):
            inner = mode._replace(divides=True, context=write(node))
        elif isinstance(node, Choose) and not mode.only_bounds:
            inner = mode._replace(context=write(node))
        for field in _INTO[type(node)]:
            below = getattr(node, field)
            if type(below) is not tuple:
                for change in self.inside(below, inner):
                    yield change._replace(node=_with(node, field, change.node))
                continue
            for i, part in enumerate(below):
                if isinstance(node, All) and is_usual_notice(below, i):
                    continue
                for change in self.inside(part, inner):
                    parts = [*below[:i], change.node, *below[i + 1 :]]
                    if isinstance(node, All) and i and is_usual_notice(below, i - 1):
                        parts[i - 1] = notice_of(change.node, below[i - 1])
                    yield change._replace(node=_with(node, field, tuple(parts)))

    def here(self, node: Any) -> Iterator[Change]:
        """Faults of the node itself."""
        match node:
            case Compare(op=op):
                yield Change(_for(_OTHER[op], op, write(node)), replace(node, op=_OTHER[op]))
            case OneOf() | Has() | Holds():
                yield Change(_turned(node), Not(node))
            case Not(part=part) if not isinstance(part, Point):
                yield Change(_turned(node), part)
            case All(parts=parts):
                yield Change(_for("or", "and", write(node)), AnyOf(parts))
            case AnyOf(parts=parts) if self.is_list(parts):
                member = next(p for p in parts_of(parts[0]) if isinstance(p, OneOf))
                yield Change(_turned(member), Not(node))
            case AnyOf(parts=parts):
                yield Change(_for("and", "or", write(node)), All(parts))
            case ForSome(over=over, meets=meets, where=where):
                yield Change(_for("all", "any", write(node)), for_each(over, meets, where))
            case ForEach(over=over, meets=meets, where=where):
                yield Change(_for("any", "all", write(node)), for_some(over, meets, where))
            case Least(parts=parts):
                yield Change(_for("max", "min", write(node)), Greatest(parts))
            case Greatest(parts=parts):
                yield Change(_for("min", "max", write(node)), Least(parts))
            case Plus(left=left, right=right):
                yield Change(_for("-", "+", write(node)), Minus(left, right))
            case Minus(left=left, right=right):
                yield Change(_for("+", "-", write(node)), Plus(left, right))
            case Later(back=back):
                signs = ("+", "-") if back else ("-", "+")
                yield Change(_for(*signs, write(node)), replace(node, back=not back))

    def is_list(self, parts: tuple[Condition, ...]) -> bool:
        """Whether the parts are the periods of one list that changes over time."""
        names = {self.list_of_entry(part) for part in parts}
        return len(names) == 1 and None not in names

    def list_of_entry(self, node: Any) -> str | None:
        """Of one period of a list that changes over time, which no author wrote so: the list's name."""
        if not isinstance(node, All) or not any(map(_is_begun, node.parts)):
            return None
        return next((p.name for p in node.parts if isinstance(p, OneOf) and p.name in self.dated_lists), None)

    def moved(self, node: Constant, mode: Mode) -> Iterator[Change]:
        """A bound one unit higher, and one unit lower."""
        for step in (1, -1):
            value = _stepped(node, step, mode.yearly)
            if value is None or (mode.divides and not value) or self.is_before_all(node, value, mode):
                continue
            new = constant(node.kind, value)
            yield Change(_for(_said(new, mode.yearly), _said(node, mode.yearly), mode.context), new, node)

    def is_before_all(self, node: Constant, value: Any, mode: Mode) -> bool:
        """Whether a period would only begin earlier among days on which the scheme takes nobody."""
        return mode.begins and isinstance(node.number, date) and value < node.number <= self.begins


def _is_begun(node: Any) -> bool:
    """Whether the node says that a period has begun, or not yet."""
    inner = node.part if isinstance(node, Not) else node
    parts = inner.parts if isinstance(inner, All) else (inner,)
    return all(isinstance(p, Compare) and p.op == ">=" and isinstance(p.right, Constant) for p in parts)


def is_usual_notice(parts: tuple[Any, ...], i: int) -> bool:
    """Whether the part says that a year's rules are known a year before: the program's own rule."""
    match parts[i : i + 2]:
        case (
            Compare(op=">=", left=Fact(path=path), right=Constant(number=date() as known)),
            Compare(op=">=", right=Constant(number=date() as start)),
        ) if path == AS_OF:
            return known == add_months(start, -12)
    return False


def notice_of(start: Any, notice: Any) -> Any:
    """The day on which a period that begins otherwise is known."""
    if isinstance(start, Compare) and isinstance(start.right, Constant) and isinstance(start.right.number, date):
        return replace(notice, right=constant(Kind.DATE, add_months(start.right.number, -12)))
    return notice


def _stepped(node: Constant, step: int, yearly: bool) -> Any:
    """The value one unit on or back; None where there is none."""
    value = node.value
    match node.kind:
        case Kind.DATE | Kind.YEAR if isinstance(value, date):
            is_year = yearly or node.kind is Kind.YEAR
            return add_months(value, 12 * step) if is_year else value + timedelta(days=step)
        case Kind.DURATION if isinstance(value, int):
            return max(value + step * (12 if yearly else 1), 0)
        case Kind.SHARE if isinstance(value, (int, Fraction)):
            return value + step * _POINT_1
        case Kind.MONEY | Kind.COUNT | Kind.NUMBER if isinstance(value, (int, Fraction)):
            return value + step
        case _:
            return None


def _said(node: Constant, yearly: bool) -> str:
    is_year = yearly and isinstance(node.number, date)
    return financial_year(node.number) if is_year else write(node)  # type: ignore[arg-type]


def _for(new: str, old: str, context: str) -> Words:
    if not context:
        return words(f"{new} for {old}", f"以{new}代替{old}")
    return words(f"{new} for {old} in {_short(context)}", f"{_short(context)}：以{new}代替{old}")


def _turned(node: Node) -> Words:
    text = _short(write(node))
    return words(f"the opposite of {text}", f"與{text}相反")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# ------------------------------------------------------------------------- trees

# Which fields of a node are looked into. Brackets are not: they narrow, and never decide.
_INTO: Final[dict[type, tuple[str, ...]]] = {
    Always: (), Point: (), Fact: (), Field: (), Item: (), Constant: (), OneOf: (), Has: (), Holds: (), Within: (),
    All: ("parts",), AnyOf: ("parts",), Least: ("parts",), Greatest: ("parts",),
    Not: ("part",), Either: ("test", "yes", "no"), Choose: ("condition", "yes", "no"), Named: ("term",),
    Compare: ("left", "right"), Plus: ("left", "right"), Minus: ("left", "right"),
    Times: ("left", "right"), Over: ("term", "divisor"), Later: ("day", "months"),
    ForSome: ("meets", "where"), ForEach: ("meets", "where"), Total: ("value", "where"), Count: ("where",),
}  # fmt: skip


def parts_inside(node: Any) -> Iterator[Any]:
    """The parts that faults are looked for in."""
    for field in _INTO[type(node)]:
        below = getattr(node, field)
        yield from below if type(below) is tuple else (below,)


def _with(node: Any, field: str, below: Any) -> Any:
    """The node with another part; a quantifier keeps its joint condition in step."""
    if isinstance(node, (ForSome, ForEach)):
        parts = {"meets": node.meets, "where": node.where, field: below}
        make = for_some if isinstance(node, ForSome) else for_each
        return make(node.over, parts["meets"], parts["where"])
    return replace(node, **{field: below})


def rebuilt(node: Any, change: Any) -> Any:
    """The node with every part changed; the node itself where no part is."""
    for field in _INTO[type(node)]:
        below = getattr(node, field)
        new = tuple(map(change, below)) if type(below) is tuple else change(below)
        if new != below:
            node = _with(node, field, new)
    return node


def is_yearly(node: Compare) -> bool:
    """Whether financial years are compared: a day or a month more then makes no difference."""
    sides = (node.left, node.right)
    years = [kind_of(side) is Kind.YEAR for side in sides]
    return any(years) and all(y or isinstance(unnamed(s), Constant) for y, s in zip(years, sides, strict=True))


def without_not(node: Any) -> Any:
    """The tree without double negation: one fault made in two ways is one tree then."""
    match node:
        case Not(part=Not(part=part)):
            return without_not(part)
        case Not(part=Compare(op="==" | "!=" as op, left=left, right=right)):
            return Compare(_OTHER[op], left, right)
        case _:
            return rebuilt(node, without_not)
