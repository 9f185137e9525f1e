"""The days on which time alone turns something, against asking every day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from trees import MONTHS, criterion, profiles, scheme

from matcher.condition import AS_OF, Choose, Compare, Condition, Fact, Field, Later, constant, for_some, all_parts
from matcher.engines.direct import DirectEngine
from matcher.insights.by_time import days_ahead
from matcher.literals import Kind

DAY = Fact(AS_OF, Kind.DATE)
DAYS_AHEAD = 1000

_months = st.sampled_from(MONTHS).map(lambda n: constant(Kind.DURATION, n))
_still = st.sampled_from([Fact("a.day", Kind.DATE), Fact("b.day", Kind.DATE)])
_moved = st.builds(Later, _still, _months, st.booleans())
_days = st.dates().filter(lambda d: 2015 < d.year < 2027).map(lambda d: constant(Kind.DATE, d))
_by_day = st.one_of(st.just(DAY), st.builds(Later, st.just(DAY), _months, st.booleans()))
_ops = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_dated: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, _ops, _by_day, st.one_of(_still, _moved, _days)),
    st.builds(Compare, _ops, st.one_of(_still, _moved, _days), _by_day),
    st.builds(
        lambda op, when, a, b, other: Compare(op, Choose(when, a, b), other),
        _ops, st.builds(Compare, st.sampled_from(["<", ">="]), st.just(DAY), _days), _days, _still, st.one_of(_by_day, _still),
    ),
    st.builds(lambda op, m: for_some("list", Compare(op, Later(Field("on", Kind.DATE), m), DAY)), _ops, _months),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(_dated, min_size=1, max_size=3), profiles(2, answers=False))
def test_no_day_is_missed(parts: list[Condition], facts: dict[str, Any]) -> None:
    engine = DirectEngine()
    made = scheme([criterion("c", all_parts(parts))])
    listed = set(days_ahead(made, facts, engine))
    before = engine.decide(made, facts)
    for n in range(1, DAYS_AHEAD):
        day = facts[AS_OF] + timedelta(days=n)
        now = engine.decide(made, {**facts, AS_OF: day})
        assert now.criteria == before.criteria or day in listed, day
        before = now
