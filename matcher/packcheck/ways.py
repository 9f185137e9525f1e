"""Every way in which a verdict can differ between two readings of a scheme, each with a profile.

Both readings stand in one world of the solver and share its facts. A profile starts from the base
example of the pack; as few of its facts as possible are let go, and numbers and days that were let
go come back as near as they can. What the solver finds is shown only after the direct engine has
read the printed profile and decided the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

from matcher.condition import AS_OF
from matcher.errors import ProfileError
from matcher.frozen import Frozen
from matcher.literals import Kind
from matcher.packcheck.deciding import Deciding, only_read
from matcher.packcheck.effects import NOT_IN_FORCE, Outcomes, decided, differing
from matcher.packcheck.logic import (
    Leaf, World, answer, every, number, only_if, opposite, solver, some,
)  # fmt: skip
from matcher.packcheck.witness import as_profile
from matcher.profile import Profile
from matcher.scheme import Scheme
from matcher.vocabulary import FactSpec, Vocabulary

State = Literal["shown", "undecided", "unconfirmed"]
VERDICTS: Final = ("eligible", "discretionary", "needs_information", "not_eligible", NOT_IN_FORCE)

MOST_CORES: Final = 40  # sets of facts that cannot all be kept, before a profile need not be the nearest
MOST_STEPS: Final = 60  # halvings of a distance: enough for any amount in cents
# What it costs to let a fact of the base example go, how many records it lists, and any other fact.
_FROM_BASE, _ONE_MORE, _FROM_ELSEWHERE = 100, 150, 1

_KEPT: Final = "kept "

# Kinds of which one value can be nearer than another, and the least distance between two.
_UNITS: Final[dict[Kind, int | Fraction]] = {
    Kind.MONEY: 1, Kind.COUNT: 1, Kind.DURATION: 1, Kind.DATE: 1, Kind.SHARE: Fraction(1, 1000),
}  # fmt: skip


class Way(Frozen, frozen=True):
    """One way in which a verdict can differ.

    `by_time` is whether the old rules, asked on the new day, would already say what the new ones
    do. `profile` is the text that shows it, and `changed` the facts of the base example that had
    to give way; both are empty unless `state` is `shown`. An `unconfirmed` profile is one that the
    engine decides otherwise: a mistake of ours, which shows nothing.
    """

    old: str
    new: str
    state: State
    by_time: bool = False
    profile: str = ""
    changed: tuple[str, ...] = ()
    criteria: tuple[Outcomes, ...] = ()


class Reading(Frozen, frozen=True):
    """One side: the scheme as read on its day, and what of it decides."""

    scheme: Scheme | None
    day: date
    deciding: Deciding


def verdicts(world: World, found: Deciding) -> dict[str, Any]:
    """What must be so for each verdict: `verdict.py` once more, as formulas."""
    in_force = opposite(world.condition(found.in_force).no)
    role = world.condition(found.role)
    failed, not_fine = [role.no], [opposite(role.yes)]
    for test in found.tests:
        applies, requires = world.condition(test.applies), world.condition(test.requires)
        if not test.is_soft:
            failed.append(every([applies.yes, requires.no]))
        not_fine.append(opposite(some([applies.no, requires.yes])))
    fails, is_open = some(failed), some(not_fine)
    top = "discretionary" if found.decision == "case_by_case" else "eligible"
    return {
        top: every([in_force, opposite(fails), opposite(is_open)]),
        "needs_information": every([in_force, opposite(fails), is_open]),
        "not_eligible": every([in_force, fails]),
        NOT_IN_FORCE: opposite(in_force),
    }


def ways(
    old: Reading,
    new: Reading,
    moved: Deciding,
    base: Mapping[str, Any],
    vocabulary: Vocabulary,
    *,
    seconds: int,
    also_by_time: bool,
) -> list[Way]:
    """All ways in which the verdict of `new` can be another than that of `old`.

    `moved` is the old reading asked on the new day: a difference that it has too comes from the
    passing of time, and is looked for only if `also_by_time`. `base` is the profile to start from.
    """
    return list(_Ways(old, new, moved, base, vocabulary, seconds, also_by_time).found())


class _NoneAtAll(Exception):  # noqa: N818  # an answer, not an error
    """There is no such way, whatever is let go."""


class _Ways:
    def __init__(
        self, old: Reading, new: Reading, moved: Deciding, base: Mapping[str, Any], vocabulary: Vocabulary,
        seconds: int, also_by_time: bool,
    ) -> None:  # fmt: skip
        self.old, self.new = old, new
        self.vocabulary = vocabulary
        self.also_by_time = also_by_time
        self.reads = old.deciding.reads() | new.deciding.reads()
        self.world = World(vocabulary)
        self.before, self.after = verdicts(self.world, old.deciding), verdicts(self.world, new.deciding)
        self.moved = self.before if moved == old.deciding else verdicts(self.world, moved)
        base = only_read(base, self.reads, lambda path, name: False)
        self.leaves = list(self.start(base))
        self.base = {leaf.path for path, value in base.items() for leaf in self.world.leaves(path, value)}
        self.lists = {path for path, spec in vocabulary.facts.items() if spec.kind is Kind.RECORDS}
        self.model: Any = None  # of the last question with an answer
        self.seconds = seconds
        self.asked = solver(seconds)
        self.asked.set("core.minimize", True)
        self.asked.add(*self.world.bounds)
        self.kept = {}
        for leaf in self.leaves:
            name, formula = only_if(f"{_KEPT}{leaf.path}", leaf.same)  # another name than the fact's own
            self.kept[leaf.path] = name
            self.asked.add(formula)

    def start(self, base: Mapping[str, Any]) -> Iterator[Leaf]:
        """What is kept of the base example, and something plain for what it does not say."""
        facts = {path: base.get(path, self.plain(spec)) for path, spec in self.vocabulary.facts.items()}
        for path, spec in self.vocabulary.facts.items():
            if spec.kind is Kind.RECORDS:
                facts[path] = tuple({**self.plain_record(spec), **record} for record in facts[path])
        for path, value in only_read(facts, self.reads, lambda path, name: False).items():
            if value is not None:
                yield from self.world.leaves(path, value)

    def plain(self, spec: FactSpec) -> Any:
        """A value that stands out least."""
        match spec.kind:
            case Kind.MONEY | Kind.COUNT | Kind.DURATION:
                return 0
            case Kind.SHARE:
                return Fraction(0)
            case Kind.DATE:
                return self.old.day
            case Kind.YES_NO:
                return False
            case Kind.CHOICES:
                return frozenset()
            case Kind.RECORDS:
                return ()
            case _:
                return None

    def plain_record(self, spec: FactSpec) -> dict[str, Any]:
        """A record of such values."""
        plain = {name: self.plain(inner) for name, inner in spec.fields.items()}
        return {name: value for name, value in plain.items() if value is not None}

    def found(self) -> Iterator[Way]:
        """Each pair of verdicts that can come together."""
        for before in VERDICTS:
            for after in VERDICTS:
                if before != after and before in self.before and after in self.after:
                    yield from self.pair(before, after)

    def pair(self, before: str, after: str) -> Iterator[Way]:
        both = every([self.before[before], self.after[after]])
        already = self.moved.get(after)
        by_rules = both if already is None else every([both, opposite(already)])
        way = self.way(before, after, by_rules, by_time=False)
        if way is None and self.also_by_time and already is not None:
            way = self.way(before, after, both, by_time=True)
        if way is not None:
            yield way

    def way(self, before: str, after: str, formula: Any, *, by_time: bool) -> Way | None:
        """The way with the nearest profile; None if there is none."""
        self.asked.push()
        try:
            self.asked.add(formula)
            can = answer(self.asked)
            if can is None:  # asked by itself, the same question can be easier
                alone = solver(self.seconds)
                alone.add(*self.world.bounds, formula)
                can = answer(alone)
            if can is False:
                return None
            relaxed = self.relaxed()  # with most facts kept it is easier still
            if relaxed is None:
                return Way(before, after, "undecided", by_time)
            return self.confirmed(before, after, self.nearest(relaxed), by_time)
        except _NoneAtAll:
            return None
        finally:
            self.asked.pop()

    # -- the nearest profile

    def relaxed(self) -> set[str] | None:
        """The fewest pieces of the start that cannot be kept; None where the solver gave up."""
        cores: list[frozenset[str]] = []
        for _ in range(MOST_CORES):
            hit = _fewest(cores, self.cost)
            can = self.can_keep(hit)
            if can is None:
                return None
            if can:
                return hit
            cores.append(self.core())
        # Too many sets: let whole sets go until it can be, then keep again what can be kept.
        hit = set().union(*cores)
        while (can := self.can_keep(hit)) is False:
            hit |= self.core()
        if can is None:
            return None
        for path in sorted(hit, key=self.cost, reverse=True):
            if self.can_keep(hit - {path}):
                hit = hit - {path}
        return hit

    def core(self) -> frozenset[str]:
        """Pieces that cannot all be kept. Raises where keeping none of them would not help."""
        found = frozenset(str(name).removeprefix(_KEPT) for name in self.asked.unsat_core())
        if not found:
            raise _NoneAtAll
        return found

    def can_keep(self, relaxed: set[str]) -> bool | None:
        """Whether all other pieces can be kept; None where the solver gave up."""
        return self.can(*[name for path, name in self.kept.items() if path not in relaxed])

    def can(self, *assumed: Any) -> bool | None:
        found = answer(self.asked, *assumed)
        if found:
            self.model = self.asked.model()
        return found

    def cost(self, path: str) -> int:
        if path not in self.base:
            return _FROM_ELSEWHERE
        return _ONE_MORE if path in self.lists else _FROM_BASE

    def nearest(self, relaxed: set[str]) -> dict[str, Any]:
        """A profile in which what was let go lies as near to the start as it can.

        The model at hand has all else as it was, so it stays good while more is fixed as it has it.
        """
        for path, name in self.kept.items():
            if path not in relaxed:
                self.asked.add(name)
        for leaf in self.leaves:
            if leaf.path in relaxed and leaf.kind in _UNITS:
                self.pull(leaf)
        return self.world.profile(self.model)

    def pull(self, leaf: Leaf) -> None:
        """Fix the piece at the nearest value that is possible, found by halving the distance."""
        start, unit = number(leaf.value), _UNITS[leaf.kind]
        too_near: Any = 0
        far = self.distance(leaf, start)
        for _ in range(MOST_STEPS):
            if far - too_near <= unit:
                break
            middle = (too_near + far) // 2 if unit == 1 else (too_near + far) * Fraction(1, 2)
            self.asked.push()
            self.asked.add(leaf.made <= start + number(middle), leaf.made >= start - number(middle))
            if self.can():
                far = self.distance(leaf, start)
            else:
                too_near = middle
            self.asked.pop()
        self.asked.add(leaf.made == self.model.eval(leaf.made, model_completion=True))

    def distance(self, leaf: Leaf, start: Any) -> Any:
        found = self.model.eval(leaf.made - start, model_completion=True)
        return abs(Fraction(found.as_string())) if leaf.kind is Kind.SHARE else abs(found.as_long())

    # -- the proof of the pudding

    def confirmed(self, before: str, after: str, facts: Mapping[str, Any], by_time: bool) -> Way:
        """The way, once the engine has decided the printed profile so on both sides."""
        shown = only_read(facts, self.reads, self.required)
        text = as_profile(shown, self.vocabulary)
        try:
            read = Profile.parse(text, "witness", self.vocabulary).facts if text else {}
        except ProfileError:
            return Way(before, after, "unconfirmed", by_time)
        old_facts, new_facts = {**read, AS_OF: self.old.day}, {**read, AS_OF: self.new.day}
        got = decided(self.old.scheme, old_facts), decided(self.new.scheme, new_facts)
        if got != (before, after):
            return Way(before, after, "unconfirmed", by_time)
        changed = tuple(dict.fromkeys(
            leaf.path for leaf in self.leaves
            if leaf.path in self.base and not self.is_kept(leaf, read)
        ))  # fmt: skip
        criteria = differing(self.old.scheme, self.new.scheme, old_facts, new_facts)
        return Way(before, after, "shown", by_time, text, changed, criteria)

    def required(self, path: str, name: str) -> bool:
        return self.vocabulary.facts[path].fields[name].required

    def is_kept(self, leaf: Leaf, read: Mapping[str, Any]) -> bool:
        path, _, rest = leaf.path.partition("[")
        value = read.get(path)
        if not rest:
            return bool((len(value) if isinstance(value, tuple) else value) == leaf.value)
        at, _, name = rest.partition("].")
        assert isinstance(value, tuple)
        return int(at) > len(value) or bool(value[int(at) - 1].get(name) == leaf.value)


def _fewest(sets: list[frozenset[str]], cost: Any) -> set[str]:
    """A cheapest choice that takes something out of each of the sets."""
    best: list[set[str]] = [set().union(*sets)]

    def choose(chosen: set[str], paid: int) -> None:
        if paid >= sum(map(cost, best[0])) and best[0] != chosen:
            return
        left = next((one for one in sets if not one & chosen), None)
        if left is None:
            best[0] = chosen
            return
        for path in sorted(left, key=lambda p: (cost(p), p)):
            choose(chosen | {path}, paid + cost(path))

    choose(set(), 0)
    return best[0]


