"""What the tests share: finished builds of the real book and of the tiny project, and silence."""

from __future__ import annotations

import logging
import os
import pathlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.projects import TINY, Built, build, clone

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
    """The one marker."""
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


MAKERS: Mapping[str, Callable[[pathlib.Path, pathlib.Path], Built]] = {
    "tiny": _tiny,
    "real": _real,
    "addressed": _addressed,
    "addressed_elsewhere": _addressed_elsewhere,
}
Builds = Mapping[str, Future[Built]]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The repository as it was when the tests began; every other clone is made of it."""
    return clone(tmp_path_factory.mktemp("snapshot"))


@pytest.fixture(scope="session", autouse=True)
def builds(
    request: pytest.FixtureRequest, snapshot: pathlib.Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Builds]:
    """The builds that the chosen tests ask for, under way two at a time while the first tests run."""
    asked = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    with ThreadPoolExecutor(2) as pool:
        started = {
            name: pool.submit(make, snapshot, tmp_path_factory.mktemp(name))
            for name, make in MAKERS.items()
            if name in asked
        }
        yield started
        for waiting in started.values():
            waiting.cancel()


def _finished(builds: Builds, name: str) -> Built:
    built = builds[name].result()
    assert built.code == 0, built.said
    return built


@pytest.fixture(scope="session")
def real(builds: Builds) -> Built:
    """The real book, built with no public address."""
    return _finished(builds, "real")


@pytest.fixture(scope="session")
def tiny(builds: Builds) -> Built:
    """The tiny project, built."""
    return _finished(builds, "tiny")


@pytest.fixture(scope="session")
def addressed(builds: Builds) -> Built:
    """The real book, built with all its public addresses."""
    return _finished(builds, "addressed")


@pytest.fixture(scope="session")
def addressed_elsewhere(builds: Builds) -> Built:
    """The same as `addressed`, built in another place and time."""
    return _finished(builds, "addressed_elsewhere")
