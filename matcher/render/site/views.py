"""What the pages of the site show, as plain views in one language, without markup."""

from __future__ import annotations

from matcher.frozen import Frozen


class Piece(Frozen, frozen=True):
    """A part of a formula or list; with an address, a link."""

    text: str
    href: str | None = None
    title: str | None = None


class Line(Frozen, frozen=True):
    """A labelled line: words, or a formula in pieces."""

    label: str
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    is_formula: bool = False


class Cited(Frozen, frozen=True):
    """A place in a numbered source."""

    number: int
    section: str
    confidence: str


class CriterionView(Frozen, frozen=True):
    """One criterion."""

    id: str
    anchor: str
    kind: str
    kind_word: str
    about: str
    says: str
    is_checked: bool
    lines: tuple[Line, ...]
    cited: tuple[Cited, ...]


class CriteriaGroup(Frozen, frozen=True):
    """The criteria of the scheme, or of one host."""

    anchor: str
    heading: str
    criteria: tuple[CriterionView, ...]


class ValueView(Frozen, frozen=True):
    """A named value with its entries, the earliest first, or a named formula."""

    name: str
    anchor: str
    label: str
    entries: tuple[tuple[str, str], ...]  # since when; value
    formula: tuple[Piece, ...]


class OpenPointView(Frozen, frozen=True):
    """A question that no source answers."""

    anchor: str
    question: str
    because: str
    ask: str


class WindowView(Frozen, frozen=True):
    """One call."""

    name: str
    opens: str
    closes: str
    when: tuple[Piece, ...]
    outcome: str
    cited: tuple[Cited, ...]


class Said(Frozen, frozen=True):
    """A sentence with its sources, and the day, scheme or office that goes with it."""

    text: str
    mark: str = ""
    href: str | None = None
    ask: str = ""
    cited: tuple[Cited, ...] = ()


class SourceView(Frozen, frozen=True):
    """A document."""

    number: int
    title: str
    url: str | None
    dated: str
    confidence: str
    confidence_word: str
    checked_on: str


class CaseView(Frozen, frozen=True):
    """One example: what it changes, and what comes of it."""

    case: str
    day: str
    changes: tuple[Line, ...]
    outcomes: tuple[tuple[Piece, str, str], ...]  # criterion; outcome and its word
    verdict: str
    verdict_word: str


class ExamplesView(Frozen, frozen=True):
    """The examples of a scheme."""

    day: str
    base: tuple[Line, ...]
    verdict: str
    verdict_word: str
    cases: tuple[CaseView, ...]


class Choice(Frozen, frozen=True):
    """One option of a filter."""

    value: str
    text: str


class Row(Frozen, frozen=True):
    """One scheme in the table of all."""

    id: str
    name: str
    title: str
    is_for: str
    applicants: tuple[str, ...]
    administrator: str
    administrator_key: str
    instrument: str
    instrument_word: str
    offers: str
    state: str
    state_word: str
    state_says: str
    counted: str
    compared: str


class ListedView(Frozen, frozen=True):
    """A scheme that is known and has no rules."""

    id: str
    anchor: str
    name: str
    administrator: str
    status: str
    status_word: str
    known: str
    because: str
    url: str | None


class Landscape(Frozen, frozen=True):
    """The table of all schemes, what it can be narrowed by, and the schemes without rules."""

    rows: tuple[Row, ...]
    listed: tuple[ListedView, ...]
    applicants: tuple[Choice, ...]
    administrators: tuple[Choice, ...]
    instruments: tuple[Choice, ...]
    states: tuple[Choice, ...]


class SchemeView(Frozen, frozen=True):
    """Everything that a scheme's page shows."""

    row: Row
    glance: tuple[Line, ...]
    website: str | None
    money: tuple[str, ...]
    amount: tuple[Piece, ...]
    money_cited: tuple[Cited, ...]
    groups: tuple[CriteriaGroup, ...]
    criteria_count: int
    values: tuple[ValueView, ...]
    open_points: tuple[OpenPointView, ...]
    windows: tuple[WindowView, ...]
    rhythm: tuple[str, ...]
    how: str
    papers: tuple[str, ...]
    notes: tuple[Said, ...]
    corrections: tuple[Said, ...]
    relations: tuple[Said, ...]
    history: tuple[Said, ...]
    sources: tuple[SourceView, ...]
    examples: ExamplesView | None


class FactView(Frozen, frozen=True):
    """One fact, or one field of a record."""

    path: str
    anchor: str
    label: str
    ask: str
    find: str
    form: str
    choices: tuple[tuple[str, str], ...]
    changes: str
    used_by: tuple[Piece, ...]
    fields: tuple[FactView, ...]


class FactGroup(Frozen, frozen=True):
    """The facts whose path begins alike."""

    name: str
    anchor: str
    facts: tuple[FactView, ...]
