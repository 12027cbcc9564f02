"""Laid out pages → where ids stand, and with which letter of which block of text each page begins.

Reads the boxes that WeasyPrint leaves; runs in the process of the layout. What is counted are the letters and digits
of the blocks that `text_blocks` lists, as their source has them: not the notes, nor what style sheets write, nor what
only the print has, nor the heads of a table said again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from macros.book.letters import letters
from macros.book.pagemap import not_counted, text_blocks

Place = tuple[int, int]
"""The number of a block, and how many of its letters stand before."""


def pages_kept(pages: list[Any]) -> list[Any]:
    """The pages without those at the end that hold nothing, but an even number of them: a leaf has two sides."""
    last = max((number for number, page in enumerate(pages, start=1) if _holds_something(page)), default=0)
    return pages[: last + last % 2]


def _holds_something(page: Any) -> bool:
    """Whether there is a letter or a picture on a page, its margins left out; notes count."""
    return any(
        type(box).__name__ == "TextBox" or type(box).__name__.endswith("ReplacedBox")
        for part in _parts(page)
        for box in part.descendants()
    )


def spilt(pages: list[Any]) -> list[str]:
    """The words that run out of their page, where neither paper nor screen shows them."""
    return [
        box.text
        for page in pages
        for part in _parts(page)
        for box in part.descendants()
        if type(box).__name__ == "TextBox"
        and (box.position_x < -1 or box.position_x + box.width > page.width + 1 or box.position_y > page.height)
    ]


def _parts(page: Any) -> tuple[Any, ...]:
    """The text and the notes of a page."""
    return tuple(part for part in page._page_box.children if type(part).__name__ != "MarginBox")


def places(pages: list[Any]) -> dict[str, int]:
    """Every id and the number, from 0, of the page where it first stands."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


def page_texts(root: Element, pages: list[Any]) -> list[Place]:
    """The place each page begins with; a page with no text begins where the next one does."""
    body = root.find("body")
    section = next(iter(body), root) if body is not None else root
    numbers = {element: number for number, element in enumerate(text_blocks(section))}
    starts: list[Place | None] = []
    read: Counter[int] = Counter()
    heads: set[Element] = set()
    for page in pages:
        start: Place | None = None
        seen: set[Element] = set()
        for block, text in _texts(page._page_box.children[0], None, numbers, heads, seen):
            if text:
                start = start or (block, read[block])
                read[block] += len(text)
        heads |= seen
        starts.append(start)
    return _filled(starts, (len(numbers), 0))


def _filled(starts: list[Place | None], end: Place) -> list[Place]:
    filled = []
    for start in reversed(starts):
        end = start or end
        filled.append(end)
    return filled[::-1]


def _texts(
    box: Any, block: int | None, numbers: dict[Element, int], heads: set[Element], seen: set[Element]
) -> Iterator[tuple[int, str]]:
    """Each text of a box with the number of its block, in the order of reading."""
    box = getattr(box, "_box", box)  # what is placed out of the flow stands in a wrapper
    element = box.element
    if element is not None:
        if "::" in (box.element_tag or "") or not_counted(element):
            return
        if element.tag == "thead":
            seen.add(element)
            if element in heads:
                return
        block = numbers.get(element, block)
    if type(box).__name__ == "TextBox":
        if block is not None:
            yield block, letters(box.text)
        return
    for child in box.children:
        yield from _texts(child, block, numbers, heads, seen)
