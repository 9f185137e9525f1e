"""Whether one can apply on a day: from windows, standing states and the rhythm of calls.

A date that is only expected is never given as a fact: it is words, marked as expected.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeVar

from matcher.dates import add_months
from matcher.missing import Reader
from matcher.phrases import Teller, day_for_people
from matcher.report import AvailabilityReport, NextDate
from matcher.scheme import Expectation, Scheme, StandingState, Window
from matcher.words import Words, fill, words

# A closing date without an opening one is shown only when it is near: calls are not known earlier.
SEEN_MONTHS_AHEAD: Final = 3

T = TypeVar("T", StandingState, Expectation)


def availability(
    scheme: Scheme, teller: Teller, as_of: date
) -> tuple[AvailabilityReport, tuple[NextDate, ...]]:
    """State, dates and sentence for the day, and the days to come that are known or expected."""
    windows = windows_known(scheme, teller.reader, as_of)
    standing = latest(scheme.standing, as_of)
    expects = latest(scheme.expects, as_of)
    details = []
    if standing is not None and standing.state in ("ceased", "by_introduction"):
        opened = [w for w in windows if _is_open(w, as_of)]
        if not opened:
            return AvailabilityReport(standing.state, None, None, teller.template(standing.says), ()), ()
    elif standing is not None:
        details.append(teller.template(standing.says))
    if expects is not None:
        details.append(teller.template(expects.says))
    for window in windows:
        if _is_open(window, as_of):
            says = fill(words("Open until {day}, {end} (Hong Kong time): {name}",
                              "接受申請至{day}{end}（香港時間）：{name}"),
                        day=day_for_people(window.closes or as_of), end=_end(window), name=window.name)  # fmt: skip
            found = AvailabilityReport("open", window.opens, window.closes, says, tuple(details))
            return found, (_closing(window),)
    for window in windows:
        if window.opens and window.opens > as_of:
            says = fill(words("Opens {day}: {name}", "{day}開始接受申請：{name}"),
                        day=day_for_people(window.opens), name=window.name)  # fmt: skip
            found = AvailabilityReport("upcoming", window.opens, window.closes, says, tuple(details))
            return found, (NextDate(window.opens, "rule", fill(words("{n} opens", "{n}開始"), n=window.name)),)
    for window in windows:
        if window.opens is None and window.closes and as_of <= window.closes <= add_months(as_of, SEEN_MONTHS_AHEAD):
            says = fill(words("Closes {day}: {name}; the day it opened is not known",
                              "{day}截止：{name}；開始日期未知"),
                        day=day_for_people(window.closes), name=window.name)  # fmt: skip
            return AvailabilityReport("unknown", None, window.closes, says, tuple(details)), (_closing(window),)
    return _between(windows, standing, expects, tuple(details), as_of)


def _between(
    windows: list[Window],
    standing: StandingState | None,
    expects: Expectation | None,
    details: tuple[Words, ...],
    as_of: date,
) -> tuple[AvailabilityReport, tuple[NextDate, ...]]:
    past = [w for w in windows if w.closes and w.closes < as_of]
    next_dates = (NextDate(None, "expected", expects.says),) if expects else ()
    if not past:
        if standing is not None:
            return AvailabilityReport(standing.state, None, None, details[0], details[1:]), next_dates
        says = words("No open call known", "未知有否接受申請")
        return AvailabilityReport("unknown", None, None, says, details), next_dates
    last = max(past, key=lambda w: w.closes or date.min)
    seen = fill(words("{name}, closed {day}", "{name}，{day}截止"),
                name=last.name, day=day_for_people(last.closes or as_of))  # fmt: skip
    due = add_months(last.opens, expects.months) if expects and last.opens else None
    if due is not None and as_of < due:
        says = fill(words("Between calls; last one: {seen}", "兩輪申請之間；上一輪：{seen}"), seen=seen)
        return AvailabilityReport("between_calls", None, None, says, details), next_dates
    says = fill(words("No open call known; latest seen: {seen}", "未知有否接受申請；最近所見：{seen}"), seen=seen)
    return AvailabilityReport("unknown", None, None, says, details), next_dates


def windows_known(scheme: Scheme, reader: Reader, as_of: date) -> list[Window]:
    """The windows that may concern this applicant and were known on the day, the latest last."""
    found = [w for w in scheme.windows if reader.truth(w.when) is not False and _is_known(w, scheme, as_of)]
    return sorted(found, key=lambda w: w.closes or w.opens or date.max)


def _is_known(window: Window, scheme: Scheme, as_of: date) -> bool:
    """Known from its announcement; where no day of that is given, from its opening or from when
    the source was read, so that the past is not told what only came later."""
    if window.announced is not None:
        return window.announced <= as_of
    read = scheme.sources[window.source.doc].checked_on
    return window.opens is None or min(window.opens, read) <= as_of


def _is_open(window: Window, as_of: date) -> bool:
    return bool(window.opens and window.closes and window.opens <= as_of <= window.closes)


def latest(entries: tuple[T, ...], as_of: date) -> T | None:
    """The entry that stands on the day, if any has begun."""
    return max((e for e in entries if e.since <= as_of), key=lambda e: e.since, default=None)


def _end(window: Window) -> Words:
    if window.hour:
        return words(window.hour, window.hour)
    return words("to the end of that day", "當日完結為止")


def _closing(window: Window) -> NextDate:
    return NextDate(window.closes, "rule", fill(words("{n} closes", "{n}截止"), n=window.name))
