"""A scheme as the engines and the report read it: formulas are trees, sources are resolved.

Built from a pack by `compiling.py`, or read back from the cache. Everything is frozen.

No annotation here is put off: the cache's reader would have to compile each one at every start.
"""

from datetime import date
from typing import Literal

from matcher.condition import Condition, Term
from matcher.frozen import Frozen
from matcher.words import Words

KindOfCriterion = Literal["hard", "soft", "process", "judged"]
Outcome = Literal["met", "failed", "unknown", "unclear", "judged", "not_applicable"]
Verdict = Literal["eligible", "needs_information", "discretionary", "not_eligible"]
State = Literal["open", "upcoming", "between_calls", "ceased", "by_introduction", "unknown"]
Confidence = Literal["official", "secondary", "article"]
Decision = Literal["by_rule", "case_by_case"]
Instrument = Literal["grant", "equity", "loan_guarantee", "tax", "place", "talent"]
ApplicantKind = Literal[
    "startup", "person", "university", "institute", "partner_fund", "fund_manager", "venture_fund",
    "accelerator", "association", "lender",
]  # fmt: skip
About = Literal[
    "route", "company", "age", "people", "field", "amount", "partner_money", "hong_kong",
    "earlier_grants", "ip",
]  # fmt: skip
RelationKind = Literal[
    "never_both",  # taking either closes the other for ever
    "closes",  # taking this one closes the other for ever; the other may come before
    "closed_by",  # taking the other closes this one for ever; this one may come before
    "not_together",  # not at the same time
    "not_same_cost",  # not for the same cost
    "only_after",  # only for those who have the other
    "shared_ceiling",  # at most so much from all of them
    "next_step",  # the sources describe the other as a step after this one; nothing asks for it
    "allowed",
    "not_regulated",  # the sources read are silent
    "note",  # for people
]

class Source(Frozen, frozen=True):
    """A document that a rule rests on."""

    title: Words
    dated: Words
    confidence: Confidence
    checked_on: date
    url: str | None = None
    weak: bool = False
    read_in_part: bool = False
    republished: bool = False
    extent: Words | None = None


class Citation(Frozen, frozen=True):
    """A place in a document."""

    doc: str
    section: Words | None = None


class Relation(Frozen, frozen=True):
    """How this scheme stands to another, or to each of several; a ceiling is one for all of them.

    `to` may be `others`: every scheme of the book. `ceiling` is an amount, of `shared_ceiling` only.
    """

    to: str
    kind: RelationKind
    says: Words
    doc: str | None = None
    ask: str | None = None
    also: tuple[str, ...] = ()
    ceiling: Term | None = None
    formula: str | None = None

    @property
    def others(self) -> tuple[str, ...]:
        """All schemes that it speaks of beside its own."""
        return (self.to, *self.also)


class History(Frozen, frozen=True):
    """Something that happened to the scheme."""

    on: str
    says: Words
    doc: str | None = None


class InForce(Frozen, frozen=True):
    """A period in which a rule stands, on the clock of the scheme."""

    first: date | None
    last: date | None


class Criterion(Frozen, frozen=True):
    """One stated requirement. `applies` and `requires` are what engines decide."""

    id: str
    kind: KindOfCriterion
    about: About
    says: Words
    blocks: bool  # whether it decides the verdict
    formula: str | None
    overlay: str | None
    in_force: Condition
    applies_when: Condition
    requires: Condition | None  # None: a person's matter, never evaluated
    sources: tuple[Citation, ...]
    reads: tuple[str, ...]  # the facts and lists that `requires` reads
    dated: bool  # whether the day of the check stands in any of its conditions
    stated: tuple[InForce, ...] = ()
    unclear: str | None = None  # the open point that stands for "is this rule still in force?"
    by_day: Condition | None = None  # `requires` as written, where the day of the check alone settled it
    if_not: Words | None = None
    detail: Words | None = None
    caution: Words | None = None
    reading: Words | None = None
    ask: Words | None = None


class Overlay(Frozen, frozen=True):
    """The body whose own rules a criterion belongs to."""

    id: str
    label: Words
    when: Condition


class OpenPoint(Frozen, frozen=True):
    """A question that the sources read leave open."""

    question: Words
    ask: Words
    because: Words | None = None
    used: bool = False  # whether a rule turns on it
    implied: bool = False  # made from `unclear_after`, not written by the author as a question


class DatedEntry(Frozen, frozen=True):
    """One value of a timeline, for people to read."""

    since: str | None
    value: str


class NamedTerm(Frozen, frozen=True):
    """A value or term of the pack: its label, and the entries or formula it was written as."""

    label: Words
    term: Term | None
    dated: bool = False
    entries: tuple[DatedEntry, ...] = ()
    formula: str | None = None


class OwnMoney(Frozen, frozen=True):
    """Money that others must bring beside the support: so much for each of its dollars."""

    per_dollar: Term
    says: Words  # from whom, by when, in which form


class Yearly(Frozen, frozen=True):
    """Support of which the amount is that of one financial year, and how many years it can last.

    A further year can be had while `runs` holds for it. `one_year` are facts that speak of the year
    applied for only, and are not known for the next.
    """

    years: Term
    runs: Condition
    one_year: tuple[str, ...] = ()


class Stage(Frozen, frozen=True):
    """A part of the support, from so many months after the start."""

    label: Words
    amount: Term
    after: Term
    own: OwnMoney | None = None


class Funding(Frozen, frozen=True):
    """What could be had, for how long, and what others must bring."""

    instrument: Instrument
    summary: Words
    amount: Term | None
    lines: tuple[Words, ...] = ()
    sources: tuple[Citation, ...] = ()
    formula: str | None = None
    lasts: Term | None = None
    yearly: Yearly | None = None
    stages: tuple[Stage, ...] = ()
    own: OwnMoney | None = None


class Window(Frozen, frozen=True):
    """One call or round."""

    name: Words
    opens: date | None
    closes: date | None
    hour: str | None
    announced: date | None
    when: Condition
    source: Citation
    outcome: Words | None = None
    cut_off: date | None = None
    year: date | None = None  # the first day of the financial year that is applied for


class CallFacts(Frozen, frozen=True):
    """Which facts the call sets, and not the company: the days and the financial year of that call."""

    opens: str | None = None
    closes: str | None = None
    cut_off: str | None = None
    year: str | None = None  # the financial year that begins after the call's days


class StandingState(Frozen, frozen=True):
    """How one gets in from a day on."""

    since: date
    state: State
    says: Words


class Expectation(Frozen, frozen=True):
    """How often calls come, from a day on."""

    since: date
    months: int
    says: Words
    dated: bool = True  # whether past calls are regular enough to work out days from them


class Note(Frozen, frozen=True):
    """A trap or a correction."""

    says: Words
    sources: tuple[Citation, ...]
    when: Condition
    corrects: bool = False


class Scheme(Frozen, frozen=True):
    """One thing one can apply to."""

    id: str
    name: Words
    title: Words
    administrator: Words
    website: str
    is_for: Words
    role: Condition
    route_by: ApplicantKind
    route_brief: Words
    route: Words
    decision: Decision
    in_force: Condition
    begins: Words
    ends: Words | None
    clock: Term  # the day by which rules are picked: the day of the check, or a fact
    funding: Funding
    how: Words
    papers: tuple[Words, ...]
    criteria: tuple[Criterion, ...]
    overlays: tuple[Overlay, ...] = ()
    open_points: dict[str, OpenPoint] = {}
    names: dict[str, NamedTerm] = {}
    brackets: dict[str, Words] = {}
    windows: tuple[Window, ...] = ()
    calls: CallFacts = CallFacts()
    standing: tuple[StandingState, ...] = ()
    expects: tuple[Expectation, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
    history: tuple[History, ...] = ()
    sources: dict[str, Source] = {}
    offices: dict[str, Words] = {}
