"""Library → one JSON document with everything in it, and the JSON Schema that describes it.

JSON Schema draft 2020-12; the fields of the entries are those of the model, with the words written there for authors.
"""

from __future__ import annotations

from typing import Any

from macros.desk import Desk
from macros.library import Library
from macros.model import KINDS, BookData, Tombstone
from macros.opendata.record import Record, record
from macros.paragraphs import KEPT
from macros.schema import schema

WHOLE, SCHEMA = "library.json", "library.schema.json"
"""The names of the two files, among those of the open data."""
_BOOK = ("title", "subtitle", "id", "language", "edition", "published", "summary", "people", "licence")
"""What the document says of the book: what is needed to cite it and to know what may be done with it."""


def whole(library: Library) -> Record:
    """The book, every entry by kind in the order of the site, who cites which passage, and the comments taken back."""
    desk = Desk(library, str)
    return {
        "$schema": SCHEMA,
        "book": book_record(library.book),
        "entries": {
            kind: [record(desk, library.items[id]) for id, _ in library.of(model)] for kind, model in KINDS.items()
        },
        "citations": citations(library),
        "withdrawn": [
            {"id": id, "page": desk.address(id), "withdrawn": stone.withdrawn} for id, stone in library.of(Tombstone)
        ],
    }


def book_record(book: BookData) -> Record:
    """Title, edition, people, licence, and the address of the site if there is one."""
    address = {"site": book.addresses.site} if book.addresses.site else {}
    return {
        **{name: getattr(book, name) for name in _BOOK},
        "people": [{"name": person.name, "role": person.role} for person in book.people],
        "licence": {"name": book.licence.name, "address": book.licence.address},
        **address,
    }


def citations(library: Library) -> list[dict[str, str]]:
    """Each passage an entry rests on, once for every field that cites it, in the order of the library."""
    found = ((quote.by.id, quote.by.kind, str(quote.path[0]), quote.source, quote.passage) for quote in library.quotes)
    names = ("entry", "kind", "field", "source", "passage")
    return [dict(zip(names, row, strict=True)) for row in dict.fromkeys(found)]


def whole_schema() -> dict[str, Any]:
    """What `whole` gives, as a JSON Schema: groups of fields that several kinds share are defined once."""
    definitions: dict[str, Any] = {}
    kinds = {kind: {"type": "array", "items": _entry(kind, definitions)} for kind in KINDS}
    text = {"type": "string"}
    quote = {name: text for name in ("entry", "kind", "field", "source", "passage")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_closed({
            "$schema": text,
            "book": _book(definitions),
            "entries": _closed(kinds),
            "citations": {"type": "array", "items": _closed(quote)},
            "withdrawn": {
                "description": "Comments taken back: whoever has a copy of them is asked to remove it.",
                "type": "array",
                "items": _closed({"id": text, "page": text, "withdrawn": text}),
            },
        }),
        "$defs": definitions,
    }  # fmt: skip


def _entry(kind: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a record of a kind; its groups are put among the definitions."""
    node = dict(schema(kind))
    definitions |= node.pop("$defs", {})
    fields = {name: field for name, field in node["properties"].items() if (kind, name) not in KEPT}
    return node | {
        "properties": {"id": {"type": "string"}, "page": {"type": "string"}, **fields},
        "required": ["id", "page", *node["required"]],
    }


def _book(definitions: dict[str, Any]) -> dict[str, Any]:
    node = schema("book")
    definitions |= {name: node["$defs"][name] for name in ("Person", "Licence")}
    fields = {name: node["properties"][name] for name in _BOOK}
    return _closed(fields) | {"properties": {**fields, "site": {"type": "string", "format": "uri"}}}


def _closed(fields: dict[str, Any]) -> dict[str, Any]:
    """A group of fields that has all of these and no other."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
