"""YAML (or JSON) text to strings, lists and mappings, each with its place.

Nothing else comes out: `NO` is the text "NO", `2019-02-01` is text, `0.10` is text. What a text
means is decided later, by the kind of the fact it is given for. Tags, anchors, aliases, merge
keys, repeated keys, second documents, control characters, depth and size beyond the limits are
refused, each with its line and column, as many as can be found in one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from matcher.complaints import Complaint, not_allowed, quoted, twice, whole_file
from matcher.errors import MatcherError, Place, Problem
from matcher.frozen import Frozen
from matcher.words import Words, same, words

MOST_BYTES: Final = 256 * 1024
MOST_NODES: Final = 10_000
MOST_DEPTH: Final = 32

_FLATTER: Final = words("write it flatter", "請減少層數")
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(Frozen, frozen=True):
    """A scalar, exactly as written (without its quotes)."""

    value: str
    place: Place
    is_plain: bool = True


class Items(Frozen, frozen=True):
    """A list."""

    items: tuple[Node, ...]
    place: Place


class Mapping(Frozen, frozen=True):
    """A mapping with text keys, in the order of the file."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Text | Items | Mapping


def plain(node: Node) -> Any:
    """The node as Python's own strings, lists and dictionaries."""
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key: plain(value) for key, value in entries.items()}


def find(node: Node, path: Iterable[str | int], *, key: bool = False) -> Place:
    """The place of the deepest part of `path` that exists: its value's, or its key's own.

    Steps that the file does not have are passed over.
    """
    place = node.place
    for step in path:
        if isinstance(node, Mapping) and step in node.entries:
            place, node = node.keys[str(step)], node.entries[str(step)]
            place = place if key else node.place
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            place = node.place
    return place


def read(data: bytes | str, file: str, error: type[MatcherError]) -> Node:
    """The one document in `data`.

    Raises `error` with every problem found, at `file:line:column`.
    """
    text = _decoded(data, file, error)
    reading = _Reading(file)
    try:
        events: Iterator[Any] = iter(yaml.parse(text, Loader=_Loader))
        node = reading.document(events)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        said = (trouble.problem or trouble.context or "").strip()
        raise error([*reading.problems, Problem(place, *_malformed(said, text, place))]) from None
    except _TooMuch:
        raise error(reading.problems) from None
    except (yaml.YAMLError, RecursionError):
        what = words("is not well-formed", "格式有誤")
        instead = words("write plain YAML or JSON", "請使用一般的YAML或JSON")
        raise error([*reading.problems, Problem(Place(file), what, instead)]) from None
    if node is None and not reading.problems:
        raise error([Problem(Place(file), *_empty())])
    if reading.problems or node is None:
        raise error(reading.problems)
    return node


def _empty() -> Complaint:
    return whole_file(
        words("is empty", "沒有內容"),
        words(
            "write at least one fact, or start from an example of `matcher profiles`",
            "請最少填寫一項資料，或由`matcher profiles`的例子開始",
        ),
    )


def _malformed(said: str, text: str, place: Place) -> Complaint:
    if "nesting" in said:
        return words(f"more than {MOST_DEPTH} levels", f"超過{MOST_DEPTH}層"), _FLATTER
    lines = text.split("\n")
    if place.line and "\t" in lines[min(place.line, len(lines)) - 1]:
        return (
            words("a tab stands where spaces must stand", "應為空格之處有定位字元"),
            words("indent with spaces", "請以空格縮排"),
        )
    return (
        words(f"is not well-formed: {said}" if said else "is not well-formed", "格式有誤"),
        words("mend the punctuation here or in the line above", "請修正此處或上一行的標點"),
    )


def _decoded(data: bytes | str, file: str, error: type[MatcherError]) -> str:
    """The text, if it is UTF-8, not too large and free of control characters."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    if len(raw) > MOST_BYTES:
        kib = MOST_BYTES // 1024
        what = words(f"is larger than {kib} KiB", f"超過{kib} KiB")
        raise error([Problem(Place(file), what, words("split or shorten it", "請分拆或縮短"))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = raw.count(b"\n", 0, trouble.start) + 1
        column = trouble.start - raw.rfind(b"\n", 0, trouble.start)
        what = words("is not UTF-8 text", "不是UTF-8文字")
        instead = words("save it with the encoding UTF-8", "請以UTF-8編碼儲存")
        raise error([Problem(Place(file, line, column), what, instead)]) from None
    problems = []
    for number, line_text in enumerate(text.split("\n"), 1):
        at = control_character(line_text.removesuffix("\r"))
        if at is not None:
            complaint = no_control_character(line_text[at])
            problems.append(Problem(Place(file, number, at + 1), *complaint))
    if problems:
        raise error(problems[:20])
    return text


# Marks that reorder what a reader sees make a text read otherwise than it is; lone surrogates are
# no text at all.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def control_character(text: str) -> int | None:
    """Where the first sign stands that no text of ours may hold."""
    found = _CONTROL.search(text)
    return found.start() if found else None


def no_control_character(sign: str) -> Complaint:
    """What is said of such a sign."""
    return not_allowed(
        words(f"the control character {_visible(sign)}", f"控制字元{_visible(sign)}"),
        words("a text", "文字"),
        words("delete it", "請刪除"),
    )


def _visible(sign: str) -> str:
    return f"`\\x{ord(sign):02x}`" if ord(sign) < 256 else f"`\\u{ord(sign):04x}`"


@dataclass
class _Reading:
    """One pass over the parser's events; what is refused is collected and read past."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        result: Node | None = None
        documents = 0
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents == 2:
                        self.refuse(event, words("a second document", "第二份文件"),
                                    words("keep one, without `---`", "請只保留一份，不要用`---`"))  # fmt: skip
                        return result
                    if event.version or event.tags:
                        self.refuse(event, words("a `%` directive", "`%`指令"),
                                    words("delete it", "請刪除"))  # fmt: skip
                case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    result = self.node(event, events, 1)
                case yaml.AliasEvent():
                    self.alias(event)
                case _:
                    pass
        if isinstance(result, Text) and not result.value.strip():
            return None
        return result

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self.place(event)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.stop(place, words(f"more than {MOST_NODES} values", f"超過{MOST_NODES}個值"),
                      words("split the file", "請分拆檔案"))  # fmt: skip
        if depth > MOST_DEPTH:
            self.stop(place, words(f"more than {MOST_DEPTH} levels", f"超過{MOST_DEPTH}層"),
                      _FLATTER)  # fmt: skip
        if event.anchor:
            self.refuse(event, same(quoted("&" + event.anchor)),
                        words("write the value out where it is needed", "請在需要之處寫出該值"))  # fmt: skip
        if event.tag is not None:
            self.refuse(event, same(quoted(event.tag)),
                        words("write the plain value", "請直接填寫值"))  # fmt: skip
        if isinstance(event, yaml.ScalarEvent):
            if event.style == '"' and (at := control_character(event.value)) is not None:
                self.add(place, no_control_character(event.value[at]))  # written as an escape
            return Text(event.value, place, not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self.sequence(events, depth)), place)
        return self.mapping(events, depth, place)

    def sequence(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        for event in events:
            match event:
                case yaml.SequenceEndEvent():
                    return
                case yaml.AliasEvent():
                    self.alias(event)
                case _:
                    yield self.node(event, events, depth + 1)

    def mapping(self, events: Iterator[Any], depth: int, place: Place) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if isinstance(event, yaml.AliasEvent):
                self.alias(event)
                key: Node = Text("", self.place(event))
            else:
                key = self.node(event, events, depth + 1)
            following = next(events)
            if isinstance(following, yaml.AliasEvent):
                self.alias(following)
                continue
            value = self.node(following, events, depth + 1)
            if not isinstance(key, Text):
                self.refuse(event, words("a list or mapping as a key", "以列表或映射作為鍵"),
                            words("write a name", "請填寫名稱"))  # fmt: skip
            elif key.value == "<<" and key.is_plain:
                self.refuse(event, same("`<<`"),
                            words("write the values out", "請寫出各值"))  # fmt: skip
            elif key.value in entries:
                self.add(key.place, twice(key.value, keys[key.value].line))
            else:
                entries[key.value], keys[key.value] = value, key.place
        return Mapping(entries, keys, place)

    def alias(self, event: Any) -> None:
        self.refuse(event, same(quoted("*" + event.anchor)),
                    words("write the value out", "請寫出該值"))  # fmt: skip

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def refuse(self, event: Any, thing: Words, instead: Words) -> None:
        self.add(self.place(event), not_allowed(thing, words("this file", "此檔案"), instead))

    def add(self, place: Place, complaint: Complaint) -> None:
        self.problems.append(Problem(place, *complaint))

    def stop(self, place: Place, thing: Words, instead: Words) -> None:
        """Give up reading: going on would cost more than the file is worth."""
        self.add(place, (thing, instead))
        raise _TooMuch


class _TooMuch(yaml.YAMLError):
    """Raised inside one reading only."""

