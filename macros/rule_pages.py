"""What is shown of the rules of a checklist beside its questions: the certificate, and examples at the borders."""

from __future__ import annotations

from collections.abc import Mapping

from macros.checklist.certificate import certify
from macros.checklist.compiled import Compiled, compile_rules
from macros.checklist.pairs import Pair, border_pairs
from macros.crosscheck import scenario_ids
from macros.desk import Desk
from macros.model import Checklist, Scenario
from macros.render import render


def certificate(desk: Desk, id: str) -> str:
    """What was proved of a checklist's rules over every possible answer, and measured."""
    found = desk.library.items[id].value
    if not isinstance(found, Checklist) or found.rules is None:
        raise KeyError(id)
    measured = certify(compile_rules(found, scenario_ids(desk.library)))
    questions = {question.id: question.text for group in found.groups for question in group.questions}
    return render(desk, "certificate.md", id=id, entry=found, measured=measured, questions=questions)


def worked_examples(desk: Desk, id: str) -> str:
    """Pairs of nearly identical firms that get different advice, chosen by the rules at the borders."""
    found = desk.library.items[id].value
    if not isinstance(found, Checklist) or found.rules is None:
        raise KeyError(id)
    compiled = compile_rules(found, scenario_ids(desk.library))
    examples = [_example(desk, found, compiled, pair) for pair in border_pairs(compiled)]
    return render(desk, "worked_examples.md", examples=examples)


def _example(desk: Desk, checklist: Checklist, compiled: Compiled, pair: Pair) -> Mapping[str, object]:
    """A pair in words: the question, both answers with where they lead, and the other answers out of the ordinary."""
    questions = [question.text for group in checklist.groups for question in group.questions]
    answers = [answer.label for answer in checklist.answers]
    labels = [scenario.label for _, scenario in desk.library.of(Scenario)]
    ways = ((pair.lower[pair.question], pair.from_), (pair.higher[pair.question], pair.to))
    others = [(i, answer) for i, answer in enumerate(pair.lower) if i != pair.question and answer != len(answers) // 2]
    return {
        "question": questions[pair.question],
        "ways": [(answers[answer], compiled.scenarios[scenario], labels[scenario]) for answer, scenario in ways],
        "others": [(questions[i], answers[answer]) for i, answer in others],
    }
