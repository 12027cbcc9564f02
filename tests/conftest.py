"""What the tests share: finished builds, what browsers and validators said of them, and silence."""

from __future__ import annotations

import logging
import os
import pathlib
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import Look, Visit, pages_of, visit_all
from tests.projects import ROOT, TINY, Built, build, clone
from tests.reader import Leaf, looked_at
from tests.validators import VALIDATORS, Report, answer

ADDRESSES = """
addresses:
  site: https://libro.example/guida/
  repository: https://codice.example/guida
  editors: redazione@libro.example
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what the views give now into their cases, for a person to review."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files of tests/cases/views")


def pytest_configure(config: pytest.Config) -> None:
    """The one marker; and patience with a browser, for books are being built while the first tests run."""
    expect.set_options(timeout=30_000)
    config.addinivalue_line("markers", "logs: the test expects log lines and looks at them itself")


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Any log line of level WARNING or above fails a test that did not ask for it."""
    yield
    if request.node.get_closest_marker("logs") is None:
        said = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
        assert not said, f"nobody expected these log lines: {said}"


def _real(snapshot: pathlib.Path, folder: pathlib.Path) -> Built:
    return build(clone(folder, snapshot))


def _tiny(snapshot: pathlib.Path, folder: pathlib.Path) -> Built:
    return build(clone(folder, snapshot), TINY)


def _addressed(snapshot: pathlib.Path, folder: pathlib.Path) -> Built:
    """The real book with its public addresses, built far in the east."""
    home = _with_addresses(clone(folder, snapshot))
    return build(home, environment={"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"})


def _addressed_elsewhere(snapshot: pathlib.Path, folder: pathlib.Path) -> Built:
    """The same in another folder, time zone, language and year, its files touched at other times."""
    home = _with_addresses(clone(folder / "un’altra cartella", snapshot))
    for number, file in enumerate(sorted(home.rglob("*"))):
        os.utime(file, (10**9 + number, 10**9 + number))
    others = {"TZ": "Etc/GMT+12", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "86400"}
    return build(home, environment=others)


def _with_addresses(home: pathlib.Path) -> pathlib.Path:
    book = home / "content" / "book.yml"
    book.write_text(book.read_text(encoding="utf-8") + ADDRESSES, encoding="utf-8")
    return home


def _visits_wide_narrow_and_printed(built: Built) -> tuple[Visit, ...]:
    """Between its margins paper is 170 mm wide, 642 px; the narrow window is what is left of 1280 px enlarged to 400 %."""
    return visit_all(
        built.site, pages_of(built.site), (Look("dark", 320), Look("dark", 642, "print"), Look("light", 1280))
    )


def _visits_under_a_path(built: Built) -> tuple[Visit, ...]:
    return visit_all(built.site, pages_of(built.site), (Look("light", 320),), "/guida/")


def _leaves(built: Built) -> tuple[Leaf, ...]:
    return looked_at(built.book(".epub"))


def _oracle(built: Built) -> Report:
    """How the PDF differs from the same book laid out as one document."""
    return answer(sys.executable, ROOT / "tests" / "run_oracle.py", built.root, built.book(".pdf"))


BUILDS: Mapping[str, Callable[[pathlib.Path, pathlib.Path], Built]] = {
    "tiny": _tiny,
    "real": _real,
    "addressed": _addressed,
    "addressed_elsewhere": _addressed_elsewhere,
}
REPORTS: Mapping[tuple[str, str], Callable[[Built], Any]] = {
    **{(name, book): validator for name, validator in VALIDATORS.items() for book in ("real", "tiny")},
    **{("leaves", book): _leaves for book in ("real", "tiny")},
    **{("oracle", book): _oracle for book in ("real", "tiny")},
    ("visits", "real"): _visits_wide_narrow_and_printed,
    ("visits", "addressed"): _visits_under_a_path,
}
"""What is made of a finished build: by the fixture that hands it out, and the build, which is a parameter of the test."""
Work = Mapping[tuple[str, ...], "Future[Any]"]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The repository as it was when the tests began; every other clone is made of it."""
    return clone(tmp_path_factory.mktemp("snapshot"))


@pytest.fixture(scope="session", autouse=True)
def under_way(
    request: pytest.FixtureRequest, snapshot: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Work]:
    """The long work that the chosen tests will ask for, two pieces at a time, while the first tests run."""
    asked = {job for item in request.session.items for job in _jobs_of(item)}
    with ThreadPoolExecutor(2) as pool:
        work: dict[tuple[str, ...], Future[Any]] = {}
        for name, build_it in BUILDS.items():
            if any(name in job for job in asked):
                work[(name,)] = pool.submit(build_it, snapshot, tmp_path_factory.mktemp(name))
        for job, report in REPORTS.items():
            if job in asked:
                work[job] = pool.submit(_report, report, work[job[1:]])
        yield work
        for waiting in work.values():
            waiting.cancel()


def _jobs_of(item: pytest.Item) -> Iterator[tuple[str, ...]]:
    """What a test waits for: builds by the names of its fixtures, and reports by that of a fixture and a parameter."""
    callspec = getattr(item, "callspec", None)
    chosen = callspec.params.values() if callspec else ()
    words = {*getattr(item, "fixturenames", ()), *(value for value in chosen if isinstance(value, str))}
    yield from ((name,) for name in BUILDS if name in words)
    yield from (job for job in REPORTS if set(job) <= words)


def _report(report: Callable[[Built], Any], build_of: Future[Built]) -> Any:
    """The report on a build, unless the build failed: its own test says so."""
    return report(_good(build_of.result()))


def _good(built: Built) -> Built:
    assert built.code == 0, built.said
    return built


@pytest.fixture(scope="session")
def real(under_way: Work) -> Built:
    """The real book, built with no public address."""
    return _good(under_way[("real",)].result())


@pytest.fixture(scope="session")
def tiny(under_way: Work) -> Built:
    """The tiny project, built."""
    return _good(under_way[("tiny",)].result())


@pytest.fixture(scope="session")
def addressed(under_way: Work) -> Built:
    """The real book, built with all its public addresses."""
    return _good(under_way[("addressed",)].result())


@pytest.fixture(scope="session")
def addressed_elsewhere(under_way: Work) -> Built:
    """The same as `addressed`, built in another place and time."""
    return _good(under_way[("addressed_elsewhere",)].result())


@pytest.fixture
def visits(under_way: Work, book: str) -> tuple[Visit, ...]:
    """What a browser saw of every page of a book; `book` is a parameter of the test."""
    seen: tuple[Visit, ...] = under_way["visits", book].result()
    return seen


@pytest.fixture
def leaves(under_way: Work, book: str) -> tuple[Leaf, ...]:
    """What a browser saw of every file of the EPUB of a book."""
    seen: tuple[Leaf, ...] = under_way["leaves", book].result()
    return seen


@pytest.fixture
def epubcheck(under_way: Work, book: str) -> Report:
    """What epubcheck says of the EPUB of a book."""
    report: Report = under_way["epubcheck", book].result()
    return report


@pytest.fixture
def oracle(under_way: Work, book: str) -> Report:
    """How the PDF of a book differs from the same book laid out as one document."""
    report: Report = under_way["oracle", book].result()
    return report


@pytest.fixture
def pdfua(under_way: Work, book: str) -> Report:
    """What pdfua says of the PDF of a book."""
    report: Report = under_way["pdfua", book].result()
    return report


@pytest.fixture
def outloud(under_way: Work, book: str) -> Report:
    """What outloud says of the PDF of a book."""
    report: Report = under_way["outloud", book].result()
    return report
