"""Book → EPUB 3.3: one XHTML file per part title and per chapter, our fonts, no script, no inline style.

The same book gives the same bytes: entries are in a fixed order and bear the date of the edition.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from macros.book.assemble import Book, Chapter
from macros.book.epub.accessibility import access_of
from macros.book.epub.fonts import files_of, needed_faces
from macros.book.epub.outline import Outline, contents, outline_of
from macros.book.epub.page_list import front_labels, mark_id, marks
from macros.book.epub.text import chapter_text
from macros.book.fault import Fault, refuse
from macros.book.front import HERE, render, whole_date
from macros.book.identity import identifier
from macros.book.pagemap import PageMap
from macros.book.pdf.cover import cover_picture
from macros.book.semantics import PART

_XHTML = "application/xhtml+xml"
_TYPES = {".xhtml": _XHTML, ".css": "text/css", ".woff2": "font/woff2", ".png": "image/png"}
_SHEETS = ("fonts.css", "book.css", "epub.css")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file of the EPUB, as the package document lists it."""

    href: str
    """Its path from the package document."""
    content: bytes
    properties: str = ""
    in_spine: bool = False

    @property
    def id(self) -> str:
        """Its name in the package document."""
        return "item-" + self.href.replace("/", "-").replace(".", "-")

    @property
    def media_type(self) -> str:
        """What kind of file it is."""
        return _TYPES[Path(self.href).suffix]


def write_epub(book: Book, fonts: Path, pages: PageMap = PageMap()) -> bytes:  # noqa: B008 (it is frozen)
    """The whole book as an EPUB file; `fonts` is the folder of the font files, `pages` where those of the PDF begin.

    Raises `BookError`.
    """
    outline = outline_of(book)
    refuse(
        tuple(
            Fault("page-without-chapter", "EPUB", f"{found.label}: {found.chapter}")
            for found in pages.breaks
            if found.chapter and found.chapter not in outline.files
        )
    )
    texts = (*_front_items(book, outline, pages), *_text_items(book, outline, pages))
    cover = Item(href="cover.png", content=cover_picture(book, fonts), properties="cover-image")
    items = (*texts, cover, *_supplies(fonts, texts))
    members = {
        "META-INF/container.xml": render("container.xml", book).encode(),
        "EPUB/package.opf": _package(book, outline, pages, items).encode(),
        **{f"EPUB/{item.href}": item.content for item in items},
    }
    return _packed(members, whole_date(book.data.published))


def _package(book: Book, outline: Outline, pages: PageMap, items: tuple[Item, ...]) -> str:
    return render(
        "package.opf",
        book,
        items=items,
        identifier=identifier(book.data),
        number=book.data.edition,
        page_source=identifier(book.data, "pdf") if pages.breaks else "",
        access=access_of(book, outline, pages),
    )


def _front_items(book: Book, outline: Outline, pages: PageMap) -> tuple[Item, ...]:
    words, labels = book.words, front_labels(pages)

    def page(href: str, template: str, title: str, properties: str = "", **values: object) -> Item:
        marked = Markup(marks(labels[href]))
        text = render(template, book, title=title, sheets=_SHEETS, root="", marks=marked, **values)
        return Item(href=href, content=text.encode(), properties=properties, in_spine=True)

    navigation = {
        "entries": contents(book, outline),
        "page_links": _page_links(outline, pages, labels),
        "first": outline.files[book.parts[0].id],
        "landmarks": [
            (outline.kinds[chapter.id], outline.files[chapter.id], chapter.title)
            for chapter in book.chapters
            if outline.kinds[chapter.id].is_landmark
        ],
    }
    return (
        page("cover.xhtml", "epub_cover.xhtml", words["book_cover"]),
        page("title-page.xhtml", "epub_title_page.xhtml", words["book_title_page"]),
        page("colophon.xhtml", "epub_colophon.xhtml", words["book_colophon"]),
        page("nav.xhtml", "nav.xhtml", words["book_contents"], "nav", **navigation),
    )


def _page_links(outline: Outline, pages: PageMap, front: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Label and address of every page, in order."""
    files = {label: file for file, labels in front.items() for label in labels}
    return tuple(
        (found.label, f"{files.get(found.label) or outline.files[found.chapter]}#{mark_id(found.label)}")
        for found in pages.breaks
    )


def _text_items(book: Book, outline: Outline, pages: PageMap) -> tuple[Item, ...]:
    items = []
    for number, part in enumerate(book.parts, start=1):
        label = book.words["book_part"].replace("{number}", str(number))
        heading = Markup('<p class="number">{}</p><h1>{}</h1>').format(label, part.title)
        marked = Markup(marks(found.label for found in pages.breaks if found.chapter == part.id))
        about = {"id": part.id, "title": part.title, "style": "part", "kind": PART}
        items.append(_text(book, outline.files[part.id], marked + heading, **about))
        items += [_chapter(book, chapter, outline, pages) for chapter in part.chapters]
    return (*items, *(_chapter(book, chapter, outline, pages) for chapter in book.back))


def _chapter(book: Book, chapter: Chapter, outline: Outline, pages: PageMap) -> Item:
    html = Markup(chapter_text(chapter, outline, pages, book.words))
    about = {"id": chapter.id, "title": chapter.title, "style": "chapter", "kind": outline.kinds[chapter.id]}
    return _text(book, outline.files[chapter.id], html, **about)


def _text(book: Book, href: str, html: Markup, **about: object) -> Item:
    """A file of the text; `about` says its id, title, class, kind and marks."""
    page = render("page.xhtml", book, html=html, sheets=_SHEETS, root="../" * href.count("/"), **about)
    return Item(href=href, content=page.encode(), properties="svg" if "<svg" in html else "", in_spine=True)


def _supplies(fonts: Path, texts: tuple[Item, ...]) -> tuple[Item, ...]:
    """The style sheets, and the fonts of which the book has a letter."""
    letters = frozenset("".join(item.content.decode() for item in texts))
    sheets = {name: (HERE / "css" / name).read_text("utf-8") for name in _SHEETS}
    sheets["fonts.css"] = needed_faces(sheets["fonts.css"], letters)
    return (
        *(Item(href=f"css/{name}", content=text.encode()) for name, text in sheets.items()),
        *(Item(href=f"fonts/{name}", content=(fonts / name).read_bytes()) for name in files_of(sheets["fonts.css"])),
    )


def _packed(members: Mapping[str, bytes], date: str) -> bytes:
    """The zip archive: `mimetype` first and stored, as the format asks; every date is the edition's."""
    year, month, day = (int(number) for number in date.split("-"))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in {"mimetype": b"application/epub+zip", **members}.items():
            info = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            packed = name != "mimetype" and not name.endswith((".woff2", ".png"))
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            archive.writestr(info, content, compresslevel=9)
    return output.getvalue()
