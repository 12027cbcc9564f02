"""Headings with their places → the index that closes the book, in letters of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from macros.book.apparatus.draft import Draft
from macros.book.apparatus.headings import headings, other_names, spelled
from macros.book.apparatus.locators import locator_list
from macros.book.apparatus.mentions import Indexed, indexed, mentions
from macros.book.assemble import Chapter
from macros.book.xhtml import Element, write_xhtml

INDEX = "_index"
"""The id of the chapter."""
_OTHERS = "0–9"
"""The title of the headings that begin with a digit."""


def make_index(draft: Draft) -> Chapter | None:
    """The index of a book, None if it has no heading; ids are written where the draft mentions them.

    Raises `BookError` if a heading that the editor chose leads nowhere.
    """
    known = headings(draft)
    found = mentions(draft, known)
    entries = [entry for entry in indexed(draft, known, found) if _leads_somewhere(entry)]
    synonyms = other_names((entry.heading for entry in entries), (mention.found.phrase for mention in found), draft)
    entries += [Indexed(heading=heading, places=()) for heading in synonyms]
    if not entries:
        return None
    body = Element("body")
    body.extend(_parts(sorted(entries, key=_place), draft.book.words))
    title = draft.book.words["book_index"]
    return Chapter(id=INDEX, title=title, html=write_xhtml(body), sections=(), sources=())


def _leads_somewhere(entry: Indexed) -> bool:
    return bool(entry.places or entry.heading.see or any(one.places for one in entry.under))


def _place(entry: Indexed) -> tuple[str, str]:
    """The place in the alphabet: that of what stands before the comma, then of the rest."""
    name, _, rest = entry.heading.text.partition(",")
    return spelled(name), spelled(rest)


def _letter(entry: Indexed) -> str:
    first = spelled(entry.heading.text)[:1]
    return first.upper() if first.isalpha() else _OTHERS


def _parts(entries: Iterable[Indexed], words: Mapping[str, str]) -> Iterator[Element]:
    """The title, how the numbers are to be read, and a list for each letter."""
    yield _with_text("h2", words["book_index"], id=f"{INDEX}--title")
    yield _with_text("p", words["book_index_about"], **{"class": "key"})
    index = Element("section", {"class": "index"})
    for letter, group in groupby(entries, key=_letter):
        index.append(_with_text("h3", letter, id=f"{INDEX}--letter-{spelled(letter).replace(' ', '-')}"))
        listed = Element("ul", {"class": "index-list"})
        listed.extend(_entry(entry, words) for entry in group)
        index.append(listed)
    yield index


def _entry(entry: Indexed, words: Mapping[str, str]) -> Element:
    item = _line(entry)
    item.set("id", _id(entry.heading.text))
    if entry.heading.see:
        item[-1].tail = ", "
        item.append(_sends(words["book_index_see"], entry.heading.see))
    if entry.heading.see_also:
        last = item[-1][-1] if entry.places else item[-1]
        last.tail = "."  # inside the numbers: a layout may break a line only after it
        item[-1].tail = f"{item[-1].tail or ''} "
        item.append(_sends(words["book_index_see_also"], entry.heading.see_also))
    under = [one for one in entry.under if one.places]
    if under:
        listed = Element("ul", {"class": "index-list"})
        listed.extend(map(_line, under))
        item.append(listed)
    return item


def _line(entry: Indexed) -> Element:
    """The heading, and the numbers after it."""
    item = Element("li", {"class": "index-entry"})
    lang = {"lang": entry.heading.lang} if entry.heading.lang else {}
    item.append(_with_text("span", entry.heading.text, **{"class": "index-term"}, **lang))
    if entry.places:
        item[-1].tail = ", "
        item.append(locator_list(entry.places))
    return item


def _sends(phrase: str, others: Iterable[str]) -> Element:
    """`see` or `see also`, with links to the headings it names."""
    before, _, after = phrase.partition("{heading}")
    span = Element("span", {"class": "index-see"})
    span.append(_with_text("em", before.strip()))
    span[0].tail = " "
    for other in others:
        span.append(_with_text("a", other, href=f"#{_id(other)}"))
        span[-1].tail = "; "
    span[-1].tail = after
    return span


def _id(text: str) -> str:
    return f"{INDEX}--{spelled(text).replace(' ', '-')}"


def _with_text(tag: str, text: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = text
    return element
