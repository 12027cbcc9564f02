"""The map of what is tied to what, for a wide screen and for paper: a column for each kind, every tie a line between two.

The lines are drawn first and the columns over them, each on a piece of paper of its own: a line that goes past a column passes behind
it. Style sheets cannot lift a line that is under other things, so which lines are lit is for the page's script; every entry is
a link, to the list of what it is tied to, with no script too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from macros.connections import Tied
from macros.figures.drawing import column, plate, rule, text
from macros.figures.lettering import leading, width_of, wrapped

BROAD = 920
"""Units, each a pixel beside the menu of a window 1,280 wide."""
_GAP, _NARROWEST, _SIZE, _INSET, _HEAD, _ROW, _AROUND = 58, 84, 13, 6, 34, 26, 8
"""Between columns; the least width of one; size of the titles, their distance from the side; height of the headings; least height of
an entry, never less than 24 pixels; and what stands above and below its lines together."""


@dataclass(frozen=True)
class _Place:
    """Where an entry stands: its column, left and right side, upper side and height."""

    column: int
    left: float
    right: float
    top: float
    tall: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.top + self.tall / 2


def tie_columns(tied: Sequence[Tied], words: Mapping[str, str]) -> Markup:
    """The map in columns, in the order of the kinds and of their entries."""
    kinds = [(kind, tuple(entries)) for kind, entries in groupby(tied, key=lambda found: found.kind)]
    places, heads, height = _places(kinds)
    ties = [_tie(found.id, other, places) for found in tied for other in found.to if _after(other, found.id, places)]
    names = [
        mark
        for kind, left, right in heads
        for mark in (
            plate(left, _HEAD - 2, right - left, height - _HEAD + 2),
            text(left + _INSET, 20, words[f"kind_{kind}"], size=15, bold=True),
            rule(left, 28, right, 28, firm=True),
        )
    ]
    shapes = [*ties, *names, *(_entry(found, places[found.id]) for found in tied)]
    return Markup(
        '<svg class="drawn tie-map tie-columns" role="group" aria-labelledby="tie-map-name" data-search-exclude=""'
        ' viewBox="0 0 {0} {1}" width="{0}" height="{1}">\n{2}\n</svg>'
    ).format(BROAD, f"{height:g}", Markup("\n").join(shapes))


def _after(other: str, id: str, places: Mapping[str, _Place]) -> bool:
    """So that each tie is drawn once."""
    return (places[other].column, places[other].top) > (places[id].column, places[id].top)


def _places(
    kinds: Sequence[tuple[str, Sequence[Tied]]],
) -> tuple[dict[str, _Place], list[tuple[str, float, float]], float]:
    """Every entry's place, kind and sides of every column, and the height of all: short columns are spread over it."""
    sides = list(_sides(kinds))
    titles = [
        [(found.id, wrapped(found.title, right - left - 2 * _INSET, _SIZE, bold=True)) for found in entries]
        for (_, entries), (left, right) in zip(kinds, sides, strict=True)
    ]
    height = max(sum(_tall(lines) for _, lines in rows) for rows in titles)
    places: dict[str, _Place] = {}
    for number, (rows, (left, right)) in enumerate(zip(titles, sides, strict=True)):
        free = (height - sum(_tall(lines) for _, lines in rows)) / len(rows)
        top = _HEAD + free / 2
        for id, lines in rows:
            places[id] = _Place(number, left, right, round(top, 1), _tall(lines), lines)
            top += _tall(lines) + free
    heads = [(kind, left, right) for (kind, _), (left, right) in zip(kinds, sides, strict=True)]
    return places, heads, round(height + _HEAD + 2, 1)


def _sides(kinds: Sequence[tuple[str, Sequence[Tied]]]) -> Iterator[tuple[float, float]]:
    """The sides of the columns: the more there is to write, the wider, so that they come out of like heights."""
    room = BROAD - _GAP * (len(kinds) - 1) - _NARROWEST * len(kinds)
    weights = [sum(width_of(found.title, _SIZE) for found in entries) ** 0.5 for _, entries in kinds]
    left = 0.0
    for weight in weights:
        right = left + _NARROWEST + room * weight / sum(weights)
        yield round(left, 1), round(right, 1)
        left = right + _GAP


def _tall(lines: Sequence[str]) -> float:
    return max(_ROW, round(len(lines) * leading(_SIZE) + _AROUND, 1))


def _tie(one: str, other: str, places: Mapping[str, _Place]) -> Markup:
    """A line from an entry to one of a column on its right, or round the side of their own."""
    start, end = places[one], places[other]
    x, y, to_y = start.right, start.middle, end.middle
    if start.column == end.column:
        bend = x + 12 + 30 * min(1, (to_y - y) / 400)
        drawn = f"M{x:g} {y:g}C{bend:g} {y:g} {bend:g} {to_y:g} {x:g} {to_y:g}"
    else:
        half = (x + end.left) / 2
        drawn = f"M{x:g} {y:g}C{half:g} {y:g} {half:g} {to_y:g} {end.left:g} {to_y:g}"
    return Markup(
        '<path class="drawn-tie" data-ends="{} {}" d="{}" fill="none" stroke="#9aa5b1" stroke-width="0.6"/>'
    ).format(one, other, drawn)


def _entry(found: Tied, place: _Place) -> Markup:
    """An entry: the paper it stands on, which is where it is touched, and its title."""
    step = leading(_SIZE)
    first = place.middle + 4.6 - (len(place.lines) - 1) * step / 2
    return Markup(
        '<a class="tie" href="#legami-{id}" data-tie="{id}" data-tied="{to}" data-column="{column}">'
        '<rect class="tie-ground" x="{x:g}" y="{y:g}" width="{wide:g}" height="{tall:g}" fill="#ffffff"/>{title}</a>'
    ).format(
        id=found.id,
        to=" ".join(found.to),
        column=place.column,
        x=place.left,
        y=round(place.top + 1, 1),
        wide=round(place.right - place.left, 1),
        tall=round(place.tall - 2, 1),
        title=Markup("").join(column(place.left + _INSET, first, place.lines, size=_SIZE)),
    )
