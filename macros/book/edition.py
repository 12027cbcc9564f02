"""The page maps of released editions, as kept in the repository → the printed page of a page of the site.

A kept map never changes once its edition is out: whoever cites "p. 42" must find the same place for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.book.fault import Fault, refuse
from macros.book.links import page_id
from macros.book.pagemap import PageMap


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A released edition and where everything stands in it."""

    edition: str
    pages: PageMap

    def page(self, path: str) -> str:
        """The printed page on which a page of the site begins; empty if it is not in that edition."""
        return self.pages.numbers.get(page_id(path), "")


def newest(files: Mapping[str, str]) -> Kept | None:
    """The last of the kept editions; `files` go by edition. Raises `BookError` if one cannot be read."""
    kept = {edition: _read(text) for edition, text in files.items()}
    refuse(tuple(Fault("edition-unreadable", edition) for edition, pages in kept.items() if pages is None))
    last = max(kept, key=_rank, default="")
    pages = kept.get(last)
    return Kept(edition=last, pages=pages) if pages else None


def moved(kept: PageMap, now: PageMap) -> int:
    """How many places of a kept edition are now on another page, or gone."""
    return sum(1 for place, label in kept.numbers.items() if now.numbers.get(place) != label)


def _read(text: str) -> PageMap | None:
    try:
        return PageMap.from_json(text)
    except (ValueError, KeyError, TypeError):
        return None


def _rank(edition: str) -> tuple[int, ...]:
    """Editions in order: 2026.10 comes after 2026.9."""
    return tuple(int(number) for number in edition.split(".") if number.isdecimal())
