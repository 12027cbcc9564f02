"""Book → its cover as a picture, the same that opens the PDF, for readers' shelves."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from macros.book.assemble import Book
from macros.book.front import render
from macros.book.pdf.write import lay_out

WIDTH = 1200  # pixels; shelves and shops ask for at least a thousand


def cover_picture(book: Book, fonts: Path) -> bytes:
    """The cover as PNG, `WIDTH` pixels wide."""
    document = pypdfium2.PdfDocument(lay_out(render("cover_alone.html", book), fonts, variant=None))
    try:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    output = io.BytesIO()
    picture.convert("RGB").quantize(64).save(output, "PNG", optimize=True)
    return output.getvalue()
