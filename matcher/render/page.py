"""What is said in which order, for one language: a report as a list of blocks.

Terminal and Markdown draw the same blocks, each in its own way, so that no format says more or
less than another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from matcher.frozen import Frozen
from matcher.listed import STATUSES, Listed
from matcher.phrases import day_for_people
from matcher.render.changes import in_summary, ways_in
from matcher.render.microcopy import (
    ACTIONS, HEADINGS, KINDS, LISTED_WHY, OUTCOMES, OUTCOMES_IN_FULL, ROWS, SORTS, STANDING_LONG, STANDING_SHORT,
    TALLIES, VERDICTS,
)  # fmt: skip
from matcher.render.extent import (
    GROUPS, Details, extents, group_of, is_long, ordered, what_is_shown,
)  # fmt: skip
from matcher.render.microcopy import STATUSES as STATUS_WORDS
from matcher.report import (
    Answer, Ask, AvailabilityReport, Checked, CriterionReport, NextDate, NotInForce, OpenPointReport, Question,
    Reference, Report, SchemeReport, SourceReport,
)  # fmt: skip
from matcher.scheme import Outcome
from matcher.sections import Event
from matcher.words import Lang, Words, fill, filled, join, listing, words


class Title(Frozen, frozen=True):
    """The head of the report."""

    title: str
    day: str
    name: str
    lines: tuple[str, ...]


class Tally(Frozen, frozen=True):
    """How many schemes have which verdict."""

    heading: str
    line: str


class ActionLine(Frozen, frozen=True):
    """What to do, not to miss or to choose."""

    label: str
    text: str


class Group(Frozen, frozen=True):
    """A verdict in the summary."""

    sign: str
    heading: str


class SummaryRow(Frozen, frozen=True):
    """One scheme in the summary."""

    name: str
    id: str
    what: str
    where: str
    lines: tuple[str, ...]


class SchemeHead(Frozen, frozen=True):
    """The head of a scheme in full."""

    sign: str
    verdict: str
    name: str
    title: str
    id: str
    lines: tuple[str, ...]


class Section(Frozen, frozen=True):
    """A labelled paragraph; further lines follow under it."""

    label: str
    lines: tuple[str, ...]


class Heading(Frozen, frozen=True):
    """A heading over a list."""

    text: str


class Criterion(Frozen, frozen=True):
    """One criterion with its evidence."""

    sign: str
    outcome: str
    says: str
    references: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...] = ()


class Item(Frozen, frozen=True):
    """One item of a list: a mark, a text with its references, further lines."""

    mark: str
    text: str
    references: str = ""
    lines: tuple[str, ...] = ()
    address: str | None = None


class Rule(Frozen, frozen=True):
    """A line across the page."""


class Foot(Frozen, frozen=True):
    """What a reader must know, and what an auditor needs to derive the report again."""

    lines: tuple[str, ...]


Block = (
    Title | Tally | ActionLine | Group | SummaryRow | SchemeHead | Section | Heading | Criterion | Item | Rule
    | Foot
)  # fmt: skip


def page(
    report: Report, lang: Lang, *, details: Details = "auto", named: Iterable[str] = ()
) -> Iterator[Block]:
    """The report's blocks. `details` says how much of each scheme, `named` which were asked for."""
    return _Page(report, lang, details, named).blocks()


class _Page:
    def __init__(self, report: Report, lang: Lang, details: Details, named: Iterable[str]) -> None:
        self.report = report
        self.lang = lang
        self.details = details
        self.shown = extents(report, details, named)
        self.in_lines = details != "all" and is_long(report)
        self.dot = " | "
        self.comma = ", " if lang == "en" else "，"

    def say(self, text: Words, **parts: Words | str | int) -> str:
        return filled(text, self.lang, parts) if parts else text[self.lang]

    def both(self, en: str, zh: str, **parts: Words | str | int) -> str:
        return self.say(words(en, zh), **parts)

    def blocks(self) -> Iterator[Block]:
        yield self.title()
        yield Rule()
        yield from self.summary()
        for scheme in ordered(self.report):
            match self.shown[scheme.id]:
                case "full":
                    found = self.scheme(scheme)
                case "open":
                    found = self.what_is_open(scheme)
                case "failed":
                    found = self.what_fails(scheme)
                case "line":
                    continue
            yield Rule()
            yield from found
        if self.report.listed:
            yield Rule()
            yield from self.listed()
        yield Rule()
        yield self.foot(sum(extent != "full" for extent in self.shown.values()))

    # -- the first screen

    def title(self) -> Title:
        profile = self.report.profile
        day = self.both("as of {d}", "以{d}計", d=day_for_people(self.report.as_of))
        name = profile.name
        if self.lang == "zh-Hant" and profile.name_zh:
            name = profile.name_zh
        line = self.dot.join(self.say(part) for part in profile.headline)
        return Title(self.say(HEADINGS["title"]), day, name, (line,) if line else ())

    def group_name(self, group: str) -> str:
        if group == "other_role" and self.report.profile.kind in ("startup", "university_team"):
            return self.say(VERDICTS["not_for_startups"])
        return self.say(VERDICTS[group])

    def summary(self) -> Iterator[Block]:
        groups = {group: [s for s in ordered(self.report) if group_of(s) == group] for group in GROUPS}
        absent = self.report.not_in_force
        counts = {**{group: len(found) for group, found in groups.items()}, "not_in_force": len(absent)}
        parts = [self.say(TALLIES[g][n > 1], n=n) for g, n in counts.items() if n]
        yield Tally(self.say(HEADINGS["in_short"]), self.dot.join(parts))
        for action in self.report.actions or ():
            yield ActionLine(self.say(ACTIONS[action.kind]), self.sentence(action.says))
        for group, found in groups.items():
            if not found:
                continue
            count = self.both(" ({n})", "（{n}）", n=len(found))
            yield Group(group, self.upper(self.group_name(group)) + count)
            for scheme in found:
                if group == "other_role" and self.in_lines:
                    yield self.one_line(scheme)
                else:
                    yield self.summary_row(scheme)
        if absent:
            count = self.both(" ({n})", "（{n}）", n=len(absent))
            yield Group("not_in_force", self.say(HEADINGS["not_in_force"]) + count)
            for missing in absent:
                if self.in_lines:
                    yield self.one_line(missing)
                else:
                    yield SummaryRow(self.say(missing.name), missing.id, self.say(missing.says), "", ())
        shown = what_is_shown(self.shown, self.details)
        if shown is not None:
            yield Section("", (self.say(shown),))
        yield from self.asks()
        yield from self.all_dates()
        yield Section("", (self.say(STANDING_LONG),))

    def all_dates(self) -> Iterator[Block]:
        """The days of the summary, then those of schemes that it does not speak of."""
        events = self.report.dates or ()
        told = {event.scheme for event in events}
        dates = [(s, d) for s in ordered(self.report) for d in s.next_dates if not s.other_role and s.id not in told]
        if events or dates:
            yield Heading(self.say(HEADINGS["next_dates"]))
        for event in events:
            yield Item(self.date(event), self.both("{s}: {w}", "{s}：{w}", s=SORTS[event.sort], w=event.says))
        for scheme, entry in sorted(dates, key=lambda pair: _when(pair[1])):
            text = self.both("{s}: {n}, {w}", "{s}：{n}，{w}", s=SORTS[entry.sort], n=scheme.name, w=entry.says)
            yield Item(self.date(entry), text)

    def upper(self, text: str) -> str:
        return text.upper() if self.lang == "en" else text

    def one_line(self, scheme: SchemeReport | NotInForce) -> Item:
        says = scheme.says if isinstance(scheme, NotInForce) else scheme.is_for
        return Item("*", self.dot.join([self.say(scheme.name), scheme.id, self.say(says)]))

    def asks(self) -> Iterator[Block]:
        """The facts that the most schemes wait for."""
        if not self.report.asks:
            return
        yield Heading(self.say(HEADINGS["ask_first"]))
        for number, ask in enumerate(self.report.asks, 1):
            text = self.both("{a} ({n} schemes)", "{a}（{n}項計劃）", a=ask.ask, n=len(ask.schemes))
            yield Item(str(number), text, "", self.to_answer(ask))

    def to_answer(self, asked: Question | Ask, effects: str = "", *, find: bool = True) -> tuple[str, ...]:
        """What each answer does, where it stands, and how it is written."""
        lines = []
        if asked.said_unknown:
            lines.append(self.both("You said you do not know this yet.", "你表示暫未知悉。"))
        if effects:
            lines.append(effects)
        if find and asked.find is not None:
            lines.append(self.both("Find it: {f}.", "何處可查：{f}。", f=asked.find))
        lines.append(self.both("Add to the profile: {p}: {f}", "填寫方式：{p}: {f}", p=asked.path, f=asked.form))
        return tuple(lines)

    def summary_row(self, scheme: SchemeReport) -> SummaryRow:
        checked = scheme.checked
        if scheme.other_role:
            where = self.say(scheme.availability.says)
            return SummaryRow(self.say(scheme.name), scheme.id, self.say(scheme.is_for), where, ())
        where = self.dot.join([
            self.say(scheme.route.brief),
            self.both("checked {m} of {n}", "已核對{m}/{n}項", m=checked.evaluated, n=checked.stated),
            availability_in_short(scheme.availability, self.lang),
        ])  # fmt: skip
        money = self.say(scheme.funding.summary)
        change = in_summary(scheme)
        lines = tuple(self.say(line) for line in (*scheme.decides, *([change] if change else ())))
        return SummaryRow(self.say(scheme.name), scheme.id, money, where, lines)

    # -- a scheme in full

    def scheme(self, scheme: SchemeReport) -> Iterator[Block]:
        yield self.head(scheme)
        yield Section(self.say(HEADINGS["why"]), (self.say(scheme.why),))
        if not scheme.other_role:
            yield from self.questions(scheme)
            if scheme.verdict == "needs_information":
                yield from self.to_change(scheme)
            yield self.money(scheme)
            if scheme.verdict == "not_eligible":
                yield from self.to_change(scheme)
            yield self.checked(scheme.checked)
            yield from self.criteria(scheme)
        yield from self.notes(scheme)
        yield from self.open_points(scheme)
        yield self.availability(scheme)
        yield from self.how(scheme)
        yield from self.next_dates(scheme)
        yield from self.sources(scheme)

    def head(self, scheme: SchemeReport, *, with_route: bool = True) -> SchemeHead:
        run_by = self.both("Run by the {a}; {r}", "主管機構：{a}；{r}",
                           a=scheme.administrator, r=scheme.route.says)  # fmt: skip
        group = group_of(scheme)
        return SchemeHead(group, self.upper(self.group_name(group)), self.say(scheme.name),
                          self.say(scheme.title), scheme.id, (run_by,) if with_route else ())  # fmt: skip

    def next_dates(self, scheme: SchemeReport) -> Iterator[Section]:
        if scheme.next_dates:
            lines = [f"{self.date(d)}: {self.say(d.says)} ({self.say(SORTS[d.sort])})" if self.lang == "en"
                     else f"{self.date(d)}：{self.say(d.says)}（{self.say(SORTS[d.sort])}）"
                     for d in scheme.next_dates]  # fmt: skip
            yield Section(self.say(HEADINGS["next_dates"]), tuple(lines))

    def what_is_open(self, scheme: SchemeReport) -> Iterator[Block]:
        """A scheme that needs information, in short: what is missing or not settled."""
        yield self.head(scheme)
        yield Section(self.say(HEADINGS["why"]), (self.say(scheme.why),))
        yield from self.questions(scheme, in_full=False)
        yield from self.to_change(scheme)
        yield self.money(scheme, in_full=False)
        yield Section(self.say(HEADINGS["checked"]), (self.counts(scheme.checked),))
        shown = [c for c in scheme.criteria if c.outcome in ("unknown", "unclear")]
        yield from map(self.criterion, shown)
        yield Section(self.say(HEADINGS["availability"]), (self.sentence(scheme.availability.says),))
        yield from self.next_dates(scheme)
        yield from self.sources(scheme, shown)
        yield self.rest(scheme)

    def what_fails(self, scheme: SchemeReport) -> Iterator[Block]:
        """A scheme that is shut, in short: the tests that fail."""
        yield self.head(scheme, with_route=False)
        shown = [c for c in scheme.criteria if c.outcome == "failed"]
        yield from map(self.criterion, shown)
        yield from self.to_change(scheme)
        yield from self.sources(scheme, shown)
        yield self.rest(scheme)

    def rest(self, scheme: SchemeReport) -> Section:
        """What is left out of a scheme in short, and the way to it."""
        points = sum(not point.decides for point in scheme.open_points)
        parts = [words("all {n} criteria" if scheme.checked.stated != 1 else "its criterion", "全部{n}項條件")]
        if points:
            parts.append(words("{p} more open point{s}", "另外{p}項未明之處"))
        parts.append(words("how to apply", "申請方法"))
        line = fill(words("In full, with {list}: --scheme {id}", "詳列（包括{list}）：--scheme {id}"),
                    list=listing(parts), id=scheme.id)  # fmt: skip
        return Section("", (self.say(line, n=scheme.checked.stated, p=points, s="s"[: points != 1]),))

    def questions(self, scheme: SchemeReport, *, in_full: bool = True) -> Iterator[Block]:
        if scheme.questions:
            n = len(scheme.questions)
            yield Heading(self.both("{h} ({n} fact{s})", "{h}（{n}項）", h=HEADINGS["missing"], n=n,
                                    s="s"[: n != 1]))  # fmt: skip
            for question in scheme.questions:
                yield self.question(question, in_full=in_full)
        deciding = [p for p in scheme.open_points if p.decides]
        if deciding:
            yield Heading(self.both("{h} ({n})", "{h}（{n}項）", h=HEADINGS["open_deciding"], n=len(deciding)))
            for point in deciding:
                yield self.deciding_point(point)

    def to_change(self, scheme: SchemeReport) -> Iterator[Block]:
        """The easiest ways in, or why there is none; of a scheme that waits, ways round its questions."""
        if scheme.to_change_none is not None:
            yield Section(self.say(HEADINGS["to_change"]), (self.sentence(scheme.to_change_none),))
        if scheme.to_change:
            heading = HEADINGS["to_change" if scheme.verdict == "not_eligible" else "round_it"]
            yield Heading(self.both("{h} (the easiest ways; all: matcher plan)",
                                    "{h}（最容易的方法；全部見matcher plan）", h=heading))  # fmt: skip
            for way in ways_in(scheme.to_change):
                yield Item(self.say(way.mark), self.say(way.first), "", tuple(map(self.say, way.further)))

    def question(self, question: Question, *, in_full: bool) -> Item:
        # In short an answer is told only where it matters which one it is.
        tells = in_full or len({answer.effect["en"] for answer in question.answers}) > 1
        effects = self.effects(question.answers) if question.answers and tells else ""
        return Item("?", self.say(question.ask), "", self.to_answer(question, effects, find=in_full))

    def effects(self, answers: tuple[Answer, ...]) -> str:
        mark = ": " if self.lang == "en" else "："
        return self.dot.join(f"{self.say(a.answer)}{mark}{self.say(a.effect)}" for a in answers)

    def deciding_point(self, point: OpenPointReport) -> Item:
        lines = []
        if point.because is not None:
            lines.append(self.say(point.because))
        else:
            lines.append(self.both("The texts read do not say.", "所讀資料沒有說明。"))
        lines.append(self.both("Ask: {a}.", "請查詢：{a}。", a=point.ask))
        if point.answers:
            lines.append(self.effects(point.answers))
        return Item("~", self.say(point.question), "", tuple(lines))

    def money(self, scheme: SchemeReport, *, in_full: bool = True) -> Section:
        funding = scheme.funding
        lines = [self.say(funding.summary)]
        if funding.working is not None:
            lines.append(self.both("working: {w}", "計算：{w}", w=funding.working))
        if not in_full:
            return Section(self.say(HEADINGS["money"]), tuple(lines))
        lines += [self.say(line) for line in funding.lines]
        references = self.references(funding.source)
        if references:
            lines[-1] += f" {references}"
        return Section(self.say(HEADINGS["money"]), tuple(lines))

    def counts(self, checked: Checked) -> str:
        """`8 of 10 stated criteria: 4 unknown, 4 met`."""
        counts: dict[Outcome, int] = {
            "failed": checked.failed, "unknown": checked.unknown, "unclear": checked.unclear,
            "met": checked.met, "not_applicable": checked.not_applicable,
        }  # fmt: skip
        parts = [
            self.both("{n} {w}", "{n}項{w}", n=count, w=OUTCOMES_IN_FULL[outcome])
            for outcome, count in counts.items()
            if count
        ]
        line = self.both("{m} of {n} stated criteria", "{n}項明文條件中的{m}項", m=checked.evaluated, n=checked.stated)
        return line + self.both(": {p}", "：{p}", p=self.comma.join(parts)) if parts else line

    def checked(self, checked: Checked) -> Section:
        left = checked.stated - checked.evaluated
        line = self.counts(checked)
        if left:
            line += self.both(" | {n} not checked, listed below", " | {n}項不作核對，見下文", n=left)
        lines = [line]
        second = []
        if checked.host is not None and checked.host_stated:
            second.append(self.both(
                "{a} of the scheme's {b}, and {c} of {h}'s own {d}",
                "計劃本身{b}項中的{a}項，{h}規定{d}項中的{c}項",
                a=checked.evaluated - checked.host_evaluated, b=checked.stated - checked.host_stated,
                c=checked.host_evaluated, d=checked.host_stated, h=checked.host))  # fmt: skip
        others = sum(entry.rules for entry in checked.left_out)
        if others:
            second.append(self.both("{n} rule{s} of other universities left out", "其他大學的{n}項規定從略",
                                    n=others, s="s"[: others != 1]))  # fmt: skip
        second.append(self.both("unmarked lines are hard and official", "沒有註明者，均為硬性條件及官方資料"))
        lines.append(self.dot.join(second))
        return Section(self.say(HEADINGS["checked"]), tuple(lines))

    def criteria(self, scheme: SchemeReport) -> Iterator[Block]:
        checked = [c for c in scheme.criteria if c.requires is not None or c.outcome == "not_applicable"]
        for criterion in checked:
            yield self.criterion(criterion)
        others = [c for c in scheme.criteria if c not in checked]
        if others:
            yield Heading(self.both("{h} ({n})", "{h}（{n}項）", h=HEADINGS["not_checked"], n=len(others)))
            for criterion in others:
                kind = KINDS["judged"] if criterion.kind == "judged" else KINDS["process"]
                yield Criterion("judged" if criterion.kind == "judged" else "process", self.say(kind),
                                self.say(criterion.says), self.references(criterion.source),
                                self.lines_of(criterion))  # fmt: skip

    def criterion(self, criterion: CriterionReport) -> Criterion:
        mark = "" if criterion.kind == "hard" else self.both("{k}: ", "{k}：", k=KINDS[criterion.kind])
        references = self.references(criterion.source)
        if criterion.confidence != "official":
            weak = words("secondary, weak", "二手資料，可靠程度較低")
            plain = words("secondary", "二手資料") if criterion.confidence == "secondary" else words(
                "article only", "僅見於文章")  # fmt: skip
            references = f"{self.say(weak if criterion.weak else plain)} {references}"
        rows = tuple(
            (self.say(ROWS[row.status]), self.say(row.amount), row.day or "", self.say(row.says))
            for row in criterion.rows
        )
        return Criterion(criterion.outcome, self.say(OUTCOMES[criterion.outcome]), mark + self.say(criterion.says),
                         references, self.lines_of(criterion), rows)  # fmt: skip

    def lines_of(self, criterion: CriterionReport) -> tuple[str, ...]:
        return tuple(self.say(line) for line in (*criterion.evidence, *criterion.cautions))

    def notes(self, scheme: SchemeReport) -> Iterator[Block]:
        traps = [n for n in scheme.notes if not n.corrects]
        tied = [r for r in scheme.relations if r.kind not in ("allowed", "not_regulated", "note")]
        if traps or tied:
            yield Heading(self.say(HEADINGS["watch_out"]))
            for relation in tied:
                yield Item("*", self.say(relation.says), self.references(relation.source))
            for note in traps:
                yield Item("*", self.say(note.says), self.references(note.source))
        corrections = [n for n in scheme.notes if n.corrects]
        if corrections:
            yield Heading(self.say(HEADINGS["correction"]))
            for note in corrections:
                yield Item("*", self.say(note.says), self.references(note.source))
        others = [r for r in scheme.relations if r not in tied]
        if others:
            yield Heading(self.say(HEADINGS["together"]))
            for relation in others:
                text = self.say(relation.says)
                if relation.ask is not None:
                    text += self.both(" Ask: {a}.", "請查詢：{a}。", a=relation.ask)
                yield Item("*", text, self.references(relation.source))

    def open_points(self, scheme: SchemeReport) -> Iterator[Block]:
        points = [p for p in scheme.open_points if not p.decides]
        if not points:
            return
        yield Heading(self.both("{h} (none changes this verdict)", "{h}（不影響本結論）", h=HEADINGS["open_points"]))
        for number, point in enumerate(points, 1):
            text = self.say(point.question)
            if point.because is not None:
                text += (" " if self.lang == "en" else "") + self.say(point.because)
            text += self.both(" Ask: {a}.", "請查詢：{a}。", a=point.ask)
            yield Item(str(number), text)

    def availability(self, scheme: SchemeReport) -> Section:
        found = scheme.availability
        lines = tuple(self.sentence(line) for line in (found.says, *found.details))
        return Section(self.say(HEADINGS["availability"]), lines)

    def sentence(self, text: Words) -> str:
        said = self.say(text)
        return said if said.endswith((".", "。", "?", "？")) else said + ("." if self.lang == "en" else "。")

    def how(self, scheme: SchemeReport) -> Iterator[Block]:
        lines = [self.say(scheme.how_to_apply)]
        if scheme.papers:
            papers = join(scheme.papers, "; ", "；")
            lines.append(self.both("Papers: {p}.", "文件：{p}。", p=papers))
        yield Section(self.say(HEADINGS["how"]), tuple(lines))

    def sources(self, scheme: SchemeReport, of: Iterable[CriterionReport] | None = None) -> Iterator[Block]:
        """The scheme's sources, or only those of some criteria."""
        cited = None if of is None else {reference.number for criterion in of for reference in criterion.source}
        sources = [s for s in scheme.sources if cited is None or s.number in cited]
        if not sources:
            return
        yield Heading(self.both("{h} (day of comparison at the end of each)", "{h}（核對日期列於每項之末）",
                                h=HEADINGS["sources"]))  # fmt: skip
        for source in sources:
            yield self.source(source)

    def source(self, source: SourceReport) -> Item:
        stop = "; " if self.lang == "en" else "；"
        parts = [self.say(source.title), self.say(source.dated), self.say(source.extent),
                 self.both("compared {d}", "{d}核對", d=source.checked_on.isoformat())]  # fmt: skip
        if source.stale is not None:
            parts.append(self.say(source.stale))
        return Item(f"[{source.number}]", stop.join(parts), address=source.url)

    def listed(self) -> Iterator[Block]:
        """What is known and was not checked, a line each: first what may be open."""
        entries = sorted(self.report.listed, key=lambda entry: STATUSES.index(entry.status))
        count = self.both(" ({n})", "（{n}）", n=len(entries))
        yield Group("listed", self.say(HEADINGS["listed"]) + count)
        yield Section("", (self.say(LISTED_WHY, day=found_on(entries)),))
        for entry in entries:
            parts = (entry.name, entry.administrator, status_of(entry))
            yield Item("*", self.dot.join(map(self.say, parts)))

    def foot(self, left_out: int) -> Foot:
        report = self.report
        lines = [self.say(STANDING_SHORT)]
        if left_out:
            lines.insert(0, self.both("{n} more scheme{s} in full: --scheme ID", "另有{n}項計劃可用--scheme ID詳列",
                                      n=left_out, s="s"[: left_out != 1]))  # fmt: skip
        lines.append(self.both("Days: {r}.", "日期：{r}。", r=report.rulebook.rounding))
        lines.append(self.both(
            "Rule book {v}, sha256 {d} | profile sha256 {p}", "規則彙編{v}，sha256 {d} | 公司資料檔sha256 {p}",
            v=report.rulebook.version, d=report.rulebook.digest, p=report.profile.digest))  # fmt: skip
        lines.append(self.both("Engine: {e} | report version {n}", "引擎：{e} | 報告版本{n}",
                               e=report.engine, n=report.report_version))  # fmt: skip
        return Foot(tuple(lines))

    # -- small things

    def references(self, references: tuple[Reference, ...]) -> str:
        numbers = sorted({reference.number for reference in references})
        return "".join(f"[{number}]" for number in numbers)

    def date(self, entry: NextDate | Event) -> str:
        if entry.on is not None:
            return self.say(day_for_people(entry.on))
        if entry.sort == "unknown":
            return self.both("day not known", "日期未明")
        return self.both("not announced", "未有公布")


def availability_in_short(found: AvailabilityReport, lang: Lang) -> str:
    """Whether one can apply, in a few words that stand inside a line."""
    said: Words
    match found.state:
        case "open" if found.closes_on:
            said = fill(words("open until {d}", "接受申請至{d}"), d=day_for_people(found.closes_on))
        case "open":
            return _first_words(found.says[lang])
        case "upcoming" if found.opens_on:
            said = fill(words("opens {d}", "{d}開始"), d=day_for_people(found.opens_on))
        case "upcoming":
            said = words("not yet open", "尚未開始")
        case "between_calls":
            said = words("between calls", "兩輪申請之間")
        case "by_introduction":
            said = words("by introduction", "須經引薦")
        case "ceased":
            said = words("no longer taking applications", "已停止接受申請")
        case _ if found.closes_on:
            said = fill(words("closes {d}", "{d}截止"), d=day_for_people(found.closes_on))
        case _:
            said = words("no open call known", "未知有否接受申請")
    return said[lang]


def _first_words(said: str) -> str:
    """The pack's own words up to their first stop, to stand inside a line."""
    first = re.split(r"[;.] |[；。]|[;.]$", said, maxsplit=1)[0]
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


def status_of(entry: Listed) -> Words:
    """The state of a scheme that has no rules, with its last day if that is past."""
    if entry.status != "closed" or entry.closed_on is None:
        return STATUS_WORDS[entry.status]
    return fill(words("{s}, last day {d}", "{s}，最後一天為{d}"), s=STATUS_WORDS[entry.status],
                d=day_for_people(entry.closed_on))  # fmt: skip


def found_on(entries: Iterable[Listed]) -> Words:
    """The day, or the days, on which the entries were checked."""
    days = sorted({entry.checked_on for entry in entries})
    return join((day_for_people(day) for day in days), " or ", "或")


def _when(entry: NextDate) -> str:
    return entry.on.isoformat() if entry.on else "9999"
