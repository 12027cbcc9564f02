"""Book → EPUB 3.3: one XHTML file per part title and per chapter, our fonts, no script, no inline style.

The same book gives the same bytes: entries are in a fixed order and bear the date of the edition.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from macros.book.assemble import Book, Chapter
from macros.book.cover import cover_picture
from macros.book.forms import forget_fields
from macros.book.front import HERE, render, whole_date
from macros.book.xhtml import XML_LANG, read_xhtml, write_xhtml

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


def write_epub(book: Book, fonts: Path) -> bytes:
    """The whole book as an EPUB file; `fonts` is the folder of the font files. Raises `BookError`."""
    files = files_of(book)
    items = (*_front_items(book, files, cover_picture(book, fonts)), *_text_items(book, files), *_supplies(fonts))
    package = render("package.opf", book, items=items, identifier=_identifier(book))
    members = {
        "META-INF/container.xml": render("container.xml", book).encode(),
        "EPUB/package.opf": package.encode(),
        **{f"EPUB/{item.href}": item.content for item in items},
    }
    return _packed(members, whole_date(book.data.published))


def files_of(book: Book) -> dict[str, str]:
    """Every id of the book → the file of the EPUB where it stands."""
    files = {}
    for part in book.parts:
        files[part.id] = f"{part.id.strip('_')}.xhtml"
        for chapter in part.chapters:
            ids = [element.get("id") for element in read_xhtml(chapter.html).iter()]
            files |= {name: f"text/{chapter.id}.xhtml" for name in (chapter.id, *ids) if name}
    return files


def _front_items(book: Book, files: Mapping[str, str], cover: bytes) -> tuple[Item, ...]:
    words = book.words

    def page(template: str, title: str) -> bytes:
        return render(template, book, title=title, sheets=_SHEETS, root="", files=files).encode()

    return (
        Item(href="cover.xhtml", content=page("epub_cover.xhtml", words["book_cover"]), in_spine=True),
        Item(href="title-page.xhtml", content=page("epub_title_page.xhtml", words["book_title_page"]), in_spine=True),
        Item(href="colophon.xhtml", content=page("epub_colophon.xhtml", words["book_colophon"]), in_spine=True),
        Item(href="nav.xhtml", content=page("nav.xhtml", words["book_contents"]), properties="nav", in_spine=True),
        Item(href="cover.png", content=cover, properties="cover-image"),
    )


def _text_items(book: Book, files: Mapping[str, str]) -> tuple[Item, ...]:
    items = []
    for number, part in enumerate(book.parts, start=1):
        label = book.words["book_part"].replace("{number}", str(number))
        heading = Markup('<p class="number">{}</p><h1>{}</h1>').format(label, part.title)
        items.append(_text(book, files[part.id], "part", part.id, part.title, heading))
        for chapter in part.chapters:
            html = Markup(_linked(chapter, files))
            items.append(_text(book, files[chapter.id], "chapter", chapter.id, chapter.title, html))
    return tuple(items)


def _text(book: Book, href: str, kind: str, id: str, title: str, html: Markup) -> Item:
    root = "../" * href.count("/")
    page = render("page.xhtml", book, title=title, kind=kind, id=id, html=html, sheets=_SHEETS, root=root)
    return Item(href=href, content=page.encode(), properties="svg" if "<svg" in html else "", in_spine=True)


def _linked(chapter: Chapter, files: Mapping[str, str]) -> str:
    """The chapter with its links led to the file of their target, and each language said the XML way too."""
    body = read_xhtml(chapter.html)
    here = files[chapter.id]
    for element in body.iter():
        forget_fields(element)
        href = element.get("href", "")
        if href.startswith("#") and files[href[1:]] != here:
            up = "../" * here.count("/")
            element.set("href", f"{up}{files[href[1:]]}{href}")
        if lang := element.get("lang"):
            element.set(XML_LANG, lang)
    return write_xhtml(body)


def _supplies(fonts: Path) -> tuple[Item, ...]:
    sheets = tuple(Item(href=f"css/{name}", content=(HERE / "css" / name).read_bytes()) for name in _SHEETS)
    return sheets + tuple(
        Item(href=f"fonts/{path.name}", content=path.read_bytes()) for path in sorted(fonts.glob("*.woff2"))
    )


def _identifier(book: Book) -> str:
    """One identifier per edition, the same whoever builds it."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{book.data.id}/{book.data.edition}')}"


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
