"""A page of the site → what stands in its head for whoever shares it or follows the book.

Open Graph protocol (ogp.me). Without a public address of the site there is none to give, and no picture.
"""

from __future__ import annotations

from markupsafe import Markup

from macros.citing.linked import entry_at, linked_data
from macros.citing.reference import Reference
from macros.library import Library

_LOCALES = {"it": "it_IT", "en": "en_GB"}


def head(library: Library, path: str, reference: Reference, *, in_book: bool) -> Markup:
    """The elements to add to the head of a page."""
    facts = {
        "og:type": "article" if reference.title else "website",
        "og:title": reference.title or library.book.title,
        "og:description": description(library, path),
        "og:site_name": library.book.title,
        "og:locale": _LOCALES[library.book.language],
        "og:url": reference.address,
    }
    metas = (Markup('<meta property="{}" content="{}">').format(*fact) for fact in facts.items() if fact[1])
    data = Markup(linked_data(library, path, reference, in_book=in_book))
    return Markup(
        '{}<meta name="twitter:card" content="summary"><script type="application/ld+json">{}</script>'
    ).format(Markup("").join(metas), data)


def description(library: Library, path: str) -> str:
    """What a page is about: the summary of its entry, or that of the book."""
    item = entry_at(library, path)
    return str(getattr(item.value, "summary", "") if item else "") or library.book.summary
