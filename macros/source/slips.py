"""One line that YAML refuses → what may be wrong with it, and the correction to try.

Each function is one slip; it answers with nothing when the line does not look like that slip.
Indentation is for `indents`; `faults` tries the corrections.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from macros.problem import Fix
from macros.source.lines import (
    PLAIN_KEY,
    Line,
    opened_and_closed,
    quoted,
    requoted,
    safe_value,
    split_line,
    whole_quotation,
)

_WRONG_ESCAPE = re.compile(r"(?<!\\)\\(?![\\\"n])")
_GLUED_KEY = re.compile(r"(\s*(?:-\s+)*)([^\W\d][\w-]*):([^\s/:].*)$")
_BARE_KEY = re.compile(r"(\s*(?:-\s+)*)([a-z][a-z_]*)(?:[ ]+(\S.*))?$")
_STRUCTURE = re.compile(r"(\s*)[^\w#]*(?:[a-z_]+:(?! )[^\w\s]+)?")
_BULLET = re.compile(r"(\s*)([-–—•·*])(\s*)(?=[^\s-])")


@dataclass(frozen=True)
class Diagnosis:
    """A fault that may explain why reading stopped, and the correction to try."""

    code: str
    line: int
    column: int
    width: int
    fix: Fix
    values: Mapping[str, str] = field(default_factory=dict)


Diagnose: TypeAlias = Callable[[Line, list[str]], Iterator[Diagnosis]]


def _on_value(code: str, line: Line, value: str, values: dict[str, str] | None = None) -> Diagnosis:
    """Return the diagnosis that puts another value on the line."""
    fix = Fix(line.number, line.number, (line.head + value,))
    return Diagnosis(code, line.number, line.column, len(line.value), fix, values or {})


def odd_space(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`title:⍽Pippo`: a space that is not a space after a colon or a dash."""
    plain = "".join(" " if space.isspace() and space != "\t" else space for space in line.head)
    if plain != line.head:
        column = next(at for at, (old, new) in enumerate(zip(line.head, plain, strict=True), 1) if old != new)
        yield Diagnosis("MB006", line.number, column, 1, Fix(line.number, line.number, (plain + line.value,)))


def reserved_sign(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`title: @pippo`: a text that begins with a sign that YAML keeps for itself."""
    sign = line.value[:1]
    if sign and (sign in "@%&*!`,]}" or re.match(r"[-?] |[-?]$", line.value)) and (line.key or line.dashes):
        yield _on_value("MB022", line, quoted(line.value), {"sign": sign})


def block_sign(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """`body: | Testo`: the text begins on the line of the sign."""
    found = re.match(r"([|>][-+]?)\s*([^\s#].*)$", line.value)
    if not found or not (line.key or line.dashes):
        return
    under = " " * (line.rank + 2)
    below = lines[line.number] if line.number < len(lines) else ""
    if below.strip() and len(below) - len(below.lstrip()) > line.rank:
        under = below[: len(below) - len(below.lstrip())]
    fix = Fix(line.number, line.number, (line.head + found[1], under + found[2]))
    yield Diagnosis("MB023", line.number, line.column, len(line.value), fix, {"sign": found[1]})


def apostrophe(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`'l'azienda'`: the apostrophe closes the quotation."""
    value = line.value
    if not value.startswith("'") or not (line.key or line.dashes):
        return
    if whole_quotation(value):
        return
    inner = value[1:-1] if value.endswith("'") and len(value) > 2 else value[1:]
    closed = value.count("'") > 1
    yield _on_value("MB024" if closed else "MB025", line, quoted(inner.replace("''", "'")), {"sign": "'"})


def double_quotes(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`"Pippo` never closed, `"Pippo" tutto` closed too early, `"C:\\Pippo"` with a backslash."""
    value = line.value
    if not value.startswith('"') or not (line.key or line.dashes):
        return
    if found := _WRONG_ESCAPE.search(value):
        fix = Fix(line.number, line.number, (line.head + _WRONG_ESCAPE.sub(r"\\\\", value),))
        sign = value[found.start() : found.start() + 2]
        yield Diagnosis("MB033", line.number, line.column + found.start(), 2, fix, {"sign": sign})
    if not opened_and_closed(value):
        yield _on_value("MB025", line, quoted(value[1:]), {"sign": '"'})
    elif not whole_quotation(value):
        ends = value.endswith('"') and value.count('"') > 2
        yield _on_value("MB026", line, quoted(value[1:-1] if ends else value))


def brackets(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`[da definire` or `{{ nome }}`: a text that begins with a bracket, or a list never closed."""
    if not line.value.startswith(("[", "{")) or not (line.key or line.dashes):
        return
    sign, closing = line.value[0], "]" if line.value[0] == "[" else "}"
    if re.fullmatch(r"\[[a-z0-9-]+(, *[a-z0-9-]+)*,? *|\{[a-z_]+: [^{}\[\]]+", line.value):
        yield _on_value("MB027", line, line.value.rstrip(", ") + closing, {"sign": sign, "closing": closing})
    yield _on_value("MB027", line, quoted(line.value), {"sign": sign, "closing": closing})


def colon_in_text(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """`title: Pippo: tutto`: a second colon on the line, or in the lines that follow it."""
    yield from _in_plain_text("MB020", re.compile(r":(?=\s|$)"), line, lines)


def hash_in_text(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """`Il #1` with more text on the next line: reading stops there."""
    yield from _in_plain_text("MB021", re.compile(r"(?<=\s)#.*"), line, lines)


def _in_plain_text(code: str, sign: re.Pattern[str], line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """Look for a sign in a text without quotation marks, and put the whole text between them."""
    if not line.value or line.value[0] in "\"'[{|>" or not (line.key or line.dashes):
        return
    text = (line.text, *_continued(line, lines))
    for number, row in enumerate(text):
        found = sign.search(row, 0 if number else line.column - 1)
        if found:
            until = len(text[-1])
            fix = requoted(lines, (line.number - 1, line.column - 1), (line.number + len(text) - 2, until))
            values = {"became": line.value[: max(0, found.start() - line.column)], "lost": found[0]}
            yield Diagnosis(code, line.number + number, found.start() + 1, len(found[0]), fix, values)
            return


def _continued(line: Line, lines: list[str]) -> Iterator[str]:
    """Yield the lines below that belong to the same text: deeper, and neither fields nor items."""
    for text in lines[line.number :]:
        below = split_line(0, text)
        if len(below.indent) <= len(line.indent) or below.dashes or PLAIN_KEY.fullmatch(below.key):
            return
        yield text.rstrip()


def glued_key(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`title:Pippo`: no space after the colon."""
    found = _GLUED_KEY.match(line.text)
    if found:
        fix = Fix(line.number, line.number, (f"{found[1]}{found[2]}: {safe_value(found[3])}",))
        column = len(found[1]) + 1
        yield Diagnosis("MB029", line.number, column, len(found[2]) + 1, fix, {"key": found[2]})


def glued_dash(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`-voce` or `• voce`: the dash of a list without its space, or another sign in its place."""
    found = _BULLET.match(line.text)
    if found and not (found[2] == "-" and found[3]):
        fix = Fix(line.number, line.number, (f"{found[1]}- {safe_value(line.text[found.end() :])}",))
        yield Diagnosis("MB030", line.number, len(found[1]) + 1, 2, fix)


def stray_sign(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`,- voce` or `see:} uno`: a sign fallen where a line begins or where its text does."""
    found = _STRUCTURE.match(line.text)
    if found is None:
        return
    for at, sign in enumerate(line.text[: found.end()]):
        if at >= len(line.indent + line.dashes) and sign in "\"'[{" and safe_value(line.text[at:]) == line.text[at:]:
            return  # a whole quotation, list or group
        if at >= len(line.indent) and not (sign.isalnum() or sign in " _") and not line.text.startswith("- ", at):
            fix = Fix(line.number, line.number, (line.text[:at] + line.text[at + 1 :],))
            yield Diagnosis("MB039", line.number, at + 1, 1, fix, {"sign": sign})


def bare_key(line: Line, _lines: list[str]) -> Iterator[Diagnosis]:
    """`title Pippo`: a field without its colon."""
    found = _BARE_KEY.match(line.text)
    if not found:
        return
    fix = Fix(line.number, line.number, (f"{found[1]}{found[2]}: {safe_value(found[3] or '')}".rstrip(),))
    yield Diagnosis("MB032", line.number, len(found[1]) + 1, len(found[2]), fix, {"key": found[2]})
