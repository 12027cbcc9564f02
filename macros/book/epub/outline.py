"""Book → where each of its ids stands in the EPUB, and what each of its chapters is.

Links, contents, landmarks and page list are all written from this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.book.assemble import Book, Chapter
from macros.book.semantics import BIBLIOGRAPHY, GLOSSARY, Kind, kind_of, passages_of, terms_of
from macros.book.xhtml import Element, read_xhtml


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The files of the EPUB, seen from the ids of the book."""

    files: Mapping[str, str]
    """Every id of the book → the file where it stands."""
    kinds: Mapping[str, Kind]
    """Id of each chapter → what it is."""
    terms: frozenset[str]
    """Ids of the terms that the glossary explains."""
    passages: frozenset[str]
    """Ids of the sources and of their passages."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the contents and the lines below it."""

    title: str
    href: str
    entries: tuple[Entry, ...] = ()


def outline_of(book: Book) -> Outline:
    """The outline of a book."""
    bodies = {chapter.id: read_xhtml(chapter.html) for chapter in book.chapters}
    kinds = {name: kind_of(body) for name, body in bodies.items()}
    files = {part.id: f"{part.id.strip('_')}.xhtml" for part in book.parts}
    for name, body in bodies.items():
        files |= dict.fromkeys((name, *_ids(body)), f"text/{name}.xhtml")
    return Outline(
        files=files,
        kinds=kinds,
        terms=frozenset().union(*(terms_of(body) for name, body in bodies.items() if kinds[name] is GLOSSARY)),
        passages=frozenset().union(
            *(passages_of(body) for name, body in bodies.items() if kinds[name] is BIBLIOGRAPHY)
        ),
    )


def contents(book: Book, outline: Outline) -> tuple[Entry, ...]:
    """The table of contents: the colophon, the parts with their chapters and sections, what follows the last part."""

    def chapters(of: tuple[Chapter, ...]) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                title=chapter.title,
                href=outline.files[chapter.id],
                entries=tuple(
                    Entry(title=section.title, href=f"{outline.files[section.id]}#{section.id}")
                    for section in chapter.sections
                ),
            )
            for chapter in of
        )

    parts = (
        Entry(title=part.title, href=outline.files[part.id], entries=chapters(part.chapters)) for part in book.parts
    )
    return (Entry(title=book.words["book_colophon"], href="colophon.xhtml"), *parts, *chapters(book.back))


def _ids(body: Element) -> frozenset[str]:
    return frozenset(name for element in body.iter() if (name := element.get("id")))
