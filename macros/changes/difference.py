"""Two snapshots → what changed from the one to the other, entry by entry.

A text is only said to have changed: how much, the pages of the two editions tell. Comments are counted where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.changes.snapshot import Kept, Snapshot

COMMENTARY = "commentary"


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing that changed in an entry."""

    what: str
    """`new`, `gone`, `renamed`, `cites`, `uncites`, `names`, `unnames`, `passages`, `verdicts`, `unverdicts`, `rewritten`,
    `comments` or `withdrawn`."""
    values: tuple[str, ...] = ()
    """Passages, ids, verdicts, positions each with its number, or the title that was."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """An entry and all that changed in it."""

    id: str
    kind: str
    title: str
    """Its title now, or the last it had."""
    notes: tuple[Note, ...]


def difference(before: Snapshot, after: Snapshot) -> tuple[Changed, ...]:
    """Every entry in which something changed, in the order of the ids; nothing for those that stayed as they were."""
    ids = sorted(id for id in {*before.entries, *after.entries} if _kind(id, before, after) != COMMENTARY)
    comments = {id: tuple(_comments(id, before, after)) for id in ids}
    found = ((id, (*_notes(before.entries.get(id), after.entries.get(id)), *comments[id])) for id in ids)
    return tuple(_changed(id, before, after, notes) for id, notes in found if notes)


def _kind(id: str, before: Snapshot, after: Snapshot) -> str:
    return (after.entries.get(id) or before.entries[id]).kind


def _changed(id: str, before: Snapshot, after: Snapshot, notes: tuple[Note, ...]) -> Changed:
    entry = after.entries.get(id) or before.entries[id]
    return Changed(id=id, kind=entry.kind, title=entry.title, notes=notes)


def _notes(before: Kept | None, after: Kept | None) -> Iterator[Note]:
    if before is None or after is None:
        yield Note(what="new" if after else "gone")
        return
    if before.title != after.title:
        yield Note(what="renamed", values=(before.title,))
    for more, fewer, old, new in (
        ("passages", "", before.passages, after.passages),
        ("cites", "uncites", before.cites, after.cites),
        ("verdicts", "unverdicts", before.verdicts, after.verdicts),
        ("names", "unnames", before.names, after.names),
    ):
        if added := tuple(one for one in new if one not in old):
            yield Note(what=more, values=added)
        if fewer and (lost := tuple(one for one in old if one not in new)):
            yield Note(what=fewer, values=lost)
    if (before.texts or {}) != (after.texts or {}):
        yield Note(what="rewritten")


def _comments(id: str, before: Snapshot, after: Snapshot) -> Iterator[Note]:
    """The comments that came, by position, and how many were taken back since they were published."""
    old, new = _on(id, before), _on(id, after)
    came = Counter(one.position for key, one in new.items() if key not in old and one.position)
    if came:
        yield Note(what="comments", values=tuple(f"{position} {number}" for position, number in sorted(came.items())))
    gone = sum(1 for key, one in new.items() if not one.position and key in old and old[key].position)
    if gone:
        yield Note(what="withdrawn", values=(str(gone),))


def _on(id: str, edition: Snapshot) -> Mapping[str, Kept]:
    return {key: one for key, one in edition.entries.items() if one.kind == COMMENTARY and one.on == id}
