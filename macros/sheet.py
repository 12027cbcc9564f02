"""A checklist with rules → what its page needs to answer in the reader's browser: the compiled rules and their words.

The rules travel, never a table of outcomes. Texts are the safe fragments that `prose` made, links fit the page.
"""

from __future__ import annotations

from macros.checklist.certificate import certify
from macros.checklist.compiled import ADVICE, as_data, compile_rules
from macros.crosscheck import scenario_ids
from macros.desk import Desk
from macros.model import Checklist, Citation, Scenario
from macros.model.checklist import Question
from macros.model.rules import AdviceRow, Constraint, Rules, ScenarioRow


def sheet_data(desk: Desk, id: str, checklist: Checklist) -> dict[str, object]:
    """Everything the page's script reads, as JSON-like data; raises ValueError for a checklist without rules."""
    rules = checklist.rules
    if rules is None:
        raise ValueError(id)
    book, words = desk.library.book, desk.library.words
    compiled = compile_rules(checklist, scenario_ids(desk.library))
    return {
        "id": id,
        "title": checklist.title,
        "edition": book.edition,
        "language": book.language,
        "rules": as_data(compiled),
        "fingerprint": certify(compiled).sha256,
        **_asked(desk, checklist),
        **_followed(desk, rules),
        "scenarios": [_scenario(desk, key, scenario) for key, scenario in desk.library.of(Scenario)],
        "warning": desk.inline(words["sheet_warning"]),
        "home": _public(desk, id),
        "words": {key: text for key, text in words.items() if key.startswith("sheet_")},
    }


def _asked(desk: Desk, checklist: Checklist) -> dict[str, object]:
    """The questions as they stand on the page, and what can be answered."""

    def question(one: Question) -> dict[str, str | None]:
        basis = grounds(desk, one.principle, one.citations)
        return {
            "id": one.id,
            "text": one.text,
            "why": desk.prose(one.why),
            "evidence": one.evidence,
            "grounds": basis,
        }

    return {
        "answers": [{"code": answer.code, "label": answer.label} for answer in checklist.answers],
        "groups": [
            {"title": group.title, "questions": [question(one) for one in group.questions]}
            for group in checklist.groups
        ],
    }


def _followed(desk: Desk, rules: Rules) -> dict[str, object]:
    """The words of what follows from the answers: levels, verdicts, reasons, limits, risks."""
    return {
        "criteria": [
            {"id": criterion.id, "title": criterion.title, "levels": [level.label for level in criterion.levels]}
            for criterion in rules.criteria
        ],
        "advice": [desk.library.words[f"advice_{code}"] for code in ADVICE],
        "tables": [
            {
                "id": table.id,
                "title": table.title,
                "activities": [_linked(desk, activity) for activity in table.activities],
                "rows": {row.id: _reason(desk, row) for row in table.rows},
            }
            for table in rules.tables
        ],
        "scenarioRows": {row.id: _reason(desk, row) for row in rules.scenario.rows},
        "limits": {limit.id: _reason(desk, limit) for limit in rules.constraints},
        "risks": [{**_linked(desk, risk.risk), "why": desk.inline(risk.why)} for risk in rules.risks],
    }


def _public(desk: Desk, id: str) -> str:
    """The public address of the checklist's page, or nothing while the site has none."""
    site = desk.library.book.addresses.site
    return f"{site.rstrip('/')}/{desk.address(id)}" if site else ""


def grounds(desk: Desk, principle: str, citations: tuple[Citation, ...]) -> str:
    """Links to the principle and to the passages something rests on."""
    marks = "".join(desk.cite(citation.source, citation.passage) for citation in citations)
    return f"{desk.ref(principle)} {marks}"


def _scenario(desk: Desk, id: str, scenario: Scenario) -> dict[str, str]:
    href = desk.href(desk.address(id))
    return {"id": id, "label": scenario.label, "title": scenario.title, "summary": scenario.summary, "href": href}


def _reason(desk: Desk, row: AdviceRow | ScenarioRow | Constraint) -> dict[str, str]:
    return {"why": desk.inline(row.why), "grounds": grounds(desk, row.principle, row.citations)}


def _linked(desk: Desk, id: str) -> dict[str, str]:
    return {"id": id, "title": desk.library.title(id), "href": desk.href(desk.address(id))}
