"""From the rule book to what the pages of one language show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from matcher.condition import facts_of
from matcher.listed import STATUSES, Listed
from matcher.literals import FORMS, Kind
from matcher.listing import scheme_list
from matcher.packcheck.examples import Example
from matcher.phrases import day_for_people
from matcher.render.microcopy import CHANGES, INSTRUMENTS
from matcher.render.page import status_of
from matcher.render.site.labels import LABELS
from matcher.render.site.scheme_page import (
    APPLICANT, NOT_IN_FORCE, STATE_WORDS, SchemePage, Site, anchor,
)  # fmt: skip
from matcher.render.site.views import Choice, FactGroup, FactView, Landscape, ListedView, Piece
from matcher.render.web import web_address
from matcher.rulebook import RuleBook
from matcher.scheme import Scheme
from matcher.vocabulary import FactSpec
from matcher.words import Lang, fill, join


class Pages:
    """What the pages of one language show, as the book is read on the day."""

    def __init__(self, book: RuleBook, examples: Mapping[str, list[Example]], as_of: date, lang: Lang) -> None:
        self.site = Site(book, examples, as_of, lang)
        self.book = book
        self.lang = lang
        listed = {entry["id"]: entry for entry in scheme_list(book, as_of)}
        administrators: dict[str, str] = {}
        for entry in listed.values():
            administrators.setdefault(entry["administrator"]["en"], f"a{len(administrators):03}")
        self.schemes = {
            name: SchemePage(self.site, scheme, listed[name], administrators)
            for name, scheme in book.schemes.items()
        }

    def landscape(self) -> Landscape:
        """The table of all schemes, those in force first, by administrator and name; then those without rules."""
        rows = sorted((page.row for page in self.schemes.values()),
                      key=lambda r: (r.state == NOT_IN_FORCE, r.administrator_key, r.id))  # fmt: skip
        kinds = self.book.vocabulary.facts.get(APPLICANT)
        domain = self.book.vocabulary.domain(kinds) if kinds is not None else {}
        seen = {kind for row in rows for kind in row.applicants}
        return Landscape(
            rows=tuple(rows),
            listed=tuple(map(self._listed, sorted((e.on(self.site.as_of) for e in self.book.listed),
                                                  key=lambda e: STATUSES.index(e.status)))),
            applicants=tuple(Choice(kind, said[self.lang]) for kind, said in domain.items() if kind in seen),
            administrators=_choices((r.administrator_key, r.administrator) for r in rows),
            instruments=tuple(Choice(i, said[self.lang]) for i, said in INSTRUMENTS.items()
                              if any(r.instrument == i for r in rows)),
            states=tuple(Choice(s, said[self.lang]) for s, said in STATE_WORDS.items()
                         if any(r.state == s for r in rows)),
        )  # fmt: skip

    def _listed(self, entry: Listed) -> ListedView:
        found = fill(LABELS["found_on"], day=day_for_people(entry.checked_on))
        return ListedView(
            id=entry.id,
            anchor=anchor("listed", entry.id),
            name=entry.name[self.lang],
            administrator=entry.administrator[self.lang],
            status=entry.status,
            status_word=status_of(entry)[self.lang],
            known=entry.known[self.lang],
            because=join((entry.because, found), " ", "")[self.lang],
            url=web_address(entry.url),
        )

    def facts(self) -> tuple[FactGroup, ...]:
        """The vocabulary, in the order of its file."""
        readers: dict[str, list[Scheme]] = {}
        for scheme in self.book.schemes.values():
            for path in _facts_read(scheme):
                readers.setdefault(path, []).append(scheme)
        groups: dict[str, list[FactView]] = {}
        for path, spec in self.book.vocabulary.facts.items():
            used = tuple(Piece(s.name[self.lang], f"schemes/{s.id}.html") for s in readers.get(path, []))
            groups.setdefault(path.partition(".")[0], []).append(self._fact(path, spec, used))
        return tuple(FactGroup(name, anchor("group", name), tuple(facts)) for name, facts in groups.items())

    def _fact(self, path: str, spec: FactSpec, used_by: tuple[Piece, ...]) -> FactView:
        choices: tuple[tuple[str, str], ...] = ()
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            choices = tuple((name, said[self.lang]) for name, said in self.book.vocabulary.domain(spec).items())
        return FactView(
            path=path,
            anchor=anchor("fact", path),
            label=spec.label[self.lang],
            ask=spec.ask[self.lang],
            find=spec.find[self.lang] if spec.find else "",
            form=FORMS[spec.kind][self.lang],
            choices=choices,
            changes=CHANGES[spec.changes][self.lang],
            used_by=used_by,
            fields=tuple(self._fact(name, inner, ()) for name, inner in spec.fields.items()),
        )


def _facts_read(scheme: Scheme) -> frozenset[str]:
    """Every fact that the scheme's rules or its amount read."""
    nodes = [scheme.role, scheme.clock, scheme.funding.amount, *(o.when for o in scheme.overlays)]
    for criterion in scheme.criteria:
        nodes += [criterion.applies_when, criterion.requires]
    return frozenset().union(*(facts_of(node) for node in nodes if node is not None))


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(value, text) for value, text in dict(pairs).items())
