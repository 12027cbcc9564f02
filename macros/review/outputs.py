"""A finished build → what readers see of one entry or page: on the site, in the PDF, in the EPUB.

The outputs are read as readers have them, never through the code that made them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from xml.etree import ElementTree

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

from macros.book.links import page_id
from macros.book.xhtml import Element, classes_of, read_document, walk

WIDTH = 640  # pixels of a picture of a page
MOST_PAGES = 3
"""Pages of the PDF that are shown of an entry."""
HEAD = 0.25
"""The part of a page, from its top, where a chapter opens: what begins there has the page to itself."""
_ARTICLE = re.compile(r'<article class="md-content__inner[^>]*>.*?</article>', re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink\".*?)?</h1>", re.DOTALL)


@dataclass(frozen=True)
class Subject:
    """Something a reader looks at: where it stands in the site, its id in the books, and whether it shares its page."""

    page: str
    """`rischi/solo-emergenze/`."""
    anchor: str
    """`voce-solo-emergenze`, or the id of a page."""
    entry: str = ""
    """The id of the entry; empty for a page that is no entry."""
    alone: bool = True
    """Whether the page is all its own; a comment and a term of the glossary share one."""


@dataclass(frozen=True)
class Picture:
    """A page of the PDF, as PNG."""

    number: int
    """Of the page in the file, from 1."""
    png: bytes


@dataclass(frozen=True)
class Outputs:
    """The three outputs of one build."""

    site: Path
    downloads: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """`.pdf` and `.epub` → the file."""

    def article(self, subject: Subject) -> Element | None:
        """What the site shows of it; None if it is not there."""
        file = self.site / subject.page / "index.html"
        if not file.is_file():
            return None
        found = next(
            e for e in read_document(file.read_text("utf-8")).iter("article") if "md-content__inner" in classes_of(e)
        )
        return found if subject.alone else _alone(found, _with(found, "data-entry", subject.entry))

    def section(self, subject: Subject) -> Element | None:
        """What the EPUB shows of it; None if the books do not have it."""
        for tree in self._texts:
            found = _with(tree, "id", subject.anchor)
            if found is not None:
                return _section_of(tree, found) if subject.alone else _alone(tree, found)
        return None

    def pictures(self, subject: Subject) -> tuple[Picture, ...]:
        """The pages of the PDF where it stands, the first ones; none if the books do not have it."""
        start = self._places.get(subject.anchor)
        if start is None:
            return ()
        if not subject.alone:
            return (Picture(start[0] + 1, _png(self.downloads[".pdf"], start[0])),)
        last = min((self._last(other, start) for other in self._starts if other > start), default=start[0])
        numbers = range(start[0], max(start[0], min(last, start[0] + MOST_PAGES - 1)) + 1)
        return tuple(Picture(number + 1, _png(self.downloads[".pdf"], number)) for number in numbers)

    def _last(self, next_start: tuple[int, float], start: tuple[int, float]) -> int:
        """The last page before the next section, which may begin on the same one, or at the head of its own."""
        page, from_top = next_start
        return page if page == start[0] or from_top > HEAD else page - 1

    @cached_property
    def titles(self) -> dict[str, tuple[str, str]]:
        """Every page of the site by path: its title as HTML, and its article."""
        found = {}
        for file in sorted(self.site.rglob("index.html")):
            text = file.read_text("utf-8")
            article, title = _ARTICLE.search(text), _TITLE.search(text)
            if article and title:
                path = file.parent.relative_to(self.site).as_posix()
                found["" if path == "." else f"{path}/"] = (re.sub(r"<[^>]+>", "", title[1]).strip(), article[0])
        return found

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The style sheets of the site and of the EPUB, each as one text: `site`, `epub`."""
        links = re.findall(r'<link rel="stylesheet" href="([^":]+)"', (self.site / "index.html").read_text("utf-8"))
        site = "\n".join((self.site / link).read_text("utf-8") for link in links)
        with zipfile.ZipFile(io.BytesIO(self.downloads[".epub"])) as archive:
            names = [name for name in archive.namelist() if name.endswith(".css") and not name.endswith("fonts.css")]
            return {"site": site, "epub": "\n".join(archive.read(name).decode("utf-8") for name in names)}

    @cached_property
    def _texts(self) -> tuple[Element, ...]:
        with zipfile.ZipFile(io.BytesIO(self.downloads[".epub"])) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith(".xhtml"))
            return tuple(ElementTree.fromstring(archive.read(name)) for name in names)

    @cached_property
    def _places(self) -> dict[str, tuple[int, float]]:
        """Every id in the PDF: its page from 0, and how far down it, from 0 to 1."""
        with pikepdf.open(io.BytesIO(self.downloads[".pdf"])) as document:
            numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
            heights = [float(page.mediabox[3]) for page in document.pages]
            found = {}
            for name, target in pikepdf.NameTree(document.Root.Names.Dests).items():
                number = numbers[target[0].objgen]
                found[str(name)] = (number, 1 - float(target[3]) / heights[number])
        return found

    @cached_property
    def _starts(self) -> frozenset[tuple[int, float]]:
        """Where the pages of the site begin in the PDF."""
        return frozenset(self._places[id] for id in map(page_id, self.titles) if id in self._places)


def _with(tree: Element, key: str, value: str) -> Element | None:
    return next((element for element in tree.iter() if element.get(key) == value), None)


def _alone(tree: Element, found: Element | None) -> Element | None:
    """An element inside those that hold it, which styles may name, and nothing else of them."""
    parents = {child: parent for parent, child in walk(tree)}
    outer, inner = found, found
    while inner is not None and outer is not None and inner in parents:
        inner = parents[inner]
        shell = Element(inner.tag, inner.attrib)
        shell.append(outer)
        outer = shell
    return outer


def _section_of(tree: Element, found: Element) -> Element:
    """The section that an element stands in, less the sections inside it; the element itself if it is one."""
    parents = {child: parent for parent, child in walk(tree)}
    while not str(found.tag).endswith("}section") and found in parents:
        found = parents[found]
    alone = Element(found.tag, found.attrib)
    alone.text = found.text
    alone.extend(child for child in found if "page" not in classes_of(child))
    return alone


def _png(pdf: bytes, number: int) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    output = io.BytesIO()
    picture.convert("RGB").quantize(32).save(output, "PNG", optimize=True)
    return output.getvalue()


def changed_pages(before: Outputs, after: Outputs, known: Collection[str]) -> tuple[str, ...]:
    """The titles, as HTML text, of the pages that change beside the known ones; by path."""
    return tuple(
        title
        for path, (title, article) in after.titles.items()
        if path not in known and path in before.titles and before.titles[path][1] != article
    )
