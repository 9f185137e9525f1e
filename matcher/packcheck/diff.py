"""What changed between two folders of rules, or two days of one book: in words, and for whom.

For each scheme whose deciding rules differ, every way in which a verdict can now be another is
looked for, with a profile that shows it. That needs the solver, which is an extra; without it the
differences of the texts and those for given profiles are found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec.structs import replace

from matcher.check import the_day
from matcher.complaints import unknown_name
from matcher.condition import AS_OF, is_dated
from matcher.engines.direct import DirectEngine
from matcher.errors import MatcherError, PackError, Place, Problem, RequestError
from matcher.frozen import Frozen
from matcher.literals import read_date
from matcher.pack import PackText
from matcher.packcheck.changes import Change, View, book_changes, changes
from matcher.packcheck.deciding import ABSENT, Deciding, asked_on, deciding, each, read_on
from matcher.packcheck.effects import Outcomes, decided, differing
from matcher.packcheck.examples import examples
from matcher.plain_yaml import read
from matcher.profile import Profile
from matcher.rulebook import RuleBook, files_of, load_rules, packs_of, scheme_on, shipped
from matcher.scheme import Scheme
from matcher.structure import checked
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import Words, words

if TYPE_CHECKING:
    from matcher.packcheck.ways import Way

VERSION: Final = 1  # of the JSON form

Status = Literal["new", "gone", "came_into_force", "ended", "changed", "only_the_day"]


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two that are compared: a book, read on a day."""

    label: Words
    folder: Path
    book: RuleBook
    day: date


class SchemeDiff(Frozen, frozen=True):
    """One scheme that differs, or may differ by the passing of time alone (`only_the_day`).

    `ways` is None where they were not looked for: nobody asked, there is no solver, or the two
    sides do not mean the same by a fact (`clash` names it).
    """

    id: str
    name: Words
    status: Status
    changes: tuple[Change, ...] = ()
    ways: tuple[Any, ...] | None = None
    decides: bool = True  # whether a rule that decides differs, and not only a text
    clash: tuple[str, ...] = ()


class Moved(Frozen, frozen=True):
    """A given profile whose verdict on a scheme differs."""

    profile: str
    scheme: str
    name: Words
    old: str
    new: str
    criteria: tuple[Outcomes, ...]


class SideUsed(Frozen, frozen=True):
    """What one side was."""

    label: Words
    as_of: date
    version: str
    digest: str


class RulesDiff(Frozen, frozen=True):
    """All that differs."""

    old: SideUsed
    new: SideUsed
    book: tuple[Change, ...]
    schemes: tuple[SchemeDiff, ...]
    profiles: tuple[Moved, ...]
    profiles_read: int
    seconds: int  # the limit for one question to the solver
    has_solver: bool

    @property
    def differs(self) -> bool:
        """Whether anything does, apart from the day itself."""
        told = any(scheme.status != "only_the_day" or scheme.ways for scheme in self.schemes)
        return bool(self.book or told or self.profiles)


# -------------------------------------------------------------------------- the two sides


def two_sides(
    old: str, new: str, rules: Path | None, as_of: str | None, day_for: Callable[[str | None, RuleBook], date]
) -> tuple[Side, Side]:
    """The sides that two folders or two days name. Raises MatcherError with all that is wrong.

    `day_for` reads the day of a check, or says which it is where none is given.
    """
    days = [None if Path(name).is_dir() else read_date(name) for name in (old, new)]
    if any(days) and not all(days):
        odd = (old, new)[days.index(None)]
        what = words(f"`{odd}` is not a day, and the other is", f"`{odd}`不是日期，另一項則是")
        hint = words("name two folders, or two days as YYYY-MM-DD", "請指明兩個資料夾，或兩個日期（YYYY-MM-DD）")
        raise RequestError([Problem(Place("OLD NEW"), what, hint)])
    problems: list[Problem] = []
    sides = []
    if all(days):
        if as_of is not None:
            what = words("two days are compared already", "已經比較兩個日期")
            problems.append(Problem(Place("--as-of"), what, words("leave it out", "請刪去")))
        book = _book_of(problems, rules)
        for name in (old, new):
            on = None if book is None else _day_of(problems, partial(the_day, name), book)
            if book is not None and on is not None:
                sides.append(Side(words(f"the rules on {on}", f"{on}的規則"), rules or shipped("rules"), book, on))
    else:
        if rules is not None:
            what = words("two folders are compared already", "已經比較兩個資料夾")
            problems.append(Problem(Place("--rules"), what, words("leave it out", "請刪去")))
        for name in (old, new):
            folder = Path(name)
            book = _book_of(problems, folder)
            on = None if book is None else _day_of(problems, partial(day_for, as_of), book)
            if book is not None and on is not None:
                sides.append(Side(words(name, name), folder, book, on))
    if problems:
        # Both sides may stand on one file with one mistake in it.
        raise MatcherError(problem for n, problem in enumerate(problems) if problem not in problems[:n])
    return sides[0], sides[1]


def _book_of(problems: list[Problem], folder: Path | None) -> RuleBook | None:
    """The book; None, with its problems noted, where it does not load."""
    try:
        return load_rules(folder)
    except MatcherError as trouble:
        problems += (_in_folder(problem, folder) for problem in trouble.problems)
        return None


def _day_of(problems: list[Problem], day: Callable[[RuleBook], date], book: RuleBook) -> date | None:
    """The day; None, with its problems noted, where the book does not speak of it."""
    try:
        return day(book)
    except RequestError as trouble:
        problems += trouble.problems
        return None


def _in_folder(problem: Problem, folder: Path | None) -> Problem:
    """The problem with the folder before its file: of two folders, both may have one of that name."""
    if folder is None or not problem.place.line:
        return problem
    return replace(problem, place=replace(problem.place, file=str(folder / problem.place.file)))


def both_vocabularies(old: RuleBook, new: RuleBook) -> tuple[Vocabulary, frozenset[str]]:
    """Every fact of both books, and those that the two do not mean alike."""
    a, b = old.vocabulary, new.vocabulary
    if a == b:
        return b, frozenset()
    lists = {name: {**a.choices.get(name, {}), **b.choices.get(name, {})} for name in {**a.choices, **b.choices}}
    facts = {path: _both(a.facts.get(path), b.facts.get(path)) for path in {**b.facts, **a.facts}}
    clash = frozenset(path for path in a.facts.keys() & b.facts.keys() if not _alike(a.facts[path], b.facts[path]))
    return Vocabulary(lists, facts), clash


def _both(one: FactSpec | None, other: FactSpec | None) -> FactSpec:
    if one is None or other is None:
        found = one or other
        assert found is not None
        return found
    return replace(other, fields={**one.fields, **other.fields})


def _alike(one: FactSpec, other: FactSpec) -> bool:
    if one.kind is not other.kind or one.of != other.of:
        return False
    return all(_alike(one.fields[name], other.fields[name]) for name in one.fields.keys() & other.fields.keys())


# ------------------------------------------------------------------------------ the diff


def diff_rules(
    old: Side,
    new: Side,
    *,
    schemes: Collection[str] = (),
    profiles: Sequence[Profile] = (),
    witnesses: bool = True,
    also_by_time: bool = False,
    seconds: int = 10,
    begin: Callable[[str], None] = lambda scheme: None,
) -> RulesDiff:
    """Compare two sides. Raises RequestError for a scheme that neither has.

    `schemes` limits what is compared. `witnesses` is whether profiles are looked for, `seconds` the
    limit for one question to the solver. `also_by_time` has it look, too, for profiles that differ
    because a day has passed and not because a rule has changed. `begin` is called with the name of
    each scheme before its turn.
    """
    names = named(old.book, new.book, schemes)
    vocabulary, clash = both_vocabularies(old.book, new.book)
    finder = _finder() if witnesses else None
    found = []
    for name in names:
        begin(name)
        pair = _Pair(name, old, new)
        one = pair.diff(clash)
        if one is None:
            continue
        wanted = one.decides and not one.clash and (one.status != "only_the_day" or also_by_time)
        if finder is not None and wanted:
            one = replace(one, ways=tuple(pair.ways(finder, vocabulary, seconds, also_by_time)))
        found.append(one)
    return RulesDiff(
        _used(old), _used(new),
        () if old.book is new.book else tuple(book_changes(old.book, new.book)),
        tuple(found),
        tuple(_moved(profiles, names, old, new, clash)),
        len(profiles), seconds, finder is not None or _finder() is not None,
    )  # fmt: skip


def _used(side: Side) -> SideUsed:
    return SideUsed(side.label, side.day, side.book.version, side.book.digest)


def _finder() -> Any:
    """What looks for witnesses; None where the solver is not installed."""
    try:
        from matcher.packcheck import ways
    except ImportError:
        return None
    return ways


def named(old: RuleBook, new: RuleBook, asked: Iterable[str]) -> list[str]:
    """The schemes asked for, or all of both books. Raises RequestError for what neither has."""
    known = {**old.schemes, **new.schemes}
    asked = list(asked)
    problems = [
        Problem(Place("--scheme"), *unknown_name(words("scheme", "計劃"), name, known, "`matcher schemes`"))
        for name in asked if name not in known
    ]  # fmt: skip
    if problems:
        raise RequestError(problems)
    return [name for name in sorted(known) if not asked or name in asked]


class _Pair:
    """One scheme on both sides; on a side that does not have it, nothing."""

    def __init__(self, name: str, old: Side, new: Side) -> None:
        self.name, self.old, self.new = name, old, new
        self.views = [
            View(side.book, side.book.schemes[name], side.day) if name in side.book.schemes else None
            for side in (old, new)
        ]
        self.shapes = [_shape(view) for view in self.views]

    def diff(self, clash: frozenset[str]) -> SchemeDiff | None:
        """What differs; None if nothing does, nor can by the passing of time."""
        before, after = self.views
        some = after or before
        assert some is not None
        name = some.scheme.name
        decides = self.shapes[0] != self.shapes[1]
        clashing = tuple(sorted(clash & (self.shapes[0].reads() | self.shapes[1].reads())))
        if before is None or after is None:
            return SchemeDiff(self.name, name, "new" if before is None else "gone", clash=clashing)
        told = tuple(changes(before, after))
        if before.in_force is not after.in_force:
            status: Status = "came_into_force" if after.in_force else "ended"
        elif decides or told:
            status = "changed"
        elif self.old.day != self.new.day and after.in_force and any(map(is_dated, self.shapes[1].nodes())):
            return SchemeDiff(self.name, name, "only_the_day")
        else:
            return None
        return SchemeDiff(self.name, name, status, told, None, decides, clashing)

    def ways(self, finder: Any, vocabulary: Vocabulary, seconds: int, also_by_time: bool) -> list[Way]:
        """Every way in which the verdict can differ."""
        readings = [
            finder.Reading(None if view is None else view.on, side.day, _asked(shape, side.day))
            for view, side, shape in zip(self.views, (self.old, self.new), self.shapes, strict=True)
        ]
        moved = _asked(self.shapes[0], self.new.day)
        side = self.new if self.views[1] is not None else self.old
        base = base_facts(side, self.name)
        found: list[Way] = finder.ways(
            *readings, moved, base, vocabulary, seconds=seconds, also_by_time=also_by_time
        )
        return found


def _shape(view: View | None) -> Deciding:
    if view is None:
        return ABSENT
    return each(deciding(view.scheme), lambda node: read_on(node, view.day))


def _asked(shape: Deciding, day: date) -> Deciding:
    return each(shape, lambda node: asked_on(node, day))


def base_facts(side: Side, name: str) -> Mapping[str, Any]:
    """The base example of a pack; nothing where it cannot be read."""
    head = re.compile(rf"^scheme:\s*['\"]?{re.escape(name)}['\"]?\s*(#.*)?$", re.MULTILINE)
    for file, content in packs_of(files_of(side.folder)):
        if not head.search(content.decode("utf-8", "replace")):
            continue
        try:
            node = read(content, file, PackError)
            facts = examples(checked(PackText, node, PackError), node, side.book)[0].facts
        except PackError:
            return {}
        return {path: value for path, value in facts.items() if path != AS_OF}
    return {}


# ----------------------------------------------------------------------- given profiles


def _moved(
    profiles: Sequence[Profile], names: list[str], old: Side, new: Side, clash: frozenset[str]
) -> Iterable[Moved]:
    if not profiles:
        return
    schemes = {side: {n: scheme_on(side.book.schemes[n], side.day) for n in names if n in side.book.schemes}
               for side in (old, new)}  # fmt: skip
    engine = DirectEngine()
    for profile in profiles:
        facts = {side: {**profile.facts, AS_OF: side.day} for side in (old, new)}
        for name in names:
            one, other = schemes[old].get(name), schemes[new].get(name)
            if clash and clash & (deciding(one).reads() | deciding(other).reads()):
                continue
            before, after = decided(one, facts[old], engine), decided(other, facts[new], engine)
            if before != after:
                some: Scheme = other or one  # type: ignore[assignment]
                yield Moved(profile.source, name, some.name, before, after,
                            differing(one, other, facts[old], facts[new]))  # fmt: skip


# ------------------------------------------------------------------------------ as data


def as_data(found: RulesDiff) -> dict[str, Any]:
    """The diff as JSON carries it."""
    data: dict[str, Any] = msgspec.to_builtins(found)
    return {"version": VERSION, "differs": found.differs, **data}
