"""The combinations as blocks: what each holds, year by year, what it rests on, and the rules between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from matcher.literals import bare_amount, read_money
from matcher.phrases import day_for_people
from matcher.render.microcopy import INSTRUMENTS, STANDING_LONG, STANDING_SHORT, VERDICTS
from matcher.render.page import Block, Foot, Heading, Item, Rule, Section, SummaryRow, Title
from matcher.report import Report
from matcher.scheme import Verdict
from matcher.sections import Combination, Holding, StackReport, Tie, TieKind, YearOfMoney
from matcher.ties import OTHERS
from matcher.words import Lang, Words, filled, listing, words

TITLE: Final = words("HONG KONG FUNDING: WHAT GOES TOGETHER", "香港資助計劃：可以一併領取的組合")
YEARS: Final = words(
    "Years are government financial years, 1 April to 31 March: the first in which support can begin if"
    " it is applied for now. Where a scheme does not pay by the year, its whole amount stands in the year"
    " in which it begins. Low and high differ where facts are missing. Later starts are answered by the"
    " rules and facts of today, with only time moved on: what begins years ahead shows an order that the"
    " rules leave open, and is no forecast.",
    "年度指政府財政年度（4月1日至3月31日），以現在申請而可開始的首個年度計。並非按年發放的資助，全數列於開始的年度。"
    "資料不足時，列出最低及最高金額。較後年度的開始，按今日的規則及資料推算，只把時間推後：多年之後的安排只顯示規則容許的次序，並非預測。",
)
KINDS: Final[dict[TieKind, Words]] = {
    "never_both": words("never both", "只能二擇其一"),
    "not_together": words("not at the same time", "不可同時"),
    "not_same_cost": words("not for the same cost", "不可就同一開支"),
    "first_then": words("this order only", "只可依此次序"),
    "only_after": words("the first is needed", "須先獲前者"),
    "shared_ceiling": words("shared ceiling", "共用上限"),
    "next_step": words("usual order", "一般次序"),
    "allowed": words("allowed", "容許"),
    "not_regulated": words("not regulated by the sources read", "所讀資料沒有規定"),
}


def stack_page(report: Report, found: StackReport, lang: Lang) -> Iterator[Block]:
    """The blocks of the combinations, the best one in full; `report` has the head and the foot."""
    return _Page(report, found, lang).blocks()


class _Page:
    def __init__(self, report: Report, found: StackReport, lang: Lang) -> None:
        self.report = report
        self.found = found
        self.lang = lang
        self.comma = ", " if lang == "en" else "，"
        self.dot = " | "

    def say(self, text: Words, **parts: Words | str | int) -> str:
        return filled(text, self.lang, parts)

    def both(self, en: str, zh: str, **parts: Words | str | int) -> str:
        return filled(words(en, zh), self.lang, parts)

    def name(self, scheme: str) -> str:
        if scheme == OTHERS:
            return self.both("every other scheme", "其他所有計劃")
        return self.say(self.found.names[scheme]) if scheme in self.found.names else scheme

    def blocks(self) -> Iterator[Block]:
        profile = self.report.profile
        name = profile.name_zh if self.lang == "zh-Hant" and profile.name_zh else profile.name
        line = self.dot.join(self.say(part) for part in profile.headline)
        day = self.both("as of {d}", "以{d}計", d=day_for_people(self.report.as_of))
        yield Title(self.say(TITLE), day, name, (line,) if line else ())
        if self.found.combinations:
            yield Section("", (self.say(YEARS),))
        else:
            yield Section("", (self.both("No scheme that is not ruled out has an amount that can be counted.",
                                         "未被排除的計劃，均沒有可以計算的金額。"),))  # fmt: skip
        for number, combination in enumerate(self.found.combinations, 1):
            yield Rule()
            yield from self.combination(number, combination)
        yield Rule()
        yield from self.ties()
        yield from self.listed(self.both("NOT COUNTED", "沒有計入"), self.found.not_counted)
        yield Section("", (self.say(STANDING_LONG),))
        yield Rule()
        yield self.foot()

    # -- one combination

    def combination(self, number: int, found: Combination) -> Iterator[Block]:
        best = self.both("1  THE MOST MONEY WITHIN THE RULES", "1  規定之內資助最多的組合")
        yield Heading(best if number == 1 else self.both("{n}  ANOTHER LAWFUL ORDER", "{n}  另一可行安排", n=number))
        yield Section("", (self.sentence(found.says),))
        for holding in found.holdings:
            yield self.holding(holding)
        yield Heading(self.both("YEAR BY YEAR", "逐年"))
        for year in found.own:
            yield Section(year.year, (self.year(year),))
        for total in found.sums:
            kind, money = INSTRUMENTS[total.instrument], _money(total.low, total.high)
            yield Section(self.both("in all", "合計"), (self.both("{i}: {m}", "{i}：{m}", i=kind, m=money),))
        yield from self.listed(self.both("WORKING", "算式"), found.working)
        yield from self.listed(self.both("LEFT OUT", "沒有包括"), found.closes)
        yield from self.open(found, in_full=number == 1)

    def holding(self, found: Holding) -> SummaryRow:
        said = self.both("today: {v}", "今日：{v}", v=self.verdict(found.present))
        if found.verdict != found.present and found.years:
            said += self.both("; {y}: {v}", "；{y}：{v}", y=found.years[0].year, v=self.verdict(found.verdict))
        kind = self.say(INSTRUMENTS[found.instrument])
        years = [self.both("{y}: {m}", "{y}：{m}", y=y.year, m=_money(y.low, y.high)) for y in found.years]
        lines = [] if found.working is None else [self.say(found.working)]
        told: dict[str, list[str]] = {}
        for year in found.years:
            if year.own_high is not None and year.own_says is not None:
                amount = self.both("{y}: {m}", "{y}：{m}", y=year.year, m=_money(year.own_low, year.own_high))
                told.setdefault(self.say(year.own_says), []).append(amount)
        lines += [
            self.both("to be found beside it, {a}: {s}", "另須籌得{a}：{s}", a=self.comma.join(amounts), s=says)
            for says, amounts in told.items()
        ]
        return SummaryRow(self.say(found.name), found.scheme, self.comma.join((kind, said)), self.dot.join(years),
                          tuple(lines))  # fmt: skip

    def verdict(self, verdict: Verdict) -> str:
        said = self.say(VERDICTS[verdict])
        return said.lower() if self.lang == "en" else said

    def year(self, year: YearOfMoney) -> str:
        grants = self.both("grants {m}", "資助金{m}", m=_money(year.low, year.high))
        if year.own_high in (None, "0"):
            return grants
        own = self.both("to be found beside them {m}", "另須籌得{m}", m=_money(year.own_low, year.own_high))
        return self.dot.join((grants, own))

    def open(self, found: Combination, *, in_full: bool) -> Iterator[Block]:
        """What it rests on although no source read settles it; pairs without a word are told scheme by scheme."""
        said = [tie for tie in found.open if not tie.implied]
        silent = [tie for tie in found.open if tie.implied]
        if not said and not silent:
            return
        yield Heading(self.both("LEFT OPEN BY THE SOURCES (not regulated is not allowed: ask)",
                                "資料沒有說明（沒有規定不等於容許，請查詢）"))  # fmt: skip
        for tie in said if in_full else ():
            yield self.tie(tie)
        if not in_full:
            yield Item("*", self.both("{n} pairs, as far as they are not those above", "{n}對計劃，未列於上文者亦同",
                                      n=len(found.open)))  # fmt: skip
            return
        for holding in found.holdings:
            others = [self.found.names[tie.b] for tie in silent if tie.a == holding.scheme]
            if others:
                yield Item("*", self.both("{a} with {b}: {s}.", "{a}與{b}：{s}。", a=holding.name,
                                          b=listing(others, 20), s=silent[0].says))  # fmt: skip

    # -- the rules between them

    def ties(self) -> Iterator[Block]:
        shown = [tie for tie in self.found.ties if tie.kind != "not_regulated" or tie.b == OTHERS]
        if shown:
            yield Heading(self.both("RULES BETWEEN SCHEMES", "計劃之間的規定"))
        for tie in shown:
            yield self.tie(tie)

    def tie(self, tie: Tie) -> Item:
        names = self.comma.join(map(self.name, (tie.a, tie.b, *tie.also)))
        text = self.both("{n} ({k}): {s}", "{n}（{k}）：{s}", n=names, k=KINDS[tie.kind], s=tie.says)
        if tie.ask is not None:
            text += self.both(" Ask: {a}.", "請查詢：{a}。", a=tie.ask)
        source = () if tie.source is None else (self.both("source: {s}", "資料來源：{s}", s=tie.source),)
        return Item("*", text, lines=source, address=tie.url)

    # -- small things

    def listed(self, heading: str, texts: Iterable[Words]) -> Iterator[Block]:
        said = [self.sentence(text) for text in texts]
        if said:
            yield Heading(heading)
            yield from (Item("*", text) for text in said)

    def sentence(self, text: Words) -> str:
        said = self.say(text)
        said = said[:1].upper() + said[1:]
        return said if said.endswith((".", "。")) else said + ("." if self.lang == "en" else "。")

    def foot(self) -> Foot:
        book = self.report.rulebook
        rests_on = self.both(
            "Rule book {v}, sha256 {d} | profile sha256 {p}", "規則彙編{v}，sha256 {d} | 公司資料檔sha256 {p}",
            v=book.version, d=book.digest, p=self.report.profile.digest,
        )  # fmt: skip
        return Foot((self.say(STANDING_SHORT), rests_on))


def _money(low: str | None, high: str | None) -> Words:
    """`HKD 900,000 to 1,500,000`, from exact text."""
    least, most = (bare_amount(read_money(text or "0")) for text in (low, high))
    return words(f"HKD {most}" if least == most else f"HKD {least} to {most}",
                 f"{most}港元" if least == most else f"{least}至{most}港元")  # fmt: skip
