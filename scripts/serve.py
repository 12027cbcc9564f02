"""Show the site while one writes: every change of the content, of a page or of the style is seen at once.

So is the PDF of the entry that changed, under `/_pdf/`: it comes before the site, which takes longer. The whole books
are not made here; a fault in the content is printed, and the last good pages stay.
"""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from terminal import ENVIRONMENT, OK, arguments, console, run, show, show_engine, whole_library

from explained import make_explained
from galley import Galley
from reusable import make_reusable
from searchable import make_searchable

from macros.book.page import Page
from macros.book.seal import Last, seal
from macros.book.site import SiteError, build_site, render_pages, serve_site
from macros.changes.snapshot import read_past
from macros.library import Library
from macros.pages import page_of
from macros.problem import ContentError, Language, label

WATCHED = ("content", "docs", "theme", "mkdocs.yml", "macros/templates", "macros/book/css")
PROOFS = "_pdf"
"""Where the PDF is shown, in the address of the site."""


def main() -> int:
    """Exit code 0 when the reader stops it; 3 if the port is taken."""
    parser = arguments("Mostra il sito mentre si scrive, e il PDF della voce che cambia.")
    parser.add_argument("--port", type=int, default=8000, help="la porta di questa macchina")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shown = folder / "site"
        shown.mkdir()
        galley = Galley(root, folder / PROOFS)
        desk = Desk(root, shown, galley, options.lang)
        try:
            desk.rebuild()
            console.print(f"http://127.0.0.1:{options.port}/\nhttp://127.0.0.1:{options.port}/{PROOFS}/")
            watched = tuple(root / name for name in WATCHED if (root / name).exists())
            serve_site(desk.rebuild, shown, watched, ("127.0.0.1", options.port))
        except OSError as error:
            console.print(label("port", options.lang).format(port=options.port, error=error.strerror), markup=False)
            return ENVIRONMENT
        finally:
            galley.close()
    return OK


class Desk:
    """The site under work: what is shown of it, and what changed since."""

    def __init__(self, root: pathlib.Path, shown: pathlib.Path, galley: Galley, lang: Language) -> None:
        self._root, self._shown, self._galley, self._lang = root, shown, galley, lang
        self._pages: tuple[Page, ...] = ()
        self._times: dict[pathlib.Path, float] = {}

    def rebuild(self) -> None:
        """Show what changed; say what is wrong instead, if anything is."""
        try:
            library, _ = whole_library(self._root)
            sources = self._changed(library)
            edit = self._galley.edit(self._fresh(library, sources), library, sources) if sources else None
            with ThreadPoolExecutor(1) as pool:
                proof = pool.submit(self._galley.pull, edit) if edit else None
                site = self._build(library)
            others = self._galley.edit(site, library)
            if proof:
                proof.result()
            elif others:
                self._galley.pull(others)
            self._pages = site
        except ContentError as error:
            show(error.problems, self._root, self._lang)
        except SiteError as error:
            show_engine(error.lines, self._root, self._lang)

    def _changed(self, library: Library) -> frozenset[str]:
        """The pages of the book whose own file, or whose entry, changed since the last time; none at the beginning."""
        files = (*self._root.glob("content/**/*.yml"), *self._root.glob("docs/**/*.md"))
        times = {file: file.stat().st_mtime for file in files}
        changed = [file for file in times if self._times and self._times.get(file) != times[file]]
        self._times = times
        found = set()
        for file in changed:
            if file.suffix == ".md":
                found.add(file.relative_to(self._root / "docs").as_posix())
            elif (item := library.items.get(file.stem)) and (page := page_of(item.kind, file.stem, library.words)):
                found.add(page[0])
        return frozenset(found & {page.source for page in self._pages})

    def _fresh(self, library: Library, sources: frozenset[str]) -> tuple[Page, ...]:
        """All the pages, those of `sources` as they are now."""
        fresh = {page.source: page for page in render_pages(self._root, library.book, sources)}
        return tuple(fresh.get(page.source, page) for page in self._pages)

    def _build(self, library: Library) -> tuple[Page, ...]:
        """Build beside what is shown, then put the new pages in its place."""
        fresh = self._shown.with_name("fresh")
        site = build_site(self._root, fresh, library.book)
        last = Last(data=library.book, words=library.words)
        make_explained(fresh, library)
        for file in sorted(fresh.rglob("*.html")):
            name = file.relative_to(fresh).as_posix()
            file.write_text(seal(file.read_text(encoding="utf-8"), name, last), encoding="utf-8")
        make_searchable(fresh, library)
        make_reusable(fresh, site.pages, library, past=read_past(self._root))
        (fresh / PROOFS).symlink_to(self._shown.with_name(PROOFS), target_is_directory=True)
        shutil.rmtree(self._shown)
        fresh.rename(self._shown)
        return site.pages


if __name__ == "__main__":
    sys.exit(run(main))
