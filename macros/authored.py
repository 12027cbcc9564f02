"""A text that somebody wrote for the library, as readers see it wherever it is printed.

The value that passes from the library to the proof that nothing is lost: it knows neither where the text comes from
nor where it goes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Authored:
    """One paragraph, list item or line of an entry."""

    entry: str
    """Id of the entry."""
    kind: str
    """Its kind: the name of its folder."""
    field: str
    """Where it stands in its file: `roles.2.text`."""
    pieces: tuple[str, ...]
    """Its words. A medium may add something of its own between two pieces, such as the page that a link leads to."""
    again: bool = False
    """True where pages of other entries say it again: a title, a summary."""
    apart: bool = False
    """True where it is not printed with its entry but wherever somebody refers to it."""
