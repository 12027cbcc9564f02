"""The paragraphs of a built page → an address for each, made of the words it begins with.

It stays when other paragraphs change, come or go, and when this one changes after its first words. Of paragraphs that
begin alike, the second and the following have a number too. An address that was published and is no longer that of any
paragraph leads to the one that is most like it. The books do not have these addresses: they have pages.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

WORDS, LEAST = 6, 8
"""How many words an address is made of; how many a paragraph has at least, to be cited by itself."""
_ARTICLE = re.compile(r'(?<=<article class="md-content__inner)[^>]*>.*(?=</article>)', re.DOTALL)
_PIECES = re.compile(r"<(script|template|noscript)\b.*?</\1>|<p>(?P<inside>.*?)</p>", re.DOTALL)
_ID = re.compile(r'<p id="(p-[a-z0-9-]+)">')
_MARK = re.compile(r'<a class="cite".*?</a>|<[^>]+>', re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that has an address."""

    id: str
    beginning: str
    """Its first words, as they are written."""


def addressed(page: str, title: str, published: Collection[str] = ()) -> tuple[str, tuple[Paragraph, ...]]:
    """The page with an id and a link on every paragraph of its article, and the paragraphs; `title` names the links.

    `published` are the ids that paragraphs of this page ever had.
    """
    found: list[Paragraph] = []

    def mark(piece: re.Match[str]) -> str:
        text = html.unescape(_MARK.sub("", piece["inside"] or ""))
        if len(text.split()) < LEAST or not (name := _name(text)):
            return piece[0]
        times = sum(1 for one in found if one.id == name or one.id.startswith(f"{name}--"))
        id = f"{name}--{times + 1}" if times else name
        found.append(Paragraph(id, " ".join(text.split()[:LEAST]).rstrip(".,;:…")))
        link = Markup(
            '<a class="headerlink paragraph-link" href="#{}" title="{}" aria-hidden="true" tabindex="-1">#</a>'
        ).format(id, title)
        return f'<p id="{id}">{piece["inside"]}{link}</p>'

    marked = _ARTICLE.sub(lambda article: _PIECES.sub(mark, article[0]), page, count=1)
    for old in sorted({*published} - {one.id for one in found}):
        marked = _led(marked, old, found)
    return marked, tuple(found)


def ids_in(page: str) -> tuple[str, ...]:
    """The ids of the paragraphs of a page that `addressed` has made."""
    return tuple(_ID.findall(page))


def _led(page: str, old: str, paragraphs: list[Paragraph]) -> str:
    """The page with a former id at the paragraph whose own is most like it; as it is, if it has no paragraph left."""
    likeness = SequenceMatcher(b=old.split("-"), autojunk=False)

    def alike(one: Paragraph) -> float:
        likeness.set_seq1(one.id.split("-"))
        return likeness.ratio()

    nearest = max(paragraphs, key=alike, default=None)
    if nearest is None:
        return page
    start = f'<p id="{nearest.id}">'
    return page.replace(start, f'{start}<span id="{old}"></span>', 1)


def _name(text: str) -> str:
    """`p-` and the first words of a text in letters that every address can hold; empty if it has none of them."""
    apart = unicodedata.normalize("NFKD", text.replace("’", " "))  # the apostrophe parts two words
    words = re.findall(r"[a-z0-9]+", apart.encode("ascii", "ignore").decode().lower())[:WORDS]
    return "-".join(("p", *words))[:80].rstrip("-") if words else ""
