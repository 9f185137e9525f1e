"""What a rule pack may contain, as its author writes it: one class per word of the language.

Pydantic checks every field; formulas are still text here. `structure.py` says what is missing or
misspelt at `file:line:column`, and `compiling.py` turns the result into the schemes of
`scheme.py`. Loaded only when a rule book is not yet in the cache.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from matcher.listed import Status
from matcher.literals import IsoDay, Kind
from matcher.scheme import (
    About, ApplicantKind, Confidence, Decision, Instrument, KindOfCriterion, Outcome,
    RelationKind, State, Verdict,
)  # fmt: skip
from matcher.vocabulary import Changes

# Pydantic asks for this kind of typed dictionary before Python 3.12; the shape is that of `Words`.
Words = TypedDict("Words", {"en": str, "zh-Hant": str})
setattr(Words, "__pydantic_config__", {"extra": "forbid", "str_min_length": 1})  # noqa: B010

Formula = str
Expected = Outcome | Literal["not_stated"]


class Part(BaseModel):
    """The base of all parts: unknown keys are refused, and nothing changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ------------------------------------------------------------------ vocabulary


class FactText(Part):
    """One fact, or one field of a record."""

    kind: Kind
    label: Words
    ask: Words
    find: Words | None = None
    value: Words | None = None
    changes: Changes = "by_effort"
    change: Words | None = None
    into: tuple[str, ...] = ()
    lapses: tuple[str, ...] = ()
    change_no: Words | None = None
    of: str | None = None
    unnamed: Words | None = None
    item: Words | None = None
    past: bool = False
    required: bool = False
    fields: dict[str, FactText] = {}


class VocabularyText(Part):
    """`facts.yaml`: lists of choices, and facts."""

    choices: dict[str, dict[str, Words]]
    facts: dict[str, FactText]


class RoundingText(Part):
    """What becomes of a day that does not exist."""

    rule: Literal["last_day_of_month"]
    because: Words


class BookText(Part):
    """`book.yaml`: what is said once for all packs."""

    version: str
    begins: Annotated[date, IsoDay]
    rounding: RoundingText


# ---------------------------------------------------------------------- listed


class ListedText(Part):
    """A scheme that is known and has no rules."""

    id: str
    name: Words
    administrator: Words
    status: Status
    known: Words
    because: Words
    checked_on: Annotated[date, IsoDay]
    closed_on: Annotated[date, IsoDay] | None = None
    url: str | None = None


class ListedFileText(Part):
    """`listed.yaml`: what is known to exist, and why there are no rules for it."""

    listed: list[ListedText]


# ------------------------------------------------------------------------ time


class PeriodText(Part):
    """From the first day (or financial year) to the last, both included."""

    from_: str | None = Field(None, alias="from")
    to: str | None = None
    announced: str | None = None


class DatedValueText(Part):
    """One value of a timeline, with the day it became known if that is before its start."""

    is_: str | list[str] = Field(alias="is")
    announced: str | None = None


class ValueText(Part):
    """A number, day or list that the rules use: always the same (`is`) or dated (`from`)."""

    label: Words
    is_: str | list[str] | None = Field(None, alias="is")
    from_: dict[str, str | list[str] | DatedValueText] = Field({}, alias="from")


class TermText(Part):
    """A formula with a name, used by several criteria or by the amount."""

    label: Words
    is_: Formula = Field(alias="is")


class StandingText(Part):
    """How one gets in, from this day on, while no window says more."""

    from_: str = Field(alias="from")
    state: State
    says: Words


class BeginningText(Part):
    """When the scheme began to take applicants."""

    from_: str = Field(alias="from")
    announced: str | None = None
    says: Words


class EndingText(Part):
    """The last day on which it took applicants."""

    to: str
    says: Words


class RhythmText(Part):
    """How often calls come, by the published or observed habit."""

    from_: str = Field(alias="from")
    months: int
    says: Words
    dated: bool = True


class BracketText(Part):
    """Where a day lies that nobody has named yet."""

    fact: str
    when: Formula | None = None
    from_: Formula | None = Field(None, alias="from")
    to: Formula | None = None
    before: Formula | None = None
    says: Words


# --------------------------------------------------------------------- sources


class SourceText(Part):
    """A document that a rule rests on."""

    title: Words
    dated: Words
    confidence: Confidence
    checked_on: Annotated[date, IsoDay]
    url: str | None = None
    weak: bool = False
    read_in_part: bool = False
    republished: bool = False
    whole: bool = False
    extent: Words | None = None


class RelationText(Part):
    """How this scheme stands to another, or to each of several."""

    to: str
    kind: RelationKind
    says: Words
    doc: str | None = None
    ask: str | None = None
    also: list[str] = []
    ceiling: Formula | None = None


class HistoryText(Part):
    """Something that happened to the scheme."""

    on: str
    says: Words
    doc: str | None = None


class CitationText(Part):
    """Where a rule is written."""

    doc: str
    section: Words | None = None


class UnclearText(Part):
    """From when on, or outside which years, the sources no longer settle whether a rule holds.

    `since` and `to` bound the doubt: before and after them the rule is known not to stand.
    """

    ask: str
    because: Words
    date: str | None = None
    since: str | None = None
    to: str | None = None


class CriterionText(Part):
    """One stated requirement."""

    id: str
    says: Words
    kind: KindOfCriterion
    about: About
    source: CitationText | list[CitationText]
    requires: Formula | None = None
    applies_when: Formula | None = None
    blocks: bool = False
    in_force: PeriodText | list[PeriodText] | None = None
    unclear_after: UnclearText | None = None
    unclear_outside: UnclearText | None = None
    if_not: Words | None = None
    detail: Words | None = None
    caution: Words | None = None
    reading: Words | None = None
    ask: str | None = None


class OverlayText(Part):
    """Further rules of one university (or other body) that hosts the scheme."""

    id: str
    label: Words
    when: Formula
    criteria: list[CriterionText]


class OpenPointText(Part):
    """Something the sources read leave open; usable in formulas as a yes/no nobody has answered."""

    question: Words
    ask: str
    because: Words | None = None


class OwnMoneyText(Part):
    """What others must bring beside the support."""

    per_dollar: Formula
    says: Words


class YearlyText(Part):
    """That the amount is one for a financial year, and how many years there can be."""

    years: Formula
    runs: Formula | None = None
    one_year: list[str] = []


class StageText(Part):
    """A part of the support."""

    label: Words
    amount: Formula
    after: Formula
    own: OwnMoneyText | None = None


class FundingText(Part):
    """What could be had, and how it is worked out."""

    instrument: Instrument
    summary: Words
    amount: Formula | None = None
    lines: list[Words] = []
    source: CitationText | list[CitationText] | None = None
    lasts: Formula | None = None
    yearly: YearlyText | None = None
    stages: list[StageText] = []
    own: OwnMoneyText | None = None


class WindowText(Part):
    """One call or round: the days on which applications are taken."""

    name: Words
    source: CitationText
    opens: str | None = None
    closes: str | None = None
    hour: str | None = None
    announced: str | None = None
    when: Formula | None = None
    outcome: Words | None = None
    cut_off: str | None = None
    year: str | None = None


class CallFactsText(Part):
    """The facts that each call sets: its first day, its last, its cut-off, its financial year."""

    opens: str | None = None
    closes: str | None = None
    cut_off: str | None = None
    year: str | None = None


class RouteText(Part):
    """Who files, and through whom."""

    by: ApplicantKind
    brief: Words
    says: Words


class RoleText(Part):
    """Whom the scheme is for."""

    is_for: Words
    when: Formula


class ApplyText(Part):
    """How to apply, and with which papers."""

    how: Words
    papers: list[Words] = []


class NoteText(Part):
    """A trap, or a correction of something often said, shown where its condition may hold."""

    says: Words
    source: CitationText | list[CitationText]
    when: Formula | None = None
    corrects: bool = False


class CaseText(Part):
    """An example: what changes against the base profile, and every outcome that changes with it."""

    case: str
    expect: dict[str, Expected] = {}
    given: dict[str, Any] = {}
    without: list[str] = []
    verdict: Verdict | None = None
    as_of: str | None = None


class ExamplesText(Part):
    """Examples beside the rules: a base profile and cases that differ from it."""

    as_of: str
    base: dict[str, Any]
    expect: dict[str, Expected]
    verdict: Verdict
    cases: list[CaseText]
    explained: dict[str, Words] = {}  # "never_met ID" and the like: why no example can show it


class PackText(Part):
    """One scheme."""

    scheme: str
    name: Words
    title: Words
    administrator: Words
    website: str
    role: RoleText
    route: RouteText
    decision: Decision
    begins: BeginningText
    funding: FundingText
    apply: ApplyText
    sources: dict[str, SourceText]
    criteria: list[CriterionText]
    examples: ExamplesText
    availability: list[StandingText]
    offices: dict[str, Words] = {}
    rules_for: Formula | None = None
    ends: EndingText | None = None
    values: dict[str, ValueText] = {}
    terms: dict[str, TermText] = {}
    brackets: list[BracketText] = []
    open_points: dict[str, OpenPointText] = {}
    overlays: list[OverlayText] = []
    windows: list[WindowText] = []
    calls: CallFactsText = CallFactsText()
    rhythm: list[RhythmText] = []
    relations: list[RelationText] = []
    notes: list[NoteText] = []
    history: list[HistoryText] = []
