"""Library → every text that somebody wrote in it, as readers see it.

What the proof of completeness looks for in the site, in the PDF and in the EPUB; how each prints it is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros import prose
from macros.authored import Authored
from macros.leaf import Leaf, leaves
from macros.library import Item, Library
from macros.prose import CitationMark, Mark
from macros.source import Path

_APART = frozenset({
    ("scenarios", "label"),  # names the scenario in tables
    ("sources", "label"),  # names the source where a passage is cited
    ("checklists", "rules.balance.reason"),  # printed by the certificate
    ("checklists", "answers.label"),  # names the answer wherever it can be given
})  # fmt: skip
_AGAIN = frozenset({
    ("scenarios", "roles.text"),  # the page of the activity says it too
    ("checklists", "groups.questions.text"),  # so does the certificate of the rules
    ("risks", "hurts.who"),  # so does the figure of all the risks
})  # fmt: skip
_NAMES = frozenset({"title", "label", "summary", "name", "value"})
"""What lists and links call things by, and people."""
KEPT = frozenset({("commentary", "consent"), ("commentary", "cleared")})
"""Fields that no reader sees: they are for those who look after the library."""


def authored(library: Library) -> tuple[Authored, ...]:
    """Every paragraph, list item and line of every entry, in the order of the library."""
    return tuple(
        text for item in library.items.values() for leaf in leaves(item.value) for text in _texts(library, item, leaf)
    )


def _texts(library: Library, item: Item, leaf: Leaf) -> Iterator[Authored]:
    field = ".".join(step for step in leaf.path if isinstance(step, str))
    if (item.kind, field) in KEPT:
        return
    if leaf.is_prose:
        found = tuple(_pieces(library, block) for block in prose.blocks(leaf.value, library.book.language))
    else:
        found = ((leaf.value,),) if leaf.is_line else ()
    for pieces in found:
        yield Authored(
            entry=item.id,
            kind=item.kind,
            field=_dotted(leaf.path),
            pieces=pieces,
            again=(item.kind, field) in _AGAIN or leaf.path[-1] in _NAMES,
            apart=(item.kind, field) in _APART,
        )


def _dotted(path: Path) -> str:
    """The path as a person says it, places in lists counted from 1: `roles.2.text`."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _pieces(library: Library, block: tuple[str | Mark, ...]) -> tuple[str, ...]:
    """The words of a paragraph, cut after each reference."""
    pieces = [""]
    for part in block:
        if isinstance(part, str):
            pieces[-1] += part
        elif isinstance(part, CitationMark):
            pieces[-1] += _call(library, part)
        else:
            pieces[-1] += part.words or library.title(part.id)
            pieces.append("")
    return tuple(piece for piece in pieces if piece)


def _call(library: Library, mark: CitationMark) -> str:
    found = library.passage(mark.source, mark.passage)
    return f"[{found[0]}.{found[1]}]" if found else ""
