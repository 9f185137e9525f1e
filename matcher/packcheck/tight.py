"""Formulas that say unknown although nothing that could still be told would change the answer.

Three-valued logic can only be loose where a fact stands in two places. Such a criterion is tried
on the examples of the pack, with none, one or two of the facts that it reads taken out. Where the
answer is open then, completions from values at hand mostly show that it is rightly so; the solver
is asked where they do not.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import gcd, prod
from typing import Any, Final, Literal

from matcher.condition import (
    AS_OF, YES_ALWAYS, Always, Condition, Constant, Fact, Field, Point, Within, all_parts, facts_of, is_dated,
    points_of, walk,
)  # fmt: skip
from matcher.dates import next_day, previous_day, year_start
from matcher.engines.direct import Compiler, supposed
from matcher.findings import host_of
from matcher.frozen import Frozen
from matcher.literals import Kind
from matcher.packcheck.examples import Example
from matcher.packcheck.logic import World, ask, every, opposite, unless
from matcher.scheme import Criterion
from matcher.truth import Truth
from matcher.vocabulary import FactSpec, Vocabulary

MOST_DROPPED: Final = 2  # facts taken out of an example at once
MOST_PROFILES: Final = 4_000  # with gaps, for one criterion; the largest shipped pack has fewer
MOST_ASKED: Final = 400  # questions to the solver, for one criterion; so many the largest shipped pack never needs
MOST_TRIED: Final = 600  # completions of one profile, before the solver is asked
MOST_LISTS: Final = 40  # of them, of one list of records with gaps


class Loose(Frozen, frozen=True):
    """A profile for which the formula says unknown, and the outcome that every completion has.

    The outcome is None where the solver did not decide in time.
    """

    facts: Mapping[str, Any]
    outcome: Literal["failed", "met"] | None


def not_tight(
    criterion: Criterion, cases: Sequence[Example], vocabulary: Vocabulary, seconds: int
) -> Loose | None:
    """The first profile that shows that the criterion is not tight; None where none was found."""
    host = host_of(cases[0].scheme, criterion) if cases else None
    nodes = [host or YES_ALWAYS, criterion.in_force, criterion.applies_when, criterion.requires or YES_ALWAYS]
    return _Search(criterion, cases, vocabulary, seconds).first() if _repeats(nodes) else None


def _repeats(nodes: list[Condition]) -> bool:
    """Whether a fact, a field or an open point stands in two places."""
    count: Counter[str] = Counter()
    for node in nodes:
        for part in walk(node):
            match part:
                case Fact(path=path) if path != AS_OF:
                    count[path] += 1
                case Field(name=name):
                    count[f".{name}"] += 1
                case Point(id=id):
                    count[supposed(id)] += 1
    return any(times > 1 for times in count.values())


class _Rule(Frozen, frozen=True):
    """A criterion as read on one day."""

    applies: Condition  # its host is theirs, it is in force, and it applies
    requires: Condition
    withins: tuple[Within, ...]


class _Search:
    def __init__(
        self, criterion: Criterion, cases: Sequence[Example], vocabulary: Vocabulary, seconds: int
    ) -> None:
        self.criterion = criterion
        self.vocabulary = vocabulary
        self.seconds = seconds
        self.compiler = Compiler()
        self.asked = 0
        self.rules: dict[int, _Rule | None] = {}
        self.cases = [(case, rule) for case in cases if (rule := self.rule(case))]
        everything = [node for _, rule in self.cases for node in (rule.applies, rule.requires)]
        self.places = frozenset().union(*map(facts_of, everything))
        self.reads = sorted(self.places & set(vocabulary.facts))
        self.points = [supposed(point) for point in sorted(frozenset().union(*map(points_of, everything)))]
        bounds = [(n.kind, n.value) for node in everything for n in walk(node) if isinstance(n, Constant)]
        self.bounds = list(dict.fromkeys(bounds))
        self.values = {path: self.values_of(path, vocabulary.facts[path], cases) for path in self.reads}
        self.open_day = criterion.dated or any(is_dated(node) for node in everything)

    def rule(self, case: Example) -> _Rule | None:
        """The criterion on the day of the case, if it stands then."""
        if id(case.scheme) not in self.rules:
            mine = next(c for c in case.scheme.criteria if c.id == self.criterion.id)
            host = host_of(case.scheme, mine) or YES_ALWAYS
            applies = all_parts([host, mine.in_force, mine.applies_when])
            self.rules[id(case.scheme)] = None if mine.requires is None or applies == Always(False) else _Rule(
                applies, mine.requires,
                tuple(dict.fromkeys(
                    n for node in (applies, mine.requires) for n in walk(node) if isinstance(n, Within)
                )),
            )  # fmt: skip
        return self.rules[id(case.scheme)]

    def values_of(self, path: str, spec: FactSpec, cases: Sequence[Example]) -> list[Any]:
        """Values of the fact that are worth a try: those of the examples, and all where there are few."""
        found = [case.facts[path] for case in cases if path in case.facts]
        match spec.kind:
            case Kind.YES_NO:
                found += [True, False]
            case Kind.CHOICE:
                found += self.vocabulary.domain(spec)
            case Kind.RECORDS:
                found.append(())
            case Kind.CHOICES:
                found.append(frozenset())
            case Kind.DATE | Kind.YEAR:
                for _, bound in self.bounds:
                    if isinstance(bound, date):
                        days = (bound, next_day(bound), previous_day(bound))
                        found += map(year_start, days) if spec.kind is Kind.YEAR else days
            case kind:
                found += [bound for of, bound in self.bounds if of is kind and bound is not None]
        return list({_key(value): value for value in found}.values())

    # -- the search

    def first(self) -> Loose | None:
        seen: set[Any] = set()
        for case, rule in self.cases:
            day = case.facts[AS_OF] if self.open_day else id(rule)
            for facts in self.with_gaps(case.facts):
                key = (day, *(_key(facts.get(path)) for path in self.reads))
                if key in seen:
                    continue
                if len(seen) >= MOST_PROFILES or self.asked >= MOST_ASKED:
                    return None
                seen.add(key)
                if self.fails(rule, facts) is None and (found := self.loose(rule, facts)):
                    return found
        return None

    def with_gaps(self, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """What is read of the facts, whole and without one or two of them."""
        read = {path: facts[path] for path in (AS_OF, *self.reads) if path in facts}
        given = [path for path in read if path != AS_OF]
        for count in range(MOST_DROPPED + 1):
            for dropped in itertools.combinations(given, count):
                yield {path: value for path, value in read.items() if path not in dropped}

    def fails(self, rule: _Rule, facts: Mapping[str, Any]) -> Truth:
        """Whether the criterion turns this profile away."""
        applies = self.compiler.condition(rule.applies)(facts, None)
        if applies is False:
            return False
        requires = self.compiler.condition(rule.requires)(facts, None)
        if requires is True:
            return False
        return True if applies and requires is False else None

    def loose(self, rule: _Rule, facts: dict[str, Any]) -> Loose | None:
        """The profile, if every completion of it has the same outcome."""
        seen = set()
        for whole in self.completions(rule, facts):
            seen.add(self.fails(rule, whole))
            if {True, False} <= seen:
                return None
        possible = {True: True in seen, False: False in seen}
        for outcome in (True, False):
            if not possible[outcome]:
                can = self.can(rule, facts, outcome)
                if can is None:
                    return Loose(facts, None)
                possible[outcome] = can
        if possible[True] is possible[False]:
            return None
        return Loose(facts, "failed" if possible[True] else "met")

    def completions(self, rule: _Rule, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The facts with every gap filled, from values at hand; open points answered either way."""
        gaps: dict[str, list[Any]] = {path: self.values[path] for path in self.reads if path not in facts}
        gaps |= {path: self.records(path, value) for path, value in facts.items() if isinstance(value, tuple)}
        gaps |= {point: [True, False] for point in self.points}
        for filled in _spread(list(gaps.values()), MOST_TRIED):
            whole = {**facts, **dict(zip(gaps, filled, strict=True))}
            if all(self.is_within(within, facts, whole) for within in rule.withins):
                yield whole

    def records(self, path: str, given: tuple[Mapping[str, Any], ...]) -> list[Any]:
        """The records with every field told that is not, in a few ways."""
        fields = self.vocabulary.facts[path].fields
        donors = [record for records in self.values.get(path, ()) for record in records]
        slots: list[tuple[int, str, list[Any]]] = []
        for number, record in enumerate(given):
            for name, spec in fields.items():
                if name in record or f"{path}.{name}" not in self.places:
                    continue
                values = [donor[name] for donor in donors if name in donor]
                values += [True, False] if spec.kind is Kind.YES_NO else []
                values += self.vocabulary.domain(spec) if spec.kind is Kind.CHOICE else []
                slots.append((number, name, list({_key(value): value for value in values}.values())))
        found = []
        for filled in _spread([values for *_, values in slots], MOST_LISTS):
            records = [dict(record) for record in given]
            for (number, name, _), value in zip(slots, filled, strict=True):
                records[number][name] = value
            found.append(tuple(records))
        return found

    def is_within(self, within: Within, facts: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
        """Whether a day that was not given lies where the pack says that it must."""
        path = within.fact.path
        if path in facts or path not in whole:
            return True
        low, high = self.compiler.term(within)({p: v for p, v in whole.items() if p != path}, None)
        return bool((low is None or low <= whole[path]) and (high is None or whole[path] <= high))

    def can(self, rule: _Rule, facts: Mapping[str, Any], outcome: bool) -> bool | None:
        """Whether some completion fails the criterion, or some does not; None where not decided."""
        self.asked += 1
        world = World(self.vocabulary, points_settled=True)
        applies, requires = world.condition(rule.applies), world.condition(rule.requires)
        fails = every([applies.yes, requires.no])
        known = [world.equal(path, value) for path, value in facts.items() if path != AS_OF]
        known += self.bracketed(world, rule, facts)
        return ask(world, [*known, fails if outcome else opposite(fails)], {}, self.seconds).can

    def bracketed(self, world: World, rule: _Rule, facts: Mapping[str, Any]) -> Iterator[Any]:
        """Where the pack says that a day which is not given must lie."""
        for within in rule.withins:
            if within.fact.path in facts:
                continue
            day = world.fact(within.fact.path)
            for bracket in within.brackets:
                if self.compiler.condition(bracket.when)(facts, None) is not True:
                    continue
                low = None if bracket.low is None else world.term(bracket.low)[0]
                high = None if bracket.high is None else world.term(bracket.high)[1]
                if low is not None:
                    yield unless(low.endless, day >= low.value)
                if high is not None:
                    yield unless(high.endless, day < high.value if bracket.high_is_out else day <= high.value)


def _spread(choices: list[list[Any]], most: int) -> Iterator[list[Any]]:
    """Ways to take one of each, at most so many and from everywhere among all that there are."""
    total = prod(map(len, choices))
    step = max(total * 5 // 8, 1)
    while gcd(step, total) > 1:
        step += 1
    for turn in range(min(total, most)):
        at, taken = turn * step % total, []
        for values in choices:
            at, here = divmod(at, len(values))
            taken.append(values[here])
        yield taken


def _key(value: Any) -> Any:
    return tuple(tuple(sorted(r.items())) for r in value) if isinstance(value, tuple) else value
