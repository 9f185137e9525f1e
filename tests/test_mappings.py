"""A profile given as Python's own values: the same facts as from a file, or the same complaints."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import matcher


@pytest.mark.parametrize(("given", "path", "value"), [
    ({"company": {"employees": 9}}, "company.employees", 9),
    ({"company.employees": "9"}, "company.employees", 9),
    ({"request.amount": Decimal("1500000.5")}, "request.amount", 150_000_050),
    ({"company.incorporated_on": date(2025, 5, 20)}, "company.incorporated_on", date(2025, 5, 20)),
    ({"company.lawful_in_hong_kong": True}, "company.lawful_in_hong_kong", True),
    ({"company.areas": {"life_health", "other"}}, "company.areas", frozenset({"life_health", "other"})),
    ({"grants": ()}, "grants", ()),
])  # fmt: skip
def test_values(book: matcher.RuleBook, given: dict[str, Any], path: str, value: Any) -> None:
    assert matcher.Profile.from_mapping(given, book.vocabulary).facts == {path: value}


def test_none_is_said_to_be_unknown(book: matcher.RuleBook) -> None:
    profile = matcher.Profile.from_mapping({"company.employees": None}, book.vocabulary)
    assert (profile.facts, profile.said_unknown) == ({}, {"company.employees"})


DEEP: dict[str, Any] = {}
for _ in range(40):
    DEEP = {"x": DEEP}


@pytest.mark.parametrize(("given", "said"), [
    ({"company.employees": 9.0}, "company.employees: a value of type `float` is not exact or not known here; write it as text, as in a file"),
    ({"company.employees": b"9"}, "company.employees: a value of type `bytes` is not exact or not known here; write it as text, as in a file"),
    ({"company.employees": object()}, "company.employees: a value of type `object` is not exact or not known here; write it as text, as in a file"),
    ({"company.name": "a\x00b"}, "company.name: the control character `\\x00` is not allowed in a text; delete it"),
    ({"company": DEEP}, "levels; write it flatter"),
    ({"grants": "none"}, "`grants` is not a list of records: `none`; write a list, each item beginning with `-`"),
    ({"grants": [{"scheme": "tsssu_o", "year": "2025-26"}] * 201}, "`grants` has more than 200 records; keep those that matter"),
])  # fmt: skip
def test_complaints(book: matcher.RuleBook, given: dict[str, Any], said: str) -> None:
    with pytest.raises(matcher.ProfileError) as caught:
        matcher.Profile.from_mapping(given, book.vocabulary)
    assert said in "\n".join(problem.text() for problem in caught.value.problems)
