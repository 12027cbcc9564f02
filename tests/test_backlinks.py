"""Who cites and who speaks of what: the lists at the foot of pages against the links of all the pages, both ways."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import pytest

from macros.book.xhtml import classes_of, read_document
from macros.desk import Desk
from macros.library import Library
from macros.pages import page_of, page_problems
from macros.reading import read_library
from macros.written_pages import written_pages
from tests.projects import ROOT, TINY, Built

HOST = "https://x.example/"


@pytest.fixture(scope="module")
def library() -> Library:
    """The library of the real book."""
    return read_library(ROOT)


def article(file: pathlib.Path) -> Element | None:
    """What a page of the site says, without menu and furniture; nothing if it is no page of the engine."""
    return next(read_document(file.read_text(encoding="utf-8")).iter("article"), None)


def led_to(here: str, link: Element) -> str:
    """The address to which a link of a page leads, without that of the site."""
    return urljoin(HOST + here, str(link.get("href"))).removeprefix(HOST)


def links_with_holders(page: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Every link of a page and the elements it stands in, the nearest first."""
    parents = {child: parent for parent in page.iter() for child in parent}
    for link in page.iter("a"):
        above, holders = link, []
        while (above := parents[above]) is not page:
            holders.append(above)
        yield link, holders


def is_by_hand(holders: list[Element]) -> bool:
    """Whether somebody wrote it on the page: what macros make has a class."""
    return not any(one.get("class") or one.tag in ("figure", "details", "dl") for one in holders)


def speaker(here: str, holders: list[Element]) -> str:
    """The address of who says what stands in these elements: a comment, a term, or the whole page."""
    voices = [one.get("id") for one in holders if {"comment", "term"} & set(classes_of(one))]
    return f"{here}#{voices[0]}" if voices else here


def test_what_is_cited_or_spoken_of_says_so_and_where(real: Built, library: Library) -> None:
    """The links of every page and the lists of what leads here say the same, both ways: entries and pages by hand."""
    address = Desk(library, str).address
    entries = {address(id): id for id, item in library.items.items() if page_of(item.kind, id, library.words)}
    cites: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    listed: set[tuple[str, str]] = set()
    by_hand: set[str] = set()
    leads: dict[str, set[str]] = {}
    for file in real.site.rglob("*/index.html"):
        here = file.relative_to(real.site).as_posix().removesuffix("index.html")
        page = article(file)
        if page is None or here.startswith("errori/"):
            continue
        links = list(links_with_holders(page))
        leads[here] = {led_to(here, one) for one, _ in links}
        if here not in entries:
            by_hand.add(here)
            names |= {
                (there, here) for one, held in links if is_by_hand(held) and (there := led_to(here, one)) in entries
            }
        cites |= {
            (there, speaker(here, held))
            for one, held in links
            if "cite" in classes_of(one)
            and (here in entries or speaker(here, held) != here or is_by_hand(held))
            and not any("roles" in classes_of(above) for above in held if here.startswith("attivita/"))
            and ((there := led_to(here, one)).partition("#")[0] != here or speaker(here, held) != here)
        }
        for passage in (one for one in page.iter("li") if "passage" in classes_of(one)):
            (by,) = (one for one in passage.iter("p") if "cited" in classes_of(one))
            told |= {(f"{here}#{passage.get('id')}", led_to(here, one)) for one in by.iter("a")}
        for shown in (one for one in page.iter("ul") if "backlinks" in classes_of(one)):
            listed |= {(here, led_to(here, one)) for one in shown.iter("a")}
    assert told == cites
    assert {pair for pair in listed if pair[1] in by_hand} == names
    assert {by for _, by in names} >= {"scenari/evoluzione/", "pratica/il-core-team/", "attivita/dentro-e-fuori/"}
    assert not [(here, other) for here, other in listed - names if here not in leads[other.partition("#")[0]]]


def test_a_page_speaks_of_what_its_links_and_macros_name_and_not_of_its_examples() -> None:
    library = read_library(ROOT / TINY)
    text = """---
render_macros: true
---
# By *hand*

A [loaf](risks/pane-bruciato.md#why), {{ ref("casa") }} and a note.{{ cite("post/forno") }}

`{{ ref("fornaio") }}` <!-- {{ cite("post/madre") }} -->
"""
    (page,) = written_pages(library, {"aside.md": text, "silent.md": "# Nothing\n"})
    assert (page.title, page.address, page.part) == ("By *hand*", "aside/", "")
    assert page.names == {"pane-bruciato", "casa"} and page.cites == {("post", "forno")}


def test_a_passage_said_to_be_cited_by_nobody_is_cited_by_no_page() -> None:
    library = read_library(ROOT / TINY)
    pages = {"aside.md": '# Aside\n\nHello.{{ cite("post/saluti") }}\n'}
    told = [(p.code, p.place.line, p.values["by"]) for p in page_problems(library, pages) if p.code == "MB085"]
    assert told == [("MB085", 3, "docs/aside.md")]
