"""A proof that failed, or a name of the rules that leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from macros.model import Checklist
from macros.model.rules import Rules

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the rules: a code of the catalogue, the path in the file, the values of its words."""

    code: str
    path: Path
    values: Mapping[str, str] = field(default_factory=dict)


def rules_of(checklist: Checklist) -> Rules:
    """The rules of a checklist that has them; raises ValueError otherwise."""
    if checklist.rules is None:
        raise ValueError("a checklist without rules has nothing to prove")
    return checklist.rules
