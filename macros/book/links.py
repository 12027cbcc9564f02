"""Ids unique in the whole book, and links that lead to them.

A page gives its name to its ids (`scenari/pippo/` → `scenari-pippo--segnali`); canonical entries keep theirs,
`voce-<id>`, because the outputs are checked and cited by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from macros.book.fault import Fault
from macros.book.page import Page
from macros.book.xhtml import Element, classes_of, walk

_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-details", "headers")
_PAINT = re.compile(r"url\(#([^)]+)\)")  # how a drawing refers to its own gradients and patterns
_SCHEMES = ("http", "https", "mailto")
WORD_JOINER = "\u2060"
_SITE = "https://site.invalid/"
"""Stands for the site's root while relative addresses are resolved; `.invalid` never exists."""


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """What links may lead to: pages of the book with their ids, and what stands only on the site."""

    pages: Mapping[str, Mapping[str, str]]
    """Address of a page in the book → its old ids → their new names; the empty id is the page itself."""
    elsewhere: frozenset[str]
    """Addresses of the site's other pages."""
    site: str | None
    """Public address of the site, if it is known."""


def page_id(path: str) -> str:
    """The name a page has in the book: `scenari/pippo/` → `scenari-pippo`."""
    return re.sub(r"[^a-z0-9]+", "-", unquote(path).lower()).strip("-") or "home"


def name_ids(body: Element, page: Page) -> dict[str, str]:
    """Rename all ids of a page and what refers to them inside it; old id → new id."""
    name = page_id(page.path)
    renamed = {"": name}
    for element in body.iter():
        if "data-entry" in element.attrib:
            renamed[element.get("id", f"voce-{element.get('data-entry')}")] = f"voce-{element.get('data-entry')}"
            element.set("id", f"voce-{element.get('data-entry')}")
        elif old := element.get("id"):
            renamed[old] = f"{name}--{old}"
            element.set("id", renamed[old])
    for element in body.iter():
        _rename_references(element, renamed)
    return renamed


def _rename_references(element: Element, renamed: Mapping[str, str]) -> None:
    for key in _REFERENCES:
        if value := element.get(key):
            element.set(key, " ".join(renamed.get(old, old) for old in value.split()))
    for key, value in element.items():
        element.set(key, _PAINT.sub(lambda found: f"url(#{renamed.get(found[1], found[1])})", value))


def hold_marks(body: Element) -> None:
    """Join each citation mark to the word before it, so that no line begins with [1.4]."""
    for parent, child in walk(body):
        if child.tag == "a" and "cite" in classes_of(child):
            position = list(parent).index(child)
            before = parent if position == 0 else parent[position - 1]
            text = (before.text if position == 0 else before.tail) or ""
            if text and not text[-1].isspace():
                joined = text + WORD_JOINER
                if position == 0:
                    before.text = joined
                else:
                    before.tail = joined


def clashing_ids(pages: Mapping[str, Page], bodies: Mapping[str, Element]) -> tuple[Fault, ...]:
    """Ids that two elements of the book share, those of the pages themselves included; both maps go by source file."""
    owners = [(page_id(page.path), where) for where, page in pages.items()]
    owners += [(element.get("id", ""), where) for where, body in bodies.items() for element in body.iter()]
    counted = Counter(name for name, _ in owners if name)
    return tuple(Fault("id-repeated", where, name) for name, where in owners if counted[name] > 1)


def lead_inside(body: Element, page: Page, anchors: Anchors) -> tuple[Fault, ...]:
    """Rewrite the links of a page for the book; the faults are those that lead nowhere."""
    faults = []
    for element in body.iter():
        if (href := element.get("href")) is None:
            continue
        target = _target(href.strip(), page, anchors)
        if isinstance(target, Fault):
            faults.append(target)
        elif target:
            element.set("href", target)
        else:
            del element.attrib["href"]
            if element.tag == "a":
                element.tag = "span"
    return tuple(faults)


def _target(href: str, page: Page, anchors: Anchors) -> str | Fault:
    """The new address; an empty one if there is nothing to link to outside the site."""
    absolute = urljoin(_SITE + page.path, href)
    if not absolute.startswith(_SITE):
        known = urlsplit(absolute).scheme in _SCHEMES
        return absolute if known else Fault("link-scheme", page.source, href)
    parts = urlsplit(absolute)
    path, fragment = unquote(parts.path).lstrip("/").removesuffix("index.html"), unquote(parts.fragment)
    if path in anchors.pages:
        name = anchors.pages[path].get(fragment)
        return f"#{name}" if name else Fault("anchor-dangling", page.source, href)
    if path in anchors.elsewhere or re.search(r"\.(?!html$)[a-z0-9]+$", path):
        return urljoin(anchors.site.rstrip("/") + "/", absolute.removeprefix(_SITE)) if anchors.site else ""
    return Fault("link-dangling", page.source, href)
