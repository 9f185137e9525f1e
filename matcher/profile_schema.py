"""The JSON Schema of a profile, so that an editor completes it, explains it and checks it.

The schema is generous where YAML is: a day, an amount or a yes may reach it as text, number or
boolean. The program's own reading is the stricter one.
"""

from __future__ import annotations

from typing import Any

from matcher.literals import FORMS, Kind
from matcher.vocabulary import FactSpec, Vocabulary

_MONEY = r"^(HKD ?)?[0-9][0-9,_]*(\.[0-9]{1,2})?$"
_PATTERNS: dict[Kind, tuple[list[str], str]] = {
    Kind.MONEY: (["string", "integer", "number"], _MONEY),
    Kind.COUNT: (["string", "integer"], r"^[0-9][0-9,_]*$"),
    Kind.DATE: (["string"], r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    Kind.YEAR: (["string"], r"^[0-9]{4}-[0-9]{2}$"),
    Kind.DURATION: (["string"], r"^[0-9]+ (months?|years?)$"),
    Kind.SHARE: (["string", "number"], r"^([0-9]{1,3}(\.[0-9]+)?%|[01]\.[0-9]+|0)$"),
    Kind.TEXT: (["string", "integer", "number"], r"^[^\n]{1,200}$"),
}
_UNKNOWN: dict[str, Any] = {"enum": ["unknown", None]}


def profile_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) for profiles, with both languages in titles."""
    root: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile for the Hong Kong funding check / 香港資助計劃核對用公司資料檔",
        "type": "object",
        "additionalProperties": False,
        "properties": {},
    }
    for path, spec in vocabulary.facts.items():
        *groups, name = path.split(".")
        node = root
        for group in groups:
            node = node["properties"].setdefault(
                group, {"type": ["object", "null"], "additionalProperties": False, "properties": {}}
            )
        node["properties"][name] = _fact(vocabulary, spec)
    return root


def _fact(vocabulary: Vocabulary, spec: FactSpec) -> dict[str, Any]:
    about = [spec.ask["en"], spec.ask["zh-Hant"]]
    if spec.find is not None:
        about.append(f"Find it / 何處可查: {spec.find['en']} / {spec.find['zh-Hant']}")
    about.append(f"Write / 填寫方式: {FORMS[spec.kind]['en']}")
    return {
        "title": f"{spec.label['en']} / {spec.label['zh-Hant']}",
        "description": "\n".join(about),
        "anyOf": [_values(vocabulary, spec), _UNKNOWN],
    }


def _values(vocabulary: Vocabulary, spec: FactSpec) -> dict[str, Any]:
    match spec.kind:
        case Kind.YES_NO:
            return {"enum": ["yes", "no", True, False]}
        case Kind.CHOICE:
            return _choice(vocabulary, spec)
        case Kind.CHOICES:
            return {"type": "array", "uniqueItems": True, "items": _choice(vocabulary, spec)}
        case Kind.RECORDS:
            return {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": [name for name, inner in spec.fields.items() if inner.required],
                    "properties": {n: _fact(vocabulary, inner) for n, inner in spec.fields.items()},
                },
            }
        case _:
            types, pattern = _PATTERNS[spec.kind]
            return {"type": types, "pattern": pattern}


def _choice(vocabulary: Vocabulary, spec: FactSpec) -> dict[str, Any]:
    return {
        "oneOf": [
            {"const": choice, "title": f"{said['en']} / {said['zh-Hant']}"}
            for choice, said in vocabulary.domain(spec).items()
        ]
    }
