"""The notes of a chapter → notes that pop up, gathered at the end of their section.

A reader's program that knows footnotes shows a note over the page and hides it from the flow;
in any other, the notes close the section and each leads back to its call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from macros.book.fault import Fault
from macros.book.pagemap import NOTE
from macros.book.xhtml import Element, classes_of, remove, text_of, walk

_ARROW = "\N{UPWARDS ARROW}"  # the hooked arrow that notes often use is not in our fonts


def set_notes(body: Element, sections: Sequence[str], words: Mapping[str, str]) -> tuple[Fault, ...]:
    """Move the notes of a chapter to the end of their section and tie them to their calls, both ways.

    `sections` are the ids of the chapter's sections. The faults name notes without a call and calls without a note.
    """
    calls = _first_calls(body)
    own = [child for child in body if child.get("id") not in sections]
    named = [child for child in body if child.get("id") in sections]
    notes = _taken(own)
    position = list(body).index(named[0]) if named else len(body)
    for aside in reversed([_aside(note, calls, words) for note in notes]):
        body.insert(position, aside)
    for section in named:
        inside = _taken([section])
        section.extend(_aside(note, calls, words) for note in inside)
        notes += inside
    unpaired = calls.keys() ^ {note.get("id", "") for note in notes}
    return tuple(Fault("note-unpaired", "EPUB", name) for name in sorted(unpaired))


def _first_calls(body: Element) -> dict[str, Element]:
    """Mark every call as one; id of the note → its first call."""
    first: dict[str, Element] = {}
    for _, link in walk(body):
        href = link.get("href", "")
        if link.tag == "a" and href.startswith("#note-"):
            link.set("epub:type", "noteref")
            link.set("role", "doc-noteref")
            first.setdefault(href[1:], link)
    return first


def _taken(roots: Sequence[Element]) -> list[Element]:
    """The notes in these elements, taken out of the text."""
    found = [
        (parent, child)
        for root in roots
        for parent, child in walk(root)
        if child.tag == "span" and NOTE in classes_of(child)
    ]
    for parent, child in found:
        remove(parent, child)
    return [child for _, child in found]


def _aside(note: Element, calls: Mapping[str, Element], words: Mapping[str, str]) -> Element:
    """The note by itself, with the way back to its first call."""
    name = note.get("id", "")
    aside = Element("aside", {"class": NOTE, "id": name, "epub:type": "footnote", "role": "doc-footnote"})
    text = Element("p")
    text.text = note.text
    text.extend(note)
    if name in calls:
        text.append(_back(calls[name], words))
    aside.append(text)
    return aside


def _back(call: Element, words: Mapping[str, str]) -> Element:
    spoken = words["book_note_back"].replace("{mark}", text_of(call))
    link = Element("a", {"class": "back", "href": f"#{call.get('id', '')}", "aria-label": spoken})
    link.set("epub:type", "backlink")
    link.set("role", "doc-backlink")
    link.text = _ARROW
    return link
