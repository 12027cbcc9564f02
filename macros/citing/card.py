"""What a page is called → its card, the picture that goes with a link to it where links are shared (Open Graph, ogp.me).

Ink on the book's night, with the book's mark. The letters are placed one after the other without the shaping library that some
systems have and others lack, so that the same words give the same picture everywhere.
"""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from macros.citing.linked import entry_at
from macros.citing.reference import Reference, whole_title
from macros.library import Library

WIDTH, HEIGHT = 1200, 630
"""Pixels: 1.91 to 1, which every network shows whole."""
_EDGE, _FOOT = 90, 540
"""Pixels from the left and right edges, and from the top to the line at the foot."""
_SIZES = (84, 76, 68, 60, 52, 44)
"""Pixels of the title's letters, the largest that fits first."""
_NIGHT, _INK, _QUIET, _RULE = "#151b22", "#e2e7ec", "#a9b4bf", "#36414d"
_INSIDE, _OUTSIDE = "#5fc9c1", "#f0b667"
_SERIF, _SANS = "literata-{}-700-normal.woff2", "atkinson-hyperlegible-next-{}-400-normal.woff2"
_COLOURS = 48


@dataclass(frozen=True, kw_only=True)
class Card:
    """The words of a card."""

    title: str
    above: str = ""
    """What the page is: the name of its section."""
    below: str
    """The book it is of."""


def card_of(library: Library, path: str, reference: Reference) -> Card:
    """What the card of a page says; that of the first page is the book's."""
    if not reference.title:
        return Card(title=library.book.title, below=library.book.subtitle)
    item = entry_at(library, path)
    return Card(
        title=reference.title, above=library.words[f"kind_{item.kind}"] if item else "", below=whole_title(library.book)
    )


def card_picture(card: Card, fonts: Path) -> bytes:
    """The card as PNG, `WIDTH` by `HEIGHT` pixels; `fonts` is the folder of the book's faces."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _NIGHT)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((_EDGE, 80, _EDGE + 45, 125), fill=_INSIDE)
    draw.rectangle((_EDGE + 60, 80, _EDGE + 105, 125), outline=_OUTSIDE, width=10)
    _write_line(draw, (_EDGE + 135, 116), card.above, _face(fonts, _SANS, 34))
    face, lines = _fitted(card.title, fonts)
    step = round(face.size * 1.18)
    top = 150 + (_FOOT - 150 - step * len(lines)) / 2 + face.size * 0.92
    for number, line in enumerate(lines):
        _write(draw, (_EDGE, top + step * number), line, face, _INK)
    draw.line((_EDGE, _FOOT, WIDTH - _EDGE, _FOOT), fill=_RULE, width=2)
    _write_line(draw, (_EDGE, _FOOT + 50), card.below, _face(fonts, _SANS, 32))
    output = io.BytesIO()
    picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(output, "PNG")
    return output.getvalue()


@dataclass(frozen=True)
class _Face:
    """A face in a size: its letters, and the font each is in."""

    size: int
    fonts: tuple[tuple[frozenset[int], ImageFont.FreeTypeFont], ...]

    def font(self, letter: str) -> ImageFont.FreeTypeFont:
        return next((font for letters, font in self.fonts if ord(letter) in letters), self.fonts[0][1])

    def width(self, text: str) -> float:
        return sum(_advance(self.font(letter), letter) for letter in text)


@functools.cache
def _advance(font: ImageFont.FreeTypeFont, letter: str) -> float:
    return font.getlength(letter)


@functools.cache
def _face(fonts: Path, name: str, size: int) -> _Face:
    files = [fonts / name.format(part) for part in ("latin", "latin-ext")]
    basic = ImageFont.Layout.BASIC
    return _Face(size, tuple((_letters(file), ImageFont.truetype(file, size, layout_engine=basic)) for file in files))


@functools.cache
def _letters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _write_line(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, face: _Face) -> None:
    """As much of a text as there is room for on the line, in the quiet colour."""
    _write(draw, at, _lines(text, face, WIDTH - _EDGE - at[0])[0], face, _QUIET)


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, face: _Face, colour: str) -> None:
    """One line, `at` the left end of its baseline."""
    x, y = at
    for letter in text:
        draw.text((x, y), letter, fill=colour, font=face.font(letter), anchor="ls")
        x += face.width(letter)


def _fitted(title: str, fonts: Path) -> tuple[_Face, tuple[str, ...]]:
    """The title in the largest letters in which it has the room it needs; in the smallest, as much of it as there is room for."""
    for size in _SIZES:
        face = _face(fonts, _SERIF, size)
        lines = _lines(title, face, WIDTH - 2 * _EDGE)
        room = int((_FOOT - 170) // round(size * 1.18))
        if len(lines) <= room:
            return face, _even(title, face, len(lines))
    return face, (*lines[: room - 1], lines[room - 1].rstrip(" .,;:") + "…")


def _even(title: str, face: _Face, count: int) -> tuple[str, ...]:
    """The title on so many lines, as near as can be to the same length."""
    widths = range(WIDTH - 2 * _EDGE, WIDTH // 3, -20)
    return [lines for width in widths if len(lines := _lines(title, face, width)) == count][-1]


def _lines(text: str, face: _Face, room: float) -> tuple[str, ...]:
    """The words on as few lines as they need; a word longer than a line is broken where the line ends."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if face.width(longer) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if face.width(lines[-1] + letter) > room:
                lines.append("")
            lines[-1] += letter
    return tuple(lines)
