"""One language's voice, which every view is made with."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from matcher.frozen import Frozen
from matcher.phrases import MONTHS, day_for_people
from matcher.render.html.labels import LABELS
from matcher.words import Lang, Words, filled


_NO_BREAK, _JOINED = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
_WHOLE: Final = re.compile(
    rf"(?:HKD|USD|RMB) (?=[0-9])|(?<![0-9])[0-9]{{1,2}} (?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?(?![a-z0-9])"
)
_TIED: Final = re.compile(
    r"(?<=[A-Za-z]-)(?=[A-Z](?![A-Za-z]))|(?<=[0-9])(?=[萬億])|(?<=[萬億])(?=港元)|(?<=[0-9萬億]港)(?=元)"
)


def unbroken(text: str) -> str:
    """The text with signs that keep `HKD 1,500,000`, `31 March 2027`, `TSSSU-O`, `150萬港元` on one line."""
    return _TIED.sub(_JOINED, _WHOLE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text))


class Voice(Frozen, frozen=True):
    """Says texts in one language."""

    lang: Lang

    def say(self, text: Words | None) -> str:
        """The text in this language; nothing of nothing."""
        return "" if text is None else unbroken(text[self.lang])

    def all(self, texts: tuple[Words, ...]) -> tuple[str, ...]:
        """Each text in this language."""
        return tuple(map(self.say, texts))

    def label(self, name: str, /, **parts: Words | str | int) -> str:
        """One of the fixed words."""
        return unbroken(filled(LABELS[name], self.lang, parts)) if parts else LABELS[name][self.lang]

    def schemes(self, number: int) -> str:
        """`1 scheme`, `4 schemes`."""
        return self.label("one_scheme" if number == 1 else "n_schemes", n=number)

    def day(self, day: date) -> str:
        """A day for people."""
        return self.say(day_for_people(day))

    def span(self, first: date | None, last: date | None) -> str:
        """A day, or from which day to which; `not announced` if there is none."""
        if first is None:
            return self.label("not_announced") if last is None else self.day(last)
        if last is None or last == first:
            return self.day(first)
        if self.lang == "en":
            start = f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else self.day(first)
            return unbroken(f"{start} to {self.day(last)}")
        return self.label("between", low=self.day(first), high=self.day(last))

    def sentence(self, text: str) -> str:
        """The text with its full stop."""
        if not text or text.endswith((".", "。", "?", "？", "!")):
            return text
        return text + ("." if self.lang == "en" else "。")

    def begin(self, text: str) -> str:
        """The text with a capital at its beginning."""
        return text[:1].upper() + text[1:]
