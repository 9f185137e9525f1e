"""Calendar days in Hong Kong: adding months and years with a stated rounding, today's date.

Ages are never counted in years and compared: the last good day is computed and compared as a
day. A day that does not exist (29 February in a common year, a 31st) becomes the last day of its
month. No scheme text read so far says otherwise, so this is the rule book's own reading; it is
stated once, in `rules/book.yaml`, and named in a report where it decides an outcome.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from enum import Enum

# Hong Kong has kept UTC+8 without summer time since 1979; no time zone database is needed.
HONG_KONG = timezone(timedelta(hours=8), "HKT")


class Rounding(Enum):
    """What becomes of a day that the target month does not have."""

    DOWN = "last_day_of_month"
    UP = "first_day_of_next_month"


def add_months(day: date, months: int, rounding: Rounding = Rounding.DOWN) -> date:
    """The same day of the month, `months` later (or earlier, if negative).

    Raises OverflowError outside the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("the calendar ends here")
    if day.day <= 28 or day.day <= (last := monthrange(year, month0 + 1)[1]):
        return date(year, month0 + 1, day.day)
    end = date(year, month0 + 1, last)
    return end if rounding is Rounding.DOWN else end + timedelta(days=1)


def is_rounded(day: date, months: int) -> bool:
    """Whether `day` has no namesake `months` later, so that the rounding speaks."""
    return add_months(day, months).day != day.day


def next_day(day: date) -> date:
    """The day after, or the same at the end of the calendar."""
    return day if day == date.max else day + timedelta(days=1)


def previous_day(day: date) -> date:
    """The day before, or the same at the beginning of the calendar."""
    return day if day == date.min else day - timedelta(days=1)


def year_start(day: date) -> date:
    """The first day of the financial year that holds `day`: a 1 April, or the calendar's own beginning."""
    april = date(day.year, 4, 1)
    return april if day >= april else date(max(day.year - 1, 1), 4 if day.year > 1 else 1, 1)


def next_year_start(day: date) -> date:
    """The first 1 April from `day` on, or the same day at the end of the calendar."""
    april = date(day.year, 4, 1)
    return april if day <= april else date(day.year + 1, 4, 1) if day.year < date.max.year else day


def hong_kong_today() -> date:
    """Today's date in Hong Kong. The only clock in the package; adaptors call it, the core never."""
    return datetime.now(HONG_KONG).date()
