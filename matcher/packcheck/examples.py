"""The examples that stand beside the rules: run on an engine, and what they cover.

A pack has a base profile with all its outcomes. Each case says what it changes, and every outcome
that changes with it; anything else that changes is told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path

from matcher.check import Engine
from matcher.condition import AS_OF
from matcher.engines.direct import Compiler
from matcher.errors import PackError, Place, Problem
from matcher.findings import findings
from matcher.frozen import Frozen
from matcher.literals import read_date
from matcher.missing import Reader
from matcher.pack import CaseText, ExamplesText, PackText
from matcher.plain_yaml import Mapping as NodeMapping
from matcher.plain_yaml import Node, find, read
from matcher.rulebook import RuleBook, files_of, packs_of, scheme_on
from matcher.scheme import Scheme, Verdict
from matcher.structure import checked
from matcher.verdict import Decision
from matcher.vocabulary import Reading
from matcher.words import words

NOT_STATED = "not_stated"  # the criterion is not one of this applicant's, or not in force


class Example(Frozen, frozen=True):
    """One example, ready to run."""

    case: str
    place: Place
    scheme: Scheme
    facts: Mapping[str, object]
    expect: dict[str, str]
    verdict: Verdict | None


class Result(Frozen, frozen=True):
    """What an engine made of an example."""

    example: Example
    outcomes: dict[str, str]
    verdict: Verdict


def examples_in(folder: Path, book: RuleBook) -> dict[str, list[Example]]:
    """The examples of all packs of a folder, by scheme; `book` is what was loaded from it.

    Raises PackError with the problems of all packs.
    """
    found: dict[str, list[Example]] = {}
    problems: list[Problem] = []
    for name, content in packs_of(files_of(folder)):
        try:
            node = read(content, name, PackError)
            text = checked(PackText, node, PackError)
            found[text.scheme] = examples(text, node, book)
        except PackError as trouble:
            problems += trouble.problems
    if problems:
        raise PackError(problems)
    return found


def examples(text: PackText, node: Node, book: RuleBook) -> list[Example]:
    """All examples of a pack. Raises PackError with all facts that the vocabulary does not know."""
    written = text.examples
    scheme = book.schemes[text.scheme]
    on_day = cache(partial(scheme_on, scheme))  # cases of one day share it, and so what engines make of it
    inside = node.entries["examples"] if isinstance(node, NodeMapping) else node
    assert isinstance(inside, NodeMapping)
    base_node = inside.entries["base"]
    assert isinstance(base_node, NodeMapping)
    base_day = _day(written.as_of, find(node, ("examples", "as_of")))
    outcomes = _all_expected(written, scheme)
    base = _facts(base_day, base_node, None, book)
    found = [Example("the base profile", base_node.place, on_day(base_day), base, outcomes, written.verdict)]
    problems: list[Problem] = []
    for index, case in enumerate(written.cases):
        place = find(node, ("examples", "cases", index))
        given = _given(inside, index)
        try:
            day = _day(case.as_of, find(node, ("examples", "cases", index, "as_of"))) if case.as_of else base_day
            facts = _facts(day, base_node, (case, given, place), book)
        except PackError as trouble:
            problems += (p for p in trouble.problems if p not in problems)
            continue
        expect = {**outcomes, **case.expect}
        found.append(Example(case.case, place, on_day(day), facts, expect, case.verdict))
    if problems:
        raise PackError(problems)
    return found


def _all_expected(written: ExamplesText, scheme: Scheme) -> dict[str, str]:
    """The outcome of every evaluated criterion in the base profile: met, or what is written."""
    expected: dict[str, str] = {
        criterion.id: NOT_STATED if criterion.overlay else "met"
        for criterion in scheme.criteria
        if criterion.requires is not None
    }
    return {**expected, **written.expect}


def _given(examples_node: NodeMapping, index: int) -> NodeMapping | None:
    case = examples_node.entries["cases"].items[index]  # type: ignore[union-attr]
    given = case.entries.get("given") if isinstance(case, NodeMapping) else None
    return given if isinstance(given, NodeMapping) else None


def _facts(
    day: date, base: NodeMapping, change: tuple[CaseText, NodeMapping | None, Place] | None, book: RuleBook
) -> Mapping[str, object]:
    """The facts of the base profile, changed as the case says."""
    entries, keys = dict(base.entries), dict(base.keys)
    place = base.place
    if change is not None:
        case, given, place = change
        for fact in case.without:
            if fact not in entries:
                what = words(f"`{fact}` is not in the base profile", f"基本資料沒有`{fact}`")
                hint = words("leave it out of `without`", "請從`without`刪除")
                raise PackError([Problem(place, what, hint)])
            del entries[fact], keys[fact]
        if given is not None:
            entries.update(given.entries)
            keys.update(given.keys)
    reading = Reading(book.vocabulary)
    reading.mapping(NodeMapping(entries, keys, place))
    if reading.problems:
        raise PackError(reading.problems)
    return {**reading.values, AS_OF: day}


def _day(text: str, place: Place) -> date:
    day = read_date(text)
    if day is None:
        what = words(f"`{text}` is not a day", f"`{text}`不是有效日期")
        raise PackError([Problem(place, what, words("write YYYY-MM-DD", "請填寫YYYY-MM-DD"))])
    return day


def run(example: Example, engine: Engine, compiler: Compiler | None = None) -> Result:
    """The outcomes and the verdict that the engine finds; `compiler` keeps what it made for the next example."""
    decision = engine.decide(example.scheme, example.facts)
    return Result(example, outcomes(example.scheme, decision, example.facts, compiler), decision.verdict)


def outcomes(
    scheme: Scheme, decision: Decision, facts: Mapping[str, object], compiler: Compiler | None = None
) -> dict[str, str]:
    """The outcome of every criterion by id."""
    found: dict[str, str] = dict.fromkeys((c.id for c in scheme.criteria), NOT_STATED)
    for finding in findings(scheme, decision, Reader(facts, compiler or Compiler())):
        found[finding.criterion.id] = finding.outcome
    return found


def disagreements(result: Result) -> Iterator[Problem]:
    """Where the outcome is not as the example says."""
    example = result.example
    for name, wanted in example.expect.items():
        got = result.outcomes.get(name)
        if got is None:
            what = words(f"example `{example.case}`: there is no criterion `{name}`",
                         f"例子`{example.case}`：沒有條件`{name}`")  # fmt: skip
            yield Problem(example.place, what, words("mend the name", "請修正名稱"))
        elif got != wanted:
            what = words(f"example `{example.case}`: `{name}` is {got}, not {wanted}",
                         f"例子`{example.case}`：`{name}`為{got}，並非{wanted}")  # fmt: skip
            yield Problem(example.place, what, words("mend the rule or the example", "請修正規則或例子"))
    if example.verdict is not None and result.verdict != example.verdict:
        what = words(f"example `{example.case}`: the verdict is {result.verdict}, not {example.verdict}",
                     f"例子`{example.case}`：結論為{result.verdict}，並非{example.verdict}")  # fmt: skip
        yield Problem(example.place, what, words("mend the rule or the example", "請修正規則或例子"))


class Coverage(Frozen, frozen=True):
    """What the examples of a pack exercise: ids of criteria that are never so."""

    never_met: tuple[str, ...]
    never_against: tuple[str, ...]  # never failed (hard) or never beyond the limit (soft)
    never_unknown: tuple[str, ...]
    never_alone: tuple[str, ...]  # never the only one that fails
    verdicts: frozenset[Verdict]


def coverage(scheme: Scheme, results: list[Result]) -> Coverage:
    """Which outcomes each deciding criterion takes over all examples."""
    deciding = [c for c in scheme.criteria if c.blocks]
    seen: dict[str, set[str]] = {c.id: set() for c in deciding}
    alone: set[str] = set()
    for result in results:
        against = [c.id for c in deciding if result.outcomes[c.id] == "failed"]
        if len(against) == 1:
            alone.add(against[0])
        for criterion in deciding:
            seen[criterion.id].add(result.outcomes[criterion.id])
    return Coverage(
        tuple(c.id for c in deciding if "met" not in seen[c.id]),
        tuple(c.id for c in deciding if not seen[c.id] & {"failed" if c.kind != "soft" else "unclear"}),
        tuple(c.id for c in deciding if "unknown" not in seen[c.id]),
        tuple(c.id for c in deciding if c.kind != "soft" and c.id not in alone),
        frozenset(result.verdict for result in results),
    )
