"""What changed between two editions → what is said of it: by kind, entry by entry, in words and references.

Words come from the library; a reference is an entry or a passage that is still there, so that a page can link it and a
feed can name it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros.changes.difference import Changed, Note, difference
from macros.changes.snapshot import Snapshot, rank, snapshot
from macros.library import Library
from macros.model import KINDS

_REFERS = frozenset({"cites", "uncites", "names", "unnames", "passages"})


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing said of an entry: some words, then what they speak of."""

    words: str
    refs: tuple[str, ...] = ()
    """Ids of entries, or `fonte/passo`."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry and what is said of it; `id` is empty if it is no longer there."""

    id: str
    title: str
    said: tuple[Said, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one edition to the next: what changed, by kind of entry, in the order of the book."""

    before: str
    after: str
    kinds: tuple[tuple[str, tuple[Line, ...]], ...]


def steps(library: Library, past: tuple[Snapshot, ...]) -> tuple[Step, ...]:
    """The steps between the editions that were kept, up to this one, the last first; none if this is the first."""
    now = snapshot(library)
    earlier = tuple(one for one in past if rank(one.edition) < rank(now.edition))
    found = [_step(library, before, after) for before, after in itertools.pairwise((*earlier, now))]
    return tuple(reversed(found))


def spoken(library: Library, step: Step) -> str:
    """A step in plain words, an entry a sentence, as a feed tells it."""
    lines = (line for _, those in step.kinds for line in those)
    return "\n".join(f"{line.title}: {'; '.join(_spoken(library, one) for one in line.said)}." for line in lines)


def passage_mark(library: Library, ref: str) -> tuple[str, str] | None:
    """What a passage is called, `1.4` and its label, if the reference is to one that is there."""
    source, _, passage = ref.partition("/")
    found = library.passage(source, passage) if passage else None
    return (f"{found[0]}.{found[1]}", f"{found[2].label}, {found[3].label}") if found else None


def _spoken(library: Library, one: Said) -> str:
    names = (mark[1] if (mark := passage_mark(library, ref)) else library.title(ref) for ref in one.refs)
    return " ".join((one.words, ", ".join(names))).strip()


def _step(library: Library, before: Snapshot, after: Snapshot) -> Step:
    changed = difference(before, after)
    kinds = ((kind, tuple(_lines(library, [one for one in changed if one.kind == kind]))) for kind in KINDS)
    return Step(
        before=before.edition, after=after.edition, kinds=tuple((kind, lines) for kind, lines in kinds if lines)
    )


def _lines(library: Library, changed: list[Changed]) -> Iterator[Line]:
    for one in sorted(changed, key=lambda one: one.title.casefold()):
        said = tuple(said for note in one.notes if (said := _said(library, one, note)))
        if said:
            yield Line(id=one.id if one.id in library.items else "", title=one.title, said=said)


def _said(library: Library, changed: Changed, note: Note) -> Said | None:
    """The words of a note; nothing if all it speaks of is gone since."""
    words = library.words
    lead = words[f"changes_{note.what}"]
    if note.what in _REFERS:
        refs = tuple(ref for ref in _refs(changed, note) if _is_there(library, ref))
        return Said(words=lead, refs=refs) if refs else None
    return Said(words=_filled(lead, note, words))


def _refs(changed: Changed, note: Note) -> tuple[str, ...]:
    return tuple(f"{changed.id}/{one}" for one in note.values) if note.what == "passages" else note.values


def _is_there(library: Library, ref: str) -> bool:
    return passage_mark(library, ref) is not None if "/" in ref else ref in library.items


def _filled(lead: str, note: Note, words: Mapping[str, str]) -> str:
    if note.what == "comments":
        return f"{lead} {', '.join(_counted(one, words) for one in note.values)}"
    if note.what in ("verdicts", "unverdicts"):
        return f"{lead} {', '.join(words[f'verdict_{one}'] for one in note.values)}"
    value = note.values[0] if note.values else ""
    return lead.replace("{title}", value).replace("{n}", value)


def _counted(one: str, words: Mapping[str, str]) -> str:
    position, _, number = one.partition(" ")
    return (
        words[f"balance_one_{position}"] if number == "1" else words[f"balance_many_{position}"].replace("{n}", number)
    )
