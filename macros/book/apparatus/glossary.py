"""Glossary page → its terms; running text → the same text with a link to the glossary at the first use of each term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.book.apparatus.concordance import Concordance, Found, concordance, is_acronym
from macros.book.apparatus.draft import Draft, Leaf
from macros.book.apparatus.textnodes import HEADINGS, TextNode, text_nodes, wrap
from macros.book.xhtml import Element, classes_of, text_of

TERM = "term"
"""Class of the links from a text to its glossary."""
_NO_LINKS = HEADINGS | {"dt"}
_TITLES = frozenset({"label", "legend", "name", "details-title"})
"""Classes of paragraphs that serve as headings."""
_COGNATE = 3
"""First letters that two words share when they are one word in two languages, as `community` and `comunità`."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of the glossary."""

    anchor: str
    """Its id in the book: `voce-call-center`."""
    title: str
    lang: str | None
    """The language of the title, if it is not that of the book."""
    synonyms: tuple[str, ...]
    """The synonyms that mean the term wherever they stand."""
    see: tuple[str, ...]
    """The ids that it sends to."""


def glossary(draft: Draft) -> tuple[Term, ...]:
    """The terms of the book's glossary, in order."""
    return tuple(
        _term(element)
        for leaf in draft.leaves
        for glossary in leaf.body.iter("dl")
        if "glossary" in classes_of(glossary)
        for element in glossary
    )


def link_first_uses(draft: Draft) -> None:
    """Write into each chapter a link from the first words that mean a term to its place in the glossary."""
    terms = {phrase: term for term in glossary(draft) for phrase in (term.title, *term.synonyms)}
    known = concordance(terms)
    anchors = {term.anchor for term in terms.values()}
    for leaf in draft.leaves:
        if not anchors & {element.get("id") for element in leaf.body.iter("div")}:
            _link(leaf, known, terms)


def _link(leaf: Leaf, known: Concordance, terms: Mapping[str, Term]) -> None:
    seen: set[str] = set()
    for stretch in leaf.stretches:
        for node in [node for root in stretch.roots for node in text_nodes(root)]:
            if node.in_link:
                seen.add(node.element.get("href", "").removeprefix("#"))
            elif node.block.tag not in _NO_LINKS and not classes_of(node.block) & _TITLES:
                for found in reversed(tuple(_first_uses(node, known, terms, seen))):
                    wrap(node, found.start, found.end, _link_to(terms[found.phrase], found))


def _first_uses(node: TextNode, known: Concordance, terms: Mapping[str, Term], seen: set[str]) -> Iterator[Found]:
    for found in known.find(node.text):
        if terms[found.phrase].anchor not in seen:
            seen.add(terms[found.phrase].anchor)
            yield found


def _link_to(term: Term, found: Found) -> Element:
    lang = {"lang": term.lang} if term.lang and found.phrase == term.title else {}
    return Element("a", {"class": TERM, "href": f"#{term.anchor}", **lang})


def _term(element: Element) -> Term:
    title = next(element.iter("dt"))
    name = text_of(title)
    synonyms = tuple(text_of(span) for span in element.iter("span") if "synonym" in classes_of(span))
    return Term(
        anchor=element.get("id", ""),
        title=name,
        lang=title.get("lang"),
        synonyms=tuple(word for word in synonyms if _means_only(word, name)),
        see=tuple(
            link.get("href", "").removeprefix("#")
            for paragraph in element.iter("p")
            if "see" in classes_of(paragraph)
            for link in paragraph.iter("a")
        ),
    )


def _means_only(synonym: str, title: str) -> bool:
    """Whether a synonym can be told from the same word in another sense.

    Several words, an acronym or a cognate can; one common word, such as `prova` for `pilota`, cannot.
    """
    return (
        len(synonym.replace("-", " ").split()) > 1
        or is_acronym(synonym)
        or synonym[:_COGNATE].casefold() == title[:_COGNATE].casefold()
    )
