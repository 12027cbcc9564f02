"""Keeps each note at the foot of the page of its call, once; runs in the process of the layout.

WeasyPrint 70 sends notes on to the next page to make room for the second line of a paragraph, whatever their
`footnote-policy`: in a book with many notes, one in seventy is then far from its call. Nor does it know that two notes
may say the same. There is no hook, so two lines of its code are changed; should one of them be written otherwise one
day, the layout refuses to start.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from textwrap import dedent
from typing import Any
from xml.etree.ElementTree import Element

from macros.book.pagemap import NOTE

_AWAY = "report = not context.in_column and can_break_now and not could_break_before"
_SHOWN = "self.current_footnote_area.children = self.current_page_footnotes"


def keep_notes_with_calls() -> None:
    """Let WeasyPrint, from now on, break before a line rather than send notes away, and show the same note once a page."""
    from weasyprint.layout import LayoutContext, block  # type: ignore[import-untyped]

    block.__dict__["_different_notes"] = _different
    block._linebox_layout = _rewritten(block._linebox_layout, _AWAY, "report = False")
    update = LayoutContext._update_footnote_area
    update.__globals__["_different_notes"] = _different
    shown = "self.current_footnote_area.children = _different_notes(self.current_page_footnotes)"
    LayoutContext._update_footnote_area = _rewritten(update, _SHOWN, shown)


def _rewritten(function: Callable[..., Any], line: str, other: str) -> Callable[..., Any]:
    """A function of WeasyPrint with one line changed."""
    source = dedent(inspect.getsource(function))
    if source.count(line) != 1:
        raise RuntimeError("WeasyPrint lays notes out in another way")
    known: dict[str, Any] = {}
    exec(compile(source.replace(line, other), inspect.getfile(function), "exec"), function.__globals__, known)
    rewritten: Callable[..., Any] = known[function.__name__]
    return rewritten


def _different(notes: Iterable[Any]) -> list[Any]:
    """The notes of a page, each that says the same as another left out: the numbers of both calls are the same."""
    return list({_words(note.element): note for note in reversed(list(notes))}.values())[::-1]


def lead_to_notes(root: Element, pages: list[Any]) -> None:
    """Let every call lead to the note that stands on its page; if none does, to the next one that says the same."""
    said = {
        name: _words(note) for note in root.iter() if NOTE in note.get("class", "").split() if (name := note.get("id"))
    }
    near: dict[str, str] = {}
    for page in reversed(pages):
        near |= {said[name]: name for name in page.anchors if name in said}
        page.links = [(kind, near.get(said.get(to, ""), to), *rest) for kind, to, *rest in page.links]


def _words(note: Element) -> str:
    return "".join(note.itertext())
