"""A value and the file it stands in → where in the file each of its letters was typed.

YAML drops indentation, folds lines and writes some letters with two signs: this walks the value and the file side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

Letters = tuple[tuple[int, int], ...]
"""For each letter of a value, where it begins and ends in the file."""
Step = Callable[[str, int, str], tuple[int, int] | None]
"""Text, place and letter → where that letter is typed, from this place on; None if another thing stands there."""

_FOLD = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)?")
_ESCAPES = {'"': {'\\"': '"', "\\\\": "\\", "\\n": "\n"}, "'": {"''": "'"}}


def letters_of(text: str, at: int, value: str) -> Letters | None:
    """The letters of a value that begins at a place of a file; None if it is written in a way not known here."""
    style = text[at : at + 1]
    step: Step = partial(_flow_step, _ESCAPES.get(style, {}))
    if style in ("|", ">"):
        at = text.find("\n", at) + 1
        body = text[at:].lstrip("\n")
        step = partial(_block_step, len(body) - len(body.lstrip(" ")))
    elif style in _ESCAPES:
        at += 1
    letters = []
    for letter in value:
        place = step(text, at, letter)
        if place is None:
            return None
        letters.append(place)
        at = place[1]
    return tuple(letters)


def _block_step(indent: int, text: str, at: int, letter: str) -> tuple[int, int] | None:
    if text[at - 1] == "\n":
        line = text[at : at + indent]
        at += len(line) - len(line.lstrip(" "))
    return (at, at + 1) if text[at : at + 1] == letter else None


def _flow_step(escapes: dict[str, str], text: str, at: int, letter: str) -> tuple[int, int] | None:
    pair = text[at : at + 2]
    if pair in escapes:
        return (at, at + 2) if escapes[pair] == letter else None
    fold = _FOLD.match(text, at)
    if fold and letter in " \n":
        return fold.span() if (fold[0].count("\n") == 1) == (letter == " ") else None
    return (at, at + 1) if pair[:1] == letter else None
