"""A comment to be taken back → the file that keeps its place, and what of it stands elsewhere in the project.

Nothing is written here, and what is not in the files handed in, git's log for one, is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from macros import prose
from macros.book.letters import letters
from macros.library import Library
from macros.model import Comment, Signature, Tombstone
from macros.problem import Place
from macros.remedy import place_of

MODELINE = "# yaml-language-server: $schema=../../build/schema/withdrawn.json"
FEWEST = 20
"""Letters of a sentence that is looked for: a shorter one is anybody's."""

What = Literal["words", "mention", "name"]


@dataclass(frozen=True, order=True)
class Left:
    """A line of a file in which something of the comment is left."""

    file: str
    line: int
    what: What
    """Its words, the id, or the name that signed it."""


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


def uncited(library: Library, id: str) -> tuple[tuple[str, Place], ...]:
    """The passages that only this comment cites, each with its place: without it the book would not say why they are there."""
    found = []
    for (source, name), by in library.cited_by.items():
        passage = library.passage(source, name)
        if passage and [item.id for item in by] == [id] and passage[3].uncited is None:
            path = ("passages", passage[1] - 1, "id")
            found.append((name, place_of(library.items[source].document, path)))
    return tuple(found)


def answers(library: Library, id: str) -> tuple[str, ...]:
    """The comments that answer one."""
    return tuple(other for other, comment in library.of(Comment) if comment.replies_to == id)


def is_withdrawn(library: Library, id: str) -> bool:
    """Whether a comment of this id was taken back already."""
    item = library.items.get(id)
    return item is not None and isinstance(item.value, Tombstone)


def _left_in(name: str, text: str, id: str, comment: Comment) -> Iterator[Left]:
    sentences = tuple(_sentences(comment.text))
    for number, line in enumerate(text.split("\n"), start=1):
        said = _key(line)
        if any(sentence in said for sentence in sentences):
            yield Left(name, number, "words")
    sought: tuple[tuple[What, re.Pattern[str] | None], ...] = (
        ("mention", _mention(id)),
        ("name", _name(comment.signature)),
    )
    for what, sign in sought:
        for found in sign.finditer(unicodedata.normalize("NFC", text)) if sign else ():
            yield Left(name, text.count("\n", 0, found.start()) + 1, what)


def _mention(id: str) -> re.Pattern[str]:
    """The id whole, or the anchor that is made of it: `nuovo` is not in `nuovo-business`."""
    return re.compile(rf"(?<![\w-])(?:voce-)?{re.escape(id)}(?![\w-])")


def _name(signature: Signature) -> re.Pattern[str] | None:
    """The name as whole words, whatever stands between them: initials never inside a word, nor in small letters.

    What has no capital, «un lettore» for one, is nobody's name.
    """
    name = unicodedata.normalize("NFC", signature.name or "")
    parts = re.findall(r"[^\W_]+", name)
    if not parts or name == name.lower():
        return None
    between, flags = (r"[\W_]{0,3}", 0) if signature.form == "initials" else (r"[\W_]{1,8}", re.IGNORECASE)
    return re.compile(rf"(?<!\w){between.join(map(re.escape, parts))}(?!\w)", flags)


def _sentences(text: str) -> Iterator[str]:
    """The letters of every sentence long enough to be recognised."""
    for sentence in prose.plain(text).replace("?", ".").replace("!", ".").replace("\n", ".").split("."):
        if len(found := _key(sentence)) >= FEWEST:
            yield found


def _key(text: str) -> str:
    return letters(text).casefold()
