"""What an author of rules is given: schemas that are current and fit, and a pack to start from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from cli import run_cli
from conftest import ROOT
from pydantic import ValidationError

import matcher
from matcher.check import durable_engine
from matcher.engines.direct import DirectEngine
from matcher.errors import PackError
from matcher.pack import PackText
from matcher.pack_schema import EXPLAINED, FILES, authors_schema
from matcher.packcheck.examples import coverage, disagreements, examples_in, run
from matcher.packcheck.skeleton import MARK
from matcher.plain_yaml import Items, Mapping, Node, Text, plain, read

PACKS = sorted(p for p in (ROOT / "rules").rglob("*.yaml") if p.name not in ("book.yaml", "facts.yaml", "listed.yaml"))
WRITTEN = {"pack": ROOT / "docs" / "pack.schema.json", "facts": ROOT / "docs" / "facts.schema.json"}


def as_an_editor_reads(node: Node) -> Any:
    """YAML 1.2: a bare number or true or false is typed; days, and yes or no, are text."""
    match node:
        case Mapping(entries=entries):
            return {key: as_an_editor_reads(value) for key, value in entries.items()}
        case Items(items=items):
            return [as_an_editor_reads(item) for item in items]
        case Text(value=value, is_plain=True) if re.fullmatch("true|false|[0-9]+|[0-9]+[.][0-9]+", value):
            return json.loads(value.lstrip("0") or "0")
        case Text(value=value):
            return value


def both_readings(text: str) -> list[Any]:
    """A file as the program reads it, and as an editor does."""
    node = read(text, "file", PackError)
    return [plain(node), as_an_editor_reads(node)]


def validator(of: str) -> jsonschema.Draft202012Validator:
    schema = authors_schema(of)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("of", WRITTEN)
def test_the_written_schemas_are_current(of: str) -> None:
    run_ = run_cli("rules", "schema", of)
    assert run_.code == 0
    assert WRITTEN[of].read_text("utf-8") == run_.out


@pytest.mark.parametrize("path", [*PACKS, ROOT / "docs" / "tutorial" / "paper_lantern.yaml"], ids=lambda p: p.stem)
def test_packs_fit_their_schema(path: Path) -> None:
    for found in both_readings(path.read_text("utf-8")):
        assert [e.message for e in validator("pack").iter_errors(found)] == []


@pytest.mark.parametrize("of", ["facts", "book"])
def test_facts_and_book_fit_their_schema(of: str) -> None:
    for found in both_readings((ROOT / "rules" / f"{of}.yaml").read_text("utf-8")):
        assert [e.message for e in validator(of).iter_errors(found)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind_of",), "x"), (("criteria", 0, "kind"), "strict"), (("sources", "guide", "checked_on"), "last week"),
        (("criteria", 0, "says"), {"en": "only English"}), (("name",), {"en": "", "zh-Hant": ""}),
        (("criteria", 0, "blocks"), "perhaps"), (("examples", "verdict"), "maybe"),
    ],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses_what_the_loader_refuses(path: tuple[Any, ...], value: Any) -> None:
    pack = both_readings((ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8"))[0]
    at = pack
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert list(validator("pack").iter_errors(pack))
    with pytest.raises(ValidationError):
        PackText.model_validate(pack)


@pytest.mark.parametrize("of", FILES)
def test_every_key_is_explained(of: str) -> None:
    schema = authors_schema(of)
    parts = {FILES[of][0].__name__: schema, **schema["$defs"]}
    for name, part in parts.items():
        assert part["title"]
        for key, value in part.get("properties", {}).items():
            assert value.get("description") == EXPLAINED.get(f"{name}.{key}", "none"), f"{name}.{key}"


def test_nothing_is_explained_that_is_not_there() -> None:
    keys: set[str] = set()
    for of, (cls, _) in FILES.items():
        schema = authors_schema(of)
        for name, part in {cls.__name__: schema, **schema["$defs"]}.items():
            keys |= {f"{name}.{key}" for key in part.get("properties", {})}
    assert set(EXPLAINED) == keys


def test_an_unknown_schema_is_told() -> None:
    run_ = run_cli("rules", "schema", "packs")
    assert (run_.code, run_.out) == (2, "")
    assert "did you mean `pack`?" in run_.err


# ---------------------------------------------------------------------- skeleton


def filled_in(text: str) -> str:
    """The skeleton with every marked value replaced, and nothing else."""
    lines = []
    for line in text.splitlines():
        value, mark, rest = line.partition(MARK)
        if mark:
            value = value.replace('""', '"something"').replace("YYYY-MM-DD", "2026-01-05")
            value = value.replace('website: "something"', "website: https://example.org")
        lines.append(value + mark + rest)
    return "\n".join(lines) + "\n"


def test_the_skeleton_loads_once_it_is_filled_in(tmp_path: Path) -> None:
    text = run_cli("rules", "new", "my_scheme").out
    (tmp_path / "my_scheme.yaml").write_text(filled_in(text), "utf-8")
    book = matcher.load_rules(tmp_path)
    assert list(book.schemes) == ["my_scheme"]
    (examples,) = examples_in(tmp_path, book).values()
    for engine in filter(None, [DirectEngine(), durable_engine()]):
        results = [run(example, engine) for example in examples]
        assert [p.text() for result in results for p in disagreements(result)] == []
    covered = coverage(book.schemes["my_scheme"], results)
    assert covered.never_met == covered.never_against == covered.never_unknown == covered.never_alone == ()
    for found in both_readings(filled_in(text)):
        assert [e.message for e in validator("pack").iter_errors(found)] == []


def test_what_is_left_to_fill_in_is_what_the_loader_names(tmp_path: Path) -> None:
    text = run_cli("rules", "new", "my_scheme").out
    (tmp_path / "my_scheme.yaml").write_text(text, "utf-8")
    with pytest.raises(PackError) as caught:
        matcher.load_rules(tmp_path)
    marked = {number for number, line in enumerate(text.splitlines(), 1) if MARK in line}
    named = {problem.place.line for problem in caught.value.problems}
    assert named and named <= marked
    for number, line in enumerate(text.splitlines(), 1):
        if '""' in line.partition("#")[0] or "YYYY-MM-DD" in line.partition("#")[0]:
            assert number in marked


def test_the_skeleton_overwrites_nothing(tmp_path: Path) -> None:
    target = tmp_path / "my_scheme.yaml"
    assert run_cli("rules", "new", "my_scheme", "-o", str(target)).code == 0
    before = target.read_bytes()
    run_ = run_cli("rules", "new", "other", "-o", str(target))
    assert (run_.code, run_.err.strip()) == (2, f"{target}: exists already; name a new file, or move it away")
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["My Scheme", "", "7th", "../x", "a: b", "x\n- y", "計劃"])
def test_what_can_be_no_id_is_refused(name: str) -> None:
    run_ = run_cli("rules", "new", "--", name)
    assert (run_.code, run_.out) == (2, "")
    assert "write a-z, 0-9 and _ only" in run_.err


# ------------------------------------------------------------------------- hooks


def test_the_hook_runs_a_command_of_ours() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == "matcher rules check"
    assert hook["language"] == "python" and hook["pass_filenames"] is False
    assert re.search(hook["files"], "rules/itc/a.yaml")


@pytest.mark.parametrize("command", ["site", "new", "schema"])
def test_help_has_an_example_that_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if command == "site":
        pytest.importorskip("jinja2")
    found = re.search(r"Example: matcher (.*)", run_cli("rules", command, "--help").out)
    assert found
    monkeypatch.chdir(tmp_path)
    assert run_cli(*found[1].split()).code == 0
    assert list(tmp_path.iterdir())


def test_the_commands_are_in_the_guide() -> None:
    guide = (ROOT / "docs" / "authors.md").read_text("utf-8")
    for command in ("site", "new", "schema"):
        assert f"matcher rules {command}" in guide
    json.loads((ROOT / "docs" / "pack.schema.json").read_text("utf-8"))
