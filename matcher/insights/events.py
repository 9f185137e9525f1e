"""What is told of the days of one scheme: events in words, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from matcher.compose import VERDICT_NAMES
from matcher.condition import facts_of
from matcher.dates import add_months, previous_day
from matcher.insights.calls import Call
from matcher.insights.identity import uid_of
from matcher.insights.money_periods import Period
from matcher.insights.scheme_days import JudgedCall, SchemeDays
from matcher.insights.turns import Flip, failing, flips, is_of_company, is_possible, last_safe
from matcher.literals import financial_year, read_date, read_year
from matcher.phrases import day_for_people
from matcher.scheme import Criterion, Window
from matcher.sections import Event, EventKind, SortOfDate
from matcher.verdict import Decision
from matcher.words import Words, fill, join, listing, words

_NOTHING: Final = words("", "")
_DAY: Final = words("day", "日期")
_A_ROUND: Final = words("a round", "一輪申請")


class Telling:
    """The events of one scheme from `first` to `last`; of a scheme that is for others there are none."""

    def __init__(self, days: SchemeDays, first: date, last: date, others: Mapping[str, SchemeDays]) -> None:
        self.days = days
        self.scheme = days.scheme
        self.first, self.last = first, last
        self.others = others
        self.last_call = _last_call(days)
        self.last_day = None if days.has_calls else last_safe(days.scheme, days.stretches)

    def events(self) -> Iterator[Event]:
        """Every event, in no order, each uid once."""
        if self.days.is_for_others or all(stretch.in_force is False for stretch in self.days.stretches):
            return
        seen: dict[str, int] = {}
        for event in self.told():
            if event.on is not None and not self.first <= event.on <= self.last:
                continue
            seen[event.uid] = again = seen.get(event.uid, 0) + 1
            yield event if again == 1 else _renamed(event, uid_of(event.uid, str(again)))

    def told(self) -> Iterator[Event]:
        """The events, where several may have the same uid."""
        yield from self.of_calls()
        yield from self.last_chance()
        yield from self.of_criteria()
        yield from self.of_life()
        yield from self.of_values()
        yield from self.of_money()

    def event(
        self, kind: EventKind, sort: SortOfDate, on: date | None, says: Words, do: Words | None = None,
        *, about: str = "", criterion: str | None = None, hour: str | None = None,
    ) -> Event:  # fmt: skip
        """One event; `about` tells it from others of its kind."""
        named = fill(words("{s}: {w}", "{s}：{w}"), s=self.scheme.name, w=says)
        uid = uid_of(self.scheme.id, kind, criterion, about)
        return Event(uid, on, kind, sort, named, do, None, self.scheme.id, criterion, hour)

    # -- calls

    def of_calls(self) -> Iterator[Event]:
        """The days of all calls, and what is not known of them."""
        for judged in self.days.calls:
            if judged.call.sort != "expected" or not self.is_out_of_reach(judged):
                yield from self.of_call(judged)
        ask = words("Ask whether it has been called.", "請查詢是否已接受申請。")
        if self.days.missed is not None:
            call = self.days.missed
            says = fill(words("{c} was expected to end about {d}, and none was seen",
                              "按以往各輪推算，{c}約於{d}截止，但未見通告"),
                        c=_in_short(call), d=day_for_people(call.day or self.first))  # fmt: skip
            yield self.event("opens", "unknown", None, says, ask, about=_identity(call))
        if self.days.undated is not None:
            yield self.event("opens", "expected", None, self.days.undated.says, self.by_the_past())

    def by_the_past(self) -> Words:
        """The past calls by which another may be looked for."""
        watch = words("Not announced: watch for the call.", "尚未公布，請留意通告。")
        if not self.days.past:
            return watch
        seen = fill(words("Past calls: {l}.", "以往各輪：{l}。"), l=listing(map(past_in_words, self.days.past)))
        return join([seen, watch], " ", "")

    def is_out_of_reach(self, judged: JudgedCall) -> bool:
        """Whether a test of age or time fails at the call, which nobody can change."""
        return any(criterion.about == "age" for criterion in failing(self.scheme, judged.decision))

    def of_call(self, judged: JudgedCall) -> Iterator[Event]:
        """Its first day, its last, its cut-off."""
        call, about, do = judged.call, _identity(judged.call), self.to_do(judged)
        guess = call.sort == "expected"
        if call.opens is not None:
            says = words("{c} would open about this day", "{c}料約於當日開始") if guess else words(
                "{c} opens", "{c}開始接受申請")  # fmt: skip
            yield self.event("opens", call.sort, call.opens, fill(says, c=_in_short(call)), do, about=about)
        if call.closes is not None:
            says = words("{c} would close about this day", "{c}料約於當日截止") if guess else words(
                "{c} closes", "{c}截止")  # fmt: skip
            yield self.event("closes", call.sort, call.closes, fill(says, c=_in_short(call)), do, about=about,
                             hour=call.hour)  # fmt: skip
        if call.cut_off is not None:
            says = words("cut-off of {c} would be about this day", "{c}的年期基準日料約為當日") if guess else words(
                "cut-off of {c}", "{c}的年期基準日")  # fmt: skip
            yield self.event("cut_off", call.sort, call.cut_off, fill(says, c=_in_short(call)), do, about=about)
        if self.lacks_its_close(call):
            says = fill(words("the closing date of {c} is not given{w}", "未提供{c}的截止申請日期{w}"),
                        c=call.name, w=self.by_rhythm(call))  # fmt: skip
            ask = words("Find out at once whether it is still open, and when it closes.",
                        "請立即查詢是否仍接受申請及何日截止。")  # fmt: skip
            yield self.event("closes", "unknown", None, says, ask, about=about)

    def call_in_words(self, judged: JudgedCall) -> Words:
        """One sentence on a call: its days as far as known, and what was decided for it."""
        call = judged.call
        hour = f" {call.hour}" if call.hour else ""
        parts = []
        for day, known, expected in (
            (call.opens, words("opens {d}", "{d}開始接受申請"),
             words("expected to open about {d}", "預計約{d}開始接受申請")),
            (call.closes, words("closes {d}{h}", "{d}{h}截止"),
             words("expected to close about {d}", "預計約{d}截止")),
            (call.cut_off, words("cut-off {d}", "年期基準日為{d}"),
             words("cut-off expected about {d}", "年期基準日預計約為{d}")),
        ):  # fmt: skip
            if day is not None:
                parts.append(fill(expected if call.sort == "expected" else known, d=day_for_people(day), h=hour))
        if self.lacks_its_close(call):
            parts.append(fill(words("closing date not given{w}", "未提供截止申請日期{w}"), w=self.by_rhythm(call)))
        return join([*parts, self.verdict(judged)])

    def lacks_its_close(self, call: Call) -> bool:
        """Whether the profile speaks of a call and not of the day on which it closes."""
        return call.sort == "yours" and call.closes is None and self.scheme.calls.closes is not None

    def by_rhythm(self, call: Call) -> Words:
        """What the rhythm says of a closing day that is not given."""
        if call.about is None:
            return _NOTHING
        said = words("; by past calls it was expected about {d}, so it may have passed",
                     "；按以往各輪推算約為{d}，可能已過") if call.about < self.first else words(
            "; by past calls it is expected about {d}", "；按以往各輪推算約為{d}")  # fmt: skip
        return fill(said, d=day_for_people(call.about))

    def to_do(self, judged: JudgedCall) -> Words:
        """What to do about a call, by what was decided for it."""
        said = fill(words("By your facts, at that call: {v}.", "按貴公司資料，屆時：{v}。"), v=self.verdict(judged))
        if judged.decision.verdict == "not_eligible":
            return said
        if judged is self.last_call:
            last = words("It is the last call you can use.", "這是貴公司可用的最後一輪。")
            said = join([said, self.afterwards(last, judged)], " ", "")
        if judged.call.sort == "expected":
            return join([said, words("Not announced: watch for the call.", "尚未公布，請留意通告。")], " ", "")
        act = words("Settle what is missing, then apply in time.", "請先補充所欠資料，並依時申請。") \
            if judged.decision.verdict == "needs_information" else words("Apply in time.", "請依時申請。")  # fmt: skip
        return join([said, act], " ", "")

    def verdict(self, judged: JudgedCall) -> Words:
        """The verdict, with what fails."""
        name = VERDICT_NAMES[judged.decision.verdict]
        failed = [judged.teller.template(criterion.says) for criterion in failing(self.scheme, judged.decision)]
        if judged.decision.verdict != "not_eligible" or not failed:
            return name
        return fill(words("{n} ({f})", "{n}（{f}）"), n=name, f=listing(failed, most=2))

    # -- last chances

    def last_chance(self) -> Iterator[Event]:
        """The last safe day, or the last call."""
        if self.last_day is not None:
            do = self.afterwards(words("Apply on or before this day.", "請於當日或之前申請。"), None)
            yield self.event("last_safe_day", self.sort_of_end(self.last_day), self.last_day,
                             words("last safe day to apply", "最後一個穩妥的申請日"), do)  # fmt: skip
        if self.last_call is None:
            return
        call = self.last_call.call
        guess = call.sort == "expected"
        day = None if guess else call.closes
        says = words("{c} is the last call you can use", "{c}為貴公司可用的最後一輪")
        if guess:
            says = words("{c}, if it comes, is the last call you can use", "{c}（如有）為貴公司可用的最後一輪")
        sort: SortOfDate = "unknown" if day is None and not guess else call.sort
        yield self.event("last_safe_day", sort, day, fill(says, c=call.name),
                         self.afterwards(words("Apply in this call.", "請於該輪申請。"), self.last_call),
                         about=_identity(call), hour=call.hour)  # fmt: skip

    def sort_of_end(self, day: date) -> SortOfDate:
        """Whose doing it is that the scheme shuts after the day."""
        ended = [flip for flip in flips(self.scheme, self.days.stretches) if flip.after != "holds" and flip.day > day]
        return "yours" if ended and is_of_company(ended[0].criterion, self.days.moving) else "rule"

    def afterwards(self, do: Words, last: JudgedCall | None) -> Words:
        """What to do, and where the pack says that one goes next, with the next call there."""
        parts = [do]
        for relation in self.scheme.relations:
            if relation.kind != "next_step":
                continue
            parts.append(self.days.teller.template(relation.says))
            following = self.others.get(relation.to)
            if following is None or following.is_for_others:
                continue
            since = last.call.day if last is not None else self.last_day
            later = [judged for judged in following.calls if since and judged.call.day and judged.call.day > since]
            if later:
                telling = Telling(following, self.first, self.last, {})
                parts.append(fill(words("Next there, {n}: {c}, {w}.", "其後{n}：{c}，{w}。"), n=following.scheme.name,
                                  c=later[0].call.name, w=telling.call_in_words(later[0])))  # fmt: skip
        return join(parts, " ", "")

    # -- criteria

    def of_criteria(self) -> Iterator[Event]:
        """The days on which the applicant ages into or out of a criterion, or the criterion itself changes."""
        for flip in flips(self.scheme, self.days.stretches):
            last = previous_day(flip.day)
            closing = any(judged.call.closes == last and judged.call.sort == "rule" for judged in self.days.calls)
            if flip.after != "fails" or (last != self.last_day and not closing):  # told already, if so
                yield self.of_rule(flip) if flip.by_rule else self.of_age(flip)

    def of_age(self, flip: Flip) -> Event:
        """What time itself does to a criterion."""
        criterion = flip.criterion
        what = self.measured(criterion)
        sort: SortOfDate = "yours" if is_of_company(criterion, self.days.moving) else "rule"
        kind: EventKind = "age"
        day = flip.day
        if flip.before == "holds":
            day = previous_day(day)
            said = words("latest {k} that meets this: {c}", "符合以下條件的最後{k}：{c}") \
                if flip.after == "fails" else words(
                "latest {k} that surely meets this: {c}", "確定符合以下條件的最後{k}：{c}")  # fmt: skip
        elif flip.after == "holds":
            said = words("earliest {k} that meets this: {c}", "符合以下條件的最早{k}：{c}")
        elif flip.after == "open":
            said = words("earliest {k} that may meet this: {c}", "或可符合以下條件的最早{k}：{c}")
        else:
            said = words("earliest {k} that surely fails this: {c}", "確定不符合以下條件的最早{k}：{c}")
        if flip.before == "fails" and self.opens_up(flip.day):
            kind = "becomes_possible"
        says = fill(said, k=what, c=self.days.teller.template(criterion.says))
        if any(found.period.criterion.id == criterion.id for found in self.days.money):
            says = fill(words("{s} (with the private money received so far)", "{s}（按現時已收的私人投資計）"), s=says)
        return self.event(kind, sort, day, says, None, about=f"{flip.before} {flip.after} {day.year}",
                          criterion=criterion.id)  # fmt: skip

    def measured(self, criterion: Criterion) -> Words:
        """Which day the criterion is held against: that of a call, or the day of applying."""
        calls, spec = self.scheme.calls, self.days.teller.vocabulary.spec
        read = frozenset() if criterion.requires is None else facts_of(criterion.requires)
        return next((spec(path).label for path in (calls.cut_off, calls.closes, calls.opens) if path in read), _DAY)

    def opens_up(self, day: date) -> bool:
        """Whether the scheme becomes possible on the day."""
        return any(after.first == day and is_possible(after) and not is_possible(before)
                   for before, after in pairwise(self.days.stretches))  # fmt: skip

    def of_rule(self, flip: Flip) -> Event:
        """What a change of the rule itself does."""
        told = {
            "holds": words("from this day this is no bar: {c}", "由當日起以下條件不再構成障礙：{c}"),
            "open": words("from this day the sources do not settle whether this stands: {c}",
                          "由當日起資料未有說明以下條件是否適用：{c}"),
            "fails": words("from this day this stands, and is not met: {c}",
                           "由當日起以下條件適用，而貴公司不符合：{c}"),
        }[flip.after]  # fmt: skip
        says = fill(told, c=self.days.teller.template(flip.criterion.says))
        return self.event("rules_change", "rule", flip.day, says, None, about=flip.day.isoformat(),
                          criterion=flip.criterion.id)  # fmt: skip

    # -- the scheme itself

    def of_life(self) -> Iterator[Event]:
        """The days on which the scheme begins or ceases to take applicants."""
        for before, after in pairwise(self.days.stretches):
            if before.in_force is not False and after.in_force is False and before.last != self.last_day:
                says = words("last day on which it takes applicants", "接受申請的最後一日")
                yield self.event("no_longer_possible", "rule", before.last, says, about=before.last.isoformat())
            elif before.in_force is False and after.in_force is not False:
                says = words("takes applicants from this day", "由當日起接受申請")
                yield self.event("opens", "rule", after.first, says, about=after.first.isoformat())

    def of_values(self) -> Iterator[Event]:
        """The days from which a named value is another, and the state of the scheme."""
        for name, named in self.scheme.names.items():
            for entry in named.entries:
                since = entry.since or ""
                day = read_date(since) or read_year(since)
                if day is not None and self.first < day <= self.last and entry.value != "none":
                    when = words("from this day", "由當日起") if read_date(since) else words(
                        f"for {since} and later", f"{since}年度起")  # fmt: skip
                    says = words("{w}: {n}, {v}", "{w}：{n}，{v}")
                    if named.term is None:  # a list of choices, which the scheme's rules tell in words
                        says = words("{w} there is another list: {n}", "{w}名單有變：{n}")
                    says = fill(says, w=when, n=named.label, v=entry.value.replace("_", ","))
                    yield self.event("rules_change", "rule", day, says, about=f"{name} {entry.since}")
        for state in self.scheme.standing:
            if self.first < state.since <= self.last:
                yield self.event("rules_change", "rule", state.since, self.days.teller.template(state.says),
                                 about=state.since.isoformat())  # fmt: skip

    def of_money(self) -> Iterator[Event]:
        """The last day of each period in which private money counts."""
        for found in self.days.money:
            year, period = financial_year(found.year), found.period
            if not self.is_short_of_money_alone(period):
                continue
            says = fill(words("last day on which private money counts for {y} (it counts from {d})",
                              "計入{y}年度的私人投資的最後收款日（由{d}起計）"),
                        y=year, d=day_for_people(period.first))  # fmt: skip
            do = words("Have the money in the bank by this day; later money does not count for that year.",
                       "款項須於當日或之前收訖，其後收到的款項不計入該年度。")  # fmt: skip
            yield self.event("money_counts_until", "rule", period.last, says, do, about=year,
                             criterion=period.criterion.id)  # fmt: skip

    def is_short_of_money_alone(self, period: Period) -> bool:
        """Whether at the end of the period nothing fails but what money of that list is asked for."""
        (on,) = (stretch for stretch in self.days.stretches if stretch.first <= period.last <= stretch.last)
        return all(criterion.requires is not None and period.over in facts_of(criterion.requires)
                   for criterion in failing(self.scheme, on.decision))  # fmt: skip


def _last_call(days: SchemeDays) -> JudgedCall | None:
    """The last call that can be used, where time shuts the scheme afterwards; new money could open a later one."""
    usable = [judged for judged in days.calls
              if judged.decision.verdict != "not_eligible" or _lacks_money_alone(days, judged.decision)]  # fmt: skip
    if not usable or not days.has_calls:
        return None
    last = usable[-1]
    if last.decision.verdict == "not_eligible":
        return None
    if last is not days.calls[-1]:
        return last
    day = last.call.day
    if day is None:
        return None
    later = [stretch for stretch in days.stretches if stretch.last >= day]
    a_year_on = [stretch for stretch in later if stretch.first <= add_months(day, 12) <= stretch.last]
    open_again = any(is_possible(stretch) or _lacks_money_alone(days, stretch.decision)
                     for stretch in (*a_year_on, *later[-1:]))  # fmt: skip
    return last if later and not open_again else None


def _lacks_money_alone(days: SchemeDays, decision: Decision) -> bool:
    """Whether nothing fails but what counts the private money of one year, which can still be raised."""
    counted = {found.period.criterion.id for found in days.money}
    failed = {criterion.id for criterion in failing(days.scheme, decision)}
    return bool(failed) and failed <= counted


def past_in_words(window: Window) -> Words:
    """A past call with its last day, or its first if no other is known."""
    if window.closes is not None:
        return fill(words("{n} (closed {d})", "{n}（{d}截止）"), n=window.name, d=day_for_people(window.closes))
    return fill(words("{n}, opened {d}", "{n}，{d}開始"), n=window.name, d=day_for_people(window.opens or date.min))


def _in_short(call: Call) -> Words:
    """The call's name; of an expected one that only its day tells from others, without the day."""
    return _A_ROUND if call.sort == "expected" and call.year is None else call.name


def _renamed(event: Event, uid: str) -> Event:
    return Event(uid, *(getattr(event, name) for name in event.__struct_fields__[1:]))


def _identity(call: Call) -> str:
    """What tells a call from others of the scheme: its year, else its name, which tells expected ones by their day."""
    return financial_year(call.year) if call.year is not None else call.name["en"]
