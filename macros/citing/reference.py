"""A page of the site → what a citation of it says. Nothing is said that is not known: no address, no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.book.citation import credited
from macros.book.edition import Kept
from macros.book.links import page_id
from macros.book.page import Page
from macros.model import BookData


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A page of a book, or the whole of it."""

    key: str
    """A name for it, in lower-case letters, digits and hyphens."""
    title: str
    """The title of the page; empty where the whole book is cited."""
    book: str
    """Title and subtitle of the book."""
    authors: tuple[str, ...]
    """Who has worked on the book and wants to be named; its editors as a body if nobody does."""
    edition: str
    published: str
    """Date of the edition, or as much as is known of it: `2026-11-21`."""
    page: str
    """The printed page of this edition on which it begins; empty if its pages have not been kept."""
    address: str
    """Its address; empty if the site has none."""
    language: str

    @property
    def year(self) -> str:
        """The year of the edition."""
        return self.published[:4]


def reference_of(page: Page, data: BookData, kept: Kept | None, words: Mapping[str, str]) -> Reference:
    """How to cite a page; the first page of the site stands for the whole book."""
    numbered = kept is not None and kept.edition == data.edition
    return Reference(
        key=f"{data.id}-{page_id(page.path)}" if page.path else data.id,
        title=" ".join(page.title.split()) if page.path else "",
        book=whole_title(data),
        authors=credited(data, words),
        edition=data.edition,
        published=data.published,
        page=kept.page(page.path) if kept and numbered and page.path else "",
        address=address_of(page.path, data),
        language=data.language,
    )


def whole_title(data: BookData) -> str:
    """Title and subtitle in one line."""
    joint = " " if data.title.endswith((".", "?", "!", "…")) else ": "
    return data.title + joint + data.subtitle


def address_of(path: str, data: BookData) -> str:
    """The public address of a path of the site; empty if the site has none."""
    return f"{data.addresses.site.rstrip('/')}/{path}" if data.addresses.site else ""


def filled(words: Mapping[str, str], key: str, **values: str) -> str:
    """A phrase of the interface with its blanks filled; what a value holds is never read as a blank."""
    text = words[key]
    before, _, after = text.partition("{")
    if not after:
        return text
    name, _, rest = after.partition("}")
    return before + values[name] + rest
