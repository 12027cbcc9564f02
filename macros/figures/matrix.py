"""Who does each activity in each scenario: a wall per scenario, and the work on one side of it, on the other or across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from macros.figures.drawing import WIDTH, Figure, column, empty, frame, full, half, plate, rule, stacked, text
from macros.figures.lettering import LINE, fitting, leading, width_of, wrapped
from macros.library import Library
from macros.model import Activity, Role, Scenario

_GAP, _BAR, _NAME, _WORD = 14, 22, 14, 12.5
"""Between columns, height of the bars, sizes of the scenarios' names and of the words."""


@dataclass(frozen=True, kw_only=True)
class Matrix(Figure):
    """The figure and its data."""

    scenarios: tuple[tuple[str, Scenario], ...]
    activities: tuple[str, ...]
    """Those that some scenario speaks of, in their order."""
    hands: Mapping[tuple[str, str], Role]
    """By scenario and activity; none where the scenario says nothing."""


def matrix(library: Library) -> Matrix | None:
    """The scenarios side by side, activity by activity."""
    scenarios = library.of(Scenario)
    hands = {(id, role.activity): role for id, found in scenarios for role in found.roles}
    activities = tuple(id for id, _ in library.of(Activity) if any((key, id) in hands for key, _ in scenarios))
    if not activities:
        return None
    rows = ((library.title(id), [hands.get((key, id)) for key, _ in scenarios]) for id in activities)
    heads = partial(_heads, [found.label for _, found in scenarios])
    shapes, height = stacked((heads, *(partial(_row, library.words, title, roles) for title, roles in rows)))
    spoken = (library.words["figure_matrix_title"], *_said(library, scenarios))
    return Matrix(
        name="matrix",
        caption=library.words["figure_matrix_caption"],
        drawing=frame("matrix", height, " ".join(spoken), shapes),
        scenarios=scenarios,
        activities=activities,
        hands=hands,
    )


def _said(library: Library, scenarios: tuple[tuple[str, Scenario], ...]) -> Iterator[str]:
    """Each scenario in words: who does each of the activities it speaks of."""
    for _, found in scenarios:
        parts = (f"{library.title(role.activity)}, {library.words[f'hands_{role.by}']}" for role in found.roles)
        yield f"{found.label}: {'; '.join(parts)}."


def _lefts(count: int) -> tuple[tuple[float, ...], float]:
    """The left sides of the columns, and how wide each is."""
    wide = (WIDTH - _GAP * (count - 1)) / count
    return tuple(number * (wide + _GAP) for number in range(count)), wide


def _heads(labels: Sequence[str], top: float) -> tuple[list[Markup], float]:
    """The names over the columns, on the same last line."""
    lefts, wide = _lefts(len(labels))
    names = [wrapped(label, wide, _NAME, bold=True) for label in labels]
    bottom = top + max(map(len, names)) * leading(_NAME)
    shapes: list[Markup] = []
    for left, lines in zip(lefts, names, strict=True):
        first = bottom - (len(lines) - 1) * leading(_NAME) - 4
        shapes += column(left + wide / 2, first, lines, size=_NAME, bold=True, anchor="middle")
    return shapes, bottom + 4


def _row(words: Mapping[str, str], title: str, roles: Sequence[Role | None], top: float) -> tuple[list[Markup], float]:
    """An activity over its cells."""
    lefts, wide = _lefts(len(roles))
    lines = wrapped(title, WIDTH)
    shapes = [rule(0, top, WIDTH, top), *column(0, top + 18, lines)]
    y = top + 18 + (len(lines) - 1) * LINE + 9
    for left, role in zip(lefts, roles, strict=True):
        shapes += _cell(left, y, wide, words[f"hands_{role.by}" if role else "not_said"], role)
    return shapes, y + _BAR + 10


def _cell(x: float, y: float, wide: float, word: str, role: Role | None) -> Iterator[Markup]:
    """One place of the matrix: a bar on its side of the wall with the word in it, or words that nothing is said."""
    base, middle, side = y + _BAR / 2 + 4.5, x + wide / 2, wide / 2
    if role is None:
        yield text(middle, base, word, size=fitting(word, wide, _WORD), tone="quiet", anchor="middle")
        return
    if role.by == "together":
        yield from _astride(x, y, wide, word)
        return
    size = fitting(word, side - 6, _WORD, bold=True)
    if role.by == "inside":
        yield full(x, y, side, _BAR)
        yield text(x + side / 2, base, word, size=size, tone="paper", bold=True, anchor="middle")
    else:
        yield empty(middle, y, side, _BAR)
        yield text(middle + side / 2, base, word, size=size, bold=True, anchor="middle")
    yield rule(middle, y - 4, middle, y + _BAR + 4, firm=True)


def _astride(x: float, y: float, wide: float, word: str) -> Iterator[Markup]:
    """A bar on both sides of the wall, with the word across it: in either half it would say what only that side does."""
    size = fitting(word, wide * 0.7, _WORD, bold=True)
    room = width_of(word, size, bold=True) + 8
    middle = x + wide / 2
    yield half(x, y, wide, _BAR)
    yield rule(middle, y - 4, middle, y + _BAR + 4, firm=True)
    yield plate(middle - room / 2, y + 3, room, _BAR - 6)
    yield text(middle, y + _BAR / 2 + 4.5, word, size=size, bold=True, anchor="middle")
