"""Book ⇄ Draft: the same book with its chapters open as trees, so that the apparatus can be written into them.

A draft knows in which stretch of the book every id stands: notes, references and first uses are counted by stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from macros.book.assemble import Book, Chapter
from macros.book.xhtml import Element, read_xhtml, write_xhtml


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A section of a chapter, or the text a chapter has of its own, before its sections."""

    id: str
    """The id of the section, or of the chapter."""
    title: str
    roots: tuple[Element, ...]
    """Its elements, in order."""


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """An open chapter."""

    chapter: Chapter
    body: Element

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The chapter's own text, then each of its sections."""
        titles = {section.id: section.title for section in self.chapter.sections}
        own = tuple(child for child in self.body if child.get("id") not in titles)
        return (
            Stretch(id=self.chapter.id, title=self.chapter.title, roots=own),
            *(
                Stretch(id=name, title=titles[name], roots=(child,))
                for child in self.body
                if (name := child.get("id", "")) in titles
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An open book; its trees may be changed, its structure may not."""

    book: Book
    leaves: tuple[Leaf, ...]

    def stretches(self) -> Iterator[Stretch]:
        """Every stretch of the book, in order."""
        for leaf in self.leaves:
            yield from leaf.stretches

    def homes(self) -> Mapping[str, str]:
        """Every id of the book → the id of the stretch where it stands."""
        homes = {}
        for stretch in self.stretches():
            homes[stretch.id] = stretch.id
            for root in stretch.roots:
                homes |= {name: stretch.id for element in root.iter() if (name := element.get("id"))}
        return homes


def open_book(book: Book) -> Draft:
    """The book with its chapters open."""
    return Draft(
        book=book, leaves=tuple(Leaf(chapter=chapter, body=read_xhtml(chapter.html)) for chapter in book.chapters)
    )


def closed(draft: Draft) -> Book:
    """The book as the draft has it now."""
    html = {leaf.chapter.id: write_xhtml(leaf.body) for leaf in draft.leaves}

    def written(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
        return tuple(replace(chapter, html=html[chapter.id]) for chapter in chapters)

    parts = tuple(replace(part, chapters=written(part.chapters)) for part in draft.book.parts)
    return replace(draft.book, parts=parts, back=written(draft.book.back))
