"""Where a page is being written: turns ids, marks and texts into links and fragments that fit that page.

Knows the addresses of entries, which come from the words of the interface, and the address of the page itself.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from macros import prose
from macros.changes.snapshot import Snapshot
from macros.day import spoken_date
from macros.library import Library
from macros.measured import NOTHING, Measured
from macros.model import Comment, Term, Tombstone
from macros.prose import CitationMark, Mark
from macros.written_pages import WrittenPage


@dataclass(frozen=True)
class Desk:
    """The library, seen from one page of the site."""

    library: Library
    page_address: Callable[[], str]
    """The address of the page being rendered, relative to the site: `scenari/pippo/`; asked late, when it is known."""
    measured: Measured = NOTHING
    """What was measured of the finished book, for the page that tells it."""
    past: tuple[Snapshot, ...] = ()
    """What was kept of the editions that came out, for the page that tells what changed."""
    pages: tuple[WrittenPage, ...] = ()
    """The pages written by hand that cite passages or speak of entries."""

    def address(self, id: str) -> str:
        """Where an entry stands in the site: `rischi/solo-emergenze/`, or an anchor where it shares a page."""
        item = self.library.items[id]
        if isinstance(item.value, Comment | Tombstone):
            return self.address(item.value.on).partition("#")[0] + f"#voce-{id}"
        folder = self.library.words[f"address_{item.kind}"]
        return f"{folder}#voce-{id}" if isinstance(item.value, Term) else f"{folder}{id}/"

    def href(self, address: str) -> str:
        """The link from this page to an address of the site."""
        here = self.page_address().removeprefix("./")
        path, hash_, anchor = address.partition("#")
        if path == here and anchor:
            return f"#{anchor}"
        start = here if here.endswith("/") or not here else posixpath.dirname(here)
        relative = posixpath.relpath(path or ".", start or ".")
        return f"{relative}/{hash_}{anchor}" if path.endswith("/") or not path else f"{relative}{hash_}{anchor}"

    def ref(self, id: str, words: str = "") -> Markup:
        """A link to an entry, with its title or with the given words; raises KeyError if there is no such entry."""
        value = self.library.items[id].value
        language = value.language if isinstance(value, Term) and not words else None
        foreign = language not in (None, self.library.book.language)
        lang = Markup(' lang="{}"').format(language) if foreign else Markup("")
        text = words or self.library.title(id)
        return Markup('<a class="ref" href="{}"{}>{}</a>').format(self.href(self.address(id)), lang, text)

    def cite(self, source: str, passage: str) -> Markup:
        """The mark of a passage, [1.4], as a link to it; raises KeyError if there is no such passage."""
        found = self.library.passage(source, passage)
        if found is None:
            raise KeyError(f"{source}/{passage}")
        first, second, origin, part = found
        link = self.href(f"{self.address(source)}#passo-{passage}")
        label = f"{origin.label}: {part.label}"
        return Markup('<a class="cite" href="{}" title="{}">[{}.{}]</a>').format(link, label, first, second)

    def day(self, date: str) -> str:
        """A date as readers say it."""
        return spoken_date(date, self.library.words["book_months"])

    def prose(self, text: str) -> Markup:
        """The paragraphs of a text."""
        return prose.fragment(text, self._mark, language=self.library.book.language)

    def inline(self, text: str) -> Markup:
        """A text as one run, for list items and table cells."""
        return prose.fragment(text, self._mark, inline=True, language=self.library.book.language)

    def _mark(self, mark: Mark) -> Markup:
        if isinstance(mark, CitationMark):
            return self.cite(mark.source, mark.passage)
        return self.ref(mark.id, mark.words)
