"""A reference → the line that a reader copies into a text: as this book writes it, and in the style of the APA.

APA: Publication Manual of the American Psychological Association, 7th edition, sections 9.4 to 9.12 and 9.19.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.citing.reference import Reference, filled

_CLOSED = (".", "?", "!", "…")


@dataclass(frozen=True)
class Run:
    """Some words of a citation; a title stands in italics."""

    text: str
    is_title: bool = False


def plain(reference: Reference, words: Mapping[str, str]) -> str:
    """Who, what, edition, year, page, address, with commas between."""
    inside = words["cite_in"] + " " + reference.book if reference.title else reference.book
    parts = (
        ", ".join(reference.authors),
        filled(words, "cite_quoted", title=reference.title) if reference.title else "",
        inside,
        filled(words, "cite_edition", edition=reference.edition),
        reference.year,
        filled(words, "cite_page", page=reference.page) if reference.page else "",
        reference.address,
    )
    return ", ".join(part for part in parts if part)


def apa(reference: Reference, words: Mapping[str, str]) -> tuple[Run, ...]:
    """The reference in the style of the APA; without an author the title takes the first place (9.12)."""
    facts = [filled(words, "cite_edition_short", edition=reference.edition)]
    facts += [filled(words, "cite_page", page=reference.page)] if reference.page else []
    book = Run(reference.book, is_title=True)
    after = Run(f" ({', '.join(facts)}).")
    year = f" ({reference.year})."
    title = _ended(reference.title)
    lead: tuple[Run, ...]
    if reference.title:
        first = f"{_ended(_listed(reference.authors))}{year} {title}" if reference.authors else f"{title}{year}"
        lead = (Run(f"{first} {words['cite_in'].capitalize()} "), book, after)
    elif reference.authors:
        lead = (Run(f"{_ended(_listed(reference.authors))}{year} "), book, after)
    else:
        lead = (book, after, Run(year))
    return (*lead, Run(f" {reference.address}")) if reference.address else lead


def _ended(text: str) -> str:
    return text if text.endswith(_CLOSED) else f"{text}."


def _listed(names: tuple[str, ...]) -> str:
    """Names with commas between them, and the sign that the style asks for before the last (9.8)."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
