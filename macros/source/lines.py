"""What one line of our YAML looks like, and how a text is put between quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from macros.problem import Fix

FIELD = r"[^\W\d][\w.-]*"
_HEAD = re.compile(rf"(?P<indent>\s*)(?P<dashes>(?:-\s+)*)(?:(?P<key>{FIELD})\s*:(?:\s+|$))?(?P<value>.*)$")
_QUOTATION = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""")
_NOTE = re.compile(r"\s*(?:#.*)?$")
_INNER_QUOTES = re.compile(r'"([^"\n]*)"')
_CURLY = {"“": "”", "„": "“”", "‘": "’"}
PLAIN_KEY = re.compile(r"[a-z0-9_][a-z0-9_.-]*")


@dataclass(frozen=True)
class Line:
    """A line of a file in its parts: indentation, dashes, field, and what follows."""

    number: int
    text: str
    indent: str
    dashes: str
    key: str
    value: str

    @property
    def head(self) -> str:
        """All that comes before the value."""
        return self.text[: len(self.text) - len(self.value)] if self.value else self.text

    @property
    def column(self) -> int:
        """The column of the value, from 1."""
        return len(self.head) + 1

    @property
    def rank(self) -> int:
        """How many columns the content of the line is indented, dashes included."""
        return len(self.indent) + len(self.dashes)


def split_line(number: int, text: str) -> Line:
    """Return a line in its parts; a sentence after a dash (`- Nota: tutto`) has no field."""
    text = text.rstrip(" \t")
    found = _HEAD.match(text)
    assert found is not None  # every part of the pattern may be empty
    indent, dashes, key, value = (found[name] or "" for name in ("indent", "dashes", "key", "value"))
    if key and dashes and not PLAIN_KEY.fullmatch(key):
        key, value = "", text[len(indent + dashes) :]
    return Line(number, text, indent, dashes, key, value)


def quoted(text: str) -> str:
    """Return the text between double quotes, its own double quotes turned into «…»."""
    text = _INNER_QUOTES.sub("«\\1»", bare(text))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def bare(text: str) -> str:
    """Return the text without the curly quotes around it, when they stand around the whole of it."""
    ends = _CURLY.get(text[:1], "")
    if len(text) > 2 and ends and text[-1] in ends and not any(mark in text[1:-1] for mark in ends + text[0]):
        return text[1:-1]
    return text


def opened_and_closed(value: str) -> bool:
    """Return whether a text that opens quotation marks closes them somewhere on its line."""
    return bool(_QUOTATION.match(value))


def whole_quotation(value: str) -> bool:
    """Return whether the text is one quotation, with at most a note after it."""
    found = _QUOTATION.match(value)
    return bool(found and _NOTE.match(value, found.end()))


def safe_value(value: str) -> str:
    """Return a value that can follow its field or dash: between quotation marks if it would not be read without."""
    if value[:1] in ("'", '"'):
        return value if whole_quotation(value) else quoted(value)
    closed = {"[": "]", "{": "}"}.get(value[:1])
    if closed:
        return value if closed in value else quoted(value)
    return quoted(value) if re.search(r"^[@%&*!`,\]}?] ?|^[|>].*\w|:\s|:$|\s#", value) else value


def requoted(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> Fix:
    """Return the correction that puts a stretch between double quotes; lines and columns count from 0."""
    (first, column), (last, until) = start, end
    stretch = "\n".join(lines[first : last + 1])
    tail = lines[last][until:]
    body = stretch[column : len(stretch) - len(tail)]
    return Fix(first + 1, last + 1, tuple((lines[first][:column] + quoted(body) + tail).split("\n")))
