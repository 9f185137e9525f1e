"""`matcher rules check`: what it finds, where it says so, and that the shipped book is in order."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cli import Run, run_cli
from conftest import ROOT

import matcher
from matcher.condition import Always, Compare, Fact
from matcher.packcheck.check import CHECKS, RulesChecked, check_rules, percent, read_folder
from matcher.packcheck.examples import examples
from matcher.packcheck.finding import Finding
from matcher.packcheck.mutants import mutants
from matcher.packcheck.stale import FAIL_MONTHS, WARN_MONTHS
from matcher.render.findings import lines
from matcher.rulebook import shipped

TUTORIAL = (ROOT / "docs" / "tutorial" / "paper_lantern.yaml").read_text("utf-8")
DAY = date(2026, 11, 24)

# Ten faults in one copy of the shipped rules: file, what stands there, what stands there instead,
# where in the file the fault lies (at the text that comes first, or the one named), what is told.
SEEDED = {
    "a wrong bound": (
        "itc/itvf_co_investment.yaml", "is: HKD 30_000_000", "is: HKD 30_000_001",
        "{case: one cent over 30 million", "example `one cent over 30 million`: `per-deal` is met, not failed"),
    "a swapped operator": (
        "itc/raise_plus.yaml", "project.team_share_of_ip_benefit >= least", "project.team_share_of_ip_benefit > least",
        "{case: team keeps exactly 70%", "example `team keeps exactly 70%`: `ip-benefit` is failed, not met"),
    "a lost source": (
        "hkic/strategic_tech_fund.yaml", "    source: {doc: legco-23}\n", "", "- id: industry-and-jobs", "has no `source`"),
    "an untranslated line": (
        "itc/tsssu_plus.yaml", "zh-Hant: 最多連續三年}", "zh-Hant: At most three consecutive years}",
        "At most three consecutive years}\n", "this text is not translated"),
    "a gap between periods": (
        "itc/tsssu_o.yaml", "in_force: {from: 2023-24}\n    requires: all(g",
        "in_force: [{from: 2023-24, to: 2023-24}, {from: 2025-26}]\n    requires: all(g",
        "{from: 2025-26}", "`no-plus-before` is not in force from 2024-04-01 until 2025-04-01"),
    "a stale date": (
        "itc/itvf_enhanced_fund.yaml", "checked_on: 2026-11-22", "checked_on: 2025-03-01",
        "2025-03-01", "`itc-now` was last compared on 2025-03-01, more than 18 months ago"),
    "an unknown fact": (
        "itc/itvf_partner_fund.yaml", "requires: fund.covers_hong_kong", "requires: fund.covers_hongkong",
        "fund.covers_hongkong", "unknown fact `fund.covers_hongkong`"),
    "a duplicate id": (
        "itc/itvf_enhanced.yaml", "- id: fund-quota", "- id: ecosystem-link", "LAST ecosystem-link\n",
        "`ecosystem-link` stands twice, first in line"),
    "an impossible scheme": (
        "hkstp/hkstp_elite.yaml", "  - id: extra-research\n", "  - id: few-employees\n    says: {en: Fewer than 30 employees, zh-Hant: 僱員少於30名}\n    kind: hard\n    about: people\n    requires: company.employees < headcount\n    source: {doc: elite-page, section: {en: item 4, zh-Hant: 第4項}}\n  - id: extra-research\n",
        "few-employees\n", "nobody can meet this scheme: `thirty-employees`, `few-employees` exclude one another"),
    "a redundant criterion": (
        "dpo/dpo_dtspp.yaml", "  - id: listed-solution\n", "  - id: fewer-than-60\n    says: {en: Fewer than 60 full-time staff, zh-Hant: 全職員工少於60人}\n    kind: hard\n    about: company\n    requires: company.full_time_employees_in_hong_kong < too_many_employees + 10\n    source: {doc: dtspp-site}\n  - id: listed-solution\n",
        "fewer-than-60\n", "`fewer-than-60` follows from `fewer-than-50`: whoever fails it fails one of them too; for example {"),
}  # fmt: skip


PROVED = ("an impossible scheme", "a redundant criterion")


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RulesChecked]:
    """The shipped rules with all ten faults, checked once."""
    folder = tmp_path_factory.mktemp("spoilt") / "rules"
    shutil.copytree(shipped("rules"), folder)
    for file, right, wrong, _, _ in SEEDED.values():
        path = folder / file
        text = path.read_text("utf-8")
        assert right in text, right
        path.write_text(text.replace(right, wrong, 1), "utf-8")
    read = read_folder(folder)
    found = check_rules(read, DAY, only={"lint", "examples", "stale"})
    proved = tuple(pack for pack in read.packs if pack.file in (SEEDED[fault][0] for fault in PROVED))
    proofs = check_rules(replace(read, packs=proved, problems=()), DAY, only={"proofs"})
    return folder, RulesChecked(found.packs, (*found.findings, *proofs.findings))


@pytest.mark.parametrize("fault", SEEDED)
def test_seeded_fault(fault: str, spoilt: tuple[Path, RulesChecked]) -> None:
    file, _, _, where, said = SEEDED[fault]
    text = (spoilt[0] / file).read_text("utf-8")
    at = text.rindex(where[5:]) if where.startswith("LAST ") else text.index(where)
    line = text.count("\n", 0, at) + 1
    told = [f for f in spoilt[1].findings if f.place.file == file and said in f.what["en"]]
    assert [f.place.line for f in told] == [line]
    (finding,) = told
    assert finding.level == "error"
    assert finding.what["zh-Hant"] != finding.what["en"]
    assert finding.instead["en"] and finding.instead["zh-Hant"]


def test_the_witness_of_a_redundant_criterion_runs(spoilt: tuple[Path, RulesChecked], tmp_path: Path) -> None:
    """Whoever fails the wider bound fails the narrower one: the profile shown is decided so."""
    (said,) = (f.what["en"] for f in spoilt[1].findings if "`fewer-than-60` follows" in f.what["en"])
    witness, _, day = said[said.index("{") :].partition(", by the rules of ")  # it has ended since
    rules = tmp_path / "rules"
    (rules / "dpo").mkdir(parents=True)
    shutil.copy(spoilt[0] / "dpo" / "dpo_dtspp.yaml", rules / "dpo")
    run = run_cli("check", "-", "--rules", str(rules), "--as-of", day, "--format", "json", stdin=witness)
    assert run.code == 0, run.err
    (scheme,) = json.loads(run.out)["schemes"]
    outcomes = {criterion["id"]: criterion["outcome"] for criterion in scheme["criteria"]}
    assert (outcomes["fewer-than-60"], outcomes["fewer-than-50"]) == ("failed", "failed")


def test_a_broken_pack_hides_no_other(spoilt: tuple[Path, RulesChecked]) -> None:
    found = spoilt[1]
    assert not found.ok
    broken = {"strategic_tech_fund", "itvf_enhanced", "itvf_partner_fund"}
    assert {pack.scheme for pack in found.packs} == set(matcher.load_rules().schemes) - broken


@pytest.fixture(scope="module")
def whole() -> Run:
    quick = "lint,examples,coverage,mutants,stale"  # proofs take longer than a test may
    return run_cli("rules", "check", "--only", quick, "--as-of", "2026-11-24", "--format", "json")


def test_the_shipped_book_is_in_order(whole: Run) -> None:
    assert (whole.code, whole.err) == (0, "")
    found = json.loads(whole.out)
    assert found["version"] == 1
    assert found["ok"] is True
    assert {pack["scheme"] for pack in found["packs"]} == set(matcher.load_rules().schemes)
    for pack in found["packs"]:
        assert pack["coverage"]["shown"] == pack["coverage"]["of"], pack["scheme"]
        assert pack["caught"] + pack["explained"] == pack["mutants"], pack["scheme"]
    made = sum(pack["mutants"] for pack in found["packs"])
    assert sum(pack["caught"] for pack in found["packs"]) * 100 >= 95 * made > 0
    assert all(finding["level"] != "error" for finding in found["findings"])
    assert {"level", "check", "file", "line", "column", "what", "instead"} == set(found["findings"][0])


def test_the_same_bytes_twice() -> None:
    args = ("rules", "check", str(ROOT / "docs" / "tutorial"), "--as-of", "2026-11-24", "--format", "json")
    assert run_cli(*args).out == run_cli(*args).out


def test_the_screen() -> None:
    run = run_cli("rules", "check", str(ROOT / "docs" / "tutorial"), "--as-of", "2026-11-24")
    assert run.code == 0
    assert run.out.splitlines()[-1] == "0 errors, 0 warnings, 0 explained"
    head, row, *_ = run.out.splitlines()
    assert head.split() == ["scheme", "criteria", "examples", "shown", "by", "examples", "mutants", "caught", "explained"]
    assert row.split() == ["paper_lantern", "4", "11", "100%", "13", "100%", "0"]
    chinese = run_cli("rules", "check", str(ROOT / "docs" / "tutorial"), "--lang", "zh-Hant", "--as-of", "2026-11-24")
    assert chinese.out.splitlines()[-1] == "0項錯誤，0項提醒，0項已說明"


def test_help_has_an_example_that_runs() -> None:
    run = run_cli("rules", "check", "--help")
    assert "Example: matcher rules check --only lint,stale --as-of 2026-11-24" in run.out
    assert run_cli("rules", "check", "--only", "lint,stale", "--as-of", "2026-11-24").code == 0


@pytest.mark.parametrize("only", CHECKS)
def test_one_check_alone(only: str) -> None:
    folder = str(ROOT / "docs" / "tutorial")
    run = run_cli("rules", "check", folder, "--only", only, "--format", "json", "--as-of", "2026-11-24")
    assert run.code == 0
    assert {finding["check"] for finding in json.loads(run.out)["findings"]} <= {only}


def test_what_cannot_be_read_at_all(tmp_path: Path) -> None:
    assert run_cli("rules", "check", str(tmp_path / "none")).code == 2
    assert run_cli("rules", "check", str(tmp_path)).code == 2
    run = run_cli("rules", "check", "--only", "lint,mutant")
    assert (run.code, run.out) == (2, "")
    assert run.err.strip() == "--only: `only` cannot be `mutant`; did you mean `mutants`?"
    (tmp_path / "pack.yaml").write_text(TUTORIAL, "utf-8")
    (tmp_path / "facts.yaml").write_text("facts: []", "utf-8")
    assert run_cli("rules", "check", str(tmp_path)).code == 2


# --------------------------------------------------------------------- one pack


def checked(text: str, folder: Path, *only: str, day: date = DAY) -> RulesChecked:
    (folder / "pack.yaml").write_text(text, "utf-8")
    return check_rules(read_folder(folder), day, only=only or CHECKS, own_facts=False)  # type: ignore[arg-type]


def said(found: RulesChecked) -> list[str]:
    return [f"{f.place.line}: {f.level}: {f.what['en']}" for f in found.findings]


def with_(*pairs: tuple[str, str]) -> str:
    text = TUTORIAL
    for right, wrong in pairs:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    return text


FORCE = "    kind: hard\n    about: people\n"
LINT = {
    "an unused term": (
        ("open_points:\n", "terms:\n  b:\n    label: {en: b, zh-Hant: 乙}\n    is: 2 * cap\n\nopen_points:\n"),
        ["33: warning: nothing uses the term `b`"]),
    "terms used by a term": (
        ("open_points:\n", "terms:\n  b:\n    label: {en: b, zh-Hant: 乙}\n    is: 2 * cap\n  a:\n    label: {en: a, zh-Hant: 甲}\n    is: 2 * b\n\nopen_points:\n"),
        ["33: warning: nothing uses the term `b`", "36: warning: nothing uses the term `a`"]),
    "a term that the amount uses by way of another": (
        ("open_points:\n", "terms:\n  b:\n    label: {en: b, zh-Hant: 乙}\n    is: 2 * cap\n  cap_twice:\n    label: {en: a, zh-Hant: 甲}\n    is: b\n\nopen_points:\n",
         "amount: cap\n", "amount: cap_twice\n"), []),
    "an unused office": (
        ("offices:\n", "offices:\n  gate: {en: the gate, zh-Hant: 閘口}\n"), ["20: warning: nobody is sent to the office `gate`"]),
    "an unused source": (
        ("sources:\n", "sources:\n  note:\n    title: {en: Note, zh-Hant: 筆記}\n    dated: {en: May 2024, zh-Hant: 2024年5月}\n    confidence: article\n    checked_on: 2026-11-20\n"),
        ["78: warning: nothing rests on the source `note`"]),
    "two values from one day": (
        ("2026-04-01: HKD 300_000", "2026-27: HKD 300_000\n      2026-04-01: HKD 400_000"),
        ["28: error: `cap` has two values from 2026-04-01 on"]),
    "values out of order": (
        ("      2024-04-01: HKD 200_000\n      2026-04-01: HKD 300_000\n", "      2026-04-01: HKD 300_000\n      2024-04-01: HKD 200_000\n"),
        ["27: warning: `2024-04-01` stands after `2026-04-01`, which is later"]),
    "a value that comes late": (
        ("2024-04-01: HKD 200_000", "2025-04-01: HKD 200_000"),
        ["26: warning: `cap` has no value before 2025-04-01, but rules use it from 2024-04-01 on; the first value is taken"]),
    "a period that ends before it begins": (
        (FORCE, FORCE + "    in_force: {from: 2024-04-01, to: 2024-03-01}\n"), ["55: error: `few-employees` ends before it begins"]),
    "periods that overlap": (
        (FORCE, FORCE + "    in_force: [{from: 2024-04-01, to: 2025-03-31}, {from: 2025-03-31}]\n"),
        ["55: error: two periods of `few-employees` overlap from 2025-03-31 on"]),
    "periods that meet": ((FORCE, FORCE + "    in_force: [{from: 2024-04-01, to: 2025-03-31}, {from: 2025-04-01}]\n"), []),
    "two states from one day": (
        ("availability:\n", "availability:\n  - {from: 2024-04-01, state: unknown, says: {en: not known, zh-Hant: 未知}}\n"),
        ["71: error: two states begin on 2024-04-01"]),
    "a state that comes late": (
        ("  - {from: 2024-04-01, state", "  - {from: 2024-05-01, state"),
        ["69: warning: nothing is said of how one got in from 2024-04-01 until 2024-05-01"]),
    "no section": (
        ("{doc: guide, section: {en: paragraph 4, zh-Hant: 第4段}}", "{doc: guide}"),
        ["56: warning: no `section` says where in its sources to look for `few-employees`"]),
    "no section, of a source that is cited as a whole": (
        ("{doc: guide, section: {en: paragraph 4, zh-Hant: 第4段}}", "{doc: note}",
         "sources:\n", "sources:\n  note:\n    title: {en: Note, zh-Hant: 筆記}\n    dated: {en: May 2024, zh-Hant: 2024年5月}\n    confidence: article\n    whole: yes\n    checked_on: 2026-11-20\n"),
        []),
    "a section of a source that is cited as a whole": (
        ("    confidence: official\n", "    confidence: official\n    whole: yes\n"),
        ["82: warning: `guide` is said to be cited as a whole, but a part of it is cited"]),
    "no section, and the reason": (
        ("{doc: guide, section: {en: paragraph 4, zh-Hant: 第4段}}", "{doc: guide}",
         "  cases:\n", "  explained:\n    section guide: {en: the paragraph was not noted, zh-Hant: 當時沒有記下段落}\n  cases:\n"),
        ["56: explained: no `section` says where in `guide` to look for `few-employees`"]),
    "an address that is not https, and the reason": (
        ("url: https://", "url: http://",
         "  cases:\n", "  explained:\n    address guide: {en: read there, zh-Hant: 當時以此閱讀}\n  cases:\n"),
        ["82: explained: this address is not https"]),
    "a relation to nothing": (
        ("availability:\n", "relations:\n  - {to: paper_lanterm, kind: note, says: {en: a, zh-Hant: 甲}}\n  - {to: others, kind: note, says: {en: b, zh-Hant: 乙}}\n  - {to: paper_lantern, kind: note, says: {en: c, zh-Hant: 丙}}\navailability:\n"),
        ["70: error: unknown scheme `paper_lanterm`"]),
    "no source": (("source: {doc: guide, section: {en: paragraph 4, zh-Hant: 第4段}}", "source: []"),
                  ["56: error: `few-employees` rests on no source"]),
    "an address that is not https": (("url: https://", "url: http://"), ["82: warning: this address is not https"]),
    "Chinese in the English": (("en: At most 20 employees", "en: 僱員不多於20人"), ["52: error: the English text holds Chinese"]),
    "a name that is the same": (("en: paragraph 4, zh-Hant: 第4段", "en: FAQ 4, zh-Hant: FAQ 4"), []),
    "an explanation of nothing": (
        ("  cases:\n", "  explained:\n    never_seen few-employees: {en: so, zh-Hant: 是}\n    never_met nothing: {en: so, zh-Hant: 是}\n  cases:\n"),
        ["95: error: `never_seen few-employees` explains nothing", "96: error: `never_met nothing` explains nothing"]),
}  # fmt: skip


@pytest.mark.parametrize("case", LINT)
def test_lint(case: str, tmp_path: Path) -> None:
    changes, told = LINT[case]
    pairs = zip(changes[::2], changes[1::2], strict=True)
    assert said(checked(with_(*pairs), tmp_path, "lint")) == told


def test_what_a_change_leads_to_or_makes_lapse_is_there(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    facts = rules / "facts.yaml"
    text = facts.read_text("utf-8").replace("into: [none]", "into: [nome]")
    facts.write_text(text.replace("lapses: [application.cutoff,", "lapses: [application.cutof,", 1), "utf-8")
    told = [f for f in check_rules(read_folder(rules), DAY, only={"lint"}).findings if f.level == "error"]
    assert [(f.what["en"], f.instead["en"]) for f in told] == [
        ("unknown fact `application.cutof`", "did you mean `application.cutoff`?"),
        ("unknown choice `nome`", "did you mean `none`?"),
    ]


def test_bounds_want_an_example_at_and_beside(tmp_path: Path) -> None:
    at = with_(("given: {company.employees: 20}", "given: {company.employees: 19}"))
    assert said(checked(at, tmp_path, "lint")) == [
        "55: error: no example stands exactly at `company.employees <= most_staff`"]  # fmt: skip
    beside = with_(("company.employees: 21}", "company.employees: 22}"))
    assert said(checked(beside, tmp_path, "lint")) == [
        "55: error: no example stands one unit beside `company.employees <= most_staff`"]  # fmt: skip
    key = '"bound few-employees: company.employees <= most_staff"'
    excused = beside + f"  explained:\n    {key}: {{en: nobody has so many, zh-Hant: 沒有如此多人}}\n"
    found = checked(excused, tmp_path, "lint")
    assert [(f.level, f.instead["en"]) for f in found.findings] == [("explained", "nobody has so many")]
    assert found.ok


def test_a_gap_can_be_explained(tmp_path: Path) -> None:
    gap = with_((FORCE, FORCE + "    in_force: [{from: 2024-04-01, to: 2024-12-31}, {from: 2025-02-01}]\n"))
    assert said(checked(gap, tmp_path, "lint")) == [
        "55: error: `few-employees` is not in force from 2025-01-01 until 2025-02-01"]  # fmt: skip
    excused = gap + "  explained:\n    gap few-employees: {en: lifted for a month, zh-Hant: 曾暫停一個月}\n"
    assert [f.level for f in checked(excused, tmp_path, "lint").findings] == ["explained"]


def test_unknown_facts_in_examples_are_told_together(tmp_path: Path) -> None:
    text = with_(("given: {company.employees: 20}", "given: {company.staff: 20}"),
                 ("given: {company.employees: 21}", "given: {company.employees: many}"))  # fmt: skip
    assert said(checked(text, tmp_path)) == [
        "100: error: unknown fact `company.staff`",
        "101: error: `company.employees` is not a whole number: `many`",
    ]


def test_coverage(tmp_path: Path) -> None:
    lost = with_(("    - {case: number not told, without: [company.employees], expect: {few-employees: unknown}, verdict: needs_information}\n", ""))
    found = checked(lost, tmp_path, "coverage")
    assert said(found) == ["51: error: no example waits for a fact of `few-employees`"]
    (figure,) = found.packs
    assert figure.coverage and (figure.coverage.shown, figure.coverage.of) == (11, 12)
    reason = "  explained:\n    never_unknown few-employees: {en: everybody knows it, zh-Hant: 人所共知}\n"
    assert [f.level for f in checked(lost + reason, tmp_path, "coverage").findings] == ["explained"]
    assert said(checked(TUTORIAL + reason, tmp_path, "coverage")) == [
        "106: error: `never_unknown few-employees` needs no explanation any more"]  # fmt: skip


def test_mutants_that_nobody_catches(tmp_path: Path) -> None:
    lost = with_(("    - {case: exactly twenty, given: {company.employees: 20}, expect: {}, verdict: eligible}\n", ""))
    found = checked(lost, tmp_path, "mutants")
    assert said(found) == [
        "30: error: the examples would not notice a wrong `most_staff`: 19 for 20",
        "55: error: the examples would not notice a wrong `few-employees`: < for <= in company.employees <= most_staff",
    ]
    (figure,) = found.packs
    assert (figure.mutants, figure.caught, figure.explained) == (13, 11, 0)
    reason = '  explained:\n    "mutant most_staff: 19 for 20": {en: why not, zh-Hant: 有何不可}\n'
    assert [f.level for f in checked(lost + reason, tmp_path, "mutants").findings] == ["explained", "error"]
    assert said(checked(TUTORIAL + reason, tmp_path, "mutants")) == [
        "106: error: `mutant most_staff: 19 for 20` needs no explanation any more"]  # fmt: skip


def test_what_is_changed_in_a_mutant() -> None:
    read = read_folder(ROOT / "docs" / "tutorial")
    (pack,) = read.packs
    made = mutants(pack, examples(pack.text, pack.node, read.book))
    assert [m.key for m in made] == [
        "mutant incorporated-here: the opposite of company.registration == incorporated",
        "mutant incorporated-here: `requires` left out",
        "mutant under-five-years: <= for < in as_of < company.incorporated_on + 60 months",
        "mutant under-five-years: - for + in company.incorporated_on + 60 months",
        "mutant under-five-years: 61 months for 60 months in as_of < company.incorporated_on + 60 months",
        "mutant under-five-years: 59 months for 60 months in as_of < company.incorporated_on + 60 months",
        "mutant under-five-years: `requires` left out",
        "mutant under-five-years: `requires` turned round",
        "mutant few-employees: < for <= in company.employees <= most_staff",
        "mutant few-employees: `requires` left out",
        "mutant few-employees: `requires` turned round",
        "mutant most_staff: 21 for 20",
        "mutant most_staff: 19 for 20",
    ]
    assert all(m.is_caught for m in made)
    assert all(m.what["zh-Hant"] != m.what["en"] for m in made)


def test_a_mutant_leaves_the_book_as_it_is() -> None:
    read = read_folder(None)
    before = [c.requires for pack in read.packs for c in pack.scheme.criteria]
    for pack in read.packs[:2]:
        mutants(pack, examples(pack.text, pack.node, read.book))
    assert [c.requires for pack in read.packs for c in pack.scheme.criteria] == before
    assert any(isinstance(node, (Always, Compare, Fact)) for node in before)


@pytest.mark.parametrize(
    ("day", "level"),
    [(date(2027, 11, 20), None), (date(2027, 11, 21), "warning"), (date(2028, 5, 20), "warning"),
     (date(2028, 5, 21), "error"), (date(2026, 11, 19), "warning")],
)  # fmt: skip
def test_sources_grow_old(day: date, level: str | None, tmp_path: Path) -> None:
    """Compared on 20 November 2026: good for 12 months, an error after 18."""
    assert (WARN_MONTHS, FAIL_MONTHS) == (12, 18)
    found = checked(TUTORIAL, tmp_path, "stale", day=day)
    assert [(f.level, f.place.line) for f in found.findings] == ([] if level is None else [(level, 83)])


def test_what_is_explained_is_listed_on_demand(tmp_path: Path) -> None:
    reason = Finding("explained", "lint", matcher.errors.Place("a.yaml", 1, 1), {"en": "x", "zh-Hant": "甲"}, {"en": "y", "zh-Hant": "乙"})
    found = RulesChecked((), (reason,))
    assert not any("a.yaml" in line for line in lines(found, "en"))
    assert "a.yaml:1:1: explained: [lint] x; y" in list(lines(found, "en", explained=True))
    assert "a.yaml:1:1: 已說明：[lint] 甲；乙" in list(lines(found, "zh-Hant", explained=True))


def test_without_a_solver_the_rest_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    for name in ("proofs", "tight", "logic"):
        monkeypatch.delitem(sys.modules, f"matcher.packcheck.{name}", raising=False)
        monkeypatch.delattr(f"matcher.packcheck.{name}", raising=False)
    assert said(checked(TUTORIAL, tmp_path)) == ["0: warning: not tried: there is no solver here"]


def test_percent_is_cut() -> None:
    assert [percent(*pair) for pair in ((1, 1), (999, 1000), (1999, 2000), (2, 3), (0, 0))] == [
        "100%", "99.9%", "99.9%", "66.6%", "-"]  # fmt: skip


# ----------------------------------------------------------------------- mutants


def keys(text: str, folder: Path, owner: str) -> list[str]:
    """What is wrong in each mutant of one criterion, value or term."""
    (folder / "pack.yaml").write_text(text, "utf-8")
    read = read_folder(folder)
    assert not read.problems, [p.text() for p in read.problems]
    (pack,) = read.packs
    made = mutants(pack, examples(pack.text, pack.node, read.book))
    return [f"{m.place.line}: {m.what['en']}" for m in made if m.owner == owner]


YEARLY = (
    ("begins:\n  from: 2024-04-01", "rules_for: application.funding_year\nbegins:\n  from: 2024-25"),
    ("      2024-04-01: HKD 200_000\n      2026-04-01: HKD 300_000\n",
     "      2024-25: HKD 200_000\n      2026-27: {is: HKD 300_000, announced: 2026-02-25}\n"),
    ("requires: company.employees <= most_staff", "requires: company.employees <= most_staff and request.amount <= cap"),
)  # fmt: skip


def test_where_years_decide_a_period_moves_by_a_year(tmp_path: Path) -> None:
    assert keys(with_(*YEARLY), tmp_path, "cap") == [
        "28: 2026-02-26 for 2026-02-25 in as_of >= 2026-02-25",
        "28: 2026-02-24 for 2026-02-25 in as_of >= 2026-02-25",
        "28: 2027-28 for 2026-27 in application.funding_year >= 2026-04-01",
        "28: 2025-26 for 2026-27 in application.funding_year >= 2026-04-01",
        "28: HKD 300000.01 for HKD 300000",
        "28: HKD 299999.99 for HKD 300000",
        "27: HKD 200000.01 for HKD 200000",
        "27: HKD 199999.99 for HKD 200000",
    ]


def test_the_start_of_the_scheme_cannot_come_early(tmp_path: Path) -> None:
    """Nobody can apply before it, so only later starts are wrong; a usual notice moves with its year."""
    force = (FORCE, FORCE + "    in_force: {from: 2024-25, to: 2026-27}\n")
    found = [key for key in keys(with_(*YEARLY, force), tmp_path, "few-employees") if "funding_year" in key]
    assert found == [
        "56: 2025-26 for 2024-25 in application.funding_year >= 2024-04-01",
        "56: 2027-28 for 2026-27 in application.funding_year <= 2027-03-31",
        "56: 2025-26 for 2026-27 in application.funding_year <= 2027-03-31",
    ]


def test_a_list_takes_over_early_or_late(tmp_path: Path) -> None:
    """One fault for all uses of the list; leaving a period of a list is no `and` of the author."""
    kinds = """  kinds:
    label: {en: kinds, zh-Hant: 類別}
    from:
      2024-04-01: [incorporated]
      2025-06-01: [incorporated, redomiciled]
  most_staff:
"""
    listed = (
        ("  most_staff:\n", kinds),
        ("requires: company.registration == incorporated", "requires: company.registration in kinds"),
        ("requires: company.employees <= most_staff", "requires: company.employees <= most_staff or company.registration in kinds"),
    )  # fmt: skip
    text = with_(*listed)
    assert keys(text, tmp_path, "kinds") == [
        "32: 2025-06-02 for 2025-06-01 in as_of >= 2025-06-01",
        "32: 2025-05-31 for 2025-06-01 in as_of >= 2025-06-01",
    ]
    assert keys(text, tmp_path, "incorporated-here") == [
        "48: the opposite of company.registration in kinds", "48: `requires` left out"]  # fmt: skip
    a_day = "    - {case: re-domiciled on the day, as_of: 2025-06-01, given: {company.registration: redomiciled}, expect: {}, verdict: eligible}\n"
    early = "    - {case: re-domiciled a day early, as_of: 2025-05-31, given: {company.registration: redomiciled}, expect: {incorporated-here: failed}, verdict: not_eligible}\n"
    alive = [f.what["en"] for f in checked(text, tmp_path, "mutants").findings if "`kinds`" in f.what["en"]]
    assert len(alive) == 2
    assert not [f for f in checked(text + a_day + early, tmp_path, "mutants").findings if "`kinds`" in f.what["en"]]


def test_a_doubt_that_begins_while_the_rule_stands_is_no_fault(tmp_path: Path) -> None:
    """A day early the rule stands anyway, doubted or not; a day late there is a day without it."""
    doubt = "    unclear_after: {date: 2026-01-01, ask: desk, because: {en: not said since, zh-Hant: 其後未有說明}}\n"
    text = with_((FORCE, FORCE + "    in_force: {from: 2024-04-01, to: 2025-12-31}\n" + doubt))
    found = [key for key in keys(text, tmp_path, "few-employees") if "as_of" in key]
    assert found == [
        "55: 2024-04-02 for 2024-04-01 in as_of >= 2024-04-01",
        "55: 2026-01-01 for 2025-12-31 in as_of <= 2025-12-31",
        "55: 2025-12-30 for 2025-12-31 in as_of <= 2025-12-31",
        "55: 2026-01-02 for 2026-01-01 in as_of >= 2026-01-01",
    ]


def test_nothing_is_divided_by_zero(tmp_path: Path) -> None:
    divided = with_(("requires: company.employees <= most_staff", "requires: company.employees <= most_staff / 1"))
    assert "55: 2 for 1 in most_staff / 1" in keys(divided, tmp_path, "few-employees")
    assert "55: 0 for 1 in most_staff / 1" not in keys(divided, tmp_path, "few-employees")


def test_who_asks_an_open_point_alone_is_not_turned_round(tmp_path: Path) -> None:
    asked = with_(("requires: company.employees <= most_staff", "requires: part_timers"))
    assert keys(asked, tmp_path, "few-employees") == ["55: `requires` left out"]


def test_a_pack_without_end_is_tried_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("matcher.packcheck.mutants", "matcher.packcheck.check"):
        monkeypatch.setattr(f"{module}.MOST_MUTANTS", 10)
    found = checked(TUTORIAL, tmp_path, "mutants")
    assert said(found) == ["0: warning: only the first 10 faults were tried"]
