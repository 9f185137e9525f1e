"""Books of 100, 300 and 1,000 schemes: whether one profile is checked in time linear in the size.

    python benchmarks/size.py

The schemes are copies of the made-up one of the tutorial under other ids, each with a limit of its
own, so that no two share a ruleset. Each book is read and checked by a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

SIZES = (100, 300, 1000)
ROOT = Path(__file__).parents[1]
STEPS = (
    "load, no cache", "load, cached", "check, direct", "check, durable", "check again, durable",
    "as terminal text", "as JSON",
)  # fmt: skip


def write_book(folder: Path, size: int) -> None:
    """As many packs as asked for."""
    text = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
    for number in range(size):
        own = text.replace("paper_lantern", f"lantern_{number}").replace('is: "20"', f'is: "{20 + number}"')
        (folder / f"lantern_{number}.yaml").write_text(own, "utf-8")


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that an action takes, and what comes of it."""
    began = time.perf_counter()
    found = action()
    return (time.perf_counter() - began) * 1000, found


def one(folder: str) -> None:
    """All steps for the book in the folder, in milliseconds."""
    import matcher
    from matcher.render.page import page
    from matcher.render.terminal import text

    profile = ROOT / "profiles" / "spin-out.yaml"
    compiled, book = timed(lambda: matcher.load_rules(folder))
    cached, book = timed(lambda: matcher.load_rules(folder))
    told = {}
    for step, engine in (("direct", "direct"), ("durable", "auto"), ("again", "auto")):
        check = partial(matcher.check, profile, as_of="2026-11-24", rules=book, engine=engine)
        told[step], report = timed(check)
    shown, _ = timed(lambda: text(page(report, "en")))
    written, _ = timed(report.to_json)
    print(compiled, cached, *told.values(), shown, written)


def main() -> None:
    taken = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
            write_book(Path(folder), size)
            command = [sys.executable, __file__, folder]
            environment = {**os.environ, "MATCHER_CACHE_DIR": cache}
            rounds = []
            for _ in range(3):
                said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
                rounds.append([float(found) for found in said.split()])
            # Only the first process has no cache to load from.
            taken.append([rounds[0][0], *(min(times) for times in list(zip(*rounds, strict=True))[1:])])
    print("| step | " + " | ".join(f"{size} schemes, ms" for size in SIZES) + " | ms a scheme |")
    print("|--" * (len(SIZES) + 2) + "|")
    for at, step in enumerate(STEPS):
        each = [found[at] / size for found, size in zip(taken, SIZES, strict=True)]
        print(f"| {step} | " + " | ".join(f"{found[at]:.0f}" for found in taken)
              + f" | {', '.join(f'{ms:.2f}' for ms in each)} |")  # fmt: skip


if __name__ == "__main__":
    one(sys.argv[1]) if len(sys.argv) > 1 else main()
