"""What the pages of `docs/` say in words that somebody wrote there: the passages they cite, the entries they speak of.

What a macro puts on a page is not among it: it is said by the entries it comes from.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.library import Library
from macros.model import BookData

REF = re.compile(r"""\bref\(\s*["']([^"']*)["']""")
"""The call of a macro that names an entry."""
CITE = re.compile(r"""\bcite\(\s*["']([^"']*)["']""")
"""The call of a macro that cites a passage."""
LINK = re.compile(r"\]\(\s*<?(?P<target>[^\s()<>]+)|^ {0,3}\[[^\]^]+\]:\s+<?(?P<defined>[^\s<>]+)", re.MULTILINE)
"""A link of Markdown, where it stands or where it is defined."""
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<!--.*?-->",
    re.DOTALL | re.MULTILINE,
)
_TITLE = re.compile(r"^# +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class WrittenPage:
    """A page of `docs/` that cites a passage or speaks of an entry."""

    title: str
    address: str
    """Where it stands in the site: `scenari/evoluzione/`."""
    part: str
    """The part of the book it is in; nothing if it is on the site alone."""
    cites: frozenset[tuple[str, str]]
    """Source and passage."""
    names: frozenset[str]
    """Ids of entries."""


def without_code(text: str) -> str:
    """A page with spaces in place of code and of what is set aside: every other letter stays where it was."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def written_pages(library: Library, pages: Mapping[str, str]) -> tuple[WrittenPage, ...]:
    """The pages that say something of the library, in the order of the book; `pages` maps `scenari/pippo.md` to its text."""
    files = {f"{library.words.get(f'address_{item.kind}')}{id}.md": id for id, item in library.items.items()}
    found = []
    for name in sorted(pages, key=lambda name: (_place(name, library.book)[0], not name.endswith("index.md"), name)):
        text = without_code(pages[name])
        page = WrittenPage(
            title=title[1] if (title := _TITLE.search(text)) else name,
            address=_address(name),
            part=_place(name, library.book)[1],
            cites=frozenset((source, passage) for source, _, passage in (c.partition("/") for c in CITE.findall(text))),
            names=frozenset((*REF.findall(text), *_linked(name, text, files))),
        )
        if page.cites or page.names:
            found.append(page)
    return tuple(found)


def _linked(name: str, text: str, files: Mapping[str, str]) -> Iterator[str]:
    """The entries to whose pages the links of a page lead."""
    for link in LINK.finditer(text):
        path = (link["target"] or link["defined"]).partition("#")[0]
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if whole in files:
            yield files[whole]


def _address(name: str) -> str:
    bare = name.removesuffix(".md")
    folder = posixpath.dirname(bare) if posixpath.basename(bare) == "index" else bare
    return f"{folder}/" if folder else ""


def _place(name: str, book: BookData) -> tuple[int, str]:
    """The place of a page among the chapters, the nearest that holds it, and its part of the book."""
    chapters = [(spec, part.title) for part in book.parts for spec in part.chapters]
    chapters += [(spec, "") for spec in book.site_only]
    holding = [
        (len(spec), -number, part)
        for number, (spec, part) in enumerate(chapters)
        if name == f"{spec}.md" or (spec.endswith("/") and name.startswith(spec))
    ]
    _, number, part = max(holding, default=(0, -len(chapters), ""))
    return -number, part
