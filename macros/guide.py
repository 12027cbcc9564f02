"""Model → what an author needs to write an entry: the field reference, the JSON Schema for editors, a blank file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from macros.model import KINDS, MODELS
from macros.schema import schema


@dataclass(frozen=True)
class FieldRow:
    """One field of an entry as the reference shows it."""

    name: str
    meaning: str
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True)
class FieldTable:
    """One kind of entry, or one group of fields inside it."""

    name: str
    meaning: str
    rows: tuple[FieldRow, ...]
    groups: tuple[FieldTable, ...]


def field_tables() -> tuple[FieldTable, ...]:
    """The fields of every kind, in the order of the book, each with the groups of fields inside it."""
    return tuple(_table(kind, schema(kind), schema(kind)) for kind in KINDS)


def _table(name: str, node: dict[str, Any], whole: dict[str, Any]) -> FieldTable:
    required = node.get("required", ())
    rows = tuple(
        FieldRow(field, inner.get("description", ""), field in required, _choices(inner))
        for field, inner in node["properties"].items()
    )
    groups = tuple(
        _table(field, definition, whole)
        for field, inner in node["properties"].items()
        if (definition := _definition(inner, whole)) and "properties" in definition
    )
    return FieldTable(name, node.get("description", ""), rows, groups)


def _choices(node: dict[str, Any]) -> tuple[str, ...]:
    nodes = [node, *node.get("anyOf", ())]
    return tuple(str(choice) for inner in nodes for choice in inner.get("enum", ()))


def _definition(node: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any] | None:
    """The group of fields that a field holds, alone or in a list."""
    for inner in (node, node.get("items", {}), *node.get("anyOf", ())):
        if "$ref" in inner:
            found: dict[str, Any] = whole["$defs"][inner["$ref"].rsplit("/", 1)[-1]]
            return found
    return None


def json_schemas() -> dict[str, str]:
    """File name → JSON Schema text, for the editors that check while one writes."""
    return {f"{name}.json": json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n" for name in MODELS}


def blank(kind: str, said: Mapping[str, Sequence[str]] = MappingProxyType({})) -> str:
    """A new file of a kind: the editor's modeline, every field with its meaning, the optional ones commented out.

    `said` has the lines of the fields that are known already.
    """
    node = schema(kind)
    lines = [f"# yaml-language-server: $schema=../../build/schema/{kind}.json"]
    for field, inner in node["properties"].items():
        lines.append(f"# {inner.get('description', '')}")
        lines += said.get(field) or _blank_field(field, inner, node, required=field in node["required"])
    return "\n".join(lines) + "\n"


def _blank_field(name: str, node: dict[str, Any], whole: dict[str, Any], *, required: bool) -> list[str]:
    definition = _definition(node, whole)
    if node.get("type") == "array":
        inner = "{" + ", ".join(f"{key}: …" for key in definition["required"]) + "}" if definition else '"…"'
        lines = [f"{name}:", f"  - {inner}"]
    elif definition and "properties" in definition:
        lines = [f"{name}: {{" + ", ".join(f"{key}: …" for key in definition["required"]) + "}"]
    else:
        lines = [f'{name}: "…"']
    return lines if required else [f"# {line}" for line in lines]
