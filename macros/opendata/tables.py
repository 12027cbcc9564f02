"""Library → CSV tables: one for each kind of entry, one of citations, one of connections, one of every value.

RFC 4180, in UTF-8, with the names of the columns in the first row.
A spreadsheet runs a cell that begins with `=` as a formula: such a cell is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from macros.desk import Desk
from macros.library import Library
from macros.model import KINDS
from macros.opendata.record import Record, record, values
from macros.opendata.whole import citations
from macros.paragraphs import KEPT
from macros.schema import schema_at

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a formula begins, in one spreadsheet or another (OWASP, CSV injection)."""
Row: TypeAlias = "tuple[str, ...]"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its name, what it holds in words, and whether it holds numbers."""

    name: str
    meaning: str
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; `name` is a kind of entry, or one of `citations`, `connections`, `values`."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


def tables(library: Library) -> tuple[Table, ...]:
    """Every table, kinds in the order of the book."""
    desk = Desk(library, str)
    records = {kind: tuple(record(desk, library.items[id]) for id, _ in library.of(KINDS[kind])) for kind in KINDS}
    words = library.words
    quotes = tuple(tuple(row.values()) for row in citations(library))
    ties = dict.fromkeys((tie.by.id, tie.by.kind, tie.field, tie.to) for tie in library.mentions)
    every = tuple(
        (str(one["id"]), kind, field, str(value))
        for kind, found in records.items()
        for one in found
        for field, value in values(one)
        if field not in ("id", "page")
    )
    return (
        *(_of_kind(kind, found, words) for kind, found in records.items()),
        Table(name="citations", columns=_own(words, "entry", "kind", "field", "source", "passage"), rows=quotes),
        Table(name="connections", columns=_own(words, "entry", "kind", "field", "to"), rows=tuple(ties)),
        Table(name="values", columns=_own(words, "entry", "kind", "path", "value"), rows=every),
    )


def csv_text(table: Table) -> str:
    """A table as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _own(words: Mapping[str, str], *names: str) -> tuple[Column, ...]:
    """Columns that no model declares."""
    meanings = {
        "id": words["data_id"],
        "page": words["data_page"],
        "entry": words["data_entry"],
        "kind": words["data_kind"],
        "field": words["data_field"],
        "source": words["data_source"],
        "passage": words["data_passage"],
        "to": words["data_to"],
        "path": words["data_path"],
        "value": words["data_value"],
    }
    return tuple(Column(name=name, meaning=meanings[name]) for name in names)


def _of_kind(kind: str, records: tuple[Record, ...], words: Mapping[str, str]) -> Table:
    """What an entry has once, and the ids it names: the rest is in the table of the values."""
    columns = (*_own(words, "id", "page"), *_columns(kind, schema_at(kind, ()), ()))
    rows = tuple(tuple(_cell(one, column.name) for column in columns) for one in records)
    return Table(name=kind, columns=columns, rows=rows)


def _columns(kind: str, node: dict[str, Any], path: tuple[str, ...]) -> Iterator[Column]:
    for name, field in node["properties"].items():
        inner = schema_at(kind, (*path, name))
        meaning = field.get("description", "")
        if (kind, name) in KEPT or _is_list_of_more(inner):
            continue
        if inner.get("type") == "object":
            yield from _columns(kind, inner, (*path, name))
        else:
            yield Column(name=".".join((*path, name)), meaning=meaning, is_number=inner.get("type") == "integer")


def _is_list_of_more(node: dict[str, Any]) -> bool:
    """Whether a field holds a list of anything but ids, which stand in one cell, or a whole table of rules."""
    if node.get("type") == "object":
        return any(field.get("type") == "array" for field in node["properties"].values())
    return node.get("type") == "array" and "pattern" not in node["items"]


def _cell(one: Record, name: str) -> str:
    value: object = one
    for step in name.split("."):
        value = value.get(step, "") if isinstance(value, dict) else ""
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
