"""The shipped packs with their examples, and generated profiles that stand on their bounds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from matcher.condition import AS_OF
from matcher.literals import Kind
from matcher.packcheck.examples import Example, examples_in
from matcher.rulebook import RuleBook, shipped


@cache
def all_examples(book: RuleBook) -> dict[str, list[Example]]:
    """The examples of every pack, by scheme."""
    return examples_in(shipped("rules"), book)


@cache
def _values(book: RuleBook) -> dict[str, list[Any]]:
    """The values that the examples give to each fact, and for a number or day those beside it."""
    found: dict[str, dict[Any, None]] = defaultdict(dict)
    for examples in all_examples(book).values():
        for example in examples:
            for path, value in example.facts.items():
                if path != AS_OF:
                    found[path][_hashable(value)] = None
    return {path: [_plain(value) for value in values] for path, values in found.items()}


def _hashable(value: Any) -> Any:
    return tuple(tuple(sorted(item.items())) for item in value) if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    return tuple(dict(item) for item in value) if isinstance(value, tuple) else value


SEEDS = st.integers(0, 2**32)


@cache
def profiles_of(book: RuleBook, as_of: date) -> st.SearchStrategy[dict[str, Any]]:
    """Profiles of the whole vocabulary, three facts in ten not given.

    Hundreds of facts are drawn from one seed, since drawing each by itself takes longer than all the checks.
    """
    return SEEDS.map(lambda seed: _anything(book, as_of, Random(seed)))


def _anything(book: RuleBook, as_of: date, random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {AS_OF: as_of}
    for path, spec in book.vocabulary.facts.items():
        values = _values(book).get(path)
        if spec.kind is not Kind.TEXT and values and random.random() >= 0.3:
            found[path] = random.choice(values)
    return found


def near(book: RuleBook, scheme: str, as_of: date, seed: int) -> dict[str, Any]:
    """An example of the scheme, with a few facts left out or given values of other examples."""
    random = Random(seed)
    found = {**_anything(book, as_of, random), **random.choice(all_examples(book)[scheme]).facts, AS_OF: as_of}
    for path in sorted(found.keys() - {AS_OF}):
        chance = random.random()
        if chance < 0.06:
            del found[path]
        elif chance < 0.12 and path in _values(book):
            found[path] = random.choice(_values(book)[path])
    return found
