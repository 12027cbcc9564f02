"""Mend the files of a project where that is safe: how they are noted first, then the typography of what is read in them."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from itertools import groupby

from terminal import page_bytes

from macros.corrections import corrected
from macros.pages import page_texts
from macros.problem import Problem
from macros.reading import readable
from macros.typography import mended_files

TURNS = 20
"""A file is read again after every correction, as one fault may hide another: no file needs so many."""


def fix(root: pathlib.Path) -> tuple[str, ...]:
    """Mend every file that can be; the files that changed. What was written stays, and a second time changes nothing."""
    return tuple(sorted({*_mend_notation(root), *_mend_typography(root)}))


def _mend_notation(root: pathlib.Path) -> set[str]:
    """The files that changed."""
    changed: set[str] = set()
    for _ in range(TURNS):
        files = {name: _corrected(root / name, own) for name, own in _problems(root).items()}
        mended = {name: text for name, text in files.items() if text is not None}
        for name, text in mended.items():
            (root / name).write_bytes(text)
        if not mended:
            break
        changed |= mended.keys()
    return changed


def _problems(root: pathlib.Path) -> Mapping[str, tuple[Problem, ...]]:
    """What is wrong with how the files are noted, by the name of the file."""
    problems = (*readable(root)[1], *page_texts(page_bytes(root))[1])
    ordered = sorted(problems, key=lambda problem: problem.place)
    return {file: tuple(own) for file, own in groupby(ordered, key=lambda problem: problem.place.file)}


def _corrected(file: pathlib.Path, problems: Iterable[Problem]) -> bytes | None:
    """The file put right; None where nothing changes, or it is no file that can be read."""
    if not file.is_file() or file.is_symlink():
        return None
    raw = file.read_bytes()
    try:
        text = corrected(raw.decode(), problems).encode()
    except UnicodeDecodeError:
        return None
    return text if text != raw else None


def _mend_typography(root: pathlib.Path) -> set[str]:
    """The files that changed; none while the book itself, whose language decides the rules, cannot be read."""
    library, _ = readable(root)
    if "book.yml" in library.broken:
        return set()
    mended = mended_files(library, page_texts(page_bytes(root))[0])
    sound = {name for name in mended if b"\r" not in (root / name).read_bytes()}
    for name in sound:
        (root / name).write_bytes(mended[name].encode())
    return sound
