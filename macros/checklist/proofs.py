"""What must be true of the rules over every possible answer, or the build refuses them.

`cell_faults` needs only the cells of the tables and runs at every save; `exhaustive_faults` goes through all profiles.
Each fault has a code of the catalogue, the path in the checklist's file, and the values its words need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from macros.checklist.columns import LARGEST, Columns, columns_of, combined, slices
from macros.checklist.compiled import Compiled, CompiledTable, question_ids
from macros.checklist.evaluate import cells, evaluate, rows_of
from macros.model import Checklist
from macros.model.rules import Condition, Rules

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One proof that failed."""

    code: str
    path: Path
    values: Mapping[str, str] = field(default_factory=dict)


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


def name_faults(checklist: Checklist, scenarios: tuple[str, ...]) -> Iterator[Fault]:
    """Ids and codes of the rules that lead nowhere, doubled names, and questions outside the scale."""
    rules = _rules(checklist)
    codes = _codes(checklist, rules)
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


def cell_faults(compiled: Compiled) -> Iterator[Fault]:
    """Cells of the tables that no row covers, or more than one."""
    for position, table in enumerate(compiled.tables):
        yield from _table_faults(table, ("rules", "tables", position))
    yield from _table_faults(compiled.scenario, ("rules", "scenario"))


def size_faults(compiled: Compiled) -> Iterator[Fault]:
    """Too many profiles to go through them all."""
    count = len(compiled.answers) ** len(compiled.questions)
    if count > LARGEST:
        yield Fault("MB112", ("groups",), {"found": str(count), "allowed": str(LARGEST)})


def exhaustive_faults(checklist: Checklist, compiled: Compiled) -> Iterator[Fault]:
    """Every proof that goes through all profiles; the tables must already give one row for every cell."""
    columns = columns_of(compiled)
    rules = _rules(checklist)
    yield from _unreached(compiled, columns)
    yield from _dead_questions(compiled, columns)
    yield from _directions(checklist, compiled, columns)
    yield from _contradictions(compiled, columns)
    yield from _golden(rules, compiled)
    yield from _imbalance(checklist, compiled, columns)


def certify(compiled: Compiled) -> Certificate:
    """The measures of rules that passed every proof."""
    columns = columns_of(compiled)
    return Certificate(
        profiles=len(columns.scenario),
        sha256=columns.sha256,
        shares=_shares(compiled, columns),
        influence={id: _influence(compiled, columns, i) for i, id in enumerate(compiled.questions)},
    )


def described(compiled: Compiled, number: int) -> str:
    """A profile in words: `strumenti: never, …`."""
    size = len(compiled.answers)
    answers = []
    for id in reversed(compiled.questions):
        answers.append(f"{id}: {compiled.answers[number % size]}")
        number //= size
    return ", ".join(reversed(answers))


def _rules(checklist: Checklist) -> Rules:
    if checklist.rules is None:
        raise ValueError("a checklist without rules has nothing to prove")
    return checklist.rules


def _codes(checklist: Checklist, rules: Rules) -> dict[str, tuple[str, ...]]:
    from macros.checklist.compiled import ADVICE

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
    """A row may only look at the inputs of its own table; limits and risks at anything."""
    if path[1] == "tables":
        return rules.tables[int(path[2])].inputs
    return rules.scenario.inputs if path[1] == "scenario" else everything


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


def _table_faults(table: CompiledTable, path: Path) -> Iterator[Fault]:
    for cell in cells(table.inputs):
        hits = rows_of(table, cell)
        values = {"id": table.id, "cell": ", ".join(str(value) for value in cell)}
        if not hits:
            yield Fault("MB114", (*path, "rows"), values)
        elif len(hits) > 1:
            rows = ", ".join(table.rows[hit].id for hit in hits)
            yield Fault("MB115", (*path, "rows", hits[1]), {**values, "rows": rows})


def _unreached(compiled: Compiled, columns: Columns) -> Iterator[Fault]:
    """Rows, limits, risks, verdicts of the scale and scenarios that no profile reaches; limits and risks always on."""
    tables = [*compiled.tables, compiled.scenario]
    paths: list[Path] = [("rules", "tables", i) for i in range(len(compiled.tables))]
    for table, path, column in zip(tables, [*paths, ("rules", "scenario")], columns.rows, strict=True):
        for i, row in enumerate(table.rows):
            if bytes([i]) not in column:
                yield Fault("MB116", (*path, "rows", i), {"id": row.id})
    for i, scenario in enumerate(compiled.scenarios):
        if i not in columns.scenario:
            yield Fault("MB117", ("rules", "scenario", "rows"), {"id": scenario})
    ids = [limit.id for limit in compiled.limits] + [alarm.risk for alarm in compiled.alarms]
    for i, (id, column) in enumerate(zip(ids, (*columns.limits, *columns.risks), strict=True)):
        limits = len(compiled.limits)
        where: Path = ("rules", "constraints", i) if i < limits else ("rules", "risks", i - limits)
        if b"\x01" not in column:
            yield Fault("MB116", where, {"id": id})
        elif b"\x00" not in column:
            yield Fault("MB118", where, {"id": id})


def _dead_questions(compiled: Compiled, columns: Columns) -> Iterator[Fault]:
    for position, id in enumerate(compiled.questions):
        if _influence(compiled, columns, position).anything == 0:
            yield Fault("MB119", ("groups",), {"id": id})


def _influence(compiled: Compiled, columns: Columns, position: int) -> Influence:
    """Shares of the profiles in which another answer to this question alone gives another outcome."""
    everything = (columns.scenario, *columns.tables, *columns.risks)
    return Influence(
        scenario=_changing(compiled, (columns.scenario,), position),
        anything=_changing(compiled, everything, position),
    )


def _changing(compiled: Compiled, columns: tuple[bytes, ...], position: int) -> float:
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


def _directions(checklist: Checklist, compiled: Compiled, columns: Columns) -> Iterator[Fault]:
    """The scenario never moves against the direction a question declares."""
    count, size, top = len(compiled.questions), len(compiled.answers), len(compiled.scenarios)
    questions = [question for group in checklist.groups for question in group.questions]
    for position, question in enumerate(questions):
        parts = slices(columns.scenario, position, count, size)
        outside = question.higher_means == "outside"
        for answer in range(size - 1):
            lower, higher = parts[answer], parts[answer + 1]
            low, high = (lower, higher) if outside else (higher, lower)
            against = combined((low, high), (top, top), lambda cell: int(cell[0] > cell[1]))
            where = against.find(1)
            if where >= 0:
                number = _profile(where, answer, position, count, size)
                values = {"id": question.id, "profile": described(compiled, number)}
                yield Fault("MB120", _question_path(checklist, position), values)
                break


def _question_path(checklist: Checklist, position: int) -> Path:
    for i, group in enumerate(checklist.groups):
        if position < len(group.questions):
            return ("groups", i, "questions", position, "higher_means")
        position -= len(group.questions)
    return ("groups",)


def _profile(where: int, answer: int, position: int, count: int, size: int) -> int:
    """The number of the profile that stands at a place of one slice."""
    block: int = size ** (count - 1 - position)
    return (where // block) * block * size + answer * block + where % block


def _contradictions(compiled: Compiled, columns: Columns) -> Iterator[Fault]:
    top = len(compiled.scenarios)
    clash = combined((columns.floor, columns.ceiling), (top, top), lambda cell: int(cell[0] > cell[1])).find(1)
    if clash >= 0:
        yield Fault("MB121", ("rules", "constraints"), {"profile": described(compiled, clash)})


def _golden(rules: Rules, compiled: Compiled) -> Iterator[Fault]:
    for i, example in enumerate(rules.golden):
        path: Path = ("rules", "golden", i)
        given = {reply.question: compiled.answers.index(reply.answer) for reply in example.replies}
        missing = [id for id in compiled.questions if id not in given]
        if missing or len(example.replies) != len(compiled.questions):
            yield Fault("MB122", (*path, "replies"), {"id": example.id, "missing": ", ".join(missing) or "—"})
            continue
        outcome = evaluate(compiled, [given[id] for id in compiled.questions])
        found = compiled.scenarios[outcome.scenario]
        if found != example.scenario:
            yield Fault("MB123", (*path, "scenario"), {"expected": example.scenario, "found": found})
        elif outcome.rows != example.rows:
            values = {"expected": ", ".join(example.rows), "found": ", ".join(outcome.rows)}
            yield Fault("MB123", (*path, "rows"), values)


def _imbalance(checklist: Checklist, compiled: Compiled, columns: Columns) -> Iterator[Fault]:
    balance = _rules(checklist).balance
    for scenario, share in _shares(compiled, columns).items():
        if share * 100 < balance.least_share:
            values = {"id": scenario, "found": _percent(share), "allowed": str(balance.least_share)}
            yield Fault("MB124", ("rules", "balance", "least_share"), values)
    for position, id in enumerate(compiled.questions):
        share = _changing(compiled, (columns.scenario,), position)
        if share * 100 > balance.most_influence:
            values = {"id": id, "found": _percent(share), "allowed": str(balance.most_influence)}
            yield Fault("MB125", ("rules", "balance", "most_influence"), values)


def _shares(compiled: Compiled, columns: Columns) -> dict[str, float]:
    return {id: columns.scenario.count(i) / len(columns.scenario) for i, id in enumerate(compiled.scenarios)}


def _percent(share: float) -> str:
    return f"{share * 100:.1f}"
