"""One start-up's facts, any of them missing.

A profile comes from YAML or JSON text, or from a mapping; both go through the same reader, so
the same mistakes get the same messages. Nothing in it is ever logged.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from matcher.complaints import because
from matcher.errors import Place, Problem, ProfileError
from matcher.frozen import Frozen
from matcher.literals import Kind, exact
from matcher.plain_yaml import (
    MOST_BYTES, MOST_DEPTH, Items, Node, Text, control_character, no_control_character, read,
)  # fmt: skip
from matcher.plain_yaml import Mapping as NodeMapping
from matcher.vocabulary import Reading, Vocabulary
from matcher.words import words

MAPPING: Final = "profile"  # what messages call a profile that has no file


class Profile(Frozen, frozen=True):
    """Facts by path, typed as the vocabulary says; what is not there is unknown."""

    facts: Mapping[str, Any]
    said_unknown: frozenset[str]
    source: str
    digest: str
    places: Mapping[str, Place] = {}

    @property
    def name(self) -> str:
        """The company's name, or the name of the file that it came from."""
        return str(self.facts.get("company.name") or Path(self.source).stem)

    @classmethod
    def read(cls, path: Path | str, vocabulary: Vocabulary) -> Profile:
        """The profile in a YAML or JSON file. Raises ProfileError with all its problems."""
        return cls.parse(bytes_of(Path(path)), str(path), vocabulary)

    @classmethod
    def parse(cls, text: str | bytes, source: str, vocabulary: Vocabulary) -> Profile:
        """The profile in a text. Raises ProfileError with all its problems."""
        return cls._from_node(read(text, source, ProfileError), source, vocabulary)

    @classmethod
    def from_mapping(cls, facts: Mapping[str, Any], vocabulary: Vocabulary) -> Profile:
        """The profile in a mapping, nested or with dotted names.

        Values are texts as in a file, or Python's own int, bool, date and Decimal; None is
        unknown. Raises ProfileError with all problems.
        """
        problems: list[Problem] = []
        return cls._from_node(_as_node(facts, MAPPING, problems), MAPPING, vocabulary, problems)

    @classmethod
    def _from_node(
        cls, node: Node, source: str, vocabulary: Vocabulary, problems: Iterable[Problem] = ()
    ) -> Profile:
        reading = Reading(vocabulary)
        reading.problems += problems
        reading.mapping(node)
        if not reading.problems and not reading.values and not reading.unknown:
            what = words("holds no fact", "沒有資料")
            instead = words("write at least one fact", "請最少填寫一項資料")
            reading.problems.append(Problem(node.place, what, instead))
        if reading.problems:
            order = sorted(reading.problems, key=lambda p: (p.place.line, p.place.column))
            raise ProfileError(order)
        return cls(
            reading.values,
            frozenset(reading.unknown),
            source,
            _digest(reading.values, vocabulary),
            reading.places,
        )

    def notes(self, vocabulary: Vocabulary, as_of: date) -> Iterator[Problem]:
        """What is possible but odd: days still to come that are usually past."""
        for path, value in self.facts.items():
            spec = vocabulary.facts[path]
            if spec.kind is Kind.RECORDS:
                for number, record in enumerate(value, 1):
                    for name, inner in spec.fields.items():
                        if inner.past and name in record and record[name] > as_of:
                            yield self._ahead(path, f"{path}[{number}].{name}", record[name], as_of)
            elif spec.past and value > as_of:
                yield self._ahead(path, path, value, as_of)

    def _ahead(self, at: str, path: str, day: date, as_of: date) -> Problem:
        place = self.places.get(at, Place(self.source))
        what = words(f"`{path}` is {day}, after the day of the check {as_of}",
                     f"`{path}`為{day}，在核對日{as_of}之後")  # fmt: skip
        instead = words("it is read as planned", "將視為預定日期")
        return Problem(place, what, instead, is_note=True)


def bytes_of(path: Path) -> bytes:
    """The file as it stands, up to one byte more than a profile may have. Raises ProfileError."""
    place = Place(str(path))
    if os.path.isdir(path):  # which no name makes fail
        what = words("is a folder", "是資料夾")
        hint = words("name a file in it, or check the folder", "請指明當中的檔案，或核對整個資料夾")
        raise ProfileError([Problem(place, what, hint)])
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        what = words("does not exist", "不存在")
        hint = words("check the name, or start from an example of `matcher profiles`",
                     "請檢查名稱，或由`matcher profiles`的例子開始")  # fmt: skip
        raise ProfileError([Problem(place, what, hint)]) from None
    except (OSError, ValueError) as trouble:
        what = because(words("cannot be read", "無法讀取"), trouble)
        raise ProfileError([Problem(place, what, words("check its permissions", "請檢查權限"))]) from None


def _digest(facts: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """SHA-256 over the facts in one fixed form, whatever the order and spelling of the file."""
    plain: dict[str, Any] = {}
    for path, value in facts.items():
        spec = vocabulary.facts[path]
        if spec.kind is Kind.RECORDS:
            plain[path] = [
                {name: exact(spec.fields[name].kind, inner) for name, inner in record.items()}
                for record in value
            ]
        else:
            plain[path] = exact(spec.kind, value)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _as_node(value: Any, path: str, problems: list[Problem], depth: int = 0) -> Node:
    """Python's own values as the nodes that a file would have given; what cannot be is collected."""
    place = Place(path)
    match value:
        case _ if depth > MOST_DEPTH:
            what = words(f"more than {MOST_DEPTH} levels", f"超過{MOST_DEPTH}層")
            problems.append(Problem(place, what, words("write it flatter", "請減少層數")))
        case None:
            pass
        case bool():
            return Text("yes" if value else "no", place)
        case str():
            if (at := control_character(value)) is not None:
                problems.append(Problem(place, *no_control_character(value[at])))
            return Text(value, place)
        case int() | Decimal():
            return Text(f"{value:f}" if isinstance(value, Decimal) else str(value), place)
        case date():
            return Text(value.isoformat()[:10], place)
        case Mapping():
            entries = {}
            for key, each in value.items():
                _as_node(name := str(key), path, problems, depth + 1)
                entries[name] = _as_node(each, f"{path}.{name}", problems, depth + 1)
            return NodeMapping(entries, {name: node.place for name, node in entries.items()}, place)
        case bytes() | bytearray():
            problems.append(_no_such_value(place, value))
        case Sequence() | frozenset() | set():
            listed = sorted(value) if isinstance(value, (set, frozenset)) else value
            nodes = (
                _as_node(each, f"{path}[{n}]", problems, depth + 1) for n, each in enumerate(listed, 1)
            )
            return Items(tuple(nodes), place)
        case _:
            problems.append(_no_such_value(place, value))
    return Text("unknown", place)


def _no_such_value(place: Place, value: Any) -> Problem:
    kind = type(value).__name__
    what = words(f"a value of type `{kind}` is not exact or not known here", f"`{kind}`類的值並不精確或不適用")
    return Problem(place, what, words("write it as text, as in a file", "請以文字填寫，如檔案一樣"))
