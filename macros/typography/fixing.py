"""Library and pages → the files that change when everything that can safely be mended is mended."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from macros.library import Library
from macros.source import Document
from macros.typography.checking import changes_of, found_in, rules_of
from macros.typography.exempting import Exempting
from macros.typography.mending import changed, mended_document
from macros.typography.piece import Piece, pieces
from macros.typography.rule import Change


def mended_files(library: Library, pages: Mapping[str, str]) -> dict[str, str]:
    """The new text of every file that changes, by its name from the root of the project.

    Only words that readers read change: ids, addresses, code and everything around the values stay as they are.
    """
    rules, exempting = rules_of(library.book.language), Exempting(library.exemptions)
    documents = {document.file: document for document in _documents(library)}
    found: dict[str, str] = {}
    read = tuple(pieces(library, pages))
    wrong = {piece for piece, _ in found_in(read, rules)}
    for file, own in groupby((piece for piece in read if piece in wrong), key=lambda piece: piece.sheet.file):
        changes = [(piece, made) for piece in own if (made := changes_of(piece, rules, exempting))]
        if changes:
            found[file] = _mended(documents.get(file), changes)
    return {file: text for file, text in found.items() if text != _text(documents, pages, file)}


def _documents(library: Library) -> tuple[Document, ...]:
    return (*library.alone.values(), *(item.document for item in library.items.values()))


def _mended(document: Document | None, changes: list[tuple[Piece, tuple[Change, ...]]]) -> str:
    if document is not None:
        return mended_document(document, changes)
    ((page, made),) = changes
    return changed(page.value, made)


def _text(documents: Mapping[str, Document], pages: Mapping[str, str], file: str) -> str:
    return documents[file].text if file in documents else pages[file.removeprefix("docs/")]
