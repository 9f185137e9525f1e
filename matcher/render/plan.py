"""A plan as a list of blocks, for one language: all goals at once, then each scheme by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from matcher.compose import VERDICT_NAMES
from matcher.phrases import day_for_people
from matcher.render.changes import ways_in
from matcher.render.microcopy import CHANGES, STANDING_SHORT
from matcher.render.page import Block, Foot, Group, Heading, Item, Rule, Section, Title
from matcher.report import Report
from matcher.sections import ChangeSet, PlanReport, SchemePlan
from matcher.words import Lang, Words, filled, join, words

_TITLE: Final = words("HONG KONG FUNDING PLAN", "香港資助計劃改動方案")
_MEANING: Final = words(
    "Each way (A, B, …) makes every hard criterion that fails met, and nothing in it can be left out; each was checked"
    " again with the changes made. Amounts are the least that does, in whole dollars. What happened stays as it is.",
    "每個方法（A、B……）均能使所有不符合的硬性條件變為符合，當中各項缺一不可；每個方法均已按改動後的資料重新核對。"
    "金額為足夠的最小數目，以整元計。已發生的事不會改變。",
)
_SORTS: Final = words("Sorts of change, the easiest first: {sorts}.", "改動的類別，由易至難：{sorts}。")


def plan_page(report: Report, found: PlanReport, lang: Lang) -> Iterator[Block]:
    """The plan's blocks; `report` is the head that it goes with."""
    return _Page(report, found, lang).blocks()


class _Page:
    def __init__(self, report: Report, found: PlanReport, lang: Lang) -> None:
        self.report = report
        self.found = found
        self.lang = lang

    def say(self, text: Words, **parts: Words | str | int) -> str:
        return filled(text, self.lang, parts) if parts else text[self.lang]

    def both(self, en: str, zh: str, **parts: Words | str | int) -> str:
        return self.say(words(en, zh), **parts)

    def blocks(self) -> Iterator[Block]:
        yield self.title()
        yield Rule()
        sorts = join(CHANGES.values(), ", ", "、")
        yield Section("", (self.say(_MEANING), self.say(_SORTS, sorts=sorts)))
        if self.found.goals:
            yield Rule()
            yield from self.together()
        schemes = self.found.schemes
        yield from self.group("not_eligible", self.both("WAYS IN", "可行方法"),
                              [s for s in schemes if s.sets and s.verdict == "not_eligible"])  # fmt: skip
        yield from self.group("needs_information", self.both("WAYS TO NEED NO ANSWER", "無需作答的方法"),
                              [s for s in schemes if s.sets and s.verdict != "not_eligible"])  # fmt: skip
        yield from self.in_lines("needs_information", self.both("ONLY ANSWERS ARE MISSING", "只欠答案"),
                                 [s for s in schemes if not s.sets and s.verdict != "not_eligible"])  # fmt: skip
        yield from self.in_lines("not_eligible", self.both("NO WAY IN", "沒有方法"),
                                 [s for s in schemes if not s.sets and s.verdict == "not_eligible"])  # fmt: skip
        yield Rule()
        yield self.foot()

    def title(self) -> Title:
        profile = self.report.profile
        name = profile.name_zh if self.lang == "zh-Hant" and profile.name_zh else profile.name
        line = " | ".join(map(self.say, profile.headline))
        day = self.both("as of {d}", "以{d}計", d=day_for_people(self.report.as_of))
        return Title(self.say(_TITLE), day, name, (line,) if line else ())

    def together(self) -> Iterator[Block]:
        goals = " + ".join(self.found.goals)
        yield Heading(self.both("ALL GOALS TOGETHER: {g}", "同時達成所有目標：{g}", g=goals))
        if self.found.together:
            yield from self.ways(self.found.together, more=self.found.more)
        elif self.found.clashes:
            for clash in self.found.clashes:
                yield Section("", (self.sentence(clash.says),))
        elif self.found.more:
            yield Section("", (self.both("No way was found within the limits of the search; that is no proof that there"
                                         " is none.", "在搜尋範圍內沒有找到方法，但不能證明沒有方法。"),))
        else:
            yield Section("", (self.both("None of the goals turns you away as things are.",
                                         "現時沒有目標因不符合條件而被拒。"),))  # fmt: skip

    def group(self, sign: str, heading: str, schemes: list[SchemePlan]) -> Iterator[Block]:
        if not schemes:
            return
        yield Rule()
        yield Group(sign, heading + self.both(" ({n})", "（{n}）", n=len(schemes)))
        for scheme in schemes:
            yield Heading(f"{self.say(scheme.name)}  {scheme.scheme}")
            yield from self.ways(scheme.sets, more=scheme.more)

    def ways(self, sets: Iterable[ChangeSet], *, more: bool) -> Iterator[Block]:
        for way in ways_in(sets, with_sources=True):
            yield Item(self.say(way.mark), self.say(way.first), "", tuple(map(self.say, way.further)))
        if more:
            yield Section("", (self.both("There are more ways, each with more to change.",
                                         "另有其他方法，但須改動更多。"),))  # fmt: skip

    def in_lines(self, sign: str, heading: str, schemes: list[SchemePlan]) -> Iterator[Block]:
        if not schemes:
            return
        yield Rule()
        yield Group(sign, heading + self.both(" ({n})", "（{n}）", n=len(schemes)))
        for scheme in schemes:
            because = scheme.none_because or VERDICT_NAMES[scheme.verdict]
            yield Item("*", " | ".join([self.say(scheme.name), scheme.scheme, self.say(because)]))

    def sentence(self, text: Words) -> str:
        said = self.say(text)
        return said if said.endswith((".", "。")) else said + ("." if self.lang == "en" else "。")

    def foot(self) -> Foot:
        report = self.report
        return Foot((
            self.say(STANDING_SHORT),
            self.both("Rule book {v}, sha256 {d} | profile sha256 {p}",
                      "規則彙編{v}，sha256 {d} | 公司資料檔sha256 {p}",
                      v=report.rulebook.version, d=report.rulebook.digest, p=report.profile.digest),
        ))  # fmt: skip
