"""The report as data: the contract between the checker and everything that shows or stores it.

Texts stand in both languages, so one report serves every reader. Amounts and shares are exact
text, days are ISO dates. `to_json` and `from_json` are inverse; `schema` is the JSON Schema.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from matcher.evidence import Row
from matcher.frozen import Frozen
from matcher.listed import Listed
from matcher.scheme import (
    About, ApplicantKind, Confidence, Instrument, KindOfCriterion, Outcome, RelationKind, State,
    Verdict,
)  # fmt: skip
from matcher.sections import (
    Action, CalendarReport, ChangeSet, Checklist, Event, Measure, PlanReport, SortOfDate, StackReport,
)  # fmt: skip
from matcher.words import Words

REPORT_VERSION: Final = 2

class RuleBookUsed(Frozen, frozen=True):
    """Which rules were read."""

    version: str
    digest: str
    rounding: Words


class ProfileUsed(Frozen, frozen=True):
    """Which facts were read: by name and digest, with a line of them for the head of a report."""

    name: str
    name_zh: str | None
    digest: str
    headline: tuple[Words, ...]
    kind: str | None
    facts_given: int


class FactUsed(Frozen, frozen=True):
    """A fact that a criterion read; `value` is absent if it was not given."""

    path: str
    label: Words
    said: Words
    value: Any = None


class Reference(Frozen, frozen=True):
    """The number of a source in the scheme's list, and the place in it."""

    number: int
    section: Words | None = None


class CriterionReport(Frozen, frozen=True):
    """One stated requirement and what was found."""

    id: str
    kind: KindOfCriterion
    about: About
    host: str | None
    decides: bool
    outcome: Outcome
    says: Words
    requires: str | None
    evidence: tuple[Words, ...]
    rows: tuple[Row, ...]
    cautions: tuple[Words, ...]
    facts: tuple[FactUsed, ...]
    missing: tuple[str, ...]
    open_points: tuple[str, ...]
    source: tuple[Reference, ...]
    confidence: Confidence
    weak: bool


class Answer(Frozen, frozen=True):
    """One possible answer and what it would make of the verdict."""

    answer: Words
    verdict: Verdict
    effect: Words


class Question(Frozen, frozen=True):
    """A missing fact, as a question."""

    path: str
    ask: Words
    find: Words | None
    form: Words
    said_unknown: bool
    answers: tuple[Answer, ...]


class Ask(Frozen, frozen=True):
    """A missing fact that several schemes wait for, and which ones."""

    path: str
    ask: Words
    find: Words | None
    form: Words
    said_unknown: bool
    schemes: tuple[str, ...]


class OpenPointReport(Frozen, frozen=True):
    """Something the sources leave open, and whom to ask."""

    id: str
    question: Words
    because: Words | None
    ask: Words
    decides: bool
    answers: tuple[Answer, ...]


class FundingReport(Frozen, frozen=True):
    """What could be had: an exact range, or nothing where it is not published."""

    instrument: Instrument
    summary: Words
    low: str | None
    high: str | None
    working: Words | None
    lines: tuple[Words, ...]
    source: tuple[Reference, ...]


class AvailabilityReport(Frozen, frozen=True):
    """Whether one can apply, apart from the verdict."""

    state: State
    opens_on: date | None
    closes_on: date | None
    says: Words
    details: tuple[Words, ...]


class NextDate(Frozen, frozen=True):
    """A day to know of. `sort` says what it rests on."""

    on: date | None
    sort: SortOfDate
    says: Words


class LeftOut(Frozen, frozen=True):
    """How many rules of another host do not concern this applicant."""

    host: Words
    rules: int


class Checked(Frozen, frozen=True):
    """How much of what is stated was checked; the parts add up."""

    evaluated: int
    stated: int
    met: int
    failed: int
    unknown: int
    unclear: int
    not_applicable: int
    judged: int
    process: int
    host: Words | None
    host_evaluated: int
    host_stated: int
    left_out: tuple[LeftOut, ...]


class NoteReport(Frozen, frozen=True):
    """A trap or a correction."""

    says: Words
    corrects: bool
    source: tuple[Reference, ...]


class RelationReport(Frozen, frozen=True):
    """How the scheme stands to another, or to each of several."""

    to: str
    kind: RelationKind
    says: Words
    ask: Words | None
    source: tuple[Reference, ...]
    also: tuple[str, ...] = ()


class SourceReport(Frozen, frozen=True):
    """A document, as the list of sources shows it."""

    number: int
    id: str
    title: Words
    dated: Words
    extent: Words
    confidence: Confidence
    url: str | None
    checked_on: date
    stale: Words | None


class Route(Frozen, frozen=True):
    """Who files, and through whom."""

    by: ApplicantKind
    brief: Words
    says: Words


class SchemeReport(Frozen, frozen=True):
    """One scheme: verdict, reason, evidence, sources."""

    id: str
    name: Words
    title: Words
    administrator: Words
    website: str
    verdict: Verdict
    other_role: bool
    is_for: Words
    why: Words
    decides: tuple[Words, ...]
    route: Route
    availability: AvailabilityReport
    checked: Checked
    funding: FundingReport
    criteria: tuple[CriterionReport, ...]
    missing: tuple[str, ...]
    questions: tuple[Question, ...]
    open_points: tuple[OpenPointReport, ...]
    notes: tuple[NoteReport, ...]
    relations: tuple[RelationReport, ...]
    how_to_apply: Words
    papers: tuple[Words, ...]
    next_dates: tuple[NextDate, ...]
    sources: tuple[SourceReport, ...]
    rules_fired: tuple[str, ...] = ()
    to_change: tuple[ChangeSet, ...] = ()  # the easiest ways in; of a scheme that waits, ways round its questions
    to_change_none: Words | None = None  # why there is none


class NotInForce(Frozen, frozen=True):
    """A scheme that did not take applicants on the day of the check."""

    id: str
    name: Words
    says: Words


class Report(Frozen, frozen=True):
    """What a check found."""

    report_version: int
    as_of: date
    rulebook: RuleBookUsed
    engine: str
    profile: ProfileUsed
    schemes: tuple[SchemeReport, ...]
    not_in_force: tuple[NotInForce, ...]
    asks: tuple[Ask, ...] = ()  # since version 2
    listed: tuple[Listed, ...] = ()  # known, in no verdict and no count
    plan: PlanReport | UnsetType = UNSET  # these seven only where they were asked for
    calendar: CalendarReport | UnsetType = UNSET
    stack: StackReport | UnsetType = UNSET
    actions: tuple[Action, ...] | UnsetType = UNSET
    dates: tuple[Event, ...] | UnsetType = UNSET
    checklist: Checklist | UnsetType = UNSET
    measures: tuple[Measure, ...] | UnsetType = UNSET

    def to_json(self, *, indent: int = 2) -> str:
        """The report as JSON: the same report gives the same bytes. No indent, no line breaks."""
        text = msgspec.json.encode(self)
        return (msgspec.json.format(text, indent=indent) if indent else text).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote. Raises msgspec.ValidationError if it is none."""
        return msgspec.json.decode(text, type=cls)

    @staticmethod
    def schema() -> dict[str, Any]:
        """The JSON Schema of a report."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"Hong Kong funding report, version {REPORT_VERSION}",
            **msgspec.json.schema(Report),
        }
