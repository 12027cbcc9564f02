"""A file of the content → Document, or the problems that stand in the way."""

from __future__ import annotations

import pathlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from macros.problem import Place, Problem
from macros.source.faults import MendedText, mend_faults
from macros.source.letters import clean_text
from macros.source.nodes import Node, read_tree
from macros.source.values import value_problems

LARGEST_FILE = 200_000
"""Bytes; a file is refused beyond this size before anything in it is read."""

Data: TypeAlias = "str | tuple[Data, ...] | dict[str, Data]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """What one file says, and where it says it."""

    file: str
    """POSIX path from the root of the project."""
    text: str
    """The whole file as typed, without byte order mark, lines ending in a line feed."""
    data: Data
    """Groups of fields, lists and texts: a number or a date is still the text its author typed."""
    places: Mapping[Path, Place]
    """Path of every value → the stretch it takes on its first line."""
    keys: Mapping[Path, Place]
    """Path of every field → the stretch of its name."""
    reported: frozenset[Path] = field(default=frozenset())
    """Paths that already carry a problem: what a later check says of them is a consequence."""
    mended: bool = False
    """True when the data come from the corrected text: good to resolve ids, not to check further."""


Reading: TypeAlias = tuple[Document | None, tuple[Problem, ...]]


def read_document(root: pathlib.Path, file: pathlib.Path) -> Reading:
    """Return what a file under the root says, or None, with every problem found in it; raises nothing."""
    whole = file if file.is_absolute() else root / file
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.name
    try:
        if not stat.S_ISREG(whole.lstat().st_mode) or not whole.resolve().is_relative_to(root.resolve()):
            return None, (Problem("MB073", Place(name, 1, 1), {"name": name}),)
        with whole.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return None, (Problem("MB075", Place(name, 1, 1), {"name": name}),)
    return make_document(name, raw)


def make_document(file: str, raw: bytes) -> Reading:
    """Return what the bytes of a file say, or None, with every problem found in them; raises nothing."""
    if len(raw) > LARGEST_FILE:
        values = {"allowed": f"{LARGEST_FILE // 1000} kB", "found": f"{-(-len(raw) // 1000)} kB"}
        return None, (Problem("MB001", Place(file, 1, 1), values),)
    letters = clean_text(file, raw)
    if letters.cleaned is None:
        return None, letters.problems
    mended = mend_faults(file, letters.cleaned)
    document, found = _document(file, letters.text, mended)
    return document, tuple(sorted((*letters.problems, *mended.problems, *found), key=lambda problem: problem.place))


def _document(file: str, text: str, mended: MendedText) -> tuple[Document | None, tuple[Problem, ...]]:
    if mended.text is None:
        return None, ()
    tree = read_tree(file, mended.text)
    if tree.root is None:
        return None, tree.problems
    lines = mended.text.split("\n")
    data, places, keys = _measure(file, lines, tree.root)
    found, reported = value_problems(file, lines, tree.root)
    document = Document(file, text, data, places, keys, reported, bool(mended.problems))
    # A file that had to be mended is not checked further: the guess would be blamed on its author.
    return document, () if mended.problems else (*tree.problems, *found)


def _measure(file: str, lines: list[str], root: Node) -> tuple[Data, dict[Path, Place], dict[Path, Place]]:
    places: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}

    def visit(node: Node, path: Path) -> Data:
        places[path] = node.place(file, lines)
        if node.items is not None:
            return tuple(visit(item, (*path, number)) for number, item in enumerate(node.items))
        if node.pairs is None:
            return node.text
        group: dict[str, Data] = {}
        for key, value in node.pairs:
            if key.text not in group:  # the first of two fields of the same name counts
                keys[(*path, key.text)] = key.place(file, lines)
                group[key.text] = visit(value, (*path, key.text))
        return group

    return visit(root, ()), places, keys
