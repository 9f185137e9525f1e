"""A cold `matcher check` beside the bare import of the libraries that it is built on, in one run.

    python benchmarks/cold.py [PROFILE] [RUNS]

What is measured is the processor's time, user and system, that a process takes: a busy machine
changes it less than the time on the wall. Runs take turns, so that what noise is left falls on all
alike, and a ratio is the median of the ratios of single turns. The first two turns are not counted:
they write the byte code and the cached rule book. Needs `matcher` installed beside this Python.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

BARE = "import typer, pydantic; from pydantic import BaseModel; import yaml"
WITHOUT = "matcher check, no cache"
WARMING, SELDOM = 2, 8


def seconds(command: list[str], **changed: str) -> float:
    """Seconds of the processor that the command takes."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | changed
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    folder = Path(__file__).parents[1] / "profiles"
    profile = sys.argv[1] if len(sys.argv) > 1 else str(folder / "moonlit-kettle.yaml")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    matcher = str(Path(sys.executable).with_name("matcher"))
    check = [matcher, "check", profile, "--as-of", "2026-11-24"]
    steps = "from matcher.check import check; from matcher.rulebook import load_rules; "
    commands = {
        "python -c 'pass'": [sys.executable, "-c", "pass"],
        f"python -c '{BARE}'": [sys.executable, "-c", BARE],
        "import the command": [sys.executable, "-c", "import matcher.cli"],
        "... and load the rule book": [sys.executable, "-c", "import matcher.cli; " + steps + "load_rules()"],
        "matcher check --engine direct": [*check, "--engine", "direct"],
        "matcher check": check,
        "matcher check --format json": [*check, "--format", "json"],
        WITHOUT: check,
    }
    taken: dict[str, dict[int, float]] = {name: {} for name in commands}
    for turn in range(runs + WARMING):
        for name, command in commands.items():
            if name == WITHOUT and turn % SELDOM:  # it takes long
                continue
            changed = {"MATCHER_CACHE_DIR": os.devnull} if name == WITHOUT else {}
            once = seconds(command, **changed)
            if turn >= WARMING:
                taken[name][turn] = once
    bare = taken[f"python -c '{BARE}'"]
    print("| command | median, ms | least, ms | times the bare import |")
    print("|--|--|--|--|")
    for name, times in taken.items():
        if times:
            ratio = statistics.median(once / bare[turn] for turn, once in times.items())
            median, least = statistics.median(times.values()), min(times.values())
            print(f"| `{name}` | {median * 1000:.0f} | {least * 1000:.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
