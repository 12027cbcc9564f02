"""Tells, in the tags of a PDF, which element of the page each came from: `tags.py` mends them by it.

WeasyPrint names the kind of an element only. Here the process of the layout adds a private dictionary /Told to each tag:
a number for the element, its name, id, classes and language. Links get their text as description, not their address;
a link whose annotation was left out becomes plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Teller:
    """Lets WeasyPrint tell the elements of the tags it writes; the numbers begin anew with each file."""

    def __init__(self) -> None:
        import pydyf  # type: ignore[import-untyped]
        from weasyprint.pdf import tags  # type: ignore[import-untyped]

        self._pydyf = pydyf
        self._numbers: dict[tuple[Element, str], int] = {}
        build = tags._build_box_tree

        def build_and_tell(box: Any, parent: Any, *others: Any) -> Iterator[Any]:
            _keep_lists_inside(getattr(box, "_box", box))
            for tag in build(box, parent, *others):
                self._tell(getattr(box, "_box", box), tag)
                yield tag

        tags._build_box_tree = build_and_tell
        pydyf.PDF.page_references = property(_page_references)

    def begin(self) -> None:
        """A new file begins."""
        self._numbers.clear()

    def _tell(self, box: Any, tag: Any) -> None:
        if tag["S"] == "/Link" and not box.link_annotation:
            tag["S"] = "/Span"
        if box.element is None or "Told" in tag:
            return
        if box.link_annotation:
            text = " ".join("".join(box.element.itertext()).split())
            box.link_annotation["Contents"] = self._pydyf.String(text or box.link_annotation["Contents"].string)
        tag["Told"] = self._pydyf.Dictionary(self._told(box, box.element))

    def _told(self, box: Any, element: Element) -> dict[str, Any]:
        key = (element, box.element_tag or "")
        told: dict[str, Any] = {"Number": self._numbers.setdefault(key, len(self._numbers))}
        if box.is_leader:
            return told | {"Tag": "/leader"}
        if "::" in (box.element_tag or ""):
            return told
        if _NAME.fullmatch(element.tag):
            told["Tag"] = f"/{element.tag}"
        if classes := [f"/{name}" for name in element.get("class", "").split() if _NAME.fullmatch(name)]:
            told["Classes"] = self._pydyf.Array(classes)
        if id := element.get("id"):
            told["Id"] = self._pydyf.String(id)
        if lang := element.get("lang"):
            told["Lang"] = self._pydyf.String(lang)
        return told


def _keep_lists_inside(box: Any) -> None:
    """A list inside an item stays there: under another name WeasyPrint does not move it after the item."""
    if box.element_tag == "li":
        for child in box.children:
            if child.element_tag in ("ul", "ol"):
                child.element_tag = "list"


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of the pages, kept: WeasyPrint asks for all of them at each tag."""
    known: tuple[int, tuple[bytes, ...]] = getattr(pdf, "_book_references", (-1, ()))
    kids = pdf.pages["Kids"]
    if known[0] != len(kids):
        known = len(kids), tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        pdf._book_references = known
    return known[1]
