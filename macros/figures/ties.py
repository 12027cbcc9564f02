"""The map of what is tied to what: in columns where there is room; on a telephone every entry a line, every tie an arc beside them.

Each line is a link, to the list of what its entry is tied to, and carries its own arcs: style sheets show them when the line has the
keyboard or the pointer, with no script. Lines are tall enough for a finger on the narrowest telephone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from macros.connections import Tied
from macros.figures.drawing import WIDTH, column, dot, rule, text
from macros.figures.lettering import wrapped
from macros.figures.tie_columns import tie_columns

_TEXT, _SIZE, _LINE, _TALL = 74, 14, 17.8, 31
"""Where titles begin; their size and leading; the least height of a line, 24 pixels on 280."""
_AXIS = _TEXT - 12


@dataclass(frozen=True, kw_only=True)
class TieMap:
    """The map in both its forms, of which style sheets show one, and what tells how it is read."""

    caption: str
    columns: Markup
    drawing: Markup
    """The one for a narrow screen."""


def tie_map(tied: Sequence[Tied], words: Mapping[str, str]) -> TieMap | None:
    """The map of entries that are tied; None where there are none."""
    if not tied:
        return None
    lines = {found.id: wrapped(found.title, WIDTH - _TEXT - 4, _SIZE) for found in tied}
    middles, heads, height = _places(tied, lines)
    shapes: list[Markup] = []
    for kind, top in heads:
        shapes += [text(_TEXT, top + 24, words[f"kind_{kind}"], size=15, bold=True)]
        shapes += [rule(0, top + 32, WIDTH, top + 32, firm=True)]
    shapes += [_arcs("drawn-tie", found.id, later(found, middles), middles) for found in tied]
    shapes += [_line(found, lines[found.id], middles) for found in tied]
    drawing = Markup(
        '<svg class="drawn tie-map" role="group" aria-labelledby="tie-map-name" data-search-exclude="" viewBox="0 0 {0} {1}"'
        ' width="{0}" height="{1}">\n{2}\n</svg>'
    ).format(WIDTH, f"{height:g}", Markup("\n").join(shapes))
    return TieMap(caption=words["figure_ties_caption"], columns=tie_columns(tied, words), drawing=drawing)


def later(found: Tied, middles: Mapping[str, float]) -> tuple[str, ...]:
    """The entries tied to one that stand below it: so that each tie is drawn once."""
    return tuple(id for id in found.to if middles[id] > middles[found.id])


def _places(
    tied: Sequence[Tied], lines: Mapping[str, Sequence[str]]
) -> tuple[dict[str, float], tuple[tuple[str, float], ...], float]:
    """The middle of every line, kind and top of every heading, and the height of all."""
    middles: dict[str, float] = {}
    heads: list[tuple[str, float]] = []
    top = 0.0
    for found in tied:
        if not heads or heads[-1][0] != found.kind:
            heads.append((found.kind, top))
            top += 38
        tall = _tall(lines[found.id])
        middles[found.id] = top + tall / 2
        top += tall
    return middles, tuple(heads), top + 4


def _tall(lines: Sequence[str]) -> float:
    return max(_TALL, len(lines) * _LINE + 8)


def _line(found: Tied, lines: Sequence[str], middles: Mapping[str, float]) -> Markup:
    """The line of an entry: where it is touched, its arcs and their ends, its title."""
    middle, tall = middles[found.id], _tall(lines)
    first = middle + 4.9 - (len(lines) - 1) * _LINE / 2
    return Markup(
        '<a class="tie" href="#legami-{id}" data-tie="{id}" data-tied="{to}">'
        '<rect class="tie-ground" x="{x}" y="{y}" width="{wide}" height="{tall}" fill="none"/>{arcs}{ends}{dot}{title}</a>'
    ).format(
        id=found.id,
        to=" ".join(found.to),
        x=_AXIS - 6,
        y=f"{middle - tall / 2 + 1:g}",
        wide=WIDTH - _AXIS + 6,
        tall=f"{tall - 2:g}",
        arcs=_arcs("tie-own", found.id, found.to, middles),
        ends=_ends(found.to, middles),
        dot=dot(_AXIS, middle, 2.2),
        title=Markup("").join(column(_TEXT, first, lines, size=_SIZE)),
    )


def _arcs(name: str, start: str, ends: Sequence[str], middles: Mapping[str, float]) -> Markup:
    """Arcs from one line to others: the farther the line, the wider the arc."""
    if not ends:
        return Markup("")
    low, high = min(middles.values()), max(middles.values())
    y = middles[start]
    drawn = "".join(
        f"M{_AXIS} {y:g}C{x:g} {y:g} {x:g} {middles[id]:g} {_AXIS} {middles[id]:g}"
        for id in ends
        for x in (_AXIS - 8 - 72 * (abs(middles[id] - y) / max(high - low, 1)) ** 0.55,)
    )
    return Markup('<path class="{}" d="{}" fill="none"/>').format(name, drawn)


def _ends(ids: Sequence[str], middles: Mapping[str, float]) -> Markup:
    """A mark at the line of every entry that is tied."""
    drawn = "".join(f"M{_AXIS - 4} {middles[id] - 4:g}h8v8h-8z" for id in ids)
    return Markup('<path class="tie-ends" d="{}"/>').format(drawn) if ids else Markup("")
