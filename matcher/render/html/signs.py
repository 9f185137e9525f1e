"""The shapes of verdicts, outcomes and sorts of date, as style: an element with the class `sign` and a
name shows its shape before its word.

A shape is decoration; the word always stands beside it.
"""

from __future__ import annotations

from typing import Final, Literal

from matcher.frozen import Frozen

Tone = Literal["yes", "ask", "judge", "no", "none", "ink"]


class Shape(Frozen, frozen=True):
    """A drawing on 24 by 24: what is drawn, and what is cut out of it."""

    tone: Tone
    drawn: str
    cut: str = ""


_PATH: Final = '<path d="{}" fill="none" stroke="{{c}}" stroke-width="2.6"/>'
_TICK, _CROSS = "m4 12.8 5.2 5.2L20 6.4", "m5.5 5.5 13 13m0-13-13 13"
_RING: Final = '<circle cx="12" cy="12" r="10" fill="none" stroke="{c}" stroke-width="2.3"/>'
_DIAMOND: Final = _PATH.format("M12 2.5 21.5 12 12 21.5 2.5 12z")
_BAR: Final = _PATH.format("M6 12h12")
_DOT: Final = '<circle cx="12" cy="12" r="2.8" fill="{c}"/>'

SHAPES: Final[dict[str, Shape]] = {
    "eligible": Shape("yes", '<circle cx="12" cy="12" r="11" fill="{c}"/>', "m6.8 12.4 3.6 3.6 7-7.6"),
    "needs_information": Shape(
        "ask", _RING + '<circle cx="12.1" cy="17.4" r="1.6" fill="{c}"/>'
        + _PATH.format("M8.8 9.7c0-2 1.4-3.2 3.3-3.2s3.2 1.2 3.2 2.9c0 2.3-3.1 2.5-3.1 4.4")),
    "discretionary": Shape("judge", _DIAMOND + _DOT),
    "not_eligible": Shape("no", '<path d="M1.5 1.5h21v21h-21z" fill="{c}"/>', "m7.4 7.4 9.2 9.2m0-9.2-9.2 9.2"),
    "other_role": Shape("none", _RING.replace("/>", ' stroke-dasharray="4.2 3.2"/>') + _PATH.format("M8 12h8")),
    "met": Shape("yes", _PATH.format(_TICK)),
    "failed": Shape("no", _PATH.format(_CROSS)),
    "unknown": Shape(
        "ask", '<circle cx="12.3" cy="19.6" r="1.9" fill="{c}"/>'
        + _PATH.format("M7.6 8.2c0-2.7 1.9-4.3 4.6-4.3s4.4 1.6 4.4 4c0 3.3-4.3 3.6-4.3 6.6")),
    "unclear": Shape("ask", _PATH.format("M3 14.5c2.2-5.6 5.4-5.6 9-2.5s6.8 3.1 9-2.5")),
    "judged": Shape("judge", _DIAMOND),
    "process": Shape("none", _PATH.format("M4 12h14m-5.5-6 6 6-6 6")),
    "not_applicable": Shape("none", _BAR),
    "no_test": Shape("none", _BAR),
    "not_in_force": Shape("none", _BAR),
    "counts": Shape("yes", _PATH.format(_TICK)),
    "no": Shape("none", _BAR),
    "rule": Shape("ink", '<path d="M4 4h16v16H4z" fill="{c}"/>'),
    "yours": Shape("ink", '<circle cx="12" cy="12" r="8.5" fill="{c}"/>'),
    "expected": Shape("ink", _DIAMOND),
}  # fmt: skip
_ON_PAPER: Final[dict[Tone, str]] = {
    "yes": "#0b5d43", "ask": "#744800", "judge": "#4b3f8f", "no": "#9a1b2f", "none": "#50565e", "ink": "#1b1e23",
}  # fmt: skip


def style_of_signs() -> str:
    """For a screen: each shape as a mask over its tone, so that it follows the light and the dark."""
    return "".join(f'.{name}{{--tone:var(--{shape.tone});--shape:url("{_address(shape)}")}}\n'
                   for name, shape in SHAPES.items())  # fmt: skip


def style_of_printed_signs() -> str:
    """For paper: each shape as an image of one colour."""
    return "".join(f'.sign.{name}::before{{content:url("{_address(shape, _ON_PAPER[shape.tone])}")}}\n'
                   for name, shape in SHAPES.items())  # fmt: skip


def _address(shape: Shape, colour: str = "") -> str:
    """The shape as an address that holds the whole drawing."""
    drawn = shape.drawn.format(c=colour or "#000")
    if shape.cut and colour:
        drawn += f'<path d="{shape.cut}" fill="none" stroke="#fff" stroke-width="2.6"/>'
    elif shape.cut:
        cut = f'<path d="{shape.cut}" fill="none" stroke="#000" stroke-width="2.6"/>'
        mask = f'<mask id="a"><path d="M0 0h24v24H0z" fill="#fff"/>{cut}</mask>'
        drawn = mask + drawn.replace("/>", ' mask="url(#a)"/>')
    size = ' width="14" height="14"' if colour else ""
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"{size}>{drawn}</svg>'
    for sign, code in (("%", "%25"), ('"', "'"), ("#", "%23"), ("<", "%3C"), (">", "%3E")):
        text = text.replace(sign, code)
    return f"data:image/svg+xml,{text}"
