"""Book → the same book with its scholarly apparatus: notes, references to pages, links to the glossary, an index.

All of it is made of what the site's pages already say, and is the same for the PDF and the EPUB; page numbers stand
as empty links until the layout of the PDF has found them.
"""

from __future__ import annotations

from dataclasses import replace

from macros.book.apparatus.backlinks import leave_out_repeated_backlinks
from macros.book.apparatus.bibliography import add_backlinks
from macros.book.apparatus.crossref import add_page_references
from macros.book.apparatus.draft import closed, open_book
from macros.book.apparatus.glossary import link_first_uses
from macros.book.apparatus.index import make_index
from macros.book.apparatus.notes import add_notes
from macros.book.assemble import Book


def with_apparatus(book: Book) -> Book:
    """The book with notes, references and links in its chapters, and an index after them.

    Raises `BookError` if the index names an entry or a heading that is not there.
    """
    draft = open_book(book)
    leave_out_repeated_backlinks(draft)
    calls = add_notes(draft)
    add_backlinks(draft, calls)
    link_first_uses(draft)
    add_page_references(draft)
    index = make_index(draft)
    book = closed(draft)
    return replace(book, back=(*book.back, index)) if index else book
