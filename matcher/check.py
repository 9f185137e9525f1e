"""The straight line: load, pick the day, decide, report.

    profile ──► facts ──┐
                        ├──► engine ──► decisions ──► report
    rules ──► on a day ─┘
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from msgspec.structs import replace

from matcher.ask_first import ask_first
from matcher.complaints import quoted, wrong_choice
from matcher.compose import Case, in_short
from matcher.condition import AS_OF
from matcher.dates import add_months
from matcher.engines.direct import DirectEngine
from matcher.errors import EngineError, Place, Problem, RequestError
from matcher.listed import Listed
from matcher.literals import Kind, financial_year, read_date
from matcher.missing import Reader
from matcher.phrases import Teller, day_for_people
from matcher.profile import Profile
from matcher.report import REPORT_VERSION, NotInForce, ProfileUsed, Report, RuleBookUsed, SchemeReport
from matcher.rulebook import RuleBook, chosen, load_rules
from matcher.scheme import Scheme
from matcher.verdict import Decision
from matcher.words import Words, fill, words

EngineName = Literal["auto", "durable", "direct", "both"]
MOST_CHANGES: Final = 2  # ways into a scheme that a check shows
ENGINES: Final[tuple[EngineName, ...]] = ("auto", "durable", "direct", "both")


class Engine(Protocol):
    """Decides schemes."""

    @property
    def name(self) -> str:
        """How the report calls it."""
        ...

    def decide(self, scheme: Scheme, facts: Mapping[str, Any]) -> Decision:
        """What holds of each criterion, the verdict, and the trace if there is one."""
        ...


@dataclass(frozen=True, eq=False)
class Day:
    """A rule book on one day, with what was compiled for it."""

    as_of: date
    schemes: dict[str, Scheme]
    direct: DirectEngine = field(default_factory=DirectEngine)


@lru_cache(maxsize=16)
def day_of(book: RuleBook, as_of: date) -> Day:
    """The book as it is read on the day; the last few days asked for are kept."""
    return Day(as_of, book.on(as_of))


def check(
    profile: Profile | Mapping[str, Any] | Path | str,
    *,
    as_of: date | str,
    schemes: Iterable[str] = (),
    engine: EngineName = "auto",
    rules: RuleBook | None = None,
    in_full: Callable[[Report], Collection[str]] | None = None,
) -> Report:
    """Which schemes fit the profile on the day `as_of`, and why.

    `profile` is a Profile, a mapping of facts, or the path of a YAML or JSON file. `schemes`
    limits the report to these ids. `engine` is `durable`, `direct`, `both` (which must agree), or
    `auto`: durable where it can be imported, else direct. `in_full`, for a page that shows few
    schemes in full, picks their ids out of a report in which every scheme is in short: without its
    criteria and without what each answer would change. By default all are in full.

    Raises ProfileError for a profile with mistakes, RequestError for a day before the rule book
    begins or an unknown scheme or engine, PackError for a rule book that does not load, and
    EngineError if two engines differ.
    """
    book = rules or load_rules()
    day = the_day(as_of, book)
    if engine not in ENGINES:
        raise RequestError([Problem(Place("--engine"), *wrong_choice("engine", str(engine), ENGINES))])
    asked = list(schemes)
    names = chosen(book, asked)
    listed = () if asked else tuple(entry.on(day) for entry in book.listed)
    return _check(as_profile(profile, book), book, day_of(book, day), names, listed, engine, in_full)


def as_profile(profile: Profile | Mapping[str, Any] | Path | str, book: RuleBook) -> Profile:
    """The profile, read with the book's vocabulary if it is not yet."""
    if isinstance(profile, Profile):
        return profile
    if isinstance(profile, Mapping):
        return Profile.from_mapping(profile, book.vocabulary)
    return Profile.read(profile, book.vocabulary)


def the_day(as_of: date | str, book: RuleBook) -> date:
    """The day of the check. Raises RequestError if it is none, or before the book begins."""
    day = read_date(as_of) if isinstance(as_of, str) else as_of
    if day is None:
        what = words(f"{quoted(str(as_of))} is not a day", f"{quoted(str(as_of))}不是有效日期")
        raise RequestError([Problem(Place("--as-of"), what, words("write YYYY-MM-DD", "請填寫YYYY-MM-DD"))])
    if day < book.begins:
        what = words(f"{day} is before the rule book begins", f"{day}早於規則彙編的開始日期")
        hint = words(f"write {book.begins} or a later day", f"請填寫{book.begins}或之後的日期")
        raise RequestError([Problem(Place("--as-of"), what, hint)])
    return day


def _check(
    profile: Profile,
    book: RuleBook,
    day: Day,
    names: list[str],
    listed: tuple[Listed, ...],
    engine: EngineName,
    in_full: Callable[[Report], Collection[str]] | None,
) -> Report:
    case = case_of(profile, book, day)
    facts, reader = case.facts, case.reader
    first, second, said = _engines(engine, day)
    found, completing, absent = [], [], []
    for name in names:
        scheme = day.schemes[name]
        if reader.truth(scheme.in_force) is False:
            absent.append(NotInForce(name, scheme.name, absent_says(scheme, book, reader, day.as_of)))
            continue
        decision = first.decide(scheme, facts)
        if second is not None:
            _same(profile, scheme, decision, second.decide(scheme, facts), first.name, second.name)
        short, complete = in_short(scheme, decision, case)
        found.append(with_changes(short, scheme, decision, case))
        completing.append(complete)
    report = Report(
        REPORT_VERSION,
        day.as_of,
        RuleBookUsed(book.version, book.digest, book.rounding.because),
        said,
        profile_used(profile, book, day.as_of),
        tuple(found),
        tuple(absent),
        ask_first(found),
        listed,
    )
    wanted = names if in_full is None else in_full(report)
    pairs = zip(completing, found, strict=True)
    return replace(report, schemes=tuple(complete(each) if each.id in wanted else each for complete, each in pairs))


def case_of(profile: Profile, book: RuleBook, day: Day) -> Case:
    """The profile on the day, ready to be read."""
    facts = {**profile.facts, AS_OF: day.as_of}
    reader = Reader(facts, day.direct.compiler)
    return Case(facts, profile.said_unknown, day.as_of, book.vocabulary, reader, day.direct, book.schemes)


def with_changes(report: SchemeReport, scheme: Scheme, decision: Decision, case: Case) -> SchemeReport:
    """The report of a scheme with the best ways into it."""
    if report.other_role or decision.verdict not in ("not_eligible", "needs_information"):
        return report
    from matcher.insights.changes import changes_for

    plan = changes_for(scheme, decision, case, MOST_CHANGES)
    if not plan.sets and plan.none_because is None:
        return report
    return replace(report, to_change=plan.sets, to_change_none=plan.none_because)


# ---------------------------------------------------------------------- engines


def durable_engine() -> Engine | None:
    """The durable engine of this process; None where durable-rules cannot be imported."""
    try:
        from matcher.engines.durable import DurableEngine
    except ImportError:
        return None
    return _durable(DurableEngine)


@lru_cache(maxsize=1)
def _durable(make: type[Engine]) -> Engine:
    return make()


def _engines(engine: EngineName, day: Day) -> tuple[Engine, Engine | None, str]:
    """The engine that decides, the one that must agree, and what the report says of them."""
    durable = None if engine == "direct" else durable_engine()
    if durable is None:
        if engine in ("durable", "both"):
            what = words("durable-rules cannot be imported here", "此處無法載入durable-rules")
            hint = words("install it on Python 3.12 or older, or use `--engine direct`",
                         "請在Python 3.12或更舊版本安裝，或使用`--engine direct`")  # fmt: skip
            raise RequestError([Problem(Place("--engine"), what, hint)])
        return day.direct, None, day.direct.name
    if engine == "both":
        return durable, day.direct, "durable, confirmed by direct"
    return durable, None, durable.name


def _same(
    profile: Profile, scheme: Scheme, one: Decision, other: Decision, name: str, other_name: str
) -> None:
    """Raise EngineError, with the profile's digest, unless both engines say the same."""
    if (one.role, one.criteria, one.verdict) == (other.role, other.criteria, other.verdict):
        return
    differing = [
        f"{c.id}: {a} / {b}"
        for c, a, b in zip(scheme.criteria, one.criteria, other.criteria, strict=True)
        if a != b
    ]
    said = "; ".join(differing[:5]) or f"{one.verdict} / {other.verdict}"
    what = words(
        f"engines {name} and {other_name} differ on `{scheme.id}`: {said} (profile {profile.digest})",
        f"引擎{name}與{other_name}就`{scheme.id}`結論不同：{said}（公司資料檔{profile.digest}）",
    )
    hint = words("report this with the profile; trust neither answer", "請連同公司資料檔報告，兩者均不可信")
    raise EngineError([Problem(Place(profile.source), what, hint)])


# ------------------------------------------------------------------------ words


def absent_says(scheme: Scheme, book: RuleBook, reader: Reader, as_of: date) -> Words:
    """Why a scheme that is not in force on the day is not."""
    teller = Teller(book.vocabulary, scheme, reader)
    template = words("Not in force on {day}; {begins}", "{day}沒有接受申請；{begins}")
    clock = reader.interval(scheme.clock)
    when = day_for_people(as_of)
    if clock[0] is not None and clock[0] == clock[1] and clock[0] != as_of:
        year = financial_year(clock[0])
        when = words(f"{when['en']} for {year}", f"{when['zh-Hant']}就{year}年度")
    ended = scheme.ends if scheme.ends is not None and _has_ended(scheme, reader) else None
    return fill(template, day=when, begins=teller.template(ended or scheme.begins))


def _has_ended(scheme: Scheme, reader: Reader) -> bool:
    """Whether the scheme is over, rather than not begun: its last condition is the one that fails."""
    parts = getattr(scheme.in_force, "parts", (scheme.in_force,))
    return reader.truth(parts[-1]) is False


def profile_used(profile: Profile, book: RuleBook, as_of: date) -> ProfileUsed:
    """How the head of a report names the profile."""
    facts, vocabulary = profile.facts, book.vocabulary
    headline: list[Words] = []
    university = facts.get("applicant.university")
    if university not in (None, "none", "other"):
        headline.append(fill(words("through {u}", "經{u}申請"),
                             u=vocabulary.domain(vocabulary.facts["applicant.university"])[university]))  # fmt: skip
    founded = facts.get("company.incorporated_on")
    if founded is not None:
        months = (as_of.year - founded.year) * 12 + as_of.month - founded.month
        months -= add_months(founded, months) > as_of
        age = words(f" ({months} months)", f"（{months}個月）") if months >= 0 else words("", "")
        headline.append(fill(words("incorporated {d}{age}", "{d}註冊成立{age}"), d=day_for_people(founded), age=age))
    staff = facts.get("company.employees")
    if staff is not None:
        headline.append(words(f"{staff:,} employee{'s'[: staff != 1]}", f"{staff:,}名僱員"))
    about, about_zh = facts.get("company.about"), facts.get("company.about_zh")
    if about or about_zh:
        headline.append(words(str(about or about_zh), str(about_zh or about)))
    given = sum(vocabulary.facts[path].kind is not Kind.TEXT for path in facts)
    return ProfileUsed(
        profile.name, facts.get("company.name_zh"), profile.digest, tuple(headline),
        facts.get("applicant.kind"), given,
    )  # fmt: skip
