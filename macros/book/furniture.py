"""A page of the site → the same page without what only a screen with a browser can use.

Three passes: what belongs to the website goes out, attributes are held to an allow-list,
headings move down to the level the page has in the book and never skip one.
"""

from __future__ import annotations

import re

from macros.book.fault import Fault
from macros.book.forms import ANSWER, FIELD, SPOKEN
from macros.book.xhtml import SVG, Element, classes_of, remove, walk

_TAGS_OUT = frozenset({
    "script", "style", "noscript", "template", "button", "iframe", "object", "embed", "link", "meta",
    "dialog", "audio", "video", "canvas", "datalist", "output", "progress", "meter",
})  # fmt: skip
_CLASSES_OUT = frozenset({"headerlink", "site-only"})

_TAGS = frozenset({
    "a", "abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "i", "ins", "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time",
    "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "id", "class", "href", "lang", "dir", "title", "role", "data-entry", "scope", "colspan", "rowspan", "headers",
    "start", "reversed", "datetime", "cite", "span", FIELD, ANSWER, SPOKEN,
})  # fmt: skip
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)")


def drop_furniture(body: Element) -> None:
    """Take out scripts, buttons, theme icons, permalinks and whatever is marked as the site's own."""
    for parent, child in walk(body):
        if _is_furniture(child) and child in parent:
            remove(parent, child)


def _is_furniture(element: Element) -> bool:
    classes = classes_of(element)
    return (
        element.tag in _TAGS_OUT
        or "data-site-only" in element.attrib
        or "hidden" in element.attrib
        or bool(classes & _CLASSES_OUT)
        or any(name.startswith("md-") for name in classes)
    )


def clean_attributes(body: Element, where: str) -> tuple[Fault, ...]:
    """Keep only attributes a book can use; faults name the elements it cannot hold."""
    faults = []
    for element in body.iter():
        if element is body:
            continue
        if element.tag.startswith(SVG):
            kept = {key: value for key, value in element.items() if _drawing_attribute(key)}
        else:
            kept = {key: value for key, value in element.items() if key in _ATTRIBUTES or key.startswith("aria-")}
            _keep_alignment(element, kept)
            if element.tag not in _TAGS:
                faults.append(Fault("element-not-for-books", where, element.tag))
        element.attrib.clear()
        element.attrib.update(kept)
    return tuple(faults)


def _drawing_attribute(key: str) -> bool:
    return key != "style" and not key.startswith(("on", "data-", "{", "xmlns", "xlink"))


def _keep_alignment(element: Element, kept: dict[str, str]) -> None:
    """Aligned columns come from the site engine as an inline style, which books do without."""
    if found := _ALIGNED.search(element.get("style", "")):
        kept["class"] = f"{kept.get('class', '')} align-{found[1]}".strip()


def demote_headings(body: Element, top: int) -> None:
    """Turn `<h1>` into level `top` and the others after it; a level skipped in the page is closed up."""
    open_levels: list[tuple[int, int]] = []  # (level in the page, level in the book)
    for element in body.iter():
        if not re.fullmatch(r"h[1-6]", element.tag):
            continue
        level = int(element.tag[1])
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        in_book = min(open_levels[-1][1] + 1 if open_levels else top, 6)
        open_levels.append((level, in_book))
        element.tag = f"h{in_book}"
