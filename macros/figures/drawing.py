"""What figures are drawn with: text that fits its place, shapes with a meaning, and the frame that names them.

A drawing is SVG as text. Colours, fonts and sizes are presentation attributes, the only ones that the layout of the PDF
reads; each shape also has a class, by which the style sheets of the site and of the EPUB give it the colours of the dark.
Units are those of the frame, which is WIDTH units wide: 320 pixels of a telephone and 90 millimetres of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from macros.figures.lettering import SIZE, fitting, leading

WIDTH = 360
_FONT = "'Atkinson Hyperlegible Next', sans-serif"
_FILL = {"ink": "#1f2a37", "quiet": "#4a5563", "paper": "#ffffff"}
_INSIDE, _OUTSIDE, _INK, _RULE, _PAPER = "#0b6e6e", "#a85b00", "#1f2a37", "#9aa5b1", "#ffffff"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure: its drawing, and what stands beneath it."""

    name: str
    """What its id is made of, unique on a page."""
    caption: str
    drawing: Markup


def filled(words: str, **values: object) -> str:
    """A sentence with its {holes} filled; what fills one is not looked at again."""
    return re.sub(r"\{(\w+)\}", lambda hole: str(values.get(hole[1], hole[0])), words)


def frame(name: str, height: float, spoken: str, shapes: Iterable[Markup]) -> Markup:
    """The whole drawing: `spoken` is its alternative text, which says all that it shows."""
    return Markup(
        '<svg class="drawn" role="img" aria-labelledby="figure-{0}-title" data-search-exclude="" viewBox="0 0 {1} {2}"'
        ' width="{1}" height="{2}" font-family="{6}">\n<title id="figure-{0}-title">{3}</title>\n{4}\n{5}\n</svg>'
    ).format(name, WIDTH, _number(height), " ".join(spoken.split()), _ground(height), Markup("\n").join(shapes), _FONT)


def _ground(height: float) -> Markup:
    """Paper under the whole drawing and a little around it: reading programs that darken a page know nothing of drawings."""
    return Markup('<rect class="drawn-ground" {} fill="{}"/>').format(_sides(-8, -8, WIDTH + 16, height + 16), _PAPER)


Block: TypeAlias = "Callable[[float], tuple[Iterable[Markup], float]]"
"""Something that is drawn from a height on: its shapes, and the height where it ends."""


def stacked(blocks: Iterable[Block], top: float = 0) -> tuple[list[Markup], float]:
    """Blocks one under another: their shapes, and where the last one ends."""
    shapes: list[Markup] = []
    for block in blocks:
        drawn, top = block(top)
        shapes += drawn
    return shapes, top


def text(
    x: float, y: float, words: str, *, size: float = SIZE, tone: str = "ink", bold: bool = False, anchor: str = "start"
) -> Markup:
    """One line of text on the base line `y`."""
    weight = Markup(' font-weight="700"') if bold else Markup("")
    aligned = Markup(' text-anchor="{}"').format(anchor) if anchor != "start" else Markup("")
    return Markup('<text class="drawn-{}" x="{}" y="{}" font-size="{}"{}{} fill="{}">{}</text>').format(
        tone, _number(x), _number(y), _number(size), weight, aligned, _FILL[tone], words
    )


def column(
    x: float, y: float, lines: Sequence[str], *, size: float = SIZE, tone: str = "ink", bold: bool = False,
    anchor: str = "start",
) -> tuple[Markup, ...]:  # fmt: skip
    """Lines of text one under another, the first on the base line `y`."""
    step = leading(size)
    return tuple(
        text(x, y + number * step, line, size=size, tone=tone, bold=bold, anchor=anchor)
        for number, line in enumerate(lines)
    )


def mark(kind: str, x: float, y: float, side: float = 11) -> Markup:
    """Who does the work, as a shape in a square whose left upper corner is given.

    Full for inside, empty for outside, half of each for together, a ring for what depends.
    """
    if kind in ("inside", "make"):
        return full(x, y, side, side)
    if kind in ("outside", "buy"):
        return empty(x, y, side, side)
    if kind == "together":
        return half(x, y, side, side)
    return Markup(
        '<circle class="drawn-ring" cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="2"/>'
    ).format(_number(x + side / 2), _number(y + side / 2), _number(side / 2 - 0.5), _INK)


def full(x: float, y: float, width: float, height: float) -> Markup:
    """A full rectangle: inside."""
    return Markup('<rect class="drawn-inside" {} fill="{}"/>').format(_sides(x, y, width, height), _INSIDE)


def empty(x: float, y: float, width: float, height: float) -> Markup:
    """An empty rectangle: outside. Its line stands within its sides."""
    sides = _sides(x + 1, y + 1, width - 2, height - 2)
    return Markup('<rect class="drawn-outside" {} fill="none" stroke="{}" stroke-width="2"/>').format(sides, _OUTSIDE)


def half(x: float, y: float, width: float, height: float) -> Markup:
    """A rectangle half full and half empty: together."""
    return empty(x, y, width, height) + full(x, y, width / 2, height)


def plate(x: float, y: float, width: float, height: float) -> Markup:
    """A piece of paper without a line, for words over what is drawn."""
    return Markup('<rect class="drawn-paper" {} fill="{}"/>').format(_sides(x, y, width, height), _PAPER)


def box(x: float, y: float, width: float, height: float, line: str = "1.5") -> Markup:
    """A card that hides what is drawn under it, and the width of its line."""
    return Markup('<rect class="drawn-card" {} fill="{}" stroke="{}" stroke-width="{}"/>').format(
        _sides(x, y, width, height), _PAPER, _INK, line
    )


def chip(x: float, y: float, side: float, words: str) -> tuple[Markup, ...]:
    """A few signs in a square."""
    return box(x, y, side, side, "0.75"), text(
        x + side / 2, y + side / 2 + 4, words, size=fitting(words, side - 2, 12.5), anchor="middle"
    )


def stairs(labels: Sequence[str], centres: Sequence[float], top: float) -> tuple[list[Markup], float]:
    """Names of columns, each on a line of its own with a line down to its column: they stay level however narrow it is."""
    bottom = top + len(labels) * 18 + 8
    shapes: list[Markup] = []
    for number, (label, x) in enumerate(zip(labels, centres, strict=True), 1):
        y = bottom - 8 - number * 18 + 10
        shapes.append(text(x - 7, y + 4, label, size=fitting(label, x - 7, 12.5), anchor="end"))
        shapes.append(path(f"M{_number(x - 4)} {_number(y)}H{_number(x)}V{_number(bottom)}", "line", _INK, "0.75"))
    return shapes, bottom


def dot(x: float, y: float, radius: float) -> Markup:
    """A full dot of ink."""
    values = (_number(x), _number(y), _number(radius), _INK)
    return Markup('<circle class="drawn-dot" cx="{}" cy="{}" r="{}" fill="{}"/>').format(*values)


def rule(x: float, y: float, to_x: float, to_y: float, *, firm: bool = False) -> Markup:
    """A straight line: thin and pale, or firm and of ink."""
    kind, colour, width = ("line", _INK, "1.5") if firm else ("rule", _RULE, "0.75")
    return path(f"M{_number(x)} {_number(y)}L{_number(to_x)} {_number(to_y)}", kind, colour, width)


def ellipse(x: float, y: float, across: float, down: float) -> Markup:
    """The line of an ellipse, by its middle and its two radii."""
    values = (_number(x), _number(y), _number(across), _number(down), _INK)
    return Markup(
        '<ellipse class="drawn-line" cx="{}" cy="{}" rx="{}" ry="{}" fill="none" stroke="{}" stroke-width="1.5"/>'
    ).format(*values)


def arrowhead(x: float, y: float, right: float, down: float) -> Markup:
    """The head of an arrow that ends at a point and goes in a direction of length 1."""
    back_x, back_y = x - 9 * right, y - 9 * down
    points = ((x, y), (back_x - 5 * down, back_y + 5 * right), (back_x + 5 * down, back_y - 5 * right))
    drawn = "L".join(f"{_number(left)} {_number(top)}" for left, top in points)
    return Markup('<path class="drawn-dot" d="M{}Z" fill="{}"/>').format(drawn, _INK)


def path(drawn: str, kind: str, colour: str, width: str) -> Markup:
    """A line along a path of SVG."""
    return Markup('<path class="drawn-{}" d="{}" fill="none" stroke="{}" stroke-width="{}"/>').format(
        kind, drawn, colour, width
    )


def _sides(x: float, y: float, width: float, height: float) -> Markup:
    values = (_number(x), _number(y), _number(width), _number(height))
    return Markup('x="{}" y="{}" width="{}" height="{}"').format(*values)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
