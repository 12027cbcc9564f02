"""The rules that hold in every language we publish: spaces, dots, headings, note calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.source.letters import is_hidden
from macros.typography.markup import BREAK, CALL, Copy
from macros.typography.rule import Change, Hit, Rule, pattern

_CALLS = re.compile(rf"(?P<gap>[ \u00a0]*)(?P<calls>{CALL}+)(?P<stop>[.,;:!?…](?![\w.]))?")
_INNER = re.compile(
    r"(?P<open>[«“(])(?P<right>[ \u00a0\u2009\u202f]+)(?=[^\s)])|(?<=[^\s\x00(])(?P<left>[ \u00a0\u2009\u202f]+)(?P<close>[»”)])"
)
_TYPED_CALL = re.compile(r"\[@[a-z0-9/-]+\]|\[\[[a-z0-9-]+(?:\|[^\[\]|]*)?\]\]")


def spaces_inside(copy: Copy) -> Iterator[Hit]:
    """Quotation marks and brackets touch what they hold; a mark without its other half may be another sign."""
    for found in _INNER.finditer(copy.text):
        block, sign = copy.block_at(found.start()), found["open"] or found["close"]
        before, after = copy.text[block.start : found.start()], copy.text[found.end() : block.end]
        first, last = next(pair for pair in ("«»", "“”", "()") if sign in pair)
        if last in after if found["open"] else before.count(first) > before.count(last):
            gap = "right" if found["open"] else "left"
            yield Hit("MB143", *found.span(gap), (Change(*found.span(gap), ""),))


def calls_before_stops(copy: Copy) -> Iterator[Hit]:
    """A note call follows the stop, and touches it."""
    for found in _CALLS.finditer(copy.text):
        changes = []
        if found["gap"] and copy.text[found.start() - 1 : found.start()] not in ("", BREAK, "\n"):
            changes.append(Change(*found.span("gap"), ""))
        if found["stop"]:
            changes.append(Change(found.start("calls"), found.start("calls"), found["stop"]))
            changes.append(Change(*found.span("stop"), ""))
        if changes:
            yield Hit("MB159", *found.span(), tuple(changes))


def calls_in_titles(copy: Copy) -> Iterator[Hit]:
    """A title has no note."""
    for block in copy.blocks:
        words = copy.text[block.start : block.end]
        if block.level >= 0 and CALL in words:
            yield Hit("MB160", block.start + words.index(CALL), block.start + words.index(CALL) + 1)


def marks_on_a_line(copy: Copy) -> Iterator[Hit]:
    """In a field of one line marks are printed as they are typed."""
    if copy.flavour == "line":
        yield from (Hit("MB160", *found.span()) for found in _TYPED_CALL.finditer(copy.text))


def stops_of_titles(copy: Copy) -> Iterator[Hit]:
    """A title has no stop at its end; an abbreviation keeps its own."""
    for block in copy.blocks:
        words = copy.text[block.start : block.end]
        if block.level >= 0 and re.search(r"(?<![.\s])[.,;:]$", words) and not re.search(r"\.\w+\.$|\becc\.$", words):
            yield Hit("MB156", block.end - 1, block.end, (Change(block.end - 1, block.end, ""),), {"value": words})


def levels_of_headings(copy: Copy) -> Iterator[Hit]:
    """The headings of a page go down one level at a time; one that a macro prints is not known."""
    above = 1
    for block in copy.blocks:
        if block.level > above + 1 and not block.after_macro:
            yield Hit("MB158", block.start, block.end, (), {"found": str(block.level), "allowed": str(above + 1)})
        above = block.level if block.level > 0 else above


def hidden_letters(copy: Copy) -> Iterator[Hit]:
    """An entity that stands for a letter nobody sees: a soft hyphen, a space without width."""
    for at in copy.entities:
        if is_hidden(copy.text[at]):
            block, start, end = copy.block_at(at), at, at + 1
            while start == block.start and copy.text[end] == " ":  # no space is left to begin or end with
                end += 1
            while end == block.end and copy.text[start - 1] == " " and start > block.start:
                start -= 1
            yield Hit("MB162", at, at + 1, (Change(start, end, ""),), {"code": f"U+{ord(copy.text[at]):04X}"})


RULES: tuple[Rule, ...] = (
    Rule("MB143", spaces_inside, re.compile(r"[«“(][ \u00a0\u2009\u202f]|[ \u00a0\u2009\u202f][»”)]")),
    pattern("MB145", r"\.{3,}(?![/\\])|(?<![.\d])\.[ ]\.[ ]\.", "…", sign=r"\.[. ]\.?"),
    pattern(
        "MB148",
        r"(?<=[^\s\x00])[ \u00a0]{2,}(?=[^\s\x00,.;:!?»”)])",
        lambda found: "\u00a0" if "\u00a0" in found[0] else " ",
        sign=r"[ \u00a0]{2}",
    ),
    pattern(
        "MB149",
        rf"(?<=[^\s\x00])[ \u00a0]+(?=[,.;:!?](?:[\s\x00»”){CALL}]))",
        "",
        sign=r"[ \u00a0][,.;:!?]",
    ),
    Rule("MB156", stops_of_titles, titles=True),
    Rule("MB158", levels_of_headings, titles=True),
    Rule("MB159", calls_before_stops, re.compile(rf"[ \u00a0]{CALL}|{CALL}[.,;:!?…]")),
    Rule("MB160", calls_in_titles, titles=True),
    Rule("MB160", marks_on_a_line, _TYPED_CALL),
    Rule("MB162", hidden_letters),
)
"""Every such rule, in the order of its code."""
