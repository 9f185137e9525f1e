"""Text to exact values, one reader for each kind, and back to the text that people read.

Amounts are whole cents (`int`), shares are `Fraction`s from 0 to 1, durations whole months,
counts `int`, days and financial years `date` (a year is its first day, 1 April). What two people
could read in two ways is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from matcher.words import Words, same, words


class Kind(Enum):
    """What sort of thing a fact or a term of a formula is."""

    MONEY = "money"
    DATE = "date"
    YEAR = "year"
    DURATION = "duration"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"  # a ratio; arises in formulas only
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TEXT = "text"
    RECORDS = "records"

    __hash__ = object.__hash__  # each is one of a kind, and enum's own is slow


KIND_NAMES: Final[dict[Kind, Words]] = {
    Kind.MONEY: words("amount in HKD", "港元金額"),
    Kind.DATE: words("day", "有效日期"),
    Kind.YEAR: words("financial year", "財政年度"),
    Kind.DURATION: words("duration", "期間"),
    Kind.SHARE: words("share", "比例"),
    Kind.COUNT: words("whole number", "整數"),
    Kind.NUMBER: words("number", "數字"),
    Kind.CHOICE: words("choice", "選項"),
    Kind.CHOICES: words("list of choices", "選項列表"),
    Kind.YES_NO: words("yes or no", "是或否"),
    Kind.TEXT: words("text", "文字"),
    Kind.RECORDS: words("list of records", "記錄列表"),
}

FORMS: Final[dict[Kind, Words]] = {
    Kind.MONEY: words("an amount such as HKD 1,500,000", "金額，例如HKD 1,500,000"),
    Kind.DATE: same("YYYY-MM-DD"),
    Kind.YEAR: words("a year such as 2027-28", "年度，例如2027-28"),
    Kind.DURATION: words("30 months or 3 years", "30 months或3 years"),
    Kind.SHARE: words("64% or 0.64", "64%或0.64"),
    Kind.COUNT: words("a whole number such as 12", "整數，例如12"),
    Kind.NUMBER: words("a number such as 2", "數字，例如2"),
    Kind.CHOICE: words("one of its choices", "其中一個選項"),
    Kind.CHOICES: words("a list such as [a, b]", "列表，例如[a, b]"),
    Kind.YES_NO: words("yes or no", "yes或no"),
    Kind.TEXT: words("a line of text", "一行文字"),
    Kind.RECORDS: words("a list, each item beginning with `-`", "列表，每項以`-`開始"),
}

MOST_MONEY: Final = 10**14  # cents: a million million dollars, far beyond any scheme
MOST_COUNT: Final = 10**9
MOST_MONTHS: Final = 1200
FIRST_YEAR, LAST_YEAR = 1841, 2200

_MONEY = re.compile(r"(?:HKD ?)?([0-9]{1,3}(?:([,_])[0-9]{3}(?:\2[0-9]{3})*)?|[0-9]+)(\.[0-9]{1,2})?")
_COUNT = re.compile(r"[0-9]{1,3}(?:([,_])[0-9]{3}(?:\1[0-9]{3})*)?|[0-9]+")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")
_DURATION = re.compile(r"([0-9]{1,4}) (months?|years?)")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,6}))?%")
_SHARE = re.compile(r"[01]\.([0-9]{1,8})|0")


def read_money(text: str) -> int | None:
    """`HKD 1,500,000.50` as whole cents; None if it is no such amount."""
    if not (found := _MONEY.fullmatch(text)):
        return None
    whole = int(re.sub("[,_]", "", found[1]))
    cents = int((found[3] or ".0")[1:].ljust(2, "0"))
    amount = whole * 100 + cents
    return amount if amount <= MOST_MONEY else None


def read_count(text: str) -> int | None:
    """A whole number, not negative, with or without marks between thousands."""
    if not _COUNT.fullmatch(text):
        return None
    count = int(re.sub("[,_]", "", text))
    return count if count <= MOST_COUNT else None


def read_date(text: str) -> date | None:
    """`2025-05-20`, if that day exists."""
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_year(text: str) -> date | None:
    """`2027-28` as 1 April 2027, the first day of that financial year."""
    if not (found := _YEAR.fullmatch(text)):
        return None
    first = int(found[1])
    if (first + 1) % 100 != int(found[2]) or not FIRST_YEAR <= first <= LAST_YEAR:
        return None
    return date(first, 4, 1)


def read_duration(text: str) -> int | None:
    """`30 months` or `3 years` as months."""
    if not (found := _DURATION.fullmatch(text)):
        return None
    months = int(found[1]) * (12 if found[2].startswith("year") else 1)
    return months if months <= MOST_MONTHS else None


def read_share(text: str) -> Fraction | None:
    """`62.5%` or `0.625`; never a bare `62.5` or `1`, which could be read two ways."""
    if found := _PERCENT.fullmatch(text):
        share = Fraction(f"{found[1]}.{found[2] or 0}") / 100
    elif _SHARE.fullmatch(text):
        share = Fraction(text)
    else:
        return None
    return share if share <= 1 else None


def read_yes_no(text: str) -> bool | None:
    """`yes`, `no`, `true` or `false`, in capitals or not."""
    return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower())


def read_text(text: str) -> str | None:
    """One line of at most 200 signs."""
    return text if text.strip() and len(text) <= 200 and "\n" not in text else None


READERS: Final[dict[Kind, Callable[[str], Any]]] = {
    Kind.MONEY: read_money,
    Kind.COUNT: read_count,
    Kind.DATE: read_date,
    Kind.YEAR: read_year,
    Kind.DURATION: read_duration,
    Kind.SHARE: read_share,
    Kind.YES_NO: read_yes_no,
    Kind.TEXT: read_text,
}


def financial_year(day: date) -> str:
    """The financial year that holds `day`, as people write it: `2027-28`."""
    first = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def _grouped(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}" + (f".{rest:02d}" if rest else "")


def bare_amount(cents: Any) -> str:
    """An amount without its currency, for a line in which HKD stands already: `1,500,000`.

    Fractions of a cent, which a formula can give, are written as such, never rounded.
    """
    if isinstance(cents, Fraction) and cents.denominator != 1:
        return f"{_grouped(int(cents))} + {abs(cents) % 1} cent"
    return _grouped(int(cents))


def percent(share: Fraction) -> str:
    """`62.5%`, exactly; a share that decimals cannot write stays a fraction."""
    scaled = share * 100
    for digits in range(7):
        if (scaled * 10**digits).denominator == 1:
            text = f"{int(scaled * 10**digits):0{digits + 1}d}"
            return (text if not digits else f"{text[:-digits]}.{text[-digits:]}") + "%"
    return f"{share}"


def show(kind: Kind, value: Any) -> Words:
    """The value as evidence lines write it, the same figures in both languages."""
    match kind:
        case Kind.MONEY:
            return same(f"HKD {bare_amount(value)}")
        case Kind.DATE:
            return same(value.isoformat())
        case Kind.YEAR:
            return same(financial_year(value))
        case Kind.DURATION:
            return words(f"{value} month{'s'[: value != 1]}", f"{value}個月")
        case Kind.SHARE:
            return same(percent(value))
        case Kind.YES_NO:
            return words("yes", "是") if value else words("no", "否")
        case Kind.COUNT | Kind.NUMBER:
            return same(f"{value:,}" if isinstance(value, int) else value)
        case _:
            return same(value)


def exact(kind: Kind, value: Any) -> Any:
    """The value as JSON carries it: amounts and shares as exact text, days in ISO form."""
    match kind:
        case Kind.MONEY:
            return bare_amount(value).replace(",", "")
        case Kind.DATE:
            return value.isoformat()
        case Kind.YEAR:
            return financial_year(value)
        case Kind.SHARE:
            return _decimal(value)
        case Kind.DURATION:
            return f"{value} months"
        case Kind.CHOICES:
            return sorted(value)
        case Kind.NUMBER:
            return value if isinstance(value, int) else str(value)
        case _:
            return value


def _decimal(share: Fraction) -> str:
    for digits in range(9):
        if (share * 10**digits).denominator == 1:
            text = f"{int(share * 10**digits):0{digits + 1}d}"
            return text if not digits else f"{text[:-digits]}.{text[-digits:]}"
    return str(share)


class IsoDay:
    """Marks a date field that is read as `YYYY-MM-DD` and in no other way.

    Left to itself, pydantic would also take `1709164800` for a day.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        def only_iso(value: Any) -> Any:
            day = read_date(value) if isinstance(value, str) else value
            if not isinstance(day, date):
                raise ValueError("write a day as YYYY-MM-DD")
            return day

        return core_schema.no_info_before_validator_function(only_iso, handler(source))
