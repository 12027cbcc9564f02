"""Citation marks of running text → calls of notes, each note right after its first call.

A passage has one note in each stretch of the book; its later marks there lead to the same note. A mark stays a plain
link to its passage where notes would bury the page, or where the passage is named beside it: in tables and glossary,
in lists of passages, in forms and worksheets, in headings, and on the page of its own source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from macros.book.apparatus.crossref import LISTED, page_phrase
from macros.book.apparatus.draft import Draft, Stretch
from macros.book.pagemap import NOTE
from macros.book.xhtml import Element, classes_of, insert_after

NOT_RUNNING_TAGS = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figure", "nav", "pre"})
_NO_NOTES = frozenset({"glossary", "quotes", "grounds", "worksheet", "questions"})
CITE = "cite"


def add_notes(draft: Draft) -> Mapping[tuple[str, str], str]:
    """Write the notes into the draft; (stretch, passage) → id of the call where that passage is first cited there."""
    homes = draft.homes()
    calls: dict[tuple[str, str], str] = {}
    for stretch in draft.stretches():
        for root in stretch.roots:
            _close_up(root)
        for parent, mark in tuple(chain.from_iterable(map(_marks, stretch.roots))):
            passage = mark.get("href", "").removeprefix("#")
            if homes.get(passage) != stretch.id:
                _call(parent, mark, stretch, passage, draft.book.words, calls)
    return calls


def _marks(element: Element) -> Iterator[tuple[Element, Element]]:
    """Every (parent, mark) of the running text of an element."""
    if element.tag in NOT_RUNNING_TAGS or classes_of(element) & _NO_NOTES:
        return
    for child in element:
        if child.tag == "a" and CITE in classes_of(child):
            yield element, child
        yield from _marks(child)


def _close_up(root: Element) -> None:
    """Leave no space between two marks in a row."""
    for element in root.iter():
        for mark, following in pairwise(element):
            if CITE in classes_of(mark) and CITE in classes_of(following) and not (mark.tail or "").strip():
                mark.tail = None


def _call(
    parent: Element,
    mark: Element,
    stretch: Stretch,
    passage: str,
    words: Mapping[str, str],
    calls: dict[tuple[str, str], str],
) -> None:
    key = (stretch.id, passage)
    name = f"{stretch.id}--{passage}"
    mark.set("href", f"#note-{name}")
    label = mark.attrib.pop("title", "")
    if key not in calls:
        calls[key] = f"call-{name}"
        mark.set("id", calls[key])
        insert_after(parent, mark, _note(f"note-{name}", mark.text or "", label, passage, words))


def _note(name: str, mark: str, label: str, passage: str, words: Mapping[str, str]) -> Element:
    note = Element("span", {"class": NOTE, "id": name})
    link = Element("a", {"class": "mark", "href": f"#{passage}"})
    link.text, link.tail = mark, f" {label}"
    note.extend((link, page_phrase(words[LISTED], passage)))
    return note
