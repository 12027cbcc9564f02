"""A PDF or an EPUB that somebody has → what it says of itself, and why it is not the one that is made here.

The file may come from anywhere and be anything: it is read within limits, and whatever cannot be read is told as one
kind of `StrangeFileError`. Differences are values without words.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from macros.book.archive import MOST_BYTES, TOOLS, UnreadableArchiveError, read_tools, unpack
from macros.model import BookData

LARGEST = 200_000_000
"""Bytes of the largest file that is looked into."""
_TITLE = re.compile(rb"<dc:title[^>]*>([^<]*)</dc:title>")
_OFF = ("", "/Off")


class StrangeFileError(Exception):
    """The file is not one of this book's: `kind` says why, `cause` is what the library that read it says."""

    def __init__(self, kind: str, cause: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.cause = cause


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a file of the book says of itself."""

    edition: str = ""
    """Empty if it does not say."""
    tools: tuple[str, ...] = ()
    """Names and versions of what made it; none if it does not say."""
    contents: Mapping[str, bytes] | None = None
    """The files it was made of, as it carries them with it; None if it carries none."""
    answered: int = 0
    """How many of its questions somebody has answered."""
    members: Mapping[str, bytes] | None = None
    """The files inside an EPUB."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One reason why two files are not the same."""

    reason: str
    """`edition`, `contents`, `uncarried`, `tools`, `answered`, `members` or `unexplained`."""
    found: tuple[str, ...] = ()
    """What the file has and this place has not, or has otherwise."""
    here: tuple[str, ...] = ()
    """What this place has and the file has not, or has otherwise."""
    changed: tuple[str, ...] = ()
    """What both have under the same name and is not the same."""


def identity(content: bytes, data: BookData, words: Mapping[str, str]) -> Identity:
    """What a file says of itself; `data` and `words` are those of this place. Raises `StrangeFileError`."""
    if not content:
        raise StrangeFileError("empty")
    if len(content) > LARGEST:
        raise StrangeFileError("too_large")
    if b"%PDF-" in content[:1024]:
        return _of_pdf(content, data)
    if content.startswith(b"PK"):
        return _of_epub(content, data, words)
    raise StrangeFileError("foreign")


def early_differences(found: Identity, here: Identity) -> Iterator[Difference]:
    """What can be told without making the book again: each of these makes the bytes differ."""
    if found.edition != here.edition:
        yield Difference(reason="edition", found=(found.edition,), here=(here.edition,))
    if found.contents is not None and here.contents is not None and found.contents != here.contents:
        yield _named("contents", found.contents, here.contents)
    if found.members is None and found.contents is None:
        yield Difference(reason="uncarried")
    if found.tools and found.tools != here.tools:
        yield Difference(
            reason="tools", found=_without(found.tools, here.tools), here=_without(here.tools, found.tools)
        )
    if found.answered:
        yield Difference(reason="answered", found=(str(found.answered),))


def late_difference(found: Identity, made: Identity) -> Difference:
    """Why an EPUB differs from the one that was made here of the same contents, with the same tools."""
    if found.members is not None and made.members is not None and found.members != made.members:
        return _named("members", found.members, made.members)
    return Difference(reason="unexplained")


def _named(reason: str, found: Mapping[str, bytes], here: Mapping[str, bytes]) -> Difference:
    return Difference(
        reason=reason,
        found=_without(found, here),
        here=_without(here, found),
        changed=tuple(sorted(name for name in found.keys() & here.keys() if found[name] != here[name])),
    )


def _without(these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(these) - set(those)))


def _of_pdf(content: bytes, data: BookData) -> Identity:
    with within_limits():
        try:
            with pikepdf.open(io.BytesIO(content)) as document:
                stamp = {str(key): str(value) for key, value in document.docinfo.items()}
                answered = sum(1 for field in _fields(document) if str(field.get("/V", "")) not in _OFF)
                archives = [
                    spec.get_file().read_bytes() for name, spec in document.attachments.items() if name.endswith(".zip")
                ]
        except pikepdf.PasswordError as error:
            raise StrangeFileError("locked") from error
        except Exception as error:  # a parser may fail in any way on a file that is not what it says
            raise StrangeFileError("damaged", type(error).__name__) from error
    if stamp.get("/Book") != data.id:
        raise StrangeFileError("foreign")
    contents = _unpacked(archives[0]) if archives else None
    tools = read_tools(contents.pop(TOOLS, b"")) if contents is not None else ()
    return Identity(edition=stamp.get("/Edition", ""), tools=tools, contents=contents, answered=answered)


def _fields(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    if "/AcroForm" in document.Root and "/Fields" in document.Root.AcroForm:
        yield from document.Root.AcroForm.Fields


@contextlib.contextmanager
def within_limits() -> Iterator[None]:
    """A small file that unpacks without end is refused, not read."""
    before: dict[str, Any] = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MOST_BYTES,
        run_length_max_memory=MOST_BYTES,
        png_max_memory=MOST_BYTES,
        tiff_max_memory=MOST_BYTES,
        doc_max_warnings=100,
    )
    try:
        yield
    finally:
        pikepdf.settings.set_qpdf_limits(**before)


def _of_epub(content: bytes, data: BookData, words: Mapping[str, str]) -> Identity:
    members = _unpacked(content)
    package = members.get("EPUB/package.opf", b"")
    titles = [html.unescape(found.decode("utf-8", "replace")) for found in _TITLE.findall(package)]
    if members.get("mimetype") != b"application/epub+zip" or data.title not in titles:
        raise StrangeFileError("foreign")
    colophon = html.unescape(members.get("EPUB/colophon.xhtml", b"").decode("utf-8", "replace"))
    tools = _said(words["book_tools"], "{tools}", r"[^<]+", colophon)
    return Identity(
        edition=_said(words["book_edition"], "{edition}", r"[0-9]{4}\.[0-9]+", colophon),
        tools=tuple(tools.split(", ")) if tools else (),
        members=members,
    )


def _said(phrase: str, gap: str, pattern: str, text: str) -> str:
    """What stands in the gap of a phrase that opens a paragraph; empty if there is no such paragraph."""
    found = re.search(rf"<p>{re.escape(phrase).replace(re.escape(gap), f'({pattern})')}", text)
    return found[1] if found else ""


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        return unpack(content)
    except UnreadableArchiveError as error:
        raise StrangeFileError("damaged", str(error)) from error
