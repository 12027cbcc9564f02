"""The library: every entry of a handbook, and what points to what.

Frozen values and the questions the views ask of them; made by `shelf`, checked by `crosscheck`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from macros import prose
from macros.leaf import Leaf, leaves
from macros.model import BookData, Citation, Comment, Entry, Exemption, Passage, Position, Source, Tombstone
from macros.prose import CitationMark, ReferenceMark
from macros.source import Document, Path

K = TypeVar("K", bound=Entry)


@dataclass(frozen=True)
class Item:
    """One file of the library: its kind (folder), its id (file name), its value, and where everything in it stands."""

    kind: str
    id: str
    value: Entry
    document: Document


@dataclass(frozen=True)
class Mention:
    """One entry naming another: `field` is the first-level field where it does so."""

    by: Item
    to: str
    field: str
    path: Path
    expected: str
    """The kind the field asks for, or nothing where any will do."""


@dataclass(frozen=True)
class Quote:
    """One entry resting on a passage of a source."""

    by: Item
    source: str
    passage: str
    path: Path


@dataclass(frozen=True)
class Library:
    """A whole handbook, frozen."""

    book: BookData
    words: Mapping[str, str]
    items: Mapping[str, Item]
    """Every entry by id: kinds in the order of the book, entries by `order` where the kind has one, then by id."""
    digest: str
    """SHA-256 of every file read."""
    broken: frozenset[str] = frozenset()
    """Ids whose files could not be read: they exist, but nothing is known of them. Empty in a library that is published.

    A file of `content/` itself stands here by its name, `book.yml`.
    """
    alone: Mapping[str, Document] = field(default_factory=dict)
    """The files of `content/` itself, by name."""
    exemptions: tuple[Exemption, ...] = ()
    """Where the rules of typography are set aside."""

    @property
    def has_unread_entries(self) -> bool:
        """Whether an entry could not be read: what it names and cites is not known."""
        return any(not name.endswith(".yml") for name in self.broken)

    def of(self, kind: type[K]) -> tuple[tuple[str, K], ...]:
        """The id and value of every entry of a kind: by `order` where the kind has one, else by title."""
        found = [(item.id, item.value) for item in self.items.values() if isinstance(item.value, kind)]
        return tuple(sorted(found, key=lambda pair: _rank(pair[1])))

    def title(self, id: str) -> str:
        """The title of an entry; a comment has the title of what it comments."""
        value = self.items[id].value
        return self.title(value.on) if isinstance(value, Comment | Tombstone) else value.title

    def passage(self, source: str, passage: str) -> tuple[int, int, Source, Passage] | None:
        """A passage and its mark: the number of its source and its own number in it; None if there is none."""
        item = self.items.get(source)
        if item is not None and isinstance(item.value, Source):
            for number, found in enumerate(item.value.passages, 1):
                if found.id == passage:
                    return item.value.order, number, item.value, found
        return None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every id an entry names, in fields and in texts."""
        return tuple(mention for item in self.items.values() for mention in _mentions(item))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Every passage an entry cites, in fields and in texts."""
        return tuple(quote for item in self.items.values() for quote in _quotes(item))

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[Mention, ...]]:
        """For each id, the mentions of it by other entries; each entry once.

        What a comment is on and what it answers are no mention: it stands beneath them.
        """
        found: dict[str, dict[str, Mention]] = {}
        for mention in self.mentions:
            if mention.by.id != mention.to and not (mention.by.kind == "commentary" and mention.field != "text"):
                found.setdefault(mention.to, {}).setdefault(mention.by.id, mention)
        return {id: tuple(by.values()) for id, by in found.items()}

    @cached_property
    def cited_by(self) -> Mapping[tuple[str, str], tuple[Item, ...]]:
        """For each passage, the entries that rest on it, each once; a source citing itself does not count."""
        found: dict[tuple[str, str], dict[str, Item]] = {}
        for quote in self.quotes:
            if quote.by.id == quote.source:
                continue
            found.setdefault((quote.source, quote.passage), {})[quote.by.id] = quote.by
        return {passage: tuple(by.values()) for passage, by in found.items()}

    def comments(self, id: str) -> tuple[tuple[str, Comment], ...]:
        """The comments on an entry: dated ones in order of date, then the undated."""
        found = [(key, comment) for key, comment in self.of(Comment) if comment.on == id]
        return tuple(sorted(found, key=lambda pair: (pair[1].date or "9999", pair[0])))


def _rank(value: Entry) -> tuple[bool, int, str]:
    return *place_among_its_kind(value), getattr(value, "title", "").casefold()


def place_among_its_kind(value: Entry) -> tuple[bool, int]:
    """What sorts the entries of a kind as the book does: by `order`, last what could have one and has none."""
    order = getattr(value, "order", 0)
    return order is None, order or 0


def _mentions(item: Item) -> Iterator[Mention]:
    for leaf in leaves(item.value):
        if leaf.target and leaf.target.kind != "sources":
            yield _mention(item, leaf, leaf.value, leaf.target.kind)
        elif leaf.is_prose:
            for mark in prose.marks(leaf.value):
                if isinstance(mark, ReferenceMark):
                    yield _mention(item, leaf, mark.id, "")


def _mention(item: Item, leaf: Leaf, to: str, expected: str) -> Mention:
    return Mention(item, to, str(leaf.path[0]), leaf.path, expected)


def _quotes(item: Item) -> Iterator[Quote]:
    for path, citation in _citations(item.value):
        yield Quote(item, citation.source, citation.passage, path)
    for leaf in leaves(item.value):
        if leaf.is_prose:
            for mark in prose.marks(leaf.value):
                if isinstance(mark, CitationMark):
                    yield Quote(item, mark.source, mark.passage, leaf.path)


def _citations(value: object, path: Path = ()) -> Iterator[tuple[Path, Citation | Position]]:
    """Every field that cites: a Citation, or a Position, which is one with a verdict."""
    if isinstance(value, Citation | Position):
        yield path, value
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _citations(inner, (*path, index))
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _citations(getattr(value, name), (*path, name))
