"""Problems before and after a proposal → whose each is: only what the proposal brought in is its author's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from macros.problem import Level, Place, Problem, level

Whose: TypeAlias = Literal["yours", "before"]
Lines: TypeAlias = Collection[int]

LEVELS: tuple[Level, ...] = ("errore", "avviso", "consiglio")
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    """A problem and the line it stands on, as far as the line can be read."""

    problem: Problem
    line: str
    page: str = field(default="", compare=False)
    """The public address of the page that explains its code."""


@dataclass(frozen=True)
class Finding:
    """A problem of the proposal, and whose it is."""

    seen: Seen
    whose: Whose
    on_changed_line: bool

    @property
    def level(self) -> Level:
        """How serious it is."""
        return level(self.seen.problem)


def changed_lines(diff: str) -> frozenset[int]:
    """The lines that a diff of one file without context (`git diff --unified=0`) adds or changes, as they count afterwards."""
    found: set[int] = set()
    for start, count in _HUNK.findall(diff):
        found.update(range(int(start), int(start) + int(count or 1)))
    return frozenset(found)


def findings(
    before: Sequence[Seen], after: Sequence[Seen], touched: Mapping[str, Lines], *, blind: bool, ids: Collection[str]
) -> tuple[Finding, ...]:
    """Whose each problem of the proposal is, those on changed lines first, errors before advice.

    `touched` maps every file the proposal changes to its changed lines.
    `blind` tells that the book was so broken before that nothing could be checked between its files: then a problem of a
    file the proposal does not touch was there before, unless it names one of `ids`, the entries that the proposal changes.
    """
    known = Counter(_mark(seen) for seen in before)
    found = []
    for seen in after:
        was_there = known[_mark(seen)] > 0
        known[_mark(seen)] -= was_there
        hidden = blind and seen.problem.place.file not in touched and not _names(seen.problem, ids)
        lines = touched.get(seen.problem.place.file, ())
        whose: Whose = "before" if was_there or hidden else "yours"
        found.append(Finding(seen, whose, seen.problem.place.line in lines))
    return tuple(sorted(found, key=lambda one: _order(one, touched)))


def _mark(seen: Seen) -> tuple[str, str, frozenset[tuple[str, str]], str]:
    """What makes a problem the same one before and after; its line may have moved."""
    problem = seen.problem
    return problem.place.file, problem.code, frozenset(problem.values.items()), seen.line.strip()


def _names(problem: Problem, ids: Collection[str]) -> bool:
    return any(value in ids for value in problem.values.values())


def _order(finding: Finding, touched: Mapping[str, Lines]) -> tuple[bool, int, bool, bool, Place, str]:
    """Theirs before the others, errors before advice, then changed lines, changed files, and the order of the book."""
    problem = finding.seen.problem
    return (
        finding.whose != "yours",
        LEVELS.index(finding.level),
        not finding.on_changed_line,
        problem.place.file not in touched,
        problem.place,
        problem.code,
    )
