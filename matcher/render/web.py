"""What every page for a browser is made with: templates that escape, a policy that forbids the rest.

The only file that imports Jinja2.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Final

from matcher.errors import Place, Problem, RequestError
from matcher.words import Lang, words

if TYPE_CHECKING:
    from jinja2 import Environment

HTML_LANG: Final[dict[Lang, str]] = {"en": "en", "zh-Hant": "zh-Hant-HK"}


def environment(folder: str, *, extra: str, asked: str) -> Environment:
    """The templates of a package's folder. Every text that they are given is escaped.

    Raises RequestError, about what was `asked`, where Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError:
        raise not_installed("Jinja2", extra, asked) from None
    return Environment(
        loader=FunctionLoader(lambda name: beside(folder, name)), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def not_installed(library: str, extra: str, asked: str) -> RequestError:
    """The refusal for want of a library, which says what to install."""
    what = words(f"{library} cannot be imported here", f"此處無法載入{library}")
    command = f'pip install "hk-funding-matcher[{extra}]"'
    hint = words(f"install it: {command}", f"請安裝：{command}")
    return RequestError([Problem(Place(asked), what, hint)])


def beside(folder: str, name: str) -> str:
    """The text of a file in a package's folder."""
    return resources.files(folder).joinpath(name).read_text("utf-8")


def style_of(folder: str) -> str:
    """The style of a folder's pages, after the tokens that all pages share."""
    return beside("matcher.render", "tokens.css") + beside(folder, "style.css")


def web_address(address: str | None) -> str | None:
    """The address if it is one of the web, with everything percent-encoded that could end a link."""
    if not address or not address.startswith(("https://", "http://")):
        return None
    return "".join(
        sign if "!" <= sign <= "~" and sign not in "<>\\\"'`" else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in address
    )


def policy(style: str, script: str = "") -> str:
    """What the page may load: the style and the script that stand in it, and nothing else."""
    allowed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:",
               f"style-src {_hash(style)}"]  # fmt: skip
    return "; ".join([*allowed, *([f"script-src {_hash(script)}"] if script else [])])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
