"""What each source says of each activity: a grid of marks, and first the activities on which the answers differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from macros.connections import disagreements
from macros.figures.drawing import WIDTH, Block, Figure, column, dot, filled, frame, mark, rule, stacked, stairs, text
from macros.figures.lettering import wrapped
from macros.library import Library
from macros.model import Activity, Source, Verdict

_TITLES, _SIZE, _MARK, _BETWEEN, _ROOM = 160, 12.5, 9.5, 2, 37
"""Where the columns begin; size of the titles; side of a mark, space to the next one, and room for all of a place."""
_ORDER: tuple[Verdict, ...] = ("make", "buy", "together", "depends")
"""In which order the marks of a place stand."""


@dataclass(frozen=True, kw_only=True)
class Verdicts(Figure):
    """The figure and its data."""

    activities: tuple[tuple[str, Activity], ...]
    sources: tuple[tuple[str, Source], ...]
    """Those that say something of some activity."""
    said: Mapping[tuple[str, str], tuple[tuple[Verdict, str], ...]]
    """By activity and source: verdict and passage of each position."""
    split: Mapping[str, bool]
    """The activities on which sources do not answer the same; true where they answer the opposite."""


def verdicts(library: Library) -> Verdicts | None:
    """Activities × sources."""
    activities = library.of(Activity)
    speaking = {position.source for _, found in activities for position in found.positions}
    sources = tuple((id, found) for id, found in library.of(Source) if id in speaking)
    if not sources:
        return None
    said = {(id, key): _positions(found, key) for id, found in activities for key, _ in sources}
    split = {found.activity: found.opposite for found in disagreements(library)}
    shapes, height = stacked(_blocks(library, activities, sources, said, split))
    counts = {"opposite": sum(split.values()), "split": len(split), "all": len(activities)}
    spoken = filled(library.words["figure_verdicts_title"], **counts)
    return Verdicts(
        name="verdicts",
        caption=library.words["figure_verdicts_caption"],
        drawing=frame("verdicts", height + 1, spoken, shapes),
        activities=activities,
        sources=sources,
        said=said,
        split=split,
    )


def _positions(found: Activity, source: str) -> tuple[tuple[Verdict, str], ...]:
    return tuple((p.verdict, p.passage) for p in found.positions if p.source == source)


def _blocks(
    library: Library,
    activities: Sequence[tuple[str, Activity]],
    sources: Sequence[tuple[str, Source]],
    said: Mapping[tuple[str, str], tuple[tuple[Verdict, str], ...]],
    split: Mapping[str, bool],
) -> Iterator[Block]:
    wide = (WIDTH - _TITLES) / len(sources)
    centres = [_TITLES + wide * (number + 0.5) for number in range(len(sources))]
    yield partial(_key, library.words)
    yield partial(stairs, [found.label for _, found in sources], centres)
    for heading, chosen in (
        ("figure_verdicts_opposite", True),
        ("figure_verdicts_split", False),
        ("figure_verdicts_same", None),
    ):
        rows = [(id, found) for id, found in activities if split.get(id) is chosen]
        if rows:
            yield partial(_heading, library.words[heading])
        for id, found in rows:
            cells = [
                dict.fromkeys(verdict for verdict in _ORDER if verdict in {v for v, _ in said[id, key]})
                for key, _ in sources
            ]
            yield partial(_row, found.title, list(zip(centres, cells, strict=True)))


def _key(words: Mapping[str, str], top: float) -> tuple[list[Markup], float]:
    """What the marks mean, in two columns."""
    shapes: list[Markup] = []
    for number, verdict in enumerate(_ORDER):
        x, y = (number % 2) * 130, top + (number // 2) * 19
        shapes += [mark(verdict, x, y + 4), text(x + 18, y + 14, words[f"verdict_{verdict}"], size=_SIZE)]
    silent = text(260 + 12, top + 14, words["not_said"], size=_SIZE)
    return [*shapes, dot(262, top + 9.5, 1.5), silent], top + 46


def _heading(words: str, top: float) -> tuple[list[Markup], float]:
    return [text(0, top + 18, words, size=_SIZE, bold=True), rule(0, top + 24, WIDTH, top + 24, firm=True)], top + 25


def _row(title: str, cells: Sequence[tuple[float, Iterable[Verdict]]], top: float) -> tuple[list[Markup], float]:
    lines = wrapped(title, _TITLES - 6, _SIZE)
    bottom = top + 8 + len(lines) * 15.9
    middle = (top + bottom) / 2
    shapes = list(column(0, middle + 4.5 - (len(lines) - 1) * 15.9 / 2, lines, size=_SIZE))
    for centre, found in cells:
        shapes += _cell(centre, middle, list(found))
    return [*shapes, rule(0, bottom, WIDTH, bottom)], bottom


def _cell(centre: float, middle: float, found: Sequence[Verdict]) -> Iterator[Markup]:
    """The marks of a source side by side, or a point where it is silent."""
    side = min(_MARK, _ROOM / max(len(found), 1) - _BETWEEN)
    left = centre - (len(found) * (side + _BETWEEN) - _BETWEEN) / 2
    for number, verdict in enumerate(found):
        yield mark(verdict, left + number * (side + _BETWEEN), middle - side / 2, side)
    if not found:
        yield dot(centre, middle, 1.5)
