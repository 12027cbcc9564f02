"""The same `mkdocs.yml` and macros under Zensical, the successor of the theme's makers: the same pages and entries."""

from __future__ import annotations

import html
import os
import pathlib
import re
import subprocess

import pytest

from tests.browser import MESSAGE
from tests.projects import ROOT, TINY, Built, clone

ZENSICAL = ROOT / ".venv-zensical" / "bin" / "zensical"
NO_PAGE = '<meta name="robots" content="noindex">'
"""On what stands at an address that has changed, which no engine makes."""
HEADING = re.compile(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink\".*?)?</h1>", re.DOTALL)


def titles_and_entries(site: pathlib.Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """For every page of `docs/` its title and the entries that stand on it."""
    found = {}
    for file in sorted(file for file in site.rglob("index.html") if not MESSAGE.search(file.as_posix())):
        text = file.read_text(encoding="utf-8")
        if NO_PAGE in text:
            continue
        heading = HEADING.search(text)
        title = html.unescape(re.sub("<[^>]+>", "", heading[1])).strip() if heading else ""
        found[file.relative_to(site).as_posix()] = (title, tuple(re.findall(r'data-entry="([^"]+)"', text)))
    return found


@pytest.mark.parametrize("book", ["real", "tiny"])
def test_both_engines_make_the_same_pages_with_the_same_entries(
    book: str, real: Built, tiny: Built, snapshot: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    if not ZENSICAL.exists():
        pytest.fail(".venv-zensical/ is not there: run `make test`, which makes it")
    home = clone(tmp_path / "clone", snapshot)
    project = home / TINY if book == "tiny" else home
    done = subprocess.run(
        [str(ZENSICAL), "build"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(home)},  # the engine imports the package by its name
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = (
        titles_and_entries((tiny if book == "tiny" else real).site),
        titles_and_entries(project / "build" / "site"),
    )
    assert len(ours) > 20 and all(title for title, _ in ours.values())
    assert theirs == ours
