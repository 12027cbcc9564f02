"""Book → the pieces it is laid out in, each a document of its own: front matter, contents, part openings, chapters.

Laid out one by one, a long book takes a fifth of the time, and a changed chapter is laid out alone. A piece opens on a
right-hand page and knows what the others must not tell it: its first page number and the running head of its part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from macros.book.assemble import Book, Chapter
from macros.book.forms import controls
from macros.book.front import render
from macros.book.pdf.notes import with_all_notes
from macros.book.text import printed

FRONT, CONTENTS = "_front", "_contents"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of the book that is laid out alone."""

    book: Book
    id: str
    title: str
    template: str
    in_front: bool = False
    """Whether its pages bear roman numerals, counted apart."""
    part: str = ""
    """The running head of its left pages, if it comes from an earlier piece."""
    chapter: Chapter | None = None

    def body(self, numbers: Mapping[str, str]) -> str:
        """What stands in the `<body>`, page numbers written in."""
        html = Markup(printed(self._html, numbers))
        return render(self.template, self.book, piece=self, html=html, numbers=numbers)

    @cached_property
    def _html(self) -> str:
        return with_all_notes(controls(self.chapter.html)) if self.chapter else ""


def pieces_of(book: Book) -> tuple[Piece, ...]:
    """The pieces, in the order of the pages."""
    words = book.words
    pieces = [
        Piece(book=book, id=FRONT, title=words["book_title_page"], template="front.html", in_front=True),
        Piece(book=book, id=CONTENTS, title=words["book_contents"], template="contents.html", in_front=True),
    ]
    for part in book.parts:
        pieces.append(Piece(book=book, id=part.id, title=part.title, template="part.html"))
        pieces += [chapter_piece(book, chapter, part.title) for chapter in part.chapters]
    pieces += [chapter_piece(book, chapter, "") for chapter in book.back]
    return tuple(pieces)


def chapter_piece(book: Book, chapter: Chapter, part: str) -> Piece:
    """A chapter as a piece; `part` is empty if it stands after the last part."""
    return Piece(book=book, id=chapter.id, title=chapter.title, template="chapter.html", part=part, chapter=chapter)


def document(piece: Piece, first: int, numbers: Mapping[str, str]) -> str:
    """A piece as an HTML document whose first page has the number `first`."""
    return render(
        "book.html",
        piece.book,
        body=Markup(piece.body(numbers)),
        part=piece.part,
        first=first,
    )
