"""Tables → their description for programs: edition, licence, and what each column holds.

Data Package (Frictionless Standards, version 1).
"""

from __future__ import annotations

from macros.library import Library
from macros.opendata.record import Record
from macros.opendata.tables import Column, Table, tables

PACKAGE = "datapackage.json"
"""The name that programs look for."""


def data_package(library: Library) -> Record:
    """The description of every table of the open data."""
    book = library.book
    address = {"homepage": book.addresses.site} if book.addresses.site else {}
    return {
        "profile": "tabular-data-package",
        "name": book.id,
        "title": book.title,
        "description": book.summary,
        "version": book.edition,
        **address,
        "licenses": [{"title": book.licence.name, "path": book.licence.address}],
        "resources": [_resource(table) for table in tables(library)],
    }


def _resource(table: Table) -> Record:
    names = [column.name for column in table.columns]
    key = {"primaryKey": "id"} if "id" in names else {}
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in table.columns], **key},
    }


def _field(column: Column) -> Record:
    kind = "integer" if column.is_number else "string"
    return {"name": column.name, "type": kind, "description": column.meaning}
