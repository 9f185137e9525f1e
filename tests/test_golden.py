"""Reports as they stand, byte for byte; `pytest --write-golden` writes them anew, for review."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"
AS_OF = "2026-11-22"
# The eight schemes of the first issue: all four verdicts in one report that can be read whole.
FIRST = [
    "itvf_co_investment", "itvf_enhanced", "itvf_enhanced_fund", "itvf_partner_fund", "raise_plus",
    "strategic_tech_fund", "tsssu_o", "tsssu_plus",
]  # fmt: skip
PAIRS = [
    ("moonlit-kettle", "first"),
    ("moonlit-kettle", "landscape"),  # every scheme, but only what stands before and after them one by one
    ("hostile-text", "tsssu_o"),
    ("spin-out", "tsssu_o"),
    ("spin-out-one-day-late", "tsssu_o"),
    ("moonlit-kettle", "tsssu_plus"),
    ("professor-stage-1", "raise_plus"),
    ("stage-2-redeemable", "raise_plus"),
    ("scale-up", "itvf_co_investment"),
    ("employees-250", "itvf_co_investment"),
    ("venture-fund", "itvf_partner_fund"),
    ("venture-fund", "itvf_enhanced_fund"),
    ("overseas-parent", "strategic_tech_fund"),
    ("nearly-empty", "itvf_enhanced"),
]
FORMS = {
    "en.txt": ("terminal", "en"),
    "zh-Hant.txt": ("terminal", "zh-Hant"),
    "en.md": ("markdown", "en"),
    "zh-Hant.md": ("markdown", "zh-Hant"),
    "json": ("json", "en"),
}


CASES = [
    (*pair, ending) for pair in PAIRS for ending in FORMS
    if pair[1] not in ("first", "landscape") or ending != "json"
]  # fmt: skip


@pytest.mark.parametrize(("profile", "scheme", "ending"), CASES)
def test_report(profile: str, scheme: str, ending: str, request: pytest.FixtureRequest) -> None:
    form, lang = FORMS[ending]
    source = ROOT / "profiles" / f"{profile}.yaml"
    if not source.exists():
        source = GOLDEN / f"{profile}.yaml"
    schemes = {"first": FIRST, "landscape": []}.get(scheme, [scheme])
    only = [word for name in schemes for word in ("--scheme", name)]
    run = run_cli(
        "check", str(source), "--as-of", AS_OF, "--format", form, "--lang", lang, "--engine", "direct", *only
    )
    assert run.code == 0
    kept = GOLDEN / f"{profile}.{scheme}.{ending}"
    text = stripped(run.out)
    if scheme == "landscape":
        text = before_and_after(text)
    if request.config.getoption("--write-golden"):
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8")


def stripped(text: str) -> str:
    """Without the digest of the rule book, which changes with every comment in a pack."""
    import matcher

    return text.replace(matcher.load_rules().digest, "(digest of the rule book)")


def before_and_after(text: str) -> str:
    """The head, the summary and the end: the parts between rules without the schemes one by one."""
    parts = re.split(r"^(?:=+|---)\n", text, flags=re.MULTILINE)
    assert len(parts) > 10
    return "\n(the schemes one by one)\n\n".join(["".join(parts[:2]), parts[-1]])


def test_nothing_is_left_over() -> None:
    names = {f"{profile}.{scheme}.{ending}" for profile, scheme, ending in CASES}
    assert len(names) >= 48
    assert {path.name for path in GOLDEN.iterdir()} == {*names, "hostile-text.yaml"}
