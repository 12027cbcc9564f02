"""The proof of completeness → the part of a page that shows it: the matrix, the count entry by entry, the exceptions."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.book.assemble import Book
from macros.book.front import render
from macros.book.page import Page
from macros.book.pagemap import PageMap
from macros.book.proof.canonical import ENTRY
from macros.book.proof.completeness import Completeness, Row, Tally
from macros.book.proof.verify import SiteRead

_COLUMNS = {"site": "book_proof_in_site", "PDF": "book_proof_in_pdf", "EPUB": "book_proof_in_epub"}
"""Output → the word at the head of its column."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A link with what is said of it."""

    title: str
    href: str
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Everything a page needs to show the proof."""

    proof: Completeness
    book: Book
    site: SiteRead
    pages: PageMap
    titles: Mapping[str, str]
    """The title of every entry."""
    site_only: tuple[Page, ...] = ()
    """The pages that are not in the book."""


def proof_html(shown: Shown, file: str) -> str:
    """The proof as HTML, its links as they lead from `file`, a page of the site."""
    words = shown.book.words
    table = {
        "columns": [words[word] for word in _COLUMNS.values()],
        "rows": [_cells(words[f"kind_{row.kind}"], row, words) for row in shown.proof.rows]
        + [_cells(words["book_proof_all"], shown.proof.total, words)],
    }
    homes = dict(_homes(shown.site))
    groups = [
        {
            "title": words[f"kind_{row.kind}"],
            "lines": [_line(shown, id, homes, file) for id in shown.proof.of(row.kind)],
        }
        for row in shown.proof.rows
    ]
    site_only = [Line(title=page.title, href=_relative(page.path or ".", file)) for page in shown.site_only]
    return render("completeness.html", shown.book, table=table, groups=groups, site_only=site_only)


def _cells(title: str, row: Row, words: Mapping[str, str]) -> dict[str, object]:
    cells = [
        {
            "entries": _counted(words["book_proof_entries"], row.entries[output]),
            "texts": _counted(words["book_proof_texts"], row.texts[output]),
        }
        for output in _COLUMNS
    ]
    return {"title": title, "cells": cells}


def _counted(phrase: str, tally: Tally) -> str:
    return phrase.replace("{found}", str(tally.found)).replace("{expected}", str(tally.expected))


def _line(shown: Shown, id: str, homes: Mapping[str, str], file: str) -> Line:
    words, page = shown.book.words, shown.pages.numbers.get(ENTRY + id, "")
    said = words["book_proof_entry_page" if page else "book_proof_entry"]
    said = said.replace("{n}", str(shown.proof.texts.get(id, 0))).replace("{page}", page)
    return Line(title=shown.titles[id], href=_relative(homes.get(id, ""), file), said=said)


def _homes(site: SiteRead) -> Iterator[tuple[str, str]]:
    """Every entry and the address of its element."""
    for name, page in site.pages.items():
        for element in page.iter():
            if entry := element.get("data-entry"):
                yield entry, f"{name.removesuffix('index.html')}#{ENTRY}{entry}"


def _relative(address: str, file: str) -> str:
    path, hash_, anchor = address.partition("#")
    relative = posixpath.relpath(path or ".", posixpath.dirname(file) or ".")
    return f"{relative}/{hash_}{anchor}"
