"""The sentences of error messages, in both languages, and the guess at what was meant.

Each returns what is wrong and what to write instead. What a user wrote stands in backticks, cut
after 40 signs, with control characters made visible.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from typing import Final

from matcher.words import Words, fill, same, words

Complaint = tuple[Words, Words]

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


def quoted(text: str, most: int = 40) -> str:
    """A user's text, short and harmless, in backticks."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: most + 1])
    return f"`{shown if len(text) <= most else shown[: most - 1] + '…'}`"


_REASONS: Final = {
    errno.EACCES: "沒有權限",
    errno.EBADF: "沒有開啟",
    errno.EEXIST: "已經存在",
    errno.EISDIR: "是資料夾",
    errno.ENAMETOOLONG: "名稱過長",
    errno.ENOENT: "不存在",
    errno.ENOSPC: "儲存空間不足",
    errno.ENOTDIR: "路徑當中有並非資料夾者",
    errno.EPERM: "不獲准許",
    errno.EROFS: "只可讀取",
}


def because(cannot: Words, trouble: Exception) -> Words:
    """That something `cannot` be done with a file, with the reason that the system gives."""
    number, reason = getattr(trouble, "errno", None), getattr(trouble, "strerror", None)
    chinese = _REASONS.get(number or 0) if reason else "並非檔案名稱"
    english = reason.lower() if reason else "not a file name"
    return words(f"{cannot['en']}: {english}", cannot["zh-Hant"] + (f"：{chinese}" if chinese else ""))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one known name that is clearly meant, if there is one."""
    pool = list(known)
    for candidate in pool:
        if candidate.casefold() == name.casefold():
            return candidate
    from difflib import get_close_matches  # needed for slips only

    close = get_close_matches(name, pool, n=2, cutoff=0.6)
    if not close:
        tails = [k for k in pool if k.rpartition(".")[2] == name.rpartition(".")[2]]
        return tails[0] if len(tails) == 1 else None
    return close[0]


def unknown_name(thing: Words, name: str, known: Iterable[str], lists: str) -> Complaint:
    """A name that nothing has; `lists` is the command or key that lists the right ones."""
    what = fill(
        words("unknown {thing} {x}", "沒有名為{x}的{thing}"), thing=thing, x=quoted(name)
    )
    meant = nearest(name, known)
    if meant:
        return what, words(f"did you mean `{meant}`?", f"是否`{meant}`？")
    return what, words(f"{lists} lists them all", f"可用{lists}查看全部")


def wrong_kind(path: str, kind: Words, text: str, form: Words) -> Complaint:
    """A value of another kind than the fact's."""
    return (
        fill(words("`{path}` is not {kind}: {x}", "`{path}`不是{kind}：{x}"),
             path=path, kind=with_article(kind), x=quoted(text)),
        fill(words("write {form}", "請填寫{form}"), form=form),
    )  # fmt: skip


def with_article(kind: Words) -> Words:
    """`a day`, `an amount in HKD`, and `yes or no` as it is."""
    name = kind["en"]
    article = "" if name.startswith("yes") else "an " if name[0] in "aeiou" else "a "
    return words(article + name, kind["zh-Hant"])


def wrong_choice(path: str, text: str, choices: Iterable[str]) -> Complaint:
    """A value that is not one of the choices."""
    pool = list(choices)
    what = words(f"`{path}` cannot be {quoted(text)}", f"`{path}`不可為{quoted(text)}")
    meant = nearest(text, pool)
    if meant:
        return what, words(f"did you mean `{meant}`?", f"是否`{meant}`？")
    return what, one_of(pool)


def one_of(choices: Iterable[str]) -> Words:
    """`write one of a, b, c`; of more than six, the first five and how many more."""
    pool = list(choices)
    shown = ", ".join(pool if len(pool) <= 6 else pool[:5])
    if len(pool) > 6:
        more = len(pool) - 5
        return words(f"write one of {shown} and {more} more",
                     f"請填寫{'、'.join(pool[:5])}之一，另有{more}項")  # fmt: skip
    return words(f"write one of {shown}", f"請填寫{'、'.join(pool)}之一")


def twice(key: str, first_line: int) -> Complaint:
    """A key that stands twice in one mapping."""
    return (
        words(f"{quoted(key)} stands twice, first in line {first_line}",
              f"{quoted(key)}重複，首見於第{first_line}行"),
        words("keep one", "請保留一個"),
    )  # fmt: skip


def not_allowed(thing: Words, place: Words, instead: Words) -> Complaint:
    """Something that this file or language does not take."""
    return (
        fill(words("{thing} is not allowed in {place}", "{place}不接受{thing}"),
             thing=thing, place=place),
        instead,
    )  # fmt: skip


def whole_file(state: Words, instead: Words) -> Complaint:
    """Something about the file as a whole."""
    return state, instead


def lacks(thing: Words, name: str, part: str, form: str) -> Complaint:
    """A part that must be there and is not."""
    return (
        fill(words("{thing} {name} has no `{part}`", "{thing}{name}欠`{part}`"),
             thing=thing, name=quoted(name), part=part),
        fill(words("add {form}", "請加上{form}"), form=same(f"`{form}`")),
    )  # fmt: skip


def wrong_id(text: str) -> Complaint | None:
    """What is wrong with the id of a scheme, if anything is."""
    if _ID.fullmatch(text):
        return None
    return (
        words("the id is not made of a-z, 0-9 and _", "代號只可用a-z、0-9及_"),
        words("write one such as `my_scheme`", "請填寫例如`my_scheme`"),
    )
