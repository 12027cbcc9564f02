"""The finished EPUB: each page begins where it begins in the PDF, and every file reads well in a narrow window, day and night."""

from __future__ import annotations

import re

import pypdfium2  # type: ignore[import-untyped]
import pytest

from macros.book.letters import letters
from macros.book.text import pdf_text
from tests.projects import Built
from tests.reader import Leaf, text_after_marks

BOOKS = pytest.mark.parametrize("book", ["real", "tiny"])
WHOLE = 120
"""Letters of the longest link or heading: a mark stands before those in which its page begins."""
ON_PAPER = re.compile(r",?\s*\(?(?:a\spag\.|page|p\.)\s\d+\)?")
"""What references say only in the PDF."""


@BOOKS
def test_each_page_begins_where_it_begins_in_the_pdf(book: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(book)
    pdf = built.book(".pdf").read_bytes()
    marked = text_after_marks(built.book(".epub"))
    assert [label for label, _ in marked] == page_labels(pdf)
    pages = [letters(ON_PAPER.sub("", page)) for page in pdf_text(pdf)]
    in_front = sum(not label.isdecimal() for label, _ in marked)
    wrong = [
        (label, page[:40], after[:40])
        for (label, after), page in list(zip(marked, pages, strict=True))[in_front:]
        if page and not begins(after, page)
    ]
    assert wrong == []


def begins(after: str, page: str) -> bool:
    """Whether a page begins with the text after its mark: perhaps after the head of a table said again, or a drawing."""
    starts = (page[:12], page.lstrip("0123456789")[:12])  # the number of a list's item is drawn, not written
    return any(0 <= after.find(start) <= WHOLE for start in starts) or after[:14] in page


def page_labels(pdf: bytes) -> list[str]:
    """The numbers that a viewer shows for the pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document.get_page_label(number) for number in range(len(document))]
    finally:
        document.close()


@BOOKS
def test_every_text_stands_out_from_its_ground_and_every_link_from_its_text(
    book: str, leaves: tuple[Leaf, ...]
) -> None:
    assert leaves, book
    assert [(leaf.file, leaf.look, leaf.violations) for leaf in leaves if leaf.violations] == []


@BOOKS
def test_nothing_is_wider_than_a_small_telephone(book: str, leaves: tuple[Leaf, ...]) -> None:
    assert leaves, book
    assert [(leaf.file, leaf.look, leaf.wider) for leaf in leaves if leaf.wider] == []
