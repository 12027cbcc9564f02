"""An entry → a record: its id, its page, its fields as they were written; what no reader sees is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from macros.desk import Desk
from macros.library import Item
from macros.paragraphs import KEPT
from macros.schema import adapter

Record: TypeAlias = "dict[str, object]"


def record(desk: Desk, item: Item) -> Record:
    """An entry as plain values: texts, numbers, lists and groups; fields without a value are absent.

    `page` is its address in the site, relative to the first page.
    """
    fields = adapter(item.kind).dump_python(item.value, mode="json", exclude_none=True)
    seen = {name: value for name, value in fields.items() if (item.kind, name) not in KEPT}
    return {"id": item.id, "page": desk.address(item.id), **seen}


def values(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every single value inside a record, with the path to it: `roles.2.text`, places in lists counted from 1."""
    if isinstance(value, dict):
        steps = ((str(name), inner) for name, inner in value.items())
    elif isinstance(value, list | tuple):
        steps = ((str(number), inner) for number, inner in enumerate(value, 1))
    else:
        yield path, value
        return
    for step, inner in steps:
        yield from values(inner, f"{path}.{step}" if path else step)
