"""The result of a check of rules as lines for a person: findings by file, then figures by pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from matcher.packcheck.check import PackFigures, RulesChecked, percent
from matcher.packcheck.finding import Finding, Level
from matcher.words import Lang, Words, words

_LEVELS: Final[dict[Level, Words]] = {
    "error": words("error", "錯誤"),
    "warning": words("warning", "提醒"),
    "explained": words("explained", "已說明"),
}
_HEAD: Final = words(
    "scheme, criteria, examples, shown by examples, mutants, caught, explained",
    "計劃, 條件, 例子, 例子所示, 變異, 察覺, 已說明",
)


def lines(found: RulesChecked, lang: Lang, *, explained: bool = False) -> Iterator[str]:
    """One line for each finding, one for each pack, and one that sums up.

    What the packs explain is counted, and listed only if `explained`.
    """
    for finding in found.findings:
        if explained or finding.level != "explained":
            yield _line(finding, lang)
    if found.findings:
        yield ""
    yield from _table([tuple(_HEAD[lang].split(", ")), *map(_row, found.packs), _total(found.packs, lang)])
    yield ""
    yield _sum(found)[lang]


def _line(finding: Finding, lang: Lang) -> str:
    colon, stop = (": ", "; ") if lang == "en" else ("：", "；")
    level = _LEVELS[finding.level][lang]
    return f"{finding.place}: {level}{colon}[{finding.check}] {finding.what[lang]}{stop}{finding.instead[lang]}"


def _row(pack: PackFigures) -> tuple[str, ...]:
    return (pack.scheme, *_figures([pack]))


def _total(packs: tuple[PackFigures, ...], lang: Lang) -> tuple[str, ...]:
    return (words(f"{len(packs)} in all", f"共{len(packs)}項")[lang], *_figures(list(packs)))


def _figures(packs: list[PackFigures]) -> tuple[str, ...]:
    shown = [pack.coverage for pack in packs if pack.coverage is not None]
    tried = [pack for pack in packs if pack.mutants is not None]
    made, caught = sum(pack.mutants or 0 for pack in tried), sum(pack.caught or 0 for pack in tried)
    return (
        str(sum(pack.criteria for pack in packs)),
        str(sum(pack.examples for pack in packs)),
        percent(sum(c.shown for c in shown), sum(c.of for c in shown)),
        str(made) if tried else "-",
        percent(caught, made),
        str(sum(pack.explained or 0 for pack in tried)) if tried else "-",
    )


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(_wide(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell + " " * (width - _wide(cell)) if column == 0 else " " * (width - _wide(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _wide(text: str) -> int:
    """How many columns of a terminal the text takes: a Chinese sign takes two."""
    return sum(2 if "\u2e80" <= sign <= "\uffef" else 1 for sign in text)


def _sum(found: RulesChecked) -> Words:
    errors, warnings, excused = (found.count(level) for level in ("error", "warning", "explained"))
    return words(
        f"{errors} error{'s'[: errors != 1]}, {warnings} warning{'s'[: warnings != 1]}, {excused} explained",
        f"{errors}項錯誤，{warnings}項提醒，{excused}項已說明",
    )
