"""Projects on disk: copies that may be broken, builds of them, and what a build leaves."""

from __future__ import annotations

import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

ROOT = pathlib.Path(__file__).resolve().parent.parent
TINY = "tests/tiny"
"""Where the small project on another subject stands, in any clone."""
CLONED = ("content", "docs", "macros", "scripts", "theme", TINY, "mkdocs.yml", "LICENSE", "CITATION.cff")
"""What a build needs of the repository."""
LEFT = shutil.ignore_patterns("build", "__pycache__")


def clone(to: pathlib.Path, of: pathlib.Path = ROOT) -> pathlib.Path:
    """Another clone of the repository, or of a clone of it, at `to`, as far as building needs it."""
    for name in CLONED:
        source, target = of / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=LEFT)
        else:
            shutil.copy2(source, target)
    return to


@dataclass(frozen=True)
class Built:
    """A project after a build: where it stands, the exit code, and all that was said."""

    root: pathlib.Path
    code: int
    said: str

    @property
    def site(self) -> pathlib.Path:
        """The folder that readers see."""
        return (self.root / "build" / "site").resolve()

    @property
    def files(self) -> dict[str, str]:
        """Every file of the site and its hash."""
        return hashes(self.site)

    def book(self, suffix: str) -> pathlib.Path:
        """The one file of the site that ends so: `.pdf`, `.epub`."""
        (file,) = self.site.rglob(f"*{suffix}")
        return file


def hashes(folder: pathlib.Path) -> dict[str, str]:
    """Every file under a folder and its SHA-256."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


Environment: TypeAlias = "Mapping[str, str]"
FULL_DISK = ("sh", "-c", 'ulimit -f 100; exec "$@"', "sh")
"""Runs a command that can write no file of more than 50 kB (100 kB where a block is a kilobyte)."""


def build(
    home: pathlib.Path,
    project: str = ".",
    *arguments: str,
    environment: Environment = MappingProxyType({}),
    under: Sequence[str] = (),
) -> Built:
    """Build a project of the clone at `home` with the clone's own code, by the command `under` if one is given."""
    process = start_build(home, project, *arguments, environment=environment, under=under)
    said, _ = process.communicate()
    return Built(home / project, process.returncode, said)


def start_build(
    home: pathlib.Path,
    project: str = ".",
    *arguments: str,
    environment: Environment = MappingProxyType({}),
    under: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """The same build, under way, in a process group of its own."""
    return subprocess.Popen(
        [*under, sys.executable, "scripts/build.py", "--root", project, *arguments],
        cwd=home,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    """Kill a build and all its children, at once and without warning, if it is still running after so long."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def edit(file: pathlib.Path, old: str, new: str) -> None:
    """Replace the one place where `old` stands in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file.name}: {old!r} stands there {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
