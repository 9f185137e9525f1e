"""A comparison of rules as lines for a person: what changed, and for whom, with runnable profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from matcher.packcheck.changes import Change
from matcher.packcheck.diff import Moved, RulesDiff, SchemeDiff, Status
from matcher.packcheck.effects import Outcomes
from matcher.render.microcopy import OUTCOMES, VERDICTS
from matcher.words import Lang, Words, fill, join, listing, same, words

if TYPE_CHECKING:
    from matcher.packcheck.ways import Way

_STATUS: Final[dict[Status, Words]] = {
    "new": words("new in the second", "只見於後者"),
    "gone": words("gone from the second", "後者已刪去"),
    "came_into_force": words("came into force", "開始接受申請"),
    "ended": words("ended", "已經結束"),
    "changed": words("changed", "有所改動"),
}
_PARTS: Final[dict[str, Words]] = {
    "book": words("book", "彙編"), "fact": words("fact", "資料項目"), "value": words("value", "數值"),
    "criterion": words("criterion", "條件"), "host": words("rules of a host", "機構本身的規定"),
    "open_point": words("open point", "未明之處"), "money": words("money", "金額"),
    "window": words("window", "申請期"), "availability": words("availability", "申請狀況"),
    "event": words("event", "事件"), "source": words("source", "資料來源"), "text": words("text", "文字"),
}  # fmt: skip
_ASPECTS: Final[dict[str, Words]] = {
    "": words("", ""), "formula": words("formula", "公式"), "entries": words("by date", "按日期"),
    "label": words("label", "名稱"), "kind": words("kind", "類別"), "standing": words("in force or not", "是否生效"),
    "in_force": words("dates", "適用日期"), "applies_when": words("applies where", "適用情況"),
    "overlay": words("host", "所屬機構"), "blocks": words("decides", "影響結論"), "about": words("about", "範疇"),
    "source": words("source", "來源"), "says": words("wording", "內容"), "detail": words("detail", "詳情"),
    "if_not": words("if it does not apply", "不適用時"), "caution": words("caution", "提示"),
    "reading": words("our reading", "本系統的理解"),
    "ask": words("whom to ask", "查詢"), "question": words("question", "問題"), "because": words("reason", "原因"),
    "matters": words("matters", "影響結論"), "instrument": words("instrument", "形式"), "line": words("line", "說明"),
    "opens": words("opens", "開始"), "closes": words("closes", "截止"), "hour": words("hour", "時間"),
    "announced": words("announced", "公布"), "opened": words("opened", "開始"), "closed": words("closed", "截止"),
    "outcome": words("outcome", "結果"), "title": words("title", "標題"), "dated": words("date", "日期"),
    "confidence": words("confidence", "可信程度"), "url": words("address", "網址"),
    "checked_on": words("compared on", "核對日期"), "weak": words("weak", "薄弱"),
    "read_in_part": words("read in part", "只讀部分"), "republished": words("republished", "轉載"),
    "extent": words("extent", "範圍"), "name": words("name", "名稱"), "administrator": words("run by", "主管機構"),
    "website": words("website", "網站"), "is_for": words("for whom", "對象"),
    "route_by": words("who applies", "申請者"),
    "route_brief": words("route in brief", "途徑簡述"), "route": words("route", "申請途徑"),
    "decision": words("decision", "決定方式"), "begins": words("begins", "推出"), "ends": words("ends", "結束"),
    "how": words("how to apply", "申請方法"), "role": words("for whom, as a formula", "對象（公式）"),
    "clock": words("day that decides", "以何日為準"), "papers": words("papers", "文件"),
    "offices": words("offices", "機構"), "notes": words("note", "備註"), "relations": words("relation", "與其他計劃"),
    "expects": words("rhythm", "周期"), "standing_texts": words("standing state", "常設狀況"),
    "history": words("history", "沿革"), "version": words("version", "版本"), "rounding": words("rounding", "取整"),
    "choice": words("choice", "選項"), "years": words("over the years", "逐年"),
}  # fmt: skip
_OTHER_OUTCOMES: Final[dict[str, Words]] = {
    **{str(name): said for name, said in OUTCOMES.items()},
    "not_stated": words("not stated", "沒有規定"),
    "": words("gone", "已刪去"),
}
NO_SOLVER: Final = words(
    "Profiles for each way a verdict can differ need the solver: pip install 'hk-funding-matcher[proofs]'",
    "要列出結論有別的公司資料例子，須安裝求解器：pip install 'hk-funding-matcher[proofs]'",
)


def lines(found: RulesDiff, lang: Lang) -> Iterator[str]:
    """Everything that differs, scheme by scheme; then given profiles; then what was left out."""
    yield fill(words("From {a} to {b}", "由{a}至{b}"), a=found.old.label, b=found.new.label)[lang]
    for change in found.book:
        yield f"  {_change(change)[lang]}"
    for scheme in found.schemes:
        if scheme.status != "only_the_day" or scheme.ways:
            yield ""
            yield from _scheme(found, scheme, lang)
    if found.profiles_read:
        yield ""
        yield from _profiles(found, lang)
    yield ""
    yield from (said[lang] for said in _last(found))


def _scheme(found: RulesDiff, scheme: SchemeDiff, lang: Lang) -> Iterator[str]:
    status = _STATUS.get(scheme.status, words("the same rules, on another day", "規則相同，日期不同"))
    yield fill(words("{n} ({i}): {s}", "{n}（{i}）：{s}"), n=scheme.name, i=scheme.id, s=status)[lang]
    for change in scheme.changes:
        yield f"  {_change(change)[lang]}"
    if scheme.clash:
        said = words("  verdicts not compared: the two do not mean the same by {c}",
                     "  沒有比較結論：兩者對{c}的定義不同")  # fmt: skip
        yield fill(said, c=", ".join(scheme.clash))[lang]
    elif not scheme.decides:
        yield words("  no rule that decides differs: every verdict stays as it was",
                    "  影響結論的規則沒有改動，所有結論不變")[lang]  # fmt: skip
    elif scheme.ways == ():
        yield words("  no profile gets another verdict by it", "  沒有公司的結論因此改變")[lang]
    for number, way in enumerate(scheme.ways or (), 1):
        yield from _way(found, scheme, way, number, lang)


def _way(found: RulesDiff, scheme: SchemeDiff, way: Way, number: int, lang: Lang) -> Iterator[str]:
    yield f"  {number}. {_verdicts(way.old, way.new)[lang]}" + (_BY_TIME[lang] if way.by_time else "")
    if way.state == "undecided":
        said = words("     whether this can happen: not decided in {n} s", "     會否出現：{n}秒內未有定論")
        yield fill(said, n=found.seconds)[lang]
    elif way.state == "unconfirmed":
        yield words("     a profile was found that the engine decides otherwise: a mistake of this program; report it",
                    "     所得例子與引擎結論不符：此為程式錯誤，請報告")[lang]  # fmt: skip
    else:
        if way.criteria:
            yield f"     {join(list(map(_outcome, way.criteria)))[lang]}"
        for line in witness(found, scheme, way, lang).splitlines():
            yield f"     {line}"


_BY_TIME: Final = words(" (by the passing of time alone)", "（只因時間過去）")


def witness(found: RulesDiff, scheme: SchemeDiff, way: Way, lang: Lang) -> str:
    """A profile as text that `matcher check -` reads, with the two commands as comments."""
    head = []
    for side, verdict, lacks in ((found.old, way.old, "new"), (found.new, way.new, "gone")):
        if scheme.status != lacks:
            rules = "" if found.old.as_of != found.new.as_of else f" --rules {side.label['en']}"
            asked = f"matcher check - --as-of {side.as_of} --scheme {scheme.id}{rules}"
            head.append(f"# {asked}  # {_said(verdict)[lang]}\n")
    if way.changed:
        given = fill(words("# otherwise than the pack's base example: {f}", "# 與規則檔基本例子不同之處：{f}"),
                     f=listing(map(same, way.changed), most=9))  # fmt: skip
        head.append(f"{given[lang]}\n")
    return "".join(head) + way.profile


def witness_name(scheme: SchemeDiff, way: Way) -> str:
    """The name of the file that such a profile is written to."""
    return f"{scheme.id}-{way.old}-to-{way.new}.yaml"


# ------------------------------------------------------------------------------ one line


def _change(change: Change) -> Words:
    aspect = _ASPECTS["standing_texts" if (change.part, change.aspect) == ("text", "standing") else change.aspect]
    part = _PARTS[change.part]
    what = part if not change.aspect else fill(words("{p}, {a}", "{p}，{a}"), p=part, a=aspect)
    sign = {"came": "+", "went": "-", "changed": "*", "happened": "*"}[change.how]
    if change.part in ("text", "event", "availability") or change.how == "happened" or change.aspect == "line":
        name = change.label if change.part != "availability" else words("", "")
    else:
        name = fill(words("{i} ({l})", "{i}（{l}）"), i=change.id, l=change.label)
    if change.part == "event":
        name = fill(words("{d}: {l}", "{d}：{l}"), d=change.id, l=change.label)
    return fill(words(f"{sign} {{w}}{{n}}{{v}}", f"{sign} {{w}}{{n}}{{v}}"), w=what, n=_after(name), v=_from_to(change))


def _after(name: Words) -> Words:
    return words(f" {name['en']}" if name["en"] else "", f" {name['zh-Hant']}" if name["zh-Hant"] else "")


def _from_to(change: Change) -> Words:
    if change.old is None and change.new is None:
        return words("", "")
    nothing = words("nothing", "沒有")
    if change.part == "value" and change.how == "changed" and None in (change.old, change.new):
        if change.old is None:
            said = fill(words("now also {b}", "新增{b}"), b=change.new or nothing)
        else:
            said = fill(words("no longer {a}", "不再包括{a}"), a=change.old)
    elif change.how == "changed":
        said = fill(words("{a} → {b}", "{a} → {b}"), a=change.old or nothing, b=change.new or nothing)
    else:
        said = change.new or change.old or nothing
    return fill(words(": {s}", "：{s}"), s=said)


def _said(verdict: str) -> Words:
    said = VERDICTS[verdict]
    return words(said["en"][0].lower() + said["en"][1:], said["zh-Hant"])


def _verdicts(old: str, new: str) -> Words:
    return fill(words("{a} → {b}", "{a} → {b}"), a=_said(old), b=_said(new))


def _outcome(one: Outcomes) -> Words:
    if one.old is None and one.new is not None:
        return fill(words("{c}: {b}", "{c}：{b}"), c=one.criterion, b=_OTHER_OUTCOMES[one.new])
    return fill(words("{c}: {a} → {b}", "{c}：{a} → {b}"), c=one.criterion,
                a=_OTHER_OUTCOMES[one.old or ""], b=_OTHER_OUTCOMES[one.new or ""])  # fmt: skip


# -------------------------------------------------------------- given profiles, and the rest


def _profiles(found: RulesDiff, lang: Lang) -> Iterator[str]:
    head = words("GIVEN PROFILES ({n} read, {m} differences)", "所給公司資料檔（讀取{n}個，{m}項分別）")
    yield fill(head, n=found.profiles_read, m=len(found.profiles))[lang]
    for moved in found.profiles:
        yield f"  {_moved(moved)[lang]}"


_RANK: Final = ("eligible", "discretionary", "needs_information", "not_eligible", "not_in_force")


def _moved(moved: Moved) -> Words:
    gains = _RANK.index(moved.new) < _RANK.index(moved.old)
    through = join(list(map(_outcome, moved.criteria)))
    return fill(
        words("{s} {p}: {n} ({i}): {v}{t}", "{s} {p}：{n}（{i}）：{v}{t}"),
        s=words("gains", "有利") if gains else words("loses", "不利"), p=moved.profile, n=moved.name,
        i=moved.scheme, v=_verdicts(moved.old, moved.new),
        t=fill(words("; {t}", "；{t}"), t=through) if moved.criteria else words("", ""),
    )  # fmt: skip


def _last(found: RulesDiff) -> Iterator[Words]:
    changed = [s for s in found.schemes if s.status != "only_the_day"]
    if not found.differs:
        yield words("Nothing differs.", "沒有分別。")
    else:
        shown = sum(way.state == "shown" for s in found.schemes for way in s.ways or ())
        said = [words(f"{len(changed)} scheme{'s'[: len(changed) != 1]} differ{'s'[: len(changed) == 1]}",
                      f"{len(changed)}項計劃有別")]  # fmt: skip
        if shown:
            said.append(words(f"{shown} profile{'s'[: shown != 1]} shown, each confirmed by the engine on both sides",
                              f"列出{shown}個例子，均經引擎在兩邊核實"))  # fmt: skip
        yield join(said)
    same_rules = [same(s.id) for s in found.schemes if s.status == "only_the_day" and not s.ways]
    if same_rules:
        yield fill(words("With the same rules, the day can change a verdict for: {l} (`--all` looks)",
                         "規則相同，但日期或會影響結論：{l}（可用`--all`查看）"),
                   l=listing(same_rules, most=len(same_rules)))  # fmt: skip
    if not found.has_solver:
        yield NO_SOLVER
