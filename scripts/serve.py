"""Show the site while one writes: every change of the content, of a page or of the style is seen at once.

The books are not made here; a fault in the content is printed, and the last good pages stay.
"""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

from reusable import make_reusable
from searchable import make_searchable
from terminal import ENVIRONMENT, OK, arguments, console, run, show, show_engine, whole_library

from macros.book.seal import Last, seal
from macros.book.site import SiteError, build_site, serve_site
from macros.problem import ContentError, label

WATCHED = ("content", "docs", "theme", "mkdocs.yml", "macros/templates")


def main() -> int:
    """Exit code 0 when the reader stops it; 3 if the port is taken."""
    parser = arguments("Mostra il sito mentre si scrive.")
    parser.add_argument("--port", type=int, default=8000, help="la porta di questa macchina")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        shown = pathlib.Path(folder) / "site"
        shown.mkdir()

        def rebuild() -> None:
            _rebuild(root, shown, options.lang)

        rebuild()
        console.print(f"http://127.0.0.1:{options.port}/")
        watched = tuple(root / name for name in WATCHED if (root / name).exists())
        try:
            serve_site(rebuild, shown, watched, ("127.0.0.1", options.port))
        except OSError as error:
            console.print(label("port", options.lang).format(port=options.port, error=error.strerror), markup=False)
            return ENVIRONMENT
    return OK


def _rebuild(root: pathlib.Path, shown: pathlib.Path, lang: str) -> None:
    """Build beside what is shown, then put the new pages in its place; say what is wrong instead, if anything is."""
    fresh = shown.with_name("fresh")
    try:
        library, _ = whole_library(root)
        site = build_site(root, fresh, library.book)
    except ContentError as error:
        show(error.problems, root, "en" if lang == "en" else "it")
        return
    except SiteError as error:
        show_engine(error.lines, root, "en" if lang == "en" else "it")
        return
    last = Last(data=library.book, words=library.words)
    for file in sorted(fresh.rglob("*.html")):
        name = file.relative_to(fresh).as_posix()
        file.write_text(seal(file.read_text(encoding="utf-8"), name, last), encoding="utf-8")
    make_searchable(fresh, library)
    make_reusable(fresh, site.pages, library)
    shutil.rmtree(shown)
    fresh.rename(shown)


if __name__ == "__main__":
    sys.exit(run(main))
