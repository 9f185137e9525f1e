"""JSON Schemas of what authors write: a pack, `facts.yaml`, `book.yaml`; for completion in an editor.

Made from the classes of `pack.py`. A schema is generous where YAML is: a number, a day or a yes may
reach it as text or not. The program's own reading is the stricter one.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from matcher.complaints import wrong_choice
from matcher.errors import Place, Problem, RequestError
from matcher.pack import BookText, PackText, VocabularyText

FILES: Final[dict[str, tuple[type[BaseModel], str]]] = {
    "pack": (PackText, "Rule pack: one funding scheme / 規則檔：一項資助計劃"),
    "facts": (VocabularyText, "facts.yaml: every fact that rules read / 規則所讀的所有資料項目"),
    "book": (BookText, "book.yaml: what is said once for all packs / 所有規則檔共用的設定"),
}


def authors_schema(of: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a `pack`, of `facts` or of the `book`."""
    if of not in FILES:
        raise RequestError([Problem(Place("matcher rules schema"), *wrong_choice("schema", of, tuple(FILES)))])
    cls, title = FILES[of]
    found = cls.model_json_schema(by_alias=True, schema_generator=_Generous)
    for name, part in {cls.__name__: found, **found.get("$defs", {})}.items():
        for key, value in part.get("properties", {}).items():
            said = EXPLAINED.get(f"{name}.{key}")
            if said is not None:
                value["description"] = said
        part["title"] = name.removesuffix("Text")
        if name == "Kind":  # of a fact; a bare number arises in formulas only
            part["enum"] = [kind for kind in part["enum"] if kind != "number"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": title}


class _Generous(GenerateJsonSchema):
    """A text, number, day or yes in each form in which YAML may deliver it."""

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """Any single value: what it means is decided where it is used."""
        return {**super().str_schema(schema), "type": ["string", "number", "boolean"]}

    def int_schema(self, schema: Any) -> dict[str, Any]:
        """A whole number."""
        return {"type": ["integer", "string"], "pattern": "^[0-9]+$"}

    def bool_schema(self, schema: Any) -> dict[str, Any]:
        """Yes or no."""
        return {"enum": ["yes", "no", True, False]}

    def date_schema(self, schema: Any) -> dict[str, Any]:
        """A day."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


_FORMULA: Final = "a formula of one line"
_DAY: Final = "YYYY-MM-DD, or a financial year such as 2027-28"

# By class and key; a test holds that none is left out.
EXPLAINED: Final[dict[str, str]] = {
    "Words.en": "English",
    "Words.zh-Hant": "Traditional Chinese as written in Hong Kong",
    # facts.yaml
    "VocabularyText.choices": "Lists of choices by name: each choice with what it is called.",
    "VocabularyText.facts": "Every fact that any rule reads, by its path such as `company.employees`.",
    "FactText.kind": "What sort of thing it is.",
    "FactText.label": "What a line of the report calls it.",
    "FactText.ask": "The question that asks for it.",
    "FactText.find": "Where the answer is found.",
    "FactText.value": "How a sentence says its value, if not plainly: `received {value}`.",
    "FactText.changes": "How it can change.",
    "FactText.change_no": "How a sentence tells to alter a yes or no to no.",
    "FactText.change": "How a sentence tells to alter it: `ask for {value}`; of a yes or no, how to make it yes.",
    "FactText.into": "The choices that a change may lead to, if not all: nobody is told to become another.",
    "FactText.lapses": "Facts that are no longer known once this one is changed, such as the days of another call.",
    "FactText.of": "For choices: the name of their list.",
    "FactText.unnamed": "What a sentence says while the fact is not known.",
    "FactText.item": "For records: what one of them is called.",
    "FactText.past": "A day that has usually come by the day of the check; a later one gets a note.",
    "FactText.required": "A field without which a record is surely a slip.",
    "FactText.fields": "For records: their fields, declared like facts.",
    # book.yaml
    "BookText.version": "The version of the rule book, by its date: 2026.11.24.",
    "BookText.begins": "The first day of which any pack speaks.",
    "BookText.rounding": "What becomes of a day that does not exist, such as 29 February.",
    "RoundingText.rule": "The rule.",
    "RoundingText.because": "The reason for it.",
    # time
    "PeriodText.from": f"The first day: {_DAY}.",
    "PeriodText.to": f"The last day, included: {_DAY}.",
    "PeriodText.announced": "The day on which it became known, if before it began.",
    "DatedValueText.is": "The value.",
    "DatedValueText.announced": "The day on which it became known, if not a year before it began.",
    "ValueText.label": "What the value is called.",
    "ValueText.is": "The value, always the same: `HKD 1_500_000`, `10%`, `7 years`, `2026-03-31`, `12`, or a list.",
    "ValueText.from": "The values by the day or year from which each counts; `none` where there is none.",
    "TermText.label": "What the term is called.",
    "TermText.is": f"The term as {_FORMULA}.",
    "StandingText.from": f"From when on: {_DAY}.",
    "StandingText.state": "Whether one can apply.",
    "StandingText.says": "How one gets in, in words.",
    "BeginningText.from": f"The first day or year that takes applicants: {_DAY}.",
    "BeginningText.announced": "The day on which that was announced.",
    "BeginningText.says": "The same in words.",
    "EndingText.to": f"The last day or year that takes applicants: {_DAY}.",
    "EndingText.says": "The same in words.",
    "RhythmText.from": "From when on calls come so.",
    "RhythmText.months": "After how many months the next call is expected.",
    "RhythmText.dated": "`no` where past calls are too irregular to work out days from them.",
    "RhythmText.says": "The habit in words. Always shown as expected, never as a fact.",
    "BracketText.fact": "The fact, a day or year, that nobody has named yet.",
    "BracketText.when": f"For which applicants, as {_FORMULA}.",
    "BracketText.from": f"The earliest day it can be, as {_FORMULA}.",
    "BracketText.to": f"The latest day it can be, included, as {_FORMULA}.",
    "BracketText.before": f"The day that it surely comes before, as {_FORMULA}.",
    "BracketText.says": "The bracket in words; `{from}` and `{to}` are filled in.",
    # sources
    "SourceText.title": "What the document is called.",
    "SourceText.dated": "The date of its text, in words: `autumn 2024`.",
    "SourceText.confidence": "Whose it is: the administrator's own, a second hand's, or an article's.",
    "SourceText.checked_on": "The day on which somebody last compared the rules with the text.",
    "SourceText.url": "Its web address; leave it out where it asks not to be linked.",
    "SourceText.weak": "Too weak to turn anyone away.",
    "SourceText.read_in_part": "Not read whole.",
    "SourceText.republished": "Read as somebody's copy.",
    "SourceText.whole": "Cited as a whole: it has no parts to name, or none was noted when it was read.",
    "SourceText.extent": "How much was read, in words.",
    "CitationText.doc": "The id of a source.",
    "CitationText.section": "The place in it, in words.",
    "RelationText.to": "The id of the other scheme, or `others`.",
    "RelationText.kind": "What it means: see the table of relations in the authors' manual.",
    "RelationText.also": "Further schemes of which the same holds; a shared ceiling is one for all of them.",
    "RelationText.ceiling": f"For `shared_ceiling`: how much all of them come to at most, as {_FORMULA}.",
    "RelationText.says": "The relation in words.",
    "RelationText.doc": "The id of the source that says so.",
    "RelationText.ask": "The id of the office to ask.",
    "HistoryText.on": f"When it happened: {_DAY}.",
    "HistoryText.says": "What happened.",
    "HistoryText.doc": "The id of the source that says so.",
    # criteria
    "UnclearText.ask": "The id of the office to ask.",
    "UnclearText.because": "Why it is in doubt.",
    "UnclearText.date": "For `unclear_after`: from when on it is in doubt.",
    "UnclearText.since": "For `unclear_outside`: before this day the rule surely does not stand.",
    "UnclearText.to": "After this day the rule surely does not stand.",
    "CriterionText.id": "Its name in reports and examples: `age-at-cutoff`.",
    "CriterionText.says": "The requirement in our own words.",
    "CriterionText.kind": "hard: failing it is a no. soft: beyond it, ask. process, judged: listed, never evaluated.",
    "CriterionText.about": "Which kind of test it is, for the table of schemes by tests.",
    "CriterionText.source": "Where it is written: one place or several.",
    "CriterionText.requires": f"What must hold, as {_FORMULA}.",
    "CriterionText.applies_when": f"For which cases it is a rule at all, as {_FORMULA}.",
    "CriterionText.blocks": "For a process criterion with a formula: that it decides after all.",
    "CriterionText.in_force": "The periods in which it stands.",
    "CriterionText.unclear_after": "From when on the sources no longer say whether it stands.",
    "CriterionText.unclear_outside": "That outside `in_force` the sources do not say whether it stands.",
    "CriterionText.if_not": "What to tell those to whom it does not apply.",
    "CriterionText.detail": "A figure or fact beside it.",
    "CriterionText.caution": "A warning that goes with it.",
    "CriterionText.reading": "Our reading, where the text allows two.",
    "CriterionText.ask": "The id of the office to ask where it is soft.",
    "OverlayText.id": "The id of the host.",
    "OverlayText.label": "What the host is called.",
    "OverlayText.when": f"When it is the applicant's host, as {_FORMULA}.",
    "OverlayText.criteria": "The host's own criteria.",
    "OpenPointText.question": "The question that the sources leave open.",
    "OpenPointText.ask": "The id of the office to ask.",
    "OpenPointText.because": "Why it is open.",
    # the rest of a pack
    "FundingText.instrument": "What sort of support it is.",
    "FundingText.summary": "What could be had, in a line; `{amount}` is filled in.",
    "FundingText.amount": f"How much could be had, as {_FORMULA}.",
    "FundingText.lasts": f"How long the support runs, as {_FORMULA}.",
    "FundingText.yearly": "That the amount is one for a financial year, and how many years there can be.",
    "FundingText.stages": "The parts of the support, where they begin at different times.",
    "FundingText.own": "What others must bring beside the support.",
    "OwnMoneyText.per_dollar": f"How much for each dollar of the support, as {_FORMULA}.",
    "OwnMoneyText.says": "From whom, by when and in which form.",
    "YearlyText.years": f"The longest run of years, as {_FORMULA}.",
    "YearlyText.runs": f"When a further year can be had, as {_FORMULA}.",
    "YearlyText.one_year": "Facts that speak of the year applied for only, and are not known of the next.",
    "StageText.label": "What the stage is called.",
    "StageText.amount": f"How much it comes to, as {_FORMULA}.",
    "StageText.after": f"How long after the start it begins, as {_FORMULA}.",
    "StageText.own": "What others must bring in this stage.",
    "FundingText.lines": "Further lines.",
    "FundingText.source": "Where it is written.",
    "WindowText.name": "What the call is called.",
    "WindowText.source": "Where it is announced.",
    "WindowText.opens": "The first day.",
    "WindowText.closes": "The last day, included.",
    "WindowText.hour": "The hour at which it closes, in Hong Kong.",
    "WindowText.announced": "The day on which it became known.",
    "WindowText.when": f"For which applicants, if for some only, as {_FORMULA}.",
    "WindowText.outcome": "What came of it.",
    "WindowText.cut_off": "The day by which the call measures age, where it names one.",
    "WindowText.year": "The financial year that one applies for in it, such as 2027-28.",
    "CallFactsText.opens": "The fact that is the first day of the call one applies in.",
    "CallFactsText.closes": "The fact that is its last day.",
    "CallFactsText.cut_off": "The fact that is the day by which it measures age.",
    "CallFactsText.year": "The fact that is the financial year it is for, the one that begins after it.",
    "RouteText.by": "Who files the application.",
    "RouteText.brief": "The route in two or three words.",
    "RouteText.says": "The route in a line.",
    "RoleText.is_for": "Whom the scheme is for.",
    "RoleText.when": f"The same as {_FORMULA}; all others are told that it is not for them.",
    "ApplyText.how": "How to apply.",
    "ApplyText.papers": "The papers that are asked for.",
    "NoteText.says": "The trap, or the correction.",
    "NoteText.source": "Where it is written.",
    "NoteText.when": f"When it may matter, as {_FORMULA}.",
    "NoteText.corrects": "That it corrects something often said.",
    "CaseText.case": "What the case is, in a few words.",
    "CaseText.expect": "Each outcome that differs from the base profile's.",
    "CaseText.given": "The facts that differ.",
    "CaseText.without": "The facts of the base profile that are left out.",
    "CaseText.verdict": "The verdict.",
    "CaseText.as_of": "The day of the check, if another.",
    "ExamplesText.as_of": "The day of the check.",
    "ExamplesText.base": "The facts of the base profile.",
    "ExamplesText.expect": "The outcome of each criterion that is not met.",
    "ExamplesText.verdict": "The verdict of the base profile.",
    "ExamplesText.cases": "Cases that differ from the base profile in one way each.",
    "ExamplesText.explained": "Why no example can show something: `never_met ID` and the like, with the reason.",
    "PackText.scheme": "The id of the scheme: a-z, 0-9 and _.",
    "PackText.name": "What it is called, in short.",
    "PackText.title": "What it is called, in full.",
    "PackText.administrator": "Who runs it.",
    "PackText.website": "The web address where it is described.",
    "PackText.role": "Whom it is for.",
    "PackText.route": "Who files, and through whom.",
    "PackText.decision": "Whether stated tests decide, or somebody decides case by case.",
    "PackText.begins": "Since when it takes applicants.",
    "PackText.funding": "What could be had.",
    "PackText.apply": "How to apply.",
    "PackText.sources": "The documents that its rules rest on, by id.",
    "PackText.criteria": "Its criteria, each one a stated requirement.",
    "PackText.examples": "Tests that stand beside the rules.",
    "PackText.availability": "How one gets in while no window says more.",
    "PackText.offices": "Whom to ask, by id.",
    "PackText.rules_for": "The fact by whose date rules are picked; without it, the day of the check.",
    "PackText.ends": "Until when it took applicants.",
    "PackText.values": "Numbers, days and lists of the rules, by name.",
    "PackText.terms": "Formulas with a name.",
    "PackText.brackets": "Where a day lies that nobody has named yet.",
    "PackText.open_points": "What the sources leave open, by name.",
    "PackText.overlays": "Further rules of one host.",
    "PackText.windows": "Calls.",
    "PackText.calls": "Which facts each call sets, so that the calendar can ask by every call's own days.",
    "PackText.rhythm": "How often calls come.",
    "PackText.relations": "How it stands to other schemes.",
    "PackText.notes": "Traps and corrections.",
    "PackText.history": "What happened to it.",
}
