"""`matcher rules diff`: what changed in words, and for whom, with profiles that run."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from cli import run_cli
from conftest import ROOT

import matcher
from matcher.profile import Profile
from matcher.report import Report

PACK = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
ON = "2026-11-22"


def has_solver() -> bool:
    try:
        import z3  # noqa: F401
    except ImportError:
        return False
    return True


solved = pytest.mark.skipif(not has_solver(), reason="the solver is an extra")


def diff(*args: str) -> dict[str, Any]:
    """The diff as JSON, with the exit code that it must have."""
    run = run_cli("rules", "diff", *args, "--format", "json")
    assert run.err == ""
    found: dict[str, Any] = json.loads(run.out)
    assert run.code == (1 if found["differs"] else 0)
    return found


def schemes(found: dict[str, Any]) -> dict[str, Any]:
    return {s["id"]: s for s in found["schemes"] if s["status"] != "only_the_day"}


def told(scheme: dict[str, Any], part: str, aspect: str = "") -> dict[str, tuple[Any, Any]]:
    """Of one part and aspect: what it was and is, in English."""
    return {
        c["id"]: tuple(c[side] and c[side]["en"] for side in ("old", "new"))
        for c in scheme["changes"] if c["part"] == part and c["aspect"] == aspect
    }  # fmt: skip


def ways(scheme: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    assert all(way["state"] == "shown" for way in scheme["ways"])
    return {(way["old"], way["new"]): way for way in scheme["ways"]}


def verdict(report: Report, scheme: str) -> str:
    found = {s.id: s.verdict for s in report.schemes}
    return found.get(scheme, "not_in_force")


def run_on_both(found: dict[str, Any], books: tuple[matcher.RuleBook, matcher.RuleBook]) -> int:
    """Run every profile that was found, on both sides; how many there were."""
    count = 0
    for scheme in found["schemes"]:
        for way in scheme["ways"] or ():
            for side, book in zip(("old", "new"), books, strict=True):
                profile = Profile.parse(way["profile"], "witness", book.vocabulary)
                report = matcher.check(profile, as_of=found[side]["as_of"], schemes=[scheme["id"]], rules=book)
                assert verdict(report, scheme["id"]) == way[side], (scheme["id"], way)
            count += 1
    return count


def folder(at: Path, text: str = PACK, name: str = "paper_lantern.yaml") -> Path:
    at.mkdir(exist_ok=True)
    (at / name).write_text(text, "utf-8")
    return at


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


# ----------------------------------------------------------------- days of the shipped book


@solved
def test_the_day_on_which_the_sizes_were_halved(book: matcher.RuleBook) -> None:
    found = diff("2025-11-17", "2025-11-18")
    assert run_on_both(found, (book, book)) == 5
    nias = schemes(found)["nias"]
    assert told(nias, "value") == {
        "least_cost": ("HKD 300,000,000", "HKD 150,000,000"),
        "least_own": ("HKD 200,000,000", "HKD 100,000,000"),
    }
    gain = ways(nias)["not_eligible", "eligible"]
    assert gain["changed"] == []  # the base example itself shows it
    assert [(c["criterion"], c["old"], c["new"]) for c in gain["criteria"]] == [
        ("project-cost", "failed", "met"), ("own-money", "failed", "met"),
    ]  # fmt: skip
    assert ("eligible", "not_eligible") not in ways(nias)
    begun = schemes(found)["manufacturing_plus"]
    assert begun["status"] == "came_into_force"
    assert {old for old, _ in ways(begun)} == {"not_in_force"}
    assert {new for _, new in ways(begun)} == {"eligible", "needs_information", "not_eligible"}


@solved
def test_the_day_on_which_the_fund_was_consolidated(book: matcher.RuleBook) -> None:
    found = diff("2025-07-31", "2025-08-02")
    assert run_on_both(found, (book, book)) >= 14
    by_id = schemes(found)
    assert by_id["itf_pag"]["status"] == by_id["cyberport_blockchain_pilot"]["status"] == "ended"
    assert ("eligible", "not_in_force") in ways(by_id["itf_pag"])
    training = by_id["itf_nittp"]
    assert told(training, "value") == {
        "ceiling": ("HKD 500,000", "HKD 250,000"), "government_dollars": ("2", "1"), "own_part": ("50%", "100%"),
    }  # fmt: skip
    assert told(training, "criterion", "standing") == {"one-course-a-year": ("not in force", "in force")}
    loss = ways(training)["eligible", "not_eligible"]
    assert loss["changed"] == ["trainees[1].courses_this_year"]
    assert "courses_this_year: 2}" in loss["profile"]
    seed = by_id["itf_itsp_seed"]
    assert set(ways(seed)) == {("not_eligible", "needs_information")}  # a limit that nobody restated
    assert told(seed, "criterion", "standing")["length"] == ("in force", "the sources no longer say whether it stands")
    told_only = by_id["nifs"]
    assert not told_only["decides"]
    assert told_only["ways"] is None
    assert {c["part"] for c in told_only["changes"]} == {"event"}


@solved
def test_a_printed_profile_runs_as_it_stands(tmp_path: Path) -> None:
    """What the screen shows can be pasted, and what `-o` writes can be named."""
    run = run_cli("rules", "diff", "2025-11-17", "2025-11-18", "--scheme", "nias", "-o", str(tmp_path / "made"))
    assert run.code == 1
    pasted = re.search(r"  1\. not eligible → eligible\n.*?\n((?:     .*\n)+)", run.out)
    assert pasted
    text = pasted[1]
    for day, says in (("2025-11-17", "not eligible"), ("2025-11-18", "eligible")):
        assert f"# matcher check - --as-of {day} --scheme nias  # {says}\n" in text
        report = json.loads(
            run_cli("check", "-", "--as-of", day, "--scheme", "nias", "--format", "json", stdin=text).out
        )
        assert report["schemes"][0]["verdict"] == says.replace(" ", "_")
    files = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert files == ["nias-not_eligible-to-eligible.yaml", "nias-not_eligible-to-needs_information.yaml"]
    for path in (tmp_path / "made").iterdir():
        assert run_cli("check", str(path), "--as-of", "2025-11-18", "--scheme", "nias").code == 0


def test_the_same_rules_on_another_day(book: matcher.RuleBook) -> None:
    """A day that passes is no change of a rule; what it can do is said in one line."""
    run = run_cli("rules", "diff", "2026-11-23", "2026-11-24")
    assert run.code == 0
    assert "Nothing differs.\n" in run.out
    assert "With the same rules, the day can change a verdict for: " in run.out


@solved
def test_the_passing_of_time_on_request(book: matcher.RuleBook) -> None:
    found = diff("2026-11-23", "2026-11-24", "--scheme", "hkstp_ideation", "--all")
    (scheme,) = found["schemes"]
    assert scheme["status"] == "only_the_day"
    assert run_on_both(found, (book, book)) >= 1
    assert all(way["by_time"] for way in scheme["ways"])
    run = run_cli("rules", "diff", "2026-11-23", "2026-11-24", "--scheme", "hkstp_ideation", "--all")
    assert "(by the passing of time alone)" in run.out


# ------------------------------------------------------------------------- two folders


def test_identical_folders(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one"), folder(tmp_path / "other", "# a comment\n" + PACK)
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON)
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith("Nothing differs.\n")
    assert diff(str(one), str(other), "--as-of", ON)["schemes"] == []


@solved
@pytest.mark.parametrize(("years", "pair"), [(4, ("eligible", "not_eligible")), (6, ("not_eligible", "eligible"))])
def test_one_bound_gives_a_profile_at_that_bound(tmp_path: Path, years: int, pair: tuple[str, str]) -> None:
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, "company.incorporated_on + 5 years", f"company.incorporated_on + {years} years"))
    found = diff(str(one), str(other), "--as-of", ON)
    (scheme,) = found["schemes"]
    assert told(scheme, "criterion", "formula") == {
        "under-five-years": ("as_of < company.incorporated_on + 5 years", f"as_of < company.incorporated_on + {years} years")
    }
    way = ways(scheme)[pair]
    assert way["changed"] == ["company.incorporated_on"]
    # The base example is at the bound of neither; the nearest that differs is the last or first day of it.
    day = {4: "2022-11-22", 6: "2021-11-22"}[years]
    assert f"company.incorporated_on: {day}\n" in way["profile"]
    assert run_on_both(found, (matcher.load_rules(one), matcher.load_rules(other))) == len(scheme["ways"])
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON)
    assert f"--scheme paper_lantern --rules {other}" in run.out


@solved
def test_a_scheme_that_came_and_one_that_went(tmp_path: Path) -> None:
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, "scheme: paper_lantern", "scheme: tin_lantern"))
    found = schemes(diff(str(one), str(other), "--as-of", ON))
    assert (found["paper_lantern"]["status"], found["tin_lantern"]["status"]) == ("gone", "new")
    assert ("eligible", "not_in_force") in ways(found["paper_lantern"])
    assert ("not_in_force", "eligible") in ways(found["tin_lantern"])


@solved
def test_words_alone_change_no_verdict(tmp_path: Path) -> None:
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(changed(PACK, "paragraph 3", "paragraph 4"), "checked_on: 2026-11-20", "checked_on: 2026-11-21"))
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON)
    assert run.code == 1
    assert "criterion, source under-five-years" in run.out
    assert "guide, paragraph 3 → guide, paragraph 4" in run.out
    assert "source, compared on guide" in run.out
    assert "no rule that decides differs: every verdict stays as it was" in run.out


@solved
def test_another_way_to_say_the_same(tmp_path: Path) -> None:
    """A formula that is written otherwise and means the same changes nobody's verdict."""
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, "requires: as_of < company.incorporated_on + 5 years", "requires: not company.incorporated_on + 5 years <= as_of"))
    (scheme,) = diff(str(one), str(other), "--as-of", ON)["schemes"]
    assert scheme["decides"]
    assert scheme["ways"] == []
    assert "no profile gets another verdict by it" in run_cli("rules", "diff", str(one), str(other), "--as-of", ON).out


# ---------------------------------------------------------------------- given profiles


def test_given_profiles_and_through_which_criterion(tmp_path: Path) -> None:
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, "company.incorporated_on + 5 years", "company.incorporated_on + 4 years"))
    base = matcher_base(one)
    given = tmp_path / "given"
    given.mkdir()
    (given / "four.yaml").write_text(base + "company.incorporated_on: 2022-11-22\n", "utf-8")
    (given / "young.yaml").write_text(base + "company.incorporated_on: 2025-11-22\n", "utf-8")
    found = diff(str(one), str(other), "--as-of", ON, "--profiles", str(given), "--no-witnesses")
    assert found["profiles_read"] == 2
    assert [(Path(m["profile"]).name, m["old"], m["new"], [c["criterion"] for c in m["criteria"]]) for m in found["profiles"]] == [
        ("four.yaml", "eligible", "not_eligible", ["under-five-years"])
    ]
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON, "--profiles", str(given), "--no-witnesses")
    assert "eligible → not eligible; under-five-years: met → failed" in run.out
    assert "  loses " in run.out


def matcher_base(at: Path) -> str:
    """The base example of the pack without its day, as a profile."""
    from matcher.condition import AS_OF
    from matcher.packcheck.examples import examples_in
    from matcher.packcheck.witness import as_profile

    book = matcher.load_rules(at)
    facts = examples_in(at, book)["paper_lantern"][0].facts
    return as_profile({p: v for p, v in facts.items() if p not in (AS_OF, "company.incorporated_on")}, book.vocabulary)


# ------------------------------------------------------- without the solver, and its limits


def test_without_the_solver_the_rest_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    import matcher.packcheck

    for name in ("ways", "logic"):
        monkeypatch.delitem(sys.modules, f"matcher.packcheck.{name}", raising=False)
        monkeypatch.delattr(matcher.packcheck, name, raising=False)
    monkeypatch.setitem(sys.modules, "z3", None)
    run = run_cli("rules", "diff", "2025-11-17", "2025-11-18", "--profiles", str(ROOT / "profiles"))
    assert (run.code, run.err) == (1, "")
    assert "value least_cost (least total cost): HKD 300,000,000 → HKD 150,000,000" in run.out
    assert "GIVEN PROFILES (11 read, " in run.out
    assert run.out.count("pip install 'hk-funding-matcher[proofs]'") == 1


@solved
def test_what_the_solver_gives_up_on_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from matcher.packcheck import ways as module

    monkeypatch.setattr(module, "answer", lambda *asked: None)
    run = run_cli("rules", "diff", "2025-11-17", "2025-11-18", "--scheme", "nias", "--seconds", "3")
    assert run.code == 1
    assert "whether this can happen: not decided in 3 s" in run.out
    assert "applicant.kind:" not in run.out


@solved
def test_a_profile_that_the_engine_does_not_confirm_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from matcher.packcheck import ways as module

    monkeypatch.setattr(module, "decided", lambda scheme, facts: "eligible")
    run = run_cli("rules", "diff", "2025-11-17", "2025-11-18", "--scheme", "nias")
    assert run.code == 1
    assert "a profile was found that the engine decides otherwise" in run.out
    assert "applicant.kind:" not in run.out


# ------------------------------------------------------------------------- bad input


def test_all_problems_of_both_folders_at_once(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", changed(PACK, "kind: hard", "kind: hardly"))
    other = folder(tmp_path / "other", changed(PACK, "company.incorporated_on + 5 years", "company.incorporated + 5 years"))
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON, "--format", "jsn")
    assert (run.code, run.out) == (2, "")
    assert f"{one}/paper_lantern.yaml:" in run.err
    assert f"{other}/paper_lantern.yaml:" in run.err
    assert "did you mean `company.incorporated_on`?" in run.err
    assert "jsn" in run.err


@pytest.mark.parametrize(("args", "says"), [
    (["2025-11-17", "no-such-folder"], "`no-such-folder` is not a day, and the other is; name two folders, or two days"),
    (["no-such-folder", "nor-this"], "nor-this: does not exist"),
    (["2025-11-17", "1990-01-01"], "1990-01-01 is before the rule book begins"),
    (["2025-11-17", "2025-11-18", "--as-of", "2025-11-18"], "--as-of: two days are compared already; leave it out"),
    (["2025-11-17", "2025-11-18", "--scheme", "niaz"], "unknown scheme `niaz`; did you mean `nias`?"),
    (["2025-11-17", "2025-11-18", "--profiles", "no-such-file"], "no-such-file: does not exist"),
])  # fmt: skip
def test_bad_input(args: list[str], says: str) -> None:
    run = run_cli("rules", "diff", *args)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


@solved
def test_in_chinese() -> None:
    run = run_cli("rules", "diff", "2025-11-17", "2025-11-18", "--scheme", "nias", "--lang", "zh-Hant")
    assert "數值 least_cost（項目總開支下限）：HKD 300,000,000 → HKD 150,000,000" in run.out
    assert "不符合資格 → 符合資格" in run.out
    assert "project-cost：不符合 → 符合" in run.out


# ---------------------------------------------------------------------- every sort of change

EDITS = [
    ("      2026-04-01: HKD 300_000\n", "      2026-04-01: HKD 250_000\n",
     "* value cap (most of a grant): HKD 300,000 → HKD 250,000"),
    ("      2024-04-01: HKD 200_000\n", "      2024-04-01: HKD 100_000\n",
     "* value, by date cap (most of a grant): from 2026-04-01: HKD 300_000; from 2024-04-01: HKD 200_000 → from 2026-04-01: HKD 300_000; from 2024-04-01: HKD 100_000"),
    ("label: {en: most employees,", "label: {en: most staff,",
     "* value, label most_staff (most staff): most employees → most staff"),
    ("open_points:\n", "open_points:\n  interns:\n    question: {en: Do interns count?, zh-Hant: 實習生是否計算？}\n    ask: desk\n",
     "+ open point interns (Do interns count?)"),
    ("Do part-time staff count?", "Do part-timers count?",
     "* open point, question part_timers (Do part-timers count?): Do part-time staff count? → Do part-timers count?"),
    ("kind: hard\n    about: age", "kind: soft\n    about: age",
     "* criterion, kind under-five-years (Five years have not passed since incorporation): hard → soft"),
    ("kind: hard\n    about: age", "kind: hard\n    in_force: {from: 2027-01-01}\n    about: age",
     "* criterion, in force or not under-five-years (Five years have not passed since incorporation): in force → not in force"),
    ("kind: hard\n    about: age", "kind: hard\n    applies_when: company.employees > 3\n    about: age",
     "* criterion, applies where under-five-years (Five years have not passed since incorporation): yes → company.employees > 3"),
    ("  - id: few-employees", "  - id: not-many-employees", "- criterion few-employees (At most 20 employees)"),
    ("  - id: few-employees", "  - id: not-many-employees",
     "+ criterion not-many-employees (At most 20 employees): company.employees <= most_staff"),
    ("  amount: cap\n", "  amount: cap / 2\n", "* money, formula funding (the money): cap → cap / 2"),
    ("  amount: cap\n", "  amount: cap\n  lasts: 2 years\n", "* money, over the years funding (the money): nothing → 24 months"),
    ("apply:\n", "windows:\n  - {name: {en: Spring call, zh-Hant: 春季}, opens: 2026-11-01, closes: 2026-12-01, source: {doc: guide}}\n\napply:\n",
     "+ window Spring call (2026-11-01) (Spring call: 2026-11-01 – 2026-12-01)"),
    ("state: open, says: {en: taken all year,", "state: unknown, says: {en: ask,", "* availability: taken all year → ask"),
    ("confidence: official", "confidence: secondary",
     "* source, confidence guide (Paper Lantern guide (made up)): official → secondary"),
    ("Send the form to the office.", "Bring the form to the office.",
     "* text, how to apply Paper Lantern Grant: Send the form to the office. → Bring the form to the office."),
    ("when: applicant.kind == startup", "when: applicant.kind in {startup, person}",
     "* text, for whom, as a formula Paper Lantern Grant: applicant.kind == startup → applicant.kind in {startup, person}"),
    ("decision: by_rule", "decision: case_by_case", "* text, decision Paper Lantern Grant: by_rule → case_by_case"),
    ("sources:\n", "history:\n  - {on: \"2026-01-01\", says: {en: a thing, zh-Hant: 一事}}\n\nsources:\n", "+ text, history a thing"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), EDITS, ids=[line[:40] for _, _, line in EDITS])
def test_each_sort_of_change_in_words(tmp_path: Path, old: str, new: str, line: str) -> None:
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, old, new))
    for lang in ("en", "zh-Hant"):
        run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON, "--no-witnesses", "--lang", lang)
        assert (run.code, run.err) == (1, "")
        assert lang != "en" or f"  {line}\n" in run.out, run.out


@solved
def test_soft_and_case_by_case(tmp_path: Path) -> None:
    """A rule made soft, and a decision made case by case: other verdicts for the same facts."""
    one = folder(tmp_path / "one")
    text = changed(changed(PACK, "kind: hard\n    about: age", "kind: soft\n    about: age"), "decision: by_rule", "decision: case_by_case")
    other = folder(tmp_path / "other", text)
    found = diff(str(one), str(other), "--as-of", ON)
    assert set(ways(found["schemes"][0])) == {("eligible", "discretionary"), ("not_eligible", "needs_information")}
    assert run_on_both(found, (matcher.load_rules(one), matcher.load_rules(other))) == 2


@solved
def test_a_fact_that_the_two_do_not_mean_alike(tmp_path: Path) -> None:
    facts = (ROOT / "rules" / "facts.yaml").read_text("utf-8")
    one, other = folder(tmp_path / "one"), folder(tmp_path / "other", changed(PACK, 'is: "20"', "is: 20%"))
    entry = re.search(r"^  company\.employees:\n    kind: count\n", facts, re.MULTILINE)
    assert entry
    changed_facts = facts.replace(entry[0], entry[0].replace("count", "share"))
    folder(other, re.sub(r"employees: [0-9]+", "employees: 10%", changed_facts), "facts.yaml")
    found = diff(str(one), str(other), "--as-of", ON)
    (scheme,) = found["schemes"]
    assert scheme["clash"] == ["company.employees"]
    assert scheme["ways"] is None
    assert [c["id"] for c in found["book"]] == ["company.employees"]
    run = run_cli("rules", "diff", str(one), str(other), "--as-of", ON)
    assert "* fact, kind company.employees" in run.out
    assert "verdicts not compared: the two do not mean the same by company.employees" in run.out


@solved
def test_a_fact_that_only_one_side_knows(tmp_path: Path) -> None:
    """A profile found for two vocabularies runs where its facts are known."""
    facts = (ROOT / "rules" / "facts.yaml").read_text("utf-8")
    spec = "  company.has_kettle:\n    kind: yes_no\n    label: {en: kettle, zh-Hant: 水壺}\n    ask: {en: A kettle?, zh-Hant: 有水壺嗎？}\n    changes: by_choice\n"
    one = folder(tmp_path / "one")
    other = folder(tmp_path / "other", changed(PACK, "requires: company.registration == incorporated", "requires: company.registration == incorporated and company.has_kettle"))
    folder(other, facts.rstrip("\n") + "\n" + spec, "facts.yaml")
    found = diff(str(one), str(other), "--as-of", ON)
    loss = ways(found["schemes"][0])["eligible", "not_eligible"]
    assert "company.has_kettle: no\n" in loss["profile"]
    assert loss["changed"] == []
