"""A report on paper: the page of `html` in its print style, as a PDF.

The only file that imports WeasyPrint. The same report with the same fonts and library gives the
same bytes: no day of making, and an identifier that is the page's own digest.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, Final

from matcher.errors import Place, Problem, RequestError
from matcher.render.extent import Details
from matcher.render.html.pages import html
from matcher.render.web import not_installed
from matcher.report import Report
from matcher.words import Lang, words

_ASKED: Final = "--format pdf"
_CHINESE_FROM: Final = 0x2E80  # the first sign of the first block of Chinese


def pdf(report: Report, lang: Lang, *, details: Details = "auto", named: Iterable[str] = ()) -> bytes:
    """The report as a PDF on A4, tagged, with its fonts inside.

    Raises RequestError where WeasyPrint, the system's Pango or a font with Chinese is missing; it
    says what to install.
    """
    weasyprint = _weasyprint()
    page = html(report, lang, details=details, named=named, paper=True)
    mark = hashlib.sha256(page.encode()).digest()[:16]
    with _signs_without_a_font(logging.getLogger("weasyprint")) as missing:
        made: bytes = weasyprint.HTML(string=page).write_pdf(
            pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=mark
        )
    if any(sign >= _CHINESE_FROM for sign in missing):
        what = words("no font with Chinese is installed here", "此處沒有安裝中文字型")
        hint = words("install one, such as the system's package fonts-noto-cjk",
                     "請安裝中文字型，例如系統套件fonts-noto-cjk")  # fmt: skip
        raise RequestError([Problem(Place(_ASKED), what, hint)])
    return made


def _weasyprint() -> Any:
    try:
        with redirect_stdout(io.StringIO()):  # where it cannot draw, it says so there, and the page belongs there
            import weasyprint
    except ImportError:
        raise not_installed("WeasyPrint", "pdf", _ASKED) from None
    except OSError:  # the library is there, what it draws with is not
        what = words("Pango cannot be loaded here", "此處無法載入Pango")
        hint = words("install the system's packages libpango-1.0-0 and libpangoft2-1.0-0",
                     "請安裝系統套件libpango-1.0-0及libpangoft2-1.0-0")  # fmt: skip
        raise RequestError([Problem(Place(_ASKED), what, hint)]) from None
    return weasyprint


class _Listener(logging.Handler):
    """Keeps the signs that the library says it has no font for, and lets nobody hear the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Called by the library for each warning; that for a missing sign ends with its code."""
        if ".notdef" in record.msg and isinstance(record.args, tuple):
            self.signs.add(int(record.args[-1]))  # type: ignore[call-overload]


@contextmanager
def _signs_without_a_font(logger: logging.Logger) -> Iterator[set[int]]:
    """The signs for which no font was found while it lasts; what else is logged is of no use to a reader."""
    listener, before, spread = _Listener(), logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [listener], False
    try:
        yield listener.signs
    finally:
        logger.handlers, logger.propagate = before, spread
