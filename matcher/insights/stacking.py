"""Which schemes may be held together, in which order, for the most money: from the packs' relations.

    profile ──► what can be had, and from when ──┐
                                                 ├──► the best choice ──► combinations, year by year
    relations of the packs ──► ties and rules ───┘

What no pack has a word on is not regulated by the sources read, which is never "allowed": a
combination that rests on it says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from matcher.check import as_profile, day_of, the_day
from matcher.condition import AS_OF
from matcher.insights.candidates import Candidate, candidates
from matcher.insights.choosing import Choice, Chooser, Start, worth
from matcher.insights.funding import Course, Slice, first_day
from matcher.insights.tied import ceilings, rules_of, silent, ties
from matcher.literals import Kind, exact, financial_year
from matcher.phrases import money_for_people, money_range_for_people
from matcher.profile import Profile
from matcher.rulebook import RuleBook, load_rules
from matcher.scheme import Instrument
from matcher.sections import Combination, Holding, StackReport, Sum, Tie, TieKind, YearOfMoney
from matcher.words import Words, fill, join, listing, words

MOST_COMBINATIONS: Final = 3
MOST_REASONS: Final = 3
_SHUTS_OUT: Final[frozenset[TieKind]] = frozenset({"never_both", "not_together", "first_then"})


def stack(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    rules: RuleBook | None = None,
) -> StackReport:
    """The combination of schemes with the most money in grants within what the sources say, and others.

    `profile` is as for `check`. Raises ProfileError, RequestError for a day before the rule book
    begins, and PackError.
    """
    book = rules or load_rules()
    day = day_of(book, the_day(as_of, book))
    facts = {**as_profile(profile, book).facts, AS_OF: day.as_of}
    return _Stack(book, candidates(book, day, facts)).report()


class _Stack:
    def __init__(self, book: RuleBook, found: dict[str, Candidate]) -> None:
        self.book = book
        self.left = {name: each for name, each in found.items() if not _counts(each)}
        self.found = {name: each for name, each in found.items() if name not in self.left}
        self.ties = ties(self.found)
        self.rules = rules_of(self.found, self.ties)
        self.steps = [(tie.a, tie.b) for tie in self.ties if tie.kind == "next_step"]
        self.rank = {name: number for number, name in enumerate(self.found)}
        self.things = {
            name: [self.start(each, course) for course in each.courses.values() if course.slices]
            for name, each in self.found.items()
        }
        self.chooser = Chooser(self.things, self.rules)

    def start(self, each: Candidate, course: Course) -> Start:
        """The course as the choice sees it: grants alone are worth money, for instruments are never added."""
        return Start(course.year, course.years, course.high if each.scheme.funding.instrument == "grant" else 0)

    def report(self) -> StackReport:
        choices = self.choices()
        combinations = tuple(self.combination(choice, choices[0]) for choice in choices)
        years = [year.year for each in combinations for holding in each.holdings for year in holding.years]
        span = range(int(min(years)[:4]), int(max(years)[:4]) + 1) if years else ()
        return StackReport(
            tuple(financial_year(first_day(year)) for year in span), combinations, self.ties,
            tuple(self.not_counted()), self.names(),
        )  # fmt: skip

    def names(self) -> dict[str, Words]:
        named = {name for tie in self.ties for name in (tie.a, tie.b, *tie.also)} | set(self.found)
        return {name: scheme.name for name, scheme in self.book.schemes.items() if name in named}

    # -- choosing

    def choices(self) -> list[Choice]:
        """The best choice, then what else is lawful: with each scheme that it shuts out, or in another order."""
        first = self.best()
        others = [self.best(taken=name) for name in self.things if name not in first]
        for a, b in sorted(self.rules.order):
            if a in first and b in first:  # the second at once, and the first never
                others.append(self.best(taken=b, without=a))
        kept = [first] if first else []
        for choice in sorted(others, key=lambda each: (-worth(each, self.rules), -len(each))):
            if choice and choice.keys() not in [each.keys() for each in kept]:
                kept.append(choice)
        return kept[:MOST_COMBINATIONS]

    def best(self, taken: str = "", without: str = "") -> Choice:
        """The best choice, in which steps that the sources describe are kept to wherever it costs nothing."""
        kept = self.rules.order
        found = self.chooser.best(taken, without, kept)
        for step in self.steps:
            if step[0] in found and step[1] in found:
                again = self.chooser.best(taken, without, kept | {step})
                if len(again) == len(found) and worth(again, self.rules) == worth(found, self.rules):
                    kept, found = kept | {step}, again
        return dict(sorted(found.items(), key=lambda item: (item[1].year, self.rank[item[0]])))

    # -- telling

    def combination(self, choice: Choice, first: Choice) -> Combination:
        courses = {name: self.found[name].courses[start.year] for name, start in choice.items()}
        money = self.within_ceilings({name: course.slices or () for name, course in courses.items()})
        money = {name: slices for name, slices in money.items() if slices}  # not what a ceiling leaves nothing for
        choice = {name: choice[name] for name in money}
        holdings = tuple(self.holding(name, courses[name], money[name]) for name in choice)
        said = [tie for tie in self.ties if tie.a in choice and tie.b in choice]
        return Combination(
            says=self.says(choice, first, money),
            holdings=holdings,
            sums=tuple(self.sums(money)),
            own=tuple(self.by_year(money)),
            open=(*(tie for tie in said if tie.kind == "not_regulated"), *silent(list(choice), self.ties)),
            closes=tuple(self.shut_out(choice)),
            working=tuple(self.working(money)),
        )

    def within_ceilings(self, money: dict[str, tuple[Slice, ...]]) -> dict[str, tuple[Slice, ...]]:
        """The money of each scheme, cut where a shared ceiling leaves less: the later one is cut first."""
        cut = dict(money)
        for group, low, high in ceilings(self.found):
            for name in money:
                if name in group:
                    kept = []
                    for each in money[name]:
                        kept.append(_cut(each, min(each.low, low), min(each.high, high)))
                        low, high = max(low - kept[-1].low, 0), high - kept[-1].high
                    cut[name] = tuple(each for each in kept if each.high)
        return cut

    def holding(self, name: str, course: Course, money: tuple[Slice, ...]) -> Holding:
        each = self.found[name]
        scheme, prospect = each.scheme, each.prospect
        years = tuple(
            YearOfMoney(
                financial_year(first_day(s.year)), _money(s.low), _money(s.high),
                None if s.own_low is None else _money(s.own_low), None if s.own_high is None else _money(s.own_high),
                prospect.own_says(course, s),
            )
            for s in money
        )  # fmt: skip
        return Holding(
            name, scheme.name, scheme.funding.instrument, each.verdicts[course.year], each.present, years,
            prospect.working(course),
        )  # fmt: skip

    def says(self, choice: Choice, first: Choice, money: Mapping[str, tuple[Slice, ...]]) -> Words:
        """The combination in a line: what it has instead of the first one's, how much, in which order."""
        grants = [s for name in choice if self.instrument(name) == "grant" for s in money[name]]
        parts = []
        for template, names in ((words("with {n}", "包括{n}"), choice.keys() - first.keys()),
                                (words("without {n}", "不包括{n}"), first.keys() - choice.keys())):  # fmt: skip
            if names:
                parts.append(fill(template, n=listing(self.name(n) for n in sorted(names, key=self.rank.__getitem__))))
        granted = [name for name in choice if self.instrument(name) == "grant"]
        met = [name for name in granted if self.found[name].present in ("eligible", "discretionary")]
        certain = [s for name in met for s in money[name]]
        if not granted:
            parts.append(words("no grants", "沒有資助金"))
        elif len(granted) == 1:
            parts.append(fill(words("grants of {m}, if granted", "如獲批，資助金為{m}"), m=_total(grants)))
        else:
            parts.append(fill(words("grants of {m}, if all {n} schemes grant them",
                                    "如{n}項計劃全部獲批，資助金合共{m}"),
                              n=len(granted), m=_total(grants)))  # fmt: skip
        if met:
            parts.append(fill(words("{m} of it from {n} that {v} eligible or discretionary today",
                                    "其中{m}來自今日符合資格或屬酌情決定的{n}項"),
                              m=_total(certain), n=len(met), v="is" if len(met) == 1 else "are"))  # fmt: skip
        elif granted:
            parts.append(words("none of them is eligible or discretionary today", "當中沒有今日符合資格或屬酌情決定者"))
        if others := len(choice) - len(granted):
            parts.append(fill(words("beside {n} scheme{s} that {v} no grant{s}, not added here",
                                    "另有{n}項並非資助金，不計算在內"),
                              n=others, s="s"[: others > 1], v="are" if others > 1 else "is"))  # fmt: skip
        if not self.chooser.proven:
            parts.append(words("too many rules stand between these schemes to try every combination,"
                               " so that there may be a better one",
                               "計劃之間的規定過多，未能逐一比較所有組合，或有更佳安排"))  # fmt: skip
        orders = [
            fill(words("{a} before {b}", "先{a}後{b}"), a=self.name(tie.a), b=self.name(tie.b))
            for tie in self.ties if tie.kind in ("first_then", "only_after") and tie.a in choice and tie.b in choice
        ]  # fmt: skip
        orders = [each for number, each in enumerate(orders) if each not in orders[:number]]
        return join([*parts, listing(orders)] if orders else parts)

    def name(self, scheme: str) -> Words:
        return self.found[scheme].scheme.name

    def instrument(self, name: str) -> Instrument:
        return self.found[name].scheme.funding.instrument

    def sums(self, money: Mapping[str, tuple[Slice, ...]]) -> Iterator[Sum]:
        for instrument in get_args(Instrument):
            slices = [s for name in money if self.instrument(name) == instrument for s in money[name]]
            if slices:
                yield Sum(instrument, _money(sum(s.low for s in slices)), _money(sum(s.high for s in slices)))

    def by_year(self, money: Mapping[str, tuple[Slice, ...]]) -> Iterator[YearOfMoney]:
        """The grants of each year, and what must be found beside them."""
        grants = [s for name in money if self.instrument(name) == "grant" for s in money[name]]
        for year in sorted({s.year for s in grants}):
            slices = [s for s in grants if s.year == year]
            yield YearOfMoney(
                financial_year(first_day(year)),
                _money(sum(s.low for s in slices)), _money(sum(s.high for s in slices)),
                _money(sum(s.own_low or 0 for s in slices)), _money(sum(s.own_high or 0 for s in slices)),
            )  # fmt: skip

    def working(self, money: Mapping[str, tuple[Slice, ...]]) -> Iterator[Words]:
        """How the grants add up, and where a ceiling cuts them."""
        grants = {name: money[name] for name in money if self.instrument(name) == "grant"}
        if len(grants) > 1:
            high = [sum(s.high for s in slices) for slices in grants.values()]
            said = [fill(words("{n} {m}", "{n}（{m}）"), n=self.found[name].scheme.name, m=money_for_people(each))
                    for name, each in zip(grants, high, strict=True)]  # fmt: skip
            yield fill(words("at most {parts} = {total}", "最多{parts} = {total}"),
                       parts=join(said, " + ", " + "), total=money_for_people(sum(high)))  # fmt: skip
        for tie in self.ties:
            held = [name for name in (tie.a, tie.b, *tie.also) if name in money]
            if tie.kind == "shared_ceiling" and len(held) > 1:
                yield tie.says

    def shut_out(self, choice: Choice) -> Iterator[Words]:
        """Each scheme that is left out, with the ties that shut it out and where they are written."""
        shared = [tie for tie in self.ties if tie.kind == "shared_ceiling"]
        for name, each in self.found.items():
            if name in choice:
                continue
            because: dict[str, Tie] = {}
            for tie in self.ties:
                if tie.kind in _SHUTS_OUT and name in (tie.a, tie.b):
                    other = tie.b if tie.a == name else tie.a
                    if other in choice:
                        because.setdefault(other, tie)
            if because:
                told = [fill(words("{o}: {t}", "{o}：{t}"), o=self.name(other), t=_cited(tie))
                        for other, tie in because.items()]  # fmt: skip
                yield fill(words("without {n}, because of {b}", "不包括{n}，原因在於{b}"),
                           n=each.scheme.name, b=join(told[:MOST_REASONS]))  # fmt: skip
            elif used_up := next((tie for tie in shared if name in (tie.a, tie.b, *tie.also)), None):
                yield fill(words("without {n}: {t}", "不包括{n}：{t}"), n=each.scheme.name, t=_cited(used_up))
            else:
                yield fill(words("without {n}, which needs another scheme first", "不包括{n}，須先獲另一計劃"),
                           n=each.scheme.name)  # fmt: skip

    def not_counted(self) -> Iterator[Words]:
        """Schemes that can be had and no amount of which is counted, with the reason."""
        for each in self.left.values():
            course, name = each.earliest, each.scheme.name
            if course.waits:
                asked = listing((self.book.vocabulary.spec(path).label for path in course.waits), 3)
                if course.slices:
                    yield fill(words("{n}: at most {m}, hangs on {f}", "{n}：最多{m}，視乎{f}"),
                               n=name, m=money_for_people(course.high), f=asked)  # fmt: skip
                else:
                    yield fill(words("{n}: hangs on {f}", "{n}：視乎{f}"), n=name, f=asked)
        settled = [each for each in self.left.values() if not each.earliest.waits]
        spent = [each.scheme.name for each in settled if each.earliest.slices is not None]
        if spent:
            yield fill(words("nothing is left to be had: {n}", "已無餘額可申請：{n}"), n=listing(spent, len(spent)))
        silent = [each.scheme.name for each in settled if each.earliest.slices is None]
        if silent:
            yield fill(words("no amount is published: {n}", "未有公布金額：{n}"), n=listing(silent, len(silent)))


def _counts(each: Candidate) -> bool:
    """Whether some amount is certain once the scheme is granted, or only money still to be found decides it."""
    course = each.earliest
    return bool(course.slices) and course.high > 0 and not (course.waits and not course.low)


def _cut(each: Slice, low: int, high: int) -> Slice:
    """The slice with less money; the own money beside it shrinks in the same measure."""
    if (low, high) == (each.low, each.high):
        return each
    own_low = None if each.own_low is None else -(-each.own_low * low // max(each.low, 1))
    own_high = None if each.own_high is None else -(-each.own_high * high // max(each.high, 1))
    return Slice(each.year, low, high, own_low, own_high, each.own)


def _cited(tie: Tie) -> Words:
    said = words(tie.says["en"].rstrip("."), tie.says["zh-Hant"].rstrip("。"))
    if tie.source is not None:
        return fill(words("{s} ({d})", "{s}（{d}）"), s=said, d=tie.source)
    return said if tie.ask is None else fill(words("{s} (ask: {a})", "{s}（請查詢：{a}）"), s=said, a=tie.ask)


def _money(cents: int) -> str:
    return str(exact(Kind.MONEY, cents))


def _total(slices: Collection[Slice]) -> Words:
    return _range(sum(s.low for s in slices), sum(s.high for s in slices))


def _range(low: int, high: int) -> Words:
    if low == high:
        return money_for_people(high)
    return money_range_for_people(low, high)
