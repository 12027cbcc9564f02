"""HTML text → element tree → well-formed XHTML text.

The site speaks HTML as the WHATWG defines it, EPUB speaks XML; what is written here is both:
void elements are closed, no other element ever is, and each inline SVG declares its namespace.
This module knows no class, no id and no rule of the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from html import escape
from xml.etree import ElementTree

import tinyhtml5  # type: ignore[import-untyped]

Element = ElementTree.Element

SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

_NO_TEXT = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup"})


def read_html(text: str) -> Element:
    """The `<body>` element of an HTML fragment, comments left out; SVG elements keep their namespace."""
    return deepcopy(_read(text))


@lru_cache(maxsize=512)
def _read(text: str) -> Element:
    """The tree, kept: while one writes, the same pages are read at every change, and reading them takes longest."""
    document = tinyhtml5.parse(f"<!doctype html><body>{text}</body>", namespace_html_elements=False)
    body: Element = document.find("body")
    for parent in list(body.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str):
                remove(parent, child)
    return body


def read_document(text: str) -> Element:
    """The root of a whole HTML page."""
    root: Element = tinyhtml5.parse(text, namespace_html_elements=False)
    return root


def read_xhtml(text: str) -> Element:
    """The same tree that `write_xhtml` wrote, under a `<body>`."""
    return ElementTree.fromstring(f"<body>{text}</body>")


def write_xhtml(element: Element) -> str:
    """The content of `element` as XHTML text, its own tags left out."""
    return escape(element.text or "", quote=False) + "".join(map(_written, element))


def _written(element: Element) -> str:
    name = element.tag.removeprefix(SVG)
    attributes = "".join(f' {_attribute_name(key)}="{escape(value)}"' for key, value in element.items())
    if element.tag == f"{SVG}svg":
        attributes = f' xmlns="{SVG[1:-1]}"{attributes}'
    tail = escape(element.tail or "", quote=False)
    if name in _VOID:
        return f"<{name}{attributes}/>{tail}"
    return f"<{name}{attributes}>{write_xhtml(element)}</{name}>{tail}"


def _attribute_name(key: str) -> str:
    return "xml:lang" if key == XML_LANG else key


def walk(element: Element) -> Iterator[tuple[Element, Element]]:
    """Every (parent, child) below `element`, in document order; the tree may change while walking."""
    for child in list(element):
        yield element, child
        yield from walk(child)


def remove(parent: Element, child: Element) -> None:
    """Take `child` and what it holds out of `parent`; the text after it stays."""
    _append_text(parent, list(parent).index(child), child.tail or "")
    parent.remove(child)


def _append_text(parent: Element, position: int, text: str) -> None:
    if position == 0:
        parent.text = (parent.text or "") + text
    else:
        before = parent[position - 1]
        before.tail = (before.tail or "") + text


def replace(parent: Element, child: Element, new: Element) -> None:
    """Put `new` where `child` was; the text after it stays."""
    new.tail = child.tail
    parent[list(parent).index(child)] = new


def insert_after(parent: Element, child: Element, new: Element) -> None:
    """Put `new` right after `child`; the text that followed `child` follows `new`."""
    new.tail, child.tail = child.tail, None
    parent.insert(list(parent).index(child) + 1, new)


def drop_indentation(body: Element) -> None:
    """Take out the spaces between items, rows and cells: there no text can stand, but a layout may draw it."""
    for element in body.iter():
        if element.tag in _NO_TEXT:
            for holder in (element, *element):
                _drop_blank(holder, inside=holder is element)


def _drop_blank(holder: Element, *, inside: bool) -> None:
    if inside and not (holder.text or "").strip():
        holder.text = None
    elif not inside and not (holder.tail or "").strip():
        holder.tail = None


def text_of(element: Element) -> str:
    """The text a reader sees in `element`, its spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def classes_of(element: Element) -> frozenset[str]:
    """The class names of `element`."""
    return frozenset(element.get("class", "").split())
