"""The outcome of every possible profile at once, one byte each, in columns.

Profiles are numbered by their answers read as digits, the first question the most significant.
A column is `bytes` with one value per profile. Two ideas make half a million profiles take milliseconds without any
library: small columns are added as whole big integers (no byte ever overflows, so no carry), and a function of a few
values is one `bytes.translate` of their combined column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from macros.checklist.compiled import Compiled, Node, Test
from macros.checklist.evaluate import level_of, row_of

LARGEST = 2_000_000
"""Profiles; past this an exhaustive proof is refused."""


@dataclass(frozen=True)
class Columns:
    """For every profile: the scenario, the verdict of each table, each risk (0 or 1), and what led there."""

    scenario: bytes
    proposed: bytes
    tables: tuple[bytes, ...]
    rows: tuple[bytes, ...]
    """The position of the row that applied in each table, then in the table of the scenario."""
    limits: tuple[bytes, ...]
    risks: tuple[bytes, ...]
    floor: bytes
    ceiling: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of the truth table: scenario, verdicts and risks of all profiles, column after column."""
        digest = hashlib.sha256(self.scenario)
        for column in (*self.tables, *self.risks):
            digest.update(column)
        return digest.hexdigest()


def columns_of(compiled: Compiled) -> Columns:
    """The columns of compiled rules whose tables give one row for every cell."""
    size, count = len(compiled.answers), len(compiled.questions)
    made: dict[tuple[str, int], bytes] = {}
    for position in range(count):
        made["question", position] = question_column(position, count, size)
    for position, criterion in enumerate(compiled.criteria):
        made["criterion", position] = _mapped(criterion.questions, made, partial(level_of, criterion))
    rows = []
    for position, table in enumerate(compiled.tables):
        rows.append(_mapped(table.inputs, made, partial(row_of, table)))
        made["table", position] = rows[-1].translate(_padded([row.outcome for row in table.rows]))
    rows.append(_mapped(compiled.scenario.inputs, made, partial(row_of, compiled.scenario)))
    proposed = rows[-1].translate(_padded([row.outcome for row in compiled.scenario.rows]))
    limits = tuple(_holding(limit.tests, made) for limit in compiled.limits)
    floor, ceiling = _bounds(compiled, limits, len(proposed))
    top = len(compiled.scenarios)
    clamped = combined((proposed, floor, ceiling), (top, top, top), lambda cell: min(max(cell[0], cell[1]), cell[2]))
    return Columns(
        scenario=clamped,
        proposed=proposed,
        tables=tuple(made["table", position] for position in range(len(compiled.tables))),
        rows=tuple(rows),
        limits=limits,
        risks=tuple(_holding(alarm.tests, made) for alarm in compiled.alarms),
        floor=floor,
        ceiling=ceiling,
    )


def question_column(position: int, count: int, size: int) -> bytes:
    """The answers to one question over all profiles."""
    block: int = size ** (count - 1 - position)
    return b"".join(bytes([answer]) * block for answer in range(size)) * int(size**position)


def combined(columns: Sequence[bytes], sizes: Sequence[int], function: Callable[[Sequence[int]], int]) -> bytes:
    """A function of a few columns, value by value; the product of the sizes is at most 256."""
    total, length, stride = 0, len(columns[0]), 1
    strides = []
    for column, size in zip(columns, sizes, strict=True):
        total += int.from_bytes(column, "big") * stride
        strides.append(stride)
        stride *= size
    if stride > 256:
        raise ValueError(f"{stride} combinations do not fit in a byte")
    results = []
    for code in range(stride):
        cell = [code // step % size for step, size in zip(strides, sizes, strict=True)]
        results.append(function(cell))
    return int(total).to_bytes(length, "big").translate(_padded(results))


def slices(column: bytes, position: int, count: int, size: int) -> tuple[bytes, ...]:
    """A column split by the answer to one question: the same place in each part is the same other answers."""
    block: int = size ** (count - 1 - position)
    starts = range(0, len(column), block * size)
    if block == 1:
        return tuple(column[answer::size] for answer in range(size))
    return tuple(
        b"".join(column[start + answer * block : start + (answer + 1) * block] for start in starts)
        for answer in range(size)
    )


def _padded(values: Sequence[int]) -> bytes:
    return bytes(values) + bytes(256 - len(values))


def _mapped(
    nodes: Sequence[Node], made: dict[tuple[str, int], bytes], function: Callable[[Sequence[int]], int]
) -> bytes:
    columns = [made[node.stage, node.position] for node in nodes]
    return combined(columns, [node.size for node in nodes], function)


def _holding(tests: tuple[Test, ...], made: dict[tuple[str, int], bytes]) -> bytes:
    """1 where all the tests hold."""
    among = [test.among for test in tests]
    return _mapped(
        [test.node for test in tests],
        made,
        lambda cell: int(all(value in allowed for value, allowed in zip(cell, among, strict=True))),
    )


def _bounds(compiled: Compiled, limits: tuple[bytes, ...], length: int) -> tuple[bytes, bytes]:
    """The highest floor and the lowest ceiling of every profile."""
    top = len(compiled.scenarios)
    floor, ceiling = bytes(length), bytes([top - 1]) * length
    for limit, holds in zip(compiled.limits, limits, strict=True):
        if limit.is_ceiling:
            ceiling = combined((ceiling, holds), (top, 2), partial(_lowered, limit.scenario))
        else:
            floor = combined((floor, holds), (top, 2), partial(_raised, limit.scenario))
    return floor, ceiling


def _lowered(scenario: int, cell: Sequence[int]) -> int:
    return min(cell[0], scenario) if cell[1] else cell[0]


def _raised(scenario: int, cell: Sequence[int]) -> int:
    return max(cell[0], scenario) if cell[1] else cell[0]
