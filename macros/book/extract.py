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
    here = {name for page in document.pages for name in page.anchors}
    links, named = [page.links for page in document.pages], document.metadata.title
    for page in document.pages:
        _forget_annotations(page)
        page.links = [
            link for link in page.links if not (_is_inside(link) and link[1] in elsewhere and link[1] not in here)
        ]
    document.metadata.title = title or named
    try:
        yield
    finally:
        document.metadata.title = named
        for page, kept in zip(document.pages, links, strict=True):
            page.links = kept


def _is_inside(link: tuple[Any, ...]) -> bool:
    return bool(link[0] == "internal")


def _forget_annotations(page: Any) -> None:
    """The same pages may have been written before: what belonged to that file is no part of this one."""
    for box in page._page_box.descendants(placeholders=True):
        box.link_annotation = box.widget_annotation = None
