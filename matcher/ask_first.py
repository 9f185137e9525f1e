"""Which missing facts the most schemes wait for: what a founder fills in next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matcher.report import Ask, Question, SchemeReport

MOST_ASKED: Final = 8
LEAST_SCHEMES: Final = 2  # a fact that one scheme alone waits for is asked under that scheme


def ask_first(schemes: Iterable[SchemeReport]) -> tuple[Ask, ...]:
    """The facts that several schemes wait for: most schemes first, then by path."""
    waiting: dict[str, list[str]] = {}
    questions: dict[str, Question] = {}
    for scheme in schemes:
        for question in scheme.questions:
            waiting.setdefault(question.path, []).append(scheme.id)
            questions.setdefault(question.path, question)
    common = [path for path, ids in waiting.items() if len(ids) >= LEAST_SCHEMES]
    ranked = sorted(common, key=lambda path: (-len(waiting[path]), path))[:MOST_ASKED]
    return tuple(
        Ask(path, q.ask, q.find, q.form, q.said_unknown, tuple(waiting[path]))
        for path, q in ((path, questions[path]) for path in ranked)
    )
