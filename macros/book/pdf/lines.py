"""Laid out pages → the elements with a line that was cut short; runs in the process of the layout.

WeasyPrint 70 breaks a line much too early, once in some thousand, when the words before a link fill it to the last
point. A hair more space between the words of that element is enough to have it broken where it should be.
A line that stays short all the same loses nothing, and is let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

SPACES = ("0.03em", "0.06em")
"""What is added between words, first and second attempt."""
_UNBROKEN = ("nowrap", "pre")
_FIRST = re.compile(r"(?:[^ ]*[({\[«“‘] +)*[^ ]*(?: +[)}\]»”’!?:;,./][^ ]*)*")
"""A first word, with what no line may be broken from: signs that open, and signs that close (UAX 14, LB13 and LB14)."""


def cut_short(pages: list[Any]) -> tuple[Element, ...]:
    """The elements with such lines: those where the first word of the next line would have found room."""
    lines = [line for page in pages for line in _lines(page._page_box, 0)]
    return tuple(
        dict.fromkeys(
            line.element
            for (line, width), (following, _) in pairwise(lines)
            if line.element is following.element and _room(line, width) > _needed(following)
        )
    )


def _lines(box: Any, width: float) -> Iterator[tuple[Any, float]]:
    """Every line, and how long it may be."""
    box = getattr(box, "_box", box)  # what is placed out of the flow stands in a wrapper
    if type(box).__name__ == "LineBox":
        if box.element is not None:
            yield box, width
        return
    for child in box.children:
        yield from _lines(child, box.width if isinstance(box.width, int | float) else width)


def _room(line: Any, width: float) -> float:
    """How much of a line is empty, the space that justifies it counted; none if it had to end there."""
    inner = tuple(line.descendants())
    if line.resume_at is None or any(box.element_tag == "br" for box in inner) or not line.children:
        return 0.0
    last = line.children[-1]
    spread = sum(box.justification_spacing * box.text.count(" ") for box in _texts(inner))
    indent = max(0.0, line.children[0].position_x - line.position_x)
    return float(width - indent - (last.position_x + last.margin_width() - line.children[0].position_x) + spread)


def _needed(line: Any) -> float:
    """Room for what must stay together at the beginning of a line, and a space; what is not text is taken to be too wide."""
    inner = tuple(line.descendants())
    if any(type(box).__name__.startswith("Inline") and "Block" in type(box).__name__ for box in inner):
        return float("inf")
    needed = 0.0
    for text in _texts(inner):
        word = text.text if text.style["white_space"] in _UNBROKEN else _first(text.text)
        needed += text.width * len(word) / len(text.text) * 1.2
        if word != text.text:
            break
    return float(needed + 1.5 * line.style["font_size"])


def _texts(boxes: tuple[Any, ...]) -> Iterator[Any]:
    return (box for box in boxes if type(box).__name__ == "TextBox" and box.text.strip())


def _first(text: str) -> str:
    found = _FIRST.match(text)
    return found[0] if found else text
