"""The example profiles: the right verdict for each scheme, and why, as their stories tell it."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import pytest
from conftest import PROFILES, ROOT

import matcher

AS_OF = "2026-11-22"
TABLE = Path(__file__).parent / "tables" / "profiles.csv"
with TABLE.open(encoding="utf-8") as file:
    ROWS = {row.pop("scheme"): row for row in csv.DictReader(file)}
EXPECTED = {path.stem: {scheme: row[path.stem] for scheme, row in ROWS.items()} for path in PROFILES}

# What decides against, or leaves open, what the story of the profile is about.
REASONS: dict[tuple[str, str], dict[str, str]] = {
    ("spin-out", "tsssu_plus"): {"matched": "failed"},
    ("spin-out", "raise_plus"): {
        "least-grant": "failed", "industry-in-each-stage": "failed", "university-contributes": "failed",
    },
    ("spin-out-one-day-late", "tsssu_o"): {"age-at-cutoff": "failed"},
    ("professor-stage-1", "tsssu_o"): {"hong-kong-company": "failed"},
    ("stage-2-redeemable", "raise_plus"): {"no-redemption": "failed"},
    ("stage-2-redeemable", "tsssu_o"): {"three-years-in-a-row": "failed"},
    ("stage-2-redeemable", "tsssu_plus"): {"three-years-in-a-row": "unclear"},
    ("scale-up", "raise_plus"): {"ugc-university": "failed"},
    ("scale-up", "itvf_enhanced"): {"ecosystem-link": "unclear"},
    ("employees-250", "itvf_co_investment"): {"headcount": "unclear"},
    ("employees-250", "strategic_tech_fund"): {"lists-here": "unclear"},
    ("employees-250", "itvf_enhanced"): {
        "strategic-industry": "unclear", "ecosystem-link": "unclear", "spends-half-here": "unknown",
    },
    ("venture-fund", "itvf_partner_fund"): {"inside-a-window": "failed"},
    ("venture-fund", "itvf_enhanced_fund"): {"inside-the-window": "failed"},
    ("overseas-parent", "itvf_co_investment"): {"hong-kong-form": "unclear", "local-presence": "unclear"},
    ("overseas-parent", "itvf_enhanced"): {"spends-half-here": "failed"},
    ("overseas-parent", "strategic_tech_fund"): {"some-commitment": "failed"},
    ("moonlit-kettle", "raise_plus"): {"least-grant": "failed"},
    ("moonlit-kettle", "tsssu_plus"): {"matched": "unknown"},
    ("moonlit-kettle", "itvf_co_investment"): {
        "partner-brings-the-deal": "failed", "not-sent-by-the-start-up": "failed",
    },
}  # fmt: skip

# Every other no of the table: the profiles, and the criteria that fail, compared by hand with the pack's sources.
SPIN_OUTS = "spin-out spin-out-one-day-late professor-spin-out moonlit-kettle"
GROWN = "scale-up employees-250"
NOES: list[tuple[str, str, str, str]] = [
    (SPIN_OUTS, "hkstp_elite", "thirty-employees", "3, 5 and 9 employees; at least 30 worldwide"),
    ("stage-2-redeemable", "hkstp_elite", "thirty-employees", "14 employees"),
    (SPIN_OUTS, "hkstp_incu_bio", "biomedical-field", "sensors, chips and AI"),
    (GROWN, "hkstp_incu_bio", "two-years biomedical-field", "five years and more; logistics and robots"),
    ("stage-2-redeemable nearly-empty", "hkstp_incu_bio", "two-years", "of 2021 and 2023"),
    ("overseas-parent", "hkstp_incu_bio", "two-years hong-kong-company", "of 2022, and abroad"),
    ("stage-2-redeemable nearly-empty", "hkstp_ideation", "under-two-years", "of 2021 and 2023"),
    (GROWN, "hkstp_ideation", "under-two-years", "of 2020 and 2021"),
    ("overseas-parent", "hkstp_ideation", "under-two-years hong-kong-company", "of 2022, and abroad"),
    ("stage-2-redeemable", "hkstp_incubation", "age", "fifth anniversary 1 September 2026"),
    (GROWN, "hkstp_incubation", "age", "fifth anniversaries in March 2025 and July 2026"),
    (GROWN, "hkstp_acceleration", "under-100-employees", "120 and 250: over 100 in both readings"),
    ("stage-2-redeemable employees-250", "hkstp_co_acceleration_fund", "field", "diagnostics; robots"),
    (SPIN_OUTS + " stage-2-redeemable", "itf_psts_spc", "in-a-park", "in no programme of a park so far"),
    (SPIN_OUTS + " stage-2-redeemable", "itf_rth_nias", "nias-project", "no NIAS grant so far"),
    (SPIN_OUTS + " stage-2-redeemable professor-stage-1 nearly-empty", "itf_ftrss", "inside-the-call", "closed in 2025"),
    (GROWN + " overseas-parent", "itf_ftrss", "inside-the-call led-by-a-university", "closed in 2025; no university"),
    ("overseas-parent", "ccida_csi", "incorporated-in-hong-kong", "the applicant is the parent abroad"),
    ("overseas-parent", "hkstp_incubation", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "hkstp_venture_fund", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "itf_ess_normal", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "itf_ess_sme", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "itf_gsp", "organisation-here", "the parent abroad"),
    ("overseas-parent", "itf_prp", "industry-partner", "the parent abroad"),
    ("overseas-parent", "nias", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "nifs", "hong-kong-company", "the parent abroad"),
    ("overseas-parent", "gba_investment_fund", "some-commitment", "offers HKIC no commitment"),
    ("overseas-parent", "hk_co_investment_fund", "some-commitment", "offers HKIC no commitment"),
    ("spin-out-one-day-late", "tsssu_plus", "matched", "no private money"),
    ("professor-spin-out", "tsssu_plus", "matched", "1 million of private money; 1.5 million asked for"),
    ("spin-out-one-day-late", "raise_plus", "least-grant industry-in-each-stage university-contributes", "no plan yet"),
    ("professor-stage-1", "tsssu_plus", "hong-kong-company", "no company yet"),
    (GROWN, "tsssu_o", "designated-university", "no university"),
    (GROWN, "tsssu_plus", "designated-university", "no university"),
    ("employees-250 overseas-parent", "raise_plus", "ugc-university", "no university"),
    ("overseas-parent", "tsssu_o", "designated-university hong-kong-company", "no university, and abroad"),
    ("overseas-parent", "tsssu_plus", "designated-university hong-kong-company", "no university, and abroad"),
    ("spin-out spin-out-one-day-late professor-spin-out stage-2-redeemable professor-stage-1", "itvf_co_investment",
     "partner-brings-the-deal not-sent-by-the-start-up", "no partner brings the deal"),
    ("venture-fund", "itif", "fund-size inside-the-window", "0.6 of 2 billion; closed 16 January 2026"),
]  # fmt: skip
REASONS |= {
    (profile, scheme): dict.fromkeys(failed.split(), "failed")
    for profiles, scheme, failed, _ in NOES for profile in profiles.split()
}  # fmt: skip


def verdicts(report: matcher.Report) -> dict[str, str]:
    found = {s.id: "other_role" if s.other_role else s.verdict for s in report.schemes}
    return {**found, **{s.id: "not_in_force" for s in report.not_in_force}}


@pytest.mark.parametrize("engine", ["durable", "direct", "both"])
def test_verdicts(example_profile: Path, engine: str) -> None:
    if engine != "direct":
        pytest.importorskip("durable_rules_engine")
    report = matcher.check(example_profile, as_of=AS_OF, engine=engine)
    assert verdicts(report) == EXPECTED[example_profile.stem]
    for scheme in report.schemes:
        assert scheme.verdict == "not_eligible" or not scheme.other_role


@pytest.mark.parametrize(("profile", "scheme"), REASONS, ids=str)
def test_reasons(profile: str, scheme: str) -> None:
    report = matcher.check(ROOT / "profiles" / f"{profile}.yaml", as_of=AS_OF, schemes=[scheme])
    (found,) = report.schemes
    against = {c.id: c.outcome for c in found.criteria if c.outcome == "failed"}
    if not against:
        decide = {c.id: c.outcome for c in found.criteria if c.decides}
        against = {name: outcome for name, outcome in decide.items() if outcome in ("unknown", "unclear")}
    assert against == REASONS[profile, scheme]


def test_every_no_has_its_reason() -> None:
    """A wrong no is the worst fault: none is in the table that the lists above do not account for."""
    noes = {(profile, scheme) for profile, row in EXPECTED.items() for scheme, verdict in row.items()
            if verdict == "not_eligible"}  # fmt: skip
    assert noes - set(REASONS) == set()


def test_no_two_profiles_have_the_same_verdicts() -> None:
    assert len(PROFILES) >= 9
    for (a, one), (b, other) in itertools.combinations(EXPECTED.items(), 2):
        assert one != other, (a, b)


def test_each_profile_tells_its_story(example_profile: Path) -> None:
    """A title line in both languages, the line that serves editors, and a story."""
    lines = example_profile.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ") and lines[0].endswith(".")
    assert re.fullmatch(r"# .*[\u4e00-\u9fff]+.*。", lines[1])
    assert lines[2] == "# yaml-language-server: $schema=./profile.schema.json"
    assert lines[3] == "#" and lines[4].startswith("# ")


def test_three_facts_are_enough_for_a_report() -> None:
    report = matcher.check(ROOT / "profiles" / "nearly-empty.yaml", as_of=AS_OF)
    assert report.profile.facts_given == 3
    assert all(s.missing for s in report.schemes if s.verdict == "needs_information")
