"""Book → what its EPUB says of its own accessibility, in the terms of EPUB Accessibility 1.1 and schema.org.

Only what is true of this book is said, and each feature follows from what the book holds.
Conformance to WCAG is not claimed: the specification asks that a person evaluate the book first, and sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.book.assemble import Book
from macros.book.epub.outline import Outline
from macros.book.pagemap import PageMap
from macros.book.semantics import INDEX

_ALWAYS = (
    "ARIA",
    "displayTransformability",
    "highContrastDisplay",  # every text reaches 7:1, by day and by night: a browser measures it in the tests
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "unlocked",
)


@dataclass(frozen=True, kw_only=True)
class Access:
    """The metadata that a shop or a library shows to those who need it."""

    modes: tuple[str, ...]
    """How the content is perceived."""
    sufficient: tuple[str, ...]
    """Which ways of perceiving, alone or together, are enough to have all of it."""
    features: tuple[str, ...]
    summary: str


def access_of(book: Book, outline: Outline, pages: PageMap) -> Access:
    """The accessibility of a book; page numbers and index count only if they are there."""
    drawn = any("<svg" in chapter.html for chapter in book.chapters)
    features = (
        *_ALWAYS,
        *(("alternativeText",) if drawn else ()),
        *(("index",) if INDEX in outline.kinds.values() else ()),
        *(("pageBreakMarkers", "pageNavigation") if pages.breaks else ()),
    )
    sentences = ("book_accessibility_summary", *(("book_accessibility_pages",) if pages.breaks else ()))
    return Access(
        modes=("textual", "visual") if drawn else ("textual",),
        sufficient=("textual", "textual,visual") if drawn else ("textual",),
        features=tuple(sorted(features, key=str.lower)),
        summary=" ".join(book.words[key] for key in sentences),
    )
