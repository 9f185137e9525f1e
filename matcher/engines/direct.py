"""The reference meaning of every condition and term, compiled once to closures.

A compiled condition takes the facts and, inside a quantifier, the item at hand; it gives yes, no
or unknown. A compiled term gives the interval of what its value can still be. Where two engines
differ, this one is right until the text of a scheme says otherwise.

Facts are a mapping from path to typed value; a fact that is not there is unknown. The day of the
check stands under `as_of`. An open point stands under `?` and its id while somebody supposes an
answer to it, and otherwise never.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, assert_never

from matcher import interval
from matcher.condition import (
    All, Always, AnyOf, Bracket, Choose, Compare, Condition, Constant, Count, Either, Fact, Field, ForEach,
    ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf, Over, Plus, Point,
    Term, Times, Total, Within, all_parts, any_parts, facts_of, negated, points_of, unnamed,
)  # fmt: skip
from matcher.dates import previous_day
from matcher.interval import ANYTHING, Interval
from matcher.literals import Kind
from matcher.scheme import Criterion, Scheme, Verdict
from matcher.truth import Truth, all_of, any_of, negate
from matcher.verdict import Decision, Judgement, verdict_of

Facts = Mapping[str, Any]
Test = Callable[[Facts, Any], Truth]
Measure = Callable[[Facts, Any], Interval]
Judge = Callable[[Facts], Judgement]

_NOT_NEGATIVE: Final = {Kind.MONEY, Kind.COUNT, Kind.DURATION}

ANY_ITEM: Final[Mapping[str, Any]] = {}  # an item of a list that is not given, compared by identity


def items_of(facts: Facts, over: str) -> tuple[Any, ...] | None:
    """The items of a list, always in the same order; None if the list is not given."""
    items = facts.get(over)
    if items is None:
        return None
    return tuple(sorted(items)) if isinstance(items, frozenset) else tuple(items)


def supposed(point: str) -> str:
    """The key under which an answer to an open point is supposed."""
    return f"?{point}"


def unknown_range(kind: Kind) -> Interval:
    """What a fact of this kind can be while it is not given."""
    if kind in _NOT_NEGATIVE:
        return (0, None)
    return (0, 1) if kind is Kind.SHARE else ANYTHING


# ------------------------------------------------------------------ compilation


class Compiler:
    """Compiles conditions and terms, each node once; keeps the nodes, so that identities hold."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Node, Any]] = {}

    def condition(self, node: Condition) -> Test:
        """The condition as a function of facts and item."""
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = (node, self._condition(node))
        test: Test = made[1]
        return test

    def term(self, node: Term) -> Measure:
        """The term as a function of facts and item."""
        made = self._made.get(id(node))
        if made is None:
            made = self._made[id(node)] = (node, self._term(node))
        measure: Measure = made[1]
        return measure

    def _condition(self, node: Condition) -> Test:
        match node:
            case Always(truth=truth):
                return lambda facts, item: truth
            case All(parts=parts):
                return _all(tuple(map(self.condition, parts)))
            case AnyOf(parts=parts):
                return _any(tuple(map(self.condition, parts)))
            case Not(part=part):
                inner = self.condition(part)
                return lambda facts, item: negate(inner(facts, item))
            case Either(test=test, yes=yes, no=no):
                return _either(self.condition(test), self.condition(yes), self.condition(no))
            case Holds(term=term):
                return _holds(term)
            case Point(id=id):
                key = supposed(id)
                return lambda facts, item: facts.get(key)
            case Compare(op=op, left=left, right=right):
                return self._compare(op, left, right)
            case OneOf(term=term, choices=choices, whole=whole):
                return _one_of(term, frozenset(choices), whole)
            case Has(fact=Fact(path=path), choice=choice):
                return lambda facts, item: None if (has := facts.get(path)) is None else choice in has
            case ForSome(over=over, condition=condition):
                return _for_some(over, self.condition(condition))
            case ForEach(over=over, condition=condition):
                return _for_each(over, self.condition(condition))
            case _:
                assert_never(node)

    def _compare(self, op: str, left: Term, right: Term) -> Test:
        bound = unnamed(right)
        if isinstance(left, Fact) and isinstance(bound, Constant) and bound.value is not None:
            return _compare_fact(op, left, bound.value)
        measure_left, measure_right = self.term(left), self.term(right)
        return lambda facts, item: interval.compare(op, measure_left(facts, item), measure_right(facts, item))

    def _term(self, node: Term) -> Measure:
        match node:
            case Fact(path=path, kind=kind):
                open_ = unknown_range(kind)
                return lambda facts, item: open_ if (v := facts.get(path)) is None else (v, v)
            case Field(name=name, kind=kind):
                open_ = unknown_range(kind)
                return lambda facts, item: open_ if (v := item.get(name)) is None else (v, v)
            case Item():
                return lambda facts, item: ANYTHING if item is ANY_ITEM else (item, item)
            case Constant(kind=kind, value=value):
                fixed = ANYTHING if value is None else (value, value)
                return lambda facts, item: fixed
            case Named(term=term):
                return self.term(term)
            case Plus(left=left, right=right):
                return _two(interval.add, self.term(left), self.term(right))
            case Minus(left=left, right=right):
                return _two(interval.subtract, self.term(left), self.term(right))
            case Times(left=left, right=right):
                return _two(interval.multiply, self.term(left), self.term(right))
            case Over(term=term, divisor=divisor):
                inner, by = self.term(term), divisor_of(divisor)
                return lambda facts, item: interval.divide(inner(facts, item), by)
            case Later(day=day, months=months, back=back):
                day_of, months_of = self.term(day), self.term(months)
                return lambda facts, item: interval.shift(
                    day_of(facts, item), months_of(facts, item), not back
                )
            case Least(parts=parts):
                measures = tuple(map(self.term, parts))
                return lambda facts, item: interval.least(m(facts, item) for m in measures)
            case Greatest(parts=parts):
                measures = tuple(map(self.term, parts))
                return lambda facts, item: interval.greatest(m(facts, item) for m in measures)
            case Choose(condition=condition, yes=yes, no=no):
                return _choose(self.condition(condition), self.term(yes), self.term(no))
            case Total(over=over, value=value, where=where):
                return _total(over, self.term(value), self.condition(where))
            case Count(over=over, where=where):
                one: Measure = lambda facts, item: (1, 1)
                return _total(over, one, self.condition(where))
            case Within(fact=fact, brackets=brackets):
                return _within(self.term(fact), tuple(map(self._bracket, brackets)))
            case _:
                assert_never(node)

    def _bracket(self, bracket: Bracket) -> _Ends:
        anything: Measure = lambda facts, item: ANYTHING
        return (
            self.condition(bracket.when),
            anything if bracket.low is None else self.term(bracket.low),
            anything if bracket.high is None else self.term(bracket.high),
            bracket.high_is_out,
        )


# ------------------------------------------------------- closures of conditions


def _holds(term: Fact | Field) -> Test:
    if isinstance(term, Fact):
        path = term.path
        return lambda facts, item: facts.get(path)
    name = term.name
    return lambda facts, item: item.get(name)


def _all(tests: tuple[Test, ...]) -> Test:
    def holds(facts: Facts, item: Any) -> Truth:
        result: Truth = True
        for test in tests:
            truth = test(facts, item)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return holds


def _any(tests: tuple[Test, ...]) -> Test:
    def holds(facts: Facts, item: Any) -> Truth:
        result: Truth = False
        for test in tests:
            truth = test(facts, item)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return holds


def _either(test: Test, yes: Test, no: Test) -> Test:
    def holds(facts: Facts, item: Any) -> Truth:
        truth = test(facts, item)
        if truth is None:
            a, b = yes(facts, item), no(facts, item)
            return a if a is b else None
        return yes(facts, item) if truth else no(facts, item)

    return holds


def _compare_fact(op: str, fact: Fact, bound: Any) -> Test:
    """A fact against a constant: by far the commonest test, so without intervals."""
    path = fact.path
    open_ = interval.compare(op, unknown_range(fact.kind), interval.point(bound))
    match op:
        case "<=":
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v <= bound
        case "<":
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v < bound
        case ">=":
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v >= bound
        case ">":
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v > bound
        case "==":
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v == bound
        case _:
            return lambda facts, item: open_ if (v := facts.get(path)) is None else v != bound


def _one_of(term: Fact | Field | Item, choices: frozenset[str], whole: bool) -> Test:
    open_ = True if whole else None
    if isinstance(term, Fact):
        path = term.path
        return lambda facts, item: open_ if (v := facts.get(path)) is None else v in choices
    if isinstance(term, Field):
        name = term.name
        return lambda facts, item: open_ if (v := item.get(name)) is None else v in choices
    return lambda facts, item: open_ if item is ANY_ITEM else item in choices


def _for_some(over: str, test: Test) -> Test:
    def holds(facts: Facts, item: Any) -> Truth:
        items = facts.get(over)
        if items is None:  # it may be empty, or hold anything
            return False if test(facts, ANY_ITEM) is False else None
        return any_of(test(facts, each) for each in items)

    return holds


def _for_each(over: str, test: Test) -> Test:
    def holds(facts: Facts, item: Any) -> Truth:
        items = facts.get(over)
        if items is None:
            return True if test(facts, ANY_ITEM) is True else None
        return all_of(test(facts, each) for each in items)

    return holds


# ------------------------------------------------------------ closures of terms


def divisor_of(constant: Constant) -> int | Fraction:
    """The number by which a term is divided; formulas let no other constant through."""
    value = constant.value
    assert isinstance(value, (int, Fraction))
    return value


def _two(join: Callable[[Interval, Interval], Interval], a: Measure, b: Measure) -> Measure:
    return lambda facts, item: join(a(facts, item), b(facts, item))


def _choose(test: Test, yes: Measure, no: Measure) -> Measure:
    def measured(facts: Facts, item: Any) -> Interval:
        truth = test(facts, item)
        if truth is None:
            return interval.hull((yes(facts, item), no(facts, item)))
        return yes(facts, item) if truth else no(facts, item)

    return measured


def _total(over: str, value: Measure, where: Test) -> Measure:
    def measured(facts: Facts, item: Any) -> Interval:
        items = facts.get(over)
        if items is None:
            if where(facts, ANY_ITEM) is False:
                return (0, 0)
            return interval.any_number_of(value(facts, ANY_ITEM))
        certain: Interval = (0, 0)
        for each in items:
            truth = where(facts, each)
            if truth is False:
                continue
            amount = value(facts, each)
            if truth is None:  # it may count in full, in part of what is open, or not at all
                amount = interval.hull((amount, (0, 0)))
            certain = interval.add(certain, amount)
        return certain

    return measured


_Ends = tuple[Test, Measure, Measure, bool]


def _within(fact: Measure, brackets: tuple[_Ends, ...]) -> Measure:
    def measured(facts: Facts, item: Any) -> Interval:
        found = fact(facts, item)
        if interval.is_point(found):
            return found
        for when, low, high, high_is_out in brackets:
            if when(facts, item) is True:  # a bracket that only may apply narrows nothing
                last = high(facts, item)[1]
                if last is not None and high_is_out:
                    last = previous_day(last)
                found = interval.meet(found, (low(facts, item)[0], last))
        return found

    return measured


# -------------------------------------------------------------------- schemes


class DirectEngine:
    """Decides schemes by compiled closures; each scheme is compiled once."""

    name: Final = "direct"

    def __init__(self) -> None:
        self.compiler = Compiler()
        self._compiled: dict[int, _Compiled] = {}

    def decide(self, scheme: Scheme, facts: Facts) -> Decision:
        """What holds of each criterion, and the verdict."""
        return self._of(scheme).decide(facts)

    def verdict(self, scheme: Scheme, facts: Facts) -> Verdict:
        """The verdict alone, without looking further than needed."""
        return self._of(scheme).verdict(facts)

    def again(self, scheme: Scheme, before: Decision, facts: Facts, changed: str) -> Decision:
        """The decision after one fact or open point changed, given the decision before.

        Criteria that do not read it are not decided anew.
        """
        return self._of(scheme).again(before, facts, changed)

    def reads(self, scheme: Scheme) -> list[frozenset[str]]:
        """What each criterion reads: paths of facts, and open points as `supposed` writes them."""
        return self._of(scheme).reads

    def judges(self, scheme: Scheme) -> list[Judge]:
        """What decides each criterion by itself, in the order of the scheme."""
        return self._of(scheme).judges

    def rules(self, scheme: Scheme) -> list[tuple[Criterion | None, Condition]]:
        """Each criterion that decides as one condition, false where it fails; first, without one, the role."""
        return self._of(scheme).rules

    def _of(self, scheme: Scheme) -> _Compiled:
        found = self._compiled.get(id(scheme))
        if found is None:
            found = self._compiled[id(scheme)] = _Compiled(scheme, self.compiler)
        return found


class _Compiled:
    """One scheme's conditions as closures. Holds the scheme, so that its identity stays its own."""

    def __init__(self, scheme: Scheme, compiler: Compiler) -> None:
        self.scheme = scheme
        self.compiler = compiler
        self.role = compiler.condition(scheme.role)
        self.overlays = {o.id: o.when for o in scheme.overlays}

    @cached_property
    def deciding(self) -> list[tuple[Test, Test, bool]]:
        make = self.compiler.condition
        return [
            (
                make(all_parts([self.stated(criterion), criterion.applies_when])),
                make(criterion.requires),
                criterion.kind == "soft",
            )
            for criterion in self.scheme.criteria
            if criterion.blocks and criterion.requires is not None
        ]

    @cached_property
    def rules(self) -> list[tuple[Criterion | None, Condition]]:
        return [
            (None, self.scheme.role),
            *(
                (criterion, any_parts([negated(all_parts([self.stated(criterion), criterion.applies_when])),
                                       criterion.requires]))
                for criterion in self.scheme.criteria
                if criterion.blocks and criterion.requires is not None
            ),
        ]  # fmt: skip

    @cached_property
    def reads(self) -> list[frozenset[str]]:
        found = []
        for criterion in self.scheme.criteria:
            nodes = [self.stated(criterion), criterion.applies_when, criterion.requires or _YES]
            nodes = [node for node in nodes if node != _YES]
            facts: frozenset[str] = frozenset().union(*map(facts_of, nodes))
            found.append(facts | {supposed(point) for node in nodes for point in points_of(node)})
        return found

    def stated(self, criterion: Criterion) -> Condition:
        """Whether the criterion is one of this applicant's: of a host of theirs, and in force."""
        return all_parts([self.overlays.get(criterion.overlay or "", _YES), criterion.in_force])

    def decide(self, facts: Facts) -> Decision:
        role = self.role(facts, None)
        found = tuple([judge(facts) for judge in self.judges])
        return Decision(role, found, verdict_of(self.scheme, role, found))

    def again(self, before: Decision, facts: Facts, changed: str) -> Decision:
        role = self.role(facts, None)
        found = tuple(
            judge(facts) if changed in reads else judgement
            for judge, reads, judgement in zip(self.judges, self.reads, before.criteria, strict=True)
        )
        return Decision(role, found, verdict_of(self.scheme, role, found))

    @cached_property
    def judges(self) -> list[Judge]:
        """One function for each criterion; what always holds is not asked."""
        return [self.judge(criterion) for criterion in self.scheme.criteria]

    def judge(self, criterion: Criterion) -> Judge:
        stated = self.test(self.stated(criterion))
        applies = self.test(criterion.applies_when)
        requires = None if criterion.requires is None else self.compiler.condition(criterion.requires)

        def judged(facts: Facts) -> Judgement:
            is_stated = True if stated is None else stated(facts, None)
            if is_stated is False:
                return _NOT_STATED
            truth = is_stated if applies is None else all_of((is_stated, applies(facts, None)))
            if truth is False or requires is None:
                return _JUDGEMENTS[is_stated, truth, None]
            return _JUDGEMENTS[is_stated, truth, requires(facts, None)]

        return judged

    def test(self, node: Condition) -> Test | None:
        return None if node == _YES else self.compiler.condition(node)

    def verdict(self, facts: Facts) -> Verdict:
        role = self.role(facts, None)
        if role is False:
            return "not_eligible"
        is_open = role is None
        for applies, requires, is_soft in self.deciding:
            truth = requires(facts, None)
            if truth is True:
                continue
            applied = applies(facts, None)
            if applied is False:
                continue
            if truth is False and applied is True and not is_soft:
                return "not_eligible"
            is_open = True
        if is_open:
            return "needs_information"
        return "discretionary" if self.scheme.decision == "case_by_case" else "eligible"


_YES: Final = Always(True)
_TRUTHS: Final[tuple[Truth, ...]] = (True, False, None)
_JUDGEMENTS: Final = {
    (stated, applies, requires): Judgement(stated, applies, requires)
    for stated in _TRUTHS for applies in _TRUTHS for requires in _TRUTHS
}  # fmt: skip
_NOT_STATED: Final = _JUDGEMENTS[False, False, None]


def compile_condition(node: Condition) -> Test:
    """One condition by itself as a function of facts and item."""
    return Compiler().condition(node)


def compile_term(node: Term) -> Measure:
    """One term by itself as a function of facts and item."""
    return Compiler().term(node)
