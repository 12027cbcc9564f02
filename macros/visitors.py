"""The pages of a site → what programs that visit it are told: `llms.txt` and `robots.txt`.

llms.txt (llmstxt.org): a title, a summary, lists of links; what stands under `Optional` may be left out.
robots.txt: RFC 9309, with the address of the site map if the site has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.book.page import Page
from macros.citing.linked import entry_at
from macros.citing.reference import address_of
from macros.library import Library
from macros.opendata.shown import shown_files

_SIGNS = re.compile(r"([\\\[\]<>*_`]|&(?=#?\w+;))")


def llms_txt(library: Library, pages: tuple[Page, ...]) -> str:
    """The pages by part of the book, in the order of the menu, each with the summary of its entry."""
    return "\n".join(_lines(library, pages)).rstrip("\n") + "\n"


def robots_txt(library: Library) -> str:
    """Whoever visits may read everything."""
    map_of_site = address_of("sitemap.xml", library.book)
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {map_of_site}\n" if map_of_site else "")


def _lines(library: Library, pages: tuple[Page, ...]) -> Iterator[str]:
    book, words = library.book, library.words
    yield f"# {_text(book.title)}"
    yield f"\n> {_text(book.summary)}"
    edition = words["book_edition"].replace("{edition}", book.edition)
    yield f"\n{edition}. {words['licence']} [{_text(book.licence.name)}]({book.licence.address})."
    left = list(pages)
    for part in book.parts:
        found = [page for page in left if any(_is_in(page, spec) for spec in part.chapters)]
        left = [page for page in left if page not in found]
        yield from _section(part.title, (_link(library, page) for page in found))
    data = words["address_data"]
    files = (f"- [{file}]({_address(library, data + file)}): {_text(about)}" for file, about in shown_files(words))
    yield from _section(words["data_title"], files)
    yield from _section("Optional", (_link(library, page) for page in left))  # a word of the format


def _section(title: str, links: Iterator[str]) -> Iterator[str]:
    if listed := tuple(links):
        yield f"\n## {_text(title)}\n"
        yield from listed


def _link(library: Library, page: Page) -> str:
    item = entry_at(library, page.path)
    summary = str(getattr(item.value, "summary", "")) if item else ""
    return f"- [{_text(page.title)}]({_address(library, page.path)})" + (f": {_text(summary)}" if summary else "")


def _address(library: Library, path: str) -> str:
    return address_of(path, library.book) or path or "./"


def _is_in(page: Page, spec: str) -> bool:
    return page.source == f"{spec}.md" or (spec.endswith("/") and page.source.startswith(spec))


def _text(text: str) -> str:
    """A text on one line, in which no sign means anything to Markdown."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
