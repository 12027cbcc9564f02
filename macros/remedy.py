"""What a message needs besides its words: the exact place, the nearest known word, the corrected line."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from macros.problem import Fix, Place
from macros.source import Document, Path


def place_of(document: Document, path: Path) -> Place:
    """Where a value stands, or the nearest thing around it that stands anywhere."""
    while path and path not in document.places:
        path = path[:-1]
    return document.places.get(path, Place(document.file, 1, 1))


def place_of_text(document: Document, path: Path, excerpt: str) -> Place:
    """Where some words stand inside the value at `path`: the first place from the value's start that has them."""
    start = place_of(document, path)
    first = excerpt.splitlines()[0]
    for number, line in enumerate(document.text.splitlines()[start.line - 1 :], start.line):
        column = line.find(first, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return Place(document.file, number, column + 1, len(first))
    return start


def replacing(document: Document, place: Place, new: str) -> Fix:
    """The line of `place` with its stretch replaced."""
    line = document.text.splitlines()[place.line - 1]
    start = place.column - 1
    return Fix(place.line, place.line, (line[:start] + new + line[start + place.width :],))


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The three known words most like this one, best first; with none alike, an empty tuple."""
    return tuple(difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.5))


def proposed_id(text: str) -> str:
    """The id a text would give: small letters without accents, digits and single hyphens."""
    spaced = text.lower().replace("’", "-")  # l’ascolto → l-ascolto
    bare = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
