"""What a field may hold: kinds of text, of id and of choice.

Each is a type with its limits; how a value that misses them is worded is for `entry` and the catalogue.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

T = TypeVar("T")
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that no file can have on Windows, whatever follows the first full stop (*Naming Files, Paths, and Namespaces*)."""


def _free_name(text: str) -> str:
    if text in RESERVED:
        raise PydanticCustomError("reserved", "reserved")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("one_line", "one line")
    if "__" in _as_address(text):
        raise PydanticCustomError("underscores", "two underscores")
    return text


def _as_address(text: str) -> str:
    """What Python-Markdown's table of contents leaves of a title when it makes an id of it.

    The theme's own ids begin with two underscores (`__config`), and a second one stops its scripts.
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^\w\s-]", "", bare)


def _calendar_date(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            raise PydanticCustomError("no_such_day", "no such day") from None
    elif not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        raise PydanticCustomError("date_form", "date form")
    return text


@dataclass(frozen=True)
class Refers:
    """Marks a field that holds the id of an entry: of one kind, or of any where `kind` is empty."""

    kind: str = ""


@dataclass(frozen=True)
class Markdown:
    """Marks a field that holds the small Markdown of `prose`."""


@dataclass(frozen=True)
class Words:
    """Marks a field that holds a line of words as readers see it."""


Id: TypeAlias = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
FileName: TypeAlias = Annotated[Id, AfterValidator(_free_name)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=400), Words(), AfterValidator(_one_line)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=80), Words(), AfterValidator(_one_line)]
Prose: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=20_000), Markdown(), WithJsonSchema({"type": "string", "format": "prose"})
]
PageName: TypeAlias = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_one_line)]
AnyId: TypeAlias = Annotated[Id, Refers()]
SourceId: TypeAlias = Annotated[Id, Refers("sources")]
ScenarioId: TypeAlias = Annotated[Id, Refers("scenarios")]
PrincipleId: TypeAlias = Annotated[Id, Refers("principles")]
RiskId: TypeAlias = Annotated[Id, Refers("risks")]
ActivityId: TypeAlias = Annotated[Id, Refers("activities")]
CommentId: TypeAlias = Annotated[Id, Refers("commentary")]
Date: TypeAlias = Annotated[
    str, AfterValidator(_calendar_date), WithJsonSchema({"type": "string", "format": "partial-date"})
]
Edition: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]+$")]
Web: TypeAlias = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
SiteAddress: TypeAlias = Annotated[str, Field(pattern=r"^(?:[a-z0-9-]+/)+(?:#[a-z0-9-]+)?$", max_length=200)]
Email: TypeAlias = Annotated[str, Field(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[a-z]+$")]

Some: TypeAlias = Annotated[tuple[T, ...], Field(min_length=1)]

Certainty = Literal["known", "inferred", "unknown"]
Hands = Literal["inside", "outside", "together"]
Strand = Literal["listening", "interaction"]
Verdict = Literal["make", "buy", "together", "depends"]
Stance = Literal["agree", "disagree", "adds", "case"]
Form = Literal["name", "initials", "anonymous", "reported"]

Strict = ConfigDict(extra="forbid", use_attribute_docstrings=True)
