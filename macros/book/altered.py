"""Two PDFs of one edition → what somebody changed in one of them, page by page; values without words.

Both are read as a reader's program reads them. Fonts, pictures and strokes are compared as they are drawn, so that what
is left without an answer was only saved again: the same book, arranged otherwise in the file.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from macros.book.compare import StrangeFileError, within_limits
from macros.book.drawing import drawing

_SAVED = ("/Producer", "/Creator", "/ModDate", "/CreationDate")
"""What a program writes of itself when it saves a file."""
_AROUND = 3
"""Words shown on each side of the first that changed."""


@dataclass(frozen=True)
class Altered:
    """One thing that is not as it was made."""

    reason: str
    """`page_count`, `page_missing`, `page_extra`, `page_text`, `page_links`, `page_drawn`, `title`, `info`, `carried`,
    `outside`, `saved` or `rewritten`."""
    found: str = ""
    here: str = ""
    place: str = ""
    """The label of a page, or the name of what differs."""


@dataclass(frozen=True)
class _Page:
    label: str
    words: tuple[str, ...]
    links: tuple[str, ...]
    drawing: bytes


def altered(content: bytes, made: bytes) -> tuple[Altered, ...]:
    """Everything that differs, the pages first; at the end, alone if nothing else differs, that it was saved again.

    Raises `StrangeFileError` for a file that opens but cannot be read to its end.
    """
    try:
        with within_limits():
            return _altered(content, made)
    except Exception as error:  # a parser may fail in any way on a file that is not what it says
        raise StrangeFileError("damaged", type(error).__name__) from error


def _altered(content: bytes, made: bytes) -> tuple[Altered, ...]:
    with pikepdf.open(io.BytesIO(content)) as found, pikepdf.open(io.BytesIO(made)) as here:
        pages = tuple(_pages(_read(content, found), _read(made, here)))
        rest = (*_info(found, here), *_carried(_carries(found), _carries(here)), *_outside(content))
        saved = tuple(_saved_by(found, here))
    if pages or rest:
        return (*pages, *rest, *saved)
    return saved or (Altered("rewritten"),)


def _read(content: bytes, document: pikepdf.Pdf) -> tuple[_Page, ...]:
    """What every page shows, and where it leads."""
    shown = pypdfium2.PdfDocument(content)
    known: dict[tuple[int, int], bytes] = {}
    try:
        return tuple(
            _Page(
                shown.get_page_label(number) or str(number + 1),
                tuple(shown[number].get_textpage().get_text_bounded().split()),
                tuple(_links(page)),
                b"".join(drawing(page.obj.get(part), known) for part in ("/Contents", "/Resources", "/MediaBox")),
            )
            for number, page in enumerate(document.pages)
        )
    finally:
        shown.close()


def _links(page: pikepdf.Page) -> Iterator[str]:
    """Where the links of a page lead, in their order: an address, or a place of the book."""
    for annotation in page.get("/Annots", ()):
        action = annotation.get("/A", pikepdf.Dictionary())
        target = action.get("/URI", annotation.get("/Dest", action.get("/D")))
        if isinstance(target, pikepdf.String):
            yield str(target)


def _pages(found: Sequence[_Page], here: Sequence[_Page]) -> Iterator[Altered]:
    if len(found) != len(here):
        yield Altered("page_count", str(len(found)), str(len(here)))
    match = SequenceMatcher(None, [page.words for page in found], [page.words for page in here], autojunk=False)
    for kind, first, last, other_first, other_last in match.get_opcodes():
        same = min(last - first, other_last - other_first)
        for page, other in zip(found[first : first + same], here[other_first : other_first + same], strict=True):
            yield from _on_page(page, other, same=kind == "equal")
        yield from (Altered("page_extra", place=page.label) for page in found[first + same : last])
        yield from (Altered("page_missing", place=page.label) for page in here[other_first + same : other_last])


def _on_page(found: _Page, here: _Page, *, same: bool) -> Iterator[Altered]:
    if not same:
        yield Altered("page_text", *_first_change(found.words, here.words), here.label)
    elif found.drawing != here.drawing:
        yield Altered("page_drawn", place=here.label)
    for link, other in zip(found.links, here.links, strict=False):
        if link != other:
            yield Altered("page_links", link, other, here.label)
    if len(found.links) != len(here.links):
        yield Altered("page_links", str(len(found.links)), str(len(here.links)), here.label)


def _first_change(found: Sequence[str], here: Sequence[str]) -> tuple[str, str]:
    """The words of both that are not the same, where they first part, with a few around them."""
    opcodes = SequenceMatcher(None, found, here, autojunk=False).get_opcodes()
    _, first, last, other_first, other_last = next(opcode for opcode in opcodes if opcode[0] != "equal")
    return _around(found, first, last), _around(here, other_first, other_last)


def _around(words: Sequence[str], first: int, last: int) -> str:
    start, end = max(0, first - _AROUND), min(last, first + 3 * _AROUND) + _AROUND
    shown = " ".join(words[start:end])
    return f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"


def _info(found: pikepdf.Pdf, here: pikepdf.Pdf) -> Iterator[Altered]:
    """What the file says of itself, in the two places where it can."""
    of_both = [{str(key): str(value) for key, value in document.docinfo.items()} for document in (found, here)]
    told = _named_differences(*({key: said for key, said in info.items() if key not in _SAVED} for info in of_both))
    for name, value, other in told:
        yield Altered("title" if name == "/Title" else "info", value, other, name.removeprefix("/"))
    for name, value, other in _named_differences(_metadata(found), _metadata(here)):
        yield Altered("info", value, other, name)


def _metadata(document: pikepdf.Pdf) -> dict[str, str]:
    """What the metadata say under the names of Dublin Core: `dc:title`."""
    core = "{http://purl.org/dc/elements/1.1/}"
    said = document.open_metadata().items()
    return {f"dc:{name.removeprefix(core)}": str(value) for name, value in said if name.startswith(core)}


def _named_differences(found: Mapping[str, str], here: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in sorted(found.keys() | here.keys()):
        if found.get(name) != here.get(name):
            yield name, found.get(name, ""), here.get(name, "")


def _carries(document: pikepdf.Pdf) -> dict[str, str]:
    """A digest of each thing the file has beside its pages: files, bookmarks, what a program should do on opening it."""
    files = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    with document.open_outline() as outline:
        marks = "\n".join(item.title for item in outline.root)
    names = document.Root.get("/Names", pikepdf.Dictionary())
    actions = [f"/{key.strip('/')}" for key in ("/OpenAction", "/AA", "/Perms") if key in document.Root]
    actions += ["/JavaScript"] if "/JavaScript" in names else []
    carried = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return carried | dict.fromkeys(actions, "yes") | {"/Outlines": marks}


def _carried(found: Mapping[str, str], here: Mapping[str, str]) -> Iterator[Altered]:
    for name, value, other in _named_differences(found, here):
        yield Altered("carried", "found" if value else "", "here" if other else "", name.removeprefix("/"))


def _outside(content: bytes) -> Iterator[Altered]:
    """Bytes before the first sign of the file and after its last: no program that shows it reads them."""
    tail = content[content.rindex(b"%%EOF") + 5 :].strip() if b"%%EOF" in content else b""
    outside = content.index(b"%PDF-") + len(tail)
    if outside:
        yield Altered("outside", str(outside))


def _saved_by(found: pikepdf.Pdf, here: pikepdf.Pdf) -> Iterator[Altered]:
    name = str(found.docinfo.get("/Producer", ""))
    if name != str(here.docinfo.get("/Producer", "")):
        yield Altered("saved", name)
