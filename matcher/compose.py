"""Decisions and evidence to a report: what is said of each scheme, in which order.

No rule is decided here; where a verdict under a supposed answer is shown, the direct engine gives
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from matcher.availability import availability
from matcher.dates import add_months
from matcher.day_test import told_by_day
from matcher.engines.direct import DirectEngine, supposed
from matcher.evidence import Evidence, evidence
from matcher.findings import Finding, asks, findings, host_of
from matcher.frozen import Frozen
from matcher.interval import is_point
from matcher.literals import FORMS, Kind, exact, financial_year, show
from matcher.missing import Missing, Reader, missing
from matcher.phrases import Teller, day_for_people, money_for_people
from matcher.report import (
    Answer, Checked, CriterionReport, FactUsed, FundingReport, LeftOut,
    NoteReport, OpenPointReport, Question, Reference, RelationReport, Route,
    SchemeReport, SourceReport,
)  # fmt: skip
from matcher.scheme import Citation, Criterion, Outcome, Scheme, Source, Verdict
from matcher.verdict import WORST_FIRST, Decision, settled
from matcher.vocabulary import Vocabulary
from matcher.words import Words, fill, join, listing, words

STALE_AFTER_MONTHS: Final = 12  # of our own reading, not of any scheme
MOST_CHOICES: Final = 4

_CONFIDENCE: Final[dict[str, Words]] = {
    "official": words("official", "官方資料"),
    "secondary": words("secondary", "二手資料"),
    "article": words("article only", "僅見於文章"),
}
VERDICT_NAMES: Final[dict[Verdict, Words]] = {
    "eligible": words("eligible", "符合資格"),
    "needs_information": words("needs information", "需補充資料"),
    "discretionary": words("discretionary", "酌情決定"),
    "not_eligible": words("not eligible", "不符合資格"),
}
NOTHING_TO_TEST: Final = words("no stated test that can be checked applies", "沒有適用而可以核對的明文條件")


class Case(Frozen, frozen=True):
    """One profile on one day: the facts with the day among them, and what reads them."""

    facts: Mapping[str, Any]
    said_unknown: frozenset[str]
    as_of: date
    vocabulary: Vocabulary
    reader: Reader
    direct: DirectEngine
    packs: Mapping[str, Scheme] = {}  # the schemes as their packs have them for all days


def scheme_report(scheme: Scheme, decision: Decision, case: Case) -> SchemeReport:
    """Everything that the report says of one scheme."""
    short, in_full = in_short(scheme, decision, case)
    return in_full(short)


def in_short(
    scheme: Scheme, decision: Decision, case: Case
) -> tuple[SchemeReport, Callable[[SchemeReport], SchemeReport]]:
    """The report without its criteria and without what each answer would change, and what adds them."""
    composer = _Composer(scheme, decision, case)
    return composer.in_short(), composer.in_full


class _Composer:
    def __init__(self, scheme: Scheme, decision: Decision, case: Case) -> None:
        self.scheme = scheme
        self.decision = decision
        self.case = case
        self.teller = Teller(case.vocabulary, scheme, case.reader)
        self.numbers: dict[str, int] = {}
        self.sections: dict[str, list[Words]] = {}
        self.other_role = decision.role is False
        self.found = findings(scheme, decision, case.reader)
        order = {outcome: rank for rank, outcome in enumerate(WORST_FIRST)}
        self.ordered = sorted(self.found, key=lambda f: order[f.outcome])

    def in_short(self) -> SchemeReport:
        for found in self.ordered:  # the first numbers of the sources are those of the criteria
            self.references(found.criterion.sources)
        funding = self.funding()
        notes = self.notes()
        relations = self.relations()
        asked = self.decisive()
        state, next_dates = availability(self.scheme, self.teller, self.case.as_of)
        say = self.teller.template
        return SchemeReport(
            id=self.scheme.id,
            name=self.scheme.name,
            title=self.scheme.title,
            administrator=self.scheme.administrator,
            website=self.scheme.website,
            verdict=self.decision.verdict,
            other_role=self.other_role,
            is_for=self.scheme.is_for,
            why=self.why(asked),
            decides=self.headline(asked),
            route=Route(self.scheme.route_by, say(self.scheme.route_brief), say(self.scheme.route)),
            availability=state,
            checked=self.checked(),
            funding=funding,
            criteria=(),
            missing=tuple(asked.facts),
            questions=tuple(self.question(path) for path in asked.facts),
            open_points=self.open_points(asked),
            notes=notes,
            relations=relations,
            how_to_apply=say(self.scheme.how),
            papers=tuple(map(say, self.scheme.papers)),
            next_dates=next_dates,
            sources=self.sources(),
            rules_fired=self.decision.fired,
        )

    def in_full(self, short: SchemeReport) -> SchemeReport:
        return replace(
            short,
            criteria=tuple(map(self.criterion, self.ordered)),
            questions=tuple(replace(q, answers=tuple(self.answers(q.path))) for q in short.questions),
            open_points=tuple(
                replace(p, answers=tuple(self.point_answers(p.id))) if p.decides else p for p in short.open_points
            ),
        )

    # -- what decides

    def decisive(self) -> Missing:
        """The facts and open points that the verdict waits for; none if it is settled."""
        return decisive(self.scheme, self.decision, self.found, self.case.reader)

    def soft_passed(self) -> list[Finding]:
        return soft_passed(self.found)

    def why(self, asked: Missing) -> Words:
        if self.other_role:
            return self.scheme.is_for
        applied = [f for f in self.found if f.criterion.requires is not None and f.outcome != "not_applicable"]
        met = sum(f.outcome == "met" for f in applied)
        if self.decision.verdict == "not_eligible":
            failed = [f for f in applied if f.outcome == "failed" and f.criterion.blocks]
            names = listing([self.teller.template(f.criterion.says) for f in failed], most=3)
            verb = "fails" if len(failed) == 1 else "fail"
            return fill(words("{n} of {all} tests that apply {verb}: {names}",
                              "適用的{all}項條件中，{n}項不符合：{names}"),
                        n=len(failed), all=len(applied), verb=verb, names=names)  # fmt: skip
        head = NOTHING_TO_TEST if not applied else fill(
            words("{n} of {all} tests that apply are met", "適用的{all}項條件中，{n}項符合"),
            n=met, all=len(applied))  # fmt: skip
        if self.decision.verdict == "needs_information":
            return join([head, waits(len(asked.facts), len(asked.points), len(self.soft_passed()))])
        if self.decision.verdict == "discretionary":
            return join([head, words("no fixed test decides; the administrator chooses case by case",
                                     "沒有固定門檻，由主管機構按個別情況決定")])  # fmt: skip
        return head

    def headline(self, asked: Missing) -> tuple[Words, ...]:
        """The few words that a summary has for the reason."""
        if self.other_role:
            return (self.scheme.is_for,)
        if self.decision.verdict == "not_eligible":
            failed = [f for f in self.ordered if f.outcome == "failed" and f.criterion.blocks]
            shown = self.evidence_of(failed[0]).lines if failed else ()
            first = shown[0] if shown else self.scheme.is_for
            if len(failed) == 1:
                return (first,)
            more = len(failed) - 1
            return (first, words(f"and {more} more test{'s'[: more != 1]} fail{'s'[: more == 1]}",
                                 f"另有{more}項條件不符合"))  # fmt: skip
        if self.decision.verdict == "needs_information":
            limits = self.soft_passed()
            labels = [self.short(path) for path in asked.facts]
            lines = [waits(len(asked.facts), len(asked.points), len(limits))]
            if labels:
                lines.append(fill(words("facts: {l}", "資料：{l}"), l=_apart(labels)))
            for found in limits[:2]:
                lines += self.evidence_of(found).lines[:1]
            return tuple(lines)
        if self.decision.verdict == "discretionary":
            return (words("no numeric test decides; the choice is made case by case",
                          "沒有數字門檻，按個別情況決定"),)  # fmt: skip
        return ()

    def short(self, path: str) -> Words:
        spec = self.case.vocabulary.spec(path)
        over, bracket, rest = path.partition("[")
        if not bracket:
            return spec.label
        record = self.case.vocabulary.record(over, int(rest.partition("]")[0]))
        return fill(words("{r}: {l}", "{r}：{l}"), r=record, l=spec.label)

    # -- criteria

    def criterion(self, found: Finding) -> CriterionReport:
        criterion = found.criterion
        shown = self.evidence_of(found)
        sources = [self.scheme.sources[c.doc] for c in criterion.sources]
        best = min(sources, key=lambda s: (list(_CONFIDENCE).index(s.confidence), s.weak))
        return CriterionReport(
            id=criterion.id,
            kind=criterion.kind,
            about=criterion.about,
            host=criterion.overlay,
            decides=criterion.blocks,
            outcome=found.outcome if criterion.requires is not None or found.outcome == "not_applicable" else "judged",
            says=self.teller.template(criterion.says),
            requires=criterion.formula,
            evidence=shown.lines,
            rows=shown.rows,
            cautions=self.cautions(found, sources),
            facts=tuple(self.facts_used(found.values)),
            missing=tuple(found.missing.facts),
            open_points=tuple(found.missing.points),
            source=self.references(criterion.sources),
            confidence=best.confidence,
            weak=all(s.weak for s in sources),
        )

    def evidence_of(self, found: Finding) -> Evidence:
        criterion = found.criterion
        if found.outcome == "not_applicable":
            if criterion.if_not is not None:
                return Evidence((self.teller.template(criterion.if_not),))
            return Evidence(self.not_for_this_case(criterion))
        if criterion.requires is None:
            return Evidence((self.teller.template(criterion.detail),) if criterion.detail else ())
        shown = self.settled_by_day(criterion) or evidence(criterion.requires, self.teller)
        if found.judgement.applies is None and found.outcome != "met":
            shown = Evidence((*self.whether_it_applies(criterion), *shown.lines), shown.rows)
        return shown

    def settled_by_day(self, criterion: Criterion) -> Evidence | None:
        """What is said of a test that the day of the check alone settles."""
        if criterion.by_day is None:
            return None
        told = told_by_day(criterion.by_day, self.case.reader)
        return evidence(criterion.by_day, self.teller) if told is None else Evidence((told,))

    def not_for_this_case(self, criterion: Criterion) -> tuple[Words, ...]:
        for node in (criterion.in_force, criterion.applies_when):
            if self.case.reader.truth(node) is False:
                return evidence(node, self.teller).lines
        return ()

    def whether_it_applies(self, criterion: Criterion) -> tuple[Words, ...]:
        nodes = [host_of(self.scheme, criterion), criterion.applies_when]
        lines: list[Words] = []
        for node in nodes:
            if node is not None and self.case.reader.truth(node) is None:
                lines += [fill(words("concerns you if: {l}", "適用與否取決於：{l}"), l=line)
                          for line in evidence(node, self.teller).lines]  # fmt: skip
        return tuple(lines)

    def cautions(self, found: Finding, sources: list[Source]) -> tuple[Words, ...]:
        criterion, say = found.criterion, self.teller.template
        lines = []
        if found.judgement.stated is None and criterion.unclear and found.outcome != "not_applicable":
            lines.append(self.not_restated(criterion, found.outcome))
        if criterion.kind == "soft" and found.judgement.requires is False and found.outcome == "unclear":
            lines.append(self.probably_outside(criterion, sources))
        if found.outcome == "failed" and all(s.confidence != "official" for s in sources):
            lines.append(self.only_secondary(criterion, len(sources)))
        if criterion.caution is not None:
            lines.append(fill(words("caution: {c}", "留意：{c}"), c=say(criterion.caution)))
        if criterion.reading is not None and found.outcome != "not_applicable":
            lines.append(fill(words("our reading: {r}", "本報告的理解：{r}"), r=say(criterion.reading)))
        return tuple(lines)

    def not_restated(self, criterion: Criterion, outcome: Outcome) -> Words:
        lasts = [period.last for period in criterion.stated if period.last is not None]
        if not lasts:
            return words("not restated since it was first seen", "其後沒有重申")
        year = financial_year(max(lasts))
        if outcome == "met":
            return words(f"last stated for {year}; met whether or not it still applies",
                         f"最後見於{year}年度；不論是否沿用，均屬符合")  # fmt: skip
        return words(f"last stated for {year}", f"最後見於{year}年度")

    def probably_outside(self, criterion: Criterion, sources: list[Source]) -> Words:
        whom = criterion.ask or self.scheme.administrator
        return fill(words("probably outside; {basis}: ask {whom}", "可能超出範圍；{basis}：請向{whom}查詢"),
                    basis=resting_on(sources), whom=self.teller.template(whom))  # fmt: skip

    def only_secondary(self, criterion: Criterion, count: int) -> Words:
        whom = self.teller.template(criterion.ask or self.scheme.administrator)
        return fill(
            words("caution: {n} secondary source{s} {agree}, no official text; confirm with {whom} before giving up",
                  "留意：{n}項二手資料{agree_zh}，沒有官方文本；放棄申請前，請先向{whom}確認"),
            n=count, s="s"[: count != 1], agree="agree" if count > 1 else "says so",
            agree_zh="一致" if count > 1 else "如此說", whom=whom,
        )  # fmt: skip

    def facts_used(self, values: Mapping[str, Any]) -> Iterable[FactUsed]:
        vocabulary = self.case.vocabulary
        for path, value in values.items():
            spec = vocabulary.facts[path]
            if spec.kind is Kind.RECORDS:
                said = (
                    fill(words("{label} not given", "{label}：未提供"), label=spec.label) if value is None
                    else words(f"{len(value)} record{'s'[: len(value) != 1]}", f"{len(value)}項記錄")
                )  # fmt: skip
                plain = None if value is None else [
                    {n: exact(spec.fields[n].kind, v) for n, v in record.items()} for record in value
                ]  # fmt: skip
                yield FactUsed(path, spec.label, said, plain)
            else:
                plain = None if value is None else exact(spec.kind, value)
                yield FactUsed(path, spec.label, self.teller.fact(path, value), plain)

    # -- counts

    def checked(self) -> Checked:
        evaluated = [f for f in self.found if f.criterion.requires is not None or f.outcome == "not_applicable"]
        count = {o: sum(f.outcome == o for f in evaluated) for o in WORST_FIRST}
        others = [f for f in self.found if f not in evaluated]
        mine = [f for f in self.found if f.criterion.overlay]
        host = next((o.label for o in self.scheme.overlays for f in mine if o.id == f.criterion.overlay), None)
        left = []
        for overlay in self.scheme.overlays:
            if self.case.reader.truth(overlay.when) is False:
                rules = sum(c.overlay == overlay.id for c in self.scheme.criteria)
                left.append(LeftOut(overlay.label, rules))
        return Checked(
            evaluated=len(evaluated),
            stated=len(self.found),
            met=count["met"],
            failed=count["failed"],
            unknown=count["unknown"],
            unclear=count["unclear"],
            not_applicable=count["not_applicable"],
            judged=sum(f.criterion.kind == "judged" for f in others),
            process=sum(f.criterion.kind != "judged" for f in others),
            host=host if self.case.facts.get("applicant.university") else None,
            host_evaluated=sum(f in evaluated for f in mine),
            host_stated=len(mine),
            left_out=tuple(left),
        )

    # -- questions

    def question(self, path: str) -> Question:
        vocabulary = self.case.vocabulary
        spec = vocabulary.spec(path)
        ask = spec.ask
        over, bracket, rest = path.partition("[")
        if bracket:
            number = int(rest.partition("]")[0])
            record = self.case.facts[over][number - 1]
            said = self.teller.item(over, record)
            days = [v for n, v in record.items() if vocabulary.facts[over].fields[n].kind is Kind.DATE]
            sums = [v for n, v in record.items() if vocabulary.facts[over].fields[n].kind is Kind.MONEY]
            parts = [said] if said["en"] else []
            parts += [day_for_people(days[0])] if days else []
            parts += [money_for_people(sums[0])] if sums else []
            about = join(parts, ", ", "，")
            ask = fill(words("{one} ({about}): {ask}", "{one}（{about}）：{ask}"),
                       one=vocabulary.record(over, number), about=about, ask=spec.ask)  # fmt: skip
        return Question(
            path=path,
            ask=ask,
            find=spec.find or (vocabulary.facts[over].find if bracket else None),
            form=self.form(path),
            said_unknown=path in self.case.said_unknown,
            answers=(),
        )

    def form(self, path: str) -> Words:
        spec = self.case.vocabulary.spec(path)
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            choices = list(self.case.vocabulary.domain(spec))
            shown = ", ".join(choices[:8]) + (", …" if len(choices) > 8 else "")
            if spec.kind is Kind.CHOICE:
                return words(f"one of {shown}", f"{shown}之一")
            return words(f"[{choices[0]}], one or more of {shown}", f"[{choices[0]}]，可選一項或多項：{shown}")
        return FORMS[spec.kind]

    def answers(self, path: str) -> Iterable[Answer]:
        """What each answer would make of the verdict, where there are few answers."""
        spec = self.case.vocabulary.spec(path)
        options: list[tuple[Words, Any]]
        if spec.kind is Kind.YES_NO:
            options = [(show(Kind.YES_NO, True), True), (show(Kind.YES_NO, False), False)]
        elif spec.kind is Kind.CHOICE and len(self.case.vocabulary.domain(spec)) <= MOST_CHOICES:
            options = [(said, choice) for choice, said in self.case.vocabulary.domain(spec).items()]
        else:
            return
        for said, value in options:
            changed = path.partition("[")[0] + path.partition("]")[2]
            yield self.answer(said, _with(self.case.facts, path, value), changed)

    def point_answers(self, point: str) -> Iterable[Answer]:
        key = supposed(point)
        for truth in (True, False):
            yield self.answer(show(Kind.YES_NO, truth), {**self.case.facts, key: truth}, key)

    def answer(self, said: Words, facts: Mapping[str, Any], changed: str) -> Answer:
        decision = self.case.direct.again(self.scheme, self.decision, facts, changed)
        effect = VERDICT_NAMES[decision.verdict]
        if decision.verdict == "needs_information":
            left = self.left(decision, facts, changed)
            limits = sum(
                criterion.blocks and judgement.stated is not False and settled(criterion, judgement) == "unclear"
                for criterion, judgement in zip(self.scheme.criteria, decision.criteria, strict=True)
            )
            effect = waits(len(left.facts), len(left.points), limits)
            effect = fill(words("still {w}", "仍{w}"), w=effect)
        return Answer(said, decision.verdict, effect)

    def left(self, decision: Decision, facts: Mapping[str, Any], changed: str) -> Missing:
        """What a decision under a supposed answer would still wait for."""
        reader = Reader(facts, self.case.reader.compiler)
        known = {id(found.criterion): found.missing for found in self.found}
        reads = self.case.direct.reads(self.scheme)
        total = Missing()
        for criterion, judgement, read in zip(
            self.scheme.criteria, decision.criteria, reads, strict=True
        ):
            if criterion.blocks and changed not in read and id(criterion) in known:
                total.facts.update(known[id(criterion)].facts)
                total.points.update(known[id(criterion)].points)
            elif criterion.blocks and judgement.stated is not False and settled(criterion, judgement) is None:
                asked = asks(self.scheme, criterion, reader)
                total.facts.update(asked.facts)
                total.points.update(asked.points)
        return total

    def open_points(self, asked: Missing) -> tuple[OpenPointReport, ...]:
        """Those that decide first; then the others that the pack wants told."""
        found = []
        raised = {name for entry in self.found for name in entry.missing.points}
        for name, point in self.scheme.open_points.items():
            decides = name in asked.points
            # A point that some rule turns on is told where it matters to this applicant.
            if (point.used or point.implied) and name not in raised:
                continue
            found.append(OpenPointReport(
                name, self.teller.template(point.question),
                self.teller.template(point.because) if point.because else None,
                self.teller.template(point.ask), decides, (),
            ))  # fmt: skip
        return tuple(sorted(found, key=lambda p: not p.decides))

    # -- money, notes, sources

    def funding(self) -> FundingReport:
        funding = self.scheme.funding
        say = self.teller.template
        low = high = None
        working = None
        amount = words("amount not known", "金額未能確定")
        if funding.amount is not None:
            found = self.case.reader.interval(funding.amount)
            low = None if found[0] is None else exact(Kind.MONEY, found[0])
            high = None if found[1] is None else exact(Kind.MONEY, found[1])
            working = self.teller.least_of(funding.amount)
            amount = amount_range(found)
        if self.decision.verdict == "not_eligible":
            low = high = "0"
            summary = words("none as planned", "按現時計劃並無資助")
            if self.other_role:
                summary = say(funding.summary, {"amount": amount})
                low = high = None
            return FundingReport(funding.instrument, summary, low, high, None,
                                 tuple(say(line, {"amount": amount}) for line in funding.lines),
                                 self.references(funding.sources))  # fmt: skip
        return FundingReport(
            funding.instrument, say(funding.summary, {"amount": amount}), low, high, working,
            tuple(say(line, {"amount": amount}) for line in funding.lines),
            self.references(funding.sources),
        )  # fmt: skip

    def notes(self) -> tuple[NoteReport, ...]:
        return tuple(
            NoteReport(self.teller.template(n.says), n.corrects, self.references(n.sources))
            for n in self.scheme.notes
            if self.case.reader.truth(n.when) is not False
        )

    def relations(self) -> tuple[RelationReport, ...]:
        return tuple(
            RelationReport(
                r.to, r.kind, self.teller.template(r.says),
                self.teller.template(self.scheme.offices[r.ask]) if r.ask else None,
                self.references([Citation(r.doc)] if r.doc else []), r.also,
            )
            for r in self.scheme.relations
        )  # fmt: skip

    def references(self, citations: Iterable[Citation]) -> tuple[Reference, ...]:
        """Numbers of the documents, given out in the order in which they are first named."""
        found = []
        for citation in citations:
            number = self.numbers.setdefault(citation.doc, len(self.numbers) + 1)
            sections = self.sections.setdefault(citation.doc, [])
            if citation.section and citation.section not in sections:
                sections.append(citation.section)
            found.append(Reference(number, citation.section))
        return tuple(found)

    def sources(self) -> tuple[SourceReport, ...]:
        found = []
        for doc, number in self.numbers.items():
            source = self.scheme.sources[doc]
            sections = self.sections[doc]
            title = source.title if not sections else join([source.title, listing(sections, 3)], ", ", "，")
            found.append(SourceReport(
                number, doc, title, source.dated, extent_of(source), source.confidence, source.url,
                source.checked_on, self.stale(source.checked_on),
            ))  # fmt: skip
        return tuple(found)

    def stale(self, checked_on: date) -> Words | None:
        if add_months(checked_on, STALE_AFTER_MONTHS) >= self.case.as_of:
            return None
        return words("compared over a year before this check", "核對至今已逾一年")


def decisive(scheme: Scheme, decision: Decision, found: Iterable[Finding], reader: Reader) -> Missing:
    """The facts and open points that the verdict waits for; none if it is settled."""
    total = Missing()
    if decision.verdict != "needs_information":
        return total
    if decision.role is None:
        total.facts.update(missing([scheme.role], reader).facts)
    for finding in found:
        if finding.criterion.blocks:
            total.facts.update(finding.missing.facts)
            total.points.update(finding.missing.points)
    return total


def soft_passed(found: Iterable[Finding]) -> list[Finding]:
    """The soft limits beyond which the applicant stands."""
    return [f for f in found if f.criterion.kind == "soft" and f.judgement.requires is False
            and f.outcome == "unclear"]  # fmt: skip


def amount_range(found: Any) -> Words:
    """What could be had, from its two ends: `up to HKD 1,500,000`."""
    low, high = found
    if is_point(found):
        return fill(words("up to {m}", "最多{m}"), m=money_for_people(low))
    if high is None:
        return words("amount not known yet", "金額尚待確定")
    if not low:
        return fill(words("up to {m}", "最多{m}"), m=money_for_people(high))
    least, most = money_for_people(low), money_for_people(high)
    return words(f"{least['en']} to {most['en'].removeprefix('HKD ')}",
                 f"{least['zh-Hant'].removesuffix('港元')}至{most['zh-Hant']}")  # fmt: skip


def extent_of(source: Source) -> Words:
    """How far a source can be relied on: whose it is, and how much of it was read."""
    parts = [_CONFIDENCE[source.confidence]]
    if source.weak:
        parts.append(words("weak", "可靠程度較低"))
    if source.extent is not None:
        parts.append(source.extent)
    elif source.read_in_part:
        parts.append(words("opening part read", "只讀得開首部分"))
    if source.republished:
        parts.append(words("seen as republished", "轉載本"))
    return join(parts, ", ", "，")


def _apart(labels: list[Words], most: int = 5) -> Words:
    """Labels one after another, parted so that an `and` or a comma inside of one misleads nobody."""
    said, more = join(labels[:most], "; ", "、"), len(labels) - most
    return said if more <= 0 else words(f"{said['en']}; {more} more", f"{said['zh-Hant']}，另有{more}項")


def waits(facts: int, points: int, limits: int = 0) -> Words:
    """`waits for 2 facts, 1 open point and word on 1 soft limit passed`."""
    parts = [
        words(f"{facts} fact{'s'[: facts != 1]}", f"{facts}項資料"),
        words(f"{points} open point{'s'[: points != 1]}", f"{points}項規定未明"),
        words(f"{'word on ' if facts or points else ''}{limits} soft limit{'s'[: limits != 1]} passed",
              f"{limits}項彈性條件超出"),
    ]  # fmt: skip
    said = [part for part, n in zip(parts, (facts, points, limits), strict=True) if n]
    if not said:
        return words("waits for nothing", "")
    zh = listing(said)["zh-Hant"]
    if facts:  # what is lacking, and apart from it what nobody has settled
        others = listing(said[1:])["zh-Hant"]
        zh = f"尚欠{facts}項資料" + (f"，另有{others}" if others else "")
    verb = "waits for" if facts or points else "asks about"
    return words(f"{verb} {listing(said)['en']}", zh)


def resting_on(sources: list[Source]) -> Words:
    """What a soft limit rests on. Only sources that are called weak are called so."""
    one = len(sources) == 1
    if all(source.weak for source in sources):
        return words("by one weak source" if one else "by weak sources",
                     "只有一項可靠程度較低的資料" if one else "只有可靠程度較低的資料")  # fmt: skip
    if all(source.confidence != "official" for source in sources):
        return words("by one source that is not official" if one else "by sources that are not official",
                     "只有一項非官方的資料" if one else "只有非官方的資料")  # fmt: skip
    return words("a limit that the texts do not make strict", "文本沒有列為硬性的界線")


def _with(facts: Mapping[str, Any], path: str, value: Any) -> Mapping[str, Any]:
    """The facts with one more; a path such as `investments[2].independent` reaches into a list."""
    over, bracket, rest = path.partition("[")
    if not bracket:
        return {**facts, path: value}
    number, _, name = rest.partition("].")
    records = list(facts[over])
    records[int(number) - 1] = {**records[int(number) - 1], name: value}
    return {**facts, over: tuple(records)}

