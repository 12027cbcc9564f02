"""What a project keeps: maps and entries of its editions, addresses, `CITATION.cff` in the repository; the last map in `build/`."""

from __future__ import annotations

import pathlib

from terminal import console, published

from macros.addresses import LOCK, kept_addresses
from macros.book.carried import CITATION
from macros.book.citation import citation_cff
from macros.book.edition import moved
from macros.book.pagemap import PageMap
from macros.changes.snapshot import SUFFIX, snapshot
from macros.citing.paragraphs import ids_in
from macros.library import Library
from macros.problem import Language, label

EDITIONS = pathlib.Path("assets/editions")
"""Where the page maps of the editions stand, in `docs/` and in the site: they are published with it."""
_SOURCES = (
    "content/**/*.yml",
    "content/LICENSE",
    "docs/**/*.md",
    f"docs/{EDITIONS}/*{SUFFIX}.json",
    "mkdocs.yml",
    "LICENSE",
)


def sources(root: pathlib.Path) -> dict[str, bytes]:
    """The files that the edition is made of, by name; what leads out of the project is no part of it."""
    found = (file for pattern in _SOURCES for file in root.glob(pattern))
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(found)
        if file.is_file() and file.resolve() == root.resolve() / file.relative_to(root)
    }


def kept_editions(root: pathlib.Path) -> dict[str, str]:
    """The page map of every kept edition, as text."""
    files = (file for file in sorted((root / "docs" / EDITIONS).glob("*.json")) if not file.stem.endswith(SUFFIX))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def last_pages(home: pathlib.Path) -> PageMap | None:
    """The page map of the last good build, if there is one that can be read."""
    try:
        return PageMap.from_json((home / "pages.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_pages(file: pathlib.Path, pages: PageMap) -> None:
    """Keep a page map; whoever reads meanwhile finds the old file or the new one, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".new")
    half.write_text(pages.to_json() + "\n", encoding="utf-8")
    half.replace(file)


def advise(root: pathlib.Path, library: Library, pages: PageMap, lang: Language) -> None:
    """Say what whoever looks after the edition should know: places that moved, a citation that is out of date."""
    edition = library.book.edition
    kept = kept_editions(root).get(edition)
    if kept is not None and (count := moved(PageMap.from_json(kept), pages)):
        console.print(label("build_moved", lang).format(n=count, edition=edition), markup=False)
    file = root / CITATION
    if not file.is_file() or file.read_text(encoding="utf-8") != citation_cff(library.book, library.words):
        console.print(label("build_citation", lang).format(file=CITATION), markup=False)


def keep(root: pathlib.Path, library: Library, pages: PageMap | None) -> None:
    """Write into the repository how this edition is cited and, if they are given, its pages and all its addresses."""
    (root / CITATION).write_text(citation_cff(library.book, library.words), encoding="utf-8")
    print(CITATION)
    if pages is not None:
        file = root / "docs" / EDITIONS / f"{library.book.edition}.json"
        write_pages(file, pages)
        print(file.relative_to(root))
        entries = file.with_name(f"{library.book.edition}{SUFFIX}.json")
        entries.write_text(snapshot(library).to_json(), encoding="utf-8")
        print(entries.relative_to(root))
        site = (root / "build" / "site").resolve()
        files = [one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file()]
        paragraphs = (
            (page, id)
            for page in files
            if page.endswith(".html")
            for id in ids_in((site / page).read_text(encoding="utf-8"))
        )
        names = (page.relative_to(root / "docs").as_posix() for page in (root / "docs").rglob("*.md"))
        (root / LOCK).write_text(kept_addresses(published(root), library, names, files, paragraphs), encoding="utf-8")
        print(LOCK)
