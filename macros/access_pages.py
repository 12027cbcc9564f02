"""Views of how accessible the book is: what was measured, and where a reader tells of an obstacle."""

from __future__ import annotations

from macros.desk import Desk
from macros.render import render


def accessibility(desk: Desk) -> str:
    """What was measured of the site, the PDF and the EPUB, when, with which program, and what remains."""
    return render(desk, "accessibility.md", measured=desk.measured)


def contact(desk: Desk) -> str:
    """Where to write to those who look after the book, as far as there is an address."""
    return render(desk, "contact.md", addresses=desk.library.book.addresses)
