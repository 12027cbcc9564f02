"""Library and pages → every text that readers read, with its place in its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from macros.leaf import leaves
from macros.library import Library
from macros.model import BookData, Entry
from macros.problem import Place
from macros.source import Document, Path
from macros.typography.letters import Letters, letters_of
from macros.typography.markup import Copy, Flavour, copy_of

_UNREAD = re.compile(r"address_|sheet_at_|search_(?:small|forms|family)$")
"""The words that nobody reads: parts of addresses, and what a program knows of the language."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One file as typed."""

    file: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column, counted from 1, stand in the text."""
        return self._starts[line - 1] + column - 1

    def line(self, offset: int) -> int:
        """The line a place of the text stands in, counted from 1."""
        return bisect_right(self._starts, offset)

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        """Where the lines `first` to `last` begin and end."""
        return self._starts[first - 1], self._starts[last] - 1

    def place(self, start: int, end: int) -> Place:
        """The stretch from one place to another, as far as its first line goes."""
        line = self.line(start)
        end = min(end, self.stretch(line, line)[1])
        return Place(self.file, line, start - self._starts[line - 1] + 1, max(1, end - start))


@dataclass(frozen=True, eq=False)
class Piece:
    """One text of a file: a value, or a whole page."""

    sheet: Sheet
    value: str
    flavour: Flavour
    title: bool = False
    """Whether the whole of it is a title, in words of ours."""
    at: int = 0
    """Where it begins in the file."""
    path: Path = ()
    """Of a value; a page has none."""

    @cached_property
    def copy(self) -> Copy:
        """What readers read of it."""
        return copy_of(self.value, self.flavour, title=self.title)

    @cached_property
    def _letters(self) -> Letters | None:
        return letters_of(self.sheet.text, self.at, self.value)

    def typed(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of the value stands in the file; None if that cannot be told."""
        if not self.path:
            return start, end
        if self._letters is None or not self._letters:
            return None
        if start == end:
            at = self._letters[start][0] if start < len(self._letters) else self._letters[-1][1]
            return at, at
        return self._letters[start][0], self._letters[end - 1][1]

    def place(self, start: int, end: int) -> Place:
        """Where a stretch of what is read stands in the file."""
        origin = self.copy.origin(start)[0], self.copy.origin(max(start, end - 1))[1]
        return self.sheet.place(*(self.typed(*origin) or (self.at, self.at + 1)))


def pieces(library: Library, pages: Mapping[str, str]) -> Iterator[Piece]:
    """Every text of the library, then every page; what is broken is left out."""
    for document, value in _values(library):
        sheet = Sheet(document.file, document.text)
        for path, text, flavour, title in value:
            place = document.places.get(path)
            if place is not None and not document.mended:
                yield Piece(sheet, text, flavour, title, sheet.offset(place.line, place.column), path)
    for name, text in pages.items():
        yield Piece(Sheet(f"docs/{name}", text), text, "page")


_Value = tuple[Path, str, Flavour, bool]


def _values(library: Library) -> Iterator[tuple[Document, Iterator[_Value]]]:
    for name, document in library.alone.items():
        if name == "words.yml":
            words = ((key, text) for key, text in library.words.items() if not _UNREAD.match(key))
            yield document, (((key,), text, "prose", False) for key, text in words)
        elif name == "book.yml" and name not in library.broken:
            yield document, _texts(library.book, "book")
    for item in library.items.values():
        yield item.document, _texts(item.value, item.kind)


def _texts(value: Entry | BookData, kind: str) -> Iterator[_Value]:
    for leaf in leaves(value):
        if leaf.is_prose:
            yield leaf.path, leaf.value, "prose", False
        elif leaf.is_line:
            given = kind == "sources" and leaf.path == ("title",)  # as the source has it
            yield leaf.path, leaf.value, "line", leaf.path[-1] == "title" and not given
