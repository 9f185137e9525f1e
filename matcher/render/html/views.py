"""What the page shows, as plain views in one language, without markup; a picture is ready SVG."""

from __future__ import annotations

from matcher.frozen import Frozen


class Mark(Frozen, frozen=True):
    """A sign and its word: the sign is never shown without it."""

    sign: str
    word: str


class Picture(Frozen, frozen=True):
    """A drawing, and the sentence that states what it finds."""

    finding: str
    svg: str
    on_phone: str = ""  # the same, drawn for a narrow page
    legend: tuple[str, ...] = ()  # what its numbers stand for


class Tile(Frozen, frozen=True):
    """How many schemes have one verdict."""

    sign: str
    count: int
    word: str


class ActionView(Frozen, frozen=True):
    """One of the first things to do."""

    heading: str
    text: str


class AskView(Frozen, frozen=True):
    """A fact that several schemes wait for."""

    ask: str
    waiting: str
    path: str
    form: str
    find: str


class RowView(Frozen, frozen=True):
    """One scheme in the list by verdict. Without an anchor it is not told in full."""

    id: str
    anchor: str
    name: str
    money: str
    decides: tuple[str, ...]
    change: str
    route: str
    when: str


class GroupView(Frozen, frozen=True):
    """The schemes of one verdict: those shown, and those behind a fold with its label."""

    sign: str
    heading: str
    count: str
    means: str
    rows: tuple[RowView, ...]
    folded: tuple[RowView, ...]
    fold: str


class Entry(Frozen, frozen=True):
    """A name with what is said of it."""

    name: str
    says: str


class MatrixRow(Frozen, frozen=True):
    """One scheme against every kind of test, as cells and, for a phone, by outcome."""

    anchor: str
    name: str
    sign: str
    verdict: str
    cells: tuple[Mark, ...]
    checked: str
    by_outcome: tuple[tuple[Mark, str], ...]


class Matrix(Frozen, frozen=True):
    """Schemes by kinds of test."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    others: Entry | None


class DateRow(Frozen, frozen=True):
    """One day to know of."""

    when: str
    sort: str
    sort_word: str
    says: str
    do: str


class CallsView(Frozen, frozen=True):
    """The calls of one scheme and the last day on which one can safely apply."""

    name: str
    last_safe: str
    calls: tuple[Entry, ...]
    past: str


class TimeLine(Frozen, frozen=True):
    """The period: its picture, its dates, those behind a fold with its label, the calls of each scheme."""

    heading: str
    picture: Picture | None
    rows: tuple[DateRow, ...]
    folded: tuple[DateRow, ...]
    fold: str
    calls: tuple[CallsView, ...]


class MoneyTable(Frozen, frozen=True):
    """The figures of a combination: a head, rows of a name and cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Key(Frozen, frozen=True):
    """A pattern of a picture, and what it stands for."""

    pattern: str
    says: str


class OrderView(Frozen, frozen=True):
    """One combination in its order."""

    heading: str
    says: str
    picture: Picture | None
    keys: tuple[Key, ...]
    sums: tuple[str, ...]
    table: MoneyTable
    closes: tuple[str, ...]
    rests_on: tuple[str, ...]
    silent: Entry | None
    working: tuple[str, ...]


class TieView(Frozen, frozen=True):
    """How two schemes stand to each other."""

    pair: str
    kind: str
    says: str
    source: str
    url: str


class Money(Frozen, frozen=True):
    """The combinations, the ties that shape them, the pairs without one, and what is not counted."""

    orders: tuple[OrderView, ...]
    ties: tuple[TieView, ...]
    silent: Entry | None
    not_counted: tuple[str, ...]


class PaperRow(Frozen, frozen=True):
    """A paper, or a claim with where its proof is found, and the schemes that ask."""

    says: str
    find: str
    schemes: str


class ToCollect(Frozen, frozen=True):
    """The checklist; `unnamed` are the schemes whose texts name no paper."""

    papers: tuple[PaperRow, ...]
    claims: tuple[PaperRow, ...]
    unnamed: str


class QuestionView(Frozen, frozen=True):
    """A question with the effect of each answer, where to find it, and whom to ask."""

    text: str
    because: str
    effects: tuple[tuple[str, str], ...]
    find: str
    path: str
    form: str
    ask: str


class WayView(Frozen, frozen=True):
    """One set of changes that meets every hard criterion."""

    heading: str
    changes: tuple[str, ...]
    leads_to: str


class RecordView(Frozen, frozen=True):
    """One record of a sum."""

    status: str
    word: str
    amount: str
    day: str
    says: str


class CriterionView(Frozen, frozen=True):
    """One criterion."""

    id: str
    mark: Mark
    says: str
    lines: tuple[str, ...]
    records: tuple[RecordView, ...]
    basis: str  # its kind and the confidence of its source
    numbers: tuple[int, ...]
    formula: str
    facts: tuple[str, ...]  # those given, exactly


class ListOfCriteria(Frozen, frozen=True):
    """Criteria under one heading: those shown, and those behind a fold with its label."""

    heading: str
    count: str
    shown: tuple[CriterionView, ...]
    folded: tuple[CriterionView, ...]
    fold: str


class Cited(Frozen, frozen=True):
    """A sentence with the numbers of its sources."""

    text: str
    numbers: tuple[int, ...] = ()


class SourceView(Frozen, frozen=True):
    """A document."""

    number: int
    title: str
    text: str
    url: str


class Aside(Frozen, frozen=True):
    """A heading of the quiet column, with sentences; folded behind a label if there is one."""

    heading: str
    entries: tuple[Cited, ...]
    as_list: bool = False
    fold: str = ""


class SchemeView(Frozen, frozen=True):
    """One scheme in full."""

    id: str
    anchor: str
    notes: str  # what the anchors of its sources begin with
    sign: str
    name: str
    verdict: str
    title: str
    why: str
    is_open: bool
    questions: tuple[QuestionView, ...]
    more_questions: tuple[QuestionView, ...]
    fold: str
    ways: tuple[WayView, ...]
    ways_heading: str
    no_way: str
    picture: Picture | None
    lists: tuple[ListOfCriteria, ...]
    asides: tuple[Aside, ...]
    sources: tuple[SourceView, ...]
    sources_label: str
    website: str


class PageView(Frozen, frozen=True):
    """The whole page."""

    title: str
    name: str
    other_name: str
    other_lang: str
    facts: tuple[str, ...]
    day: str
    count: str
    tiles: tuple[Tile, ...]
    beside_tally: tuple[str, ...]
    actions: tuple[ActionView, ...]
    asks: tuple[AskView, ...]
    groups: tuple[GroupView, ...]
    other_roles: GroupView | None
    not_in_force: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    listed_why: str
    matrix: Matrix | None
    time_line: TimeLine | None
    money: Money | None
    collect: ToCollect | None
    schemes: tuple[SchemeView, ...]
    foot: tuple[Entry, ...]
    printed: str  # at the foot of each sheet
