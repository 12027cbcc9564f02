"""A checklist and some answers → all there is to say of them, as the author's own rows, limits and risks.

The command line and the tests read this account; theme/assets/checklist/account.mjs is its equal in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.checklist.answers import Change, Partial, changes, possible
from macros.checklist.compiled import ADVICE, Compiled
from macros.checklist.evaluate import evaluate
from macros.checklist.fault import rules_of
from macros.model import Checklist
from macros.model.rules import AdviceRow, AdviceTable, Constraint, Criterion, Level, RiskRule, ScenarioRow


@dataclass(frozen=True)
class Verdict:
    """What a table says: the advice that can come out, and the row that gives it where only one can."""

    table: AdviceTable
    advice: tuple[str, ...]
    row: AdviceRow | None


@dataclass(frozen=True)
class Account:
    """What came out of some answers, or can still come out."""

    partial: Partial
    scenarios: tuple[str, ...]
    proposed: str | None
    """The scenario of the table where a limit moved it."""
    best: int | None
    """The position of the question that would say most; None if one scenario is left."""
    reason: ScenarioRow | None
    """The row that gives the scenario, where only one can."""
    verdicts: tuple[Verdict, ...]
    criteria: tuple[tuple[Criterion, tuple[Level, ...]], ...]
    limits: tuple[Constraint, ...]
    risks: tuple[RiskRule, ...]
    maybe: tuple[RiskRule, ...]
    """Risks that some completions light up and others do not."""
    changes: tuple[tuple[Change, str], ...]
    """Other answers that lead to another scenario; none while answers are missing."""

    @property
    def is_complete(self) -> bool:
        """No answer is missing."""
        return None not in self.partial


def account(checklist: Checklist, compiled: Compiled, partial: Partial) -> Account:
    """The account of some answers."""
    rules = rules_of(checklist)
    still = possible(compiled, partial)
    profile = tuple(answer for answer in partial if answer is not None)
    complete = len(profile) == len(partial)
    proposed = evaluate(compiled, profile).proposed if complete else None
    return Account(
        partial=partial,
        scenarios=tuple(compiled.scenarios[i] for i in still.scenarios),
        proposed=compiled.scenarios[proposed] if proposed is not None and (proposed,) != still.scenarios else None,
        best=still.best,
        reason=rules.scenario.rows[still.rows[-1][0]] if len(still.rows[-1]) == 1 else None,
        verdicts=tuple(
            Verdict(table, tuple(ADVICE[i] for i in advice), table.rows[rows[0]] if len(rows) == 1 else None)
            for table, advice, rows in zip(rules.tables, still.advice, still.rows[:-1], strict=True)
        ),
        criteria=tuple(
            (criterion, tuple(criterion.levels[i] for i in levels))
            for criterion, levels in zip(rules.criteria, still.criteria, strict=True)
        ),
        limits=tuple(rules.constraints[i] for i in still.limits.always),
        risks=tuple(rules.risks[i] for i in still.risks.always),
        maybe=tuple(rules.risks[i] for i in still.risks.maybe),
        changes=tuple((way, compiled.scenarios[i]) for way, i in (changes(compiled, profile) if complete else ())),
    )
