"""A calendar as iCalendar (RFC 5545), for the calendar programmes of people.

Days are all-day events; a closing hour makes a timed event that ends a call at that hour. The
same calendar gives the same bytes: the time stamp is the day of the check, not the clock's.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta, UTC
from typing import TYPE_CHECKING, Final

from matcher.dates import next_day
from matcher.render.microcopy import SORTS, STANDING_SHORT
from matcher.sections import CalendarReport, Event
from matcher.words import Lang, words

if TYPE_CHECKING:
    from icalendar import Event as Entry
    from icalendar import Timezone

ZONE: Final = "Asia/Hong_Kong"
PRODUCT: Final = "-//hk-funding-matcher//calendar//EN"
TITLE: Final = words("Hong Kong funding calendar", "香港資助計劃日程")


def ics(found: CalendarReport, name: str, lang: Lang) -> str:
    """The events that have a day, in the words of one language; `name` is the applicant's."""
    from icalendar import Calendar
    from icalendar.prop import vText  # by itself the library does not escape a name that begins with X-

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole["x-wr-calname"] = vText(_clean(f"{TITLE[lang]}: {name}" if lang == "en" else f"{TITLE[lang]}：{name}"))
    whole.add("x-wr-timezone", ZONE)
    whole.add_component(_zone())
    for event in found.events:
        if event.on is not None:
            whole.add_component(_entry(event, found, lang))
    return str(whole.to_ical(), "utf-8")


def _zone() -> Timezone:
    """Hong Kong's time: eight hours ahead, and no summer time since 1979."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", datetime(1979, 10, 21, 3, 30))
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "HKT")
    zone.add_component(standard)
    return zone


def _entry(event: Event, found: CalendarReport, lang: Lang) -> Entry:
    from icalendar import Event as Entry

    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", datetime(found.first.year, found.first.month, found.first.day, tzinfo=UTC))
    _when(entry, event)
    guess = event.sort == "expected"
    sort = SORTS[event.sort][lang]
    says = event.says[lang]
    entry.add("summary", _clean(f"[{sort}] {says}" if lang == "en" else f"［{sort}］{says}"))
    about = [event.do[lang]] if event.do is not None else []
    entry.add("description", _clean("\n".join([*about, STANDING_SHORT[lang]])))
    entry.add("categories", [sort])
    entry.add("status", "TENTATIVE" if guess else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")  # a day to know of does not make one busy
    return entry


def _when(entry: Entry, event: Event) -> None:
    on = event.on
    assert on is not None
    if event.hour is None:
        entry.add("dtstart", on)
        entry.add("dtend", next_day(event.until or on))
        return
    hour, minute = map(int, event.hour.split(":"))
    ends = datetime(on.year, on.month, on.day, hour, minute)
    entry.add("dtstart", ends, parameters={"TZID": ZONE})  # without an end: it takes no time


def _clean(text: str) -> str:
    """The text without signs that iCalendar does not carry; the library escapes all others."""
    return "".join(sign if sign == "\n" or unicodedata.category(sign) != "Cc" else " " for sign in text)
