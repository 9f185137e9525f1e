"""From one scheme to what its page and its row in the table show, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from matcher.compose import VERDICT_NAMES, amount_range, extent_of
from matcher.condition import AS_OF, Always, Condition
from matcher.engines.direct import Compiler
from matcher.formula_text import write
from matcher.frozen import Frozen
from matcher.interval import is_point
from matcher.literals import Kind, financial_year
from matcher.missing import Reader
from matcher.packcheck.examples import NOT_STATED, Example
from matcher.phrases import Teller, day_for_people
from matcher.render.microcopy import ABOUT, INSTRUMENTS, KINDS, OUTCOMES_IN_FULL, STATES, VERDICTS
from matcher.render.site.labels import LABELS
from matcher.render.site.views import (
    CaseView, Cited, CriteriaGroup, CriterionView, ExamplesView, Line, OpenPointView, Piece, Row, Said,
    SchemeView, SourceView, ValueView, WindowView,
)  # fmt: skip
from matcher.render.web import web_address
from matcher.rulebook import RuleBook, scheme_on
from matcher.scheme import Citation, Criterion, Scheme, Source
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import PLACEHOLDER, Lang, Words, fill, join, listing, same, words

APPLICANT: Final = "applicant.kind"
NOT_IN_FORCE: Final = "not_in_force"
STATE_WORDS: Final[dict[str, Words]] = {**dict(STATES.items()), NOT_IN_FORCE: VERDICTS[NOT_IN_FORCE]}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_THOUSANDS: Final = re.compile(r"(?<=[0-9])_(?=[0-9]{3})")
_NOT_FOR_AN_ADDRESS: Final = re.compile(r"[^A-Za-z0-9_.-]")


class Site(Frozen, frozen=True):
    """What every page of one language is made from."""

    book: RuleBook
    examples: Mapping[str, list[Example]]
    as_of: date
    lang: Lang

    def label(self, name: str, **parts: Words | str | int) -> str:
        """One of the fixed words."""
        return fill(LABELS[name], **parts)[self.lang]

    def day(self) -> str:
        """The day that the site speaks of."""
        return day_for_people(self.as_of)[self.lang]


def anchor(prefix: str, name: str) -> str:
    """The name as an id inside a page."""
    return f"{prefix}-{_NOT_FOR_AN_ADDRESS.sub('-', name)}"


class SchemePage:
    """Builds the views of one scheme."""

    def __init__(
        self, site: Site, scheme: Scheme, listed: dict[str, Any], administrators: dict[str, str]
    ) -> None:
        self.site = site
        self.lang = site.lang
        self.vocabulary: Vocabulary = site.book.vocabulary
        self.scheme = scheme
        self.that_day = scheme_on(scheme, site.as_of)
        self.reader = Reader({AS_OF: site.as_of}, Compiler())
        self.teller = Teller(self.vocabulary, self.that_day, self.reader)
        self.numbers = {doc: number for number, doc in enumerate(scheme.sources, 1)}
        self.links = self._links()
        self.row = self._row(listed, administrators)

    # -- words

    def say(self, text: Words | None) -> str:
        """The text, with what no profile fills in named in general."""
        if text is None:
            return ""
        found: dict[str, Words] = {"amount": self._amount()}
        for name in PLACEHOLDER.findall(text["en"] + text["zh-Hant"]):
            if name in self.that_day.names:
                found[name] = self._value_of(name)
        return self.teller.template(text, found)[self.lang]

    def _amount(self) -> Words:
        term = self.that_day.funding.amount
        found = self.reader.interval(term) if term is not None else (None, None)
        return words("an amount by the rules", "按規則計算的金額") if found[1] is None else amount_range(found)

    def _value_of(self, name: str) -> Words:
        """What a named value comes to on the day; where that hangs on the applicant, its name."""
        named = self.that_day.names[name]
        if named.term is not None:
            found = self.reader.interval(named.term)
            if is_point(found) and found[0] is not None:
                return self.teller.amount(named.term, found, bare=False)
        return named.label

    def _label(self, name: str, **parts: Words | str | int) -> str:
        return self.site.label(name, **parts)

    def _links(self) -> dict[str, Piece]:
        """Where a name in a formula leads."""
        facts = {
            path: Piece(path, f"../facts.html#{anchor('fact', path)}", spec.label[self.lang])
            for path, spec in self.vocabulary.facts.items()
        }
        names = {
            name: Piece(name, f"#{anchor('value', name)}", named.label[self.lang])
            for name, named in self.scheme.names.items()
        }
        points = {
            name: Piece(name, f"#{anchor('open', name)}", self._say_plainly(point.question))
            for name, point in self.scheme.open_points.items() if not point.implied
        }  # fmt: skip
        return {**facts, **names, **points}

    def _say_plainly(self, text: Words) -> str:
        return self.teller.template(text)[self.lang]

    def _pieces(self, formula: str | None) -> tuple[Piece, ...]:
        """A formula with each name that the book explains as a link."""
        return tuple(self._split(formula or ""))

    def _split(self, formula: str) -> Iterator[Piece]:
        at = 0
        for found in _NAME.finditer(formula):
            link = self.links.get(found[0])
            if link is not None:
                if found.start() > at:
                    yield Piece(formula[at : found.start()])
                yield link
                at = found.end()
        if at < len(formula):
            yield Piece(formula[at:])

    def _condition(self, condition: Condition) -> tuple[Piece, ...]:
        """A condition as a formula; nothing where it always holds."""
        return () if condition == Always(True) else self._pieces(write(condition))

    def _cited(self, citations: Iterable[Citation]) -> tuple[Cited, ...]:
        return tuple(
            Cited(self.numbers[c.doc], self.say(c.section), extent_of(self.scheme.sources[c.doc])[self.lang])
            for c in citations
            if c.doc in self.numbers
        )

    def _cited_doc(self, doc: str | None) -> tuple[Cited, ...]:
        return self._cited((Citation(doc),) if doc else ())

    # -- the table of all schemes

    def _row(self, listed: dict[str, Any], administrators: dict[str, str]) -> Row:
        scheme = self.scheme
        state = listed["state"] if listed["in_force"] else NOT_IN_FORCE
        compared = min((s.checked_on for s in scheme.sources.values()), default=None)
        return Row(
            id=scheme.id,
            name=scheme.name[self.lang],
            title=scheme.title[self.lang],
            is_for=self.say(scheme.is_for),
            applicants=self._applicants(),
            administrator=scheme.administrator[self.lang],
            administrator_key=administrators[scheme.administrator["en"]],
            instrument=scheme.funding.instrument,
            instrument_word=INSTRUMENTS[scheme.funding.instrument][self.lang],
            offers=self.say(scheme.funding.summary),
            state=state,
            state_word=STATE_WORDS[state][self.lang],
            state_says=self.say(listed["says"]),
            counted=self._label("counted", n=len(scheme.criteria)),
            compared=compared.isoformat() if compared else "",
        )

    def _applicants(self) -> tuple[str, ...]:
        """The kinds of applicant that the scheme may be for."""
        spec = self.vocabulary.facts.get(APPLICANT)
        if spec is None:
            return ()
        return tuple(
            kind
            for kind in self.vocabulary.domain(spec)
            if Reader({AS_OF: self.site.as_of, APPLICANT: kind}, Compiler()).truth(self.that_day.role) is not False
        )

    # -- the page

    def view(self) -> SchemeView:
        """All of it."""
        scheme = self.scheme
        return SchemeView(
            row=self.row,
            glance=tuple(self._glance()),
            website=web_address(scheme.website),
            money=tuple(self.say(line) for line in (scheme.funding.summary, *scheme.funding.lines)),
            amount=self._pieces(scheme.funding.formula),
            money_cited=self._cited(scheme.funding.sources),
            groups=tuple(self._groups()),
            criteria_count=len(scheme.criteria),
            values=tuple(self._values()),
            open_points=tuple(self._open_points()),
            windows=tuple(self._windows()),
            rhythm=tuple(self.say(e.says) for e in scheme.expects[-1:]),
            how=self.say(scheme.how),
            papers=tuple(self.say(paper) for paper in scheme.papers),
            notes=tuple(Said(self.say(n.says), cited=self._cited(n.sources)) for n in scheme.notes if not n.corrects),
            corrections=tuple(Said(self.say(n.says), cited=self._cited(n.sources)) for n in scheme.notes if n.corrects),
            relations=tuple(self._relations()),
            history=tuple(Said(self.say(e.says), mark=e.on, cited=self._cited_doc(e.doc)) for e in scheme.history),
            sources=tuple(self._source(doc, source) for doc, source in scheme.sources.items()),
            examples=self._examples(),
        )

    def _glance(self) -> Iterator[Line]:
        scheme = self.scheme
        yield Line(self._label("who"), self.say(scheme.is_for))
        yield Line(self._label("administrator"), self.say(scheme.administrator))
        yield Line(self._label("instrument"), INSTRUMENTS[scheme.funding.instrument][self.lang])
        yield Line(self._label("route"), self.say(scheme.route))
        yield Line(self._label("decision"), self._label(scheme.decision))
        yield Line(self._label("since"), self.say(scheme.begins))
        if scheme.ends is not None:
            yield Line(self._label("until"), self.say(scheme.ends))
        yield Line(self._label("compared"), self.row.compared)

    def _groups(self) -> Iterator[CriteriaGroup]:
        own = [c for c in self.scheme.criteria if c.overlay is None]
        yield CriteriaGroup("criteria", "", tuple(self._criterion(c) for c in own))
        for overlay in self.scheme.overlays:
            mine = tuple(self._criterion(c) for c in self.scheme.criteria if c.overlay == overlay.id)
            yield CriteriaGroup(anchor("host", overlay.id), self._label("own_rules", host=overlay.label), mine)

    def _criterion(self, criterion: Criterion) -> CriterionView:
        return CriterionView(
            id=criterion.id,
            anchor=anchor("c", criterion.id),
            kind=criterion.kind,
            kind_word=KINDS[criterion.kind][self.lang],
            about=ABOUT[criterion.about][self.lang],
            says=self.say(criterion.says),
            is_checked=criterion.requires is not None,
            lines=tuple(self._lines(criterion)),
            cited=self._cited(criterion.sources),
        )

    def _lines(self, criterion: Criterion) -> Iterator[Line]:
        if criterion.formula and criterion.formula not in ("yes", "no"):
            yield Line(self._label("formula"), pieces=self._pieces(criterion.formula), is_formula=True)
        if criterion.reads:
            yield Line(self._label("reads"), pieces=tuple(
                Piece(self.vocabulary.facts[path].label[self.lang], self.links[path].href, path)
                for path in criterion.reads))  # fmt: skip
        if not isinstance(criterion.applies_when, Always):
            pieces = self._condition(criterion.applies_when)
            yield Line(self._label("applies_when"), pieces=pieces, is_formula=True)
        if criterion.if_not is not None:
            yield Line(self._label("otherwise"), self.say(criterion.if_not))
        if criterion.stated:
            spans = listing([self._span(p.first, p.last) for p in criterion.stated], most=20)
            yield Line(self._label("stated_for"), spans[self.lang])
        that_day = next(c for c in self.that_day.criteria if c.id == criterion.id)
        if that_day.in_force == Always(False):
            yield Line("", self._label("not_in_force"))
        if criterion.unclear is not None:
            point = self.scheme.open_points[criterion.unclear]
            asked = fill(words("Ask {a}.", "請查詢{a}。"), a=point.ask)
            gap = " " if self.lang == "en" else ""
            yield Line(self._label("doubt"), gap.join(filter(None, [self.say(point.because), self.say(asked)])))
        for name, text in (("detail", criterion.detail), ("caution", criterion.caution),
                           ("reading", criterion.reading), ("ask", criterion.ask)):  # fmt: skip
            if text is not None:
                yield Line(self._label(name), self.say(text))

    def _span(self, first: date | None, last: date | None) -> Words:
        by_year = all(d is None or (d.month, d.day) in ((4, 1), (3, 31)) for d in (first, last))
        show = financial_year if by_year else date.isoformat
        start, end = (show(day) if day else "" for day in (first, last))
        if start and not end:
            return words(f"{start} on", f"{start}起")
        if end and not start:
            return words(f"up to {end}", f"{end}或之前")
        return same(start) if start == end else words(f"{start} to {end}", f"{start}至{end}")

    def _values(self) -> Iterator[ValueView]:
        for name, named in self.scheme.names.items():
            entries = tuple(
                (self._label("from", day=entry.since) if entry.since else "",
                 self._label("no_value") if entry.value == "none" else _THOUSANDS.sub(",", entry.value))
                for entry in reversed(named.entries)
            )  # fmt: skip
            formula = self._pieces(named.formula) if named.formula else ()
            yield ValueView(name, anchor("value", name), self.say(named.label), entries, formula)

    def _open_points(self) -> Iterator[OpenPointView]:
        for name, point in self.scheme.open_points.items():
            if not point.implied:
                yield OpenPointView(anchor("open", name), self.say(point.question), self.say(point.because),
                                    self.say(point.ask))  # fmt: skip

    def _windows(self) -> Iterator[WindowView]:
        newest_first = sorted(self.scheme.windows, key=lambda w: w.closes or w.opens or date.max, reverse=True)
        for window in newest_first:
            unknown = self._label("not_known")
            closes = window.closes.isoformat() if window.closes else unknown
            yield WindowView(
                self.say(window.name),
                window.opens.isoformat() if window.opens else unknown,
                f"{closes} {window.hour}" if window.hour else closes,
                self._condition(window.when),
                self.say(window.outcome),
                self._cited((window.source,)),
            )

    def _relations(self) -> Iterator[Said]:
        for relation in self.scheme.relations:
            others = [self.site.book.schemes[name] for name in relation.others if name in self.site.book.schemes]
            ask = self.scheme.offices.get(relation.ask) if relation.ask else None
            yield Said(
                self.say(relation.says),
                mark=self.say(join((other.name for other in others), ", ", "、")),
                href=f"{others[0].id}.html" if len(others) == 1 else None,
                ask=self.say(ask),
                cited=self._cited_doc(relation.doc),
            )

    def _source(self, doc: str, source: Source) -> SourceView:
        return SourceView(
            self.numbers[doc], self.say(source.title), web_address(source.url), self.say(source.dated),
            source.confidence, extent_of(source)[self.lang], source.checked_on.isoformat(),
        )  # fmt: skip

    # -- examples

    def _examples(self) -> ExamplesView | None:
        found = self.site.examples.get(self.scheme.id, [])
        if not found:
            return None
        base, *cases = found
        day = base.facts[AS_OF]
        assert isinstance(day, date)
        return ExamplesView(
            day=day_for_people(day)[self.lang],
            base=tuple(self._given(path, value) for path, value in base.facts.items() if path != AS_OF),
            verdict=base.verdict or "",
            verdict_word=VERDICT_NAMES[base.verdict][self.lang] if base.verdict else "",
            cases=tuple(self._case(case, base) for case in cases),
        )

    def _case(self, case: Example, base: Example) -> CaseView:
        changes = [
            self._given(path, case.facts.get(path))
            for path in (*case.facts, *(path for path in base.facts if path not in case.facts))
            if path != AS_OF and case.facts.get(path) != base.facts.get(path)
        ]
        day = case.facts[AS_OF]
        outcomes = tuple(
            (Piece(name, f"#{anchor('c', name)}"), outcome, self._outcome(outcome))
            for name, outcome in case.expect.items()
            if base.expect.get(name) != outcome
        )
        return CaseView(
            case=case.case,
            day=day.isoformat() if isinstance(day, date) and day != base.facts[AS_OF] else "",
            changes=tuple(changes),
            outcomes=outcomes,
            verdict=case.verdict or "",
            verdict_word=VERDICT_NAMES[case.verdict][self.lang] if case.verdict else self._label("same_verdict"),
        )

    def _outcome(self, outcome: str) -> str:
        known: dict[str, Words] = {**dict(OUTCOMES_IN_FULL.items()), NOT_STATED: LABELS["not_stated"]}
        return known[outcome][self.lang]

    def _given(self, path: str, value: Any) -> Line:
        spec = self.vocabulary.spec(path)
        text = self._label("not_given") if value is None else self._value(spec, value)[self.lang]
        return Line(spec.label[self.lang], text, (Piece(path, self.links[path].href),))

    def _value(self, spec: FactSpec, value: Any) -> Words:
        if spec.kind is not Kind.RECORDS:
            return self.vocabulary.say(spec, value)
        records = []
        for number, record in enumerate(value, 1):
            fields = [
                fill(words("{l}: {v}", "{l}：{v}"), l=spec.fields[name].label, v=self._value(spec.fields[name], inner))
                for name, inner in record.items()
            ]
            records.append(fill(words("({n}) {f}", "（{n}）{f}"), n=number, f=join(fields, ", ", "，")))
        return join(records) if records else LABELS["nothing"]
