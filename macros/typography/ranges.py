"""The signs nobody sees, and those that the fonts of the book draw, as ranges short enough to be sent to a browser."""

from __future__ import annotations

import pathlib
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from macros.source.letters import is_hidden
from macros.typography.glyphs import drawn

FONTS = pathlib.Path(__file__).resolve().parents[2] / "docs" / "assets" / "fonts"


@cache
def hidden_signs() -> Mapping[str, object]:
    """The signs nobody sees: their ranges, and the names of those that have one."""
    hidden = [code for code in range(sys.maxunicode + 1) if is_hidden(chr(code))]
    names = ((code, unicodedata.name(chr(code), "")) for code in hidden)
    return {"ranges": _ranges(hidden), "names": {f"{code:X}": name for code, name in names if name}}


@cache
def drawn_signs() -> str:
    """The ranges of signs that a font of the book draws."""
    codes = {ord(sign) for file in sorted(FONTS.glob("*.woff2")) for sign in drawn(file.read_bytes())}
    return _ranges(sorted(codes))


def _ranges(codes: Iterable[int]) -> str:
    """Numbers in order → `0-1F AD 200B-200F`, in hexadecimal."""
    return " ".join(f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in _runs(codes))


def _runs(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    run: tuple[int, int] | None = None
    for code in codes:
        if run and code == run[1] + 1:
            run = run[0], code
        else:
            if run:
                yield run
            run = code, code
    if run:
        yield run
