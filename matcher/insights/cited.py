"""A criterion as the insights name it: what it says, and the source it rests on."""

from __future__ import annotations

from matcher.phrases import Teller
from matcher.scheme import Criterion
from matcher.sections import CriterionRef
from matcher.words import join


def cited(criterion: Criterion, teller: Teller) -> CriterionRef:
    """The criterion with its first source."""
    citation = criterion.sources[0]
    source = teller.scheme.sources[citation.doc]
    title = source.title if citation.section is None else join([source.title, citation.section], ", ", "，")
    return CriterionRef(teller.scheme.id, criterion.id, teller.template(criterion.says), title, source.url)
