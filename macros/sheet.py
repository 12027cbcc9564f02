"""A checklist with rules → what its page needs to answer in the reader's browser: the compiled rules and their words.

The rules travel, never a table of outcomes. Texts are the safe fragments that `prose` made, links fit the page.
"""

from __future__ import annotations

from macros.checklist.certificate import certify
from macros.checklist.compiled import ADVICE, as_data, compile_rules
from macros.crosscheck import scenario_ids
from macros.desk import Desk
from macros.model import Checklist, Citation, Scenario
from macros.model.rules import AdviceRow, Constraint, ScenarioRow


def sheet_data(desk: Desk, id: str, checklist: Checklist) -> dict[str, object]:
    """Everything the page's script reads, as JSON-like data; raises ValueError for a checklist without rules."""
    rules = checklist.rules
    if rules is None:
        raise ValueError(id)
    compiled = compile_rules(checklist, scenario_ids(desk.library))
    return {
        "id": id,
        "title": checklist.title,
        "edition": desk.library.book.edition,
        "language": desk.library.book.language,
        "rules": as_data(compiled),
        "fingerprint": certify(compiled).sha256,
        "answers": [{"code": answer.code, "label": answer.label} for answer in checklist.answers],
        "groups": [
            {
                "title": group.title,
                "questions": [
                    {
                        "id": question.id,
                        "text": question.text,
                        "why": desk.prose(question.why),
                        "evidence": question.evidence,
                        "grounds": grounds(desk, question.principle, question.citations),
                    }
                    for question in group.questions
                ],
            }
            for group in checklist.groups
        ],
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
        "scenarios": [_scenario(desk, key, scenario) for key, scenario in desk.library.of(Scenario)],
        "scenarioRows": {row.id: _reason(desk, row) for row in rules.scenario.rows},
        "limits": {limit.id: _reason(desk, limit) for limit in rules.constraints},
        "risks": [{**_linked(desk, risk.risk), "why": desk.inline(risk.why)} for risk in rules.risks],
        "warning": desk.inline(desk.library.words["sheet_warning"]),
        "home": _public(desk, id),
        "words": {key: text for key, text in desk.library.words.items() if key.startswith("sheet_")},
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
