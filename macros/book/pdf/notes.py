"""A chapter → the same with a note after every call of it, for print.

A passage has one note in each stretch of the book, after its first call; later calls lead to it. Whoever turned the
page would not see it: on paper every call has its note, and the layout shows on a page one of those that say the same.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from macros.book.pagemap import NOTE
from macros.book.xhtml import Element, classes_of, insert_after, read_xhtml, walk, write_xhtml


def with_all_notes(html: str) -> str:
    """The chapter with as many notes as calls; the second of a note has its id with `--2`."""
    body = read_xhtml(html)
    notes = {found.get("id", ""): found for found in body.iter() if NOTE in classes_of(found)}
    calls: Counter[str] = Counter()
    for parent, link in tuple(walk(body)):
        name = link.get("href", "").removeprefix("#")
        if link.tag == "a" and name in notes:
            calls[name] += 1
            if calls[name] > 1:
                _call_again(parent, link, notes[name], f"{name}--{calls[name]}")
    return write_xhtml(body) if notes else html


def _call_again(parent: Element, link: Element, note: Element, name: str) -> None:
    again = deepcopy(note)
    again.set("id", name)
    again.tail = None
    link.set("href", f"#{name}")
    insert_after(parent, link, again)
