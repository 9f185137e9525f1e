"""What went wrong, where, and how to put it right: the `MatcherError` family.

A problem is one line, `file:line:column: what is wrong; what to write instead`, in both
languages. All problems of an input are told at once. Line and column count from 1.
"""

from __future__ import annotations

from collections.abc import Iterable

from matcher.frozen import Frozen
from matcher.words import Lang, Words, words


class Place(Frozen, frozen=True):
    """Where in a file; line and column are 0 for the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


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
            files = len({p.place.file for p in self.problems})
            lines.append(count_line(len(lines), files)[lang])
        return "\n".join(lines)


def count_line(problems: int, files: int) -> Words:
    """The line under a list of problems."""
    return words(
        f"{problems} problem{'s'[: problems != 1]} in {files} file{'s'[: files != 1]}",
        f"{files}個檔案共有{problems}個問題",
    )


class ProfileError(MatcherError):
    """A profile cannot be read, or says something that the vocabulary does not know."""


class PackError(MatcherError):
    """A rule pack, or the vocabulary, says something that cannot be understood."""


class RequestError(MatcherError):
    """What was asked of a command or function cannot be answered."""


class EngineError(MatcherError):
    """An engine could not do its work, or two engines differ. Never caused by a profile."""
