"""The text of a book and of a PDF, reduced so that the two can be compared letter by letter.

WeasyPrint can drop the tail of a long flow without a word; this is how a lost line is noticed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]

from macros.book.assemble import Book
from macros.book.fault import Fault
from macros.book.xhtml import Element, read_xhtml

_BLOCKS = frozenset({
    "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_MARGINS = (15, 54, 15, 56)
"""Points cut from a page's left, bottom, right and top: less than its margins, more than its running heads take."""
_AROUND = 15
"""Pages before and after the last long block within which the next one is looked for."""
_LONG = 30
"""Letters above which a block stands in one place only."""


def letters(text: str) -> str:
    """Only letters and digits: hyphens, spaces and ligatures differ between a page and its source."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def pdf_text(pdf: bytes) -> tuple[str, ...]:
    """The text of each page in reading order, running heads and page numbers left out."""
    left, bottom, right, top = _MARGINS
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            width, height = page.get_size()
            texts.append(page.get_textpage().get_text_bounded(left, bottom, width - right, height - top))
        return tuple(texts)
    finally:
        document.close()


def lost_text(book: Book, pages: tuple[str, ...], where: str) -> tuple[Fault, ...]:
    """Paragraphs, headings, cells and list items of the book that are not on its pages, in the book's order.

    Each is looked for on the pages around the last long one found: short ones may stand in many places.
    """
    reduced = tuple(map(letters, pages))
    seams = [tuple(_seams(page, following)) for page, following in zip(reduced, (*reduced[1:], ""), strict=True)]
    faults = []
    here = 0
    for part in book.parts:
        for chapter in part.chapters:
            for run in runs(read_xhtml(chapter.html)):
                wanted = letters(run)
                ahead, behind = (
                    range(here, min(len(seams), here + _AROUND)),
                    range(here - 1, max(0, here - _AROUND), -1),
                )
                found = next(
                    (number for number in (*ahead, *behind) if any(wanted in seam for seam in seams[number])), None
                )
                if found is None:
                    faults.append(Fault("text-lost", where, f"{chapter.id}: {run[:120]}"))
                elif len(wanted) > _LONG and found > here:
                    here = found
    return tuple(faults)


def _seams(page: str, following: str) -> Iterator[str]:
    """A page with the next one, as a paragraph over both would read.

    The numbers of a page's lists are drawn after its text: they stand between the two halves, and are left out
    one digit at a time, since the paragraph may itself break after a number.
    """
    text = page.rstrip("0123456789")
    for end in range(len(text), len(page) + 1):
        yield page[:end] + following


def runs(element: Element) -> Iterator[str]:
    """The text of each block in order, as it stands between one block and the next; drawings are left out."""
    pieces: list[str] = []
    for token in (*_tokens(element), None):
        if token is not None:
            pieces.append(token)
            continue
        run = " ".join("".join(pieces).split())
        pieces = []
        if letters(run):
            yield run


def _tokens(element: Element) -> Iterator[str | None]:
    """Pieces of text, and None where a block begins or ends."""
    if element.tag.startswith("{"):
        return
    edge = (None,) if element.tag in _BLOCKS else ()
    yield from edge
    yield element.text or ""
    for child in element:
        yield from _tokens(child)
        yield child.tail or ""
    yield from edge
