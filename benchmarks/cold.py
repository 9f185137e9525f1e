"""A cold `matcher check` beside the bare import of the libraries that it is built on, in one run.

    python benchmarks/cold.py [PROFILE]

Runs take turns, so that noise falls on all alike. The first two of each are not counted: they
write the byte code and the cached rule book. Needs `matcher` installed beside this Python.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

BARE = "import typer, pydantic; from pydantic import BaseModel; import yaml"
RUNS, WARMING = 25, 2


def seconds(command: list[str]) -> float:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def main() -> None:
    profile = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parents[1] / "profiles" / "spin-out.yaml")
    matcher = str(Path(sys.executable).with_name("matcher"))
    check = [matcher, "check", profile, "--as-of", "2026-11-24"]
    steps = "from matcher.check import check; from matcher.rulebook import load_rules; "
    commands = {
        "python -c 'pass'": [sys.executable, "-c", "pass"],
        f"python -c '{BARE}'": [sys.executable, "-c", BARE],
        "import the command": [sys.executable, "-c", "import matcher.cli"],
        "... and load the rule book": [sys.executable, "-c", "import matcher.cli; " + steps + "load_rules()"],
        "... and check, durable": [
            sys.executable, "-c", "import matcher.cli; " + steps + f"check({profile!r}, as_of='2026-11-24')",
        ],
        "matcher check --engine direct": [*check, "--engine", "direct"],
        "matcher check": check,
        "matcher check --format json": [*check, "--format", "json"],
    }  # fmt: skip
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(RUNS + WARMING):
        for name, command in commands.items():
            once = seconds(command)
            if turn >= WARMING:
                taken[name].append(once)
    bare = list(taken.values())[1]
    print("| command | median, ms | fastest, ms | times the bare import (medians) |")
    print("|--|--|--|--|")
    for name, times in taken.items():
        median = statistics.median(times)
        ratio = median / statistics.median(bare)
        print(f"| `{name}` | {median * 1000:.0f} | {min(times) * 1000:.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
