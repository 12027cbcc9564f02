"""A checklist with rules → the steps that reach its result with a pen, as finished words for a template.

Everything a person needs is in what is printed: numbers of questions, letters of what is worked out, ranges, conditions.
It adds no rule of its own: `tests/test_paper.py` follows the printed steps on every profile and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from urllib.parse import urljoin

import segno
from markupsafe import Markup

from macros.checklist.compiled import Compiled, CompiledCriterion, compile_rules, question_ids
from macros.checklist.evaluate import evaluate
from macros.crosscheck import scenario_ids
from macros.desk import Desk
from macros.model import Checklist, Scenario
from macros.model.rules import (
    AdviceRow,
    AdviceTable,
    Condition,
    Constraint,
    Golden,
    Level,
    RiskRule,
    Rules,
    ScenarioRow,
)
from macros.sheet import grounds

_GATHER = {"tally": "paper_tally", "weakest": "paper_weakest", "strongest": "paper_strongest"}
_LIMIT = {"ceiling": "paper_ceiling", "floor": "paper_floor"}


@dataclass(frozen=True)
class If:
    """A condition: the letter or the number of what it looks at, that thing's title, and the values for which it holds."""

    on: str
    title: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Ruling:
    """A line to mark if all its conditions hold: what then follows, and why."""

    conditions: tuple[If, ...]
    then: str
    why: Markup
    grounds: Markup
    target: Markup | None = None
    """A link to what follows, where there is a page of it; it then stands beside `then`."""


@dataclass(frozen=True)
class Sum:
    """A criterion: the numbers to write and what to do with them, then the level in whose range the result falls."""

    letter: str
    title: str
    how: str
    questions: tuple[int, ...]
    levels: tuple[tuple[str, str], ...]
    """Range and name of each level: `0–2`, `poche`."""


@dataclass(frozen=True)
class Table:
    """A decision table: of its lines exactly one holds."""

    letter: str
    title: str
    activities: tuple[Markup, ...]
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True)
class Example:
    """An invented firm: its answers, what each letter comes to, the scenario."""

    title: str
    text: Markup
    replies: tuple[tuple[int, str], ...]
    letters: tuple[tuple[str, str], ...]
    scenario: str


@dataclass(frozen=True)
class Worksheet:
    """All the steps, in order."""

    starts: Mapping[str, int]
    """Question → its number."""
    points: tuple[tuple[str, int], ...]
    sums: tuple[Sum, ...]
    tables: tuple[Table, ...]
    scenario: tuple[Ruling, ...]
    scale: tuple[str, ...]
    """The scenarios, from the most inside to the most outside."""
    limits: tuple[Ruling, ...]
    risks: tuple[Ruling, ...]
    examples: tuple[Example, ...]
    address: str
    """The public address of the page, or nothing while the site has none."""
    code: Markup
    """The same address as a drawing that a telephone reads."""


def worksheet(desk: Desk, checklist: Checklist) -> Worksheet | None:
    """The worksheet of a checklist; None for one without rules, which is only ticked."""
    rules = checklist.rules
    if rules is None:
        return None
    pen = _Pen(desk, checklist, rules)
    address = _address(desk)
    return Worksheet(
        starts=pen.numbers,
        points=tuple((answer.label, number) for number, answer in enumerate(checklist.answers)),
        sums=tuple(_sum(pen, i, criterion) for i, criterion in enumerate(pen.compiled.criteria)),
        tables=tuple(_table(pen, table) for table in rules.tables),
        scenario=tuple(pen.ruling(row, pen.scenario_label(row.scenario)) for row in rules.scenario.rows),
        scale=tuple(pen.scenario_label(id) for id in pen.compiled.scenarios),
        limits=tuple(pen.limit(limit) for limit in rules.constraints),
        risks=tuple(pen.risk(risk) for risk in rules.risks),
        examples=tuple(_example(pen, example) for example in rules.golden),
        address=address,
        code=_code(address, desk.library.words["paper_code"]) if address else Markup(),
    )


class _Pen:
    """Finds the number, letter or label of what the rules name."""

    def __init__(self, desk: Desk, checklist: Checklist, rules: Rules) -> None:
        self.desk, self.checklist, self.rules = desk, checklist, rules
        self.words = desk.library.words
        self.compiled: Compiled = compile_rules(checklist, scenario_ids(desk.library))
        self.numbers = {id: number for number, id in enumerate(question_ids(checklist), 1)}
        self.titles = {found.id: found.title for found in rules.criteria}
        self.titles |= {table.id: table.title for table in rules.tables}
        self.letters = dict(zip(self.titles, ascii_uppercase, strict=False))
        answers = {answer.code: answer.label for answer in checklist.answers}
        advice = {code: self.words[f"advice_{code}"] for code in ("make", "build", "together", "buy")}
        self.labels: dict[str, dict[str, str]] = {id: answers for id in self.numbers}
        self.labels |= {found.id: {level.code: level.label for level in found.levels} for found in rules.criteria}
        self.labels |= {table.id: advice for table in rules.tables}

    def scenario_label(self, id: str) -> str:
        found = self.desk.library.items[id].value
        return found.label if isinstance(found, Scenario) else self.desk.library.title(id)

    def conditions(self, when: tuple[Condition, ...]) -> tuple[If, ...]:
        return tuple(self._condition(condition) for condition in when)

    def _condition(self, condition: Condition) -> If:
        values = tuple(self.labels[condition.on][code] for code in condition.among)
        if condition.on in self.numbers:
            word = self.words["paper_question"]
            return If(f"{word} {self.numbers[condition.on]}", "", values)
        return If(self.letters[condition.on], self.titles[condition.on], values)

    def ruling(self, row: AdviceRow | ScenarioRow | Constraint, then: str) -> Ruling:
        basis = grounds(self.desk, row.principle, row.citations)
        return Ruling(self.conditions(row.when), then, self.desk.inline(row.why), Markup(basis))

    def limit(self, limit: Constraint) -> Ruling:
        return self.ruling(limit, f"{self.words[_LIMIT[limit.limit]]} {self.scenario_label(limit.scenario)}")

    def risk(self, risk: RiskRule) -> Ruling:
        conditions, why = self.conditions(risk.when), self.desk.inline(risk.why)
        return Ruling(conditions, "", why, Markup(), self.desk.ref(risk.risk))


def _sum(pen: _Pen, position: int, compiled: CompiledCriterion) -> Sum:
    criterion = pen.rules.criteria[position]
    best = len(pen.checklist.answers) - 1
    most = best * len(compiled.questions) if compiled.gather == "tally" else best
    return Sum(
        letter=pen.letters[criterion.id],
        title=criterion.title,
        how=pen.words[_GATHER[criterion.gather]],
        questions=tuple(node.position + 1 for node in compiled.questions),
        levels=tuple(_ranges(criterion.levels, most)),
    )


def _ranges(levels: tuple[Level, ...], most: int) -> list[tuple[str, str]]:
    """Each level with the numbers that fall in it; the last ends with the highest number there can be."""
    ends = [level.least - 1 for level in levels[1:]] + [most]
    return [
        (str(end) if level.least == end else f"{level.least}–{end}", level.label)
        for level, end in zip(levels, ends, strict=True)
    ]


def _table(pen: _Pen, table: AdviceTable) -> Table:
    return Table(
        letter=pen.letters[table.id],
        title=table.title,
        activities=tuple(pen.desk.ref(id) for id in table.activities),
        rulings=tuple(pen.ruling(row, pen.words[f"advice_{row.advice}"]) for row in table.rows),
    )


def _example(pen: _Pen, example: Golden) -> Example:
    codes = {reply.question: reply.answer for reply in example.replies}
    outcome = evaluate(pen.compiled, [pen.compiled.answers.index(codes[id]) for id in pen.numbers])
    levels = [criterion.levels[i].label for criterion, i in zip(pen.rules.criteria, outcome.criteria, strict=True)]
    advice = [list(pen.labels[table.id].values())[i] for table, i in zip(pen.rules.tables, outcome.advice, strict=True)]
    return Example(
        title=example.title,
        text=pen.desk.inline(example.text),
        replies=tuple((number, pen.labels[id][codes[id]]) for id, number in pen.numbers.items()),
        letters=tuple(zip(pen.letters.values(), levels + advice, strict=True)),
        scenario=pen.scenario_label(pen.compiled.scenarios[outcome.scenario]),
    )


def _address(desk: Desk) -> str:
    """The public address of the page being rendered, if the site has one."""
    site = desk.library.book.addresses.site
    return urljoin(site.rstrip("/") + "/", desk.page_address().removeprefix("./")) if site else ""


def _code(address: str, name: str) -> Markup:
    """A QR code (ISO/IEC 18004) as a drawing; `name` is read out in its place."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=4, omitsize=True, title=name, svgclass=None, lineclass=None, light="#ffffff")
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))
