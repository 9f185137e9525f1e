"""What the examples of a pack show of each criterion, and what they never show.

A criterion must somewhere be met, somewhere go against the applicant, somewhere wait for a fact,
and, unless it is soft, somewhere be the only one that fails. What cannot be shown is explained in
the pack, under `examples.explained`; an explanation that is not needed is told too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from matcher.check import Engine
from matcher.engines.direct import Compiler
from matcher.errors import EngineError, Place
from matcher.frozen import Frozen
from matcher.packcheck.examples import Example, Result, coverage, disagreements, run
from matcher.packcheck.finding import Check, Finding, error_of
from matcher.packcheck.mutants import criterion_paths
from matcher.plain_yaml import find
from matcher.rulebook import PackRead
from matcher.words import Words, fill, words

NEVER: Final[Mapping[str, Words]] = {
    "never_met": words("no example meets `{name}`", "沒有例子符合`{name}`"),
    "never_against": words("`{name}` goes against the applicant in no example", "沒有例子不符合`{name}`"),
    "never_unknown": words("no example waits for a fact of `{name}`", "沒有例子欠`{name}`所需的資料"),
    "never_alone": words("`{name}` is the only one that fails in no example", "沒有例子只不符合`{name}`一項"),
}
_ADD_ONE: Final = words("add such a case, or say why there is none under `explained`",
                        "請加上這樣的例子，或在`explained`說明原因")  # fmt: skip


class Covered(Frozen, frozen=True):
    """How many of the things that examples should show are shown or explained."""

    shown: int
    of: int


def outcomes_of(examples: Sequence[Example], engines: Sequence[Engine]) -> tuple[list[Result], list[Finding]]:
    """What the first engine makes of the examples, and where an engine disagrees with them."""
    first: list[Result] = []
    told: dict[tuple[Place, str], Finding] = {}  # what both engines find is told once
    compiler = Compiler()
    for engine in engines:
        for number, example in enumerate(examples):
            try:
                result = run(example, engine, compiler)
            except EngineError as trouble:
                told |= {(p.place, p.what["en"]): error_of("examples", p) for p in trouble.problems}
                continue
            told |= {(p.place, p.what["en"]): error_of("examples", p) for p in disagreements(result)}
            if engine is engines[0]:
                first.append(result)
            elif (result.outcomes, result.verdict) != (first[number].outcomes, first[number].verdict):
                names = f"{engines[0].name}, {engine.name}"
                what = words(f"example `{example.case}`: the engines differ ({names})",
                             f"例子`{example.case}`：引擎結論不同（{names}）")  # fmt: skip
                told[example.place, what["en"]] = Finding("error", "examples", example.place, what, _REPORT)
    return first, list(told.values())


_REPORT: Final = words("report this with the pack; trust neither answer", "請連同規則檔報告，兩者均不可信")


def covered(pack: PackRead, results: Sequence[Result]) -> tuple[Covered, list[Finding]]:
    """The figure of the pack, and what is not shown."""
    found = coverage(pack.scheme, list(results))
    deciding = [c for c in pack.scheme.criteria if c.blocks]
    of = len(deciding) * 3 + sum(c.kind != "soft" for c in deciding)
    never: dict[str, tuple[str, ...]] = {name: getattr(found, name) for name in NEVER}
    lacking = list(_lacking(pack, never))
    gaps = sum(finding.level == "error" for finding in lacking)
    return Covered(of - gaps, of), [*lacking, *_unneeded(pack, never)]


def _lacking(pack: PackRead, never: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    paths = criterion_paths(pack)
    for kind, ids in never.items():
        for name in ids:
            place = find(pack.node, (*paths[name], "id"))
            what = fill(NEVER[kind], name=name)
            reason = pack.text.examples.explained.get(f"{kind} {name}")
            if reason is None:
                yield Finding("error", "coverage", place, what, _ADD_ONE)
            else:
                yield Finding("explained", "coverage", place, what, words(reason["en"], reason["zh-Hant"]))


def _unneeded(pack: PackRead, never: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for key in pack.text.examples.explained:
        kind, _, name = key.partition(" ")
        if kind in NEVER and name not in never[kind]:
            yield unneeded("coverage", pack, key)


def unneeded(check: Check, pack: PackRead, key: str) -> Finding:
    """An explanation of something that the examples do show."""
    place = find(pack.node, ("examples", "explained", key), key=True)
    what = words(f"`{key}` needs no explanation any more", f"`{key}`已無須說明")
    return Finding("error", check, place, what, words("delete it", "請刪除"))
