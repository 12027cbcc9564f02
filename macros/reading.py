"""The folder `content/` → a Library, or every problem in it.

Only regular files under the folder are opened, and only through `source`.
"""

from __future__ import annotations

import hashlib
import pathlib
import re
from collections.abc import Iterator
from functools import lru_cache

from macros.contribution import free_name
from macros.crosscheck import cross_check
from macros.entry import read_entry
from macros.interface import word_problems
from macros.library import Item, Library, place_among_its_kind
from macros.model import ID_PATTERN, KINDS, RESERVED, Alone, BookData, Entry, Exemption, Licence, Typography
from macros.problem import ContentError, Place, Problem, level
from macros.remedy import proposed_id
from macros.source import Document, read_document

ALONE = ("book.yml", "words.yml", "typography.yml")
"""The files that stand in `content/` itself: the book, the words of the interface, exemptions from typographic rules."""
_NO_BOOK = BookData(
    title="",
    subtitle="",
    id="",
    language="it",
    edition="",
    published="",
    summary="",
    licence=Licence(name="", address=""),
    colophon=(),
    parts=(),
)
"""Stands for a book that could not be read: its name is then among what is broken."""


def read_library(root: pathlib.Path) -> Library:
    """The whole library under `root/content`; raises ContentError with every problem if any is an error."""
    library, problems = examine(root)
    if library is None or any(level(problem) == "errore" for problem in problems):
        raise ContentError(problems)
    return library


def examine(root: pathlib.Path) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library, if all its files could be read, and every problem and advice, in the order of files and lines."""
    library, problems = readable(root)
    return None if library.broken else library, problems


def readable(root: pathlib.Path) -> tuple[Library, tuple[Problem, ...]]:
    """As much of the library as could be read, what is `broken` aside, and every problem, in the order of files and lines.

    The same bytes give the same values, read once: the site engines ask again for every page.
    """
    return _readable(root, _digest(root))


def read_words(root: pathlib.Path) -> dict[str, str]:
    """The words of the interface alone; raises ContentError if they cannot be read."""
    document, problems = read_document(root, root / "content" / "words.yml")
    if document is None or not isinstance(document.data, dict):
        raise ContentError(problems)
    return {key: text for key, text in document.data.items() if isinstance(text, str)}


def _digest(root: pathlib.Path) -> str:
    digest = hashlib.sha256()
    for file in sorted((root / "content").rglob("*")):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        if file.is_file() and not file.is_symlink():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def _readable(root: pathlib.Path, digest: str) -> tuple[Library, tuple[Problem, ...]]:
    shelf = _Shelf(root)
    library = shelf.library(digest)
    problems = shelf.problems + list(cross_check(library))
    return library, tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))


class _Shelf:
    """Collects what is read and what is wrong while the folder is walked."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.items: dict[str, Item] = {}
        self.twins: set[str] = set()
        self.alone: dict[str, Document] = {}
        self.broken: set[str] = set()

    def library(self, digest: str) -> Library:
        """The library, with the ids of files that could not be read."""
        files = tuple(self._files())
        for file in sorted(files, key=lambda file: (list(KINDS).index(file.parent.name), file.name)):
            self._add(file)
        book, exemptions, texts = self._book(), self._exemptions(), self._words()
        for twin in self.twins:  # which of the two is meant cannot be known
            self.items.pop(twin, None)
        return Library(
            book,
            texts,
            dict(sorted(self.items.items(), key=_place_in_book)),
            digest,
            (frozenset(file.stem for file in files) - self.items.keys()) | self.broken,
            self.alone,
            exemptions,
        )

    def _files(self) -> Iterator[pathlib.Path]:
        """The entry files, in order of name; whatever else lies in the folder becomes a problem."""
        for file in sorted((self.root / "content").rglob("*")):
            code, values = self._oddity(file)
            if code:
                self.problems.append(Problem(code, Place(self._name(file), 1, 1), values))
            elif file.is_file() and file.parent.name in KINDS:
                yield file

    def _oddity(self, file: pathlib.Path) -> tuple[str, dict[str, str]]:
        inside = file.relative_to(self.root / "content").parts
        values = {"name": file.name}
        if file.is_symlink() or not (file.is_file() or file.is_dir()):
            return "MB073", values
        if file.is_dir():
            known = len(inside) == 1 and file.name in KINDS
            return ("", {}) if known else ("MB071", {**values, "legal": ", ".join(KINDS)})
        if file.name == "LICENSE" or (len(inside) == 1 and file.name in ALONE):
            return "", {}
        if len(inside) == 1:
            return "MB071", {**values, "legal": ", ".join(KINDS)}
        proposal = {"proposal": f"{free_name(proposed_id(file.stem), frozenset())}.yml"}
        if file.suffix != ".yml":
            return "MB074", values | proposal
        if not re.fullmatch(ID_PATTERN, file.stem):
            return "MB070", values | proposal
        if file.stem in RESERVED:
            return "MB076", {"name": file.stem} | proposal
        return "", {}

    def _add(self, file: pathlib.Path) -> None:
        document = self._document(file)
        if document is None:
            return
        kind = file.parent.name
        value, problems = read_entry(kind, document)
        self.problems.extend(problems)
        twin = self.items.get(file.stem)
        if twin is not None:
            self.twins.add(file.stem)
            values = {"id": file.stem, "other": twin.document.file}
            self.problems.append(Problem("MB072", Place(document.file, 1, 1), values))
        elif value is not None and not isinstance(value, BookData | Typography):
            self.items[file.stem] = Item(kind, file.stem, value, document)

    def _book(self) -> BookData:
        book = self._alone("book")
        return book if isinstance(book, BookData) else _NO_BOOK

    def _exemptions(self) -> tuple[Exemption, ...]:
        if not (self.root / "content" / "typography.yml").exists():
            return ()
        found = self._alone("typography")
        return found.ignore if isinstance(found, Typography) else ()

    def _alone(self, kind: str) -> Entry | Alone | None:
        """What a file of `content/` itself says; its name is among what is broken if that cannot be known."""
        document = self._document(self.root / "content" / f"{kind}.yml")
        value = None
        if document is not None:
            value, problems = read_entry(kind, document)
            self.problems.extend(problems)
            self.alone[f"{kind}.yml"] = document
        if value is None:
            self.broken.add(f"{kind}.yml")
        return value

    def _words(self) -> dict[str, str]:
        document = self._document(self.root / "content" / "words.yml")
        if document is None or not isinstance(document.data, dict):
            self.broken.add("words.yml")
            return {}
        if not document.mended:
            self.problems.extend(word_problems(document))
        self.alone["words.yml"] = document
        return {key: text for key, text in document.data.items() if isinstance(text, str)}

    def _document(self, file: pathlib.Path) -> Document | None:
        if not file.is_file():
            self.problems.append(Problem("MB075", Place(self._name(file), 1, 1), {"name": self._name(file)}))
            return None
        document, problems = read_document(self.root, file)
        self.problems.extend(problems)
        return document

    def _name(self, file: pathlib.Path) -> str:
        return file.relative_to(self.root).as_posix()


def _place_in_book(pair: tuple[str, Item]) -> tuple[int, bool, int, str]:
    id, item = pair
    return list(KINDS).index(item.kind), *place_among_its_kind(item.value), id
