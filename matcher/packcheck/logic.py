"""Conditions as formulas for the z3 solver: the same meaning, with facts that may be anything.

Every fact is given in the world that the solver looks for; only open points may stay unsettled. A
condition becomes two formulas, that it is so and that it is not; a term becomes the two ends of
what it can be. A day is the number `384 * year + 32 * month + day`, which keeps the order of days.
A list of records has at most `MOST_RECORDS`.

`z3-solver` is an extra (`pip install 'hk-funding-matcher[proofs]'`); only this file imports it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, assert_never

import z3

from matcher.condition import (
    All, Always, AnyOf, Choose, Compare, Condition, Constant, Count, Either, Fact, Field, ForEach, ForSome,
    Greatest, Has, Holds, Item, Later, Least, Minus, Named, Not, OneOf, Over, Plus, Point, Term,
    Times, Total, Within,
)  # fmt: skip
from matcher.engines.direct import divisor_of, supposed
from matcher.literals import Kind
from matcher.vocabulary import FactSpec, Vocabulary

MOST_RECORDS: Final = 3
FIRST_YEAR, LAST_YEAR = 1960, 2050
MOST_MONEY: Final = 10**13  # cents
MOST_COUNT, MOST_MONTHS = 100_000, 600
MOST_MEGABYTES: Final = 2_000  # that one question may take
SHARE_PARTS: Final = 1000  # shares are looked for in tenths of a percent


@dataclass(frozen=True, eq=False)
class End:
    """The lowest or the highest that a term can be: a value, or nothing where it is `endless`.

    Whether it is endless can itself hang on the world: a pack may say "no limit" for some years.
    """

    value: Any
    endless: Any = False  # False and True are known beforehand; anything else is a formula


Ends = tuple[End, End]


@dataclass(frozen=True)
class Sides:
    """That a condition is so, and that it is not; neither where it cannot be known."""

    yes: Any
    no: Any


@dataclass
class World:
    """Unknowns of the solver for every fact that is read, and what bounds them.

    With `points_settled`, every open point is yes or no; else none is settled.
    """

    vocabulary: Vocabulary
    points_settled: bool = False
    bounds: list[Any] = field(default_factory=list)
    _made: dict[str, Any] = field(default_factory=dict)
    _codes: dict[str, int] = field(default_factory=dict)
    _parts: dict[int, tuple[Any, Any, Any, Any]] = field(default_factory=dict)

    # -- unknowns

    def fact(self, path: str) -> Any:
        """The unknown of a fact."""
        if path not in self._made:
            self._made[path] = self.unknown(path, self.vocabulary.facts[path])
        return self._made[path]

    def unknown(self, name: str, spec: FactSpec) -> Any:
        """A new unknown of the kind of fact."""
        match spec.kind:
            case Kind.YES_NO:
                return z3.Bool(name)
            case Kind.CHOICE:
                codes = [self.code(choice) for choice in self.vocabulary.domain(spec)]
                made = z3.Int(name)
                self.bounds.append(z3.Or([made == code for code in codes]))
                return made
            case Kind.CHOICES:
                return {c: z3.Bool(f"{name}:{c}") for c in self.vocabulary.domain(spec)}
            case Kind.RECORDS:
                return self.records(name, spec)
            case Kind.SHARE:
                parts = z3.Int(name)
                self.bounds += [parts >= 0, parts <= SHARE_PARTS]
                return z3.ToReal(parts) / SHARE_PARTS
            case Kind.DATE | Kind.YEAR:
                return self.day(name, spec.kind)
            case kind:
                made = z3.Int(name)
                most = {Kind.MONEY: MOST_MONEY, Kind.DURATION: MOST_MONTHS}.get(kind, MOST_COUNT)
                self.bounds += [made >= 0, made <= most]
                return made

    def day(self, name: str, kind: Kind) -> Any:
        """The unknown of a day that exists."""
        year = z3.Int(f"{name} year")
        self.bounds += [year >= FIRST_YEAR, year < LAST_YEAR]
        if kind is Kind.YEAR:  # a financial year is its first day
            return self.made_day(year, z3.IntVal(3), z3.IntVal(1))
        month, in_month = z3.Int(f"{name} month"), z3.Int(f"{name} day")
        self.bounds += [month >= 0, month < 12, in_month >= 1, in_month <= _length(year, month)]
        return self.made_day(year, month, in_month)

    def made_day(self, year: Any, month: Any, in_month: Any) -> Any:
        """The number of a day, whose parts are remembered so that months can be added to it."""
        code = 384 * year + 32 * month + in_month
        self._parts[code.get_id()] = (code, year, month, in_month)
        return code

    def moved(self, day: Any, months: Any) -> Any:
        """The day so many months later; the last of its month where that day does not exist."""
        by = z3.simplify(months)
        known = self._parts.get(day.get_id())
        if known is None or not z3.is_int_value(by):
            to, in_month = day / 32 + months, day % 32
            return 32 * to + _at_most(in_month, _length(to / 12, to % 12))
        _, year, month, in_month = known
        years, rest = divmod(by.as_long(), 12)
        year, month = year + years, month + rest
        if rest:
            year, month = z3.If(month >= 12, year + 1, year), z3.If(month >= 12, month - 12, month)
        return self.made_day(year, month, _at_most(in_month, _length(year, month)))

    def records(self, name: str, spec: FactSpec) -> tuple[Any, list[dict[str, Any]]]:
        """How many records there are, and the fields of each that there may be."""
        count = z3.Int(f"{name}#")
        self.bounds += [count >= 0, count <= MOST_RECORDS]
        items = [
            {
                field_name: self.unknown(f"{name}[{k}].{field_name}", inner)
                for field_name, inner in spec.fields.items() if inner.kind is not Kind.TEXT  # no rule reads a text
            }
            for k in range(MOST_RECORDS)
        ]
        return count, items

    def code(self, choice: str) -> int:
        """The number that stands for a choice."""
        return self._codes.setdefault(choice, len(self._codes))

    # -- conditions

    def condition(self, node: Condition, item: Any = None) -> Sides:
        """The condition in this world."""
        match node:
            case Always(truth=True):
                return _SURE
            case Always(truth=False):
                return _NEVER
            case Always():
                return _OPEN
            case All(parts=parts):
                return _all([self.condition(part, item) for part in parts])
            case AnyOf(parts=parts):
                return _turned(_all([_turned(self.condition(part, item)) for part in parts]))
            case Not(part=part):
                return _turned(self.condition(part, item))
            case Either(test=test, yes=yes, no=no):
                t, a, b = (self.condition(part, item) for part in (test, yes, no))
                both_yes, both_no = z3.And(a.yes, b.yes), z3.And(a.no, b.no)
                return Sides(
                    z3.Or(z3.And(t.yes, a.yes), z3.And(t.no, b.yes), both_yes),
                    z3.Or(z3.And(t.yes, a.no), z3.And(t.no, b.no), both_no),
                )
            case Holds(term=term):
                return _settled(self.place(term, item))
            case Point(id=id):
                return _settled(z3.Bool(supposed(id))) if self.points_settled else _OPEN
            case Compare(op=op, left=left, right=right):
                return _compared(op, self.term(left, item), self.term(right, item))
            case OneOf(term=term, choices=choices):
                value = self.place(term, item)
                return _settled(z3.Or([value == self.code(choice) for choice in choices]))
            case Has(fact=fact, choice=choice):
                return _settled(self.fact(fact.path)[choice])
            case ForSome(over=over, condition=condition):
                some = [
                    Sides(z3.And(here, met.yes), z3.Or(z3.Not(here), met.no))
                    for here, met in self.each(over, lambda each: self.condition(condition, each))
                ]
                return _turned(_all([_turned(sides) for sides in some]))
            case ForEach(over=over, condition=condition):
                return _all([
                    Sides(z3.Or(z3.Not(here), met.yes), z3.And(here, met.no))
                    for here, met in self.each(over, lambda each: self.condition(condition, each))
                ])  # fmt: skip
            case _:
                assert_never(node)

    def place(self, term: Fact | Field | Item, item: Any) -> Any:
        """What the solver has in the place of a fact, a field or an item."""
        match term:
            case Fact(path=path):
                return self.fact(path)
            case Field(name=name):
                return item[name]
            case Item():
                return item

    def each(self, over: str, of: Callable[[Any], Any]) -> Iterable[tuple[Any, Any]]:
        """For every item that a list may have: whether it is there, and something of it."""
        made = self.fact(over)
        if isinstance(made, dict):
            for choice, here in made.items():
                yield here, of(z3.IntVal(self.code(choice)))
        else:
            count, items = made
            for k, each in enumerate(items):
                yield count > k, of(each)

    # -- terms

    def term(self, node: Term, item: Any = None) -> Ends:
        """The ends of what the term can be in this world."""
        match node:
            case Fact() | Field() | Item():
                return _point(self.place(node, item))
            case Constant(value=value):
                return _ENDLESS if value is None else _point(number(value))
            case Named(term=term) | Within(fact=term):
                return self.term(term, item)
            case Plus(left=left, right=right):
                return _added(self.term(left, item), self.term(right, item))
            case Minus(left=left, right=right):
                return _added(self.term(left, item), _negative(self.term(right, item)))
            case Times(left=left, right=right):
                return _multiplied(self.term(left, item), self.term(right, item))
            case Over(term=term, divisor=divisor):
                return _multiplied(self.term(term, item), _point(number(Fraction(1) / divisor_of(divisor))))
            case Later(day=day, months=months, back=back):
                days, by = self.term(day, item), self.term(months, item)
                by = _negative(by) if back else by
                return _pairwise(self.moved, days, by)
            case Least(parts=parts):
                return _negative(_greatest([_negative(self.term(part, item)) for part in parts]))
            case Greatest(parts=parts):
                return _greatest([self.term(part, item) for part in parts])
            case Choose(condition=condition, yes=yes, no=no):
                return _chosen(self.condition(condition, item), self.term(yes, item), self.term(no, item))
            case Total(over=over, value=value, where=where):
                return self.total(over, where, lambda each: self.term(value, each))
            case Count(over=over, where=where):
                return self.total(over, where, lambda each: _point(z3.IntVal(1)))
            case _:
                assert_never(node)

    def total(self, over: str, where: Condition, of: Callable[[Any], Ends]) -> Ends:
        """What the counted items come to."""
        found: Ends = _point(z3.IntVal(0))
        nothing = found
        counted = self.each(over, lambda each: (self.condition(where, each), of(each)))
        for here, (met, amount) in counted:
            mine = Sides(z3.And(here, met.yes), z3.Or(z3.Not(here), met.no))
            found = _added(found, _chosen(mine, amount, nothing))
        return found

    # -- from the solver back to a profile

    def profile(self, model: Any) -> dict[str, Any]:
        """The facts that the solver found, as the engines read them."""
        return {path: self.read(model, made, self.vocabulary.facts[path]) for path, made in self._made.items()}

    def read(self, model: Any, made: Any, spec: FactSpec) -> Any:
        """The value that the solver found for an unknown."""
        match spec.kind:
            case Kind.YES_NO:
                return z3.is_true(model.eval(made, model_completion=True))
            case Kind.CHOICES:
                chosen = {c: z3.is_true(model.eval(here, model_completion=True)) for c, here in made.items()}
                return frozenset(choice for choice, here in chosen.items() if here)
            case Kind.RECORDS:
                count, items = made
                there = model.eval(count, model_completion=True).as_long()
                return tuple(
                    {name: self.read(model, value, spec.fields[name]) for name, value in each.items()}
                    for each in items[:there]
                )
            case Kind.SHARE:
                found = model.eval(made, model_completion=True)
                return Fraction(found.numerator_as_long(), found.denominator_as_long())
            case Kind.CHOICE:
                code = model.eval(made, model_completion=True).as_long()
                domain = self.vocabulary.domain(spec)
                return next((c for c in domain if self._codes.get(c) == code), next(iter(domain)))
            case Kind.DATE | Kind.YEAR:
                return _day_of(model.eval(made, model_completion=True).as_long())
            case _:
                return model.eval(made, model_completion=True).as_long()

    def equal(self, path: str, value: Any) -> Any:
        """That a fact has this value."""
        return self._equal(self.fact(path), value, self.vocabulary.facts[path])

    def leaves(self, path: str, value: Any) -> Iterator[Leaf]:
        """A value piece by piece: of a list of records, how many there are and each field."""
        spec, made = self.vocabulary.facts[path], self.fact(path)
        if spec.kind is not Kind.RECORDS:
            yield Leaf(path, spec.kind, made, value, self._equal(made, value, spec))
            return
        count, items = made
        yield Leaf(path, Kind.COUNT, count, len(value), count == len(value))
        for k, (each, given) in enumerate(zip(items, value, strict=False)):
            for name, inner in given.items():
                if name in each:
                    kind = spec.fields[name]
                    same = z3.Or(count <= k, self._equal(each[name], inner, kind))
                    yield Leaf(f"{path}[{k + 1}].{name}", kind.kind, each[name], inner, same)

    def _equal(self, made: Any, value: Any, spec: FactSpec) -> Any:
        match spec.kind:
            case Kind.YES_NO:
                return made if value else z3.Not(made)
            case Kind.CHOICE:
                return made == self.code(value)
            case Kind.CHOICES:
                return z3.And([here if c in value else z3.Not(here) for c, here in made.items()])
            case Kind.RECORDS:
                count, items = made
                same = [
                    self._equal(each[name], inner, spec.fields[name])
                    for each, given in zip(items, value, strict=False) for name, inner in given.items()
                    if name in each
                ]  # fmt: skip
                return z3.And(count == len(value), *same)
            case _:
                return made == number(value)


@dataclass(frozen=True, eq=False)
class Leaf:
    """One piece of a profile in the world of the solver: what is given, and that it is so."""

    path: str
    kind: Kind
    made: Any
    value: Any
    same: Any


@dataclass(frozen=True, eq=False)
class Answer:
    """Whether it can be (None: not decided), a model if it can, and if not, who stand in the way."""

    can: bool | None
    model: Any = None
    core: frozenset[str] = frozenset()


def ask(world: World, formulas: Iterable[Any], named: Mapping[str, Any], seconds: int) -> Answer:
    """Whether all of it can be so in this world; of what is named, a few that cannot are told."""
    asked = solver(seconds)
    asked.set("core.minimize", True)
    formulas = list(formulas)
    for name, formula in named.items():
        asked.assert_and_track(formula, f"#{name}")
    asked.add(*world.bounds, *formulas)  # all that was made by now is bounded
    can = answer(asked)
    if can is None:
        return Answer(None)
    if can:
        return Answer(True, asked.model())
    return Answer(False, None, frozenset(str(name).strip("|").removeprefix("#") for name in asked.unsat_core()))


def solver(seconds: int) -> Any:
    """A solver that gives up after so many seconds, or when it is full; the same question gets the same answer."""
    made = z3.Solver()
    made.set("timeout", seconds * 1000)
    made.set("random_seed", 0)
    made.set("max_memory", MOST_MEGABYTES)
    return made


def answer(made: Any, *assumptions: Any) -> bool | None:
    """Whether what the solver was told can be; None where it gave up."""
    try:
        found = made.check(*assumptions)
    except z3.Z3Exception:  # out of memory
        return None
    return None if found == z3.unknown else bool(found == z3.sat)


# ------------------------------------------------------------------- the pieces

_SURE: Final = Sides(z3.BoolVal(True), z3.BoolVal(False))
_NEVER: Final = Sides(z3.BoolVal(False), z3.BoolVal(True))
_OPEN: Final = Sides(z3.BoolVal(False), z3.BoolVal(False))


def number(value: int | Fraction | date) -> Any:
    """A value of the packs as the solver writes it."""
    if isinstance(value, date):
        return z3.IntVal(32 * (12 * value.year + value.month - 1) + value.day)
    if isinstance(value, Fraction) and value.denominator != 1:
        return z3.Q(value.numerator, value.denominator)
    return z3.IntVal(int(value))


def _day_of(code: int) -> date:
    months, day = divmod(code, 32)
    return date(months // 12, months % 12 + 1, day)


def _length(year: Any, month: Any) -> Any:
    """How many days a month (0 is January) of the years that are looked at has."""
    most = MOST_MONTHS // 12
    leap = z3.Or([year == y for y in range(FIRST_YEAR - most, LAST_YEAR + most) if monthrange(y, 2)[1] == 29])
    short = z3.Or([month == m for m in (3, 5, 8, 10)])
    return z3.If(month == 1, z3.If(leap, 29, 28), z3.If(short, 30, 31))


def _at_most(value: Any, most: Any) -> Any:
    return z3.If(value <= most, value, most)


def _settled(formula: Any) -> Sides:
    return Sides(formula, z3.Not(formula))


def _turned(sides: Sides) -> Sides:
    return Sides(sides.no, sides.yes)


def _all(parts: list[Sides]) -> Sides:
    return Sides(z3.And([p.yes for p in parts]), z3.Or([p.no for p in parts]))


def _compared(op: str, a: Ends, b: Ends) -> Sides:
    if op in (">=", ">"):
        return _compared("<=" if op == ">=" else "<", b, a)
    if op == "!=":
        return _turned(_compared("==", a, b))
    if op == "==":
        at_most, at_least = _compared("<=", a, b), _compared("<=", b, a)
        return Sides(z3.And(_same(a), _same(b), at_most.yes, at_least.yes), z3.Or(at_most.no, at_least.no))
    yes = _ordered(a[1], b[0], op)
    no = _ordered(b[1], a[0], "<" if op == "<=" else "<=")
    return Sides(yes, no)


def _ordered(left: End, right: End, op: str) -> Any:
    ordered = left.value <= right.value if op == "<=" else left.value < right.value
    return _formula(_none_of(_either(left.endless, right.endless), ordered))


def _same(ends: Ends) -> Any:
    low, high = ends
    if low is high:
        return _formula(_opposite(low.endless))
    return _formula(_none_of(_either(low.endless, high.endless), low.value == high.value))


def _point(value: Any) -> Ends:
    end = End(value)
    return end, end


_ENDLESS: Final[Ends] = (End(z3.IntVal(0), True), End(z3.IntVal(0), True))


def _pairwise(join: Callable[[Any, Any], Any], a: Ends, b: Ends) -> Ends:
    """The ends joined one by one; endless where one of the two is."""
    low, high = (End(join(x.value, y.value), _either(x.endless, y.endless)) for x, y in zip(a, b, strict=True))
    return low, high


def _added(a: Ends, b: Ends) -> Ends:
    return _pairwise(lambda x, y: x + y, a, b)


def _negative(a: Ends) -> Ends:
    low, high = (End(-end.value, end.endless) for end in reversed(a))
    return low, high


def _multiplied(a: Ends, b: Ends) -> Ends:
    if all(end.endless is False for end in (*a, *b)):
        corners = [x.value * y.value for x in _distinct(a) for y in _distinct(b)]
        return End(_least(corners)), End(_most(corners))
    # As in `interval.multiply`: each corner is a number or runs to one of the two infinities.
    found = [
        (z3.If(_formula(_either(x.endless, y.endless)), 0, x.value * y.value),
         z3.If(_formula(_either(x.endless, y.endless)), _sign(x, x_runs) * _sign(y, y_runs), 0))
        for x, x_runs in zip(a, (-1, 1), strict=True) for y, y_runs in zip(b, (-1, 1), strict=True)
    ]  # fmt: skip
    least = most = End(z3.IntVal(0), True)  # the finite corners only
    for product, runs in found:
        corner = End(product, runs != 0)
        least, most = _better(corner, least, below=True), _better(corner, most, below=False)
    return (End(least.value, z3.Or([runs < 0 for _, runs in found])),
            End(most.value, z3.Or([runs > 0 for _, runs in found])))  # fmt: skip


def _sign(end: End, runs: int) -> Any:
    sign = z3.If(end.value > 0, 1, z3.If(end.value < 0, -1, 0))
    return z3.If(_formula(end.endless), runs, sign)


def _distinct(a: Ends) -> list[End]:
    return [a[0]] if a[0] is a[1] else [a[0], a[1]]


def _better(one: End, other: End, *, below: bool) -> End:
    """The smaller (or larger) of two ends of which an endless one does not count."""
    first = one.value < other.value if below else one.value > other.value
    better = _if(other.endless, one.value, _if(one.endless, other.value, z3.If(first, one.value, other.value)))
    return End(better, _both(one.endless, other.endless))


def _greatest(parts: list[Ends]) -> Ends:
    low, high = parts[0]
    for next_low, next_high in parts[1:]:
        low = _better(next_low, low, below=False)
        high = End(_most([high.value, next_high.value]), _either(high.endless, next_high.endless))
    return low, high


def _most(values: list[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = z3.If(value > found, value, found)
    return found


def _least(values: list[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = z3.If(value < found, value, found)
    return found


def _chosen(test: Sides, yes: Ends, no: Ends) -> Ends:
    """The ends of one branch, or of both where the test is not settled."""
    pairs = zip(yes, no, (_least, _most), strict=True)
    low, high = (
        End(z3.If(test.yes, a.value, z3.If(test.no, b.value, outer([a.value, b.value]))),
            _chosen_endless(test, a.endless, b.endless))
        for a, b, outer in pairs
    )  # fmt: skip
    return low, high


def _chosen_endless(test: Sides, yes: Any, no: Any) -> Any:
    if isinstance(yes, bool) and yes is no:
        return yes
    return z3.If(test.yes, _formula(yes), z3.If(test.no, _formula(no), _formula(_either(yes, no))))


# Logic in which what is known beforehand stays a plain yes or no, so that formulas stay small.


def _formula(truth: Any) -> Any:
    return z3.BoolVal(truth) if isinstance(truth, bool) else truth


def _opposite(truth: Any) -> Any:
    return not truth if isinstance(truth, bool) else z3.Not(truth)


def _either(a: Any, b: Any) -> Any:
    if a is True or b is True:
        return True
    return b if a is False else a if b is False else z3.Or(a, b)


def _both(a: Any, b: Any) -> Any:
    return _opposite(_either(_opposite(a), _opposite(b)))


def _none_of(endless: Any, formula: Any) -> Any:
    return False if endless is True else formula if endless is False else z3.And(z3.Not(endless), formula)


def _if(test: Any, yes: Any, no: Any) -> Any:
    return (yes if test else no) if isinstance(test, bool) else z3.If(test, yes, no)


# --------------------------------------------- for those who ask, without the solver's own names


def every(formulas: Iterable[Any]) -> Any:
    """That all of them are so."""
    return z3.And(list(formulas))


def some(formulas: Iterable[Any]) -> Any:
    """That at least one of them is so."""
    return z3.Or(list(formulas))


def opposite(formula: Any) -> Any:
    """That it is not so."""
    return z3.Not(formula)


def only_if(name: str, formula: Any) -> tuple[Any, Any]:
    """An assumption of that name, and that the formula is so wherever it is assumed."""
    assumed = z3.Bool(name)
    return assumed, z3.Implies(assumed, formula)


def unless(endless: Any, formula: Any) -> Any:
    """That the formula is so where there is an end at all."""
    return z3.Or(_formula(endless), formula)
