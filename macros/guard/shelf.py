"""A folder of outputs → every text in it that a person or a program could read, each with the name of where it stands.

Archives are opened, those inside archives too; a PDF gives its pages, its metadata, and the files it carries.
"""

from __future__ import annotations

import gzip
import html
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

_ZIP, _PDF, _GZIP, _FONT = b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"wOF2"


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of everything in a folder; `guida.pdf!archivio.zip!content/book.yml` stands in a file in a file."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield from texts_of(file.relative_to(folder).as_posix(), file.read_bytes())


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts of one file, its own name first: a name is read too."""
    yield name, name
    if content.startswith(_ZIP):
        yield from _unzipped(name, content)
    elif content.startswith(_PDF):
        yield from _of_pdf(name, content)
    elif content.startswith(_GZIP):
        yield name, gzip.decompress(content).decode("utf-8", "replace")
    elif not content.startswith(_FONT):
        text = content.decode("utf-8", "replace")
        yield name, text
        if (plain := html.unescape(text)) != text:
            yield name, plain


def _unzipped(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield f"{name}!", archive.comment.decode("utf-8", "replace")
        for member in archive.infolist():
            yield f"{name}!{member.filename}", (member.comment + member.extra).decode("utf-8", "replace")
            yield from texts_of(f"{name}!{member.filename}", archive.read(member))


def _of_pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        yield f"{name}!Info", "\n".join(str(value) for value in document.docinfo.values())
        if "/Metadata" in document.Root:
            yield f"{name}!XMP", document.Root.Metadata.read_bytes().decode("utf-8", "replace")
        for carried, file in document.attachments.items():
            yield f"{name}!{carried}", file.description
            yield from texts_of(f"{name}!{carried}", file.get_file().read_bytes())
        for number, page in enumerate(document.pages, start=1):
            notes = (str(note.get("/Contents", "")) for note in page.get("/Annots", ()))
            yield f"{name}!{number}", "\n".join(notes)
    pages = pypdfium2.PdfDocument(content)
    try:
        for number, page in enumerate(pages, start=1):
            yield f"{name}!{number}", page.get_textpage().get_text_bounded()
    finally:
        pages.close()
