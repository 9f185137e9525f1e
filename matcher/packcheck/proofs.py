"""What a solver can prove of a pack: what nobody can meet, what nobody can fail, what says too little.

Asked for the rules as they stand on one day, of every profile that the vocabulary allows (lists
with at most three records). Each finding comes with a profile that shows it, where there is one.
A question that takes too long is told as not decided.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import z3

from matcher.condition import (
    AS_OF, Always, Condition, Fact, Node, Point, Within, all_parts, facts_of, walk,
)  # fmt: skip
from matcher.engines.direct import Compiler, DirectEngine
from matcher.findings import host_of
from matcher.missing import Reader
from matcher.packcheck.examples import Example
from matcher.packcheck.finding import Finding
from matcher.packcheck.logic import Sides, World, answer, solver, unless
from matcher.packcheck.mutants import criterion_paths
from matcher.packcheck.witness import as_text
from matcher.plain_yaml import find
from matcher.rulebook import PackRead, scheme_on
from matcher.scheme import Criterion, Scheme
from matcher.verdict import settled
from matcher.vocabulary import Vocabulary
from matcher.words import Words, fill, words

MOST_DROPPED: Final = 2  # facts taken out of an example at once, when looking for what is not tight

# The key under `examples.explained` for each kind of finding; what the examples can never show is
# the same thing seen from the other side.
_EXPLAINED: Final[Mapping[str, tuple[str, ...]]] = {
    "impossible": ("impossible",),
    "never_applies": ("never_applies", "never_against"),
    "cannot_fail": ("cannot_fail", "never_against"),
    "implied": ("implied", "never_alone"),
    "not_tight": ("not_tight",),
}


@dataclass(frozen=True)
class _Test:
    """One deciding criterion in the world of the solver."""

    criterion: Criterion
    applies: Any  # that it is stated and applies
    fails: Any
    passes: Any


def proofs(
    pack: PackRead, cases: list[Example], vocabulary: Vocabulary, as_of: date, seconds: int = 10
) -> list[Finding]:
    """Everything proved of a pack on the day; `seconds` is the limit for one question."""
    return list(_Proofs(pack, vocabulary, as_of, seconds).findings(cases))


class _Proofs:
    def __init__(self, pack: PackRead, vocabulary: Vocabulary, as_of: date, seconds: int) -> None:
        self.pack = pack
        self.vocabulary = vocabulary
        self.seconds = seconds
        self.scheme = scheme_on(pack.scheme, as_of)
        self.engine = DirectEngine()
        self.paths = criterion_paths(pack)
        self.world = World(vocabulary, points_settled=True)
        self.role = self.world.condition(self.scheme.role).yes
        self.tests = [
            _test(self.world, self.scheme, criterion)
            for criterion in self.scheme.criteria
            if criterion.blocks and criterion.requires is not None and criterion.in_force != Always(False)
        ]

    def findings(self, cases: list[Example]) -> Iterator[Finding]:
        """Everything, in the order of the pack."""
        if self.scheme.in_force == Always(False):
            return
        yield from self.impossible()
        for test in self.tests:
            yield from self.of_one(test)
        for criterion in self.scheme.criteria:
            if criterion.blocks and criterion.requires is not None:
                yield from self.not_tight(criterion, cases)

    # -- one question to the solver

    def ask(self, *formulas: Any) -> tuple[bool | None, Any]:
        """Whether this can be, and a model if it can."""
        asked = solver(self.seconds)
        asked.add(*self.world.bounds, *formulas)
        can = answer(asked)
        return can, asked.model() if can else None

    def impossible(self) -> Iterator[Finding]:
        hard = [test for test in self.tests if test.criterion.kind != "soft"]
        asked = solver(self.seconds)
        asked.add(*self.world.bounds, self.role)
        names = {f"#{test.criterion.id}": test for test in hard}
        for name, test in names.items():
            asked.assert_and_track(test.passes, name)
        can = answer(asked)
        if can is None:
            yield self.undecided("impossible", "")
        elif not can:
            core = sorted(str(name)[1:] for name in asked.unsat_core())
            what = words(f"nobody can meet this scheme: {', '.join(core)} exclude one another",
                         f"沒有人能符合此計劃：{'、'.join(core)}互相排斥")  # fmt: skip
            yield self.finding("impossible", core[0] if core else "", what, _MEND)

    def of_one(self, test: _Test) -> Iterator[Finding]:
        name = test.criterion.id
        can, _ = self.ask(self.role, test.applies)
        if can is None:
            yield self.undecided("never_applies", name)
            return
        if not can:
            what = words(f"`{name}` never applies to anybody", f"`{name}`不適用於任何人")
            yield self.finding("never_applies", name, what, _MEND)
            return
        can, _ = self.ask(self.role, test.fails)
        if can is None:
            yield self.undecided("cannot_fail", name)
            return
        if not can:
            _, model = self.ask(self.role, test.applies, test.passes)
            what = self.shown(words(f"nobody can fail `{name}`", f"沒有人會不符合`{name}`"), model)
            yield self.finding("cannot_fail", name, what, _MEND)
        elif test.criterion.kind != "soft":
            yield from self.implied(test)

    def implied(self, test: _Test) -> Iterator[Finding]:
        name = test.criterion.id
        others = [t for t in self.tests if t is not test and t.criterion.kind != "soft"]
        asked = solver(self.seconds)
        asked.add(*self.world.bounds, self.role, test.fails)
        for other in others:
            asked.assert_and_track(other.passes, f"#{other.criterion.id}")
        can = answer(asked)
        if can is None:
            yield self.undecided("implied", name)
        elif not can:
            core = sorted(str(n)[1:] for n in asked.unsat_core())
            _, model = self.ask(self.role, test.fails)
            what = words(f"`{name}` follows from {', '.join(core)}: whoever fails it fails one of them too",
                         f"`{name}`可由{'、'.join(core)}推出：不符合前者，必不符合其中一項")  # fmt: skip
            yield self.finding("implied", name, self.shown(what, model), _MEND)

    # -- formulas that say too little

    def not_tight(self, criterion: Criterion, cases: list[Example]) -> Iterator[Finding]:
        """A profile, made from an example, for which the formula says unknown although it is settled."""
        assert criterion.requires is not None
        host = host_of(self.pack.scheme, criterion)
        nodes = [n for n in (host, criterion.in_force, criterion.applies_when, criterion.requires) if n is not None]
        if not _repeats(nodes):
            return
        reads = sorted(facts_of(all_parts(nodes)) & set(self.vocabulary.facts))
        seen: set[Any] = set()
        compiler = Compiler()
        for case in cases:
            mine = next(c for c in case.scheme.criteria if c.id == criterion.id)
            if mine.requires is None or mine.in_force == Always(False):
                continue
            for facts in _partial(case.facts, reads):
                key = (case.facts[AS_OF], *(_key(facts.get(path)) for path in reads))
                if key in seen:
                    continue
                seen.add(key)
                found = self.settled_after_all(case.scheme, mine, facts, compiler)
                if found is not None:
                    given = {path: facts[path] for path in reads if path in facts}
                    what = fill(words(
                        "`{n}` is said to be unknown although every completion {v} it, as of {d} with {w}",
                        "`{n}`顯示為未知，但不論如何補充均{v}；以{d}計，資料為{w}"),
                        n=criterion.id, v=_OUTCOME[found], d=str(case.facts[AS_OF]),
                        w=as_text(given, self.vocabulary) or "{}",
                    )  # fmt: skip
                    yield self.finding("not_tight", criterion.id, what, _ONCE)
                    return

    def settled_after_all(
        self, scheme: Scheme, criterion: Criterion, facts: Mapping[str, Any], compiler: Compiler
    ) -> str | None:
        """The outcome that every completion of the facts has, where the engine says it is open."""
        decision = self.engine.decide(scheme, facts)
        if settled(criterion, decision.criteria[scheme.criteria.index(criterion)]) is not None:
            return None
        world = World(self.vocabulary, points_settled=True)
        test = _test(world, scheme, criterion)
        known = [world.equal(path, value) for path, value in facts.items() if path in self.vocabulary.facts]
        known += list(_bracketed(world, criterion, facts, compiler))
        results = []
        for formula in (test.fails, z3.Not(test.fails)):
            asked = solver(self.seconds)
            asked.add(*world.bounds, *known, formula)
            results.append(answer(asked))
        if results == [True, False]:
            return "failed"
        return "met" if results == [False, True] else None

    # -- findings

    def shown(self, what: Words, model: Any) -> Words:
        """The finding with a profile that shows it."""
        if model is None:
            return what
        facts = self.world.profile(model)
        return fill(words("{what}; for example {w}", "{what}；例如{w}"), what=what, w=as_text(facts, self.vocabulary))

    def finding(self, kind: str, name: str, what: Words, instead: Words) -> Finding:
        path = (*self.paths[name], "id") if name in self.paths else ("scheme",)
        place = find(self.pack.node, path)
        reasons = self.pack.text.examples.explained
        for key in _EXPLAINED[kind]:
            reason = reasons.get(key if kind == "impossible" else f"{key} {name}")
            if reason is not None:
                return Finding("explained", "proofs", place, what, words(reason["en"], reason["zh-Hant"]))
        return Finding("error", "proofs", place, what, instead)

    def undecided(self, kind: str, name: str) -> Finding:
        place = find(self.pack.node, (*self.paths[name], "id") if name in self.paths else ("scheme",))
        what = fill(words("{q} `{n}`: not decided in {s} s", "{q}`{n}`：{s}秒內未有定論"),
                    q=_QUESTIONS[kind], n=name or self.scheme.id, s=self.seconds)  # fmt: skip
        return Finding("warning", "proofs", place, what, words("give it more time", "請給予更多時間"))


_MEND: Final = words("mend the rule, or explain it under `explained`", "請修正規則，或在`explained`說明")
_ONCE: Final = words("write each fact once, or explain it under `explained`",
                     "請只寫每項資料一次，或在`explained`說明")  # fmt: skip
_OUTCOME: Final = {"failed": words("fails", "不符合"), "met": words("meets", "符合")}
_QUESTIONS: Final = {
    "impossible": words("whether anybody can meet", "是否有人能符合"),
    "never_applies": words("to whom applies", "適用於何人"),
    "cannot_fail": words("whether anybody can fail", "是否有人會不符合"),
    "implied": words("whether others imply", "是否由其他條件推出"),
}


def _test(world: World, scheme: Scheme, criterion: Criterion) -> _Test:
    assert criterion.requires is not None
    host = host_of(scheme, criterion)
    conditions = [world.condition(c) for c in (host, criterion.in_force, criterion.applies_when) if c is not None]
    requires: Sides = world.condition(criterion.requires)
    applies = z3.And([c.yes for c in conditions])
    fails = z3.And(applies, requires.no)
    return _Test(criterion, applies, fails, z3.Not(fails))


def _repeats(nodes: list[Condition]) -> bool:
    """Whether a fact or an open point stands in two places; else three-valued logic is tight."""
    count: Counter[str] = Counter()
    for node in nodes:
        for part in walk(node):
            match part:
                case Fact(path=path) if path != AS_OF:
                    count[path] += 1
                case Point(id=id):
                    count[f"?{id}"] += 1
    return any(times > 1 for times in count.values())


def _partial(facts: Mapping[str, Any], reads: list[str]) -> Iterator[Mapping[str, Any]]:
    """The facts, and the facts without one or two of those that are read."""
    given = [path for path in reads if path in facts]
    for count in range(MOST_DROPPED + 1):
        for dropped in itertools.combinations(given, count):
            yield {path: value for path, value in facts.items() if path not in dropped}


def _bracketed(world: World, criterion: Criterion, facts: Mapping[str, Any], compiler: Compiler) -> Iterator[Any]:
    """Where the pack says that a day which is not given must lie."""
    nodes: list[Node] = [criterion.applies_when, *([criterion.requires] if criterion.requires else [])]
    reader = Reader(facts, compiler)
    for node in nodes:
        for part in walk(node):
            if not isinstance(part, Within) or part.fact.path in facts:
                continue
            day = world.fact(part.fact.path)
            for bracket in part.brackets:
                if reader.truth(bracket.when) is not True:
                    continue
                low = None if bracket.low is None else world.term(bracket.low)[0]
                high = None if bracket.high is None else world.term(bracket.high)[1]
                if low is not None:
                    yield unless(low.endless, day >= low.value)
                if high is not None:
                    in_time = day < high.value if bracket.high_is_out else day <= high.value
                    yield unless(high.endless, in_time)


def _key(value: Any) -> Any:
    return tuple(tuple(sorted(r.items())) for r in value) if isinstance(value, tuple) else value


