"""The site's pages become a book: each case is a file with pages and the book, or the faults, they give."""

from __future__ import annotations

import pathlib
from dataclasses import replace
from typing import Any

import pytest
import yaml

from macros.book.assemble import WORDS, Book, make_book
from macros.book.fault import BookError
from macros.book.front import front_of
from macros.book.page import Page
from macros.book.xhtml import read_html, read_xhtml, text_of, write_xhtml
from macros.model import Addresses, BookData, Licence, Part

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "assemble").glob("*.yml"))
LICENCE = Licence(name="CC BY-SA 4.0", address="https://creativecommons.org/licenses/by-sa/4.0/")
SOME_WORDS = dict.fromkeys(WORDS, "parola") | {"book_box": "casella", "book_months": "mese " * 12}


def pages_of(case: dict[str, Any]) -> tuple[Page, ...]:
    """The pages of a case: `a/` stands for `a/index.md`, `a/b` for `a/b.md`."""
    return tuple(
        Page(
            path=name if name.endswith("/") else f"{name}/",
            source=f"{name}index.md" if name.endswith("/") else f"{name}.md",
            title=text_of(next(read_html(html).iter("h1"), read_html(""))),
            html=html,
        )
        for name, html in case["pages"].items()
    )


def book_of(case: dict[str, Any]) -> Book:
    """The book a case gives: one part, with a chapter per folder and per page that is in none."""
    names = [name for name in case["pages"] if name not in case.get("site_only", ())]
    folders = tuple(name for name in names if name.endswith("/"))
    chapters = case.get("chapters", [name for name in names if name in folders or not name.startswith(folders or "?")])
    data = BookData(
        title="Titolo",
        subtitle="Sottotitolo",
        id="prova",
        language="it",
        edition="2026.1",
        published="2026-03-01",
        summary="Una prova.",
        licence=LICENCE,
        colophon=("Una prova.",),
        parts=(Part(title="Parte", chapters=tuple(chapters)),),
        site_only=tuple(case.get("site_only", ())),
        addresses=Addresses(site=case.get("site")),
    )
    return make_book(pages_of(case), data, SOME_WORDS)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_pages_give_this_book(file: pathlib.Path) -> None:
    case = yaml.safe_load(file.read_text("utf-8"))
    if "faults" in case:
        with pytest.raises(BookError) as refused:
            book_of(case)
        assert [str(fault) for fault in refused.value.faults] == case["faults"]
        return
    chapters = {chapter.id: chapter.html for part in book_of(case).parts for chapter in part.chapters}
    for name, expected in case["book"].items():
        assert chapters[name].strip() == expected.strip()


def test_a_missing_interface_word_is_named() -> None:
    with pytest.raises(BookError, match=r"words\.yml: word-missing: book_box"):
        make_book((), book_of({"pages": {"a": "<h1>A</h1>"}}).data, dict.fromkeys(set(WORDS) - {"book_box"}, ""))


def test_a_year_has_twelve_months() -> None:
    with pytest.raises(BookError, match=r"words\.yml: word-incomplete: book_months"):
        make_book((), book_of({"pages": {"a": "<h1>A</h1>"}}).data, SOME_WORDS | {"book_months": "gennaio febbraio"})


def test_the_colophon_keeps_emphasis_and_links_to_the_web() -> None:
    page = (
        '<h1>A</h1><div class="colophon"><p class="sentence"><em>Uno</em> &lt; <a href="https://example.org/">due</a>.'
        ' <a class="ref" href="../a/">Tre</a></p><p>Altro.</p></div>'
    )
    sentence = '<em>Uno</em> &lt; <a href="https://example.org/">due</a>. <span>Tre</span>'
    book = book_of({"pages": {"a": page}})
    assert book.colophon == (sentence,)
    assert front_of(book).colophon == (sentence,)
    assert front_of(replace(book, colophon=())).colophon == ("Una prova.",)


def test_what_is_written_reads_back_the_same() -> None:
    written = write_xhtml(read_html("<p>a<br>b<em></em> &lt; <svg><path d='M0'/></svg></p>coda"))
    assert write_xhtml(read_xhtml(written)) == written


def test_figures_are_counted_through_the_whole_book() -> None:
    words = SOME_WORDS | {"book_figure": "Figura {number}."}
    figure = "<figure><p>x</p><figcaption>Una <em>didascalia</em>.</figcaption></figure>"
    site_only = figure.replace("<figure>", "<figure data-site-only>")
    case = {"pages": {"a": f"<h1>A</h1>{figure}{site_only}{figure}", "b": f"<h1>B</h1>{figure}"}}
    book = make_book(pages_of(case), book_of(case).data, words)
    captions = [text_of(found) for page in book.chapters for found in read_xhtml(page.html).iter("figcaption")]
    assert captions == [f"Figura {number}. Una didascalia." for number in (1, 2, 3)]


def test_the_names_of_a_book_are_words_that_are_never_small_inside_a_sentence() -> None:
    text = "<h1>A</h1><p>Lo dice Cavallini, a <em>Milano</em>. Contenuti e Giovanni; dopo «Contenuti» i contenuti.</p>"
    assert book_of({"pages": {"a": text}}).names == ("Cavallini", "Giovanni", "Milano")
