"""A tagged PDF → its words in the order in which they are read aloud, each with its place on the page.

Read through the tag tree, as assistive technology does (ISO 32000-1, 14.7): running heads and page numbers are not
in it, a note stands apart from the paragraph that calls it, and the number of a list item apart from its text.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pikepdf import Array, Dictionary

_ASIDE = frozenset({"/Note", "/FENote", "/Lbl", "/Reference"})
"""Elements that are not part of the running text: notes, the numbers or bullets of lists, and "(a pag. 42)"."""
_Key = tuple[int, int]
"""Page, from 0, and number of the marked content on it."""


@dataclass(frozen=True)
class Piece:
    """Some words, seldom more than a line of one paragraph."""

    page: int
    """From 0."""
    top: float
    """Points from the bottom of the page to the top of the words."""
    text: str


def running_text(pdf: bytes) -> tuple[Piece, ...]:
    """The words of a PDF in reading order, notes and list numbers left out; none if it is not tagged."""
    words = _marked_words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return ()
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        return tuple(piece for key in _order(document.Root.StructTreeRoot, pages) for piece in words.get(key, ()))


def _order(root: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Iterator[_Key]:
    """Every marked content in the order of the tag tree; no recursion, a tree may be deep."""
    waiting: list[tuple[pikepdf.Object, int]] = [(root, -1)]
    while waiting:
        item, page = waiting.pop()
        if not isinstance(item, Dictionary):
            yield page, int(item)
            continue
        if "/Pg" in item:
            page = pages.get(item.Pg.objgen, -1)
        if "/MCID" in item:
            yield page, int(item.MCID)
        elif "/K" in item and str(item.get("/S")) not in _ASIDE:
            kids = item.K
            waiting += [(kid, page) for kid in (reversed(list(kids)) if isinstance(kids, Array) else (kids,))]


def _marked_words(pdf: bytes) -> dict[_Key, list[Piece]]:
    """The words of each marked content, in the order they are drawn."""
    found: dict[_Key, list[Piece]] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
                drawn = pdfium.FPDFPage_GetObject(page.raw, index)
                mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn)
                if mark >= 0 and pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT:
                    piece = Piece(number, _top(drawn), _words(drawn, text.raw))
                    found.setdefault((number, mark), []).append(piece)
    finally:
        document.close()
    return found


def _top(drawn: object) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return top.value


def _words(drawn: object, page: object) -> str:
    """What an object says: PDFium answers in UTF-16, ended by a zero, and gives the size in bytes."""
    size = pdfium.FPDFTextObj_GetText(drawn, page, None, 0)
    letters = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(drawn, page, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)), size)
    return letters.raw[:-2].decode("utf-16-le", "replace")
