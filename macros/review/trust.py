"""The files that a proposal changes → what it touches: content, pages, or code that only a programmer can review.

A page of `docs/` is prose while it only calls the macros that print a link, a citation or an entry; with anything else of a
template, or with HTML of its own, it is code, because the site engine would run it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from macros.review.tree import RULES, is_content, is_page
from macros.views import VIEWS

Reach: TypeAlias = Literal["content", "page", "rules", "words", "code"]

_WORDS = frozenset({"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "content/LICENSE"})
"""Texts about the book and its making: prose, which no check of ours reads."""
_STRING = r"""(?:"[^"\\{}%]*"|'[^'\\{}%]*')"""
_CALL = re.compile(rf"\{{\{{ *([a-z_]+)\( *(?:{_STRING}(?: *, *{_STRING})*)? *\) *\}}\}}")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_HTML = re.compile(r"<[A-Za-z/!?]|\{:|--8<--")
_FRONT = re.compile(r"\A---\n(?:(?:render_macros: true|reading_time: false|hide: \[[a-z, ]*\])\n)*---\n")


def reach(path: str, text: str = "") -> Reach:
    """What a file of the repository is, `text` being what the proposal would have it say, if it is a page."""
    if path in _WORDS:
        return "words"
    if is_content(path):
        return "content"
    if path.startswith(RULES):
        return "rules"
    if is_page(path):
        return "page" if is_prose(text) else "code"
    return "code"


def is_prose(text: str) -> bool:
    """Whether a page can be rendered like content: no template but plain calls of macros, no HTML, no other settings."""
    body = _FRONT.sub("", text, count=1)
    if body.startswith("---"):
        return False
    bare = _CALL.sub(lambda call: "" if call[1] in VIEWS else call[0], body)
    return not _TEMPLATE.search(bare) and not _HTML.search(bare)


def code_of(paths: Iterable[str], pages: Mapping[str, str]) -> tuple[str, ...]:
    """The files of a proposal that are code; `pages` gives the text of the pages it leaves."""
    return tuple(path for path in paths if reach(path, pages.get(path, "")) == "code")
