"""Two tests of one record joined, in every pair of forms: no engine may mix up whose record it is."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from trees import SCOPE, criterion, scheme

from matcher.engines.direct import DirectEngine
from matcher.formula import parse_condition

DurableEngine = pytest.importorskip("matcher.engines.durable").DurableEngine
ENGINE = DurableEngine()

FORMS = [
    "i.ok", "not i.ok", "i.sort == x", "i.sort != x", "i.sort in {x, y}", "i.sort not in {x, y}", "i.sort in {x, y, z}",
    "i.amount <= HKD 1", "i.amount == HKD 1", "i.amount != HKD 1", "i.part >= 50%", "i.on != 2023-03-01",
    "i.amount + i.amount > b.money", "x in sorts", "open_one",
]  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    {"ok": True, "sort": "x", "amount": 100, "part": Fraction(1, 2), "on": date(2023, 3, 1)},
    {"ok": False, "sort": "y", "amount": 101, "part": Fraction(499, 1000), "on": date(2023, 2, 28)},
    {"ok": True, "sort": "z", "amount": 99, "part": Fraction(1), "on": date(2023, 3, 2)},
    {"ok": False, "sort": "z", "amount": 100, "part": Fraction(0), "on": date(2023, 3, 1)},
    {"sort": "x", "on": date(2016, 2, 29)},
]
LISTS = [*itertools.permutations(RECORDS, 2), tuple(RECORDS), (RECORDS[0], RECORDS[0]), (RECORDS[1],), ()]


@pytest.mark.parametrize("first", FORMS)
def test_pairs(first: str) -> None:
    direct = DirectEngine()
    for second in FORMS:
        rules = [
            f"any({first} and {second} for i in list)", f"all({first} or {second} for i in list)",
            f"count(i for i in list if {first} and {second}) <= 1",
            f"sum(i.amount for i in list if {first} or not ({second})) > HKD 2",
            f"any({first} if {second} else i.ok for i in list)",
        ]  # fmt: skip
        one = scheme([criterion(f"c{n}", parse_condition(rule, SCOPE)) for n, rule in enumerate(rules)])
        for records in LISTS:
            facts = {"list": records, "b.money": 200, "sorts": frozenset({"x"})}
            assert ENGINE.decide(one, facts).criteria == direct.decide(one, facts).criteria, (first, second, records)
