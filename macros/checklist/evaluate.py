"""One profile → its outcome, with everything that explains it: the explanation comes from the same call as the result."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from macros.checklist.compiled import Compiled, CompiledCriterion, CompiledTable, Node, Test


class NoSingleRowError(Exception):
    """A table that gives no row, or more than one, for some values; the build refuses such rules beforehand."""


@dataclass(frozen=True)
class Outcome:
    """What the rules say of one complete set of answers; every number is a position on its scale."""

    scenario: int
    proposed: int
    """The scenario of the table, before the limits."""
    criteria: tuple[int, ...]
    advice: tuple[int, ...]
    """A verdict per table."""
    rows: tuple[str, ...]
    """The row that applied in each table, then the row of the scenario."""
    limits: tuple[str, ...]
    """The limits in force, whether or not they moved the scenario."""
    risks: tuple[str, ...]


def evaluate(compiled: Compiled, profile: Sequence[int]) -> Outcome:
    """The outcome of a profile: one position on the scale of answers per question, in order."""
    values: dict[str, tuple[int, ...]] = {"question": tuple(profile)}
    values["criterion"] = tuple(
        level_of(one, [profile[q.position] for q in one.questions]) for one in compiled.criteria
    )
    hits = [row_of(table, [_value(node, values) for node in table.inputs]) for table in compiled.tables]
    values["table"] = tuple(compiled.tables[i].rows[hit].outcome for i, hit in enumerate(hits))
    last = row_of(compiled.scenario, [_value(node, values) for node in compiled.scenario.inputs])
    proposed = compiled.scenario.rows[last].outcome
    limits = tuple(limit for limit in compiled.limits if _all_hold(limit.tests, values))
    floor = max((limit.scenario for limit in limits if not limit.is_ceiling), default=0)
    ceiling = min((limit.scenario for limit in limits if limit.is_ceiling), default=len(compiled.scenarios) - 1)
    rows = [table.rows[hit].id for table, hit in zip(compiled.tables, hits, strict=True)]
    return Outcome(
        scenario=min(max(proposed, floor), ceiling),
        proposed=proposed,
        criteria=values["criterion"],
        advice=values["table"],
        rows=(*rows, compiled.scenario.rows[last].id),
        limits=tuple(limit.id for limit in limits),
        risks=tuple(alarm.risk for alarm in compiled.alarms if _all_hold(alarm.tests, values)),
    )


def level_of(criterion: CompiledCriterion, answers: Sequence[int]) -> int:
    """The level that some answers give: gathered into a number, then the highest level that starts at or below it."""
    gathered = {"tally": sum(answers), "weakest": min(answers), "strongest": max(answers)}
    number = gathered[criterion.gather]
    return max(level for level, start in enumerate(criterion.starts) if start <= number)


def row_of(table: CompiledTable, cell: Sequence[int]) -> int:
    """The position of the one row that applies to the values of the inputs; raises NoSingleRowError otherwise."""
    hits = rows_of(table, cell)
    if len(hits) != 1:
        raise NoSingleRowError(table.id, tuple(cell))
    return hits[0]


def rows_of(table: CompiledTable, cell: Sequence[int]) -> list[int]:
    """The positions of every row that applies to the values of the inputs."""
    given = dict(zip(table.inputs, cell, strict=True))
    return [i for i, row in enumerate(table.rows) if all(given[test.node] in test.among for test in row.tests)]


def cells(nodes: Sequence[Node]) -> itertools.product[tuple[int, ...]]:
    """Every combination of values of some nodes, the first changing slowest."""
    return itertools.product(*(range(node.size) for node in nodes))


def _value(node: Node, values: dict[str, tuple[int, ...]]) -> int:
    return values[node.stage][node.position]


def _all_hold(tests: tuple[Test, ...], values: dict[str, tuple[int, ...]]) -> bool:
    return all(_value(test.node, values) in test.among for test in tests)
