"""What came out of some answers → the same in words, for a terminal or another program.

Titles and texts are the library's, stripped to plain words; an English project speaks English.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros import prose
from macros.checklist.answers import Partial
from macros.checklist.compiled import Compiled, compile_rules, question_ids
from macros.checklist.explain import Account, Verdict, account
from macros.crosscheck import scenario_ids
from macros.filled import UNKNOWN, Answered
from macros.library import Library
from macros.model import Checklist, Scenario
from macros.model.rules import AdviceRow, Constraint, RiskRule, ScenarioRow


@dataclass(frozen=True)
class Named:
    """An id and what readers call it."""

    id: str
    title: str


@dataclass(frozen=True)
class Basis:
    """Why: the row or limit, its reason, the principle and the passages under it."""

    id: str
    why: str
    principle: Named
    passages: tuple[Named, ...]
    """`source/passage`, and its mark with the names of both: `[1.4] Te lo fai…, la morale`."""


@dataclass(frozen=True)
class Advised:
    """A verdict on some activities: one piece of advice, or those still possible."""

    id: str
    title: str
    activities: tuple[Named, ...]
    advice: tuple[Named, ...]
    basis: Basis | None


@dataclass(frozen=True)
class Danger:
    """A risk that lights up, and why."""

    id: str
    title: str
    why: str


@dataclass(frozen=True)
class Turn:
    """Other answers, given together, and the scenario they lead to."""

    answers: tuple[tuple[Named, Named], ...]
    """Question and answer."""
    scenario: Named


@dataclass(frozen=True)
class Result:
    """Everything there is to say of the answers to a checklist."""

    checklist: str
    title: str
    edition: str
    answers: dict[str, str]
    """Question → code, or `unknown`."""
    complete: bool
    scenarios: tuple[Named, ...]
    """The scenario, or those still possible."""
    proposed: Named | None
    """Where a limit moved the scenario, the one it moved it from."""
    basis: Basis | None
    verdicts: tuple[Advised, ...]
    limits: tuple[Basis, ...]
    risks: tuple[Danger, ...]
    maybe: tuple[Danger, ...]
    changes: tuple[Turn, ...]
    next: Named | None
    """The question whose answer would say most."""
    warning: str


def result(library: Library, answered: Answered) -> Result:
    """The result of the answers to a checklist with rules."""
    checklist = library.items[answered.checklist].value
    assert isinstance(checklist, Checklist)
    compiled = compile_rules(checklist, scenario_ids(library))
    questions = question_ids(checklist)
    found = account(checklist, compiled, partial_of(compiled, answered))
    speak = _Speech(library, checklist, compiled)
    return Result(
        checklist=answered.checklist,
        title=checklist.title,
        edition=library.book.edition,
        answers={question: answered.answers.get(question, UNKNOWN) for question in questions},
        complete=found.is_complete,
        scenarios=tuple(speak.scenario(id) for id in found.scenarios),
        proposed=speak.scenario(found.proposed) if found.proposed else None,
        basis=speak.basis(found.reason) if found.reason else None,
        verdicts=tuple(speak.verdict(verdict) for verdict in found.verdicts),
        limits=tuple(speak.basis(limit) for limit in found.limits),
        risks=tuple(speak.danger(risk) for risk in found.risks),
        maybe=tuple(speak.danger(risk) for risk in found.maybe),
        changes=tuple(speak.turns(found)),
        next=speak.question(found.best) if found.best is not None else None,
        warning=library.words["paper_warning"],
    )


def partial_of(compiled: Compiled, answered: Answered) -> Partial:
    """The answers in the order and on the scale of the rules."""
    codes = [answered.answers.get(question) for question in compiled.questions]
    return tuple(None if code is None else compiled.answers.index(code) for code in codes)


class _Speech:
    """Puts ids into words."""

    def __init__(self, library: Library, checklist: Checklist, compiled: Compiled) -> None:
        self._library, self._checklist, self._compiled = library, checklist, compiled
        self._texts = [question for group in checklist.groups for question in group.questions]

    def scenario(self, id: str) -> Named:
        value = self._library.items[id].value
        return Named(id, value.title if isinstance(value, Scenario) else self._library.title(id))

    def question(self, position: int) -> Named:
        return Named(self._texts[position].id, self._texts[position].text)

    def basis(self, row: AdviceRow | ScenarioRow | Constraint) -> Basis:
        passages = tuple(self._passage(citation.source, citation.passage) for citation in row.citations)
        return Basis(row.id, prose.plain(row.why, self._library.book.language), self._named(row.principle), passages)

    def verdict(self, verdict: Verdict) -> Advised:
        return Advised(
            id=verdict.table.id,
            title=verdict.table.title,
            activities=tuple(self._named(id) for id in verdict.table.activities),
            advice=tuple(Named(code, self._library.words[f"advice_{code}"]) for code in verdict.advice),
            basis=self.basis(verdict.row) if verdict.row else None,
        )

    def danger(self, risk: RiskRule) -> Danger:
        return Danger(risk.risk, self._library.title(risk.risk), prose.plain(risk.why, self._library.book.language))

    def turns(self, found: Account) -> list[Turn]:
        answers = self._checklist.answers
        return [
            Turn(
                tuple((self.question(q), Named(answers[a].code, answers[a].label)) for q, a in way),
                self.scenario(scenario),
            )
            for way, scenario in found.changes
        ]

    def _named(self, id: str) -> Named:
        return Named(id, self._library.title(id))

    def _passage(self, source: str, passage: str) -> Named:
        found = self._library.passage(source, passage)
        if found is None:
            raise KeyError(f"{source}/{passage}")
        first, second, origin, part = found
        return Named(f"{source}/{passage}", f"[{first}.{second}] {origin.label}, {part.label}")
