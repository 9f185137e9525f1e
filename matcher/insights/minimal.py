"""All minimal sets of changes that lead into one scheme, or into several at once.

The first criterion that fails is mended in each way there is; what fails then is mended next. The
easiest is followed first. Each set found is decided again by the direct engine, and so is each
strict part of it: what is listed leads in, and nothing in it can be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import combinations
from typing import Any, Final

from msgspec.structs import replace

from matcher.condition import Condition, facts_of
from matcher.engines.direct import DirectEngine
from matcher.frozen import Frozen
from matcher.insights.demand import (
    ADDED, TAKEN, Asked, Demands, Place, Range, both, boundary, granted, is_new, paths_of, steps,
)  # fmt: skip
from matcher.insights.mending import WAYS, Mender, Situation, place_of
from matcher.literals import Kind
from matcher.scheme import Criterion, Scheme, Verdict
from matcher.sections import Way
from matcher.truth import Truth

MOST_STEPS: Final = 400  # situations that are looked at
MOST_SETS: Final = 24
MOST_PARTS: Final = 8  # changes in one set

Rule = tuple[Scheme, Criterion | None, Condition]


class Part(Frozen, frozen=True):
    """One thing to change: places of one fact or one record, and the rules that it answers."""

    places: Demands
    way: Way
    answers: tuple[int, ...]


class Found(Frozen, frozen=True):
    """A minimal set: its parts, the facts once it is made, and the verdict on each scheme."""

    parts: tuple[Part, ...]
    facts: Mapping[str, Any]
    verdicts: tuple[Verdict, ...]

    @property
    def way(self) -> Way:
        """That of the hardest part."""
        return max((part.way for part in self.parts), key=WAYS.index)


class Outcome(Frozen, frozen=True):
    """What a search gave: the sets, whether there may be more, and where it ended without any.

    `touched` are the rules that failed somewhere on the way, `stuck` those of them that no change
    could mend, `blocked` the facts that would have had to change for them and cannot, and `wanted`
    the lists among these that a record more would do for.
    """

    sets: tuple[Found, ...]
    more: bool
    stuck: tuple[int, ...]
    touched: tuple[int, ...]
    blocked: tuple[str, ...]
    wanted: tuple[str, ...]


def demands_of(parts: Iterable[Part]) -> dict[Place, Asked]:
    """All that the parts ask for."""
    return {place: asked for part in parts for place, asked in part.places.items()}


class _Step(Frozen, frozen=True):
    demands: Demands
    fixed: frozenset[Place]
    answers: Mapping[Place, tuple[int, ...]]

    def choosing(self, place: Place, choices: list[Any]) -> _Step:
        """The step with only these choices at the place."""
        narrow = place
        if place.name == ADDED:  # where the choices are part of the place
            narrow = replace(place, choices=tuple(c for c in place.choices if c in choices))
        demands = {(narrow if p == place else p): a for p, a in self.demands.items()}
        answers = {(narrow if p == place else p): a for p, a in self.answers.items()}
        return _Step({**demands, narrow: frozenset(choices)}, self.fixed, answers)


class Search:
    """The way into some schemes for one applicant, past all their rules or past only some of them."""

    def __init__(
        self, schemes: Iterable[Scheme], facts: Mapping[str, Any], engine: DirectEngine, mender: Mender,
        only: Collection[int] | None = None,
    ) -> None:  # fmt: skip
        self.schemes = tuple(schemes)
        self.facts = facts
        self.engine = engine
        self.mender = mender
        self.only = only
        self.rules: list[Rule] = [
            (scheme, criterion, node) for scheme in self.schemes for criterion, node in engine.rules(scheme)
            if mender.strictly or criterion is None or criterion.kind != "soft"  # no soft limit turns one away
        ]  # fmt: skip
        self.tests = [engine.compiler.condition(node) for _, _, node in self.rules]
        self.before = [test(facts, None) for test in self.tests]
        reads = {(s.id, c.id): read for s in self.schemes for c, read in zip(s.criteria, engine.reads(s), strict=True)}
        self.reads = [reads[s.id, c.id] if c else facts_of(node) for s, c, node in self.rules]
        self.given = {path: len(v) for path, v in facts.items() if isinstance(v, tuple)}
        self.found: list[Found] = []
        self.seen: set[Any] = set()
        self.taken: set[Any] = set()
        self.stuck: dict[int, None] = {}
        self.touched: dict[int, None] = {}
        self.more = False

    def run(self) -> Outcome:
        """All minimal sets within the limits, the easiest first."""
        heap: list[tuple[int, int, int, _Step]] = [(0, 0, 0, _Step({}, frozenset(), {}))]
        count = steps_made = 0
        while heap:
            if steps_made >= MOST_STEPS or len(self.found) >= MOST_SETS:
                self.more = True
                break
            _, _, _, step = heappop(heap)
            steps_made += 1
            facts = granted(self.facts, step.demands)
            failing = self.failing(facts, step.demands)
            if failing is None:
                self.take(step)
                continue
            self.touched[failing] = None
            for further in self.mended(step, facts, failing):
                parts = self.parts(further)
                key = self.key(parts), further.fixed
                if key in self.seen:
                    continue
                self.seen.add(key)
                if len(parts) > MOST_PARTS:
                    self.more = True
                    continue
                if self.holds_a_set(parts):
                    continue
                count += 1
                heappush(heap, (max(WAYS.index(p.way) for p in parts) if parts else 0, len(parts), count, further))
        nearest = [one for one in self.found if not any(self.is_nearer(other, one) for other in self.found)]
        return Outcome(tuple(nearest), self.more or self.mender.cut, tuple(self.stuck), tuple(self.touched),
                       tuple(self.mender.blocked), tuple(self.mender.wanted))  # fmt: skip

    def fails(self, number: int) -> bool:
        """Whether a rule fails as things are."""
        return self.before[number] is False

    # -- one step

    def failing(self, facts: Mapping[str, Any], demands: Iterable[Place]) -> int | None:
        """The first rule that is not as it should be once the demands are granted."""
        strictly = self.mender.strictly
        for number, truth in enumerate(self.truths(facts, demands)):
            if (truth is False or (strictly and truth is None)) and (self.only is None or number in self.only):
                return number
        return None

    def failing_now(self) -> int | None:
        """The first rule that is not as it should be as things are."""
        return self.failing(self.facts, ())

    def truths(self, facts: Mapping[str, Any], demands: Iterable[Place]) -> Iterator[Truth]:
        """What holds of each rule; one that does not read what was altered is as it was."""
        altered = paths_of(demands)
        for test, before, reads in zip(self.tests, self.before, self.reads, strict=True):
            yield before if altered.isdisjoint(reads) else test(facts, None)

    def mended(self, step: _Step, facts: Mapping[str, Any], failing: int) -> Iterable[_Step]:
        """The steps that follow from mending the rule that fails first."""
        ways = self.mender.ways(self.rules[failing][2], True, Situation(facts, self.given, step.fixed))
        if not ways:
            self.stuck[failing] = None
        for way in ways:
            further = self.joined(step, way, failing)
            if further is not None:
                yield from self.told_apart(further)

    def told_apart(self, step: _Step) -> Iterator[_Step]:
        """The step, once for each kind of choice: those after which the same rules fail go together."""
        for place, asked in step.demands.items():
            if isinstance(asked, frozenset) and len(asked) > 1:
                classes: dict[tuple[bool, ...], list[Any]] = {}
                for choice in sorted(asked):
                    demands = {**step.demands, place: frozenset({choice})}
                    truths = self.truths(granted(self.facts, demands), demands)
                    classes.setdefault(tuple(truth is False for truth in truths), []).append(choice)
                if len(classes) > 1:
                    for choices in classes.values():
                        yield from self.told_apart(step.choosing(place, choices))
                    return
        yield step

    def joined(self, step: _Step, way: Demands, failing: int) -> _Step | None:
        """The step with one way more. Where two rules pull at a number, the second has the last word."""
        demands, fixed, answers = dict(step.demands), set(step.fixed), dict(step.answers)
        for place, asked in way.items():
            before = demands.get(place)
            met = asked if before is None else both(before, asked)
            if met is None:
                if not isinstance(asked, Range) or asked.at_bound().low == self.value(place):
                    return None  # the first rule can only be mended otherwise
                met = asked.at_bound()
                fixed.add(place)
            demands[place] = met
            answers[place] = tuple(dict.fromkeys([*answers.get(place, ()), failing]))
        return _Step(demands, frozenset(fixed), answers)

    def holds_a_set(self, parts: list[Part]) -> bool:
        """Whether the parts hold a set that was found, and so cannot be minimal."""
        places = [part.places for part in parts]
        return any(all(part.places in places for part in found.parts) for found in self.found)

    def is_nearer(self, other: Found, one: Found) -> bool:
        """Whether the other set moves the same places less far, and leaves no more open."""
        return self.goes_less_far(other.parts, one.parts) and self.open(other.parts) <= self.open(one.parts)

    def goes_less_far(self, other: Iterable[Part], one: Iterable[Part]) -> bool:
        """Whether the other parts move the same places, each no further and one less far."""
        ours, theirs = demands_of(one), demands_of(other)
        if ours.keys() != theirs.keys():
            return False
        for place, asked in ours.items():
            bound, value = theirs[place], self.value(place)
            if isinstance(asked, Range) and isinstance(bound, Range):
                far, near = asked.at_bound().low, bound.at_bound().low
                if far is None or near is None:
                    return False
                if not (near <= far if value is None else value <= near <= far or far <= near <= value):
                    return False
            elif asked != bound:
                return False
        return ours != theirs

    # -- a set

    def parts(self, step: _Step) -> list[Part]:
        """The step's demands as things to change; those that ask for what is there already are none."""
        groups: dict[tuple[str, int, str], dict[Place, Asked]] = {}
        for place, asked in step.demands.items():
            if not self.is_there(place, asked):
                one_thing = is_new(place, self.facts) or place.name in (ADDED, TAKEN)  # a record, or a list
                groups.setdefault((place.path, place.record, "" if one_thing else place.name), {})[place] = asked
        return [
            Part(places, self.way(places),
                 tuple(dict.fromkeys(n for place in places for n in step.answers.get(place, ()))))
            for places in groups.values()
        ]  # fmt: skip

    def is_there(self, place: Place, asked: Asked) -> bool:
        """Whether the place is already as asked."""
        value = self.facts.get(place.path)
        if place.name in (ADDED, TAKEN) or value is None:
            return False
        if place.record:
            if place.record > len(value):
                return False
            value = value[place.record - 1].get(place.name)
        return value is not None and (asked.has(value) if isinstance(asked, Range) else value in asked)

    def way(self, places: Demands) -> Way:
        """How hard the places are to change: as hard as the hardest."""
        vocabulary = self.mender.vocabulary
        found = []
        for place in places:
            spec = vocabulary.facts[place.path]
            found.append(spec.changes)
            if place.record and not is_new(place, self.facts):
                found.append(spec.fields[place.name].changes)
        return max(found, key=WAYS.index)

    def take(self, step: _Step) -> None:
        """Keep what the step found, or the part of it that is enough."""
        parts = self.parts(step)
        while parts:
            enough = self.trimmed(self.enough(parts))
            if any(self.goes_less_far(found.parts, enough) for found in self.found):
                return
            nearest = self.nearest(list(enough))
            if nearest == enough:
                break
            parts = nearest
        else:
            return  # nothing fails as things are
        key = self.key(enough)
        if key in self.taken or self.asks_for_nothing(enough):
            return
        self.taken.add(key)
        verdicts = self.verdicts(enough)
        if "not_eligible" not in verdicts or self.only is not None:
            self.found.append(Found(tuple(enough), self.after(enough), verdicts))

    def enough(self, parts: list[Part]) -> list[Part]:
        """The fewest of the parts that lead in, as all of them together do."""
        for size in range(1, len(parts)):
            for few in combinations(parts, size):
                if self.leads_in(few):
                    return list(few)
        return parts

    def trimmed(self, parts: list[Part]) -> list[Part]:
        """The parts, of which a list is altered no more than leads in."""
        for index, part in enumerate(parts):
            for place in part.places:
                if len(parts[index].places) > 1 and place.name in (ADDED, TAKEN):
                    fewer = {p: asked for p, asked in parts[index].places.items() if p != place}
                    without = [*parts[:index], Part(fewer, part.way, part.answers), *parts[index + 1 :]]
                    if self.leads_in(without):
                        parts = without
        return parts

    def in_full(self, found: Found) -> Found:
        """The set with all that its new records have to say, and of choices only those that lead there."""
        parts = tuple(self.bounded(list(self.checked(self.settled(found.parts)))))
        return Found(parts, self.after(parts), self.verdicts(parts))

    def settled(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts, where a new record also says what would otherwise be asked about it."""
        found = list(parts)
        new: dict[str, dict[int, int]] = {}  # of each list, the parts that are new records, and their numbers
        for index, part in enumerate(parts):
            place = next((p for p in part.places if is_new(p, self.facts)), None)
            if place is not None:
                new.setdefault(place.path, {})[index] = place.record
        for path, records in new.items():
            found = self.with_more_said(found, path, records)  # what is asked of each of them is said of all at once
            for index, record in records.items():
                found = self.with_more_said(found, path, {index: record})
        return tuple(found)

    def with_more_said(self, parts: list[Part], path: str, records: Mapping[int, int]) -> list[Part]:
        """The parts with more said of these new records, as far as that answers a question."""
        vocabulary = self.mender.vocabulary
        fields = vocabulary.facts[path].fields
        least = self.open(parts)
        for name in sorted(fields, key=lambda name: fields[name].kind is not Kind.YES_NO):
            places = {index: place_of(path, record, name, vocabulary) for index, record in records.items()}
            places = {index: place for index, place in places.items() if place not in parts[index].places}
            options = (True, False) if fields[name].kind is Kind.YES_NO else place_of(path, 1, name, vocabulary).choices
            if not least or not places or not options:
                continue
            counts = {option: self.open(_saying(parts, places, frozenset({option}))) for option in options}
            best = min(counts.values())
            if best < least:
                least = best
                asked = frozenset(option for option, count in counts.items() if count == best)
                for index in list(places):
                    fewer = {other: place for other, place in places.items() if other != index}
                    if fewer and self.open(_saying(parts, fewer, asked)) <= best:
                        places = fewer
                parts = _saying(parts, places, asked)
        return parts

    def bounded(self, parts: list[Part]) -> list[Part]:
        """The parts with the other end of each range, where the rest of the set does not carry it on without end."""
        for index, part in enumerate(parts):
            for place, asked in part.places.items():
                if not isinstance(asked, Range) or (asked.low is None) is (asked.high is None):
                    continue
                end = self.other_end(parts, index, place, asked)
                if end is not None:
                    bound = Range(asked.low, end) if asked.high is None else Range(end, asked.high)
                    parts = _saying(parts, {index: place}, bound)
        return parts

    def other_end(self, parts: list[Part], index: int, place: Place, asked: Range) -> Any:
        """The last value past the bound that leaves no more open than the bound does; None if the furthest leads in."""
        to, of, first, last = steps(self.mender.spec(place).kind)
        near, far = to(asked.at_bound().low), last if asked.high is None else first
        least = self.open(parts)

        def at(n: int) -> list[Part]:
            return _saying(parts, {index: place}, Range(of(n), of(n)))

        if self.leads_in(at(far)):
            return None
        return of(boundary(lambda n: self.open(at(n)) <= least, far, near))

    def open(self, parts: Iterable[Part]) -> int:
        """How many rules would still wait for an answer; a failure counts as many."""
        demands = demands_of(parts)
        truths = self.truths(granted(self.facts, demands), demands)
        return sum({None: 1, False: len(self.tests)}.get(truth, 0) for truth in truths)

    def key(self, parts: Iterable[Part]) -> frozenset[Any]:
        """What the parts come to, whatever the numbers of the new records."""
        new: dict[tuple[str, int], set[Any]] = {}
        for place, asked in demands_of(parts).items():
            number = 0 if is_new(place, self.facts) else place.record
            value = asked.at_bound() if isinstance(asked, Range) else asked
            new.setdefault((place.path, place.record) if number != place.record else ("", 0), set()).add(
                (place.path, place.name, place.choices, number, value)
            )
        return frozenset(map(frozenset, new.values()))

    def after(self, parts: Iterable[Part]) -> dict[str, Any]:
        """The facts once the parts are made."""
        return granted(self.facts, demands_of(parts))

    def verdicts(self, parts: Iterable[Part]) -> tuple[Verdict, ...]:
        """The verdict on each scheme once the parts are made."""
        facts = self.after(parts)
        return tuple([self.engine.verdict(scheme, facts) for scheme in self.schemes])

    def leads_in(self, parts: Iterable[Part]) -> bool:
        """Whether no rule stands in the way once the parts are made."""
        demands = demands_of(parts)
        altered = paths_of(demands)
        if any(before is False and altered.isdisjoint(reads) and (self.only is None or number in self.only)
               for number, (before, reads) in enumerate(zip(self.before, self.reads, strict=True))):  # fmt: skip
            return False
        return self.failing(granted(self.facts, demands), demands) is None

    def asks_for_nothing(self, parts: Iterable[Part]) -> bool:
        """Whether an amount from which some scheme's money is reckoned would come down to nothing."""
        reckoned: set[str] = set()
        for scheme in self.schemes:
            if scheme.funding.amount is not None:
                reckoned |= facts_of(scheme.funding.amount)
        return any(
            isinstance(asked, Range) and asked.high == 0 and place.path in reckoned
            for part in parts for place, asked in part.places.items()
        )  # fmt: skip

    def nearest(self, parts: list[Part]) -> list[Part]:
        """The parts with each number as near to what it is as the others together allow."""
        for index, part in enumerate(parts):
            for place, asked in part.places.items():
                if isinstance(asked, Range) and (len(parts) > 1 or len(part.places) > 1):
                    nearer = self.nearer(parts, index, place, asked)
                    if nearer is not None:
                        parts[index] = Part({**part.places, place: nearer}, part.way, part.answers)
                        part = parts[index]
        return parts

    def nearer(self, parts: list[Part], index: int, place: Place, asked: Range) -> Range | None:
        """The range with its bound as near as leads in; None if it is there already."""
        value = self.value(place)
        spec = self.mender.spec(place)
        to, of, first, _ = steps(spec.kind)
        up = asked.low is not None and (value is None or value < asked.low)
        bound = asked.low if up else asked.high
        if bound is None or (value is None and not up):
            return None
        start = first if value is None else to(value)
        if to(bound) == start:
            return None

        def holds(n: int) -> bool:
            other = Range(of(n), asked.high) if up else Range(asked.low, of(n))
            part = Part({**parts[index].places, place: other}, "never", ())
            return self.leads_in([*parts[:index], part, *parts[index + 1 :]])

        one_nearer = to(bound) - 1 if up else to(bound) + 1
        if one_nearer == start or not holds(one_nearer):
            return None
        if holds(start):  # of itself it need not change at all; a part of the set will be found
            return None
        n = boundary(holds, start, one_nearer)
        return Range(of(n), asked.high) if up else Range(asked.low, of(n))

    def value(self, place: Place) -> Any:
        """What stands at the place now."""
        value = self.facts.get(place.path)
        if not place.record or value is None:
            return value
        return value[place.record - 1].get(place.name) if place.record <= len(value) else None

    def checked(self, parts: tuple[Part, ...]) -> Iterable[Part]:
        """The parts with only those of the choices that lead to the same verdicts."""
        verdicts = self.verdicts(parts)
        for index, part in enumerate(parts):
            places: dict[Place, Asked] = dict(part.places)
            for place, asked in part.places.items():
                if isinstance(asked, frozenset) and len(asked) > 1:
                    places[place] = frozenset(
                        choice for choice in asked
                        if self.verdicts([*parts[:index],
                                          Part({**part.places, place: frozenset({choice})}, part.way, ()),
                                          *parts[index + 1 :]]) == verdicts
                    )  # fmt: skip
            yield Part(places, part.way, part.answers)


def _saying(parts: Sequence[Part], places: Mapping[int, Place], asked: Asked) -> list[Part]:
    """The parts with the same asked at a place of each of some."""
    return [
        Part({**part.places, places[index]: asked}, part.way, part.answers) if index in places else part
        for index, part in enumerate(parts)
    ]  # fmt: skip
