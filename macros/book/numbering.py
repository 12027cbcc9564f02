"""Bodies of a book's pages → the same with their figures counted: on paper a figure is named by its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from macros.book.xhtml import Element


def number_figures(bodies: Iterable[Element], words: Mapping[str, str]) -> None:
    """Begin the caption of every figure with its number, from 1 through the whole book."""
    captions = [
        caption for body in bodies for figure in body.iter("figure") for caption in figure.iterfind("figcaption")
    ]
    for number, caption in enumerate(captions, start=1):
        label = Element("b", {"class": "figure-number"})
        label.text = words["book_figure"].replace("{number}", str(number))
        label.tail = f" {caption.text or ''}"
        caption.text = None
        caption.insert(0, label)
