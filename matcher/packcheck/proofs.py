"""What can be proved of a pack: what nobody can meet, what nobody can fail, what says too little.

Asked for the rules as they stand on one day (of a scheme that has ended or not begun, on the last
day of its examples on which it was open). Most questions are answered by a profile at hand: an
example of the pack that fails a criterion proves that somebody can. The others go to the solver,
of every profile that the vocabulary allows (lists with at most three records). Each finding comes
with a profile that shows it, where there is one; a question that takes too long is told as not
decided. What the day of the check alone settles is a date and no fault of a rule, and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from matcher.condition import AS_OF, Always, facts_of
from matcher.engines.direct import Compiler
from matcher.packcheck.coverage import unneeded
from matcher.packcheck.deciding import Test, deciding, only_read
from matcher.packcheck.examples import Example
from matcher.packcheck.finding import Finding
from matcher.packcheck.logic import Answer, World, ask, every, opposite
from matcher.packcheck.mutants import criterion_paths
from matcher.packcheck.tight import Loose, not_tight
from matcher.packcheck.witness import as_text
from matcher.plain_yaml import find
from matcher.rulebook import PackRead, scheme_on
from matcher.scheme import Criterion
from matcher.truth import Truth
from matcher.vocabulary import Vocabulary
from matcher.words import Words, fill, words

SECONDS: Final = 10  # for one question
MOST_UNDECIDED: Final = 5  # of one pack, before the solver is asked no more

# The key under `examples.explained` for each kind of finding; what the examples can never show is
# the same thing seen from the other side.
_EXPLAINED: Final[Mapping[str, tuple[str, ...]]] = {
    "impossible": ("impossible",),
    "never_applies": ("never_applies", "never_against"),
    "cannot_fail": ("cannot_fail", "never_against"),
    "implied": ("implied", "never_alone"),
    "not_tight": ("not_tight",),
}


def proofs(
    pack: PackRead, cases: Sequence[Example], vocabulary: Vocabulary, as_of: date, seconds: int = SECONDS
) -> list[Finding]:
    """Everything proved of a pack on the day; `seconds` is the limit for one question."""
    return _Proofs(pack, cases, vocabulary, as_of, seconds).all()


@dataclass(frozen=True)
class _Seen:
    """A profile at hand: of each criterion whether it applies, and whether it is failed."""

    facts: Mapping[str, Any]
    applies: Mapping[str, Truth]
    fails: Mapping[str, Truth]


class _GaveUp(Exception):  # noqa: N818  # an end, not an error
    """Too many questions of this pack were not decided."""


class _Proofs:
    def __init__(
        self, pack: PackRead, cases: Sequence[Example], vocabulary: Vocabulary, as_of: date, seconds: int
    ) -> None:
        self.pack = pack
        self.cases = cases
        self.vocabulary = vocabulary
        self.seconds = seconds
        self.day = as_of
        self.scheme = scheme_on(pack.scheme, as_of)
        if self.scheme.in_force == Always(False):
            self.day = _last_day(cases) or as_of
            self.scheme = scheme_on(pack.scheme, self.day)
        self.is_of_the_past = self.day != as_of
        self.paths = criterion_paths(pack)
        found = deciding(self.scheme)
        self.role = found.role
        by_the_day = {
            written.id for written, read in zip(pack.scheme.criteria, self.scheme.criteria, strict=True)
            if _by_the_day(written, read)
        }  # fmt: skip
        self.tests = [test for test in found.tests if test.id not in by_the_day]
        self.hard = [test for test in self.tests if not test.is_soft]
        self.compiler = Compiler()
        self.seen = [seen for case in cases if (seen := self.look(case.facts))]
        self.undecided: list[Finding] = []
        self.used: set[str] = set()  # explanations that were needed

    def all(self) -> list[Finding]:
        """Everything, in the order of the pack."""
        if self.scheme.in_force == Always(False):
            return []
        found: list[Finding] = []
        try:
            found += self.of_the_day()
            found += self.too_little()
            found += self.unneeded()
        except _GaveUp:
            what = words(f"the solver was asked no more after {MOST_UNDECIDED} questions that it did not decide",
                         f"求解器有{MOST_UNDECIDED}條問題未有定論，其後不再嘗試")  # fmt: skip
            found.append(Finding("warning", "proofs", find(self.pack.node, ("scheme",)), what, _SIMPLER))
        return found + self.undecided

    # -- profiles at hand, and questions to the solver

    def look(self, facts: Mapping[str, Any]) -> _Seen | None:
        """What the profile shows; nothing if the scheme may not be for it."""
        test = self.compiler.condition
        if test(self.role)(facts, None) is not True:
            return None
        applies = {t.id: test(t.applies)(facts, None) for t in self.tests}
        requires = {t.id: test(t.requires)(facts, None) for t in self.tests}
        fails = {
            name: False if applied is False or requires[name] is True
            else True if applied and requires[name] is False else None
            for name, applied in applies.items()
        }  # fmt: skip
        return _Seen(facts, applies, fails)

    def ask(
        self, kind: str, name: str, world: World, *formulas: Any, passing: Sequence[Test] = ()
    ) -> Answer:
        """The solver's answer; what it finds is a profile at hand from then on."""
        found = ask(world, formulas, {test.id: _passes(world, test) for test in passing}, self.seconds)
        if found.can is None:
            self.note(kind, name)
        elif found.can and (seen := self.look(world.profile(found.model))):
            self.seen.append(seen)
        return found

    def world(self) -> tuple[World, Any]:
        """A new world of the solver, and that the scheme is for whoever lives in it."""
        world = World(self.vocabulary, points_settled=True)
        return world, world.condition(self.role).yes

    # -- the rules of the day

    def of_the_day(self) -> Iterator[Finding]:
        impossible = list(self.impossible())
        yield from impossible
        for test in self.tests:
            before = len(self.undecided)
            found = list(self.never(test))
            yield from found
            if not (found or impossible or test.is_soft) and len(self.undecided) == before:
                yield from self.implied(test)

    def impossible(self) -> Iterator[Finding]:
        if any(not any(seen.fails[t.id] is not False for t in self.hard) for seen in self.seen):
            return
        world, role = self.world()
        found = self.ask("impossible", "", world, role, passing=self.hard)
        if found.can is False:
            core = [t.id for t in self.hard if t.id in found.core]
            names = _names(core)
            if len(core) > 1:
                what = words(f"nobody can meet this scheme: {names['en']} exclude one another",
                             f"沒有人能符合此計劃：{names['zh-Hant']}互相排斥")  # fmt: skip
            elif core:
                what = words(f"nobody can meet this scheme: nobody can meet {names['en']}",
                             f"沒有人能符合此計劃：沒有人能符合{names['zh-Hant']}")  # fmt: skip
            else:
                what = words("this scheme is for nobody", "此計劃不適用於任何人")
            yield self.finding("impossible", core[-1] if core else "", what, _MEND)

    def never(self, test: Test) -> Iterator[Finding]:
        """That it never applies, or that nobody can fail it."""
        name = test.id
        if any(seen.fails[name] for seen in self.seen):
            return
        world, role = self.world()
        applies, requires = world.condition(test.applies), world.condition(test.requires)
        is_known_to_apply = any(seen.applies[name] for seen in self.seen)
        if not is_known_to_apply and self.ask("never_applies", name, world, role, applies.yes).can is False:
            what = words(f"`{name}` never applies to anybody", f"`{name}`不適用於任何人")
            yield self.finding("never_applies", name, what, _MEND)
        elif self.ask("cannot_fail", name, world, role, applies.yes, requires.no).can is False:
            self.ask("cannot_fail", name, world, role, applies.yes, requires.yes)
            what = self.shown(words(f"nobody can fail `{name}`", f"沒有人會不符合`{name}`"), test, False)
            yield self.finding("cannot_fail", name, what, _MEND)

    def implied(self, test: Test) -> Iterator[Finding]:
        """That whoever fails it fails another one too, of those that share a fact with it."""
        name = test.id
        others = self.related(test)
        if any(seen.fails[name] and all(seen.fails[t.id] is False for t in others) for seen in self.seen):
            return
        world, role = self.world()
        fails = opposite(_passes(world, test))
        found = self.ask("implied", name, world, role, fails, passing=others)
        if found.can is False:
            core = [t.id for t in others if t.id in found.core]
            self.ask("implied", name, world, role, fails)
            names = _names(core)
            what = words(f"`{name}` follows from {names['en']}: whoever fails it fails one of them too",
                         f"`{name}`可由{names['zh-Hant']}推出：不符合前者，必不符合其中一項")  # fmt: skip
            yield self.finding("implied", name, self.shown(what, test, True), _MEND)

    def related(self, test: Test) -> list[Test]:
        """The other hard criteria that share a fact with it, directly or by way of one another.

        All others can be met beside it: some profile meets the whole scheme.
        """
        reads = {t.id: facts_of(t.applies) | facts_of(t.requires) for t in self.hard}
        shared, found = reads[test.id] | facts_of(self.role), {test.id}
        while more := [t for t in self.hard if t.id not in found and reads[t.id] & shared]:
            found |= {t.id for t in more}
            shared = shared.union(*(reads[t.id] for t in more))
        return [t for t in self.hard if t.id in found and t is not test]

    # -- formulas that say too little

    def too_little(self) -> Iterator[Finding]:
        for criterion in self.pack.scheme.criteria:
            if not criterion.blocks or criterion.requires is None:
                continue
            found = not_tight(criterion, self.cases, self.vocabulary, self.seconds)
            if found is None:
                continue
            if found.outcome is None:
                self.note("not_tight", criterion.id)
            else:
                yield self.finding("not_tight", criterion.id, self.said(criterion, found), _ONCE)

    def said(self, criterion: Criterion, found: Loose) -> Words:
        """What is not tight, with the profile that shows it."""
        assert found.outcome is not None
        return fill(words(
            "`{n}` is said to be unknown although every completion {v} it, as of {d} with {w}",
            "`{n}`顯示為未知，但不論如何補充均{v}；以{d}計，資料為{w}"),
            n=criterion.id, v=_OUTCOME[found.outcome], d=str(found.facts[AS_OF]),
            w=as_text(found.facts, self.vocabulary),
        )  # fmt: skip

    # -- findings

    def shown(self, what: Words, test: Test, fails: bool) -> Words:
        """The finding with the first profile at hand to which the criterion applies, and that fails it or not."""
        seen = next((s for s in self.seen if s.applies[test.id] and s.fails[test.id] is fails), None)
        if seen is None:
            return what
        reads = facts_of(self.role) | facts_of(test.applies) | facts_of(test.requires)
        facts = only_read(seen.facts, reads, lambda path, name: self.vocabulary.facts[path].fields[name].required)
        return fill(words("{what}; for example {w}", "{what}；例如{w}"), what=what, w=as_text(facts, self.vocabulary))

    def finding(self, kind: str, name: str, what: Words, instead: Words) -> Finding:
        reasons = self.pack.text.examples.explained
        for key in _EXPLAINED[kind]:
            named = key if kind == "impossible" else f"{key} {name}"
            if named in reasons:
                self.used.add(named)
                reason = words(reasons[named]["en"], reasons[named]["zh-Hant"])
                return Finding("explained", "proofs", self.place(name), what, reason)
        if self.is_of_the_past:
            what = words(f"{what['en']}, by the rules of {self.day}", f"{what['zh-Hant']}（按{self.day}的規定）")
        return Finding("error", "proofs", self.place(name), what, instead)

    def place(self, name: str) -> Any:
        return find(self.pack.node, (*self.paths[name], "id") if name in self.paths else ("scheme",))

    def note(self, kind: str, name: str) -> None:
        """Note that a question was not decided; after too many, no other is asked."""
        question = fill(_QUESTIONS[kind], n=name or self.scheme.id)
        what = fill(words("{q}: not decided in {s} s", "{q}：{s}秒內未有定論"), q=question, s=self.seconds)
        self.undecided.append(Finding("warning", "proofs", self.place(name), what, _SIMPLER))
        if len(self.undecided) >= MOST_UNDECIDED:
            raise _GaveUp

    def unneeded(self) -> Iterator[Finding]:
        """Explanations of what is not so, of the rules that stand on the day."""
        asked = {test.id for test in self.tests}
        undecided = {finding.place for finding in self.undecided}
        for key in self.pack.text.examples.explained:
            kind, _, name = key.partition(" ")
            if kind not in _EXPLAINED or key in self.used or self.place(name) in undecided:
                continue
            if name in asked or kind in ("impossible", "not_tight"):
                yield unneeded("proofs", self.pack, key)


_MEND: Final = words("mend the rule, or explain it under `explained`", "請修正規則，或在`explained`說明")
_ONCE: Final = words("write each fact once, or explain it under `explained`",
                     "請只寫每項資料一次，或在`explained`說明")  # fmt: skip
_SIMPLER: Final = words("write simpler formulas", "請簡化公式")
_OUTCOME: Final = {"failed": words("fails", "不符合"), "met": words("meets", "符合")}
_QUESTIONS: Final = {
    "impossible": words("whether anybody can meet `{n}`", "是否有人能符合`{n}`"),
    "never_applies": words("whether `{n}` applies to anybody", "`{n}`是否適用於任何人"),
    "cannot_fail": words("whether anybody can fail `{n}`", "是否有人會不符合`{n}`"),
    "implied": words("whether others imply `{n}`", "`{n}`是否由其他條件推出"),
    "not_tight": words("whether what is unknown of `{n}` is settled after all", "`{n}`未知之處是否其實已有定論"),
}


def _last_day(cases: Sequence[Example]) -> date | None:
    """The last day of an example on which the scheme takes applicants."""
    days = [case.facts[AS_OF] for case in cases if case.scheme.in_force != Always(False)]
    return max((day for day in days if isinstance(day, date)), default=None)


def _names(ids: list[str]) -> Words:
    quoted = [f"`{name}`" for name in ids]
    return words(", ".join(quoted), "、".join(quoted))


def _by_the_day(written: Criterion, read: Criterion) -> bool:
    """Whether the day of the check alone settles the criterion, or that it does not apply."""
    if isinstance(read.requires, Always) and read.requires != written.requires:
        return True
    return any(
        after == Always(False) != before
        for before, after in ((written.in_force, read.in_force), (written.applies_when, read.applies_when))
    )


def _passes(world: World, test: Test) -> Any:
    """That nobody is turned away by it."""
    return opposite(every([world.condition(test.applies).yes, world.condition(test.requires).no]))
