"""Finished outputs → what is missing or broken in them.

The outputs are read as a reader's program would read them, never through the code that wrote them;
each check returns its faults and changes nothing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pikepdf

from macros.authored import Authored
from macros.book.assemble import Book
from macros.book.fault import Fault
from macros.book.proof.canonical import html_canon, pdf_canon
from macros.book.proof.completeness import Completeness, completeness
from macros.book.xhtml import Element, classes_of, read_document

_SCHEMES = ("http", "https", "mailto")
_ROOT = "https://site.invalid/"


@dataclass(frozen=True, kw_only=True)
class SiteRead:
    """A built site as a browser would read it."""

    pages: Mapping[str, Element]
    """Every page by the name of its file: `scenari/pippo/index.html`."""
    files: frozenset[str]
    """The name of every file."""


def read_site(folder: Path) -> SiteRead:
    """The site in a folder."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return SiteRead(
        pages={name: read_document(path.read_text("utf-8")) for name, path in files.items() if name.endswith(".html")},
        files=frozenset(files),
    )


def read_epub(epub: bytes) -> dict[str, Element]:
    """Every page of an EPUB, by the name of its file."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".xhtml"))
        return {name: ElementTree.fromstring(archive.read(name)) for name in names}


def articles(site: SiteRead) -> tuple[Element, ...]:
    """What the pages of a site say, their menus left out."""
    return tuple(
        element
        for page in site.pages.values()
        for element in page.iter("article")
        if "md-content__inner" in classes_of(element)
    )


def prove(
    site: SiteRead, pdf: bytes, epub: bytes, book: Book, written: Iterable[Authored], kinds: Mapping[str, str]
) -> Completeness:
    """The proof that the three outputs hold every entry, of which `kinds` says the kind, and every written text."""
    ids = frozenset(name for chapter in book.chapters for name in (chapter.id, *(part.id for part in chapter.sections)))
    ids |= {part.id for part in book.parts}
    return completeness(
        written,
        kinds,
        {
            "site": html_canon(articles(site)),
            "PDF": pdf_canon(pdf, ids),
            "EPUB": html_canon(read_epub(epub).values(), ids),
        },
    )


def site_faults(site: SiteRead, base: str = "/") -> tuple[Fault, ...]:
    """Links and anchors of a built site that lead nowhere.

    `base` is the path of the site's public address, which the page for wrong addresses (404) writes in full.
    """
    ids = {name: _ids(tree) for name, tree in site.pages.items()}
    return tuple(
        fault
        for name, tree in site.pages.items()
        for address in _addresses(tree)
        for fault in _site_link_faults(name, address, base, site.files, ids)
    )


def epub_faults(epub: bytes) -> tuple[Fault, ...]:
    """Links and anchors of an EPUB that lead nowhere."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        names = sorted(archive.namelist())
    trees = read_epub(epub)
    ids = {name: _ids(tree) for name, tree in trees.items()}
    return tuple(
        fault
        for name, tree in trees.items()
        for address in _addresses(tree)
        for fault in _epub_link_faults(name, address, names, ids)
    )


def pdf_faults(pdf: bytes) -> tuple[Fault, ...]:
    """Links of a PDF that lead nowhere, or to where no book should."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        places = _destinations(document)
        links = [(number, *_link(annotation)) for number, annotation in _link_annotations(document)]
    faults = []
    for number, inside, target in links:
        if inside and target not in places:
            faults.append(Fault("anchor-dangling", f"PDF {number}", target))
        elif not inside and urlsplit(target).scheme not in _SCHEMES:
            faults.append(Fault("link-scheme", f"PDF {number}", target))
    return tuple(faults)


def _ids(tree: Element) -> frozenset[str]:
    """What a link to a part of a page can name: an element, or one of the questions that a script of the page answers."""
    named = {value for element in tree.iter() for key in ("id", "name") if (value := element.get(key))}
    return frozenset(named.union(*(element.get("data-answers", "").split() for element in tree.iter())))


def _addresses(tree: Element) -> Iterator[str]:
    """Every address a page points to, in the attributes that can hold one."""
    for element in tree.iter():
        for key in ("href", "src", "poster", "data"):
            if (value := element.get(key)) is not None:
                yield value.strip()


def _site_link_faults(
    name: str, address: str, base: str, files: Collection[str], ids: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    if address.startswith(base) and not address.startswith("//"):
        address = "/" + address.removeprefix(base)
    absolute = urljoin(_ROOT + name, address)
    parts = urlsplit(absolute)
    if not absolute.startswith(_ROOT):
        if parts.scheme not in _SCHEMES:
            yield Fault("link-scheme", name, address)
        return
    path = unquote(parts.path).lstrip("/")
    target = f"{path}index.html" if path.endswith("/") or not path else path
    if target not in files:
        yield Fault("link-dangling", name, address)
    elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]:
        yield Fault("anchor-dangling", name, address)


def _epub_link_faults(
    name: str, address: str, files: Collection[str], ids: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    parts = urlsplit(address)
    if parts.scheme:
        if parts.scheme not in _SCHEMES:
            yield Fault("link-scheme", name, address)
        return
    folder = posixpath.dirname(name)
    target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else name
    if target not in files:
        yield Fault("link-dangling", name, address)
    elif parts.fragment and unquote(parts.fragment) not in ids.get(target, ()):
        yield Fault("anchor-dangling", name, address)


def _destinations(document: pikepdf.Pdf) -> frozenset[str]:
    """The names that links inside the document can lead to."""
    if "/Names" not in document.Root or "/Dests" not in document.Root.Names:
        return frozenset()
    return frozenset(map(str, pikepdf.NameTree(document.Root.Names.Dests)))


def _link_annotations(document: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Object]]:
    """Each link with the number of its page, from 1."""
    for number, page in enumerate(document.pages, start=1):
        for annotation in page.get("/Annots", ()):
            if annotation.get("/Subtype") == "/Link":
                yield number, annotation


def _link(annotation: pikepdf.Object) -> tuple[bool, str]:
    """Whether a link stays inside the document, and its target."""
    if "/Dest" in annotation:
        return True, str(annotation.Dest)
    action = annotation.get("/A")
    return False, str(action.get("/URI", "")) if action is not None else ""
