"""Which of several things to take, and when, so that they are worth the most: exactly.

Things, years and rules, no schemes and no words. Rules part the things into groups that do not
touch each other, found by networkx. Within a group each thing is tried in each year or left aside,
the best first, and no further where what is left could not do better (branch and bound). The work
is counted: where it would take too many steps, the best found so far stands, and the chooser says
that it is not proven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, Final

import networkx as nx
from msgspec.structs import replace

from matcher.frozen import Frozen

MOST_STEPS: Final = 100_000  # of all searches together: a few seconds; the shipped book takes up to 8,500
FEWEST_STEPS: Final = 200  # of each search, however much was spent before
MOST_TIED: Final = 100  # things of one group that are looked at: those worth the most


class Start(Frozen, frozen=True):
    """A year in which a thing may begin, for how many years it runs, and how much it is then worth."""

    year: int
    years: int
    worth: int

    @property
    def end(self) -> int:
        """The first year after it."""
        return self.year + self.years


class Rules(Frozen, frozen=True):
    """What stands between things, by their names.

    `never` two are not both taken; `apart` they do not run in one year; of `order` the first has ended
    when the second begins, if both are taken; `needs` the first begins no later than the second, which
    is not taken without it. A ceiling is how much several are worth at most; no thing is under two.
    """

    never: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    order: frozenset[tuple[str, str]] = frozenset()
    needs: frozenset[tuple[str, str]] = frozenset()
    ceilings: tuple[tuple[frozenset[str], int], ...] = ()


Choice = Mapping[str, Start]  # what is taken, and the year in which it begins


class Chooser:
    """Finds best choices among the same things by the same rules; what was once found is kept.

    `proven` is whether every choice found so far is the best there is, and not only the best seen
    before the steps were spent.
    """

    def __init__(self, things: Mapping[str, Sequence[Start]], rules: Rules, steps: int = MOST_STEPS) -> None:
        self.things = things
        self.rules = rules
        self.steps = steps
        self.proven = True
        self.known: dict[tuple[Any, ...], Choice | None] = {}
        self.fits: dict[tuple[Any, ...], list[int]] = {}

    def best(self, taken: str = "", without: str = "", order: frozenset[tuple[str, str]] | None = None) -> Choice:
        """The choice worth the most; among those, the one with most things, then with the earliest years.

        It takes `taken` and leaves `without` aside, and keeps to `order` in place of that of the rules.
        Where nothing lawful takes `taken`, it is empty.
        """
        rules = self.rules if order is None else replace(self.rules, order=order)
        names = [name for name in self.things if name != without]
        found: dict[str, Start] = {}
        for group in _hang_together(names, [*rules.never, *rules.apart, *rules.order, *_bonds(rules)]):
            forced = taken if taken in group else ""
            chosen = self._best_of(group, forced, rules)
            if chosen is None:
                return {}
            found |= chosen
        return {name: found[name] for name in names if name in found}

    def _best_of(self, group: list[str], forced: str, rules: Rules) -> Choice | None:
        order = frozenset(pair for pair in rules.order if pair[0] in group and pair[1] in group)
        key = (tuple(group), forced, order)
        if key not in self.known:
            search = _Search(group, self.things, rules, forced, max(self.steps, FEWEST_STEPS), self.fits)
            self.known[key] = search.best()
            self.steps -= search.taken
            self.proven = self.proven and search.proven
        return self.known[key]


def worth(choice: Choice, rules: Rules) -> int:
    """What the choice is worth, ceilings observed."""
    return sum(_worths(choice, rules))


# ------------------------------------------------------------------------ rules


def allowed(choice: Choice, rules: Rules) -> bool:
    """Whether the choice keeps to every rule; ceilings forbid nothing, they only make it worth less."""
    needed = [(a, choice[b]) for a, b in rules.needs if b in choice]
    return all(a in choice and choice[a].year <= start.year for a, start in needed) and all(
        _fit(a, choice[a], b, choice[b], rules) for a, b in combinations(choice, 2)
    )


def _fit(a: str, first: Start, b: str, second: Start, rules: Rules) -> bool:
    one, other = (a, b), (b, a)
    if one in rules.never or other in rules.never:
        return False
    if (one in rules.order and first.end > second.year) or (other in rules.order and second.end > first.year):
        return False
    overlap = first.year < second.end and second.year < first.end
    return not (overlap and (one in rules.apart or other in rules.apart))


def _worths(choice: Choice, rules: Rules) -> Iterator[int]:
    covered: set[str] = set()
    for group, ceiling in rules.ceilings:
        covered |= group
        yield min(ceiling, sum(choice[name].worth for name in group if name in choice))
    yield from (start.worth for name, start in choice.items() if name not in covered)


# ----------------------------------------------------------------------- search


def _bonds(rules: Rules) -> Iterator[tuple[str, str]]:
    """What ties things together without keeping them apart: a need, or a ceiling over both."""
    yield from rules.needs
    for group, _ in rules.ceilings:
        names = sorted(group)
        yield from pairwise(names)


def _hang_together(names: Collection[str], ties: Collection[tuple[str, str]]) -> list[list[str]]:
    """The names in groups between which there is no tie, in the order in which they are given."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from((a, b) for a, b in ties if a in graph and b in graph)
    rank = {name: number for number, name in enumerate(names)}
    groups = [sorted(group, key=rank.__getitem__) for group in nx.connected_components(graph)]
    return sorted(groups, key=lambda group: rank[group[0]])


class _Search:
    """The best choice within one group of things that rules tie to one another.

    Options (a thing in a year) are numbers; which of them fit together are bits of whole numbers.
    """

    def __init__(
        self, group: list[str], things: Mapping[str, Sequence[Start]], rules: Rules, forced: str, steps: int,
        fits: dict[tuple[Any, ...], list[int]],
    ) -> None:  # fmt: skip
        self.forced = forced
        self.steps = steps
        self.taken = 0
        self.proven = len(group) <= MOST_TIED
        years = [start.year for name in group for start in things[name]]
        self.last = max(years, default=0)
        # Worth first, then how many, then how early: each too heavy for all that follows it.
        self.spread = (self.last - min(years, default=0) + 1) * len(group) + 1
        self.many = len(group) + 1
        # What is worth the most is settled first, and each by its best years.
        most = {name: max((start.worth for start in things[name]), default=0) for name in group}
        rank = {name: number for number, name in enumerate(group)}
        self.names = sorted(group, key=lambda name: (-most[name], rank[name]))[:MOST_TIED]
        if forced and forced not in self.names:
            self.names[-1] = forced
        self.options = [
            (name, start)
            for name in self.names
            for start in sorted(things[name], key=lambda start: (-start.worth, start.year))
        ]
        self.of = {name: [n for n, (other, _) in enumerate(self.options) if other == name] for name in self.names}
        self.bits = {name: sum(1 << n for n in self.of[name]) for name in self.names}
        key = (*self.names, rules.order)
        if key not in fits:
            fits[key] = [self._fitting(n, rules) for n in range(len(self.options))]
        self.fitting = fits[key]
        self.needed = {name: [a for a, b in rules.needs if b == name] for name in self.names}
        self.needing = {name: [b for a, b in rules.needs if a == name and b in self.bits] for name in self.names}
        self.ceilings = [(group, most) for group, most in rules.ceilings if any(name in self.bits for name in group)]
        self.covered = {name: n for n, (names, _) in enumerate(self.ceilings) for name in names}
        self.found: tuple[int, dict[str, Start]] | None = None

    def best(self) -> Choice | None:
        """The best choice; None where nothing lawful has what must be taken."""
        free = (1 << len(self.options)) - 1
        for name in self.names:  # what needs a thing that is not here cannot be taken
            if any(a not in self.bits for a in self.needed[name]):
                free &= ~self.bits[name]
        self._settle(0, free, {})
        return None if self.found is None else self.found[1]

    def _fitting(self, number: int, rules: Rules) -> int:
        name, start = self.options[number]
        fits = 0
        for n, (other, another) in enumerate(self.options):
            late = ((other, name) in rules.needs and another.year > start.year) or (
                (name, other) in rules.needs and start.year > another.year
            )
            if other != name and not late and _fit(name, start, other, another, rules):
                fits |= 1 << n
        return fits

    def _settle(self, place: int, free: int, chosen: dict[str, Start]) -> None:
        """Tries the thing in this place in each year that still fits, and without it."""
        self.taken += 1
        if self.taken > self.steps:
            self.proven = False
            return
        if self.found is not None and self._at_most(place, free, chosen) <= self.found[0]:
            return
        if place == len(self.names):
            self.found = (self._weight(list(chosen.values()), self._worths(chosen)), dict(chosen))
            return
        name = self.names[place]
        for number in self.of[name]:
            if free >> number & 1:
                left = free & (self.fitting[number] | self.bits[name])
                if self._can_be_had(name, place, left, chosen):
                    chosen[name] = self.options[number][1]
                    self._settle(place + 1, left, chosen)
                    del chosen[name]
        if name != self.forced and not any(other in chosen for other in self.needing[name]):
            for other in self.needing[name]:
                free &= ~self.bits[other]
            self._settle(place + 1, free, chosen)

    def _can_be_had(self, name: str, place: int, free: int, chosen: Choice) -> bool:
        """Whether all that the thing needs is taken or can still be."""
        later = self.names[place + 1 :]
        return all(a in chosen or (a in later and free & self.bits[a]) for a in self.needed[name])

    def _at_most(self, place: int, free: int, chosen: Choice) -> int:
        """No choice that goes on from here weighs more."""
        left = [
            [start for n in self.of[name] if free >> n & 1 for start in (self.options[n][1],)]
            for name in self.names[place:]
        ]
        might = {name: max(start.worth for start in starts) for name, starts in
                 zip(self.names[place:], left, strict=True) if starts}  # fmt: skip
        earliest = [min(starts, key=lambda start: start.year) for starts in left if starts]
        return self._weight([*chosen.values(), *earliest], self._worths(chosen, might))

    def _worths(self, chosen: Choice, might: Mapping[str, int] | None = None) -> int:
        """What the things chosen are worth, with those that might be, ceilings observed."""
        total = 0
        under = [0] * len(self.ceilings)
        for name, each in (*((name, start.worth) for name, start in chosen.items()), *(might or {}).items()):
            if name in self.covered:
                under[self.covered[name]] += each
            else:
                total += each
        return total + sum(min(most, each) for (_, most), each in zip(self.ceilings, under, strict=True))

    def _weight(self, starts: Collection[Start], worth: int) -> int:
        return (worth * self.many + len(starts)) * self.spread + sum(self.last - start.year for start in starts)
