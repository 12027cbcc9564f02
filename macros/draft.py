"""A kind of entry → what is asked of who writes one; the answers → the lines of its file.

Asked is what an entry cannot do without, in the order of its fields. Of a group inside it everything is asked, what may
be left out too, because a date known or not known is one thing. How the questions are put is not known here.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Any, Literal, TypeAlias, cast

from macros.contribution import text_lines
from macros.model import ID_PATTERN, KINDS, Markdown, Refers
from macros.schema import schema_at
from macros.source import Path

Kind: TypeAlias = Literal["line", "text", "number", "choice", "id", "entry", "group"]
Said: TypeAlias = "str | tuple[Said, ...] | Mapping[str, Said]"
"""An answer: a text, one for each item, or one for each field; what was not answered is left out."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked for one field."""

    name: str
    meaning: str
    kind: Kind
    many: bool = False
    """Whether it is asked again until nothing is answered."""
    required: bool = True
    choices: tuple[str, ...] = ()
    target: str = ""
    """The kind of entry it names; nothing where any will do, or none is named."""
    inner: tuple[Question, ...] = ()


def questions(kind: str) -> tuple[Question, ...]:
    """What is asked for an entry of a kind: its required fields."""
    return tuple(one for one in _questions(KINDS[kind], kind, ()) if one.required)


def _questions(model: object, kind: str, path: Path) -> Iterator[Question]:
    hints = typing.get_type_hints(model, include_extras=True)
    for field in fields(cast(Any, model)):
        required = field.default is MISSING and field.default_factory is MISSING
        properties = schema_at(kind, path).get("properties", {})
        meaning = str(properties.get(field.name, {}).get("description", ""))
        yield _question(hints[field.name], kind, (*path, field.name), meaning, required=required)


def _question(hint: object, kind: str, path: Path, meaning: str, *, required: bool) -> Question:
    bare, marks = _unwrapped(hint)
    name = str(path[-1])
    if typing.get_origin(bare) is tuple:
        bare, inner_marks = _unwrapped(typing.get_args(bare)[0])
        return _single(bare, (*marks, *inner_marks), kind, (*path, 0), name, meaning, many=True, required=required)
    return _single(bare, marks, kind, path, name, meaning, many=False, required=required)


def _single(
    bare: object,
    marks: tuple[object, ...],
    kind: str,
    path: Path,
    name: str,
    meaning: str,
    *,
    many: bool,
    required: bool,
) -> Question:
    refers = next((mark for mark in marks if isinstance(mark, Refers)), None)
    return Question(
        name=name,
        meaning=meaning,
        kind="id" if _is_new_id(kind, path, refers) else _kind(bare, marks),
        many=many,
        required=required,
        choices=tuple(typing.get_args(bare)) if typing.get_origin(bare) is Literal else (),
        target=refers.kind if refers else "",
        inner=tuple(_questions(bare, kind, path)) if is_dataclass(bare) else (),
    )


def _is_new_id(kind: str, path: Path, refers: Refers | None) -> bool:
    return refers is None and schema_at(kind, path).get("pattern") == ID_PATTERN


def _kind(bare: object, marks: tuple[object, ...]) -> Kind:
    if is_dataclass(bare):
        return "group"
    if bare is int:
        return "number"
    if typing.get_origin(bare) is Literal:
        return "choice"
    if any(isinstance(mark, Refers) for mark in marks):
        return "entry"
    return "text" if any(isinstance(mark, Markdown) for mark in marks) else "line"


def _unwrapped(hint: object) -> tuple[object, tuple[object, ...]]:
    """A type without what is noted on it and without «or nothing», and the notes."""
    if typing.get_origin(hint) is typing.Annotated:
        bare, *marks = typing.get_args(hint)
        inner, more = _unwrapped(bare)
        return inner, (*marks, *more)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _unwrapped(next(one for one in typing.get_args(hint) if one is not types.NoneType))
    return hint, ()


def field_lines(question: Question, said: Said) -> tuple[str, ...]:
    """The lines of a field with its answer."""
    if question.many:
        items = said if isinstance(said, tuple) else (said,)
        return (f"{question.name}:", *(line for item in items for line in _item_lines(question, item)))
    if question.kind == "group" and isinstance(said, Mapping):
        return (f"{question.name}:", *(f"  {line}" if line else "" for line in _group_lines(question, said)))
    if question.kind == "text":
        return (f"{question.name}: |", *(f"  {line}" if line else "" for line in text_lines(str(said))))
    return (f"{question.name}: {_scalar(question, str(said))}",)


def _item_lines(question: Question, said: Said) -> Iterator[str]:
    """The lines of one item of a list; the first has the hyphen."""
    if question.kind == "group" and isinstance(said, Mapping):
        for number, line in enumerate(_group_lines(question, said)):
            yield (f"    {line}" if number else f"  - {line}").rstrip()
    else:
        yield f"  - {_scalar(question, str(said))}"


def _group_lines(question: Question, said: Mapping[str, Said]) -> Iterator[str]:
    for one in question.inner:
        if one.name in said:
            yield from field_lines(one, said[one.name])


def _scalar(question: Question, value: str) -> str:
    """Words between quotation marks; a number, a choice and an id as they are."""
    return value if question.kind in ("number", "choice", "id", "entry") else json.dumps(value, ensure_ascii=False)
