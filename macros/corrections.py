"""Problems → the text with those corrected that leave no choice: what was written stays, only the way it is noted changes.

A correction is here if there is no other reading: not where a note might have been meant for nobody (MB021), not where a
name, a date or the belonging of a line is guessed. No letter and no digit of a file changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from macros.problem import Fix, Problem, mend

SAFE = frozenset(
    {
        "MB003",  # a mark before the first line
        "MB004",  # line ends
        "MB006",  # spaces of other kinds around the names of fields
        "MB020",  # quotation marks around a text with a colon
        "MB022",  # …or that begins with a reserved sign
        "MB024",  # …or with an apostrophe inside the single ones
        "MB029",  # a space after the colon of a field
        "MB030",  # the hyphen and space of a list
        "MB033",  # two backslashes to have one
        "MB034",  # quotation marks around what other programs take for yes or no
        "MB035",  # …for another number
        "MB036",  # …for nothing
    }
)


SPACES = frozenset({"MB003", "MB004", "MB006"})
"""Those that change nothing but spaces and line ends."""
_NOTE = re.compile(r"\s#")


def corrected(text: str, problems: Iterable[Problem]) -> str:
    """The text of a file with its safe corrections; of two that touch the same lines the second waits for another turn."""
    fixes = [problem.fix for problem in problems if problem.fix and _is_safe(problem.code, problem.fix, text)]
    taken: list[range] = []
    for fix in fixes:
        lines = range(fix.first, fix.last + 1)
        if not any(set(lines) & set(other) for other in taken):
            taken.append(lines)
    chosen = {(lines.start, lines.stop - 1) for lines in taken}
    done: set[tuple[int, int]] = set()
    for fix in sorted(fixes, key=lambda fix: -fix.first):
        place = (fix.first, fix.last)
        if place in chosen and place not in done:
            done.add(place)
            text = mend(text, fix)
    return text


def _is_safe(code: str, fix: Fix, text: str) -> bool:
    """Whether a correction leaves no choice: quotation marks around what may be a note for nobody would publish it."""
    lines = text.split("\n")[fix.first - 1 : fix.last]
    return code in SPACES or (code in SAFE and not any(_NOTE.search(line) for line in lines))
