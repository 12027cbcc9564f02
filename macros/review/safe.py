"""The HTML of a finished page, or the XHTML of an EPUB → a fragment that can stand in the preview and do nothing.

What is not on the lists goes: the preview does not rely on the checks that the content went through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from macros.book.xhtml import SVG, Element, classes_of, remove, walk, write_xhtml

_XHTML = "{http://www.w3.org/1999/xhtml}"
_TAGS = frozenset({
    "a", "abbr", "article", "aside", "b", "bdi", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins",
    "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "fieldset", "legend", "label",
})  # fmt: skip
_GONE = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "link", "meta", "button", "input"}
)
_ATTRIBUTES = frozenset({"class", "lang", "dir", "title", "scope", "colspan", "rowspan", "start", "datetime"})
_DRAWING = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
})  # fmt: skip
_DRAWING_ATTRIBUTES = frozenset({
    "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "fill",
    "stroke", "stroke-width", "stroke-dasharray", "transform", "font-size", "font-family", "font-weight", "text-anchor",
    "class", "role", "aria-label", "fill-opacity", "stroke-linecap", "stroke-linejoin",
})  # fmt: skip
_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption", "pre"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NEW, GONE = "is-new", "is-gone"
"""Classes of the blocks that only one of the two versions has."""


def safe(element: Element) -> Element:
    """The same tree with only tags and attributes that say something and do nothing; ids are left out, links lead outside."""
    body = Element("div")
    body.append(_copy(element))
    for parent, child in walk(body):
        if _is_furniture(child):
            remove(parent, child)
    _lower_headings(body)
    return body


def _copy(element: Element) -> Element:
    tag = str(element.tag).removeprefix(_XHTML)
    drawn = tag.startswith(SVG)
    name = tag if (tag.removeprefix(SVG) in _DRAWING if drawn else tag in _TAGS | _GONE) else "span"
    kept = _drawing_attributes(element) if drawn else dict(_attributes(tag, element))
    copy = Element(name, kept)
    copy.text, copy.tail = element.text, element.tail
    if tag == "img":
        copy.text = element.get("alt")
    copy.extend(_copy(child) for child in element if isinstance(child.tag, str))
    return copy


def _attributes(tag: str, element: Element) -> Iterator[tuple[str, str]]:
    yield from ((key, value) for key, value in element.items() if key in _ATTRIBUTES)
    address = urlsplit(element.get("href", "")) if tag == "a" else None
    if address and address.scheme in ("https", "http"):
        yield from (("href", element.get("href", "")), ("rel", "noopener noreferrer"))


def _drawing_attributes(element: Element) -> dict[str, str]:
    return {key: value for key, value in element.items() if key in _DRAWING_ATTRIBUTES and "url(" not in value.lower()}


def _is_furniture(element: Element) -> bool:
    return element.tag in _GONE or "headerlink" in classes_of(element)


def _lower_headings(body: Element) -> None:
    """Say to who listens that the headings stand under those of the preview (the tags stay: the styles hang on them)."""
    headings = [element for element in body.iter() if element.tag in _HEADINGS]
    highest = min((int(heading.tag[1]) for heading in headings), default=1)
    for heading in headings:
        heading.set("aria-level", str(min(5 + int(heading.tag[1]) - highest, 6)))


def marked(element: Element, other: Element | None, name: str) -> str:
    """The fragment as text, the blocks that the other version does not have marked by a class; none if there is no other."""
    if other is not None:
        there = Counter(_own_text(block) for block in _blocks(other))
        for block in _blocks(element):
            there[_own_text(block)] -= 1
            if there[_own_text(block)] < 0:
                block.set("class", f"{block.get('class', '')} {name}".strip())
    return write_xhtml(element)


def _blocks(element: Element) -> Iterator[Element]:
    """The blocks that have words of their own."""
    return (block for block in element.iter() if block.tag in _BLOCKS and _own_text(block))


def _own_text(block: Element) -> str:
    """The words of a block, less those of the blocks inside it, its spaces collapsed."""
    return " ".join("".join(_words(block)).split())


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _BLOCKS and child.tag not in ("ul", "ol", "dl", "table"):
            yield from _words(child)
        yield child.tail or ""
