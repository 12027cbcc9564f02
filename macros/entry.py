"""A document → one typed entry, or every problem its fields have.

The types and their limits are declared in `model`; here each way of missing them gets its code and place.
Knows one file at a time: what ids point to is for `crosscheck`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from macros import prose
from macros.contribution import STANCES, free_name
from macros.leaf import leaves
from macros.model import Alone, Entry
from macros.problem import Problem
from macros.remedy import nearest, place_of, place_of_text, proposed_id, replacing
from macros.schema import adapter, schema_at
from macros.source import Document, Path

_BY_TYPE = {
    "missing": "MB050",
    "unexpected_keyword_argument": "MB051",
    "literal_error": "MB052",
    "tuple_type": "MB053",
    "string_type": "MB054",
    "dataclass_type": "MB055",
    "too_short": "MB056",
    "int_parsing": "MB057",
    "int_type": "MB057",
    "string_too_long": "MB059",
    "one_line": "MB060",
    "underscores": "MB061",
    "no_such_day": "MB062",
    "date_form": "MB063",
    "reserved": "MB076",
}
_BY_PATTERN = {"^(?:": "MB193", "^[a-z0-9]+": "MB058", "^[0-9]{4}": "MB064", "^https": "MB065", "^[^@": "MB066"}


def read_entry(kind: str, document: Document) -> tuple[Entry | Alone | None, tuple[Problem, ...]]:
    """The typed value of a document, and what is wrong with it; the value is None if any field failed.

    What only follows from a fault already told is left out. Of a comment whose fault is a choice or the name of a field
    the value is what it would be with that put right: so what else is wrong with it is told in the same run.
    """
    if kind == "commentary" and isinstance(document.data, dict) and "withdrawn" in document.data:
        kind = "withdrawn"
    try:
        value = adapter(kind).validate_python(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        problems = [_problem(kind, document, detail) for detail in _causes(details, document)]
        misspelt = {problem.values.get("proposal") for problem in problems if problem.code == "MB051"}
        told = tuple(p for p in problems if p.code != "MB050" or p.values["field"] not in misspelt)
        value = _put_right(document, problems) if kind == "commentary" else None
        return value, told + (tuple(_prose_problems(value, document)) if value else ())
    return value, tuple(_prose_problems(value, document))


def _put_right(document: Document, problems: list[Problem]) -> Entry | None:
    """The comment with its misspelt fields named right and a position that exists; None if that is not enough."""
    if document.mended or not isinstance(document.data, dict):
        return None
    misspelt = {p.values["field"]: p.values["proposal"] for p in problems if p.code == "MB051"}
    data = {misspelt.get(field, field): value for field, value in document.data.items()}
    if data.get("position") not in STANCES:
        data["position"] = STANCES[0]
    try:
        value: Entry = adapter("commentary").validate_python({field: value for field, value in data.items() if field})
    except ValidationError:
        return None
    return value


def _causes(details: list[ErrorDetails], document: Document) -> Iterator[ErrorDetails]:
    """The faults that do not merely follow from others: of the file as typed, or of an item of the same list."""
    if document.mended:
        return
    places = [detail["loc"] for detail in details]
    for detail in details:
        here = detail["loc"]
        told = any(here[: len(path)] == path for path in document.reported)
        of_item = detail["type"] == "too_short" and any(len(p) > len(here) and p[: len(here)] == here for p in places)
        if not told and not of_item:
            yield detail


def _prose_problems(value: object, document: Document) -> Iterator[Problem]:
    codes = {"link": "MB096", "heading": "MB097", "mark": "MB098"}
    for leaf in leaves(value):
        if leaf.is_prose:
            for fault in prose.faults(leaf.value):
                place = place_of_text(document, leaf.path, fault.excerpt)
                yield Problem(codes[fault.kind], place, {"value": fault.excerpt})


def _problem(kind: str, document: Document, detail: ErrorDetails) -> Problem:
    path = tuple(detail["loc"])
    code = _code(detail)
    place = document.keys.get(path, place_of(document, path)) if code == "MB051" else place_of(document, path)
    value = str(detail["input"]) if isinstance(detail["input"], str) else ""
    values = {"field": str(path[-1]) if path else "", "value": value, **_limits(detail)}
    values |= _DETAILS.get(code, _nothing)(kind, path, value)
    new = values.get("proposal", "")
    return Problem(code, place, values, replacing(document, place, new) if new and place.width > 1 else None)


def _code(detail: ErrorDetails) -> str:
    if detail["type"] == "string_pattern_mismatch":
        pattern = str(detail["ctx"]["pattern"])
        return next((code for start, code in _BY_PATTERN.items() if pattern.startswith(start)), "MB067")
    return _BY_TYPE.get(detail["type"], "MB067")


def _limits(detail: ErrorDetails) -> dict[str, str]:
    context = detail.get("ctx", {})
    if "max_length" in context:
        return {"allowed": str(context["max_length"]), "found": str(len(detail["input"]))}
    return {}


def _nothing(_kind: str, _path: Path, _value: str) -> dict[str, str]:
    return {}


def _missing(kind: str, path: Path, _: str) -> dict[str, str]:
    schema = schema_at(kind, path[:-1])
    return {"meaning": str(schema.get("properties", {}).get(path[-1], {}).get("description", ""))}


def _unknown_field(kind: str, path: Path, _: str) -> dict[str, str]:
    legal = tuple(schema_at(kind, path[:-1]).get("properties", {}))
    close = nearest(str(path[-1]), legal)
    return {"legal": ", ".join(legal), "nearest": ", ".join(close), "proposal": close[0] if close else ""}


def _choices(kind: str, path: Path, value: str) -> dict[str, str]:
    schema = schema_at(kind, path)
    legal = tuple(schema.get("enum", [schema["const"]] if "const" in schema else []))
    close = nearest(value, legal)
    return {"legal": ", ".join(legal), "nearest": ", ".join(close), "proposal": close[0] if close else ""}


def _group(kind: str, path: Path, _: str) -> dict[str, str]:
    return {"legal": ", ".join(schema_at(kind, path).get("properties", {}))}


def _date(_kind: str, _path: Path, value: str) -> dict[str, str]:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
    return {"proposal": f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"} if found else {"proposal": ""}


def _as_id(_kind: str, _path: Path, value: str) -> dict[str, str]:
    return {"name": value, "proposal": free_name(proposed_id(value), frozenset())}


_DETAILS: Mapping[str, Callable[[str, Path, str], dict[str, str]]] = {
    "MB050": _missing,
    "MB051": _unknown_field,
    "MB052": _choices,
    "MB055": _group,
    "MB058": _as_id,
    "MB063": _date,
    "MB076": _as_id,
}
