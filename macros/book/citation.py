"""The book's data → `CITATION.cff`: how to cite it, in the form that programs read.

Citation File Format 1.2.0. The format knows only programs and data sets: the book itself is the preferred citation.
Every value is written as a JSON string, which is YAML too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from macros.model import BookData

_COMMONS = re.compile(r"^https?://creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>\d\.\d)/")


def citation_cff(data: BookData, words: Mapping[str, str]) -> str:
    """The whole text of the file."""
    return "\n".join((*_lines(data, words), ""))


def _lines(data: BookData, words: Mapping[str, str]) -> Iterator[str]:
    message = words["book_citation"]
    yield "cff-version: 1.2.0"
    yield f"message: {_quoted(message)}"
    yield "type: dataset"
    yield from _common(data, words)
    yield f"abstract: {_quoted(data.summary)}"
    yield from _licence(data)
    if data.addresses.repository:
        yield f"repository-code: {_quoted(data.addresses.repository)}"
    yield "preferred-citation:"
    yield "  type: book"
    yield from (f"  {line}" for line in _common(data, words))
    yield f"  edition: {_quoted(data.edition)}"
    yield f"  year: {data.published[:4]}"
    yield f"  languages: [{data.language}]"


def credited(data: BookData, words: Mapping[str, str]) -> tuple[str, ...]:
    """Who signs the book wherever it is cited: its people, or its editors as a body where nobody is named."""
    return tuple(person.name for person in data.people) or (words["book_editors"].replace("{title}", data.title),)


def _common(data: BookData, words: Mapping[str, str]) -> Iterator[str]:
    """What the file says of the archive and again of the book."""
    joint = " " if data.title.endswith((".", "?", "!", "…")) else ": "
    yield f"title: {_quoted(data.title + joint + data.subtitle)}"
    yield "authors:"
    yield from (f"  - name: {_quoted(name)}" for name in credited(data, words))
    yield f"version: {_quoted(data.edition)}"
    if len(data.published) == len("2026-11-21"):
        yield f"date-released: {_quoted(data.published)}"
    if data.addresses.site:
        yield f"url: {_quoted(data.addresses.site)}"


def _licence(data: BookData) -> Iterator[str]:
    """The licence by its SPDX name, if it is one of Creative Commons; else by its address."""
    if found := _COMMONS.match(data.licence.address):
        yield f"license: CC-{found['kind'].upper()}-{found['version']}"
    else:
        yield f"license-url: {_quoted(data.licence.address)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
