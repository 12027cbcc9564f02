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
COMMITTER = {
    "GIT_COMMITTER_DATE": "2026-10-01T12:00:00Z",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_NOSYSTEM": "1",
}
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
THEIRS = f"{TINY}/content/commentary/carla-tempo.yml"
"""A comment that somebody else signed."""


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


AUTHOR_COMMENT = """\
on: tempo
position: disagree
text: "I never wrote that."
signature: {form: name, name: "Ada"}
date: 2026-03-01
consent: "1"
right_of_reply: {source: post, verified: 2026-03-02}
"""
UNPROVED: dict[str, tuple[Edit, str, int, str]] = {
    "reply": (writing(COMMENT, AUTHOR_COMMENT), COMMENT, 7, "name «Ada»: source post, verified 2026-03-02"),
    "namesake": (
        writing(COMMENT, AUTHOR_COMMENT.partition("right_of_reply")[0].replace("Ada", "ADA ")),
        COMMENT,
        4,
        "name «ADA »: source post",
    ),
    "cleared": (
        writing(COMMENT, GOOD_COMMENT.replace("*nobody*", "ada@example.com") + "cleared: [ada@example.com]\n"),
        COMMENT,
        9,
        "ada@example.com",
    ),
    "reported": (
        writing(
            COMMENT,
            'on: impasto\nposition: adds\ntext: "Never again."\nsignature: {form: reported, name: "a reader"}\n'
            "reported: {source: nonna, passage: mattina}\n",
        ),
        COMMENT,
        3,
        "reported «a reader»: nonna/mattina",
    ),
    "future": (writing(COMMENT, GOOD_COMMENT.replace("2026-01", "2099-01")), COMMENT, 7, "anonymous: 2099-01"),
    "changed": (
        replacing(THEIRS, 'agree\ntext: "Ten minutes is', 'disagree\ntext: "Ten minutes is not'),
        THEIRS,
        2,
        "name «Carla Weiss»: position, text",
    ),
    "withdrawn": (writing(THEIRS, "on: tempo\nwithdrawn: 2026-04\n"), THEIRS, 1, "name «Carla Weiss»"),
    "restored": (
        writing(f"{TINY}/content/commentary/ritirato.yml", GOOD_COMMENT),
        f"{TINY}/content/commentary/ritirato.yml",
        1,
        "anonymous",
    ),
}
"""What a proposal can assert and no file can prove: the edit, the file and line it is told beside, what is quoted of it."""
