"""The truth table that every engine must read alike: fixed rows, written by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from trees import SCOPE, VOCABULARY, criterion, scheme

from matcher.check import Engine, durable_engine
from matcher.condition import facts_of
from matcher.engines.direct import DirectEngine
from matcher.formula import parse_condition
from matcher.profile import Profile

TABLE = Path(__file__).parent / "tables" / "kleene.csv"
with TABLE.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))

WORDS = {"yes": True, "no": False, "unknown": None}
ENGINES: list[Engine] = [DirectEngine(), *filter(None, [durable_engine()])]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['formula']}|{row['a']}|{row['b']}")
def test_row(row: dict[str, str], engine: Engine) -> None:
    """The formula is parsed and the values are read as those of a pack and a profile are."""
    node = parse_condition(row["formula"], SCOPE)
    reads = sorted(facts_of(node))
    given = dict(zip(reads, [row["a"], row["b"]], strict=False))
    text = "".join(f"{path}: {value}\n" for path, value in given.items()) or "a.yes: unknown\n"
    facts = Profile.parse(text, "row", VOCABULARY).facts
    decided = engine.decide(scheme([criterion("row", node)]), facts)
    truth = WORDS[row["truth"]]
    assert decided.criteria[0].requires is truth
    verdict = {True: "eligible", False: "not_eligible", None: "needs_information"}[truth]
    assert decided.verdict == verdict


def test_all_pairs_of_truths_are_there() -> None:
    """Nine rows each for `and` and `or`, three for `not`, and every comparison with a gap."""
    pairs = {(r["formula"], r["a"], r["b"]) for r in ROWS}
    for formula in ("a.yes and b.yes", "a.yes or b.yes"):
        assert len([p for p in pairs if p[0] == formula]) == 9
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert (f"a.count {sign} 3", "unknown", "") in pairs
