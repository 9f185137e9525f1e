"""Combinations for the whole rule book: the first call of a process, and the calls after it.

Processor time, since the machine is shared. "First" has the import of networkx and the compiling of
every rule in it; the rule book is loaded before. Each first call has a process of its own; the range
is over three of them.

    python benchmarks/stack.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import matcher

PROFILES = sorted(path for path in (Path(__file__).parent.parent / "profiles").glob("*.yaml"))
DAY = "2026-11-29"
RUNS, PASSES = 3, 5
ONE = "one"


def milliseconds(path: Path) -> float:
    """How long one call keeps the processor busy."""
    began = time.process_time()
    matcher.stack(path, as_of=DAY)
    return (time.process_time() - began) * 1000


def main() -> None:
    if sys.argv[1:2] == [ONE]:
        matcher.load_rules()
        print(milliseconds(Path(sys.argv[2])))
        return
    print("| profile | schemes held | first call, ms | later calls, ms |\n|--|--|--|--|")
    for path in PROFILES:
        first = [
            float(subprocess.run([sys.executable, __file__, ONE, str(path)], capture_output=True, check=True).stdout)
            for _ in range(RUNS)
        ]
        found = matcher.stack(path, as_of=DAY)
        later = min(milliseconds(path) for _ in range(PASSES))
        held = len(found.combinations[0].holdings) if found.combinations else 0
        print(f"| {path.stem} | {held} | {min(first):.0f} to {max(first):.0f} | {later:.0f} |")


if __name__ == "__main__":
    main()
