"""One text as its author typed it → what readers read of it, with the place of every letter in the text as typed.

Signs of markup, addresses and calls of macros are not read, so no rule ever sees them; what readers see but nobody typed
as words (code, the title of an entry, a number to come) is one sign, `OBJECT`, and a note call is `CALL`.
It knows the small Markdown of `prose` and that of the pages of `docs/`; it does not know what a text is about.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from macros.model import ID_PATTERN
from macros.typography.blocks import Span, page_spans, prose_spans

OBJECT, CALL, BREAK = "\ue001", "\ue002", "\x00"
"""Signs no author can type (MB100 refuses them): a thing, a note call, the end of a block."""
Flavour: TypeAlias = Literal["line", "prose", "page"]
"""A line printed as it is; the small Markdown of an entry; a page of `docs/`."""

_ID = ID_PATTERN.strip("^$")
_ADDRESS = (  # whatever is glued to it, but the stops that close
    r"(?:(?<![a-z0-9])[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:)(?:(?!\]\()[^\s<>])*(?<![.,;:!?…»”\"'’)\]*_])"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_PLACE = r"\{\w+\}"
_LINE = rf"(?P<object>{_ADDRESS}|{_PLACE})"
_SIGNS_OF_LINE = re.compile(r"[{@]|://|www")
"""One of them is in every line that is not read just as it is typed."""
_SMALL = rf"""
    (?P<newline>[ \t]*\n[ \t]*(?:>[ \t]?)*)
  | \\(?P<escaped>[!-/:-@\[-`{{-~])
  | (?P<entity>&(?:\#\d+|\#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)
  | (?P<nothing>!?\[(?=[^\[\]]*\]\() | \]\([^()\s]*(?:\s+"[^"]*")?\))
  | (?P<object>{_ADDRESS}|{_PLACE}|\[\[{_ID}\]\])
  | (?P<emphasis>\*+(?=\S)|(?<=\S)\*+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w))
"""
_PROSE = rf"""
    (?P<call>\[@{_ID}/{_ID}\])
  | \[\[{_ID}\|(?P<words>[^\[\]|\n]+)\]\]
  | {_SMALL}
"""
_PAGE = rf"""
    (?P<call>\{{\{{\s*cite\([^()]*\)\s*\}}\}})
  | \{{\{{\s*ref\(\s*"[^"]*"\s*,\s*"(?P<words>[^"]*)"\s*\)\s*\}}\}}
  | (?P<unseen><!--.*?--> | \{{%.*?%\}} | \{{\#.*?\#\}})
  | (?P<thing>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | \{{\{{.*?\}}\}} | <(?:https?://|mailto:)[^<>\s]*>)
  | (?P<tag></?[A-Za-z][^<>]*>)
  | {_SMALL}
"""
_TOKENS = {
    "line": re.compile(_LINE),
    "prose": re.compile(_PROSE, re.VERBOSE),
    "page": re.compile(_PAGE, re.VERBOSE | re.DOTALL),
}


class Block(NamedTuple):
    """A paragraph, an item, a cell or a title: `start` to `end` of what is read."""

    start: int
    end: int
    level: int
    """Of a heading 1 to 6, of a title that stands alone 0; -1 for what is no title."""
    after_macro: bool
    """Whether a macro stands between a heading and the one before: it may print headings of its own."""


class Stretch(NamedTuple):
    """Some letters that are read, and the letters as typed that they come from; what is replaced has another width."""

    start: int
    length: int
    origin: int
    width: int


@dataclass(frozen=True)
class Copy:
    """What readers read of one text, block after block, each ending with `BREAK`."""

    flavour: Flavour
    source: str
    """The text as typed."""
    text: str
    blocks: tuple[Block, ...]
    stretches: tuple[Stretch, ...]
    toggles: tuple[int, ...]
    """Where emphasis begins or ends."""
    entities: tuple[int, ...]
    """Where letters stand that were typed as `&name;`."""

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.start for stretch in self.stretches]

    def origin(self, at: int) -> tuple[int, int]:
        """Where the letter at a place that is read begins and ends in the text as typed."""
        stretch = self.stretches[max(0, bisect_right(self._starts, at) - 1)]
        if stretch.length != stretch.width:
            return stretch.origin, stretch.origin + stretch.width
        inside = min(at - stretch.start, stretch.length - 1)
        return stretch.origin + inside, stretch.origin + inside + 1

    def typed(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch as typed of what is read from `start` to `end`; None if something unread stands inside it.

        Where nothing is read between the two, the place between the letters on either side.
        """
        if start == end:
            before = self.origin(start - 1)[1] if start and self.text[start - 1] != BREAK else None
            after = self.origin(start)[0] if start < len(self.text) and self.text[start] != BREAK else before
            return None if after is None or before not in (None, after) else (after, after)
        places = [self.origin(at) for at in range(start, end)]
        whole = all(one[1] == other[0] for one, other in pairwise(places))
        return (places[0][0], places[-1][1]) if whole else None

    def block_at(self, at: int) -> Block:
        """The block a place stands in."""
        return self.blocks[bisect_right([block.start for block in self.blocks], at) - 1]


def copy_of(text: str, flavour: Flavour, *, title: bool = False) -> Copy:
    """What readers read of a text; `title` says that the whole of it is one."""
    if flavour == "line" and not _SIGNS_OF_LINE.search(text):
        length = len(text)
        blocks = (Block(0, length, 0 if title else -1, False),)
        return Copy(
            flavour, text, text + BREAK, blocks, (Stretch(0, length, 0, length), Stretch(length, 1, length, 0)), (), ()
        )
    scribe = _Scribe(text, flavour)
    for span in _spans(text, flavour, title=title):
        scribe.block(span)
    return Copy(flavour, text, "".join(scribe.parts), tuple(scribe.blocks), tuple(scribe.stretches), *scribe.noted())


def _spans(text: str, flavour: Flavour, *, title: bool) -> Iterator[Span]:
    if flavour == "line":
        return iter((Span(0, len(text), 0 if title else -1),))
    return prose_spans(text) if flavour == "prose" else page_spans(text)


class _Scribe:
    """Writes the copy, block by block."""

    def __init__(self, text: str, flavour: Flavour) -> None:
        self.typed = text
        self.token = _TOKENS[flavour]
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.stretches: list[Stretch] = []
        self.toggles: list[int] = []
        self.entities: list[int] = []
        self.length = 0

    def block(self, span: Span) -> None:
        start = self.length
        at = span.start
        for found in self.token.finditer(self.typed, span.start, span.end):
            self._same(at, found.start())
            self._token(found)
            at = found.end()
        self._same(at, span.end)
        self.blocks.append(Block(start, self.length, span.level, span.after_macro))
        self._write(BREAK, span.end, 0)

    def noted(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return tuple(self.toggles), tuple(self.entities)

    def _token(self, found: re.Match[str]) -> None:
        kind, (start, end) = found.lastgroup, found.span()
        if kind in ("words", "escaped"):
            self._same(*found.span(kind))
        elif kind == "entity":
            self.entities.append(self.length)
            self._write(html.unescape(found[0])[:1], start, end - start)
        elif kind == "newline":
            self._write("\n", start, end - start)
        elif kind == "call":
            self._write(CALL, start, end - start)
        elif kind in ("object", "thing", "ticks"):
            self._write(OBJECT, start, end - start)
        elif kind == "emphasis":
            self.toggles.append(self.length)

    def _same(self, start: int, end: int) -> None:
        if end > start:
            self.parts.append(self.typed[start:end])
            self.stretches.append(Stretch(self.length, end - start, start, end - start))
            self.length += end - start

    def _write(self, sign: str, origin: int, width: int) -> None:
        self.parts.append(sign)
        self.stretches.append(Stretch(self.length, 1, origin, width))
        self.length += 1
