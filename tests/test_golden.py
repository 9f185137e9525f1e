"""Reports as they stand, byte for byte; `pytest --write-golden` writes them anew, for review."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import run_cli
from conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"
AS_OF = "2026-11-22"
PAIRS = [
    ("moonlit-kettle", None),  # all four verdicts in one
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


CASES = [(*pair, ending) for pair in PAIRS for ending in FORMS if pair[1] or ending != "json"]


@pytest.mark.parametrize(("profile", "scheme", "ending"), CASES, ids=lambda value: value or "all")
def test_report(profile: str, scheme: str | None, ending: str, request: pytest.FixtureRequest) -> None:
    form, lang = FORMS[ending]
    source = ROOT / "profiles" / f"{profile}.yaml"
    if not source.exists():
        source = GOLDEN / f"{profile}.yaml"
    only = ["--scheme", scheme] if scheme else []
    run = run_cli(
        "check", str(source), "--as-of", AS_OF, "--format", form, "--lang", lang, "--engine", "direct", *only
    )
    assert run.code == 0
    kept = GOLDEN / f"{profile}.{scheme or 'all'}.{ending}"
    text = stripped(run.out)
    if request.config.getoption("--write-golden"):
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8")


def stripped(text: str) -> str:
    """Without the digest of the rule book, which changes with every comment in a pack."""
    import matcher

    return text.replace(matcher.load_rules().digest, "(digest of the rule book)")


def test_nothing_is_left_over() -> None:
    names = {f"{profile}.{scheme or 'all'}.{ending}" for profile, scheme, ending in CASES}
    assert len(names) >= 48
    assert {path.name for path in GOLDEN.iterdir()} == {*names, "hostile-text.yaml"}
