"""What must be true of the rules over every possible answer, or the build refuses them.

`cell_faults` needs only the cells of the tables and runs at every save; `exhaustive_faults` goes through all profiles.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.checklist.certificate import changing, influence_of, shares_of
from macros.checklist.columns import LARGEST, Columns, columns_of, combined, slices
from macros.checklist.compiled import Compiled, CompiledTable
from macros.checklist.evaluate import cells, evaluate, rows_of
from macros.checklist.fault import Fault, Path, rules_of
from macros.checklist.names import codes_of
from macros.model import Checklist
from macros.model.rules import Rules


def cell_faults(checklist: Checklist, compiled: Compiled) -> Iterator[Fault]:
    """Cells of the tables that no row covers, or more than one."""
    rules = rules_of(checklist)
    codes = codes_of(checklist, rules)
    for position, table in enumerate(compiled.tables):
        inputs = rules.tables[position].inputs
        yield from _table_faults(table, [codes[id] for id in inputs], ("rules", "tables", position))
    inputs = rules.scenario.inputs
    yield from _table_faults(compiled.scenario, [codes[id] for id in inputs], ("rules", "scenario"))


def size_faults(compiled: Compiled) -> Iterator[Fault]:
    """Too many profiles to go through them all."""
    count = len(compiled.answers) ** len(compiled.questions)
    if count > LARGEST:
        yield Fault("MB112", ("groups",), {"found": str(count), "allowed": str(LARGEST)})


def exhaustive_faults(checklist: Checklist, compiled: Compiled) -> Iterator[Fault]:
    """Every proof that goes through all profiles; the tables must already give one row for every cell."""
    columns = columns_of(compiled)
    rules = rules_of(checklist)
    yield from _unreached(compiled, columns)
    yield from _dead_questions(compiled, columns)
    yield from _directions(checklist, compiled, columns)
    yield from _contradictions(compiled, columns)
    yield from _golden(rules, compiled)
    yield from _imbalance(checklist, compiled, columns)


def described(compiled: Compiled, number: int) -> str:
    """A profile in words: `strumenti: never, …`."""
    size = len(compiled.answers)
    answers = []
    for id in reversed(compiled.questions):
        answers.append(f"{id}: {compiled.answers[number % size]}")
        number //= size
    return ", ".join(reversed(answers))


def _table_faults(table: CompiledTable, codes: list[tuple[str, ...]], path: Path) -> Iterator[Fault]:
    """Each cell without a row; each pair of rows that overlap, with the first cell where they do."""
    told: set[tuple[int, ...]] = set()
    for cell in cells(table.inputs):
        hits = tuple(rows_of(table, cell))
        words = ", ".join(scale[value] for scale, value in zip(codes, cell, strict=True))
        if not hits:
            yield Fault("MB114", (*path, "rows"), {"id": table.id, "cell": words})
        elif len(hits) > 1 and hits not in told:
            told.add(hits)
            rows = ", ".join(table.rows[hit].id for hit in hits)
            yield Fault("MB115", (*path, "rows", hits[1]), {"id": table.id, "cell": words, "rows": rows})


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
        if influence_of(compiled, columns, position).anything == 0:
            yield Fault("MB119", ("groups",), {"id": id})


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
    balance = rules_of(checklist).balance
    for scenario, share in shares_of(compiled, columns).items():
        if 0 < share * 100 < balance.least_share:  # none at all is told by its own fault
            values = {"id": scenario, "found": _percent(share), "allowed": str(balance.least_share)}
            yield Fault("MB124", ("rules", "balance", "least_share"), values)
    for position, id in enumerate(compiled.questions):
        share = changing(compiled, (columns.scenario,), position)
        if share * 100 > balance.most_influence:
            values = {"id": id, "found": _percent(share), "allowed": str(balance.most_influence)}
            yield Fault("MB125", ("rules", "balance", "most_influence"), values)


def _percent(share: float) -> str:
    return f"{share * 100:.1f}"
