"""Put in a built site the page of every message of the check."""

from __future__ import annotations

import pathlib
import re

from macros.library import Library
from macros.problem_pages import FACES, Look, problem_pages

_ICON = re.compile(r'<link rel="icon" href="\.\./([^"]+)"')


def make_explained(site: pathlib.Path, library: Library) -> None:
    """Add the pages, to be sealed like the others; a site without the list that leads to them is left as it is."""
    shown = site / library.words["address_errors"] / "index.html"
    if not shown.is_file():
        return
    icon = _ICON.search(shown.read_text(encoding="utf-8"))
    styled = (site / "assets" / "site.css").is_file()
    look = Look(icon=icon[1] if icon else "assets/images/favicon.png", faces=FACES if styled else ())
    for address, html in problem_pages(library, look).items():
        (site / address).mkdir()
        (site / address / "index.html").write_text(html, encoding="utf-8")
