"""Library → files that programs read: the whole of it as JSON with its schema, and as CSV tables with their description.

In reading order: record, whole, tables, package. Everything in them is what the site shows, and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from macros.library import Library
from macros.opendata.package import PACKAGE, data_package
from macros.opendata.tables import csv_text, tables
from macros.opendata.whole import SCHEMA, WHOLE, whole, whole_schema


def open_data(library: Library) -> Mapping[str, bytes]:
    """File name → content of every file of the open data; the same library gives the same bytes."""
    written = {
        WHOLE: _json(whole(library)),
        SCHEMA: _json(whole_schema()),
        PACKAGE: _json(data_package(library)),
        **{table.file: csv_text(table) for table in tables(library)},
    }
    return {name: text.encode() for name, text in written.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
