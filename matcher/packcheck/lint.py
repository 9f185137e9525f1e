"""What can be told of a pack by reading it: names nobody uses, periods that do not meet, texts that
are not translated, sources without a section, bounds without an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from matcher.complaints import unknown_name
from matcher.condition import Node, facts_of
from matcher.dates import next_day
from matcher.errors import Place
from matcher.literals import Kind, read_date, read_year
from matcher.pack import CriterionText, PeriodText
from matcher.packcheck.bounds import bounds
from matcher.packcheck.examples import Example
from matcher.packcheck.finding import Finding, Level
from matcher.packcheck.mutants import criterion_paths
from matcher.plain_yaml import Items, Mapping, Text, find
from matcher.plain_yaml import Node as YamlNode
from matcher.rulebook import FolderRead, PackRead
from matcher.scheme import Scheme
from matcher.ties import OTHERS
from matcher.vocabulary import FACT, every_fact
from matcher.words import LANGS, PLACEHOLDER, Words, fill, listing, same, words

Path = tuple[str | int, ...]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_ENGLISH: Final = re.compile(r"\b[a-z]{3,}\b")
_FORMULAS: Final = {
    "requires", "applies_when", "when", "rules_for",
    "amount", "lasts", "years", "runs", "per_dollar", "after", "ceiling",
}  # fmt: skip
_EXPLAINS: Final = (
    "never_met", "never_against", "never_unknown", "never_alone", "gap", "bound", "mutant",
    "impossible", "never_applies", "cannot_fail", "implied", "not_tight", "section", "address",
)  # fmt: skip


def lint(pack: PackRead, examples: Sequence[Example]) -> Iterator[Finding]:
    """Everything about one pack that reading it, and where its examples stand, can tell.

    Bounds are looked at only if the examples could be read.
    """
    yield from _unused_names(pack)
    yield from _unused_offices(pack)
    yield from _unused_sources(pack)
    yield from _ungrounded(pack)
    yield from _values(pack)
    yield from _periods(pack)
    yield from _availability(pack)
    yield from _citations(pack)
    yield from _addresses(pack, pack.node, ())
    yield from _translations(pack.node, ())
    if examples:
        yield from _bounds(pack, examples)
    yield from _explanations(pack)


def _told(level: Level, place: Place, what: Words, instead: Words) -> Finding:
    return Finding(level, "lint", place, what, instead)


# ------------------------------------------------------------------------- unused


def unused_facts(folder: FolderRead) -> Iterator[Finding]:
    """Facts and fields that no rule of any pack reads. A text is never read: it is for people."""
    unread = [text.decode("utf-8", "replace") for text in folder.unread]  # may use what no other pack does
    read: set[str] = set()
    for pack in folder.packs:
        read |= facts_read(pack.scheme)
        read |= set(PLACEHOLDER.findall(str(pack.text.model_dump())))
    lists = {path.rpartition(".")[0] for path in read}
    for path, spec in every_fact(folder.book.vocabulary):
        over, _, name = path.rpartition(".")
        named = path if path in folder.book.vocabulary.facts else f".{name}"
        if spec.kind is Kind.TEXT or path in read or path in lists or any(named in text for text in unread):
            continue
        inside = () if path in folder.book.vocabulary.facts else (over, "fields", name)
        place = find(folder.facts, ("facts", *(inside or (path,))), key=True)
        what = words(f"no rule reads the fact `{path}`", f"沒有規則使用資料`{path}`")
        yield _told("warning", place, what, _USE_OR_DELETE)
    used = {spec.of for _, spec in every_fact(folder.book.vocabulary)}
    for name in folder.book.vocabulary.choices:
        if name not in used:
            place = find(folder.facts, ("choices", name), key=True)
            what = words(f"no fact is `of` the choices `{name}`", f"沒有資料使用選項`{name}`")
            yield _told("warning", place, what, _USE_OR_DELETE)


def unknown_aims(folder: FolderRead) -> Iterator[Finding]:
    """Choices that a change is said to lead to, and facts that it makes lapse, where there are none such."""
    for path, spec in folder.book.vocabulary.facts.items():
        domain = folder.book.vocabulary.choices.get(spec.of or "", {})
        for number, choice in enumerate(spec.into):
            if choice not in domain:
                place = find(folder.facts, ("facts", path, "into", number))
                yield _told("error", place, *unknown_name(
                    words("choice", "選項"), choice, domain, f"`choices: {spec.of}`"))  # fmt: skip
        for number, other in enumerate(spec.lapses):
            if other not in folder.book.vocabulary.facts:
                place = find(folder.facts, ("facts", path, "lapses", number))
                yield _told("error", place, *unknown_name(
                    FACT, other, folder.book.vocabulary.facts, "`matcher schema --format list`"))  # fmt: skip


def unknown_schemes(folder: FolderRead) -> Iterator[Finding]:
    """Relations to what is neither a scheme of the book nor listed in it."""
    known = {*folder.book.schemes, *(entry.id for entry in folder.book.listed), OTHERS}
    unread = [text.decode("utf-8", "replace") for text in folder.unread]  # may be the scheme that is meant
    for pack in folder.packs:
        for i, relation in enumerate(pack.scheme.relations):
            for number, other in enumerate(relation.others):
                if other in known or any(f"scheme: {other}" in text for text in unread):
                    continue
                at: Path = ("relations", i, "also", number - 1) if number else ("relations", i, "to")
                yield _told("error", find(pack.node, at), *unknown_name(
                    words("scheme", "計劃"), other, known, "`matcher schemes`"))  # fmt: skip


def facts_read(scheme: Scheme) -> set[str]:
    """Every fact that anything of the scheme turns on."""
    nodes: list[Node | None] = [scheme.role, scheme.in_force, scheme.clock, *_of_money(scheme)]
    for criterion in scheme.criteria:
        nodes += [criterion.in_force, criterion.applies_when, criterion.requires]
    nodes += [overlay.when for overlay in scheme.overlays]
    nodes += [window.when for window in scheme.windows]
    nodes += [note.when for note in scheme.notes]
    nodes += [named.term for named in scheme.names.values()]
    return {path for node in nodes if node is not None for path in facts_of(node)}


def _of_money(scheme: Scheme) -> Iterator[Node | None]:
    funding = scheme.funding
    yield from (funding.amount, funding.lasts, *(stage.amount for stage in funding.stages))
    yield from (stage.after for stage in funding.stages)
    yield from (own.per_dollar for own in (funding.own, *(stage.own for stage in funding.stages)) if own is not None)
    if funding.yearly is not None:
        yield from (funding.yearly.years, funding.yearly.runs)
    yield from (relation.ceiling for relation in scheme.relations)


_USE_OR_DELETE: Final = words("use it, or delete it", "請使用，或刪除")


def _unused_names(pack: PackRead) -> Iterator[Finding]:
    """Values, lists and terms that no formula and no text uses, directly or by way of another term."""
    reached: set[str] = set(PLACEHOLDER.findall(str(pack.text.model_dump())))
    for formula in _formulas(pack.node, ()):
        reached |= set(_NAME.findall(formula))
    waiting = list(reached)
    while waiting:
        term = pack.text.terms.get(waiting.pop())
        if term is not None:
            more = set(_NAME.findall(term.is_)) - reached
            reached |= more
            waiting += more
    for key, thing in (("values", words("value", "值")), ("terms", words("term", "具名項"))):
        for name in getattr(pack.text, key):
            if name not in reached:
                yield _told("warning", find(pack.node, (key, name), key=True),
                            fill(words("nothing uses the {thing} `{name}`", "沒有規則使用{thing}`{name}`"),
                                 thing=thing, name=name), _USE_OR_DELETE)  # fmt: skip


def _formulas(node: YamlNode, path: Path) -> Iterator[str]:
    """The text of every formula of the pack but the terms' own."""
    if path[:1] in (("terms",), ("examples",)):
        return
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _formulas(item, (*path, number))
    elif isinstance(node, Mapping):
        for key, inner in node.entries.items():
            yield from _formulas(inner, (*path, key))
    elif path[-1:] and (path[-1] in _FORMULAS or path[0] == "brackets"):
        yield node.value


def _unused_offices(pack: PackRead) -> Iterator[Finding]:
    text = pack.text
    asked = {point.ask for point in text.open_points.values()}
    asked |= {relation.ask for relation in text.relations if relation.ask}
    for criterion in _criteria(pack):
        asked |= {a.ask for a in (criterion, criterion.unclear_after, criterion.unclear_outside) if a and a.ask}
    for name in text.offices:
        if name not in asked:
            what = words(f"nobody is sent to the office `{name}`", f"沒有事項須向`{name}`查詢")
            yield _told("warning", find(pack.node, ("offices", name), key=True), what, _USE_OR_DELETE)


def _ungrounded(pack: PackRead) -> Iterator[Finding]:
    for i, relation in enumerate(pack.text.relations):
        if relation.kind != "note" and relation.doc is None and relation.ask is None:
            what = words(f"the relation to `{relation.to}` rests on nothing", f"與`{relation.to}`的關係沒有依據")
            hint = words("add its source as `doc`, or whom to `ask`", "請以`doc`加上資料來源，或以`ask`加上查詢對象")
            yield _told("warning", find(pack.node, ("relations", i)), what, hint)


def _unused_sources(pack: PackRead) -> Iterator[Finding]:
    cited = {c.doc for criterion in pack.scheme.criteria for c in criterion.sources}
    cited |= {c.doc for note in pack.scheme.notes for c in note.sources}
    cited |= {c.doc for c in pack.scheme.funding.sources}
    cited |= {window.source.doc for window in pack.scheme.windows}
    cited |= {relation.doc or "" for relation in pack.text.relations}
    cited |= {event.doc or "" for event in pack.text.history}
    for name in pack.text.sources:
        if name not in cited:
            yield _told("warning", find(pack.node, ("sources", name), key=True),
                        words(f"nothing rests on the source `{name}`", f"沒有內容以資料來源`{name}`為據"),
                        words("cite it where it counts, or delete it", "請在有關之處引用，或刪除"))  # fmt: skip


def _criteria(pack: PackRead) -> Iterator[CriterionText]:
    yield from pack.text.criteria
    for overlay in pack.text.overlays:
        yield from overlay.criteria


# ------------------------------------------------------------------------- periods


def _day(text: str) -> date:
    return read_date(text) or read_year(text) or date.min


def _values(pack: PackRead) -> Iterator[Finding]:
    """Values by date: each day once, in order, and one for as long as the scheme takes applicants."""
    begins = _day(pack.text.begins.from_)
    for name, value in pack.text.values.items():
        before: tuple[date, str] | None = None
        for since in value.from_:
            place = find(pack.node, ("values", name, "from", since), key=True)
            start = _day(since)
            if before and start == before[0]:
                what = words(f"`{name}` has two values from {start} on", f"`{name}`由{start}起有兩個值")
                yield _told("error", place, what, words("keep one", "請保留一個"))
            elif before and start < before[0]:
                yield _told("warning", place, words(f"`{since}` stands after `{before[1]}`, which is later",
                                                    f"`{since}`列於較遲的`{before[1]}`之後"),
                            words("write the values in the order of time", "請按時間次序填寫"))  # fmt: skip
            before = (start, since)
        first = min(map(_day, value.from_), default=begins)
        if first > begins and first > _first_use(pack, name, begins):
            place = find(pack.node, ("values", name, "from"))
            yield _told("warning", place, words(
                f"`{name}` has no value before {first}, but rules use it from {begins} on; the first value is taken",
                f"`{name}`在{first}之前沒有值，但規則由{begins}起使用；現以首個值計算"),
                words("add the earlier value, or `none`", "請加上較早的值，或`none`"))  # fmt: skip


def _first_use(pack: PackRead, name: str, begins: date) -> date:
    """The first day on which a criterion that uses the value can be in force."""
    users = {name} | {term for term, text in pack.text.terms.items() if name in _NAME.findall(text.is_)}
    found = []
    for criterion in _criteria(pack):
        formulas = f"{criterion.requires or ''} {criterion.applies_when or ''}"
        if users & set(_NAME.findall(formulas)):
            starts = [_day(p.from_) if p.from_ else begins for p in _listed(criterion)]
            found.append(min(starts, default=begins))
    # What no criterion uses stands in a bracket or an amount, which speak of every day.
    return min(found, default=begins)


def _listed(criterion: CriterionText) -> list[PeriodText]:
    raw = criterion.in_force
    return [] if raw is None else raw if isinstance(raw, list) else [raw]


def _periods(pack: PackRead) -> Iterator[Finding]:
    """The periods of `in_force`: each ends after it begins, none overlaps, no gap is left unsaid."""
    paths = criterion_paths(pack)
    stated = {c.id: c.stated for c in pack.scheme.criteria}
    for criterion in _criteria(pack):
        path = (*paths[criterion.id], "in_force")
        is_list = isinstance(criterion.in_force, list)
        spans = sorted(
            ((p.first or date.min, p.last or date.max, i) for i, p in enumerate(stated[criterion.id])),
        )
        reach: date | None = None
        for first, last, number in spans:
            place = find(pack.node, (*path, number) if is_list else path)
            if first > last:
                what = words(f"`{criterion.id}` ends before it begins", f"`{criterion.id}`的結束早於開始")
                yield _told("error", place, what, words("mend one of the two days", "請修正其中一日"))
            elif reach is not None and first <= reach:
                yield _told("error", place, words(f"two periods of `{criterion.id}` overlap from {first} on",
                                                  f"`{criterion.id}`的兩段時期由{first}起重疊"),
                            words("let one end before the other begins", "請使一段在另一段開始前結束"))  # fmt: skip
            elif reach is not None and next_day(reach) < first and criterion.unclear_outside is None:
                yield _gap(pack, criterion, place, next_day(reach), first)
            reach = last if reach is None else max(reach, last)


def _gap(pack: PackRead, criterion: CriterionText, place: Place, after: date, first: date) -> Finding:
    what = words(f"`{criterion.id}` is not in force from {after} until {first}",
                 f"`{criterion.id}`由{after}至{first}前沒有生效")  # fmt: skip
    return _excused(pack, f"gap {criterion.id}", place, what, words(
        "close the gap, add `unclear_outside`, or say why under `explained` as `gap ID`",
        "請填補空隙、加上`unclear_outside`，或在`explained`以`gap ID`說明原因"))  # fmt: skip


def _excused(
    pack: PackRead, key: str, place: Place, what: Words, instead: Words, level: Level = "error"
) -> Finding:
    reason = pack.text.examples.explained.get(key)
    if reason is None:
        return _told(level, place, what, instead)
    return _told("explained", place, what, words(reason["en"], reason["zh-Hant"]))


def _availability(pack: PackRead) -> Iterator[Finding]:
    seen: set[date] = set()
    for number, state in enumerate(pack.text.availability):
        place = find(pack.node, ("availability", number, "from"))
        since = _day(state.from_)
        if since in seen:
            yield _told("error", place, words(f"two states begin on {since}", f"有兩個狀態由{since}開始"),
                        words("keep one", "請保留一個"))  # fmt: skip
        seen.add(since)
    begins = _day(pack.text.begins.from_)
    if seen and min(seen) > begins and not pack.text.windows:
        yield _told("warning", find(pack.node, ("availability",), key=True), words(
            f"nothing is said of how one got in from {begins} until {min(seen)}",
            f"沒有說明由{begins}至{min(seen)}前如何申請"),
            words("add the earlier state", "請加上較早的狀態"))  # fmt: skip


# ------------------------------------------------------------------ sources and texts


def _citations(pack: PackRead) -> Iterator[Finding]:
    paths = criterion_paths(pack)
    reasons = pack.text.examples.explained
    bare: list[str] = []
    for criterion in pack.scheme.criteria:
        if not criterion.sources:
            place = find(pack.node, (*paths[criterion.id], "source"))
            yield _told("error", place, words(f"`{criterion.id}` rests on no source", f"`{criterion.id}`沒有資料來源"),
                        words("cite where it is written", "請列明出處"))  # fmt: skip
        elif not any(cited.section or pack.text.sources[cited.doc].whole for cited in criterion.sources):
            excused = next((c.doc for c in criterion.sources if f"section {c.doc}" in reasons), None)
            if excused is None:
                bare.append(criterion.id)
            else:
                place = find(pack.node, (*paths[criterion.id], "source"))
                what = words(f"no `section` says where in `{excused}` to look for `{criterion.id}`",
                             f"`{criterion.id}`沒有以`section`列明在`{excused}`何處")  # fmt: skip
                yield _excused(pack, f"section {excused}", place, what, _NO_SECTION)
    if bare:
        place = find(pack.node, (*paths[bare[0]], "source"))
        names = listing([same(f"`{name}`") for name in bare], 3)
        yield _told("warning", place,
                    fill(words("no `section` says where in its sources to look for {names}",
                               "{names}沒有以`section`列明在資料來源何處"), names=names),
                    _NO_SECTION)  # fmt: skip
    yield from _parts_of_a_whole(pack)


_NO_SECTION: Final = words(
    "add the paragraph, row or question, or say of the source that it is cited as a `whole`",
    "請加上段落、行列或問題編號，或註明資料來源屬整體引用（`whole`）",
)


def _parts_of_a_whole(pack: PackRead) -> Iterator[Finding]:
    """A source that is said to be cited as a whole, and of which a part is cited all the same."""
    cited = [c for criterion in pack.scheme.criteria for c in criterion.sources]
    cited += [*pack.scheme.funding.sources, *(c for note in pack.scheme.notes for c in note.sources)]
    for name in dict.fromkeys(c.doc for c in cited if c.section):
        if pack.text.sources[name].whole:
            yield _told("warning", find(pack.node, ("sources", name, "whole")),
                        words(f"`{name}` is said to be cited as a whole, but a part of it is cited",
                              f"`{name}`註明屬整體引用，卻列明了其中部分"),
                        words("delete `whole`", "請刪除`whole`"))  # fmt: skip


def _addresses(pack: PackRead, node: YamlNode, path: Path) -> Iterator[Finding]:
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _addresses(pack, item, (*path, number))
    elif isinstance(node, Mapping):
        for key, inner in node.entries.items():
            yield from _addresses(pack, inner, (*path, key))
    elif path and path[-1] in ("url", "website") and not node.value.startswith("https://"):
        key = f"address {path[-2]}" if path[:1] == ("sources",) else ""
        yield _excused(pack, key, node.place, words("this address is not https", "網址並非https"), words(
            "write https:// if the site answers there, or say why not under `explained` as `address ID`",
            "如網站支援，請改為https://，否則在`explained`以`address ID`說明原因"), "warning")  # fmt: skip


def _translations(node: YamlNode, path: Path) -> Iterator[Finding]:
    """Texts that say the same in both languages, though they are words and not a name."""
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _translations(item, (*path, number))
    elif isinstance(node, Mapping) and set(node.entries) == set(LANGS):
        en, zh = (_text(node.entries[lang]) for lang in LANGS)
        if len(_ENGLISH.findall(PLACEHOLDER.sub("", en))) >= 2 and not _HAN.search(zh):
            yield _told("error", node.entries["zh-Hant"].place,
                        words("this text is not translated", "此段文字沒有翻譯"),
                        words("write it in Traditional Chinese", "請以繁體中文填寫"))  # fmt: skip
        if _HAN.search(en):
            yield _told("error", node.entries["en"].place, words("the English text holds Chinese", "英文文字夾有中文"),
                        words("write it in English", "請以英文填寫"))  # fmt: skip
    elif isinstance(node, Mapping):
        for key, inner in node.entries.items():
            yield from _translations(inner, (*path, key))


def _text(node: YamlNode) -> str:
    return node.value if isinstance(node, Text) else ""


# ------------------------------------------------------------------------ examples


def _bounds(pack: PackRead, examples: Iterable[Example]) -> Iterator[Finding]:
    paths = criterion_paths(pack)
    for bound in bounds(pack.scheme, examples):
        if bound.at and bound.beside:
            continue
        lacking = words("exactly at", "恰在") if not bound.at else words("one unit beside", "相差一個單位於")
        if not bound.at and not bound.beside:
            lacking = words("at or beside", "恰在或相差一個單位於")
        place = find(pack.node, (*paths[bound.criterion], "requires"))
        what = fill(words("no example stands {where} `{bound}`", "沒有例子{where}`{bound}`"),
                    where=lacking, bound=bound.comparison)  # fmt: skip
        yield _excused(pack, f"bound {bound.criterion}: {bound.comparison}", place, what, words(
            "add a case at the bound and one a unit beside it", "請加上恰在界線及相差一個單位的例子"))  # fmt: skip


def _explanations(pack: PackRead) -> Iterator[Finding]:
    """Keys of `explained` that nothing can ever ask for."""
    known: set[Any] = {criterion.id for criterion in pack.scheme.criteria}
    known |= {*pack.text.values, *pack.text.terms, *pack.text.sources}
    for key in pack.text.examples.explained:
        kind, _, rest = key.partition(" ")
        named = rest.partition(":")[0] in known or key == "impossible"
        if kind not in _EXPLAINS or not named:
            yield _told("error", find(pack.node, ("examples", "explained", key), key=True),
                        words(f"`{key}` explains nothing", f"`{key}`沒有說明任何事項"),
                        words(f"write one of {', '.join(_EXPLAINS)}, and an id",
                              f"請填寫{'、'.join(_EXPLAINS)}之一及代號"))  # fmt: skip
