"""Which of several things to take, and when, so that they are worth the most: exactly.

Things, years and rules, no schemes and no words. A *way* is one thing or several that hang together
(one needs another, or a ceiling covers them), each in the year it begins; two ways fit if no rule
stands between them. The best choice is the heaviest set of ways that all fit one another, a clique
in the graph of what fits, found by networkx; what is in no conflict is taken without a search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import Any

import networkx as nx
from msgspec.structs import replace

from matcher.frozen import Frozen


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
    """Finds best choices among the same things by the same rules; what was once found is kept."""

    def __init__(self, things: Mapping[str, Sequence[Start]], rules: Rules) -> None:
        self.things = things
        self.rules = rules
        self.known: dict[tuple[Any, ...], Choice | None] = {}

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
            self.known[key] = _best_of(group, self.things, rules, [forced] if forced else [])
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
    """What ties things into one way: a need, or a ceiling over both."""
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


def _best_of(
    group: list[str], things: Mapping[str, Sequence[Start]], rules: Rules, taken: list[str]
) -> Choice | None:
    """The best choice within one group of things that rules tie to one another."""
    bundles = _hang_together(group, list(_bonds(rules)))
    found = [(number, way) for number, bundle in enumerate(bundles) for way in _ways(bundle, things, rules)]
    ways = [way for _, way in found]
    if not ways:
        return None if taken else {}
    years = [start.year for way in ways for start in way.values()]
    last, spread = max(years), (max(years) - min(years) + 1) * len(group)
    weights = [
        # Worth first, then how many, then how early: each too heavy for all that follows it.
        (worth(way, rules) * (len(group) + 1) + len(way)) * (spread + 1) + sum(last - s.year for s in way.values())
        for way in ways
    ]
    forced = 1 + sum(weights)  # heavier than everything else, so that nothing is preferred to what must be taken
    graph: nx.Graph[int] = nx.Graph()
    for number, (way, weight) in enumerate(zip(ways, weights, strict=True)):
        graph.add_node(number, weight=weight + forced * sum(name in way for name in taken))
    graph.add_edges_from(
        (i, j)
        for (i, (bundle, one)), (j, (another, other)) in combinations(enumerate(found), 2)
        if bundle != another and _ways_fit(one, other, rules)
    )
    clique, _ = nx.max_weight_clique(graph)
    chosen = {name: start for number in sorted(clique) for name, start in ways[number].items()}
    return chosen if all(name in chosen for name in taken) else None


def _ways(bundle: list[str], things: Mapping[str, Sequence[Start]], rules: Rules) -> Iterator[Choice]:
    """Every lawful way to take at least one thing of the bundle."""
    options: list[list[Start | None]] = [[None, *things[name]] for name in bundle]
    for starts in product(*options):
        way = {name: start for name, start in zip(bundle, starts, strict=True) if start is not None}
        if way and allowed(way, rules):
            yield way


def _ways_fit(one: Choice, other: Choice, rules: Rules) -> bool:
    return all(_fit(a, first, b, second, rules) for (a, first), (b, second) in product(one.items(), other.items()))
