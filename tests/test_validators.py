"""What independent programs say of the finished books: EPUB by epubcheck, accessibility of the PDF by pdfua and outloud.

A rule that was not evaluated counts as a failure, unless it is named with its reason in `docs/assets/measured/known.toml`.
"""

from __future__ import annotations

import pytest
from known import read_known, unexplained

from tests.oracle import out_of_order, untold
from tests.projects import ROOT
from tests.validators import Report

USAGE = {"CSS-028": "the style sheet embeds fonts, which it should"}
"""What epubcheck only mentions, each with its reason."""


BOOKS = pytest.mark.parametrize("book", ["real", "tiny"])


@BOOKS
def test_epubcheck_finds_no_error_and_no_warning(
    book: str, epubcheck: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\n{book}: epubcheck {epubcheck['checker']['checkerVersion']}, {len(epubcheck['items'])} files")
    assert epubcheck["checker"]["checkerVersion"].startswith("5.3.")
    assert [message for message in epubcheck["messages"] if message["ID"] not in USAGE] == []
    assert [epubcheck["checker"][name] for name in ("nFatal", "nError", "nWarning")] == [0, 0, 0]


@BOOKS
def test_pdfua_finds_no_error_and_skips_no_rule(book: str, pdfua: Report, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{book}: pdfua evaluated {len(pdfua['outcomes'])} checks, {pdfua['coverage']}")
    assert len(pdfua["outcomes"]) >= 12
    assert {one["rule"]: one["skipped"] for one in pdfua["outcomes"] if one["skipped"]} == {}
    assert {one["rule"]: one["errors"] for one in pdfua["outcomes"] if one["errors"]} == {}


@BOOKS
def test_outloud_says_nothing_but_what_is_known_with_its_reason(
    book: str, outloud: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors, warnings and rules that were not evaluated are all in the list that the accessibility statement prints."""
    statuses = {rule["rule"]: rule["status"] for rule in outloud["rules"]}
    ran, absent = (
        sorted(rule for rule, status in statuses.items() if status == at) for at in ("ran", "not-applicable")
    )
    with capsys.disabled():
        print(f"\n{book}: outloud evaluated {len(ran)} rules; {len(absent)} have no object in this file", end="")
        print(f"; warnings: {outloud['counts']['warning']}")
    said = [f"{found['rule']}: {found['message']}" for found in outloud["findings"]]
    assert len(ran) > 50
    assert unexplained("outloud", [*said, *(statuses.keys() - set(ran) - set(absent))], read_known(ROOT)) == ()


@BOOKS
def test_but_for_the_signs_of_lists_and_notes_pages_are_painted_as_they_are_read(
    book: str, request: pytest.FixtureRequest
) -> None:
    """What ORD-001 is about: the layout paints numbers and bullets after the text of a page, and notes last."""
    assert out_of_order(request.getfixturevalue(book).book(".pdf").read_bytes()) == []


@BOOKS
def test_what_no_tag_holds_is_said_elsewhere(book: str, request: pytest.FixtureRequest) -> None:
    """What TAG-002 is about: besides running heads and page numbers, only the repeated heads of long tables."""
    assert untold(request.getfixturevalue(book).book(".pdf").read_bytes()) == []
