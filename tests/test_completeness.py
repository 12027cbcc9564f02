"""Every entry and every text stands once in the site, in the PDF and in the EPUB; a loss or a copy in any is told."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pytest

from macros.authored import Authored
from macros.book.assemble import Book
from macros.book.epub.write import write_epub
from macros.book.pdf.write import write_pdf
from macros.book.proof.completeness import Completeness, Tally
from macros.book.proof.verify import SiteRead, prove
from macros.book.xhtml import read_document, text_of
from macros.leaf import leaves
from macros.paragraphs import authored
from macros.reading import read_library
from tests.projects import ROOT, TINY, Built
from tests.test_assemble import book_of
from tests.test_pdf import FONTS

BODY = "Chi risponde ogni giorno impara a conoscere i suoi clienti, e chi delega no."
SUMMARY = "Chi affida tutto a un altro perde il filo di quello che succede."
HARM = "i clienti"
COMMENT = "A me è successo il contrario, e lo racconto qui per intero."
LESSON = "Prima di comprare si guarda che cosa si sa già fare."
PAGES = {
    "rischi/": "<h1>Rischi</h1><ul><li><a href='delega/'>La delega totale</a></li></ul>",
    "rischi/delega": "<h1>La delega totale</h1><div class='entry' id='voce-delega' data-entry='delega'>"
    f"<p class='summary'>{SUMMARY}</p></div><p>{BODY}</p><dl><div><dt>{HARM}</dt><dd>aspettano</dd></div></dl>"
    f"<article id='voce-lettera' data-entry='lettera'><p>{COMMENT}</p></article>",
    "casi": "<h1>Un caso</h1><div class='entry' id='voce-caso' data-entry='caso'></div>"
    f"<p>{LESSON} Si veda <a class='ref' href='../rischi/delega/'>La delega totale</a>, prima.</p>",
    "altro": f"<h1>Altro</h1><p data-site-only>{BODY}</p><p>Qui si ripete: {SUMMARY}</p>",
}
KINDS = {"delega": "risks", "lettera": "commentary", "caso": "cases"}


def text(entry: str, field: str, *pieces: str, again: bool = False, apart: bool = False) -> Authored:
    return Authored(entry=entry, kind=KINDS[entry], field=field, pieces=pieces, again=again, apart=apart)


WRITTEN = (
    text("delega", "title", "La delega totale"),
    text("delega", "summary", SUMMARY, again=True),
    text("delega", "body", BODY),
    text("delega", "hurts.1.who", HARM),
    text("delega", "hurts.1.how", "aspettano"),
    text("lettera", "text", COMMENT),
    text("caso", "title", "Un caso"),
    text("caso", "body", f"{LESSON} Si veda La delega totale", ", prima."),
    text("caso", "label", "Altro", apart=True),
)


@dataclass(frozen=True)
class Outputs:
    """The three outputs, each of which may have been made of other pages."""

    site: Mapping[str, str]
    pdf: bytes
    epub: bytes


NAMES = {"site": "site", "pdf": "PDF", "epub": "EPUB"}


def book_with(pages: Mapping[str, str]) -> Book:
    return book_of({"pages": pages, "chapters": ["rischi/", "casi", "altro"]})


def outputs(pages: Mapping[str, str]) -> Outputs:
    """The three outputs made of these pages."""
    book = book_with(pages)
    return Outputs(site=pages, pdf=write_pdf(book, FONTS).pdf, epub=write_epub(book, FONTS))


def proof(made: Outputs) -> Completeness:
    articles = {name: f"<article class='md-content__inner'>{html}</article>" for name, html in made.site.items()}
    site = SiteRead(pages={name: read_document(html) for name, html in articles.items()}, files=frozenset())
    return prove(site, made.pdf, made.epub, book_with(PAGES), WRITTEN, KINDS)


@pytest.fixture(scope="module")
def whole() -> Outputs:
    return outputs(PAGES)


def test_whole_outputs_have_everything_once(whole: Outputs) -> None:
    found = proof(whole)
    assert found.faults == ()
    assert {row.kind: row.texts["PDF"] for row in found.rows} == {
        "risks": Tally(expected=5, found=5),
        "commentary": Tally(expected=1, found=1),
        "cases": Tally(expected=3, found=3),
    }
    assert found.total.entries == {name: Tally(expected=3, found=3) for name in NAMES.values()}


def cut(old: str, new: str = "") -> Callable[[Mapping[str, str]], Mapping[str, str]]:
    """A change of the one page where `old` stands first."""

    def changed(pages: Mapping[str, str]) -> Mapping[str, str]:
        name = next(name for name, html in pages.items() if old in html)
        return {**pages, name: pages[name].replace(old, new, 1)}

    return changed


LOSSES = {
    "a paragraph is gone": (cut(f"<p>{BODY}</p>"), [f"text-lost: delega body: {BODY}"]),
    "the end of a paragraph is gone": (cut(", e chi delega no."), [f"text-lost: delega body: {BODY}"]),
    "a short text is gone": (cut(f"<dt>{HARM}</dt>", "<dt>–</dt>"), [f"text-lost: delega hurts.1.who: {HARM}"]),
    "a title is gone": (cut("<h1>Un caso</h1>", "<h1>Caso</h1>"), ["text-lost: caso title: Un caso"]),
    "a paragraph stands twice": (cut(f"<p>{BODY}</p>", f"<p>{BODY}</p><p>{BODY}</p>"), [f"text-repeated: delega body: {BODY}"]),
    "a summary stands twice in its place": (
        cut(f"{SUMMARY}</p></div>", f"{SUMMARY}</p></div><p>{SUMMARY}</p>"),
        [f"text-repeated: delega summary: {SUMMARY}"],
    ),
    "a comment is copied to another page": (
        cut("<h1>Altro</h1>", f"<h1>Altro</h1><ul><li>{COMMENT}</li></ul>"),
        [f"text-repeated: lettera text: {COMMENT}"],
    ),
    "a paragraph moved to another entry": (
        lambda pages: cut(f"<p>{LESSON}", f"<p>{BODY}</p><p>{LESSON}")(cut(f"<p>{BODY}</p>")(pages)),
        [f"text-lost: delega body: {BODY}"],
    ),
    "a comment is gone": (
        cut(f"<article id='voce-lettera' data-entry='lettera'><p>{COMMENT}</p></article>"),
        ["entry-missing: lettera"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), LOSSES.values(), ids=LOSSES.keys())
def test_what_one_output_lost_or_repeats_is_told(
    whole: Outputs, change: Callable[[Mapping[str, str]], Mapping[str, str]], expected: list[str]
) -> None:
    """Each time two outputs are whole, and the third was made of pages with the fault."""
    damaged = outputs(change(PAGES))
    for field, name in NAMES.items():
        found = proof(replace(whole, **{field: getattr(damaged, field)}))
        assert [str(fault) for fault in found.faults] == [f"{name}: {fault}" for fault in expected]
        assert found.total.texts[name].found < found.total.texts[name].expected
        others = [tally for other, tally in found.total.texts.items() if other != name]
        assert others == [Tally(expected=9, found=9)] * 2


def test_an_entry_with_two_elements_is_told(whole: Outputs) -> None:
    """No book can be made of such pages; the site could still come to have them."""
    twice = {**PAGES, "altro": f"{PAGES['altro']}<p data-entry='caso'></p><p data-entry='mai'></p>"}
    found = proof(replace(whole, site=twice))
    faults = [str(fault) for fault in found.faults]
    assert faults == ["site: entry-repeated: caso", "site: entry-unknown: mai"]
    assert found.total.entries["site"] == Tally(expected=3, found=2)


def test_a_page_that_the_epub_lost_is_told(whole: Outputs) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole.epub)) as old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            if not name.endswith("casi.xhtml"):
                new.writestr(name, old.read(name))
    faults = [str(fault) for fault in proof(replace(whole, epub=output.getvalue())).faults]
    assert faults == ["EPUB: entry-missing: caso"]


def test_an_untagged_pdf_proves_nothing(whole: Outputs) -> None:
    with pikepdf.open(io.BytesIO(whole.pdf)) as document:
        del document.Root.StructTreeRoot
        output = io.BytesIO()
        document.save(output)
    tally = proof(replace(whole, pdf=output.getvalue())).total.texts["PDF"]
    assert tally == Tally(expected=9, found=0)


def test_a_text_that_quotes_what_returns_elsewhere_may_return_with_it(whole: Outputs) -> None:
    """A comment that repeats a summary whole: every list of summaries then repeats the comment."""
    pages = cut(COMMENT, SUMMARY)(PAGES)
    written = tuple(replace(one, pieces=(SUMMARY,)) if one.entry == "lettera" else one for one in WRITTEN)
    site = SiteRead(
        pages={
            name: read_document(f"<article class='md-content__inner'>{html}</article>") for name, html in pages.items()
        },
        files=frozenset(),
    )
    found = prove(site, whole.pdf, whole.epub, book_with(PAGES), written, KINDS)
    assert [str(fault) for fault in found.faults if fault.where == "site"] == []


@pytest.mark.parametrize("project", [".", TINY])
def test_every_text_of_the_library_is_looked_for(project: str) -> None:
    """All that a field of words or of prose holds, but for the version of the consent, which is for the editors."""
    library = read_library(ROOT / Path(project))
    sought = {(found.entry, found.field) for found in authored(library)}
    fields = {
        (item.id, ".".join(str(step + 1) if isinstance(step, int) else step for step in leaf.path))
        for item in library.items.values()
        for leaf in leaves(item.value)
        if leaf.is_prose or leaf.is_line
    }
    assert {field for _, field in fields - sought} <= {"consent"}
    assert sought <= fields


def test_paragraphs_are_as_readers_see_them() -> None:
    """Marks become the call of a note and the title of an entry, after which an output may say its page."""
    library = read_library(ROOT / TINY)
    found = {(text.entry, text.field): text.pieces for text in authored(library)}
    assert found["prova", "groups.1.questions.1.why"] == ("Dough wants time.[1.1]",)
    assert any(len(pieces) > 1 for pieces in found.values())


def test_the_site_shows_the_proof_entry_by_entry(tiny: Built) -> None:
    """The matrix, a link to every entry with its printed page, and by name the pages that are not in the book."""
    page = read_document((tiny.site / "completeness" / "index.html").read_text("utf-8"))
    (shown,) = (element for element in page.iter("div") if element.get("id") == "completeness")
    library = read_library(ROOT / TINY)
    totals = [text_of(cell) for cell in list(shown.iter("tr"))[-1].iter("td")]
    texts = len(authored(library))
    assert totals == [f"entries {len(library.items)}/{len(library.items)}texts {texts}/{texts}"] * 3
    links = [link.get("href", "") for link in shown.iter("a")]
    assert sorted(link.partition("#voce-")[2] for link in links if "#" in link) == sorted(library.items)
    alone = {"index": "../", "completeness": "./"}
    expected = {alone.get(name, f"../{name}/") for name in library.book.site_only}
    assert {link for link in links if "#" not in link} == expected
    assert "../risks/pane-bruciato/#voce-pane-bruciato" in links
    numbers = json.loads((tiny.root / "build" / "pages.json").read_text("utf-8"))["numbers"]
    line = next(text_of(item) for item in shown.iter("li") if "voce-pane-bruciato" in str(item.find("a").get("href")))  # type: ignore[union-attr]
    assert line.endswith(f", p. {numbers['voce-pane-bruciato']})")
