"""A book of A5 pages → the same pages on sheets of A4, to be printed on both sides, folded and sewn in signatures.

Pages stay drawings (no raster). Print on both sides, turning on the short edge; fold each signature on its own, then
stack them: a long book cannot be folded in one. The outer fold of each bears a mark (see `collation`). The cover, if there
is one, has a sheet to itself that goes round the rest.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name

from macros.book.pdf.collation import mark

SHEETS = 8
"""The most sheets that are folded together: 32 pages."""
_A4 = (841.89, 595.276)  # points, the long side first
Side = tuple[int | None, int | None]
"""The pages on the left and on the right of one side of a sheet, counted from 0; None is blank."""


@dataclass(frozen=True)
class Signature:
    """Sheets that are folded together."""

    sheets: tuple[int, int]
    """The first and the last, counted from 1 as they come out of the printer."""
    pages: tuple[str, str]
    """The first and the last, as they are numbered in the book."""


@dataclass(frozen=True)
class Booklet:
    """The imposed PDF, and how it is put together."""

    pdf: bytes
    signatures: tuple[Signature, ...]


def booklet(pdf: bytes, *, cover: bool, font: bytes) -> Booklet:
    """The sheets; `cover` says that the first leaf is a cover, `font` draws the marks. Same input, same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as book, pikepdf.new() as sheets:
        forms = [sheets.copy_foreign(page.as_form_xobject()) for page in book.pages]
        for side in sides(len(forms), cover=cover):
            _add_side(sheets, side, forms)
        gathered = tuple(_gathered([str(page.label) for page in book.pages], cover=cover))
        for number, signature in enumerate(gathered):
            words = f"{number + 1} · {signature.pages[0]}–{signature.pages[1]}"
            drawn = mark(words, number, len(gathered), (_A4[0] / 2, _A4[1]), font)
            sheets.pages[2 * signature.sheets[0] - 2].contents_add(drawn)
        for key in ("/Title", "/Author"):
            if key in book.docinfo:
                sheets.docinfo[key] = str(book.docinfo[key])
        if "/Lang" in book.Root:
            sheets.Root.Lang = pikepdf.String(str(book.Root.Lang))
        sheets.Root.ViewerPreferences = Dictionary(Duplex=Name.DuplexFlipShortEdge, PrintScaling=Name("/None"))
        output = io.BytesIO()
        sheets.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Booklet(output.getvalue(), gathered)


def _gathered(labels: list[str], *, cover: bool) -> Iterator[Signature]:
    """Every signature, the cover aside."""
    page, sheet = (2, 2) if cover else (0, 1)
    for count in signatures(len(labels) - min(page, len(labels))):
        last = min(page + 4 * count, len(labels)) - 1
        yield Signature((sheet, sheet + count - 1), (labels[page], labels[last]))
        page, sheet = last + 1, sheet + count


def sides(pages: int, *, cover: bool) -> Iterator[Side]:
    """Both sides of every sheet, in the order in which they are printed."""
    first = min(2, pages) if cover else 0
    if cover:
        yield None, 0
        yield (1 if pages > 1 else None), None
    for sheets in signatures(pages - first):
        last = first + 4 * sheets - 1
        for sheet in range(sheets):
            outer, inner = (last - 2 * sheet, first + 2 * sheet), (first + 2 * sheet + 1, last - 2 * sheet - 1)
            for left, right in (outer, inner):
                yield (left if left < pages else None), (right if right < pages else None)
        first = last + 1


def signatures(pages: int) -> tuple[int, ...]:
    """How many sheets each signature has: no more than `SHEETS`, and none much thinner than the others."""
    sheets = -(-pages // 4)
    count = -(-sheets // SHEETS)
    return tuple(sheets // count + (number < sheets % count) for number in range(count))


def _add_side(sheets: pikepdf.Pdf, side: Side, forms: list[pikepdf.Object]) -> None:
    """One side of a sheet, its pages upright beside each other."""
    width, height = _A4
    drawn = {f"/P{place}": forms[page] for place, page in enumerate(side) if page is not None}
    places = [f"q 1 0 0 1 {width / 2 * int(name[2:]):.3f} 0 cm {name} Do Q" for name in drawn]
    page = sheets.add_blank_page(page_size=(width, height))
    page.Resources = Dictionary(XObject=Dictionary(drawn))
    page.Contents = sheets.make_stream("\n".join(places).encode())
