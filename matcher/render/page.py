"""What is said in which order, for one language: a report as a list of blocks.

Terminal and Markdown draw the same blocks, each in its own way, so that no format says more or
less than another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from matcher.frozen import Frozen
from matcher.phrases import day_for_people
from matcher.render.microcopy import (
    HEADINGS, KINDS, OUTCOMES, OUTCOMES_IN_FULL, ROWS, SORTS, STANDING_LONG, STANDING_SHORT,
    TALLIES, VERDICTS,
)  # fmt: skip
from matcher.report import (
    Answer, Checked, CriterionReport, NextDate, OpenPointReport, Question, Reference, Report,
    SchemeReport, SourceReport,
)  # fmt: skip
from matcher.scheme import Outcome
from matcher.words import Lang, Words, filled, listing, words


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
    Title | Tally | Group | SummaryRow | SchemeHead | Section | Heading | Criterion | Item | Rule
    | Foot
)  # fmt: skip

_GROUPS: Final = ("eligible", "needs_information", "discretionary", "not_eligible", "other_role")


def page(report: Report, lang: Lang, *, in_full: Iterable[str] = ()) -> Iterator[Block]:
    """The report's blocks. `in_full` names the schemes told in full; none means all."""
    return _Page(report, lang, frozenset(in_full)).blocks()


class _Page:
    def __init__(self, report: Report, lang: Lang, in_full: frozenset[str]) -> None:
        self.report = report
        self.lang = lang
        self.in_full = in_full
        self.dot = " | "

    def say(self, text: Words, **parts: Words | str | int) -> str:
        return filled(text, self.lang, parts) if parts else text[self.lang]

    def both(self, en: str, zh: str, **parts: Words | str | int) -> str:
        return self.say(words(en, zh), **parts)

    def blocks(self) -> Iterator[Block]:
        yield self.title()
        yield Rule()
        yield from self.summary()
        shown = [
            s for s in self.ordered()
            if (s.id in self.in_full if self.in_full else not s.other_role)
        ]  # fmt: skip
        for scheme in shown:
            yield Rule()
            yield from self.scheme(scheme)
        yield Rule()
        yield self.foot(len(self.report.schemes) - len(shown))

    # -- the first screen

    def title(self) -> Title:
        profile = self.report.profile
        day = self.both("as of {d}", "以{d}計", d=day_for_people(self.report.as_of))
        name = profile.name
        if self.lang == "zh-Hant" and profile.name_zh:
            name = profile.name_zh
        line = self.dot.join(self.say(part) for part in profile.headline)
        return Title(self.say(HEADINGS["title"]), day, name, (line,) if line else ())

    def group_of(self, scheme: SchemeReport) -> str:
        return "other_role" if scheme.other_role else scheme.verdict

    def group_name(self, group: str) -> str:
        if group == "other_role" and self.report.profile.kind in ("startup", "university_team"):
            return self.say(VERDICTS["not_for_startups"])
        return self.say(VERDICTS[group])

    def ordered(self) -> list[SchemeReport]:
        """By verdict, then by the nearest known date, then by money, then by id."""
        return sorted(
            self.report.schemes,
            key=lambda s: (
                _GROUPS.index(self.group_of(s)),
                next((d.on.isoformat() for d in s.next_dates if d.on), "9999"),
                -_amount(s.funding.high),
                s.id,
            ),
        )

    def summary(self) -> Iterator[Block]:
        groups = {group: [s for s in self.ordered() if self.group_of(s) == group] for group in _GROUPS}
        absent = self.report.not_in_force
        counts = {**{group: len(found) for group, found in groups.items()}, "not_in_force": len(absent)}
        parts = [self.say(TALLIES[g][n > 1], n=n) for g, n in counts.items() if n]
        yield Tally(self.say(HEADINGS["in_short"]), self.dot.join(parts))
        for group, found in groups.items():
            if not found:
                continue
            count = self.both(" ({n})", "（{n}）", n=len(found))
            yield Group(group, self.upper(self.group_name(group)) + count)
            for scheme in found:
                yield self.summary_row(scheme)
        if absent:
            count = self.both(" ({n})", "（{n}）", n=len(absent))
            yield Group("not_in_force", self.say(HEADINGS["not_in_force"]) + count)
            for missing in absent:
                yield SummaryRow(self.say(missing.name), missing.id, self.say(missing.says), "", ())
        dates = [(s, d) for s in self.ordered() for d in s.next_dates if not s.other_role]
        if dates:
            yield Heading(self.say(HEADINGS["next_dates"]))
            for scheme, entry in sorted(dates, key=lambda pair: _when(pair[1])):
                name = self.say(scheme.name)
                sort, says = self.say(SORTS[entry.sort]), self.say(entry.says)
                yield Item(self.date(entry), self.both("{s}: {n}, {w}", "{s}：{n}，{w}", s=sort, n=name, w=says))
        yield Section("", (self.say(STANDING_LONG),))

    def upper(self, text: str) -> str:
        return text.upper() if self.lang == "en" else text

    def summary_row(self, scheme: SchemeReport) -> SummaryRow:
        checked = scheme.checked
        if scheme.other_role:
            where = self.say(scheme.availability.says)
            return SummaryRow(self.say(scheme.name), scheme.id, self.say(scheme.is_for), where, ())
        where = self.dot.join([
            self.say(scheme.route.brief),
            self.both("checked {m} of {n}", "已核對{m}/{n}項", m=checked.evaluated, n=checked.stated),
            self.availability_in_short(scheme),
        ])  # fmt: skip
        money = self.say(scheme.funding.summary)
        lines = tuple(self.say(line) for line in scheme.decides)
        return SummaryRow(self.say(scheme.name), scheme.id, money, where, lines)

    def availability_in_short(self, scheme: SchemeReport) -> str:
        found = scheme.availability
        match found.state:
            case "open" if found.closes_on:
                return self.both("open until {d}", "接受申請至{d}", d=day_for_people(found.closes_on))
            case "open":
                return self.both("open all year", "全年接受申請")
            case "upcoming" if found.opens_on:
                return self.both("opens {d}", "{d}開始", d=day_for_people(found.opens_on))
            case "upcoming":
                return self.both("not yet open", "尚未開始")
            case "between_calls":
                return self.both("between calls", "兩輪申請之間")
            case "by_introduction":
                return self.both("by introduction", "須經引薦")
            case "ceased":
                return self.both("no longer taking applications", "已停止接受申請")
            case _ if found.closes_on:
                return self.both("closes {d}", "{d}截止", d=day_for_people(found.closes_on))
            case _:
                return self.both("no open call known", "未知有否接受申請")

    # -- a scheme in full

    def scheme(self, scheme: SchemeReport) -> Iterator[Block]:
        run_by = self.both("Run by the {a}; {r}", "主管機構：{a}；{r}",
                           a=scheme.administrator, r=scheme.route.says)  # fmt: skip
        verdict = self.upper(self.group_name(self.group_of(scheme)))
        yield SchemeHead(self.group_of(scheme), verdict, self.say(scheme.name),
                         self.say(scheme.title), scheme.id, (run_by,))  # fmt: skip
        yield Section(self.say(HEADINGS["why"]), (self.say(scheme.why),))
        if not scheme.other_role:
            yield from self.questions(scheme)
            yield self.money(scheme)
            yield self.checked(scheme.checked)
            yield from self.criteria(scheme)
        yield from self.notes(scheme)
        yield from self.open_points(scheme)
        yield self.availability(scheme)
        yield from self.how(scheme)
        if scheme.next_dates:
            lines = [f"{self.date(d)}: {self.say(d.says)} ({self.say(SORTS[d.sort])})" if self.lang == "en"
                     else f"{self.date(d)}：{self.say(d.says)}（{self.say(SORTS[d.sort])}）"
                     for d in scheme.next_dates]  # fmt: skip
            yield Section(self.say(HEADINGS["next_dates"]), tuple(lines))
        yield from self.sources(scheme)

    def questions(self, scheme: SchemeReport) -> Iterator[Block]:
        if scheme.questions:
            n = len(scheme.questions)
            yield Heading(self.both("{h} ({n} fact{s})", "{h}（{n}項）", h=HEADINGS["missing"], n=n,
                                    s="s"[: n != 1]))  # fmt: skip
            for question in scheme.questions:
                yield self.question(question)
        deciding = [p for p in scheme.open_points if p.decides]
        if deciding:
            yield Heading(self.both("{h} ({n})", "{h}（{n}項）", h=HEADINGS["open_deciding"], n=len(deciding)))
            for point in deciding:
                yield self.deciding_point(point)

    def question(self, question: Question) -> Item:
        lines = []
        if question.said_unknown:
            lines.append(self.both("You said you do not know this yet.", "你表示暫未知悉。"))
        if question.answers:
            lines.append(self.effects(question.answers))
        if question.find is not None:
            lines.append(self.both("Find it: {f}.", "何處可查：{f}。", f=question.find))
        lines.append(self.both("Add to the profile: {p}: {f}", "填寫方式：{p}: {f}", p=question.path, f=question.form))
        return Item("?", self.say(question.ask), "", tuple(lines))

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

    def money(self, scheme: SchemeReport) -> Section:
        funding = scheme.funding
        lines = [self.say(funding.summary)]
        if funding.working is not None:
            lines.append(self.both("working: {w}", "計算：{w}", w=funding.working))
        lines += [self.say(line) for line in funding.lines]
        references = self.references(funding.source)
        if references:
            lines[-1] += f" {references}"
        return Section(self.say(HEADINGS["money"]), tuple(lines))

    def checked(self, checked: Checked) -> Section:
        counts: dict[Outcome, int] = {
            "failed": checked.failed, "unknown": checked.unknown, "unclear": checked.unclear,
            "met": checked.met, "not_applicable": checked.not_applicable,
        }  # fmt: skip
        parts = [
            self.both("{n} {w}", "{n}項{w}", n=count, w=OUTCOMES_IN_FULL[outcome])
            for outcome, count in counts.items()
            if count
        ]
        left = checked.stated - checked.evaluated
        line = self.both("{m} of {n} stated criteria: {p}", "{n}項明文條件中的{m}項：{p}", m=checked.evaluated,
                         n=checked.stated, p=", ".join(parts) if self.lang == "en" else "，".join(parts))  # fmt: skip
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
        tied = [r for r in scheme.relations if r.kind in ("closes_other", "next_step", "same_money")]
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
        stop = "." if self.lang == "en" else "。"
        lines = [self.say(line) for line in (found.says, *found.details)]
        return Section(self.say(HEADINGS["availability"]), tuple(
            line if line.endswith((".", "。")) else line + stop for line in lines))  # fmt: skip

    def how(self, scheme: SchemeReport) -> Iterator[Block]:
        lines = [self.say(scheme.how_to_apply)]
        if scheme.papers:
            papers = listing(scheme.papers, most=20)
            lines.append(self.both("Papers: {p}.", "文件：{p}。", p=papers))
        yield Section(self.say(HEADINGS["how"]), tuple(lines))

    def sources(self, scheme: SchemeReport) -> Iterator[Block]:
        if not scheme.sources:
            return
        yield Heading(self.both("{h} (day of comparison at the end of each)", "{h}（核對日期列於每項之末）",
                                h=HEADINGS["sources"]))  # fmt: skip
        for source in scheme.sources:
            yield self.source(source)

    def source(self, source: SourceReport) -> Item:
        stop = "; " if self.lang == "en" else "；"
        parts = [self.say(source.title), self.say(source.dated), self.say(source.extent),
                 self.both("compared {d}", "{d}核對", d=source.checked_on.isoformat())]  # fmt: skip
        if source.stale is not None:
            parts.append(self.say(source.stale))
        return Item(f"[{source.number}]", stop.join(parts), address=source.url)

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

    def date(self, entry: NextDate) -> str:
        if entry.on is not None:
            return self.say(day_for_people(entry.on))
        return self.both("not announced", "未有公布")


def _amount(text: str | None) -> int:
    """An exact amount, in cents, for the order of schemes only."""
    if not text:
        return 0
    whole, _, cents = text.partition(".")
    return int(whole) * 100 + int((cents or "0").ljust(2, "0")[:2])


def _when(entry: NextDate) -> str:
    return entry.on.isoformat() if entry.on else "9999"
