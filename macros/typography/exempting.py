"""The exemptions of `content/typography.yml`: which hits they excuse, and which of them excuse nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from macros.model import Exemption
from macros.typography.markup import Copy
from macros.typography.mending import Excused
from macros.typography.piece import Piece
from macros.typography.rule import Hit


@dataclass(frozen=True)
class Exempting:
    """The exemptions of a book, with a note of those that served."""

    exemptions: Sequence[Exemption]
    _used: set[int] = field(default_factory=set)

    def excuses(self, piece: Piece, hit: Hit) -> bool:
        """Whether an exemption covers a hit; it has served then."""
        covering = [
            number
            for number, exemption in enumerate(self.exemptions)
            if exemption.file == piece.sheet.file and _covers(exemption, piece.copy, hit)
        ]
        self._used.update(covering)
        return bool(covering)

    def of_file(self, file: str) -> Excused:
        """The exemptions of one file, for those who mend it."""
        own = [exemption for exemption in self.exemptions if exemption.file == file]
        return lambda copy, hit: any(_covers(exemption, copy, hit) for exemption in own)

    def unused(self) -> Iterator[tuple[int, Exemption]]:
        """What has excused nothing, and its number in the list."""
        return ((number, one) for number, one in enumerate(self.exemptions) if number not in self._used)


def _covers(exemption: Exemption, copy: Copy, hit: Hit) -> bool:
    """Whether a hit lies on the words that an exemption names."""
    if exemption.rule != hit.code:
        return False
    start, end = copy.origin(hit.start)[0], copy.origin(max(hit.start, hit.end - 1))[1]
    at = copy.source.find(exemption.text)
    while at >= 0:
        if at < max(end, start + 1) and start < at + len(exemption.text):
            return True
        at = copy.source.find(exemption.text, at + 1)
    return False
