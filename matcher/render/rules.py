"""A scheme's rules in plain words, as `matcher show` prints them: blocks for one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.condition import Always
from matcher.literals import financial_year
from matcher.phrases import day_for_people
from matcher.render.microcopy import HEADINGS, KINDS
from matcher.render.page import Block, Criterion, Heading, Item, Rule, Section, Title
from matcher.rulebook import RuleBook
from matcher.scheme import Citation, Scheme
from matcher.scheme import Criterion as Stated
from matcher.words import Lang, Words, fill, listing, same, words


def rules(book: RuleBook, scheme: Scheme, as_of: date, lang: Lang) -> Iterator[Block]:
    """Who, what, which criteria, what is open, what has been: with sources."""
    return _Rules(book, scheme, as_of, lang).blocks()


class _Rules:
    def __init__(self, book: RuleBook, scheme: Scheme, as_of: date, lang: Lang) -> None:
        self.book = book
        self.scheme = scheme
        self.as_of = as_of
        self.lang = lang
        self.numbers: dict[str, int] = {}

    def say(self, text: Words) -> str:
        """The text with what no profile fills in named in general."""
        return self._general(text)[self.lang]

    def _general(self, text: Words) -> Words:
        parts: dict[str, Words] = {}
        for path, spec in self.book.vocabulary.facts.items():
            if "{" + path + "}" in text["en"] + text["zh-Hant"]:
                parts[path] = spec.unnamed or spec.label
        for name, named in self.scheme.names.items():
            if "{" + name + "}" in text["en"] + text["zh-Hant"]:
                parts[name] = same(named.entries[0].value) if named.entries else named.label
        parts["amount"] = words("an amount by the rules", "按規則計算的金額")
        return fill(text, **parts)

    def both(self, en: str, zh: str) -> str:
        return words(en, zh)[self.lang]

    def blocks(self) -> Iterator[Block]:
        scheme = self.scheme
        day = fill(words("as of {d}", "以{d}計"), d=day_for_people(self.as_of))
        yield Title(self.say(scheme.title), day[self.lang], self.say(scheme.name), (scheme.id,))
        yield Rule()
        yield Section(self.both("WHO", "誰可申請"), (self.say(scheme.is_for),))
        yield Section(self.both("RUN BY", "主管機構"), (self.say(scheme.administrator), scheme.website))
        yield Section(self.both("ROUTE", "申請途徑"), (self.say(scheme.route),))
        yield Section(self.both("SINCE", "推出"), (self.say(scheme.begins),))
        yield Section(self.say(HEADINGS["money"]), tuple(
            self.say(line) for line in (scheme.funding.summary, *scheme.funding.lines)))  # fmt: skip
        papers = listing([self._general(p) for p in scheme.papers], most=20)[self.lang] if scheme.papers else ""
        yield Section(self.say(HEADINGS["how"]), (self.say(scheme.how), *([papers] if papers else [])))
        yield from self.values()
        yield from self.criteria()
        yield from self.windows()
        yield from self.open_points()
        yield from self.notes()
        yield from self.history()
        yield from self.sources()

    def values(self) -> Iterator[Block]:
        named = {n: v for n, v in self.scheme.names.items() if v.entries}
        if not named:
            return
        yield Heading(self.both("NUMBERS AND DAYS (in a rule, by these names)", "數字及日期（規則中的名稱）"))
        for name, value in named.items():
            parts = []
            for entry in reversed(value.entries):
                since = self.both(f"from {entry.since}: ", f"由{entry.since}起：") if entry.since else ""
                parts.append(f"{since}{entry.value}")
            yield Item("*", f"{self.say(value.label)} ({name})", "", ("; ".join(parts),))

    def criteria(self) -> Iterator[Block]:
        own = [c for c in self.scheme.criteria if c.overlay is None]
        yield Heading(self.both(f"CRITERIA ({len(own)})", f"條件（{len(own)}項）"))
        for criterion in own:
            yield self.criterion(criterion)
        for overlay in self.scheme.overlays:
            mine = [c for c in self.scheme.criteria if c.overlay == overlay.id]
            label = self.say(overlay.label)
            yield Heading(self.both(f"{label}: RULES OF ITS OWN ({len(mine)})", f"{label}本身的規定（{len(mine)}項）"))
            for criterion in mine:
                yield self.criterion(criterion)

    def criterion(self, criterion: Stated) -> Criterion:
        lines = []
        if criterion.formula and criterion.formula not in ("yes", "no"):
            lines.append(criterion.formula)
        if criterion.stated:
            spans = "; ".join(self.span(p.first, p.last) for p in criterion.stated)
            lines.append(self.both(f"stated for {spans}", f"適用於{spans}"))
        if criterion.in_force == Always(False):
            lines.append(self.both("not in force on this day", "當日並不適用"))
        further = (criterion.detail, criterion.caution, criterion.reading)
        lines += [self.say(text) for text in further if text is not None]
        sign = "judged" if criterion.requires is None else "other_role"
        return Criterion(sign, self.say(KINDS[criterion.kind]), self.say(criterion.says),
                         self.references(criterion.sources), tuple(lines))  # fmt: skip

    def span(self, first: date | None, last: date | None) -> str:
        by_year = all(d is None or (d.month, d.day) in ((4, 1), (3, 31)) for d in (first, last))
        show = financial_year if by_year else date.isoformat
        start, end = (show(day) if day else "" for day in (first, last))
        if not end:
            return self.both(f"{start} on", f"{start}起")
        return start if start == end else f"{start} – {end}".strip(" –")

    def windows(self) -> Iterator[Block]:
        if not self.scheme.windows:
            return
        yield Heading(self.both("WINDOWS", "申請期"))
        for window in self.scheme.windows:
            opens = window.opens.isoformat() if window.opens else self.both("opening not known", "開始日期未知")
            closes = window.closes.isoformat() if window.closes else "?"
            hour = f" {window.hour}" if window.hour else ""
            lines = (self.say(window.outcome),) if window.outcome else ()
            text = f"{self.say(window.name)}: {opens} – {closes}{hour}"
            yield Item("*", text, self.references((window.source,)), lines)

    def open_points(self) -> Iterator[Block]:
        points = [p for p in self.scheme.open_points.values() if not p.implied]
        if not points:
            return
        yield Heading(self.both("WHAT THE SOURCES LEAVE OPEN", "規定未明之處"))
        for number, point in enumerate(points, 1):
            lines = [self.say(point.because)] if point.because else []
            lines.append(self.both(f"Ask: {self.say(point.ask)}.", f"請查詢：{self.say(point.ask)}。"))
            yield Item(str(number), self.say(point.question), "", tuple(lines))

    def notes(self) -> Iterator[Block]:
        if self.scheme.notes or self.scheme.relations:
            yield Heading(self.say(HEADINGS["watch_out"]))
        for note in self.scheme.notes:
            yield Item("*", self.say(note.says), self.references(note.sources))
        for relation in self.scheme.relations:
            cited = (Citation(relation.doc),) if relation.doc else ()
            yield Item("*", self.say(relation.says), self.references(cited))

    def history(self) -> Iterator[Block]:
        if not self.scheme.history:
            return
        yield Heading(self.both("HISTORY", "沿革"))
        for event in self.scheme.history:
            cited = (Citation(event.doc),) if event.doc else ()
            yield Item(event.on, self.say(event.says), self.references(cited))

    def sources(self) -> Iterator[Block]:
        yield Heading(self.say(HEADINGS["sources"]))
        for doc, number in self.numbers.items():
            source = self.scheme.sources[doc]
            text = "; ".join([self.say(source.title), self.say(source.dated),
                              self.both(f"compared {source.checked_on}", f"{source.checked_on}核對")])  # fmt: skip
            yield Item(f"[{number}]", text, address=source.url)

    def references(self, citations: tuple[Citation, ...]) -> str:
        numbers = [self.numbers.setdefault(c.doc, len(self.numbers) + 1) for c in citations]
        return "".join(f"[{number}]" for number in sorted(set(numbers)))
