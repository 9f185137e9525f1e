"""The months to come: the picture with a lane for each scheme that has a date, and every date as a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from matcher.dates import add_months
from matcher.frozen import Frozen
from matcher.phrases import MONTHS
from matcher.render.html.draw import Box, Diamond, Drawing, Part, Stroke, Text, width_of
from matcher.render.html.labels import EVENTS
from matcher.render.html.saying import Voice
from matcher.render.html.svg import Pictures
from matcher.render.html.views import CallsView, DateRow, Entry, Picture, TimeLine
from matcher.render.microcopy import SORTS, VERDICTS
from matcher.scheme import Verdict
from matcher.sections import CalendarReport, CallSeen, Event, SchemeCalendar, Span
from matcher.words import Words, fill, words

WIDE: Final = 1072
MOST_LANES: Final = 10  # more are read in the table
MOST_ROWS: Final = 12  # before a fold
_NAMES: Final = 170  # the room for the lanes' names
_BAR, _LINE, _HEAD = 24, 19, 44
_LOOKS: Final[dict[Verdict, tuple[str, str]]] = {
    "eligible": ("yes", "solid"), "needs_information": ("ask", "none"), "discretionary": ("ink-2", "none"),
    "not_eligible": ("no", "hatched"),
}  # fmt: skip
_MARKED: Final = ("closes", "cut_off", "last_safe_day", "money_counts_until", "becomes_possible", "no_longer_possible")
_FORMS: Final = {"rule": "square", "yours": "circle", "expected": "diamond", "unknown": "diamond"}


def time_line(calendar: CalendarReport, order: Sequence[str], voice: Voice, pictures: Pictures) -> TimeLine:
    """The calendar as a view; the lanes stand in the `order` of the schemes' ids."""
    lanes = _lanes(calendar, order, voice)
    months = (calendar.last.year - calendar.first.year) * 12 + calendar.last.month - calendar.first.month
    rows = tuple(date_row(event, voice) for event in calendar.events)
    picture = None
    if lanes:
        names = voice.label("comma").join(lane.name for lane in lanes)
        finding = voice.label("months_found", n=months, lanes=names, dates=len(rows))
        picture = Picture(finding, pictures.add(_Drawer(calendar, lanes, voice).drawing()))
    ranks = {scheme: rank for rank, scheme in enumerate(order)}
    schemes = sorted(calendar.schemes, key=lambda s: ranks.get(s.scheme, len(ranks)))
    calls = tuple(_calls(scheme, voice) for scheme in schemes if scheme.calls or scheme.last_safe_says)
    return TimeLine(voice.label("months", n=months), picture, rows[:MOST_ROWS], rows[MOST_ROWS:],
                    voice.label("more_dates", n=len(rows) - MOST_ROWS), calls)  # fmt: skip


def date_row(event: Event, voice: Voice) -> DateRow:
    """A day to know of, as a row."""
    when = voice.label("date_unknown") if event.on is None else voice.span(event.on, event.until)
    return DateRow(when, event.sort, voice.say(SORTS[event.sort]), voice.sentence(voice.begin(voice.say(event.says))),
                   voice.say(event.do))  # fmt: skip


def _calls(scheme: SchemeCalendar, voice: Voice) -> CallsView:
    past = {voice.say(said): None for call in scheme.calls for said in call.past}
    return CallsView(
        voice.say(scheme.name),
        voice.sentence(voice.begin(voice.say(scheme.last_safe_says))),
        tuple(Entry(voice.begin(voice.say(c.name)), voice.sentence(voice.say(_told(c)))) for c in scheme.calls),
        voice.label("stop").join(past),
    )


def _told(call: CallSeen) -> Words:
    """What is said of a call, with its sort and the verdict at its own cut-off."""
    said = fill(words("{s} ({k})", "{s}（{k}）"), s=call.says, k=SORTS[call.sort])
    if call.verdict is None:
        return said
    return fill(words("{s}: {v}", "{s}：{v}"), s=said, v=VERDICTS[call.verdict])


# ------------------------------------------------------------------ the picture


class _Lane(Frozen, frozen=True):
    name: str
    spans: tuple[Span, ...]
    calls: tuple[CallSeen, ...]
    events: tuple[Event, ...]


def _lanes(calendar: CalendarReport, order: Sequence[str], voice: Voice) -> list[_Lane]:
    """The applicant's own lane, then the schemes on which something happens."""
    own = tuple(event for event in calendar.events if event.scheme is None and event.on is not None)
    found = [_Lane(voice.label("your_company"), (), (), own)] if own else []
    schemes = {scheme.scheme: scheme for scheme in calendar.schemes}
    for name in order:
        scheme = schemes.get(name)
        if scheme is None:
            continue
        events = _marked([e for e in calendar.events if e.scheme == name and e.kind in _MARKED])
        dated = tuple(call for call in scheme.calls if call.opens and call.closes)
        if dated or len(scheme.spans) > 1 or any(event.on for event in events):
            found.append(_Lane(voice.say(scheme.name), scheme.spans, dated, events))
    return found[:MOST_LANES]


def _marked(events: list[Event]) -> tuple[Event, ...]:
    """The events that get a mark: of those without a day, the first."""
    unknown = [event for event in events if event.on is None]
    return (*unknown[:1], *(event for event in events if event.on is not None))


class _Drawer:
    def __init__(self, calendar: CalendarReport, lanes: list[_Lane], voice: Voice) -> None:
        self.calendar = calendar
        self.lanes = lanes
        self.voice = voice
        self.days = calendar.last.toordinal() - calendar.first.toordinal()

    def x(self, day: date) -> float:
        inside = min(max(day.toordinal() - self.calendar.first.toordinal(), 0), self.days)
        return _NAMES + inside / self.days * (WIDE - _NAMES - 4)

    def drawing(self) -> Drawing:
        """All lanes under the months."""
        parts: list[Part] = []
        y = float(_HEAD)
        for lane in self.lanes:
            parts.append(Stroke(0, y, WIDE, y, "rule"))
            drawn, height = self.lane(lane, y)
            parts += drawn
            y += height
        return Drawing(WIDE, y + 4, (*self.grid(y), *parts))

    def grid(self, bottom: float) -> Iterator[Part]:
        first, last = self.calendar.first, self.calendar.last
        day = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
        while day <= last:
            if day > first:
                x, january = self.x(day), day.month == 1
                yield Stroke(x, _HEAD - 8, x, bottom, "edge" if january else "rule", 1.5 if january else 1)
                month = MONTHS[day.month - 1][:3]
                text = f"{month} {day.year}" if january else month
                if self.voice.lang != "en":
                    text = f"{day.year}年{day.month}月" if january else f"{day.month}月"
                if x + width_of(text, 13, bold=january) < WIDE and x - self.x(first) > 34:
                    yield Text(x + 4, _HEAD - 14, text, 13, "ink" if january else "ink-2", bold=january)
            day = add_months(day, 3)
        flag, x = self.voice.label("today"), self.x(first)
        wide = width_of(flag, 13, bold=True) + 14
        yield Box(x - wide / 2, 8, wide, 22, "ink", "solid", "none")
        yield Text(x, 24, flag, 13, "card", bold=True, align="middle")
        yield Stroke(x, 30, x, bottom, "ink", 2)

    def lane(self, lane: _Lane, top: float) -> tuple[list[Part], float]:
        """One scheme: the days of each verdict, the calls, the marks with their labels."""
        parts: list[Part] = []
        name, y = lane.name, top + 12
        for number, line in enumerate(_wrapped(name, _NAMES - 16, 14)[:2]):
            parts.append(Text(0, y + 16 + number * 18, line, bold=True))
        if lane.spans:
            parts += [part for span in lane.spans for part in self.span(span, y)]
            y += _BAR + 4
        if lane.calls:
            for call in lane.calls:
                parts += self.call(call, y)
            y += _BAR + 2
        rows: list[float] = []  # where the last label of each row ends
        for event in sorted(lane.events, key=lambda event: event.on or date.min):
            x = self.x(event.on or self.calendar.first) + (0 if event.on else 12)
            text = self.label(event)
            wide = width_of(text, 13) + 16
            to_the_left = x + wide > WIDE
            left = x - wide if to_the_left else x - 8
            row = next((n for n, end in enumerate(rows) if end < left - 8), len(rows))
            rows[row : row + 1] = [left + wide + 8]
            base = y + _LINE * row + 15
            filled = event.sort in ("rule", "yours")
            parts.append(Text(x - 11, base, text, 13, align="end", backed=True) if to_the_left else
                         Text(x + 11, base, text, 13, backed=True))  # fmt: skip
            parts.append(Diamond(x, base - 5, 6, filled, _FORMS[event.sort]))  # type: ignore[arg-type]
        y += _LINE * len(rows) + (8 if rows else 2)
        return parts, max(y - top + 6, 52.0)

    def span(self, span: Span, y: float) -> Iterator[Part]:
        x0, x1 = self.x(span.first), self.x(span.last)
        if x1 - x0 < 2:
            return
        colour, fill_ = _LOOKS[span.verdict]
        yield Box(x0, y, x1 - x0 - 1, _BAR, colour, fill_)  # type: ignore[arg-type]
        text = self.voice.say(VERDICTS[span.verdict])
        if width_of(text, 13, bold=True) + 16 < x1 - x0:
            solid = fill_ == "solid"
            yield Text(x0 + 10, y + 17, text, 13, "card" if solid else "ink", bold=True, backed=not solid)

    def call(self, call: CallSeen, y: float) -> Iterator[Part]:
        """A call as a box: solid where it is announced, dashed where it is expected."""
        if call.opens is None or call.closes is None or call.closes < self.calendar.first:
            return
        x0, x1 = self.x(call.opens), self.x(call.closes)
        wide = max(x1 - x0, 8.0)
        yield Box(x0, y, wide, _BAR - 2, "ink-2", "back", "dashed" if call.sort == "expected" else "solid")
        text = self.voice.say(call.name)
        if width_of(text, 13) + 12 < wide:
            yield Text(x0 + 6, y + 16, text, 13)

    def label(self, event: Event) -> str:
        """The day and what it is; `expected` where it is no more than that."""
        what = self.voice.say(EVENTS[event.kind])
        if event.on is None:
            return self.voice.label("event_unknown", what=what)
        if event.sort == "expected":
            return self.voice.label("event_expected", day=self.short(event.on), what=what)
        return self.voice.label("event", day=self.short(event.on), what=what)

    def short(self, day: date) -> str:
        if self.voice.lang == "en":
            return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
        return self.voice.day(day)


def _wrapped(text: str, room: float, size: float) -> list[str]:
    """The text in lines of at most so many pixels: between words, and between Chinese signs."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+ ?|.", text):
        if line and width_of(line + piece.rstrip(), size, bold=True) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line]
