"""Pictures as SVG: bars, marks and words at places given in pixels.

The only file that imports Matplotlib. The same picture gives the same bytes: no date, fixed ids,
text as text, and no place that depends on which fonts are installed. A text's width is reckoned by
its signs, so that labels keep clear of each other in every font.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any, Final, Literal

from matcher.frozen import Frozen
from matcher.render.web import not_installed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Fill = Literal["solid", "none", "back", "hatched", "slanted", "crossed", "level", "upright", "squared", "dense",
               "striped", "fenced"]  # fmt: skip
Edge = Literal["solid", "dashed", "none"]
Align = Literal["start", "middle", "end"]
COLOURS: Final[dict[str, str]] = {  # the tokens of the light theme; a page may put its own in their place
    "card": "#ffffff", "ink": "#1b1e23", "ink-2": "#50565e", "edge": "#857f72", "rule": "#ddd8cc", "sunk": "#f1eee6",
    "yes": "#0b5d43", "ask": "#744800", "no": "#9a1b2f",
}  # fmt: skip
_HATCHES: Final[dict[str, str]] = {
    "hatched": "//", "slanted": "\\\\", "crossed": "xx", "level": "--", "upright": "||", "squared": "++",
    "dense": "////", "striped": "----", "fenced": "||||",
}  # fmt: skip


class Box(Frozen, frozen=True):
    """A bar from `x` to `x + w`."""

    x: float
    y: float
    w: float
    h: float
    colour: str = "ink-2"
    fill: Fill = "solid"
    edge: Edge = "solid"


class Stroke(Frozen, frozen=True):
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str = "rule"
    wide: float = 1
    dashed: bool = False


class Text(Frozen, frozen=True):
    """Words at a baseline; with `backed`, on the ground of the card."""

    x: float
    y: float
    words: str
    size: float = 14
    colour: str = "ink"
    bold: bool = False
    align: Align = "start"
    backed: bool = False


class Diamond(Frozen, frozen=True):
    """A sign of a day: filled or open; a square or a circle where `form` says so."""

    x: float
    y: float
    r: float = 6
    filled: bool = False
    form: Literal["diamond", "square", "circle"] = "diamond"
    colour: str = "ink"


Part = Box | Stroke | Text | Diamond


class Drawing(Frozen, frozen=True):
    """Parts on a ground of so many pixels, the later ones over the earlier."""

    width: float
    height: float
    parts: tuple[Part, ...]


def width_of(words: str, size: float = 14, *, bold: bool = False) -> float:
    """How wide the words are at most, in pixels, in any usual font."""
    wide = sum(1.0 if sign >= "\u2e80" else 0.72 if sign.isupper() or sign in "mw%" else 0.6 for sign in words)
    return wide * size * (1.1 if bold else 1)


def svg_of(drawing: Drawing) -> str:
    """The drawing as an SVG element. Raises RequestError where Matplotlib is not installed."""
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError:
        raise not_installed("Matplotlib", "html", "--format html") from None
    settings: Any = {
        "svg.hashsalt": "picture", "svg.fonttype": "none", "hatch.linewidth": 1.2, "font.family": "DejaVu Sans",
    }  # fmt: skip
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # the reader's own fonts show the words
        figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        for order, part in enumerate(drawing.parts):
            _put(part, axes, order)
        for drawn in axes.get_children():
            drawn.set_clip_on(False)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True,
                       metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))  # fmt: skip
    text = out.getvalue()
    return text[text.index("<svg") :]


def _put(part: Part, axes: Axes, order: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Polygon, Rectangle

    match part:
        case Box(x, y, w, h, colour, fill, edge):
            line = {"solid": "-", "dashed": (0, (4, 3)), "none": "-"}[edge]
            face = {"solid": COLOURS[colour], "back": COLOURS["card"]}.get(fill, "none")
            if fill in _HATCHES:  # the hatch has the colour of the edge, and the ground is kept free of lines
                axes.add_patch(Rectangle((x, y), w, h, facecolor=COLOURS["card"], edgecolor="none", zorder=order))
            axes.add_patch(Rectangle(
                (x, y), w, h, facecolor=face, edgecolor="none" if edge == "none" else COLOURS[colour], linestyle=line,
                linewidth=0 if edge == "none" else 1.5, hatch=_HATCHES.get(fill), zorder=order))  # fmt: skip
        case Stroke(x0, y0, x1, y1, colour, wide, dashed):
            axes.add_line(Line2D([x0, x1], [y0, y1], color=COLOURS[colour], linewidth=wide, zorder=order,
                                 linestyle=(0, (4, 3)) if dashed else "-", solid_capstyle="butt"))  # fmt: skip
        case Diamond(x, y, r, filled, form, colour):
            look: dict[str, Any] = {"facecolor": COLOURS[colour if filled else "card"], "edgecolor": COLOURS[colour],
                                    "linewidth": 1.8, "zorder": order}  # fmt: skip
            if form == "circle":
                axes.add_patch(Circle((x, y), r * 0.85, **look))
            elif form == "square":
                axes.add_patch(Rectangle((x - r * 0.8, y - r * 0.8), r * 1.6, r * 1.6, **look))
            else:
                axes.add_patch(Polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], **look))
        case Text(x, y, words, size, colour, bold, align, backed):
            if backed:
                wide = width_of(words, size, bold=bold) * 0.92
                left = {"start": x, "middle": x - wide / 2, "end": x - wide}[align]
                axes.add_patch(Rectangle((left - 4, y - size), wide + 8, size * 1.35, facecolor=COLOURS["card"],
                                         edgecolor="none", zorder=order))  # fmt: skip
            axes.text(x, y, words, fontsize=size, color=COLOURS[colour], fontweight="bold" if bold else "normal",
                      ha={"start": "left", "middle": "center", "end": "right"}[align], va="baseline",
                      zorder=order, parse_math=False)  # fmt: skip
