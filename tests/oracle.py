"""The oracle of the layout: the same book as one document, and what a PDF says that must be the same in both.

Books are only ever laid out piece by piece; here, and nowhere else, they are laid out whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from markupsafe import Markup

from macros.book.assemble import Book
from macros.book.front import render
from macros.book.letters import letters
from macros.book.pagemap import PageMap, text_blocks, text_pieces
from macros.book.pdf.fields import mend_fields
from macros.book.pdf.finish import label_pages
from macros.book.pdf.pieces import pieces_of
from macros.book.pdf.press import Laid, start_press
from macros.book.pdf.tag_tree import Mark, Note, Tag, read_tree
from macros.book.pdf.tagged import Piece, _marked_words
from macros.book.pdf.tagged import _words as _words_of
from macros.book.pdf.tags import mend_tags
from macros.book.pdf.write import Printed
from macros.book.text import printed as printed_html
from macros.book.xhtml import Element, read_xhtml

_ASIDE = frozenset({"Note", "Lbl", "Reference", "Figure"})
_ENOUGH = 12
"""Letters that tell one place from another."""
BY_COUNTER = """
.front-contents a::after { content: leader(" . ") " " target-counter(attr(href), page); }
.page-ref { font-size: 0; }
.page-ref::after { font-size: 10pt; content: target-counter(attr(href), page); }
"""
Facts = dict[str, list[str]]


def one_document(book: Book, pages: PageMap, style: str = "") -> str:
    """The whole book as one HTML document; `pages` gives the numbers that stand in the text."""
    front = sum(1 for found in pages.breaks if not found.chapter)
    body = "\n".join(piece.body(pages.numbers) for piece in pieces_of(book))
    html = render("book.html", book, body=Markup(body), part="", first=1)
    begins = f"@page :nth({front + 1}) {{ counter-set: page 1 }}"
    return html.replace("</style>", f"{begins}{style}</style>", 1)


def lay_out_whole(html: str, fonts: Path) -> tuple[Laid, bytes]:
    """A document as it was laid out, and its PDF with its tags mended."""
    with start_press(fonts) as press:
        laid = press.lay("book", html)
        pdf = press.write(("book",), "0" * 32)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        mend_fields(document, {})
        mend_tags(document)
        label_pages(document, ((0, 1, True),))
        output = io.BytesIO()
        document.save(output)
    return laid, output.getvalue()


def facts_of(pdf: bytes) -> Facts:
    """What a PDF says: the words of each page, margins included, destinations, links, bookmarks and tags with their words."""
    words = _marked_words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        names = pikepdf.NameTree(document.Root.Names.Dests).items() if "/Names" in document.Root else ()
        return {
            "words": list(_words(pdf)),
            "destinations": [f"{name!s} {pages[to[0].objgen]} {_at(to[2:4])}" for name, to in names],
            "links": [
                f"{number} {_lead(note)} {_at(note.Rect)}"
                for number, page in enumerate(document.pages)
                for note in page.get("/Annots", ())
                if note.Subtype == "/Link"
            ],
            "bookmarks": list(_bookmarks(pdf)),
            "tags": [_tag(tag, words) for tag in read_tree(document).walk()],
        }


def differences(one: Facts, other: Facts) -> list[str]:
    """The first difference of each kind."""
    found = []
    for kind in one:
        pairs = zip(one[kind], other[kind], strict=False)
        found += [f"{kind} {number}: {a} ≠ {b}" for number, (a, b) in enumerate(pairs) if a != b][:1]
        if len(one[kind]) != len(other[kind]):
            found.append(f"{kind}: {len(one[kind])} ≠ {len(other[kind])}")
    return found


def astray(book: Book, printed: Printed) -> list[str]:
    """Pages that do not begin with the letters that the map says, told from the words of the PDF alone."""
    chapters = {chapter.id: printed_html(chapter.html, printed.pages.numbers) for chapter in book.chapters}
    blocks = {name: [_own_letters(block) for block in text_blocks(read_xhtml(html))] for name, html in chapters.items()}
    said = _said(printed.pdf)
    found = []
    for page, place in enumerate(printed.pages.breaks):
        if place.chapter in blocks:
            left = "".join(blocks[place.chapter][place.block : place.block + 1])[place.letters :]
            wanted = left[:_ENOUGH] if said.get(page) else ""
            # What style sheets write may come first: the number of a question.
            if wanted not in said.get(page, "")[: _ENOUGH + 3]:
                found.append(f"{place.label}: {wanted!r} ≠ {said.get(page, '')[:_ENOUGH]!r}")
    return found


def calls_of(pdf: bytes) -> list[tuple[int, str, int]]:
    """Every link to a note: the page it is on, the note's id, the page of the note."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        places = {str(name): pages[to[0].objgen] for name, to in pikepdf.NameTree(document.Root.Names.Dests).items()}
        return [
            (number, name, places[name])
            for number, page in enumerate(document.pages)
            for link in page.get("/Annots", ())
            if (name := str(link.get("/Dest", ""))).startswith("note-")
        ]


def out_of_order(pdf: bytes) -> list[int]:
    """Pages, from 1, where the running text is painted in another order than its tags have."""
    marks: dict[int, list[int]] = {}

    def read(tag: Tag) -> None:
        for kid in tag.kids:
            if isinstance(kid, Tag) and kid.kind not in ("Note", "Lbl"):
                read(kid)
            elif isinstance(kid, Mark):
                marks.setdefault(kid.page, []).append(kid.number)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        read(read_tree(document))
    return [page + 1 for page, numbers in sorted(marks.items()) if numbers != sorted(numbers)]


def untold(pdf: bytes) -> list[str]:
    """Words that are on the pages and in no tag, but for running heads, page numbers and table heads said again."""
    words = _marked_words(pdf)
    document = pypdfium2.PdfDocument(pdf)
    allowed = {letters(mark.get_title()) for mark in document.get_toc()}
    labels = [document.get_page_label(number) for number in range(len(document))]
    document.close()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        heads = [tag for tag in read_tree(opened).walk() if tag.kind == "TH"]
        allowed |= {letters(piece.text) for head in heads for mark in _marks(head) for piece in words.get(mark, ())}
    return [
        f"{page + 1}: {text}"
        for page, text in _unmarked_words(pdf)
        if letters(text) and letters(text) not in allowed and text.strip() != labels[page]
    ]


def _marks(tag: Tag) -> Iterator[tuple[int, int]]:
    for inner in tag.walk():
        yield from ((kid.page, kid.number) for kid in inner.kids if isinstance(kid, Mark))


def _unmarked_words(pdf: bytes) -> Iterator[tuple[int, str]]:
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
            drawn = pdfium.FPDFPage_GetObject(page.raw, index)
            is_text = pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_TEXT
            if is_text and pdfium.FPDFPageObj_GetMarkedContentID(drawn) < 0:
                yield number, _words_of(drawn, text.raw)
    document.close()


def _said(pdf: bytes) -> dict[int, str]:
    """The letters of each page in the order of the tags, without what is not counted, nor the words of drawings."""
    words = _marked_words(pdf)
    said: dict[int, str] = {}

    def read(tag: Tag) -> None:
        for kid in tag.kids:
            if isinstance(kid, Tag) and kid.kind not in _ASIDE:
                read(kid)
            elif isinstance(kid, Mark):
                text = "".join(piece.text for piece in words.get((kid.page, kid.number), ()))
                said[kid.page] = said.get(kid.page, "") + letters(text)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        read(read_tree(document))
    return said


def _own_letters(block: Element) -> str:
    pieces = ((element.tail if after else element.text) or "" for element, after in text_pieces(block))
    return letters("".join(pieces))


def _lead(note: pikepdf.Object) -> str:
    return str(note.Dest) if "/Dest" in note else str(note.A.URI)


def _at(numbers: object) -> str:
    return " ".join(f"{float(number):.0f}" for number in numbers)  # type: ignore[attr-defined]


def _words(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        yield re.sub(r"\s+", " ", page.get_textpage().get_text_bounded())
    document.close()


def _bookmarks(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    for mark in document.get_toc():
        yield f"{mark.level} {mark.get_title()} {mark.get_dest().get_index()}"
    document.close()


def _tag(tag: Tag, words: dict[tuple[int, int], list[Piece]]) -> str:
    """The kind of a tag, its language, the page and words of its own content."""
    said = []
    for kid in tag.kids:
        if isinstance(kid, Mark):
            said += [f"{kid.page}:{piece.text}" for piece in words.get((kid.page, kid.number), ())]
        elif isinstance(kid, Note):
            said.append(f"{kid.page}→{kid.target}")
    return f"{tag.kind} {tag.entries.get('/Alt', '')} {' '.join(said)}"
