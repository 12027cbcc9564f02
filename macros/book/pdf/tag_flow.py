"""The tags of page after page → one flow, as it is read: what a page or a line cut in two is one element again.

Knows the tree alone, not the PDF it came from.
"""

from __future__ import annotations

from macros.book.pagemap import NOTE
from macros.book.pdf.tag_tree import Mark, Note, Tag

_EMPTY = frozenset({"Span", "P", "NonStruct", "Div", "LI", "LBody", "Sect"})
"""Elements that say nothing when they hold nothing: boxes to write in, drawn by the style sheet; ends of pieces."""


def leave_out(root: Tag) -> frozenset[tuple[int, int]]:
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


def taken_notes(root: Tag) -> dict[str, Tag]:
    """The notes, by id, taken from the foot of the pages."""
    notes: dict[str, Tag] = {}
    areas = []
    for tag in root.tags:
        inner = [found for found in tag.walk() if NOTE in found.classes and found.id and not tag.element]
        notes |= {found.id: found for found in inner}
        areas += [tag] if inner else []
    root.kids = [kid for kid in root.kids if kid not in areas]
    return notes


def join(tag: Tag) -> None:
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
        join(inner)


def _fragment(before: list[Tag | Mark | Note], tag: Tag, *, anywhere: bool) -> Tag | None:
    """The tag that `tag` continues: the one just before it, in a row of a table any."""
    for kid in before if anywhere else before[-1:]:
        if isinstance(kid, Tag) and (kid.number, kid.kind) == (tag.number, tag.kind) and tag.number >= 0:
            return kid
    return None


def place_notes(root: Tag, notes: dict[str, Tag]) -> None:
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
