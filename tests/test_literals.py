"""Texts that people write for values, and what becomes of each: a value, or one message."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import VALUES, VOCABULARY, spec

from matcher.errors import ProfileError
from matcher.literals import READERS, Kind, bare_amount, exact, read_money, read_share
from matcher.profile import Profile
from matcher.vocabulary import Vocabulary
from matcher.words import same

TABLE = Path(__file__).parent / "tables" / "literals.csv"
with TABLE.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))

SMALL = Vocabulary(
    {"sort": {choice: same(choice) for choice in "xyz"}},
    {kind.value: spec(kind, of="sort") for kind in Kind if kind not in (Kind.RECORDS, Kind.NUMBER)},
)


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}:{row['text']}")
def test_row(row: dict[str, str]) -> None:
    text = row["text"]
    # Texts that YAML itself would read as markup are quoted, as a person would have to.
    value = text if row["kind"] == "choices" or text != text.strip() or not text.startswith("[") else f"'{text}'"
    source = f"{row['kind']}: {value}\n"
    if row["value"] == "refused":
        with pytest.raises(ProfileError) as caught:
            Profile.parse(source, "row.yaml", SMALL)
        (problem,) = caught.value.problems
        assert problem.place.line == 1
        assert problem.text().startswith(f"row.yaml:1:{len(row['kind']) + 3}: ") or row["kind"] == "choices"
        assert "; " in problem.text(), "it says what to write instead"
        return
    found = Profile.parse(source, "row.yaml", SMALL).facts[row["kind"]]
    assert str(sorted(found) if isinstance(found, frozenset) else found) == row["value"]


@pytest.mark.parametrize("text", ["unknown", "null", "~", "", "Unknown"])
@pytest.mark.parametrize("kind", sorted(SMALL.facts))
def test_said_to_be_unknown(kind: str, text: str) -> None:
    profile = Profile.parse(f"{kind}: {text}\n", "row.yaml", SMALL)
    assert kind not in profile.facts
    assert kind in profile.said_unknown


def test_quoted_unknown_is_a_text() -> None:
    assert Profile.parse('text: "unknown"\n', "row.yaml", SMALL).facts["text"] == "unknown"


@given(st.sampled_from([Kind.MONEY, Kind.DATE, Kind.COUNT, Kind.DURATION, Kind.SHARE]).flatmap(
    lambda kind: st.tuples(st.just(kind), VALUES[kind])
))  # fmt: skip
def test_values_survive_their_own_text(pair: tuple[Kind, object]) -> None:
    """What JSON carries is read back to the same value, but for shares that decimals cannot write."""
    kind, value = pair
    text = str(exact(kind, value))
    if "/" in text:
        return
    if kind is Kind.SHARE and text in ("0", "1"):
        text += ".0"
    assert READERS[kind](text) == value


@given(st.integers(0, 10**14))
def test_cents_are_exact(cents: int) -> None:
    assert read_money(f"HKD {bare_amount(cents)}") == cents


@given(st.integers(0, 10**6))
def test_percent_is_exact(millionths: int) -> None:
    share = read_share(f"{millionths // 10**4}.{millionths % 10**4:04d}%")
    assert share is not None
    assert share * 10**6 == millionths


def test_the_vocabulary_of_the_tests_is_read_too() -> None:
    text = "a: {money: 5, share: 50%}\nlist:\n  - {amount: 1, ok: yes}\n"
    facts = Profile.parse(text, "row.yaml", VOCABULARY).facts
    assert facts["a.money"] == 500
    assert facts["list"] == ({"amount": 100, "ok": True},)
