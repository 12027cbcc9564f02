"""What somebody wrote × the outputs → the proof that each of them holds everything once, or what it lost or repeats.

Every entry has exactly one place in every output, and every text of an entry stands in that place as many times as it
was written: never less; and, for a text of a sentence or more, never more. In the rest of the output such a text does
not stand at all, unless it is one that other pages say again (`Authored.again`). A shorter one (a name, a label) and a
title may well return in the words around them, or as a link: if that is in the same place, their loss goes unnoticed.
A text that is printed apart from its entry stands at least once in the output.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from macros.authored import Authored
from macros.book.fault import Fault
from macros.book.proof.canonical import Canon
from macros.book.text import letters

_SENTENCE = 30
"""Letters from which a text is not repeated by chance."""
_ADDED = 24
"""Letters that an output may add between two pieces of a text: the page that a link leads to."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many entries, or texts, an output should hold and holds once."""

    expected: int
    found: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One kind of entry: by output, its entries and its texts."""

    kind: str
    entries: Mapping[str, Tally]
    texts: Mapping[str, Tally]


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """The matrix, and what it found wrong."""

    outputs: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: Mapping[str, int]
    """How many texts each entry has."""
    kinds: Mapping[str, str]
    """The kind of each entry, in the order of the library."""
    faults: tuple[Fault, ...]

    @property
    def total(self) -> Row:
        """All the kinds together."""
        return Row(
            kind="",
            entries={name: _sum(row.entries[name] for row in self.rows) for name in self.outputs},
            texts={name: _sum(row.texts[name] for row in self.rows) for name in self.outputs},
        )

    def of(self, kind: str) -> tuple[str, ...]:
        """The entries of a kind."""
        return tuple(entry for entry, its in self.kinds.items() if its == kind)


def completeness(written: Iterable[Authored], kinds: Mapping[str, str], outputs: Mapping[str, Canon]) -> Completeness:
    """The proof for these outputs, by name; `kinds` gives the kind of every entry, in the order of the library."""
    sought = _sought(written)
    faults = {
        name: (*_entry_faults(name, canon, kinds), *_text_faults(name, canon, sought))
        for name, canon in outputs.items()
    }
    return Completeness(
        outputs=tuple(outputs),
        rows=tuple(_row(kind, kinds, sought, faults) for kind in dict.fromkeys(kinds.values())),
        texts=Counter(text.entry for text in sought),
        kinds=kinds,
        faults=tuple(found.fault for name in outputs for found in faults[name]),
    )


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """A text and how it is recognised."""

    text: Authored
    letters: str
    pattern: re.Pattern[str]
    times: int
    """How many times its entry says it, in any of its texts."""
    most: int | None
    """How many times its place may say it; None where that does not matter."""
    most_in_all: int | None
    """How many times the whole output may: as often as the library does."""

    @property
    def entry(self) -> str:
        return self.text.entry


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A fault, with the entry or the text it is about."""

    entry: str
    field: str
    fault: Fault


def _sought(written: Iterable[Authored]) -> tuple[_Sought, ...]:
    texts = tuple(written)
    own: dict[str, list[str]] = {text.entry: [] for text in texts}
    returning = []
    for text in texts:
        reduced = "".join(map(letters, text.pieces))
        if not text.apart:
            own[text.entry].append(reduced)
        if text.again or text.apart:
            returning.append(reduced)
    joined = {entry: " ".join(reduced) for entry, reduced in own.items()}
    library, names = " ".join(joined.values()), " ".join(returning)
    return tuple(_recognised(text, joined[text.entry], library, names) for text in texts)


def _recognised(text: Authored, own: str, library: str, returning: str) -> _Sought:
    """A text with its limits; it has none if it is short, a title, or part of another that returns on other pages."""
    pieces = [letters(piece) for piece in text.pieces]
    pattern = re.compile(rf"\w{{0,{_ADDED}}}?".join(map(re.escape, pieces)))
    times = len(pattern.findall(own))
    elsewhere = len(pattern.findall(returning)) - text.again
    has_limits = not (text.apart or text.field == "title" or sum(map(len, pieces)) < _SENTENCE or elsewhere)
    return _Sought(
        text=text,
        letters="".join(pieces),
        pattern=pattern,
        times=times,
        most=times if has_limits else None,
        most_in_all=len(pattern.findall(library)) if has_limits and not text.again else None,
    )


def _entry_faults(name: str, canon: Canon, entries: Collection[str]) -> Iterator[_Found]:
    found = Counter(entry for entry, _ in canon.places)
    for entry in sorted({*entries, *found}):
        if entry not in entries:
            yield _Found(entry=entry, field="", fault=Fault("entry-unknown", name, entry))
        elif found[entry] != 1:
            kind = "entry-repeated" if found[entry] else "entry-missing"
            yield _Found(entry=entry, field="", fault=Fault(kind, name, entry))


def _text_faults(name: str, canon: Canon, sought: tuple[_Sought, ...]) -> Iterator[_Found]:
    """Texts lost or repeated, in the order of the library.

    Those of an entry that has no place of its own are not told one by one, nor is a name lost with the text it was in.
    """
    places: dict[str, str] = {}
    for entry, text in canon.places:
        places[entry] = places.get(entry, "") + text
    lost = dict.fromkeys(places, "")
    found: dict[int, _Found] = {}
    for number, one in sorted(enumerate(sought), key=lambda pair: -len(pair[1].letters)):
        if one.text.apart:
            kind = "" if one.pattern.search(canon.whole) else "text-lost"
        elif one.entry not in places:
            continue
        else:
            kind = _fault_kind(one, places[one.entry], lost[one.entry], canon.whole)
            lost[one.entry] += f" {one.letters}" if kind == "text-lost" else ""
        if kind:
            said = f"{one.entry} {one.text.field}: {' '.join(''.join(one.text.pieces).split())[:120]}"
            found[number] = _Found(entry=one.entry, field=one.text.field, fault=Fault(kind, name, said))
    yield from (found[number] for number in sorted(found))


def _fault_kind(one: _Sought, place: str, lost: str, whole: str) -> str:
    """What is wrong with a text in its place, or in the whole output; nothing if it is there as often as it should."""
    times = len(one.pattern.findall(place))
    if times < one.times - len(one.pattern.findall(lost)):
        return "text-lost"
    if one.most is not None and times > one.most:
        return "text-repeated"
    return "text-repeated" if one.most_in_all is not None and len(one.pattern.findall(whole)) > one.most_in_all else ""


def _row(
    kind: str, kinds: Mapping[str, str], sought: tuple[_Sought, ...], faults: Mapping[str, tuple[_Found, ...]]
) -> Row:
    entries = [entry for entry, its in kinds.items() if its == kind]
    texts = Counter(one.entry for one in sought if one.text.kind == kind)
    tallies: dict[str, tuple[Tally, Tally]] = {}
    for name, found in faults.items():
        without = {one.entry for one in found if not one.field}
        lost = sum(1 for one in found if one.field and one.entry in entries and one.entry not in without)
        lost += sum(texts[entry] for entry in entries if entry in without)
        tallies[name] = (
            Tally(expected=len(entries), found=sum(1 for entry in entries if entry not in without)),
            Tally(expected=texts.total(), found=texts.total() - lost),
        )
    return Row(
        kind=kind,
        entries={name: both[0] for name, both in tallies.items()},
        texts={name: both[1] for name, both in tallies.items()},
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    counted = tuple(tallies)
    return Tally(expected=sum(one.expected for one in counted), found=sum(one.found for one in counted))
