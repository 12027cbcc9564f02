"""Whether a PDF or an EPUB that somebody has is the one that this project gives, and if not why, in words."""

from __future__ import annotations

import argparse
import hashlib
import pathlib
from collections.abc import Callable, Iterator, Mapping

from terminal import CONTENT, OK, USE, console

from kept import sources

from macros.book.altered import Altered, altered
from macros.book.compare import (
    LARGEST,
    Difference,
    Identity,
    StrangeFileError,
    early_differences,
    identity,
    late_difference,
)
from macros.library import Library
from macros.problem import Language, label, visible

_LISTED = 20
"""Names of files that are printed; the others are counted."""
Made = Mapping[str, bytes]
"""What the project gives: `pdf` and `epub`."""


def compare(
    options: argparse.Namespace, root: pathlib.Path, library: Library, tools: tuple[str, ...], make: Callable[[], Made]
) -> int:
    """Exit code 0 if the file is what `make` gives, byte for byte; 1 if not; 2 if it is not one of this book's.

    What the file says of itself is compared first: if that differs, nothing needs to be made.
    """
    try:
        with options.verify.open("rb") as file:
            content: bytes = file.read(LARGEST + 1)
        found = identity(content, library.book, library.words)
    except OSError:
        return _strange("no_file", options)
    except StrangeFileError as error:
        return _strange(error.kind, options, error.cause)
    here = Identity(edition=library.book.edition, tools=tools, contents=sources(root))
    differences = tuple(early_differences(found, here))
    lines = [line for difference in differences for line in _told(difference, options.lang)]
    if not differences:
        made = make()["pdf" if found.members is None else "epub"]
        if made == content:
            print(_same(content, options))
            return OK
        if found.members is None:
            try:
                lines = list(_told_altered(altered(content, made), options.lang))
            except StrangeFileError as error:
                return _strange(error.kind, options, error.cause)
        else:
            lines = list(_told(late_difference(found, identity(made, library.book, library.words)), options.lang))
    print("\n".join((label("verify_different", options.lang).format(file=options.verify.name), *lines)))
    return CONTENT


def _strange(kind: str, options: argparse.Namespace, cause: str = "") -> int:
    text = label(f"verify_{kind}", options.lang).format(file=options.verify.name, cause=cause)
    console.print(text, markup=False)
    return USE


def _same(content: bytes, options: argparse.Namespace) -> str:
    digest = hashlib.sha256(content).hexdigest()
    return label("verify_same", options.lang).format(file=options.verify.name, sha256=digest)


def _told(difference: Difference, lang: Language) -> Iterator[str]:
    found, here = (visible(", ".join(names), spaces_stay=True) for names in (difference.found, difference.here))
    text = label(f"verify_{difference.reason}", lang)
    if difference.reason not in ("contents", "members"):
        yield f"– {text.format(found=found or '—', here=here or '—')}"
        return
    yield f"– {text}"
    names = {"changed": difference.changed, "found": difference.found, "here": difference.here}
    lines = [
        label(f"verify_file_{group}", lang).format(file=visible(file))
        for group, files in names.items()
        for file in files
    ]
    yield from _shortened([f"  {line}" for line in lines], lang)


def _told_altered(differences: tuple[Altered, ...], lang: Language) -> Iterator[str]:
    lines = []
    for difference in differences:
        found, here, place = (
            visible(text, spaces_stay=True) for text in (difference.found, difference.here, difference.place)
        )
        side = ("_found" if not here else "_here" if not found else "") if difference.reason == "carried" else ""
        text = label(f"verify_{difference.reason}{side}", lang)
        lines.append(f"– {text.format(found=found or '—', here=here or '—', place=place)}")
    yield from _shortened(lines, lang)


def _shortened(lines: list[str], lang: Language) -> Iterator[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"  {label('verify_more', lang).format(n=len(lines) - _LISTED)}"
