"""A library → what of it is kept when an edition comes out, and what is kept → values again.

`docs/assets/editions/2026.1-library.json`: for every entry its kind and title, the passages it cites, the entries it
names, the verdicts of its sources, and a digest of each of its texts.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter

from macros.leaf import leaves
from macros.library import Item, Library
from macros.model import Activity, Comment, Source, Tombstone

SUFFIX = "-library"
"""Sets the files of this module apart from the page maps of the editions, which stand beside them."""
FOLDER = pathlib.Path("docs/assets/editions")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of one entry."""

    kind: str
    title: str = ""
    on: str = ""
    """Of a comment: the entry it comments."""
    position: str = ""
    """Of a comment: its position; `reply` if it answers another, nothing once it is taken back."""
    cites: tuple[str, ...] = ()
    """`fonte/passo`."""
    names: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    """Of a source."""
    verdicts: tuple[str, ...] = ()
    """Of an activity: what its sources say."""
    texts: Mapping[str, str] | None = None
    """First-level field → digest of the texts in it."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What is kept of one edition."""

    edition: str
    entries: Mapping[str, Kept]

    def to_json(self) -> str:
        """As it is written: an entry a line, so that versions of the file can be compared."""
        lines = (f" {json.dumps(id)}: {_written(one)}" for id, one in sorted(self.entries.items()))
        return "\n".join((f'{{"edition": {json.dumps(self.edition)}, "entries": {{', ",\n".join(lines), "}}", ""))


def snapshot(library: Library) -> Snapshot:
    """What is kept of a library."""
    kept = {id: _kept(library, item) for id, item in library.items.items()}
    return Snapshot(edition=library.book.edition, entries=kept)


def read_past(root: pathlib.Path) -> tuple[Snapshot, ...]:
    """What was kept of the editions of a project, the oldest first; raises ValueError if a file is not one of ours."""
    files = sorted((root / FOLDER).glob(f"*{SUFFIX}.json"))
    adapter = TypeAdapter(Snapshot)
    return tuple(
        sorted((adapter.validate_json(file.read_bytes()) for file in files), key=lambda one: rank(one.edition))
    )


def rank(edition: str) -> tuple[int, ...]:
    """Editions in order: 2026.10 comes after 2026.9."""
    return tuple(int(number) for number in edition.split(".") if number.isdecimal())


def _written(one: Kept) -> str:
    told = {name: value for name, value in asdict(one).items() if value}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _kept(library: Library, item: Item) -> Kept:
    value = item.value
    if isinstance(value, Tombstone):
        return Kept(kind=item.kind, on=value.on)
    if isinstance(value, Comment):
        return Kept(kind=item.kind, on=value.on, position="reply" if value.replies_to else value.position)
    quotes = [quote for quote in library.quotes if quote.by.id == item.id]
    return Kept(
        kind=item.kind,
        title=value.title,
        cites=_once(f"{quote.source}/{quote.passage}" for quote in quotes),
        names=_once(mention.to for mention in library.mentions if mention.by.id == item.id),
        passages=tuple(passage.id for passage in value.passages) if isinstance(value, Source) else (),
        verdicts=_once(one.verdict for one in value.positions) if isinstance(value, Activity) else (),
        texts=_digests(item),
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _digests(item: Item) -> dict[str, str]:
    """The texts of each field, as eight hexadecimal digits; the title is kept whole beside them."""
    fields: dict[str, list[str]] = {}
    for leaf in leaves(item.value):
        if (leaf.is_prose or leaf.is_line) and leaf.path[0] != "title":
            fields.setdefault(str(leaf.path[0]), []).append(leaf.value)
    return {name: hashlib.sha256("\0".join(texts).encode()).hexdigest()[:8] for name, texts in fields.items()}
