"""Fault: something in a book that must not be published as it is.

Faults are values without words: `kind` is a stable code, whoever shows them finds the words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: its kind, where it stands, and the value at fault."""

    kind: str
    """A stable code, for example `link-dangling`."""
    where: str
    """A page of `docs/`, a file of an output, or an entry id."""
    value: str = ""
    """The text at fault: an address, an id, a line of a log."""

    def __str__(self) -> str:
        return f"{self.where}: {self.kind}: {self.value}" if self.value else f"{self.where}: {self.kind}"


class BookError(Exception):
    """The book cannot be made; carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def refuse(faults: tuple[Fault, ...]) -> None:
    """Raise a `BookError` with all the faults, if there are any."""
    if faults:
        raise BookError(faults)
