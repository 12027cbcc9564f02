"""A lock in `requirements/` → a folder under `build/tools/` that holds its npm packages, installed once.

No package runs anything while it is installed, and a lock names no address.
Like `environment` it runs before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from environment import run

LOCK = "package-lock.json"


def folder_of(tool: str, root: Path) -> Path:
    """Where a tool is, once installed."""
    return root / "build" / "tools" / tool


def is_installed(tool: str, root: Path) -> bool:
    """Whether the tool is there as its lock says."""
    lock = folder_of(tool, root) / LOCK
    return lock.is_file() and lock.read_bytes() == (root / "requirements" / tool / LOCK).read_bytes()


def install_tool(tool: str, root: Path) -> None:
    """Install a tool from its lock; raises CalledProcessError, with its output, if npm fails, and leaves nothing then."""
    folder = folder_of(tool, root)
    half = folder.with_name(f".{tool}")
    for left in (half, folder):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(root / "requirements" / tool, half)
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(half)])
    half.rename(folder)
