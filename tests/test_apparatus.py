"""A book is given its apparatus: each case is a file with pages and the chapters, or the faults, they give."""

from __future__ import annotations

import dataclasses
import pathlib
import re
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from macros.book.apparatus import with_apparatus
from macros.book.apparatus.concordance import concordance
from macros.book.apparatus.locators import Run, fold_locators, folded
from macros.book.assemble import Book
from macros.book.fault import BookError
from macros.book.letters import letters
from macros.book.pagemap import AT_PAGE, NOTE, fill_page_numbers
from macros.book.xhtml import Element, classes_of, read_xhtml
from macros.model import IndexHeading
from tests.test_assemble import SOME_WORDS, book_of

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "apparatus").glob("*.yml"))
WORDS = {
    **SOME_WORDS,
    "book_at_page": " (a pag. {page})",
    "book_at_page_inline": " (p. {page})",
    "book_at_page_listed": ", p. {page}",
    "book_cited_at": "Citata a pagina",
    "book_index": "Indice analitico",
    "book_index_about": "Come si legge.",
    "book_index_see": "vedi {heading}",
    "book_index_see_also": "Vedi anche {heading}",
}


def book_with_apparatus(case: dict[str, Any]) -> Book:
    """The book of a case, with the index that the case asks for."""
    book = book_of(case)
    index = TypeAdapter(tuple[IndexHeading, ...]).validate_python(case.get("index", ()))
    return with_apparatus(dataclasses.replace(book, words=WORDS, data=dataclasses.replace(book.data, index=index)))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_pages_give_this_apparatus(file: pathlib.Path) -> None:
    case = yaml.safe_load(file.read_text("utf-8"))
    if "faults" in case:
        with pytest.raises(BookError) as refused:
            book_with_apparatus(case)
        assert [str(fault) for fault in refused.value.faults] == case["faults"]
        return
    chapters = {chapter.id: chapter.html for chapter in book_with_apparatus(case).chapters}
    for name, expected in case["book"].items():
        assert _lines(chapters[name]) == _lines(expected)


def _lines(html: str) -> str:
    """A chapter without the line breaks that a case has for its readers."""
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_text_of_the_pages_is_never_changed(file: pathlib.Path) -> None:
    case = yaml.safe_load(file.read_text("utf-8"))
    if "faults" not in case:
        before = {chapter.id: letters(_text(read_xhtml(chapter.html))) for chapter in book_of(case).chapters}
        after = {chapter.id: letters(_text(read_xhtml(chapter.html))) for chapter in book_with_apparatus(case).chapters}
        assert before == {name: after[name].replace("Citataapagina", "") for name in before}


def _text(element: Element) -> str:
    """The text of an element without what the apparatus says, nor the list it may shorten."""
    inside = (
        ""
        if classes_of(element) & {NOTE, AT_PAGE, "backlinks"}
        else (element.text or "") + "".join(map(_text, element))
    )
    return inside + (element.tail or "")


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_every_link_of_the_apparatus_leads_to_one_place(file: pathlib.Path) -> None:
    case = yaml.safe_load(file.read_text("utf-8"))
    if "faults" not in case:
        chapters = book_with_apparatus(case).chapters
        ids = [name for chapter in chapters for name in (chapter.id, *re.findall(r' id="([^"]+)"', chapter.html))]
        assert len(ids) == len(set(ids))
        assert {link for chapter in chapters for link in re.findall(r'href="#([^"]+)"', chapter.html)} <= set(ids)


def test_a_heading_lists_the_sections_that_say_most_about_it() -> None:
    pages = {f"s{number}": f"<h1>S</h1><p>Una mela{' e una mela' * (number % 7)}.</p>" for number in range(14)}
    book = book_with_apparatus({"pages": pages, "index": [{"heading": "mela"}]})
    sections = set(re.findall(r'href="#(s\d+)--ix-', book.back[-1].html))
    assert sections == {"s6", "s13", "s5", "s12", "s4"}


def test_places_on_one_page_are_one_number_and_pages_in_a_row_a_range() -> None:
    pages = {name: "<h1>S</h1><p>Una mela.</p>" for name in "abcdef"}
    book = book_with_apparatus({"pages": pages, "index": [{"heading": "mela"}]})
    numbers = {f"{name}--ix-1": page for name, page in zip("abcde", ("x", "7", "7", "8", "12"), strict=True)}
    html = fold_locators(fill_page_numbers(book.back[-1].html, numbers), numbers)
    assert re.sub(r"<[^>]+>", "", html).endswith("mela, x, 7–⁠8, 12")
    assert fold_locators(html, numbers) == html


RUNS = st.builds(
    lambda first, length, is_main: Run(first=first, last=first + length, start=f"{first}", end=f"{first + length}", is_main=is_main),
    st.integers(1, 60), st.sampled_from([0, 0, 0, 1, 4]), st.booleans(),
)  # fmt: skip


@given(st.lists(RUNS))
def test_folded_locators_say_every_page_and_no_other(runs: list[Run]) -> None:
    done = folded(runs)
    assert _pages(done) == _pages(runs)
    assert _pages([run for run in done if run.is_main]) == _pages([run for run in runs if run.is_main])
    for run in done:
        assert (run.start, run.end) == (str(run.first), str(run.last))
    for kind in (True, False):
        same = [run for run in done if run.is_main is kind]
        assert all(one.last + 1 < two.first for one, two in pairwise(same))
    assert [run.first for run in done] == sorted(run.first for run in done)


def _pages(runs: Any) -> set[int]:
    return {page for run in runs for page in range(run.first, run.last + 1)}


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("insight", "Dell’insight, insights; INSIGHT.", ["insight", "INSIGHT"]),
        ("call center", "un call-center, il Call\n center; call, center", ["call-center", "Call\n center"]),
        ("SEO", "la SEO, seo", ["SEO"]),
        ("Enterprise 2.0", "l’enterprise 2.0 e Enterprise 20", ["enterprise 2.0"]),
        ("blog", "un blog. Blog.it e il.blog, info@blog", ["blog"]),
        ("R&S", "la R&S e la R e S", ["R&S"]),
        ("…", "… e …", []),
    ],
)
def test_phrases_are_found_whole(phrase: str, text: str, found: list[str]) -> None:
    assert [text[one.start : one.end] for one in concordance([phrase]).find(text)] == found


def test_the_longest_phrase_is_found_first_and_none_inside_another() -> None:
    wanted = concordance(["media", "social media", "social media marketing", "marketing"])
    phrases = [one.phrase for one in wanted.find("Il social media marketing, i social media e i media.")]
    assert phrases == ["social media marketing", "social media", "media"]


@given(st.text("ab -’.\n"), st.lists(st.text("ab -", min_size=1), max_size=4))
def test_what_is_found_stands_there_in_order(text: str, phrases: list[str]) -> None:
    end = 0
    for one in concordance(phrases).find(text):
        assert end <= one.start < one.end
        assert letters(text[one.start : one.end]) == letters(one.phrase)
        end = one.end
