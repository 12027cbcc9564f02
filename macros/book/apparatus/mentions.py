"""Headings → the places of the book that treat or mention each, as locators; their ids are written into the text.

A heading that many sections mention keeps only those that say most about it: a long row of bare numbers helps nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from macros.book.apparatus.concordance import Found, alike, concordance
from macros.book.apparatus.draft import Draft, Stretch
from macros.book.apparatus.headings import Heading
from macros.book.apparatus.locators import Locator
from macros.book.apparatus.textnodes import HEADINGS, TextNode, text_nodes, wrap
from macros.book.xhtml import Element, classes_of

MOST = 5
"""Sections that a heading lists besides those that treat it."""
_PARAGRAPHS = frozenset({"p", "li", "dd"})
_AT_LENGTH = 3
"""Weight from which a section is listed with every page that mentions the heading, not only with the first."""
_IN_TITLE, _IN_SUMMARY = 4, 2
"""What a mention in the title or in the summary of a section weighs; one in its text weighs 1."""


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """A heading with the places it sends to."""

    heading: Heading
    places: tuple[Locator, ...]
    under: tuple[Indexed, ...] = ()


@dataclass(frozen=True, eq=False)
class Mention:
    """Words of the text that mean a heading."""

    number: int
    """Its place among all mentions, in the order of the book."""
    stretch: Stretch
    node: TextNode
    found: Found

    @property
    def weight(self) -> int:
        """How much it says about what its section is on."""
        if self.node.block.tag in HEADINGS:
            return _IN_TITLE
        return _IN_SUMMARY if "summary" in classes_of(self.node.block) else 1


@dataclass(frozen=True)
class _Choice:
    """A heading with the mentions it lists."""

    heading: Heading
    mentions: tuple[Mention, ...]
    under: tuple[_Choice, ...] = ()

    def all(self) -> Iterator[Mention]:
        yield from self.mentions
        for one in self.under:
            yield from one.mentions


def mentions(draft: Draft, headings: Iterable[Heading]) -> tuple[Mention, ...]:
    """Every place of the running text that mentions a heading, in order; the glossary mentions none."""
    wanted = concordance(word for heading in headings for one in (heading, *heading.under) for word in one.words)
    found = (
        (stretch, node, found)
        for stretch in draft.stretches()
        if not any("glossary" in classes_of(root) for root in stretch.roots)
        for root in stretch.roots
        for node in text_nodes(root)
        for found in wanted.find(node.text)
    )
    return tuple(Mention(number, *one) for number, one in enumerate(found))


def indexed(draft: Draft, headings: Iterable[Heading], known: Iterable[Mention]) -> tuple[Indexed, ...]:
    """The headings with their places; ids are written into the text for those that have none."""
    by_phrase: dict[str, list[Mention]] = {}
    for mention in known:
        by_phrase.setdefault(alike(mention.found.phrase), []).append(mention)
    treated = _treated(draft)
    choices = tuple(_choice(heading, by_phrase, treated) for heading in headings)
    ids = _written({mention for choice in choices for mention in choice.all()})
    return tuple(_indexed(choice, treated, ids) for choice in choices)


def _indexed(choice: _Choice, treated: Mapping[str, tuple[str, Locator]], ids: Mapping[Mention, str]) -> Indexed:
    return Indexed(
        heading=choice.heading,
        places=(
            *(treated[entry][1] for entry in choice.heading.entries),
            *(Locator(start=ids[mention]) for mention in choice.mentions),
        ),
        under=tuple(_indexed(one, treated, ids) for one in choice.under),
    )


def _treated(draft: Draft) -> dict[str, tuple[str, Locator]]:
    """Every entry → the stretch it stands in, and the place that treats it: the whole stretch if that is its page."""
    treated = {}
    for stretch in draft.stretches():
        for element in (element for root in stretch.roots for element in root.iter() if element.get("data-entry")):
            is_page = "entry" in classes_of(element)
            name = element.get("id", "")
            place = (
                Locator(start=stretch.id, end=_end(stretch), is_main=True)
                if is_page
                else Locator(start=name, is_main=True)
            )
            treated[name] = stretch.id, place
    return treated


def _end(stretch: Stretch) -> str:
    """The id of the last paragraph of a stretch, now written there if it had none."""
    blocks = [node.block for root in stretch.roots for node in text_nodes(root) if node.text.strip()]
    last = next((block for block in reversed(blocks) if block.tag in _PARAGRAPHS), None)
    if last is None:
        return ""
    if not last.get("id"):
        last.set("id", f"{stretch.id}--end")
    return last.get("id", "")


def _choice(
    heading: Heading, by_phrase: Mapping[str, list[Mention]], treated: Mapping[str, tuple[str, Locator]]
) -> _Choice:
    """What a heading lists: no mention in stretches that it, or an aspect of it, names as treating it."""
    treating = {treated[entry][0] for one in (heading, *heading.under) for entry in one.entries}
    phrases = {alike(word) for word in heading.words}
    found = sorted((one for phrase in phrases for one in by_phrase.get(phrase, ())), key=lambda one: one.number)
    sections: dict[str, list[Mention]] = {}
    for mention in found:
        if mention.stretch.id not in treating:
            sections.setdefault(mention.stretch.id, []).append(mention)
    under = tuple(_choice(one, by_phrase, treated) for one in heading.under)
    return _Choice(heading, tuple(_weightiest(sections)), under)


def _weightiest(sections: Mapping[str, list[Mention]]) -> Iterator[Mention]:
    weights = {name: sum(mention.weight for mention in inside) for name, inside in sections.items()}
    for name in sorted(weights, key=lambda name: -weights[name])[:MOST]:
        yield from sections[name] if weights[name] >= _AT_LENGTH else sections[name][:1]


def _written(chosen: Set[Mention]) -> dict[Mention, str]:
    """The id of each mention, now in the text; from the end, so that what is before keeps its place.

    Ids are counted in each stretch, so that a new mention in one changes no other.
    """
    numbers: Counter[str] = Counter()
    names = []
    for mention in sorted(chosen, key=lambda mention: mention.number):
        numbers[mention.stretch.id] += 1
        names.append((mention, f"{mention.stretch.id}--ix-{numbers[mention.stretch.id]}"))
    return {mention: _mark(mention, name) for mention, name in reversed(names)}


def _mark(mention: Mention, name: str) -> str:
    """The id where a mention is found: that of its heading, or one around its words."""
    heading = mention.node.block if mention.node.block.tag in HEADINGS else None
    if heading is not None and heading.get("id"):
        return heading.get("id", "")
    wrap(mention.node, mention.found.start, mention.found.end, Element("span", {"id": name}))
    return name
