"""Quotation marks: «…», inside them “…”, inside those ‘…’; every one that opens closes in its paragraph.

The sign that closes the third level is also the apostrophe: it closes only what is open, and only after a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from macros.typography.markup import BREAK, OBJECT, Copy
from macros.typography.rule import Change, Hit

LEVELS = (("«", "»"), ("“", "”"), ("‘", "’"))
MARK = re.compile("[«»“”„‟\"‘’'‹›]")
"""What may open or close a quotation; ’ and ' are apostrophes as well."""
SURE_MARK = re.compile("[«»“”„‟\"‘'‹›]")
"""What is no mere apostrophe: it stands in every text that has a quotation."""
_CLOSED_LATER = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_TWINS = {"»": "«", "›": "‹", "”": "“„‟", "“": "„", "’": "‘", '"': '"', "'": "'"}
"""A mark that closes → the marks that open with it."""


@dataclass(frozen=True)
class _Open:
    """A mark that waits for its other half."""

    sign: str
    at: int


def quotations(copy: Copy) -> Iterator[Hit]:
    """Marks that are not those of their level, and marks without their other half."""
    for block in copy.blocks:
        if MARK.search(copy.text, block.start, block.end):
            found = tuple(_of_block(copy.text, block.start, block.end))
            alone = any(hit.code == "MB142" for hit in found)  # then nobody knows what is inside what
            yield from (replace(hit, changes=()) if alone else hit for hit in found)


def _of_block(text: str, start: int, end: int) -> Iterator[Hit]:
    waiting: list[_Open] = []
    for found in MARK.finditer(text, start, end):
        sign, at = found[0], found.start()
        before, after = text[at - 1] if at > start else BREAK, text[at + 1 : at + 2]
        if waiting and _closes(sign, waiting[-1].sign, before, after):
            yield from _pair(waiting.pop(), _Open(sign, at), len(waiting))
        elif _opens(sign, before, after) and (sign not in "'‘" or _CLOSED_LATER.search(text, at + 1, end)):
            waiting.append(_Open(sign, at))
        elif not _is_other_sign(sign, before, after):
            yield Hit("MB142", at, at + 1, (), {"sign": sign})
    yield from (Hit("MB142", left.at, left.at + 1, (), {"sign": left.sign}) for left in waiting if left.sign != "'")


def _pair(first: _Open, last: _Open, depth: int) -> Iterator[Hit]:
    right = LEVELS[min(depth, 2)]
    if (first.sign, last.sign) != right:
        changes = tuple(
            Change(mark.at, mark.at + 1, new)
            for mark, new in zip((first, last), right, strict=True)
            if mark.sign != new
        )
        safe = "'" not in (first.sign, last.sign)  # it might be an apostrophe
        values = {"value": first.sign + last.sign, "right": "…".join(right)}
        yield Hit("MB141", first.at, first.at + 1, changes if safe else (), values)


def _closes(sign: str, waiting: str, before: str, after: str) -> bool:
    if waiting not in _TWINS.get(sign, ()):
        return sign == "“" and waiting == "“" and not _is_edge(before) and not _is_word(after)
    if sign in "\"'’":
        return not _is_edge(before) and not _is_word(after)
    return True


def _opens(sign: str, before: str, after: str) -> bool:
    if sign in "«“„‟‹":
        return True
    if sign == '"':
        return bool(after.strip()) and (_is_edge(before) or before in "'’")
    year = sign == "'" and after.isdigit()
    return sign in "'‘" and _is_edge(before) and _is_word(after) and not year


def _is_other_sign(sign: str, before: str, after: str) -> bool:
    """Whether a mark that closes nothing is none: an apostrophe, 3" for inches, the steps of « Menu » Rete »."""
    return sign in "'‘’" or (sign == '"' and before.isdigit()) or (before == after == " ")


def _is_edge(letter: str) -> bool:
    """Whether a word can begin after this letter."""
    return not letter.strip() or letter in "\x00([{«“‘—–/" + '"'


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == OBJECT
