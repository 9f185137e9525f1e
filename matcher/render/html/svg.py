"""Drawn SVG made ready to stand in a page: no style of its own, colours by token, hatches once.

Works on what `draw.py` wrote, where every mark of SVG is the library's and every word is escaped.
"""

from __future__ import annotations

import re
from typing import Final

from matcher.render.html.draw import COLOURS, Drawing, svg_of

_TOKENS: Final = {colour: name for name, colour in COLOURS.items()}
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}\b")
_STYLE: Final = re.compile(r' style="([^"]*)"')
_PATTERN: Final = re.compile(r"<pattern .*?</pattern>", re.DOTALL)
_PAPER_FONTS: Final = "Noto Sans, Noto Sans HK, Noto Sans CJK HK, Noto Sans CJK TC, sans-serif"


class Pictures:
    """The pictures of one page: they share the rules of their style and their hatches."""

    def __init__(self, *, paper: bool = False) -> None:
        self.paper = paper
        self._classes: dict[str, str] = {}
        self._patterns: dict[str, None] = {}
        self._drawn = 0

    def add(self, drawing: Drawing) -> str:
        """The drawing as an element of the page. On paper it stands by itself, in the light colours."""
        text = _plain(svg_of(drawing))
        if self.paper:
            self._drawn += 1
            text = re.sub(r'(?<=id=")(?=h)|(?<=url\(#)', f"n{self._drawn}", text)
            return _STYLE.sub(_as_attributes, text.replace("'DejaVu Sans'", _PAPER_FONTS))
        for found in _PATTERN.finditer(text):
            self._patterns[_STYLE.sub(self._classed, found[0])] = None
        return _STYLE.sub(self._classed, _PATTERN.sub("", text).replace("<defs></defs>", ""))

    def _classed(self, found: re.Match[str]) -> str:
        declared = _COLOUR.sub(lambda colour: f"var(--{_TOKENS[colour[0]]})", found[1])
        declared = declared.replace("font-family: 'DejaVu Sans'; ", "").replace("; stroke-linejoin: miter", "")
        name = self._classes.setdefault(declared.replace("; ", ";").replace(": ", ":"), f"d{len(self._classes)}")
        return f' class="{name}"'

    def style(self) -> str:
        """The rules that the pictures need."""
        return "".join(f".{name}{{{declared}}}\n" for declared, name in self._classes.items())

    def sheet(self) -> str:
        """The hatches, as an element that shows nothing."""
        if not self._patterns:
            return ""
        hatches = "".join(self._patterns)
        return f'<svg class="sheet" aria-hidden="true" width="0" height="0"><defs>{hatches}</defs></svg>'


def _as_attributes(found: re.Match[str]) -> str:
    """Declarations as attributes of the element, for a reader that knows no style inside SVG."""
    pairs = (part.split(": ", 1) for part in found[1].split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _rounded(found: re.Match[str]) -> str:
    """A place, to a tenth of a pixel."""
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _plain(text: str) -> str:
    """The SVG without what a page does not need."""
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", text, flags=re.DOTALL)
    start = r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="\1" aria-hidden="true">'
    text = re.sub(r'<svg [^>]*?viewBox="([^"]*)"[^>]*>', start, text, count=1)
    text = re.sub(r' id="(?!h)[a-z0-9_]*"', "", text)
    text = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", text)
    text = re.sub(r' d="([^"]*)"', lambda found: f' d="{" ".join(found[1].split())}"', text)
    text = re.sub(r">\s+<", "><", text)
    text = re.sub(r"(?<= )-?[0-9]+\.[0-9]+", _rounded, text)
    text = re.sub(r'(?<=["=])-?[0-9]+\.[0-9]+(?=")', _rounded, text)
    text = re.sub(r'<path d="[^"]*" style="fill: none"/>', "", text, count=1)  # the ground
    while True:  # groups that group nothing any more
        smaller = re.sub(r"<g>((?:(?!</?g[ >]).)*)</g>", r"\1", text, flags=re.DOTALL)
        if smaller == text:
            return text.strip()
        text = smaller
