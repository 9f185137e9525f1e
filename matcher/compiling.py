"""A pack as written to a scheme as meant: names resolved, formulas parsed, periods made conditions.

Every rule is read by the *clock* of its scheme: the day of the check, or, where the pack says so
(`rules_for`), a day or year of the profile, such as the funding year applied for. A value or rule
counts from the day it was announced, so that a check of a past day answers by what stood then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from msgspec import convert
from msgspec.structs import replace

from matcher import complaints
from matcher.condition import (
    AS_OF, CONDITIONS, Always, Bracket, Choose, Compare, Condition, Constant, Fact, ForEach, ForSome, Named,
    Node, Point, Term, Tree, Within, all_parts, any_parts,
    constant, facts_of, for_each, for_some, is_dated, kind_of, negated, parts_of,
    points_of, walk,
)  # fmt: skip
from matcher.dates import add_months, previous_day
from matcher.errors import PackError, Place, Problem
from matcher.formula import FormulaError, Scope, parse, parse_condition
from matcher.literals import (
    KIND_NAMES, Kind, read_count, read_date, read_duration, read_money, read_share, read_year,
)  # fmt: skip
from matcher.pack import (
    CitationText, CriterionText, DatedValueText, OverlayText, OwnMoneyText, PackText, PeriodText,
    RelationText, StageText, UnclearText, ValueText,
)  # fmt: skip
from matcher.plain_yaml import Items, Mapping, Text, find
from matcher.plain_yaml import Node as YamlNode
from matcher.scheme import (
    CallFacts, Citation, Criterion, DatedEntry, Expectation, Funding, History, InForce, NamedTerm, Note,
    OpenPoint, Overlay, OwnMoney, Relation, Scheme, Source, Stage, StandingState, Window, Yearly,
)  # fmt: skip
from matcher.vocabulary import Vocabulary
from matcher.words import LANGS, PLACEHOLDER, same, words

Path = tuple[str | int, ...]

MOST_PARTS: Final = 5_000  # of one formula with all its terms; the largest shipped one has 656
MOST_LEVELS: Final = 150  # of terms within terms; well below what Python can go down
_HOUR: Final = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_TODAY: Final = Fact(AS_OF, Kind.DATE)
_YES: Final = Always(True)


def compile_pack(text: PackText, node: YamlNode, vocabulary: Vocabulary) -> Scheme:
    """The scheme that the pack describes. Raises PackError with everything that is wrong."""
    return _Compiler(text, node, vocabulary).scheme()


class _Compiler:
    def __init__(self, text: PackText, node: YamlNode, vocabulary: Vocabulary) -> None:
        self.text = text
        self.node = node
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self.brackets: dict[str, tuple[Bracket, ...]] = {}
        self.open_points: dict[str, OpenPoint] = {}
        self.clock: Term = _TODAY
        self.scope = Scope(vocabulary)

    def scheme(self) -> Scheme:
        text = self.text
        if complaint := complaints.wrong_id(text.scheme):
            self.add(("scheme",), *complaint)
        self.points()
        self.set_clock()
        names = self.set_names()
        self.set_brackets()
        self.put_brackets_into_names(names)
        windows = self.windows()
        criteria = self.criteria()
        self.mark_used(criteria)
        overlays = tuple(
            Overlay(o.id, o.label, self.condition(("overlays", i, "when"), o.when))
            for i, o in enumerate(text.overlays)
        )
        scheme = Scheme(
            id=text.scheme,
            name=text.name,
            title=text.title,
            administrator=text.administrator,
            website=text.website,
            is_for=text.role.is_for,
            role=self.condition(("role", "when"), text.role.when),
            route_by=text.route.by,
            route_brief=text.route.brief,
            route=text.route.says,
            decision=text.decision,
            in_force=self.life(),
            begins=text.begins.says,
            ends=text.ends.says if text.ends else None,
            clock=self.clock,
            funding=self.funding(),
            how=text.apply.how,
            papers=tuple(text.apply.papers),
            criteria=criteria,
            overlays=overlays,
            open_points=self.open_points,
            names=names,
            brackets={b.fact: b.says for b in reversed(text.brackets)},
            windows=windows,
            calls=self.call_facts(),
            standing=self.standing(),
            expects=self.expects(),
            relations=tuple(self.relation(i, r) for i, r in enumerate(text.relations)),
            notes=tuple(
                Note(n.says, self.cited(("notes", i), n.source),
                     self.condition(("notes", i, "when"), n.when), n.corrects)
                for i, n in enumerate(text.notes)
            ),
            history=tuple(convert(event.model_dump(), History) for event in text.history),
            sources={name: convert(s.model_dump(), Source) for name, s in text.sources.items()},
            offices=text.offices,
        )  # fmt: skip
        self.check_references()
        if self.problems:
            raise PackError(sorted(self.problems, key=lambda p: (p.place.line, p.place.column)))
        return scheme

    # -- the ground that formulas stand on

    def points(self) -> None:
        for name, point in self.text.open_points.items():
            self.open_points[name] = OpenPoint(
                point.question, self.office(("open_points", name, "ask"), point.ask), point.because
            )
        self.scope = Scope(self.vocabulary, points=frozenset(self.open_points))

    def set_clock(self) -> None:
        if self.text.rules_for is not None:
            term = self.term(("rules_for",), self.text.rules_for, {Kind.DATE, Kind.YEAR})
            if term is not None:
                self.clock = term

    def set_brackets(self) -> None:
        for i, text in enumerate(self.text.brackets):
            path: Path = ("brackets", i)
            spec = self.vocabulary.facts.get(text.fact)
            if spec is None or spec.kind not in {Kind.DATE, Kind.YEAR}:
                self.add((*path, "fact"), words(f"`{text.fact}` is not a day of the vocabulary",
                                                f"`{text.fact}`不是詞彙內的日期"),
                         words("name a fact of kind date or year", "請填寫日期或年度類的資料"))  # fmt: skip
                continue
            days = {Kind.DATE, Kind.YEAR}
            last = "to" if text.before is None else "before"
            low = self.term((*path, "from"), text.from_, days) if text.from_ is not None else None
            end = text.to if text.before is None else text.before
            high = self.term((*path, last), end, days) if end is not None else None
            when = self.condition((*path, "when"), text.when)
            bracket = Bracket(when, low, high, last == "before", text.says["en"])
            self.brackets[text.fact] = (*self.brackets.get(text.fact, ()), bracket)
            self.clock = self.bracketed(self.clock)

    def set_names(self) -> dict[str, NamedTerm]:
        terms: dict[str, Term] = {}
        lists: dict[str, tuple[tuple[Condition, tuple[str, ...]], ...]] = {}
        names: dict[str, NamedTerm] = {}
        for name, value in self.text.values.items():
            entries = self.entries(name, value)
            if entries and isinstance(entries[0][2], tuple):
                lists[name] = self.dated_list([(c, v) for _, c, v in entries])
            elif entries:
                terms[name] = Named(name, self.timeline(name, entries))
            names[name] = NamedTerm(
                value.label,
                terms.get(name),
                False,
                tuple(DatedEntry(since, _shown(value, since)) for since, _, _ in entries),
            )
        conditions: dict[str, Condition] = {}
        self.scope = Scope(
            self.vocabulary, terms, conditions, lists, frozenset(self.open_points)
        )
        for name, defined in self.text.terms.items():
            found = self.formula(("terms", name, "is"), defined.is_)
            if isinstance(found, Always) or (found is not None and _is_condition(found)):
                conditions[name] = found  # type: ignore[assignment]
                names[name] = NamedTerm(defined.label, None, False, (), defined.is_)
            elif found is not None:
                terms[name] = Named(name, found)  # type: ignore[arg-type]
                names[name] = NamedTerm(defined.label, terms[name], False, (), defined.is_)
        return names

    def put_brackets_into_names(self, names: dict[str, NamedTerm]) -> None:
        """Terms were parsed before the brackets, which may use them; now they see each other."""
        for name, term in list(self.scope.terms.items()):
            self.scope.terms[name] = self.bracketed(term)  # type: ignore[index]
            bracketed = self.scope.terms[name]
            names[name] = replace(names[name], term=bracketed, dated=is_dated(bracketed))
        for name, condition in list(self.scope.conditions.items()):
            self.scope.conditions[name] = self.bracketed(condition)  # type: ignore[index]
        for name, entries in list(self.scope.lists.items()):
            self.scope.lists[name] = tuple((self.bracketed(when), what) for when, what in entries)  # type: ignore[index]

    def entries(
        self, name: str, value: ValueText
    ) -> list[tuple[str | None, Condition, Any]]:
        """Each value with the condition under which it is the one in force, the newest first."""
        path: Path = ("values", name)
        if value.is_ is not None:
            return [(None, _YES, self.literal((*path, "is"), value.is_))]
        found = []
        for since, entry in value.from_.items():
            at = (*path, "from", since)
            start = self.day(at, since)
            raw = entry.is_ if isinstance(entry, DatedValueText) else entry
            announced = entry.announced if isinstance(entry, DatedValueText) else None
            known = self.day(at, announced) if announced else None
            found.append((since, start, self.begun(start, known), self.literal(at, raw)))
        if not found:
            self.add(path, words(f"`{name}` has no value", f"`{name}`沒有值"),
                     words("add `is: …`, or `from:` with days and values",
                           "請加上`is: …`，或`from:`及各日期的值"))  # fmt: skip
        found.sort(key=lambda entry: entry[1], reverse=True)
        return [(since, when, literal) for since, _, when, literal in found]

    def timeline(self, name: str, entries: list[tuple[str | None, Condition, Any]]) -> Term:
        kinds = {literal.kind for _, _, literal in entries if literal.value is not None}
        if len(kinds) > 1:
            self.add(("values", name), words(f"`{name}` changes its kind over time", f"`{name}`前後類別不同"),
                     words("write all values in one form", "請以同一形式填寫各值"))  # fmt: skip
        kind = next(iter(kinds), Kind.COUNT)
        *newer, (_, _, oldest) = entries
        term: Term = constant(kind, oldest.value)
        for _, when, literal in reversed(newer):
            term = Choose(when, constant(kind, literal.value), term)
        return term

    def dated_list(
        self, entries: list[tuple[Condition, tuple[str, ...]]]
    ) -> tuple[tuple[Condition, tuple[str, ...]], ...]:
        """Which choices are on the list, by period: each entry until a newer one begins."""
        result = []
        newer: list[Condition] = []
        for index, (when, choices) in enumerate(entries):
            own = [when] if index < len(entries) - 1 else []
            result.append((all_parts([*own, *map(negated, newer)]), choices))
            newer.append(when)
        return tuple(result)

    def literal(self, path: Path, raw: str | list[str]) -> Any:
        """A `Constant`, or a tuple of choices."""
        if isinstance(raw, list):
            return tuple(raw)
        if raw == "none":
            return Constant(Kind.COUNT, None)
        for kind, read in (
            (Kind.MONEY, lambda t: read_money(t) if t.startswith("HKD") else None),
            (Kind.DATE, read_date),
            (Kind.YEAR, read_year),
            (Kind.DURATION, read_duration),
            (Kind.SHARE, lambda t: read_share(t) if t.endswith("%") else None),
            (Kind.COUNT, read_count),
        ):
            value = read(raw)
            if value is not None:
                return constant(kind, value)
        self.add(path, words(f"{complaints.quoted(raw)} is not a value", f"{complaints.quoted(raw)}不是值"),
                 words("write HKD 1_500_000, 10%, 7 years, 2026-03-31, 2027-28, 12 or a list",
                       "請填寫HKD 1_500_000、10%、7 years、2026-03-31、2027-28、12或列表"))  # fmt: skip
        return Constant(Kind.COUNT, None)

    # -- time

    def begun(self, start: date, announced: date | None) -> Condition:
        """Whether the clock has reached `start`, by what was known on the day of the check."""
        reached = Compare(">=", self.clock, Constant(Kind.DATE, start))
        # A call for a coming year is made within the year before it, unless the pack says more.
        known = announced if self.clock == _TODAY else announced or add_months(start, -12)
        if known is None:
            return reached
        return all_parts([Compare(">=", _TODAY, Constant(Kind.DATE, known)), reached])

    def period(self, path: Path, period: PeriodText) -> tuple[Condition, InForce]:
        first = self.day((*path, "from"), period.from_) if period.from_ else None
        last = self.last_day((*path, "to"), period.to) if period.to else None
        announced = (
            self.day((*path, "announced"), period.announced) if period.announced else None
        )
        parts: list[Condition] = [] if first is None else [self.begun(first, announced)]
        if last is not None:
            parts.append(Compare("<=", self.clock, Constant(Kind.DATE, last)))
        return all_parts(parts), InForce(first, last)

    def life(self) -> Condition:
        begins = self.text.begins
        start = self.day(("begins", "from"), begins.from_)
        announced = self.day(("begins", "announced"), begins.announced) if begins.announced else None
        parts = [self.begun(start, announced if self.clock != _TODAY else None)]
        if self.text.ends:
            last = self.last_day(("ends", "to"), self.text.ends.to)
            parts.append(Compare("<=", self.clock, Constant(Kind.DATE, last)))
        return all_parts(parts)

    def day(self, path: Path, text: str) -> date:
        """A day, or the first day of a financial year."""
        found = read_date(text) or read_year(text)
        if found is None:
            self.add(path, words(f"{complaints.quoted(text)} is not a day", f"{complaints.quoted(text)}不是有效日期"),
                     words("write YYYY-MM-DD, or a year such as 2027-28",
                           "請填寫YYYY-MM-DD，或年度例如2027-28"))  # fmt: skip
            return date(1997, 7, 1)
        return found

    def year(self, path: Path, text: str) -> date:
        """The first day of a financial year."""
        found = read_year(text)
        if found is None:
            self.add(path, words(f"{complaints.quoted(text)} is not a financial year",
                                 f"{complaints.quoted(text)}不是財政年度"),
                     words("write one such as 2027-28", "請填寫例如2027-28"))  # fmt: skip
            return date(1997, 4, 1)
        return found

    def hour(self, path: Path, text: str | None) -> str | None:
        """A time of day, as it is written."""
        if text is not None and not _HOUR.fullmatch(text):
            self.add(path, words(f"{complaints.quoted(text)} is not a time of day",
                                 f"{complaints.quoted(text)}不是時間"),
                     words("write one such as \"17:00\"", "請填寫例如\"17:00\""))  # fmt: skip
        return text

    def last_day(self, path: Path, text: str) -> date:
        """A day, or the last day of a financial year."""
        year = read_year(text)
        return previous_day(add_months(year, 12)) if year else self.day(path, text)

    def standing(self) -> tuple[StandingState, ...]:
        found = [
            StandingState(self.day(("availability", i, "from"), s.from_), s.state, s.says)
            for i, s in enumerate(self.text.availability)
        ]
        return tuple(sorted(found, key=lambda s: s.since))

    def windows(self) -> tuple[Window, ...]:
        found = []
        for i, text in enumerate(self.text.windows):
            path: Path = ("windows", i)
            opens = self.day((*path, "opens"), text.opens) if text.opens else None
            closes = self.day((*path, "closes"), text.closes) if text.closes else None
            if opens and closes and opens > closes:
                self.add((*path, "closes"), words("the window closes before it opens", "截止日期早於開始日期"),
                         words("mend one of the two days", "請修正其中一日"))  # fmt: skip
            announced = self.day((*path, "announced"), text.announced) if text.announced else None
            cut_off = self.day((*path, "cut_off"), text.cut_off) if text.cut_off else None
            year = self.year((*path, "year"), text.year) if text.year else None
            self.cited((*path, "source"), text.source)
            found.append(Window(
                text.name, opens, closes, self.hour((*path, "hour"), text.hour), announced,
                self.condition((*path, "when"), text.when),
                Citation(text.source.doc, text.source.section), text.outcome, cut_off, year,
            ))  # fmt: skip
        inside = [
            all_parts([
                Compare(">=", _TODAY, Constant(Kind.DATE, w.opens)),
                Compare("<=", _TODAY, Constant(Kind.DATE, w.closes)),
                w.when,
            ])
            for w in found if w.opens and w.closes
        ]  # fmt: skip
        self.scope.conditions["in_window"] = any_parts(inside)  # type: ignore[index]
        return tuple(found)

    def expects(self) -> tuple[Expectation, ...]:
        found = []
        for i, text in enumerate(self.text.rhythm):
            path: Path = ("rhythm", i)
            if text.months < 1:
                self.add((*path, "months"), words("calls come after at least one month", "兩輪申請須相隔最少一個月"),
                         words("write 1 or more", "請填寫1或以上"))  # fmt: skip
            found.append(Expectation(self.day((*path, "from"), text.from_), text.months, text.says, text.dated))
        return tuple(found)

    def call_facts(self) -> CallFacts:
        """Each fact that a call sets must be a day of the vocabulary, and the year a year."""
        for part, fact in self.text.calls:
            spec = None if fact is None else self.vocabulary.facts.get(fact)
            wanted = Kind.YEAR if part == "year" else Kind.DATE
            if fact is not None and (spec is None or spec.kind is not wanted):
                thing, form = KIND_NAMES[wanted], "`matcher schema --format list`"
                self.add(("calls", part), words(f"`{fact}` is not a {thing['en']} of the vocabulary",
                                                f"`{fact}`不是詞彙內的{thing['zh-Hant']}"),
                         words(f"{form} lists them all", f"可用{form}查看全部"))  # fmt: skip
        return convert(self.text.calls.model_dump(), CallFacts)

    def mark_used(self, criteria: Iterable[Criterion]) -> None:
        """Tell open points that a rule turns on from those that are questions only."""
        for criterion in criteria:
            for node in (criterion.in_force, criterion.applies_when, criterion.requires or _YES):
                for name in points_of(node):
                    self.open_points[name] = replace(self.open_points[name], used=True)

    # -- criteria

    def criteria(self) -> tuple[Criterion, ...]:
        found = [
            self.criterion(("criteria", i), text, None) for i, text in enumerate(self.text.criteria)
        ]
        for i, overlay in enumerate(self.text.overlays):
            for j, text in enumerate(overlay.criteria):
                found.append(self.criterion(("overlays", i, "criteria", j), text, overlay))
        seen: dict[str, Path] = {}
        for path, criterion in found:
            if criterion.id in seen:
                first = find(self.node, (*seen[criterion.id], "id")).line
                self.add((*path, "id"), *complaints.twice(criterion.id, first))
            seen.setdefault(criterion.id, path)
        return tuple(criterion for _, criterion in found)

    def criterion(
        self, path: Path, text: CriterionText, overlay: OverlayText | None
    ) -> tuple[Path, Criterion]:
        in_force, stated, unclear = self.in_force(path, text)
        requires = None
        if text.requires is not None:
            requires = self.condition((*path, "requires"), text.requires)
        if text.kind == "judged" and requires is not None:
            self.add((*path, "requires"), words("a judged criterion has no formula", "評審準則沒有公式"),
                     words("delete `requires`, or change the kind", "請刪除`requires`，或更改類別"))  # fmt: skip
        if text.kind in ("hard", "soft") and requires is None:
            self.add((*path, "kind"), *complaints.lacks(
                words(f"{text.kind} criterion", f"{text.kind}條件"), text.id, "requires", "requires: …"))  # fmt: skip
        applies_when = self.condition((*path, "applies_when"), text.applies_when)
        dated = any(is_dated(n) for n in (in_force, applies_when, requires or _YES))
        read = facts_of(requires or _YES)
        decides = requires is not None and (text.kind in ("hard", "soft") or text.blocks)
        return path, Criterion(
            id=text.id,
            kind=text.kind,
            about=text.about,
            says=text.says,
            blocks=decides,
            formula=" ".join(text.requires.split()) if text.requires else None,
            overlay=overlay.id if overlay else None,
            in_force=in_force,
            applies_when=applies_when,
            requires=requires,
            sources=self.cited((*path, "source"), text.source),
            reads=tuple(path for path in self.vocabulary.facts if path in read),
            dated=dated,
            stated=stated,
            unclear=unclear,
            if_not=text.if_not,
            detail=text.detail,
            caution=text.caution,
            reading=text.reading,
            ask=self.office((*path, "ask"), text.ask) if text.ask else None,
        )

    def in_force(
        self, path: Path, text: CriterionText
    ) -> tuple[Condition, tuple[InForce, ...], str | None]:
        raw = text.in_force
        periods = [] if raw is None else raw if isinstance(raw, list) else [raw]
        read = [self.period((*path, "in_force"), period) for period in periods]
        stated = tuple(inside for _, inside in read)
        condition = any_parts([inside for inside, _ in read]) if read else _YES
        for key, unclear in (("unclear_after", text.unclear_after), ("unclear_outside", text.unclear_outside)):
            if unclear is None:
                continue
            name = f"{text.id}-in-force"
            self.open_points[name] = self.still_in_force((*path, key), text, unclear)
            since = unclear.date if key == "unclear_after" else unclear.since
            bounds: list[Condition] = []
            if since is not None or key == "unclear_after":
                first = self.day((*path, key), since or "")
                bounds.append(Compare(">=", self.clock, Constant(Kind.DATE, first)))
            if unclear.to is not None:
                last = self.last_day((*path, key, "to"), unclear.to)
                bounds.append(Compare("<=", self.clock, Constant(Kind.DATE, last)))
            doubtful = all_parts([*bounds, Point(name)])
            return any_parts([condition, doubtful]), stated, name
        return condition, stated, None

    def still_in_force(self, path: Path, text: CriterionText, unclear: UnclearText) -> OpenPoint:
        return OpenPoint(
            words(f"Is this rule in force for your year: {text.says['en']}?",
                  f"以下規定在你申請的年度是否適用：{text.says['zh-Hant']}？"),
            self.office((*path, "ask"), unclear.ask),
            unclear.because,
            implied=True,
        )  # fmt: skip

    def funding(self) -> Funding:
        text = self.text.funding
        amount = None
        if text.amount is not None:
            amount = self.term(("funding", "amount"), text.amount, {Kind.MONEY})
        sources = self.cited(("funding", "source"), text.source) if text.source else ()
        lasts = None
        if text.lasts is not None:
            lasts = self.term(("funding", "lasts"), text.lasts, {Kind.DURATION})
        stages = (self.stage(("funding", "stages", i), stage) for i, stage in enumerate(text.stages))
        return Funding(
            text.instrument, text.summary, amount, tuple(text.lines), sources, text.amount, lasts, self.yearly(),
            tuple(stage for stage in stages if stage is not None), self.own(("funding", "own"), text.own),
        )  # fmt: skip

    def yearly(self) -> Yearly | None:
        text, path = self.text.funding.yearly, ("funding", "yearly")
        if text is None:
            return None
        for i, fact in enumerate(text.one_year):
            if fact not in self.vocabulary.facts:
                self.add((*path, "one_year", i), *complaints.unknown_name(
                    words("fact", "資料"), fact, self.vocabulary.facts, "`matcher schema --format list`"))  # fmt: skip
        years = self.term((*path, "years"), text.years, {Kind.DURATION})
        runs = self.condition((*path, "runs"), text.runs)
        return None if years is None else Yearly(years, runs, tuple(text.one_year))

    def stage(self, path: Path, text: StageText) -> Stage | None:
        amount = self.term((*path, "amount"), text.amount, {Kind.MONEY})
        after = self.term((*path, "after"), text.after, {Kind.DURATION})
        if amount is None or after is None:
            return None
        return Stage(text.label, amount, after, self.own((*path, "own"), text.own))

    def own(self, path: Path, text: OwnMoneyText | None) -> OwnMoney | None:
        if text is None:
            return None
        each = self.term((*path, "per_dollar"), text.per_dollar, {Kind.COUNT, Kind.NUMBER, Kind.SHARE})
        return None if each is None else OwnMoney(each, text.says)

    def relation(self, number: int, text: RelationText) -> Relation:
        path: Path = ("relations", number)
        ceiling = None
        if text.kind == "shared_ceiling" and text.ceiling is None:
            self.add((*path, "kind"), words("a shared ceiling has no amount", "共用上限沒有金額"),
                     words("add `ceiling: …`", "請加上`ceiling: …`"))  # fmt: skip
        elif text.kind != "shared_ceiling" and text.ceiling is not None:
            self.add((*path, "ceiling"), *complaints.not_allowed(
                same("`ceiling`"), same(f"`{text.kind}`"),
                words("delete it, or write `kind: shared_ceiling`", "請刪除，或填寫`kind: shared_ceiling`")))
        elif text.ceiling is not None:
            ceiling = self.term((*path, "ceiling"), text.ceiling, {Kind.MONEY})
        return Relation(
            text.to, text.kind, text.says, text.doc, text.ask, tuple(text.also), ceiling, text.ceiling
        )

    # -- small things

    def cited(
        self, path: Path, source: CitationText | list[CitationText] | None
    ) -> tuple[Citation, ...]:
        listed = [] if source is None else source if isinstance(source, list) else [source]
        for index, citation in enumerate(listed):
            if citation.doc not in self.text.sources:
                at = (*path, "doc") if not isinstance(source, list) else (*path, index, "doc")
                self.add(at, *complaints.unknown_name(
                    words("source", "資料來源"), citation.doc, self.text.sources, "`sources`"))  # fmt: skip
        return tuple(Citation(c.doc, c.section) for c in listed)

    def office(self, path: Path, name: str) -> Any:
        if name not in self.text.offices:
            self.add(path, *complaints.unknown_name(
                words("office", "機構"), name, self.text.offices, "`offices`"))  # fmt: skip
            return words(name, name)
        return self.text.offices[name]

    def condition(self, path: Path, formula: str | None) -> Condition:
        if formula is None:
            return _YES
        try:
            return self.bracketed(_sized(parse_condition(formula, self.scope)))  # type: ignore[no-any-return]
        except FormulaError as trouble:
            self.formula_problem(path, trouble)
            return _YES

    def term(self, path: Path, formula: str, kinds: set[Kind]) -> Term | None:
        found = self.formula(path, formula)
        if found is None or _is_condition(found) or kind_of(found) not in kinds:  # type: ignore[arg-type]
            if found is not None:
                wanted = ", ".join(sorted(kind.value for kind in kinds))
                self.add(path, words("the formula is of another kind", "公式的類別不符"),
                         words(f"write one of kind {wanted}", f"請填寫{wanted}類的公式"))  # fmt: skip
            return None
        return found  # type: ignore[return-value]

    def formula(self, path: Path, formula: str) -> Node | None:
        try:
            return self.bracketed(_sized(parse(formula, self.scope)))  # type: ignore[no-any-return]
        except FormulaError as trouble:
            self.formula_problem(path, trouble)
            return None

    def bracketed(self, node: Any) -> Any:
        """The tree with every fact that has a bracket wrapped in it."""
        return _wrap(node, self.brackets) if self.brackets else node

    def formula_problem(self, path: Path, trouble: FormulaError) -> None:
        node: YamlNode = self.node
        for step in path:
            node = node.entries[step] if isinstance(step, str) else node.items[step]  # type: ignore[union-attr]
        place = node.place
        if isinstance(node, Text) and node.is_plain and place.line:
            place = Place(place.file, place.line, place.column + trouble.column)
        self.problems.append(Problem(place, *trouble.complaint))

    def check_references(self) -> None:
        for i, relation in enumerate(self.text.relations):
            if relation.doc and relation.doc not in self.text.sources:
                self.add(("relations", i, "doc"), *complaints.unknown_name(
                    words("source", "資料來源"), relation.doc, self.text.sources, "`sources`"))  # fmt: skip
            if relation.ask:
                self.office(("relations", i, "ask"), relation.ask)
        for i, event in enumerate(self.text.history):
            if event.doc and event.doc not in self.text.sources:
                self.add(("history", i, "doc"), *complaints.unknown_name(
                    words("source", "資料來源"), event.doc, self.text.sources, "`sources`"))  # fmt: skip
        self.address(("website",), self.text.website)
        for name, source in self.text.sources.items():
            self.address(("sources", name, "url"), source.url)
        self.placeholders(self.node, ())

    def address(self, path: Path, url: str | None) -> None:
        if url and not url.startswith(("https://", "http://")):
            self.add(path, words("this is not a web address", "網址無效"),
                     words("write https://…", "請填寫https://…"))  # fmt: skip

    def placeholders(self, node: YamlNode, path: Path) -> None:
        """Every `{name}` of every text must be something that a report can fill in."""
        if isinstance(node, Items):
            for number, item in enumerate(node.items):
                self.placeholders(item, (*path, number))
        elif isinstance(node, Mapping) and set(node.entries) == set(LANGS):
            known = {*self.vocabulary.facts, *self.text.values, *self.text.terms}
            known |= {"amount"} if path[0] == "funding" else {"from", "to"} if path[0] == "brackets" else set()
            for lang, text in node.entries.items():
                for name in PLACEHOLDER.findall(text.value) if isinstance(text, Text) else ():
                    if name not in known:
                        self.add((*path, lang), *complaints.unknown_name(
                            words("placeholder", "佔位符"), name, known, "`matcher schema --format list`"))  # fmt: skip
        elif isinstance(node, Mapping):
            for key, inner in node.entries.items():
                self.placeholders(inner, (*path, key))

    def add(self, path: Iterable[str | int], what: Any, instead: Any) -> None:
        self.problems.append(Problem(find(self.node, path), what, instead))


def _sized(node: Any) -> Any:
    """The tree, if it is not too large with all the terms that it stands on. Raises FormulaError."""
    # Terms that each use the one before twice double the tree with every line of the pack.
    waiting, count = [(node, 1)], 0
    while waiting:
        part, level = waiting.pop()
        count += 1
        if count > MOST_PARTS or level > MOST_LEVELS:
            what = words("the formula is too large with all the terms in it", "公式連同其中各項過於龐大")
            raise FormulaError(0, (what, words("use fewer terms that stand on terms", "請減少層疊的具名項")))
        waiting += ((below, level + 1) for below in parts_of(part))
    return node


def _is_condition(node: Node) -> bool:
    return isinstance(node, CONDITIONS)


def _shown(value: ValueText, since: str | None) -> str:
    raw = value.is_ if since is None else value.from_[since]
    raw = raw.is_ if isinstance(raw, DatedValueText) else raw
    return ", ".join(raw) if isinstance(raw, list) else raw or ""


def _wrap(node: Any, brackets: dict[str, tuple[Bracket, ...]]) -> Any:
    """A copy of the tree in which facts with brackets stand inside them."""
    if isinstance(node, Within):
        return node
    if isinstance(node, Fact):
        return Within(node, brackets[node.path]) if node.path in brackets else node
    if isinstance(node, tuple):
        return tuple(_wrap(part, brackets) for part in node)
    if not isinstance(node, Tree):
        return node
    if not any(isinstance(n, Fact) and n.path in brackets for n in walk(node)):  # type: ignore[arg-type]
        return node
    if isinstance(node, (ForSome, ForEach)):
        make = for_some if isinstance(node, ForSome) else for_each
        return make(node.over, _wrap(node.meets, brackets), _wrap(node.where, brackets))
    return replace(node, **{f: _wrap(getattr(node, f), brackets) for f in node.__struct_fields__})
