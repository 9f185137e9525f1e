"""The best choice is the one that looking at every choice finds: on generated things and rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.insights.choosing import FEWEST_STEPS, MOST_TIED, Choice, Chooser, Rules, Start, allowed, worth

NAMES = "abcdefghij"


def every_choice(things: dict[str, list[Start]], rules: Rules) -> Iterator[Choice]:
    """All lawful choices, one by one, by the rules as they are written."""
    for starts in product(*([None, *options] for options in things.values())):
        choice = {name: start for name, start in zip(things, starts, strict=True) if start is not None}
        if lawful(choice, rules):
            yield choice


def lawful(choice: Choice, rules: Rules) -> bool:
    def years(name: str) -> set[int]:
        return set(range(choice[name].year, choice[name].year + choice[name].years))

    def both(pairs: frozenset[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(a, b) for a, b in pairs if a in choice and b in choice]

    return (
        not both(rules.never)
        and not any(years(a) & years(b) for a, b in both(rules.apart))
        and all(max(years(a)) < min(years(b)) for a, b in both(rules.order))
        and all(a in choice and min(years(a)) <= min(years(b)) for a, b in rules.needs if b in choice)
    )


def value(choice: Choice, rules: Rules) -> int:
    total = 0
    for name, start in choice.items():
        if not any(name in group for group, _ in rules.ceilings):
            total += start.worth
    for group, most in rules.ceilings:
        total += min(most, sum(choice[name].worth for name in group if name in choice))
    return total


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, list[Start]], Rules]:
    names = NAMES[: draw(st.integers(1, 10))]
    most = 3 if len(names) <= 5 else 1
    starts = st.builds(Start, st.integers(0, 4), st.integers(1, 3), st.integers(0, 9))
    things = {
        name: draw(st.lists(starts, min_size=1, max_size=most, unique_by=lambda s: s.year)) for name in names
    }
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda p: p[0] != p[1])
    few = st.frozensets(pair, max_size=4) if len(names) > 1 else st.just(frozenset())
    needs = st.frozensets(pair, max_size=2) if len(names) > 1 else st.just(frozenset())
    ceilings = []
    left = list(names)
    for _ in range(draw(st.integers(0, 2))):
        group = draw(st.lists(st.sampled_from(left), min_size=2, max_size=3, unique=True)) if len(left) > 1 else []
        if group:
            left = [name for name in left if name not in group]
            ceilings.append((frozenset(group), draw(st.integers(0, 15))))
    return things, Rules(draw(few), draw(few), draw(few), draw(needs), tuple(ceilings))


def best(things: dict[str, list[Start]], rules: Rules) -> Choice:
    return Chooser(things, rules).best()


@settings(max_examples=120, deadline=None)
@given(cases())
def test_best_is_what_looking_at_every_choice_finds(case: tuple[dict[str, list[Start]], Rules]) -> None:
    things, rules = case
    found = best(things, rules)
    assert lawful(found, rules) and allowed(found, rules)
    choices = list(every_choice(things, rules))
    assert all(allowed(choice, rules) for choice in choices)

    def rank(choice: Choice) -> tuple[int, int]:
        return value(choice, rules), len(choice)

    assert value(found, rules) == worth(found, rules)
    assert rank(found) == max(map(rank, choices))


@settings(max_examples=60, deadline=None)
@given(cases(), st.data())
def test_with_things_that_must_be_taken(case: tuple[dict[str, list[Start]], Rules], data: st.DataObject) -> None:
    things, rules = case
    taken = data.draw(st.sampled_from(list(things)))
    without = data.draw(st.sampled_from(["", *(name for name in things if name != taken)]))
    found = Chooser(things, rules).best(taken, without)
    choices = [choice for choice in every_choice(things, rules) if taken in choice and without not in choice]
    assert (not found) is (not choices)
    if found:
        assert lawful(found, rules)
        assert worth(found, rules) == max(value(choice, rules) for choice in choices)


class TestRules:
    def test_the_earliest_years_among_equals(self) -> None:
        things = {"a": [Start(3, 1, 5), Start(1, 1, 5)], "b": [Start(1, 1, 5), Start(2, 1, 5)]}
        assert best(things, Rules(apart=frozenset({("a", "b")}))) == {"a": Start(1, 1, 5), "b": Start(2, 1, 5)}

    def test_never_both(self) -> None:
        things = {"a": [Start(0, 1, 4)], "b": [Start(5, 1, 5)], "c": [Start(0, 1, 1)]}
        found = best(things, Rules(never=frozenset({("b", "a")})))
        assert list(found) == ["b", "c"]

    def test_one_ends_before_the_other_begins(self) -> None:
        rules = Rules(order=frozenset({("a", "b")}))
        assert len(best({"a": [Start(0, 3, 1)], "b": [Start(3, 1, 1)]}, rules)) == 2
        found = best({"a": [Start(0, 3, 1)], "b": [Start(2, 1, 2)]}, rules)
        assert list(found) == ["b"]

    def test_a_need(self) -> None:
        rules = Rules(needs=frozenset({("a", "b")}))
        assert best({"a": [Start(1, 1, 0)], "b": [Start(0, 1, 9)]}, rules) == {"a": Start(1, 1, 0)}
        found = best({"a": [Start(1, 1, 0)], "b": [Start(1, 1, 9)]}, rules)
        assert list(found) == ["a", "b"]

    def test_a_need_of_what_is_not_there(self) -> None:
        assert best({"b": [Start(0, 1, 9)]}, Rules(needs=frozenset({("a", "b")}))) == {}

    def test_both_sides_of_a_ceiling(self) -> None:
        things = {"a": [Start(0, 1, 4)], "b": [Start(0, 1, 3)], "c": [Start(0, 1, 6)]}
        never = frozenset({("a", "c")})
        ceiling = frozenset({"a", "b"})
        for most, taken in ((7, ["b", "c"]), (10, ["b", "c"])):
            found = best(things, Rules(never=never, ceilings=((ceiling, most),)))
            assert list(found) == taken
        assert worth({"a": Start(0, 1, 4), "b": Start(0, 1, 3)}, Rules(ceilings=((ceiling, 7),))) == 7
        assert worth({"a": Start(0, 1, 4), "b": Start(0, 1, 3)}, Rules(ceilings=((ceiling, 6),))) == 6

    def test_nothing_to_take(self) -> None:
        assert best({}, Rules()) == {}
        assert best({"a": []}, Rules()) == {}


# -------------------------------------------------------------- hostile books


def dense(size: int) -> tuple[dict[str, list[Start]], Rules]:
    """Things any two of which are kept apart, in one way or another, with eleven starts each."""
    names = [f"x{n}" for n in range(size)]
    things = {name: [Start(y, 1 + n % 3, (37 * n + 11 * y) % 90) for y in range(11)] for n, name in enumerate(names)}
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :] if (7 * n + len(b)) % 3]
    return things, Rules(frozenset(pairs[::3]), frozenset(pairs[1::3]), frozenset(pairs[2::3]))


def test_work_is_bounded_and_what_is_not_proven_is_told() -> None:
    things, rules = dense(40)
    chooser = Chooser(things, rules, steps=2_000)
    found = chooser.best()
    assert found and lawful(found, rules)
    assert not chooser.proven
    spent = chooser.steps
    chooser.best("x7")
    assert 0 < spent - chooser.steps <= FEWEST_STEPS + len(things) * 12  # on the way back nothing more is tried


def test_many_things_under_one_ceiling() -> None:
    """Every subset would be a million."""
    things = {f"x{n}": [Start(0, 1, n)] for n in range(20)}
    chooser = Chooser(things, Rules(ceilings=((frozenset(things), 100),)))
    assert len(chooser.best()) == 20 and chooser.proven


def test_sixteen_things_tied_to_each_other_are_searched_to_the_end() -> None:
    things, rules = dense(16)
    chooser = Chooser(things, rules)
    assert lawful(chooser.best(), rules) and chooser.proven


def test_more_things_than_are_looked_at() -> None:
    """A thousand things under one ceiling: what is worth the most is looked at, and it is said."""
    things = {f"x{n}": [Start(0, 1, n)] for n in range(1_000)}
    chooser = Chooser(things, Rules(ceilings=((frozenset(things), 500),)), steps=1_000)
    found = chooser.best("x3")
    assert len(found) == MOST_TIED and "x3" in found and "x999" in found and not chooser.proven
