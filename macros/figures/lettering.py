"""How much room words take, and words in lines that fit: in the font of the figures, without reading it.

Widths are rounded up, so that no line leaves its place; a test holds them against the font.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

SIZE = 13
LINE = 16.5
"""From one line of text to the next, at the usual size."""

_ADVANCES = (
    ("'’‘.,:;ijl|·`! \u00a0", 0.29),
    ('()[]{}"ftr-', 0.365),
    ("/\\I1“”", 0.41),
    ("yzvs?xck*_", 0.495),
    ("7Jaeuo–", 0.55),
    ("L2hnFTg«»dbpEqY3~<>^", 0.585),
    ("5PSV96+ZB48RXAKC0$=", 0.65),
    ("#€D…wUNGHOQ&", 0.735),
    ("@MmW—%", 0.92),
)
"""At most how wide letters are, in ems, in Atkinson Hyperlegible Next; accents add nothing."""
_ADVANCE = {letter: advance for letters, advance in _ADVANCES for letter in letters}
_OTHER, _BOLD = 1.0, 1.09
"""The width of a letter that is not among them, and how much wider a line of bold is."""


def leading(size: float) -> float:
    """From one line of text of a size to the next."""
    return size * LINE / SIZE


def wrapped(words: str, width: float, size: float = SIZE, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines that are no wider than `width` and as even as can be; a longer word is broken."""
    width = width / _BOLD if bold else width
    pieces = [piece for word in re.split(r"[ \t\r\n]+", words) if word for piece in _broken(word, width, size)]
    lines = _filled(pieces, width, size)
    narrower = width
    while len(_filled(pieces, narrower, size)) == len(lines) and narrower > width / 3:
        lines, narrower = _filled(pieces, narrower, size), narrower - 4
    return lines


def width_of(words: str, size: float = SIZE, *, bold: bool = False) -> float:
    """As much room as a line of text takes, or a little more."""
    letters = (letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))
    return size * sum(_ADVANCE.get(letter, _OTHER) for letter in letters) * (_BOLD if bold else 1)


def fitting(words: str, width: float, size: float = SIZE, *, bold: bool = False) -> float:
    """The size at which a line of text fits a width: the given one, or a smaller one."""
    return min(size, size * width / max(width_of(words, size, bold=bold), 1))


def _broken(word: str, width: float, size: float) -> Iterator[str]:
    start = 0
    for end in range(1, len(word) + 1):
        if end - start > 1 and width_of(word[start:end], size) > width:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


def _filled(pieces: Sequence[str], width: float, size: float) -> tuple[str, ...]:
    lines: list[str] = []
    for piece in pieces:
        if lines and width_of(f"{lines[-1]} {piece}", size) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return tuple(lines)
