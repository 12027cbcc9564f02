"""What a proposal asserts and its files cannot prove, as a value: whatever shows it needs neither a library nor a reader of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from macros.problem import Place

Kind: TypeAlias = Literal["reply", "namesake", "cleared", "reported", "future", "changed", "withdrawn", "restored"]

KINDS: tuple[Kind, ...] = ("reply", "namesake", "cleared", "reported", "future", "changed", "withdrawn", "restored")
"""In the order in which they are told: first what would be said in the name of somebody else."""


@dataclass(frozen=True)
class Claim:
    """Something that a proposal asserts and the files cannot prove."""

    kind: Kind
    place: Place
    said: str
    """What is asserted, as far as it can be quoted on a line."""
