"""A profile as text that `matcher check` reads: the proof that a finding can happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.literals import Kind, exact, percent
from matcher.vocabulary import FactSpec, Vocabulary


def as_text(facts: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """The facts on one line of YAML, in the order of the vocabulary: `{company.employees: 9}`."""
    parts = [
        f"{path}: {value_text(spec, facts[path])}" for path, spec in vocabulary.facts.items() if path in facts
    ]
    return "{" + ", ".join(parts) + "}"


def as_profile(facts: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """The facts as a profile, one on each line."""
    return "".join(
        f"{path}: {value_text(spec, facts[path])}\n" for path, spec in vocabulary.facts.items() if path in facts
    )


def value_text(spec: FactSpec, value: Any) -> str:
    """One value as a profile writes it."""
    match spec.kind:
        case Kind.RECORDS:
            items = (
                ", ".join(f"{name}: {value_text(spec.fields[name], v)}" for name, v in item.items()) for item in value
            )
            return "[" + ", ".join("{" + item + "}" for item in items) + "]"
        case Kind.CHOICES:
            return "[" + ", ".join(sorted(value)) + "]"
        case Kind.YES_NO:
            return "yes" if value else "no"
        case Kind.MONEY:
            return f"HKD {exact(Kind.MONEY, value)}"
        case Kind.SHARE:
            return percent(value)
        case kind:
            return str(exact(kind, value))
