"""What a criterion asks for: only what is not known, and enough to settle it."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trees import completions, conditions, filled, profiles

from matcher.condition import AS_OF, Condition, Fact, on_day, points_of, walk
from matcher.engines.direct import Compiler, supposed
from matcher.missing import Reader, missing

laws = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def given_at(facts: dict[str, Any], path: str) -> Any:
    """The value at a path such as `list[2].amount`."""
    over, bracket, rest = path.partition("[")
    if not bracket:
        return facts.get(path)
    number, _, name = rest.partition("].")
    return facts[over][int(number) - 1].get(name)


@laws
@given(conditions(3), profiles())
def test_asks_only_for_what_is_not_known(node: Condition, facts: dict[str, Any]) -> None:
    reader = Reader(facts, Compiler())
    asked = missing([node], reader)
    if reader.truth(node) is not None:
        assert (asked.facts, asked.points) == ({}, {})
    else:
        assert asked.facts or asked.points
    assert all(given_at(facts, path) is None for path in asked.facts)
    assert all(supposed(point) not in facts for point in asked.points)
    assert set(asked.points) <= points_of(node)


@laws
@given(conditions(3), profiles(), st.data())
def test_what_is_not_asked_for_does_not_matter(node: Condition, facts: dict[str, Any], data: st.DataObject) -> None:
    """With everything that was asked for answered in some way, round by round, the truth is known."""
    whole = filled(facts, data.draw(completions(facts)))
    for _ in range(12):
        asked = missing([node], Reader(facts, Compiler()))
        if not (asked.facts or asked.points):
            break
        for path in asked.facts:
            over, bracket, rest = path.partition("[")
            if not bracket:
                facts = {**facts, path: whole[path]}
                continue
            number, _, name = rest.partition("].")
            items = list(facts[over])
            items[int(number) - 1] = {**items[int(number) - 1], name: whole[over][int(number) - 1][name]}
            facts = {**facts, over: tuple(items)}
        facts = {**facts, **{supposed(point): whole[supposed(point)] for point in asked.points}}
    assert Reader(facts, Compiler()).truth(node) is Reader(whole, Compiler()).truth(node) is not None


@laws
@given(conditions(3), profiles())
def test_a_rule_on_its_day(node: Condition, facts: dict[str, Any]) -> None:
    """What is worked out once for a day says the same as the rule with the day among the facts."""
    that_day = on_day(node, facts[AS_OF])
    assert not any(isinstance(n, Fact) and n.path == AS_OF for n in walk(that_day))
    assert Reader(facts, Compiler()).truth(that_day) is Reader(facts, Compiler()).truth(node)
