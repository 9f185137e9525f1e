"""The picture of a deciding test: what is certain, what is open, and the bound, on one bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from matcher.literals import bare_amount, percent
from matcher.render.html.draw import Box, Diamond, Drawing, Fill, Part, Stroke, Text, width_of
from matcher.render.html.saying import Voice
from matcher.sections import Measure
from matcher.words import fill, words

WIDE: Final = 720
NARROW: Final = 320
_BAR: Final = 30  # how high a bar is
_TOP: Final = 34  # where it begins


def deciding(measure: Measure, as_of: date, voice: Voice, width: int) -> Drawing:
    """The test as a bar of so many pixels."""
    make = _Days(measure, as_of, voice, width) if measure.kind == "day" else _Amounts(measure, voice, width)
    parts = tuple(make.parts())
    return Drawing(width, make.height, parts)


def legend(measure: Measure, voice: Voice) -> tuple[str, ...]:
    """The numbered parts of the bar, in words."""
    if measure.kind == "day" or not measure.parts:
        return ()
    shown = _Amounts(measure, voice, WIDE).shown
    return tuple(f"{text}{voice.label('colon')}{says}" if says else text for _, _, text, says in shown)


class _Amounts:
    """Money or a share against its bound."""

    def __init__(self, measure: Measure, voice: Voice, width: int) -> None:
        self.measure = measure
        self.voice = voice
        self.bound = Fraction(measure.bound)
        self.low = Fraction(measure.low or 0)
        self.high = self.low * 2 + self.bound if measure.high is None else Fraction(measure.high)
        whole = Fraction(1) if measure.kind == "share" else max(self.bound, self.high)
        self.scale = float((width - 4) / whole * Fraction(49, 50))
        self.width = width
        self.height = _TOP + _BAR + (30 if measure.parts else 10)
        self.shown = [*self._shown()]

    def _shown(self) -> Iterator[tuple[Fraction, str, str, str]]:
        """What stands in the bar of a sum: amount, status, the amount with its status, which record."""
        counted = [part for part in self.measure.parts if part.status == "counts"]
        if counted:
            total = sum((Fraction(part.amount) for part in counted), Fraction(0))
            said = fill(words("{a} counts for certain", "{a}確定計算"), a=self.amount(total))
            yield total, "counts", self.voice.say(said), ""
        for part in self.measure.parts:
            if part.status in ("unknown", "unclear"):
                amount = Fraction(part.amount)
                said = words("{a} unknown", "{a}資料未提供")
                if part.status == "unclear":
                    said = words("{a} unclear", "{a}規定未明")
                yield amount, part.status, self.voice.say(fill(said, a=self.amount(amount))), self.voice.say(part.says)

    def amount(self, value: Fraction) -> str:
        return percent(value) if self.measure.kind == "share" else bare_amount(value * 100)

    def x(self, value: Fraction) -> float:
        return 2 + float(value) * self.scale

    def parts(self) -> Iterator[Part]:
        yield from self.of_sum() if self.measure.parts else self.of_value()
        yield from self.mark()

    def of_sum(self) -> Iterator[Part]:
        at = Fraction(0)
        for number, (amount, status, text, _) in enumerate(self.shown, 1):
            certain, end = status == "counts", at + amount
            yield self.box(at, end, "yes" if certain else "ask", "solid" if certain else "hatched")
            if certain:
                fits = width_of(text, bold=True) < self.x(end) - self.x(at) - 12
                yield from self.label(at, end, text if fits else self.amount(amount), "card")
            else:
                yield from self.label(*self.clear_side(at, end), self.amount(amount), "ink")
            yield Text((self.x(at) + self.x(end)) / 2, _TOP + _BAR + 20, str(number), bold=True, align="middle")
            at = end

    def clear_side(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """The larger part of a box that the bound divides, so that no label is crossed."""
        if not start < self.bound < end:
            return start, end
        return (start, self.bound) if self.bound - start > end - self.bound else (self.bound, end)

    def of_value(self) -> Iterator[Part]:
        """One value, or a range of it; what is missing or over is drawn apart."""
        measure, low, high, bound = self.measure, self.low, self.high, self.bound
        if measure.kind == "share":
            yield Box(2, _TOP, self.x(Fraction(1)) - 2, _BAR, "edge", "none")
        passes = low >= bound if measure.from_bound else high <= bound
        solid = low if measure.from_bound or passes else min(low, bound)
        if solid:
            yield self.box(Fraction(0), solid, "yes" if passes else "ink-2", "solid")
            yield from self.label(Fraction(0), solid, self.amount(solid), "card")
        if not measure.from_bound and low > bound:
            yield self.box(bound, low, "no", "hatched")
            over = fill(words("{a} over", "超出{a}"), a=self.amount(low - bound))
            yield from self.label(bound, low, self.voice.say(over), "ink")
        elif measure.from_bound and high < bound:
            yield Box(self.x(high), _TOP, self.x(bound) - self.x(high), _BAR, "no", "none", "dashed")
            short = fill(words("{a} short", "尚欠{a}"), a=self.amount(bound - high))
            yield from self.label(high, bound, self.voice.say(short), "ink")
        if high > low:
            yield self.box(low, high, "ask", "hatched")

    def box(self, start: Fraction, end: Fraction, colour: str, how: Fill) -> Box:
        return Box(self.x(start), _TOP, self.x(end) - self.x(start) - 2, _BAR, colour, how)

    def label(self, start: Fraction, end: Fraction, text: str, colour: str) -> Iterator[Part]:
        """The words inside a box, where they fit."""
        if width_of(text, bold=True) > self.x(end) - self.x(start) - 12:
            return
        if colour == "card":
            yield Text(self.x(start) + 10, _TOP + 20, text, colour=colour, bold=True)
        else:
            middle = (self.x(start) + self.x(end)) / 2
            yield Text(middle, _TOP + 20, text, bold=True, align="middle", backed=True)

    def mark(self) -> Iterator[Part]:
        """The bound, and how it is meant."""
        measure = self.measure
        said = {
            (True, False): words("at least {a} needed", "最少須有{a}"),
            (True, True): words("more than {a} needed", "須多於{a}"),
            (False, False): words("at most {a} allowed", "上限{a}"),
            (False, True): words("less than {a} allowed", "須少於{a}"),
        }[measure.from_bound, measure.is_out]
        text = self.voice.say(fill(said, a=self.amount(self.bound)))
        x = self.x(self.bound)
        yield Stroke(x, _TOP - 10, x, _TOP + _BAR + 8, "ink", 2.5)
        yield beside(x, _TOP - 16, text, self.width, bold=True)


class _Days:
    """The days that pass and the days that fail, with the anniversary and the tested day."""

    def __init__(self, measure: Measure, as_of: date, voice: Voice, width: int) -> None:
        self.measure = measure
        self.voice = voice
        self.width = width
        self.height = _TOP + _BAR + 42
        self.bound = date.fromisoformat(measure.bound)
        self.low = None if measure.low is None else date.fromisoformat(measure.low)
        self.high = None if measure.high is None else date.fromisoformat(measure.high)
        known = [day for day in (self.low, self.high, self.bound, as_of) if day is not None]
        span = max((max(known) - min(known)).days, 30)
        self.first = min(known).toordinal() - span // 8
        self.last = max(known).toordinal() + span // 4

    def x(self, day: date) -> float:
        return 2 + (day.toordinal() - self.first) / (self.last - self.first) * (self.width - 4)

    def parts(self) -> Iterator[Part]:
        say, turn = self.voice.say, self.x(self.bound)
        left, right = 2.0, self.width - 2.0
        good = (turn, right) if self.measure.from_bound else (left, turn)
        bad = (left, turn) if self.measure.from_bound else (turn, right)
        yield Box(good[0], _TOP, good[1] - good[0], _BAR, "yes", "solid")
        yield Box(bad[0], _TOP, bad[1] - bad[0], _BAR, "no", "hatched")
        named = ((good, words("passes", "符合"), "card"), (bad, words("fails", "不符合"), "ink"))
        for (start, end), text, colour in named:
            if end - start > width_of(say(text), bold=True) + 16:
                yield Text((start + end) / 2, _TOP + 20, say(text), colour=colour, bold=True, align="middle",
                           backed=colour == "ink")  # fmt: skip
        yield Stroke(turn, _TOP - 10, turn, _TOP + _BAR + 6, "ink", 2.5)
        said = words("{d}: first day that passes", "{d}：首個符合的日子") if self.measure.from_bound else words(
            "{d}: last day that passes", "{d}：最後一個符合的日子")  # fmt: skip
        yield beside(turn, _TOP - 16, say(fill(said, d=self.voice.day(self.bound))), self.width, bold=True)
        yield from self.tested()

    def tested(self) -> Iterator[Part]:
        """Where the tested day is, or between which days it must lie."""
        name, y = self.voice.say(self.measure.tested), _TOP + _BAR + 12
        if self.low is not None and self.low == self.high:
            x = self.x(self.low)
            yield Diamond(x, y, 6, filled=True, form="square")
            yield beside(x, y + 24, f"{name}{self.voice.label('colon')}{self.voice.day(self.low)}", self.width)
            return
        start = 2.0 if self.low is None else self.x(self.low)
        end = self.width - 2.0 if self.high is None else self.x(self.high)
        yield Stroke(start, y, end, y, "ink", 2, dashed=True)
        for x, day in ((start, self.low), (end, self.high)):
            if day is not None:
                yield Stroke(x, y - 5, x, y + 5, "ink", 2)
        if self.low is None or self.high is None:
            day = self.low or self.high
            assert day is not None
            said = words("{d} or later", "{d}或之後") if self.high is None else words("{d} or earlier", "{d}或之前")
            span = self.voice.say(fill(said, d=self.voice.day(day)))
        else:
            span = self.voice.span(self.low, self.high)
        yield beside((start + end) / 2, y + 24, f"{name}{self.voice.label('colon')}{span}", self.width)


def beside(x: float, y: float, text: str, width: float, *, bold: bool = False, size: float = 14) -> Text:
    """Words about a place, moved so that they stay on the ground."""
    half = width_of(text, size, bold=bold) / 2
    if x - half < 0:
        return Text(0, y, text, size, bold=bold)
    if x + half > width:
        return Text(width, y, text, size, bold=bold, align="end")
    return Text(x, y, text, size, bold=bold, align="middle")
