"""The figure of a case: its steps in a circle, where the last leads back to the first, else in order.

A step is drawn with the words its author put in bold; a case in which some step has none has no figure.
"""

from __future__ import annotations

from macros import prose
from macros.figures.circle import ROUND, circle
from macros.figures.drawing import Figure
from macros.figures.order import order
from macros.library import Library
from macros.model import Case


def case_figure(library: Library, case: Case) -> Figure | None:
    """The steps of a case, drawn."""
    labels = [prose.strong(step) for step in case.steps]
    if len(labels) < 2 or not all(labels):
        return None
    if case.shape == "line":
        return order(library.words, case.title, [tuple(map(_opening, runs)) for runs in labels])
    if len(labels) in ROUND:
        return circle(library.words, case.title, [_opening(" ".join(runs)) for runs in labels])
    return None


def _opening(words: str) -> str:
    """Words as they begin a sentence."""
    return words[:1].upper() + words[1:]
