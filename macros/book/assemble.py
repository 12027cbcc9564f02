"""Built pages of the site → one Book: parts, chapters and sections, with every link inside.

A book is the site's pages made safe to stand in one file. This module knows the order that `book.yml` gives,
not what the pages say: it never sees YAML, Markdown or a library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from macros.book.fault import Fault, refuse
from macros.book.forms import make_forms_printable
from macros.book.furniture import clean_attributes, demote_headings, drop_furniture
from macros.book.links import Anchors, clashing_ids, hold_marks, lead_inside, name_ids, page_id
from macros.book.numbering import number_figures
from macros.book.page import Page
from macros.book.unbroken import names_in
from macros.book.xhtml import Element, classes_of, drop_indentation, read_html, read_xhtml, write_xhtml
from macros.model import BookData

WORDS = (
    "book_at_page", "book_at_page_inline", "book_at_page_listed",
    "book_box", "book_cite", "book_cited_at", "book_index", "book_index_about", "book_index_see", "book_index_see_also",
    "book_colophon", "book_contents", "book_cover", "book_edition", "book_editors", "book_figure", "book_landmarks",
    "book_licence", "book_fonts", "book_months", "book_part", "book_published", "book_site", "book_start",
    "book_title_page", "book_tools", "book_accessibility_summary",
    "book_accessibility_pages", "book_note_back", "book_page_list",
)  # fmt: skip
"""The interface words a book needs."""

_CHAPTER_LEVEL = 2  # the title of a part is the only level above


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page inside a chapter, as the contents list it."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A chapter: its introduction and its sections in one piece of XHTML."""

    id: str
    title: str
    html: str
    """Well-formed; links are `#id` anywhere in the book; sections stand in `<section id>`."""
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    """The files of `docs/` it was made from."""


@dataclass(frozen=True, kw_only=True)
class BookPart:
    """A part: its title and its chapters."""

    id: str
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, kw_only=True)
class Book:
    """The whole book, ready to be laid out."""

    data: BookData
    words: Mapping[str, str]
    tools: tuple[str, ...]
    """Names and versions of what makes the files, for the colophon."""
    typefaces: tuple[str, ...] = ()
    """Names and versions of the typefaces, for the colophon."""
    colophon: tuple[str, ...] = ()
    """The sentences of the colophon as the site prints them: well-formed, with links to the web only."""
    parts: tuple[BookPart, ...]
    back: tuple[Chapter, ...] = ()
    """The chapters after the last part: the index."""

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in order."""
        return (*(chapter for part in self.parts for chapter in part.chapters), *self.back)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names in it, which no line breaks."""
        return names_in(chapter.html for chapter in self.chapters)


def make_book(
    pages: tuple[Page, ...],
    data: BookData,
    words: Mapping[str, str],
    tools: tuple[str, ...] = (),
    typefaces: tuple[str, ...] = (),
) -> Book:
    """The book that `data` describes, made of the site's pages; raises `BookError` with every fault."""
    refuse(_word_faults(words))
    refuse(_order_faults(pages, data))
    specs = tuple(spec for part in data.parts for spec in part.chapters)
    order = {spec: _pages_of(spec, pages, specs) for spec in specs}
    chosen = {page.source: page for spec in order for page in order[spec]}
    bodies, faults = _clean_bodies(order, words)
    number_figures(bodies.values(), words)
    names = {page.path: name_ids(bodies[source], page) for source, page in chosen.items()}
    anchors = Anchors(
        pages=names,
        elsewhere=frozenset(page.path for page in pages) - names.keys(),
        site=data.addresses.site,
    )
    for source, page in chosen.items():
        faults += lead_inside(bodies[source], page, anchors)
    refuse(faults + clashing_ids(chosen, bodies))
    parts = tuple(
        BookPart(
            id=f"_part-{number}",
            title=part.title,
            chapters=tuple(_chapter(order[spec], bodies) for spec in part.chapters),
        )
        for number, part in enumerate(data.parts, start=1)
    )
    colophon = tuple(sentence for body in bodies.values() for sentence in _colophon(body))
    return Book(data=data, words=words, tools=tools, typefaces=typefaces, colophon=colophon, parts=parts)


def _word_faults(words: Mapping[str, str]) -> tuple[Fault, ...]:
    missing = tuple(Fault("word-missing", "words.yml", key) for key in WORDS if key not in words)
    if not missing and len(words["book_months"].split()) != 12:
        return (Fault("word-incomplete", "words.yml", "book_months"),)
    return missing


def _order_faults(pages: tuple[Page, ...], data: BookData) -> tuple[Fault, ...]:
    """Chapters without a page, and pages that nobody has put in the book or kept to the site."""
    specs = [spec for part in data.parts for spec in part.chapters]
    empty = tuple(Fault("chapter-without-page", "book.yml", spec) for spec in specs if not _pages_of(spec, pages))
    twice = tuple(
        Fault("chapter-repeated", "book.yml", spec) for spec in sorted({s for s in specs if specs.count(s) > 1})
    )
    placed = {page.source for spec in (*specs, *data.site_only) for page in _pages_of(spec, pages)}
    lost = tuple(Fault("page-without-chapter", page.source) for page in pages if page.source not in placed)
    return empty + twice + lost


def _pages_of(spec: str, pages: tuple[Page, ...], others: tuple[str, ...] = ()) -> tuple[Page, ...]:
    """The pages of a chapter, the one that opens it first; empty if that one is missing.

    A page of a folder that is a chapter by itself among `others` (a certificate, an appendix) stands only there.
    """
    if not spec.endswith("/"):
        return tuple(page for page in pages if page.source == f"{spec.removesuffix('.md')}.md")
    inside = [page for page in pages if page.source.startswith(spec) and page.source.removesuffix(".md") not in others]
    opening = [page for page in inside if page.source == f"{spec}index.md"]
    return tuple(opening + [page for page in inside if page not in opening]) if opening else ()


def _clean_bodies(
    order: Mapping[str, tuple[Page, ...]], words: Mapping[str, str]
) -> tuple[dict[str, Element], tuple[Fault, ...]]:
    bodies: dict[str, Element] = {}
    faults: tuple[Fault, ...] = ()
    for chosen in order.values():
        for page in chosen:
            body = read_html(page.html)
            drop_furniture(body)
            drop_indentation(body)
            hold_marks(body)
            make_forms_printable(body, words)
            if next(body.iter("h1"), None) is None:
                faults += (Fault("page-without-title", page.source),)
            demote_headings(body, _CHAPTER_LEVEL + (page is not chosen[0]))
            faults += clean_attributes(body, page.source)
            bodies[page.source] = body
    return bodies, faults


def _colophon(body: Element) -> Iterator[str]:
    """The sentences of the book's colophon that a page prints, for the first pages, from which no link leads inside."""
    for paragraph in body.iter("p"):
        if "sentence" in classes_of(paragraph):
            copied = read_xhtml(write_xhtml(paragraph))
            for element in copied.iter("a"):
                if element.get("href", "").startswith("#"):
                    element.tag = "span"
                    element.attrib.clear()
            yield write_xhtml(copied)


def _chapter(chosen: tuple[Page, ...], bodies: Mapping[str, Element]) -> Chapter:
    first, rest = chosen[0], chosen[1:]
    html = [write_xhtml(bodies[first.source])]
    html += [
        f'<section class="page" id="{page_id(page.path)}">{write_xhtml(bodies[page.source])}</section>' for page in rest
    ]
    return Chapter(
        id=page_id(first.path),
        title=first.title,
        html="\n".join(html),
        sections=tuple(Section(id=page_id(page.path), title=page.title) for page in rest),
        sources=tuple(page.source for page in chosen),
    )
