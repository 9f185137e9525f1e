"""A pack to start from: it loads as soon as its author has filled in what is marked."""

from __future__ import annotations

import re
from importlib import resources
from typing import Final

from matcher.complaints import quoted
from matcher.errors import Place, Problem, RequestError
from matcher.words import words

MARK: Final = "# FILL IN"
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


def skeleton(scheme: str) -> str:
    """The text of a new pack for the scheme. Raises RequestError if that can be no id."""
    if not _ID.fullmatch(scheme):
        what = words(f"{quoted(scheme)} is no id of a scheme", f"{quoted(scheme)}不可用作計劃代號")
        hint = words("write a-z, 0-9 and _ only, such as `my_scheme`", "只可用a-z、0-9及_，例如`my_scheme`")
        raise RequestError([Problem(Place("matcher rules new"), what, hint)])
    text = resources.files(__package__).joinpath("skeleton.yaml").read_text("utf-8")
    return text.replace("SCHEME_ID", scheme)
