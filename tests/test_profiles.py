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
    EXPECTED = {row.pop("profile"): row for row in csv.DictReader(file)}

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
    ("employees-250", "itvf_enhanced"): {"strategic-industry": "failed"},
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


def verdicts(report: matcher.Report) -> dict[str, str]:
    return {s.id: "other_role" if s.other_role else s.verdict for s in report.schemes}


@pytest.mark.parametrize("engine", ["durable", "direct", "both"])
def test_verdicts(example_profile: Path, engine: str) -> None:
    if engine != "direct":
        pytest.importorskip("durable_rules_engine")
    report = matcher.check(example_profile, as_of=AS_OF, engine=engine)
    assert verdicts(report) == EXPECTED[example_profile.stem]
    for scheme in report.schemes:
        assert scheme.verdict == "not_eligible" or not scheme.other_role


@pytest.mark.parametrize(("profile", "scheme"), REASONS, ids="-".join)
def test_reasons(profile: str, scheme: str) -> None:
    report = matcher.check(ROOT / "profiles" / f"{profile}.yaml", as_of=AS_OF, schemes=[scheme])
    (found,) = report.schemes
    against = {c.id: c.outcome for c in found.criteria if c.outcome == "failed"}
    if not against:
        decide = {c.id: c.outcome for c in found.criteria if c.decides}
        against = {name: outcome for name, outcome in decide.items() if outcome in ("unknown", "unclear")}
    assert against == REASONS[profile, scheme]


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
