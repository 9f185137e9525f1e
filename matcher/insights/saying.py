"""A change in words: what to alter, from what, by when."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from matcher.condition import AS_OF
from matcher.insights.demand import ADDED, TAKEN, Asked, Demands, Place, Range, is_new
from matcher.literals import Kind
from matcher.phrases import day_for_people, money_for_people
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import Words, fill, join, listing, words


_FIRST: Final = {Kind.MONEY: 0, Kind.DATE: 1}  # how much and by when; then everything else


def change_says(places: Demands, facts: Any, vocabulary: Vocabulary, times: int = 1) -> Words:
    """What the places of one change ask for; `times` new records alike are one change."""
    first = next(iter(places))
    spec = vocabulary.facts[first.path]
    if is_new(first, facts):
        return _record(places, spec, facts.get(AS_OF), vocabulary, times)
    said = [_alteration(place, asked, facts, vocabulary) for place, asked in places.items()]
    return join(said, ", ", "，")


def _alteration(place: Place, asked: Asked, facts: Any, vocabulary: Vocabulary) -> Words:
    spec = vocabulary.facts[place.path]
    value = facts.get(place.path)
    label = spec.label
    if place.record:
        spec, value = spec.fields[place.name], value[place.record - 1].get(place.name)
        item = vocabulary.facts[place.path].item or label
        label = fill(words("{item} {n}, {l}", "{item}第{n}項的{l}"), item=item, n=place.record, l=spec.label)
    if place.name in (ADDED, TAKEN):
        domain = vocabulary.domain(spec)
        options = either([domain[c] for c in domain if isinstance(asked, frozenset) and c in asked])
        if place.name == ADDED:
            return fill(words("{label}: also {v}", "{label}：加入{v}"), label=label, v=options)
        return fill(words("{label}: without {v}", "{label}：不包括{v}"), label=label, v=options)
    said = _asked(asked, spec, facts.get(AS_OF), vocabulary)
    phrase = spec.change if not place.record and asked != frozenset({False}) else None
    if phrase is not None:
        said = fill(phrase, value=said)
    else:
        said = fill(words("{label}: {v}", "{label}：{v}"), label=label, v=said)
    if value is None or (phrase is not None and spec.kind is Kind.YES_NO):
        return said
    return fill(words("{said} (now {v})", "{said}（現為{v}）"), said=said, v=_value(spec, value, vocabulary))


def _record(places: Demands, spec: FactSpec, as_of: date | None, vocabulary: Vocabulary, times: int) -> Words:
    """`raise at least HKD 400,000 more, received by 31 March 2027, in cash`."""
    parts, amount = [], None
    for name, field in sorted(spec.fields.items(), key=lambda pair: _FIRST.get(pair[1].kind, len(_FIRST))):
        asked = next((a for place, a in places.items() if place.name == name), None)
        if asked is None or (isinstance(asked, Range) and asked.low is None and asked.high is None):
            continue
        if field.kind is Kind.MONEY and spec.change is not None and amount is None and times == 1:
            amount = fill(spec.change, value=_asked(asked, field, as_of, vocabulary))
        else:
            parts.append(_of_record(field, asked, as_of, vocabulary))
    if amount is not None:
        return join([amount, *parts], ", ", "，")
    item = spec.item or spec.label
    count = words("one", "一") if times == 1 else words(str(times), str(times))
    head = fill(words("{n} more {item}", "多{n}項{item}"), n=count, item=item)
    if times > 1:
        head = words(head["en"] + "s", head["zh-Hant"])
    if not parts:
        return head
    return fill(words("{head}: {parts}", "{head}：{parts}"), head=head, parts=join(parts, ", ", "，"))


def _of_record(field: FactSpec, asked: Asked, as_of: date | None, vocabulary: Vocabulary) -> Words:
    said = _asked(asked, field, as_of, vocabulary)
    phrase = field.change_no if asked == frozenset({False}) else field.change
    if phrase is not None:
        return fill(phrase, value=said)
    if field.kind is Kind.YES_NO and asked == frozenset({True}):
        return field.label
    if field.kind is Kind.MONEY:
        return said
    if field.value is not None:
        return fill(field.value, value=said)
    return fill(words("{label}: {v}", "{label}：{v}"), label=field.label, v=said)


def _asked(asked: Asked, spec: FactSpec, as_of: date | None, vocabulary: Vocabulary) -> Words:
    if not isinstance(asked, Range):
        if spec.kind is Kind.CHOICE:
            domain = vocabulary.domain(spec)
            return either([domain[c] for c in domain if c in asked])
        return _value(spec, next(iter(asked)), vocabulary)
    if asked.low is not None and asked.low == asked.high:
        return _value(spec, asked.low, vocabulary)
    low = None if asked.low is None else _value(spec, asked.low, vocabulary)
    high = None if asked.high is None else _value(spec, asked.high, vocabulary)
    if spec.kind in (Kind.DATE, Kind.YEAR):
        if high is None:
            return fill(words("{low} or later", "{low}或之後"), low=low or words("", ""))
        if asked.low is None or (as_of is not None and asked.low <= as_of):
            return fill(words("by {high}", "{high}或之前"), high=high)
        if spec.kind is Kind.DATE:
            return fill(words("from {low} to {high}", "{low}至{high}"), low=low or words("", ""), high=high)
    if high is None:
        return fill(words("at least {low}", "最少{low}"), low=low or words("", ""))
    if low is None:
        return fill(words("at most {high}", "最多{high}"), high=high)
    return fill(words("{low} to {high}", "{low}至{high}"), low=low, high=high)


def _value(spec: FactSpec, value: Any, vocabulary: Vocabulary) -> Words:
    if spec.kind is Kind.DATE:
        return day_for_people(value)
    if spec.kind is Kind.MONEY:
        return money_for_people(value)
    return vocabulary.say(spec, value)


def either(options: list[Words], most: int = 8) -> Words:
    """`a, b or c`; of more than `most`, the first ones and how many more."""
    if not 1 < len(options) <= most:
        return listing(options, most)
    en, zh = [o["en"] for o in options], [o["zh-Hant"] for o in options]
    return words(", ".join(en[:-1]) + " or " + en[-1], "、".join(zh[:-1]) + "或" + zh[-1])


def last_day(places: Demands, vocabulary: Vocabulary) -> date | None:
    """The last day on which the change still helps, if it has one."""
    ranges = {place: asked for place, asked in places.items() if isinstance(asked, Range) and asked.high is not None}
    days = [asked.high for place, asked in ranges.items() if vocabulary.spec(place.written).kind is Kind.DATE]
    return min(days, default=None)
