"""Lines that begin too far left, too far right or with a tab → the correction to try.

Only the lines around one can tell where it should begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.problem import Fix
from macros.source.lines import Line, split_line
from macros.source.slips import Diagnosis

_BLOCK_HEAD = re.compile(r":\s+[|>][-+]?$|^\s*-\s+[|>][-+]?$")


def tab_indent(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """`⇥- voce`: a tab before the text; the whole run of such lines is put right at once."""
    if "\t" not in line.indent + line.dashes:
        return
    first = last = line.number
    while first > 1 and "\t" in _lead(lines[first - 2]):
        first -= 1
    while last < len(lines) and "\t" in _lead(lines[last]):
        last += 1
    for spaces in ("  ", "    ", " ", ""):
        mended = tuple(_lead(text).replace("\t", spaces) + text[len(_lead(text)) :] for text in lines[first - 1 : last])
        column = lines[first - 1].index("\t") + 1
        yield Diagnosis("MB005", first, column, 1, Fix(first, last, mended))


def _lead(text: str) -> str:
    line = split_line(0, text)
    return line.indent + line.dashes


def text_outside_block(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """`body: |` with its text not indented under it."""
    if line.key:
        return
    first = line.number
    while first > 1 and not _BLOCK_HEAD.search(lines[first - 2].rstrip()):
        if split_line(0, lines[first - 2]).key or line.number - first > 20:
            return
        first -= 1
    if first == 1:
        return
    head, last = split_line(first - 1, lines[first - 2]), line.number
    while last < len(lines) and lines[last].strip() and not split_line(0, lines[last]).key:
        last += 1
    under = " " * (head.rank + 2)
    mended = tuple(under + text.strip() if text.strip() else "" for text in lines[first - 1 : last])
    number = next((at for at in range(first, last + 1) if _is_left_of(lines[at - 1], under)), first)
    yield Diagnosis("MB031", number, 1, len(lines[number - 1].rstrip()), Fix(first, last, mended))


def _is_left_of(text: str, under: str) -> bool:
    return bool(text.strip()) and not text.startswith(under)


def indentation(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """A field or an item that is a little left or right of its fellows; what hangs under it moves with it."""
    if not (line.key or line.dashes):
        return
    here = len(line.indent)
    above = [split_line(0, text) for text in lines[max(0, line.number - 40) : line.number - 1] if text.strip()]
    levels = {0} | {level for other in above for level in (len(other.indent), other.rank)}
    if above:
        levels.add(above[-1].rank + 2)
    last = line.number
    while last < len(lines) and lines[last].strip() and len(split_line(0, lines[last]).indent) > here:
        last += 1
    even = (level for level in levels if level != here and level % 2 == 0)
    for level in sorted(even, key=lambda level: (abs(level - here), -level)):
        moved = tuple(_moved(text, level - here) for text in lines[line.number - 1 : last])
        width = len(line.key or line.dashes.rstrip())
        for many in sorted({len(moved), 1}, reverse=True):  # with what hangs under it, or alone
            fix = Fix(line.number, line.number + many - 1, moved[:many])
            yield Diagnosis("MB031", line.number, here + 1, width, fix)


def _moved(text: str, columns: int) -> str:
    lead = len(text) - len(text.lstrip(" "))
    return " " * max(0, lead + columns) + text[lead:]


def missing_dash(line: Line, lines: list[str]) -> Iterator[Diagnosis]:
    """A text among the items of a list, without the dash they have."""
    around = [split_line(0, text) for text in (lines[line.number - 2 : line.number - 1] + lines[line.number :][:1])]
    if line.dashes or not line.text.strip():
        return
    for other in around:
        if other.dashes and len(line.indent) >= len(other.indent):
            fix = Fix(line.number, line.number, (f"{other.indent}- {line.text.strip()}",))
            yield Diagnosis("MB030", line.number, len(line.indent) + 1, 1, fix)
