"""The form fields of a PDF as WeasyPrint leaves them → fields that any program can fill in and read back.

WeasyPrint lists the boxes of a group beside the group and repeats its name on each, numbers the answers by their place,
and draws no box that is off. Here a question is one field, named by its id, whose value is the code of the answer.
"""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name

from macros.book.assemble import Book
from macros.book.fault import Fault
from macros.book.forms import ANSWER, FIELD
from macros.book.xhtml import read_xhtml

_OFF = Name("/Off")
TICKED = Name("/ticked")
"""The value of a ticked box; a question has the code of its answer instead."""


def mend_fields(document: pikepdf.Pdf, stamp: Mapping[str, str]) -> None:
    """Put the fields right; `stamp` says in the PDF's information what a program that reads it back must know."""
    for key, value in stamp.items():
        document.docinfo[f"/{key}"] = value
    if "/AcroForm" in document.Root:
        form = document.Root.AcroForm
        form.Fields = Array([field for field in form.Fields if "/Parent" not in field])
        # Every state has its drawing: a program that drew its own would lose our colours and shapes.
        del form["/NeedAppearances"]
        for field in form.Fields:
            _mend(document, field)


def _mend(document: pikepdf.Pdf, field: pikepdf.Object) -> None:
    if "/Kids" not in field:
        _name_states(document, field, TICKED)
        field.V = _OFF
        return
    for kid, answer in zip(field.Kids, field.Opt, strict=True):
        _name_states(document, kid, Name(f"/{answer}"))
        del kid["/T"], kid["/FT"]
    # The first box's spoken name says the question and the first answer; the group is the question alone.
    field.TU = _common_start([str(kid.TU) for kid in field.Kids])
    del field["/Opt"]


def _name_states(document: pikepdf.Pdf, box: pikepdf.Object, state: Name) -> None:
    """A box is in `state` or off, and both are drawn."""
    (on,) = box.AP.N.values()
    off = document.make_stream(b"")
    off.Type, off.Subtype, off.BBox = Name.XObject, Name.Form, on.BBox
    box.AP.N = Dictionary({str(state): on, "/Off": off})
    box.AS = _OFF
    # Corners come top first, which the format allows but few expect.
    x, y = sorted(box.Rect[::2]), sorted(box.Rect[1::2])
    box.Rect = Array([x[0], y[0], x[1], y[1]])


def _common_start(names: list[str]) -> str:
    """The words that all the names begin with, less the colon before the answer."""
    same = itertools.takewhile(lambda signs: len(set(signs)) == 1, zip(*names, strict=False))
    return "".join(signs[0] for signs in same).rpartition(" ")[0].rstrip(":")


def field_faults(pdf: bytes, book: Book) -> tuple[Fault, ...]:
    """Questions of the book that share a name, and fields that the PDF has more or less than the book."""
    boxes = Counter(_boxes(book))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = document.Root.AcroForm.Fields if "/AcroForm" in document.Root else ()
        found = Counter((str(field.T), state) for field in fields for state in _states(field))
    twice = tuple(Fault("field-repeated", "PDF", field) for (field, _), count in sorted(boxes.items()) if count > 1)
    differing = sorted({field for field, _ in (*(boxes - found), *(found - boxes))})
    return tuple(dict.fromkeys(twice)) or tuple(Fault("field-lost", "PDF", field) for field in differing)


def _boxes(book: Book) -> Iterator[tuple[str, str]]:
    """The question and the answer of every box of the book."""
    for chapter in book.chapters:
        if FIELD not in chapter.html:
            continue
        for element in read_xhtml(chapter.html).iter():
            if field := element.get(FIELD):
                yield field, f"/{element.get(ANSWER)}" if element.get(ANSWER) else str(TICKED)


def _states(field: pikepdf.Object) -> Iterator[str]:
    """Every state of a field but off."""
    for box in field.get("/Kids", [field]):
        yield from (str(state) for state in dict(box.AP.N) if state != _OFF)
