"""Sheets that are printed, folded and stacked give the pages of the book in order."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from pocket import folding

from macros.book.pdf.booklet import SHEETS, Booklet, Side, Signature, booklet, sides, signatures
from tests.projects import ROOT

PAGES = range(1, 71)
FONT = (ROOT / "docs/assets/fonts/atkinson-hyperlegible-next-latin-700-normal.woff2").read_bytes()


def folded(sheets: Sequence[tuple[Side, Side]]) -> list[int | None]:
    """The pages of sheets laid on each other and folded once, as a reader turns them."""
    opening = [page for front, back in sheets for page in (front[1], back[0])]
    closing = [page for front, back in reversed(sheets) for page in (back[1], front[0])]
    return opening + closing


def read(pages: int, *, cover: bool) -> list[int | None]:
    """The pages of the whole booklet: what is inside the cover, signature by signature."""
    printed = list(sides(pages, cover=cover))
    sheets = list(zip(printed[::2], printed[1::2], strict=True))[int(cover) :]
    found: list[int | None] = []
    for count in signatures(pages - (min(2, pages) if cover else 0)):
        found += folded(sheets[:count])
        sheets = sheets[count:]
    assert not sheets
    return found


@pytest.mark.parametrize("pages", PAGES)
def test_a_folded_booklet_reads_in_order(pages: int) -> None:
    found = read(pages, cover=False)
    assert found[:pages] == list(range(pages))
    assert found[pages:] == [None] * (-pages % 4)


@pytest.mark.parametrize("pages", PAGES)
def test_a_cover_has_a_sheet_to_itself(pages: int) -> None:
    front, back = list(sides(pages, cover=True))[:2]
    assert front == (None, 0)
    assert back == (1 if pages > 1 else None, None)
    inside = read(pages, cover=True)
    assert [page for page in inside if page is not None] == list(range(2, pages))


@pytest.mark.parametrize("pages", [*PAGES, 316, 1000])
def test_no_signature_is_too_thick_or_much_thinner_than_another(pages: int) -> None:
    counts = signatures(pages)
    assert sum(counts) == -(-pages // 4)
    assert max(counts) <= SHEETS
    assert max(counts) - min(counts) <= 1


def test_sheets_are_a4_and_drawn_not_photographed() -> None:
    pages = pikepdf.new()
    for number in range(6):
        page = pages.add_blank_page(page_size=(419.528, 595.276))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = pages.make_stream(f"BT /F 20 Tf 50 50 Td (pagina {number}) Tj ET".encode())
    output = io.BytesIO()
    pages.save(output)
    imposed = booklet(output.getvalue(), cover=False, font=FONT).pdf
    assert booklet(output.getvalue(), cover=False, font=FONT).pdf == imposed
    document = pypdfium2.PdfDocument(imposed)
    assert [tuple(map(round, page.get_size())) for page in document] == [(842, 595)] * 4
    halves = [
        [page.get_textpage().get_text_bounded(left, 0, left + 421, 595).strip() for left in (0, 421)]
        for page in document
    ]
    assert halves == [["", "pagina 0"], ["pagina 1", ""], ["pagina 5", "pagina 2"], ["pagina 3", "pagina 4"]]
    document.close()
    assert b"/Image" not in imposed


def blank(pages: int) -> bytes:
    """A book in Italian of empty pages."""
    document, output = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=(419.528, 595.276))
    document.Root.Lang = pikepdf.String("it")
    document.save(output)
    return output.getvalue()


def test_every_signature_has_a_bar_on_its_outer_fold_lower_than_the_one_before() -> None:
    made = booklet(blank(102), cover=True, font=FONT)
    document = pypdfium2.PdfDocument(made.pdf)
    heights = {}
    for number, page in enumerate(document):
        picture = page.render(scale=1, grayscale=True).to_pil().point(lambda light: 255 if light < 64 else 0)
        marks = picture.getbbox()
        if marks:
            heights[number] = picture.crop((421, 0, 422, 595)).getbbox()[1]
            assert marks[0] > 412 and marks[2] < 430, "a mark stands on the fold, away from the words"
    document.close()
    assert list(heights) == [2 * signature.sheets[0] - 2 for signature in made.signatures]
    assert len(heights) == 4
    assert sorted(heights.values()) == list(heights.values())
    assert len(set(heights.values())) == 4


def test_a_booklet_says_its_language() -> None:
    with pikepdf.open(io.BytesIO(booklet(blank(5), cover=True, font=FONT).pdf)) as document:
        assert str(document.Root.Lang) == "it"


def test_the_lines_that_are_printed_say_how_to_fold() -> None:
    made = booklet(blank(70), cover=True, font=FONT)
    assert made.signatures == (
        Signature((2, 7), ("3", "26")),
        Signature((8, 13), ("27", "50")),
        Signature((14, 18), ("51", "70")),
    )
    said = list(folding(made, "it"))
    assert said[0] == "Il libretto è di 18 fogli A4: il foglio 1 è la copertina, gli altri fanno 3 fascicoli."
    assert said[1] == "  fascicolo 1: fogli 2–7 (6), pp. 3–26"
    assert "lato corto" in said[4] and "Piegate a metà ogni fascicolo" in said[5]
    assert len(list(folding(Booklet(b"", ()), "en"))) == 4
