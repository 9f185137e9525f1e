"""Everything a user reads exists in both languages, and neither slips into the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cli import run_cli
from conftest import ROOT

import matcher
from matcher.words import words

HAN = re.compile(r"[\u3400-\u9fff]")
# Three or more Latin words in a row, two of them small, are a sentence; names are capitalised.
RUN = re.compile(r"[A-Za-z][A-Za-z'-]*(?: [A-Za-z][A-Za-z'-]*){2,}")
ADDRESS = re.compile(r"https?://\S+|<https?[^>]*>")
CODE = re.compile(r"`[^`]*`|sha256 [0-9a-f]+|[A-Za-z]\w*(?:[._]\w+)+")  # with the facts of formulas


def english_in(text: str) -> list[str]:
    plain = CODE.sub("", ADDRESS.sub("", text))
    return [run for run in RUN.findall(plain) if sum(word[0].islower() for word in run.split()) >= 2]


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_chinese_report_has_no_english_sentence(example_profile: Path, form: str) -> None:
    run = run_cli("check", str(example_profile), "--as-of", "2026-11-22", "--lang", "zh-Hant", "--format", form)
    assert run.code == 0
    assert english_in(run.out) == []
    assert len(HAN.findall(run.out)) > 500


@pytest.mark.parametrize("day", ["2014-10-20", "2018-01-15", "2020-02-01", "2023-10-17", "2024-10-31"])
def test_chinese_report_of_the_past(example_profile: Path, day: str) -> None:
    run = run_cli("check", str(example_profile), "--as-of", day, "--lang", "zh-Hant")
    assert english_in(run.out) == []


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_english_report_has_no_chinese(example_profile: Path, form: str) -> None:
    run = run_cli("check", str(example_profile), "--as-of", "2026-11-22", "--lang", "en", "--format", form)
    assert HAN.findall(run.out) == []


def test_rules_in_chinese(book: matcher.RuleBook) -> None:
    for scheme in book.schemes:
        run = run_cli("show", scheme, "--as-of", "2026-11-22", "--lang", "zh-Hant")
        assert run.code == 0
        formulas = " ".join(criterion.formula or "" for criterion in book.schemes[scheme].criteria)
        assert [found for found in english_in(run.out) if found not in formulas] == [], scheme
        assert not HAN.findall(run_cli("show", scheme, "--as-of", "2026-11-22").out), scheme


@pytest.mark.parametrize("args", [["schemes", "--as-of", "2026-11-22"], ["profiles"], ["schema", "--format", "list"]])
def test_lists_in_both(args: list[str]) -> None:
    assert english_in(run_cli(*args, "--lang", "zh-Hant").out) == []
    assert not HAN.findall(run_cli(*args, "--lang", "en").out)


def texts(value: Any, at: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every pair of texts in the rule book, with its place."""
    if isinstance(value, dict) and set(value) == {"en", "zh-Hant"}:
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{at}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{at}[{number}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), f"{at}.{name}")


def test_every_text_of_the_book_is_there_twice(book: matcher.RuleBook) -> None:
    found = list(texts(book))
    assert len(found) > 1000
    for at, pair in found:
        assert pair["en"].strip() and pair["zh-Hant"].strip(), at
        assert not HAN.search(pair["en"]), at
        if english_in(pair["en"]) and pair["en"] != pair["zh-Hant"]:
            assert HAN.search(pair["zh-Hant"]), at


def test_half_width_marks_stand_only_beside_latin(book: matcher.RuleBook) -> None:
    """Chinese text is set with full-width marks: no half-width comma or full stop after a character."""
    for at, pair in texts(book):
        assert not re.search(r"[\u4e00-\u9fff][,;?!](?:\s|$|[\u4e00-\u9fff])", pair["zh-Hant"]), at


# Simplified forms of characters that the book uses often.
NOT_TRADITIONAL = set("产业国发资东车马书习说话语门问间时现实们个这进过还关开经济营简证请员声计划设备价报级单团")


def test_traditional_characters_only(book: matcher.RuleBook) -> None:
    for at, pair in texts(book):
        wrong = set(pair["zh-Hant"]) & NOT_TRADITIONAL
        assert not wrong, (at, wrong)


def test_words_need_both() -> None:
    assert words("a", "甲") == {"en": "a", "zh-Hant": "甲"}
    source = (ROOT / "matcher" / "render" / "microcopy.py").read_text("utf-8")
    assert source.count("words(") > 50
