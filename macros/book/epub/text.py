"""Chapter → the XHTML of its file in the EPUB.

In order: the marks of the pages, counted on the text that the PDF was laid out from; then what only print needs goes out,
page numbers are filled in, notes are moved, parts are named, links are led to the file of their target.
"""

from __future__ import annotations

from collections.abc import Mapping

from macros.book.assemble import Chapter
from macros.book.epub.notes import set_notes
from macros.book.epub.outline import Outline
from macros.book.epub.page_list import mark_pages
from macros.book.fault import Fault, refuse
from macros.book.forms import forget_fields
from macros.book.pagemap import AT_PAGE, PageMap
from macros.book.semantics import name_columns, name_parts, name_references
from macros.book.text import printed
from macros.book.xhtml import XML_LANG, Element, classes_of, read_xhtml, remove, walk, write_xhtml


def chapter_text(chapter: Chapter, outline: Outline, pages: PageMap, words: Mapping[str, str]) -> str:
    """The content of the chapter's file; raises `BookError` if a page begins nowhere in it, or a note has no call."""
    body = read_xhtml(printed(chapter.html, pages.numbers))
    astray = mark_pages(body, [found for found in pages.breaks if found.chapter == chapter.id])
    _drop_print_only(body)
    kind = outline.kinds[chapter.id]
    unpaired = set_notes(body, [section.id for section in chapter.sections], words)
    refuse((*(Fault("page-without-text", "EPUB", f"{label}: {chapter.id}") for label in astray), *unpaired))
    name_parts(body, kind)
    name_columns(body)
    name_references(body, kind, outline.terms, outline.passages)
    _finish(body, outline.files[chapter.id], outline.files)
    return write_xhtml(body)


def _drop_print_only(body: Element) -> None:
    """Take out the page numbers that only paper needs: here the words before them are links."""
    for parent, child in tuple(walk(body)):
        if AT_PAGE in classes_of(child):
            remove(parent, child)


def _finish(body: Element, here: str, files: Mapping[str, str]) -> None:
    """Lead each link to its file, say each language the XML way too, and leave no gap where the site had furniture."""
    for element in body.iter():
        forget_fields(element)
        href = element.get("href", "")
        if href.startswith("#") and files.get(href[1:], here) != here:
            element.set("href", f"{'../' * here.count('/')}{files[href[1:]]}{href}")
        if lang := element.get("lang"):
            element.set(XML_LANG, lang)
        element.text, element.tail = _closed_up(element.text), _closed_up(element.tail)


def _closed_up(text: str | None) -> str | None:
    return "\n" if text and not text.strip() and text.count("\n") > 1 else text
