"""The vocabulary: every fact that any rule reads, declared once in `rules/facts.yaml`.

A fact has a kind, a label, a question, where to find the answer, and how it can change, in both
languages. The kind decides how a text is read; a fact that the vocabulary does not know is never
silently ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from matcher import complaints
from matcher.complaints import Complaint
from matcher.errors import Place, Problem
from matcher.frozen import Frozen
from matcher.literals import FORMS, KIND_NAMES, READERS, Kind, show
from matcher.plain_yaml import Items, Mapping, Node, Text
from matcher.words import Words, fill, listing, same, words

Changes = Literal["never", "with_time", "by_effort", "by_choice"]

UNKNOWN_TEXTS: Final = frozenset({"unknown", "null", "~", ""})
MOST_ITEMS: Final = 200  # records in one list
FACT: Final = words("fact", "資料")


class FactSpec(Frozen, frozen=True):
    """One fact, or one field of a record."""

    kind: Kind
    label: Words
    ask: Words
    find: Words | None = None
    value: Words | None = None
    changes: Changes = "by_effort"
    change: Words | None = None  # how a sentence tells to alter it: `ask for {value}`; of a yes or no, to make it yes
    into: tuple[str, ...] = ()  # the choices that a change may lead to, where not all are ones to be led to
    lapses: tuple[str, ...] = ()  # facts that are no longer known once this one is changed
    change_no: Words | None = None  # of a yes or no, to make it no
    of: str | None = None  # the list of choices
    unnamed: Words | None = None  # what a sentence says while the fact is not known
    item: Words | None = None  # what one record of the list is called
    past: bool = False  # a day that has usually come by the day of the check
    required: bool = False  # in a record: a record without it is surely a slip
    fields: dict[str, FactSpec] = {}


class Vocabulary(Frozen, frozen=True):
    """All facts by path, all lists of choices by name."""

    choices: dict[str, dict[str, Words]]
    facts: dict[str, FactSpec]

    def spec(self, path: str) -> FactSpec:
        """The fact at `path`; of `investments[2].amount`, the field."""
        if path in self.facts:
            return self.facts[path]
        over, _, name = path.rpartition(".")
        return self.facts[over.partition("[")[0]].fields[name]

    def record(self, over: str, number: int) -> Words:
        """What one record of a list is called: `investment 2`."""
        spec = self.facts[over]
        return fill(words("{one} {n}", "第{n}項{one}"), one=spec.item or spec.label, n=number)

    def domain(self, spec: FactSpec) -> dict[str, Words]:
        """The choices of a fact of kind choice or choices."""
        return self.choices[spec.of or ""]

    def say(self, spec: FactSpec, value: Any) -> Words:
        """The value as a person reads it."""
        if spec.kind is Kind.CHOICE:
            return self.domain(spec)[value]
        if spec.kind is Kind.CHOICES:
            domain = self.domain(spec)
            chosen = [domain[c] for c in domain if c in value]
            return listing(chosen) if chosen else words("none", "沒有")
        return show(spec.kind, value)


@dataclass
class Reading:
    """Facts read from one text: values by path, what was said to be unknown, problems."""

    vocabulary: Vocabulary
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, node: Node, prefix: str = "") -> None:
        """Read facts from a mapping, nested or with dotted names."""
        if not isinstance(node, Mapping):
            what = words("a profile is a mapping of facts", "公司資料檔須為資料的映射")
            instead = words(
                "write lines such as `company:` and, indented, `employees: 9`",
                "請填寫例如`company:`，並縮排填寫`employees: 9`",
            )
            self.problems.append(Problem(node.place, what, instead))
            return
        for key, value in node.entries.items():
            path = prefix + key
            if path in self.vocabulary.facts:
                self.fact(path, value, node.keys[key])
            elif any(known.startswith(path + ".") for known in self.vocabulary.facts):
                if not (isinstance(value, Text) and value.value in UNKNOWN_TEXTS):
                    self.mapping(value, path + ".") if isinstance(value, Mapping) else self.add(
                        value.place,
                        complaints.wrong_kind(
                            path, words("group of facts", "一組資料"), _text_of(value),
                            words(f"`{path}:` and its facts, indented", f"`{path}:`並縮排填寫各項資料"),
                        ),
                    )  # fmt: skip
            else:
                self.add(
                    node.keys[key],
                    complaints.unknown_name(
                        FACT, path, self.vocabulary.facts, "`matcher schema --format list`"
                    ),
                )

    def fact(self, path: str, node: Node, key: Place) -> None:
        """Read one fact."""
        if path in self.places:
            self.add(key, complaints.twice(path, self.places[path].line))
            return
        self.places[path] = node.place
        spec = self.vocabulary.facts[path]
        value = self.value(path, spec, node)
        if value is None:
            self.unknown.add(path)
        else:
            self.values[path] = value

    def value(self, path: str, spec: FactSpec, node: Node) -> Any:
        """The typed value; None if it is said to be unknown, or is wrong (a problem then)."""
        if isinstance(node, Text) and node.is_plain and node.value.lower() in UNKNOWN_TEXTS:
            return None
        if spec.kind is Kind.RECORDS:
            return self.records(path, spec, node)
        if spec.kind is Kind.CHOICES:
            return self.set_of_choices(path, spec, node)
        if not isinstance(node, Text):
            self.wrong(path, spec, node)
            return None
        if spec.kind is Kind.CHOICE:
            return self.choice(path, spec, node)
        value = READERS[spec.kind](node.value)
        if value is None:
            self.wrong(path, spec, node)
        return value

    def choice(self, path: str, spec: FactSpec, node: Text) -> str | None:
        """One of the choices."""
        domain = self.vocabulary.domain(spec)
        if node.value in domain:
            return node.value
        self.add(node.place, complaints.wrong_choice(path, node.value, domain))
        return None

    def set_of_choices(self, path: str, spec: FactSpec, node: Node) -> frozenset[str] | None:
        """A list of choices as a set."""
        if not isinstance(node, Items) or not all(isinstance(i, Text) for i in node.items):
            self.wrong(path, spec, node)
            return None
        found = [self.choice(path, spec, item) for item in node.items if isinstance(item, Text)]
        return frozenset(choice for choice in found if choice is not None)

    def records(self, path: str, spec: FactSpec, node: Node) -> tuple[dict[str, Any], ...] | None:
        """A list of records."""
        if not isinstance(node, Items):
            self.wrong(path, spec, node)
            return None
        if len(node.items) > MOST_ITEMS:
            what = words(f"`{path}` has more than {MOST_ITEMS} records",
                         f"`{path}`超過{MOST_ITEMS}項記錄")  # fmt: skip
            self.add(node.place, (what, words("keep those that matter", "請保留有關的項目")))
            return None
        return tuple(
            self.record(f"{path}[{number}]", spec, item)
            for number, item in enumerate(node.items, 1)
        )

    def record(self, path: str, spec: FactSpec, node: Node) -> dict[str, Any]:
        """One record, its fields typed."""
        if not isinstance(node, Mapping):
            names = ", ".join(list(spec.fields)[:5])
            self.add(node.place, complaints.wrong_kind(
                path, words("record", "記錄"), _text_of(node),
                words(f"its fields, such as {names}", f"各欄位，例如{names}")))  # fmt: skip
            return {}
        record: dict[str, Any] = {}
        for name, value in node.entries.items():
            if name not in spec.fields:
                thing = words(f"field of `{path.partition('[')[0]}`",
                              f"`{path.partition('[')[0]}`欄位")  # fmt: skip
                self.add(node.keys[name], complaints.unknown_name(
                    thing, name, spec.fields, "`matcher schema --format list`"))  # fmt: skip
                continue
            read = self.value(f"{path}.{name}", spec.fields[name], value)
            if read is not None:
                record[name] = read
        for name, inner in spec.fields.items():
            if inner.required and name not in node.entries:
                self.add(node.place, (
                    words(f"`{path}` has no {inner.label['en']}", f"`{path}`沒有{inner.label['zh-Hant']}"),
                    words(f"add `{name}` ({FORMS[inner.kind]['en']}), or `{name}: unknown`",
                          f"請加上`{name}`（{FORMS[inner.kind]['zh-Hant']}），或`{name}: unknown`"),
                ))  # fmt: skip
        return record

    def wrong(self, path: str, spec: FactSpec, node: Node) -> None:
        """Note that the value is of another kind."""
        self.add(node.place, complaints.wrong_kind(
            path, KIND_NAMES[spec.kind], _text_of(node), self.form(spec)))  # fmt: skip

    def form(self, spec: FactSpec) -> Words:
        """How a value of this fact is written."""
        if spec.kind is Kind.CHOICE:
            return same(next(iter(self.vocabulary.domain(spec))))
        return FORMS[spec.kind]

    def add(self, place: Place, complaint: Complaint) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, *complaint))


def _text_of(node: Node) -> str:
    return node.value if isinstance(node, Text) else "[…]" if isinstance(node, Items) else "{…}"


def every_fact(vocabulary: Vocabulary) -> Iterator[tuple[str, FactSpec]]:
    """All facts and all fields of records, in the order of the file."""
    for path, spec in vocabulary.facts.items():
        yield path, spec
        for name, inner in spec.fields.items():
            yield f"{path}.{name}", inner

