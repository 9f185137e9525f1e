"""Sets of changes against brute force: each leads in, no part of it does, and none is missed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from trees import (
    CHOICES, DAYS, VOCABULARY, X, Y, Z, any_parts, all_parts, criterion, negated, profiles, scheme, schemes, spec,
)  # fmt: skip

from matcher.condition import (
    AS_OF, Compare, Condition, Either, Fact, Has, Holds, Item, OneOf, Plus, Times, constant, for_each, for_some,
)  # fmt: skip
from matcher.engines.direct import DirectEngine
from matcher.insights.demand import Range, granted
from matcher.insights.mending import Mender
from matcher.insights.minimal import Found, Outcome, Search, demands_of
from matcher.literals import MOST_COUNT, Kind
from matcher.scheme import Scheme
from matcher.vocabulary import FactSpec, Vocabulary


def found_for(made: Scheme, facts: dict[str, Any], vocabulary: Vocabulary, engine: DirectEngine) -> Outcome:
    mender = Mender(vocabulary, engine.compiler, facts[AS_OF], frozenset())
    return Search([made], facts, engine, mender).run()


def applied(parts: Any, facts: dict[str, Any]) -> dict[str, Any]:
    return granted(facts, demands_of(parts))


# ------------------------------------------------------ any rule, any profile


@settings(max_examples=120)
@given(schemes(2), profiles(2, answers=False))
def test_each_set_leads_in_and_no_part_of_it_does(made: Scheme, facts: dict[str, Any]) -> None:
    engine = DirectEngine()
    assume(engine.verdict(made, facts) == "not_eligible")
    for found in found_for(made, facts, VOCABULARY, engine).sets:
        assert found.parts
        assert engine.verdict(made, applied(found.parts, facts)) == found.verdicts[0] != "not_eligible"
        for size in range(len(found.parts)):
            for few in combinations(found.parts, size):
                assert engine.verdict(made, applied(few, facts)) == "not_eligible"


@settings(max_examples=40)
@given(schemes(2), profiles(2, answers=False))
def test_the_same_input_gives_the_same_sets(made: Scheme, facts: dict[str, Any]) -> None:
    one = found_for(made, facts, VOCABULARY, DirectEngine())
    again = found_for(made, dict(reversed(facts.items())), VOCABULARY, DirectEngine())
    assert [f.parts for f in one.sets] == [f.parts for f in again.sets]


# --------------------------------------------------- small worlds, every state

FACTS = {
    "a.yes": spec(Kind.YES_NO),
    "b.yes": spec(Kind.YES_NO),
    "a.sort": spec(Kind.CHOICE, of="sort"),
    "sorts": spec(Kind.CHOICES, of="sort"),
    "a.count": spec(Kind.COUNT),
    "b.count": spec(Kind.COUNT),
}
SMALL = Vocabulary(VOCABULARY.choices, FACTS)
SUBSETS = [frozenset(c for c, has in zip(CHOICES, bits, strict=True) if has) for bits in product([0, 1], repeat=3)]
STATES: dict[str, list[Any]] = {
    "a.yes": [False, True], "b.yes": [False, True], "a.sort": [X, Y, Z], "sorts": SUBSETS,
    "a.count": list(range(8)), "b.count": list(range(8)),
}  # fmt: skip
A, B = Fact("a.count", Kind.COUNT), Fact("b.count", Kind.COUNT)

_numbers = st.sampled_from([A, B, Plus(A, B), Times(constant(Kind.COUNT, 2), A)])
_bounds = st.sampled_from([0, 1, 2, 3]).map(lambda n: constant(Kind.COUNT, n))
_ends: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from([Holds(Fact("a.yes", Kind.YES_NO)), Holds(Fact("b.yes", Kind.YES_NO))]),
    st.lists(st.sampled_from(CHOICES), min_size=1, max_size=2, unique=True).map(
        lambda some: OneOf(Fact("a.sort", Kind.CHOICE), tuple(some))
    ),
    st.sampled_from(CHOICES).map(lambda c: Has(Fact("sorts", Kind.CHOICES), c)),
    st.builds(Compare, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _numbers, _bounds),
    st.builds(Compare, st.sampled_from(["<", "<=", ">", ">="]), st.just(A), st.just(B)),
    st.lists(st.sampled_from(CHOICES), min_size=1, max_size=2, unique=True).map(
        lambda some: for_some("sorts", OneOf(Item(), tuple(some)))
    ),
    st.lists(st.sampled_from(CHOICES), min_size=1, max_size=2, unique=True).map(
        lambda some: for_each("sorts", OneOf(Item(), tuple(some)))
    ),
)


def _conditions(depth: int) -> st.SearchStrategy[Condition]:
    if not depth:
        return _ends
    below = _conditions(depth - 1)
    several = st.lists(below, min_size=2, max_size=3)
    return st.one_of(
        _ends, several.map(all_parts), several.map(any_parts), below.map(negated), st.builds(Either, below, below, below)
    )


small_schemes = st.lists(_conditions(2), min_size=1, max_size=3).map(
    lambda parts: scheme([criterion(f"c{n}", requires) for n, requires in enumerate(parts)])
)
whole_facts = st.fixed_dictionaries(
    {path: st.sampled_from(states[:4] if "count" in path else states) for path, states in STATES.items()}
).map(lambda facts: {AS_OF: DAYS[0], **facts})
small_facts = st.fixed_dictionaries(
    {}, optional={path: st.sampled_from(states[:4] if "count" in path else states) for path, states in STATES.items()}
).map(lambda facts: {AS_OF: DAYS[0], **facts})


def states_of(paths: tuple[str, ...], facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to alter exactly these facts."""
    for values in product(*(STATES[path] for path in paths)):
        if all(value != facts[path] for path, value in zip(paths, values, strict=True)):
            yield {**facts, **dict(zip(paths, values, strict=True))}


def minimal_paths(made: Scheme, facts: dict[str, Any], engine: DirectEngine) -> list[frozenset[str]]:
    """The fewest facts that have to be altered, by trying everything."""
    given_ = [path for path in STATES if path in facts]
    minimal: list[frozenset[str]] = []
    for size in range(1, len(given_) + 1):
        for paths in combinations(given_, size):
            if any(other <= set(paths) for other in minimal):
                continue
            if any(engine.verdict(made, state) != "not_eligible" for state in states_of(paths, facts)):
                minimal.append(frozenset(paths))
    return minimal


def paths_of(found: Found) -> frozenset[str]:
    return frozenset(place.path for part in found.parts for place in part.places)


@settings(max_examples=100)
@given(small_schemes, small_facts)
def test_none_is_missed(made: Scheme, facts: dict[str, Any]) -> None:
    engine = DirectEngine()
    assume(engine.verdict(made, facts) == "not_eligible")
    outcome = found_for(made, facts, SMALL, engine)
    assume(not outcome.more)
    assert set(minimal_paths(made, facts, engine)) <= {paths_of(found) for found in outcome.sets}


@settings(max_examples=100)
@given(small_schemes, whole_facts)
def test_a_number_is_moved_no_further_than_needed(made: Scheme, facts: dict[str, Any]) -> None:
    engine = DirectEngine()
    assume(engine.verdict(made, facts) == "not_eligible")
    for found in found_for(made, facts, SMALL, engine).sets:
        after = applied(found.parts, facts)
        for path in paths_of(found) & {"a.count", "b.count"}:
            before, now = facts[path], after[path]
            between = range(min(before, now) + 1, max(before, now))
            nearer = [n for n in between if engine.verdict(made, {**after, path: n}) != "not_eligible"]
            assert len(found.parts) > 1 or not nearer


@settings(max_examples=100)
@given(small_schemes, whole_facts)
def test_both_ends_of_a_range_lead_in(made: Scheme, facts: dict[str, Any]) -> None:
    """The end that is said does; where none is said, the furthest number does. One past an end that is said does not."""
    engine = DirectEngine()
    assume(engine.verdict(made, facts) == "not_eligible")
    search = Search([made], facts, engine, Mender(SMALL, engine.compiler, facts[AS_OF], frozenset()))
    for found in map(search.in_full, search.run().sets):
        after = applied(found.parts, facts)
        for place, asked in demands_of(found.parts).items():
            if isinstance(asked, Range):
                low, high = asked.low or 0, MOST_COUNT if asked.high is None else asked.high
                ends = [engine.verdict(made, {**after, place.path: n}) for n in (low, high)]
                assert "not_eligible" not in ends
                if facts[place.path] < low and high < MOST_COUNT:
                    assert engine.verdict(made, {**after, place.path: high + 1}) == "not_eligible"


@settings(max_examples=60)
@given(small_schemes, small_facts, st.sampled_from(["a.yes", "a.sort", "a.count"]))
def test_what_never_changes_is_in_no_set(made: Scheme, facts: dict[str, Any], fixed: str) -> None:
    engine = DirectEngine()
    assume(fixed in facts and engine.verdict(made, facts) == "not_eligible")
    old = FACTS[fixed]
    fixed_facts = {**FACTS, fixed: FactSpec(old.kind, old.label, old.ask, changes="never", of=old.of)}
    outcome = found_for(made, facts, Vocabulary(VOCABULARY.choices, fixed_facts), engine)
    assert all(fixed not in paths_of(found) for found in outcome.sets)
    others = [paths for paths in minimal_paths(made, facts, engine) if fixed not in paths]
    assert outcome.more or set(others) <= {paths_of(found) for found in outcome.sets}
