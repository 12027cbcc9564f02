"""Make of the book what one prints or carries: a booklet on A4 sheets, and each chapter and worksheet as a PDF of its own."""

from __future__ import annotations

import pathlib
import shutil
import sys
import tempfile
from collections.abc import Iterator

from terminal import FONTS, OK, arguments, run, stage, whole_library

from kept import last_pages
from making import book_of
from outcome import outcome

from macros.book.pdf.booklet import Booklet, booklet
from macros.book.pdf.write import write_pdf
from macros.book.site import build_site
from macros.library import Library
from macros.problem import Language, label

_FACE = FONTS / "atkinson-hyperlegible-next-latin-700-normal.woff2"
"""Draws the marks on the folds."""


def main() -> int:
    """Exit code 0 if every file was written."""
    options = arguments("Fa il libretto da stampare in A4, e di ogni capitolo e di ogni foglio un PDF.").parse_args()
    root: pathlib.Path = options.root.resolve()
    return outcome(lambda: _make(root, options.lang), root, options.lang)


def _make(root: pathlib.Path, lang: Language) -> int:
    library, _ = whole_library(root)
    files, sheets = _files(root, library)
    for file in _written(root / "build" / "pocket", files):
        print(file.relative_to(root))
    print("\n".join(("", *folding(sheets, lang))))
    return OK


def folding(sheets: Booklet, lang: Language) -> Iterator[str]:
    """How to print, fold and stack the sheets of a booklet with a cover, line by line."""
    last = max((signature.sheets[1] for signature in sheets.signatures), default=1)
    yield label("pocket_sheets", lang).format(sheets=last, n=len(sheets.signatures))
    for number, signature in enumerate(sheets.signatures, start=1):
        (first, end), (begins, ends) = signature.sheets, signature.pages
        values = {"first": first, "last": end, "sheets": end - first + 1, "begins": begins, "ends": ends}
        yield f"  {label('pocket_signature', lang).format(number=number, **values)}"
    yield from label("pocket_how", lang).split("\n")


def _files(root: pathlib.Path, library: Library) -> tuple[dict[str, bytes], Booklet]:
    """Every PDF, by file name, and the booklet among them: all from one layout, with the page numbers of the whole book."""
    with stage("libro"), tempfile.TemporaryDirectory(prefix="book-") as folder:
        book = book_of(build_site(root, pathlib.Path(folder), library.book).pages, library)
    with stage("PDF"):
        printed = write_pdf(book, FONTS, last_pages(root / "build"), pieces=True)
        sheets = booklet(printed.pdf, cover=True, font=_FACE.read_bytes())
    pieces = {f"{id.strip('_')}.pdf": pdf for id, pdf in printed.pieces.items()}
    return {f"{library.book.id}-A4.pdf": sheets.pdf} | pieces, sheets


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
