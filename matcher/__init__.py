"""Which Hong Kong funding schemes fit a start-up, why, why not, and what nobody can know.

    import matcher

    report = matcher.check("profile.yaml", as_of="2026-11-24")
    for scheme in report.schemes:
        print(scheme.id, scheme.verdict, scheme.why["en"])

`check` does the whole of it; `load_rules` reads a rule book, the package's own or a folder of
yours; `Profile`, `Report` and `RuleBook` are what goes in and comes out. Every mistake in an input
is a `MatcherError` that tells all problems at once.
"""

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

__version__ = "0.1.0"

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
]
