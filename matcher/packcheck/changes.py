"""What is written otherwise in two readings of the rules: two folders, or two days of one book.

A change has a part (a value, a criterion, a window …), the aspect of it that differs, and both
texts. What a day settles is read as that day settles it; the day itself never makes a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

from matcher.availability import availability
from matcher.condition import AS_OF, Always, Choose, Condition, Constant, Node, OneOf, Term, points_of, unnamed, walk
from matcher.engines.direct import Compiler
from matcher.formula_text import write
from matcher.frozen import Frozen
from matcher.literals import read_date, show
from matcher.missing import Reader
from matcher.packcheck.deciding import read_on
from matcher.phrases import Teller
from matcher.rulebook import RuleBook, scheme_on
from matcher.scheme import Citation, Criterion, NamedTerm, Relation, Scheme, Source, Window
from matcher.vocabulary import FactSpec
from matcher.words import Words, fill, join, same, words

Part = Literal[
    "book", "fact", "value", "criterion", "host", "open_point", "money", "window", "availability",
    "event", "source", "text",
]  # fmt: skip
How = Literal["came", "went", "changed", "happened"]


class Change(Frozen, frozen=True):
    """One thing that differs. `aspect` says what of it, and is empty for the thing as a whole."""

    part: Part
    how: How
    id: str
    aspect: str
    label: Words
    old: Words | None = None
    new: Words | None = None


@dataclass(frozen=True, eq=False)
class View:
    """A scheme as one side of the comparison reads it."""

    book: RuleBook
    scheme: Scheme
    day: date

    @cached_property
    def on(self) -> Scheme:
        """The scheme on the day."""
        return scheme_on(self.scheme, self.day)

    @cached_property
    def trees(self) -> dict[str, tuple[Condition, Condition, Condition | None]]:
        """Of each criterion: in force, applies when, requires; with what the day settles settled."""
        return {
            c.id: (read_on(c.in_force, self.day), read_on(c.applies_when, self.day), read_on(c.requires, self.day))
            for c in self.scheme.criteria
        }

    @property
    def in_force(self) -> bool:
        """Whether anybody can apply under it at all."""
        return self.on.in_force != Always(False)

    def points(self) -> frozenset[str]:
        """The open points on which something turns on the day."""
        return frozenset().union(*(points_of(n) for three in self.trees.values() for n in three if n is not None))

    def say(self, text: Words) -> Words:
        """A text of the pack with names in place of what a profile would fill in."""
        parts: dict[str, Words] = {"amount": words("an amount by the rules", "按規則計算的金額")}
        for name, named in self.scheme.names.items():
            parts[name] = value_of(self, name) if named.entries else named.label
        for path, spec in self.book.vocabulary.facts.items():
            if "{" + path + "}" in text["en"]:
                parts[path] = spec.unnamed or spec.label
        return fill(text, **parts) if "{" in text["en"] else text


def changes(old: View, new: View) -> Iterator[Change]:
    """Everything of one scheme that differs, the weightiest first."""
    yield from _values(old, new)
    yield from _criteria(old, new)
    yield from _hosts(old, new)
    yield from _points(old, new)
    yield from _money(old, new)
    yield from _windows(old, new)
    yield from _availability(old, new)
    yield from _events(old, new)
    yield from _sources(old, new)
    yield from _texts(old, new)


def _differ(
    part: Part, name: str, aspect: str, label: Words, old: Words | None, new: Words | None
) -> Iterator[Change]:
    if old != new:
        yield Change(part, "changed", name, aspect, label, old, new)


def _came_and_went(part: Part, both: Iterable[Mapping[str, Words]], aspect: str = "") -> Iterator[Change]:
    """What only one side has; of those both have, nothing."""
    old, new = both
    yield from (Change(part, "went", name, aspect, said) for name, said in old.items() if name not in new)
    yield from (Change(part, "came", name, aspect, said) for name, said in new.items() if name not in old)


# ------------------------------------------------------------------------ values


def value_of(view: View, name: str) -> Words:
    """What a value of the pack is on the day; where that hangs on a fact, each with its condition."""
    return join(_by_case(view, name))


def _by_case(view: View, name: str) -> list[Words]:
    named = view.scheme.names[name]
    if named.term is None:
        return _list_of(view, name, named)
    found: Term = read_on(unnamed(named.term), view.day)
    cases: list[Words] = []  # the first that fits counts
    while isinstance(found, Choose):
        cases.append(fill(words("{v} where {c}", "{c}：{v}"), v=_constant(found.yes), c=write(found.condition)))
        found = found.no
    says = words("else {v}", "否則{v}") if cases else words("{v}", "{v}")
    return [*cases, fill(says, v=_constant(found))]


def _constant(term: Term) -> Words:
    if not isinstance(term, Constant):
        return same(write(term))
    return words("no value", "沒有值") if term.value is None else show(term.kind, term.value)


def _list_of(view: View, name: str, named: NamedTerm) -> list[Words]:
    """The choices on a named list, as the criteria of the day use it."""
    nodes: list[Node] = [n for three in view.trees.values() for n in three if n is not None]
    used = {n.choices for node in nodes for n in walk(node) if isinstance(n, OneOf) and n.name == name}
    return [same(choice) for choice in next(iter(used))] if len(used) == 1 else [_entries(named)]


def _entries(named: NamedTerm) -> Words:
    if len(named.entries) == 1 and named.entries[0].since is None:
        return same(named.entries[0].value)
    return join([words(f"from {e.since}: {e.value}", f"由{e.since}起：{e.value}") for e in named.entries])


def _values(old: View, new: View) -> Iterator[Change]:
    before, after = old.scheme.names, new.scheme.names
    for name in [*before, *(n for n in after if n not in before)]:
        label = (after.get(name) or before[name]).label
        if name not in after or name not in before:
            view, how = (old, "went") if name not in after else (new, "came")
            named = view.scheme.names[name]
            said = value_of(view, name) if named.entries else same(named.formula)
            sides = (said, None) if how == "went" else (None, said)
            yield Change("value", how, name, "", label, *sides)  # type: ignore[arg-type]
            continue
        one, other = before[name], after[name]
        if not (one.entries and other.entries):
            yield from _differ("value", name, "formula", label, _text(one.formula), _text(other.formula))
            continue
        cases, cases_after = _by_case(old, name), _by_case(new, name)
        gone, come = [c for c in cases if c not in cases_after], [c for c in cases_after if c not in cases]
        if cases != cases_after:
            was, is_now = (join(cut) if cut else None for cut in (gone, come))
            if was == is_now:  # the same cases in another order
                was, is_now = join(cases), join(cases_after)
            yield from _differ("value", name, "", label, was, is_now)
        else:
            yield from _differ("value", name, "entries", label, _entries(one), _entries(other))
        yield from _differ("value", name, "label", label, one.label, other.label)


# ---------------------------------------------------------------------- criteria


def _criteria(old: View, new: View) -> Iterator[Change]:
    before, after = ({c.id: c for c in v.scheme.criteria} for v in (old, new))
    for name in [*before, *(n for n in after if n not in before)]:
        if name not in after:
            yield Change("criterion", "went", name, "", old.say(before[name].says))
        elif name not in before:
            yield Change("criterion", "came", name, "", new.say(after[name].says), None, _text(after[name].formula))
        else:
            yield from _criterion(old, new, before[name], after[name])


def _criterion(old: View, new: View, one: Criterion, other: Criterion) -> Iterator[Change]:
    name, label = one.id, new.say(other.says)

    def differ(aspect: str, a: Words | None, b: Words | None) -> Iterator[Change]:
        return _differ("criterion", name, aspect, label, a, b)

    was, is_now = old.trees[name], new.trees[name]
    yield from differ("kind", same(one.kind), same(other.kind))
    yield from differ("standing", _standing(one, was[0]), _standing(other, is_now[0]))
    yield from differ("in_force", _periods(one), _periods(other))
    if one.formula != other.formula:
        yield from differ("formula", _text(one.formula), _text(other.formula))
    elif was[2] is not None and is_now[2] is not None:
        yield from differ("formula", same(write(was[2])), same(write(is_now[2])))
    yield from differ("applies_when", same(write(was[1])), same(write(is_now[1])))
    yield from differ("overlay", _text(one.overlay), _text(other.overlay))
    yield from differ("blocks", _yes_no(one.blocks), _yes_no(other.blocks))
    yield from differ("about", same(one.about), same(other.about))
    yield from differ("source", _cited(one.sources), _cited(other.sources))
    for aspect in ("says", "if_not", "detail", "caution", "reading", "ask"):
        a, b = getattr(one, aspect), getattr(other, aspect)
        if a != b:
            yield from differ(aspect, None if a is None else old.say(a), None if b is None else new.say(b))


def _standing(criterion: Criterion, in_force: Condition) -> Words:
    if in_force == Always(True):
        return words("in force", "生效")
    if in_force == Always(False):
        return words("not in force", "並不適用")
    if criterion.unclear in points_of(in_force):
        return words("the sources no longer say whether it stands", "資料沒有說明是否仍然適用")
    return words(f"in force where {write(in_force)}", f"適用於{write(in_force)}")


def _periods(criterion: Criterion) -> Words | None:
    spans = [f"{p.first or ''} – {p.last or ''}".strip(" –") for p in criterion.stated]
    return same("; ".join(spans)) if spans else None


def _cited(citations: tuple[Citation, ...]) -> Words | None:
    said = [
        same(c.doc) if c.section is None else fill(words("{d}, {s}", "{d}，{s}"), d=c.doc, s=c.section)
        for c in citations
    ]
    return join(said) if said else None


def _hosts(old: View, new: View) -> Iterator[Change]:
    before, after = ({o.id: o for o in v.scheme.overlays} for v in (old, new))
    yield from _came_and_went("host", ({n: o.label for n, o in side.items()} for side in (before, after)))
    for name, one in before.items():
        if name in after:
            a, b = (same(write(read_on(o.when, v.day))) for o, v in ((one, old), (after[name], new)))
            yield from _differ("host", name, "applies_when", after[name].label, a, b)


# ---------------------------------------------------------------- what is not settled


def _points(old: View, new: View) -> Iterator[Change]:
    before, after = ({n: p for n, p in v.scheme.open_points.items() if not p.implied} for v in (old, new))
    yield from _came_and_went("open_point", ({n: p.question for n, p in side.items()} for side in (before, after)))
    was, is_now = old.points(), new.points()
    for name, one in before.items():
        if name not in after:
            continue
        other = after[name]
        for aspect in ("question", "because", "ask"):
            yield from _differ("open_point", name, aspect, other.question, getattr(one, aspect), getattr(other, aspect))
        yield from _differ("open_point", name, "matters", other.question, _yes_no(name in was), _yes_no(name in is_now))


# ---------------------------------------------------------------------- money, calls


def _money(old: View, new: View) -> Iterator[Change]:
    a, b = old.scheme.funding, new.scheme.funding
    label = words("the money", "資助金額")
    yield from _differ("money", "funding", "instrument", label, same(a.instrument), same(b.instrument))
    if a.formula != b.formula:
        yield from _differ("money", "funding", "formula", label, _text(a.formula), _text(b.formula))
    elif a.amount is not None and b.amount is not None:
        said = (same(write(read_on(f.amount, v.day))) for f, v in ((a, old), (b, new)))
        yield from _differ("money", "funding", "formula", label, *said)
    if a.summary != b.summary:
        yield from _differ("money", "funding", "says", label, old.say(a.summary), new.say(b.summary))
    yield from _came_and_went("money", (_keyed(v, v.scheme.funding.lines) for v in (old, new)), aspect="line")
    yield from _differ("money", "funding", "years", label, _over_the_years(old), _over_the_years(new))


def _over_the_years(view: View) -> Words | None:
    """How long support runs, year by year or in stages, and the own money beside it: all formulas in a line."""
    funding = view.scheme.funding
    yearly, stages = funding.yearly, funding.stages
    terms: list[Node | None] = [funding.lasts, *((yearly.years, yearly.runs) if yearly is not None else ())]
    terms += [part for stage in stages for part in (stage.amount, stage.after)]
    terms += [own.per_dollar for own in (funding.own, *(s.own for s in stages)) if own is not None]
    return _text("; ".join(write(read_on(term, view.day)) for term in terms if term is not None) or None)


def _windows(old: View, new: View) -> Iterator[Change]:
    before, after = ({_window_id(w): w for w in v.scheme.windows} for v in (old, new))
    yield from _came_and_went("window", ({n: _window(w) for n, w in side.items()} for side in (before, after)))
    for name, one in before.items():
        if name not in after:
            continue
        other = after[name]
        for aspect in ("opens", "closes", "hour", "cut_off", "year", "announced", "outcome"):
            a, b = _said(getattr(one, aspect)), _said(getattr(other, aspect))
            yield from _differ("window", name, aspect, other.name, a, b)
    for name, window in after.items():
        days = {"announced": window.announced, "opened": window.opens, "closed": window.closes}
        for aspect, day in days.items():
            # The last day is good until it ends.
            if day is not None and (old.day <= day < new.day if aspect == "closed" else old.day < day <= new.day):
                yield Change("window", "happened", name, aspect, window.name, None, same(day))


def _window_id(window: Window) -> str:
    return f"{window.name['en']} ({window.opens or window.closes})"


def _window(window: Window) -> Words:
    return fill(words("{n}: {a} – {b}", "{n}：{a} – {b}"),
                n=window.name, a=str(window.opens or "?"), b=str(window.closes or "?"))  # fmt: skip


def _availability(old: View, new: View) -> Iterator[Change]:
    said = []
    for view in (old, new):
        teller = Teller(view.book.vocabulary, view.on, Reader({AS_OF: view.day}, Compiler()))
        said.append(availability(view.on, teller, view.day)[0].says if view.in_force else None)
    if None not in said:
        yield from _differ("availability", "availability", "", words("how one gets in", "申請途徑"), *said)


def _events(old: View, new: View) -> Iterator[Change]:
    for event in new.scheme.history:
        day = read_date(event.on)
        if day is not None and old.day < day <= new.day:
            yield Change("event", "happened", event.on, "", new.say(event.says))


# ----------------------------------------------------------------- sources and texts


def _sources(old: View, new: View) -> Iterator[Change]:
    before, after = old.scheme.sources, new.scheme.sources
    yield from _came_and_went("source", ({n: s.title for n, s in side.items()} for side in (before, after)))
    for name, one in before.items():
        if name in after:
            for aspect in Source.__struct_fields__:
                a, b = getattr(one, aspect), getattr(after[name], aspect)
                if a != b:
                    yield Change("source", "changed", name, aspect, after[name].title, _said(a), _said(b))


_TEXTS: Final = (
    "name", "title", "administrator", "website", "is_for", "route_by", "route_brief", "route", "decision", "begins",
    "ends", "how",
)  # fmt: skip


def _texts(old: View, new: View) -> Iterator[Change]:
    a, b = old.scheme, new.scheme
    for aspect in _TEXTS:
        one, other = getattr(a, aspect), getattr(b, aspect)
        if one != other:
            yield Change("text", "changed", aspect, aspect, b.name, _said(one, old), _said(other, new))
    for aspect in ("role", "in_force", "clock"):
        said = (same(write(read_on(getattr(v.scheme, aspect), v.day))) for v in (old, new))
        if aspect != "in_force" or old.in_force is new.in_force:  # else told as what became of the scheme
            yield from _differ("text", aspect, aspect, b.name, *said)
    yield from _came_and_went("text", (_keyed(v, v.scheme.papers) for v in (old, new)), aspect="papers")
    yield from _came_and_went("text", (_keyed(v, v.scheme.offices.values()) for v in (old, new)), aspect="offices")
    tied = ({_relation(v, r)["en"]: _relation(v, r) for r in v.scheme.relations} for v in (old, new))
    yield from _came_and_went("text", tied, aspect="relations")
    for aspect in ("notes", "expects", "standing"):
        said_of = ({r.says["en"]: v.say(r.says) for r in getattr(v.scheme, aspect)} for v in (old, new))
        yield from _came_and_went("text", said_of, aspect=aspect)
    history = ({f"{e.on} {e.says['en']}": v.say(e.says) for e in v.scheme.history} for v in (old, new))
    yield from _came_and_went("text", history, aspect="history")


def _relation(view: View, relation: Relation) -> Words:
    names = f"{relation.kind} {', '.join(relation.others)}"
    if relation.formula is not None:
        names += f" {relation.formula}"
    return fill(words("{n}: {s}", "{n}：{s}"), n=names, s=view.say(relation.says))


# ------------------------------------------------------------------- the book itself


def book_changes(old: RuleBook, new: RuleBook) -> Iterator[Change]:
    """What differs in what is said once for all packs."""
    label = words("the rule book", "規則彙編")
    yield from _differ("book", "version", "version", label, same(old.version), same(new.version))
    yield from _differ("book", "begins", "begins", label, same(old.begins), same(new.begins))
    yield from _differ("book", "rounding", "rounding", words("days that do not exist", "不存在的日期"),
                       same(old.rounding.rule), same(new.rounding.rule))  # fmt: skip
    yield from _facts(old.vocabulary.facts, new.vocabulary.facts, "")
    choices = (
        {f"{name}: {c}": said for name, listed in book.vocabulary.choices.items() for c, said in listed.items()}
        for book in (old, new)
    )
    yield from _came_and_went("fact", choices, aspect="choice")


def _facts(old: Mapping[str, FactSpec], new: Mapping[str, FactSpec], at: str) -> Iterator[Change]:
    yield from _came_and_went("fact", ({at + n: s.label for n, s in side.items()} for side in (old, new)))
    for name, one in old.items():
        if name in new:
            other = new[name]
            yield from _differ("fact", at + name, "kind", other.label, same(one.kind.value), same(other.kind.value))
            yield from _facts(one.fields, other.fields, f"{at}{name}.")


# ------------------------------------------------------------------------ small things


def _keyed(view: View, texts: Any) -> dict[str, Words]:
    return {text["en"]: view.say(text) for text in texts}


def _said(value: Any, view: View | None = None) -> Words | None:
    match value:
        case None:
            return None
        case bool():
            return _yes_no(value)
        case dict():
            return value if view is None else view.say(value)  # type: ignore[arg-type, return-value]
        case _:
            return same(value)


def _text(text: str | None) -> Words | None:
    return None if text is None else same(text)


def _yes_no(truth: bool) -> Words:
    return words("yes", "是") if truth else words("no", "否")
