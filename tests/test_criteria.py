"""The tables in `docs/criteria`: whatever they name stands in its pack."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from conftest import ROOT

import matcher
from matcher.scheme import Scheme

TABLES = sorted((ROOT / "docs" / "criteria").glob("*.csv"))
COLUMNS = ["dossier", "scheme", "criterion", "note"]
PARTS = {
    "window": "windows", "note": "notes", "relation": "relations", "history": "history", "funding": "funding",
    "role": "role", "begins": "begins", "ends": "ends",
}  # fmt: skip


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def is_there(scheme: Scheme, name: str) -> bool:
    kind, _, what = name.rpartition(":")
    match kind:
        case "":
            return any(what == c.id for c in scheme.criteria) or (what in PARTS and bool(getattr(scheme, PARTS[what])))
        case "open":
            return what in scheme.open_points
        case "value":
            return what in scheme.names
        case "overlay":
            return any(what == overlay.id for overlay in scheme.overlays)
        case _:
            return False


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_what_a_row_names_is_in_the_pack(table: Path, book: matcher.RuleBook) -> None:
    listed = {entry.id for entry in book.listed}
    for row in rows(table):
        assert None not in row.values() and None not in row, row
        assert row["dossier"], row
        assert row["scheme"] in book.schemes or (row["scheme"] in listed and not row["criterion"]), row
        assert row["criterion"].strip() or row["note"].strip(), row
        if scheme := book.schemes.get(row["scheme"]):
            named = re.split(r"[\s,;]+", row["criterion"].strip()) if row["criterion"].strip() else []
            named += re.findall(r"\b(?:open|value):[a-z_0-9]+", row["note"])
            assert [name for name in named if not is_there(scheme, name)] == [], row


def test_no_row_stands_twice() -> None:
    for table in TABLES:
        seen = [(row["dossier"], row["scheme"], row["criterion"]) for row in rows(table)]
        assert len(seen) == len(set(seen)), table.name


def test_every_scheme_is_in_a_table(book: matcher.RuleBook) -> None:
    assert {row["scheme"] for table in TABLES for row in rows(table)} >= set(book.schemes)
