"""The bytes of a file → clean text, with a problem for every character that a reader could not see.

It does not know YAML, but for the spaces that begin a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from macros.problem import Fix, Place, Problem

# Letters by their category, blank for the eye: Hangul fillers, Khmer vowels, the braille space.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_JOINER = "\u200d"
_INDENT = re.compile(r"\s*")


@dataclass(frozen=True)
class Letters:
    """The text as typed, the text without faults of characters (None if it cannot be had), and the faults."""

    text: str
    cleaned: str | None
    problems: tuple[Problem, ...]


def clean_text(file: str, raw: bytes) -> Letters:
    """Return the text of a file; a line ends in a line feed, and the byte order mark is gone."""
    try:
        typed = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return Letters("", None, (_not_utf8(file, raw, fault.start),))
    text = typed.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    problems = [*_mark_and_ends(file, typed, lines)]
    for number, line in enumerate(lines, 1):
        if found := _hidden(file, number, line):
            problems.append(found)
            lines[number - 1] = "".join(_seen(line))
    problems += _odd_indents(file, lines)
    return Letters(text, "\n".join(lines), tuple(problems))


def _not_utf8(file: str, raw: bytes, where: int) -> Problem:
    """Return where the first byte stands that cannot be read, and how the file was probably saved."""
    before = raw[:where].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    saved = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252"
    return Problem("MB002", Place(file, line, column), {"encoding": saved})


def _mark_and_ends(file: str, typed: str, lines: list[str]) -> Iterator[Problem]:
    if typed.startswith("\ufeff"):
        first = typed[1:].split("\n", 1)[0].rstrip("\r")
        yield Problem("MB003", Place(file, 1, 1), {}, Fix(1, 1, (first,)))
    if "\r" in typed:
        number = typed.split("\r", 1)[0].count("\n") + 1
        column = len(lines[number - 1]) + 1
        last = typed.count("\n") + 1
        yield Problem("MB004", Place(file, number, column), {}, Fix(1, last, tuple(lines)))


def _hidden(file: str, number: int, line: str) -> Problem | None:
    """Return the invisible characters of a line, at the place of the first; the correction takes all of them away."""
    kept = "".join(_seen(line))
    if kept == line:
        return None
    column = next((at for at, (old, new) in enumerate(zip(line, kept, strict=False)) if old != new), len(kept))
    kinds = dict.fromkeys(character for at, character in enumerate(line) if not _is_seen(line, at))
    names = [f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip() for character in kinds]
    code, _, name = ", ".join(names).partition(" ")
    values = {"code": code, "name": name}
    return Problem("MB100", Place(file, number, column + 1), values, Fix(number, number, (kept,)))


def _seen(line: str) -> Iterator[str]:
    yield from (character for at, character in enumerate(line) if _is_seen(line, at))


def _is_seen(line: str, at: int) -> bool:
    emoji = line[at] == _JOINER and at and ord(line[at - 1]) >= 0x2190  # a family of emoji is joined by it
    return line[at] == "\t" or bool(emoji) or not is_hidden(line[at])


def is_hidden(character: str) -> bool:
    """Return whether nobody can see the character, spaces aside."""
    code = ord(character)
    return (
        unicodedata.category(character) in _HIDDEN
        or character in _BLANK
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def _odd_indents(file: str, lines: list[str]) -> Iterator[Problem]:
    """Report each run of lines that begin with spaces that are not spaces, and put them right in `lines`."""
    number = 0
    while number < len(lines):
        first = number
        while number < len(lines) and (mended := plain_indent(lines[number])) != lines[number]:
            lines[number], number = mended, number + 1
        if number > first:
            fix = Fix(first + 1, number, tuple(lines[first:number]))
            width = len(lines[first]) - len(lines[first].lstrip()) or 1
            yield Problem("MB006", Place(file, first + 1, 1, width), {}, fix)
        number += 1


def plain_indent(line: str) -> str:
    """Return the line with common spaces at its beginning (tabs stay: they are another fault)."""
    found = _INDENT.match(line)
    indent = found[0] if found else ""
    return "".join(" " if space != "\t" else space for space in indent) + line[len(indent) :]
