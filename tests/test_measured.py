"""What was measured and kept with the book, the list of what remains, and the page that tells readers of both."""

from __future__ import annotations

import dataclasses
import gzip
import json
import pathlib

import pytest
from known import Known, explained, read_known, unexplained
from measures import LOOKS, axe_finding, outloud_finding, own_finding
from weight import weight_of

from macros.access_pages import accessibility, contact
from macros.desk import Desk
from macros.measured import (
    Check,
    EpubMeasures,
    Loading,
    Measured,
    PdfMeasures,
    Remaining,
    Score,
    SiteMeasures,
    Speed,
    read_measured,
)
from macros.model.book import Addresses
from macros.reading import read_library
from tests.browser import Visit
from tests.projects import ROOT, TINY, Built

FOLDER = ROOT / "docs" / "assets" / "measured"


# What is kept


@pytest.fixture(scope="module")
def kept() -> Measured:
    """The results that are kept with the book."""
    return read_measured(ROOT)


def checks(measured: Measured) -> list[Check]:
    """Every result of a program that is kept; none before `make measure ARGS=--write` was first run."""
    site = [measured.site.axe, measured.site.own, measured.site.html] if measured.site else []
    return site + ([measured.pdf.pdfua, measured.pdf.outloud] if measured.pdf else [])


def test_what_is_kept_has_no_error_and_what_remains_has_its_reason(kept: Measured) -> None:
    reasons = {entry.reason for entry in read_known(ROOT)}
    for check in checks(kept):
        assert check.errors == 0, check.program
        assert {one.reason for one in (*check.remaining, *check.skipped)} <= reasons


def test_what_the_list_knows_of_pages_was_found_on_some_page(kept: Measured) -> None:
    """Of the PDF it may know more: a title or a table that falls elsewhere is enough for a finding to come back."""
    named = {one.finding for check in checks(kept) for one in (*check.remaining, *check.skipped)}
    listed = read_known(ROOT)
    assert named <= {entry.begins for entry in listed}
    assert {entry.begins for entry in listed if entry.program in ("axe", "nu")} <= named or not kept.site


def test_every_file_is_as_its_command_writes_it(kept: Measured) -> None:
    names = {file.name for file in FOLDER.glob("*.json")}
    assert names <= {"site.json", "pdf.json", "ace.json"}
    assert len(names) == sum(part is not None for part in (kept.site, kept.pdf, kept.epub))
    for name in names:
        text = (FOLDER / name).read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_the_page_of_the_site_tells_what_is_kept(kept: Measured, real: Built) -> None:
    page = (real.site / "accessibilita" / "index.html").read_text("utf-8")
    for check in checks(kept):
        assert f"{check.program} {check.version}" in page
        assert all(one.reason in page for one in (*check.remaining, *check.skipped))
    assert ("Lighthouse" in page) == (kept.site is not None), "the page says nothing that was not measured"
    for score in kept.site.speed.scores if kept.site else ():
        assert f"restazioni {score.performance}, accessibilità {score.accessibility}" in page


# The list of what remains

LIST = (
    Known("axe", "color-contrast", "Contrast", "Half of it is hidden."),
    Known("nu", "Article", "No title", "A comment is signed."),
)


def test_a_finding_is_known_by_its_beginning_and_only_for_its_program() -> None:
    said = ["Article lacks heading.", "Article lacks heading.", "Bad value"]
    assert explained("nu", said, LIST) == (
        Remaining(finding="Article", name="No title", times=2, reason="A comment is signed."),
    )
    assert unexplained("nu", said, LIST) == ("Bad value",)
    assert explained("axe", said, LIST) == ()


def test_what_axe_leaves_to_a_person_is_a_fault_until_it_is_known() -> None:
    visits = (
        Visit("a.html", LOOKS[0], axe="4", unsure=["color-contrast"], rules=["a", "b"]),
        Visit("a.html", LOOKS[1]),
    )
    known, unknown = axe_finding(visits, LIST), axe_finding(visits, ())
    assert (known.check.rules, known.check.errors, known.faults) == (2, 0, ())
    assert known.check.remaining[0].times == 1
    assert unknown.faults == (f"{visits[0]}: color-contrast (incomplete)",)


def test_a_violation_and_a_page_too_wide_are_faults() -> None:
    visits = (Visit("a.html", LOOKS[0], violations=["image-alt: img"], wider=4),)
    assert axe_finding(visits, LIST).check.errors == 1
    assert own_finding(visits, "1").faults == (f"{visits[0]}: 4 px wider than the window",)


def test_an_error_of_the_pdf_and_a_rule_that_was_not_evaluated_are_faults_until_they_are_known() -> None:
    report = {
        "findings": [{"rule": "TBL-1", "message": "shredded", "severity": "error"}],
        "rules": [{"rule": "TBL-1", "status": "ran"}, {"rule": "SEM-1", "status": "skipped"}],
    }
    found = outloud_finding(report, ())
    assert (found.check.errors, found.check.rules) == (1, 1)
    assert found.faults == ("outloud TBL-1: shredded", "outloud SEM-1")
    known = (
        Known("outloud", "TBL-1", "Columns", "Two columns."),
        Known("outloud", "SEM-1", "Original", "Nothing to compare."),
    )
    assert outloud_finding(report, known).faults == ()
    assert outloud_finding(report, known).check.skipped[0].finding == "SEM-1"


def test_a_visit_weighs_each_file_once_as_a_host_sends_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("x" * 10_000)
    (tmp_path / "face.woff2").write_bytes(b"y" * 1000)
    asked = ["http://127.0.0.1:1/a/", "http://127.0.0.1:1/a/#there", "http://127.0.0.1:1/face.woff2", "data:,z"]
    assert weight_of(tmp_path, asked) == len(gzip.compress(b"x" * 10_000, 9, mtime=0)) + 1000


# The page

CHECK = Check(program="axe <b>", version="4.1", errors=0, rules=90, remaining=(), skipped=())
MADE_UP = Measured(
    site=SiteMeasures(
        checked="2026-03-05",
        browser="Chromium 1.2",
        pages=7,
        axe=dataclasses.replace(
            CHECK, remaining=(Remaining(finding="one-<i>rule</i>", name="<b>It</b>", times=3, reason="R&S {{ 1 }}"),)
        ),
        own=dataclasses.replace(CHECK, rules=None),
        html=CHECK,
        speed=Speed(
            program="Lighthouse",
            version="12",
            runs=5,
            scores=(Score(page="A < b", address="why/", performance=98, accessibility=100, practices=99, search=97),),
        ),
        loading=Loading(page="A", heaviest=123_456, home=1000, moved=0.0123, away=2),
    ),
    pdf=PdfMeasures(
        checked="2026-03-06",
        pages=12,
        pdfua=dataclasses.replace(CHECK, of=106),
        outloud=dataclasses.replace(
            CHECK, skipped=(Remaining(finding="SEM-001", name="Original", times=1, reason="Nothing."),)
        ),
    ),
    epub=EpubMeasures(
        program="Ace", version="1.4", checked="2026-03-07", epub="a.epub", sha256="0", documents=9, violations=0
    ),
)


def shown(measured: Measured) -> str:
    return accessibility(Desk(read_library(ROOT / TINY), lambda: "about/", measured))


def test_the_page_says_what_when_and_with_which_program() -> None:
    page = shown(MADE_UP)
    for words in ("5 March 2026", "6 March 2026", "7 March 2026", "Chromium 1.2", "Lighthouse 12", "Ace 1.4"):
        assert words in page
    assert "Performance 98, accessibility 100, best practices 99, search engines 97." in page
    assert "90 of 106" in page and "123 kB" in page and "0.0123" in page
    assert 'href="../why/"' in page and "times: 3" in page and "SEM-001" in page


def test_what_a_program_says_is_shown_as_it_said_it() -> None:
    page = shown(MADE_UP)
    assert "&lt;i&gt;rule&lt;/i&gt;" in page and "R&amp;S" in page and "axe &lt;b&gt; 4.1" in page
    assert "<i>" not in page and "<b>" not in page


def test_what_was_never_measured_is_said_to_be_so() -> None:
    page = shown(Measured())
    assert page.count("It has not been measured yet.") == 3
    assert "<dl" not in page


def test_a_result_that_its_command_cannot_have_written_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "docs" / "assets" / "measured").mkdir(parents=True)
    (tmp_path / "docs" / "assets" / "measured" / "pdf.json").write_text('{"checked": "2026-01-01"}')
    with pytest.raises(ValueError, match="pages"):
        read_measured(tmp_path)


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (Addresses(editors="ada@libro.example"), "mailto:ada@libro.example"),
        (Addresses(repository="https://codice.example/guida"), "https://codice.example/guida"),
        (Addresses(), "no address to write to yet"),
    ],
    ids=("by mail", "in the repository", "nowhere yet"),
)
def test_a_reader_is_told_where_to_write_as_far_as_there_is_an_address(addresses: Addresses, told: str) -> None:
    library = read_library(ROOT / TINY)
    library = dataclasses.replace(library, book=dataclasses.replace(library.book, addresses=addresses))
    page = contact(Desk(library, lambda: "about/"))
    assert told in page
    assert ("mailto:" in page) == bool(addresses.editors)
