"""Pieces → the same pieces laid out with the right page numbers, and the map of the pages.

A piece says page numbers that are known only once all are laid out: they are laid out again until none changes, only
those whose text or first page did. Numbers kept from an earlier layout spare most of the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from macros.book.fault import BookError, Fault
from macros.book.pagemap import PageBreak, PageMap
from macros.book.pdf.pieces import Piece, document
from macros.book.pdf.press import Laid

PASSES = 3
_TAG = re.compile(r"(<[^>]*>)([^<]*)")
_ID = re.compile(r'\bid="([^"]+)"')
_SIGNS = 1250
"""About how many signs of text fill a page."""
Lay = Callable[[str, str], Laid]
"""Lays out a document, given its name and its HTML."""


@dataclass(frozen=True, kw_only=True)
class Paged:
    """A piece with its place in the book."""

    piece: Piece
    first: int
    """The number of its first page, in its own numbering."""
    laid: Laid

    def label(self, page: int) -> str:
        """The number printed on one of its pages, counted from 0."""
        return page_label(self.first + page, roman=self.piece.in_front)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A book laid out."""

    paged: tuple[Paged, ...]
    pages: PageMap


def paginate(pieces: tuple[Piece, ...], lay: Lay, known: PageMap) -> Layout:
    """The layout in which every page number is right; raises `BookError` if there is none after `PASSES` passes."""
    numbers: Mapping[str, str] = {**_guessed(pieces), **known.numbers}
    laid: dict[str, Laid] = {}
    sent: dict[str, str] = {}
    for _ in range(PASSES):
        paged = _lay_changed(pieces, numbers, lay, laid, sent)
        pages = page_map(paged)
        before, numbers = numbers, pages.numbers
        if all(document(place.piece, place.first, numbers) == sent[place.piece.id] for place in paged):
            return Layout(paged=paged, pages=pages)
    raise BookError(_unsettled(paged, before, numbers))


def _lay_changed(
    pieces: tuple[Piece, ...], numbers: Mapping[str, str], lay: Lay, laid: dict[str, Laid], sent: dict[str, str]
) -> tuple[Paged, ...]:
    """One pass: every piece in its place; those whose document is not the one last sent are laid out."""
    paged = []
    nexts = {True: 1, False: 1}
    for piece in pieces:
        first = nexts[piece.in_front]
        html = document(piece, first, numbers)
        if sent.get(piece.id) != html:
            laid[piece.id] = lay(piece.id, html)
            sent[piece.id] = html
        paged.append(Paged(piece=piece, first=first, laid=laid[piece.id]))
        nexts[piece.in_front] = first + laid[piece.id].pages
    return tuple(paged)


def _guessed(pieces: tuple[Piece, ...]) -> dict[str, str]:
    """About where every id stands, for the first pass: numbers as long as the right ones take the same room."""
    numbers = {}
    nexts = {True: 1, False: 1}
    for piece in pieces:
        first, signs = nexts[piece.in_front], 0
        for tag, text in _TAG.findall(piece.body({})):
            if found := _ID.search(tag):
                numbers[found[1]] = page_label(first + signs // _SIGNS, roman=piece.in_front)
            signs += len(text.strip())
        pages = 1 + signs // _SIGNS
        nexts[piece.in_front] = first + pages + pages % 2
    return numbers


def page_map(paged: tuple[Paged, ...]) -> PageMap:
    """The printed page of every id, and what every page begins with."""
    numbers = {name: place.label(page) for place in paged for name, page in place.laid.places.items()}
    breaks = tuple(
        PageBreak(label=place.label(page), chapter=place.piece.id, block=block, letters=count)
        if not place.piece.in_front
        else PageBreak(label=place.label(page), chapter="", block=0, letters=0)
        for place in paged
        for page, (block, count) in enumerate(place.laid.texts)
    )
    return PageMap(numbers=numbers, breaks=breaks)


def page_label(number: int, *, roman: bool) -> str:
    """A page number as it is printed: `42`, or `xlii`."""
    if not roman:
        return str(number)
    text = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        text += letters * (number // value)
        number %= value
    return text


def _unsettled(paged: tuple[Paged, ...], before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Fault, ...]:
    """The first place of each piece whose number changed in the last pass."""
    changed = [[name for name in place.laid.places if before.get(name) != after[name]] for place in paged]
    return tuple(
        Fault("pages-unsettled", f"PDF {place.piece.id}", f"{names[0]}: {before.get(names[0])} → {after[names[0]]}")
        for place, names in zip(paged, changed, strict=True)
        if names
    )
