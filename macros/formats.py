"""Problems → what other programs read of them: JSON of our own, SARIF, and the annotations of GitHub.

SARIF is version 2.1.0 (OASIS, 27 March 2020); columns count Unicode code points, as ours do.
Both JSON texts are plain ASCII: whatever a file holds, a terminal shows it as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from macros.problem import Fix, Language, Level, Problem, catalogue, label, level, worded
from macros.problem_pages import said
from macros.review.github import annotation

LEVELS: Mapping[Level, str] = {"errore": "error", "avviso": "warning", "consiglio": "advice"}
_SARIF_LEVELS: Mapping[Level, str] = {"errore": "error", "avviso": "warning", "consiglio": "note"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = 1
"""Of our own JSON: it grows when a field changes its meaning or goes."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A problem with what stands around it."""

    problem: Problem
    line: str
    """The line of the file that its place names."""
    page: str = ""
    """The public address of the page that explains its code."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a check found."""

    told: Sequence[Told]
    files: int
    """How many files of content there are."""
    project: str = "."
    """Where the project stands in the repository."""


def as_json(outcome: Outcome, lang: Language) -> str:
    """Every problem with its words, and how many there are of each level."""
    counted = Counter(level(one.problem) for one in outcome.told)
    return _text(
        {
            "version": VERSION,
            "files": outcome.files,
            "count": {LEVELS[name]: counted[name] for name in LEVELS},
            "problems": [_problem(one, lang) for one in outcome.told],
        }
    )


def _problem(one: Told, lang: Language) -> dict[str, Any]:
    problem, words = one.problem, worded(one.problem, lang)
    return {
        "code": problem.code,
        "level": LEVELS[level(problem)],
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "width": problem.place.width,
        "text": one.line,
        "title": words.title,
        "evidence": words.evidence,
        "why": words.why,
        "remedy": words.remedy,
        "correction": _correction(problem.fix) if problem.fix else None,
        "page": one.page or None,
    }


def _correction(fix: Fix) -> dict[str, Any]:
    return {"first": fix.first, "last": fix.last, "lines": list(fix.lines)}


def as_github(outcome: Outcome, lang: Language) -> str:
    """A workflow command for every problem, errors first: GitHub shows ten of a kind for each step."""
    ranks = list(LEVELS)
    ordered = sorted(outcome.told, key=lambda one: ranks.index(level(one.problem)))
    lines = [annotation(one.problem, one.line, project=outcome.project, lang=lang, more=one.page) for one in ordered]
    return "".join(f"{line}\n" for line in lines)


def as_sarif(outcome: Outcome, lang: Language) -> str:
    """One run, with a rule for every code that was found."""
    codes = sorted({one.problem.code for one in outcome.told})
    pages = {one.problem.code: one.page for one in outcome.told}
    run = {
        "tool": {"driver": {"name": "make check", "rules": [_rule(code, pages[code], lang) for code in codes]}},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.problem.code), outcome.project, lang) for one in outcome.told],
    }
    return _text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, page: str, lang: Language) -> dict[str, Any]:
    message = catalogue()[code]
    words = said(message, lang)
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": words.title},
        "fullDescription": {"text": words.why},
        "help": {"text": f"{words.remedy_label}: {words.remedy}"},
        "defaultConfiguration": {"level": _SARIF_LEVELS[message.level]},
    }
    return {**rule, "helpUri": page} if page else rule


def _result(one: Told, index: int, project: str, lang: Language) -> dict[str, Any]:
    problem, place, words = one.problem, one.problem.place, worded(one.problem, lang)
    file = place.file if project == "." else f"{project}/{place.file}"
    artifact = {"uri": quote(file, errors="surrogatepass"), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.width}
    context = {"startLine": place.line, "snippet": {"text": one.line}}
    why, remedy = label("why", lang), label("remedy", lang)
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[level(problem)],
        "message": {"text": f"{words.title}. {why}: {words.why} {remedy}: {words.remedy}."},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region, "contextRegion": context}}],
    }
    return {**result, "fixes": [_sarif_fix(problem.fix, words.remedy, artifact)]} if problem.fix else result


def _sarif_fix(fix: Fix, remedy: str, artifact: Mapping[str, str]) -> dict[str, Any]:
    """The lines of the correction in the place of those it replaces; an `endColumn` left out is the end of the line."""
    deleted = {"startLine": fix.first, "startColumn": 1, "endLine": fix.last}
    if not fix.lines:
        deleted |= {"endLine": fix.last + 1, "endColumn": 1}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": "\n".join(fix.lines)}}
    change = {"artifactLocation": dict(artifact), "replacements": [replacement]}
    return {"description": {"text": remedy}, "artifactChanges": [change]}


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=1) + "\n"
