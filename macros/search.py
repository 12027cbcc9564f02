"""The index of the site's search, as its engine made it → the one readers search.

What the engine read from the pages is kept, but for the numbers of citations; each term of the glossary becomes a result of its own,
and every entry learns the words that lead to it although its page may not hold them: `also`. They come from the
glossary (a term and its synonyms lead to what the term says to see) and from the index of the book.
How words are compared is for `theme/assets/find/search.js`; what of this is of a language comes with the index.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypedDict

from macros import prose
from macros.desk import Desk
from macros.library import Library
from macros.model import Term

INDEX = "search/search_index.json"
"""Where the index stands in a built site."""
_CITATION = re.compile(r"\s*\[\d+\.\d+\]")


class Doc(TypedDict, total=False):
    """A result the search can give; title and text are HTML."""

    location: str
    title: str
    text: str
    also: list[str]


def search_index(made: str, library: Library) -> str:
    """The index of a site, from the one the engine made; the same for the same site and library."""
    index = json.loads(made)
    desk = Desk(library, str)
    docs: list[Doc] = [doc for doc in index["docs"] if doc["text"] or "#" not in doc["location"]]
    also = _also(desk)
    shared = library.words["address_glossary"]
    terms = list(_terms(desk))
    for doc in docs:
        doc["text"] = _CITATION.sub("", doc["text"])
        if doc["location"] == shared and terms:
            doc["text"] = ""  # every term is a result by itself
        if doc["location"] in also:
            doc["also"] = also[doc["location"]]
    config = {**index["config"], "language": _language(library.words)}
    return json.dumps({"config": config, "docs": [*docs, *terms]}, ensure_ascii=False, separators=(",", ":"))


def _language(words: Mapping[str, str]) -> dict[str, str]:
    """What the search must know of the language of the book, each as words between spaces."""
    return {"small": words["search_small"], "forms": words["search_forms"], "family": words["search_family"]}


def _terms(desk: Desk) -> Iterator[Doc]:
    """A result for every term of the glossary."""
    for id, term in desk.library.of(Term):
        text = html.escape(prose.plain(term.definition))
        yield {
            "location": desk.address(id),
            "title": html.escape(term.title),
            "text": f"<p>{text}</p>",
            "also": list(term.synonyms),
        }


def _also(desk: Desk) -> dict[str, list[str]]:
    """By address, the words that lead there, each once, in the order of the glossary and of the index of the book."""
    found: dict[str, dict[str, None]] = {}
    for _, term in desk.library.of(Term):
        for id in term.see:
            found.setdefault(desk.address(id), {}).update(dict.fromkeys((term.title, *term.synonyms)))
    for heading in desk.library.book.index:
        for id in heading.entries:
            found.setdefault(desk.address(id), {}).update(dict.fromkeys((heading.heading, *heading.words)))
    return {address: list(words) for address, words in found.items() if "#" not in address}
