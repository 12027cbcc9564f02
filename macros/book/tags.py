"""A tagged PDF as WeasyPrint leaves it → the same PDF with its tag tree mended for assistive technology.

Running heads, page numbers, leaders and repeated table heads become artifacts; what a page break cut in two is one
element again; notes are notes and end their section; the contents are a table of contents; header cells say what they
head; lists hold only items and items have a body; links are printed. The pages look the same to the eye.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from macros.book.pagemap import AT_PAGE, NOTE
from macros.book.tag_tree import Mark, Note, Tag, read_tree, write_tree

_EMPTY = frozenset({"Span", "P", "NonStruct", "Div", "LI", "LBody", "Sect"})
"""Elements that say nothing when they hold nothing: boxes to write in, drawn by the style sheet; ends of pieces."""
_PRINTED = 4  # flag of an annotation, PDF 32000-1, table 165
CONTENTS = "front-contents"


def mend_tags(document: pikepdf.Pdf) -> None:
    """Put the tag tree right."""
    root = read_tree(document)
    heights = [float(page.mediabox[3]) for page in document.pages]
    said_before = _leave_out(root)
    notes = _taken_notes(root)
    _join(root)
    _place_notes(root, notes)
    for tag in root.walk():
        _mend(tag, str(document.Root.Lang), heights)
    write_tree(document, root)
    for page in document.pages:
        annotations = [found for found in page.get("/Annots", ()) if found.objgen not in said_before]
        for annotation in annotations:
            annotation.F = _PRINTED
        if annotations:
            page.Annots = Array(annotations)


def _leave_out(root: Tag) -> frozenset[tuple[int, int]]:
    """Forget leaders, table heads said again on a later page, and elements that hold nothing.

    What comes back are the links of those table heads, by object number: what is no content leads nowhere.
    """
    heads: dict[int, Tag] = {}
    again: set[tuple[int, int]] = set()

    def keep(kid: Tag | Mark | Note) -> bool:
        if not isinstance(kid, Tag):
            return True
        if kid.kind == "THead" and heads.setdefault(kid.number, kid) is not kid:
            again.update(note.annotation.objgen for tag in kid.walk() for note in tag.kids if isinstance(note, Note))
            return False
        kid.kids = [inner for inner in kid.kids if keep(inner)]
        return kid.element != "leader" and (bool(kid.kids) or kid.kind not in _EMPTY)

    root.kids = [kid for kid in root.kids if keep(kid)]
    return frozenset(again)


def _taken_notes(root: Tag) -> dict[str, Tag]:
    """The notes, by id, taken from the foot of the pages."""
    notes: dict[str, Tag] = {}
    areas = []
    for tag in root.tags:
        inner = [found for found in tag.walk() if NOTE in found.classes and found.id and not tag.element]
        notes |= {found.id: found for found in inner}
        areas += [tag] if inner else []
    root.kids = [kid for kid in root.kids if kid not in areas]
    return notes


def _join(tag: Tag) -> None:
    """Join the fragments of elements cut by a line or by a page.

    The head of a table comes first, though under a row that fills a page it is printed only later.
    """
    if tag.kind == "Table":
        tag.kids.sort(key=lambda kid: isinstance(kid, Tag) and kid.kind not in ("Caption", "THead"))
    joined: list[Tag | Mark | Note] = []
    for kid in tag.kids:
        first = _fragment(joined, kid, anywhere=tag.kind == "TR") if isinstance(kid, Tag) else None
        if first is None:
            joined.append(kid)
        elif isinstance(kid, Tag):
            first.kids += kid.kids
    tag.kids = joined
    for inner in tag.tags:
        _join(inner)


def _fragment(before: list[Tag | Mark | Note], tag: Tag, *, anywhere: bool) -> Tag | None:
    """The tag that `tag` continues: the one just before it, in a row of a table any."""
    for kid in before if anywhere else before[-1:]:
        if isinstance(kid, Tag) and (kid.number, kid.kind) == (tag.number, tag.kind) and tag.number >= 0:
            return kid
    return None


def _place_notes(root: Tag, notes: dict[str, Tag]) -> None:
    """Put each note at the end of the section of its first call, as in the EPUB: there it interrupts no sentence."""
    waiting = dict(notes)

    def place(tag: Tag, section: Tag) -> None:
        section = tag if tag.kind == "Sect" else section
        for kid in tag.tags:
            place(kid, section)
        if tag.kind == "Link" and (note := waiting.pop(_target(tag), None)):
            section.kids.append(note)

    place(root, root)
    root.kids += waiting.values()


def _target(link: Tag) -> str:
    return next((kid.target for kid in link.kids if isinstance(kid, Note)), "")


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
