"""The smallest changes that mend one condition.

Truths come from the direct engine's own closures, so that what holds already is left alone and no
second meaning arises. What has happened is not changed: a fact that never changes, a day gone by,
a record of money already received. New money is a new record, with all that the rule asks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, assert_never

from msgspec.structs import replace

from matcher.condition import (
    AS_OF, All, Always, AnyOf, Choose, Compare, Condition, Count, Either, Fact, Field, ForEach, ForSome, Has,
    Holds, Not, OneOf, Point, Term, Total, Within, kind_of, parts_of,
)  # fmt: skip
from matcher.engines.direct import Compiler, items_of
from matcher.frozen import Frozen
from matcher.insights.demand import (
    ADDED, ANY, TAKEN, Asked, Demands, Place, Range, edge, granted, is_new, is_so, steps, together,
)  # fmt: skip
from matcher.literals import Kind
from matcher.sections import Way
from matcher.truth import Truth
from matcher.vocabulary import FactSpec, Vocabulary

WAYS: Final[tuple[Way, ...]] = ("by_choice", "by_effort", "with_time", "never")
MOST: Final = 40  # ways to mend one condition that are followed
MOST_RECORDS: Final = 8  # records that are added, or tried one by one, for one condition
MOST_TOGETHER: Final = 3  # records that are altered together

Test = Callable[[Demands], int | Fraction | None]

_HALF: Final = Fraction(1, 2)
_NOT: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_ORDERED: Final = {Kind.MONEY, Kind.COUNT, Kind.DURATION, Kind.SHARE, Kind.DATE, Kind.YEAR}
_AS_IT_IS: Final[Demands] = {}


class At(Frozen, frozen=True):
    """The record or choice at hand inside a quantifier. A `new` record's fields are free to be chosen."""

    path: str
    number: int
    item: Any
    new: bool = False


class Situation(Frozen, frozen=True):
    """Facts as they stand, which of their records are new, and what may not be touched any more."""

    facts: Mapping[str, Any]
    given: Mapping[str, int]  # how many records of each list are the applicant's own
    fixed: frozenset[Place] = frozenset()


class Mender:
    """Finds changes for one applicant on one day.

    `strictly`: a condition must come to hold for certain, by amounts, days and new records alone;
    else it is enough that it no longer fails, since what is unknown can still be answered. `own`
    are choices that stay in every list: the schemes themselves, which no change into them leaves.
    """

    def __init__(
        self, vocabulary: Vocabulary, compiler: Compiler, as_of: date, own: frozenset[str], *, strictly: bool = False
    ) -> None:
        self.vocabulary = vocabulary
        self.compiler = compiler
        self.as_of = as_of
        self.own = own
        self.strictly = strictly
        self.by_amounts = strictly
        self.blocked: dict[str, None] = {}  # facts that would have to change and cannot
        self.wanted: dict[str, None] = {}  # those of them that a record more would do for
        self.cut = False  # whether some ways were left aside
        self.here = Situation({}, {})

    def ways(self, node: Condition, want: bool, here: Situation) -> list[Demands]:
        """Ways to make the node what is wanted; one that asks nothing if it is so already."""
        self.here = here
        return self.mend(node, want, None)

    # -- truth

    def truth(self, node: Condition, at: At | None) -> Truth:
        """Whether the condition holds now."""
        return self.compiler.condition(node)(self.here.facts, at.item if at else None)

    def fits(self, truth: Truth, want: bool) -> bool:
        """Whether that is as wanted."""
        return truth is want or (truth is None and not self.strictly)

    # -- conditions

    def mend(self, node: Condition, want: bool, at: At | None) -> list[Demands]:
        """Ways to make the condition what is wanted, the shortest first."""
        truth = self.truth(node, at)
        if truth is want or (self.fits(truth, want) and not (at and at.new)):
            return [_AS_IT_IS]
        found = list(self.alternatives(node, want, at))
        if not found and truth is None and not self.strictly:
            return [_AS_IT_IS]  # of a new record: what is open lies with facts of the applicant
        return self.kept(found)

    def kept(self, found: Iterable[Demands]) -> list[Demands]:
        """The ways, each once; at most so many."""
        listed: list[Demands] = []
        for demands in found:
            if demands not in listed:
                listed.append(demands)
        listed.sort(key=len)
        if len(listed) > MOST:
            self.cut = True
        return listed[:MOST]

    def alternatives(self, node: Condition, want: bool, at: At | None) -> Iterable[Demands]:
        """Ways to make a condition what it is not."""
        match node:
            case Always() | Point():
                return ()
            case All(parts=parts) | AnyOf(parts=parts):
                if isinstance(node, All) is want:
                    return self.every([(part, want) for part in parts], at)
                return once_each(d for part in parts for d in self.mend(part, want, at))
            case Not(part=part):
                return self.mend(part, not want, at)
            case Either(test=test, yes=yes, no=no):
                return [*self.every([(test, True), (yes, want)], at), *self.every([(test, False), (no, want)], at)]
            case Holds(term=term):
                return self.set_to(term, frozenset({want}), at)
            case Compare(op=op, left=left, right=right):
                return self.compare(op if want else _NOT[op], left, right, at)
            case OneOf(term=term, choices=choices):
                return self.one_of(term, choices, want, at)
            case Has(fact=fact, choice=choice):
                return self.in_list(fact.path, [choice], want)
            case ForSome(over=over, condition=condition) | ForEach(over=over, condition=condition):
                return self.of_list(over, condition, want, isinstance(node, ForSome) is want)
            case _:
                assert_never(node)

    def every(self, wanted: Iterable[tuple[Condition, bool]], at: At | None) -> list[Demands]:
        """All of several conditions at once."""
        ways: list[Demands] = [_AS_IT_IS]
        for part, want in wanted:
            ways = self.kept(self.joined(ways, self.mend(part, want, at), one_record=at is not None and at.new))
            if not ways:
                break
        return ways

    def joined(
        self, ones: list[Demands], others: list[Demands], *, one_record: bool = False
    ) -> Iterator[Demands]:
        """Each of the one with each of the other; new records of both are one, or two beside each other."""
        for one in ones:
            for other in others:
                both = together(one, other)
                if both is not None:
                    yield both
                apart = None if one_record else self.apart(one, other)
                if apart is not None:
                    yield {**one, **apart}

    def apart(self, one: Demands, other: Demands) -> Demands | None:
        """The other demands with new records of their own, where both ask for one in the same list."""
        new: dict[str, set[int]] = {}
        for place in one:
            if is_new(place, self.here.facts):
                new.setdefault(place.path, set()).add(place.record)
        if not any(place.record in new.get(place.path, ()) for place in other):
            return None
        return {
            place_of(place.path, place.record + len(new[place.path]), place.name, self.vocabulary)
            if place.path in new and place.record >= min(new[place.path]) else place: asked
            for place, asked in other.items()
        }  # fmt: skip

    # -- places

    def place(self, term: Term, at: At | None) -> Place | None:
        """Where a fact or field stands, if it may be changed."""
        if isinstance(term, Fact):
            if term.path == AS_OF:
                return None
            place, value = place_of(term.path, 0, "", self.vocabulary), self.here.facts.get(term.path)
            if value is None or place in self.here.fixed:
                return None  # to answer a question is no change
        elif isinstance(term, Field) and at is not None:
            place, value = place_of(at.path, at.number, term.name, self.vocabulary), at.item.get(term.name)
            if at.new or at.number > self.here.given.get(at.path, 0):
                return None if place in self.here.fixed or self.never(at.path) else place
            if value is None or place in self.here.fixed or place.choices or self.has_happened(at):
                return None  # money of another kind or a person of another role is another record
        else:
            return None
        spec = self.spec(place)
        if self.by_amounts and spec.kind not in _ORDERED:
            return None
        if self.never(place.path) or spec.changes == "never":
            self.blocked[place.path] = None
            return None
        if spec.kind is Kind.DATE and value is not None and value < self.as_of:
            self.blocked[place.path] = None
            return None
        return place

    def spec(self, place: Place) -> FactSpec:
        """What the vocabulary says of the place."""
        spec = self.vocabulary.facts[place.path]
        return spec.fields[place.name] if place.record and place.name else spec

    def never(self, path: str) -> bool:
        """Whether the fact never changes; if so it is noted as standing in the way."""
        if self.vocabulary.facts[path].changes == "never":
            self.blocked[path] = None
            return True
        return False

    def has_happened(self, at: At) -> bool:
        """Whether a record is of the past: money received is not received otherwise any more."""
        fields = self.vocabulary.facts[at.path].fields
        return any(fields[name].past and value <= self.as_of for name, value in at.item.items() if name in fields)

    def set_to(self, term: Term, asked: Asked, at: At | None) -> list[Demands]:
        """A fact or field made what is asked, if it may be changed."""
        place = self.place(term, at)
        return [] if place is None or not asked else [{place: asked}]

    def one_of(self, term: Term, choices: tuple[str, ...], want: bool, at: At | None) -> list[Demands]:
        """A choice made one of these, or one of the others."""
        place = self.place(term, at)
        if place is None:
            return []
        return self.set_to(term, frozenset(c for c in self.still_open(place) if (c in choices) is want), at)

    def still_open(self, place: Place) -> Iterable[str]:
        """The choices that the place may still become: what only time brings comes in the order of the list."""
        spec, value = self.spec(place), self.here.facts.get(place.path)
        domain = list(self.vocabulary.domain(spec))
        if spec.changes == "with_time" and not place.record:
            domain = domain[domain.index(value) :] if value in domain else domain
        return [choice for choice in domain if choice in (spec.into or domain)]

    # -- lists

    def in_list(self, path: str, choices: Iterable[str], want: bool) -> list[Demands]:
        """A list of choices with one of these added, or with all of them taken out."""
        has = self.here.facts.get(path)
        if has is None or self.never(path):
            return []
        if want:
            options = tuple(c for c in self.vocabulary.domain(self.vocabulary.facts[path]) if c in set(choices))
            return [{Place(path, 0, ADDED, options): frozenset(options)}] if options else []
        out = [c for c in choices if c in has]
        if self.own & set(out):
            return []
        return [{Place(path, 0, TAKEN, (choice,)): frozenset({choice}) for choice in out}]

    def of_list(self, over: str, condition: Condition, want: bool, for_one: bool) -> Iterable[Demands]:
        """One item that is as wanted, altered or new; or every item."""
        facts = self.here.facts
        if self.vocabulary.facts[over].kind is Kind.CHOICES:
            domain = self.vocabulary.domain(self.vocabulary.facts[over])
            good = [c for c in domain if self.fits(self.truth(condition, At(over, 0, c)), want)]
            if for_one:
                return self.in_list(over, good, True)
            return self.in_list(over, [c for c in domain if c not in good], False)
        items = items_of(facts, over)
        if items is None:
            return []
        ats = [At(over, number, item) for number, item in enumerate(items, 1)]
        if not for_one:
            ways: list[Demands] = [_AS_IT_IS]
            for at in ats:
                ways = self.kept(self.joined(ways, self.mend(condition, want, at)))
            return ways
        found = [demands for at in ats for demands in self.mend(condition, want, at)]
        return [*found, *self.new_record(over, condition, want)]

    def new_record(self, over: str, condition: Condition, want: bool = True) -> Iterator[Demands]:
        """One record more that is as wanted, with every field that this asks for."""
        if self.never(over):
            self.wanted[over] = None
            return
        number = len(items_of(self.here.facts, over) or ()) + 1
        there: Demands = {Place(over, number): ANY}
        at = At(over, number, {}, new=True)
        strictly, self.strictly = self.strictly, True
        ways = self.mend(condition, want, at)
        self.strictly = strictly
        for demands in ways or self.mend(condition, want, at):
            yield {**there, **demands}

    # -- comparisons

    def compare(self, op: str, left: Term, right: Term, at: At | None) -> Iterable[Demands]:
        """A comparison made so: of choices, for equality, or by order."""
        if kind_of(left) is Kind.CHOICE:
            return self.compare_choices(op, left, right, at)
        if op == "==":
            lower, upper = self.compare("<=", left, right, at), self.compare(">=", left, right, at)
            not_low, not_high = self.is_short("<=", left, right, at), self.is_short(">=", left, right, at)
            if not (not_low and not_high):
                return self.exactly(lower if not_low else upper)
            return self.joined(list(lower), list(upper))
        if op == "!=":
            return [*self.compare("<", left, right, at), *self.compare(">", left, right, at)]
        return self.ordered(op, left, right, at)

    def exactly(self, ways: Iterable[Demands]) -> Iterator[Demands]:
        """Ways whose ranges are taken at their bound, for an equality."""
        for demands in ways:
            yield {place: asked.at_bound() if isinstance(asked, Range) else asked for place, asked in demands.items()}

    def short_by(
        self, op: str, left: Term, right: Term, at: At | None, facts: Mapping[str, Any] | None = None
    ) -> int | Fraction | None:
        """How far the comparison is from being so: not above zero where it is, None where endlessly.

        On altered facts the record `at` hand is read as it then is.
        """
        facts = self.here.facts if facts is None else facts
        item = None
        if at is not None:
            records = facts.get(at.path)
            item = records[at.number - 1] if isinstance(records, tuple) and len(records) >= at.number else at.item
        a, b = self.compiler.term(left)(facts, item), self.compiler.term(right)(facts, item)
        if op in (">=", ">"):
            a, b = b, a
        low, high = (a[1], b[0]) if self.strictly else (a[0], b[1])
        if low is None or high is None:
            return None if self.strictly else 0
        apart: Any = (low - high).days if isinstance(low, date) else low - high
        if apart == 0 and op in ("<", ">"):
            return _HALF
        return apart  # type: ignore[no-any-return]

    def is_short(
        self, op: str, left: Term, right: Term, at: At | None, facts: Mapping[str, Any] | None = None
    ) -> bool:
        """Whether the comparison is not so."""
        short = self.short_by(op, left, right, at, facts)
        return short is None or short > 0

    def compare_choices(self, op: str, left: Term, right: Term, at: At | None) -> Iterator[Demands]:
        """Either side made what the other is, or something else."""
        for one, other in ((left, right), (right, left)):
            place = self.place(one, at)
            if place is None:
                continue
            value = self.compiler.term(other)(self.here.facts, at.item if at else None)[0]
            if value is not None:
                wanted = frozenset(c for c in self.still_open(place) if (c == value) is (op == "=="))
                if wanted:
                    yield {place: wanted}

    def ordered(self, op: str, left: Term, right: Term, at: At | None) -> Iterator[Demands]:
        """What is short made up by numbers, or by altering what counts."""
        test = self.tester(op, left, right, at)
        yield from self.by_numbers(left, right, at, test)
        yield from self.by_conditions(op, left, right, at, test)

    def tester(self, op: str, left: Term, right: Term, at: At | None) -> Test:
        """How far the comparison is from being so once demands are granted."""
        facts = self.here.facts
        if at is not None and at.new:
            facts = granted(facts, {Place(at.path, at.number): ANY})

        def short(demands: Demands) -> int | Fraction | None:
            return self.short_by(op, left, right, at, granted(facts, demands))

        return short

    def by_numbers(
        self, left: Term, right: Term, at: At | None, test: Test, before: Demands = _AS_IT_IS
    ) -> Iterator[Demands]:
        """One amount, day or count moved to where the comparison turns; where its own end comes first, a second too."""
        used_up: list[tuple[Place, Any]] = []
        for term in dict.fromkeys([*_numbers(left), *_numbers(right)]):
            place = self.place(term, at)
            if place is None or place in before:
                continue
            value = self.value_at(term, at)
            ways = list(self.moved(place, value, test, before))
            yield from ways
            if not ways and value is not None:
                used_up.append((place, value))
        short = test(before) if used_up else None
        for place, value in used_up:
            for end in self.ends(place, value):
                further = {**before, place: Range(end, end)}
                left_over = test(further)
                if end != value and left_over is not None and (short is None or left_over < short):
                    yield from self.by_numbers(left, right, at, test, further)

    def value_at(self, term: Fact | Field, at: At | None) -> Any:
        """What the fact or field is now."""
        return self.here.facts.get(term.path) if isinstance(term, Fact) else at.item.get(term.name) if at else None

    def moved(
        self, place: Place, value: Any, test: Test, before: Demands = _AS_IT_IS
    ) -> Iterator[Demands]:
        """The place at its bound, above and below what it is; or where a free place may lie."""
        spec = self.spec(place)
        to, of, _, _ = steps(spec.kind)
        first, last = map(to, self.ends(place, value))

        def short(n: int) -> int | Fraction | None:
            return test({**before, place: Range(of(n), of(n))})

        start = to(value) if value is not None else None
        if start is None:
            least = of(first) if spec.past else None
            if is_so(short(last)):
                bound = None if is_so(short(first)) else edge(short, first, last)
                yield {**before, place: Range(least if bound is None else of(bound), None)}
            elif is_so(short(first)) and (bound := edge(short, last, first)) is not None:
                yield {**before, place: Range(least, of(bound))}
            return
        if start < last and (bound := edge(short, start, last)) is not None:
            yield {**before, place: Range(of(bound), None)}
        start += of(start) != value  # a value between two steps
        if start > first and (bound := edge(short, start, first)) is not None:
            least = of(first) if spec.kind in (Kind.DATE, Kind.YEAR) else None
            yield {**before, place: Range(least, of(bound))}

    def ends(self, place: Place, value: Any) -> tuple[Any, Any]:
        """The least and the most that the place can still become."""
        spec = self.spec(place)
        _, of, first, last = steps(spec.kind)
        if spec.kind is Kind.DATE and (value is not None or spec.past):
            return self.as_of, of(last)  # a day that is still to come stays one
        if spec.kind is Kind.YEAR:
            return of(self.as_of.year + (date(self.as_of.year, 4, 1) <= self.as_of)), of(last)  # not begun yet
        return of(first), of(last)

    def by_conditions(
        self, op: str, left: Term, right: Term, at: At | None, test: Test
    ) -> Iterator[Demands]:
        """What counts altered: a filter, a choice between two terms, a record more."""
        for node in (*_inner(left), *_inner(right)):
            match node:
                case Choose(condition=condition):
                    truth = self.truth(condition, at)
                    for want in (True, False):
                        if truth is not want:
                            for demands in self.mend(condition, want, at):
                                yield from self.enough(demands, op, left, right, at, test)
                case Total() | Count():
                    yield from self.by_records(node, test)

    def enough(
        self, demands: Demands, op: str, left: Term, right: Term, at: At | None, test: Test
    ) -> Iterator[Demands]:
        """The demands alone if they do, else with one number moved beside them."""
        if not demands:
            return
        if is_so(test(demands)):
            yield demands
            return
        for term in dict.fromkeys([*_numbers(left), *_numbers(right)]):
            place = self.place(term, at)
            if place is not None and place not in demands:
                yield from self.moved(place, self.value_at(term, at), test, demands)

    def by_records(self, node: Total | Count, test: Test) -> Iterator[Demands]:
        """A sum or a number of records made larger or smaller."""
        over = node.over
        items = items_of(self.here.facts, over)
        if items is None or self.vocabulary.facts[over].kind is Kind.CHOICES:
            return
        yield from self.altered(node, items, test)
        yield from self.amounts(node, items, test)
        yield from self.added(node, test)

    def altered(self, node: Total | Count, items: tuple[Any, ...], test: Test) -> Iterator[Demands]:
        """Records that come to count, or cease to: as few together as do."""
        single: list[Demands] = []
        for number, item in enumerate(items, 1):
            at = At(node.over, number, item)
            truth = self.truth(node.where, at)
            for want in (True, False):
                if truth is not want:
                    single += [d for d in self.mend(node.where, want, at) if d]
        for size in range(1, min(len(single), MOST_TOGETHER) + 1):
            found = False
            for few in combinations(single[:MOST_RECORDS], size):
                demands: Demands | None = _AS_IT_IS
                for each in few:
                    demands = None if demands is None else together(demands, each)
                if demands is not None and is_so(test(demands)):
                    found = True
                    yield demands
            if found:
                return
        self.cut = self.cut or len(single) > MOST_TOGETHER

    def amounts(self, node: Total | Count, items: tuple[Any, ...], test: Test) -> Iterator[Demands]:
        """The amount of a record that counts: of one that is not the applicant's yet, or downwards."""
        if not isinstance(node, Total):
            return
        ats = [At(node.over, number, item) for number, item in enumerate(items, 1)]
        counting = [at for at in ats if self.truth(node.where, at) is not False]
        if len(counting) > MOST_RECORDS:  # the last ones: those that are new are among them
            counting, self.cut = counting[-MOST_RECORDS:], True
        for at in counting:
            is_ours = at.number <= self.here.given.get(node.over, 0)
            for term in dict.fromkeys(_numbers(node.value)):
                place = self.place(term, at)
                if place is None or not isinstance(term, Field):
                    continue
                for demands in self.moved(place, at.item.get(term.name), test):
                    asked = demands[place]
                    if not is_ours or (isinstance(asked, Range) and asked.high is not None):
                        yield demands

    def added(self, node: Total | Count, test: Test) -> Iterator[Demands]:
        """One record more that counts, of the least amount that does; or as many as are short."""
        items = items_of(self.here.facts, node.over) or ()
        new = [At(node.over, n, item) for n, item in enumerate(items, 1) if n > self.here.given.get(node.over, 0)]
        if any(self.truth(node.where, at) is not False for at in new):
            return  # a record that is new already is made larger instead
        number = len(items) + 1
        for demands in self.new_record(node.over, node.where):
            if isinstance(node, Count):
                yield from self.several(node.over, demands, number, test)
                continue
            fields = dict.fromkeys(term.name for term in _numbers(node.value) if isinstance(term, Field))
            for name in fields:
                place = place_of(node.over, number, name, self.vocabulary)
                if place not in demands:
                    yield from self.moved(place, None, test, demands)

    def several(self, over: str, one: Demands, number: int, test: Test) -> Iterator[Demands]:
        """As many records alike as are needed."""
        demands = dict(one)
        for further in range(MOST_RECORDS):
            for place, asked in one.items():
                if place.path == over and place.record == number:
                    demands[place_of(over, number + further, place.name, self.vocabulary)] = asked
            if is_so(test(demands)):
                yield dict(demands)
                return


def once_each(ways: Iterable[Demands]) -> Iterable[Demands]:
    """The ways, of which none offers a choice with which a way before it asks no more."""
    found: list[Demands] = []
    for way in ways:
        left: Demands | None = way
        for before in found:
            left = None if left is None else _less(left, before)
        if left is not None:
            found.append(left)
    return found


def _less(way: Demands, before: Demands) -> Demands | None:
    """The way without the choices that make it one that the way before accepts; None if that is all of it."""
    places = {_spot(place): place for place in way}
    wider: list[tuple[Place, frozenset[Any]]] = []
    for place, accepted in before.items():
        ours = places.get(_spot(place))
        if ours is None:
            return way
        asked = way[ours]
        if isinstance(asked, frozenset) and isinstance(accepted, frozenset):
            if not asked <= accepted:
                wider.append((ours, asked - accepted))
        elif asked != accepted:
            return way
    if not wider:
        return None if before else way
    if len(wider) > 1:
        return way
    (place, left), = wider
    narrow = replace(place, choices=tuple(c for c in place.choices if c in left)) if place.name == ADDED else place
    return {(narrow if p == place else p): (left if p == place else asked) for p, asked in way.items()}


def _spot(place: Place) -> tuple[str, int, str]:
    return place.path, place.record, place.name


def place_of(path: str, record: int, name: str, vocabulary: Vocabulary) -> Place:
    """The place of a fact, of a record, or of a field of one."""
    spec = vocabulary.facts[path]
    if record and not name:
        return Place(path, record)
    if record:
        spec = spec.fields[name]
    choices = tuple(vocabulary.domain(spec)) if spec.kind is Kind.CHOICE else ()
    return Place(path, record, name, choices, () if record else spec.lapses)


def _numbers(term: Term) -> Iterator[Fact | Field]:
    """Facts and fields that a term measures, outside its filters and sums."""
    match term:
        case Fact(kind=kind) | Field(kind=kind):
            if kind in _ORDERED:
                yield term
        case Total() | Count():
            return
        case Choose(yes=yes, no=no):
            yield from _numbers(yes)
            yield from _numbers(no)
        case Within(fact=fact):
            yield fact
        case _:
            for part in parts_of(term):
                yield from _numbers(part)  # type: ignore[arg-type]


def _inner(term: Term) -> Iterator[Choose | Total | Count]:
    """Choices, sums and counts inside a term."""
    match term:
        case Total() | Count():
            yield term
        case Choose(yes=yes, no=no):
            yield term
            yield from _inner(yes)
            yield from _inner(no)
        case Within():
            return
        case _:
            for part in parts_of(term):
                yield from _inner(part)  # type: ignore[arg-type]
