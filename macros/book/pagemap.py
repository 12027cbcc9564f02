"""Page map: on which printed page each place of a book stands, and where in the text each page begins.

The layout of the PDF finds it; the EPUB's page list, the index, the references and the site repeat its numbers,
so that "p. 42" is the same place in every medium.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType

from macros.book.xhtml import Element, classes_of, read_xhtml, walk, write_xhtml

PAGE_REF, AT_PAGE, NOTE = "page-ref", "at-page", "note"
"""Classes: an empty link whose words are the page number of its target; a phrase that holds one, for print only;
a note, which follows its call and stands at the foot of the page, or pops up."""


@dataclass(frozen=True, kw_only=True)
class PageBreak:
    """Where a page of the PDF begins."""

    label: str
    """The number as printed: `xii`, `42`."""
    chapter: str
    """Id of the chapter or of the part opening that the page shows first; empty in the pages before the first part."""
    block: int
    """Number, from 0, of the block of text that the page begins with, among `text_blocks` of that chapter."""
    letters: int
    """Letters and digits of that block that stand on the pages before; those of the blocks inside it, and of what is
    `not_counted`, are left out."""


@dataclass(frozen=True, kw_only=True)
class PageMap:
    """The printed page of every id, and the beginning of every page, in order."""

    numbers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    breaks: tuple[PageBreak, ...] = ()

    def to_json(self) -> str:
        """The map as a file: the same map gives the same text."""
        return json.dumps(
            {"numbers": dict(sorted(self.numbers.items())), "breaks": [asdict(found) for found in self.breaks]},
            ensure_ascii=False,
            indent=1,
        )

    @staticmethod
    def from_json(text: str) -> PageMap:
        """The map that `to_json` wrote; raises ValueError, KeyError or TypeError if it is not one."""
        data = json.loads(text)
        return PageMap(numbers=dict(data["numbers"]), breaks=tuple(PageBreak(**found) for found in data["breaks"]))


def fill_page_numbers(html: str, numbers: Mapping[str, str]) -> str:
    """A chapter with the number of its target's page in every `a.page-ref`; an unknown page shows as `0`."""
    if PAGE_REF not in html:
        return html
    body = read_xhtml(html)
    for _, child in walk(body):
        if child.tag == "a" and PAGE_REF in classes_of(child):
            child.text = numbers.get(child.get("href", "").removeprefix("#"), "0")
    return write_xhtml(body)


def not_counted(element: Element) -> bool:
    """Whether the letters of an element are left out when those before a page break are counted.

    They are where a medium may have them elsewhere, or not at all: notes, phrases for print only, page numbers.
    """
    return bool(classes_of(element) & {NOTE, AT_PAGE, PAGE_REF})


_TEXT_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "caption", "figcaption", "pre", "div"}
)


def text_blocks(body: Element) -> tuple[Element, ...]:
    """The elements of a chapter that text can stand in, in order, notes left out: what a page break is counted in."""
    found: list[Element] = []
    _collect(body, found)
    return tuple(found)


def _collect(element: Element, found: list[Element]) -> None:
    if not_counted(element) or element.tag.startswith("{"):
        return
    if element.tag in _TEXT_BLOCKS:
        found.append(element)
    for child in element:
        _collect(child, found)


def text_pieces(element: Element) -> Iterator[tuple[Element, bool]]:
    """Where the text of a block stands, in order: an element, and whether what counts is the text after it.

    Left out are the blocks inside it, drawings, and what is `not_counted`.
    """
    yield element, False
    for child in element:
        if child.tag not in _TEXT_BLOCKS and not not_counted(child) and not child.tag.startswith("{"):
            yield from text_pieces(child)
        yield child, True
