"""The text of a page of `docs/` → the names of its places that a link can lead to, as the site will have them.

The page is read as data: of its calls only those of our views are answered, and nothing in it is run. A page that has a
call which cannot be answered is not judged.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import cache

import markdown  # type: ignore[import-untyped]

from macros.changes.snapshot import Snapshot
from macros.desk import Desk
from macros.library import Library
from macros.measured import NOTHING, Measured
from macros.views import VIEWS
from macros.written_pages import WrittenPage, written_pages

_CALL = re.compile(r"\{\{\s*(?P<view>\w+)(?P<arguments>\([^{}]*\))\s*\}\}")
_FRONT = re.compile(r"\A---\n.*?\n---[ \t]*\n", re.DOTALL)
_NAMED = re.compile(r"""(?<=\s)(?:id|name|data-answers)="([^"]*)\"""")


def anchors_in(
    library: Library,
    pages: Mapping[str, str],
    measured: Callable[[], Measured] = lambda: NOTHING,
    past: Callable[[], tuple[Snapshot, ...]] = tuple,
) -> Callable[[str], frozenset[str] | None]:
    """What tells the names in a page, by its name in `docs/`; None where they cannot be known.

    A page is read, and what was `measured` and kept of `past` editions, only when it is asked of.
    """

    @cache
    def known() -> tuple[Measured, tuple[Snapshot, ...], tuple[WrittenPage, ...]]:
        return measured(), past(), written_pages(library, pages)

    def desk(address: str) -> Desk:
        return Desk(library, lambda: address, *known())

    @cache
    def anchors(page: str) -> frozenset[str] | None:
        address = page.removesuffix("index.md").replace(".md", "/")
        text = _filled(_FRONT.sub("", pages[page]), lambda: desk(address))
        if text is None:
            return None
        html = markdown.markdown(text, extensions=["tables", "toc"])
        return frozenset(name for names in _NAMED.findall(html) for name in names.split())

    return anchors


def _filled(text: str, desk: Callable[[], Desk]) -> str | None:
    """A page with what its calls print; None if one cannot be answered."""
    parts, at = [], 0
    for call in _CALL.finditer(text):
        try:
            arguments = ast.literal_eval(f"[{call['arguments'][1:-1]}]")
            said = VIEWS[call["view"]](desk(), *arguments)
        except Exception:  # whatever is wrong with a call, others say with its place
            return None
        parts += [text[at : call.start()], said]
        at = call.end()
    rest = "".join((*parts, text[at:]))
    return None if "{%" in rest else rest
