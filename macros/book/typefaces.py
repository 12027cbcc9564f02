"""The folder of the font files → the names of the typefaces with their versions, for the colophon."""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.ttLib import TTFont

_FAMILY, _VERSION = 1, 5
"""Numbers of two records of a font's name table (OpenType, `name`)."""


def typefaces(folder: Path) -> tuple[str, ...]:
    """Each family once, as `Literata 3.103`, in the order of the alphabet."""
    found = set()
    for file in sorted(folder.glob("*.woff2")):
        with TTFont(file, lazy=True) as font:
            version = re.search(r"\d+(\.\d+)*", font["name"].getDebugName(_VERSION) or "")
            found.add(f"{font['name'].getDebugName(_FAMILY)} {version[0] if version else ''}".strip())
    return tuple(sorted(found))
