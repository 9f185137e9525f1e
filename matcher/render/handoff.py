"""What a case holds and what came of deriving it again, in words, for one language."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.complaints import quoted
from matcher.errors import Place
from matcher.handoff.manifest import Manifest
from matcher.handoff.pack import RULES, Case
from matcher.handoff.verify import Difference, Verification
from matcher.phrases import day_for_people
from matcher.words import Lang, Words, fill, join, same, words

_HEAD = words("Case of {name}, as of {day}", "{name}個案，以{day}計")
_MADE = words(
    "matcher {m} | engine {e} | rule book {v}, sha256 {r} | profile sha256 {p}",
    "matcher {m} | 引擎{e} | 規則彙編{v}，sha256 {r} | 公司資料檔sha256 {p}",
)
_RULE_FILES = words("{n} files of rules", "{n}個規則檔")
_LEFT_OUT = words("{files} left out: {why}", "沒有收入{files}：{why}")

_SAME = words(
    "{case}: same; the report on {name} as of {day} was derived again from the profile and the rules inside",
    "{case}：相同；{name}以{day}計的報告已按個案內的公司資料檔及規則重新得出",
)
_DIFFERS = words(
    "{case}: differs; {n} place{s} of the case on {name} as of {day} {is} not what follows from the profile and the"
    " rules inside",
    "{case}：不同；{name}以{day}計的個案有{n}處與按個案內的公司資料檔及規則得出的結果不同",
)
_SHIPPED = words("The rules inside are those that came with this program (rule book {v}).",
                 "個案內的規則與本程式所附的相同（規則彙編{v}）。")  # fmt: skip
_FOREIGN = words(
    "The rules inside (rule book {v}) are not those that came with this program: read who wrote them before you rely"
    " on it.",
    "個案內的規則（規則彙編{v}）並非本程式所附的規則：依賴之前，請先確認由誰編寫。",
)
_BY_DIGEST = words(
    "Held to the digests of the manifest alone, not derived: {files}. Their bytes depend on the fonts and libraries"
    " of the machine; where it matters, read the text or make them anew.",
    "只按清單的摘要值核對，沒有重新得出：{files}。其內容取決於製作時的字型及程式庫；如屬重要，請閱讀文字版或重新製作。",
)
_OTHER_PROGRAM = words("It was packed by matcher {m}; this is {own}.", "個案由matcher {m}製作；本程式為{own}。")
_MORE = words("and {n} more", "另有{n}處")
_PLACE = words("{place}: here {packed}, derived {derived}", "{place}：個案內為{packed}，得出的為{derived}")
_NOTHING = words("nothing", "沒有")


def contents(case: Case, lang: Lang) -> str:
    """What a case holds: its files with their sizes in bytes, and what had to be left out."""
    manifest = case.manifest
    rules = [member for member in manifest.members if member.name.startswith(RULES)]
    rows = [(member.size, member.name) for member in manifest.members if member not in rules]
    rows.append((sum(member.size for member in rules), fill(_RULE_FILES, n=len(rules))[lang]))
    made = fill(_MADE, m=manifest.matcher, e=manifest.engine, v=manifest.rulebook_version,
                r=manifest.rulebook_digest, p=manifest.profile_digest)  # fmt: skip
    lines = [
        _head(case.report.profile.name, manifest)[lang],
        made[lang],
        "",
        *(f"{size:>12,}  {name}" for size, name in rows),
        *(line[lang] for line in what_is_missing(case)),
    ]
    return "\n".join(lines) + "\n"


def what_is_missing(case: Case) -> Iterator[Words]:
    """A line for each reason why files could not be made."""
    reasons = {because["en"]: because for because in case.left_out.values()}
    for key, because in reasons.items():
        files = join((same(name) for name, why in case.left_out.items() if why["en"] == key), ", ", "、")
        yield fill(_LEFT_OUT, files=files, why=because)


def found(verification: Verification, case: str, lang: Lang) -> str:
    """Whether the case is the same, what differs, and how far that goes."""
    from matcher import __version__

    manifest = verification.manifest
    count = len(verification.differences) + verification.more
    head = _SAME if verification.same else _DIFFERS
    lines = [fill(head, case=str(Place(case)), name=verification.name, day=day_for_people(manifest.as_of), n=count,
                  s="s"[: count != 1], **{"is": "is" if count == 1 else "are"})]  # fmt: skip
    lines += map(_difference, verification.differences)
    if verification.more:
        lines.append(fill(_MORE, n=verification.more))
    lines.append(fill(_SHIPPED if verification.shipped else _FOREIGN, v=verification.rulebook))
    if manifest.matcher != __version__:
        lines.append(fill(_OTHER_PROGRAM, m=quoted(manifest.matcher), own=__version__))
    if verification.by_digest:
        lines.append(fill(_BY_DIGEST, files=join(map(same, verification.by_digest), ", ", "、")))
    return "".join(f"{line[lang]}\n" for line in lines)


def _head(name: str, manifest: Manifest) -> Words:
    return fill(_HEAD, name=name, day=day_for_people(manifest.as_of))


def _difference(difference: Difference) -> Words:
    place = same(f"{difference.file}: {difference.at}" if difference.at else difference.file)
    return fill(_PLACE, place=place, packed=difference.packed or _NOTHING, derived=difference.derived or _NOTHING)
