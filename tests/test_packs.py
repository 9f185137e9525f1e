"""The shipped packs: their examples on every engine, and whether the examples are enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from packs import all_examples

import matcher
from matcher.check import durable_engine
from matcher.condition import (
    Choose, Compare, Condition, Count, ForEach, ForSome, Node, Total, Within, kind_of, parts_of,
)  # fmt: skip
from matcher.engines.direct import Compiler, DirectEngine
from matcher.formula_text import write
from matcher.interval import is_point
from matcher.literals import Kind
from matcher.packcheck.examples import coverage, disagreements, run
from matcher.rulebook import shipped

IDS = sorted(path.stem for path in shipped("rules").rglob("*.yaml") if path.stem not in ("book", "facts", "listed"))
ENGINES = [DirectEngine(), *filter(None, [durable_engine()])]


def test_every_file_is_a_scheme_of_its_name(book: matcher.RuleBook) -> None:
    assert sorted(book.schemes) == IDS


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("scheme", IDS)
def test_examples(book: matcher.RuleBook, scheme: str, engine: Any) -> None:
    examples = all_examples(book)[scheme]
    assert len(examples) >= 6
    told = [problem.text() for example in examples for problem in disagreements(run(example, engine))]
    assert told == []


# What a criterion can never be, and why. Anything else must be an example of its pack.
NEVER: dict[str, dict[str, str]] = {
    "never_met": {
        "tsssu_o costs-in-scope": "the rule is that of a time with no call that says it; never decided",
        "tsssu_plus costs-in-scope": "as in TSSSU-O",
        "itvf_enhanced ecosystem-link": "what counts as a link is open in the sources",
    },
    "never_against": {
        "tsssu_o no-age-test-on-renewal": "says what is not asked",
        "tsssu_o costs-in-scope": "never decided",
        "tsssu_plus costs-in-scope": "never decided",
        "tsssu_plus polyu-tier": "a soft tier without a lower bound",
        "itvf_partner_fund any-place-of-incorporation": "says what is not asked",
        "strategic_tech_fund local-or-not": "says what is not asked",
        "strategic_tech_fund any-round": "says what is not asked",
        "itvf_co_investment follow-on-money": "says what is allowed",
        "raise_plus innohk-team": "the source breaks off where the exception begins",
    },
    "never_unknown": {
        "tsssu_o no-age-test-on-renewal": "says what is not asked",
        "tsssu_o costs-in-scope": "never decided",
        "tsssu_plus costs-in-scope": "never decided",
        "itvf_partner_fund any-place-of-incorporation": "says what is not asked",
        "itvf_partner_fund inside-a-window": "reads the day alone",
        "itvf_enhanced_fund inside-the-window": "reads the day alone",
        "strategic_tech_fund local-or-not": "says what is not asked",
        "strategic_tech_fund any-round": "says what is not asked",
        "itvf_co_investment follow-on-money": "says what is allowed",
    },
    "never_alone": {
        "tsssu_o no-age-test-on-renewal": "cannot fail",
        "tsssu_o costs-in-scope": "cannot fail",
        "tsssu_o hkbu-eligible-alumni": "whoever fails it fails the membership of the team too",
        "tsssu_plus costs-in-scope": "cannot fail",
        "tsssu_plus polyu-tier": "cannot fail",
        "tsssu_plus hkbu-eligible-alumni": "whoever fails it fails the membership of the team too",
        "itvf_partner_fund any-place-of-incorporation": "cannot fail",
        "itvf_enhanced_fund fund-size": "implied by the commitment and its ceiling",
        "itvf_enhanced_fund raised-outside": "implied by the size and the commitment",
        "itvf_co_investment follow-on-money": "cannot fail",
        "itvf_co_investment hong-kong-form": "implied by the nexus of the same source",
        "strategic_tech_fund local-or-not": "cannot fail",
        "strategic_tech_fund any-round": "cannot fail",
        "raise_plus innohk-team": "cannot fail",
    },
}


@pytest.mark.parametrize("scheme", IDS)
def test_every_criterion_matters(book: matcher.RuleBook, scheme: str) -> None:
    """Met, failed, unknown, and the only failing one, somewhere; the rest is explained above."""
    found = coverage(book.schemes[scheme], [run(e, ENGINES[0]) for e in all_examples(book)[scheme]])
    for name, reasons in NEVER.items():
        lacking = {f"{scheme} {criterion}" for criterion in getattr(found, name)}
        assert lacking == {entry for entry in reasons if entry.startswith(scheme + " ")}, name
    assert "not_eligible" in found.verdicts and "needs_information" in found.verdicts
    if scheme != "itvf_enhanced":  # an open point stands in every way there
        assert found.verdicts & {"eligible", "discretionary"}


# ------------------------------------------------------------- both sides of bounds


def compared(node: Node, items: str | None = None, dated: bool = False) -> Iterator[tuple[Compare, str | None, bool]]:
    """Every comparison of ordered things: the list whose items it is about, whether it only picks
    the value of a year."""
    if isinstance(node, Compare) and kind_of(node.left) is not Kind.CHOICE:
        yield node, items, dated
    for part in parts_of(node):
        if isinstance(node, Within) and part is not node.fact:
            continue
        inner = node.over if isinstance(node, (ForSome, ForEach, Total, Count)) else items
        yield from compared(part, inner, dated or (isinstance(node, Choose) and part is node.condition))


UNITS = {
    Kind.DATE: 1, Kind.YEAR: 366, Kind.MONEY: 1, Kind.COUNT: 1, Kind.DURATION: 1,
    Kind.SHARE: Fraction(1, 1000), Kind.NUMBER: 1,
}  # fmt: skip


def gaps(book: matcher.RuleBook, scheme: str) -> dict[str, tuple[str, Any, set[Any]]]:
    """For each comparison: its sign, its unit, and by how much its left side is above the right."""
    found: dict[str, tuple[str, Any, set[Any]]] = {}
    compiler = Compiler()
    for example in all_examples(book)[scheme]:
        for criterion in example.scheme.criteria:
            if not criterion.blocks:
                continue
            nodes: list[Condition] = [criterion.applies_when, *filter(None, [criterion.requires])]
            for node in nodes:
                for one, over, dated in compared(node):
                    if dated:
                        continue
                    name = f"{criterion.id}: {write(one)}"
                    seen = found.setdefault(name, (one.op, UNITS[kind_of(one.left)], set()))[2]
                    given: Any = example.facts.get(over, ()) if over else (None,)
                    for item in given:
                        a = compiler.term(one.left)(example.facts, item)
                        b = compiler.term(one.right)(example.facts, item)
                        if is_point(a) and is_point(b):
                            gap = a[0] - b[0]
                            seen.add(gap.days if isinstance(a[0], date) else gap)
    return found


@pytest.mark.parametrize("scheme", IDS)
def test_both_sides_of_every_bound(book: matcher.RuleBook, scheme: str) -> None:
    """An example exactly at each bound, and one at most a unit away on the side that differs."""
    lacking: dict[str, list[str]] = defaultdict(list)
    for name, (sign, unit, seen) in gaps(book, scheme).items():
        if 0 not in seen:
            lacking[name].append("at")
        above = {"<=": True, ">": True, ">=": False, "<": False}.get(sign)
        near = {gap for gap in seen if 0 < abs(gap) <= unit}
        if not any(above is None or (gap > 0) is above for gap in near):
            lacking[name].append("beside")
    assert dict(lacking) == {}
