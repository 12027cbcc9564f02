"""Two versions of the rules → what changes for the profiles: how many, from what to what, and which examples flip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from macros.checklist.columns import columns_of
from macros.checklist.compiled import Compiled
from macros.checklist.evaluate import evaluate
from macros.model.rules import Golden


@dataclass(frozen=True)
class Difference:
    """What a change of rules does over all profiles."""

    profiles: int
    scenario_moves: Mapping[tuple[str, str], int]
    """From one scenario to another: how many profiles."""
    verdict_changes: Mapping[str, int]
    """Table → profiles whose verdict changes, for the tables both versions have."""
    risk_changes: Mapping[str, int]
    """Risk → profiles for which it lights up or goes out, for the risks both versions have."""
    flipped: tuple[tuple[str, str, str], ...]
    """Examples that change scenario: their id, the old scenario, the new one."""

    @property
    def changed(self) -> int:
        """How many profiles change scenario."""
        return sum(self.scenario_moves.values())


class NotComparableError(Exception):
    """The two versions do not ask the same questions with the same answers and scenarios."""


def difference(old: Compiled, new: Compiled, examples: tuple[Golden, ...]) -> Difference:
    """What changes from the old rules to the new; raises NotComparableError if the questions differ."""
    if (old.questions, old.answers, old.scenarios) != (new.questions, new.answers, new.scenarios):
        raise NotComparableError
    before, after = columns_of(old), columns_of(new)
    both = {table.id: i for i, table in enumerate(old.tables)}
    verdicts = {
        table.id: _differing(before.tables[both[table.id]], after.tables[i])
        for i, table in enumerate(new.tables)
        if table.id in both
    }
    lit = {alarm.risk: i for i, alarm in enumerate(old.alarms)}
    risks = {
        alarm.risk: _differing(before.risks[lit[alarm.risk]], after.risks[i])
        for i, alarm in enumerate(new.alarms)
        if alarm.risk in lit
    }
    return Difference(
        profiles=len(after.scenario),
        scenario_moves=_moves(old.scenarios, before.scenario, after.scenario),
        verdict_changes={id: count for id, count in verdicts.items() if count},
        risk_changes={id: count for id, count in risks.items() if count},
        flipped=tuple(_flipped(old, new, examples)),
    )


def _differing(one: bytes, other: bytes) -> int:
    mixed = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    return len(one) - mixed.to_bytes(len(one), "big").count(0)


def _moves(scenarios: tuple[str, ...], before: bytes, after: bytes) -> dict[tuple[str, str], int]:
    """Each profile's pair of scenarios, counted where they differ."""
    size = len(scenarios)
    pairs = int.from_bytes(before, "big") * size + int.from_bytes(after, "big")
    column = pairs.to_bytes(len(before), "big")
    return {
        (scenarios[a], scenarios[b]): column.count(a * size + b)
        for a in range(size)
        for b in range(size)
        if a != b and column.count(a * size + b)
    }


def _flipped(old: Compiled, new: Compiled, examples: tuple[Golden, ...]) -> list[tuple[str, str, str]]:
    found = []
    for example in examples:
        given = {reply.question: new.answers.index(reply.answer) for reply in example.replies}
        profile = [given[id] for id in new.questions]
        before, after = (rules.scenarios[evaluate(rules, profile).scenario] for rules in (old, new))
        if before != after:
            found.append((example.id, before, after))
    return found
