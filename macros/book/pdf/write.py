"""Book → PDF, laid out piece by piece in a process that sees our fonts and style sheets and nothing else.

Whatever is lost on the way is a fault: nothing is dropped in silence.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pikepdf

from macros.book.assemble import Book, Chapter, Section
from macros.book.attachment import Attachment
from macros.book.fault import Fault, refuse
from macros.book.forms import FIELD
from macros.book.front import whole_date
from macros.book.identity import identifier
from macros.book.pagemap import PageMap
from macros.book.pdf.fields import field_faults, mend_fields
from macros.book.pdf.finish import attach, identify, label_pages
from macros.book.pdf.paging import Layout, Paged, paginate
from macros.book.pdf.pieces import pieces_of
from macros.book.pdf.press import Press, start_press
from macros.book.pdf.tagged import running_text
from macros.book.pdf.tags import mend_tags
from macros.book.text import lost_notes, lost_text, pdf_text
from macros.book.xhtml import read_xhtml


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The PDF of a book, and what its layout found."""

    pdf: bytes
    pages: PageMap
    pieces: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Each chapter, and each section with questions to answer, as a PDF of its own with the numbers of the whole; by id.

    Empty unless they were asked for."""


def write_pdf(
    book: Book,
    fonts: Path,
    known: PageMap | None = None,
    *,
    attachments: tuple[Attachment, ...] = (),
    pieces: bool = False,
) -> Printed:
    """The whole book as a tagged PDF/UA-1 file whose questions can be answered; `fonts` is the folder of the font files.

    `known` is the map of an earlier layout, which spares work and changes nothing. Raises `BookError`.
    """
    with start_press(fonts) as press:
        layout = paginate(pieces_of(book), press.lay, known or PageMap())
        names = tuple(place.piece.id for place in layout.paged)
        pdf = _finished(press.write(names, _digest(book.data.id)), book, _runs(layout.paged), attachments, whole=True)
        refuse((*_lost(book, pdf, layout), *field_faults(pdf, book)))
        apart = dict(_apart(press, book, layout)) if pieces else {}
    return Printed(pdf=pdf, pages=layout.pages, pieces=MappingProxyType(apart))


def lay_out(html: str, fonts: Path, variant: str | None = "pdf/ua-1") -> bytes:
    """The PDF of one HTML document in the book's styles; raises `BookError` with all that would be lost."""
    with start_press(fonts) as press:
        press.lay("document", html, keep=True)
        return press.write(("document",), _digest(html), variant=variant)


def _apart(press: Press, book: Book, layout: Layout) -> Iterator[tuple[str, bytes]]:
    """Every chapter as a file of its own, and after it each of its sections that asks questions."""

    def written(place: Paged, id: str, title: str, inside: str | None = None) -> bytes:
        page = place.laid.places[id]
        title = f"{title} – {book.data.title}"
        elsewhere = layout.pages.numbers
        pdf = press.write((place.piece.id,), _digest(id), title=title, inside=inside, elsewhere=elsewhere)
        return _finished(pdf, book, ((0, place.first + page, False),))

    for place in layout.paged:
        if chapter := place.piece.chapter:
            yield chapter.id, written(place, chapter.id, chapter.title)
            for section in worksheets(chapter):
                yield section.id, written(place, section.id, section.title, inside=section.id)


def worksheets(chapter: Chapter) -> tuple[Section, ...]:
    """The sections of a chapter that ask questions."""
    asking = {
        section.get("id")
        for section in read_xhtml(chapter.html).iter("section")
        if any(element.get(FIELD) for element in section.iter())
    }
    return tuple(section for section in chapter.sections if section.id in asking)


def _finished(
    pdf: bytes, book: Book, runs: Iterable[tuple[int, int, bool]], attachments: tuple[Attachment, ...] = (), *,
    whole: bool = False,
) -> bytes:  # fmt: skip
    """A PDF as WeasyPrint leaves it, with its fields and tags put right, page labels and attachments.

    The `whole` book bears the identifier that its EPUB names as the source of the page numbers.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        mend_fields(document, {"Book": book.data.id, "Edition": book.data.edition})
        mend_tags(document)
        label_pages(document, runs)
        attach(document, attachments, whole_date(book.data.published))
        if whole:
            identify(document, identifier(book.data, "pdf"))
        output = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        document.save(output, deterministic_id=True, object_stream_mode=mode, compress_streams=True)
        return output.getvalue()


def _lost(book: Book, pdf: bytes, layout: Layout) -> tuple[Fault, ...]:
    """What the pages of the chapters do not say."""
    front = sum(place.laid.pages for place in layout.paged if place.piece.in_front)
    read = (piece.text for piece in running_text(pdf) if piece.page >= front)
    numbers = layout.pages.numbers
    return lost_text(book, read, "PDF", numbers) + lost_notes(book, pdf_text(pdf), "PDF", numbers)


def _runs(paged: tuple[Paged, ...]) -> Iterator[tuple[int, int, bool]]:
    """Where in the file each numbering begins."""
    page, roman = 0, None
    for place in paged:
        if place.piece.in_front is not roman:
            roman = place.piece.in_front
            yield page, place.first, roman
        page += place.laid.pages


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
