"""What to collect before applying: the papers that the schemes ask for, and the proofs of what was said.

Read off a report; nothing is decided here. Schemes for other kinds of applicants, and those that
the applicant is not eligible for as planned, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcher.frozen import Frozen
from matcher.literals import Kind
from matcher.report import FactUsed, Report, SchemeReport
from matcher.sections import Checklist, Claim, Paper
from matcher.vocabulary import FactSpec, Vocabulary
from matcher.words import LANGS, Words, fill, join, words


def checklist(report: Report, vocabulary: Vocabulary) -> Checklist:
    """The papers, those that most schemes want first, and the facts that a criterion read."""
    schemes = list(concerned(report))
    return Checklist(
        _papers(schemes), _claims(schemes, vocabulary), tuple(scheme.id for scheme in schemes if not scheme.papers)
    )


def concerned(report: Report) -> Iterator[SchemeReport]:
    """The schemes whose papers are worth collecting."""
    return (scheme for scheme in report.schemes if not scheme.other_role and scheme.verdict != "not_eligible")


class _Wanted(Frozen, frozen=True):
    names: dict[str, Words]
    schemes: dict[str, None]


def _papers(schemes: list[SchemeReport]) -> tuple[Paper, ...]:
    """Papers of one name, in either language, are one; it keeps every name that the texts give it."""
    by_name: dict[str, _Wanted] = {}
    found: list[_Wanted] = []
    for scheme in schemes:
        for paper in scheme.papers:
            names = (paper["en"].casefold(), paper["zh-Hant"])
            wanted = next((by_name[name] for name in names if name in by_name), None)
            if wanted is None:
                wanted = _Wanted({}, {})
                found.append(wanted)
            by_name.update(dict.fromkeys(names, wanted))
            wanted.names[names[0]] = paper
            wanted.schemes[scheme.id] = None
    papers = [Paper(_one_name(entry.names.values()), tuple(entry.schemes)) for entry in found]
    return tuple(sorted(papers, key=lambda paper: (-len(paper.schemes), paper.says["en"].casefold())))


def _one_name(names: Iterable[Words]) -> Words:
    distinct = [dict.fromkeys(name[lang] for name in names) for lang in LANGS]
    return words(*(" / ".join(texts) for texts in distinct))


class _Said(Frozen, frozen=True):
    fact: FactUsed
    schemes: dict[str, None]


def _claims(schemes: list[SchemeReport], vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """In the order of the vocabulary, which puts together what is proved together."""
    found: dict[str, _Said] = {}
    for scheme in schemes:
        for criterion in scheme.criteria:
            for fact in criterion.facts:
                if fact.value is not None:
                    found.setdefault(fact.path, _Said(fact, {})).schemes[scheme.id] = None
    return tuple(
        Claim(path, _says(found[path].fact, spec), _find(found[path].fact, spec), tuple(found[path].schemes))
        for path, spec in vocabulary.facts.items()
        if path in found
    )


def _says(fact: FactUsed, spec: FactSpec) -> Words:
    if spec.kind is not Kind.RECORDS and fact.label["en"] in fact.said["en"]:
        return fact.said
    return fill(words("{label}: {said}", "{label}：{said}"), label=fact.label, said=fact.said)


def _find(fact: FactUsed, spec: FactSpec) -> Words | None:
    """Where the proof is; for a list also that of the fields that its records give."""
    found = [spec.find] if spec.find is not None else []
    for name, inner in spec.fields.items():
        given = any(name in record for record in fact.value or ())
        if given and inner.find is not None and inner.find not in found:
            found.append(inner.find)
    return join(found) if found else None
