"""Files that people write, checked against the classes of `pack.py`.

Pydantic checks every field; each finding becomes a problem at `file:line:column`, with a guess at
what was meant.
"""

from __future__ import annotations

import typing
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from matcher import complaints
from matcher.errors import MatcherError, Problem
from matcher.plain_yaml import Node, find, plain
from matcher.words import Words, same, words

T = TypeVar("T", bound=BaseModel)

_KEY = words("key", "鍵")


def checked(cls: type[T], node: Node, error: type[MatcherError]) -> T:
    """The node as an instance of `cls`. Raises `error` with everything that does not fit."""
    try:
        return cls.model_validate(plain(node))
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
            holder = same(f"`{owner}`") if owner else words("the pack", "規則檔")
            what = words(f"{holder['en']} has no `{name}`", f"{holder['zh-Hant']}欠`{name}`")
            return Problem(find(node, loc), what, words(f"add `{name}: …`", f"請加上`{name}: …`"))
        case "extra_forbidden" | "unexpected_keyword_argument":
            known = _keys_at(cls, loc[:-1])
            complaint = complaints.unknown_name(_KEY, name, known, "`docs/authors.md`")
            return Problem(find(node, loc, key=True), *complaint)
        case "literal_error" | "enum":
            choices = [c.strip("'") for c in finding["ctx"]["expected"].replace(" or ", ", ").split(", ")]
            return Problem(find(node, loc), *complaints.wrong_choice(name, str(finding["input"]), choices))
        case "string_too_short":
            return Problem(find(node, loc), words(f"`{name}` is empty", f"`{name}`沒有內容"),
                           words("write the text in this language", "請填寫此語言的文字"))  # fmt: skip
        case _:
            return Problem(find(node, loc), words(f"`{name}` does not fit here", f"`{name}`不適用於此處"),
                           _INSTEAD.get(finding["type"], words("write a mapping", "請填寫映射")))  # fmt: skip


# What to write where a value has the wrong shape. Days have the only values with a check of ours.
_INSTEAD: Final[dict[str, Words]] = {
    "string_type": words("write a text", "請填寫文字"),
    "list_type": words("write a list", "請填寫列表"),
    "bool_parsing": words("write yes or no", "請填寫yes或no"),
    "int_parsing": words("write a whole number", "請填寫整數"),
    "value_error": words("write a day as YYYY-MM-DD", "請填寫YYYY-MM-DD"),
}


def _keys_at(cls: Any, loc: tuple[Any, ...]) -> list[str]:
    """The keys that may stand at `loc`, for a guess at what was meant."""
    hint: Any = cls
    for step in loc:
        hint = _step(hint, step)
    for candidate in (hint, *typing.get_args(hint)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return [info.alias or name for name, info in candidate.model_fields.items()]
        if typing.is_typeddict(candidate):
            return list(candidate.__annotations__)
    return []


def _step(hint: Any, step: Any) -> Any:
    for candidate in (hint, *typing.get_args(hint)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            for name, info in candidate.model_fields.items():
                if step in (name, info.alias):
                    return info.annotation
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (dict, list, tuple) and args:
        return args[-1] if origin is dict else args[0]
    return hint
