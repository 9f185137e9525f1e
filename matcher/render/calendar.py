"""A calendar as a list of blocks, for one language: first what matters most, then all days, then each scheme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from matcher.insights.calendar import next_dates
from matcher.phrases import MONTHS, day_for_people
from matcher.render.microcopy import HEADINGS, SORTS, STANDING_SHORT, VERDICTS
from matcher.render.page import Block, Foot, Heading, Item, Rule, Section, Title
from matcher.report import Report
from matcher.sections import CalendarReport, CallSeen, Event, SchemeCalendar, Span
from matcher.words import Lang, Words, fill, filled, listing, words

TITLE: Final = words("HONG KONG FUNDING CALENDAR", "香港資助計劃日程")
_SORTS: Final = words(
    "rule: stated by a source. yours: follows from your own facts. expected: only from past calls, never announced."
    " unknown: no source says.",
    "規則：資料列明。貴公司：由貴公司資料得出。預計：只按以往各輪推算，未經公布。未明：沒有資料說明。",
)
_MOVING: Final = words(
    "Each day is answered by the rules and your facts as they stand on it; only time moves. Where one applies in calls,"
    " a day stands for a call that closes and measures age on that day; each call is answered by its own days.",
    "每日按當日的規則及貴公司資料作答，只有時間改變。須按輪次申請的計劃，每日代表一輪於當日截止並以當日計算年期的申請；"
    "各輪則按其本身日期作答。",
)


def calendar_page(report: Report, found: CalendarReport, lang: Lang) -> Iterator[Block]:
    """The calendar's blocks; `report` is the head that it goes with."""
    return _Page(report, found, lang).blocks()


class _Page:
    def __init__(self, report: Report, found: CalendarReport, lang: Lang) -> None:
        self.report = report
        self.found = found
        self.lang = lang

    def say(self, text: Words, **parts: Words | str | int) -> str:
        return filled(text, self.lang, parts) if parts else text[self.lang]

    def blocks(self) -> Iterator[Block]:
        yield self.title()
        yield Rule()
        yield Section("", (self.say(_SORTS), self.say(_MOVING)))
        first = next_dates(self.found)
        if first:
            yield Heading(self.say(HEADINGS["next_dates"]))
            yield from map(self.event, first)
        yield Rule()
        yield from self.days()
        yield Rule()
        yield from self.schemes()
        yield Rule()
        yield self.foot()

    def title(self) -> Title:
        profile = self.report.profile
        name = profile.name_zh if self.lang == "zh-Hant" and profile.name_zh else profile.name
        span = fill(words("{a} to {b}", "{a}至{b}"),
                    a=day_for_people(self.found.first), b=day_for_people(self.found.last))  # fmt: skip
        line = " | ".join(map(self.say, profile.headline))
        return Title(self.say(TITLE), self.say(span), name, (line,) if line else ())

    # -- the days

    def days(self) -> Iterator[Block]:
        """Every event, by months; first those whose day nobody knows."""
        if not self.found.events:
            yield Section("", (self.say(words("Nothing begins or ends in these months.", "期內沒有任何開始或終結。")),))
        for month, events in groupby(self.found.events, key=lambda e: e.on and (e.on.year, e.on.month)):
            yield Heading(self.say(words("DAY NOT KNOWN", "日期未明") if month is None else _month(*month)))
            yield from map(self.event, events)

    def event(self, event: Event) -> Item:
        day = words("day not known", "日期未明") if event.on is None else day_for_people(event.on)
        says = fill(words("{s}: {w}", "{s}：{w}"), s=SORTS[event.sort], w=event.says)
        if event.hour is not None:
            says = fill(words("{w} ({h} Hong Kong time)", "{w}（香港時間{h}）"), w=says, h=event.hour)
        return Item(self.say(day), self.say(says), lines=() if event.do is None else (self.say(event.do),))

    # -- the schemes

    def schemes(self) -> Iterator[Block]:
        """Each scheme that has a call or a turn; the others in one line."""
        still: list[SchemeCalendar] = []
        for scheme in self.found.schemes:
            if scheme.calls or len(scheme.spans) > 1 or scheme.last_safe_says is not None:
                yield from self.scheme(scheme)
            else:
                still.append(scheme)
        if still:
            says = words("No call and no change of the verdict in the period ({n}): {l}",
                         "期內沒有輪次、結論亦不變（{n}項）：{l}")  # fmt: skip
            names = listing([scheme.name for scheme in still], most=len(still))
            yield Section("", (self.say(says, n=len(still), l=names),))

    def scheme(self, scheme: SchemeCalendar) -> Iterator[Block]:
        yield Heading(self.say(scheme.name))
        for call in scheme.calls:
            yield self.call(call)
        for span in scheme.spans:
            yield self.span(span)
        if scheme.last_safe_says is not None:
            day = day_for_people(scheme.last_safe_day) if scheme.last_safe_day else words("day not known", "日期未明")
            yield Item("!", self.say(words("{w}: {d}", "{w}：{d}"), w=scheme.last_safe_says, d=day))

    def call(self, call: CallSeen) -> Item:
        says = words("{s}: {n}: {w}", "{s}：{n}：{w}")
        lines: tuple[str, ...] = ()
        if call.past:
            past = words("expected from: {p}" if call.sort == "expected" else "past calls: {p}",
                         "推算自：{p}" if call.sort == "expected" else "以往各輪：{p}")  # fmt: skip
            lines = (self.say(past, p=listing(call.past)),)
        return Item("*", self.say(says, s=SORTS[call.sort], n=call.name, w=call.says), lines=lines)

    def span(self, span: Span) -> Item:
        days = fill(words("{a} to {b}: {v}", "{a}至{b}：{v}"), v=VERDICTS[span.verdict],
                    a=day_for_people(span.first), b=day_for_people(span.last))  # fmt: skip
        turned = words("what turned: {c} ({s})", "有變的條件：{c}（{s}）")
        because = [self.say(turned, c=c.says, s=c.source) for c in span.because]
        return Item("|", self.say(days), lines=tuple(because))

    def foot(self) -> Foot:
        report = self.report
        digests = words("Rule book {v}, sha256 {d} | profile sha256 {p}",
                        "規則彙編{v}，sha256 {d} | 公司資料檔sha256 {p}")  # fmt: skip
        return Foot((
            self.say(STANDING_SHORT),
            self.say(words("Days: {r}.", "日期：{r}。"), r=report.rulebook.rounding),
            self.say(digests, v=report.rulebook.version, d=report.rulebook.digest, p=report.profile.digest),
        ))  # fmt: skip


def _month(year: int, month: int) -> Words:
    return words(f"{MONTHS[month - 1].upper()} {year}", f"{year}年{month}月")
