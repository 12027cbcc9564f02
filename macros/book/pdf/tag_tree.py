"""The tag tree of a PDF ⇄ plain values that can be changed at will (ISO 32000-1, 14.7).

Reads what WeasyPrint wrote, with what the layout told of each element; writes the tree anew, with all that must agree
with it: which tag owns each marked content and each annotation, the tree of ids, and as artifacts all that no tag owns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_MARKED = re.compile(rb"/\w+\s+<</MCID (\d+)>>\s+BDC")
_ARTIFACT = b"/Artifact\n<</Type/Pagination>>\nBDC"
_KEPT = ("/A", "/Alt", "/ActualText", "/E", "/ID")
"""Entries of a tag that stay as WeasyPrint wrote them."""


@dataclass(frozen=True)
class Mark:
    """Some marked content: the number of its page, from 0, and its own number there."""

    page: int
    number: int


@dataclass(frozen=True)
class Note:
    """An annotation: a link to follow or a field to fill in."""

    page: int
    annotation: pikepdf.Object

    @property
    def target(self) -> str:
        """Where it leads inside the document; empty if nowhere."""
        return str(self.annotation.get("/Dest", ""))


@dataclass(eq=False)
class Tag:
    """A tag, and what was told of the element it came from."""

    kind: str
    """Its structure type: `P`, `Link`."""
    page: int
    kids: list[Tag | Mark | Note] = field(default_factory=list)
    entries: dict[str, pikepdf.Object] = field(default_factory=dict)
    """What it has besides: /Alt, /A."""
    number: int = -1
    """The same for all the tags of an element."""
    element: str = ""
    """The name of the element: `ol`; empty for what style sheets write."""
    id: str = ""
    classes: frozenset[str] = frozenset()
    lang: str = ""

    @property
    def tags(self) -> list[Tag]:
        """The tags inside it."""
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    def walk(self) -> Iterator[Tag]:
        """Itself and every tag below, in reading order."""
        yield self
        for tag in self.tags:
            yield from tag.walk()


def read_tree(document: pikepdf.Pdf) -> Tag:
    """The tag of the whole document, as it stands."""
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    (root,) = document.Root.StructTreeRoot.K
    return _read(root, pages, 0)


def _read(item: pikepdf.Object, pages: Mapping[tuple[int, int], int], page: int) -> Tag:
    page = pages[item.Pg.objgen] if "/Pg" in item else page
    tag = Tag(kind=str(item.S)[1:], page=page, entries={key: item[key] for key in _KEPT if key in item})
    tag.lang = str(item.get("/Lang", ""))
    if (told := item.get("/Told")) is not None:
        tag.number, tag.element = int(told.Number), str(told.get("/Tag", ""))[1:]
        tag.id, tag.lang = str(told.get("/Id", "")), str(told.get("/Lang", ""))
        tag.classes = frozenset(str(name)[1:] for name in told.get("/Classes", ()))
    kids = item.get("/K", Array([]))
    for kid in kids if isinstance(kids, Array) else (kids,):
        if not isinstance(kid, Dictionary):
            tag.kids.append(Mark(page, int(str(kid))))
        elif "/S" in kid:
            tag.kids.append(_read(kid, pages, page))
        elif "/MCID" in kid:
            tag.kids.append(Mark(pages[kid.Pg.objgen], int(str(kid.MCID))))
        else:
            tag.kids.append(Note(pages[kid.Pg.objgen], kid.Obj))
    return tag


def write_tree(document: pikepdf.Pdf, root: Tag) -> None:
    """Put a tree in the place of the document's own."""
    marks: dict[int, dict[int, pikepdf.Object]] = {number: {} for number in range(len(document.pages))}
    notes: list[pikepdf.Object] = []
    ids: dict[str, pikepdf.Object] = {}
    top = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pages = [page.obj for page in document.pages]

    def written(tag: Tag, parent: pikepdf.Object) -> pikepdf.Object:
        item = Dictionary(Type=Name.StructElem, S=Name(f"/{tag.kind}"), P=parent, Pg=pages[tag.page])
        item = document.make_indirect(item)
        for key, value in tag.entries.items():
            item[key] = value
        if tag.lang:
            item.Lang = String(tag.lang)
        if "/ID" in tag.entries:
            ids[str(tag.entries["/ID"])] = item
        item.K = Array([content(kid, tag, item) for kid in tag.kids])
        return item

    def content(kid: Tag | Mark | Note, tag: Tag, item: pikepdf.Object) -> pikepdf.Object | int:
        if isinstance(kid, Tag):
            return written(kid, item)
        if isinstance(kid, Note):
            kid.annotation.StructParent = len(pages) + len(notes)
            notes.append(item)
            return Dictionary(Type=Name.OBJR, Obj=kid.annotation, Pg=pages[kid.page])
        marks[kid.page][kid.number] = item
        if kid.page == tag.page:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number)

    top.K = Array([written(root, top)])
    top.ParentTree = document.make_indirect(Dictionary(Nums=_owners(document, marks, notes)))
    if ids:
        named = [entry for name in sorted(ids) for entry in (String(name), ids[name])]
        top.IDTree = Dictionary(Kids=Array([_leaf(document, named)]))
    document.Root.StructTreeRoot = top


def _leaf(document: pikepdf.Pdf, named: list[pikepdf.Object]) -> pikepdf.Object:
    return document.make_indirect(Dictionary(Limits=Array([named[0], named[-2]]), Names=Array(named)))


def _owners(
    document: pikepdf.Pdf, marks: Mapping[int, Mapping[int, pikepdf.Object]], notes: list[pikepdf.Object]
) -> Array:
    """The tag that owns each marked content of each page, then that of each annotation; the rest becomes artifacts."""
    numbers = Array([])
    for number, page in enumerate(document.pages):
        owned = marks[number]
        _mark_artifacts(page, frozenset(owned))
        owners = [owned.get(mark) for mark in range(max(owned, default=-1) + 1)]
        numbers.append(number)
        numbers.append(Array(owners))
        page.StructParents = number
    for number, owner in enumerate(notes, start=len(document.pages)):
        numbers.append(number)
        numbers.append(owner)
    return numbers


def _mark_artifacts(page: pikepdf.Page, owned: frozenset[int]) -> None:
    """Content that no tag owns stands in the margins, or was said before: say so."""
    page.contents_coalesce()
    text = page.Contents.read_bytes()
    mended = _MARKED.sub(partial(_marked, owned), text)
    if mended != text:
        page.Contents.write(mended)


def _marked(owned: frozenset[int], found: re.Match[bytes]) -> bytes:
    return found[0] if int(found[1]) in owned else _ARTIFACT
