"""The pages of sources → the same with the printed pages of every place that cites them.

A passage says the page of its call in each entry that cites it; a source lists all pages where one of its passages is
called. Only first calls count: those that a note follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from macros.book.apparatus.crossref import INLINE, page_phrase
from macros.book.apparatus.draft import Draft, Stretch
from macros.book.apparatus.locators import Locator, locator_list
from macros.book.xhtml import Element, classes_of, insert_after

CITED_AT = "book_cited_at"
"""The word before the pages that cite a source."""


def add_backlinks(draft: Draft, calls: Mapping[tuple[str, str], str]) -> None:
    """Write the citing pages into the pages of sources; `calls` are those of `add_notes`, in the order of the book."""
    for stretch in draft.stretches():
        passages = tuple(_passages(stretch))
        for passage in passages:
            _number_entries(passage, calls, draft.book.words[INLINE])
        names = {passage.get("id", "") for passage in passages}
        places = tuple(Locator(start=call) for (_, passage), call in calls.items() if passage in names)
        if places:
            _list_pages(stretch, places, draft.book.words[CITED_AT])


def _passages(stretch: Stretch) -> Iterator[Element]:
    return (item for root in stretch.roots for item in root.iter("li") if "passage" in classes_of(item))


def _number_entries(passage: Element, calls: Mapping[tuple[str, str], str], phrase: str) -> None:
    """After each entry that cites a passage, the page of the call; of the entry itself, if it has none."""
    for line in passage.iter("p"):
        if "cited" in classes_of(line):
            for link in tuple(line.iter("a")):
                entry = link.get("href", "").removeprefix("#")
                insert_after(line, link, page_phrase(phrase, calls.get((entry, passage.get("id", "")), entry)))


def _list_pages(stretch: Stretch, places: tuple[Locator, ...], name: str) -> None:
    """One more fact at the end of the facts on the source."""
    facts = next((facts for root in stretch.roots for facts in root.iter("dl") if "facts" in classes_of(facts)), None)
    if facts is not None:
        fact, title, pages = Element("div"), Element("dt"), Element("dd")
        title.text = name
        pages.append(locator_list(places))
        fact.extend((title, pages))
        facts.append(fact)
