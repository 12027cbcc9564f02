"""Some pages of a book → a PDF of their own: its links that lead to other pages of the book become plain text.

Runs in the process of the layout.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from typing import Any


@contextlib.contextmanager
def without_leads_out(document: Any, elsewhere: Collection[str], title: str | None) -> Iterator[None]:
    """A document without its links to the ids of `elsewhere` that it has not, and with a title of its own, while written.

    A link to an id that nobody has stays, and WeasyPrint complains of it.
    """
    away = frozenset(elsewhere) - {name for page in document.pages for name in page.anchors}
    links, named = [page.links for page in document.pages], document.metadata.title
    for page in document.pages:
        _forget_annotations(page._page_box)
        inside = [link for link in page.links if not (link[0] == "internal" and link[1] in away)]
        page.links = [link for number, link in enumerate(inside) if not _is_said(link, inside[:number])]
    document.metadata.title = title or named
    try:
        yield
    finally:
        document.metadata.title = named
        for page, kept in zip(document.pages, links, strict=True):
            page.links = kept


def _is_said(link: tuple[Any, ...], before: list[tuple[Any, ...]]) -> bool:
    """Whether a link lies inside another with the same target: WeasyPrint makes one more of each box inside a link."""
    _, target, (left, top, right, bottom), _ = link
    return any(
        to == target
        and around[0] <= left + 1
        and around[1] <= top + 1
        and right <= around[2] + 1
        and bottom <= around[3] + 1
        for _, to, around, _ in before
    )


def _forget_annotations(box: Any) -> None:
    """The same pages may have been written before: what belonged to that file is no part of this one."""
    box.link_annotation = box.widget_annotation = None
    for child in box.all_children():
        _forget_annotations(child)
