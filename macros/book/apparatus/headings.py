"""The headings of the index: those the editor chose, and a heading for each term of the glossary left out by them.

Nothing here knows a page, or where in the text a heading is mentioned.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.book.apparatus.draft import Draft
from macros.book.apparatus.glossary import Term, glossary
from macros.book.fault import Fault, refuse
from macros.model import IndexHeading, Subheading

_NEAR = 4
"""First letters that two headings share when a reader who looks for one sees the other."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading or a subheading: what it looks for, and where it sends."""

    text: str
    lang: str | None = None
    """The language of the heading, if it is not that of the book."""
    words: tuple[str, ...] = ()
    """The words to look for in the text."""
    entries: tuple[str, ...] = ()
    """The ids in the book of the entries that treat it."""
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    under: tuple[Heading, ...] = ()


def headings(draft: Draft) -> tuple[Heading, ...]:
    """The headings of a book in no order; raises `BookError` if one names an entry or a heading that is not there."""
    terms = {term.anchor: term for term in glossary(draft)}
    chosen = tuple(_chosen(heading, terms) for heading in draft.book.data.index)
    taken = {entry for heading in chosen for entry in heading.entries}
    names = {anchor: _small(term.title) for anchor, term in terms.items()}
    names |= {entry: heading.text for heading in chosen for entry in heading.entries if entry in terms}
    rest = tuple(_of_term(term, names) for anchor, term in terms.items() if anchor not in taken)
    refuse((*_unknown_entries(chosen, draft), *_unknown_headings((*chosen, *rest))))
    return (*chosen, *rest)


def other_names(known: Iterable[Heading], found: Iterable[str], draft: Draft) -> Iterator[Heading]:
    """For each synonym that readers meet in the text, a heading that sends to the one it belongs to."""
    known = tuple(known)
    langs = {term.title: term.lang for term in glossary(draft)}
    met = {spelled(phrase) for phrase in found}
    taken = {key for heading in known for key in (spelled(heading.text), _first(heading.text))}
    for heading in known:
        near = [spelled(heading.text)]
        for word in heading.words:
            key = spelled(word)
            if key in met - taken and not any(_is_near(key, other) for other in near):
                near.append(key)
                yield Heading(text=_small(word), lang=langs.get(word), see=(heading.text,))


def spelled(text: str) -> str:
    """A heading as the alphabet sees it: without accents, capitals and signs, word after word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _chosen(heading: IndexHeading, terms: Mapping[str, Term]) -> Heading:
    entries = tuple(f"voce-{entry}" for entry in heading.entries)
    known = [terms[entry] for entry in entries if entry in terms]
    words = heading.words or (() if heading.see else (heading.heading.partition(",")[0],))
    return Heading(
        text=heading.heading,
        lang=next((term.lang for term in known if spelled(term.title) == spelled(heading.heading)), None),
        words=tuple(dict.fromkeys((*words, *(word for term in known for word in (term.title, *term.synonyms))))),
        entries=entries,
        see=heading.see,
        see_also=heading.see_also,
        under=tuple(map(_aspect, heading.under)),
    )


def _aspect(heading: Subheading) -> Heading:
    entries = tuple(f"voce-{entry}" for entry in heading.entries)
    return Heading(text=heading.heading, words=heading.words, entries=entries)


def _of_term(term: Term, names: Mapping[str, str]) -> Heading:
    return Heading(
        text=_small(term.title),
        lang=term.lang,
        words=(term.title, *term.synonyms),
        entries=(term.anchor,),
        see_also=tuple(names[other] for other in term.see if other in names),
    )


def _small(title: str) -> str:
    """A title without its capital, unless it is an acronym."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]


def _is_near(word: str, other: str) -> bool:
    """Whether who looks for a word sees the other at once, or looks for it anyway, since it is part of that."""
    shared = min(_NEAR, len(word), len(other))
    return word[:shared] == other[:shared] or set(word.split()) < set(other.split())


def _first(text: str) -> str:
    return spelled(text.partition(",")[0])


def _unknown_entries(chosen: Iterable[Heading], draft: Draft) -> Iterator[Fault]:
    known = draft.homes()
    for heading in chosen:
        for entry in (*heading.entries, *(entry for aspect in heading.under for entry in aspect.entries)):
            if entry not in known:
                yield Fault("index-entry-unknown", "book.yml", f"{heading.text}: {entry.removeprefix('voce-')}")


def _unknown_headings(known: tuple[Heading, ...]) -> Iterator[Fault]:
    texts = {heading.text for heading in known}
    for heading in known:
        for other in (*heading.see, *heading.see_also):
            if other not in texts:
                yield Fault("index-heading-unknown", "book.yml", f"{heading.text}: {other}")
    for text in sorted(texts):
        if [heading.text for heading in known].count(text) > 1:
            yield Fault("index-heading-repeated", "book.yml", text)
