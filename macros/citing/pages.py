"""A page of the built site → the same page with how to cite it and what it says of itself to programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from macros.book.edition import Kept
from macros.book.page import Page
from macros.citing.box import box
from macros.citing.head import description, head
from macros.citing.paragraphs import addressed
from macros.citing.reference import reference_of
from macros.library import Library

_PLACE = re.compile(r'<div class="cite-page"[^>]*></div>')
_DESCRIPTION = re.compile(r'<meta name="description" content="[^"]*">')


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the book when its site is made."""

    library: Library
    kept: Kept | None = None
    """The last released edition, if there is one."""
    paragraphs: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The ids that paragraphs ever had, by the address of their page."""
    can_copy: bool = False
    """Whether the site has the script that copies."""


def citable(html: str, page: Page, known: Known) -> str:
    """The page with its box, if it has a place for it, and with its head."""
    library = known.library
    reference = reference_of(page, library.book, known.kept, library.words)
    root = "../" * page.path.count("/")
    in_book = _in_book(page, library)
    html, paragraphs = (
        addressed(html, library.words["cite_paragraph"], known.paragraphs.get(page.path, ())) if in_book else (html, ())
    )
    filled = box(reference, library.words, root, paragraphs, can_copy=known.can_copy)
    about = Markup('<meta name="description" content="{}">').format(description(library, page.path))
    added = head(library, page.path, reference, in_book=in_book)
    follow = Markup('<link rel="alternate" type="application/atom+xml" title="{}" href="{}">').format(
        library.words["feed_title"], root + library.words["feed_address"]
    )
    html = _PLACE.sub(lambda _: filled, html)
    html = _DESCRIPTION.sub(lambda _: about, html, count=1)
    return html.replace("</head>", f"{follow}{added}</head>", 1)


def _in_book(page: Page, library: Library) -> bool:
    return page.source.removesuffix(".md") not in library.book.site_only
