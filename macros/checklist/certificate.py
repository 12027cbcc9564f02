"""What the rules do over all profiles, measured: shares of the scenarios, influence of the questions, fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from macros.checklist.columns import Columns, columns_of, slices
from macros.checklist.compiled import Compiled


@dataclass(frozen=True)
class Influence:
    """What changing the answer to one question alone can do, as shares of all profiles from 0 to 1."""

    scenario: float
    anything: float
    """The scenario, a verdict or a risk."""


@dataclass(frozen=True)
class Certificate:
    """What the exhaustive proof measured."""

    profiles: int
    sha256: str
    shares: Mapping[str, float]
    """Scenario → share of all profiles."""
    influence: Mapping[str, Influence]
    """Question → what changing it alone can do."""


@cache
def certify(compiled: Compiled) -> Certificate:
    """The measures of rules that passed every proof."""
    columns = columns_of(compiled)
    return Certificate(
        profiles=len(columns.scenario),
        sha256=columns.sha256,
        shares=shares_of(compiled, columns),
        influence={id: influence_of(compiled, columns, i) for i, id in enumerate(compiled.questions)},
    )


def influence_of(compiled: Compiled, columns: Columns, position: int) -> Influence:
    """Shares of the profiles in which another answer to this question alone gives another outcome."""
    everything = (columns.scenario, *columns.tables, *columns.risks)
    return Influence(
        scenario=changing(compiled, (columns.scenario,), position),
        anything=changing(compiled, everything, position),
    )


def changing(compiled: Compiled, columns: tuple[bytes, ...], position: int) -> float:
    """The share of profiles where at least one other answer to a question changes at least one of the columns."""
    count, size = len(compiled.questions), len(compiled.answers)
    length = len(columns[0]) // size
    differs = [[0] * size for _ in range(size)]
    for column in columns:
        parts = [int.from_bytes(part, "big") for part in slices(column, position, count, size)]
        for a in range(size):
            for b in range(size):
                differs[a][b] |= parts[a] ^ parts[b]
    changed = 0
    for a in range(size):
        union = 0
        for b in range(size):
            union |= differs[a][b]
        changed += length - union.to_bytes(length, "big").count(0)
    return changed / (length * size)


def shares_of(compiled: Compiled, columns: Columns) -> dict[str, float]:
    """The share of all profiles that each scenario has."""
    return {id: columns.scenario.count(i) / len(columns.scenario) for i, id in enumerate(compiled.scenarios)}
