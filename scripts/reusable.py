"""Put in a built site what others may take from it: how to cite its pages, and the open data."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable

from macros.book.edition import Kept
from macros.book.page import Page
from macros.citing.box import SCRIPT
from macros.citing.pages import Known, citable
from macros.library import Library
from macros.opendata import open_data


def make_reusable(site: pathlib.Path, pages: Iterable[Page], library: Library, kept: Kept | None = None) -> None:
    """Say on every page how to cite it, in the last released edition too; add the open data to the site."""
    known = Known(library=library, kept=kept, can_copy=(site / SCRIPT).is_file())
    for page in pages:
        file = site / page.path / "index.html"
        file.write_text(citable(file.read_text(encoding="utf-8"), page, known), encoding="utf-8")
    folder = site / library.words["address_data"]
    folder.mkdir()
    for name, content in open_data(library).items():
        (folder / name).write_bytes(content)
