"""Which Hong Kong funding schemes fit a start-up, why, why not, and what nobody can know.

    import matcher

    report = matcher.check("profile.yaml", as_of="2026-11-24")
    for scheme in report.schemes:
        print(scheme.id, scheme.verdict, scheme.why["en"])

`check` does the whole of it; `plan` says what to change; `load_rules` reads a rule book, the
package's own or a folder of yours; `Profile`, `Report` and `RuleBook` are what goes in and comes
out. Every mistake in an input is a `MatcherError` that tells all problems at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from matcher.check import check
from matcher.errors import (
    EngineError,
    MatcherError,
    PackError,
    Problem,
    ProfileError,
    RequestError,
)
from matcher.profile import Profile
from matcher.report import Report
from matcher.rulebook import RuleBook, load_rules

if TYPE_CHECKING:
    from matcher.insights.plan import plan

__version__ = "0.1.0"

_WHEN_ASKED = {"plan": "matcher.insights.plan"}  # not read by a check, so not loaded for one


def __getattr__(name: str) -> Any:
    """What is loaded only when it is asked for."""
    if name not in _WHEN_ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_ASKED[name]), name)


__all__ = [
    "EngineError",
    "MatcherError",
    "PackError",
    "Problem",
    "Profile",
    "ProfileError",
    "Report",
    "RequestError",
    "RuleBook",
    "__version__",
    "check",
    "load_rules",
    "plan",
]
