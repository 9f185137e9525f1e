"""The solver's formulas mean what the engine does: a fixed profile has the same truth in both."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from trees import POINTS, VOCABULARY, conditions, filled, profiles, schemes, terms

from matcher.condition import AS_OF, Choose, Compare, Condition, Greatest, Least, Plus, Times, constant, on_day
from matcher.engines.direct import compile_condition, supposed
from matcher.literals import Kind
from matcher.packcheck.deciding import asked_on, deciding, each, read_on
from matcher.packcheck.effects import decided
from matcher.profile import Profile
from matcher.scheme import Scheme
from matcher.truth import Truth

pytest.importorskip("z3", reason="the solver is an extra")
from matcher.packcheck import logic, ways

Facts = dict[str, Any]


def whole(facts: Facts) -> Facts:
    """The profile with no gap, and with shares that the solver's world has."""
    found = filled({}, facts)
    found["list"] = tuple({**item, "part": tenths(item["part"])} for item in found["list"])
    return {**found, "a.share": tenths(found["a.share"])}


def tenths(share: Fraction) -> Fraction:
    return Fraction(int(share * logic.SHARE_PARTS), logic.SHARE_PARTS)


COMPLETE = profiles(0).map(whole)


def fixed(world: Any, facts: Facts) -> Any:
    """A solver for which the world is this profile and no other."""
    asked = logic.solver(20)
    asked.add(*[world.equal(path, facts[path]) for path in VOCABULARY.facts], *world.bounds)
    if world.points_settled:
        for point in POINTS:
            said = logic.only_if(supposed(point), True)[0]
            asked.add(said if facts[supposed(point)] else logic.opposite(said))
    assert logic.answer(asked) is True
    return asked


def sure(asked: Any, formula: Any) -> bool:
    """Whether the formula is so in the one world that is left."""
    asked.push()
    asked.add(formula)
    found = logic.answer(asked)
    asked.pop()
    assert found is not None
    return bool(found)


def found_truth(node: Condition, facts: Facts, settled: bool) -> Truth:
    """What the solver says of the condition."""
    world = logic.World(VOCABULARY, points_settled=settled)
    sides = world.condition(on_day(node, facts[AS_OF]))
    asked = fixed(world, facts)
    yes, no = sure(asked, sides.yes), sure(asked, sides.no)
    assert not (yes and no)
    return True if yes else False if no else None


def without_answers(facts: Facts) -> Facts:
    return {path: value for path, value in facts.items() if not path.startswith("?")}


@settings(max_examples=60)
@given(conditions(3), COMPLETE)
def test_with_points_settled_it_is_the_engines_truth(node: Condition, facts: Facts) -> None:
    assert found_truth(node, facts, settled=True) is compile_condition(node)(facts, None)


@settings(max_examples=60)
@given(conditions(3), COMPLETE)
def test_with_points_open_it_is_the_engines_truth(node: Condition, facts: Facts) -> None:
    facts = without_answers(facts)
    assert found_truth(node, facts, settled=False) is compile_condition(node)(facts, None)


NO_LIMIT = st.sampled_from([constant(Kind.MONEY, None), constant(Kind.MONEY, None), constant(Kind.MONEY, 100)])
AMOUNT = terms(Kind.MONEY, 1)
LIMIT = st.one_of(
    NO_LIMIT,
    st.builds(Choose, conditions(1), NO_LIMIT, AMOUNT),
    st.builds(Plus, NO_LIMIT, AMOUNT),
    st.builds(Times, st.sampled_from([constant(Kind.COUNT, n) for n in (0, 2)]), NO_LIMIT),
    st.builds(Times, terms(Kind.COUNT, 1), st.builds(Choose, conditions(0), NO_LIMIT, AMOUNT)),
)
LIMITS = LIMIT | st.tuples(LIMIT, LIMIT | AMOUNT).map(Least) | st.tuples(LIMIT, LIMIT | AMOUNT).map(Greatest)


@settings(max_examples=60)
@given(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), AMOUNT, LIMITS, COMPLETE)
def test_where_a_pack_names_no_limit_it_is_the_engines_truth(op: str, amount: Any, limit: Any, facts: Facts) -> None:
    facts = without_answers(facts)
    node = Compare(op, amount, limit)
    assert found_truth(node, facts, settled=False) is compile_condition(node)(facts, None)


@settings(max_examples=40)
@given(COMPLETE)
def test_a_profile_comes_back_as_it_went_in(facts: Facts) -> None:
    world = logic.World(VOCABULARY)
    asked = fixed(world, facts)
    assert world.profile(asked.model()) == {path: facts[path] for path in VOCABULARY.facts}


@settings(max_examples=60)
@given(schemes(2), conditions(1), COMPLETE)
def test_the_solvers_verdict_is_the_engines(scheme: Scheme, in_force: Condition, facts: Facts) -> None:
    """Exactly one verdict can be, and it is that of the engine; also where it is not in force."""
    facts = without_answers(facts)
    scheme = replace(scheme, in_force=in_force)
    world = logic.World(VOCABULARY)
    found = ways.verdicts(world, each(deciding(scheme), lambda node: asked_on(node, facts[AS_OF])))
    asked = fixed(world, facts)
    assert [name for name, formula in found.items() if sure(asked, formula)] == [decided(scheme, facts)]


@given(conditions(3), profiles())
def test_a_day_put_in_later_means_the_same(node: Condition, facts: Facts) -> None:
    day = facts[AS_OF]
    later = asked_on(read_on(node, day), day)
    assert AS_OF not in repr(later)
    assert compile_condition(later)({**facts, AS_OF: None}, None) is compile_condition(node)(facts, None)


@settings(max_examples=20)
@given(schemes(1), schemes(1), COMPLETE, COMPLETE, st.data())
def test_no_way_is_overlooked(old: Scheme, new: Scheme, facts: Facts, base: Facts, data: st.DataObject) -> None:
    """If a profile shows a way, that way is found; and what is found is shown by its profile."""
    facts = without_answers(facts)
    day = facts[AS_OF]
    kept = data.draw(st.sets(st.sampled_from(sorted(VOCABULARY.facts))))
    readings = [
        ways.Reading(scheme, day, each(deciding(scheme), lambda node: asked_on(node, day))) for scheme in (old, new)
    ]
    found = ways.ways(
        *readings, readings[0].deciding, {path: base[path] for path in kept}, VOCABULARY, seconds=20, also_by_time=False
    )  # fmt: skip
    pair = decided(old, facts), decided(new, facts)
    assert pair[0] == pair[1] or pair in {(way.old, way.new) for way in found}
    for way in found:
        assert way.state == "shown" or (way.state == "unconfirmed" and not way.profile), way
        if way.profile:
            told = {**Profile.parse(way.profile, "way", VOCABULARY).facts, AS_OF: day}
            assert (decided(old, told), decided(new, told)) == (way.old, way.new)
