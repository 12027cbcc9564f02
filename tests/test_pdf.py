"""The PDF is whole, tagged, set in our fonts only, and the same every time."""

from __future__ import annotations

import io
import pathlib
import re
import shutil

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from macros.book.apparatus import with_apparatus
from macros.book.assemble import Book
from macros.book.fault import BookError
from macros.book.pdf.tagged import running_text
from macros.book.pdf.write import lay_out, write_pdf
from macros.book.proof.verify import pdf_faults
from macros.book.text import letters, lost_text, pdf_text
from tests.test_assemble import book_of

FONTS = pathlib.Path(__file__).parent.parent / "docs" / "assets" / "fonts"
PARAGRAPH = "<p>L’ascolto è «meglio» da soli: così il 5 % dei clienti – e non pochi – risponde…</p>"
ROW = (
    "<tr><th scope='row'>Ascolto</th><td>dentro</td><td>una cella lunga abbastanza da andare a capo più volte</td></tr>"
)
PAGES = {
    "a/": f"<h1>Gli scenari</h1>{PARAGRAPH * 40}<table><thead><tr><th scope='col'>Che cosa</th><th scope='col'>Chi</th>"
    f"<th scope='col'>Come</th></tr></thead><tbody>{ROW * 40}</tbody></table>",
    "a/b": "<h1>Pippo, tutto in casa</h1><div id='voce-b' data-entry='b'><p class='summary'>Dove è Dvořák?</p></div>"
    "<dl><div><dt>uno</dt><dd>1</dd></div><div><dt>due</dt><dd>2</dd></div></dl>"
    "<ol><li>sì<ul><li>no</li></ul></li></ol><p><label><input type='checkbox'> fatto</label></p>",
    "c": "<h1>Glossario</h1><p>Si veda <a href='../a/b/#voce-b'>Pippo</a> e <a href='https://esempio.it/'>il sito</a>.</p>",
}


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of({"pages": PAGES})


@pytest.fixture(scope="module")
def pdf(book: Book) -> bytes:
    return write_pdf(book, FONTS).pdf


def test_every_link_leads_somewhere(pdf: bytes) -> None:
    assert pdf_faults(pdf) == ()


def test_two_runs_give_the_same_bytes(book: Book, pdf: bytes) -> None:
    assert write_pdf(book, FONTS).pdf == pdf


def test_only_our_fonts_are_used_and_embedded(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {str(item.FontName) for item in document.objects if _is_a(item, "/FontDescriptor")}
        assert all("FontFile2" in str(item.keys()) for item in document.objects if _is_a(item, "/FontDescriptor"))
    assert fonts and all("Literata" in name or "Atkinson-Hyperlegible-Next" in name for name in fonts)


def test_the_document_says_what_it_is(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "it"
        assert document.Root.MarkInfo.Marked
        assert document.docinfo["/Title"] == "Titolo"
        assert document.open_metadata()["pdfuaid:part"] == "1"
        width, height = (float(side) * 25.4 / 72 for side in document.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (148, 210)


def test_bookmarks_follow_parts_chapters_and_sections(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    found = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    document.close()
    assert found[2:] == [
        (0, "Parte"),
        (1, "Gli scenari"),
        (2, "Pippo, tutto in casa"),
        (1, "Glossario"),
    ]


def test_contents_give_the_page_a_chapter_begins_on(pdf: bytes) -> None:
    texts = pdf_text(pdf)
    contents = next(letters(text) for text in texts if "Glossario" in text)
    begins = [number for number, text in enumerate(texts) if text.strip().startswith("Glossario")]
    document = pypdfium2.PdfDocument(pdf)
    label = document.get_page_label(begins[-1])
    document.close()
    assert letters(f"Glossario {label}") in contents


def test_parts_open_on_a_right_hand_page(pdf: bytes) -> None:
    numbers = [number for number, text in enumerate(pdf_text(pdf), start=1) if letters(text) == "parolaParte"]
    assert numbers and all(number % 2 for number in numbers)


def test_tags_are_what_readers_expect(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        elements = [item for item in document.objects if _is_a(item, "/StructElem")]
        lists = [kid.S for item in elements if item.S == "/L" for kid in item.K]
        items = [{str(kid.S) for kid in item.K} for item in elements if item.S == "/LI"]
        scopes = {str(item.A.Scope) for item in elements if item.S == "/TH"}
        figures = [item for item in elements if item.S == "/Figure"]
        flags = {int(note.F) for page in document.pages for note in page.get("/Annots", ())}
        first = document.pages[10].Contents.read_bytes()
    assert set(map(str, lists)) == {"/LI"} | ({"/L"} & set(map(str, lists)))
    assert all("/LBody" in kinds for kinds in items)
    assert scopes == {"/Column", "/Row"}
    assert [str(figure.Alt) for figure in figures] == ["casella"]
    assert flags == {4}
    assert b"/Artifact\n<</Type/Pagination>>" in first


def test_a_paragraph_that_is_not_on_the_pages_is_noticed(book: Book, pdf: bytes) -> None:
    texts = tuple(piece.text for piece in running_text(pdf))
    start = next(number for number, text in enumerate(texts) if text.startswith("Gli scenari"))
    assert lost_text(book, texts[start:], "PDF") == ()
    short = tuple(text for text in texts[start:] if "Dvo" not in text)
    assert [fault.kind for fault in lost_text(book, short, "PDF")] == ["text-lost"]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="#niente">x</a></p>',
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="http://169.254.169.254/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>p { not-a-property: 1 }</style>",
        "<p>\u2603</p>",
        "<style>@font-face { font-family: x; src: url(fonts/x.woff2) }</style>",
    ],
    ids=["anchor", "image", "file", "stylesheet", "attachment", "style", "letter", "font"],
)
def test_nothing_is_lost_or_fetched_in_silence(html: str) -> None:
    with pytest.raises(BookError, match="layout"):
        lay_out(f"<html lang=it><title>x</title><body>{html}</body></html>", FONTS)


def test_a_missing_font_file_is_named(tmp_path: pathlib.Path) -> None:
    for file in FONTS.glob("*.woff2"):
        shutil.copy(file, tmp_path)
    (tmp_path / "literata-latin-400-normal.woff2").unlink()
    with pytest.raises(BookError, match="literata-latin-400-normal"):
        lay_out("<html lang=it><title>x</title><body><p>x</body></html>", tmp_path)


WORD = "x" * 200
CELL = f"<tr><td>{PARAGRAPH * 60}</td><td>uno</td></tr>"
ODD = {
    "a 220-letter word": f"<p>{'lunghissima' * 20}</p>",
    "200 letters that know no hyphen": f"<p>Prima {WORD} dopo.</p><h2>Titolo {WORD}</h2><ul><li>{WORD}</li></ul>",
    "200 letters in a link": f"<p><a href='https://esempio.it/{WORD}'>https://esempio.it/{WORD}</a></p>",
    "a cell longer than a page": f"<table>{CELL}</table>",
    "a table of 200 rows": f"<table><thead><tr><th scope='col'>A</th><th scope='col'>B</th><th scope='col'>C</th></tr>"
    f"</thead><tbody>{ROW * 200}</tbody></table>",
    "long rows under a head": f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{CELL * 3}</tbody></table>",
    "a chapter of only a table": f"<table><tbody>{ROW * 3}</tbody></table>",
    "an empty chapter": "",
    "lists in lists": "<ul><li>uno<ul><li>due<ol><li>tre</li></ol>quattro</li></ul>cinque</li></ul>" * 30,
    "a heading at every line": "".join(f"<h2>Titolo {n}</h2><p>Riga.</p>" for n in range(80)),
}


@pytest.mark.parametrize("html", ODD.values(), ids=ODD)
def test_odd_chapters_are_printed_whole(html: str) -> None:
    """`write_pdf` refuses what is not on its pages; what is there must also be inside the paper."""
    pdf = write_pdf(book_of({"pages": {"a": f"<h1>Titolo</h1>{html}", "b": "<h1>Altro</h1>"}}), FONTS).pdf
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text, (width, height) = page.get_textpage(), page.get_size()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        assert all(left > -1 and right < width + 1 and top < height + 1 for left, _, right, top in boxes)
    document.close()


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td>{WORD}</td><td>uno</td></tr></table>",
        f"<table><tr>{'<td>una parola lunghetta</td>' * 12}</tr></table>",
    ],
    ids=["200 letters in a cell", "a table of twelve columns"],
)
def test_what_runs_out_of_the_paper_is_a_fault(html: str) -> None:
    with pytest.raises(BookError, match="layout-spoilt"):
        write_pdf(book_of({"pages": {"a": f"<h1>Titolo</h1>{html}"}}), FONTS)


def test_a_line_that_would_be_cut_short_is_not() -> None:
    """These words fill a line to the last point before a link: the layout alone breaks after `esterno,`."""
    text = (
        "Di un servizio che si compra completo. In Topolino, lo scenario più esterno, comprende ascolto e interazione, "
        "regolati da un protocollo. <a href='#x' id='x'>[1.4]</a>"
    )
    html = f"<html lang=it><title>x</title><body><section class=chapter><p>{text}</p></section></body></html>"
    document = pypdfium2.PdfDocument(lay_out(html, FONTS))
    lines = document[0].get_textpage().get_text_bounded().splitlines()
    document.close()
    assert not any(line.strip().endswith("esterno,") for line in lines)


def test_a_word_cut_by_the_end_of_a_line_is_whole_for_programs_and_a_written_hyphen_stays() -> None:
    """A soft hyphen is what tells them that the halves are one word (ISO 32000-1, 14.8.2.2.3)."""
    for style in ("", "font-family: Atkinson Hyperlegible Next; font-style: italic"):
        words = "".join(
            f"<p style='margin-left: {width}pt; {style}'>si provi una combinazione, poi copia-incolla fino a Marte</p>"
            for width in range(60, 220, 2)
        )
        page = f"<html lang=it><title>x</title><body><section class=chapter id=x>{words}</section></body></html>"
        pdf = lay_out(page, FONTS)
        text = "".join(found.extract_text() for found in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        cut = re.findall("(\\w+)\N{SOFT HYPHEN}\\s+(\\w+)", text)
        assert {"combinazione"} <= {"".join(halves) for halves in cut}
        assert "combinazione" not in {halves[0] for halves in cut}
        assert not re.findall(r"(?!copia)\b\w+-\s", text)
        assert text.count("copia-") > 60


def test_names_are_not_hyphenated_and_other_words_are() -> None:
    def cut(text: str, head: str = "") -> bool:
        return any(word.startswith("Quin") and word != "Quintarelli" for word in words_of(text, head))

    text = "scrive ancora una volta Quintarelli dopo"
    assert cut(text)
    assert not cut(text, '<meta name="unbroken" content="Quintarelli">')


def test_a_line_ends_between_two_words_also_in_a_link() -> None:
    words = words_of("a cui partecipano <a class='term' href='#x'>più funzioni</a> dell’azienda")
    assert "più" in words and not {"pi", "p"} & set(words)


def words_of(text: str, head: str = "") -> list[str]:
    """The words of a text as lines break them, in paragraphs that leave it less and less room."""
    paragraphs = "".join(f"<p style='margin-left: {width}pt'><b>{text}</b></p>" for width in range(60, 220, 2))
    page = f"<html lang=it><title>x</title>{head}<body><section class=chapter id=x>{paragraphs}</section></body></html>"
    document = pypdfium2.PdfDocument(lay_out(page, FONTS))
    words = " ".join(page.get_textpage().get_text_bounded() for page in document).split()
    document.close()
    return words


def test_no_row_of_a_long_table_stands_alone() -> None:
    rows = "".join(f"<tr><td>riga {number}</td></tr>" for number in range(12))
    table = f"<table><thead><tr><th scope='col'>testa</th></tr></thead><tbody>{rows}</tbody></table>"
    places = "".join(f"<div style='break-before: page'>{'<p>x</p>' * filled}{table}</div>" for filled in range(10, 22))
    document = pypdfium2.PdfDocument(lay_out(f"<html lang=it><title>x</title><body>{places}", FONTS))
    counts = [page.get_textpage().get_text_bounded().count("riga") for page in document]
    document.close()
    assert sum(counts) == 12 * 12 and max(counts) == 12 and 1 not in counts
    assert len(set(counts)) > 4, "the page never ended inside a table"


def test_a_crowd_of_notes_loses_none() -> None:
    cited = "".join(f"parola<a class='cite' href='../f/#p{n}' title='Passo {n}'>[1.{n}]</a> " for n in range(80))
    pages = {"a": f"<h1>A</h1><p>{cited}</p>", "f": "<h1>F</h1>" + "".join(f"<p id='p{n}'>{n}</p>" for n in range(80))}
    book = with_apparatus(book_of({"pages": pages}))
    printed = write_pdf(book, FONTS)
    assert sum(name.startswith("note-") for name in printed.pages.numbers) == 80


def _is_a(item: pikepdf.Object, kind: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind
