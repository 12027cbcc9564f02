"""A chapter becomes a file of the EPUB: each case is a file with the chapter and the XHTML, or the faults, it gives."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest
import yaml

from macros.book.assemble import Chapter, Section
from macros.book.epub.outline import Outline
from macros.book.epub.page_list import front_labels, marks
from macros.book.epub.text import chapter_text
from macros.book.fault import BookError
from macros.book.pagemap import PageBreak, PageMap
from macros.book.semantics import kind_of
from macros.book.xhtml import read_xhtml

CASES = sorted((pathlib.Path(__file__).parent / "cases" / "epub").glob("*.yml"))
WORDS = {"book_note_back": "Torna al richiamo {mark}"}
FILES = {"a": "text/a.xhtml", "voce": "text/c.xhtml", "passo": "text/fonti.xhtml", "altrove": "part-1.xhtml"}


def text_of_case(case: dict[str, Any]) -> str:
    """The text of the case's chapter, whose id is `a`; a break is written `label block letters`."""
    sections = tuple(Section(id=name, title=name) for name in case.get("sections", ()))
    chapter = Chapter(id="a", title="A", html=case["html"], sections=sections, sources=())
    outline = Outline(
        files=FILES,
        kinds={"a": kind_of(read_xhtml(chapter.html))},
        terms=frozenset({"voce"}),
        passages=frozenset({"passo"}),
    )
    breaks = tuple(
        PageBreak(label=label, chapter="a", block=int(block), letters=int(letters))
        for label, block, letters in (found.split() for found in case.get("breaks", ()))
    )
    numbers = {name: str(number) for name, number in case.get("numbers", {}).items()}
    return chapter_text(chapter, outline, PageMap(numbers=numbers, breaks=breaks), WORDS)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_chapter_gives_this_text(file: pathlib.Path) -> None:
    case = yaml.safe_load(file.read_text("utf-8"))
    if "faults" in case:
        with pytest.raises(BookError) as refused:
            text_of_case(case)
        assert [str(fault) for fault in refused.value.faults] == case["faults"]
        return
    assert text_of_case(case) == re.sub(r"\{(\d+)\}", lambda found: marks([found[1]]), case["text"])


def test_a_mark_bears_the_number_of_its_page_and_nothing_else() -> None:
    assert marks(["xii"]) == '<span epub:type="pagebreak" role="doc-pagebreak" id="page-xii" aria-label="xii"></span>'


def test_the_first_pages_follow_the_file_where_they_begin() -> None:
    labels = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
    breaks = tuple(PageBreak(label=label, chapter="", block=0, letters=0) for label in labels)
    numbers = {"_cover": "i", "_half-title": "iii", "_title-page": "v", "_colophon": "vi", "_contents": "vii"}
    assert front_labels(PageMap(numbers=numbers, breaks=breaks)) == {
        "cover.xhtml": ["i", "ii"],
        "title-page.xhtml": ["iii", "iv", "v"],
        "colophon.xhtml": ["vi"],
        "nav.xhtml": ["vii", "viii"],
    }
