"""Who has a part in the book, from its data: the authors of the sources, and the readers by the names they gave.

The people of the edition stand in `book.yml`. Nobody is named who is not named there, in a source or under a comment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from macros.library import Library
from macros.model import Comment, Source

K = TypeVar("K")
V = TypeVar("V")
Written = tuple[str, str]
"""The id of a comment, and the words that name it: the entry it comments, or its place in the source it was read in."""
Named = tuple[tuple[str, tuple[Written, ...]], ...]
"""Names in alphabetical order, each with its comments."""


@dataclass(frozen=True, kw_only=True)
class Contributors:
    """Names and ids of what they wrote."""

    authors: tuple[tuple[str, bool, tuple[str, ...]], ...]
    """Author as the sources give it, whether it is inferred, and the ids of the sources; unknown ones last, unnamed."""
    readers: Named
    """Readers who signed a comment to this book."""
    unsigned: tuple[Written, ...]
    """The comments to this book that nobody signed."""
    reported: tuple[tuple[str, Named], ...]
    """For each source, the readers whose comments were read in it."""


def contributors(library: Library) -> Contributors:
    """Everybody whose words or ideas are in the library."""
    comments = library.of(Comment)
    own = [(id, comment) for id, comment in comments if comment.signature.form in ("name", "initials")]
    sources = library.of(Source)
    authors = _together(((found.author.value or "", found.author.certainty == "inferred"), id) for id, found in sources)
    return Contributors(
        authors=tuple(sorted(((*author, ids) for author, ids in authors.items()), key=lambda author: not author[0])),
        readers=_named(library, own),
        unsigned=tuple((id, library.title(id)) for id, comment in comments if comment.signature.form == "anonymous"),
        reported=tuple((key, _named(library, found)) for key, _ in sources if (found := _read_in(library, key))),
    )


def _read_in(library: Library, source: str) -> list[tuple[str, Comment]]:
    """The comments read in a source, in its order."""
    found = [(id, one) for id, one in library.of(Comment) if one.reported and one.reported.source == source]
    return sorted(found, key=lambda pair: _place(library, pair[1]))


def _place(library: Library, comment: Comment) -> int:
    found = library.passage(comment.reported.source, comment.reported.passage) if comment.reported else None
    return found[1] if found else 0


def _named(library: Library, comments: Iterable[tuple[str, Comment]]) -> Named:
    anonymous = library.words["anonymous"]
    signed = _together((one.signature.name or anonymous, (id, _words(library, id, one))) for id, one in comments)
    return tuple(sorted(signed.items(), key=lambda pair: pair[0].casefold()))


def _words(library: Library, id: str, comment: Comment) -> str:
    """What names a comment: where it comments the very source it was read in, its place there."""
    reported = comment.reported
    found = library.passage(comment.on, reported.passage) if reported and reported.source == comment.on else None
    return found[3].label if found else library.title(id)


def _together(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, tuple[V, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found
