"""From one scenario to the next: what makes a company move, and what changes hands when it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from markupsafe import Markup

from macros import prose
from macros.figures.drawing import (
    WIDTH,
    Block,
    Figure,
    arrowhead,
    column,
    dot,
    filled,
    frame,
    mark,
    rule,
    stacked,
    text,
)
from macros.figures.lettering import LINE, leading, width_of, wrapped
from macros.library import Library
from macros.model import Hands, Scenario

_TRACK, _LEFT, _HANDS, _NAME, _HEAD, _WORD = 9, 30, 176, 15, 12, 12.5
"""Where the line of the path, the text beside it and the hands stand; sizes of names, small headings and words."""


@dataclass(frozen=True)
class Change:
    """An activity that the next scenario puts in other hands."""

    activity: str
    before: Hands
    after: Hands


@dataclass(frozen=True)
class Move:
    """The passage from a scenario to the next."""

    start: str
    end: str
    reasons: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class EvolutionPath(Figure):
    """The figure and its data."""

    moves: tuple[Move, ...]


def evolution_path(library: Library) -> EvolutionPath | None:
    """The longest way from scenario to scenario."""
    scenarios = dict(library.of(Scenario))
    stations = max((_followed(scenarios, id) for id in scenarios), key=len, default=())
    moves = tuple(_move(scenarios, start, end) for start, end in pairwise(stations))
    if not moves:
        return None
    first = partial(_departure, library.title(stations[0]))
    shapes, height = stacked(
        (first, *(block for move in moves for block in _blocks(library, move, last=move is moves[-1])))
    )
    spoken = (library.words["figure_path_title"], *(said for move in moves for said in _said(library, scenarios, move)))
    return EvolutionPath(
        name="path",
        caption=library.words["figure_path_caption"],
        drawing=frame("path", height, " ".join(spoken), shapes),
        moves=moves,
    )


def _followed(scenarios: Mapping[str, Scenario], id: str) -> tuple[str, ...]:
    """The scenarios met from one on; where the way comes back to one already met, it ends."""
    met = [id]
    while (following := scenarios[met[-1]].next) in scenarios and following not in met:
        met.append(str(following))
    return tuple(met)


def _move(scenarios: Mapping[str, Scenario], start: str, end: str) -> Move:
    after = {role.activity: role.by for role in scenarios[end].roles}
    changes = (
        Change(role.activity, role.by, after[role.activity])
        for role in scenarios[start].roles
        if after.get(role.activity, role.by) != role.by
    )
    return Move(start, end, tuple(map(prose.gist, scenarios[start].move_on)), tuple(changes))


def _said(library: Library, scenarios: Mapping[str, Scenario], move: Move) -> Iterator[str]:
    """A passage in words."""
    words = library.words
    yield filled(words["figure_path_step"], start=scenarios[move.start].label, end=scenarios[move.end].label)
    if move.reasons:
        yield f"{words['move_on']}: {'; '.join(reason.rstrip('.') for reason in move.reasons)}."
    if move.changes:
        shifts = (_shift(words, library.title(one.activity), one) for one in move.changes)
        yield f"{words['figure_path_changes']}: {'; '.join(shifts)}."


def _shift(words: Mapping[str, str], activity: str, one: Change) -> str:
    before, after = words[f"hands_{one.before}"], words[f"hands_{one.after}"]
    return filled(words["figure_path_shift"], activity=activity, before=before, after=after)


def _blocks(library: Library, move: Move, *, last: bool) -> Iterator[Block]:
    """What stands between a scenario and the next, and the next one with the end of the arrow."""
    if move.reasons:
        yield partial(_heading, library.words["move_on"])
        yield from (partial(_reason, reason) for reason in move.reasons)
    if move.changes:
        yield partial(_heading, library.words["figure_path_changes"])
        yield from (partial(_change, library, change) for change in move.changes)
    yield partial(_pause, 14)
    yield partial(_arrival if last else _station, library.title(move.end))


def _departure(title: str, top: float) -> tuple[list[Markup], float]:
    lines = wrapped(title, WIDTH - _LEFT, _NAME, bold=True)
    bottom = top + len(lines) * leading(_NAME) + 4
    return [dot(_TRACK, top + 10, 6.5), *column(_LEFT, top + 15, lines, size=_NAME, bold=True)], bottom


def _station(title: str, top: float) -> tuple[list[Markup], float]:
    """A scenario on the way, whose line goes on beside its title."""
    shapes, bottom = _arrival(title, top)
    return [*shapes, *_track(top + 10, bottom)], bottom


def _arrival(title: str, top: float) -> tuple[list[Markup], float]:
    """A scenario and the head of the arrow that leads to it."""
    shapes, bottom = _departure(title, top)
    return [*shapes, arrowhead(_TRACK, top + 2.5, 0, 1)], bottom


def _heading(words: str, top: float) -> tuple[list[Markup], float]:
    bottom = top + 23
    return [*_track(top, bottom), text(_LEFT, top + 17, words, size=_HEAD, tone="quiet", bold=True)], bottom


def _reason(reason: str, top: float) -> tuple[list[Markup], float]:
    lines = wrapped(reason, WIDTH - _LEFT - 12)
    bottom = top + len(lines) * LINE + 3
    return [*_track(top, bottom), dot(_LEFT + 3, top + 8.5, 2), *column(_LEFT + 12, top + 13, lines)], bottom


def _change(library: Library, change: Change, top: float) -> tuple[list[Markup], float]:
    """An activity, and beside it the hands it leaves and the hands it comes to."""
    lines = wrapped(library.title(change.activity), _HANDS - _LEFT - 8)
    bottom = top + len(lines) * LINE + 3
    before, after = library.words[f"hands_{change.before}"], library.words[f"hands_{change.after}"]
    x = _HANDS + 17 + width_of(before, _WORD, bold=True)
    shapes = [
        *_track(top, bottom),
        *column(_LEFT, top + 13, lines),
        mark(change.before, _HANDS, top + 3),
        text(_HANDS + 17, top + 13, before, size=_WORD, bold=True),
        rule(x + 4, top + 8.5, x + 14, top + 8.5, firm=True),
        arrowhead(x + 22, top + 8.5, 1, 0),
        mark(change.after, x + 30, top + 3),
        text(x + 47, top + 13, after, size=_WORD, bold=True),
    ]
    return shapes, bottom


def _pause(height: float, top: float) -> tuple[list[Markup], float]:
    return _track(top, top + height), top + height


def _track(top: float, bottom: float) -> list[Markup]:
    return [rule(_TRACK, top, _TRACK, bottom, firm=True)]
