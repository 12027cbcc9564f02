"""Put in a built site what others may take from it: how to cite its pages, the open data, the news."""

from __future__ import annotations

import pathlib

from macros.book.edition import Kept
from macros.book.page import Page
from macros.citing.box import SCRIPT
from macros.citing.pages import Known, citable
from macros.feed import feed
from macros.library import Library
from macros.opendata import open_data
from macros.visitors import llms_txt, robots_txt


def make_reusable(site: pathlib.Path, pages: tuple[Page, ...], library: Library, kept: Kept | None = None) -> None:
    """Say on every page how to cite it, in the last released edition too; add to the site the files for programs."""
    known = Known(library=library, kept=kept, can_copy=(site / SCRIPT).is_file())
    for page in pages:
        file = site / page.path / "index.html"
        file.write_text(citable(file.read_text(encoding="utf-8"), page, known), encoding="utf-8")
    data = library.words["address_data"]
    files = {f"{data}{name}": content for name, content in open_data(library).items()}
    files[library.words["feed_address"]] = feed(library).encode()
    files["llms.txt"] = llms_txt(library, pages).encode()
    files["robots.txt"] = robots_txt(library).encode()
    (site / data).mkdir()
    for name, content in files.items():
        (site / name).write_bytes(content)
