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
MOST_OPEN: Final = 6  # those that wait for the least; the summary says what the others wait for

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


def ordered(report: Report) -> list[SchemeReport]:
    """By verdict, then by how little is missing, the nearest known date, the money, the id."""
    return sorted(
        report.schemes,
        key=lambda s: (
            GROUPS.index(group_of(s)),
            len(s.missing),
            sum(point.decides for point in s.open_points),
            _next_day(s),
            -_amount(s.funding.high),
            s.id,
        ),
    )


def extents(report: Report, details: Details, named: Iterable[str]) -> dict[str, Extent]:
    """How much is shown of each scheme, by id. A scheme for another kind of applicant is told in
    full only where it is asked for by name."""
    if details == "none":
        return {scheme.id: "line" for scheme in report.schemes}
    if details == "auto" and is_long(report):
        shown = {scheme.id: _IN_SHORT[group_of(scheme)] for scheme in ordered(report)}
        waiting = [name for name, extent in shown.items() if extent == "open"]
        return {**shown, **dict.fromkeys(waiting[MOST_OPEN:], "line")}
    asked = frozenset(named)
    return {s.id: "full" if s.id in asked or not s.other_role else "line" for s in report.schemes}


def more_than_a_line(report: Report, details: Details, named: Iterable[str]) -> list[str]:
    """The ids of the schemes of which more is shown than their line in the summary."""
    return [name for name, extent in extents(report, details, named).items() if extent != "line"]


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
        "open": fill(words("of the {n} that wait{s} for the least, what is open",
                           "所欠資料最少的{n}項計劃，只列未有結論的條件"),
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


def _amount(text: str | None) -> int:
    """An exact amount, in cents."""
    if not text:
        return 0
    whole, _, cents = text.partition(".")
    return int(whole) * 100 + int((cents or "0").ljust(2, "0")[:2])


def _next_day(scheme: SchemeReport) -> str:
    """The closing date, else the next day that is known."""
    closes = scheme.availability.closes_on
    days = [closes] if closes else [entry.on for entry in scheme.next_dates if entry.on]
    return min(days).isoformat() if days else "9999"
