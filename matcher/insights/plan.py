"""The plan: the ways into each scheme that is not met, and into all goals at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from matcher.check import absent_says, as_profile, case_of, day_of, the_day
from matcher.compose import Case, decisive, soft_passed, waits
from matcher.errors import MatcherError, Place, Problem, RequestError, each_of
from matcher.findings import findings
from matcher.insights.changes import MOST_LISTED, WaysIn, changes_for
from matcher.insights.clash import clashes
from matcher.profile import Profile
from matcher.rulebook import RuleBook, chosen, load_rules
from matcher.scheme import Scheme
from matcher.sections import Clash, PlanReport, SchemePlan
from matcher.verdict import Decision
from matcher.words import Words, words


def plan(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    goals: Iterable[str] = (),
    rules: RuleBook | None = None,
) -> PlanReport:
    """What to change, for each scheme that the profile does not meet on the day `as_of`.

    `goals` are schemes that are to be met together. Raises ProfileError for a profile with
    mistakes, RequestError for a day before the rule book begins and for a goal that is unknown or
    named twice, and PackError for a rule book that does not load.
    """
    book = rules or load_rules()
    day, names = asked(book, as_of, goals)
    return plan_of(as_profile(profile, book), book, day, names)


def asked(book: RuleBook, as_of: date | str, goals: Iterable[str]) -> tuple[date, list[str]]:
    """The day and the goals. Raises RequestError with everything that is wrong with them."""
    day, names = each_of(lambda: the_day(as_of, book), lambda: the_goals(goals, book))
    return day, names


def the_goals(goals: Iterable[str], book: RuleBook) -> list[str]:
    """The goals in the order of the book. Raises RequestError for those that are unknown or named twice."""
    problems: list[Problem] = []
    named = list(goals)
    for goal in dict.fromkeys(named):
        try:
            chosen(book, [goal])
        except MatcherError as trouble:
            problems += [replace(problem, place=Place("--goal")) for problem in trouble.problems]
        if named.count(goal) > 1:
            what = words(f"goal `{goal}` is named {named.count(goal)} times", f"目標`{goal}`重複{named.count(goal)}次")
            problems.append(Problem(Place("--goal"), what, words("name it once", "請只填寫一次")))
    if problems:
        raise RequestError(problems)
    return chosen(book, named) if named else []


def plan_of(profile: Profile, book: RuleBook, as_of: date, goals: list[str]) -> PlanReport:
    """The plan of a profile that was read, for a day and goals that exist."""
    day = day_of(book, as_of)
    case = case_of(profile, book, day)
    found = []
    for name, scheme in day.schemes.items():
        if case.reader.truth(scheme.in_force) is False:
            because = absent_says(scheme, book, case.reader, as_of)
            found.append(SchemePlan(name, scheme.name, "not_eligible", (), because))
            continue
        decision = day.direct.decide(scheme, case.facts)
        if decision.verdict in ("not_eligible", "needs_information"):
            found.append(_with_questions(changes_for(scheme, decision, case), scheme, decision, case))
    plain = PlanReport(tuple(goals), tuple(found))
    return replace(plain, **_together(tuple(day.schemes[goal] for goal in goals), case)) if goals else plain


def _with_questions(found: SchemePlan, scheme: Scheme, decision: Decision, case: Case) -> SchemePlan:
    """A scheme that only answers open says for how many it waits."""
    if found.verdict != "needs_information" or found.sets:
        return found
    return replace(found, none_because=_questions(scheme, decision, case))


def _questions(scheme: Scheme, decision: Decision, case: Case) -> Words:
    seen = findings(scheme, decision, case.reader)
    missing = decisive(scheme, decision, seen, case.reader)
    return waits(len(missing.facts), len(missing.points), len(soft_passed(seen)))


def _together(schemes: tuple[Scheme, ...], case: Case) -> dict[str, Any]:
    """What meets all goals, or which of their criteria exclude each other."""
    ways = WaysIn(schemes, case)
    found = ways.all()
    listed = ways.in_words(found, MOST_LISTED)
    against: tuple[Clash, ...] = ()
    if not listed and not ways.are_met():
        against = clashes(ways, found)
    return {"together": listed, "clashes": against, "more": found.more or len(found.sets) > len(listed)}
