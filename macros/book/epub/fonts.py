"""The style sheet of the fonts → the same sheet with only the faces whose letters a book has."""

from __future__ import annotations

import re
from collections.abc import Collection

_FACE = re.compile(r"@font-face \{.*?\n\}\n*", re.DOTALL)
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
_FILE = re.compile(r'url\("\.\./fonts/([^"]+)"\)')


def needed_faces(sheet: str, letters: Collection[str]) -> str:
    """The sheet without the faces of which the book has no letter, by the ranges that the sheet declares."""
    codes = sorted({ord(letter) for letter in letters})
    return _FACE.sub(lambda face: face[0] if _covers_some(face[0], codes) else "", sheet).rstrip() + "\n"


def files_of(sheet: str) -> tuple[str, ...]:
    """The names of the font files that a sheet names, in order."""
    return tuple(dict.fromkeys(_FILE.findall(sheet)))


def _covers_some(face: str, codes: Collection[int]) -> bool:
    ranges = [(int(first, 16), int(last or first, 16)) for first, last in _RANGE.findall(face)]
    return any(first <= code <= last for first, last in ranges for code in codes)
