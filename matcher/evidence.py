"""Why a condition holds or not: the fact's value against the bound, with the margin.

One sentence builder for all renderers and both languages. A line has three parts, the value, the
bound and the margin, in the unit of the fact. Age tests are told by the anniversary, never by a
count of months.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal, assert_never

from matcher.condition import (
    All, Always, AnyOf, Compare, Condition, Constant, Either, Fact, Field, ForEach, ForSome, Has, Holds,
    Item, Later, Not, OneOf, Point, Term, Total, Within, facts_of, kind_of, points_of,
    unnamed, walk,
)  # fmt: skip
from matcher.dates import Rounding, add_months, is_rounded, next_day
from matcher.frozen import Frozen
from matcher.interval import Interval, compare, is_point, point
from matcher.literals import Kind, show
from matcher.missing import missing
from matcher.phrases import MONTHS, Teller, ordinal
from matcher.truth import Truth
from matcher.words import Words, fill, join, listing, same, words

Status = Literal["counts", "unknown", "unclear", "no"]

_BOUNDS: Final[dict[tuple[str, bool], Words]] = {
    ("<=", True): words("at most {x} allowed", "上限{x}"),
    ("<=", False): words("at most {x} allowed", "上限{x}"),
    ("<", True): words("fewer than {x} allowed", "須少於{x}"),
    ("<", False): words("less than {x} allowed", "須少於{x}"),
    (">=", True): words("at least {x} needed", "最少須有{x}"),
    (">=", False): words("at least {x} needed", "最少須有{x}"),
    (">", True): words("more than {x} needed", "須多於{x}"),
    (">", False): words("more than {x} needed", "須多於{x}"),
    ("==", True): words("must be {x}", "須為{x}"),
    ("==", False): words("must be {x}", "須為{x}"),
    ("!=", True): words("must not be {x}", "不得為{x}"),
    ("!=", False): words("must not be {x}", "不得為{x}"),
}
_DAY_BOUNDS: Final[dict[str, Words]] = {
    "<=": words("{said}; must be on or before {x}", "{said}；須為{x}或之前"),
    "<": words("{said}; must be before {x}", "{said}；須在{x}之前"),
    ">=": words("{said}; must be on or after {x}", "{said}；須為{x}或之後"),
    ">": words("{said}; must be after {x}", "{said}；須在{x}之後"),
    "==": words("{said}; must be {x}", "{said}；須為{x}"),
    "!=": words("{said}; must not be {x}", "{said}；不得為{x}"),
}
_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_WORST_FIRST: Final[dict[Truth, int]] = {False: 0, None: 1, True: 2}
MOST_ROWS: Final = 12


class Row(Frozen, frozen=True):
    """One record of a sum: whether it counts, and why not."""

    status: Status
    amount: Words
    day: str | None
    says: Words


class Evidence(Frozen, frozen=True):
    """The lines under a criterion, and the records behind a sum that is not settled."""

    lines: tuple[Words, ...]
    rows: tuple[Row, ...] = ()


def evidence(condition: Condition, teller: Teller) -> Evidence:
    """Value, bound and margin of everything that the condition asks."""
    builder = _Builder(teller)
    lines = builder.lines(condition, None, "")
    once = {line["en"]: line for line in lines}
    return Evidence(tuple(once.values()), tuple(builder.rows))


class _Builder:
    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self.reader = teller.reader
        self.rows: list[Row] = []

    # -- conditions

    def lines(self, node: Condition, item: Any, over: str) -> list[Words]:
        match node:
            case Always(truth=truth):
                return [words("the texts set no test here", "文本沒有就此設限")] if truth else []
            case All(parts=parts):
                between = self.between(parts, item, over)
                if between is not None:
                    return [between]
                ordered = sorted(parts, key=lambda part: _WORST_FIRST[self.reader.truth(part, item)])
                return [line for part in ordered for line in self.lines(part, item, over)]
            case AnyOf(parts=parts):
                return self.one_of_several(parts, item, over)
            case Not(part=part):
                return self.opposite(part, item, over)
            case Either(test=test, yes=yes, no=no):
                decided = self.reader.truth(test, item)
                if decided is not None:
                    return self.lines(yes if decided else no, item, over)
                return [line for part in (test, yes, no) for line in self.lines(part, item, over)]
            case Holds(term=term):
                return [self.yes_no(term, item, over, must=True)]
            case Point(id=id):
                return [self.open_point(id)]
            case OneOf():
                return [self.choice(node, item, over, must=True)]
            case Has(fact=fact, choice=choice):
                spec = self.teller.vocabulary.spec(fact.path)
                wanted = self.teller.vocabulary.domain(spec)[choice]
                said = self.teller.fact(fact.path, self.reader.facts.get(fact.path))
                return [fill(words("{said}; must include {x}", "{said}；須包括{x}"), said=said, x=wanted)]
            case ForSome() | ForEach():
                return self.items(node)
            case Compare():
                return self.comparison(node, item, over)
            case _:
                assert_never(node)

    def one_of_several(self, parts: tuple[Condition, ...], item: Any, over: str) -> list[Words]:
        truths = [self.reader.truth(part, item) for part in parts]
        ways = sum(not points_of(part) for part in parts)
        if True in truths:
            passing = parts[truths.index(True)]
            lines = self.lines(passing, item, over)
            if ways <= 1 or not lines or isinstance(passing, Point):
                return lines
            return [fill(words("{line} (one of {n} ways)", "{line}（{n}者之一）"), line=lines[0], n=ways), *lines[1:]]
        wanted = None if None in truths else False
        return [
            line
            for part, truth in zip(parts, truths, strict=True)
            if truth is wanted
            for line in self.lines(part, item, over)
        ]

    def opposite(self, part: Condition, item: Any, over: str) -> list[Words]:
        match part:
            case Holds(term=term):
                return [self.yes_no(term, item, over, must=False)]
            case OneOf():
                return [self.choice(part, item, over, must=False)]
            case ForSome():
                return self.items(part, must=False)
            case _:
                lines = self.lines(part, item, over)
                return [fill(words("must not be so: {line}", "不得如此：{line}"), line=line) for line in lines]

    def open_point(self, name: str) -> Words:
        point = self.teller.scheme.open_points[name]
        question = self.teller.template(point.question)
        return fill(words("not settled: {q}", "規定未明：{q}"), q=question)

    def yes_no(self, term: Fact | Field, item: Any, over: str, *, must: bool) -> Words:
        value = self.reader.truth(Holds(term), item) if isinstance(term, Field) else self.reader.facts.get(term.path)
        said = self.teller.term(term, item, over)
        if value is None:
            return fill(words("{said}; must be {x}", "{said}；須為「{x}」"), said=said, x=show(Kind.YES_NO, must))
        return fill(words("{said}; must be {x}", "{said}；須為「{x}」"), said=said, x=show(Kind.YES_NO, must))

    def choice(self, node: OneOf, item: Any, over: str, *, must: bool) -> Words:
        term = node.term
        if isinstance(term, Item):
            spec = self.teller.vocabulary.facts[over]
            value: Any = item
        else:
            path = term.path if isinstance(term, Fact) else f"{over}.{term.name}"
            spec = self.teller.vocabulary.spec(path)
            value = self.reader.facts.get(path) if isinstance(term, Fact) else item.get(term.name)
        domain = self.teller.vocabulary.domain(spec)
        said = (
            fill(words("{label} not given", "{label}：未提供"), label=spec.label)
            if value is None
            else fill(words("{label}: {value}", "{label}：{value}"), label=spec.label, value=domain[value])
        )
        names = [domain[c] for c in node.choices if c in domain]
        if len(names) == 1:
            template = words("{said}; must be {x}", "{said}；須為{x}") if must else words(
                "{said}; must not be {x}", "{said}；不得為{x}")  # fmt: skip
            return fill(template, said=said, x=names[0])
        group = fill(words("one of {n} ({names})", "{n}者之一（{names}）"), n=len(names),
                     names=join(names, ", ", "、"))  # fmt: skip
        must_be = words("must be", "須為") if must else words("must not be", "不得為")
        line = fill(words("{said}; {must} {group}", "{said}；{must}{group}"), said=said, must=must_be, group=group)
        if value is None:
            return line
        verdict = words("it is", "在名單之內") if value in node.choices else words("it is not", "不在名單之內")
        return join([line, verdict])

    # -- lists

    def items(self, node: ForSome | ForEach, *, must: bool = True) -> list[Words]:
        spec = self.teller.vocabulary.facts[node.over]
        items = self.reader.items(node.over)
        if items is None:
            return [fill(words("{label} not given", "{label}：未提供"), label=spec.label)]
        # A filter that may hold leaves the item among those that matter.
        relevant = [(n, i) for n, i in enumerate(items, 1) if self.reader.truth(node.where, i) is not False]
        truths = {n: self.reader.truth(node.condition, i) for n, i in relevant}
        passing = [n for n, truth in truths.items() if truth is True]
        if isinstance(node, ForSome):
            said = self.counted(node.over, items, len(passing), settled=None not in truths.values())
            if passing:
                first = self.teller.item(node.over, items[passing[0] - 1])
                said = fill(words("{said} ({first})", "{said}（{first}）"), said=said, first=first)
            needed = words("at least 1 needed", "最少須有1項") if must else words("none may count", "不得有任何一項")
            line = fill(words("{said}; {needed}", "{said}；{needed}"), said=said, needed=needed)
        else:
            if not relevant:
                return [fill(words("{label}: none that this concerns", "{label}：沒有有關的項目"), label=spec.label)]
            wanted = self.wanted(node.meets, node.over)
            line = fill(words("{label}: {k} of {n} {with}; all needed", "{label}：{n}項中的{k}項{with}；須全部符合"),
                        label=spec.label, k=len(passing), n=len(relevant), **{"with": wanted})  # fmt: skip
        open_ = [n for n, truth in truths.items() if truth is None]
        against = [n for n, truth in truths.items() if truth is False]
        lines = [line]
        if isinstance(node, ForEach) and against:
            lines.append(self.named(node.over, items, against, words("does not pass", "不符合")))
        if open_ and not (isinstance(node, ForSome) and passing) and not (isinstance(node, ForEach) and against):
            lines.append(self.named(node.over, items, open_, words("not settled", "未能確定")))
        return lines

    def counted(self, over: str, items: tuple[Any, ...], passing: int, *, settled: bool) -> Words:
        """`earlier grants: none`; `fields: AI; none counts`; `members: 2 of 3 count`."""
        label = self.teller.vocabulary.facts[over].label
        if not items:
            return fill(words("{label}: none", "{label}：沒有"), label=label)
        given = [self.teller.item(over, item) for item in items]
        if not passing and settled and all(item["en"] for item in given):
            return fill(words("{label}: {given}; none counts", "{label}：{given}；均不計算在內"),
                        label=label, given=listing(given))  # fmt: skip
        return fill(words("{label}: {k} of {n} count", "{label}：{n}項中的{k}項計算在內"),
                    label=label, k=passing, n=len(items))  # fmt: skip

    def wanted(self, meets: Condition, over: str) -> Words:
        """What every item must show, where it is one yes/no field."""
        fields = self.teller.vocabulary.facts[over].fields
        match meets:
            case Holds(term=Field(name=name)):
                template = words("with \"{x}: yes\"", "「{x}：是」")
            case Not(part=Holds(term=Field(name=name))):
                template = words("with \"{x}: no\"", "「{x}：否」")
            case _:
                return words("pass", "符合")
        return fill(template, x=fields[name].label)

    def named(self, over: str, items: tuple[Any, ...], numbers: list[int], why: Words) -> Words:
        said = [
            fill(words("{record} ({item})", "{record}（{item}）"),
                 record=self.teller.vocabulary.record(over, n), item=self.teller.item(over, items[n - 1]))
            if self.teller.item(over, items[n - 1])["en"]
            else self.teller.vocabulary.record(over, n)
            for n in numbers
        ]
        return fill(words("{why}: {list}", "{why}：{list}"), why=why, list=listing(said))

    # -- comparisons

    def comparison(self, node: Compare, item: Any, over: str) -> list[Words]:
        op, left, right = node.op, node.left, node.right
        if kind_of(left) is Kind.CHOICE:
            a, b = self.teller.term(left, item, over), self.teller.term(right, item, over)
            relation = words("must be the same", "須相同") if op == "==" else words("must differ", "須不同")
            return [join([a, b, relation])]
        if kind_of(left) in (Kind.DATE, Kind.YEAR):
            return self.days(op, left, right, item, over)
        if not facts_of(left) and facts_of(right):
            op, left, right = _FLIPPED[op], right, left
        return self.numbers(op, left, right, item, over)

    def numbers(self, op: str, left: Term, right: Term, item: Any, over: str) -> list[Words]:
        a, b = self.reader.interval(left, item), self.reader.interval(right, item)
        said = self.teller.term(left, item, over)
        kind = kind_of(left)
        limit = join([said, _BOUNDS[op, kind is Kind.COUNT]])
        line = fill(limit, x=self.teller.bound(right, item))
        margin = self.margin(op, a, b, kind) if is_point(a) and is_point(b) else None
        if compare(op, a, b) is not True:
            self.explain_total(left)
        return [line if margin is None else join([line, margin])]

    def margin(self, op: str, a: Interval, b: Interval, kind: Kind) -> Words | None:
        if op in ("==", "!="):
            return None
        gap = abs(a[0] - b[0])
        if gap == 0:
            if op in ("<=", ">="):
                return words("exactly at the limit, which passes", "剛好等於界線，符合")
            return words("the limit itself does not pass", "等於界線並不符合")
        said = self.teller.value(kind, gap, bare=True)
        if compare(op, a, b) is True:
            if op == ">" and b[0] == 0:
                return None
            return fill(words("{g} to spare", "尚餘{g}" if op in ("<", "<=") else "多出{g}"), g=said)
        return fill(words("{g} short" if op in (">", ">=") else "{g} over",
                          "尚欠{g}" if op in (">", ">=") else "超出{g}"), g=said)  # fmt: skip

    def between(self, parts: tuple[Condition, ...], item: Any, over: str) -> Words | None:
        """`low <= a <= high` as one line."""
        match parts:
            case (Compare(op="<=", left=low, right=a), Compare(op="<=", left=again, right=high)) if a == again:
                pass
            case _:
                return None
        if kind_of(a) in (Kind.DATE, Kind.YEAR):
            return None
        x, lo, hi = (self.reader.interval(t, item) for t in (a, low, high))
        line = fill(words("{said}; {lo} to {hi}, both ends included", "{said}；{lo}至{hi}，包括首尾"),
                    said=self.teller.term(a, item, over), lo=self.teller.bound(low, item),
                    hi=self.teller.bound(high, item))  # fmt: skip
        if not (is_point(x) and is_point(lo) and is_point(hi)):
            return line
        kind = kind_of(a)
        if x[0] < lo[0]:
            return join([line, fill(words("{g} short", "尚欠{g}"), g=self.teller.value(kind, lo[0] - x[0], bare=True))])
        if x[0] > hi[0]:
            return join([line, fill(words("{g} over", "超出{g}"), g=self.teller.value(kind, x[0] - hi[0], bare=True))])
        if x[0] in (lo[0], hi[0]):
            return join([line, words("exactly at the limit, which passes", "剛好等於界線，符合")])
        return line

    def explain_total(self, term: Term) -> None:
        """The records behind a sum that falls short or is open, one row each."""
        inner = unnamed(term)
        if not isinstance(inner, Total) or self.rows:
            return
        items = self.reader.items(inner.over)
        fields = self.teller.vocabulary.facts[inner.over].fields
        day = next((name for name, spec in fields.items() if spec.kind is Kind.DATE), None)
        for number, item in enumerate((items or ())[:MOST_ROWS], 1):
            amount = self.teller.amount(inner.value, self.reader.interval(inner.value, item), bare=True)
            status, why = self.status(inner.where, item, number, inner.over)
            said = self.teller.item(inner.over, item)
            says = said if why is None else join([part for part in (said, why) if part["en"]])
            when = item[day].isoformat() if day and item.get(day) else None
            self.rows.append(Row(status, amount, when, says))

    def status(self, where: Condition, item: Any, number: int, over: str) -> tuple[Status, Words | None]:
        truth = self.reader.truth(where, item)
        if truth is True:
            return "counts", None
        parts = where.parts if isinstance(where, All) else (where,)
        if truth is False:
            failing = [p for p in parts if self.reader.truth(p, item) is False]
            labels = [self.field_label(p, over) for p in failing]
            found = [label for label in labels if label is not None]
            if not found:
                return "no", None
            return "no", fill(words("because of: {x}", "原因：{x}"), x=listing(found))
        asked = missing([where], self.reader, item, f"{over}[{number}]")
        if asked.facts:
            wanted = [self.teller.vocabulary.spec(path).label for path in asked.facts]
            return "unknown", fill(words("{x}?", "{x}？"), x=listing(wanted))
        questions = [self.teller.template(self.teller.scheme.open_points[p].question) for p in asked.points]
        return "unclear", join(questions)

    def field_label(self, part: Condition, over: str) -> Words | None:
        """What a failing part of a filter is about: the label of the first field that it reads."""
        fields = self.teller.vocabulary.facts[over].fields
        for name in fields:
            if any(isinstance(n, Field) and n.name == name for n in walk(part)):
                return fields[name].label
        return None

    # -- days

    def days(self, op: str, left: Term, right: Term, item: Any, over: str) -> list[Words]:
        if not isinstance(unnamed(left), Later) and isinstance(unnamed(right), Later):
            op, left, right = _FLIPPED[op], right, left
        inner = unnamed(left)
        if (
            isinstance(inner, Later)
            and not inner.back
            and op in (">=", ">")
            and not isinstance(unnamed(right), Later)
        ):
            return self.anniversary(op, inner, right, item, over)
        a, b = self.reader.interval(left, item), self.reader.interval(right, item)
        said = self.day(left, item, over)
        limit = self.day_bound(right, b, item, over)
        line = fill(_DAY_BOUNDS[op], said=said, x=limit)
        if is_point(a) and is_point(b):
            return [join([line, self.apart(op, a[0], b[0])])]
        bracket = self.bracket_line(op, left, right, item)
        return [line] if bracket is None else [line, bracket]

    def apart(self, op: str, a: date, b: date) -> Words:
        days = abs((a - b).days)
        if compare(op, point(a), point(b)) is True:
            return words("it is", "符合") if days else words("it is that day, which passes", "即為該日，符合")
        if not days:
            return words("that day itself does not pass", "該日並不符合")
        return fill(words("it is not, by {n}", "並不符合，相差{n}"), n=_days(days))

    def day(self, term: Term, item: Any, over: str) -> Words:
        if isinstance(term, (Fact, Field, Within)):
            return self.teller.term(term, item, over)
        found = self.reader.interval(term, item)
        label = self.teller.label(term)
        said = same(found[0].isoformat()) if is_point(found) else words("not known", "未知")
        return said if label is None else fill(words("{l} {s}", "{l}{s}"), l=label, s=said)

    def day_bound(self, term: Term, found: Interval, item: Any, over: str) -> Words:
        if is_point(found):
            said = same(found[0].isoformat())
            label = self.teller.label(term)
            if label is None or isinstance(unnamed(term), Constant):
                return said
            return fill(words("{s} ({l})", "{s}（{l}）"), s=said, l=label)
        label = self.teller.label(term) or words("day", "日期")
        return fill(words("the {l} (not given)", "{l}（未提供）"), l=label)

    def anniversary(self, op: str, later: Later, right: Term, item: Any, over: str) -> list[Words]:
        """`incorporated 2019-02-01; seventh anniversary 2026-02-01; cut-off … is before it`."""
        start, months = self.reader.interval(later.day, item), self.reader.interval(later.months, item)
        target = self.reader.interval(right, item)
        said = self.day(later.day, item, over)
        if not is_point(months):
            return [join([said, self.day(right, item, over)])]
        name = self.span(months[0])
        other = self.day(right, item, over)
        if not is_point(start):
            rule = words("its {n} must be on or after {o}", "其{n}須為{o}或之後") if op == ">=" else words(
                "its {n} must be after {o}", "其{n}須在{o}之後")  # fmt: skip
            return [join([said, fill(rule, n=name, o=other)])]
        last = add_months(start[0], months[0])
        head = join([said, fill(words("{n} {d}", "{n}{d}"), n=name, d=last.isoformat())])
        lines: list[Words]
        if is_point(target):
            lines = [join([head, self.against(op, other, target[0], last)])]
        else:
            lines = [join([head, other]), self.bracketed(op, right, target, last)]
        note = self.rounding(start[0], months[0], op, target)
        return lines if note is None else [*lines, note]

    def span(self, months: int) -> Words:
        if months % 12 == 0:
            return fill(words("{n} anniversary", "{n}周年日"), n=ordinal(months // 12))
        return words(f"{months} months later", f"{months}個月後")

    def against(self, op: str, other: Words, target: date, last: date) -> Words:
        if target < last:
            return fill(words("{o} is before it", "{o}在其之前"), o=other)
        if target > last:
            return fill(words("{o} is after it, by {n}", "{o}在其之後{n}"), o=other, n=_days((target - last).days))
        if op == ">=":
            return fill(words("{o} is that day, which passes: the last possible day",
                              "{o}即為該日，仍屬符合，為最後一日"), o=other)  # fmt: skip
        return fill(words("{o} is that day, which does not pass", "{o}即為該日，並不符合"), o=other)

    def bracketed(self, op: str, right: Term, target: Interval, last: date) -> Words:
        """What an unknown day would have to be, or why it need not be known."""
        label = self.teller.label(right) or words("day", "日期")
        within = self.within(right, target)
        low, high = target
        passes_to = last if op == ">=" else last - (next_day(last) - last)
        if high is not None and high <= passes_to:
            return fill(words("not needed: every {l} {w} passes", "無須提供：{w}，任何{l}均屬符合"), l=label, w=within)
        if low is not None and low > passes_to:
            return fill(words("not needed: every {l} {w} fails", "無須提供：{w}，任何{l}均不符合"), l=label, w=within)
        return fill(words("up to {p} it passes, from {f} it fails", "{p}或之前符合，{f}起不符合"),
                    p=passes_to.isoformat(), f=next_day(passes_to).isoformat())  # fmt: skip

    def within(self, term: Term, found: Interval) -> Words:
        inner = unnamed(term)
        path = inner.fact.path if isinstance(inner, Within) else ""
        template = self.teller.scheme.brackets.get(path, words("up to {to}", "{to}或之前"))
        low, high = found
        return self.teller.template(template, {
            "from": same(low.isoformat()) if low else words("any day", "任何日子"),
            "to": same(high.isoformat()) if high else words("any day", "任何日子"),
        })  # fmt: skip

    def bracket_line(self, op: str, left: Term, right: Term, item: Any) -> Words | None:
        """Why an unknown day on either side need not be known."""
        truth = compare(op, self.reader.interval(left, item), self.reader.interval(right, item))
        if truth is None:
            return None
        for term in (left, right):
            inner = unnamed(term)
            if isinstance(inner, Within) and not is_point(self.reader.interval(inner, item)):
                label = self.teller.label(inner) or words("day", "日期")
                verb = words("passes", "符合") if truth else words("fails", "不符合")
                return fill(words("not needed: every {l} {w} {v}", "無須提供：{w}，任何{l}均屬{v}"),
                            l=label, w=self.within(inner, self.reader.interval(inner, item)), v=verb)  # fmt: skip
        return None

    def rounding(self, start: date, months: int, op: str, target: Interval) -> Words | None:
        """What was made of a day that does not exist, and whether that decides."""
        if not is_rounded(start, months):
            return None
        last, other = add_months(start, months), add_months(start, months, Rounding.UP)
        said = words(
            f"no {start.day} {MONTHS[start.month - 1]} in {last.year}; we take {last.isoformat()}",
            f"{last.year}年沒有{start.month}月{start.day}日，本報告以{last.isoformat()}計算",
        )
        if compare(op, point(last), target) != compare(op, point(other), target):
            return join([said, words("this decides the outcome", "並因此影響結果")])
        return said


def _days(number: int) -> Words:
    return words(f"{number} day{'s'[: number != 1]}", f"{number}日")
