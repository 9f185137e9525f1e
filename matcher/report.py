"""The report as data: the contract between the checker and everything that shows or stores it.

Texts stand in both languages, so one report serves every reader. Amounts and shares are exact
text, days are ISO dates. `to_json` and `from_json` are inverse; `schema` is the JSON Schema.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Final, Literal

from matcher.evidence import Row
from matcher.scheme import (
    About, ApplicantKind, Confidence, Instrument, KindOfCriterion, Outcome, RelationKind, State,
    Verdict,
)  # fmt: skip
from matcher.words import Words

REPORT_VERSION: Final = 1

SortOfDate = Literal["rule", "yours", "expected", "unknown"]


@dataclass(frozen=True, slots=True)
class RuleBookUsed:
    """Which rules were read."""

    version: str
    digest: str
    rounding: Words


@dataclass(frozen=True, slots=True)
class ProfileUsed:
    """Which facts were read: by name and digest, with a line of them for the head of a report."""

    name: str
    name_zh: str | None
    digest: str
    headline: tuple[Words, ...]
    kind: str | None
    facts_given: int


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a criterion read; `value` is absent if it was not given."""

    path: str
    label: Words
    said: Words
    value: Any = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of a source in the scheme's list, and the place in it."""

    number: int
    section: Words | None = None


@dataclass(frozen=True, slots=True)
class CriterionReport:
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


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer and what it would make of the verdict."""

    answer: Words
    verdict: Verdict
    effect: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact, as a question."""

    path: str
    ask: Words
    find: Words | None
    form: Words
    said_unknown: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class OpenPointReport:
    """Something the sources leave open, and whom to ask."""

    id: str
    question: Words
    because: Words | None
    ask: Words
    decides: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class FundingReport:
    """What could be had: an exact range, or nothing where it is not published."""

    instrument: Instrument
    summary: Words
    low: str | None
    high: str | None
    working: Words | None
    lines: tuple[Words, ...]
    source: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class AvailabilityReport:
    """Whether one can apply, apart from the verdict."""

    state: State
    opens_on: date | None
    closes_on: date | None
    says: Words
    details: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day to know of. `sort` says what it rests on."""

    on: date | None
    sort: SortOfDate
    says: Words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many rules of another host do not concern this applicant."""

    host: Words
    rules: int


@dataclass(frozen=True, slots=True)
class Checked:
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


@dataclass(frozen=True, slots=True)
class NoteReport:
    """A trap or a correction."""

    says: Words
    corrects: bool
    source: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class RelationReport:
    """How the scheme stands to another."""

    to: str
    kind: RelationKind
    says: Words
    ask: Words | None
    source: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class SourceReport:
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


@dataclass(frozen=True, slots=True)
class Route:
    """Who files, and through whom."""

    by: ApplicantKind
    brief: Words
    says: Words


@dataclass(frozen=True, slots=True)
class SchemeReport:
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


@dataclass(frozen=True, slots=True)
class NotInForce:
    """A scheme that did not take applicants on the day of the check."""

    id: str
    name: Words
    says: Words


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    report_version: int
    as_of: date
    rulebook: RuleBookUsed
    engine: str
    profile: ProfileUsed
    schemes: tuple[SchemeReport, ...]
    not_in_force: tuple[NotInForce, ...]

    def to_json(self, *, indent: int | None = 2) -> str:
        """The report as JSON: the same report gives the same bytes."""
        return json.dumps(_plain(self), ensure_ascii=False, indent=indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """The report that `to_json` wrote. Raises ValueError if it is none."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).validate_json(text)

    @staticmethod
    def schema() -> dict[str, Any]:
        """The JSON Schema of a report."""
        from pydantic import TypeAdapter

        schema = TypeAdapter(Report).json_schema()
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"Hong Kong funding report, version {REPORT_VERSION}",
            **schema,
        }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value
