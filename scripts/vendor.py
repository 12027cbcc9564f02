"""Copies from npm what a page runs in the reader's browser: markdown-it and the licences of all that is in its file.

The versions and their hashes are those of the lock in `requirements/form/`; the file is the package's own, unchanged.
Needs npm and the network; what it writes is committed, so that nobody else needs either.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from npm import LOCK, folder_of, install_tool, is_installed

ROOT = Path(__file__).resolve().parent.parent
TOOL = "form"
FOLDER = ROOT / "theme" / "assets" / "form" / "markdown-it"
MODULE = Path("node_modules", "markdown-it", "dist", "browser", "markdown-it.esm.min.mjs")
CARRIED = ("markdown-it", "entities", "linkify-it", "mdurl", "punycode.js", "uc.micro")
"""The packages whose code is in the module."""


def main() -> int:
    """Exit code 0 when the files are written."""
    argparse.ArgumentParser(description="Copia in theme/assets/form/ il modulo di markdown-it.").parse_args()
    if not is_installed(TOOL, ROOT):
        install_tool(TOOL, ROOT)
    installed = folder_of(TOOL, ROOT)
    module = (installed / MODULE).read_bytes()
    packages = json.loads((installed / LOCK).read_text(encoding="utf-8"))["packages"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "markdown-it.mjs").write_bytes(module)
    (FOLDER / "LICENSE.txt").write_text("\n".join(_licences(installed, packages)), encoding="utf-8")
    (FOLDER / "vendored.json").write_text(_record(packages, module), encoding="utf-8")
    print(FOLDER.relative_to(ROOT))
    return 0


def _licences(installed: Path, packages: dict[str, dict[str, str]]) -> list[str]:
    texts = []
    for name in CARRIED:
        package = f"node_modules/{name}"
        file = next(file for file in sorted((installed / package).iterdir()) if file.name.lower().startswith("license"))
        text = "\n".join(line.rstrip() for line in file.read_text(encoding="utf-8").strip().splitlines())
        texts.append(f"{name} {packages[package]['version']} ({packages[package]['license']})\n\n{text}\n")
    return texts


def _record(packages: dict[str, dict[str, str]], module: bytes) -> str:
    """What the file is, for whoever checks it."""
    package = packages["node_modules/markdown-it"]
    record = {
        "package": "markdown-it",
        "version": package["version"],
        "licence": package["license"],
        "integrity": package["integrity"],
        "file": MODULE.relative_to("node_modules", "markdown-it").as_posix(),
        "sha256": hashlib.sha256(module).hexdigest(),
        "made_by": "scripts/vendor.py",
    }
    return json.dumps(record, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
