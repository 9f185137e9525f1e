"""What an author of a pack is told: every slip at its line and column, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import matcher
from matcher.check import durable_engine
from matcher.engines.direct import DirectEngine
from matcher.errors import MatcherError
from matcher.packcheck.examples import coverage, disagreements, examples_in, run

TUTORIAL = ROOT / "docs" / "tutorial"
PACK = (TUTORIAL / "paper_lantern.yaml").read_text("utf-8")
TEST = "requires: company.employees <= most_staff"
FORM = "requires: company.registration == incorporated"
AGE = "requires: as_of < company.incorporated_on + 5 years"
ENGLISH = "says: {en: At most 20 employees, zh-Hant: 僱員不多於20人}"

FUNCTIONS = "use any, all, sum, count, min, max, years or months"
MISTAKES = [
    (TEST, "requires: company.employees <= cap",
     "55:15: cannot compare a whole number with money in `company.employees <= cap`; compare it with a whole number"),
    (TEST, "requires: company.employes <= most_staff",
     "55:15: unknown fact `company.employes`; did you mean `company.employees`?"),
    (TEST, "requires: company.employees <= most_staf", "55:36: unknown fact `most_staf`; did you mean `most_staff`?"),
    (TEST, "requires: company.employees <=",
     "55:15: cannot read `company.employees <=`; write one comparison, or several joined by `and` or `or`"),
    (TEST, "requires: company.employees",
     "55:15: `company.employees` is a whole number, not yes or no; compare it with something"),
    (TEST, "requires: __import__('os').system('x')",
     "55:15: `__import__('os').system(...)` is not part of the rule language; " + FUNCTIONS),
    (TEST, "requires: company.employees.__class__ <= 3",
     "55:15: unknown fact `company.employees.__class__`; did you mean `company.employees`?"),
    (TEST, "requires: company.employees ** 2 <= 3",
     "55:15: `company.employees ** 2` is not part of the rule language; " + FUNCTIONS),
    (TEST, "requires: company.employees <= 20.5",
     "55:36: decimals are not exact; write a share such as 50%, or a whole number"),
    (TEST, "requires: company.employees is most_staff", "55:15: `is` is not part of the rule language; write `==`"),
    (TEST, "requires: \"company.employees <= f'{x}'\"",
     "55:15: `f'{x}'` is not part of the rule language; use any, all, sum, count, min, max, years or months"),
    (FORM, "requires: company.registration == incorporate",
     "43:39: unknown choice `incorporate`; did you mean `incorporated`?"),
    (FORM, "requires: company.registration < incorporated",
     "43:38: choices have no order; write `==`, `!=` or `in`"),
    (AGE, "requires: as_of < company.incorporated_on + 5",
     "49:23: a day + a whole number has no meaning in `as_of < company.incorporated_on + 5`; give both the same unit"),
    (AGE, "requires: as_of < company.incorporated_on + 2023-02-29",
     "49:49: `2023-02-29` is not a day; write one that exists"),
    ("kind: judged", "kind: judged\n    requires: company.employees > 3",
     "60:15: a judged criterion has no formula; delete `requires`, or change the kind"),
    ("kind: judged", "kind: hard", "59:11: hard criterion `good-idea` has no `requires`; add `requires: …`"),
    ("kind: judged", "kind: fuzzy", "59:11: `kind` cannot be `fuzzy`; write one of hard, soft, process, judged"),
    ("source: {doc: guide, section: {en: paragraph 4, zh-Hant: 第4段}}", "source: {doc: gide}",
     "56:19: unknown source `gide`; did you mean `guide`?"),
    ("ask: desk", "ask: dsk", "36:10: unknown office `dsk`; did you mean `desk`?"),
    (ENGLISH, "says: {en: At most 20 employees}", "52:11: `says` has no `zh-Hant`; add `zh-Hant: …`"),
    (ENGLISH, "says: At most 20 employees", "52:11: `says` does not fit here; write a mapping"),
    ("checked_on: 2026-11-20", "checked_on: 20/11/2026",
     "83:17: `checked_on` does not fit here; write a day as YYYY-MM-DD"),
    ("2024-04-01: HKD 200_000", "2024-04-31: HKD 200_000",
     "26:19: `2024-04-31` is not a day; write YYYY-MM-DD, or a year such as 2027-28"),
    ("id: few-employees", "id: under-five-years", "51:9: `under-five-years` stands twice, first in line 45; keep one"),
    ("scheme: paper_lantern", "scheme: ../x", "2:9: the id is not made of a-z, 0-9 and _; write one such as `my_scheme`"),
    ("decision: by_rule", "decision: by_rule\ncolour: red", "8:1: unknown key `colour`; `docs/authors.md` lists them all"),
    ("amount: cap", "amount: company.incorporated_on", "66:11: the formula is of another kind; write one of kind money"),
    ("website: https://", "website: javascript:", "6:10: this is not a web address; write https://…"),
    ('"grant, {amount}"', '"grant, {amont}"', "65:17: unknown placeholder `amont`; did you mean `amount`?"),
    ("availability:", "rhythm: [{from: 2024-01-01, months: 0, says: {en: a, zh-Hant: b}}]\navailability:",
     "69:37: calls come after at least one month; write 1 or more"),
    ("availability:", "calls: {closes: company.employees}\navailability:",
     "69:17: `company.employees` is not a day of the vocabulary; `matcher schema --format list` lists them all"),
    ("availability:", "calls: {year: application.cutoff}\navailability:",
     "69:15: `application.cutoff` is not a financial year of the vocabulary; `matcher schema --format list` lists them all"),
    ("availability:", "windows: [{name: {en: a, zh-Hant: b}, closes: 2026-01-01, hour: noon, source: {doc: guide}}]\navailability:",
     "69:65: `noon` is not a time of day; write one such as \"17:00\""),
    ("availability:", "windows: [{name: {en: a, zh-Hant: b}, closes: 2026-01-01, year: 2026, source: {doc: guide}}]\navailability:",
     "69:65: `2026` is not a financial year; write one such as 2027-28"),
]  # fmt: skip


def load(text: str, folder: Path) -> matcher.RuleBook:
    (folder / "pack.yaml").write_text(text, "utf-8")
    return matcher.load_rules(folder, use_cache=False)


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[said[:60] for *_, said in MISTAKES])
def test_mistake(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert PACK.count(right) >= 1
    with pytest.raises(matcher.PackError) as caught:
        load(PACK.replace(right, wrong, 1), tmp_path)
    (problem,) = caught.value.problems
    assert problem.text() == f"pack.yaml:{said}"
    assert problem.text("zh-Hant") != problem.text("en")


def test_all_mistakes_of_all_packs_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(PACK.replace(TEST, "requires: company.employes <= 3").replace("ask: desk", "ask: dsk"))
    (tmp_path / "b.yaml").write_text(PACK.replace("scheme: paper_lantern", "scheme: other").replace("kind: judged", "kind: fuzzy"))
    run_of_command = run_cli("schemes", "--rules", str(tmp_path))
    assert (run_of_command.code, run_of_command.out) == (2, "")
    assert [line.partition(": ")[0] for line in run_of_command.err.splitlines()] == [
        "a.yaml:36:10", "a.yaml:55:15", "b.yaml:59:11", "3 problems in 2 files",
    ]  # fmt: skip


def test_one_scheme_in_two_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(PACK, "utf-8")
    with pytest.raises(matcher.PackError, match=r"`paper_lantern` stands in `a\.yaml` too; give it another id"):
        matcher.load_rules(tmp_path)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for folder, said in ((tmp_path / "none", "does not exist"), (tmp_path, "holds no rule pack")):
        run_of_command = run_cli("schemes", "--rules", str(folder))
        assert (run_of_command.code, run_of_command.out) == (2, "")
        assert run_of_command.err.strip() == f"{folder}: {said}; name a folder with rule packs"


@pytest.mark.parametrize("formula", ["(" * 600 + "company.employees > 3" + ")" * 600, "not " * 300 + "open", "1 < " * 400 + "2"])
def test_formulas_have_limits(formula: str, tmp_path: Path) -> None:
    with pytest.raises(matcher.PackError) as caught:
        load(PACK.replace(TEST, f"requires: {formula}"), tmp_path)
    assert all("; " in problem.text() for problem in caught.value.problems)


@pytest.mark.parametrize(("step", "lines"), [("t{i} + t{i}", 40), ("t{i} + 1", 600)])
def test_terms_that_stand_on_terms_have_limits(step: str, lines: int, tmp_path: Path) -> None:
    """Terms that double with each line, and a long chain of terms: refused at once."""
    terms = ["terms:", "  t0: {label: {en: t, zh-Hant: 甲}, is: company.employees}"]
    terms += [f"  t{i + 1}: {{label: {{en: t, zh-Hant: 甲}}, is: {step.format(i=i)}}}" for i in range(lines)]
    with pytest.raises(matcher.PackError) as caught:
        load(PACK.replace("open_points:\n", "\n".join(terms) + "\nopen_points:\n"), tmp_path)
    said = caught.value.problems[0].text()
    assert "the formula is too large with all the terms in it; use fewer terms that stand on terms" in said


@given(st.text(alphabet="abcdefgh.company_employees<>=!+-*/()[]{}0123456789% \"',:HKDandornotifelsefor", max_size=80))
def test_whatever_stands_in_a_formula(formula: str) -> None:
    """A tree, or a complaint: nothing else ever comes of a formula."""
    from trees import SCOPE

    from matcher.formula import FormulaError, parse

    try:
        parse(formula, SCOPE)
    except FormulaError as trouble:
        assert trouble.complaint[0]["en"] and trouble.complaint[1]["zh-Hant"]
        assert 0 <= trouble.column <= len(formula)


@given(st.data())
def test_whatever_is_cut_out_of_a_pack(data: st.DataObject) -> None:
    """Any piece of a pack taken out or doubled: a book, or an error of ours."""
    import tempfile

    lines = PACK.splitlines(keepends=True)
    start = data.draw(st.integers(0, len(lines) - 1))
    stop = data.draw(st.integers(start + 1, min(start + 6, len(lines))))
    piece = lines[start:stop] * 2 if data.draw(st.booleans()) else []
    with tempfile.TemporaryDirectory() as folder:
        try:
            load("".join([*lines[:start], *piece, *lines[stop:]]), Path(folder))
        except MatcherError as trouble:
            assert trouble.problems


# --------------------------------------------------------------------- tutorial


def test_the_tutorial_pack_is_whole() -> None:
    book = matcher.load_rules(TUTORIAL)
    (found,) = examples_in(TUTORIAL, book).values()
    for engine in filter(None, [DirectEngine(), durable_engine()]):
        results = [run(example, engine) for example in found]
        assert [problem.text() for result in results for problem in disagreements(result)] == []
    covered = coverage(book.schemes["paper_lantern"], results)
    assert not covered.never_met + covered.never_against + covered.never_unknown + covered.never_alone


def test_an_example_that_does_not_hold_is_told(tmp_path: Path) -> None:
    book = load(PACK.replace('is: "20"', 'is: "21"'), tmp_path)
    (found,) = examples_in(tmp_path, book).values()
    told = [problem.text() for example in found for problem in disagreements(run(example, DirectEngine()))]
    assert told == [
        "pack.yaml:101:7: example `twenty-one`: `few-employees` is met, not failed; mend the rule or the example",
        "pack.yaml:101:7: example `twenty-one`: the verdict is eligible, not not_eligible; mend the rule or the example",
    ]
