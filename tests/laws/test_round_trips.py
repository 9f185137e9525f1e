"""Written out and read again it is the same: formulas, packs, reports."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import profiles_of
from trees import SCOPE, conditions, terms

import matcher
from matcher.condition import CONDITIONS, Condition, Named, Term, Within, walk
from matcher.formula import Scope, parse, parse_condition
from matcher.formula_text import write
from matcher.listing import schema_of
from matcher.literals import Kind

AS_OF = "2026-11-22"


@settings(max_examples=500)
@given(conditions(3))
def test_a_condition_survives_its_own_text(node: Condition) -> None:
    text = write(node)
    if len(text) <= 1000:
        assert parse_condition(text, SCOPE) == node


@settings(max_examples=500)
@given(st.sampled_from([Kind.MONEY, Kind.DATE, Kind.COUNT, Kind.SHARE, Kind.DURATION]).flatmap(lambda k: terms(k, 3)))
def test_a_term_survives_its_own_text(node: Term) -> None:
    text = write(node)
    if len(text) <= 1000:
        assert parse(text, SCOPE) == node


def test_formulas_of_the_packs_survive(book: matcher.RuleBook) -> None:
    """Every condition of every shipped pack, with the names of values and brackets read through."""
    count = 0
    for scheme in book.schemes.values():
        points = frozenset(scheme.open_points)
        terms_by_name = {name: named.term for name, named in scheme.names.items() if named.term is not None}
        scope = Scope(book.vocabulary, terms=terms_by_name, points=points)
        for criterion in scheme.criteria:
            for node in (criterion.requires, criterion.applies_when):
                if node is None or len(write(node)) > 1000 or any(isinstance(n, Within) for n in walk(node)):
                    continue
                again = parse_condition(write(plain(node)), scope)
                assert write(again) == write(plain(node)), (scheme.id, criterion.id)
                count += 1
    assert count > 100


def plain(node: Any) -> Any:
    """The tree without names of lists, which only their own pack can read."""
    import msgspec

    changed = {}
    for name in node.__struct_fields__:
        value = getattr(node, name)
        if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changed[name] = tuple(plain(part) for part in value)
        elif isinstance(value, msgspec.Struct):
            changed[name] = plain(value)
        elif name == "name" and not isinstance(node, Named) and isinstance(node, CONDITIONS):
            changed[name] = ""
    return msgspec.structs.replace(node, **changed)


def test_a_report_survives_json(example_profile: Path) -> None:
    report = matcher.check(example_profile, as_of=AS_OF)
    assert matcher.Report.from_json(report.to_json()) == report


def test_json_is_valid_against_the_published_schema(example_profile: Path) -> None:
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for day in (AS_OF, "2018-01-15"):
        report = json.loads(matcher.check(example_profile, as_of=day).to_json())
        validator.validate(report)
        spoilt = {**report, "schemes": [{**report["schemes"][0], "verdict": "perhaps"}]}
        assert list(validator.iter_errors(spoilt))


@pytest.mark.parametrize(
    ("of", "file"), [("report", "docs/report.schema.json"), ("profile", "profiles/profile.schema.json")]
)
def test_schema_files_are_current(book: matcher.RuleBook, of: str, file: str) -> None:
    """`matcher schema report -o docs/report.schema.json`, and the same for the profile, write them."""
    assert json.loads((ROOT / file).read_text("utf-8")) == json.loads(json.dumps(schema_of(of, book)))


def test_profiles_are_valid_against_their_schema(example_profile: Path) -> None:
    """What an editor checks: the example as YAML reads it with the values that people write."""
    import yaml

    schema = json.loads((ROOT / "profiles" / "profile.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = as_editor(yaml.safe_load(example_profile.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(found)] == []
    found["company"]["employes"] = 9
    assert list(validator.iter_errors(found))
    found = {"company": {"registration": "incorporate"}}
    assert list(validator.iter_errors(found))


def as_editor(value: Any) -> Any:
    """Days as the text that editors see."""
    if isinstance(value, dict):
        return {key: as_editor(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_editor(each) for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_schema_names_every_fact(book: matcher.RuleBook) -> None:
    schema = schema_of("profile", book)
    for path, spec in book.vocabulary.facts.items():
        node = schema
        for part in path.split("."):
            node = node["properties"][part]
        assert spec.label["en"] in json.dumps(node, ensure_ascii=False)
        assert spec.label["zh-Hant"] in json.dumps(node, ensure_ascii=False)


def test_reports_of_generated_profiles(book: matcher.RuleBook) -> None:
    """Whatever is given, the report is made, valid, and survives JSON.

    The validator is slow: it reads a quarter of the schemes each time, all of them in turn.
    """
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    from datetime import date

    day = date.fromisoformat(AS_OF)
    turn = itertools.cycle(range(4))

    @settings(max_examples=40)
    @given(profiles_of(book, day))
    def each(facts: dict[str, Any]) -> None:
        given = {path: value for path, value in facts.items() if path != "as_of"}
        profile = matcher.Profile(given, frozenset(), "generated", "0" * 64, {})
        report = matcher.check(profile, as_of=day, engine="direct")
        text = report.to_json()
        assert matcher.Report.from_json(text) == report
        plain = json.loads(text)
        validator.validate({**plain, "schemes": plain["schemes"][next(turn) :: 4]})

    each()
