"""Print pdfua's report on a file as JSON; run by the Python of `.venv-pdfcheck`, the only one that has pdfua.

pdfua 0.1.3 asks every kid of a heading whether it is an integer, a question that pikepdf refuses when the kid is a
list: the rule on empty headings then counts as skipped. Here such a kid is no integer, and the rule is evaluated.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import pdfua  # type: ignore[import-not-found]
import pikepdf
from pdfua.rules import structure  # type: ignore[import-not-found]

_as_integer = structure.as_integer


def as_integer(kid: object) -> int | None:
    """The number of a content item; None for anything else."""
    number: int | None = None if isinstance(kid, pikepdf.Object) else _as_integer(kid)
    return number


structure.as_integer = as_integer
report = pdfua.validate(sys.argv[1])
outcomes = [
    {
        "rule": outcome.rule_id,
        "skipped": outcome.skipped_reason,
        "errors": [str(asdict(found)) for found in outcome.findings if found.severity is pdfua.Severity.ERROR],
        "others": len([found for found in outcome.findings if found.severity is not pdfua.Severity.ERROR]),
    }
    for outcome in report.outcomes
]
json.dump({"coverage": pdfua.coverage().summary(), "outcomes": outcomes}, sys.stdout)
