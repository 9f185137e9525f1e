"""Which schemes a profile can have, from which year on, and what each would bring.

Now: every scheme that is not ruled out. Later: those, and schemes that are ruled out today but come
after one of them by what the packs say; they are decided again for each year in which they could begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from matcher.availability import availability
from matcher.check import Day
from matcher.condition import AS_OF
from matcher.engines.direct import DirectEngine
from matcher.frozen import Frozen
from matcher.insights.funding import MOST_YEARS, Course, Prospect, days_of_a_call
from matcher.missing import Reader
from matcher.phrases import Teller
from matcher.rulebook import RuleBook
from matcher.scheme import Scheme, Verdict
from matcher.ties import Stated, pairs
from matcher.verdict import settled

Facts = Mapping[str, Any]


class Candidate(Frozen, frozen=True):
    """A scheme that can be had: its verdict today, and by the year of its start the verdict and the money."""

    scheme: Scheme
    present: Verdict
    prospect: Prospect
    verdicts: dict[int, Verdict]
    courses: dict[int, Course]

    @property
    def earliest(self) -> Course:
        """Its course if begun as soon as it can be."""
        return next(iter(self.courses.values()))


def candidates(book: RuleBook, day: Day, facts: Facts) -> dict[str, Candidate]:
    """By id, in the order of the book, every scheme that the profile can have, with all its possible starts."""
    reader = Reader(facts, day.direct.compiler)
    present: dict[str, Verdict] = {}
    for name, scheme in day.schemes.items():
        taken = reader.truth(scheme.role) is not False and reader.truth(scheme.in_force) is not False
        if taken and not _ceased(scheme, Teller(book.vocabulary, scheme, reader), day.as_of):
            present[name] = day.direct.verdict(scheme, facts)
    stated = pairs({name: book.schemes[name] for name in present})
    found = {name for name, verdict in present.items() if verdict != "not_eligible"}
    waiting = _after(found, stated)
    later: dict[str, Candidate] = {}
    tried: set[str] = set()
    while new := sorted(waiting - tried - found):
        tried |= set(new)
        for name in new:
            needed = _needs(name, stated)
            candidate = _candidate(book, day.direct, facts, name, present[name], later=True, granted=needed)
            if candidate is not None:
                later[name] = candidate
        waiting |= _after(found | set(later), stated)
    timed = _timed(stated)
    whole = {
        name: _candidate(book, day.direct, facts, name, present[name], later=name in timed)
        for name in present if name in found
    }  # fmt: skip
    return {name: found_ for name in present if (found_ := whole.get(name) or later.get(name)) is not None}


def _ceased(scheme: Scheme, teller: Teller, as_of: date) -> bool:
    return availability(scheme, teller, as_of)[0].state == "ceased"


def _candidate(
    book: RuleBook,
    direct: DirectEngine,
    facts: Facts,
    name: str,
    present: Verdict,
    *,
    later: bool,
    granted: bool = False,
) -> Candidate | None:
    """The scheme with its starts: this year's, if it is not ruled out today, and with `later` all after it."""
    scheme = book.schemes[name]
    prospect = Prospect(scheme, facts, book.vocabulary, direct.compiler, days_of_a_call(book.vocabulary))
    verdicts: dict[int, Verdict] = {}
    first = prospect.first
    if present != "not_eligible" and not prospect.is_over:
        verdicts[first] = present
    last = first + MOST_YEARS if later else first
    for year in range(first if prospect.is_over else first + 1, last + 1):
        for end in (False, True):
            then = prospect.facts_in(year, end=end)
            if _ceased(scheme, Teller(book.vocabulary, scheme, Reader(then, direct.compiler)), then[AS_OF]):
                continue
            verdict = _verdict(scheme, then, direct, granted=granted)
            if verdict != "not_eligible":
                verdicts.setdefault(year, verdict)
    courses = {year: prospect.course(year) for year in verdicts}
    return Candidate(scheme, present, prospect, verdicts, courses) if courses else None


def _verdict(scheme: Scheme, facts: Facts, direct: DirectEngine, *, granted: bool) -> Verdict:
    """The verdict; with `granted`, tests of earlier grants that fail are left to be answered."""
    if Reader(facts, direct.compiler).truth(scheme.in_force) is False:
        return "not_eligible"
    decision = direct.decide(scheme, facts)
    if not granted or decision.verdict != "not_eligible" or decision.role is False:
        return decision.verdict
    failed = {
        criterion.about
        for criterion, judgement in zip(scheme.criteria, decision.criteria, strict=True)
        if criterion.blocks and judgement.stated is not False and settled(criterion, judgement) == "failed"
    }
    return "needs_information" if failed == {"earlier_grants"} else "not_eligible"


def _after(names: set[str], stated: Mapping[tuple[str, str], list[Stated]]) -> set[str]:
    """What the packs put after one of these schemes."""
    found = set()
    for pair, said in stated.items():
        for statement in said:
            step = statement.step(pair)
            if step is not None and step[0] in names:
                found.add(step[1])
    return found


def _needs(name: str, stated: Mapping[tuple[str, str], list[Stated]]) -> bool:
    return any(s.relation.kind == "only_after" and s.by == name for said in stated.values() for s in said)


def _timed(stated: Mapping[tuple[str, str], list[Stated]]) -> set[str]:
    """The schemes of which the packs say something that turns on time."""
    return {
        name
        for pair, said in stated.items()
        if any(s.step(pair) is not None or s.relation.kind == "not_together" for s in said)
        for name in pair
    }
