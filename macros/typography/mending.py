"""A text and its rules → the changes that leave nothing to mend, and the file with them made.

Rules are asked again until they find nothing more; every change is told in the letters of the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from macros.source import Data, Document, Path, make_document
from macros.typography.markup import BREAK, CALL, OBJECT, Copy, Flavour, copy_of
from macros.typography.piece import Piece
from macros.typography.rule import Change, Hit, Rule

Excused = Callable[[Copy, Hit], bool]
"""Whether somebody gave a reason to leave a hit as it is."""
ROUNDS = 12
"""Rounds after which a text that still changes is left alone."""

_OF_LETTERS = frozenset({"MB140", "MB146", "MB151", "MB152"})
"""Rules that change a letter, an apostrophe or a hyphen inside a word: in a name they would make another name of it."""
_NAME = re.compile(r"[=_@\\]|\?\w|\w['’]?/\w|[^\W\d_]['’\"]?\.[a-z]{2,}|\w\.\w+/")
_BLANK = re.compile(rf"[ \n{BREAK}]")


def no_excuse(_copy: Copy, _hit: Hit) -> bool:
    """Nothing is excused."""
    return False


def hits(copy: Copy, rules: Iterable[Rule], excused: Excused = no_excuse) -> Iterator[Hit]:
    """What the rules find in a copy, but for what is excused, and for names of files and the like."""
    found = (hit for rule in rules for hit in rule.find(copy) if hit.code not in _OF_LETTERS or not _is_name(copy, hit))
    return (hit for hit in found if not excused(copy, hit))


def _is_name(copy: Copy, hit: Hit) -> bool:
    """Whether a hit stands in a run of letters that a program reads: a path, the name of a file, an assignment."""
    start = max(copy.text.rfind(blank, 0, hit.start + 1) for blank in (" ", "\n", BREAK)) + 1
    end = _BLANK.search(copy.text, hit.end)
    return _NAME.search(copy.text, start, end.start() if end else len(copy.text)) is not None


def mending(
    text: str, flavour: Flavour, rules: Sequence[Rule], *, title: bool = False, excused: Excused = no_excuse
) -> tuple[Change, ...]:
    """The changes of a text that leave the rules nothing to mend, in its own letters.

    None if that has no end, or if the text would then say anything else, or nothing.
    """
    letters: list[tuple[str, int]] = [(letter, at) for at, letter in enumerate(text)]
    for _ in range(ROUNDS):
        copy = copy_of("".join(letter for letter, _ in letters), flavour, title=title)
        changes = _typed_changes(copy, hits(copy, rules, excused))
        if not changes:
            same = _said(copy) == _said(copy_of(text, flavour, title=title))
            left = any(letter.strip() for letter, _ in letters)
            return tuple(_in_first_letters(letters, len(text))) if same and left else ()
        for change in reversed(changes):
            letters[change.start : change.end] = [(letter, -1) for letter in change.new]
    return ()


def _said(copy: Copy) -> str:
    """The letters and figures of a copy without their accents, and the things and calls in it."""
    apart = unicodedata.normalize("NFD", copy.text)
    return "".join(sign for sign in apart if sign.isalnum() or sign in (OBJECT, CALL))


def changed(text: str, changes: Iterable[Change]) -> str:
    """The text with changes made that do not touch each other."""
    for change in sorted(changes, key=lambda change: (change.start, change.end), reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def _typed_changes(copy: Copy, found: Iterable[Hit]) -> list[Change]:
    """The changes of hits, in the letters typed; a hit whose changes touch those of an earlier one waits for the next round."""
    made: list[Change] = []
    for hit in sorted(found, key=lambda hit: (hit.start, hit.end)):
        typed = [(copy.typed(change.start, change.end), change.new) for change in hit.changes]
        changes = [Change(*place, new) for place, new in typed if place is not None]
        if len(changes) == len(hit.changes) and not any(_touch(one, other) for one in changes for other in made):
            made += changes
    return sorted(made, key=lambda change: (change.start, change.end))


def _touch(one: Change, other: Change) -> bool:
    return one.start <= other.end and other.start <= one.end


def _in_first_letters(letters: Sequence[tuple[str, int]], length: int) -> Iterator[Change]:
    """What was replaced between the letters that stayed."""
    kept, new = -1, ""
    for letter, at in [*letters, ("", length)]:
        if at < 0:
            new += letter
            continue
        if new or at > kept + 1:
            yield Change(kept + 1, at, new)
        kept, new = at, ""


def file_changes(piece: Piece, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of a piece in the letters of its file; none if one of them cannot be placed."""
    found = []
    for change in changes:
        place = piece.typed(change.start, change.end)
        if place is None:
            return ()
        found.append(Change(*place, change.new))
    return tuple(found)


def mended_document(document: Document, changes: Sequence[tuple[Piece, tuple[Change, ...]]]) -> str:
    """The file with the changes of its pieces made; as it was, if it would then say anything else."""
    expected = document.data
    made: list[Change] = []
    for piece, own in changes:
        found = file_changes(piece, own)
        if found:
            expected = _with(expected, piece.path, changed(piece.value, own))
            made += found
    text = changed(document.text, made)
    (_, before), (again, after) = (make_document(document.file, typed.encode()) for typed in (document.text, text))
    as_good = [problem.code for problem in after] == [problem.code for problem in before]
    return text if again is not None and again.data == expected and as_good else document.text


def _with(data: Data, path: Path, value: str) -> Data:
    """The data with one value replaced."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(data, dict):
        return {key: _with(inner, rest, value) if key == first else inner for key, inner in data.items()}
    if isinstance(data, tuple):
        return tuple(_with(inner, rest, value) if number == first else inner for number, inner in enumerate(data))
    return data
