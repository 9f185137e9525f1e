"""Settings of the generated tests, and what most tests read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

import matcher

# One cache for the run, never the user's own.
ROOT = Path(__file__).parent.parent
PROFILES = sorted((ROOT / "profiles").glob("*.yaml"))

slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=slow)
settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=slow
)
settings.register_profile("long", max_examples=20_000, deadline=None, suppress_health_check=slow)
settings.register_profile("look", parent=settings.get_profile("ci"), phases=[Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden reports anew")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["MATCHER_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("NO_COLOR", None)


@pytest.fixture(scope="session")
def book(_own_cache: None) -> matcher.RuleBook:
    """The shipped rule book."""
    return matcher.load_rules()


@pytest.fixture
def _makes_pdf() -> None:
    """Skips where what makes a PDF is not installed: the library, or the system's Pango under it."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as trouble:
        pytest.skip(f"WeasyPrint cannot be used here: {trouble}".partition(": libpango")[0])


@pytest.fixture(params=PROFILES, ids=lambda path: path.stem)
def example_profile(request: pytest.FixtureRequest) -> Path:
    """Each of the shipped example profiles."""
    path: Path = request.param
    return path
