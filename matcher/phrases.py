"""What a term is called and what it comes to, in both languages.

Evidence writes facts as the profile does (`2025-05-20`, `HKD 1,500,000`); sentences write dates
for people. Every figure comes from the engine's own closures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from matcher.condition import (
    AS_OF, Choose, Constant, Fact, Field, Least, Named, Over, Plus, Term, Times, Total, Within,
    kind_of, unnamed,
)  # fmt: skip
from matcher.frozen import Frozen
from matcher.interval import Interval, is_point
from matcher.literals import Kind, bare_amount, financial_year, percent, show
from matcher.missing import Reader
from matcher.scheme import Scheme
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import PLACEHOLDER, Words, fill, join, same, words

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_ORDINALS: Final = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth",
)  # fmt: skip
_NUMERALS: Final = "零一二三四五六七八九十"


def day_for_people(day: date) -> Words:
    """`20 May 2027` and `2027年5月20日`."""
    return words(f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def money_for_people(cents: Any) -> Words:
    """`HKD 1,500,000` and `150萬港元`; an amount that 萬 does not write exactly keeps its digits."""
    english = f"HKD {bare_amount(cents)}"
    if isinstance(cents, int) and cents and cents % 1_000_000 == 0:  # whole 萬 of dollars
        wan = cents // 1_000_000
        if wan % 10_000 == 0:
            return words(english, f"{wan // 10_000}億港元")
        if wan < 10_000:
            return words(english, f"{wan:,}萬港元")
    return words(english, f"{bare_amount(cents)}港元")


def money_range_for_people(low: Any, high: Any) -> Words:
    """`HKD 900,000 to 1,500,000` and `90萬至150萬港元`: the currency stands once."""
    first, last = money_for_people(low), money_for_people(high)
    return words(f"{first['en']} to {bare_amount(high)}", f"{first['zh-Hant'].removesuffix('港元')}至{last['zh-Hant']}")


def ordinal(number: int) -> Words:
    """`seventh` and `第七個`."""
    if number < len(_ORDINALS):
        return words(_ORDINALS[number], f"第{_NUMERALS[number]}個")
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return words(f"{number}{ending}", f"第{number}個")


class Teller(Frozen, frozen=True):
    """Says facts, terms and templates for one scheme and one profile."""

    vocabulary: Vocabulary
    scheme: Scheme
    reader: Reader

    # -- facts

    def fact(self, path: str, value: Any, spec: FactSpec | None = None) -> Words:
        """`incorporated 2025-05-20`; a fact that is not given says so."""
        spec = spec or self.vocabulary.spec(path)
        if value is None:
            return fill(words("{label} not given", "{label}：未提供"), label=spec.label)
        said = self.vocabulary.say(spec, value)
        if spec.value is not None:
            return fill(spec.value, value=said)
        return fill(words("{label}: {value}", "{label}：{value}"), label=spec.label, value=said)

    def item(self, over: str, item: Any) -> Words:
        """A record in a few words: its choices, such as `angel fund, shares`."""
        spec = self.vocabulary.facts[over]
        if spec.kind is Kind.CHOICES:
            return self.vocabulary.domain(spec)[item]
        said = [
            self.vocabulary.say(inner, item[name])
            for name, inner in spec.fields.items()
            if inner.kind is Kind.CHOICE and item.get(name) not in (None, "none")
        ]
        return words(", ".join(s["en"] for s in said), "，".join(s["zh-Hant"] for s in said))

    # -- terms

    def label(self, term: Term) -> Words | None:
        """What a term is called, if it has a name."""
        match term:
            case Named(name=name):
                return self.scheme.names[name].label if name in self.scheme.names else None
            case Fact(path=path):
                return None if path == AS_OF else self.vocabulary.spec(path).label
            case Within(fact=fact):
                return self.label(fact)
            case _:
                return None

    def term(self, term: Term, item: Any = None, over: str = "") -> Words:
        """`asked HKD 8,000,000 (5,000,000 + 3,000,000)`; what is known of it, with its name."""
        match term:
            case Fact(path=path) if path == AS_OF:
                return words(f"day of the check {self.reader.facts[AS_OF]}", f"核對日{self.reader.facts[AS_OF]}")
            case Fact(path=path):
                return self.fact(path, self.reader.facts.get(path))
            case Within(fact=fact):
                found = self.reader.interval(term, item)
                if self.reader.facts.get(fact.path) is None and is_point(found):
                    said = self.fact(fact.path, found[0])
                    return fill(words("{s}, from the call", "{s}，見申請通告"), s=said)
                return self.fact(fact.path, self.reader.facts.get(fact.path))
            case Plus():
                parts = [self.term(part, item, over) for part in self._addends(term)]
                total = self.amount(term, self.reader.interval(term, item), bare=False)
                return fill(words("{p} = {t}", "{p} = {t}"), p=join(parts, " + ", " + "), t=total)
            case Field(name=name):
                return self.fact(f"{over}.{name}", item.get(name), self.vocabulary.spec(f"{over}.{name}"))
            case _:
                pass
        label, found = self.label(term), self.reader.interval(term, item)
        said = self.amount(term, found, bare=False)
        if label is None:
            return said
        if found == (0, None) or found == (None, None):
            return fill(words("{label} not given", "{label}：未提供"), label=label)
        working = self.working(unnamed(term), item) if is_point(found) else None
        ending = fill(words(" ({w})", "（{w}）"), w=working) if working else words("", "")
        return fill(words("{label} {said}{ending}", "{label}{said}{ending}"),
                    label=label, said=said, ending=ending)  # fmt: skip

    def working(self, term: Term, item: Any) -> Words | None:
        """`5,000,000 + 3,000,000`, where a term is a sum of parts that count."""
        if not isinstance(term, Plus):
            return None
        parts = [self.reader.interval(part, item) for part in self._addends(term)]
        if len([p for p in parts if p != (0, 0)]) < 2:
            return None
        return same(" + ".join(self.amount(term, p, bare=True)["en"] for p in parts))

    def _addends(self, term: Term) -> list[Term]:
        if isinstance(term, Plus):
            return [*self._addends(term.left), *self._addends(term.right)]
        return [term]

    def amount(self, term: Term, found: Interval, *, bare: bool) -> Words:
        """An interval in words: one value, or what is certain and what is possible."""
        kind = kind_of(term)
        low, high = found
        if is_point(found):
            return self.value(kind, low, bare=bare)
        if kind in (Kind.DATE, Kind.YEAR):
            return words("not given", "未提供")
        if low in (None, 0) and high is None:
            return words("not given", "未提供")
        if high is None:
            return fill(words("{low} or more", "{low}或以上"), low=self.value(kind, low, bare=bare))
        if low is None:
            return fill(words("{high} at most", "最多{high}"), high=self.value(kind, high, bare=bare))
        if isinstance(unnamed(term), Total):
            return fill(words("{low} for certain, {high} at most", "確定有{low}，最多{high}"),
                        low=self.value(kind, low, bare=bare), high=self.value(kind, high, bare=True))  # fmt: skip
        return fill(words("{low} to {high}", "{low}至{high}"),
                    low=self.value(kind, low, bare=bare), high=self.value(kind, high, bare=True))  # fmt: skip

    def value(self, kind: Kind, value: Any, *, bare: bool) -> Words:
        """One value; `bare` leaves out the currency where it stands already."""
        if kind is Kind.MONEY and bare:
            return same(bare_amount(value))
        return show(kind, value)

    def bound(self, term: Term, item: Any = None) -> Words:
        """A bound with its working: `2 x 3,000,000 = 6,000,000`."""
        found = self.reader.interval(term, item)
        inner = unnamed(term)
        result = self.amount(term, found, bare=True)
        if isinstance(inner, Times):
            factor, base = inner.left, inner.right
            if kind_of(factor) is Kind.MONEY:
                factor, base = base, factor
            of = self.amount(base, self.reader.interval(base, item), bare=True)
            times = self.reader.interval(factor, item)[0]
            if isinstance(times, Fraction) and kind_of(factor) is Kind.SHARE:
                said = words("half", "一半") if times == Fraction(1, 2) else same(percent(times))
                if result == of or not is_point(found):
                    return fill(words("{s} of {of}", "{of}的{s}"), s=said, of=of)
                return fill(words("{s} of {of} = {r}", "{of}的{s} = {r}"), s=said, of=of, r=result)
            return fill(words("{t} x {of} = {r}", "{t} x {of} = {r}"), t=same(times), of=of, r=result)
        if isinstance(unnamed(term), (Constant, Choose, Over)) or not is_point(found):
            return result
        label = self.label(term)
        return result if label is None else fill(words("{r} ({l})", "{r}（{l}）"), r=result, l=label)

    def least_of(self, term: Term) -> Words | None:
        """`the least of asked 1,500,000 | yearly cap 1,500,000`, for the working of an amount."""
        inner = unnamed(term)
        if not isinstance(inner, Least):
            return None
        parts = []
        for part in inner.parts:
            label = self.label(part) or words("", "")
            found = self.reader.interval(part)
            said = self.amount(part, found, bare=True)
            parts.append(f"{label['en']} {said['en']}".strip())
            parts.append(f"{label['zh-Hant']}{said['zh-Hant']}")
        return words("the least of " + " | ".join(parts[::2]), "以下各項的最低者：" + " | ".join(parts[1::2]))

    # -- templates

    def template(self, template: Words, extra: Mapping[str, Words] | None = None) -> Words:
        """The text with `{fact}`, `{named}` and further placeholders filled in."""
        if "{" not in template["en"] and "{" not in template["zh-Hant"]:
            return template
        parts: dict[str, Words] = dict(extra or {})
        for name in PLACEHOLDER.findall(template["en"] + template["zh-Hant"]):
            if name not in parts:
                found = self.placeholder(name)
                if found is not None:
                    parts[name] = found
        return fill(template, **parts)

    def placeholder(self, name: str) -> Words | None:
        """What `{name}` stands for; None if for nothing that is known."""
        if name in self.scheme.names and (term := self.scheme.names[name].term) is not None:
            return self.amount(term, self.reader.interval(term), bare=False)
        spec = self.vocabulary.facts.get(name)
        if spec is None:
            return None
        value = self.reader.facts.get(name)
        if value is None or value in ("none", "other"):
            return spec.unnamed or spec.label
        if spec.kind is Kind.DATE:
            return day_for_people(value)
        if spec.kind is Kind.YEAR:
            return same(financial_year(value))
        return self.vocabulary.say(spec, value)
