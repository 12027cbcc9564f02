"""Remakes the locks in `requirements/` from `pyproject.toml`; `--upgrade` also moves every package to its newest version.

Needs the network and a scratch environment for uv, thrown away at the end. The locks of npm's tools, whose
versions the `package.json` beside each names, are remade too where npm is at hand.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"

LOCKS = {
    "test": ("pyproject.toml", "--group", "test"),
    "build": ("pyproject.toml", "--constraint", "requirements/test.txt"),
    "zensical": ("--group", "zensical"),
    "pdfcheck": ("--group", "pdfcheck"),
}
"""Lock → what it is made from; `build` after `test`, so that it can only be a part of it."""

COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate"),
    # One version for every Python: the site and the books must not depend on the reader's.
    *("--fork-strategy", "fewest"),
)

NPM = (
    "npm",
    "install",
    "--package-lock-only",
    "--ignore-scripts",
    "--omit-lockfile-registry-resolved",
    "--no-audit",
    "--no-fund",
)


def main() -> int:
    """Exit code 0 when the locks are written, that of uv or pip if one fails."""
    parser = argparse.ArgumentParser(description="Rifà i file in requirements/.")
    parser.add_argument("--upgrade", action="store_true", help="porta ogni pacchetto alla versione più nuova")
    upgrade = ("--upgrade",) if parser.parse_args().upgrade else ()
    with tempfile.TemporaryDirectory() as scratch:
        venv.create(scratch, with_pip=True)
        programs = Path(scratch, "bin")
        try:
            subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", UV], check=True)
            for name, inputs in LOCKS.items():
                output = ("--output-file", f"requirements/{name}.txt")
                command = [programs / "uv", *COMPILE, *upgrade, *inputs, *output]
                subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            if shutil.which("npm"):
                for package in sorted((ROOT / "requirements").glob("*/package.json")):
                    subprocess.run(NPM, cwd=package.parent, check=True, stdout=subprocess.DEVNULL)
        except subprocess.CalledProcessError as failure:
            return failure.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
