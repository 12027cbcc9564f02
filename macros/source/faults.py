"""Faults that YAML refuses → the place and the correction, in our words.

PyYAML says on which line it gave up; the fault is there or a little above.
Small diagnoses (`slips`, `indents`) look at the lines one by one and propose a correction; the first correction with which reading gets
further is the answer. So no correction is ever shown that does not work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import yaml

from macros.problem import Fix, Place, Problem, mend
from macros.source import indents, slips
from macros.source.lines import split_line
from macros.source.nodes import DEEPEST, LOADER, read_tree
from macros.source.slips import Diagnose, Diagnosis
from macros.source.values import value_problems

BY_LINE: tuple[Diagnose, ...] = (
    indents.tab_indent,
    slips.odd_space,
    slips.apostrophe,
    slips.double_quotes,
    slips.brackets,
    slips.block_sign,
    slips.reserved_sign,
    slips.glued_key,
    slips.hash_in_text,
    slips.colon_in_text,
    slips.glued_dash,
    slips.stray_sign,
)
"""What a line shows by itself, the surest first."""
BY_NEIGHBOURS: tuple[Diagnose, ...] = (
    indents.text_outside_block,
    slips.bare_key,
    indents.indentation,
    indents.missing_dash,
)
"""What only the lines around explain: tried when no line shows anything."""
MOST_FAULTS = 12
"""Faults listed in one file: beyond that, better to mend and try again."""
ABOVE = 40
"""How many lines above are looked at; only a quotation mark can stay open for longer."""
LETTERS_TO_TRY = 400_000
"""How much text may be read again to prove corrections, for one fault."""


@dataclass(frozen=True)
class MendedText:
    """The text with every fault of syntax put right (None if one could not be), and the faults."""

    text: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Stop:
    """Where reading stopped; the line counts from 1."""

    line: int
    column: int
    code: str


def mend_faults(file: str, text: str) -> MendedText:
    """Return a text that can be read, and the faults that were in it."""
    problems: list[Problem] = []
    while stop := _stop(text):
        problem = _diagnose(file, text, stop)
        problems.append(problem)
        if problem.fix is None or len(problems) == MOST_FAULTS:
            return MendedText(None, tuple(problems))
        mended = mend(text, problem.fix)
        if mended.count("\n") != text.count("\n") and _stop(mended):
            return MendedText(None, tuple(problems))  # the lines below would be told by a wrong number
        text = mended
    return MendedText(text, tuple(problems))


def _stop(text: str) -> _Stop | None:
    """Return where reading stops, or None; a file that is only a sentence stops too."""
    try:
        return _walk(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        return _Stop(mark.line + 1, mark.column + 1, "MB038") if mark else _Stop(1, 1, "MB038")
    except (yaml.YAMLError, ValueError):
        return _Stop(1, 1, "MB038")


def _walk(text: str) -> _Stop | None:
    depth, sentence = 0, None
    for number, event in enumerate(yaml.parse(text, Loader=LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 2 * DEEPEST or (number > 1 and isinstance(event, yaml.DocumentStartEvent)):
            return None  # `nodes` says the rest
        if number == 2 and isinstance(event, yaml.ScalarEvent) and event.value and not event.style:
            mark: Any = event.start_mark
            sentence = _Stop(mark.line + 1, mark.column + 1, "MB009")
    return sentence


def _diagnose(file: str, text: str, stop: _Stop) -> Problem:
    lines = text.split("\n")
    trials = max(4, LETTERS_TO_TRY // (len(text) + 1))
    second_best = None
    for diagnosis in islice(_candidates(lines, stop), min(trials, 400)):
        outcome = _try(file, text, diagnosis.fix, stop)
        if outcome:
            place = Place(file, diagnosis.line, diagnosis.column, max(1, diagnosis.width))
            problem = Problem(diagnosis.code, place, diagnosis.values, diagnosis.fix)
            if outcome == "works":
                return problem
            second_best = second_best or problem
    return second_best or _unknown(file, lines, stop)


def _unknown(file: str, lines: list[str], stop: _Stop) -> Problem:
    """Return that reading stops here, when no diagnosis explains it."""
    number = min(stop.line, len(lines))
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    column = stop.column if number == stop.line else 1
    width = max(1, len(lines[number - 1].rstrip()) - column + 1)
    return Problem(stop.code, Place(file, number, column, width))


def _candidates(lines: list[str], stop: _Stop) -> Iterator[Diagnosis]:
    """Yield what could be wrong: line by line from the stop upwards, then what only the neighbours explain."""
    last = min(stop.line, len(lines))
    numbers = [number for number in range(last, max(0, last - ABOVE), -1) if lines[number - 1].strip()]
    for number in numbers:
        line = split_line(number, lines[number - 1])
        for diagnose in BY_LINE:
            yield from diagnose(line, lines)
    for number in range(last - ABOVE, 0, -1):
        line = split_line(number, lines[number - 1])
        yield from slips.apostrophe(line, lines)
        yield from slips.double_quotes(line, lines)
    for diagnose in BY_NEIGHBOURS if stop.code != "MB009" else ():  # a sentence is not a field without its colon
        for number in numbers[:3]:
            yield from diagnose(split_line(number, lines[number - 1]), lines)


def _try(file: str, text: str, fix: Fix, stop: _Stop) -> Literal["", "works", "works badly"]:
    """Return whether reading gets further with a correction; badly, if its lines then have another fault."""
    mended = mend(text, fix)
    after = _stop(mended)
    added = len(fix.lines) - (fix.last - fix.first + 1)
    if after is not None:
        return "works" if after.line > stop.line + max(0, added) else ""
    tree = read_tree(file, mended)
    found = [*tree.problems, *(value_problems(file, mended.split("\n"), tree.root)[0] if tree.root else ())]
    dirty = any(fix.first <= problem.place.line <= fix.last + added for problem in found)
    return "works badly" if dirty else "works"
