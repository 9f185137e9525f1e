"""The calendar of the whole book over 24 months and ten years, after start; and by asking every day.

The book is loaded and the profile read before the clock starts. `first` compiles the rules, as one
run of the command does; `again` finds them compiled.

    python benchmarks/months_ahead.py
"""

from __future__ import annotations


import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from matcher.check import as_profile, day_of
from matcher.insights.calendar import calendar, calendar_engine
from matcher.rulebook import load_rules

PROFILES = Path(__file__).parent.parent / "profiles"
FIRST = date(2026, 11, 29)
UNTIL = {"24 months": date(2028, 11, 29), "ten years": date(2036, 11, 29)}
RUNS = 5


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    book = load_rules()
    print(f"{len(book.schemes)} schemes; the range is over {RUNS} runs\n")
    print("| profile | period | first, s | again, s | events |")
    print("|--|--|--|--|--|")
    for name in ("spin-out", "moonlit-kettle", "scale-up"):
        profile = as_profile(PROFILES / f"{name}.yaml", book)
        for period, until in UNTIL.items():
            first, again = [], []
            for _ in range(RUNS):
                calendar_engine.cache_clear()
                work = lambda: calendar(profile, as_of=FIRST, until=until, rules=book)  # noqa: B023
                first.append(seconds(work))
                again.append(seconds(work))
            events = len(calendar(profile, as_of=FIRST, until=until, rules=book).events)
            print(f"| {name} | {period} | {_range(first)} | {_range(again)} | {events} |")
    profile = as_profile(PROFILES / "spin-out.yaml", book)
    days = [FIRST + timedelta(days=n) for n in range(10)]
    print(f"\nasking every day instead: {seconds(lambda: _asked(book, profile, days)) / len(days) * 731:.0f} s "
          "for 24 months, from ten days")  # fmt: skip


def _asked(book: object, profile: object, days: list[date]) -> None:
    for day in days:
        read = day_of(book, day)  # type: ignore[arg-type]
        for scheme in read.schemes.values():
            read.direct.decide(scheme, {**profile.facts, "as_of": day})  # type: ignore[attr-defined]


def _range(numbers: list[float]) -> str:
    return f"{min(numbers):.3f} to {max(numbers):.3f}"


if __name__ == "__main__":
    main()
