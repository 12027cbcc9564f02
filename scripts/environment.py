"""A lock → a virtual environment that holds its packages, installed once.

An environment is ready when its stamp names the hash of its lock.
The stamp is written last and removed first, so an interrupted installation is taken up again and a finished one never repeated.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

STAMP = "lock.sha256"


@dataclass(frozen=True)
class Environment:
    """A folder, the lock it is installed from, and all the locks whose packages it then holds."""

    folder: str
    lock: str
    holds: tuple[str, ...]


def is_ready(environment: Environment, root: Path) -> bool:
    """Whether the environment holds what its lock says, on the Python it was made with."""
    return _marks(environment, root).items() <= _read_stamp(root / environment.folder).items()


def install(environment: Environment, root: Path) -> None:
    """Install an environment from its lock; raises CalledProcessError, with its output, if a command fails."""
    folder = root / environment.folder
    if not is_worth_keeping(folder):
        base = getattr(sys, "_base_executable", sys.executable)  # an activated environment cannot clear itself
        run([base, "-I", "-m", "venv", "--clear", str(folder)])
    (folder / STAMP).unlink(missing_ok=True)
    # Only wheels: a source package would run code of its own, with tools that no lock names, while it is installed.
    pip = [str(folder / "bin" / "python"), "-I", "-m", "pip", "install", "--quiet", "--no-input", "--only-binary=:all:"]
    settings = {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run([*pip, "--require-hashes", "-r", str(root / _lock(environment.lock))], settings)
    half = folder / f"{STAMP}.new"
    half.write_text("".join(f"{name} {mark}\n" for name, mark in _marks(environment, root).items()), encoding="utf-8")
    half.replace(folder / STAMP)


def is_worth_keeping(folder: Path) -> bool:
    """Whether there is an environment here to add to: its Python starts, is the one it was made with, and has pip."""
    python = folder / "bin" / "python"
    if not python.exists() or _read_stamp(folder).get("python", _name(python)) != _name(python):
        return False
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(python), "-I", "-c", test], capture_output=True, check=False).returncode == 0


def run(command: list[str], settings: Mapping[str, str] | None = None) -> None:
    """Run a command in silence, with some settings added to the environment; raises CalledProcessError if it fails."""
    subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **(settings or {})},
        check=True,
    )


def _lock(name: str) -> Path:
    return Path("requirements", f"{name}.txt")


def _marks(environment: Environment, root: Path) -> dict[str, str]:
    """What the stamp of the installed environment says: its Python, and the hash of every lock that it holds."""
    hashes = {name: hashlib.sha256((root / _lock(name)).read_bytes()).hexdigest() for name in environment.holds}
    return {"python": _name(root / environment.folder / "bin" / "python"), **hashes}


def _name(python: Path) -> str:
    """`python3.11`: changes when the system moves to another Python, not when it mends the one it has."""
    return python.resolve().name


def _read_stamp(folder: Path) -> dict[str, str]:
    """The pairs of the stamp; none if it is missing."""
    stamp = folder / STAMP
    if not stamp.is_file():
        return {}
    return dict(line.split(" ", 1) for line in stamp.read_text(encoding="utf-8").splitlines())
