"""The calls of a scheme that are still to come: those known, the profile's own, those to be expected.

An expected call is the latest known one, moved on by the rhythm that the pack states; it is never
given as a fact, and names the past calls that it is expected from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from matcher.availability import latest, windows_known
from matcher.condition import AS_OF
from matcher.dates import add_months, previous_day
from matcher.frozen import Frozen
from matcher.insights.moving import Facts, call_facts, year_after
from matcher.literals import financial_year
from matcher.missing import Reader
from matcher.phrases import day_for_people
from matcher.scheme import Scheme, Window
from matcher.sections import SortOfDate
from matcher.words import Words, fill, words


MOST_PAST: Final = 5


class Call(Frozen, frozen=True):
    """One call. `sort` is rule (known), yours (as the profile has it) or expected.

    `about` is the closing day that the rhythm gives to a call of the profile without one.
    """

    name: Words
    sort: SortOfDate
    opens: date | None = None
    closes: date | None = None
    cut_off: date | None = None
    year: date | None = None
    hour: str | None = None
    about: date | None = None
    past: tuple[Window, ...] = ()

    @property
    def day(self) -> date | None:
        """The day on which the call is judged: the last to apply, else its cut-off, else what else is known."""
        if self.closes is not None or self.cut_off is not None or self.opens is not None:
            return self.closes or self.cut_off or self.opens
        return previous_day(self.year) if self.year is not None else None

    def facts(self, scheme: Scheme, facts: Facts, as_of: date) -> dict[str, Any]:
        """The profile's facts as they are for this call, on its own day."""
        calls, day = scheme.calls, self.day or as_of
        kept = {path: value for path, value in facts.items()
                if path not in (calls.opens, calls.closes, calls.cut_off, calls.year)}  # fmt: skip
        told = call_facts(calls, opens=self.opens, closes=self.closes, cut_off=self.cut_off,
                          year=self.year or year_after(day))  # fmt: skip
        return {**kept, **told, AS_OF: max(day, as_of)}


def calls_ahead(scheme: Scheme, reader: Reader, as_of: date, until: date) -> tuple[Call, ...]:
    """The calls that end from `as_of` to `until`, by their days; `reader` has the facts of `as_of`."""
    windows = windows_known(scheme, reader, as_of)
    expected = list(_expected(scheme, _surely_theirs(windows, reader), as_of, until))
    known = [_known(window) for window in windows if as_of <= _end(window) <= until]
    own = _own(scheme, reader.facts)
    if own is not None and any(_is_same(own, call) for call in known):
        known = [_completed(call, own) if _is_same(own, call) else call for call in known]
    elif own is not None:
        twin = next((call for call in expected if _is_same(own, call)), None)
        if twin is not None:
            own = _beside(own, twin)
            expected.remove(twin)
        if own.day is not None and as_of <= own.day <= until:
            known.append(own)
    ahead = [call for call in (*known, *expected) if call.day is not None and as_of <= call.day]
    return tuple(sorted(ahead, key=lambda call: call.day or as_of))


def missed(scheme: Scheme, reader: Reader, as_of: date) -> Call | None:
    """The latest call that the rhythm puts into the year before `as_of`, and that nobody has seen."""
    windows = windows_known(scheme, reader, as_of)
    gone = list(_expected(scheme, _surely_theirs(windows, reader), as_of, previous_day(as_of)))
    own = _own(scheme, reader.facts)
    return gone[-1] if gone and (own is None or not _is_same(own, gone[-1])) else None


def past_calls(scheme: Scheme, reader: Reader, as_of: date) -> tuple[Window, ...]:
    """The latest calls known on the day that are this applicant's for certain, the oldest first."""
    windows = _surely_theirs(windows_known(scheme, reader, as_of), reader)
    return tuple(sorted(windows, key=_end)[-MOST_PAST:])


def _surely_theirs(windows: list[Window], reader: Reader) -> list[Window]:
    """The calls with a day that are this applicant's for certain: nothing is expected from those of others."""
    return [window for window in windows if (window.closes or window.opens) and reader.truth(window.when) is True]


def _known(window: Window) -> Call:
    return Call(window.name, "rule", window.opens, window.closes, window.cut_off, window.year, window.hour)


def _end(window: Window) -> date:
    return window.closes or window.opens or date.min


def _own(scheme: Scheme, facts: Facts) -> Call | None:
    """The call that the profile speaks of, if it gives any of the facts that a call sets."""
    calls = scheme.calls
    opens, closes, cut_off, year = (
        None if path is None else facts.get(path) for path in (calls.opens, calls.closes, calls.cut_off, calls.year)
    )
    if opens is closes is cut_off is year is None:
        return None
    if year is not None:
        text = financial_year(year)
        name = words(f"your call for {text}", f"貴公司申請的{text}年度")
    else:
        name = words("the call in your profile", "公司資料檔所列的一輪")
    return Call(name, "yours", opens, closes, cut_off, year)


def _is_same(own: Call, call: Call) -> bool:
    """Whether the profile's call is this one: the same year, or the same day of any sort."""
    pairs = ((own.year, call.year), (own.closes, call.closes), (own.opens, call.opens), (own.cut_off, call.cut_off))
    return any(mine is not None and mine == theirs for mine, theirs in pairs)


def _completed(call: Call, own: Call) -> Call:
    """The known call, with what only the profile says of it."""
    return Call(call.name, call.sort, call.opens or own.opens, call.closes or own.closes, call.cut_off or own.cut_off,
                call.year or own.year, call.hour)  # fmt: skip


def _beside(own: Call, twin: Call) -> Call:
    """The profile's call with the closing day that the rhythm gives, told as expected."""
    about = twin.closes if own.closes is None else None
    return Call(own.name, own.sort, own.opens, own.closes, own.cut_off, own.year, None, about, twin.past)


def _expected(scheme: Scheme, windows: list[Window], as_of: date, until: date) -> Iterator[Call]:
    """The calls by the rhythm; those of the year before `as_of` too, since the profile may speak of one."""
    rhythm, standing = latest(scheme.expects, as_of), latest(scheme.standing, as_of)
    if rhythm is None or not rhythm.dated or not windows or (standing is not None and standing.state == "ceased"):
        return
    last = max(windows, key=_end)
    past = tuple(sorted(windows, key=_end)[-MOST_PAST:])
    months = rhythm.months
    while (end := add_months(_end(last), months)) <= until:
        if end >= add_months(as_of, -12):
            yield _moved(last, months, end, past)
        months += rhythm.months


def _moved(last: Window, months: int, end: date, past: tuple[Window, ...]) -> Call:
    opens, closes, cut_off = (
        None if day is None else add_months(day, months) for day in (last.opens, last.closes, last.cut_off)
    )
    year = None if last.year is None else year_after(end)
    if year is not None:
        text = financial_year(year)
        name = words(f"call for {text}", f"{text}年度申請")
    else:
        name = fill(words("round of about {day}", "約{day}的一輪"), day=day_for_people(end))
    return Call(name, "expected", opens, closes, cut_off, year, None, None, past)
