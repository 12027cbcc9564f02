"""A repository with the tiny project in it, proposals made on branches of it, and what the commands say of them."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.projects import LEFT, ROOT, TINY

AUTHOR = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
COMMITTER = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_NOSYSTEM": "1"}
RISK = f"{TINY}/content/risks/forno-chiuso.yml"
COMMENT = f"{TINY}/content/commentary/nuovo.yml"
GOOD_COMMENT = """\
on: forno-chiuso
position: adds
text: |
  The baker next door closes on Mondays, and *nobody* told me.
signature:
  form: anonymous
date: "2026-01"
consent: "1"
"""
Edit = Callable[[pathlib.Path], object]


def git(repository: pathlib.Path, *arguments: str) -> str:
    """What git prints."""
    environment = {**os.environ, **AUTHOR, **COMMITTER}
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def new_repository(folder: pathlib.Path, *names: str) -> pathlib.Path:
    """A repository whose branch `main` holds these folders: the tiny project and what building it needs, if none is named."""
    for name in names or ("macros", "theme", TINY):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "The book")
    return folder


def commit(repository: pathlib.Path, message: str) -> None:
    """Commit everything in the folder."""
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", message)


def propose(repository: pathlib.Path, *edits: Edit) -> None:
    """Make the branch `proposal`, from `main`, with some edits of the working tree committed."""
    git(repository, "switch", "--quiet", "--force-create", "proposal", "main")
    for edit in edits:
        edit(repository)
    commit(repository, "A proposal")


def writing(path: str, text: str | bytes) -> Edit:
    """Writes a file."""

    def edit(root: pathlib.Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode() if isinstance(text, str) else text)

    return edit


def replacing(path: str, old: str, new: str) -> Edit:
    """Replaces some words of a file."""

    def edit(root: pathlib.Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def removing(path: str) -> Edit:
    """Removes a file."""
    return lambda root: (root / path).unlink()


@dataclass(frozen=True)
class Said:
    """What a command said: its exit code, its log, the summary it wrote."""

    code: int
    log: str
    summary: str


def run_script(name: str, repository: pathlib.Path, *more: str, base: str = "main", project: str = TINY) -> Said:
    """Run a command of the review on the proposal of a repository, with this repository's own code."""
    summary = repository.parent / f"{repository.name}-summary.md"
    summary.unlink(missing_ok=True)
    command = [sys.executable, str(ROOT / "scripts" / name), base, "proposal", "--repository", str(repository)]
    done = subprocess.run(
        [*command, "--project", project, "--summary", str(summary), *more],
        capture_output=True,
        check=False,
    )
    written = summary.read_text(encoding="utf-8") if summary.exists() else ""
    return Said(done.returncode, (done.stdout + done.stderr).decode("utf-8"), written)


def commands_of(log: str) -> list[str]:
    """The lines of a log that GitHub's runner would take for commands.

    As `ActionCommand.cs` of the runner reads them: `::name` at the beginning of a line, spaces apart, or `##[` anywhere in it.
    """
    lines = re.split(r"\r\n|\r|\n", log)
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
