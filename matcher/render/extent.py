"""How much of each scheme a report shows: in full, what is open, what fails, or one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from matcher.report import Report, SchemeReport
from matcher.words import Words, fill, join, words

Details = Literal["auto", "all", "none"]
Extent = Literal["full", "open", "failed", "line"]
EXTENTS: Final[tuple[Extent, ...]] = ("full", "open", "failed", "line")

MOST_IN_FULL: Final = 12  # of so many schemes a reader still reads every criterion

GROUPS: Final = ("eligible", "needs_information", "discretionary", "not_eligible", "other_role")
_IN_SHORT: Final[dict[str, Extent]] = {
    "eligible": "full", "needs_information": "open", "discretionary": "full",
    "not_eligible": "failed", "other_role": "line",
}  # fmt: skip


def group_of(scheme: SchemeReport) -> str:
    """The group of the summary that the scheme stands in."""
    return "other_role" if scheme.other_role else scheme.verdict


def is_long(report: Report) -> bool:
    """Whether there are too many schemes to tell each in full."""
    return len(report.schemes) > MOST_IN_FULL


def extents(report: Report, details: Details, named: Iterable[str]) -> dict[str, Extent]:
    """How much is shown of each scheme, by id. A scheme for another kind of applicant is told in
    full only where it is asked for by name."""
    if details == "none":
        return {scheme.id: "line" for scheme in report.schemes}
    if details == "auto" and is_long(report):
        return {scheme.id: _IN_SHORT[group_of(scheme)] for scheme in report.schemes}
    asked = frozenset(named)
    return {s.id: "full" if s.id in asked or not s.other_role else "line" for s in report.schemes}


def what_is_shown(shown: dict[str, Extent], details: Details) -> Words | None:
    """The line under the summary: what follows, and how to see the rest. None of no schemes."""
    if not shown:
        return None
    count = {extent: list(shown.values()).count(extent) for extent in EXTENTS}
    one = words("One scheme in full: --scheme ID.", "詳列一項計劃：--scheme ID。")
    if details == "none":
        said = words("This is the summary alone.", "只列摘要。")
        more = words("What is open and what fails: --details auto. Everything: --details all.",
                     "查看未有結論及不符合的條件：--details auto。查看全部：--details all。")  # fmt: skip
        return join([said, more, one], " ", "")
    parts: dict[Extent, Words] = {
        "full": fill(words("{n} scheme{s} in full", "{n}項計劃的全部內容"),
                     n=count["full"], s="s"[: count["full"] != 1]),
        "open": fill(words("of {n} that need{s} information, what is open",
                           "{n}項需補充資料的計劃，只列未有結論的條件"),
                     n=count["open"], s="s"[: count["open"] == 1]),
        "failed": fill(words("of {n} that {be} not eligible, what fails", "{n}項不符合資格的計劃，只列不符合的條件"),
                       n=count["failed"], be="is" if count["failed"] == 1 else "are"),
    }  # fmt: skip
    told = [part for extent, part in parts.items() if count[extent]]
    lines = [fill(words("Below: {p}.", "以下列出：{p}。"), p=join(told))] if told else []
    if count["open"] or count["failed"]:
        lines += [words("Everything: --details all.", "查看全部：--details all。"), one]
    elif count["line"]:
        lines.append(words("One for another kind of applicant: --scheme ID.",
                           "詳列供其他類別申請者的計劃：--scheme ID。"))  # fmt: skip
    else:
        lines.append(words("The summary alone: --details none.", "只看摘要：--details none。"))
    return join(lines, " ", "")
