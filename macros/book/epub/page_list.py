"""Page map → the marks of an EPUB that say where each page of the PDF begins.

A mark stands at the first word of its page. It never cuts a word, a link or a heading, which are spoken whole:
there it stands before them. The pages before the first part have other shapes in an EPUB: they are spread over its first files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from macros.book.letters import letters
from macros.book.pagemap import PageBreak, PageMap, text_blocks, text_pieces
from macros.book.xhtml import Element, write_xhtml

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = _HEADINGS | {"a"}
_BEGINNING = frozenset({"figure", "table"})
_SHELLS = _BEGINNING | {"thead", "tbody", "tr"}
_ROLE = "doc-pagebreak"
FRONT = {
    "_cover": "cover.xhtml",
    "_half-title": "title-page.xhtml",
    "_title-page": "title-page.xhtml",
    "_colophon": "colophon.xhtml",
    "_contents": "nav.xhtml",
}
"""What stands before the first part of the PDF, and the file of the EPUB where it is, in order."""

Place = tuple[Element, bool, int]
"""An element, whether the text after it is meant, and how many signs of that text stand before the place."""


def mark(label: str) -> Element:
    """The mark of a page, named as DPUB-ARIA asks: by its number alone."""
    attributes = {"epub:type": "pagebreak", "role": _ROLE, "id": mark_id(label), "aria-label": label}
    return Element("span", attributes)


def mark_id(label: str) -> str:
    """The id of the mark of a page: `page-42`."""
    return f"page-{label}"


def marks(labels: Iterable[str]) -> str:
    """Marks at the beginning of a file, as XHTML."""
    holder = Element("body")
    holder.extend(mark(label) for label in labels)
    return write_xhtml(holder)


def front_labels(pages: PageMap) -> dict[str, list[str]]:
    """The labels of the pages before the first part, by file of the EPUB.

    A page where something begins that has a file of its own opens that file, and the pages after it follow.
    """
    starts = {pages.numbers[name]: file for name, file in FRONT.items() if name in pages.numbers}
    labels: dict[str, list[str]] = {file: [] for file in FRONT.values()}
    file = next(iter(FRONT.values()))
    for found in pages.breaks:
        if not found.chapter:
            file = starts.get(found.label, file)
            labels[file].append(found.label)
    return labels


def mark_pages(body: Element, breaks: Iterable[PageBreak]) -> tuple[str, ...]:
    """Set the marks of a chapter's pages in it, in order; what comes back are the labels whose place is not there.

    Pages after the last text of a chapter, left blank, begin at its end.
    """
    blocks = text_blocks(body)
    parents = {child: parent for parent in body.iter() for child in parent}
    astray = []
    for found in breaks:
        if found.block == len(blocks):
            body.append(mark(found.label))
            continue
        block = blocks[found.block] if found.block < len(blocks) else None
        place = _place(block, found.letters) if block is not None else None
        if block is None or place is None:
            astray.append(found.label)
            continue
        whole = _whole(block, place, parents)
        _insert(mark(found.label), place if whole is None else _before(whole, parents), parents)
    return tuple(astray)


def _place(block: Element, passed: int) -> Place | None:
    """The beginning of the block, or of the word that holds the letter after so many."""
    if not passed:
        return _opening(block)
    for holder, after in text_pieces(block):
        text = (holder.tail if after else holder.text) or ""
        for offset, sign in enumerate(text):
            if passed <= 0 and letters(sign):
                return holder, after, _word_start(text, offset)
            passed -= len(letters(sign))
    return None


def _opening(block: Element) -> Place:
    """The beginning of a block, after the marks that are already there."""
    place, text = (block, False, 0), block.text
    for child in block:
        if text or child.get("role") != _ROLE:
            break
        place, text = (child, True, 0), child.tail
    return place


def _word_start(text: str, offset: int) -> int:
    while offset and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _whole(block: Element, place: Place, parents: Mapping[Element, Element]) -> Element | None:
    """What the mark must stand before, not in: the outermost link or heading there, the figure or table that begins there."""
    holder, after, offset = place
    up: Element | None = parents[holder] if after else holder
    found = _shell(block, parents) if up is block and not offset else None
    while up is not None:
        found = up if up.tag in _WHOLE else found
        up = parents.get(up)
    return found


def _shell(block: Element, parents: Mapping[Element, Element]) -> Element | None:
    """The figure or the table whose first words are in a block: its drawing, and empty cells, come before words."""
    found, child = None, block
    while parents[child].tag in _SHELLS:
        parent = parents[child]
        before = list(parent)[: list(parent).index(child)]
        if any(letters("".join(text.itertext())) for text in before if not text.tag.startswith("{")):
            break
        found = parent if parent.tag in _BEGINNING else found
        child = parent
    return found


def _before(element: Element, parents: Mapping[Element, Element]) -> Place:
    parent = parents[element]
    position = list(parent).index(element)
    if not position:
        return parent, False, len(parent.text or "")
    return parent[position - 1], True, len(parent[position - 1].tail or "")


def _insert(new: Element, place: Place, parents: dict[Element, Element]) -> None:
    holder, after, offset = place
    text = (holder.tail if after else holder.text) or ""
    parent = parents[holder] if after else holder
    new.tail = text[offset:]
    if after:
        holder.tail = text[:offset]
    else:
        holder.text = text[:offset]
    parent.insert(list(parent).index(holder) + 1 if after else 0, new)
    parents[new] = parent
