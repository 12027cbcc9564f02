"""A book laid out piece by piece is the book laid out whole, and its map of the pages is true."""

from __future__ import annotations

import io
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from macros.book.apparatus import with_apparatus
from macros.book.assemble import Book
from macros.book.attachment import Attachment
from macros.book.fault import BookError
from macros.book.pagemap import PageMap
from macros.book.pdf.paging import PASSES, page_label, paginate
from macros.book.pdf.pieces import pieces_of
from macros.book.pdf.press import Laid, start_press
from macros.book.pdf.tag_tree import Tag, read_tree
from macros.book.pdf.write import Printed, write_pdf
from macros.book.text import pdf_text
from tests.oracle import BY_COUNTER, astray, calls_of, differences, facts_of, lay_out_whole, one_document
from tests.test_assemble import book_of

FONTS = pathlib.Path(__file__).parent.parent / "docs" / "assets" / "fonts"
CITED = (
    "<p>L’ascolto è «meglio» da soli: così il 5 % dei clienti – e non pochi – risponde, e l’azienda impara.{note} "
    "Chi tace acconsente, dice <a class='ref' href='{up}c/'>un altro capitolo</a>, ma non sempre.</p>"
)
ROW = "<tr><th scope='row'>Ascolto</th><td>dentro</td><td>una cella abbastanza lunga da andare a capo</td></tr>"
HEAD = "<thead><tr><th scope='col'>Che cosa</th><th scope='col'>Chi</th><th scope='col'>Come</th></tr></thead>"
QUESTION = (
    "<fieldset><legend>Chi ascolta?</legend><label><input type='radio' name='q' value='a' data-field='q'> noi</label>"
    "<label><input type='radio' name='q' value='b' data-field='q'> loro</label></fieldset>"
)


def cited(up: str, passages: Iterable[int]) -> str:
    """Paragraphs that cite some passages."""
    calls = (
        f"<a class='cite' href='{up}fonti/#p{number}' title='Passo {number}'>[1.{number}]</a>" for number in passages
    )
    return "".join(CITED.format(note=call, up=up) for call in calls)


PAGES = {
    "a/": f"<h1>Gli scenari</h1>{cited('../', range(30))}<table>{HEAD}<tbody>{ROW * 40}</tbody></table>",
    "a/b": f"<h1>Pippo</h1><form>{QUESTION}</form>{cited('../../', range(10, 40))}<ul><li>Uno<ul><li>due</li></ul>tre</li></ul>",
    "c": f"<h1>Altro</h1><p>Una pagina, e <span lang='en'>no more</span>.</p>{cited('../', [0, 1, 2] * 20)}",
    "d": "<h1>Una coda</h1><p><a href='../a/b/'>Pippo</a></p>",
    "fonti": "<h1>Fonti</h1>" + "".join(f"<p id='p{number}'>Il passo numero {number}.</p>" for number in range(40)),
}


@pytest.fixture(scope="module")
def book() -> Book:
    return with_apparatus(book_of({"pages": PAGES}))


@pytest.fixture(scope="module")
def printed(book: Book) -> Printed:
    return write_pdf(book, FONTS, pieces=True)


# The oracle: one document


def test_pieces_and_one_document_say_the_same(book: Book, printed: Printed) -> None:
    laid, whole = lay_out_whole(one_document(book, printed.pages), FONTS)
    assert laid.pages == len(printed.pages.breaks)
    assert differences(facts_of(printed.pdf), facts_of(whole)) == []


def test_numbers_in_the_text_are_those_that_the_layout_would_count(book: Book, printed: Printed) -> None:
    _, whole = lay_out_whole(one_document(book, printed.pages, BY_COUNTER), FONTS)
    assert facts_of(whole)["words"] == facts_of(printed.pdf)["words"]


@pytest.mark.parametrize("book", ["real", "tiny"])
def test_the_whole_books_are_those_of_the_oracle(book: str, oracle: Mapping[str, Any]) -> None:  # noqa: ARG001 (names the book)
    assert oracle["pages"][0] == oracle["pages"][1]
    assert oracle["places"] > 100
    assert oracle["moved"] == []
    assert oracle["differences"] == []
    assert oracle["astray"] == []
    assert oracle["notes away from their call"] == []


# The map of the pages


def test_the_map_says_what_each_page_begins_with(book: Book, printed: Printed) -> None:
    assert astray(book, printed) == []


def test_labels_are_the_numbers_of_the_map(printed: Printed) -> None:
    document = pypdfium2.PdfDocument(printed.pdf)
    labels = [document.get_page_label(number) for number in range(len(document))]
    words = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert labels == [found.label for found in printed.pages.breaks]
    assert labels[:2] == ["i", "ii"] and "1" in labels
    chapter = labels.index(printed.pages.numbers["a"])
    assert words[chapter].split()[-1] == printed.pages.numbers["a"]
    assert words[labels.index("vii")].split()[-1] == "vii"


def test_parts_and_chapters_begin_on_a_right_hand_page(book: Book, printed: Printed) -> None:
    numbers = printed.pages.numbers
    assert all(int(numbers[name]) % 2 for name in (*(chapter.id for chapter in book.chapters), "_part-1"))
    assert len(printed.pages.breaks) % 2 == 0


def test_a_blank_page_bears_nothing(printed: Printed) -> None:
    texts = facts_of(printed.pdf)["words"]
    after = {number + 1 for number, text in enumerate(texts) if text.startswith("parola Parte")}
    assert after and all(not texts[number].strip() for number in after)


def test_every_call_leads_to_a_note_on_its_own_page(printed: Printed) -> None:
    calls = calls_of(printed.pdf)
    assert len(calls) == 120
    assert [(page, note) for page, note, at in calls if page != at] == []
    assert len({note for _, note, _ in calls}) < len(calls), "no note was called twice on a page"
    assert len({page for page, note, _ in calls if note.startswith("note-c--")}) > 2, "no note was said again"


def test_a_note_is_said_once_a_page(printed: Printed) -> None:
    """Passages 10 to 29 are cited at the end of one section and at the beginning of the next."""
    for page in pypdf.PdfReader(io.BytesIO(printed.pdf)).pages:
        notes = re.findall(r"\[1\.(\d+)\] Passo", page.extract_text())
        assert len(set(notes)) == len(notes)


def test_page_numbers_are_written_in_the_letters_of_their_pages() -> None:
    assert [page_label(number, roman=True) for number in (1, 4, 9, 14, 40, 90)] == ["i", "iv", "ix", "xiv", "xl", "xc"]
    assert page_label(42, roman=False) == "42"


# Passes


def laid(pages: int, html: str) -> Laid:
    return Laid(pages=pages, places=dict.fromkeys(re.findall(r'id="([^"]+)"', html), 0), texts=((0, 0),) * pages)


def fake(pages: Mapping[str, int]) -> Any:
    """Lays out nothing: each piece has so many pages, and all its ids on the first."""

    def lay(name: str, html: str) -> Laid:
        lay.asked.append(name)  # type: ignore[attr-defined]
        return laid(pages.get(name, 2), html)

    lay.asked = []  # type: ignore[attr-defined]
    return lay


def test_a_known_map_spares_every_pass_but_one(book: Book) -> None:
    pieces, lay = pieces_of(book), fake({"a": 30})
    first = paginate(pieces, lay, PageMap())
    assert lay.asked[: len(pieces)] == [piece.id for piece in pieces]
    again = fake({"a": 30})
    assert paginate(pieces, again, first.pages).pages == first.pages
    assert again.asked == [piece.id for piece in pieces]


def test_only_what_changes_is_laid_out_again(book: Book) -> None:
    pieces = pieces_of(book)
    before = paginate(pieces, fake({}), PageMap()).pages
    lay = fake({"d": 4})
    paginate(pieces, lay, before)
    assert set(lay.asked[len(pieces) :]) == {"_contents", "a", "c"}


def test_numbers_that_never_settle_are_a_fault_that_names_the_place(book: Book) -> None:
    asked = []

    def lay(name: str, html: str) -> Laid:
        asked.append(name)
        return laid(2 * asked.count("a") if name == "a" else 2, html)

    with pytest.raises(BookError, match=r"PDF fonti: pages-unsettled: fonti: \d+ → \d+"):
        paginate(pieces_of(book), lay, PageMap())
    assert asked.count("a") == PASSES


def test_the_map_of_an_earlier_layout_changes_no_byte(book: Book, printed: Printed) -> None:
    assert write_pdf(book, FONTS, printed.pages).pdf == printed.pdf
    wrong = PageMap(numbers=dict.fromkeys(printed.pages.numbers, "999"))
    assert write_pdf(book, FONTS, wrong).pdf == printed.pdf


# Tags


@pytest.fixture(scope="module")
def tags(printed: Printed) -> list[Tag]:
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        return list(read_tree(document).walk())


def test_a_page_break_cuts_no_element_in_two(tags: list[Tag]) -> None:
    (table,) = (tag for tag in tags if tag.kind == "Table")
    assert [tag.kind for tag in table.tags] == ["THead", "TBody"]
    assert [len(part.tags) for part in table.tags] == [1, 40]
    assert len({kid.page for tag in table.walk() for kid in tag.kids if not isinstance(kid, Tag)}) > 1


def test_notes_are_notes_with_an_id_and_end_their_section(printed: Printed, tags: list[Tag]) -> None:
    notes = {str(tag.entries["/ID"]) for tag in tags if tag.kind == "Note"}
    assert notes == {name for name in printed.pages.numbers if name.startswith("note-")}
    assert all(tag.kind == "Sect" for tag in tags if any(kid.kind == "Note" for kid in tag.tags))
    with pikepdf.open(io.BytesIO(printed.pdf)) as document:
        assert notes <= set(map(str, pikepdf.NameTree(document.Root.StructTreeRoot.IDTree)))


def test_contents_references_and_languages_are_told(tags: list[Tag]) -> None:
    assert [tag.kind for tag in tags if tag.kind == "TOC"] == ["TOC"] * 3
    assert sum(tag.kind == "TOCI" for tag in tags) == 6
    assert {tag.lang for tag in tags} == {"", "en"}
    assert any(tag.kind == "Reference" for tag in tags)


# Pieces as files of their own


def test_each_chapter_and_worksheet_is_also_a_file_with_the_numbers_of_the_whole(book: Book, printed: Printed) -> None:
    assert set(printed.pieces) == {chapter.id for chapter in book.chapters} | {"a-b"}
    for name, pdf in printed.pieces.items():
        document = pypdfium2.PdfDocument(pdf)
        assert document.get_page_label(0) == printed.pages.numbers[name]
        assert document.get_metadata_value("Title").endswith(" – Titolo")
        document.close()


def test_links_out_of_a_piece_are_plain_text(printed: Printed) -> None:
    with pikepdf.open(io.BytesIO(printed.pieces["c"])) as document:
        targets = {str(note.Dest) for page in document.pages for note in page.get("/Annots", ()) if "/Dest" in note}
        names = set(pikepdf.NameTree(document.Root.Names.Dests))
    assert targets and targets <= names
    assert "un altro capitolo" in " ".join(pdf_text(printed.pieces["a"])).replace("\r\n", " ")


def test_a_link_that_leads_nowhere_in_the_whole_book_is_a_fault_in_a_piece_too() -> None:
    with start_press(FONTS) as press:
        press.lay("x", "<html lang=it><title>x</title><body><p><a href='#niente'>x</a></p>")
        with pytest.raises(BookError, match="niente"):
            press.write(("x",), "0" * 32, elsewhere=["altro"])


# Attachments


def test_the_pdf_carries_files_with_the_date_of_the_edition(book: Book) -> None:
    files = (
        Attachment(name="b.zip", content=b"due", description="Le sorgenti", media_type="application/zip"),
        Attachment(name="a.cff", content=b"uno", description="Come si cita", media_type="text/yaml"),
    )
    pdf = write_pdf(book, FONTS, attachments=files).pdf
    assert pdf == write_pdf(book, FONTS, attachments=files[::-1]).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert {name: file.get_file().read_bytes() for name, file in document.attachments.items()} == {
            "a.cff": b"uno",
            "b.zip": b"due",
        }
        dates = {str(entry.EF.F.Params.ModDate) for entry in document.Root.AF}
        assert dates == {"D:20260301000000Z"}
        assert {str(entry.AFRelationship) for entry in document.Root.AF} == {"/Source"}
