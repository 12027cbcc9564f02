"""Pairs of nearly identical firms that get different advice: worked examples, chosen at the borders between scenarios."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from macros.checklist.certificate import certify
from macros.checklist.compiled import Compiled
from macros.checklist.evaluate import evaluate


@dataclass(frozen=True)
class Pair:
    """Two profiles that differ by one step in one answer and go to different scenarios."""

    question: int
    lower: tuple[int, ...]
    higher: tuple[int, ...]
    from_: int
    """The scenario of the first."""
    to: int
    """The scenario of the second."""


def border_pairs(compiled: Compiled) -> tuple[Pair, ...]:
    """One pair per question that can move the scenario: the most ordinary one, with most answers in the middle."""
    influence = certify(compiled).influence
    moving = (position for position, id in enumerate(compiled.questions) if influence[id].scenario > 0)
    pairs = (next(_candidates(compiled, position), None) for position in moving)
    return tuple(pair for pair in pairs if pair is not None)


def _candidates(compiled: Compiled, position: int) -> Iterator[Pair]:
    """The pairs of one question, from those whose other answers are all in the middle outwards."""
    size = len(compiled.answers)
    for profile in _outwards(len(compiled.questions), size, position):
        for answer in range(size - 1):
            lower = (*profile[:position], answer, *profile[position + 1 :])
            higher = (*profile[:position], answer + 1, *profile[position + 1 :])
            from_, to = evaluate(compiled, lower).scenario, evaluate(compiled, higher).scenario
            if from_ != to:
                yield Pair(position, lower, higher, from_, to)


def _outwards(count: int, size: int, but: int) -> Iterator[tuple[int, ...]]:
    """Every profile, by how many of the other answers leave the middle; up to four of them."""
    middle = size // 2
    others = [position for position in range(count) if position != but]
    firm = [answer for answer in range(size) if answer != middle]
    for leaving in range(5):
        for positions in itertools.combinations(others, leaving):
            for answers in itertools.product(firm, repeat=leaving):
                profile = [middle] * count
                for position, answer in zip(positions, answers, strict=True):
                    profile[position] = answer
                yield tuple(profile)
