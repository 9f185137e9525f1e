"""The combinations as views: one chart for each order, on one scale, with the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from matcher.frozen import Frozen
from matcher.literals import bare_amount
from matcher.phrases import money_for_people
from matcher.render.html.draw import Box, Drawing, Edge, Fill, Part, Stroke, Text, width_of
from matcher.render.html.labels import TIES
from matcher.render.html.saying import Voice
from matcher.render.html.scheme_view import letter
from matcher.render.html.svg import Pictures
from matcher.render.html.views import Entry, Key, Money, MoneyTable, OrderView, Picture, TieView
from matcher.render.microcopy import INSTRUMENTS, VERDICTS
from matcher.render.web import web_address
from matcher.sections import Combination, StackReport, Sum, Tie
from matcher.words import Words, fill, join, listing, words

MOST_ORDERS: Final = 3
WIDE: Final = 504
NARROW: Final = 320
_MILLION: Final = 1_000_000
_PATTERNS: Final[tuple[Fill, ...]] = ("solid", "hatched", "crossed", "level", "slanted", "upright", "squared",
                                     "dense", "striped", "fenced")  # fmt: skip
_MOST_NAMES: Final = 3  # in a heading


def money(stack: StackReport, names: Mapping[str, Words], voice: Voice, pictures: Pictures) -> Money:
    """The combinations with the most money, the ties that shape them, what is not counted."""
    shown = stack.combinations[:MOST_ORDERS]
    granted = {h.scheme: None for c in shown for h in c.holdings if h.instrument == "grant"}
    patterns = {scheme: _PATTERNS[number % len(_PATTERNS)] for number, scheme in enumerate(granted)}
    charts = [_Chart(combination, stack.years, patterns, voice) for combination in shown]
    most = max([chart.most for chart in charts], default=Fraction(0))
    orders = []
    for number, (combination, chart) in enumerate(zip(shown, charts, strict=True)):
        picture = None
        if chart.most:
            narrow = "" if pictures.paper else pictures.add(chart.lying(most))
            picture = Picture(chart.finding(), pictures.add(chart.upright(most)), narrow)
        orders.append(_order(number, combination, stack.years, names, voice, picture, chart.legend()))
    ties = tuple(_tie(tie, names, voice) for tie in stack.ties if not tie.implied)
    silent = _silent(stack.ties, names, voice)
    return Money(tuple(orders), ties, silent, voice.all(stack.not_counted))


def _order(
    number: int, combination: Combination, years: tuple[str, ...], names_of: Mapping[str, Words], voice: Voice,
    picture: Picture | None, keys: tuple[Key, ...],
) -> OrderView:  # fmt: skip
    holdings = combination.holdings
    names = join((h.name for h in holdings), ", then ", "，然後是") if len(holdings) <= _MOST_NAMES else words(
        f"{len(holdings)} schemes", f"{len(holdings)}項計劃")  # fmt: skip
    heading = fill(words("Order {l}: {n}", "次序{l}：{n}"), l=letter(number, voice), n=names)
    closes = tuple(voice.sentence(voice.begin(voice.say(said))) for said in combination.closes)
    return OrderView(
        heading=voice.say(heading),
        says=voice.sentence(voice.begin(voice.say(combination.says))),
        picture=picture,
        keys=keys,
        sums=tuple(_sum(found, voice) for found in combination.sums),
        table=_table(combination, years, voice),
        closes=closes,
        rests_on=tuple(f"{_pair(tie, names_of, voice)}{voice.label('colon')}{_open(tie, voice)}"
                       for tie in combination.open if not tie.implied),
        silent=_silent(combination.open, names_of, voice),
        working=tuple(_working(combination, voice)),
    )


def _working(combination: Combination, voice: Voice) -> Iterator[str]:
    for holding in combination.holdings:
        if holding.working is not None:
            yield voice.say(fill(words("{n}: {w}", "{n}：{w}"), n=holding.name, w=holding.working))
    for year in combination.own:
        if year.own_says is not None:
            yield voice.say(fill(words("{y}: {s}", "{y}年度：{s}"), y=year.year, s=year.own_says))
    yield from voice.all(combination.working)


def _sum(found: Sum, voice: Voice) -> str:
    said = fill(words("{i}: {a}", "{i}：{a}"), i=INSTRUMENTS[found.instrument], a=_range(found.low, found.high))
    return voice.begin(voice.say(said))


def _open(tie: Tie, voice: Voice) -> str:
    said = voice.sentence(voice.say(tie.says))
    return said if tie.ask is None else said + voice.say(fill(words(" Ask: {a}.", "請查詢：{a}。"), a=tie.ask))


def _silent(ties: Iterable[Tie], names: Mapping[str, Words], voice: Voice) -> Entry | None:
    """The pairs on which the sources have no word, in one."""
    pairs = [_pair(tie, names, voice) for tie in ties if tie.implied]
    if not pairs:
        return None
    label = "one_silent" if len(pairs) == 1 else "silent"
    return Entry(voice.label(label, n=len(pairs)), voice.label("stop").join(pairs))


def _pair(tie: Tie, names: Mapping[str, Words], voice: Voice) -> str:
    """The schemes of a tie by name."""
    told = {"others": words("others", "其他計劃"), **names}
    named = [told.get(scheme, words(scheme, scheme)) for scheme in (tie.a, tie.b, *tie.also)]
    return voice.say(listing(named, most=len(named)))


def _tie(tie: Tie, names: Mapping[str, Words], voice: Voice) -> TieView:
    return TieView(_pair(tie, names, voice), voice.say(TIES[tie.kind]), _open(tie, voice), voice.say(tie.source),
                   web_address(tie.url) or "")  # fmt: skip


def _range(low: str | None, high: str | None) -> Words:
    """`HKD 900,000 to 1,500,000` for people."""
    if high is None:
        return words("not published", "未有公布") if low is None else _money(low)
    if low is None or low == high:
        return _money(high)
    if Fraction(low) == 0:
        return fill(words("up to {h}", "最多{h}"), h=_money(high))
    bare = words(bare_amount(Fraction(high) * 100), _money(high)["zh-Hant"])
    return fill(words("{l} to {h}", "{l}至{h}"), l=_money(low), h=bare)


def _money(amount: str) -> Words:
    cents = Fraction(amount) * 100
    return money_for_people(int(cents) if cents.denominator == 1 else cents)


def _table(combination: Combination, years: tuple[str, ...], voice: Voice) -> MoneyTable:
    """A row for each scheme and one for the money to find; amounts in HKD, as they are."""
    rows = []
    for holding in combination.holdings:
        cells = {year.year: _cell(year.low, year.high, voice) for year in holding.years}
        name = holding.name
        if holding.instrument != "grant":
            name = fill(words("{n} ({i})", "{n}（{i}）"), n=name, i=INSTRUMENTS[holding.instrument])
        rows.append((voice.say(name), *(cells.get(year, "") for year in years)))
    own = {year.year: _cell(year.own_low, year.own_high, voice) for year in combination.own}
    if any(own.values()):
        rows.append((voice.begin(voice.label("own_money")), *(own.get(year, "") for year in years)))
    return MoneyTable((voice.label("amounts_in_hkd"), *years), tuple(rows))


def _cell(low: str | None, high: str | None, voice: Voice) -> str:
    if low is None and high is None:
        return voice.label("not_published")
    ends = [bare_amount(Fraction(end) * 100) for end in (low, high) if end is not None]
    return ends[0] if len(set(ends)) == 1 else voice.label("between", low=ends[0], high=ends[1])


# ------------------------------------------------------------------- the chart


class _Piece(Frozen, frozen=True):
    """One part of a bar, in HKD: how it looks, and what stands beside its figure."""

    amount: Fraction
    colour: str
    fill: Fill
    edge: Edge
    says: str


class _Chart:
    def __init__(
        self, combination: Combination, years: tuple[str, ...], patterns: Mapping[str, Fill], voice: Voice
    ) -> None:
        self.patterns = patterns
        self.combination = combination
        self.years = years
        self.voice = voice
        self.grants = [h for h in combination.holdings if h.instrument == "grant"]
        self.bars = {year: [*self.pieces(year)] for year in years}
        self.most = max([self.height(year) for year in years], default=Fraction(0))

    def height(self, year: str) -> Fraction:
        return sum((piece.amount for piece in self.bars[year]), Fraction(0))

    def pieces(self, year: str) -> Iterator[_Piece]:
        """From the bottom: each grant, what is certain of it and what is open; then own money."""
        for number, holding in enumerate(self.grants, 1):
            found = next((y for y in holding.years if y.year == year), None)
            if found is not None:
                says = f"[{number}]" if len(self.grants) > 1 else ""
                yield from self.of(found.low, found.high, "yes", self.patterns[holding.scheme], says)
        own = next((y for y in self.combination.own if y.year == year), None)
        if own is not None:
            yield from self.of(own.own_low, own.own_high, "edge", "none", self.voice.label("to_find"))

    def of(self, low: str | None, high: str | None, colour: str, fill_: Fill, says: str) -> Iterator[_Piece]:
        certain = Fraction(low or 0)
        at_most = Fraction(high) if high is not None else certain
        if certain:
            yield _Piece(certain, colour, fill_, "solid", says)
        if at_most > certain:
            yield _Piece(at_most - certain, colour, fill_ if fill_ != "solid" else "back", "dashed", says)

    def finding(self) -> str:
        """What the chart shows, in a sentence."""
        parts = [fill(words("{y}: {a}", "{y}年度：{a}"), y=year,
                      a=join((words(self.million(p.amount), self.million(p.amount)) for p in pieces), " + ", " + "))
                 for year, pieces in self.bars.items() if pieces]  # fmt: skip
        return self.voice.label("chart_found", names=join(h.name for h in self.grants), years=join(parts))

    def legend(self) -> tuple[Key, ...]:
        """The pattern of each scheme, then of the money to find; and that a dashed edge is open."""
        found = []
        for number, holding in enumerate(self.grants, 1):
            mark = f"[{number}] " if len(self.grants) > 1 else ""
            said = fill(words("{m}{n}: {v}", "{m}{n}：{v}"), m=mark, n=holding.name, v=VERDICTS[holding.verdict])
            found.append(Key(self.patterns[holding.scheme], self.voice.say(said)))
        pieces = [piece for pieces in self.bars.values() for piece in pieces]
        if any(piece.colour == "edge" for piece in pieces):
            found.append(Key("none", self.voice.label("own_money")))
        if any(piece.edge == "dashed" for piece in pieces):
            found.append(Key("dashed", self.voice.label("dashed")))
        return tuple(found)

    @staticmethod
    def million(amount: Fraction) -> str:
        """An amount in millions, to the last digit."""
        said = bare_amount(amount * 100 / _MILLION)
        return said.rstrip("0").rstrip(".") if "." in said else said

    def ticks(self, most: Fraction) -> list[Fraction]:
        """Round figures up to the highest bar."""
        step = Fraction(1)
        while most / _MILLION / step > 5:
            step *= 2 if str(step)[0] in "15" else Fraction(5, 2)
        while most / _MILLION / step < 2 and step > Fraction(1, 100):
            step /= 2
        return [step * n * _MILLION for n in range(1, int(most / _MILLION / step) + 1)]

    def upright(self, most: Fraction) -> Drawing:
        """Bars side by side, for a wide page."""
        high, left, top = 200, 40, 14
        base, parts = top + high, list[Part]()
        scale = Fraction(high) / most
        for tick in self.ticks(most):
            y = base - float(tick * scale)
            parts += [Stroke(left, y, WIDE, y), Text(left - 8, y + 5, self.million(tick), 13, "ink-2", align="end")]
        step = (WIDE - left) / max(len(self.years), 1)
        wide = min(step * 0.66, 64)
        for number, year in enumerate(self.years):
            x, at = left + step * (number + 0.5), Fraction(0)
            for piece in self.bars[year]:
                y, tall = base - float((at + piece.amount) * scale), float(piece.amount * scale)
                parts.append(Box(x - wide / 2, y, wide, tall - 1.5, piece.colour, piece.fill, piece.edge))
                parts += self.figure(piece, x, y + tall / 2, wide, tall)
                at += piece.amount
            parts.append(Text(x, base + 20, year, 13, "ink-2", align="middle"))
        parts.append(Stroke(left, base, WIDE, base, "ink", 1.5))
        return Drawing(WIDE, base + 30, tuple(parts))

    def figure(self, piece: _Piece, x: float, y: float, wide: float, tall: float) -> Iterator[Part]:
        text = self.million(piece.amount)
        if tall < 18 or width_of(text, 13, bold=True) > wide - 4:
            return
        solid = piece.fill == "solid"
        second = bool(piece.says) and tall > 40 and width_of(piece.says, 13) < wide + 6
        yield Text(x, y + (-2 if second else 5), text, 13, "card" if solid else "ink", bold=True, align="middle",
                   backed=not solid)  # fmt: skip
        if second:
            yield Text(x, y + 14, piece.says, 13, align="middle", backed=not solid)

    def lying(self, most: Fraction) -> Drawing:
        """Bars one under the other, for a narrow page."""
        left, row, tall = 62, 34, 24
        scale = Fraction(NARROW - left - 6) / most
        bottom, parts = row * len(self.years), list[Part]()
        for tick in self.ticks(most):
            x = left + float(tick * scale)
            parts += [Stroke(x, 0, x, bottom), Text(x, bottom + 18, self.million(tick), 13, "ink-2", align="middle")]
        for number, year in enumerate(self.years):
            y, at = number * row + 5, Fraction(0)
            parts.append(Text(0, y + 17, year, 13))
            for piece in self.bars[year]:
                x, wide = left + float(at * scale), float(piece.amount * scale)
                parts.append(Box(x, y, wide - 1.5, tall, piece.colour, piece.fill, piece.edge))
                parts += self.figure(piece, x + wide / 2, y + tall / 2, wide, tall)
                at += piece.amount
        parts.append(Stroke(left, 0, left, bottom, "ink", 1.5))
        return Drawing(NARROW, bottom + 24, tuple(parts))

