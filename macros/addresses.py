"""The addresses a site was published with, kept in a file, against those that it has now.

An address is what follows that of the site: `scenari/pippo/` for a page, `glossario/#voce-app` for a place in it,
`scarica/libro.pdf` for a file. What content and pages give is known before the site is built; files only afterwards.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from macros.desk import Desk
from macros.library import Library
from macros.model import Source
from macros.problem import Place, Problem
from macros.remedy import nearest, place_of

LOCK = "addresses.txt"
"""The file, in the folder of the project, that lists every address ever published, one a line."""
HOME = "index.html"
_OF_THE_BUILD = ("assets/", "search/", "_", "404.html", "robots.txt", "sitemap.xml")
"""Files that nobody cites: they are of the theme, of hosts and of programs that look for them anew."""
_CITED = ("assets/editions/", "assets/checklist/rules/")
"""Those among them that old links need."""
_PARAGRAPH = re.compile(r"p-[a-z0-9-]+")
"""The id of a paragraph: only the built site knows it."""


def addresses_of(library: Library, pages: Iterable[str]) -> frozenset[str]:
    """The addresses that content and pages give the site; `pages` are the names in `docs/`: `scenari/pippo.md`."""
    desk = Desk(library, str)
    found = {_address_of(page) for page in pages} | {desk.address(id) for id in library.items}
    for id, source in library.of(Source):
        found |= {f"{desk.address(id)}#passo-{passage.id}" for passage in source.passages}
    return frozenset(found)


def _address_of(page: str) -> str:
    bare = page.removesuffix(".md")
    folder = posixpath.dirname(bare) if posixpath.basename(bare) == "index" else bare
    return f"{folder}/" if folder else ""


def moved_problems(library: Library, pages: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the addresses that the book says have changed."""
    known = addresses_of(library, pages)
    document = library.alone["book.yml"]
    seen: set[str] = set()
    for number, moved in enumerate(library.book.moved):
        here, values = ("moved", number), {"address": moved.address, "to": moved.to or "", "why": moved.why or ""}
        if moved.address in known | seen:
            yield Problem("MB192", place_of(document, (*here, "address")), values)
        if (moved.to is None) == (moved.why is None):
            yield Problem("MB194", place_of(document, here), values)
        elif moved.to and moved.to not in known and moved.to.partition("#")[0] not in _with_headings(known, moved.to):
            close = ", ".join(nearest(moved.to, sorted(known))) or "—"
            yield Problem("MB191", place_of(document, (*here, "to")), {**values, "nearest": close})
        seen.add(moved.address)


def _with_headings(known: Collection[str], address: str) -> Collection[str]:
    """The pages in which a place can be that only the built site knows: a heading; not an entry or a passage."""
    place = address.partition("#")[2]
    return () if place.startswith(("voce-", "passo-")) or not place else known


def lost_problems(library: Library, lock: str, there: Collection[str], *, built: bool) -> Iterator[Problem]:
    """Published addresses that lead nowhere; `lock` is the text of the file.

    `there` are the addresses that content and pages give; or, of a site that is `built`, its files and the places in them.
    """
    moved = {one.address for one in library.book.moved}
    for number, address in enumerate(lock.splitlines(), 1):
        page, _, id = address.partition("#")
        if not address or address in there or moved & {address, page}:
            continue
        if built or (page.endswith("/") and not _PARAGRAPH.fullmatch(id)):
            place = Place(LOCK, number, 1, len(address))
            close = ", ".join(nearest(address, sorted(there))) or "—"
            yield Problem("MB190", place, {"address": address, "nearest": close})


def paragraphs_of(lock: str) -> Mapping[str, Collection[str]]:
    """The ids that paragraphs ever had, by the address of their page; `lock` is the text of the file."""
    found: dict[str, set[str]] = defaultdict(set)
    for address in lock.splitlines():
        page, _, id = address.partition("#")
        if _PARAGRAPH.fullmatch(id):
            found[page].add(id)
    return found


def kept_addresses(
    lock: str, library: Library, pages: Iterable[str], files: Iterable[str], paragraphs: Iterable[tuple[str, str]]
) -> str:
    """The text of the file with the addresses of a site added.

    `files` are those of the built site, by name; `paragraphs` the ids of its paragraphs, each with the name of its page.
    """
    known = addresses_of(library, pages)
    shown = {f"{address.partition('#')[0]}{HOME}" for address in known | {one.address for one in library.book.moved}}
    cited = {file for file in files if file.startswith(_CITED) or not file.startswith(_OF_THE_BUILD)}
    places = {f"{page.removesuffix(HOME)}#{id}" for page, id in paragraphs}
    found = {*lock.splitlines(), *known, *places, *(cited - shown)} - {""}
    return "".join(f"{address}\n" for address in sorted(found))


def addresses_built(files: Iterable[str], places: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The addresses of a built site: its files by name, and the ids of each page with its file."""
    found = set()
    for file in files:
        found |= {file, file.removesuffix(HOME)} if posixpath.basename(file) == HOME else {file}
    found |= {f"{page.removesuffix(HOME)}#{id}" for page, id in places}
    return frozenset(found)
