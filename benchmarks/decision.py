"""One decision of ten criteria: ours beside the engines that can be installed, in one run.

Answers are compared first with the plain reference; an engine that differs stops the race. Rules
are prepared outside the timed loop. Time is the best of five passes; the range is over three runs.

    python benchmarks/decision.py
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

from ten import OURS, RIVALS, Flat, generated, our_book, our_facts, reference, zen_graph

from matcher.check import Case, day_of, the_day
from matcher.compose import scheme_report
from matcher.findings import findings
from matcher.missing import Reader

PASSES, RUNS, COUNT = 5, 3, 2000
ENOUGH = 2.0  # seconds that a pass of a slow engine may take


def microseconds(decide: Callable[[Any], Any], inputs: Sequence[Any], right: Sequence[bool]) -> float:
    """The best of some passes, for one decision. Raises AssertionError for one wrong answer."""
    began = time.perf_counter()
    assert bool(decide(inputs[0])) == right[0]
    some = max(100, min(len(inputs), int(ENOUGH / (time.perf_counter() - began + 1e-7))))
    inputs, right = inputs[:some], right[:some]
    wrong = [n for n, each in enumerate(inputs) if bool(decide(each)) != right[n]]
    assert not wrong, inputs[wrong[0]]
    best = float("inf")
    for _ in range(PASSES):
        began = time.perf_counter()
        for each in inputs:
            decide(each)
        best = min(best, (time.perf_counter() - began) / len(inputs))
    return best * 1e6


def main() -> None:
    profiles = generated(COUNT)
    right = [reference(p) for p in profiles]
    book = our_book()
    day = the_day("2026-11-24", book)
    that_day = day_of(book, day)
    scheme, direct = that_day.schemes["ten_criteria"], that_day.direct
    ours = [our_facts(p, book, day) for p in profiles]

    def data(facts: dict[str, Any]) -> bool | None:
        """Every outcome with the values read, the sources and the missing facts."""
        decision = direct.decide(scheme, facts)
        found = findings(scheme, decision, Reader(facts, direct.compiler))
        assert len(found) == len(scheme.criteria)
        return OURS[decision.verdict]

    def report(facts: dict[str, Any]) -> bool | None:
        """The whole report of the scheme, worded in both languages."""
        case = Case(facts, frozenset(), day, book.vocabulary, Reader(facts, direct.compiler), direct)
        return OURS[scheme_report(scheme, direct.decide(scheme, facts), case).verdict]

    def validated(flat: Flat) -> bool | None:
        return OURS[direct.verdict(scheme, our_facts(flat, book, day))]

    racers: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {
        "plain Python function": (reference, profiles),
        "this project, direct, verdict only": (lambda facts: OURS[direct.verdict(scheme, facts)], ours),
        **{f"{name} {version(name)}": (make(), profiles) for name, make in RIVALS.items()},
        "this project, direct, full report data": (data, ours),
        "zen-engine graph, no trace": (_graph(trace=False), profiles),
        "zen-engine graph, with trace": (_graph(trace=True), profiles),
        "this project, profile validated first, verdict only": (validated, profiles),
        "this project, whole report in two languages": (report, ours),
    }
    taken: dict[str, list[float]] = {name: [] for name in racers}
    for _ in range(RUNS):
        for name, (decide, inputs) in racers.items():
            taken[name].append(microseconds(decide, inputs, right))
    zen = f"zen-engine {version('zen-engine')}"
    print(f"{COUNT} profiles, {sum(right)} pass; every answer compared, none differs\n")
    print("| engine | µs for one decision | times zen-engine's expression | times zen-engine's trace |")
    print("|--|--|--|--|")
    for name, times in taken.items():
        ratios = [
            _range([t / z for t, z in zip(times, taken[other], strict=True)], 2)
            for other in (zen, "zen-engine graph, with trace")
        ]
        print(f"| {name} | {_range(times, 1)} | {ratios[0]} | {ratios[1]} |")


def _graph(*, trace: bool) -> Callable[[Any], Any]:
    evaluate = zen_graph(trace=trace)
    return lambda p: evaluate(p)["result"]["ok"]


def _range(numbers: list[float], digits: int) -> str:
    low, high = f"{min(numbers):.{digits}f}", f"{max(numbers):.{digits}f}"
    return low if low == high else f"{low} to {high}"


if __name__ == "__main__":
    main()
