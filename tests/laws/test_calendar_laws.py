"""Laws of adding months, and the fixed table of days."""

from __future__ import annotations

import csv
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.dates import Rounding, add_months, is_rounded

TABLE = Path(__file__).parent.parent / "tables" / "dates.csv"
with TABLE.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))

DAYS = st.dates(date(1850, 1, 1), date(2250, 12, 31))
MONTHS = st.integers(-1500, 1500)
many = settings(max_examples=1000)


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['day']}{int(row['months']):+d}")
def test_table(row: dict[str, str]) -> None:
    day, months = date.fromisoformat(row["day"]), int(row["months"])
    assert add_months(day, months).isoformat() == row["down"]
    assert add_months(day, months, Rounding.UP).isoformat() == row["up"]
    assert is_rounded(day, months) is (row["down"] != row["up"])


@many
@given(DAYS, DAYS, MONTHS)
def test_later_days_stay_later_or_fall_together(a: date, b: date, months: int) -> None:
    first, second = sorted([a, b])
    assert add_months(first, months) <= add_months(second, months)


@many
@given(DAYS, st.integers(-1500, 1500), st.integers(0, 100))
def test_more_months_are_later(day: date, months: int, more: int) -> None:
    assert add_months(day, months) <= add_months(day, months + more)


@many
@given(DAYS, st.integers(-100, 100))
def test_twelve_months_are_a_year(day: date, years: int) -> None:
    """Stated without the function: same month and day, or the end of that February."""
    year = day.year + years
    last = monthrange(year, day.month)[1]
    assert add_months(day, 12 * years) == date(year, day.month, min(day.day, last))


@many
@given(DAYS, MONTHS)
def test_down_and_up_differ_by_a_day_at_most(day: date, months: int) -> None:
    down, up = add_months(day, months), add_months(day, months, Rounding.UP)
    assert up - down == timedelta(days=1 if is_rounded(day, months) else 0)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 31), -1)])
def test_the_calendar_ends(day: date, months: int) -> None:
    with pytest.raises(OverflowError):
        add_months(day, months)


def test_a_cut_off_day_is_the_direct_comparison() -> None:
    """`founded + 84 months >= day` is the same as `founded >= the first day that reaches it`.

    Every founding day of 2015 to 2019 against every cut-off day of a year around, 200,000 pairs
    and more: the earliest founding day that passes splits the days in two, without exception.
    """
    pairs = 0
    first = date(2015, 1, 1)
    founded = [first + timedelta(days=n) for n in range(365 * 2)]
    reached = [add_months(day, 84) for day in founded]
    assert reached == sorted(reached)
    for n in range(365):
        cut_off = date(2022, 6, 1) + timedelta(days=n)
        passes = [day >= cut_off for day in reached]
        split = passes.index(True)
        assert passes == [False] * split + [True] * (len(passes) - split)
        pairs += len(passes)
    assert pairs >= 200_000
