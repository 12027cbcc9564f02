"""DAISY Ace, which `make accessibility` runs: installed from a lock, its report read, its figures kept as they are."""

from __future__ import annotations

import hashlib
import json
import pathlib
from typing import Any

from terminal import ENVIRONMENT, USE

import pytest
from accessibility import LOCK, Violation, main, result_of, violations
from setup import GOALS

REPORT: dict[str, Any] = {
    "earl:assertedBy": {"doap:name": "DAISY Ace", "doap:release": {"doap:revision": "1.4.6"}},
    "assertions": [
        {"earl:testSubject": {"url": "/EPUB/nav.xhtml"}, "assertions": []},
        {
            "earl:testSubject": {"url": "/EPUB/text/a.xhtml"},
            "assertions": [
                {
                    "earl:test": {"dct:title": "link-in-text-block", "earl:impact": "serious"},
                    "earl:result": {"html": "<a href='#b'>b</a>"},
                }
            ],
        },
    ],
}
"""What we read of a report of Ace 1.4.6."""


def test_a_report_gives_its_violations_file_by_file() -> None:
    found = Violation(file="text/a.xhtml", rule="link-in-text-block", impact="serious", element="<a href='#b'>b</a>")
    assert tuple(violations(REPORT)) == (found,)


def test_the_result_names_the_file_that_was_checked(tmp_path: pathlib.Path) -> None:
    epub = tmp_path / "libro.epub"
    epub.write_bytes(b"PK")
    result = result_of(REPORT, tuple(violations(REPORT)), epub)
    assert (result.program, result.version, result.documents, result.violations) == ("DAISY Ace", "1.4.6", 2, 1)
    assert (result.epub, result.sha256) == ("libro.epub", hashlib.sha256(b"PK").hexdigest())


def test_the_lock_has_a_hash_for_each_package_and_names_no_address() -> None:
    lock = json.loads((LOCK / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((LOCK / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_what_ace_needs_is_named_before_it_runs() -> None:
    needs, _ = GOALS["accessibility"]
    assert {"Chromium", "Node.js 20", "npm"} <= {need.name for need in needs}


def test_without_an_epub_or_without_npm_the_reason_is_told(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.setattr("sys.argv", ["accessibility.py", "--root", str(tmp_path)])
    assert main() == USE
    (tmp_path / "build" / "site" / "scarica").mkdir(parents=True)
    (tmp_path / "build" / "site" / "scarica" / "libro.epub").write_bytes(b"PK")
    monkeypatch.setattr("accessibility.find_chromium", lambda: None)
    assert main() == ENVIRONMENT
    said = capsys.readouterr().err
    assert "lo costruisce make" in said
    assert "Node.js 20" in said
