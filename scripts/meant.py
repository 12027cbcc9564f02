"""Which entry somebody means who says its id, its title or the address of its page."""

from __future__ import annotations

from interview import Interview

from macros.library import Library
from macros.remedy import nearest, proposed_id

MOST = 9
"""Entries or comments that are offered to choose from."""


def asked_entry(interview: Interview, library: Library, said: str, kind: str = "") -> str | None:
    """The entry that somebody means, after they have chosen where that is not sure; None if it is none of those."""
    sure, found = entries_like(library, said, kind)
    if not found:
        interview.say("unknown", said=said)
        return None
    names = [f"{library.title(id)} ({id})" for id in found]
    if sure:
        interview.show(f"  → {names[0]}")
        return found[0]
    chosen = interview.choice(interview.label("which"), names, optional=True)
    return None if chosen is None else found[chosen]


def entries_like(library: Library, said: str, kind: str = "") -> tuple[bool, tuple[str, ...]]:
    """Whether it is sure which entry is meant, and those that may be: by id, by address or by title; comments left out."""
    known = {id: item for id, item in library.items.items() if item.kind != "commentary" and kind in ("", item.kind)}
    path, _, anchor = said.strip().partition("#")
    for id in (anchor.removeprefix("voce-"), path.partition("?")[0].rstrip("/").rpartition("/")[2]):
        if id in known:
            return True, (id,)
    words = proposed_id(said).split("-")
    titles = {id: f"{proposed_id(library.title(id))}-{id}" for id in known}
    found = tuple(id for id, title in titles.items() if all(word in title for word in words))[:MOST]
    return len(found) == 1, found or nearest(said, known)
