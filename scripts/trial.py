"""Files that are not in the content yet, checked as if they were."""

from __future__ import annotations

import pathlib
import shutil
import tempfile
from collections.abc import Mapping

from terminal import whole_library

from macros.problem import ContentError, Problem

NEEDED = ("content", "docs")


def faults_of(root: pathlib.Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every problem of these files, by name from the root; what they do to other files is not told."""
    with tempfile.TemporaryDirectory(prefix="contribution-") as name:
        trial = pathlib.Path(name).resolve()
        for folder in NEEDED:
            shutil.copytree(root / folder, trial / folder, symlinks=True, ignore=shutil.ignore_patterns("fonts"))
        for file, text in files.items():
            (trial / file).parent.mkdir(parents=True, exist_ok=True)
            (trial / file).write_text(text, encoding="utf-8", newline="")
        try:
            problems = whole_library(trial, styled=True)[1]
        except ContentError as error:
            problems = error.problems
    return tuple(problem for problem in problems if problem.place.file in files)
