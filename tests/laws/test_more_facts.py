"""What is decided stays decided: an answer given with gaps holds however they are filled."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from meaning import holds, value
from trees import (
    CHOICES, POINTS, VOCABULARY, completions, conditions, filled, profiles, schemes, terms,
)  # fmt: skip

from matcher.condition import Condition, Term, facts_of, points_of
from matcher.engines.direct import DirectEngine, compile_condition, compile_term, supposed
from matcher.literals import Kind
from matcher.scheme import Scheme

Facts = dict[str, Any]


@given(conditions(3), profiles(0))
def test_without_gaps_it_is_the_plain_meaning(node: Condition, facts: Facts) -> None:
    facts = filled({}, facts)
    assert compile_condition(node)(facts, None) is holds(node, facts)


@given(st.data())
def test_without_gaps_a_term_is_one_value(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([Kind.MONEY, Kind.DATE, Kind.COUNT, Kind.SHARE]))
    node: Term = data.draw(terms(kind, 3))
    facts = filled({}, data.draw(profiles(0)))
    exact = value(node, facts)
    assert compile_term(node)(facts, None) == (exact, exact)


@settings(max_examples=500)
@given(st.data())
def test_a_settled_truth_holds_for_every_filling(data: st.DataObject) -> None:
    node = data.draw(conditions(3))
    facts = data.draw(profiles(4, answers=False))
    truth = compile_condition(node)(facts, None)
    if truth is None:
        return
    for _ in range(3):
        assert holds(node, data.draw(completions(facts))) is truth


@given(st.data())
def test_an_interval_holds_every_filling(data: st.DataObject) -> None:
    node: Term = data.draw(terms(data.draw(st.sampled_from([Kind.MONEY, Kind.DATE, Kind.COUNT])), 3))
    facts = data.draw(profiles(4, answers=False))
    low, high = compile_term(node)(facts, None)
    exact = value(node, data.draw(completions(facts)))
    assert low is None or low <= exact
    assert high is None or exact <= high


@given(schemes(), st.data())
def test_one_more_fact_never_flips_a_verdict(scheme: Scheme, data: st.DataObject) -> None:
    engine = DirectEngine()
    whole = filled({}, data.draw(profiles(0)))
    order = data.draw(st.permutations(sorted(whole)))
    facts: Facts = {}
    before = engine.decide(scheme, facts)
    for path in order:
        facts = {**facts, path: whole[path]}
        after = engine.decide(scheme, facts)
        if before.verdict != "needs_information":
            assert after.verdict == before.verdict
        for old, new in zip(before.criteria, after.criteria, strict=True):
            for was, is_now in ((old.stated, new.stated), (old.applies, new.applies)):
                assert was is None or is_now is was
        assert engine.verdict(scheme, facts) == after.verdict
        before = after
    # A soft limit that is not met can never be settled by the facts of the profile.
    if all(c.kind == "hard" for c in scheme.criteria):
        assert before.verdict != "needs_information"


BOUNDARY: dict[Kind, list[Any]] = {
    Kind.YES_NO: [False, True],
    Kind.CHOICE: list(CHOICES),
    Kind.CHOICES: [frozenset(c) for n in range(4) for c in itertools.combinations(CHOICES, n)],
}


def test_a_truth_table_formula_is_as_tight_as_brute_force() -> None:
    """Where each gap stands once in a formula, unknown is said only if both answers can come.

    (Where a gap stands twice, as in `a or not a`, Kleene's logic may say unknown and be right to.)
    """
    tally: Counter[str] = Counter()

    @settings(max_examples=1000)
    @given(conditions(2), profiles(4, answers=False))
    def each(node: Condition, facts: Facts) -> None:
        reads = [p for p in facts_of(node) if "." not in p or p in VOCABULARY.facts]
        gaps = [p for p in reads if p not in facts]
        kinds = [VOCABULARY.facts[p].kind for p in gaps]
        if not set(kinds) <= set(BOUNDARY) or len(gaps) + len(points_of(node)) > 4:
            return
        domains = [BOUNDARY[kind] for kind in kinds] + [[False, True]] * len(points_of(node))
        names = [*gaps, *(supposed(p) for p in sorted(points_of(node)))]
        if any(None in (item.get("ok"), item.get("sort"), item.get("amount"), item.get("on"), item.get("part"))
               for item in facts.get("list", ())):  # fmt: skip
            return
        whole = {**{supposed(p): True for p in POINTS}, **facts}
        results = {
            holds(node, {**whole, **dict(zip(names, values, strict=True))})
            for values in itertools.product(*domains)
        }
        truth = compile_condition(node)(facts, None)
        if truth is not None:
            assert results == {truth}
            tally["settled"] += 1
        elif results == {True, False}:
            tally["open"] += 1
        else:
            tally["not tight"] += 1
            text = repr(node)
            assert any(text.count(repr(name.lstrip("?"))) > 1 for name in names), node

    each()
    assert tally["settled"] > 100 and tally["open"] > 50
