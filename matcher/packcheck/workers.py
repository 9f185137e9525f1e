"""The same work on many things, in copies of this process where the system makes them safely.

The results come in the order of the things, whoever is done first; so output never depends on it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

R = TypeVar("R")

_work: Callable[[int], Any] | None = None  # what the copies find when they begin


def processes() -> int:
    """How many copies are worth making: 1 where this process cannot be copied, or must not be."""
    if sys.platform != "linux" or threading.active_count() > 1:  # a copy would not have the other threads
        return 1
    return len(os.sched_getaffinity(0))


def in_order(work: Callable[[int], R], sizes: Sequence[int], copies: int) -> Iterator[R]:
    """What `work` makes of each number below the number of `sizes`; the largest are begun first."""
    if copies < 2 or len(sizes) < 2:
        yield from map(work, range(len(sizes)))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _work
    _work = work
    try:
        with ProcessPoolExecutor(copies, get_context("fork")) as pool:
            begun = {i: pool.submit(_run, i) for i in sorted(range(len(sizes)), key=lambda i: -sizes[i])}
            for i in range(len(sizes)):
                yield begun[i].result()
    finally:
        _work = None


def _run(number: int) -> Any:
    assert _work is not None
    return _work(number)
