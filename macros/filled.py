"""A file that a reader filled in → the answers in it: the PDF of the book, or the JSON that the web page exports.

Files come from anywhere: whatever cannot be read is told as one kind of `UnreadableError`, never as a fault of ours.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pypdf
from pypdf.generic import DictionaryObject

from macros.checklist.compiled import question_ids
from macros.library import Library
from macros.model import Checklist

UNKNOWN = "unknown"
"""The code of "I do not know" in exported files."""
_OFF = ("", "Off")
_LARGEST = 100_000_000  # bytes

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd in a file is for us to judge


class UnreadableError(Exception):
    """The file gives no answers: `kind` says why, `values` are for the words of the message."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values


@dataclass(frozen=True)
class Answered:
    """The answers to one checklist: question → code, those not given left out."""

    checklist: str
    answers: Mapping[str, str]
    doubtful: tuple[str, ...] = ()
    """Questions whose field holds two answers at once: they count as not given."""
    has_edition: bool = True
    """False where the program that saved the file dropped the edition."""


@dataclass
class _Field:
    """What a field of a PDF and its boxes say."""

    values: set[str] = field(default_factory=set)


def read_filled(content: bytes, library: Library) -> tuple[Answered, ...]:
    """The answers to each checklist with rules that the file answers; at least one, or UnreadableError is raised."""
    if not content:
        raise UnreadableError("empty_file")
    if len(content) > _LARGEST:
        raise UnreadableError("too_large")
    if b"%PDF-" in content[:1024]:
        return _from_pdf(content, library)
    return (_from_json(content, library),)


def _from_pdf(content: bytes, library: Library) -> tuple[Answered, ...]:
    stamp, fields = _fields(content)
    lists = {id: found for id, found in library.of(Checklist) if found.rules is not None}
    known = {question for found in lists.values() for question in question_ids(found)}
    if stamp.get("/Book", library.book.id) != library.book.id or not known & fields.keys():
        raise UnreadableError("foreign" if fields else "no_fields")
    _same_edition(stamp.get("/Edition", library.book.edition), library)
    found = tuple(
        one for id, checklist in lists.items() if (one := _answered(id, checklist, fields, stamp)) is not None
    )
    if not found:
        raise UnreadableError("no_answers")
    return found


def _answered(id: str, checklist: Checklist, fields: Mapping[str, _Field], stamp: Mapping[str, str]) -> Answered | None:
    """The answers to one checklist; None if there are none."""
    given = {question: fields[question].values for question in question_ids(checklist) if question in fields}
    answers = {question: next(iter(values)) for question, values in given.items() if len(values) == 1}
    doubtful = tuple(question for question, values in given.items() if len(values) > 1)
    _legal(answers, checklist)
    return Answered(id, answers, doubtful, "/Edition" in stamp) if answers or doubtful else None


def _fields(content: bytes) -> tuple[dict[str, str], dict[str, _Field]]:
    """What the PDF says of itself, and its fields by name.

    A field's value may stand in the field, in the box that is on, or in both, as the program that filled it chose.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("locked")
        stamp = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
        fields: dict[str, _Field] = {}
        for box in _boxes(reader):
            parent = box.get("/Parent")
            holder = parent.get_object() if parent is not None else box
            name = str(box.get("/T", holder.get("/T", "")))
            said = {str(one).removeprefix("/") for one in (box.get("/AS"), box.get("/V"), holder.get("/V")) if one}
            fields.setdefault(name, _Field()).values.update(said.difference(_OFF))
    except UnreadableError:
        raise
    except Exception as error:  # a parser may fail in any way on a file that is not what it says
        raise UnreadableError("damaged", error=type(error).__name__) from error
    return stamp, fields


def _boxes(reader: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            box = annotation.get_object()
            if isinstance(box, DictionaryObject) and box.get("/Subtype") == "/Widget":
                yield box


def _from_json(content: bytes, library: Library) -> Answered:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("damaged", error=type(error).__name__) from error
    if not isinstance(data, dict) or not isinstance(data.get("answers"), dict):
        raise UnreadableError("foreign")
    item = library.items.get(str(data.get("checklist")))
    if item is None or not isinstance(item.value, Checklist) or item.value.rules is None:
        raise UnreadableError("foreign")
    _same_edition(str(data.get("edition")), library)
    answers = {str(question): str(code) for question, code in data["answers"].items() if code != UNKNOWN}
    _legal(answers, item.value)
    if not answers:
        raise UnreadableError("no_answers")
    return Answered(item.id, MappingProxyType(answers))


def _same_edition(found: str, library: Library) -> None:
    if found != library.book.edition:
        raise UnreadableError("other_edition", found=found, current=library.book.edition)


def _legal(answers: Mapping[str, str], checklist: Checklist) -> None:
    """Raise an error if a question or an answer is not of the checklist."""
    questions = question_ids(checklist)
    codes = [answer.code for answer in checklist.answers]
    strange = [
        f"{question}: {code}" for question, code in answers.items() if question not in questions or code not in codes
    ]
    if strange:
        raise UnreadableError("strange", found="; ".join(strange)[:400], legal=", ".join(codes))
