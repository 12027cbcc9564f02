"""Outputs and the names of persons → where such a name stands.

Letters and digits alone are compared: a name broken at the end of a line, or written with other spaces, is that name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from macros.book.fault import Fault
from macros.book.letters import letters
from macros.guard.shelf import texts

SHORTEST = 5
"""Letters of a name that is looked for: a shorter one is part of many words."""


def traces(site: Path, names: Collection[str]) -> Iterator[Fault]:
    """A fault for every place of the outputs where one of the names stands; nothing is read if there are none."""
    sought = {name: key for name in sorted(set(names)) if len(key := _key(name)) >= SHORTEST}
    if sought:
        yield from dict.fromkeys(_found(site, sought))


def _found(site: Path, sought: dict[str, str]) -> Iterator[Fault]:
    keys: dict[str, str] = {}  # much of the site stands in the archive of it too
    for where, text in texts(site):
        if text not in keys:
            keys[text] = _key(text)
        key = keys[text]
        yield from (Fault("name-told", where, name) for name, sought_key in sought.items() if sought_key in key)


def _key(text: str) -> str:
    return letters(text).casefold()
