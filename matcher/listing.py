"""What the commands list: schemes, example profiles, facts, versions; as plain data or text."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from matcher.availability import availability
from matcher.check import durable_engine
from matcher.complaints import one_of, unknown_name, wrong_choice
from matcher.condition import AS_OF
from matcher.engines.direct import Compiler
from matcher.errors import Place, Problem, RequestError
from matcher.literals import FORMS, Kind
from matcher.missing import Reader
from matcher.phrases import Teller
from matcher.plain_yaml import MOST_BYTES
from matcher.profile_schema import profile_schema
from matcher.render.page import Block, Group, SummaryRow, status_of
from matcher.report import REPORT_VERSION, Report
from matcher.rulebook import RuleBook, scheme_on, shipped
from matcher.scheme import Scheme
from matcher.vocabulary import Vocabulary, every_fact
from matcher.words import Lang, Words, words


def scheme_list(book: RuleBook, as_of: date) -> list[dict[str, Any]]:
    """Each scheme with its state on the day; dates are ISO text."""
    found = []
    for name, undated in book.schemes.items():
        scheme = scheme_on(undated, as_of)
        reader = Reader({AS_OF: as_of}, Compiler())
        in_force = reader.truth(scheme.in_force) is not False
        state, _ = availability(scheme, Teller(book.vocabulary, scheme, reader), as_of)
        last = max((e.on for e in scheme.history), default=None)
        found.append({
            "id": name, "name": scheme.name, "title": scheme.title,
            "administrator": scheme.administrator, "is_for": scheme.is_for,
            "in_force": in_force, "since": scheme.begins,
            "state": state.state if in_force else None,
            "opens_on": _iso(state.opens_on if in_force else None),
            "closes_on": _iso(state.closes_on if in_force else None),
            "says": state.says if in_force else scheme.begins,
            "latest_event": last, "criteria": len(scheme.criteria), "website": scheme.website,
        })  # fmt: skip
    return found


def listed_list(book: RuleBook, as_of: date) -> list[dict[str, Any]]:
    """Each scheme that is known and has no rules; dates are ISO text."""
    return [msgspec.to_builtins(entry.on(as_of)) for entry in book.listed]


def scheme_blocks(book: RuleBook, as_of: date, lang: Lang) -> Iterator[Block]:
    """The list for people: the schemes, and last those without rules."""
    found = scheme_list(book, as_of)
    for in_force, sign, heading in (
        (True, "eligible", words("SCHEMES", "計劃")),
        (False, "not_in_force", words("NOT IN FORCE ON THIS DAY", "當日沒有接受申請")),
    ):
        listed = [entry for entry in found if entry["in_force"] is in_force]
        if listed:
            count = f" ({len(listed)})" if lang == "en" else f"（{len(listed)}）"
            yield Group(sign, heading[lang] + count)
            for entry in listed:
                yield SummaryRow(entry["name"][lang], entry["id"], entry["title"][lang],
                                 entry["is_for"][lang], (entry["says"][lang],))  # fmt: skip
    if book.listed:
        count = f" ({len(book.listed)})" if lang == "en" else f"（{len(book.listed)}）"
        yield Group("listed", words("KNOWN, WITHOUT RULES", "已知但未有規則")[lang] + count)
        for scheme in book.listed:
            lines = (scheme.known[lang], scheme.because[lang], *filter(None, [scheme.url]))
            yield SummaryRow(scheme.name[lang], scheme.id, scheme.administrator[lang],
                             status_of(scheme.on(as_of))[lang], lines)  # fmt: skip


def scheme_as_data(scheme: Scheme, book: RuleBook, as_of: date) -> dict[str, Any]:
    """A scheme's rules as plain data, formulas as text."""
    data: dict[str, Any] = msgspec.to_builtins(scheme, str_keys=True)
    for trees in ("role", "in_force", "clock"):
        data.pop(trees)
    for criterion in data["criteria"]:
        for trees in ("in_force", "applies_when", "requires", "dated"):
            criterion.pop(trees)
    for parts in ("overlays", "windows", "notes"):
        for part in data[parts]:
            part.pop("when")
    for named in data["names"].values():
        named.pop("term")
        named.pop("dated")
    data["funding"].pop("amount")
    return {"as_of": as_of.isoformat(), "rulebook": {"version": book.version, "digest": book.digest}, **data}


# --------------------------------------------------------------------- profiles


def example_list() -> list[dict[str, Any]]:
    """The example profiles that came with the package: name and story."""
    paths = sorted(shipped("profiles").glob("*.yaml"), key=lambda path: path.stem)
    return [{"name": path.stem, "story": _story(path.read_text("utf-8"))} for path in paths]


def _story(text: str) -> Words:
    """The first lines of comment that are not for an editor: English, then Chinese."""
    lines = [line[1:].strip() for line in text.splitlines()[:6]
             if line.startswith("#") and "yaml-language-server" not in line]  # fmt: skip
    return words(lines[0], lines[1])


def example_text(name: str) -> str:
    """The example profile of that name. Raises RequestError if there is none."""
    known = {path.stem: path for path in shipped("profiles").glob("*.yaml")}
    if name not in known:
        complaint = unknown_name(words("example", "例子"), name, known, "`matcher profiles`")
        raise RequestError([Problem(Place("matcher profiles"), *complaint)])
    with known[name].open("rb") as file:
        return file.read(MOST_BYTES).decode("utf-8")


# ----------------------------------------------------------------------- schemas


def schema_of(what: str, book: RuleBook) -> dict[str, Any]:
    """The JSON Schema of a `profile` or a `report`."""
    if what == "profile":
        return profile_schema(book.vocabulary)
    if what == "report":
        return Report.schema()
    problem = Problem(Place("matcher schema"), *wrong_choice("schema", what, ("profile", "report")))
    raise RequestError([problem])


def fact_list(vocabulary: Vocabulary, lang: Lang) -> str:
    """Every fact with its form and its question, a line each."""
    rows = []
    for path, spec in every_fact(vocabulary):
        form = FORMS[spec.kind][lang]
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            form = one_of(vocabulary.domain(spec))[lang].removeprefix("write ").removeprefix("請填寫")
        rows.append((path, form, spec.ask[lang]))
    wide = max(len(path) for path, _, _ in rows)
    return "".join(f"{path:<{wide}}  {ask}  [{form}]\n" for path, form, ask in rows)


def versions(book: RuleBook) -> dict[str, str]:
    """Program, rule book, report version, engines and Python."""
    try:
        program = version("hk-funding-matcher")
    except PackageNotFoundError:
        from matcher import __version__ as program
    engines = "durable, direct" if durable_engine() is not None else "direct"
    return {
        "matcher": program,
        "rule book": f"{book.version}, sha256 {book.digest}",
        "report": str(REPORT_VERSION),
        "engines": engines,
        "python": platform.python_version(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


