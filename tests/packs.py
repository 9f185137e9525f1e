"""The shipped packs with their examples, and generated profiles that stand on their bounds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
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


@cache
def profiles_of(book: RuleBook, as_of: date) -> st.SearchStrategy[dict[str, Any]]:
    """Profiles of the whole vocabulary, three facts in ten not given."""
    facts = {}
    for path, spec in book.vocabulary.facts.items():
        values = _values(book).get(path)
        if spec.kind is Kind.TEXT or not values:
            continue
        facts[path] = st.integers(0, 9).flatmap(
            lambda n, values=values: st.just(None) if n < 3 else st.sampled_from(values)
        )
    return st.fixed_dictionaries(facts).map(
        lambda found: {AS_OF: as_of, **{p: v for p, v in found.items() if v is not None}}
    )
