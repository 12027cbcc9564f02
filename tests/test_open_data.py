"""The open data: read back by the programs that people use, they say what the library says, and nothing more."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from macros.desk import Desk
from macros.leaf import leaves
from macros.library import Library
from macros.model import KINDS, Comment, Tombstone
from macros.opendata import open_data
from macros.opendata.tables import Column, Table, csv_text
from macros.paragraphs import KEPT
from macros.reading import read_library
from macros.schema import schema
from macros.views import VIEWS
from tests.projects import ROOT, TINY

BOOKS = pytest.mark.parametrize("project", [".", TINY])


def data_of(project: str) -> tuple[Library, Mapping[str, bytes]]:
    library = read_library(ROOT / project)
    return library, open_data(library)


def whole_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["library.json"])
    return found


def rows_of(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    """The rows of a table, as Python's csv reads them."""
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8"), newline=""), strict=True))


@BOOKS
def test_the_whole_library_fits_its_schema(project: str) -> None:
    _, files = data_of(project)
    described = json.loads(files["library.schema.json"])
    Draft202012Validator.check_schema(described)
    assert [error.message for error in Draft202012Validator(described).iter_errors(whole_of(files))] == []


@pytest.mark.parametrize("slip", ["title", "citations", "unknown"])
def test_the_schema_refuses_what_the_model_refuses(slip: str) -> None:
    _, files = data_of(TINY)
    document = whole_of(files)
    entry = document["entries"]["risks"][0]
    if slip == "unknown":
        entry["colour"] = "red"
    else:
        del entry[slip]
    assert not Draft202012Validator(json.loads(files["library.schema.json"])).is_valid(document)


def test_groups_that_kinds_share_have_one_definition() -> None:
    definitions: dict[str, Any] = {}
    for kind in KINDS:
        for name, node in schema(kind).get("$defs", {}).items():
            assert definitions.setdefault(name, node) == node, name


@BOOKS
def test_every_text_of_every_entry_is_in_the_json_and_in_the_table_of_values(project: str) -> None:
    library, files = data_of(project)
    records = {one["id"]: one for found in whole_of(files)["entries"].values() for one in found}
    gone = {id for id, _ in library.of(Tombstone)}
    assert records.keys() == library.items.keys() - gone
    assert {one["id"] for one in whole_of(files)["withdrawn"]} == gone
    table = {(row["entry"], row["path"]): row["value"] for row in rows_of(files, "values")}
    for id, item in ((id, item) for id, item in library.items.items() if id not in gone):
        for leaf in leaves(item.value):
            if (item.kind, str(leaf.path[0])) in KEPT:
                continue
            value: Any = records[id]
            for step in leaf.path:
                value = value[step]
            assert value == leaf.value
            path = ".".join(str(step + 1) if isinstance(step, int) else step for step in leaf.path)
            assert table[id, path].removeprefix("'") == leaf.value.removeprefix("'")


@BOOKS
def test_every_kind_has_a_table_with_a_row_for_each_entry(project: str) -> None:
    library, files = data_of(project)
    for kind, model in KINDS.items():
        rows = rows_of(files, kind)
        assert [row["id"] for row in rows] == [id for id, _ in library.of(model)]
        assert [row.get("title", "") for row in rows] == [getattr(one, "title", "") for _, one in library.of(model)]


@BOOKS
def test_the_citations_are_those_of_the_library(project: str) -> None:
    library, files = data_of(project)
    rows = rows_of(files, "citations")
    assert rows == whole_of(files)["citations"]
    told = {(row["entry"], row["source"], row["passage"]) for row in rows}
    assert told == {(quote.by.id, quote.source, quote.passage) for quote in library.quotes}
    ties = {(row["entry"], row["to"]) for row in rows_of(files, "connections")}
    assert ties == {(tie.by.id, tie.to) for tie in library.mentions}


@BOOKS
def test_the_package_describes_every_table_column_by_column(project: str) -> None:
    library, files = data_of(project)
    package = json.loads(files["datapackage.json"])
    assert package["version"] == library.book.edition
    assert [licence["path"] for licence in package["licenses"]] == [library.book.licence.address]
    described = {one["path"]: [field["name"] for field in one["schema"]["fields"]] for one in package["resources"]}
    assert described.keys() == {name for name in files if name.endswith(".csv")}
    for name, columns in described.items():
        assert next(csv.reader(io.StringIO(files[name].decode()))) == columns
    assert all(field["description"] for one in package["resources"] for field in one["schema"]["fields"])
    for one in package["resources"]:
        numbers = [field["name"] for field in one["schema"]["fields"] if field["type"] == "integer"]
        cells = [row[name] for row in rows_of(files, one["name"]) for name in numbers]
        assert all(cell.isdecimal() for cell in cells if cell), "an empty cell is a number that nobody gave"


@BOOKS
def test_the_edition_and_the_licence_travel_with_the_data(project: str) -> None:
    library, files = data_of(project)
    book = whole_of(files)["book"]
    assert (book["edition"], book["licence"]["address"]) == (library.book.edition, library.book.licence.address)
    assert "site" not in book, "an address that is not there is not said"
    there = replace(library.book, addresses=replace(library.book.addresses, site="https://libro.example/"))
    files = open_data(replace(library, book=there))
    assert whole_of(files)["book"]["site"] == "https://libro.example/"
    assert Draft202012Validator(json.loads(files["library.schema.json"])).is_valid(whole_of(files))


@BOOKS
def test_of_a_reader_nothing_is_told_but_the_signature(project: str) -> None:
    library, files = data_of(project)
    for row in rows_of(files, "commentary"):
        comment = library.items[row["id"]].value
        assert isinstance(comment, Comment)
        assert "consent" not in row
        assert row["signature.name"] == (comment.signature.name or "")
        if comment.signature.form == "anonymous":
            assert row["signature.name"] == ""
            assert len(row["date"]) <= len("2026-02")
    assert not [row for row in rows_of(files, "values") if row["path"] == "consent"]
    assert not any("consent" in one for one in whole_of(files)["entries"]["commentary"])


CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a "b"\r\n;,c', "'=1"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_no_cell_is_a_formula_and_every_cell_is_read_as_written(rows: list[tuple[str, str]]) -> None:
    columns = (Column(name="a", meaning=""), Column(name="b", meaning=""))
    written = csv_text(Table(name="x", columns=columns, rows=tuple(rows)))
    header, *read = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert header == ["a", "b"]
    for cells, told in zip(read, rows, strict=True):
        for cell, text in zip(cells, told, strict=True):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert cell in (text, f"'{text}")


def test_a_hostile_title_stays_a_text(tmp_path: pathlib.Path) -> None:
    shutil.copytree(ROOT / TINY / "content", tmp_path / "content")
    risk = tmp_path / "content" / "risks" / "forno-chiuso.yml"
    lines = risk.read_text(encoding="utf-8").splitlines()
    (at,) = (number for number, line in enumerate(lines) if line.startswith("title:"))
    lines[at] = """title: '=HYPERLINK("https://evil.example";"</script><script>")'"""
    risk.write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = open_data(read_library(tmp_path))
    title = next(row["title"] for row in rows_of(files, "risks") if row["id"] == "forno-chiuso")
    assert title.startswith("'=HYPERLINK")
    entry = next(one for one in whole_of(files)["entries"]["risks"] if one["id"] == "forno-chiuso")
    assert entry["title"].startswith("=HYPERLINK")


@BOOKS
def test_the_same_library_gives_the_same_bytes(project: str) -> None:
    assert data_of(project)[1] == data_of(project)[1]


@BOOKS
def test_the_page_leads_to_every_file(project: str) -> None:
    library, files = data_of(project)
    page = VIEWS["open_data"](Desk(library, lambda: "data-page/"))
    folder = library.words["address_data"]
    assert all(f'href="../{folder}{name}"' in page for name in files)
