"""Print how long things take against each other: ratios of one run on one machine, which say more than seconds."""

from __future__ import annotations

import argparse
import pathlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from terminal import FONTS, OK, arguments, run, whole_library

from making import book_of

from macros.book.assemble import Book
from macros.book.pagemap import PageMap
from macros.book.pdf.paging import Layout, paginate
from macros.book.pdf.pieces import document, pieces_of
from macros.book.pdf.press import Press, start_press
from macros.book.site import build_site
from macros.checklist.compiled import Compiled
from macros.checklist.fault import Fault
from macros.checklist.proofs import cell_faults, exhaustive_faults
from macros.crosscheck import compiled_rules
from macros.library import Library
from macros.model import Checklist
from tests.oracle import BY_COUNTER, one_document


def main() -> int:
    """Exit code 0, whatever was measured."""
    options: argparse.Namespace = arguments("Misura i tempi, gli uni rispetto agli altri.").parse_args()
    root: pathlib.Path = options.root.resolve()
    library, _ = whole_library(root)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        book = book_of(build_site(root, pathlib.Path(folder), library.book).pages, library)
    _print(_layouts(book) + _proofs(library))
    return OK


Value = TypeVar("Value")
Row = tuple[str, float, float]
"""What is measured, its seconds, and those it is compared with."""


def _layouts(book: Book) -> list[Row]:
    """A book as pieces against the same book as one document; one chapter against the whole."""
    with start_press(FONTS) as press:
        first, layout = _timed(lambda: paginate(pieces_of(book), press.lay, PageMap()))
        again, _ = _timed(lambda: paginate(pieces_of(book), press.lay, layout.pages))
        whole, _ = _timed(lambda: press.lay("book", one_document(book, layout.pages)))
        counted, _ = _timed(lambda: press.lay("book", one_document(book, layout.pages, BY_COUNTER)))
        names = tuple(place.piece.id for place in layout.paged)
        tagged, _ = _timed(lambda: press.write(names, "0" * 32))
        plain, _ = _timed(lambda: press.write(names, "0" * 32, variant=None))
        chapters = _chapters(press, layout)
    return [
        ("chapter by chapter, pages known / one document that counts its references", again, counted),
        ("chapter by chapter, pages unknown / one document that counts its references", first, counted),
        ("chapter by chapter, pages known / one document with its references given", again, whole),
        *((f"{name}, again / whole book", seconds, again) for name, seconds in chapters),
        ("written with tags / without", tagged, plain),
    ]


def _chapters(press: Press, layout: Layout) -> list[tuple[str, float]]:
    """The shortest and the longest chapter, and the time each takes."""
    places = sorted((place for place in layout.paged if place.piece.chapter), key=lambda place: place.laid.pages)
    found = []
    for place in (places[0], places[-1]):
        html = document(place.piece, place.first, layout.pages.numbers)
        seconds, laid = _timed(partial(press.lay, place.piece.id, html))
        found.append((f"{place.piece.id} ({laid.pages} pages)", seconds))
    return found


def _proofs(library: Library) -> list[Row]:
    """The proof of the rules over every possible answer against that over the cells of their tables."""
    rows = []
    for id, (checklist, compiled) in compiled_rules(library).items():
        every, _ = _timed(partial(_all, exhaustive_faults, checklist, compiled))
        cells, _ = _timed(partial(_all, cell_faults, checklist, compiled))
        rows.append((f"{id}: rules proved over all answers / over their cells", every, cells))
    return rows


def _all(
    faults: Callable[[Checklist, Compiled], Iterable[Fault]], checklist: Checklist, rules: Compiled
) -> list[Fault]:
    return list(faults(checklist, rules))


def _timed(work: Callable[[], Value]) -> tuple[float, Value]:
    """The seconds that some work took, and what it gave."""
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def _print(rows: list[Row]) -> None:
    for name, seconds, compared in rows:
        print(f"{seconds / compared:8.2f} × {seconds:8.2f} s / {compared:7.2f} s   {name}")


if __name__ == "__main__":
    sys.exit(run(main))
