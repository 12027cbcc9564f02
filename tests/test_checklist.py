"""The rules of the main checklist: evaluated one by one and all at once, proved, and broken on purpose."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.checklist.certificate import certify
from macros.checklist.columns import LARGEST, columns_of
from macros.checklist.compiled import Compiled, as_data, compile_rules
from macros.checklist.difference import NotComparableError, difference
from macros.checklist.evaluate import evaluate
from macros.checklist.lock import keeps, lock_text, read_lock
from macros.checklist.names import name_faults
from macros.checklist.pairs import border_pairs
from macros.checklist.proofs import cell_faults, exhaustive_faults, size_faults
from macros.crosscheck import lock_problems, scenario_ids
from macros.model import Checklist
from macros.model.rules import AdviceRow, Rules
from macros.reading import read_library
from tests.projects import ROOT

LIBRARY = read_library(ROOT)
SCENARIOS = scenario_ids(LIBRARY)
FOUND = LIBRARY.items["quale-scenario"].value
assert isinstance(FOUND, Checklist)
LIST: Checklist = FOUND
assert LIST.rules is not None
RULES: Rules = LIST.rules
COMPILED = compile_rules(LIST, SCENARIOS)
COLUMNS = columns_of(COMPILED)
KEPT = lock_text({"rules": as_data(COMPILED)})
profiles = st.tuples(*[st.integers(0, len(COMPILED.answers) - 1)] * len(COMPILED.questions))


def number(profile: tuple[int, ...]) -> int:
    """The place of a profile in the columns."""
    place = 0
    for answer in profile:
        place = place * len(COMPILED.answers) + answer
    return place


def faults(rules: Rules) -> list[str]:
    """The codes of every proof that the rules fail."""
    checklist = dataclasses.replace(LIST, rules=rules)
    found = [fault.code for fault in name_faults(checklist, SCENARIOS)]
    if not found:
        compiled = compile_rules(checklist, SCENARIOS)
        found = [fault.code for fault in (*size_faults(compiled), *cell_faults(checklist, compiled))]
        found = found or [fault.code for fault in exhaustive_faults(checklist, compiled)]
    return found


def test_the_rules_of_the_book_pass_every_proof() -> None:
    assert faults(RULES) == []


@given(profiles)
@settings(max_examples=300, deadline=None)
def test_the_columns_say_of_a_profile_what_its_evaluation_says(profile: tuple[int, ...]) -> None:
    outcome, place = evaluate(COMPILED, profile), number(profile)
    assert COLUMNS.scenario[place] == outcome.scenario
    assert tuple(column[place] for column in COLUMNS.tables) == outcome.advice
    lit = tuple(alarm.risk for alarm, column in zip(COMPILED.alarms, COLUMNS.risks, strict=True) if column[place])
    assert lit == outcome.risks


def test_the_fingerprint_is_the_hash_of_all_outcomes_column_after_column() -> None:
    digest = hashlib.sha256(b"".join((COLUMNS.scenario, *COLUMNS.tables, *COLUMNS.risks)))
    assert certify(COMPILED).sha256 == digest.hexdigest()
    assert certify(COMPILED).profiles == 3 ** len(COMPILED.questions) <= LARGEST


def test_shares_and_influence_are_those_a_plain_count_finds() -> None:
    """Counted the slow way on a sample of profiles, for the influence, and on all of them, for the shares."""
    measured = certify(COMPILED)
    for scenario, id in enumerate(SCENARIOS):
        assert measured.shares[id] == sum(1 for value in COLUMNS.scenario if value == scenario) / measured.profiles
    sample = random.Random(7).sample(list(itertools.product(range(3), repeat=len(COMPILED.questions))), 4000)
    for position, id in enumerate(COMPILED.questions):
        moving = 0
        for profile in sample:
            outcomes = {
                COLUMNS.scenario[number((*profile[:position], answer, *profile[position + 1 :]))] for answer in range(3)
            }
            here = COLUMNS.scenario[number(profile)]
            moving += any(outcome != here for outcome in outcomes)
        assert abs(moving / len(sample) - measured.influence[id].scenario) < 0.03


def test_balance_is_kept_with_room() -> None:
    measured = certify(COMPILED)
    assert min(measured.shares.values()) * 100 >= RULES.balance.least_share
    assert max(found.scenario for found in measured.influence.values()) * 100 <= RULES.balance.most_influence


def test_golden_firms_cover_every_scenario() -> None:
    assert {example.scenario for example in RULES.golden} == set(SCENARIOS)
    assert all("inventata" in example.title for example in RULES.golden)


def test_every_verdict_of_the_scale_is_reached() -> None:
    assert {value for column in COLUMNS.tables for value in set(column)} == {0, 1, 2, 3}


# Mutants: every row dropped, doubled, and given the outcome of its neighbour.

SURVIVORS: dict[str, str] = {}
"""Mutants that no proof catches, each with its reason."""


def mutants() -> Iterator[tuple[str, Rules]]:
    """The rules with one row wrong, and the name of what was done."""
    for i, table in enumerate(RULES.tables):
        for j, row in enumerate(table.rows):
            yield f"drop {row.id}", _with_table(i, (*table.rows[:j], *table.rows[j + 1 :]))
            twin = dataclasses.replace(row, id=f"{row.id}-bis")
            yield f"double {row.id}", _with_table(i, (*table.rows[: j + 1], twin, *table.rows[j + 1 :]))
            other = table.rows[(j + 1) % len(table.rows)]
            if other.advice != row.advice:
                swapped = dataclasses.replace(row, advice=other.advice)
                yield f"swap {row.id}", _with_table(i, (*table.rows[:j], swapped, *table.rows[j + 1 :]))
    rows = RULES.scenario.rows
    for j, last in enumerate(rows):
        scenario = RULES.scenario
        yield (
            f"drop {last.id}",
            dataclasses.replace(RULES, scenario=dataclasses.replace(scenario, rows=(*rows[:j], *rows[j + 1 :]))),
        )
        doubled = (*rows, dataclasses.replace(last, id=f"{last.id}-bis"))
        yield f"double {last.id}", dataclasses.replace(RULES, scenario=dataclasses.replace(scenario, rows=doubled))
        other_scenario = next(id for id in SCENARIOS if id != last.scenario)
        changed = (*rows[:j], dataclasses.replace(last, scenario=other_scenario), *rows[j + 1 :])
        yield f"swap {last.id}", dataclasses.replace(RULES, scenario=dataclasses.replace(scenario, rows=changed))


def _with_table(position: int, rows: tuple[AdviceRow, ...]) -> Rules:
    table = dataclasses.replace(RULES.tables[position], rows=rows)
    return dataclasses.replace(RULES, tables=(*RULES.tables[:position], table, *RULES.tables[position + 1 :]))


def test_every_mutant_of_a_row_is_caught_by_a_proof_or_named_as_a_survivor() -> None:
    """What changes only a verdict passes the proofs by design: the kept rules of the edition notice it instead."""
    unseen = []
    count = 0
    for name, rules in mutants():
        count += 1
        if not faults(rules) and name not in SURVIVORS:
            compiled = compile_rules(dataclasses.replace(LIST, rules=rules), SCENARIOS)
            if keeps(KEPT, compiled):
                unseen.append(name)
    print(f"{count} mutants")
    assert count > 60
    assert unseen == []


def _seeded() -> dict[str, Rules]:
    limit = RULES.constraints[0]
    against = dataclasses.replace(limit, id="al-contrario", limit="floor", scenario=SCENARIOS[-1])
    loud = dataclasses.replace(
        RULES.risks[0], when=(dataclasses.replace(RULES.risks[0].when[0], among=tuple(COMPILED.answers)),)
    )
    first = RULES.tables[0].rows[0]
    widened = dataclasses.replace(first, when=())
    return {
        "MB114": _with_table(0, RULES.tables[0].rows[1:]),
        "MB115": _with_table(0, (widened, *RULES.tables[0].rows[1:])),
        "MB121": dataclasses.replace(RULES, constraints=(*RULES.constraints, against)),
        "MB118": dataclasses.replace(RULES, risks=(loud, *RULES.risks[1:])),
        "MB124": dataclasses.replace(RULES, balance=dataclasses.replace(RULES.balance, least_share=17)),
        "MB125": dataclasses.replace(RULES, balance=dataclasses.replace(RULES.balance, most_influence=44)),
    }


@pytest.mark.parametrize("code", ["MB114", "MB115", "MB118", "MB121", "MB124", "MB125"])
def test_a_fault_sown_in_the_rules_is_found(code: str) -> None:
    assert code in faults(_seeded()[code])


def test_a_question_with_its_direction_inverted_is_found() -> None:
    group = LIST.groups[0]
    turned = dataclasses.replace(group.questions[0], higher_means="outside")
    checklist = dataclasses.replace(
        LIST, groups=(dataclasses.replace(group, questions=(turned, *group.questions[1:])), *LIST.groups[1:])
    )
    found = list(exhaustive_faults(checklist, compile_rules(checklist, SCENARIOS)))
    assert [fault.code for fault in found] == ["MB120"]
    assert "strumenti: " in found[0].values["profile"]


def test_a_question_that_nothing_uses_is_found() -> None:
    risks = tuple(risk for risk in RULES.risks if risk.risk not in ("abbagli-iniziali",))
    tables = tuple(table for table in RULES.tables if table.id != "verdetto-specialita")
    risks = tuple(risk for risk in risks if risk.risk != "alibi-delle-risorse")
    rows = [tuple(row for row in example.rows if not row.startswith("specialita")) for example in RULES.golden]
    golden = tuple(dataclasses.replace(e, rows=r) for e, r in zip(RULES.golden, rows, strict=True))
    assert faults(dataclasses.replace(RULES, risks=risks, tables=tables, golden=golden)) == ["MB119"]


def test_kept_rules_are_read_back_the_same() -> None:
    text = KEPT
    assert read_lock(text) == COMPILED
    assert keeps(text, COMPILED)
    assert not keeps("[]", COMPILED)


def test_the_rules_kept_for_this_edition_are_those_of_the_content() -> None:
    folder = ROOT / "docs" / "assets" / "checklist" / "rules"
    kept = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.json")}
    assert [problem.code for problem in lock_problems(LIBRARY, kept)] == []
    assert [problem.code for problem in lock_problems(LIBRARY, {})] == ["MB126"]


def test_a_change_of_rules_is_told_by_how_many_profiles_it_moves() -> None:
    without = dataclasses.replace(RULES, constraints=RULES.constraints[1:])
    changed = compile_rules(dataclasses.replace(LIST, rules=without), SCENARIOS)
    found = difference(COMPILED, changed, RULES.golden)
    moved = sum(a != b for a, b in zip(COLUMNS.scenario, columns_of(changed).scenario, strict=True))
    assert found.changed == moved > 0
    assert found.scenario_moves.keys() == {("pluto", "topolino")}
    assert found.flipped == (("assicurazione-senza-gruppo", "pluto", "topolino"),)


def test_rules_that_ask_other_questions_are_not_compared() -> None:
    other = dataclasses.replace(COMPILED, questions=COMPILED.questions[1:])
    with pytest.raises(NotComparableError):
        difference(COMPILED, other, ())


def test_a_pair_at_the_border_differs_in_one_step_and_in_the_scenario() -> None:
    pairs = border_pairs(COMPILED)
    assert len(pairs) == sum(found.scenario > 0 for found in certify(COMPILED).influence.values())
    for pair in pairs:
        assert [b - a for a, b in zip(pair.lower, pair.higher, strict=True) if a != b] == [1]
        assert (
            evaluate(COMPILED, pair.lower).scenario == pair.from_ != pair.to == evaluate(COMPILED, pair.higher).scenario
        )


def test_the_compiled_rules_are_plain_data() -> None:
    assert json.loads(json.dumps(as_data(COMPILED))) == as_data(COMPILED)


def test_rules_with_too_many_questions_are_refused_before_they_are_tried() -> None:
    many: Compiled = dataclasses.replace(COMPILED, questions=tuple(f"domanda-{i}" for i in range(14)))
    assert [fault.code for fault in size_faults(many)] == ["MB112"]
