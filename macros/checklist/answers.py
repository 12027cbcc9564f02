"""Answers of which some are missing → what can still come out, and the question whose answer would say most.

"I do not know" stands for every answer: what is possible is what some completion gives. The same meaning as `possible`
and `changes` in theme/assets/checklist/engine.mjs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from macros.checklist.columns import Columns, columns_of, slices
from macros.checklist.compiled import Compiled, Node
from macros.checklist.evaluate import evaluate, level_of

Partial = tuple[int | None, ...]
"""One position on the scale of answers per question, in order; None where the answer is not known."""
Change = tuple[tuple[int, int], ...]
"""Other answers, one or two: the position of each question and the new answer."""


@dataclass(frozen=True)
class Flags:
    """Which limits or risks hold, by their position: in every completion, or only in some."""

    always: tuple[int, ...]
    maybe: tuple[int, ...]


@dataclass(frozen=True)
class Possible:
    """What the completions of some answers give; every tuple of values is in the order of its scale."""

    scenarios: tuple[int, ...]
    best: int | None
    """The question whose answer would leave the least doubt on the scenario; None if one scenario is left."""
    criteria: tuple[tuple[int, ...], ...]
    advice: tuple[tuple[int, ...], ...]
    rows: tuple[tuple[int, ...], ...]
    """The rows that can apply in each table, then in the table of the scenario."""
    limits: Flags
    risks: Flags


def possible(compiled: Compiled, partial: Partial) -> Possible:
    """What can still come out of some answers."""
    columns = _columns(compiled)

    def left(column: bytes) -> bytes:
        return _restricted(compiled, column, partial)

    scenario = left(columns.scenario)
    found = tuple(sorted(set(scenario)))
    return Possible(
        scenarios=found,
        best=_best(compiled, partial, scenario) if len(found) > 1 else None,
        criteria=tuple(tuple(sorted(_levels(compiled, i, partial))) for i in range(len(compiled.criteria))),
        advice=tuple(tuple(sorted(set(left(column)))) for column in columns.tables),
        rows=tuple(tuple(sorted(set(left(column)))) for column in columns.rows),
        limits=_flags([left(column) for column in columns.limits]),
        risks=_flags([left(column) for column in columns.risks]),
    )


def changes(compiled: Compiled, profile: Sequence[int]) -> tuple[tuple[Change, int], ...]:
    """Other answers that give another scenario, and which: one answer alone, or pairs where no single one does."""
    now = evaluate(compiled, profile).scenario
    single = [(q, a) for q, old in enumerate(profile) for a in range(len(compiled.answers)) if a != old]
    found = tuple(_leading(compiled, profile, [(one,) for one in single], now))
    pairs = [(one, two) for one, two in itertools.combinations(single, 2) if one[0] != two[0]]
    return found or tuple(_leading(compiled, profile, pairs, now))


def _leading(
    compiled: Compiled, profile: Sequence[int], ways: Sequence[Change], now: int
) -> Iterator[tuple[Change, int]]:
    for way in ways:
        other = list(profile)
        for question, answer in way:
            other[question] = answer
        scenario = evaluate(compiled, other).scenario
        if scenario != now:
            yield way, scenario


@cache
def _columns(compiled: Compiled) -> Columns:
    return columns_of(compiled)


def _restricted(compiled: Compiled, column: bytes, partial: Partial) -> bytes:
    """The values of a column for the completions of some answers."""
    open_before = 0
    for position, answer in enumerate(partial):
        if answer is None:
            open_before += 1
        else:
            count = open_before + len(partial) - position
            column = slices(column, open_before, count, len(compiled.answers))[answer]
    return column


def _levels(compiled: Compiled, position: int, partial: Partial) -> set[int]:
    """The levels that a criterion can still reach."""
    criterion = compiled.criteria[position]
    given = [partial[node.position] for node in criterion.questions]
    scale = range(len(compiled.answers))
    choices = (scale if answer is None else (answer,) for answer in given)
    return {level_of(criterion, answers) for answers in itertools.product(*choices)}


def _flags(columns: Sequence[bytes]) -> Flags:
    always = tuple(i for i, column in enumerate(columns) if 0 not in column)
    maybe = tuple(i for i, column in enumerate(columns) if 0 in column and 1 in column)
    return Flags(always, maybe)


def _best(compiled: Compiled, partial: Partial, scenario: bytes) -> int | None:
    """The open question that leaves the least doubt on average (Gini impurity); the first met in the rules if equal."""
    open_questions = [position for position, answer in enumerate(partial) if answer is None]
    weighing = [position for position in _cone(compiled) if partial[position] is None]
    # Questions that do not count for the scenario multiply every count alike.
    spare = len(compiled.answers) ** (len(open_questions) - len(weighing))
    doubts = {}
    for position in weighing:
        parts = slices(scenario, open_questions.index(position), len(open_questions), len(compiled.answers))
        doubts[position] = sum(
            _doubt([part.count(value) // spare for value in range(len(compiled.scenarios))]) for part in parts
        )
    return min(doubts, key=lambda position: doubts[position], default=None)


def _doubt(counts: Sequence[int]) -> float:
    """How mixed some counts are, times their sum."""
    whole = sum(counts)
    return whole - sum(count * count / whole for count in counts) if whole else 0.0


def _cone(compiled: Compiled) -> list[int]:
    """The questions the scenario depends on, in the order in which the rules come to them."""
    nodes = [*compiled.scenario.inputs, *(test.node for limit in compiled.limits for test in limit.tests)]
    return list(dict.fromkeys(question for node in nodes for question in _questions(compiled, node)))


def _questions(compiled: Compiled, node: Node) -> Iterator[int]:
    if node.stage == "question":
        yield node.position
        return
    inputs = (
        compiled.criteria[node.position].questions
        if node.stage == "criterion"
        else compiled.tables[node.position].inputs
    )
    for one in inputs:
        yield from _questions(compiled, one)
