"""The figures of each scheme's deciding test, where a picture of it helps: money, a share or a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.check import day_of
from matcher.condition import (
    AS_OF, All, Compare, Condition, Later, Term, Total, facts_of, kind_of, unnamed,
)  # fmt: skip
from matcher.dates import next_day, previous_day
from matcher.interval import is_point
from matcher.literals import Kind, exact
from matcher.missing import Reader
from matcher.phrases import Teller
from matcher.profile import Profile
from matcher.report import CriterionReport, Report, SchemeReport
from matcher.rulebook import RuleBook
from matcher.sections import Measure, MeasureKind, MeasurePart
from matcher.words import Words, join, words

_KINDS: Final[dict[Kind, MeasureKind]] = {Kind.MONEY: "money", Kind.SHARE: "share", Kind.DATE: "day"}
_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def measures(report: Report, profile: Profile, book: RuleBook) -> tuple[Measure, ...]:
    """One measure for each scheme of the report whose verdict a figure or a day decides."""
    day = day_of(book, report.as_of)
    reader = Reader({**profile.facts, AS_OF: report.as_of}, day.direct.compiler)
    found = []
    for scheme in report.schemes:
        if not scheme.other_role:
            found += [*_of_scheme(scheme, Teller(book.vocabulary, day.schemes[scheme.id], reader))][:1]
    return tuple(found)


def _of_scheme(report: SchemeReport, teller: Teller) -> Iterator[Measure]:
    """What can be drawn of the tests that decide, the worst first; of an eligible scheme, of its days."""
    conditions = {criterion.id: criterion.requires for criterion in teller.scheme.criteria}
    for criterion in report.criteria:
        condition = conditions[criterion.id]
        if condition is None or not criterion.decides or criterion.outcome in ("judged", "not_applicable"):
            continue
        if criterion.outcome == "met" and report.verdict != "eligible":
            continue
        for part in _comparisons(condition, teller.reader, settled=criterion.outcome == "met"):
            found = _Measuring(report.id, criterion, teller).of(part)
            if found is not None and (criterion.outcome != "met" or found.kind == "day"):
                yield found


def _comparisons(condition: Condition, reader: Reader, *, settled: bool) -> Iterator[Compare]:
    """The comparisons that all must hold; those that hold only where the whole is `settled`."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    for part in parts:
        if isinstance(part, Compare) and part.op in _FLIPPED and (settled or reader.truth(part) is not True):
            yield part


class _Measuring:
    def __init__(self, scheme: str, criterion: CriterionReport, teller: Teller) -> None:
        self.scheme = scheme
        self.criterion = criterion
        self.teller = teller
        self.reader = teller.reader

    def of(self, part: Compare) -> Measure | None:
        """The figures of a comparison; None where too little is known to show any."""
        op, left, right = part.op, part.left, part.right
        kind = _KINDS.get(kind_of(left))
        if kind is None:
            return None
        if kind == "day":
            swap = not isinstance(unnamed(left), Later) and isinstance(unnamed(right), Later)
        else:
            swap = not facts_of(left) and bool(facts_of(right))
        if swap:
            op, left, right = _FLIPPED[op], right, left
        return self.day(op, left, right) if kind == "day" else self.amount(op, left, right, kind)

    def amount(self, op: str, left: Term, right: Term, kind: MeasureKind) -> Measure | None:
        """What is known of an amount or a share, against its bound."""
        (low, high), bound = self.reader.interval(left), self.reader.interval(right)
        says_nothing = high == 0 or (low == 0 and high in (None, 1))
        if not is_point(bound) or bound[0] <= 0 or low is None or says_nothing:
            return None
        unit = kind_of(left)
        return Measure(
            self.scheme, self.criterion.id, kind, self.says(), self.teller.label(left), exact(unit, bound[0]),
            op in (">", ">="), op in (">", "<"), exact(unit, low), None if high is None else exact(unit, high),
            self.parts(left),
        )  # fmt: skip

    def parts(self, term: Term) -> tuple[MeasurePart, ...]:
        """The records of a sum, as the criterion's rows tell them."""
        inner = unnamed(term)
        if not isinstance(inner, Total):
            return ()
        found = []
        for row, item in zip(self.criterion.rows, self.reader.items(inner.over) or (), strict=False):
            amount = self.reader.interval(inner.value, item)
            if is_point(amount):
                found.append(MeasurePart(row.status, exact(kind_of(inner.value), amount[0]), row.says))
        return tuple(found)

    def day(self, op: str, left: Term, right: Term) -> Measure | None:
        """An age test by its anniversary: up to that day, or from it, the tested day passes."""
        turn, (first, last) = self.reader.interval(left), self.reader.interval(right)
        if not isinstance(unnamed(left), Later) or not is_point(turn) or (first is None and last is None):
            return None
        bound = {">=": turn[0], ">": previous_day(turn[0]), "<=": turn[0], "<": next_day(turn[0])}[op]
        tested = self.teller.label(right) or words("day of the check", "核對日")
        return Measure(
            self.scheme, self.criterion.id, "day", self.says(), tested, bound.isoformat(), op in ("<", "<="), False,
            first and first.isoformat(), last and last.isoformat(),
        )  # fmt: skip

    def says(self) -> Words:
        """What the picture finds: the evidence."""
        return join([self.criterion.says, *self.criterion.evidence])
