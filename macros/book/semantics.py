"""What the parts of a book are, told from the HTML they carry and said to reading systems and screen readers.

Each has an `epub:type`, which reading systems act on, and the role of DPUB-ARIA 1.1 that screen readers announce.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from macros.book.pagemap import PAGE_REF
from macros.book.xhtml import Element, classes_of, text_of


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a chapter is."""

    type: str
    """Its `epub:type`."""

    @property
    def role(self) -> str:
        """Its role in DPUB-ARIA."""
        return f"doc-{self.type}"

    @property
    def is_landmark(self) -> bool:
        """Whether readers look for it by name."""
        return self is not CHAPTER


PART = Kind(type="part")
CHAPTER = Kind(type="chapter")
GLOSSARY = Kind(type="glossary")
BIBLIOGRAPHY = Kind(type="bibliography")
INDEX = Kind(type="index")

_TELLING = {"glossary": GLOSSARY, "entry-source": BIBLIOGRAPHY, "index": INDEX}
"""A class that only one kind of chapter carries."""

_SOURCES = frozenset({"page", "entry-source", "passage"})


def kind_of(body: Element) -> Kind:
    """What a chapter is: its first telling element decides, a chapter without one is just that."""
    for element in body.iter():
        for name in classes_of(element) & _TELLING.keys():
            return _TELLING[name]
    return CHAPTER


def terms_of(body: Element) -> frozenset[str]:
    """The ids of the terms that a glossary explains."""
    lists = [element for element in body.iter("dl") if "glossary" in classes_of(element)]
    holders = (element for found in lists for child in found for element in (child, *child.iter("dt")))
    return frozenset(name for element in holders if (name := element.get("id")))


def passages_of(body: Element) -> frozenset[str]:
    """The ids of the sources that a bibliography lists, and of their passages."""
    return frozenset(name for element in body.iter() if classes_of(element) & _SOURCES and (name := element.get("id")))


_GLOSSARY = {"dt": "glossterm", "dd": "glossdef"}
_INDEX = {
    "index-list": "index-entry-list",
    "index-entry": "index-entry",
    "index-term": "index-term",
    "locators": "index-locator-list",
    "page-ref": "index-locator",
}


def name_parts(body: Element, kind: Kind) -> None:
    """Say which words of a glossary are its terms and where they are explained, and what the parts of an index are."""
    if kind is GLOSSARY:
        for found in (element for element in body.iter("dl") if "glossary" in classes_of(element)):
            for element in found.iter():
                if element.tag in _GLOSSARY:
                    element.set("epub:type", _GLOSSARY[element.tag])
    elif kind is INDEX:
        for element in body.iter():
            for name in classes_of(element) & _INDEX.keys():
                element.set("epub:type", _INDEX[name])


def name_references(body: Element, kind: Kind, terms: Collection[str], passages: Collection[str]) -> None:
    """Say of each link of a chapter whether it leads to a term of the glossary or to a passage of a source."""
    for element in body.iter("a"):
        target = element.get("href", "").removeprefix("#")
        if "role" in element.attrib or PAGE_REF in classes_of(element):
            continue
        if kind is not GLOSSARY and target in terms:
            element.set("epub:type", "glossref")
            element.set("role", "doc-glossref")
        elif kind is not BIBLIOGRAPHY and target in passages:
            element.set("epub:type", "biblioref")
            element.set("role", "doc-biblioref")


def name_columns(body: Element) -> None:
    """Give each cell of a wide table the name of its column, and to all its elements their roles.

    On a narrow screen the style sheet makes such a table a list: then the names are read before the cells, and the roles
    are what is left to say that it is a table.
    """
    tables = (table for wide in body.iter("div") if "wide" in classes_of(wide) for table in wide.iter("table"))
    for table in tables:
        names = [text_of(cell) for cell in table.iterfind("thead/tr[1]/*")]
        for element in table.iter():
            if element.tag in _TABLE_ROLES:
                element.set("role", _TABLE_ROLES[element.tag])
            if element.tag == "th":
                element.set("role", "rowheader" if element.get("scope") == "row" else "columnheader")
        for row in table.iterfind("tbody/tr"):
            for cell, name in zip(row, names, strict=False):
                if cell.tag == "td":
                    cell.set("data-column", name)


_TABLE_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
