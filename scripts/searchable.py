"""Put in a built site the index that its readers search."""

from __future__ import annotations

import pathlib

from macros.library import Library
from macros.search import INDEX, search_index


def make_searchable(site: pathlib.Path, library: Library) -> None:
    """Add to the index of the site what only the library knows; a site without a search is left as it is."""
    file = site / INDEX
    if file.exists():
        file.write_text(search_index(file.read_text(encoding="utf-8"), library), encoding="utf-8")
