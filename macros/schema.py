"""Model → validators and JSON Schema: the one place that asks pydantic for them.

JSON Schema draft 2020-12, as pydantic makes it from the declarations and their docstrings.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from macros.model import MODELS
from macros.source import Path


@cache
def adapter(kind: str) -> TypeAdapter[Any]:
    """The validator of a kind of file: `risks`, `book`."""
    return TypeAdapter(MODELS[kind])


@cache
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of entry, made from its declarations."""
    return adapter(kind).json_schema()


def schema_at(kind: str, path: Path) -> dict[str, Any]:
    """The part of a kind's schema that a path leads to; empty where the path leads nowhere."""
    whole = schema(kind)
    node = whole
    for step in path:
        node = _plain(whole, node)
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    return _plain(whole, node)


def _plain(whole: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, past references and past `or nothing`."""
    if "anyOf" in node:
        node = next(choice for choice in node["anyOf"] if choice.get("type") != "null")
    if "$ref" in node:
        node = whole["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node
