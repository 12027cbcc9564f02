"""Rules as authors write them → small integer tables that Python and the browser read alike.

Answers, levels, verdicts and scenarios become their positions on their scales, conditions become sets of positions.
The compiled form is plain data: it is what the browser receives, and what the fingerprint of the rules covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from macros.model import Checklist
from macros.model.rules import Advice, Condition, Rules

ADVICE: tuple[str, ...] = get_args(Advice)
Stage = Literal["question", "criterion", "table"]


@dataclass(frozen=True)
class Node:
    """Something with a value: a question, a criterion or a table; `size` is how many values it can take."""

    stage: Stage
    position: int
    size: int


@dataclass(frozen=True)
class Test:
    """True when the value of a node is one of these positions."""

    node: Node
    among: frozenset[int]


@dataclass(frozen=True)
class CompiledCriterion:
    """Questions, how their answers are gathered into a number, and the number each level starts from."""

    id: str
    gather: str
    questions: tuple[Node, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True)
class CompiledRow:
    """A row applies when all its tests hold; the outcome is a position on the scale of verdicts or of scenarios."""

    id: str
    tests: tuple[Test, ...]
    outcome: int


@dataclass(frozen=True)
class CompiledTable:
    """A decision table with the UNIQUE hit policy."""

    id: str
    inputs: tuple[Node, ...]
    rows: tuple[CompiledRow, ...]


@dataclass(frozen=True)
class CompiledLimit:
    """A ceiling or a floor on the scale of scenarios, while all its tests hold."""

    id: str
    is_ceiling: bool
    scenario: int
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Alarm:
    """A risk that lights up while all its tests hold."""

    risk: str
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Compiled:
    """The rules of one checklist, ready to be evaluated."""

    questions: tuple[str, ...]
    answers: tuple[str, ...]
    scenarios: tuple[str, ...]
    criteria: tuple[CompiledCriterion, ...]
    tables: tuple[CompiledTable, ...]
    scenario: CompiledTable
    limits: tuple[CompiledLimit, ...]
    alarms: tuple[Alarm, ...]


def compile_rules(checklist: Checklist, scenarios: tuple[str, ...]) -> Compiled:
    """The compiled rules of a checklist; `scenarios` are in order, from the most inside to the most outside.

    Raises KeyError if the rules name something that is not there: `proofs.names` says where, and comes first.
    """
    assert checklist.rules is not None
    rules, questions = checklist.rules, question_ids(checklist)
    answers = tuple(answer.code for answer in checklist.answers)
    scale = _Scale(checklist, rules)
    return Compiled(
        questions=questions,
        answers=answers,
        scenarios=scenarios,
        criteria=tuple(
            CompiledCriterion(
                criterion.id,
                criterion.gather,
                tuple(scale.node(id) for id in criterion.questions),
                tuple(level.least for level in criterion.levels),
            )
            for criterion in rules.criteria
        ),
        tables=tuple(
            CompiledTable(
                table.id,
                tuple(scale.node(id) for id in table.inputs),
                tuple(CompiledRow(row.id, scale.tests(row.when), ADVICE.index(row.advice)) for row in table.rows),
            )
            for table in rules.tables
        ),
        scenario=CompiledTable(
            "scenario",
            tuple(scale.node(id) for id in rules.scenario.inputs),
            tuple(
                CompiledRow(row.id, scale.tests(row.when), scenarios.index(row.scenario)) for row in rules.scenario.rows
            ),
        ),
        limits=tuple(
            CompiledLimit(limit.id, limit.limit == "ceiling", scenarios.index(limit.scenario), scale.tests(limit.when))
            for limit in rules.constraints
        ),
        alarms=tuple(Alarm(risk.risk, scale.tests(risk.when)) for risk in rules.risks),
    )


def question_ids(checklist: Checklist) -> tuple[str, ...]:
    """The questions of a checklist, in order."""
    return tuple(question.id for group in checklist.groups for question in group.questions)


class _Scale:
    """Finds what an id stands for, and the position of a code on its scale."""

    def __init__(self, checklist: Checklist, rules: Rules) -> None:
        answers = tuple(answer.code for answer in checklist.answers)
        self._nodes: dict[str, Node] = {}
        self._codes: dict[str, tuple[str, ...]] = {}
        self._add("question", ((id, answers) for id in question_ids(checklist)))
        self._add("criterion", ((c.id, tuple(level.code for level in c.levels)) for c in rules.criteria))
        self._add("table", ((table.id, ADVICE) for table in rules.tables))

    def _add(self, stage: Stage, found: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        for position, (id, codes) in enumerate(found):
            self._nodes[id] = Node(stage, position, len(codes))
            self._codes[id] = codes

    def node(self, id: str) -> Node:
        return self._nodes[id]

    def tests(self, conditions: tuple[Condition, ...]) -> tuple[Test, ...]:
        return tuple(
            Test(self._nodes[c.on], frozenset(self._codes[c.on].index(code) for code in c.among)) for c in conditions
        )


def as_data(compiled: Compiled) -> Mapping[str, object]:
    """The compiled rules as JSON-like data, the form the browser reads."""

    def node(found: Node) -> list[object]:
        return [found.stage, found.position]

    def tests(found: tuple[Test, ...]) -> list[object]:
        return [[*node(test.node), sorted(test.among)] for test in found]

    def table(found: CompiledTable) -> dict[str, object]:
        rows = [{"id": row.id, "tests": tests(row.tests), "outcome": row.outcome} for row in found.rows]
        return {"id": found.id, "inputs": [node(one) for one in found.inputs], "rows": rows}

    return {
        "questions": list(compiled.questions),
        "answers": list(compiled.answers),
        "scenarios": list(compiled.scenarios),
        "advice": list(ADVICE),
        "criteria": [
            {
                "id": criterion.id,
                "gather": criterion.gather,
                "questions": [one.position for one in criterion.questions],
                "starts": list(criterion.starts),
            }
            for criterion in compiled.criteria
        ],
        "tables": [table(one) for one in compiled.tables],
        "scenario": table(compiled.scenario),
        "limits": [
            {"id": one.id, "ceiling": one.is_ceiling, "scenario": one.scenario, "tests": tests(one.tests)}
            for one in compiled.limits
        ],
        "risks": [{"risk": one.risk, "tests": tests(one.tests)} for one in compiled.alarms],
    }
