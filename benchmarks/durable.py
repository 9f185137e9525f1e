"""The durable engine: a whole check of the shipped book, and its memory over many checks.

    python benchmarks/durable.py [CHECKS]

The profiles take turns, so that every ruleset is used. Time is the processor's. Memory is what the
process holds of the machine (resident set, from the kernel's own figures), so this runs on Linux.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import matcher
from matcher.check import day_of, durable_engine, the_day
from matcher.condition import AS_OF
from matcher.profile import Profile

SETTLED = 1000


def resident() -> int:
    """Kilobytes of memory that the process holds."""
    line = next(x for x in Path("/proc/self/status").read_text("ascii").splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1])


def main() -> None:
    checks = max(SETTLED, int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    book = matcher.load_rules()
    day = the_day("2026-11-24", book)
    schemes = list(day_of(book, day).schemes.values())
    folder = Path(__file__).parents[1] / "profiles"
    profiles = [
        {**Profile.read(path, book.vocabulary).facts, AS_OF: day} for path in sorted(folder.glob("*.yaml"))
    ]
    durable, direct = durable_engine(), day_of(book, day).direct
    assert durable is not None, "durable-rules cannot be imported here"
    taken: dict[str, float] = {}
    for engine in (durable, direct):
        for facts in profiles:
            for scheme in schemes:
                engine.decide(scheme, facts)  # compiles
        best = float("inf")
        for _ in range(5):
            began = time.process_time()
            for facts in profiles:
                for scheme in schemes:
                    engine.decide(scheme, facts)
            best = min(best, (time.process_time() - began) / len(profiles))
        taken[engine.name] = best
    print(f"{len(schemes)} schemes, {sum(len(s.criteria) for s in schemes)} criteria, {len(profiles)} profiles\n")
    for name in ("durable", "direct"):
        given = [Profile.read(path, book.vocabulary) for path in sorted(folder.glob("*.yaml"))]
        began = time.process_time()
        for profile in given:
            matcher.check(profile, as_of=day, engine=name)
        taken[f"{name}, with the whole report"] = (time.process_time() - began) / len(given)
    print("| engine | ms for the whole book, one profile | times direct |")
    print("|--|--|--|")
    for name, seconds in taken.items():
        print(f"| {name} | {seconds * 1000:.2f} | {seconds / taken['direct']:.1f} |")

    print("\n| checks of the whole book | memory, KB | growth since the first 1,000 |\n|--|--|--|")
    first = 0
    for number in range(1, checks + 1):
        facts = profiles[number % len(profiles)]
        for scheme in schemes:
            durable.decide(scheme, facts)
        if number == SETTLED:
            first = resident()
        if number in {SETTLED, checks // 4, checks // 2, checks} and first:
            now = resident()
            print(f"| {number} | {now} | {100 * (now - first) / first:.2f}% |", flush=True)


if __name__ == "__main__":
    main()
