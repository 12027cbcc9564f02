"""Put in a built site what others may take from it: how to cite its pages, the open data, the news."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from terminal import FONTS

from macros.addresses import paragraphs_of
from macros.book.edition import Kept
from macros.book.page import Page
from macros.changes.snapshot import Snapshot
from macros.citing.box import SCRIPT
from macros.citing.card import Card, card_of, card_picture
from macros.citing.head import CARDS, card_file
from macros.citing.pages import Known, citable
from macros.citing.reference import Reference, reference_of
from macros.feed import feed
from macros.library import Library
from macros.opendata import open_data
from macros.visitors import llms_txt, robots_txt


def make_reusable(
    site: pathlib.Path,
    pages: tuple[Page, ...],
    library: Library,
    kept: Kept | None = None,
    past: tuple[Snapshot, ...] = (),
    published: str = "",
) -> None:
    """Say on every page how to cite it, in the last released edition too; add to the site the files for programs.

    `published` are the addresses that the site ever had, one a line.
    """
    known = Known(library=library, kept=kept, paragraphs=paragraphs_of(published), can_copy=(site / SCRIPT).is_file())
    for page in pages:
        file = site / page.path / "index.html"
        file.write_text(citable(file.read_text(encoding="utf-8"), page, known), encoding="utf-8")
    data = library.words["address_data"]
    files = {f"{data}{name}": content for name, content in open_data(library).items()}
    files[library.words["feed_address"]] = feed(library, past).encode()
    files["llms.txt"] = llms_txt(library, pages).encode()
    files["robots.txt"] = robots_txt(library).encode()
    if library.book.addresses.site:  # who shares a page gives its whole address, and that of its card
        files |= {card_file(one): card_picture(card, FONTS) for one, card in _cards(pages, library, kept)}
        (site / CARDS).mkdir()
    (site / data).mkdir()
    for name, content in files.items():
        (site / name).write_bytes(content)


def _cards(pages: tuple[Page, ...], library: Library, kept: Kept | None) -> Iterator[tuple[Reference, Card]]:
    for page in pages:
        reference = reference_of(page, library.book, kept, library.words)
        yield reference, card_of(library, page.path, reference)
