"""The fixed words of a report, in both languages. Labels never vary inside a report."""

from __future__ import annotations

from typing import Final

from matcher.scheme import Instrument, KindOfCriterion, Outcome, Verdict
from matcher.words import Words, words

SIGNS: Final[dict[str, str]] = {
    "eligible": "✓", "needs_information": "?", "discretionary": "◊", "not_eligible": "✗",
    "other_role": "-", "met": "✓", "failed": "✗", "unknown": "?", "unclear": "~", "judged": "◊",
    "process": " ", "not_applicable": "-", "not_in_force": "-",
}  # fmt: skip
PLAIN_SIGNS: Final = {"✓": "+", "✗": "x", "◊": "o", "…": "..."}

VERDICTS: Final[dict[str, Words]] = {
    "eligible": words("Eligible", "符合資格"),
    "needs_information": words("Needs information", "需補充資料"),
    "discretionary": words("Discretionary", "酌情決定"),
    "not_eligible": words("Not eligible", "不符合資格"),
    "not_for_startups": words("Not for start-ups", "不適用於初創企業"),
    "other_role": words("For another kind of applicant", "供其他類別申請者"),
    "not_in_force": words("Not in force on that day", "當日沒有接受申請"),
}
TALLIES: Final[dict[str, tuple[Words, Words]]] = {  # for one scheme, and for several
    "eligible": (words("{n} eligible", "符合資格 {n}"), words("{n} eligible", "符合資格 {n}")),
    "needs_information": (words("{n} needs information", "需補充資料 {n}"),
                          words("{n} need information", "需補充資料 {n}")),
    "discretionary": (words("{n} discretionary", "酌情決定 {n}"),
                      words("{n} discretionary", "酌情決定 {n}")),
    "not_eligible": (words("{n} not eligible", "不符合資格 {n}"),
                     words("{n} not eligible", "不符合資格 {n}")),
    "other_role": (words("{n} for another kind of applicant", "供其他類別申請者 {n}"),
                   words("{n} for other kinds of applicants", "供其他類別申請者 {n}")),
    "not_in_force": (words("{n} not in force", "當日沒有接受申請 {n}"),
                     words("{n} not in force", "當日沒有接受申請 {n}")),
}  # fmt: skip
MEANINGS: Final[dict[Verdict, Words]] = {
    "eligible": words("Meets every stated test that can be checked. Not a promise of money.",
                      "符合所有可以核對的明文條件，並不保證獲得資助。"),
    "needs_information": words("No stated test fails. These answers are still needed.",
                               "沒有不符合的條件，但尚欠以下答案。"),
    "discretionary": words("No fixed test decides. The administrator chooses case by case.",
                           "沒有固定門檻，由主管機構按個別情況決定。"),
    "not_eligible": words("At least one stated test fails.", "最少一項明文條件不符合。"),
}  # fmt: skip
OUTCOMES: Final[dict[Outcome, Words]] = {
    "met": words("met", "符合"),
    "failed": words("failed", "不符合"),
    "unknown": words("unknown", "未提供"),
    "unclear": words("unclear", "未明"),
    "judged": words("judged", "評審"),
    "not_applicable": words("n/a", "不適用"),
}
OUTCOMES_IN_FULL: Final[dict[Outcome, Words]] = {
    **OUTCOMES,
    "unknown": words("unknown", "資料未提供"),
    "unclear": words("unclear", "規定未明"),
    "not_applicable": words("not applicable", "不適用"),
}
KINDS: Final[dict[KindOfCriterion, Words]] = {
    "hard": words("hard", "硬性條件"),
    "soft": words("soft", "彈性條件"),
    "process": words("process", "程序"),
    "judged": words("judged", "評審"),
}
INSTRUMENTS: Final[dict[Instrument, Words]] = {
    "grant": words("grant", "資助金"),
    "equity": words("equity", "股權投資"),
}
ROWS: Final[dict[str, Words]] = {
    "counts": words("counts", "計算"),
    "unknown": words("unknown", "未提供"),
    "unclear": words("unclear", "未明"),
    "no": words("no", "不計算"),
}
SORTS: Final[dict[str, Words]] = {
    "rule": words("rule", "規則"),
    "yours": words("yours", "貴公司"),
    "expected": words("expected", "預計"),
    "unknown": words("unknown", "未明"),
}
HEADINGS: Final[dict[str, Words]] = {
    "title": words("HONG KONG FUNDING CHECK", "香港資助計劃核對報告"),
    "in_short": words("IN SHORT", "摘要"),
    "why": words("WHY", "理由"),
    "missing": words("MISSING", "尚欠資料"),
    "open_deciding": words("OPEN POINT THAT DECIDES", "足以影響結論的未明規定"),
    "money": words("MONEY", "金額"),
    "checked": words("CHECKED", "已核對"),
    "not_checked": words("NOT CHECKED", "不作核對"),
    "watch_out": words("WATCH OUT", "留意"),
    "correction": words("CORRECTION", "更正"),
    "together": words("WITH OTHERS", "與其他計劃"),
    "open_points": words("OPEN POINTS", "其他未明之處"),
    "availability": words("AVAILABILITY", "申請期"),
    "how": words("HOW TO APPLY", "申請方法"),
    "papers": words("PAPERS", "文件"),
    "next_dates": words("NEXT DATES", "未來日期"),
    "sources": words("SOURCES", "資料來源"),
    "not_in_force": words("NOT IN FORCE ON THAT DAY", "當日沒有接受申請"),
}
STANDING_SHORT: Final = words(
    "A check against published rules, in our reading. Not advice; not a decision by any authority.",
    "本報告按本系統的理解核對已公布的規則，並非專業意見，亦非任何當局的決定。",
)
STANDING_LONG: Final = words(
    "Eligible means: meets every stated test that can be checked. It is not a promise of money."
    " Panels, quotas and budgets decide, and published texts may be incomplete or out of date."
    " Confirm with the administrator before you rely on it.",
    "「符合資格」指符合所有可以核對的明文條件，並不保證獲得資助。最終結果取決於評審、名額及預算，"
    "而已公布的資料或有不全或過時之處。依賴本報告前，請先向主管機構確認。",
)
