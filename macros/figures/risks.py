"""Two maps of the risks: who is hurt by each, and which principles reduce it. Each risk has the same number in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from macros.figures.drawing import WIDTH, Figure, chip, column, dot, filled, frame, rule, stacked, stairs, text
from macros.figures.lettering import wrapped
from macros.library import Library
from macros.model import Principle, Risk

_NUMBER, _DOTS, _CHIPS, _SIZE, _LINE = 22, 244, 226, 12.5, 15.9
"""Where the titles stand beside their numbers; where dots and chips begin; size of the titles, and their leading."""
_CHIP = 17.4
"""Side of a chip."""


@dataclass(frozen=True, kw_only=True)
class HarmMap(Figure):
    """The figure and its data."""

    risks: tuple[tuple[str, Risk], ...]
    hurt: tuple[tuple[str, int], ...]
    """Who is hurt and by how many risks, the most hurt first."""


@dataclass(frozen=True, kw_only=True)
class RemedyMap(Figure):
    """The figure and its data."""

    principles: tuple[tuple[str, tuple[str, ...]], ...]
    """The principles and the risks each reduces, those that reduce the most first."""


def harm_map(library: Library) -> HarmMap | None:
    """Risks × who is hurt."""
    risks = library.of(Risk)
    hurt = tuple(Counter(who for _, found in risks for who in {harm.who: 1 for harm in found.hurts}).most_common())
    if not risks:
        return None
    centres = [_DOTS + (WIDTH - _DOTS) / len(hurt) * (number + 0.5) for number in range(len(hurt))]
    rows = (
        partial(_harm_row, number, found, tuple(zip([who for who, _ in hurt], centres, strict=True)))
        for number, (_, found) in enumerate(risks, 1)
    )
    heads = partial(stairs, [who for who, _ in hurt], centres)
    totals = partial(_totals, library.words["figure_harms_total"], [n for _, n in hurt], centres)
    shapes, height = stacked((heads, *rows, totals))
    counted = "; ".join(f"{who}: {number}" for who, number in hurt)
    told = "; ".join(
        f"{number}, {found.title}: {', '.join({harm.who: 1 for harm in found.hurts})}"
        for number, (_, found) in enumerate(risks, 1)
    )
    spoken = filled(library.words["figure_harms_title"], all=len(risks), counted=counted, told=told)
    return HarmMap(
        name="harms",
        caption=library.words["figure_harms_caption"],
        drawing=frame("harms", height, spoken, shapes),
        risks=risks,
        hurt=hurt,
    )


def remedy_map(library: Library) -> RemedyMap | None:
    """Principles × the risks they reduce."""
    risks = library.of(Risk)
    numbers = {id: number for number, (id, _) in enumerate(risks, 1)}
    reduced = {id: tuple(key for key, risk in risks if id in risk.reduced_by) for id, _ in library.of(Principle)}
    principles = tuple(sorted(((id, ids) for id, ids in reduced.items() if ids), key=lambda pair: -len(pair[1])))
    if not principles:
        return None
    rows = (partial(_remedy_row, library.title(id), [numbers[key] for key in ids]) for id, ids in principles)
    shapes, height = stacked(rows)
    counted = "; ".join(
        f"{library.title(id)}, {len(ids)}: {', '.join(map(library.title, ids))}" for id, ids in principles
    )
    spoken = filled(library.words["figure_remedies_title"], all=len(risks), counted=counted)
    return RemedyMap(
        name="remedies",
        caption=library.words["figure_remedies_caption"],
        drawing=frame("remedies", height + 1, spoken, shapes),
        principles=principles,
    )


def _harm_row(number: int, risk: Risk, places: Sequence[tuple[str, float]], top: float) -> tuple[list[Markup], float]:
    lines = wrapped(risk.title, _DOTS - _NUMBER - 6, _SIZE)
    bottom = top + 7 + len(lines) * _LINE
    first = top + 15
    shapes = [text(16, first, str(number), size=_SIZE, tone="quiet", anchor="end")]
    shapes += column(_NUMBER, first, lines, size=_SIZE)
    hurt = {harm.who for harm in risk.hurts}
    shapes += [dot(x, (top + bottom) / 2, 5.5 if who in hurt else 1.2) for who, x in places]
    return [*shapes, rule(0, bottom, WIDTH, bottom)], bottom


def _totals(words: str, numbers: Sequence[int], centres: Sequence[float], top: float) -> tuple[list[Markup], float]:
    counted = (
        text(x, top + 17, str(number), size=_SIZE, bold=True, anchor="middle")
        for x, number in zip(centres, numbers, strict=True)
    )
    return [text(_NUMBER, top + 17, words, size=_SIZE, bold=True), *counted], top + 23


def _remedy_row(title: str, numbers: Sequence[int], top: float) -> tuple[list[Markup], float]:
    """A principle, and a chip with its number for each risk it reduces."""
    lines = wrapped(title, _CHIPS - 8, _SIZE)
    a_row = int((WIDTH - _CHIPS + 2) // (_CHIP + 2))
    tall = max(len(lines) * _LINE, -(-len(numbers) // a_row) * (_CHIP + 2))
    shapes = list(column(0, top + 16, lines, size=_SIZE))
    for place, number in enumerate(numbers):
        x, y = _CHIPS + place % a_row * (_CHIP + 2), top + 3 + place // a_row * (_CHIP + 2)
        shapes += chip(x, y, _CHIP, str(number))
    bottom = top + tall + 6
    return [*shapes, rule(0, bottom, WIDTH, bottom)], bottom
