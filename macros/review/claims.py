"""Comments before and after a proposal → what only a person can verify: who speaks, and whether they asked.

No rule can tell it from the files: who proposes a comment may write any name in it, and any date on which it was verified.
Such a claim is no fault of the proposal: it is named to whoever reviews, and is never red.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from macros.book.letters import letters
from macros.library import Item, Library
from macros.model import Comment, Source, Tombstone
from macros.problem import Place
from macros.remedy import place_of
from macros.review.claim import KINDS, Claim

_TOLD_APART = frozenset({"right_of_reply", "cleared"})


def claims(before: Library, after: Library, day: str) -> tuple[Claim, ...]:
    """Every claim about a comment that is new, changed or gone, by kind and then in the order of files.

    `day` is that of the proposal, AAAA-MM-GG: no build reads a clock, so only here a date can be one still to come.
    A comment that cannot be read is left out: its own problem stops the proposal.
    """
    found = [claim for item in after.items.values() for claim in _of(before.items.get(item.id), item, after, day)]
    gone = [
        Claim("withdrawn", Place(item.document.file, 1, 1), _signed(item.value))
        for id, item in before.items.items()
        if isinstance(item.value, Comment) and id not in after.items and id not in after.broken
    ]
    return tuple(sorted(found + gone, key=lambda one: (KINDS.index(one.kind), one.place)))


def _of(old: Item | None, new: Item, library: Library, day: str) -> Iterator[Claim]:
    was, now = old.value if old else None, new.value
    if isinstance(now, Comment) and now != was:
        yield from _asserted(was if isinstance(was, Comment) else None, new, now, library)
        if now.date and now.date > day[: len(now.date)]:
            yield Claim("future", place_of(new.document, ("date",)), f"{_signed(now)}: {now.date}")
    if isinstance(was, Comment) and isinstance(now, Tombstone):
        yield Claim("withdrawn", Place(new.document.file, 1, 1), _signed(was))
    if isinstance(was, Tombstone) and isinstance(now, Comment):
        yield Claim("restored", Place(new.document.file, 1, 1), _signed(now))


def _asserted(was: Comment | None, item: Item, now: Comment, library: Library) -> Iterator[Claim]:
    reply, signed = now.right_of_reply, _signed(now)
    if reply and (was is None or (reply, now.signature) != (was.right_of_reply, was.signature)):
        said = f"{signed}: source {reply.source}, verified {reply.verified}"
        yield Claim("reply", place_of(item.document, ("right_of_reply",)), said)
    elif (was is None or now.signature != was.signature) and (source := _source_of(now, library)):
        yield Claim("namesake", place_of(item.document, ("signature",)), f"{signed}: source {source}")
    for index, one in enumerate(now.cleared):
        if was is None or one not in was.cleared:
            yield Claim("cleared", place_of(item.document, ("cleared", index)), one)
    if now.reported:
        said = f"{signed}: {now.reported.source}/{now.reported.passage}"
        yield Claim("reported", place_of(item.document, ("text",)), said)
    changed = [field.name for field in fields(now) if was and getattr(was, field.name) != getattr(now, field.name)]
    if told := [name for name in changed if name not in _TOLD_APART]:
        yield Claim("changed", place_of(item.document, (told[0],)), f"{signed}: {', '.join(told)}")


def _signed(comment: Comment) -> str:
    signature = comment.signature
    return f"{signature.form} «{signature.name}»" if signature.name else signature.form


def _source_of(comment: Comment, library: Library) -> str:
    """The source whose author has the name that signs; nothing if none has."""
    name = letters(comment.signature.name or "").casefold()
    authors = ((id, letters(source.author.value or "").casefold()) for id, source in library.of(Source))
    return next((id for id, author in authors if name and comment.signature.form == "name" and name == author), "")
