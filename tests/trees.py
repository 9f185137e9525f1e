"""Generated rules and profiles: a small vocabulary, typed trees over it, facts with gaps.

Trees are built kind first, so that every one is a rule that an author could have written; values
stand on bounds and one unit beside them more often than anywhere else.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from matcher.condition import (
    AS_OF, YES_ALWAYS, Always, Choose, Compare, Condition, Count, Either, Fact, Field, Greatest, Has,
    Holds, Item, Later, Least, Minus, OneOf, Over, Plus, Point, Term, Times, Total, all_parts,
    any_parts, constant, for_each, for_some, negated,
)  # fmt: skip
from matcher.engines.direct import supposed
from matcher.formula import Scope
from matcher.literals import Kind
from matcher.scheme import Criterion, Funding, Overlay, Scheme
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import same

X, Y, Z = "x", "y", "z"
CHOICES = (X, Y, Z)


def spec(kind: Kind, **more: Any) -> FactSpec:
    return FactSpec(kind, same(kind.value), same("?"), **more)


RECORD = {
    "amount": spec(Kind.MONEY),
    "on": spec(Kind.DATE),
    "ok": spec(Kind.YES_NO),
    "sort": spec(Kind.CHOICE, of="sort"),
    "part": spec(Kind.SHARE),
}
VOCABULARY = Vocabulary(
    {"sort": {choice: same(choice) for choice in CHOICES}},
    {
        "a.yes": spec(Kind.YES_NO),
        "b.yes": spec(Kind.YES_NO),
        "a.money": spec(Kind.MONEY),
        "b.money": spec(Kind.MONEY),
        "a.day": spec(Kind.DATE),
        "b.day": spec(Kind.DATE),
        "a.count": spec(Kind.COUNT),
        "b.count": spec(Kind.COUNT),
        "a.share": spec(Kind.SHARE),
        "a.months": spec(Kind.DURATION),
        "a.sort": spec(Kind.CHOICE, of="sort"),
        "b.sort": spec(Kind.CHOICE, of="sort"),
        "sorts": spec(Kind.CHOICES, of="sort"),
        "list": spec(Kind.RECORDS, fields=RECORD),
    },
)
POINTS = frozenset({"open_one", "open_two"})
SCOPE = Scope(VOCABULARY, points=POINTS)

# ------------------------------------------------------------------- values

AMOUNTS = [0, 1, 99, 100, 101, 1_000_000, 10**12]
DAYS = [date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2023, 2, 28), date(2023, 3, 1)]
COUNTS = [0, 1, 2, 3, 250]
SHARES = [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(499, 1000), Fraction(1)]
WRITTEN_SHARES = [share for share in SHARES if share != Fraction(1, 3)]
MONTHS = [0, 1, 12, 83, 84, 85]

VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.MONEY: st.sampled_from(AMOUNTS),
    Kind.DATE: st.sampled_from(DAYS) | st.dates(date(2014, 1, 1), date(2026, 12, 31)),
    Kind.COUNT: st.sampled_from(COUNTS),
    Kind.SHARE: st.sampled_from(SHARES),
    Kind.DURATION: st.sampled_from(MONTHS),
    Kind.YES_NO: st.booleans(),
    Kind.CHOICE: st.sampled_from(CHOICES),
    Kind.CHOICES: st.frozensets(st.sampled_from(CHOICES)),
}
MISSING = object()


def _or_missing(values: st.SearchStrategy[Any], missing: int) -> st.SearchStrategy[Any]:
    """The value, or in `missing` of ten cases none."""
    return st.integers(0, 9).flatmap(lambda n: st.just(MISSING) if n < missing else values)


def _given(names: dict[str, FactSpec], missing: int) -> st.SearchStrategy[dict[str, Any]]:
    values = {name: _or_missing(VALUES[s.kind], missing) for name, s in names.items()}
    return st.fixed_dictionaries(values).map(
        lambda found: {name: value for name, value in found.items() if value is not MISSING}
    )


@cache
def profiles(missing: int = 3, answers: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Facts of which about `missing` in ten are not given, with answers to open points or not."""
    plain = {p: s for p, s in VOCABULARY.facts.items() if s.kind is not Kind.RECORDS}
    records = st.lists(_given(RECORD, missing), max_size=3).map(tuple)
    points = st.dictionaries(st.sampled_from([supposed(p) for p in sorted(POINTS)]), st.booleans())
    return st.builds(
        lambda day, facts, items, said: {
            AS_OF: day, **facts, **({} if items is MISSING else {"list": items}), **(said if answers else {})
        },
        VALUES[Kind.DATE], _given(plain, missing), _or_missing(records, missing), points,
    )  # fmt: skip


def completions(facts: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The profile with every gap filled."""
    return profiles(0).map(lambda whole: filled(facts, whole))


def filled(facts: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The facts, with what `whole` has where they have none; records item by item."""
    points = {supposed(point): True for point in POINTS}
    found = {**points, **whole, **facts}
    spare = [*whole["list"], {}, {}, {}]
    if "list" in facts:
        found["list"] = tuple(
            {**_EMPTY, **spare[k], **item} for k, item in enumerate(facts["list"])
        )
    return found


_EMPTY = {"amount": 0, "on": DAYS[0], "ok": False, "sort": X, "part": Fraction(0)}

# --------------------------------------------------------------------- terms


@cache
def _facts(kind: Kind, in_list: bool) -> st.SearchStrategy[Term]:
    nodes: list[Term] = [Fact(p, s.kind) for p, s in VOCABULARY.facts.items() if s.kind is kind]
    if kind is Kind.DATE:
        nodes.append(Fact(AS_OF, kind))
    if in_list:
        nodes += [Field(n, s.kind) for n, s in RECORD.items() if s.kind is kind] * 2
    return st.sampled_from(nodes)


@cache
def _constants(kind: Kind) -> st.SearchStrategy[Term]:
    values = st.sampled_from(WRITTEN_SHARES) if kind is Kind.SHARE else VALUES[kind]
    return values.map(lambda value: constant(kind, value))


@cache
def terms(kind: Kind, depth: int, in_list: bool = False) -> st.SearchStrategy[Term]:
    """A term of this kind, at most `depth` operations deep."""
    ends = _facts(kind, in_list) | _constants(kind)
    if depth == 0:
        return ends

    def below(of: Kind) -> st.SearchStrategy[Term]:
        return terms(of, depth - 1, in_list)

    pair = st.tuples(below(kind), below(kind))
    found = [ends, ends, pair.map(Least), pair.map(Greatest)]
    test = conditions(depth - 1, in_list).filter(lambda c: not isinstance(c, Always))
    found.append(st.builds(Choose, test, below(kind), below(kind)))
    if kind is Kind.DATE:
        found.append(st.builds(Later, below(kind), below(Kind.DURATION), st.booleans()))
    else:
        found += [st.builds(Plus, below(kind), below(kind)), st.builds(Minus, below(kind), below(kind))]
    if kind is Kind.MONEY:
        found.append(st.builds(Times, below(Kind.SHARE) | below(Kind.COUNT), below(kind)))
        by = st.sampled_from([constant(Kind.COUNT, n) for n in (2, 3, 7)])
        found.append(st.builds(Over, below(kind), by))
    if not in_list:
        if kind is Kind.MONEY:
            inner = terms(kind, depth - 1, in_list=True)
            found.append(st.builds(Total, st.just("list"), inner, filters(depth - 1)))
        if kind is Kind.COUNT:
            found.append(st.builds(Count, st.just("list"), filters(depth - 1)))
    return st.one_of(found)


@cache
def filters(depth: int) -> st.SearchStrategy[Condition]:
    """The `if` of a sum or count: often none."""
    return st.just(YES_ALWAYS) | conditions(depth, in_list=True).filter(
        lambda c: not isinstance(c, Always)
    )


# ---------------------------------------------------------------- conditions

_ORDERED = [Kind.MONEY, Kind.DATE, Kind.COUNT, Kind.SHARE, Kind.DURATION]
_OPS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])


def _one_of(term: Any, choices: tuple[str, ...]) -> OneOf:
    return OneOf(term, choices, whole=set(choices) >= set(CHOICES))


@cache
def conditions(depth: int, in_list: bool = False) -> st.SearchStrategy[Condition]:
    """A condition, at most `depth` operations deep."""
    some = st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3, unique=True).map(tuple)
    compared = [
        st.builds(Compare, _OPS, terms(kind, min(depth, 2), in_list), terms(kind, min(depth, 2), in_list))
        for kind in _ORDERED
    ]
    choice = _facts(Kind.CHOICE, in_list)
    ends: list[st.SearchStrategy[Any]] = [
        st.builds(Holds, _facts(Kind.YES_NO, in_list)),
        st.builds(_one_of, choice, some),
        st.builds(Compare, st.sampled_from(["==", "!="]), choice, choice),
        st.builds(Has, st.just(Fact("sorts", Kind.CHOICES)), st.sampled_from(CHOICES)),
        st.sampled_from([Point(point) for point in sorted(POINTS)]),
        *compared,
    ]
    if depth == 0:
        return st.one_of(ends)
    below = conditions(depth - 1, in_list)
    several = st.lists(below, min_size=2, max_size=4)
    test = below.filter(lambda c: not isinstance(c, Always))
    found: list[st.SearchStrategy[Any]] = [
        st.one_of(ends), several.map(all_parts), several.map(any_parts), below.map(negated),
        st.builds(Either, test, below, below),
    ]  # fmt: skip
    if not in_list:
        inner = conditions(depth - 1, in_list=True)
        for make in (for_some, for_each):
            found.append(st.builds(make, st.just("list"), inner, filters(depth - 1)))
            found.append(some.map(lambda c, make=make: make("sorts", _one_of(Item(), c))))
    return st.one_of(found)


# ------------------------------------------------------------------- schemes


def criterion(
    name: str, requires: Condition, *, when: Condition = YES_ALWAYS, kind: Any = "hard",
    overlay: str | None = None, in_force: Condition = YES_ALWAYS,
) -> Criterion:  # fmt: skip
    return Criterion(name, kind, "company", same(name), True, None, overlay, in_force, when, requires, (), (), False)


def scheme(
    criteria: list[Criterion], role: Condition = YES_ALWAYS, overlays: tuple[Overlay, ...] = (),
    decision: Any = "by_rule",
) -> Scheme:  # fmt: skip
    """A scheme of nothing but these criteria."""
    s = same("made-up")
    return Scheme(
        "made_up", s, s, s, "https://example.com/", s, role, "startup", s, s, decision, YES_ALWAYS, s,
        None, Fact("as_of", Kind.DATE), Funding("grant", s, None), s, (), tuple(criteria), overlays,
    )  # fmt: skip


@cache
def schemes(depth: int = 3) -> st.SearchStrategy[Scheme]:
    """Schemes with a role, criteria of both evaluated kinds, dated rules and one host."""
    simple = st.just(YES_ALWAYS) | conditions(1)
    one = st.builds(
        lambda requires, when, in_force, kind, hosted: (requires, when, in_force, kind, hosted),
        conditions(depth), simple, simple, st.sampled_from(["hard", "hard", "soft"]), st.booleans(),
    )  # fmt: skip

    def built(parts: list[Any], role: Condition, host: Condition, decision: str) -> Scheme:
        criteria = [
            criterion(f"c{n}", requires, when=when, in_force=in_force, kind=kind, overlay="host" if hosted else None)
            for n, (requires, when, in_force, kind, hosted) in enumerate(parts)
        ]
        return scheme(criteria, role, (Overlay("host", same("host"), host),), decision)

    return st.builds(
        built, st.lists(one, min_size=1, max_size=4), simple, conditions(0),
        st.sampled_from(["by_rule", "case_by_case"]),
    )  # fmt: skip
