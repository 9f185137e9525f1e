"""The fixed words of a report, in both languages. Labels never vary inside a report."""

from __future__ import annotations

from typing import Final

from matcher.listed import Status
from matcher.scheme import About, Instrument, KindOfCriterion, Outcome, State, Verdict
from matcher.vocabulary import Changes
from matcher.words import Words, words

SIGNS: Final[dict[str, str]] = {
    "eligible": "✓", "needs_information": "?", "discretionary": "◊", "not_eligible": "✗",
    "other_role": "-", "met": "✓", "failed": "✗", "unknown": "?", "unclear": "~", "judged": "◊",
    "process": " ", "not_applicable": "-", "not_in_force": "-", "listed": "-",
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
    "loan_guarantee": words("loan guarantee", "貸款擔保"),
    "tax": words("tax measure", "稅務措施"),
    "place": words("place in a programme", "計劃名額"),
    "talent": words("talent support", "人才支援"),
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
STATUSES: Final[dict[Status, Words]] = {
    "open": words("open", "接受申請"),
    "announced": words("announced", "已公布"),
    "unconfirmed": words("state unconfirmed", "現況未能確認"),
    "closed": words("closed", "已截止"),
}
STATES: Final[dict[State, Words]] = {
    "open": words("Open", "接受申請"),
    "upcoming": words("Upcoming", "即將接受申請"),
    "between_calls": words("Between calls", "兩輪申請之間"),
    "ceased": words("Ceased", "已停止接受申請"),
    "by_introduction": words("By introduction", "須經引薦"),
    "unknown": words("Not known", "未能確定"),
}
ABOUT: Final[dict[About, Words]] = {
    "route": words("route and role", "途徑及身分"),
    "company": words("company", "公司"),
    "age": words("age and time", "年期及時間"),
    "people": words("people", "人員"),
    "field": words("field", "範疇"),
    "amount": words("amount", "金額"),
    "partner_money": words("partner money", "伙伴資金"),
    "hong_kong": words("Hong Kong ties", "香港聯繫"),
    "earlier_grants": words("earlier grants", "過往資助"),
    "ip": words("IP", "知識產權"),
}
CHANGES: Final[dict[Changes, Words]] = {
    "by_choice": words("by choice", "可自行選擇"),
    "by_effort": words("by effort", "需要籌措"),
    "with_time": words("only with time", "只待時間"),
    "never": words("cannot change", "無法改變"),
}
ACTIONS: Final[dict[str, Words]] = {
    "do_first": words("DO FIRST", "先做"),
    "last_chance": words("LAST CHANCE", "最後機會"),
    "choose": words("CHOOSE", "抉擇"),
}
HEADINGS: Final[dict[str, Words]] = {
    "title": words("HONG KONG FUNDING CHECK", "香港資助計劃核對報告"),
    "in_short": words("IN SHORT", "摘要"),
    "ask_first": words("ASK FIRST (what most schemes wait for)", "首先填寫（最多計劃尚欠的資料）"),
    "why": words("WHY", "理由"),
    "missing": words("MISSING", "尚欠資料"),
    "open_deciding": words("OPEN POINT THAT DECIDES", "足以影響結論的未明規定"),
    "to_change": words("TO CHANGE", "如何改動"),
    "round_it": words("OR NEED NO ANSWER", "或無需作答"),
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
    "listed": words("KNOWN, BUT NOT CHECKED", "已知但未核對的計劃"),
}
LISTED_WHY: Final = words(
    "No rules have been written for these schemes: they are over, or what was read of them does not"
    " state their criteria in full. They stand in no verdict and in no count. States as found on {day};"
    " details: matcher schemes.",
    "以下計劃未有編寫規則：或已截止，或所讀資料未有完整列明條件。各項不計入任何結論及數目。"
    "狀況以{day}所見為準，詳情可用matcher schemes查看。",
)
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
