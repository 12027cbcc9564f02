"""Links from one stretch of the book to another → the same links with the printed page of their target.

The phrase is for print only, and for whoever holds the page: on a screen the link is enough. Three forms of it: in a
sentence, in an enumeration, and after a title that ends its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.book.apparatus.draft import Draft
from macros.book.pagemap import AT_PAGE, NOTE, PAGE_REF
from macros.book.xhtml import Element, classes_of, insert_after

IN_TEXT, INLINE, LISTED = "book_at_page", "book_at_page_inline", "book_at_page_listed"
"""The words of the three forms, `{page}` where the number goes."""

_BLOCKS = frozenset({"p", "li", "dt", "dd", "div", "section", "article", "blockquote"})
_ENUMERATIONS = frozenset({"see", "grounds", "applies", "basis", "then"})
_SKIPPED_TAGS = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "figure"})
QUOTES = "quotes"
_SKIPPED_CLASSES = frozenset({NOTE, AT_PAGE, "cited", QUOTES})
_NOT_REFERENCES = frozenset({"cite", "mark", "term", PAGE_REF})
_AFTER_TITLE = frozenset({"kind", "about"})
"""What may follow a title on its line, or under it."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A link as it stands in the text."""

    block: Element
    parent: Element
    link: Element


def add_page_references(draft: Draft) -> None:
    """Write the page of its target after each link that leaves its stretch.

    Once in a stretch where sentences name the same target again, always in lists and enumerations.
    """
    homes = draft.homes()
    for stretch in draft.stretches():
        said: set[str] = set()
        references = [found for root in stretch.roots for found in tuple(_references(root, root, root))]
        for found in references:
            target = found.link.get("href", "").removeprefix("#")
            if homes.get(target, stretch.id) == stretch.id:
                continue
            form = _form(found)
            if form != IN_TEXT or target not in said:
                insert_after(found.parent, found.link, page_phrase(draft.book.words[form], target))
            if form == IN_TEXT:
                said.add(target)
        for root in stretch.roots:
            _end_quotes(root, draft.book.words[LISTED])


def page_phrase(phrase: str, target: str) -> Element:
    """The phrase that says on which page `target` stands, for print; only its beginning may be that of a line."""
    before, _, after = phrase.partition("{page}")
    words = before.lstrip(" ")
    span = Element("span", {"class": AT_PAGE})
    span.text = before[: len(before) - len(words)] + words.replace(" ", "\N{NO-BREAK SPACE}")
    number = Element("a", {"class": PAGE_REF, "href": f"#{target}"})
    number.tail = after
    span.append(number)
    return span


def _end_quotes(root: Element, phrase: str) -> None:
    """Write the page of each passage at the end of its line, where a list names the passages of an entry."""
    for quotes in root.iter("ul"):
        if QUOTES in classes_of(quotes):
            for line in quotes:
                mark = line.find("a")
                if mark is not None:
                    mark.attrib.pop("title", None)  # the line says the same
                    line.append(page_phrase(phrase, mark.get("href", "").removeprefix("#")))


def _references(element: Element, block: Element, parent: Element) -> Iterator[Reference]:
    """Every link of an element that may need its page said."""
    classes = classes_of(element)
    if element.tag in _SKIPPED_TAGS or classes & _SKIPPED_CLASSES:
        return
    if element.tag == "a":
        if not classes & _NOT_REFERENCES and element.get("href", "").startswith("#"):
            yield Reference(block=block, parent=parent, link=element)
        return
    block = element if element.tag in _BLOCKS or classes & _ENUMERATIONS else block
    for child in element:
        yield from _references(child, block, element)


def _form(found: Reference) -> str:
    if classes_of(found.block) & _ENUMERATIONS or found.block.tag == "dt":
        return INLINE
    return LISTED if _ends_line(found) else IN_TEXT


def _ends_line(found: Reference) -> bool:
    if found.parent is not found.block or (found.link.tail or "").strip():
        return False
    following = list(found.parent)[list(found.parent).index(found.link) + 1 :]
    return all(classes_of(element) & _AFTER_TITLE and not (element.tail or "").strip() for element in following)
