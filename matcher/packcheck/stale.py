"""Whether somebody has compared the rules with their sources lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from matcher.dates import add_months
from matcher.packcheck.finding import Finding
from matcher.plain_yaml import find
from matcher.rulebook import PackRead
from matcher.words import Words, fill, listing, same, words

# Our reading policy. Most of these schemes are revised once a year, with the Budget or the Policy
# Address: a text not looked at for a year has missed one revision, for a year and a half surely.
WARN_MONTHS: Final = 12
FAIL_MONTHS: Final = 18


def stale(pack: PackRead, as_of: date) -> Iterator[Finding]:
    """Each source that criteria rest on and that nobody has read for too long."""
    for name, source in pack.scheme.sources.items():
        resting = [c.id for c in pack.scheme.criteria if name in {cited.doc for cited in c.sources}]
        checked = source.checked_on
        place = find(pack.node, ("sources", name, "checked_on"))
        if checked > as_of:
            yield Finding("warning", "stale", place, words(
                f"`{name}` is said to be compared on {checked}, after the day of this check",
                f"`{name}`的核對日期{checked}遲於這次檢查的日期"),
                words("mend the day", "請修正日期"))  # fmt: skip
        elif resting and add_months(checked, WARN_MONTHS) < as_of:
            is_over = add_months(checked, FAIL_MONTHS) < as_of
            months = FAIL_MONTHS if is_over else WARN_MONTHS
            yield Finding("error" if is_over else "warning", "stale", place,
                          _said(name, checked, months, resting), _READ_AGAIN)  # fmt: skip


def _said(name: str, checked: date, months: int, resting: list[str]) -> Words:
    template = words("`{name}` was last compared on {day}, more than {n} months ago; {rules} on it",
                     "`{name}`上次核對為{day}，已逾{n}個月；{rules}以此為據")  # fmt: skip
    rules = listing([same(f"`{rule}`") for rule in resting], 3)
    said = words(f"{rules['en']} rest{'s'[: len(resting) == 1]}", rules["zh-Hant"])
    return fill(template, name=name, day=checked.isoformat(), n=months, rules=said)


_READ_AGAIN = words("read the source again, mend the rules, and set `checked_on`",
                    "請重新閱讀資料來源、修正規則，並更新`checked_on`")  # fmt: skip
