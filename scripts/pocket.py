"""Make of the book what one prints or carries: a booklet on A4 sheets, and each chapter and worksheet as a PDF of its own."""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile

from kept import last_pages
from making import book_of
from terminal import CONTENT, FONTS, OK, OURS, arguments, console, run, show, show_engine, stage, whole_library

from macros.book.fault import BookError
from macros.book.pdf.booklet import booklet
from macros.book.pdf.write import write_pdf
from macros.book.site import SiteError, build_site
from macros.library import Library
from macros.problem import ContentError


def main() -> int:
    """Exit code 0 if every file was written."""
    options = arguments("Fa il libretto da stampare in A4, e di ogni capitolo e di ogni foglio un PDF.").parse_args()
    root: pathlib.Path = options.root.resolve()
    try:
        library, _ = whole_library(root)
        files = _files(root, library)
    except ContentError as error:
        show(error.problems, root, options.lang)
        return CONTENT
    except SiteError as error:
        return show_engine(error.lines, root, options.lang)
    except BookError as error:
        console.print(str(error), markup=False)
        return OURS
    for file in _written(root / "build" / "pocket", files):
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
