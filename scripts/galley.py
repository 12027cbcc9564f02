"""The PDF of the entry that is being written, laid out alone and at once, with the page numbers of the last build.

A galley proof: page numbers are right but for those that the change itself moves, and the entry begins on a page of its
own. The process that lays out is kept from one change to the next; after a fault, or when the style changes, another is
started.
"""

from __future__ import annotations

import contextlib
import json
import pathlib
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise

from terminal import FONTS, console

from kept import last_pages
from making import book_of

from macros.book.assemble import Book, Chapter
from macros.book.fault import BookError
from macros.book.page import Page
from macros.book.pagemap import PageMap
from macros.book.pdf.pieces import Piece, document, pieces_of
from macros.book.pdf.press import CSS, Press, start_press
from macros.library import Library

_ID = re.compile(r'id="([^"]+)"')
_ENTRY = re.compile(r'<section class="page" id="([^"]+)">')
_SPACE = re.compile(r"\s+")
_PAGE = pathlib.Path(__file__).with_name("galley.html")
"""Shows the latest PDF, and the next as soon as there is one."""


@dataclass(frozen=True)
class Edit:
    """What changed: the chapter, and the place in it."""

    book: Book
    chapter: Chapter
    place: str
    """An id."""


class Galley:
    """The proofs of a project, in a folder that is served."""

    def __init__(self, root: pathlib.Path, folder: pathlib.Path) -> None:
        self._root = root
        self._folder = folder
        self._book: Book | None = None
        self._held = contextlib.ExitStack()
        self._press: Press | None = None
        self._style = 0.0
        self._count = 0
        folder.mkdir()
        (folder / "index.html").write_bytes(_PAGE.read_bytes())

    def edit(self, pages: tuple[Page, ...], library: Library, sources: Collection[str] = ()) -> Edit | None:
        """What changed since the last time: of more chapters, one of `sources`, files of `docs/`; at first the first.

        What is wrong with the book is printed, and nothing changed.
        """
        try:
            book = book_of(pages, library)
        except BookError as error:
            console.print(str(error), markup=False)
            return None
        before, self._book = self._book, book
        return _edit(before, book, sources)

    def pull(self, edit: Edit) -> None:
        """Lay out the entry that changed; what is wrong is printed, and the last good proof stays."""
        try:
            self._write(edit)
        except BookError as error:
            self.close()
            console.print(str(error), markup=False)

    def close(self) -> None:
        """End the process that lays out."""
        self._held.close()
        self._press = None

    def _write(self, edit: Edit) -> None:
        book = edit.book
        known = last_pages(self._root / "build") or PageMap()
        (whole,) = (piece for piece in pieces_of(book) if piece.id == edit.chapter.id)
        name, piece = _entry(whole, edit)
        first = known.numbers.get(name, "1")
        press = self._ready()
        laid = press.lay(name, document(piece, int(first) if first.isdecimal() else 1, known.numbers))
        pdf = press.write((name,), "0" * 32, variant=None, elsewhere=_ids(book))
        self._count += 1
        page = laid.places.get(edit.place, 0) + 1
        self._put(f"{name}.pdf", pdf)
        self._put("latest.json", json.dumps(f"{name}.pdf?{self._count}#page={page}").encode())

    def _put(self, name: str, content: bytes) -> None:
        """Replace a file in one step: whoever is reading it has the old one or the new one whole."""
        half = self._folder / f"{name}.new"
        half.write_bytes(content)
        half.replace(self._folder / name)

    def _ready(self) -> Press:
        """The press, another one if there is none, it died, or the style sheets changed."""
        style = max(file.stat().st_mtime for file in CSS.iterdir())
        if self._press is None or not self._press.is_alive or style != self._style:
            self.close()
            self._press = self._held.enter_context(start_press(FONTS))
            self._style = style
        return self._press


def _edit(before: Book | None, after: Book, sources: Collection[str]) -> Edit | None:
    """The first chapter that is not as it was, one of `sources` rather, and the first place there that is not."""
    was = {chapter.id: _SPACE.sub("", chapter.html) for chapter in before.chapters} if before else {}
    edits = []
    for chapter in sorted(after.chapters, key=lambda chapter: not set(sources) & set(chapter.sources)):
        html = _SPACE.sub("", chapter.html)
        if html != was.get(chapter.id):
            edits.append(Edit(after, chapter, _changed_place(was.get(chapter.id, ""), html) or chapter.id))
    return edits[0] if edits else None


def _entry(whole: Piece, edit: Edit) -> tuple[str, Piece]:
    """Of a chapter, which may have dozens, the entry that holds the changed place, or what stands before them; its id."""
    html = edit.chapter.html
    at = html.find(f'id="{edit.place}"')
    starts = [0, *(found.start() for found in _ENTRY.finditer(html)), len(html)]
    first, end = next((pair for pair in pairwise(starts) if pair[0] <= at < pair[1]), (0, starts[1]))
    found = _ENTRY.match(html, first)
    part = replace(edit.chapter, html=html[first:end])
    return found[1] if found else whole.id, replace(whole, chapter=part)


def _changed_place(before: str, after: str) -> str:
    """The last id before the first difference."""
    same = next((number for number, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    return next(reversed(_ID.findall(after[:same])), "")


def _ids(book: Book) -> frozenset[str]:
    """Every id of the book."""
    ids = {part.id for part in book.parts} | {chapter.id for chapter in book.chapters}
    return frozenset(ids.union(*(_ID.findall(chapter.html) for chapter in book.chapters)))
