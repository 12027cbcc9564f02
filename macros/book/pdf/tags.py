"""A tagged PDF as WeasyPrint leaves it → the same PDF with its tag tree mended for assistive technology.

Running heads, page numbers, leaders and repeated table heads become artifacts; what a page break cut in two is one
element again; notes are notes and end their section; the contents are a table of contents; header cells say what they
head; lists hold only items and items have a body; links are printed. The pages look the same to the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from macros.book.pagemap import AT_PAGE, NOTE
from macros.book.pdf.tag_flow import join, leave_out, place_notes, taken_notes
from macros.book.pdf.tag_tree import Mark, Note, Tag, read_tree, write_tree

_PRINTED = 4  # flag of an annotation, PDF 32000-1, table 165
CONTENTS = "front-contents"
_HEADING = re.compile("H[1-6]")


def mend_tags(document: pikepdf.Pdf) -> None:
    """Put the tag tree right."""
    root = read_tree(document)
    heights = [float(page.mediabox[3]) for page in document.pages]
    said_before = leave_out(root)
    notes = taken_notes(root)
    join(root)
    place_notes(root, notes)
    for tag in root.walk():
        _mend(tag, str(document.Root.Lang), heights)
    _raise_headings(root)
    write_tree(document, root)
    for page in document.pages:
        annotations = [found for found in page.get("/Annots", ()) if found.objgen not in said_before]
        for annotation in annotations:
            annotation.F = _PRINTED
        if "/Annots" in page:
            page.Annots = Array(annotations)


def _mend(tag: Tag, language: str, heights: list[float]) -> None:
    tag.lang = "" if tag.lang == language else tag.lang
    if tag.kind == "NonStruct" and tag.element in ("ul", "ol"):
        tag.kind = "L"
    if NOTE in tag.classes and tag.kind == "Span":
        tag.kind, tag.entries["/ID"] = "Note", String(tag.id)
    elif AT_PAGE in tag.classes and tag.kind == "Span":
        tag.kind = "Reference"
    elif tag.kind == "Link":
        tag.kids = list(_flat_link(tag))
    elif tag.kind == "Figure":
        _place_figure(tag, heights[tag.page])
    elif tag.kind == "Table":
        _mend_table(tag)
    elif tag.kind == "L":
        _mend_list(tag)
    elif CONTENTS in tag.classes:
        for items in tag.tags:
            _make_contents(items)


def _raise_headings(root: Tag) -> None:
    """Begin with a heading of the first level: a chapter apart from its book begins with a lower one."""
    headings = [tag for tag in root.walk() if _HEADING.fullmatch(tag.kind)]
    lower = int(headings[0].kind[1]) - 1 if headings else 0
    for tag in headings:
        tag.kind = f"H{max(1, int(tag.kind[1]) - lower)}"


def _make_contents(items: Tag) -> None:
    """A list of contents is a table of contents, its items lead elsewhere (ISO 32000-1, table 333)."""
    if items.element not in ("ul", "ol"):
        return
    items.kind = "TOC"
    for item in items.tags:
        item.kind = "TOCI"
        inner = [found for kid in item.tags for found in (kid.kids if kid.kind == "LBody" else [kid])]
        lists = [found for found in inner if isinstance(found, Tag) and found.element in ("ul", "ol")]
        lead = Tag(kind="Reference", page=item.page, kids=[found for found in inner if found not in lists])
        item.kids = [lead, *lists]
        for found in lists:
            _make_contents(found)


def _flat_link(link: Tag) -> Iterator[Tag | Mark | Note]:
    """What is in a link: WeasyPrint tags a link's inner boxes, and what follows its text, as links too."""
    for kid in link.kids:
        if isinstance(kid, Tag) and (kid.kind == "Link" or any(isinstance(inner, Note) for inner in kid.kids)):
            yield from _flat_link(kid)
        else:
            yield kid


def _place_figure(figure: Tag, height: float) -> None:
    """Say in points from the bottom of the page where a figure is; WeasyPrint says it in pixels from the top."""
    left, top, right, bottom = (float(side) * 0.75 for side in figure.entries["/A"].BBox)
    box = Array([round(side, 2) for side in (left, height - bottom, right, height - top)])
    figure.entries["/A"] = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)


def _mend_table(table: Tag) -> None:
    """Header cells say what they head, by their place; a header without words is a plain cell."""
    for row in table.walk():
        for cell in row.tags if row.kind == "TR" else ():
            attributes = Dictionary({key: value for key, value in cell.entries.get("/A", {}).items() if key in _SPANS})
            attributes.O = Name.Table
            cell.entries.pop("/ID", None)
            if cell.kind == "TH" and not cell.kids:
                cell.kind = "TD"
            elif cell.kind == "TH":
                attributes.Scope = Name.Row if cell.element == "th" and row not in _head_rows(table) else Name.Column
            cell.entries["/A"] = attributes


_SPANS = frozenset({"/ColSpan", "/RowSpan"})


def _head_rows(table: Tag) -> frozenset[Tag]:
    return frozenset(row for head in table.tags if head.kind == "THead" for row in head.tags)


def _mend_list(items: Tag) -> None:
    """A list holds only items, an item has a body; the list of contents is a table of contents."""
    kids: list[Tag | Mark | Note] = []
    for kid in items.kids:
        kids += kid.kids if isinstance(kid, Tag) and kid.kind == "Div" else [kid]
    items.kids = kids
    for item in items.tags:
        if item.kind == "LI" and not any(kid.kind == "LBody" for kid in item.tags):
            labels = [kid for kid in item.tags if kid.kind == "Lbl"]
            rest = [kid for kid in item.kids if kid not in labels]
            item.kids = [*labels, Tag(kind="LBody", page=item.page, kids=rest)]
