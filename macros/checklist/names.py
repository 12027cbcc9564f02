"""The ids and codes that rules name: each must lead somewhere, once. Comes before every proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros.checklist.compiled import ADVICE, question_ids
from macros.checklist.fault import Fault, Path, rules_of
from macros.model import Checklist
from macros.model.rules import Condition, Rules


def name_faults(checklist: Checklist, scenarios: tuple[str, ...]) -> Iterator[Fault]:
    """Ids and codes of the rules that lead nowhere, doubled names, and questions outside the scale."""
    rules = rules_of(checklist)
    codes = codes_of(checklist, rules)
    seen: Counter[str] = Counter()
    for path, id in _own_ids(checklist, rules):
        seen[id] += 1
        if seen[id] == 2:
            yield Fault("MB086", path, {"id": id})
    for path, id, known in _named(checklist, rules):
        if id not in known:
            yield Fault("MB110", path, {"id": id, "legal": ", ".join(known)})
    for path, condition in _conditions(rules):
        for index, code in enumerate(condition.among):
            if condition.on in codes and code not in codes[condition.on]:
                values = {"value": code, "on": condition.on, "legal": ", ".join(codes[condition.on])}
                yield Fault("MB111", (*path, "among", index), values)
    for path, id in _scenarios_named(rules):
        if id not in scenarios:
            yield Fault("MB110", path, {"id": id, "legal": ", ".join(scenarios)})
    yield from _scale_faults(rules)


def codes_of(checklist: Checklist, rules: Rules) -> dict[str, tuple[str, ...]]:
    """For each question, criterion and table, the codes it can take, in order."""
    answers = tuple(answer.code for answer in checklist.answers)
    codes = {id: answers for id in question_ids(checklist)}
    codes |= {criterion.id: tuple(level.code for level in criterion.levels) for criterion in rules.criteria}
    return codes | {table.id: ADVICE for table in rules.tables}


def _own_ids(checklist: Checklist, rules: Rules) -> Iterator[tuple[Path, str]]:
    """Questions, criteria and tables share one space of names; rows have one per table."""
    for id in question_ids(checklist):
        yield ("groups",), id
    for i, criterion in enumerate(rules.criteria):
        yield ("rules", "criteria", i, "id"), criterion.id
    for i, table in enumerate(rules.tables):
        yield ("rules", "tables", i, "id"), table.id


def _named(checklist: Checklist, rules: Rules) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Every id the rules name, with the ids that may stand there."""
    questions = question_ids(checklist)
    criteria = tuple(criterion.id for criterion in rules.criteria)
    tables = tuple(table.id for table in rules.tables)
    for i, criterion in enumerate(rules.criteria):
        for j, id in enumerate(criterion.questions):
            yield ("rules", "criteria", i, "questions", j), id, questions
    for i, table in enumerate(rules.tables):
        for j, id in enumerate(table.inputs):
            yield ("rules", "tables", i, "inputs", j), id, (*criteria, *questions)
    for j, id in enumerate(rules.scenario.inputs):
        yield ("rules", "scenario", "inputs", j), id, tables
    for path, condition in _conditions(rules):
        yield (*path, "on"), condition.on, _allowed(rules, path, (*criteria, *questions, *tables))
    for i, example in enumerate(rules.golden):
        for j, reply in enumerate(example.replies):
            yield ("rules", "golden", i, "replies", j, "question"), reply.question, questions
            yield ("rules", "golden", i, "replies", j, "answer"), reply.answer, _answers(checklist)


def _answers(checklist: Checklist) -> tuple[str, ...]:
    return tuple(answer.code for answer in checklist.answers)


def _allowed(rules: Rules, path: Path, everything: tuple[str, ...]) -> tuple[str, ...]:
    """A row may only look at the inputs of its own table, if those are all there; limits and risks at anything."""
    inputs = everything
    if path[1] == "scenario":
        inputs = rules.scenario.inputs
    elif path[1] == "tables":
        inputs = rules.tables[int(path[2])].inputs
    return inputs if set(inputs) <= set(everything) else everything


def _conditions(rules: Rules) -> Iterator[tuple[Path, Condition]]:
    groups: list[tuple[Path, tuple[Condition, ...]]] = []
    for i, table in enumerate(rules.tables):
        groups += [(("rules", "tables", i, "rows", j), row.when) for j, row in enumerate(table.rows)]
    groups += [(("rules", "scenario", "rows", j), row.when) for j, row in enumerate(rules.scenario.rows)]
    groups += [(("rules", "constraints", i), limit.when) for i, limit in enumerate(rules.constraints)]
    groups += [(("rules", "risks", i), risk.when) for i, risk in enumerate(rules.risks)]
    for path, when in groups:
        for k, condition in enumerate(when):
            yield (*path, "when", k), condition


def _scenarios_named(rules: Rules) -> Iterator[tuple[Path, str]]:
    for j, row in enumerate(rules.scenario.rows):
        yield ("rules", "scenario", "rows", j, "scenario"), row.scenario
    for i, limit in enumerate(rules.constraints):
        yield ("rules", "constraints", i, "scenario"), limit.scenario


def _scale_faults(rules: Rules) -> Iterator[Fault]:
    """Levels must start from 0 and go up."""
    for i, criterion in enumerate(rules.criteria):
        starts = [level.least for level in criterion.levels]
        if starts[0] != 0 or starts != sorted(set(starts)):
            yield Fault("MB113", ("rules", "criteria", i, "levels"), {"id": criterion.id})
