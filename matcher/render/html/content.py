"""From a report to what the page shows, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import UNSET

from matcher.listed import STATUSES
from matcher.render.extent import MOST_OPEN, Details, Extent, extents, group_of, is_long, ordered
from matcher.render.html.deciding import NARROW, WIDE, deciding, legend
from matcher.render.html.money import money
from matcher.render.html.saying import Voice
from matcher.render.html.scheme_view import anchor_of, in_full
from matcher.render.html.svg import Pictures
from matcher.render.html.time_line import date_row, time_line
from matcher.render.html.views import (
    ActionView, AskView, Entry, GroupView, Mark, Matrix, MatrixRow, Money, PageView, PaperRow, Picture, RowView,
    SchemeView, Tile, TimeLine, ToCollect,
)  # fmt: skip
from matcher.render.microcopy import (
    ABOUT, MEANINGS, OUTCOMES, STANDING_LONG, TALLIES, VERDICTS,
)  # fmt: skip
from matcher.render.page import availability_in_short, found_on, status_of
from matcher.render.web import HTML_LANG
from matcher.report import Report, SchemeReport
from matcher.scheme import About, Outcome, Verdict
from matcher.sections import SchemePlan
from matcher.words import Lang, fill, join, words

VERDICT_ORDER: Final[tuple[Verdict, ...]] = ("eligible", "needs_information", "discretionary", "not_eligible")
_WORST_FIRST: Final[tuple[Outcome, ...]] = ("failed", "unknown", "unclear", "met", "not_applicable")
_OTHER: Final[dict[Lang, Lang]] = {"en": "zh-Hant", "zh-Hant": "en"}


def page_view(
    report: Report, lang: Lang, pictures: Pictures, details: Details = "all", named: Iterable[str] = ()
) -> PageView:
    """What the page of one language shows of a report; its pictures are added to `pictures`."""
    return _Content(report, lang, pictures, details, named).page()


class _Content:

    def __init__(
        self, report: Report, lang: Lang, pictures: Pictures, details: Details, named: Iterable[str]
    ) -> None:
        self.report = report
        self.pictures = pictures
        self.voice = Voice(lang)
        self.say, self.label = self.voice.say, self.voice.label
        self.schemes = ordered(report)
        self.extents = extents(report, details, named)
        self.names = {s.id: s.name for s in report.schemes}
        plan = report.plan
        self.plans: dict[str, SchemePlan] = {} if plan is UNSET else {p.scheme: p for p in plan.schemes}

    def page(self) -> PageView:
        """The whole page."""
        report, profile = self.report, self.report.profile
        name, other = profile.name, profile.name_zh or ""
        if self.voice.lang == "zh-Hant" and other:
            name, other = other, profile.name
        day = self.voice.day(report.as_of)
        number = len(self.schemes)
        return PageView(
            title=self.label("page_title", name=name, day=day),
            name=name,
            other_name=other,
            other_lang=HTML_LANG[_OTHER[self.voice.lang]],
            facts=tuple(self.voice.begin(line) for line in self.voice.all(profile.headline)),
            day=day,
            count=self.label("one_scheme_checked" if number == 1 else "schemes_checked", n=number),
            tiles=tuple(self.tiles()),
            beside_tally=tuple(self.beside_tally()),
            actions=tuple(self.actions()),
            asks=tuple(self.asks()),
            groups=tuple(self.groups()),
            other_roles=self.other_roles(),
            not_in_force=tuple(Entry(self.say(s.name), self.say(s.says)) for s in report.not_in_force),
            listed=tuple(self.listed()),
            listed_why=self.label("listed_why", day=found_on(report.listed)) if report.listed else "",
            matrix=self.matrix(),
            time_line=self.time_line(),
            money=self.money(),
            collect=self.collect(),
            schemes=tuple(self.told()),
            foot=tuple(self.foot()),
            printed=self.label("printed", version=report.rulebook.version, digest=report.rulebook.digest[:8]),
        )

    # -- the first screen

    def tiles(self) -> Iterator[Tile]:
        for group, said in TALLIES.items():
            count = sum(group_of(s) == group for s in self.schemes)
            if count:
                yield Tile(group, count, self.say(fill(said[count > 1], n="")).strip())

    def beside_tally(self) -> Iterator[str]:
        """What stands in no tile."""
        absent, listed = len(self.report.not_in_force), len(self.report.listed)
        if absent:
            yield self.say(words(f"{absent} more not in force on that day", f"另有{absent}項當日沒有接受申請"))
        if listed:
            yield self.say(words(f"{listed} more known, but not checked", f"另有{listed}項已知但未核對"))

    def actions(self) -> Iterator[ActionView]:
        found = self.report.actions
        for action in () if found is UNSET else found:
            yield ActionView(self.label(action.kind), self.voice.sentence(self.say(action.says)))
        if (found is UNSET or not found) and self.report.asks:
            first = self.report.asks[0]
            waiting = self.label("waiting", n=len(first.schemes))
            gap = " " if self.voice.lang == "en" else ""
            yield ActionView(self.label("answer_first"), self.say(first.ask) + gap + waiting)

    def asks(self) -> Iterator[AskView]:
        for ask in self.report.asks:
            waiting = self.label("waiting", n=len(ask.schemes))
            yield AskView(self.say(ask.ask), waiting, ask.path, self.say(ask.form), self.say(ask.find))

    # -- schemes by verdict

    def groups(self) -> Iterator[GroupView]:
        for verdict in VERDICT_ORDER:
            found = [s for s in self.schemes if group_of(s) == verdict]
            if found:
                yield self.group(verdict, self.say(VERDICTS[verdict]), self.say(MEANINGS[verdict]), found)

    def other_roles(self) -> GroupView | None:
        found = [s for s in self.schemes if s.other_role]
        if not found:
            return None
        ours = self.report.profile.kind in ("startup", "university_team")
        heading = self.say(VERDICTS["not_for_startups" if ours else "other_role"])
        return self.group("other_role", heading, self.label("other_role_means"), found)

    def group(self, sign: str, heading: str, means: str, found: list[SchemeReport]) -> GroupView:
        rows = [self.row(scheme) for scheme in found]
        shown = MOST_OPEN if is_long(self.report) and len(rows) > MOST_OPEN + 2 else len(rows)
        return GroupView(
            sign, heading, self.voice.schemes(len(rows)), means, tuple(rows[:shown]), tuple(rows[shown:]),
            self.label("more_schemes", n=len(rows) - shown, verdict=heading.lower()),
        )  # fmt: skip

    def row(self, scheme: SchemeReport) -> RowView:
        decides = self.voice.all(scheme.decides) or (self.say(scheme.why),)
        if scheme.other_role:
            return RowView(scheme.id, self.anchor(scheme), self.say(scheme.name), "", decides, "", "",
                           self.say(scheme.availability.says))  # fmt: skip
        return RowView(
            id=scheme.id,
            anchor=self.anchor(scheme),
            name=self.say(scheme.name),
            money=self.voice.begin(self.say(scheme.funding.summary)),
            decides=tuple(self.voice.begin(line) for line in decides),
            change=self.change(scheme),
            route=self.voice.begin(self.say(scheme.route.brief)),
            when=self.voice.begin(availability_in_short(scheme.availability, self.voice.lang)),
        )

    def change(self, scheme: SchemeReport) -> str:
        """The easiest way in, in one line."""
        plan = self.plans.get(scheme.id)
        ways = scheme.to_change or (plan.sets if plan else ())
        if scheme.verdict != "not_eligible":
            return ""
        if not ways:
            return self.say(scheme.to_change_none or (plan.none_because if plan else None))
        return self.say(join((change.says for change in ways[0].changes), "; and ", "；並"))

    def anchor(self, scheme: SchemeReport) -> str:
        """Where the scheme is told in full, if it is."""
        return "" if self.extents[scheme.id] == "line" else anchor_of(scheme.id)

    def listed(self) -> Iterator[Entry]:
        for entry in sorted(self.report.listed, key=lambda entry: STATUSES.index(entry.status)):
            stop = self.label("stop")
            yield Entry(self.say(entry.name), stop.join([self.say(entry.administrator), self.say(status_of(entry))]))

    # -- the matrix

    def matrix(self) -> Matrix | None:
        ours = [s for s in self.schemes if not s.other_role]
        others = [s for s in self.schemes if s.other_role]
        if not ours:
            return None
        entry = None
        if others:
            name = self.label("one_other_role" if len(others) == 1 else "other_roles", n=len(others))
            entry = Entry(name, self.label("stop").join(self.say(s.name) for s in others))
        return Matrix(tuple(self.voice.begin(self.say(word)) for word in ABOUT.values()),
                      tuple(map(self.matrix_row, ours)), entry)  # fmt: skip

    def matrix_row(self, scheme: SchemeReport) -> MatrixRow:
        worst = {about: self.worst(scheme, about) for about in ABOUT}
        cells = [Mark(o or "no_test", self.say(OUTCOMES[o]) if o else self.label("no_test")) for o in worst.values()]
        comma = self.label("comma")
        by_outcome = [
            (Mark(o, self.say(OUTCOMES[o])), comma.join(self.say(ABOUT[a]) for a in ABOUT if worst[a] == o))
            for o in _WORST_FIRST
            if o in worst.values()
        ]
        checked = self.label("m_of_n", m=scheme.checked.evaluated, n=scheme.checked.stated)
        return MatrixRow(self.anchor(scheme), self.say(scheme.name), group_of(scheme),
                         self.say(VERDICTS[scheme.verdict]), tuple(cells), checked, tuple(by_outcome))  # fmt: skip

    def worst(self, scheme: SchemeReport, about: About) -> Outcome | None:
        found = {c.outcome for c in scheme.criteria
                 if c.about == about and (c.requires is not None or c.outcome == "not_applicable")}  # fmt: skip
        return next((outcome for outcome in _WORST_FIRST if outcome in found), None)

    # -- the months to come

    def time_line(self) -> TimeLine | None:
        """The calendar; without one, the next dates alone."""
        calendar, dates = self.report.calendar, self.report.dates
        if calendar is not UNSET:
            mine = [s.id for s in self.schemes if not s.other_role] or [s.scheme for s in calendar.schemes]
            return time_line(calendar, mine, self.voice, self.pictures)
        if dates is UNSET or not dates:
            return None
        rows = tuple(date_row(event, self.voice) for event in dates)
        return TimeLine(self.label("next_dates"), None, rows, (), "", ())

    def money(self) -> Money | None:
        """The combinations."""
        stack = self.report.stack
        if stack is UNSET:
            return None
        return money(stack, {**stack.names, **self.names}, self.voice, self.pictures)

    def collect(self) -> ToCollect | None:
        """The checklist."""
        found = self.report.checklist
        if found is UNSET:
            return None
        papers = tuple(PaperRow(self.voice.begin(self.say(p.says)), "", self.named(p.schemes)) for p in found.papers)
        claims = tuple(PaperRow(self.voice.begin(self.say(c.says)), self.say(c.find), self.named(c.schemes))
                       for c in found.claims)  # fmt: skip
        return ToCollect(papers, claims, self.named(found.unnamed, most=len(found.unnamed)))

    def named(self, schemes: tuple[str, ...], most: int = 5) -> str:
        """The names of the first schemes, and how many more."""
        names = self.label("comma").join(self.say(self.names[scheme]) for scheme in schemes[:most])
        return names if len(schemes) <= most else self.label("and_more", list=names, n=len(schemes) - most)

    # -- in full

    def told(self) -> Iterator[SchemeView]:
        waiting = 0
        for number, scheme in enumerate(self.schemes, 1):
            extent: Extent = self.extents[scheme.id]
            if extent == "line":
                continue
            waits = scheme.verdict == "needs_information"
            waiting += waits
            near = waits and (waiting <= MOST_OPEN or not is_long(self.report))
            yield in_full(scheme, self.plans.get(scheme.id), extent, self.voice, number=number,
                          picture=self.picture(scheme.id), is_open=near or len(self.schemes) == 1)  # fmt: skip

    def picture(self, scheme: str) -> Picture | None:
        """The test that decides, as a bar."""
        found = self.report.measures
        measure = None if found is UNSET else next((m for m in found if m.scheme == scheme), None)
        if measure is None:
            return None
        wide = self.pictures.add(deciding(measure, self.report.as_of, self.voice, WIDE))
        narrow = "" if self.pictures.paper else self.pictures.add(
            deciding(measure, self.report.as_of, self.voice, NARROW))  # fmt: skip
        return Picture(self.say(measure.says), wide, narrow, legend(measure, self.voice))

    # -- the foot

    def foot(self) -> Iterator[Entry]:
        report = self.report
        yield Entry(self.label("means"), self.say(STANDING_LONG))
        yield Entry(self.label("days"), self.voice.sentence(self.say(report.rulebook.rounding)))
        yield Entry(self.label("rule_book", version=report.rulebook.version), f"sha256 {report.rulebook.digest}")
        yield Entry(self.label("profile"), f"sha256 {report.profile.digest}")
        version = self.label("report_version", n=report.report_version)
        yield Entry(self.label("engine"), f"{report.engine}{self.label('stop')}{version}")
        schemes = "" if len(self.schemes) != 1 else f" --scheme {self.schemes[0].id}"
        asked = "check" if report.schemes or report.calendar is UNSET else "calendar"
        command = f"matcher {asked} PROFILE --as-of {report.as_of.isoformat()}{schemes} --format html"
        yield Entry(self.label("repeat"), f"{command} --lang {self.voice.lang}")
        yield Entry(self.label("other_language"), f"{command} --lang {_OTHER[self.voice.lang]}")
