"""Kleene's laws, on trees as the engine reads them and not only on single values."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from trees import conditions, profiles

from matcher.condition import All, Always, AnyOf, Condition, Not
from matcher.engines.direct import compile_condition
from matcher.truth import Truth, all_of, any_of, negate

A = conditions(2)
FACTS = profiles()
TRUTHS = st.sampled_from([True, False, None])


def truth(node: Condition, facts: dict[str, Any]) -> Truth:
    return compile_condition(node)(facts, None)


def both(a: Condition, b: Condition) -> All:
    return All((a, b))


def one(a: Condition, b: Condition) -> AnyOf:
    return AnyOf((a, b))


@given(A, A, FACTS)
def test_de_morgan(a: Condition, b: Condition, facts: dict[str, Any]) -> None:
    assert truth(Not(both(a, b)), facts) == truth(one(Not(a), Not(b)), facts)
    assert truth(Not(one(a, b)), facts) == truth(both(Not(a), Not(b)), facts)


@given(A, FACTS)
def test_double_negation(a: Condition, facts: dict[str, Any]) -> None:
    assert truth(Not(Not(a)), facts) == truth(a, facts)


@given(A, A, FACTS)
def test_commutative(a: Condition, b: Condition, facts: dict[str, Any]) -> None:
    assert truth(both(a, b), facts) == truth(both(b, a), facts)
    assert truth(one(a, b), facts) == truth(one(b, a), facts)


@given(A, A, A, FACTS)
def test_associative(a: Condition, b: Condition, c: Condition, facts: dict[str, Any]) -> None:
    assert truth(both(a, both(b, c)), facts) == truth(All((a, b, c)), facts)
    assert truth(one(a, one(b, c)), facts) == truth(AnyOf((a, b, c)), facts)


@given(A, A, A, FACTS)
def test_distributive(a: Condition, b: Condition, c: Condition, facts: dict[str, Any]) -> None:
    assert truth(both(a, one(b, c)), facts) == truth(one(both(a, b), both(a, c)), facts)
    assert truth(one(a, both(b, c)), facts) == truth(both(one(a, b), one(a, c)), facts)


@given(A, A, FACTS)
def test_idempotent_and_absorbing(a: Condition, b: Condition, facts: dict[str, Any]) -> None:
    assert truth(both(a, a), facts) == truth(one(a, a), facts) == truth(a, facts)
    assert truth(both(a, one(a, b)), facts) == truth(a, facts)


@given(A, FACTS)
def test_neutral_and_deciding(a: Condition, facts: dict[str, Any]) -> None:
    assert truth(both(a, Always(True)), facts) == truth(a, facts)
    assert truth(one(a, Always(False)), facts) == truth(a, facts)
    assert truth(both(a, Always(False)), facts) is False
    assert truth(one(a, Always(True)), facts) is True


def test_nothing_at_all() -> None:
    assert truth(All(()), {}) is True
    assert truth(AnyOf(()), {}) is False


@given(st.lists(TRUTHS))
def test_lists_of_truths_follow_the_pairs(truths: list[Truth]) -> None:
    """A long list is what pairs make of it; and `any` is `all` seen from the other side."""
    result: Truth = True
    for each in truths:
        result = all_of([result, each])
    assert all_of(truths) == result
    assert any_of(truths) == negate(all_of(map(negate, truths)))
