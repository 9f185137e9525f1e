"""Stretches between critical days are the same as asking on every single day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from trees import criterion, profiles, scheme, schemes

from matcher.condition import (
    AS_OF, All, AnyOf, Bracket, Choose, Compare, Condition, Constant, Count, Fact, Field, Greatest, Later, Least, Not,
    Term, Within, constant, for_each, for_some,
)  # fmt: skip
from matcher.dates import add_months
from matcher.engines.direct import Compiler, DirectEngine
from matcher.insights.critical_days import Course, CriticalDays
from matcher.insights.moving import Moving, year_after
from matcher.insights.stretches import stretches
from matcher.literals import Kind
from matcher.rulebook import scheme_on
from matcher.scheme import CallFacts, Overlay, Scheme
from matcher.words import same

FIRST = date(2014, 6, 30)  # from the last day of a month, over a leap day
LAST = date(2017, 6, 29)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
TODAY = Fact(AS_OF, Kind.DATE)
CALLS = [
    CallFacts(), CallFacts(cut_off="a.day"), CallFacts(closes="a.day", cut_off="b.day"), CallFacts(opens="b.day"),
    CallFacts(year="a.day"),
]  # fmt: skip


def decided(made: Scheme, facts: dict[str, Any], calls: CallFacts) -> None:
    """Every day of three years, one by one, against the stretches."""
    direct, moving = DirectEngine(), Moving(facts, calls)
    found = stretches(made, direct, moving, FIRST, LAST)
    assert found[0].first == FIRST and found[-1].last == LAST
    assert all(a.last + timedelta(days=1) == b.first and a.decision != b.decision for a, b in pairwise(found))
    for stretch in found:
        day = stretch.first
        while day <= stretch.last:
            assert direct.decide(made, moving.on(day)) == stretch.decision, day
            day += timedelta(days=1)
    for day in [d for s in found[:4] for d in (s.first, s.last)]:  # as a check of that day reads the scheme
        again = DirectEngine().decide(scheme_on(made, day), moving.on(day))
        assert again.criteria == next(s for s in found if s.first <= day <= s.last).decision.criteria


@settings(max_examples=30)
@given(made=schemes(), facts=profiles(answers=False), calls=st.sampled_from(CALLS))
def test_generated_schemes(made: Scheme, facts: dict[str, Any], calls: CallFacts) -> None:
    try:
        decided(made, facts, calls)
    except OverflowError:  # a generated sum of durations leaves the calendar
        assume(False)


# ------------------------------------------------ rules of days alone, where every part can turn

OPS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
SOME_DAYS = st.sampled_from([date(2014, 12, 31), date(2015, 2, 28), date(2016, 2, 29), date(2016, 3, 1)]) | st.dates(
    FIRST, LAST)  # fmt: skip


@cache
def days(depth: int, in_list: bool) -> st.SearchStrategy[Term]:
    """Days of which half move."""
    ends: st.SearchStrategy[Any] = st.sampled_from([TODAY, TODAY, Fact("a.day", Kind.DATE)]) | SOME_DAYS.map(
        lambda day: constant(Kind.DATE, day))  # fmt: skip
    if in_list:
        ends = ends | st.just(Field("on", Kind.DATE))
    if not depth:
        return ends
    below = days(depth - 1, in_list)
    months: st.SearchStrategy[Any] = st.sampled_from([1, 12, 13]).map(lambda n: constant(Kind.DURATION, n))
    months = months | st.builds(Choose, turning(0, in_list), months, months)
    bracket = st.builds(Bracket, turning(0, in_list), below, st.none() | below, st.booleans(), st.just("b"))
    return ends | st.one_of(
        st.builds(Later, below, months, st.booleans()),
        st.builds(Choose, turning(depth - 1, in_list), below, below),
        st.tuples(below, below).map(Least), st.tuples(below, below).map(Greatest),
        bracket.map(lambda made: Within(Fact("b.day", Kind.DATE), (made,))),
    )  # fmt: skip


@cache
def turning(depth: int, in_list: bool = False) -> st.SearchStrategy[Condition]:
    """Conditions on days."""
    ends: st.SearchStrategy[Any] = st.builds(Compare, OPS, days(min(depth, 2), in_list), days(min(depth, 2), in_list))
    if not depth:
        return ends
    below = turning(depth - 1, in_list)
    found = [ends, st.tuples(below, below).map(All), st.tuples(below, below).map(AnyOf), below.map(Not)]
    if not in_list:
        inner = turning(depth - 1, True)
        counted = st.builds(lambda where: Compare(">=", Count("list", where), constant(Kind.COUNT, 1)), inner)
        found += [st.builds(for_some, st.just("list"), inner), st.builds(for_each, st.just("list"), inner), counted]
    return st.one_of(found)


@st.composite
def dated_schemes(draw: st.DrawFn) -> Scheme:
    """Schemes whose role, host, periods and criteria all turn on days."""
    part = turning(1)
    criteria = [
        criterion(f"c{n}", draw(turning(2)), when=draw(part), in_force=draw(part), overlay=draw(st.sampled_from([None, "h"])))
        for n in range(draw(st.integers(1, 2)))
    ]
    return scheme(criteria, draw(part), (Overlay("h", same("h"), draw(part)),))


DATED_FACTS = st.fixed_dictionaries({}, optional={
    "a.day": SOME_DAYS, "b.day": SOME_DAYS,
    "list": st.lists(st.fixed_dictionaries({}, optional={"on": SOME_DAYS}), max_size=2).map(tuple),
})  # fmt: skip


def day(iso: str) -> Constant:
    return Constant(Kind.DATE, date.fromisoformat(iso))


AFTER = Compare(">=", TODAY, day("2015-06-01"))
A_DAY = Fact("a.day", Kind.DATE)
UNKNOWN = Fact("b.day", Kind.DATE)
SHAPES: list[Term] = [
    Choose(Compare("<", A_DAY, day("2014-01-01")), day("2015-01-31"), TODAY),
    Choose(Compare("<", A_DAY, day("2020-01-01")), TODAY, day("2015-01-31")),
    Choose(AFTER, day("2015-01-31"), TODAY),
    Least((day("2016-03-01"), TODAY)), Greatest((day("2015-03-01"), TODAY)),
    Least((TODAY, Later(TODAY, constant(Kind.DURATION, 1)))),
    Later(TODAY, Choose(AFTER, constant(Kind.DURATION, 12), constant(Kind.DURATION, 1)), back=True),
    Within(UNKNOWN, (Bracket(AFTER, TODAY, None, False, "b"),)),
    Within(UNKNOWN, (Bracket(AFTER, None, TODAY, True, "b"), Bracket(Not(AFTER), day("2015-01-31"), None, False, "b"))),
    Within(UNKNOWN, (Bracket(All((AFTER,)), TODAY, day("2015-09-30"), False, "b"),)),  # empty from October on
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("op", ["<", ">=", "=="])
@pytest.mark.parametrize("a_day", [date(2015, 2, 15), date(2015, 8, 31)])
def test_every_shape_on_both_sides(shape: Term, op: str, a_day: date) -> None:
    moving = Moving({"a.day": a_day}, CallFacts())
    for other in (day("2015-08-31"), A_DAY, TODAY, Choose(AFTER, day("2016-02-29"), A_DAY)):
        for node in (Compare(op, shape, other), Compare(op, other, shape)):
            assert brute(node, moving) <= critical(node, moving), node


@settings(max_examples=200)
@given(node=turning(2), facts=DATED_FACTS)
def test_conditions_that_turn_on_days(node: Condition, facts: dict[str, Any]) -> None:
    moving = Moving(facts, CallFacts())
    assert brute(node, moving) <= critical(node, moving)


@settings(max_examples=60)
@given(made=dated_schemes(), facts=DATED_FACTS, calls=st.sampled_from(CALLS))
def test_schemes_that_turn_on_days(made: Scheme, facts: dict[str, Any], calls: CallFacts) -> None:
    decided(made, facts, calls)


def brute(node: Condition, moving: Moving) -> set[date]:
    test = Compiler().condition(node)
    truths = [test(moving.on(day), None) for day in DAYS]
    return {day for day, was, now in zip(DAYS[1:], truths, truths[1:], strict=False) if was is not now}


def critical(node: Condition, moving: Moving) -> set[date]:
    return {date.fromordinal(day) for day in CriticalDays(moving, Compiler(), FIRST, LAST).of(node)}


ENDS = [date(2014, 7, 31), date(2015, 2, 28), date(2016, 1, 30), date(2016, 2, 29), date(2016, 3, 31)]
MONTHS = [1, 2, 12, 13]


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "==", "!="])
def test_leap_days_and_last_days(op: str) -> None:
    """Turns at the ends of months, with the day of the check or a fact moved on or back."""
    known = {end: Moving({"a.day": end}, CallFacts()) for end in ENDS}
    for end, months, back, on_today in product(ENDS, MONTHS, (False, True), (False, True)):
        duration = constant(Kind.DURATION, months)
        moved: Term = Later(TODAY if on_today else Fact("a.day", Kind.DATE), duration, back)
        other: Term = constant(Kind.DATE, end) if on_today else TODAY
        for node in (Compare(op, moved, other), Compare(op, other, moved)):
            found, right = critical(node, known[end]), brute(node, known[end])
            # A day can be jumped over: no day of June is a month before 31 July. `==` is then asked once too often.
            assert found == right or (op in ("==", "!=") and right <= found and len(found) <= 2), node


def test_a_second_anniversary_on_a_leap_day() -> None:
    """Formed on 29 February 2012: four years on is 29 February 2016, three years on the last day of February."""
    for years, last in ((3, date(2015, 2, 28)), (4, date(2016, 2, 29))):
        limit = Later(Fact("a.day", Kind.DATE), constant(Kind.DURATION, 12 * years))
        made = scheme([criterion("age", Compare(">=", limit, TODAY))])
        found = stretches(made, DirectEngine(), Moving({"a.day": date(2012, 2, 29)}, CallFacts()), FIRST, LAST)
        assert [s.last for s in found] == [last, LAST]
        assert [s.decision.verdict for s in found] == ["eligible", "not_eligible"]


def test_a_value_that_changes_over_time() -> None:
    """The limit was two years and becomes four on 1 January 2016: out, in, and out again."""
    limit = Choose(Compare(">=", TODAY, Constant(Kind.DATE, date(2016, 1, 1))),
                   constant(Kind.DURATION, 48), constant(Kind.DURATION, 24))  # fmt: skip
    made = scheme([criterion("age", Compare(">=", Later(Fact("a.day", Kind.DATE), limit), TODAY))])
    found = stretches(made, DirectEngine(), Moving({"a.day": date(2013, 2, 15)}, CallFacts()), FIRST, LAST)
    assert [(s.last, s.decision.verdict) for s in found] == [
        (date(2015, 2, 15), "eligible"), (date(2015, 12, 31), "not_eligible"),
        (date(2017, 2, 15), "eligible"), (LAST, "not_eligible"),
    ]  # fmt: skip


def test_both_sides_move() -> None:
    """A month on and 31 days of January: where both sides move, every day is asked."""
    month_on = Later(TODAY, constant(Kind.DURATION, 1))
    back = Later(month_on, constant(Kind.DURATION, 1), back=True)
    node = Compare("==", back, TODAY)  # not so after the 30th of January: the last of February, back, is the 28th
    moving = Moving({}, CallFacts())
    assert brute(node, moving) and critical(node, moving) == brute(node, moving)


@given(st.dates(FIRST, LAST), st.dates(FIRST, LAST), st.integers(-30, 30))
def test_terms_that_only_go_forward(a: date, b: date, months: int) -> None:
    """What is called forward never goes back from one day to the next."""
    term = Least((Later(TODAY, constant(Kind.DURATION, abs(months)), months < 0),
                  Greatest((TODAY, constant(Kind.DATE, a)))))  # fmt: skip
    moving = Moving({}, CallFacts())
    days = CriticalDays(moving, Compiler(), FIRST, LAST)
    assert days.course(term) is Course.FORWARD
    measure = Compiler().term(term)
    early, late = sorted((a, b))
    assert measure(moving.on(early), None) <= measure(moving.on(late), None)


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_the_financial_year_after_a_day(day: date) -> None:
    year = year_after(day)
    assert (year.month, year.day) == (4, 1)
    assert add_months(year, -12) <= day < year
