"""One text of a file → the fault that YAML accepts in silence, if it has one.

Text lost after ` #`, dashes without a space, quotation marks that would be printed, words that another program reads
as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.problem import Fix, Place, Problem
from macros.source.letters import is_hidden
from macros.source.lines import bare, requoted, safe_value
from macros.source.nodes import Node

_YES_NO = re.compile(r"yes|no|on|off|true|false", re.I)
_NOTHING = re.compile(r"~|null", re.I)
_NUMBER_OR_TIME = re.compile(
    r"""
    [-+]?0[0-9_]+ | \+[0-9]+ | [-+]?[0-9]{16,} | [-+]?[0-9]+_[0-9_]*      # octal, signed, too long, underscores
    | [-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)? | [-+]?[0-9]+e[-+]?[0-9]+    # decimals and powers
    | 0x[0-9a-f]+ | 0o[0-7]+ | 0b[01]+ | [-+]?\.(?:inf|nan)
    | [-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)? | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t|\s+)[0-9:]+\S*    # times
    """,
    re.I | re.X,
)
_ESCAPE = re.compile(r"\\(.|$)", re.S)
_SAFE_ESCAPES = frozenset('\\"n')


@dataclass(frozen=True)
class Sheet:
    """The file a check looks at."""

    file: str
    lines: list[str]

    def problem(self, code: str, node: Node, values: dict[str, str] | None = None, fix: Fix | None = None) -> Problem:
        return Problem(code, node.place(self.file, self.lines), values or {}, fix)

    def quote(self, start: Node, end: Node, *, until: int | None = None) -> Fix:
        """Return the correction that puts what stands between two nodes between quotes."""
        column = end.end.column if until is None else until
        return requoted(self.lines, (start.start.line, start.start.column), (end.end.line, column))


def text_problem(sheet: Sheet, node: Node) -> Problem | None:
    """Return the fault of a text; a second one would be its consequence."""
    checks = (lost_text, _glued_dash, _curly_quotes, _doubtful_word) if not node.style else (_escapes,)
    return next((problem for check in checks if (problem := check(sheet, node))), None)


def lost_text(sheet: Sheet, node: Node) -> Problem | None:
    """Report what follows ` #` after a text without quotes: YAML drops it."""
    if node.style:
        return None
    line = sheet.lines[node.end.line] if node.end.line < len(sheet.lines) else ""
    rest = line[node.end.column :].rstrip()
    if not re.match(r"\s+#", rest):
        return None
    column = node.end.column + rest.index("#")
    place = Place(sheet.file, node.end.line + 1, column + 1, len(line.rstrip()) - column)
    (first, start), (last, until) = (node.start.line, node.start.column), (node.end.line, len(line.rstrip()))
    if not node.text:
        start = column
    fix = requoted(sheet.lines, (first, start), (last, until))
    return Problem("MB021", place, {"became": node.text, "lost": line[column:].rstrip()}, fix)


def _glued_dash(sheet: Sheet, node: Node) -> Problem | None:
    """Report `-voce`: without its space the dash is a letter like the others."""
    numbers = range(node.start.line, node.end.line + 1)
    # One lone `-voce` on the line of its field may be meant; under it, it is an item of a list.
    if len(numbers) == 1 and sheet.lines[node.start.line][: node.start.column].strip():
        return None
    stretch = {number: sheet.lines[number] for number in numbers}
    stretch[node.start.line] = stretch[node.start.line][node.start.column :]
    wrong = [number for number in numbers if re.match(r"\s*(?:-[^\s\d-]|[–—•·] )", stretch[number])]
    odd = [number for number in numbers if re.match(r"\s*-[^\S ]", stretch[number])]
    if not wrong + odd:
        return None
    line = sheet.lines[(wrong + odd)[0]]
    column = len(line) - len(line.lstrip())
    mended = (_with_dash(sheet.lines[number]) for number in numbers)
    fix = Fix(numbers[0] + 1, numbers[-1] + 1, tuple(mended))
    place = Place(sheet.file, (wrong + odd)[0] + 1, column + 1, 2)
    return Problem("MB006" if odd else "MB030", place, {}, fix)


def _with_dash(line: str) -> str:
    found = re.match(r"(\s*)(?:-\s*(?=[^\s\d-])|[–—•·] )", line)
    return f"{found[1]}- {safe_value(line[found.end() :])}" if found else line


def _curly_quotes(sheet: Sheet, node: Node) -> Problem | None:
    if bare(node.text) == node.text or node.start.line != node.end.line:
        return None
    return sheet.problem("MB028", node, {"value": node.text}, sheet.quote(node, node))


def _doubtful_word(sheet: Sheet, node: Node) -> Problem | None:
    for code, words in (("MB034", _YES_NO), ("MB035", _NUMBER_OR_TIME), ("MB036", _NOTHING)):
        if words.fullmatch(node.text):
            return sheet.problem(code, node, {"value": node.text}, sheet.quote(node, node))
    return None


def _escapes(sheet: Sheet, node: Node) -> Problem | None:
    """Report a backslash between double quotes, which changes the letter after it."""
    if node.style != '"':
        return None
    lines = sheet.lines[node.start.line : node.end.line + 1]
    lines[-1] = lines[-1][: node.end.column]
    lines[0] = " " * node.start.column + lines[0][node.start.column :]
    for number, line in enumerate(lines, node.start.line):
        signs = [found for found in _ESCAPE.finditer(line) if found[1] not in _SAFE_ESCAPES]
        if signs:
            whole = sheet.lines[number]
            mended = _ESCAPE.sub(_doubled, line)[node.start.column if number == node.start.line else 0 :]
            before = whole[: node.start.column] if number == node.start.line else ""
            fix = Fix(number + 1, number + 1, (before + mended + whole[len(line) :],))
            return Problem("MB033", Place(sheet.file, number + 1, signs[0].start() + 1, 2), {"sign": signs[0][0]}, fix)
    if any(is_hidden(character) for character in node.text if character != "\n"):
        return sheet.problem("MB100", node, {"code": "", "name": ""})
    return None


def _doubled(found: re.Match[str]) -> str:
    return found[0] if found[1] in _SAFE_ESCAPES else f"\\{found[0]}"
