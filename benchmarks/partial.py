"""Five profiles with one fact missing: who answers wrongly, who answers more than can be known.

    python benchmarks/partial.py
"""

from __future__ import annotations

from importlib.metadata import version

from ten import FACTS, OURS, RIVALS, Decide, Flat, our_book, our_facts

from matcher.check import day_of, durable_engine, the_day
from matcher.engines.direct import DirectEngine

BASE: Flat = {
    "hk_inc": True, "months": 12, "sector": "ai", "univ_team": True, "spinoff": True, "univ_pct": 20,
    "listed": False, "revenue": 1_000_000, "years_funded": 1, "renewal": True, "employees": 10,
    "requested": 500_000,
}  # fmt: skip


def without(name: str, **changed: object) -> Flat:
    return {key: value for key, value in {**BASE, **changed}.items() if key != name}


# The revenue is the seventh of ten criteria; the second and the fourth are `months <= 24 or
# renewal` and `univ_team or spinoff`.
CASES: dict[str, tuple[str, Flat, bool | None]] = {
    "A": ("one fact missing, all else passes", without("revenue"), None),
    "B": ("one missing, an earlier criterion fails", without("revenue", hk_inc=False), False),
    "B2": ("one missing, a later criterion fails", without("revenue", employees=60), False),
    "C": ("second half of an `or` missing, the first holds", without("spinoff"), True),
    "C2": ("first half missing, the second holds", without("univ_team"), True),
}
SAID = {True: "yes", False: "no", None: "unknown"}


def asked(decide: Decide, flat: Flat) -> str:
    try:
        answer = decide(flat)
    except Exception as trouble:  # noqa: BLE001 - whatever the engine raises is its answer
        text = str(trouble)
        return text if text.startswith(("Allow", "Deny")) else "error"
    return SAID.get(answer, str(answer))


def main() -> None:
    book = our_book()
    day = the_day("2026-11-24", book)
    scheme, direct, durable = day_of(book, day).schemes["ten_criteria"], DirectEngine(), durable_engine()
    assert durable is not None, "this table needs durable-rules"
    engines: dict[str, Decide] = {
        "this project, direct": lambda p: OURS[direct.verdict(scheme, our_facts(p, book, day))],
        "this project, durable": lambda p: OURS[durable.decide(scheme, our_facts(p, book, day)).verdict],
        **{f"{name} {version(name)}": make() for name, make in RIVALS.items()},
    }
    for name, (what, _, _) in CASES.items():
        print(f"{name}: {what}")
    print()
    print("| engine | " + " | ".join(CASES) + " | as they should be |")
    print("|--" * (len(CASES) + 2) + "|")
    print("| right answer | " + " | ".join(SAID[right] for _, _, right in CASES.values()) + " | |")
    for name, decide in engines.items():
        row = [asked(decide, flat) for _, flat, _ in CASES.values()]
        good = sum(got == SAID[right] for got, (_, _, right) in zip(row, CASES.values(), strict=True))
        print(f"| {name} | " + " | ".join(row) + f" | {good} of {len(CASES)} |")
    assert set(BASE) == set(FACTS)


if __name__ == "__main__":
    main()
