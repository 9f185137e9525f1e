"""One text in the two languages that Hong Kong reads: English and Traditional Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal, TypedDict

Lang = Literal["en", "zh-Hant"]
LANGS: Final[tuple[Lang, ...]] = ("en", "zh-Hant")

Words = TypedDict("Words", {"en": str, "zh-Hant": str})


def words(en: str, zh: str) -> Words:
    """The same thing said in both languages."""
    return {"en": en, "zh-Hant": zh}


def same(text: object) -> Words:
    """A text that both languages write alike: a figure, a date, a path."""
    return {"en": str(text), "zh-Hant": str(text)}


_FIELD: Final = re.compile(r"\{([^{}]*)\}")
PLACEHOLDER: Final = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")  # what a pack's text may have filled in


def fill(template: Words, /, **parts: Words | str | int) -> Words:
    """The template of each language with `{name}` replaced by that language's part."""
    return {"en": filled(template, "en", parts), "zh-Hant": filled(template, "zh-Hant", parts)}


def filled(template: Words, lang: Lang, parts: Mapping[str, Words | str | int]) -> str:
    """The template of one language with `{name}` replaced by that language's part.

    One pass of plain replacement, so that a brace in a user's text is never read as a field.
    """
    text = template[lang]
    if "{" not in text:
        return text
    pieces = list(_split(text))
    for at in range(1, len(pieces), 2):  # every second piece is the name of a field
        name = pieces[at]
        value = parts.get(name)
        if type(value) is dict:
            pieces[at] = value[lang]
        else:
            pieces[at] = "{" + name + "}" if value is None else str(value)
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    return tuple(_FIELD.split(text))


def join(parts: Iterable[Words], en: str = "; ", zh: str = "；") -> Words:
    """The parts one after another, with each language's own mark between them."""
    listed = list(parts)
    return words(en.join(p["en"] for p in listed), zh.join(p["zh-Hant"] for p in listed))


def listing(parts: Iterable[Words], most: int = 5) -> Words:
    """`a, b and c`; of more than `most`, the first ones and how many more."""
    listed = list(parts)
    shown, more = (listed, 0) if len(listed) <= most else (listed[:most], len(listed) - most)
    en = [p["en"] for p in shown] + ([f"{more} more"] if more else [])
    zh = [p["zh-Hant"] for p in shown]
    english = en[0] if len(en) == 1 else ", ".join(en[:-1]) + " and " + en[-1] if en else ""
    if more:
        chinese = "、".join(zh) + f"，另有{more}項"
    else:
        chinese = zh[0] if len(zh) == 1 else "、".join(zh[:-1]) + "及" + zh[-1] if zh else ""
    return words(english, chinese)
