"""A form of the website → something that a pen can fill in, and, in the PDF, a keyboard too.

Tick boxes become drawn boxes with a spoken name, fields become ruled blanks, the rest becomes plain blocks.
A box that answers a question of a checklist remembers which one, so that `controls` can make it a field of the PDF;
a book for readers that know no forms leaves it drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

from macros.book.xhtml import SVG, Element, classes_of, read_xhtml, remove, replace, text_of, walk, write_xhtml

FIELD, ANSWER, SPOKEN = "data-field", "data-answer", "data-spoken"
"""What a drawn box remembers: the question, the answer it stands for (none where it is only ticked), its spoken name."""

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
    spoken = _spoken_names(body)
    for parent, child in walk(body):
        if child.tag in _PLAIN:
            child.tag, name = _PLAIN[child.tag]
            child.set("class", f"{child.get('class', '')} {name}".strip())
        elif child.tag == "input" and child.get("type", "text") in _SILENT:
            remove(parent, child)
        elif child.tag == "input" and child.get("type") in ("checkbox", "radio"):
            replace(parent, child, _drawn(child, spoken.get(child, ""), words["book_box"]))
        elif child.tag in ("input", "textarea", "select"):
            replace(parent, child, Element("span", {"class": "blank"}))


def controls(html: str) -> str:
    """A chapter with every drawn box that answers a question made a form control, for the PDF."""
    if FIELD not in html:
        return html
    body = read_xhtml(html)
    for parent, child in walk(body):
        if child.get(FIELD):
            replace(parent, child, _control(child))
    return write_xhtml(body)


def forget_fields(element: Element) -> None:
    """Take from an element what only the PDF needs of it."""
    for key in (FIELD, ANSWER, SPOKEN):
        element.attrib.pop(key, None)


def _spoken_names(body: Element) -> dict[Element, str]:
    """For each box, what a screen reader says: the question and the answer, or only the thing to tick."""
    names = {box: text_of(label) for label in body.iter("label") for box in label.iter("input")}
    for group in body.iter("fieldset"):
        legend = group.find(".//legend")
        question = text_of(legend) if legend is not None else ""
        for box in group.iter("input"):
            answer = names.get(box, "")
            names[box] = f"{question}{'' if question.endswith(('?', ':')) else ':'} {answer}"
    return names


def _drawn(box: Element, spoken: str, name: str) -> Element:
    """The box drawn, in a wrapper that remembers its field if it has one."""
    is_round = box.get("type") == "radio"
    drawing = _box(is_round, name)
    if not box.get(FIELD):
        return drawing
    kind = "radio" if is_round else "checkbox"
    answer = {ANSWER: box.get("value", "")} if is_round else {}
    wrapper = Element("span", {"class": f"control {kind}", FIELD: box.get(FIELD, ""), **answer, SPOKEN: spoken})
    wrapper.append(drawing)
    return wrapper


def _control(box: Element) -> Element:
    kind = "radio" if "radio" in classes_of(box) else "checkbox"
    value = {"value": box.get(ANSWER, "")} if kind == "radio" else {}
    return Element("input", {"type": kind, "name": box.get(FIELD, ""), **value, "title": box.get(SPOKEN, "")})


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
