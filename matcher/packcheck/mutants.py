"""Whether the examples of a pack would notice a wrong rule.

A mutant is a rule with one small fault: `<` for `<=`, `or` for `and`, a bound a cent or a day off,
a period that begins a year late, a criterion left out or turned round. It is made on the tree of a
criterion, or of a value or term of the pack and so in every criterion that uses it, and decided by
the direct engine over all examples of the pack. It is caught if some outcome changes. (A verdict
follows from outcomes, so it cannot change alone.) Those that nobody catches show which example is
missing. A fault that leaves the tree as it was is not counted.

Not touched: how a bracket of an unknown day is made from the values that are named in it, since it
narrows and never decides; and the rule that a call for a year is known a year before, which is the
program's, not the pack's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from matcher.condition import (
    AS_OF, YES_ALWAYS, All, Always, AnyOf, Bracket, Choose, Compare, Condition, Constant, Count, Either, Fact, Field,
    ForEach, ForSome, Greatest, Has, Holds, Item, Later, Least, Minus, Named, Node, Not, OneOf, Over, Plus, Point,
    Times, Total, Within, all_parts, constant, for_each, for_some, kind_of, negated, parts_of, unnamed, walk,
)  # fmt: skip
from matcher.dates import add_months
from matcher.engines.direct import Compiler
from matcher.errors import Place
from matcher.findings import asks, host_of
from matcher.formula_text import write
from matcher.frozen import Frozen
from matcher.literals import (
    Kind, financial_year, read_count, read_date, read_duration, read_money, read_share, read_year,
)  # fmt: skip
from matcher.missing import Reader
from matcher.pack import DatedValueText
from matcher.packcheck.examples import NOT_STATED, Example
from matcher.plain_yaml import find
from matcher.rulebook import PackRead
from matcher.scheme import Criterion, Scheme
from matcher.truth import all_of
from matcher.verdict import Judgement, settled
from matcher.words import Words, words

MOST_MUTANTS: Final = 5_000  # the largest shipped pack has 346
_SHOWN: Final = 90  # signs of a formula in the name of a mutant
_OTHER: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
_POINT_1: Final = Fraction(1, 1000)  # a tenth of a percentage point


class Mutant(Frozen, frozen=True):
    """One wrong rule: whose it is, what is wrong, and whether an example notices."""

    owner: str  # a criterion, or a value or term
    what: Words
    place: Place
    is_caught: bool

    @property
    def key(self) -> str:
        """Under which `examples.explained` gives a reason for leaving it alive."""
        return f"mutant {self.owner}: {self.what['en']}"


def mutants(pack: PackRead, examples: Sequence[Example]) -> list[Mutant]:
    """Every mutant of the pack, caught or alive; of a pack without end, the first `MOST_MUTANTS`."""
    trial = _Trial(pack.scheme, examples)
    found: list[Mutant] = []
    names: set[str] = set()
    for owner, what, place, wrong in islice(_all(pack), MOST_MUTANTS):
        said, number = what, 1
        while f"{owner}: {said['en']}" in names:
            number += 1
            said = words(f"{what['en']} ({number})", f"{what['zh-Hant']}（{number}）")
        names.add(f"{owner}: {said['en']}")
        found.append(Mutant(owner, said, place, trial.notices(wrong)))
    return found


# ------------------------------------------------------------------ where faults go


class _Trees(NamedTuple):
    """What decides one criterion."""

    in_force: Condition
    applies_when: Condition
    requires: Condition


_Wrong = dict[int, _Trees]  # the criteria that a mutant changes, by their number in the scheme


def _all(pack: PackRead) -> Iterator[tuple[str, Words, Place, _Wrong]]:
    whole = _trees_of(pack.scheme)
    paths = criterion_paths(pack)
    spots = _Spots(pack)
    for number, trees in whole.items():
        criterion = pack.scheme.criteria[number]
        seen = {_plain(trees)}
        for key, what, wrong in _of_criterion(trees, spots):
            normal = _plain(wrong)
            if normal not in seen:
                seen.add(normal)
                yield criterion.id, what, find(pack.node, (*paths[criterion.id], key)), {number: wrong}
    for name, term in _names_in(whole).items():
        is_value = name in pack.text.values
        seen_terms = {_without_not(term)}
        for change in spots.inside(term, _Mode(only_bounds=is_value, yearly=_is_yearly_name(name, whole))):
            normal_term = _without_not(change.node)
            if normal_term in seen_terms:
                continue
            seen_terms.add(normal_term)
            place = _place_of_value(pack, name, change.moved) if is_value else find(pack.node, ("terms", name, "is"))
            changed = {n: _Trees(*(_renamed(t, name, change.node) for t in trees)) for n, trees in whole.items()}
            yield name, change.what, place, {n: trees for n, trees in changed.items() if trees != whole[n]}
    yield from _of_lists(pack, whole, spots)


def _of_lists(pack: PackRead, whole: dict[int, _Trees], spots: _Spots) -> Iterator[tuple[str, Words, Place, _Wrong]]:
    """A new list that takes over a day (or year) early or late, in every rule that uses it."""
    for name, starts in _starts_of_lists(whole, spots).items():
        for start in starts:
            mode = _Mode(yearly=_is_yearly(start), begins=start.left == spots.clock, context=write(start))
            for change in spots.moved(start.right, mode):  # type: ignore[arg-type]
                late = replace(start, right=change.node)
                changed = {
                    n: _Trees(*(_restarted(tree, name, start, late) for tree in trees)) for n, trees in whole.items()
                }
                place = _place_of_value(pack, name, change.moved)
                yield name, change.what, place, {n: trees for n, trees in changed.items() if trees != whole[n]}


def _place_of_value(pack: PackRead, name: str, bound: Constant | None) -> Place:
    """The entry of the value that holds the bound: as its day, its value or the day it was announced."""
    value = pack.text.values[name]
    for since, entry in value.from_.items():
        parts = (entry.is_, entry.announced) if isinstance(entry, DatedValueText) else (entry,)
        texts = [since, *(part for part in parts if isinstance(part, str))]
        if bound is not None and any(read(text) == bound.value for text in texts for read in _READERS):
            return find(pack.node, ("values", name, "from", since), key=True)
    return find(pack.node, ("values", name, "is" if value.is_ is not None else "from"))


_READERS: Final = (read_money, read_date, read_year, read_duration, read_share, read_count)


def criterion_paths(pack: PackRead) -> dict[str, tuple[str | int, ...]]:
    """Where each criterion stands in the file."""
    found: dict[str, tuple[str | int, ...]] = {
        text.id: ("criteria", i) for i, text in enumerate(pack.text.criteria)
    }
    for i, overlay in enumerate(pack.text.overlays):
        found |= {text.id: ("overlays", i, "criteria", j) for j, text in enumerate(overlay.criteria)}
    return found


def _trees_of(scheme: Scheme) -> dict[int, _Trees]:
    """The trees of every criterion that is evaluated, and can apply at all."""
    return {
        number: _Trees(c.in_force, c.applies_when, c.requires)
        for number, c in enumerate(scheme.criteria)
        if c.requires is not None and c.applies_when != Always(False)
    }


def _of_criterion(trees: _Trees, spots: _Spots) -> Iterator[tuple[str, Words, _Trees]]:
    for key in ("requires", "applies_when"):
        for change in spots.inside(getattr(trees, key), _Mode()):
            yield key, change.what, trees._replace(**{key: change.node})
    for change in spots.inside(trees.in_force, _Mode(only_bounds=True)):
        yield "in_force", change.what, trees._replace(in_force=change.node)
    gone = words("`requires` left out", "刪去`requires`")
    yield "requires", gone, trees._replace(requires=YES_ALWAYS)
    if not _is_open_for_all(trees.requires):
        turned = words("`requires` turned round", "`requires`相反")
        yield "requires", turned, trees._replace(requires=negated(trees.requires))
    if trees.applies_when != YES_ALWAYS:
        gone = words("`applies_when` left out", "刪去`applies_when`")
        yield "applies_when", gone, trees._replace(applies_when=YES_ALWAYS)


def _is_open_for_all(node: Condition) -> bool:
    """Whether open points alone are asked: then nobody meets it, nor its opposite."""
    return all(isinstance(n, (Point, All, AnyOf, Not, Either)) for n in walk(node))


def _plain(trees: _Trees) -> _Trees:
    """The trees without double negation, so that one fault made in two ways counts once."""
    return _Trees(*map(_without_not, trees))


def _without_not(node: Any) -> Any:
    match node:
        case Not(part=Not(part=part)):
            return _without_not(part)
        case Not(part=Compare(op="==" | "!=" as op, left=left, right=right)):
            return Compare(_OTHER[op], left, right)
        case _:
            return _rebuilt(node, _without_not)


def _starts_of_lists(whole: dict[int, _Trees], spots: _Spots) -> dict[str, dict[Compare, None]]:
    """The comparisons by which each list that changes over time takes over, but for usual notices."""
    found: dict[str, dict[Compare, None]] = {}

    def look(node: Any) -> None:
        name = spots.list_of_entry(node)
        for i, part in enumerate(node.parts if name else ()):
            if isinstance(part, Compare) and not _is_usual_notice(node.parts, i):
                found.setdefault(name or "", {})[part] = None
        for part in _parts(node):
            look(part)

    for trees in whole.values():
        for tree in trees:
            look(tree)
    return found


def _restarted(node: Any, name: str, start: Compare, late: Compare) -> Any:
    """The tree in which the list takes over at another time, and the one before it holds until then."""
    if isinstance(node, All) and any(isinstance(p, OneOf) and p.name == name for p in node.parts):
        return All(tuple(_late(node.parts, start, late)))
    return _rebuilt(node, lambda part: _restarted(part, name, start, late))


def _late(parts: tuple[Any, ...], start: Compare, late: Compare) -> Iterator[Any]:
    for i, part in enumerate(parts):
        if part == start:
            yield late
        elif _is_usual_notice(parts, i) and parts[i + 1] == start:
            yield _notice_of(late, part)
        elif isinstance(part, Not):
            inner = part.part.parts if isinstance(part.part, All) else (part.part,)
            yield Not(all_parts(list(_late(inner, start, late))))
        else:
            yield part


def _names_in(whole: dict[int, _Trees]) -> dict[str, Any]:
    """What stands behind each name that a criterion uses."""
    found: dict[str, Any] = {}

    def look(node: Any) -> None:
        if isinstance(node, Named):
            if node.name in found:
                return  # terms that stand on terms would else be walked again and again
            found[node.name] = node.term
        for part in parts_of(node):
            look(part)

    for trees in whole.values():
        for tree in trees:
            look(tree)
    return found


def _renamed(node: Any, name: str, term: Any) -> Any:
    """The tree with another term behind the name, wherever it is used."""
    if isinstance(node, Named) and node.name == name:
        return Named(name, term)
    if isinstance(node, Within):
        return Within(node.fact, tuple(_renamed_bracket(b, name, term) for b in node.brackets))
    return _rebuilt(node, lambda part: _renamed(part, name, term))


def _renamed_bracket(bracket: Bracket, name: str, term: Any) -> Bracket:
    ends = {key: end and _renamed(end, name, term) for key, end in (("low", bracket.low), ("high", bracket.high))}
    return replace(bracket, when=_renamed(bracket.when, name, term), **ends)


def _is_yearly_name(name: str, whole: dict[int, _Trees]) -> bool:
    """Whether the name is only ever added to a year and compared with a year."""
    uses: list[bool] = []

    def look(node: Any, yearly: bool) -> None:
        if isinstance(node, Named) and node.name == name:
            uses.append(yearly)
        for part in _parts(node):
            look(part, _is_yearly(node) if isinstance(node, Compare) else yearly)

    for trees in whole.values():
        for tree in trees:
            look(tree, False)
    return bool(uses) and all(uses)


def _is_yearly(node: Compare) -> bool:
    """Whether financial years are compared: a day or a month more then makes no difference."""
    sides = (node.left, node.right)
    years = [kind_of(side) is Kind.YEAR for side in sides]
    return any(years) and all(y or isinstance(unnamed(s), Constant) for y, s in zip(years, sides, strict=True))


# ------------------------------------------------------------------------- trees

# Which fields of a node are looked into. Brackets are not: they narrow, and never decide.
_INTO: Final[dict[type, tuple[str, ...]]] = {
    Always: (), Point: (), Fact: (), Field: (), Item: (), Constant: (), OneOf: (), Has: (), Holds: (), Within: (),
    All: ("parts",), AnyOf: ("parts",), Least: ("parts",), Greatest: ("parts",),
    Not: ("part",), Either: ("test", "yes", "no"), Choose: ("condition", "yes", "no"), Named: ("term",),
    Compare: ("left", "right"), Plus: ("left", "right"), Minus: ("left", "right"),
    Times: ("left", "right"), Over: ("term", "divisor"), Later: ("day", "months"),
    ForSome: ("meets", "where"), ForEach: ("meets", "where"), Total: ("value", "where"), Count: ("where",),
}  # fmt: skip


def _parts(node: Any) -> Iterator[Any]:
    for field in _INTO[type(node)]:
        below = getattr(node, field)
        yield from below if type(below) is tuple else (below,)


def _with(node: Any, field: str, below: Any) -> Any:
    """The node with another part; a quantifier keeps its joint condition in step."""
    if isinstance(node, (ForSome, ForEach)):
        parts = {"meets": node.meets, "where": node.where, field: below}
        make = for_some if isinstance(node, ForSome) else for_each
        return make(node.over, parts["meets"], parts["where"])
    return replace(node, **{field: below})


def _rebuilt(node: Any, change: Any) -> Any:
    """The node with every part changed; the node itself where no part is."""
    for field in _INTO[type(node)]:
        below = getattr(node, field)
        new = tuple(map(change, below)) if type(below) is tuple else change(below)
        if new != below:
            node = _with(node, field, new)
    return node


# ------------------------------------------------------------------------ faults


class _Change(NamedTuple):
    what: Words
    node: Any
    moved: Constant | None = None  # the bound as it was


class _Mode(NamedTuple):
    """What may go wrong here: anything, or only the bounds of what the pack lists by period."""

    only_bounds: bool = False
    yearly: bool = False
    divides: bool = False
    begins: bool = False  # compared with the clock of the scheme, as the start of a period
    context: str = ""


class _Spots:
    """Finds all places of a tree where one small fault can be made."""

    def __init__(self, pack: PackRead) -> None:
        self.dated_lists = {name for name, value in pack.text.values.items() if len(value.from_) > 1}
        self.clock = pack.scheme.clock
        begins = pack.text.begins.from_
        self.begins = read_date(begins) or read_year(begins) or date.min

    def inside(self, node: Any, mode: _Mode) -> Iterator[_Change]:
        """The tree with one fault, for each that can be made in it."""
        if isinstance(node, Named) or self.list_of_entry(node):
            return  # made once for the name, in every rule that uses it
        if isinstance(node, Constant):
            yield from self.moved(node, mode)
            return
        if not mode.only_bounds:
            yield from self.here(node)
        inner = mode
        if isinstance(node, Compare):
            begins = node.op == ">=" and node.left == self.clock
            inner = mode._replace(yearly=_is_yearly(node), begins=begins, context=write(node))
        elif isinstance(node, Over):
            inner = mode._replace(divides=True, context=write(node))
        elif isinstance(node, Choose) and not mode.only_bounds:
            inner = mode._replace(context=write(node))
        for field in _INTO[type(node)]:
            below = getattr(node, field)
            if type(below) is not tuple:
                for change in self.inside(below, inner):
                    yield change._replace(node=_with(node, field, change.node))
                continue
            for i, part in enumerate(below):
                if isinstance(node, All) and _is_usual_notice(below, i):
                    continue
                for change in self.inside(part, inner):
                    parts = [*below[:i], change.node, *below[i + 1 :]]
                    if isinstance(node, All) and i and _is_usual_notice(below, i - 1):
                        parts[i - 1] = _notice_of(change.node, below[i - 1])
                    yield change._replace(node=_with(node, field, tuple(parts)))

    def here(self, node: Any) -> Iterator[_Change]:
        """Faults of the node itself."""
        match node:
            case Compare(op=op):
                yield _Change(_for(_OTHER[op], op, write(node)), replace(node, op=_OTHER[op]))
            case OneOf() | Has() | Holds():
                yield _Change(_turned(node), Not(node))
            case Not(part=part) if not isinstance(part, Point):
                yield _Change(_turned(node), part)
            case All(parts=parts):
                yield _Change(_for("or", "and", write(node)), AnyOf(parts))
            case AnyOf(parts=parts) if self.is_list(parts):
                member = next(p for p in parts_of(parts[0]) if isinstance(p, OneOf))
                yield _Change(_turned(member), Not(node))
            case AnyOf(parts=parts):
                yield _Change(_for("and", "or", write(node)), All(parts))
            case ForSome(over=over, meets=meets, where=where):
                yield _Change(_for("all", "any", write(node)), for_each(over, meets, where))
            case ForEach(over=over, meets=meets, where=where):
                yield _Change(_for("any", "all", write(node)), for_some(over, meets, where))
            case Least(parts=parts):
                yield _Change(_for("max", "min", write(node)), Greatest(parts))
            case Greatest(parts=parts):
                yield _Change(_for("min", "max", write(node)), Least(parts))
            case Plus(left=left, right=right):
                yield _Change(_for("-", "+", write(node)), Minus(left, right))
            case Minus(left=left, right=right):
                yield _Change(_for("+", "-", write(node)), Plus(left, right))
            case Later(back=back):
                signs = ("+", "-") if back else ("-", "+")
                yield _Change(_for(*signs, write(node)), replace(node, back=not back))

    def is_list(self, parts: tuple[Condition, ...]) -> bool:
        """Whether the parts are the periods of one list that changes over time."""
        names = {self.list_of_entry(part) for part in parts}
        return len(names) == 1 and None not in names

    def list_of_entry(self, node: Any) -> str | None:
        """Of one period of a list that changes over time, which no author wrote so: the list's name."""
        if not isinstance(node, All) or not any(map(_is_begun, node.parts)):
            return None
        return next((p.name for p in node.parts if isinstance(p, OneOf) and p.name in self.dated_lists), None)

    def moved(self, node: Constant, mode: _Mode) -> Iterator[_Change]:
        """A bound one unit higher, and one unit lower."""
        for step in (1, -1):
            value = _stepped(node, step, mode.yearly)
            if value is None or (mode.divides and not value) or self.is_before_all(node, value, mode):
                continue
            new = constant(node.kind, value)
            yield _Change(_for(_said(new, mode.yearly), _said(node, mode.yearly), mode.context), new, node)

    def is_before_all(self, node: Constant, value: Any, mode: _Mode) -> bool:
        """Whether a period would only begin earlier among days on which the scheme takes nobody."""
        return mode.begins and isinstance(node.number, date) and value < node.number <= self.begins


def _is_begun(node: Any) -> bool:
    """Whether the node says that a period has begun, or not yet."""
    inner = node.part if isinstance(node, Not) else node
    parts = inner.parts if isinstance(inner, All) else (inner,)
    return all(isinstance(p, Compare) and p.op == ">=" and isinstance(p.right, Constant) for p in parts)


def _is_usual_notice(parts: tuple[Any, ...], i: int) -> bool:
    """Whether the part says that a year's rules are known a year before: the program's own rule."""
    match parts[i : i + 2]:
        case (
            Compare(op=">=", left=Fact(path=path), right=Constant(number=date() as known)),
            Compare(op=">=", right=Constant(number=date() as start)),
        ) if path == AS_OF:
            return known == add_months(start, -12)
    return False


def _notice_of(start: Any, notice: Any) -> Any:
    """The day on which a period that begins otherwise is known."""
    if isinstance(start, Compare) and isinstance(start.right, Constant) and isinstance(start.right.number, date):
        return replace(notice, right=constant(Kind.DATE, add_months(start.right.number, -12)))
    return notice


def _stepped(node: Constant, step: int, yearly: bool) -> Any:
    """The value one unit on or back; None where there is none."""
    value = node.value
    match node.kind:
        case Kind.DATE | Kind.YEAR if isinstance(value, date):
            is_year = yearly or node.kind is Kind.YEAR
            return add_months(value, 12 * step) if is_year else value + timedelta(days=step)
        case Kind.DURATION if isinstance(value, int):
            return max(value + step * (12 if yearly else 1), 0)
        case Kind.SHARE if isinstance(value, (int, Fraction)):
            return value + step * _POINT_1
        case Kind.MONEY | Kind.COUNT | Kind.NUMBER if isinstance(value, (int, Fraction)):
            return value + step
        case _:
            return None


def _said(node: Constant, yearly: bool) -> str:
    is_year = yearly and isinstance(node.number, date)
    return financial_year(node.number) if is_year else write(node)  # type: ignore[arg-type]


def _for(new: str, old: str, context: str) -> Words:
    if not context:
        return words(f"{new} for {old}", f"以{new}代替{old}")
    return words(f"{new} for {old} in {_short(context)}", f"{_short(context)}：以{new}代替{old}")


def _turned(node: Node) -> Words:
    text = _short(write(node))
    return words(f"the opposite of {text}", f"與{text}相反")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# ------------------------------------------------------------------------- trial


class _Trial:
    """The examples of a pack with the outcomes that the right rules give."""

    def __init__(self, scheme: Scheme, examples: Sequence[Example]) -> None:
        self.scheme = scheme
        self.facts = [example.facts for example in examples]
        self.hosts = {c.id: host_of(scheme, c) or YES_ALWAYS for c in scheme.criteria}
        compiler = Compiler()
        whole = _trees_of(scheme)
        self.right = {
            number: [self.outcome(number, trees, Reader(facts, compiler)) for facts in self.facts]
            for number, trees in whole.items()
        }
        # Examples that a criterion fails or waits in tell most about it, so they come first.
        self.order = {
            number: sorted(range(len(outcomes)), key=lambda i: outcomes[i] in ("met", NOT_STATED, "not_applicable"))
            for number, outcomes in self.right.items()
        }

    def notices(self, wrong: _Wrong) -> bool:
        """Whether the outcome of some criterion changes in some example."""
        compiler = Compiler()
        for number, trees in wrong.items():
            for i in self.order[number]:
                if self.outcome(number, trees, Reader(self.facts[i], compiler)) != self.right[number][i]:
                    return True
        return False

    def outcome(self, number: int, trees: _Trees, reader: Reader) -> str:
        """The outcome of a criterion with these trees instead of its own."""
        criterion = self.scheme.criteria[number]
        host = reader.truth(self.hosts[criterion.id])
        is_stated = host if host is False else all_of((host, reader.truth(trees.in_force)))
        if is_stated is False:
            return NOT_STATED
        applies = all_of((is_stated, reader.truth(trees.applies_when)))
        requires = None if applies is False else reader.truth(trees.requires)
        found = settled(criterion, Judgement(is_stated, applies, requires))
        return found or self.open_outcome(criterion, trees, reader)

    def open_outcome(self, criterion: Criterion, trees: _Trees, reader: Reader) -> str:
        """`unknown` where a fact would settle it, else `unclear`."""
        changed = replace(
            criterion, in_force=trees.in_force, applies_when=trees.applies_when, requires=trees.requires
        )
        return "unknown" if asks(self.scheme, changed, reader).facts else "unclear"


__all__ = ["MOST_MUTANTS", "Mutant", "criterion_paths", "mutants"]
