"""Templates, and what every page of an entry has beneath it: its sources, its backlinks, its comments."""

from __future__ import annotations

import pathlib
import re
from functools import cache
from typing import TypeVar

import jinja2
from markupsafe import Markup, escape

from macros import prose
from macros.desk import Desk
from macros.library import Item, Library
from macros.model import Entry
from macros.threads import balance, threads
from macros.written_pages import WrittenPage

K = TypeVar("K", bound=Entry)


@cache
def _templates() -> jinja2.Environment:
    folder = pathlib.Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["heading"] = prose.heading
    environment.filters["as_typed"] = as_typed
    return environment


def as_typed(words: str) -> Markup:
    """Words about a field, in which what stands between backquotes is shown as it is typed."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(words))))


def render(desk: Desk, template: str, **values: object) -> str:
    """A template filled for one page, with the library, its words and the book at hand."""
    environment = _templates()
    return environment.get_template(template).render(
        desk=desk, library=desk.library, words=desk.library.words, book=desk.library.book, **values
    )


def render_entry(desk: Desk, kind: type[K], template: str, id: str, **values: object) -> str:
    """A page of one entry, with what every entry has: its sources, backlinks and comments."""
    item = desk.library.items[id]
    if not isinstance(item.value, kind):
        raise KeyError(id)
    return render(
        desk,
        template,
        id=id,
        entry=item.value,
        quotes=_quotes(desk.library, item),
        backlinks=desk.library.backlinks.get(id, ()),
        speaking=tuple(page for page in desk.pages if id in page.names),
        threads=threads(desk.library, id),
        weighed=balance(comment for _, comment in desk.library.comments(id)),
        **values,
    )


def citing_pages(desk: Desk) -> dict[tuple[str, str], tuple[WrittenPage, ...]]:
    """For each passage, the pages written by hand that cite it, those of the book first."""
    pages = sorted(desk.pages, key=lambda page: not page.part)
    return {
        cited: tuple(page for page in pages if cited in page.cites) for cited in {c for p in pages for c in p.cites}
    }


def _quotes(library: Library, item: Item) -> tuple[tuple[str, str], ...]:
    """The passages an entry rests on, each once, in the order of the sources."""
    found = {(quote.source, quote.passage) for quote in library.quotes if quote.by.id == item.id}
    return tuple(sorted(found, key=lambda passage: (library.passage(*passage) or (0, 0))[:2]))
