"""A text of the library → its words on one line, as a reader would say them: a reference is the title it leads to."""

from __future__ import annotations

from macros import prose
from macros.library import Library
from macros.prose import Mark, ReferenceMark


def spoken(library: Library, text: str) -> str:
    """The words of a text, its citations left out."""
    blocks = prose.blocks(text, library.book.language)
    return " ".join(" ".join("".join(_words(library, part) for part in block).split()) for block in blocks)


def _words(library: Library, part: str | Mark) -> str:
    if isinstance(part, str):
        return part
    return (part.words or library.title(part.id)) if isinstance(part, ReferenceMark) else ""
