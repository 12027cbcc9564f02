"""Steps in a circle: cards on a ring, and arrows from each to the next and from the last to the first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from macros.figures.drawing import WIDTH, Figure, arrowhead, box, column, dot, ellipse, frame, text
from macros.figures.lettering import LINE, wrapped

ROUND = range(3, 9)
"""How many steps a circle can show."""
_CARD, _PAD = 118, 9
"""Width of a card, and the space around its words."""
_ACROSS = (WIDTH - _CARD) / 2 - 6


def circle(words: Mapping[str, str], title: str, labels: Sequence[str]) -> Figure:
    """The figure of a case that leads back to where it began."""
    cards = [wrapped(label, _CARD - 2 * _PAD) for label in labels]
    tallest = max(map(_height, cards))
    down = max(0.9 * _ACROSS, len(cards) * (tallest + 26) / 4)
    turn = 2 * math.pi / len(cards)
    angles = [number * turn - math.pi / 2 for number in range(len(cards))]
    top = _height(cards[0]) / 2 + 8 + down
    shapes = [ellipse(WIDTH / 2, top, _ACROSS, down), *(_head(angle + turn / 2, top, down) for angle in angles)]
    for number, (angle, lines) in enumerate(zip(angles, cards, strict=True), 1):
        shapes += _card(number, WIDTH / 2 + _ACROSS * math.cos(angle), top + down * math.sin(angle), lines)
    bottom = max(top + down * math.sin(a) + _height(c) / 2 for a, c in zip(angles, cards, strict=True)) + 1
    spoken = (
        f"{title}.",
        words["figure_circle_title"],
        *(f"{number}. {label.rstrip('.')}." for number, label in enumerate(labels, 1)),
        words["circle_closes"],
    )
    drawing = frame("steps", max(bottom, top + down + 8), " ".join(spoken), shapes)
    return Figure(name="steps", caption=words["figure_circle_caption"], drawing=drawing)


def _height(lines: Sequence[str]) -> float:
    return len(lines) * LINE + _PAD + 2


def _head(angle: float, top: float, down: float) -> Markup:
    """The head of an arrow along the ring."""
    right, low = -_ACROSS * math.sin(angle), down * math.cos(angle)
    length = math.hypot(right, low)
    right, low = right / length, low / length
    x, y = WIDTH / 2 + _ACROSS * math.cos(angle), top + down * math.sin(angle)
    return arrowhead(x + 4.5 * right, y + 4.5 * low, right, low)


def _card(number: int, x: float, y: float, lines: Sequence[str]) -> Iterator[Markup]:
    """Words on a card, both centred on a point, and the number of the step on its corner."""
    yield box(x - _CARD / 2, y - _height(lines) / 2, _CARD, _height(lines))
    yield from column(x, y - _height(lines) / 2 + 18, lines, anchor="middle")
    left, corner = x - _CARD / 2 + 4, y - _height(lines) / 2 + 2
    yield dot(left, corner, 9)
    yield text(left, corner + 4.2, str(number), size=12, tone="paper", bold=True, anchor="middle")
