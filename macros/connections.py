"""What is tied to what: scenarios, activities, principles and risks, both ways; and by what an entry can be looked for.

Knows the library alone: addresses and words are for the views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from macros.library import Library
from macros.model import KINDS, Activity, Comment, Entry, Principle, Risk, Scenario, Strand
from macros.threads import standing

TIED: tuple[type[Entry], ...] = (Scenario, Activity, Principle, Risk)
"""The kinds that are tied to one another, in the order in which they are shown."""


@dataclass(frozen=True, kw_only=True)
class Tied:
    """An entry and the entries tied to it."""

    id: str
    kind: str
    title: str
    to: tuple[str, ...]
    """Ids, in the order of the kinds and of their entries."""


def connections(library: Library) -> tuple[Tied, ...]:
    """Every entry of the kinds that are tied, with what it is tied to; an entry tied to nothing is there too."""
    order = {id: place for place, id in enumerate(id for kind in TIED for id, _ in library.of(kind))}
    ties: dict[str, set[str]] = {id: set() for id in order}
    for id in order:
        for other in _named(library.items[id].value):
            if other in order and other != id:
                ties[id].add(other)
                ties[other].add(id)
    return tuple(
        Tied(
            id=id,
            kind=library.items[id].kind,
            title=library.title(id),
            to=tuple(sorted(ties[id], key=lambda other: order[other])),
        )
        for id in order
    )


def _named(value: Entry) -> Iterator[str]:
    """The ids that an entry names in the fields that tie it, whatever their kind."""
    if isinstance(value, Scenario):
        yield from (role.activity for role in value.roles)
    if isinstance(value, Scenario | Activity):
        yield from (*value.principles, *value.risks)
    if isinstance(value, Principle):
        yield from value.related
    if isinstance(value, Risk):
        yield from value.reduced_by


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One way of looking for entries: by scenario, activity, strand, position, source."""

    name: str
    """A kind of entry, `strands` or `positions`."""
    choices: tuple[tuple[str, int], ...]
    """Each choice, an id, a strand or a position, and how many entries it leaves; only those that leave some."""


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """A list of entries that can be looked through."""

    facets: tuple[Facet, ...]
    marks: Mapping[str, tuple[str, ...]]
    """By entry, what it answers to: `scenarios:pippo`."""


FEW = 8
"""A shorter list is seen at a glance: it has no facets."""


def sorted_by_facets(library: Library, kind: type[Entry]) -> Sorted:
    """The facets of the entries of a kind, and what each entry answers to; facets that divide nothing are left out."""
    entries = library.of(kind)
    tied = {found.id: found for found in connections(library)}
    marks = {id: tuple(dict.fromkeys(_marks(library, tied.get(id), id, value))) for id, value in entries}
    if len(entries) < FEW:
        return Sorted(facets=(), marks=marks)
    counted: dict[str, dict[str, int]] = {name: {id: 0 for id in _choices(library, name)} for name in FACETS}
    for found in marks.values():
        for mark in found:
            name, _, choice = mark.partition(":")
            counted[name][choice] = counted[name].get(choice, 0) + 1
    facets = (
        Facet(name=name, choices=tuple((choice, n) for choice, n in choices.items() if n))
        for name, choices in counted.items()
    )
    dividing = tuple(facet for facet in facets if len(facet.choices) > 1)
    return Sorted(facets=dividing, marks=marks)


FACETS = ("scenarios", "activities", "strands", "positions", "sources")


def _choices(library: Library, name: str) -> tuple[str, ...]:
    """The entries by which one looks, in their order."""
    return tuple(id for id, _ in library.of(KINDS[name])) if name in KINDS else ()


def _marks(library: Library, tied: Tied | None, id: str, value: Entry) -> Iterator[str]:
    for other in tied.to if tied else ():
        kind = library.items[other].kind
        if kind in ("scenarios", "activities"):
            yield f"{kind}:{other}"
    if isinstance(value, Activity):
        yield from (f"positions:verdict_{position.verdict}" for position in value.positions)
        if value.strand:
            yield f"strands:strand_{value.strand}"
    if isinstance(value, Comment):
        yield f"positions:stance_{standing(value)}"
    yield from (f"sources:{quote.source}" for quote in library.quotes if quote.by.id == id)


def strands(library: Library) -> tuple[tuple[Strand, tuple[str, ...]], ...]:
    """The activities of each strand that has some, in their order."""
    found = tuple(
        (strand, tuple(id for id, activity in library.of(Activity) if activity.strand == strand))
        for strand in get_args(Strand)
    )
    return tuple((strand, ids) for strand, ids in found if ids)


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """An activity on which sources do not say the same."""

    activity: str
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """By source, in their order: verdict and passage of each position."""
    opposite: bool
    """Whether a source says inside where another says to buy; else the answers differ and none excludes the other."""


def disagreements(library: Library) -> tuple[Disagreement, ...]:
    """The activities on which two sources give different answers; a source that only has several answers is not enough."""
    found = []
    for id, activity in library.of(Activity):
        by_source: dict[str, list[tuple[str, str]]] = {}
        for position in activity.positions:
            by_source.setdefault(position.source, []).append((position.verdict, position.passage))
        answers = {frozenset(verdict for verdict, _ in said) for said in by_source.values()}
        if len(answers) > 1:
            said = sorted(by_source.items(), key=lambda pair: getattr(library.items[pair[0]].value, "order", 0))
            each = tuple((source, tuple(those)) for source, those in said)
            found.append(Disagreement(activity=id, said=each, opposite=_opposite(answers)))
    return tuple(found)


def _opposite(answers: Iterable[frozenset[str]]) -> bool:
    """Whether one says inside and another to buy; two that both say both, each on a condition, are not opposed."""
    sides = {found for answer in answers if (found := answer & {"make", "buy"})}
    return len(sides) > 1


def uncommented(library: Library) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By kind, the entries that rest on a source and that no reader has commented."""
    return tuple(
        (library.items[ids[0]].kind, ids)
        for kind in TIED
        if (ids := tuple(id for id, _ in library.of(kind) if not library.comments(id)))
    )
