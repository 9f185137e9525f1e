"""The shipped packs: their examples on every engine, and whether the examples are enough."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from packs import all_examples

import matcher
from matcher.check import durable_engine
from matcher.engines.direct import DirectEngine
from matcher.packcheck.bounds import bounds
from matcher.packcheck.check import read_folder
from matcher.packcheck.coverage import NEVER
from matcher.packcheck.examples import coverage, disagreements, run
from matcher.rulebook import PackRead, shipped

IDS = sorted(path.stem for path in shipped("rules").rglob("*.yaml") if path.stem not in ("book", "facts", "listed"))
ENGINES = [DirectEngine(), *filter(None, [durable_engine()])]


@cache
def packs() -> dict[str, PackRead]:
    return {pack.scheme.id: pack for pack in read_folder(None).packs}


def test_every_file_is_a_scheme_of_its_name(book: matcher.RuleBook) -> None:
    assert sorted(book.schemes) == IDS


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("scheme", IDS)
def test_examples(book: matcher.RuleBook, scheme: str, engine: Any) -> None:
    examples = all_examples(book)[scheme]
    assert len(examples) >= 6
    told = [problem.text() for example in examples for problem in disagreements(run(example, engine))]
    assert told == []


# An open point of the sources stands in the way of every yes.
ALWAYS_OPEN = {"itvf_enhanced", "cyberport_casp", "hkstp_co_acceleration_fund", "hkmc_sfgs_100"}


@pytest.mark.parametrize("scheme", IDS)
def test_every_criterion_matters(book: matcher.RuleBook, scheme: str) -> None:
    """Met, failed, unknown, and the only failing one, somewhere; the pack explains the rest, and no more."""
    found = coverage(book.schemes[scheme], [run(e, ENGINES[0]) for e in all_examples(book)[scheme]])
    lacking = {f"{name} {criterion}" for name in NEVER for criterion in getattr(found, name)}
    assert lacking == {key for key in packs()[scheme].text.examples.explained if key.startswith("never_")}
    assert "not_eligible" in found.verdicts and "needs_information" in found.verdicts
    if scheme not in ALWAYS_OPEN:
        assert found.verdicts & {"eligible", "discretionary"}


@pytest.mark.parametrize("scheme", IDS)
def test_both_sides_of_every_bound(book: matcher.RuleBook, scheme: str) -> None:
    """An example exactly at each bound, and one at most a unit away on the side that differs."""
    found = bounds(book.schemes[scheme], all_examples(book)[scheme])
    assert [bound for bound in found if not (bound.at and bound.beside)] == []
