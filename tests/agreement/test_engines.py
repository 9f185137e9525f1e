"""Two engines, one meaning: on generated rules and profiles, and on the packs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import SEEDS, near, profiles_of
from trees import conditions, criterion, profiles, scheme, schemes

import matcher
from matcher.condition import All, AnyOf, Condition, Fact, Holds, Not
from matcher.engines.direct import DirectEngine
from matcher.literals import Kind
from matcher.scheme import Scheme

durable = pytest.importorskip("matcher.engines.durable", reason="no durable-rules on this Python")
ENGINE = durable.DurableEngine()

Facts = dict[str, Any]


def same(one: Scheme, facts: Facts) -> str:
    """The verdict, which both engines and the short way to it must share, with every truth."""
    direct = DirectEngine()
    a, b = direct.decide(one, facts), ENGINE.decide(one, facts)
    assert (a.role, a.criteria, a.verdict) == (b.role, b.criteria, b.verdict)
    assert direct.verdict(one, facts) == a.verdict
    return a.verdict


def test_generated_schemes() -> None:
    """At least 5,000 pairs of scheme and profile, at least a quarter with an open verdict."""
    tally: Counter[str] = Counter()

    @settings(max_examples=500)
    @given(schemes(3), st.lists(profiles(), min_size=11, max_size=11))
    def each(one: Scheme, many: list[Facts]) -> None:
        for facts in many:
            tally[same(one, facts)] += 1

    each()
    assert sum(tally.values()) >= 5000
    assert tally["needs_information"] >= 0.25 * sum(tally.values())
    assert set(tally) == {"eligible", "discretionary", "not_eligible", "needs_information"}


def test_generated_conditions() -> None:
    """Deep conditions by themselves, so that one open criterion does not hide another."""
    tally: Counter[bool | None] = Counter()

    @settings(max_examples=300)
    @given(conditions(4), st.lists(profiles(), min_size=5, max_size=5))
    def each(node: Condition, many: list[Facts]) -> None:
        one = scheme([criterion("only", node)])
        for facts in many:
            same(one, facts)
            tally[DirectEngine().decide(one, facts).criteria[0].requires] += 1

    each()
    assert tally[None] >= 0.25 * sum(tally.values())
    assert min(tally[True], tally[False]) > 100


@pytest.mark.parametrize("width", [1, 2, 7, 8, 9, 15, 16, 17, 64, 65])
@pytest.mark.parametrize("join", [All, AnyOf])
def test_wide_joins(width: int, join: type[All | AnyOf]) -> None:
    """The library drops joins of more than sixteen facts without a word; ours must not."""
    parts = tuple(Holds(Fact(f"f{n}", Kind.YES_NO)) for n in range(width))
    node = join(parts)
    settled = join is All  # what it takes every part for
    one = scheme([criterion("only", node)])
    facts = {part.term.path: settled for part in parts if isinstance(part.term, Fact)}
    assert same(one, facts) == ("eligible" if settled else "not_eligible")
    for odd in sorted({0, width // 2, width - 1}):
        other = {**facts, f"f{odd}": not settled}
        assert same(one, other) == ("not_eligible" if settled else "eligible")
        gap = {path: value for path, value in facts.items() if path != f"f{odd}"}
        assert same(one, gap) == "needs_information"


@pytest.mark.parametrize("width", [15, 16, 17, 64])
def test_many_criteria(width: int) -> None:
    """The verdict joins all criteria."""
    criteria = [criterion(f"c{n}", Not(Holds(Fact(f"f{n}", Kind.YES_NO)))) for n in range(width)]
    one = scheme(criteria)
    facts = {f"f{n}": False for n in range(width)}
    assert same(one, facts) == "eligible"
    assert same(one, {**facts, f"f{width - 1}": True}) == "not_eligible"
    del facts["f0"]
    assert same(one, facts) == "needs_information"


DAYS = [date.fromisoformat(day) for day in ("2014-10-20", "2018-01-15", "2023-10-17", "2026-11-22")]


def what_is_decided(one: Scheme) -> object:
    return one.role, one.criteria, one.overlays


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_packs(book: matcher.RuleBook, day: date) -> None:
    """Every scheme of the book, on profiles made of the values that the examples stand on.

    On the last day all schemes; on a day before it those whose rules were others than on the next.
    """
    tally: Counter[str] = Counter()
    later = book.on(DAYS[DAYS.index(day) + 1]) if day != DAYS[-1] else {}
    now = {name: one for name, one in book.on(day).items()
           if name not in later or what_is_decided(one) != what_is_decided(later[name])}  # fmt: skip
    assert set(now) == set(book.schemes) or day != DAYS[-1]

    @settings(max_examples=25)
    @given(SEEDS, profiles_of(book, day))
    def each(seed: int, anything: Facts) -> None:
        for name, one in now.items():
            tally[same(one, near(book, name, day, seed))] += 1
            same(one, anything)

    each()
    assert len(now) >= 15
    assert tally["needs_information"] > 50
    assert tally["not_eligible"] > 50
    assert tally["eligible"] + tally["discretionary"] > 20
