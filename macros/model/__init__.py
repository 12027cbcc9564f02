"""The kinds of entry a handbook is made of, as frozen dataclasses.

Authors write YAML; `entry` turns it into these values.
The docstring under each field is published to authors: it becomes the field reference on the site and the hint in the editor.
This package knows neither files nor HTML.
"""

from __future__ import annotations

from typing import TypeAlias

from macros.model.book import Addresses, BookData, Licence, Moved, Part, Person
from macros.model.checklist import Answer, Checklist, Group, Question
from macros.model.citation import Citation, Known, Passage, Source
from macros.model.commentary import Comment, RightOfReply, Signature, Tombstone
from macros.model.decision import Activity, Harm, Position, Principle, Risk, Role, Scenario
from macros.model.fields import ID_PATTERN, RESERVED, Hands, Markdown, Refers, Stance, Strand, Verdict, Words
from macros.model.index import IndexHeading, Subheading
from macros.model.reading import Case, Term
from macros.model.typography import Exemption, Typography

Entry: TypeAlias = Source | Scenario | Principle | Risk | Activity | Case | Checklist | Comment | Tombstone | Term

KINDS: dict[str, type[Entry]] = {
    "sources": Source,
    "scenarios": Scenario,
    "principles": Principle,
    "risks": Risk,
    "activities": Activity,
    "cases": Case,
    "checklists": Checklist,
    "commentary": Comment,
    "glossary": Term,
}
"""Folder under `content/` → the dataclass of its files, in the order of the book."""

Alone: TypeAlias = BookData | Typography
"""What stands in `content/` itself."""
MODELS: dict[str, type[Entry] | type[Alone]] = {
    **KINDS,
    "withdrawn": Tombstone,
    "book": BookData,
    "typography": Typography,
}
"""Every kind of file that has fields, by the name of its folder or its own; `withdrawn` is a comment that was taken back."""

__all__ = [
    "ID_PATTERN",
    "KINDS",
    "MODELS",
    "RESERVED",
    "Activity",
    "Addresses",
    "Alone",
    "Answer",
    "BookData",
    "Case",
    "Checklist",
    "Citation",
    "Comment",
    "Entry",
    "Exemption",
    "Group",
    "Hands",
    "Harm",
    "IndexHeading",
    "Known",
    "Licence",
    "Markdown",
    "Moved",
    "Part",
    "Passage",
    "Person",
    "Position",
    "Principle",
    "Question",
    "Refers",
    "RightOfReply",
    "Risk",
    "Role",
    "Scenario",
    "Signature",
    "Source",
    "Stance",
    "Strand",
    "Subheading",
    "Term",
    "Tombstone",
    "Typography",
    "Verdict",
    "Words",
]
