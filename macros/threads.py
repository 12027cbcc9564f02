"""Library → the comments on an entry as readers find them: each with its answers beneath it, and how many think what.

One level deep: an answer stands beneath the comment where a thread begins. What was taken back keeps its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from macros import prose
from macros.library import Library
from macros.model import Comment, Stance, Tombstone

REPLY = "reply"
OPENING = 9
"""The words of a comment that a list shows, at most."""
STANCES: tuple[str, ...] = get_args(Stance)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A comment, or what is left of one, and the answers to it."""

    id: str
    said: Comment | None
    """The comment; nothing if it was taken back."""
    withdrawn: str = ""
    """When it was taken back, if it was."""
    answers: str = ""
    """The id of the comment it answers, if it answers one."""
    replies: tuple[Voice, ...] = ()


def threads(library: Library, entry: str) -> tuple[Voice, ...]:
    """The comments on an entry, dated ones in order of date, then the undated, last what was taken back; answers alike."""
    comments = library.comments(entry)
    graves = [(id, stone) for id, stone in library.of(Tombstone) if stone.on == entry]
    voices = [
        *(_voice(*one) for one in comments),
        *(_voice(*one) for one in sorted(graves, key=lambda grave: grave[0])),
    ]
    return tuple(_with_replies(voice, voices) for voice in voices if not voice.answers)


def _voice(id: str, value: Comment | Tombstone) -> Voice:
    answers = value.replies_to or ""
    if isinstance(value, Tombstone):
        return Voice(id=id, said=None, withdrawn=value.withdrawn, answers=answers)
    return Voice(id=id, said=value, answers=answers)


def _with_replies(voice: Voice, voices: Iterable[Voice]) -> Voice:
    replies = tuple(one for one in voices if one.answers == voice.id)
    return Voice(id=voice.id, said=voice.said, withdrawn=voice.withdrawn, replies=replies)


def balance(comments: Iterable[Comment]) -> tuple[tuple[str, int], ...]:
    """How many comments take each position, in the order of the positions, then how many are replies.

    Only what is there is counted. The position of a reply is towards the comment it answers: it is not weighed with
    those on the entry.
    """
    found = Counter(map(standing, comments))
    return tuple((name, found[name]) for name in (*STANCES, REPLY) if found[name])


def opening(comment: Comment) -> str:
    """The first words of a comment, to tell it from others: never the whole of it, which is read where it stands."""
    words = prose.plain(comment.text.strip().partition("\n\n")[0]).split()
    first = " ".join(words[: max(1, min(OPENING, len(words) // 2))])
    return f"{first.rstrip('.,;:!?…')}…"


def standing(comment: Comment) -> str:
    """Among which a comment is counted: those of its position, or the replies."""
    return REPLY if comment.replies_to else comment.position


def balances(library: Library) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Every entry that has comments, in the order of the library, with their balance."""
    return tuple(
        (id, balance(comment for _, comment in found)) for id in library.items if (found := library.comments(id))
    )
