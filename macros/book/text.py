"""The text of a book and of a PDF, reduced so that the two can be compared letter by letter.

WeasyPrint can drop the tail of a long flow without a word; this is how a lost line is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import pypdfium2  # type: ignore[import-untyped]

from macros.book.apparatus.locators import fold_locators
from macros.book.assemble import Book
from macros.book.fault import Fault
from macros.book.letters import letters as letters
from macros.book.pagemap import AT_PAGE, NOTE, fill_page_numbers
from macros.book.xhtml import Element, classes_of, read_xhtml, text_of

_NONE: Mapping[str, str] = MappingProxyType({})

_BLOCKS = frozenset({
    "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_MARGINS = (15, 54, 15, 56)
"""Points cut from a page's left, bottom, right and top: less than its margins, more than its running heads take."""
_LONG = 30
"""Letters above which a block stands in one place only."""
_NEAR, _FAR = 600, 20_000
"""Letters after the last block found within which a short one, and a long one, is looked for."""


def printed(html: str, numbers: Mapping[str, str]) -> str:
    """A chapter with its page numbers as they are printed; `numbers` are the pages of ids."""
    return fold_locators(fill_page_numbers(html, numbers), numbers)


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


def lost_text(book: Book, texts: Iterable[str], where: str, numbers: Mapping[str, str] = _NONE) -> tuple[Fault, ...]:
    """Paragraphs, headings, cells and list items that a medium has lost, or has out of order.

    `texts` is what it says, in the order of reading, notes left out; `numbers` are the pages that its references name.
    """
    text = letters(" ".join(texts))
    faults = []
    here = 0
    for chapter in book.chapters:
        for run in runs(read_xhtml(printed(chapter.html, numbers))):
            wanted = letters(run)
            until = here + len(wanted) + (_FAR if len(wanted) > _LONG else _NEAR)
            found = text.find(wanted, here, until)
            if found < 0:
                faults.append(Fault("text-lost", where, f"{chapter.id}: {run[:120]}"))
            else:
                here = found + len(wanted)
    return tuple(faults)


def lost_notes(book: Book, texts: Iterable[str], where: str, numbers: Mapping[str, str] = _NONE) -> tuple[Fault, ...]:
    """Notes that a medium has lost; `texts` is all it says."""
    text = letters(" ".join(texts))
    return tuple(
        Fault("text-lost", where, f"{chapter.id}: {text_of(element)[:120]}")
        for chapter in book.chapters
        for element in read_xhtml(printed(chapter.html, numbers)).iter()
        if NOTE in classes_of(element) and letters(text_of(element)) not in text
    )


def runs(element: Element) -> Iterator[str]:
    """The text of each block in order, as it stands between one block and the next.

    Drawings and notes are left out, and the phrases that only print has.
    """
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
    if element.tag.startswith("{") or classes_of(element) & {NOTE, AT_PAGE}:
        return
    edge = (None,) if element.tag in _BLOCKS else ()
    yield from edge
    yield element.text or ""
    for child in element:
        yield from _tokens(child)
        yield child.tail or ""
    yield from edge
