"""The mark on the fold of a signature: a bar that stands lower on each one, its number and its pages.

Stacked in order, the bars make a stair on the spine: a step out of line is a signature that is missing or misplaced.
Letters are drawn as outlines, so that a sheet needs no font.
"""

from __future__ import annotations

import io

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

_BAR = (3.6, 16.0)  # points, across the fold and along it
_SIZE = 5.0  # points: the back of eight folded sheets is little wider
_GAP = 4.0
_EDGE = 0.12
"""The part of the height above the first bar and below the last."""


class _Outlines(BasePen):  # type: ignore[misc]
    """The operators of PDF that draw what the pen is told; the names are those that a pen of fontTools has."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.drawn: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.drawn.append(f"{pt[0]:.3f} {pt[1]:.3f} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.drawn.append(f"{pt[0]:.3f} {pt[1]:.3f} l")

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802
        self.drawn.append(" ".join(f"{x:.3f} {y:.3f}" for x, y in (pt1, pt2, pt3)) + " c")

    def _closePath(self) -> None:  # noqa: N802
        self.drawn.append("h")


def mark(words: str, number: int, count: int, fold: tuple[float, float], font: bytes) -> bytes:
    """What draws the mark of one of `count` signatures, from 0; `fold` is where the fold is and how high, in points."""
    across, height = fold
    width, tall = _BAR
    step = min(tall, height * (1 - 2 * _EDGE) / count)
    low = height * (1 - _EDGE) - (number + 1) * step
    bar = f"{across - width / 2:.3f} {low:.3f} {width} {step:.3f} re f"
    return f"q 0 g {bar} {_upward(words, across + _SIZE * 0.35, low - _GAP, font)} Q".encode()


def _upward(words: str, baseline: float, top: float, font: bytes) -> str:
    """Words that run upwards and end at `top`."""
    face = TTFont(io.BytesIO(font))
    glyphs, names, widths = face.getGlyphSet(), face.getBestCmap(), face["hmtx"]
    scale = _SIZE / face["head"].unitsPerEm
    shapes = [names[ord(letter)] for letter in words]
    place = top - scale * sum(widths[name][0] for name in shapes)
    pen = _Outlines(glyphs)
    for name in shapes:
        glyphs[name].draw(TransformPen(pen, (0, scale, -scale, 0, baseline, place)))
        place += scale * widths[name][0]
    return " ".join(pen.drawn) + " f"
