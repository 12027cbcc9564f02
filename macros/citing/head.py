"""A page of the site → what stands in its head for whoever shares it or follows the book.

Open Graph protocol (ogp.me). Without a public address of the site there is none to give, and no picture: a picture is given
by its whole address.
"""

from __future__ import annotations

from markupsafe import Markup

from macros.citing.card import HEIGHT, WIDTH
from macros.citing.linked import entry_at, linked_data
from macros.citing.reference import Reference, address_of, whole_title
from macros.library import Library

CARDS = "assets/cards/"
"""The folder of the site that holds the cards of its pages."""
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
        **_picture(library, reference),
    }
    metas = (Markup('<meta property="{}" content="{}">').format(*fact) for fact in facts.items() if fact[1])
    data = Markup(linked_data(library, path, reference, in_book=in_book))
    return Markup('{}<meta name="twitter:card" content="{}"><script type="application/ld+json">{}</script>').format(
        Markup("").join(metas), "summary_large_image" if reference.address else "summary", data
    )


def card_file(reference: Reference) -> str:
    """Where in the site the card of a page is."""
    return f"{CARDS}{reference.key}.png"


def _picture(library: Library, reference: Reference) -> dict[str, str]:
    if not reference.address:
        return {}
    return {
        "og:image": address_of(card_file(reference), library.book),
        "og:image:type": "image/png",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": reference.title or whole_title(library.book),
    }


def description(library: Library, path: str) -> str:
    """What a page is about: the summary of its entry, or that of the book."""
    item = entry_at(library, path)
    return str(getattr(item.value, "summary", "") if item else "") or library.book.summary
