"""The checklist of papers and proofs, for one language, as the blocks that every format draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET

from matcher.phrases import day_for_people
from matcher.render.microcopy import STANDING_SHORT
from matcher.render.page import Block, Foot, Heading, Item, Section, Title
from matcher.report import Report
from matcher.words import Lang, Words, fill, join, words

_TITLE = words("Checklist of papers", "文件清單")
_PAPERS = words("PAPERS TO COLLECT ({n})", "須準備的文件（{n}項）")
_UNNAMED = words("The texts read name no papers for {s}.", "所讀資料沒有列明以下計劃所需文件：{s}。")
_CLAIMS = words("WHAT RESTS ON YOUR WORD ({n})", "以你的陳述為準的資料（{n}項）")
_WHY = words(
    "Each was taken as it was given, and at least one criterion turns on it. Have its proof at hand.",
    "以下各項均按所填資料核對，並至少為一項條件所依據。請備妥證明。",
)
_LEFT_OUT = words(
    "Left out: schemes for other kinds of applicants, and those not eligible for as planned.",
    "不包括：只供其他類別申請者的計劃，以及按現時計劃不符合資格的計劃。",
)


def checklist_blocks(report: Report, lang: Lang) -> Iterator[Block]:
    """The checklist of a report that has one; nothing otherwise."""
    found = report.checklist
    if found is UNSET:
        return
    names = {scheme.id: scheme.name for scheme in report.schemes}

    def of(ids: Iterable[str]) -> Words:
        return join(names[name] for name in ids)

    day = fill(words("as of {d}", "以{d}計"), d=day_for_people(report.as_of))
    name = report.profile.name_zh if lang == "zh-Hant" and report.profile.name_zh else report.profile.name
    yield Title(_TITLE[lang], day[lang], name, ())
    yield Heading(fill(_PAPERS, n=len(found.papers))[lang])
    for paper in found.papers:
        yield Item("*", paper.says[lang], "", (of(paper.schemes)[lang],))
    if found.unnamed:
        yield Section("", (fill(_UNNAMED, s=of(found.unnamed))[lang],))
    yield Heading(fill(_CLAIMS, n=len(found.claims))[lang])
    yield Section("", (_WHY[lang],))
    for claim in found.claims:
        where = () if claim.find is None else (fill(words("Find it: {f}.", "何處可查：{f}。"), f=claim.find)[lang],)
        yield Item("*", claim.says[lang], "", (*where, of(claim.schemes)[lang]))
    yield Foot((_LEFT_OUT[lang], STANDING_SHORT[lang]))
