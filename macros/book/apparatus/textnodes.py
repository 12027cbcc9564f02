"""The running text of a tree, one node between two tags at a time, and how an element is put around words of it.

Running text is what a reader reads from beginning to end: not tables, forms, figures, nor the lists of links and
passages that close an entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from macros.book.pagemap import AT_PAGE, NOTE
from macros.book.xhtml import Element, classes_of

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | {"p", "li", "dt", "dd", "div", "section", "article", "blockquote", "figcaption"}
_TAGS_OUT = frozenset({"table", "figure", "nav", "pre", "code"})
_CLASSES_OUT = frozenset({
    NOTE, AT_PAGE, "cite", "entries", "refs", "backlinks", "quotes", "cited", "see", "synonyms", "grounds", "comments",
    "sources", "fieldset", "worksheet", "key", "locators", "kind", "source", "signature",
})  # fmt: skip
"""What stands beside the text: apparatus, lists of links, forms."""


@dataclass(frozen=True, eq=False)
class TextNode:
    """Text between two tags: that of `element` before its first child, or, with `after`, that which follows it."""

    block: Element
    """The paragraph, item or heading that it stands in."""
    parent: Element
    element: Element
    after: bool
    in_link: bool

    @property
    def text(self) -> str:
        """The words, as the tree has them now."""
        return (self.element.tail if self.after else self.element.text) or ""


def text_nodes(root: Element) -> Iterator[TextNode]:
    """Every node of running text of an element, in order, headings included."""
    return _nodes(root, root, root, in_link=False)


def _nodes(element: Element, block: Element, parent: Element, *, in_link: bool) -> Iterator[TextNode]:
    if element.tag in _TAGS_OUT or element.tag.startswith("{") or classes_of(element) & _CLASSES_OUT:
        return
    inner = element if element.tag in _BLOCKS else block
    in_link = in_link or element.tag == "a"
    yield TextNode(inner, parent, element, after=False, in_link=in_link)
    for child in tuple(element):
        yield from _nodes(child, inner, element, in_link=in_link)
        yield TextNode(inner, element, child, after=True, in_link=in_link)


def wrap(node: TextNode, start: int, end: int, new: Element) -> None:
    """Put `new` around the letters from `start` to `end` of a node; those before stay its text."""
    text = node.text
    new.text, new.tail = text[start:end], text[end:]
    if node.after:
        node.element.tail = text[:start]
        node.parent.insert(list(node.parent).index(node.element) + 1, new)
    else:
        node.element.text = text[:start]
        node.element.insert(0, new)
