"""A text × the library → what has perhaps been said already.

Texts are likened by the beginnings of their longer words, the rare ones counting for more (cosine of tf–idf): enough to
find a comment sent twice, or the same remark in other words; nothing is refused because of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from macros.leaf import leaves
from macros.library import Library
from macros.model import Tombstone

SHORTEST = 4
"""Letters of the shortest word that counts."""
STEM = 6
"""Letters of a word that count: Italian changes the ends."""
ENOUGH = 0.3
MOST = 3


@dataclass(frozen=True)
class Similar:
    """An entry that says something like it; `likeness` from 0 to 1."""

    id: str
    likeness: float


def similar(text: str, library: Library, kind: str) -> tuple[Similar, ...]:
    """The entries of a kind most like a text, best first; none if none is like enough."""
    bags = {
        id: _bag(_texts(library, id)) for id, item in library.items.items() if not isinstance(item.value, Tombstone)
    }
    known = Counter(stem for bag in bags.values() for stem in bag)
    rarity = {stem: math.log((1 + len(bags)) / (1 + number)) + 1 for stem, number in known.items()}
    own = _weighed(_bag([text]), rarity)
    found = [
        Similar(id, _cosine(own, _weighed(bag, rarity))) for id, bag in bags.items() if library.items[id].kind == kind
    ]
    best = sorted(found, key=lambda one: (-one.likeness, one.id))[:MOST]
    return tuple(one for one in best if one.likeness >= ENOUGH)


def _texts(library: Library, id: str) -> Iterable[str]:
    return (leaf.value for leaf in leaves(library.items[id].value) if leaf.is_prose or leaf.is_line)


def _bag(texts: Iterable[str]) -> Counter[str]:
    words = (word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower()))
    return Counter(word[:STEM] for word in words if len(word) >= SHORTEST)


def _weighed(bag: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    rarest = max(rarity.values(), default=1.0)
    return {stem: (1 + math.log(number)) * rarity.get(stem, rarest) for stem, number in bag.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[stem] for stem, weight in one.items() if stem in other)
    size = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / size if size else 0.0
