"""Build the website, the PDF and the EPUB, verify them, and only then put them in place of the last good ones."""

from __future__ import annotations

import contextlib
import fcntl
import pathlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from urllib.parse import urlsplit

from rules import rules_of
from terminal import CONTENT, OK, OURS, ROOT, arguments, console, run, show, stage, whole_library

from macros.book.assemble import make_book
from macros.book.epub import write_epub
from macros.book.fault import BookError
from macros.book.pdf import write_pdf
from macros.book.seal import Download, seal
from macros.book.site import SiteError, build_site
from macros.book.verify import verify
from macros.guide import json_schemas
from macros.kit import kit_html
from macros.library import Library
from macros.problem import ContentError

TOOLS = ("mkdocs", "mkdocs-material", "weasyprint", "pydantic", "markdown-it-py")
FONTS = ROOT / "docs" / "assets" / "fonts"
"""The fonts belong to the generator, whose style sheets name them, whatever the project under `--root`."""


def main() -> int:
    """Exit code 0 if every output was written and verified."""
    parser = arguments("Costruisce il sito, il PDF e l’EPUB.")
    options = parser.parse_args()
    root = options.root.resolve()
    try:
        with _turn(root / "build"):
            site = build(root)
    except ContentError as error:
        show(error.problems, root, options.lang)
        return CONTENT
    except (SiteError, BookError) as error:
        console.print(str(error), markup=False)
        return OURS
    for file in sorted((root / "build" / "site").rglob("*")):
        if file.suffix in (".pdf", ".epub"):
            print(file.relative_to(root))
    print(f"{site.relative_to(root)}/index.html")
    return OK


def build(root: pathlib.Path) -> pathlib.Path:
    """The folder of the finished site, the books among its files; the last good one stays until this one is verified."""
    with stage("contenuti"):
        library, _ = whole_library(root, proved=True)
    home = root / "build"
    staging = pathlib.Path(tempfile.mkdtemp(prefix=".site-", dir=home))
    staging.chmod(0o755)
    _fill(root, staging, library)
    _swap(staging, home / "site")
    _write_schemas(home / "schema")
    return home / "site"


def _fill(root: pathlib.Path, staging: pathlib.Path, library: Library) -> None:
    with stage("sito"):
        site = build_site(root, staging, library.book)
    with stage("libro"):
        tools = tuple(f"{name} {version(name)}" for name in TOOLS)
        book = make_book(site.pages, library.book, library.words, tools)
    with stage("PDF"):
        pdf = Download(f"{library.book.id}.pdf", write_pdf(book, FONTS))
    with stage("EPUB"):
        epub = Download(f"{library.book.id}.epub", write_epub(book, FONTS))
    with stage("verifica"):
        _write_last(staging, library, (pdf, epub))
        titles = {id: library.title(id) for id in library.items}
        base = urlsplit(library.book.addresses.site or "").path.rstrip("/") + "/"
        verify(staging, pdf.content, epub.content, titles, base)


def _write_last(staging: pathlib.Path, library: Library, downloads: tuple[Download, ...]) -> None:
    """Put the books in the site, and on every page what only now is known."""
    folder = staging / library.words["address_downloads"]
    folder.mkdir()
    for download in downloads:
        (folder / download.name).write_bytes(download.content)
    book = library.book
    edition = {"edition": book.edition, "published": book.published, "language": book.language}
    for file in sorted(staging.rglob("*.html")):
        file.write_text(seal(file.read_text(encoding="utf-8"), downloads, library.words, edition), encoding="utf-8")
    # After the others: a list in one file has its own policy.
    for id in rules_of(library):
        (folder / f"{id}.html").write_text(kit_html(library, id, staging / "assets"), encoding="utf-8")


@contextlib.contextmanager
def _turn(home: pathlib.Path) -> Iterator[None]:
    """One build at a time in this folder; what an interrupted one left behind is cleared away."""
    home.mkdir(exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        current = (home / "site").resolve()
        for left in home.glob(".site-*"):
            if left.is_symlink():
                left.unlink()
            elif left.resolve() != current:
                shutil.rmtree(left)
        yield


def _swap(staging: pathlib.Path, site: pathlib.Path) -> None:
    """Let `site` lead to the new folder: a link is replaced in one step, so a reader sees the old or the new whole."""
    old = site.resolve() if site.is_symlink() else None
    link = staging.with_name(f"{staging.name}.link")
    link.symlink_to(staging.name)
    link.replace(site)
    if old and old.is_dir():
        shutil.rmtree(old)


def _write_schemas(folder: pathlib.Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in json_schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(main))
