"""Whether the examples of a pack would notice a wrong rule.

A mutant is a rule with one small fault: `<` for `<=`, `or` for `and`, a bound a cent or a day off,
a period that begins a year late, a criterion left out or turned round. It is made on the tree of a
criterion, or of a value or term of the pack and so in every criterion that uses it, and decided by
the direct engine over all examples of the pack. It is caught if some outcome changes. (A verdict
follows from outcomes, so it cannot change alone.) Those that nobody catches show which example is
missing. A fault that leaves the tree as it was is not counted.

Not touched: how a bracket of an unknown day is made from the values that are named in it, since it
narrows and never decides; and the rule that a call for a year is known a year before, which is the
program's, not the pack's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, product
from math import prod
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from matcher.condition import (
    AS_OF, YES_ALWAYS, All, Always, AnyOf, Bracket, Compare, Condition, Constant, Either, Fact, Named, Not, OneOf,
    Point, Within, all_parts, negated, parts_of, walk,
)  # fmt: skip
from matcher.dates import next_day, previous_day, year_start
from matcher.engines.direct import Compiler
from matcher.errors import Place
from matcher.findings import asks, host_of
from matcher.formula_text import write
from matcher.frozen import Frozen
from matcher.literals import (
    Kind, read_count, read_date, read_duration, read_money, read_share, read_year,
)  # fmt: skip
from matcher.missing import Reader
from matcher.pack import DatedValueText
from matcher.packcheck.examples import NOT_STATED, Example
from matcher.packcheck.faults import (
    Mode, Spots, is_usual_notice, is_yearly, notice_of, parts_inside, rebuilt, without_not,
)  # fmt: skip
from matcher.plain_yaml import find
from matcher.rulebook import PackRead
from matcher.scheme import Criterion, Scheme
from matcher.truth import all_of
from matcher.verdict import Judgement, settled
from matcher.words import Words, words

MOST_MUTANTS: Final = 5_000  # the largest shipped pack has 343
MOST_DAYS: Final = 4_000  # days, or pairs of a day and a year, on which two periods are compared


class Mutant(Frozen, frozen=True):
    """One wrong rule: whose it is, what is wrong, and whether an example notices."""

    owner: str  # a criterion, or a value or term
    what: Words
    place: Place
    is_caught: bool

    @property
    def key(self) -> str:
        """Under which `examples.explained` gives a reason for leaving it alive."""
        return f"mutant {self.owner}: {self.what['en']}"


def mutants(pack: PackRead, examples: Sequence[Example]) -> list[Mutant]:
    """Every mutant of the pack, caught or alive; of a pack without end, the first `MOST_MUTANTS`."""
    trial = _Trial(pack.scheme, examples)
    found: list[Mutant] = []
    names: set[str] = set()
    for owner, what, place, wrong in islice(_all(pack), MOST_MUTANTS):
        said, number = what, 1
        while f"{owner}: {said['en']}" in names:
            number += 1
            said = words(f"{what['en']} ({number})", f"{what['zh-Hant']}（{number}）")
        names.add(f"{owner}: {said['en']}")
        found.append(Mutant(owner, said, place, trial.notices(wrong)))
    return found


# ------------------------------------------------------------------ where faults go


class _Trees(NamedTuple):
    """What decides one criterion."""

    in_force: Condition
    applies_when: Condition
    requires: Condition


_Wrong = dict[int, _Trees]  # the criteria that a mutant changes, by their number in the scheme


def _all(pack: PackRead) -> Iterator[tuple[str, Words, Place, _Wrong]]:
    whole = _trees_of(pack.scheme)
    paths = criterion_paths(pack)
    spots = Spots(pack)
    for number, trees in whole.items():
        criterion = pack.scheme.criteria[number]
        seen = {_plain(trees)}
        for key, what, wrong in _of_criterion(trees, spots):
            normal = _plain(wrong)
            if normal not in seen:
                seen.add(normal)
                yield criterion.id, what, find(pack.node, (*paths[criterion.id], key)), {number: wrong}
    for name, term in _names_in(whole).items():
        is_value = name in pack.text.values
        seen_terms = {without_not(term)}
        for change in spots.inside(term, Mode(only_bounds=is_value, yearly=_is_yearly_name(name, whole))):
            normal_term = without_not(change.node)
            if normal_term in seen_terms:
                continue
            seen_terms.add(normal_term)
            place = _place_of_value(pack, name, change.moved) if is_value else find(pack.node, ("terms", name, "is"))
            changed = {n: _Trees(*(_renamed(t, name, change.node) for t in trees)) for n, trees in whole.items()}
            yield name, change.what, place, {n: trees for n, trees in changed.items() if trees != whole[n]}
    yield from _of_lists(pack, whole, spots)


def _of_lists(pack: PackRead, whole: dict[int, _Trees], spots: Spots) -> Iterator[tuple[str, Words, Place, _Wrong]]:
    """A new list that takes over a day (or year) early or late, in every rule that uses it."""
    for name, starts in _starts_of_lists(whole, spots).items():
        for start in starts:
            mode = Mode(yearly=is_yearly(start), begins=start.left == spots.clock, context=write(start))
            for change in spots.moved(start.right, mode):  # type: ignore[arg-type]
                late = replace(start, right=change.node)
                changed = {
                    n: _Trees(*(_restarted(tree, name, start, late) for tree in trees)) for n, trees in whole.items()
                }
                place = _place_of_value(pack, name, change.moved)
                yield name, change.what, place, {n: trees for n, trees in changed.items() if trees != whole[n]}


def _place_of_value(pack: PackRead, name: str, bound: Constant | None) -> Place:
    """The entry of the value that holds the bound: as its day, its value or the day it was announced."""
    value = pack.text.values[name]
    for since, entry in value.from_.items():
        parts = (entry.is_, entry.announced) if isinstance(entry, DatedValueText) else (entry,)
        texts = [since, *(part for part in parts if isinstance(part, str))]
        if bound is not None and any(read(text) == bound.value for text in texts for read in _READERS):
            return find(pack.node, ("values", name, "from", since), key=True)
    return find(pack.node, ("values", name, "is" if value.is_ is not None else "from"))


_READERS: Final = (read_money, read_date, read_year, read_duration, read_share, read_count)


def criterion_paths(pack: PackRead) -> dict[str, tuple[str | int, ...]]:
    """Where each criterion stands in the file."""
    found: dict[str, tuple[str | int, ...]] = {
        text.id: ("criteria", i) for i, text in enumerate(pack.text.criteria)
    }
    for i, overlay in enumerate(pack.text.overlays):
        found |= {text.id: ("overlays", i, "criteria", j) for j, text in enumerate(overlay.criteria)}
    return found


def _trees_of(scheme: Scheme) -> dict[int, _Trees]:
    """The trees of every criterion that is evaluated, and can apply at all."""
    return {
        number: _Trees(c.in_force, c.applies_when, c.requires)
        for number, c in enumerate(scheme.criteria)
        if c.requires is not None and c.applies_when != Always(False)
    }


def _of_criterion(trees: _Trees, spots: Spots) -> Iterator[tuple[str, Words, _Trees]]:
    for key in ("requires", "applies_when"):
        for change in spots.inside(getattr(trees, key), Mode()):
            yield key, change.what, trees._replace(**{key: change.node})
    for change in spots.inside(trees.in_force, Mode(only_bounds=True)):
        if not _stand_alike(trees.in_force, change.node):
            yield "in_force", change.what, trees._replace(in_force=change.node)
    gone = words("`requires` left out", "刪去`requires`")
    yield "requires", gone, trees._replace(requires=YES_ALWAYS)
    if not _is_open_for_all(trees.requires):
        turned = words("`requires` turned round", "`requires`相反")
        yield "requires", turned, trees._replace(requires=negated(trees.requires))
    if trees.applies_when != YES_ALWAYS:
        gone = words("`applies_when` left out", "刪去`applies_when`")
        yield "applies_when", gone, trees._replace(applies_when=YES_ALWAYS)


def _stand_alike(one: Condition, other: Condition) -> bool:
    """Whether two periods are the same on, before and after every day that they name.

    So a doubt that begins a day early, while the rule stands anyway, is no fault.
    """
    nodes = [*walk(one), *walk(other)]
    named = {n.number for n in nodes if isinstance(n, Constant) and isinstance(n.number, date)}
    days = {day for d in named for day in (previous_day(d), d, next_day(d))}
    kinds = {n.path: n.kind for n in nodes if isinstance(n, Fact)}
    if not kinds or set(kinds.values()) - {Kind.DATE, Kind.YEAR}:
        return False
    choices: list[list[date | None]] = [
        [*sorted(set(map(year_start, days)) if kind is Kind.YEAR else days), *([] if path == AS_OF else [None])]
        for path, kind in kinds.items()
    ]
    if prod(map(len, choices)) > MOST_DAYS:
        return False
    compiler = Compiler()
    tests = compiler.condition(one), compiler.condition(other)
    facts = (dict(zip(kinds, filled, strict=True)) for filled in product(*choices))
    return all(tests[0](each, None) is tests[1](each, None) for each in facts)


def _is_open_for_all(node: Condition) -> bool:
    """Whether open points alone are asked: then nobody meets it, nor its opposite."""
    return all(isinstance(n, (Point, All, AnyOf, Not, Either)) for n in walk(node))


def _plain(trees: _Trees) -> _Trees:
    """The trees without double negation, so that one fault made in two ways counts once."""
    return _Trees(*map(without_not, trees))


def _starts_of_lists(whole: dict[int, _Trees], spots: Spots) -> dict[str, dict[Compare, None]]:
    """The comparisons by which each list that changes over time takes over, but for usual notices."""
    found: dict[str, dict[Compare, None]] = {}

    def look(node: Any) -> None:
        name = spots.list_of_entry(node)
        for i, part in enumerate(node.parts if name else ()):
            if isinstance(part, Compare) and not is_usual_notice(node.parts, i):
                found.setdefault(name or "", {})[part] = None
        for part in parts_inside(node):
            look(part)

    for trees in whole.values():
        for tree in trees:
            look(tree)
    return found


def _restarted(node: Any, name: str, start: Compare, late: Compare) -> Any:
    """The tree in which the list takes over at another time, and the one before it holds until then."""
    if isinstance(node, All) and any(isinstance(p, OneOf) and p.name == name for p in node.parts):
        return All(tuple(_late(node.parts, start, late)))
    return rebuilt(node, lambda part: _restarted(part, name, start, late))


def _late(parts: tuple[Any, ...], start: Compare, late: Compare) -> Iterator[Any]:
    for i, part in enumerate(parts):
        if part == start:
            yield late
        elif is_usual_notice(parts, i) and parts[i + 1] == start:
            yield notice_of(late, part)
        elif isinstance(part, Not):
            inner = part.part.parts if isinstance(part.part, All) else (part.part,)
            yield Not(all_parts(list(_late(inner, start, late))))
        else:
            yield part


def _names_in(whole: dict[int, _Trees]) -> dict[str, Any]:
    """What stands behind each name that a criterion uses."""
    found: dict[str, Any] = {}

    def look(node: Any) -> None:
        if isinstance(node, Named):
            if node.name in found:
                return  # terms that stand on terms would else be walked again and again
            found[node.name] = node.term
        for part in parts_of(node):
            look(part)

    for trees in whole.values():
        for tree in trees:
            look(tree)
    return found


def _renamed(node: Any, name: str, term: Any) -> Any:
    """The tree with another term behind the name, wherever it is used."""
    if isinstance(node, Named) and node.name == name:
        return Named(name, term)
    if isinstance(node, Within):
        return Within(node.fact, tuple(_renamed_bracket(b, name, term) for b in node.brackets))
    return rebuilt(node, lambda part: _renamed(part, name, term))


def _renamed_bracket(bracket: Bracket, name: str, term: Any) -> Bracket:
    ends = {key: end and _renamed(end, name, term) for key, end in (("low", bracket.low), ("high", bracket.high))}
    return replace(bracket, when=_renamed(bracket.when, name, term), **ends)


def _is_yearly_name(name: str, whole: dict[int, _Trees]) -> bool:
    """Whether the name is only ever added to a year and compared with a year."""
    uses: list[bool] = []

    def look(node: Any, yearly: bool) -> None:
        if isinstance(node, Named) and node.name == name:
            uses.append(yearly)
        for part in parts_inside(node):
            look(part, is_yearly(node) if isinstance(node, Compare) else yearly)

    for trees in whole.values():
        for tree in trees:
            look(tree, False)
    return bool(uses) and all(uses)


# ------------------------------------------------------------------------- trial


class _Trial:
    """The examples of a pack with the outcomes that the right rules give."""

    def __init__(self, scheme: Scheme, examples: Sequence[Example]) -> None:
        self.scheme = scheme
        self.facts = [example.facts for example in examples]
        self.hosts = {c.id: host_of(scheme, c) or YES_ALWAYS for c in scheme.criteria}
        compiler = Compiler()
        whole = _trees_of(scheme)
        self.right = {
            number: [self.outcome(number, trees, Reader(facts, compiler)) for facts in self.facts]
            for number, trees in whole.items()
        }
        # Examples that a criterion fails or waits in tell most about it, so they come first.
        self.order = {
            number: sorted(range(len(outcomes)), key=lambda i: outcomes[i] in ("met", NOT_STATED, "not_applicable"))
            for number, outcomes in self.right.items()
        }

    def notices(self, wrong: _Wrong) -> bool:
        """Whether the outcome of some criterion changes in some example."""
        compiler = Compiler()
        for number, trees in wrong.items():
            for i in self.order[number]:
                if self.outcome(number, trees, Reader(self.facts[i], compiler)) != self.right[number][i]:
                    return True
        return False

    def outcome(self, number: int, trees: _Trees, reader: Reader) -> str:
        """The outcome of a criterion with these trees instead of its own."""
        criterion = self.scheme.criteria[number]
        host = reader.truth(self.hosts[criterion.id])
        is_stated = host if host is False else all_of((host, reader.truth(trees.in_force)))
        if is_stated is False:
            return NOT_STATED
        applies = all_of((is_stated, reader.truth(trees.applies_when)))
        requires = None if applies is False else reader.truth(trees.requires)
        found = settled(criterion, Judgement(is_stated, applies, requires))
        return found or self.open_outcome(criterion, trees, reader)

    def open_outcome(self, criterion: Criterion, trees: _Trees, reader: Reader) -> str:
        """`unknown` where a fact would settle it, else `unclear`."""
        changed = replace(
            criterion, in_force=trees.in_force, applies_when=trees.applies_when, requires=trees.requires
        )
        return "unknown" if asks(self.scheme, changed, reader).facts else "unclear"


__all__ = ["MOST_MUTANTS", "Mutant", "criterion_paths", "mutants"]
