"""What went wrong, where, and how to put it right: the `MatcherError` family.

A problem is one line, `file:line:column: what is wrong; what to write instead`, in both
languages. All problems of an input are told at once. Line and column count from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from matcher.frozen import Frozen
from matcher.words import Lang, Words, words


class Place(Frozen, frozen=True):
    """Where in a file; line and column are 0 for the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        # A file's name, or a key's, can hold what a terminal would obey.
        file = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file


class Problem(Frozen, frozen=True):
    """One thing to put right, or, as a note, one thing that looks odd."""

    place: Place
    what: Words
    instead: Words
    is_note: bool = False

    def text(self, lang: Lang = "en") -> str:
        """The one line that a person reads."""
        mark = ("note: " if lang == "en" else "備註：") if self.is_note else ""
        stop = "; " if lang == "en" else "；"
        return f"{self.place}: {mark}{self.what[lang]}{stop}{self.instead[lang]}"


class MatcherError(Exception):
    """Something outside the program must be put right. `problems` holds all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.text() for p in self.problems))

    def text(self, lang: Lang = "en") -> str:
        """All problems, one a line, with a last line that counts them."""
        lines = [p.text(lang) for p in self.problems]
        if len(lines) > 1:
            lines.append(count_line(self.problems)[lang])
        return "\n".join(lines)


def count_line(problems: Sequence[Problem]) -> Words:
    """The line under a list of problems."""
    count, files = len(problems), len({p.place.file for p in problems if p.place.line})
    said = words(f"{count} problem{'s'[: count != 1]}", f"共有{count}個問題")
    if not files:
        return said
    return words(f"{said['en']} in {files} file{'s'[: files != 1]}", f"{files}個檔案{said['zh-Hant']}")


class ProfileError(MatcherError):
    """A profile cannot be read, or says something that the vocabulary does not know."""


class PackError(MatcherError):
    """A rule pack, or the vocabulary, says something that cannot be understood."""


class RequestError(MatcherError):
    """What was asked of a command or function cannot be answered."""


class EngineError(MatcherError):
    """An engine could not do its work, or two engines differ. Never caused by a profile."""


def each_of(*steps: Callable[[], Any]) -> list[Any]:
    """What each step gives. Raises one error, of the steps' own family, with the problems of all of them."""
    found: list[Any] = []
    troubles: list[MatcherError] = []
    for step in steps:
        try:
            found.append(step())
        except MatcherError as trouble:
            troubles.append(trouble)
    if troubles:
        families = {type(trouble) for trouble in troubles}
        family = families.pop() if len(families) == 1 else MatcherError
        raise family(problem for trouble in troubles for problem in trouble.problems)
    return found
