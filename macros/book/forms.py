"""A form of the website → something that a pen can fill in.

Tick boxes become drawn boxes with a spoken name, fields become ruled blanks, the rest becomes plain blocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from macros.book.xhtml import SVG, Element, remove, replace, walk

_SILENT = frozenset({"hidden", "submit", "button", "reset", "image"})
_PLAIN = {
    "form": ("div", "form"),
    "fieldset": ("div", "fieldset"),
    "legend": ("p", "legend"),
    "label": ("span", "label"),
    "details": ("div", "details"),
    "summary": ("p", "details-title"),
}
"""Element of a form → the plain element, and its class, that prints the same words."""


def make_forms_printable(body: Element, words: Mapping[str, str]) -> None:
    """Replace every form control and disclosure by its printable equal."""
    for parent, child in walk(body):
        if child.tag in _PLAIN:
            child.tag, name = _PLAIN[child.tag]
            child.set("class", f"{child.get('class', '')} {name}".strip())
        elif child.tag == "input" and child.get("type", "text") in _SILENT:
            remove(parent, child)
        elif child.tag == "input" and child.get("type") in ("checkbox", "radio"):
            replace(parent, child, _box(child.get("type") == "radio", words["book_box"]))
        elif child.tag in ("input", "textarea", "select"):
            replace(parent, child, Element("span", {"class": "blank"}))


def _box(is_round: bool, name: str) -> Element:
    """A box to tick, drawn: the book's fonts have no such letter, and drawings are read out by their title."""
    drawing = Element(
        f"{SVG}svg", {"class": "box", "role": "img", "viewBox": "0 0 12 12", "width": "12", "height": "12"}
    )
    title = Element(f"{SVG}title")
    title.text = name
    outline = {"fill": "none", "stroke": "#1f2a37", "stroke-width": "1"}
    shape = (
        Element(f"{SVG}circle", {"cx": "6", "cy": "6", "r": "5", **outline})
        if is_round
        else Element(f"{SVG}rect", {"x": "1", "y": "1", "width": "10", "height": "10", "rx": "1", **outline})
    )
    drawing.extend((title, shape))
    return drawing
