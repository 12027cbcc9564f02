"""Book → the words of its first pages, and the templates that print them.

The same cover, title page and colophon open the PDF and the EPUB; only their surroundings differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from macros.book.assemble import Book
from macros.book.citation import credited
from macros.day import spoken_date
from macros.model import Person

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Front:
    """What cover, title page and colophon say, as finished sentences."""

    title: str
    subtitle: str
    summary: str
    language: str
    date: str
    """The day of the edition, AAAA-MM-GG."""
    edition: str
    published: str
    people: tuple[Person, ...]
    credited: tuple[str, ...]
    """Who signs the book wherever it is cited."""
    colophon: tuple[Markup, ...]
    licence: str
    licence_address: str
    cite: str
    site: str | None
    tools: str
    fonts: str


def front_of(book: Book) -> Front:
    """The first pages' words, from the book's data and its interface words."""
    data, words = book.data, book.words
    edition = words["book_edition"].replace("{edition}", data.edition)
    return Front(
        title=data.title,
        subtitle=data.subtitle,
        summary=data.summary,
        language=data.language,
        date=whole_date(data.published),
        edition=edition,
        published=words["book_published"].replace("{date}", spoken_date(data.published, words["book_months"])),
        people=data.people,
        credited=credited(data, words),
        colophon=tuple(map(Markup, book.colophon or map(escape, data.colophon))),
        licence=words["book_licence"].replace("{licence}", data.licence.name),
        licence_address=data.licence.address,
        cite=words["book_cite"].replace("{title}", data.title).replace("{edition}", data.edition),
        site=data.addresses.site,
        tools=words["book_tools"].replace("{tools}", ", ".join(book.tools)) if book.tools else "",
        fonts=words["book_fonts"].replace("{fonts}", ", ".join(book.typefaces)) if book.typefaces else "",
    )


def whole_date(published: str) -> str:
    """A date to the day: what is not said is the first of the month, or of the year."""
    return f"{published}-01-01"[:10] if len(published) == 4 else f"{published}-01"[:10]


def render(template: str, book: Book, **values: object) -> str:
    """One template of the book, filled in."""
    parts = [
        {
            "id": part.id,
            "title": part.title,
            "number": book.words["book_part"].replace("{number}", str(number)),
            "chapters": [
                {"id": chapter.id, "title": chapter.title, "sections": chapter.sections, "html": Markup(chapter.html)}
                for chapter in part.chapters
            ],
        }
        for number, part in enumerate(book.parts, start=1)
    ]
    known = {"front": front_of(book), "words": book.words, "names": book.names, "parts": parts}
    return _templates().get_template(template).render(**known, **values)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
