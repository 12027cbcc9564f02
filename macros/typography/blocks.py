"""The lines of a text → its paragraphs, list items, headings and cells: where each begins and ends.

What readers do not read as words is no block: front matter, fences of code, rules of tables, definitions of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_ITEM = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_FRONT = re.compile(r"---\n.*?\n---[ \t]*(?:\n|$)", re.DOTALL)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_MACRO = re.compile(r"[ \t]*\{\{.*\}\}[ \t]*$")
_DEFINITION = re.compile(r"[ \t]*\[[^\]]+\]:[ \t]+\S")
_CELL = re.compile(r"(?:\\.|[^|\\])+")
_RULER = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*$")
_UNREAD = re.compile(r"<(script|style|pre|svg)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


class Span(NamedTuple):
    """Where a block stands in the text as typed."""

    start: int
    end: int
    level: int = -1
    """Of a heading 1 to 6, of a title that stands alone 0; -1 for what is no title."""
    after_macro: bool = False
    """Whether a macro stands between a heading and the one before: it may print headings of its own."""


class Line(NamedTuple):
    """One line and where it begins."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def prose_spans(text: str) -> Iterator[Span]:
    """The paragraphs and items of an entry's text."""
    return _paragraphs(_lines(text, 0))


def page_spans(text: str) -> Iterator[Span]:
    """The blocks of a page of `docs/`, in order."""
    front = _FRONT.match(text)
    text = _UNREAD.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    waiting: list[Line] = []
    after_macro = False
    for line in _without_code(_lines(text, front.end() if front else 0)):
        found = tuple(_of_line(line))
        macro = bool(_MACRO.match(line.text))
        if found or macro or _DEFINITION.match(line.text):
            yield from _paragraphs(waiting)
            waiting = []
            yield from (span._replace(after_macro=after_macro) for span in found)
            after_macro = macro or (after_macro and not any(span.level > 0 for span in found))
        else:
            waiting.append(line)
    yield from _paragraphs(waiting)


def _lines(text: str, at: int) -> Iterator[Line]:
    for line in text[at:].split("\n"):
        yield Line(at, line)
        at += len(line) + 1


def _without_code(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines of a page, each line of code replaced by an empty one."""
    fence, blank, listed = "", True, False
    for line in lines:
        mark = _FENCE.match(line.text)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
            yield Line(line.start, "")
        elif mark:
            fence = mark[1]
            yield Line(line.start, "")
        elif blank and not listed and re.match(r" {4}|\t", line.text):
            yield Line(line.start, "")
        else:
            yield line
            blank = not line.text.strip()
            listed = bool(_ITEM.match(line.text)) or (listed and (blank or line.text.startswith(" ")))


def _of_line(line: Line) -> Iterator[Span]:
    """The blocks of a line that cannot be part of a paragraph: a heading, or the row of a table."""
    heading = _HEADING.match(line.text)
    if heading:
        yield Span(line.start + heading.start(2), line.start + heading.end(2), len(heading[1]))
    elif line.text.lstrip().startswith("|") and line.text.rstrip().endswith("|"):
        if _RULER.match(line.text):
            yield Span(line.end, line.end)
        for cell in _CELL.finditer(line.text):
            words = cell[0].strip()
            if words and not _RULER.match(line.text):
                start = line.start + cell.start() + cell[0].index(words)
                yield Span(start, start + len(words))


def _paragraphs(lines: Iterator[Line] | list[Line]) -> Iterator[Span]:
    start = end = -1
    for line in lines:
        lead = _MARKER.match(line.text)
        begins = line.start + (lead.end() if lead else 0)
        if begins >= line.end or _ITEM.match(line.text):  # nothing on it, or a new item
            if start >= 0:
                yield Span(start, end)
            start = -1
        if begins < line.end:
            start = begins if start < 0 else start
            end = line.start + len(line.text.rstrip())
    if start >= 0:
        yield Span(start, end)
