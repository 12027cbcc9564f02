"""The compiled rules of an edition, kept in a file: old links open under them, and a change of rules shows in review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from macros.checklist.compiled import (
    ADVICE,
    Alarm,
    Compiled,
    CompiledCriterion,
    CompiledLimit,
    CompiledRow,
    CompiledTable,
    Node,
    Test,
    as_data,
)


def lock_name(checklist: str, edition: str) -> str:
    """The file that keeps the rules of a checklist in an edition."""
    return f"{checklist}-{edition}.json"


def lock_text(sheet: Mapping[str, object]) -> str:
    """What the file says: all that the page of the checklist reads, of which the rules are a part."""
    return json.dumps(sheet, ensure_ascii=False, indent=1) + "\n"


def read_lock(text: str) -> Compiled:
    """The rules a file keeps; raises KeyError, TypeError or ValueError if it is not such a file."""
    return _Reader(json.loads(text)["rules"]).compiled()


def keeps(text: str, compiled: Compiled) -> bool:
    """True if a file keeps exactly these rules."""
    try:
        return bool(json.loads(text)["rules"] == as_data(compiled))
    except (KeyError, TypeError, ValueError):
        return False


class _Reader:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.sizes = {
            "question": [len(data["answers"])] * len(data["questions"]),
            "criterion": [len(criterion["starts"]) for criterion in data["criteria"]],
            "table": [len(ADVICE)] * len(data["tables"]),
        }

    def compiled(self) -> Compiled:
        data = self.data
        return Compiled(
            questions=tuple(data["questions"]),
            answers=tuple(data["answers"]),
            scenarios=tuple(data["scenarios"]),
            criteria=tuple(
                CompiledCriterion(
                    criterion["id"],
                    criterion["gather"],
                    tuple(self._node("question", position) for position in criterion["questions"]),
                    tuple(criterion["starts"]),
                )
                for criterion in data["criteria"]
            ),
            tables=tuple(self._table(table) for table in data["tables"]),
            scenario=self._table(data["scenario"]),
            limits=tuple(
                CompiledLimit(limit["id"], limit["ceiling"], limit["scenario"], self._tests(limit["tests"]))
                for limit in data["limits"]
            ),
            alarms=tuple(Alarm(risk["risk"], self._tests(risk["tests"])) for risk in data["risks"]),
        )

    def _node(self, stage: Any, position: int) -> Node:
        return Node(stage, position, self.sizes[stage][position])

    def _tests(self, tests: list[list[Any]]) -> tuple[Test, ...]:
        return tuple(Test(self._node(stage, position), frozenset(among)) for stage, position, among in tests)

    def _table(self, table: dict[str, Any]) -> CompiledTable:
        rows = tuple(CompiledRow(row["id"], self._tests(row["tests"]), row["outcome"]) for row in table["rows"])
        return CompiledTable(table["id"], tuple(self._node(*node) for node in table["inputs"]), rows)
