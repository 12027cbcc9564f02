"""Steps in their order and nothing more: cards one row under another, all of one size, so that no length is a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from markupsafe import Markup

from macros.figures.drawing import WIDTH, Figure, arrowhead, box, column, frame, rule, stacked, text
from macros.figures.lettering import LINE, wrapped

_LEFT, _GAP, _PAD, _DOWN, _SIZE = 26, 12, 10, 30, 14
"""Where the cards begin, beside their number; between cards; around words; from row to row; size of the words."""


def order(words: Mapping[str, str], title: str, rows: Sequence[Sequence[str]]) -> Figure:
    """The figure of a case that goes from a first step to a last; each row is one step, and what it names together."""
    wide = (WIDTH - 2 - _LEFT - _GAP * (max(map(len, rows)) - 1)) / max(map(len, rows))
    cards = [[wrapped(one, wide - 2 * _PAD, _SIZE, bold=True) for one in row] for row in rows]
    tall = max(len(lines) for row in cards for lines in row) * LINE * _SIZE / 13 + 2 * _PAD
    blocks = (partial(_row, number, row, (wide, tall)) for number, row in enumerate(cards, 1))
    shapes, height = stacked(blocks, -_DOWN)
    spoken = (
        f"{title}.",
        words["figure_order_title"],
        *(f"{number}. {'; '.join(row)}." for number, row in enumerate(rows, 1)),
    )
    drawing = frame("steps", height + 2, " ".join(spoken), shapes)
    return Figure(name="steps", caption=words["figure_order_caption"], drawing=drawing)


def _row(
    number: int, cards: Sequence[Sequence[str]], size: tuple[float, float], top: float
) -> tuple[list[Markup], float]:
    """The arrow from the row before, except for the first, the number of the row, and its cards."""
    wide, tall = size
    y = top + _DOWN + 1
    shapes = [text(0, y + tall / 2 + 6, str(number), size=17, bold=True)]
    if number > 1:
        shapes += [rule(6, top - tall / 2 + 14, 6, y + tall / 2 - 22, firm=True), arrowhead(6, y + tall / 2 - 14, 0, 1)]
    for place, lines in enumerate(cards):
        x = _LEFT + place * (wide + _GAP) + 1
        first = y + (tall - (len(lines) - 1) * LINE * _SIZE / 13) / 2 + 5
        shapes += [box(x, y, wide, tall), *column(x + wide / 2, first, lines, size=_SIZE, bold=True, anchor="middle")]
    return shapes, y + tall
