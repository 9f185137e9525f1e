"""What to change so that a scheme no longer turns an applicant away, or why nothing does.

    rules that fail ──► ways to mend each ──► minimal sets, decided again ──► words
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from matcher.compose import Case, decisive, soft_passed, waits
from matcher.condition import AS_OF, facts_of
from matcher.findings import findings
from matcher.frozen import Frozen
from matcher.insights.by_time import days_ahead, takes_on
from matcher.insights.cited import cited
from matcher.insights.demand import ADDED, TAKEN, Demands, Place, Range, granted, is_new
from matcher.insights.mending import WAYS, Mender
from matcher.insights.minimal import Found, Outcome, Part, Rule, Search
from matcher.insights.saying import change_says, last_day
from matcher.literals import Kind, exact, percent
from matcher.missing import Missing, Reader
from matcher.phrases import Teller, day_for_people
from matcher.scheme import Scheme, Verdict
from matcher.sections import Change, ChangeSet, CriterionRef, Edit, SchemePlan
from matcher.verdict import Decision
from matcher.words import Words, fill, join, words

MOST_LISTED: Final = 12
MOST_WAYS_ROUND: Final = 3  # of doing without an answer
MOST_DAYS: Final = 24  # later days on which something turns that are looked at
_BEST_FIRST: Final[tuple[Verdict, ...]] = ("eligible", "discretionary", "needs_information", "not_eligible")


def changes_for(scheme: Scheme, decision: Decision, case: Case, most: int = MOST_LISTED) -> SchemePlan:
    """The minimal sets of changes that lead into the scheme: the easiest first, at most `most` of them.

    For a scheme that waits for answers, ways to do without them; for one that is met, nothing.
    """
    empty = SchemePlan(scheme.id, scheme.name, decision.verdict, ())
    if decision.verdict in _BEST_FIRST[:2]:
        return empty
    ways = WaysIn((scheme,), case)
    if decision.verdict == "needs_information":
        round_it = ways.round_a_question()
        listed = ways.in_words(round_it, min(most, MOST_WAYS_ROUND))
        return replace(empty, sets=listed, more=round_it.more or len(round_it.sets) > len(listed))
    found = ways.all()
    listed = ways.in_words(found, most)
    because = None if listed else ways.why_not(found)
    return replace(empty, sets=listed, none_because=because, more=found.more or len(found.sets) > len(listed))


class Way(Frozen, frozen=True):
    """A minimal set, and the day for which it has to wait if it has to."""

    found: Found
    search: Search
    on: date | None = None
    open: int = 0  # rules that would still wait for an answer


class Ways(Frozen, frozen=True):
    """Minimal sets in order, and where the search ended."""

    sets: tuple[Way, ...]
    more: bool
    outcome: Outcome
    rules: tuple[Rule, ...]


class WaysIn:
    """The ways into one scheme, or into several at once, for one applicant."""

    def __init__(self, schemes: tuple[Scheme, ...], case: Case) -> None:
        self.schemes = schemes
        self.case = case
        self.packs = tuple(case.packs.get(scheme.id, scheme) for scheme in schemes)

    def search(
        self, *, strictly: bool = False, on: date | None = None, only: Collection[int] | None = None
    ) -> Search:
        """A search on the day of the check or on a later one, by all rules or by only some."""
        case = self.case
        own = frozenset(scheme.id for scheme in self.schemes)
        mender = Mender(case.vocabulary, case.direct.compiler, on or case.as_of, own, strictly=strictly)
        if on is None:
            return Search(self.schemes, case.facts, case.direct, mender, only)
        return Search(self.packs, {**case.facts, AS_OF: on}, case.direct, mender)

    def all(self) -> Ways:
        """All minimal sets; of those that have to wait, the first day."""
        search = self.search()
        outcome = search.run()
        found = [Way(f, search, None, search.open(f.parts)) for f in outcome.sets]
        dated = [number for number, (_, criterion, _) in enumerate(search.rules)
                 if criterion is not None and criterion.dated and search.fails(number)]  # fmt: skip
        if dated:
            found += self.later(search, dated)
        return self.ordered(found, outcome, search)

    def ordered(self, found: list[Way], outcome: Outcome, search: Search) -> Ways:
        """The ways worth listing, the easiest first."""
        kept = sorted(listed(found, self.case.facts), key=self.order)
        return Ways(tuple(kept), outcome.more, outcome, tuple(search.rules))

    def are_met(self) -> bool:
        """Whether no scheme turns the applicant away as things are."""
        return all(self.case.direct.verdict(scheme, self.case.facts) != "not_eligible" for scheme in self.schemes)

    def later(self, at_once: Search, dated: list[int]) -> list[Way]:
        """The ways on the first day that by itself lets the applicant in, or does so with further changes.

        `dated` are the rules that fail now and that a day may mend.
        """
        engine, facts = self.case.direct, self.case.facts
        days = sorted({day for pack in self.packs for day in days_ahead(pack, facts, engine)})
        for day in days[:MOST_DAYS]:
            search = self.search(on=day)
            if all(map(search.fails, dated)):
                continue
            if all(takes_on(pack, search.facts, engine) for pack in self.packs):
                verdicts = tuple(engine.verdict(pack, search.facts) for pack in self.packs)
                return [Way(Found((), search.facts, verdicts), search, day)]
            found = [Way(f, search, day, search.open(f.parts)) for f in search.run().sets
                     if all(takes_on(pack, f.facts, engine) for pack in self.packs) and not at_once.leads_in(f.parts)]
            if found:
                return found
        return []

    def round_a_question(self) -> Ways:
        """Sets of amounts, days and new records that leave nothing to be answered."""
        search = self.search(strictly=True)
        outcome = search.run()
        return self.ordered([Way(f, search) for f in outcome.sets], outcome, search)

    def order(self, way: Way) -> tuple[Any, ...]:
        """The easiest first; then the fewest changes, the best verdict, the least new money."""
        hardest = "with_time" if way.on is not None else way.found.way
        worst = max(map(_BEST_FIRST.index, way.found.verdicts))
        parts = len(way.found.parts) + (way.on is not None)
        return (WAYS.index(hardest), parts, worst, new_money(way.found, self.case.facts), way.open,
                [sorted(place.written for place in part.places) for part in way.found.parts])  # fmt: skip

    # -- words

    def in_words(self, ways: Ways, most: int) -> tuple[ChangeSet, ...]:
        """The first `most` of the sets, as data with their words."""
        return tuple(map(self.change_set, ways.sets[:most]))

    def change_set(self, way: Way) -> ChangeSet:
        """One set, with what it leads to."""
        found = way.search.in_full(way.found)
        changes = [self.change(parts, way.search.rules) for parts in alike(found.parts, self.case.facts)]
        if way.on is not None:
            changes.append(self.waiting(way.on))
        leads_to = max(found.verdicts, key=_BEST_FIRST.index)
        hardest = max((c.way for c in changes), key=WAYS.index)
        return ChangeSet(hardest, tuple(changes), leads_to, self.then_waits(found, way.search))

    def change(self, parts: list[Part], rules: Sequence[Rule]) -> Change:
        """One change; `parts` are several only where they are new records alike."""
        part = parts[0]
        says = change_says(part.places, self.case.facts, self.case.vocabulary, len(parts))
        return Change(
            part.way, says, tuple(edit for p in parts for edit in self.edits(p.places)),
            tuple(self.reference(rules[number]) for number in part.answers),
            last_day(part.places, self.case.vocabulary),
        )  # fmt: skip

    def waiting(self, day: date) -> Change:
        """That the day has to come."""
        says = fill(words("wait: possible from {day}", "等候：{day}起可行"), day=day_for_people(day))
        search = self.search()
        failing = [rule for number, rule in enumerate(search.rules)
                   if rule[1] is not None and rule[1].dated and search.fails(number)]  # fmt: skip
        return Change("with_time", says, (), tuple(map(self.reference, failing)), None, day)

    def reference(self, rule: Rule) -> CriterionRef:
        """The rule with its source; the role of the applicant counts as one."""
        scheme, criterion, _ = rule
        if criterion is None:
            return CriterionRef(scheme.id, "role", scheme.is_for, scheme.title, scheme.website)
        return cited(criterion, Teller(self.case.vocabulary, scheme, self.case.reader))

    def edits(self, places: Demands) -> Iterable[Edit]:
        """The alterations of the profile, as its JSON writes them."""
        case, first = self.case, next(iter(places))
        if is_new(first, case.facts):
            fields = case.vocabulary.facts[first.path].fields
            record = {name: "unknown" for name, field in fields.items() if field.required}
            for place, asked in places.items():
                if place.name and (value := _value(place, asked)) is not None:
                    record[place.name] = _written(fields[place.name].kind, value)
            return [Edit(first.path, {name: record[name] for name in fields if name in record}, append=True)]
        if first.name in (ADDED, TAKEN):
            return [Edit(first.path, _written(Kind.CHOICES, granted(case.facts, places)[first.path]))]
        lapsed = {path: None for place in places for path in place.lapses if path in case.facts}
        return [*(Edit(place.written, self.altered(place, asked)) for place, asked in places.items()),
                *(Edit(path, "unknown") for path in lapsed)]  # fmt: skip

    def altered(self, place: Place, asked: Any) -> Any:
        """What the profile would say at the place."""
        value: Any = self.case.facts.get(place.path)
        if place.record:
            value = value[place.record - 1].get(place.name)
        return _written(self.case.vocabulary.spec(place.written).kind, _value(place, asked, value))

    def then_waits(self, made: Found, search: Search) -> Words | None:
        """What would still have to be answered, in the words of the report."""
        total, limits = Missing(), 0
        reader = Reader(made.facts, self.case.reader.compiler)
        for scheme in search.schemes:
            decision = self.case.direct.decide(scheme, made.facts)
            if decision.verdict == "needs_information":
                found = findings(scheme, decision, reader)
                asked = decisive(scheme, decision, found, reader)
                total.facts.update(asked.facts)
                total.points.update(asked.points)
                limits += len(soft_passed(found))
        return waits(len(total.facts), len(total.points), limits) if total or limits else None

    def why_not(self, ways: Ways) -> Words:
        """In one line, what stands in the way and cannot change."""
        failing = self.search()
        stuck = [n for n in ways.outcome.stuck if failing.fails(n)] or list(ways.outcome.stuck)
        if not stuck:
            return words("no way was found within the limits of the search", "在搜尋範圍內沒有找到方法")
        return join([self.stands(ways.rules[number], ways.outcome) for number in stuck[:2]])

    def stands(self, rule: Rule, outcome: Outcome) -> Words:
        """Why nothing mends the rule."""
        scheme, criterion, node = rule
        teller = Teller(self.case.vocabulary, scheme, self.case.reader)
        says = scheme.is_for if criterion is None else teller.template(criterion.says)
        reads = facts_of(node if criterion is None or criterion.requires is None else criterion.requires)
        fixed = [path for path in outcome.blocked if path in reads]
        wanted = next((path for path in outcome.wanted if path in reads), None)
        if wanted is not None:
            spec = self.case.vocabulary.facts[wanted]
            return fill(words("{says}: only a new {item} brings it about; the past cannot be changed",
                              "{says}：只有新的{item}才能符合，過往紀錄不能更改"),
                        says=says, item=spec.item or spec.label)  # fmt: skip
        if fixed:
            facts = join([self.as_it_is(path, teller) for path in fixed], ", ", "，")
            if criterion is None:  # a team may found a company, and then apply as one
                return fill(words("{says}: not open as things stand ({facts})", "{says}：按現況不能申請（{facts}）"),
                            says=says, facts=facts)  # fmt: skip
            return fill(words("{says}: cannot change ({facts})", "{says}：不能改變（{facts}）"), says=says, facts=facts)
        if criterion is not None and criterion.dated:
            return fill(words("{says}: not on this day, nor on a later one as the rules stand",
                              "{says}：當日不符合，按現行規則其後亦不會符合"), says=says)  # fmt: skip
        return fill(words("{says}: nothing in the profile that can change meets it",
                          "{says}：資料檔中沒有可改變的資料能使其符合"), says=says)  # fmt: skip

    def as_it_is(self, path: str, teller: Teller) -> Words:
        """A fact that cannot change, as it is."""
        spec, value = self.case.vocabulary.facts[path], self.case.facts.get(path)
        if spec.kind is not Kind.RECORDS:
            return teller.fact(path, value)
        return fill(words("{label} stay as they are", "{label}不能更改"), label=spec.label)


def listed(ways: list[Way], facts: Mapping[str, Any]) -> list[Way]:
    """The ways without those that ask something further and save hardly any of the new money."""
    return [way for way in ways if not any(_covers(other, way, facts) for other in ways)]


def _covers(other: Way, way: Way, facts: Mapping[str, Any]) -> bool:
    """Whether the way alters all that the other does and more, for at least nine tenths of the new money."""
    ours, theirs = _altered_places(way, facts), _altered_places(other, facts)
    return theirs < ours and new_money(way.found, facts) * 10 >= new_money(other.found, facts) * 9


def _altered_places(way: Way, facts: Mapping[str, Any]) -> Counter[Any]:
    """What the way touches: facts, fields, the kinds of new records, and the day."""
    return Counter([AS_OF] if way.on is not None else []) + Counter(
        (place.path, place.name, asked) if is_new(place, facts) and isinstance(asked, frozenset) else
        (place.path, 0 if is_new(place, facts) else place.record, place.name)
        for part in way.found.parts for place, asked in part.places.items()
    )  # fmt: skip


def new_money(found: Found, facts: Mapping[str, Any]) -> int:
    """Cents in new records: what somebody has to bring."""
    return sum(
        asked.low for part in found.parts for place, asked in part.places.items()
        if is_new(place, facts) and isinstance(asked, Range) and isinstance(asked.low, int)
    )  # fmt: skip


def alike(parts: Iterable[Part], facts: Mapping[str, Any]) -> Iterable[list[Part]]:
    """The parts, with new records that are the same in everything put together."""
    groups: dict[Any, list[Part]] = {}
    for part in parts:
        first = next(iter(part.places))
        fields = frozenset((place.name, asked) for place, asked in part.places.items())
        groups.setdefault((first.path, fields) if is_new(first, facts) else id(part), []).append(part)
    return groups.values()


def _written(kind: Kind, value: Any) -> Any:
    """The value as a profile gives it."""
    return percent(value) if kind is Kind.SHARE else exact(kind, value)


def _value(place: Place, asked: Any, value: Any = None) -> Any:
    """What the profile would then say."""
    if isinstance(asked, Range) and asked.low is None and asked.high is None:
        return None
    plain = Place(place.path, 0, "", place.choices)
    return granted({} if value is None else {place.path: value}, {plain: asked})[place.path]
