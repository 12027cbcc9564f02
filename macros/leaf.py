"""An entry → every text in it, with the path to it and what its field says of it."""

from __future__ import annotations

import typing
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, cast

from macros.model import Markdown, Refers, Words
from macros.source import Path


@dataclass(frozen=True)
class Leaf:
    """One text of an entry, the path to it, and what its field says of it."""

    path: Path
    value: str
    marks: tuple[object, ...]

    @property
    def target(self) -> Refers | None:
        """The mark of a field that holds an id."""
        return next((mark for mark in self.marks if isinstance(mark, Refers)), None)

    @property
    def is_prose(self) -> bool:
        """True where the text is the small Markdown."""
        return any(isinstance(mark, Markdown) for mark in self.marks)

    @property
    def is_line(self) -> bool:
        """True where the text is a line of words as readers see it."""
        return any(isinstance(mark, Words) for mark in self.marks)


def leaves(value: Any, path: Path = (), marks: tuple[object, ...] = ()) -> Iterator[Leaf]:
    """Every text of an entry, in the order of its fields."""
    if isinstance(value, str):
        yield Leaf(path, value, marks)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index), marks)
    elif is_dataclass(value):
        for name, hint in _hints(cast(Hashable, type(value))).items():
            yield from leaves(getattr(value, name), (*path, name), hint)


@cache
def _hints(kind: Any) -> Mapping[str, tuple[object, ...]]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return {field.name: tuple(_metadata(hints[field.name])) for field in fields(kind)}


def _metadata(hint: Any) -> Iterator[object]:
    yield from getattr(hint, "__metadata__", ())
    for inner in typing.get_args(hint):
        if not isinstance(inner, str):
            yield from _metadata(inner)
