"""All minimal sets of changes: of one scheme of ten criteria, and of the whole book with two goals.

Made-up profiles that fail, each searched by itself; the answer of every set is compared with the
plain reference first. Then the plan of two example profiles, rule book and profile read before.

    python benchmarks/changes.py
"""

from __future__ import annotations

import statistics
import time
from itertools import combinations
from pathlib import Path

from ten import our_book, our_facts, generated, reference

import matcher
from matcher.check import day_of, the_day
from matcher.insights.demand import granted
from matcher.insights.mending import Mender
from matcher.insights.minimal import Search, demands_of

COUNT, PASSES = 400, 3
DAY = "2026-11-29"
ROOT = Path(__file__).parent.parent


def main() -> None:
    book = our_book()
    day = the_day(DAY, book)
    that_day = day_of(book, day)
    scheme, direct = that_day.schemes["ten_criteria"], that_day.direct
    failing = [our_facts(p, book, day) for p in generated(COUNT * 3) if not reference(p)][:COUNT]
    times: list[list[float]] = [[] for _ in failing]
    sets = 0
    for number in range(PASSES):
        for place, facts in enumerate(failing):
            began = time.perf_counter()
            search = Search([scheme], facts, direct, Mender(book.vocabulary, direct.compiler, day, frozenset()))
            outcome = search.run()
            times[place].append((time.perf_counter() - began) * 1000)
            if number == 0:
                sets += len(outcome.sets)
                assert outcome.sets
                assert not outcome.more
                for found in outcome.sets:
                    for size in range(len(found.parts) + 1):
                        for few in combinations(found.parts, size):
                            eligible = direct.verdict(scheme, granted(facts, demands_of(few))) == "eligible"
                            assert eligible == (size == len(found.parts))
    best = sorted(map(min, times))
    print(f"one scheme of ten criteria, {len(failing)} failed profiles, {sets} sets, ms: "
          f"median {statistics.median(best):.2f}, 95th percentile {best[len(best) * 95 // 100]:.2f}, "
          f"slowest {best[-1]:.2f}")  # fmt: skip
    whole = matcher.load_rules()
    for name in ("moonlit-kettle", "spin-out-one-day-late", "overseas-parent"):
        profile = matcher.Profile.read(ROOT / "profiles" / f"{name}.yaml", whole.vocabulary)
        took = []
        for _ in range(PASSES + 2):
            began = time.perf_counter()
            matcher.plan(profile, as_of=DAY, goals=["tsssu_plus", "raise_plus"], rules=whole)
            took.append((time.perf_counter() - began) * 1000)
        print(f"whole book with two goals, {name}, ms: first {took[0]:.0f}, best {min(took[1:]):.0f}")


if __name__ == "__main__":
    main()
