"""Make of the book what one prints or carries: a booklet on A4 sheets, and each chapter and worksheet as a PDF of its own."""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

from terminal import FONTS, OK, arguments, run, stage, whole_library

from kept import last_pages
from making import book_of
from outcome import outcome

from macros.book.pdf.booklet import booklet
from macros.book.pdf.write import write_pdf
from macros.book.site import build_site
from macros.library import Library


def main() -> int:
    """Exit code 0 if every file was written."""
    options = arguments("Fa il libretto da stampare in A4, e di ogni capitolo e di ogni foglio un PDF.").parse_args()
    root: pathlib.Path = options.root.resolve()
    return outcome(lambda: _make(root), root, options.lang)


def _make(root: pathlib.Path) -> int:
    library, _ = whole_library(root)
    for file in _written(root / "build" / "pocket", _files(root, library)):
        print(file.relative_to(root))
    return OK


def _files(root: pathlib.Path, library: Library) -> dict[str, bytes]:
    """Every PDF, by file name: all from one layout, with the page numbers of the whole book."""
    with stage("libro"), tempfile.TemporaryDirectory(prefix="book-") as folder:
        book = book_of(build_site(root, pathlib.Path(folder), library.book).pages, library)
    with stage("PDF"):
        printed = write_pdf(book, FONTS, last_pages(root / "build"), pieces=True)
        sheets = booklet(printed.pdf, cover=True)
    return {f"{library.book.id}-A4.pdf": sheets} | {f"{id.strip('_')}.pdf": pdf for id, pdf in printed.pieces.items()}


def _written(folder: pathlib.Path, files: dict[str, bytes]) -> list[pathlib.Path]:
    """The files, in a folder that holds nothing else; the old one stays until all are there."""
    folder.parent.mkdir(exist_ok=True)
    fresh = pathlib.Path(tempfile.mkdtemp(prefix=".pocket-", dir=folder.parent))
    fresh.chmod(0o755)
    for name, content in files.items():
        (fresh / name).write_bytes(content)
    if folder.exists():
        shutil.rmtree(folder)
    fresh.rename(folder)
    return sorted(folder.iterdir())


if __name__ == "__main__":
    sys.exit(run(main))
