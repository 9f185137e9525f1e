"""Plain data to the frozen classes, in two ways.

`checked` is for files that people write: pydantic checks every field, and each finding becomes a
problem at `file:line:column`. `build` and `flatten` are for the cache, whose content was checked
when it was written: no checks, no pydantic, hence quick.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from matcher import complaints
from matcher.condition import CONDITIONS, TERMS, Bracket, from_plain, to_plain
from matcher.errors import MatcherError, Problem
from matcher.plain_yaml import Node, find, plain
from matcher.words import same, words

T = TypeVar("T")

_NODES = (*CONDITIONS, *TERMS, Bracket)
_KEY = words("key", "鍵")


# ----------------------------------------------------------------- with checks


def checked(cls: type[T], node: Node, error: type[MatcherError]) -> T:
    """The node as an instance of `cls`. Raises `error` with everything that does not fit."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(cls).validate_python(plain(node))
    except ValidationError as trouble:
        problems: dict[tuple[int, int, str], Problem] = {}
        for finding in trouble.errors(include_url=False):
            problem = _problem(cls, node, finding)
            place = problem.place
            key = (place.line, place.column, "type" if "_type" in finding["type"] else finding["type"])
            problems.setdefault(key, problem)
        specific = {(line, column) for line, column, kind in problems if kind != "type"}
        raise error(
            problem
            for (line, column, kind), problem in sorted(problems.items())
            if kind != "type" or (line, column) not in specific
        ) from None


def _problem(cls: type, node: Node, finding: Any) -> Problem:
    loc = tuple(finding["loc"])
    name = str(loc[-1]) if loc else ""
    match finding["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            owner = next((str(step) for step in reversed(loc[:-1]) if isinstance(step, str)), "")
            owner = f"`{owner}`" if owner else "the pack"
            what = words(f"{owner} has no `{name}`", f"{owner}欠`{name}`")
            return Problem(find(node, loc), what, words(f"add `{name}: …`", f"請加上`{name}: …`"))
        case "extra_forbidden" | "unexpected_keyword_argument":
            known = _keys_at(cls, loc[:-1])
            complaint = complaints.unknown_name(_KEY, name, known, "the author's guide")
            return Problem(find(node, loc, key=True), *complaint)
        case "literal_error" | "enum":
            choices = [c.strip("'") for c in finding["ctx"]["expected"].replace(" or ", ", ").split(", ")]
            return Problem(find(node, loc), *complaints.wrong_choice(name, str(finding["input"]), choices))
        case "string_too_short":
            return Problem(find(node, loc), words(f"`{name}` is empty", f"`{name}`沒有內容"),
                           words("write the text in this language", "請填寫此語言的文字"))  # fmt: skip
        case _:
            return Problem(find(node, loc), words(f"`{name}` does not fit here", f"`{name}`不適用於此處"),
                           same(_friendly(finding)))  # fmt: skip


def _friendly(finding: Any) -> str:
    said = str(finding["msg"]).removeprefix("Value error, ")
    return {
        "string_type": "write a text",
        "list_type": "write a list",
        "dict_type": "write a mapping",
        "bool_parsing": "write yes or no",
        "int_parsing": "write a whole number",
    }.get(finding["type"], said[:1].lower() + said[1:] if "class" not in said else "write a mapping")


def _keys_at(cls: Any, loc: tuple[Any, ...]) -> list[str]:
    """The keys that may stand at `loc`, for a guess at what was meant."""
    hint: Any = cls
    for step in loc:
        hint = _step(hint, step)
        if hint is None:
            return []
    candidates = [hint, *typing.get_args(hint)]
    for candidate in candidates:
        if isinstance(candidate, type) and hasattr(candidate, "__annotations__"):
            return list(_hints(candidate))
    return []


def _step(hint: Any, step: Any) -> Any:
    for candidate in (hint, *typing.get_args(hint)):
        if isinstance(candidate, type) and step in getattr(candidate, "__annotations__", {}):
            return _hints(candidate)[step]
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (dict, list, tuple) and args:
        return args[-1] if origin is dict else args[0]
    return hint


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {name: hint for name, hint in hints.items() if not name.startswith("__")}


# -------------------------------------------------------------- without checks


def flatten(value: Any) -> Any:
    """The value as lists, dictionaries and texts; `build` gives it back."""
    if isinstance(value, _NODES):
        return to_plain(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [flatten(item) for item in value]
    if isinstance(value, dict):
        return {key: flatten(item) for key, item in value.items()}
    if is_dataclass(value):
        return [flatten(getattr(value, f.name)) for f in fields(value)]
    return value


def build(cls: type[T], data: Any) -> T:
    """What `flatten` made of an instance of `cls`, as that instance again."""
    hint: Any = cls
    result: T = _builder(hint)(data)
    return result


@cache
def _builder(hint: Any) -> Callable[[Any], Any]:
    if typing.get_origin(hint) is typing.Annotated:
        return _builder(typing.get_args(hint)[0])
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        present = tuple(arg for arg in args if arg is not type(None))
        inner = from_plain if set(present) <= set(_NODES) else _builder(present[0])
        return inner if len(present) == len(args) else lambda data: None if data is None else inner(data)
    if origin is tuple or origin is list:
        each = _builder(args[0])
        make = tuple if origin is tuple else list
        return make if each is _as_is else lambda data: make(map(each, data))
    if origin is dict:
        each = _builder(args[1])
        return _as_is if each is _as_is else lambda data: {k: each(v) for k, v in data.items()}
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(hint) and isinstance(hint, type):
        return _class_builder(hint)
    return _as_is


def _class_builder(cls: type) -> Callable[[Any], Any]:
    makers: list[Callable[[Any], Any]] = []

    def make(data: Any) -> Any:
        if not makers:  # found when first needed, since a class may hold itself
            hints = _hints(cls)
            makers.extend(_builder(hints[f.name]) for f in fields(cls))
        return cls(*[maker(item) for maker, item in zip(makers, data, strict=True)])

    return make


def _as_is(data: Any) -> Any:
    return data


__all__ = ["build", "checked", "flatten"]
