"""What a rule pack may contain, as its author writes it: one class per word of the language.

Plain data only; formulas are still text here. `structure.py` checks a file against these classes
and says what is missing or misspelt at `file:line:column`; `compiling.py` turns the result into
the schemes of `scheme.py`. Names that Python keeps for itself (`from`, `is`) make some of the
classes typed dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from typing_extensions import Required, TypedDict

from matcher.scheme import (
    About, ApplicantKind, Confidence, Decision, History, Instrument, KindOfCriterion, Outcome,
    Relation, Source, State, Verdict,
)  # fmt: skip
from matcher.words import Words

Formula = str
Expected = Outcome | Literal["not_stated"]

_CLOSED = {"extra": "forbid"}

Period = TypedDict("Period", {"from": str, "to": str, "announced": str}, total=False)
"""From the first day (or financial year) to the last, both included."""

DatedValue = TypedDict(
    "DatedValue", {"is": Required[str | list[str]], "announced": str}, total=False
)
"""One value of a timeline, with the day it became known if that is earlier than the start."""

ValueText = TypedDict(
    "ValueText",
    {"label": Required[Words], "is": str | list[str], "from": dict[str, str | list[str] | DatedValue]},
    total=False,
)  # fmt: skip
"""A number, day or list that the rules use: always the same (`is`) or dated (`from`)."""

TermText = TypedDict("TermText", {"label": Required[Words], "is": Required[Formula]}, total=False)
"""A formula with a name, used by several criteria or by the amount."""

Standing = TypedDict(
    "Standing", {"from": Required[str], "state": Required[State], "says": Required[Words]}, total=False
)  # fmt: skip
"""How one gets in, from this day on, while no window says more."""

Beginning = TypedDict(
    "Beginning", {"from": Required[str], "announced": str, "says": Required[Words]}, total=False
)
"""When the scheme began to take applicants."""

Ending = TypedDict("Ending", {"to": Required[str], "says": Required[Words]}, total=False)
"""The last day on which it took applicants."""

BracketText = TypedDict(
    "BracketText",
    {
        "fact": Required[str], "when": Formula, "from": Formula, "to": Formula, "before": Formula,
        "says": Required[Words],
    },
    total=False,
)  # fmt: skip
"""Where a day lies that nobody has named yet."""

Rhythm = TypedDict(
    "Rhythm", {"from": Required[str], "months": Required[int], "says": Required[Words]}, total=False
)
"""How often calls come, by the published or observed habit."""

for _class in (Rhythm, Period, DatedValue, ValueText, TermText, Standing, Beginning, Ending, BracketText):
    setattr(_class, "__pydantic_config__", _CLOSED)  # noqa: B010 - a typed dictionary takes no other way


@dataclass(frozen=True, slots=True)
class CitationText:
    """Where a rule is written."""

    __pydantic_config__ = _CLOSED
    doc: str
    section: Words | None = None


@dataclass(frozen=True, slots=True)
class UnclearText:
    """From when on, or outside which years, the sources no longer settle whether a rule holds.

    `since` and `to` bound the doubt: before and after them the rule is known not to stand.
    """

    __pydantic_config__ = _CLOSED
    ask: str
    because: Words
    date: str | None = None
    since: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class CriterionText:
    """One stated requirement."""

    __pydantic_config__ = _CLOSED
    id: str
    says: Words
    kind: KindOfCriterion
    about: About
    source: CitationText | list[CitationText]
    requires: Formula | None = None
    applies_when: Formula | None = None
    blocks: bool = False
    in_force: Period | list[Period] | None = None
    unclear_after: UnclearText | None = None
    unclear_outside: UnclearText | None = None
    if_not: Words | None = None
    detail: Words | None = None
    caution: Words | None = None
    reading: Words | None = None
    ask: str | None = None


@dataclass(frozen=True, slots=True)
class OverlayText:
    """Further rules of one university (or other body) that hosts the scheme."""

    __pydantic_config__ = _CLOSED
    id: str
    label: Words
    when: Formula
    criteria: list[CriterionText]


@dataclass(frozen=True, slots=True)
class OpenPointText:
    """Something the sources read leave open; usable in formulas as a yes/no nobody has answered."""

    __pydantic_config__ = _CLOSED
    question: Words
    ask: str
    because: Words | None = None
    when: Formula | None = None


@dataclass(frozen=True, slots=True)
class FundingText:
    """What could be had, and how it is worked out."""

    __pydantic_config__ = _CLOSED
    instrument: Instrument
    summary: Words
    amount: Formula | None = None
    lines: list[Words] = field(default_factory=list)
    source: CitationText | list[CitationText] | None = None


@dataclass(frozen=True, slots=True)
class WindowText:
    """One call or round: the days on which applications are taken."""

    __pydantic_config__ = _CLOSED
    name: Words
    source: CitationText
    opens: str | None = None
    closes: str | None = None
    hour: str | None = None
    announced: str | None = None
    when: Formula | None = None
    outcome: Words | None = None


@dataclass(frozen=True, slots=True)
class RouteText:
    """Who files, and through whom."""

    __pydantic_config__ = _CLOSED
    by: ApplicantKind
    brief: Words
    says: Words


@dataclass(frozen=True, slots=True)
class RoleText:
    """Whom the scheme is for."""

    __pydantic_config__ = _CLOSED
    is_for: Words
    when: Formula


@dataclass(frozen=True, slots=True)
class ApplyText:
    """How to apply, and with which papers."""

    __pydantic_config__ = _CLOSED
    how: Words
    papers: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A trap, or a correction of something often said, shown where its condition may hold."""

    __pydantic_config__ = _CLOSED
    says: Words
    source: CitationText | list[CitationText]
    when: Formula | None = None
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class CaseText:
    """An example: what changes against the base profile, and every outcome that changes with it."""

    __pydantic_config__ = _CLOSED
    case: str
    expect: dict[str, Expected] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    verdict: Verdict | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class ExamplesText:
    """Examples beside the rules: a base profile and cases that differ from it."""

    __pydantic_config__ = _CLOSED
    as_of: str
    base: dict[str, Any]
    expect: dict[str, Expected]
    verdict: Verdict
    cases: list[CaseText]


@dataclass(frozen=True, slots=True)
class PackText:
    """One scheme."""

    __pydantic_config__ = _CLOSED
    scheme: str
    name: Words
    title: Words
    administrator: Words
    website: str
    role: RoleText
    route: RouteText
    decision: Decision
    begins: Beginning
    funding: FundingText
    apply: ApplyText
    sources: dict[str, Source]
    criteria: list[CriterionText]
    examples: ExamplesText
    availability: list[Standing]
    offices: dict[str, Words] = field(default_factory=dict)
    rules_for: Formula | None = None
    ends: Ending | None = None
    values: dict[str, ValueText] = field(default_factory=dict)
    terms: dict[str, TermText] = field(default_factory=dict)
    brackets: list[BracketText] = field(default_factory=list)
    open_points: dict[str, OpenPointText] = field(default_factory=dict)
    overlays: list[OverlayText] = field(default_factory=list)
    windows: list[WindowText] = field(default_factory=list)
    rhythm: list[Rhythm] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: list[NoteText] = field(default_factory=list)
    history: list[History] = field(default_factory=list)
