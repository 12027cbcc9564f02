"""The files of the open data as the page that documents them shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.library import Library
from macros.model import KINDS
from macros.opendata.package import PACKAGE
from macros.opendata.tables import Column, tables
from macros.opendata.whole import SCHEMA, WHOLE


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """A table in words."""

    title: str
    file: str
    rows: str
    """How many rows it has, the names of the columns left out."""
    columns: tuple[Column, ...]


def shown_files(words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The files that are no table, each with what it is."""
    return (WHOLE, words["data_whole"]), (SCHEMA, words["data_schema"]), (PACKAGE, words["data_package"])


def shown_tables(library: Library) -> tuple[ShownTable, ...]:
    """Every table, with its title as readers say it."""
    words = library.words
    titles = {kind: words[f"kind_{kind}"] for kind in KINDS} | {
        "citations": words["data_citations"],
        "connections": words["data_connections"],
        "values": words["data_values"],
    }
    return tuple(
        ShownTable(title=titles[table.name], file=table.file, rows=str(len(table.rows)), columns=table.columns)
        for table in tables(library)
    )
