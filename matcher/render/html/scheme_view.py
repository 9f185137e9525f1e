"""One scheme in full, as a view: what decides first, then what is met, then what nobody can check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from matcher.render.extent import Extent, group_of
from matcher.render.html.saying import Voice
from matcher.render.html.views import (
    Aside, Cited, CriterionView, ListOfCriteria, Mark, Picture, QuestionView, RecordView, SchemeView,
    SourceView, WayView,
)  # fmt: skip
from matcher.render.microcopy import CHANGES, KINDS, OUTCOMES_IN_FULL, ROWS, SORTS, VERDICTS
from matcher.render.web import web_address
from matcher.report import CriterionReport, OpenPointReport, Question, Reference, SchemeReport
from matcher.scheme import Outcome
from matcher.sections import Change, ChangeSet, SchemePlan
from matcher.words import Words, fill, join, words

MOST_SHOWN: Final = 5  # of a list whose rest may stand behind a fold
MOST_WAYS: Final = 3  # the easiest
_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_CONFIDENCE: Final[dict[tuple[str, bool], Words]] = {
    ("official", False): words("official", "官方資料"),
    ("official", True): words("official", "官方資料"),
    ("secondary", False): words("secondary", "二手資料"),
    ("secondary", True): words("secondary, weak", "二手資料，可靠程度較低"),
    ("article", False): words("article only", "僅見於文章"),
    ("article", True): words("article only", "僅見於文章"),
}


def anchor_of(scheme: str) -> str:
    """Where a scheme in full stands in the page."""
    return f"s-{scheme}"


def letter(number: int, voice: Voice) -> str:
    """`A`, `B` and `甲`, `乙`: the name of the first, the second of several."""
    names = _LATIN if voice.lang == "en" else _STEMS
    return names[number] if number < len(names) else str(number + 1)


def in_full(
    scheme: SchemeReport, plan: SchemePlan | None, extent: Extent, voice: Voice, *, number: int,
    picture: Picture | None, is_open: bool,
) -> SchemeView:  # fmt: skip
    """The scheme, told as the so-manieth, with the picture of its deciding test."""
    return _InFull(scheme, plan, extent, voice).view(number, picture, is_open=is_open)


class _InFull:

    def __init__(self, scheme: SchemeReport, plan: SchemePlan | None, extent: Extent, voice: Voice) -> None:
        self.scheme = scheme
        self.plan = plan
        self.extent = extent
        self.voice = voice
        self.say = voice.say

    def view(self, number: int, picture: Picture | None, *, is_open: bool) -> SchemeView:
        scheme, voice = self.scheme, self.voice
        questions = [*map(self.question, scheme.questions),
                     *(self.point(p) for p in scheme.open_points if p.decides)]  # fmt: skip
        left = len(questions) - MOST_SHOWN
        ways = scheme.to_change or (self.plan.sets if self.plan else ())
        lists, asides = tuple(self.lists()), tuple(self.asides())
        cited = {n for found in lists for c in (*found.shown, *found.folded) for n in c.numbers}
        cited |= {n for aside in asides for entry in aside.entries for n in entry.numbers}
        none_because = scheme.to_change_none or (self.plan.none_because if self.plan else None)
        shut = scheme.verdict == "not_eligible" and not ways
        sources = tuple(self.sources(cited))
        return SchemeView(
            id=scheme.id,
            anchor=anchor_of(scheme.id),
            notes=f"r{number}",
            sign=group_of(scheme),
            name=self.say(scheme.name),
            verdict=self.say(VERDICTS[scheme.verdict]),
            title=self.say(scheme.title),
            why=voice.sentence(voice.begin(self.say(scheme.why))),
            is_open=is_open,
            questions=tuple(questions[:MOST_SHOWN]),
            more_questions=tuple(questions[MOST_SHOWN:]),
            fold=voice.label("one_more_question" if left == 1 else "more_questions", n=left),
            ways=tuple(self.way(number, way) for number, way in enumerate(ways[:MOST_WAYS])),
            ways_heading=voice.label("or_without" if questions else "to_change"),
            no_way=voice.sentence(voice.begin(self.say(none_because))) if shut else "",
            picture=picture,
            lists=lists,
            asides=asides,
            sources=sources,
            sources_label=voice.label("one_source" if len(sources) == 1 else "n_sources", n=len(sources)),
            website=web_address(scheme.website) or "",
        )

    # -- what decides

    def question(self, question: Question) -> QuestionView:
        return QuestionView(
            text=self.voice.begin(self.say(question.ask)),
            because=self.voice.label("said_unknown") if question.said_unknown else "",
            effects=tuple((self.voice.begin(self.say(a.answer)), self.say(a.effect)) for a in question.answers),
            find=self.say(question.find),
            path=question.path,
            form=self.say(question.form),
            ask="",
        )

    def point(self, point: OpenPointReport) -> QuestionView:
        return QuestionView(
            text=self.say(point.question),
            because=self.say(point.because) or self.voice.label("texts_silent"),
            effects=tuple((self.voice.begin(self.say(a.answer)), self.say(a.effect)) for a in point.answers),
            find="",
            path="",
            form="",
            ask=self.say(point.ask),
        )

    def way(self, number: int, way: ChangeSet) -> WayView:
        comma = words(", ", "，")
        heading = fill(words("Way {l}, {w}", "方法{l}：{w}"), l=letter(number, self.voice), w=CHANGES[way.way])
        leads = self.voice.label("leads_to", verdict=VERDICTS[way.leads_to])
        if way.waits is not None:
            leads += comma[self.voice.lang] + self.say(way.waits)
        return WayView(self.say(heading), tuple(map(self.change, way.changes)), leads)

    def change(self, change: Change) -> str:
        """What to change, with its last or first day unless the words name it."""
        text = self.voice.begin(self.say(change.says))
        for name, day in (("by_day", change.by), ("on_day", change.on)):
            if day is not None and self.voice.day(day) not in text:
                text += self.voice.label("bracketed", x=self.voice.label(name, day=self.voice.day(day)))
        return self.voice.sentence(text)

    # -- criteria

    def lists(self) -> Iterator[ListOfCriteria]:
        """What was checked, then what nobody can check in advance."""
        scheme, voice = self.scheme, self.voice
        done = [c for c in scheme.criteria if c.requires is not None or c.outcome == "not_applicable"]
        rest = [c for c in scheme.criteria if c not in done]
        if self.extent != "full":
            shown = ("failed",) if self.extent == "failed" else ("unknown", "unclear")
            done, rest = [c for c in done if c.outcome in shown], []
        if done:
            heading = voice.label("criteria_checked", m=scheme.checked.evaluated, n=scheme.checked.stated)
            yield self.folding(heading, done, self.outcomes)
        if rest:
            yield self.folding(voice.label("not_checked", n=len(rest)), rest, self.kinds)

    def folding(
        self, heading: str, criteria: list[CriterionReport], counts: Callable[[Sequence[CriterionReport]], list[Words]]
    ) -> ListOfCriteria:
        """The list; what is settled may stand behind a fold that says what it holds."""
        unsettled = sum(c.outcome in ("failed", "unknown", "unclear") for c in criteria)
        shown = max(MOST_SHOWN, unsettled)
        if len(criteria) <= shown + 1:
            shown = len(criteria)
        comma = self.voice.label("comma")
        first, *others = counts(criteria[shown:]) or [words("", "")]
        fold = comma.join([self.voice.label("more", x=first), *map(self.say, others)])
        told = tuple(map(self.criterion, criteria))
        return ListOfCriteria(heading, comma.join(map(self.say, counts(criteria))), told[:shown], told[shown:], fold)

    def outcomes(self, criteria: Sequence[CriterionReport]) -> list[Words]:
        """`1 unknown`, `8 met`."""
        order: tuple[Outcome, ...] = ("failed", "unknown", "unclear", "met", "not_applicable")
        return _counted((sum(c.outcome == o for c in criteria), OUTCOMES_IN_FULL[o]) for o in order)

    def kinds(self, criteria: Sequence[CriterionReport]) -> list[Words]:
        """`1 judged`, `3 process`."""
        judged = sum(c.kind == "judged" for c in criteria)
        return _counted([(judged, KINDS["judged"]), (len(criteria) - judged, KINDS["process"])])

    def criterion(self, criterion: CriterionReport) -> CriterionView:
        say = self.say
        mark = Mark(criterion.outcome, say(OUTCOMES_IN_FULL[criterion.outcome]))
        if criterion.requires is None and criterion.outcome != "not_applicable":
            kind = "judged" if criterion.kind == "judged" else "process"
            mark = Mark(kind, say(KINDS[kind]))  # type: ignore[index]
        basis = join([KINDS[criterion.kind], _CONFIDENCE[criterion.confidence, criterion.weak]], ", ", "，")
        if mark.sign in ("judged", "process"):
            basis = _CONFIDENCE[criterion.confidence, criterion.weak]
        return CriterionView(
            id=criterion.id,
            mark=mark,
            says=say(criterion.says),
            lines=tuple(self.voice.begin(say(line)) for line in (*criterion.evidence, *criterion.cautions)),
            records=tuple(RecordView(r.status, say(ROWS[r.status]), say(r.amount), r.day or "", say(r.says))
                          for r in criterion.rows),
            basis=say(basis),
            numbers=numbers(criterion.source),
            formula=criterion.requires or "",
            facts=tuple(f"{fact.path} = {_exact(fact.value)}" for fact in criterion.facts if fact.value is not None),
        )  # fmt: skip

    # -- the quiet column

    def asides(self) -> Iterator[Aside]:
        scheme, voice, label = self.scheme, self.voice, self.voice.label
        money = [scheme.funding.summary]
        if scheme.funding.working is not None:
            money.append(fill(words("Working: {w}", "計算：{w}"), w=scheme.funding.working))
        lines = [*money, *(scheme.funding.lines if self.extent == "full" else ())]
        last = len(lines) - 1
        yield Aside(label("could_bring"), tuple(
            self.cited(line, scheme.funding.source if number == last else ())
            for number, line in enumerate(lines)))  # fmt: skip
        tied = [r for r in scheme.relations if r.kind not in ("allowed", "not_regulated", "note")]
        if self.extent == "full":
            traps = [*(self.cited(r.says, r.source) for r in tied),
                     *(self.cited(n.says, n.source) for n in scheme.notes if not n.corrects)]  # fmt: skip
            if traps:
                yield Aside(label("watch_out"), tuple(traps))
            mended = [self.cited(n.says, n.source) for n in scheme.notes if n.corrects]
            if mended:
                yield Aside(label("correction"), tuple(mended))
        found = scheme.availability
        said = (found.says, *(found.details if self.extent == "full" else ()))
        yield Aside(label("availability"), tuple(self.cited(line) for line in said))
        if scheme.next_dates:
            dates = [fill(words("{d}: {s} ({k})", "{d}：{s}（{k}）"), s=entry.says, k=SORTS[entry.sort],
                          d=voice.day(entry.on) if entry.on else label("not_announced"))
                     for entry in scheme.next_dates]  # fmt: skip
            yield Aside(label("next_dates"), tuple(Cited(voice.begin(self.say(line))) for line in dates))
        if self.extent != "full":
            return
        yield Aside(label("who_applies"), (self.cited(scheme.route.says), self.cited(scheme.how_to_apply)))
        if scheme.papers:
            papers = tuple(Cited(self.say(paper)) for paper in scheme.papers)
            long = len(papers) > MOST_SHOWN + 2
            yield Aside(label("papers"), papers, True, label("n_papers", n=len(papers)) if long else "")
        others = [r for r in scheme.relations if r not in tied]
        if others:
            ask = words("{s} Ask: {a}.", "{s}請查詢：{a}。")
            yield Aside(label("together"), tuple(
                self.cited(r.says if r.ask is None else fill(ask, s=r.says, a=r.ask), r.source)
                for r in others))  # fmt: skip
        points = [p for p in scheme.open_points if not p.decides]
        if points:
            gap = " " if voice.lang == "en" else ""
            told = tuple(
                Cited(gap.join(filter(None, [self.say(p.question), self.say(p.because),
                                             self.say(fill(words("Ask: {a}.", "請查詢：{a}。"), a=p.ask))])))
                for p in points
            )  # fmt: skip
            count = label("one_open" if len(points) == 1 else "open_count", n=len(points))
            yield Aside(label("open_points"), told, True, count)

    def cited(self, text: Words, source: tuple[Reference, ...] = ()) -> Cited:
        return Cited(self.voice.sentence(self.voice.begin(self.say(text))), numbers(source))

    def sources(self, cited: set[int]) -> Iterator[SourceView]:
        """Every source of a scheme in full; of one in short, those cited."""
        for source in self.scheme.sources:
            if self.extent == "full" or source.number in cited:
                parts = [source.dated, source.extent]
                compared = fill(words("compared {d}", "{d}核對"), d=source.checked_on.isoformat())
                text = join([*parts, compared, *([source.stale] if source.stale else [])])
                yield SourceView(source.number, self.say(source.title), self.say(text),
                                 web_address(source.url) or "")  # fmt: skip


def numbers(references: tuple[Reference, ...]) -> tuple[int, ...]:
    """The numbers of the sources, each once."""
    return tuple(sorted({reference.number for reference in references}))


def _counted(counts: Iterable[tuple[int, Words]]) -> list[Words]:
    return [fill(words("{n} {w}", "{n}項{w}"), n=n, w=word) for n, word in counts if n]


def _exact(value: Any) -> str:
    """A fact as the profile's JSON has it; of records, how many."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"({len(value)})"
    return json.dumps(value, ensure_ascii=False)
