"""What the insights add to a report, as data: plan, calendar, combinations, summary, checklist.

Texts stand in both languages, amounts are exact text, days are dates, as in `report.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from matcher.frozen import Frozen
from matcher.scheme import Instrument, Verdict
from matcher.words import Words

SortOfDate = Literal["rule", "yours", "expected", "unknown"]
Way = Literal["by_choice", "by_effort", "with_time", "never"]  # the easiest first

# ---------------------------------------------------------------------- the plan


class CriterionRef(Frozen, frozen=True):
    """A criterion of a scheme, what it says, and the source it rests on."""

    scheme: str
    criterion: str
    says: Words
    source: Words
    url: str | None = None


class Edit(Frozen, frozen=True):
    """One alteration of a profile, as a machine applies it.

    `path` is a fact (`request.amount`), a field of a record (`investments[2].independent`) or a
    list; `value` is written as in a profile's JSON; with `append`, `value` is a record more.
    """

    path: str
    value: Any
    append: bool = False


class Change(Frozen, frozen=True):
    """One thing to change, in words, with the alterations it stands for and what it answers.

    `by` is the last day on which it still helps, `on` the day from which time alone brings it.
    """

    way: Way
    says: Words
    edits: tuple[Edit, ...]
    answers: tuple[CriterionRef, ...]
    by: date | None = None
    on: date | None = None


class ChangeSet(Frozen, frozen=True):
    """Changes that together make every hard criterion met, none of which can be left out.

    `way` is that of the hardest change. `leads_to` is the verdict once they are made, and `waits`
    what is then still to be answered.
    """

    way: Way
    changes: tuple[Change, ...]
    leads_to: Verdict
    waits: Words | None = None


class SchemePlan(Frozen, frozen=True):
    """The ways into one scheme that is not met: easiest first, or the reason why there is none.

    `more` says that there are more ways than those listed.
    """

    scheme: str
    name: Words
    verdict: Verdict
    sets: tuple[ChangeSet, ...]
    none_because: Words | None = None
    more: bool = False


class Clash(Frozen, frozen=True):
    """Criteria that cannot be met together, and why."""

    criteria: tuple[CriterionRef, ...]
    says: Words


class PlanReport(Frozen, frozen=True):
    """The plan: each scheme by itself, and what meets all goals at once.

    `together` are minimal sets that meet every goal; where there is none, `clashes` says which
    criteria exclude each other. Both are empty without goals.
    """

    goals: tuple[str, ...]
    schemes: tuple[SchemePlan, ...]
    together: tuple[ChangeSet, ...] = ()
    clashes: tuple[Clash, ...] = ()
    more: bool = False


# ------------------------------------------------------------------ the calendar

EventKind = Literal[
    "opens", "closes", "cut_off", "becomes_possible", "no_longer_possible", "last_safe_day", "money_counts_until",
    "age", "rules_change",
]  # fmt: skip


class Event(Frozen, frozen=True):
    """A day to know of. `sort` says what it rests on, `uid` stays the same from check to check.

    `until` is given where a span of days is meant; `on` is absent where the day is not known.
    """

    uid: str
    on: date | None
    kind: EventKind
    sort: SortOfDate
    says: Words
    do: Words | None = None
    until: date | None = None
    scheme: str | None = None
    criterion: str | None = None
    hour: str | None = None  # Hong Kong time at which the day's chance ends, `12:00`


class Span(Frozen, frozen=True):
    """Days of one verdict, both ends included, and the criteria that begin or cease to fail there."""

    first: date
    last: date
    verdict: Verdict
    because: tuple[CriterionRef, ...] = ()


class CallSeen(Frozen, frozen=True):
    """A call, known or expected; `verdict` is that at its own cut-off date.

    An expected call names the past ones that it is expected from.
    """

    name: Words
    sort: SortOfDate
    opens: date | None
    closes: date | None
    cut_off: date | None
    verdict: Verdict | None
    says: Words
    past: tuple[Words, ...] = ()
    hour: str | None = None
    year: str | None = None  # the financial year applied for, `2027-28`


class SchemeCalendar(Frozen, frozen=True):
    """One scheme over the period. `last_safe_day` is the last on which one can still apply and pass."""

    scheme: str
    name: Words
    calls: tuple[CallSeen, ...]
    spans: tuple[Span, ...]
    last_safe_day: date | None = None
    last_safe_says: Words | None = None


class CalendarReport(Frozen, frozen=True):
    """All days from `first` to `last` on which something begins or ends, and each scheme's own.

    Events stand in the order of their days; those without a day come first.
    """

    first: date
    last: date
    events: tuple[Event, ...]
    schemes: tuple[SchemeCalendar, ...]


# -------------------------------------------------------------- the combinations

TieKind = Literal[
    "never_both",  # taking one closes the other for ever
    "not_together",  # not at the same time
    "not_same_cost",  # not for the same cost
    "first_then",  # if both, one must come before the other: taking the other closes it
    "only_after",  # the second is only for those who have the first
    "shared_ceiling",
    "next_step",  # the sources describe the second as a step after the first; nothing asks for it
    "allowed",
    "not_regulated",  # the sources read are silent: never "allowed"
]


class Tie(Frozen, frozen=True):
    """How two schemes stand to each other: `a` before `b`, where one comes first.

    `b` is `others` where the source speaks of every other scheme. `also` are further schemes under a
    shared ceiling, whose amount is `ceiling`, in HKD. `implied` says that no pack has a word on the two.
    """

    a: str
    b: str
    kind: TieKind
    says: Words
    source: Words | None = None
    url: str | None = None
    ask: Words | None = None
    also: tuple[str, ...] = ()
    ceiling: str | None = None
    implied: bool = False


class YearOfMoney(Frozen, frozen=True):
    """Money of one scheme in one financial year, in HKD: low and high where facts are missing.

    `own` is what the founder must find beside it; `own_says` says from whom, by when and in which
    form. None means that no amount is published.
    """

    year: str
    low: str | None
    high: str | None
    own_low: str | None = None
    own_high: str | None = None
    own_says: Words | None = None


class Holding(Frozen, frozen=True):
    """One scheme of a combination, in the order of taking them up.

    `verdict` is that of the year in which it is taken up, `present` that of the day of the check.
    """

    scheme: str
    name: Words
    instrument: Instrument
    verdict: Verdict
    present: Verdict
    years: tuple[YearOfMoney, ...]
    working: Words | None = None


class Sum(Frozen, frozen=True):
    """Money of one instrument in all years, in HKD. Instruments are never added together."""

    instrument: Instrument
    low: str
    high: str


class Combination(Frozen, frozen=True):
    """Schemes that may be held within the rules, in order, with the money of each year.

    `own` has the grants of each year, and what must be found beside them. `open` are the ties on which
    it rests although the sources leave them open; `closes` says what it shuts out, and why.
    """

    says: Words
    holdings: tuple[Holding, ...]
    sums: tuple[Sum, ...]
    own: tuple[YearOfMoney, ...]
    open: tuple[Tie, ...] = ()
    closes: tuple[Words, ...] = ()
    working: tuple[Words, ...] = ()


class StackReport(Frozen, frozen=True):
    """The combination with the most money in grants, the runners-up, and every tie that shapes them.

    `not_counted` says what can be had beside them and why no amount of it stands in the sums; `names`
    has what each scheme is called, by its id.
    """

    years: tuple[str, ...]
    combinations: tuple[Combination, ...]
    ties: tuple[Tie, ...]
    not_counted: tuple[Words, ...] = ()
    names: dict[str, Words] = {}


# ------------------------------------------------------------------- the summary


class Action(Frozen, frozen=True):
    """One line of the summary: what to do first, a last chance, a choice to make."""

    kind: Literal["do_first", "last_chance", "choose"]
    says: Words
    schemes: tuple[str, ...]


# ----------------------------------------------------------------- the checklist


class Paper(Frozen, frozen=True):
    """A paper, once, with the schemes that ask for it."""

    says: Words
    schemes: tuple[str, ...]


class Claim(Frozen, frozen=True):
    """A fact that rests on the applicant's word, where its proof is found, and which schemes read it."""

    path: str
    says: Words
    find: Words | None
    schemes: tuple[str, ...]


class Checklist(Frozen, frozen=True):
    """What to collect. `unnamed` are the schemes whose texts, as far as read, name no paper."""

    papers: tuple[Paper, ...]
    claims: tuple[Claim, ...]
    unnamed: tuple[str, ...]


# -------------------------------------------------------------------- the measures

MeasureKind = Literal["money", "share", "day"]


class MeasurePart(Frozen, frozen=True):
    """One record of a sum: what it adds, and whether it counts."""

    status: Literal["counts", "unknown", "unclear", "no"]
    amount: str
    says: Words


class Measure(Frozen, frozen=True):
    """A test against a bound as figures: what a picture of it needs.

    Amounts and shares are exact text, days ISO dates. `low` and `high` are what the value, or the
    tested day, can be; `high` is absent where nothing limits it. Up to `bound` passes, or with
    `from_bound` from it on; the bound itself too, unless `is_out`.
    """

    scheme: str
    criterion: str
    kind: MeasureKind
    says: Words
    tested: Words | None
    bound: str
    from_bound: bool
    is_out: bool
    low: str | None
    high: str | None
    parts: tuple[MeasurePart, ...] = ()
