"""An output → the text that stands in the place of each entry: its canonical text.

The same rule holds in the site, in the EPUB and in the PDF. The place of an entry runs from where its element begins
(`data-entry`; in the PDF, the destination `voce-…`) to where the next entry or the next page of the site begins; the
first entry of a page has what opens the page too, its title. What stands on pages of no entry (tables, lists, the
index) is nobody's place, and so are notes: there the text of an entry is repeated, or its title is a link to it.
Text is kept as letters and digits, so that hyphens and spaces do not count.
"""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pikepdf

from macros.book.pagemap import AT_PAGE, NOTE, PAGE_REF
from macros.book.pdf.tagged import running_text
from macros.book.text import letters
from macros.book.xhtml import SVG, Element, classes_of

ENTRY = "voce-"
"""What the name of an entry's destination begins with."""
_TAGS_OUT = frozenset({"script", "style", "template", "noscript", f"{SVG}svg"})
_CLASSES_OUT = frozenset({NOTE, AT_PAGE, PAGE_REF, "headerlink", "site-only"})


@dataclass(frozen=True)
class Begins:
    """A page of the site begins here, or, if `entry` says its id, an entry."""

    entry: str = ""


@dataclass(frozen=True, kw_only=True)
class Canon:
    """What an output holds."""

    places: tuple[tuple[str, str], ...]
    """Entry and letters of every place, in order; an entry that has two places is there twice."""
    whole: str
    """All the letters of the output, those of no entry included."""


def html_canon(pages: Iterable[Element], page_ids: Collection[str] = ()) -> Canon:
    """What documents hold, in the site or in the EPUB; a page begins with each of them and with each of these ids."""
    return _canon(event for page in pages for event in (Begins(), *_events(page, page_ids)))


def _events(element: Element, page_ids: Collection[str]) -> Iterator[Begins | str]:
    if _is_out(element):
        return
    if element.get("id") in page_ids:
        yield Begins()
    if entry := element.get("data-entry"):
        yield Begins(entry)
    yield element.text or ""
    for child in element:
        yield from _events(child, page_ids)
        yield child.tail or ""


def _is_out(element: Element) -> bool:
    """True for what is not the running text of the book."""
    return (
        element.tag.rpartition("xhtml}")[2] in _TAGS_OUT
        or "data-site-only" in element.attrib
        or "hidden" in element.attrib
        or element.get("role") == "doc-footnote"
        or bool(classes_of(element) & _CLASSES_OUT)
    )


def pdf_canon(pdf: bytes, page_ids: Collection[str]) -> Canon:
    """What a PDF holds; a page of the site begins at the destination of each of these ids."""
    return _canon(_pdf_events(pdf, page_ids))


def _pdf_events(pdf: bytes, page_ids: Collection[str]) -> Iterator[Begins | str]:
    """Words and beginnings by page, from top to bottom; a page of the site comes before its entry if both begin there."""
    beginnings = sorted(_beginnings(pdf, page_ids), reverse=True)
    for piece in running_text(pdf):
        while beginnings and beginnings[-1][:2] <= (piece.page, -piece.top + 1):
            yield Begins(beginnings.pop()[2])
        yield piece.text
    for _, _, entry in reversed(beginnings):
        yield Begins(entry)


def _beginnings(pdf: bytes, page_ids: Collection[str]) -> Iterator[tuple[int, float, str]]:
    """Page, depth in points below its origin, and entry, or nothing for a page of the site."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/Names" not in document.Root or "/Dests" not in document.Root.Names:
            return
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        for name, place in pikepdf.NameTree(document.Root.Names.Dests).items():
            entry = str(name).removeprefix(ENTRY)
            if entry != str(name) or str(name) in page_ids:
                depth = -float(place[3]) if len(place) > 3 else -math.inf
                yield numbers[place[0].objgen], depth, entry if entry != str(name) else ""


def _canon(events: Iterable[Begins | str]) -> Canon:
    places: list[tuple[str, list[str]]] = []
    whole: list[str] = []
    here: list[str] = []
    owner = ""
    for event in events:
        if isinstance(event, str):
            text = letters(event)
            here.append(text)
            whole.append(text)
        else:
            opens_page = event.entry and not owner
            here = here if opens_page else []
            owner = event.entry
            if owner:
                places.append((owner, here))
    return Canon(places=tuple((entry, "".join(texts)) for entry, texts in places), whole="".join(whole))
