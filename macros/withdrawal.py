"""A comment to be taken back → the file that keeps its place, and what of it stands elsewhere in the project.

Nothing is written here, and what is not in the files handed in, git's log for one, is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from macros import prose
from macros.book.letters import letters
from macros.library import Library
from macros.model import Comment, Tombstone

MODELINE = "# yaml-language-server: $schema=../../build/schema/withdrawn.json"
FEWEST = 20
"""Letters of a sentence that is looked for: a shorter one is anybody's."""


@dataclass(frozen=True, order=True)
class Left:
    """A line of a file in which something of the comment is left."""

    file: str
    line: int
    what: Literal["words", "name", "mention"]
    """Its words, the name that signed it, or the id."""


def tombstone(comment: Comment, month: str) -> str:
    """The text of the file that takes the comment's place: where it stood, and when it was taken back (AAAA-MM)."""
    replies = f"replies_to: {comment.replies_to}\n" if comment.replies_to else ""
    return f"{MODELINE}\non: {comment.on}\n{replies}withdrawn: {month}\n"


def left(id: str, comment: Comment, files: Mapping[str, str]) -> tuple[Left, ...]:
    """Every line of the other files, by name, that says something of the comment; a line is told once, the worst of it."""
    found: dict[tuple[str, int], Left] = {}
    for name, text in files.items():
        for one in _left_in(name, text, id, comment):
            found.setdefault((one.file, one.line), one)
    return tuple(sorted(found.values()))


def answers(library: Library, id: str) -> tuple[str, ...]:
    """The comments that answer one."""
    return tuple(other for other, comment in library.of(Comment) if comment.replies_to == id)


def is_withdrawn(library: Library, id: str) -> bool:
    """Whether a comment of this id was taken back already."""
    item = library.items.get(id)
    return item is not None and isinstance(item.value, Tombstone)


def _left_in(name: str, text: str, id: str, comment: Comment) -> Iterator[Left]:
    sentences = tuple(_sentences(comment.text))
    signed = _key(comment.signature.name or "")
    for number, line in enumerate(text.splitlines(), start=1):
        said = _key(line)
        if any(sentence in said for sentence in sentences):
            yield Left(name, number, "words")
        elif signed and signed in said:
            yield Left(name, number, "name")
        elif id in line:
            yield Left(name, number, "mention")


def _sentences(text: str) -> Iterator[str]:
    """The letters of every sentence long enough to be recognised."""
    for sentence in prose.plain(text).replace("?", ".").replace("!", ".").replace("\n", ".").split("."):
        if len(found := _key(sentence)) >= FEWEST:
            yield found


def _key(text: str) -> str:
    return letters(text).casefold()
