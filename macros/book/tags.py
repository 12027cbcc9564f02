"""A tagged PDF as WeasyPrint leaves it → the same PDF with its tag tree mended for assistive technology.

What is mended: running heads and page numbers become artifacts, header cells say what they head, lists hold only
items and items have a body, links are printed. The pages look the same to the eye.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name

_MARKED = re.compile(rb"/\w+\s+<</MCID (\d+)>>\s+BDC")
_PAGINATION = b"/Artifact\n<</Type/Pagination>>\nBDC"
_EMPTY = (Name.Span, Name.P)
"""Elements that say nothing when they hold nothing: boxes to write in, drawn by the style sheet."""
_PRINTED = 4  # flag of an annotation, PDF 32000-1, table 165


def mend_tags(pdf: bytes) -> bytes:
    """The PDF with a mended tag tree; the same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tree = document.Root.StructTreeRoot
        elements = tuple(_elements(tree))
        _mark_artifacts(document, {element.objgen for _, element in elements})
        for parent, element in elements:
            _mend(document, parent, element)
        for parent, element in reversed(elements):
            if element.S in _EMPTY and not _kids(element):
                parent.K = Array([kid for kid in _kids(parent) if not _same(kid, element)])
        for page in document.pages:
            for annotation in page.get("/Annots", ()):
                annotation.F = _PRINTED
        output = io.BytesIO()
        document.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return output.getvalue()


def _elements(root: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Every (parent, element) of the tag tree, parents first."""
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        for kid in _kids(parent):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield parent, kid
                waiting.append(kid)


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _mark_artifacts(document: pikepdf.Pdf, reached: set[tuple[int, int]]) -> None:
    """Content whose element is not in the tree stands in the page's margins: say so, and forget the element."""
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    owners = {int(number): owner for number, owner in zip(numbers[::2], numbers[1::2], strict=True)}
    for number, page in enumerate(document.pages):
        stray = {mcid for mcid, owner in enumerate(owners[number]) if owner.objgen not in reached}
        if not stray:
            continue
        page.contents_coalesce()
        text = page.Contents.read_bytes()
        page.Contents.write(_MARKED.sub(partial(_marked, stray), text))
        for mcid in stray:
            owners[number][mcid] = None


def _marked(stray: set[int], found: re.Match[bytes]) -> bytes:
    return _PAGINATION if int(found[1]) in stray else found[0]


def _mend(document: pikepdf.Pdf, parent: pikepdf.Object, element: pikepdf.Object) -> None:
    if element.S == Name.TH:
        attributes = element.get("/A", Dictionary(O=Name.Table))
        attributes.Scope = Name.Column if _is(parent.P, Name.THead) else Name.Row
        element.A = attributes
    elif element.S == Name.L:
        _hold_only_items(element)
    elif element.S == Name.LI and not any(_is(kid, Name.LBody) for kid in _kids(element)):
        _give_body(document, element)


def _same(kid: pikepdf.Object, element: pikepdf.Object) -> bool:
    return isinstance(kid, Dictionary) and kid.objgen == element.objgen


def _is(kid: pikepdf.Object, kind: Name) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == kind


def _hold_only_items(items: pikepdf.Object) -> None:
    """Groups of a definition list (`dl > div`) give their items to the list itself."""
    kids = []
    for kid in _kids(items):
        inner = _kids(kid) if _is(kid, Name.Div) else [kid]
        for item in inner:
            if item is not kid:
                item.P = items
            kids.append(item)
    items.K = Array(kids)


def _give_body(document: pikepdf.Pdf, item: pikepdf.Object) -> None:
    kids = _kids(item)
    inner = [kid for kid in kids if not _is(kid, Name.Lbl)]
    body = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(inner)))
    if "/Pg" in item:
        body.Pg = item.Pg
    for kid in inner:
        if isinstance(kid, Dictionary) and "/S" in kid:
            kid.P = body
    item.K = Array([kid for kid in kids if _is(kid, Name.Lbl)] + [body])
