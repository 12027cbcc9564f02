"""What a typographic rule is: a code, and a function from what readers read to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from macros.typography.markup import Copy


@dataclass(frozen=True)
class Change:
    """What is read from `start` to `end` becomes `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Hit:
    """One thing a rule found: the stretch to show, and the changes that put it right where that is safe."""

    code: str
    start: int
    end: int
    changes: tuple[Change, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One kind of fault, and how it is found."""

    code: str
    find: Callable[[Copy], Iterator[Hit]]
    sign: re.Pattern[str] | None = None
    """What stands in every text that has the fault, and is quick to find: the other texts need not be asked."""
    doubt: Callable[[str], bool] | None = None
    """Whether a whole book may have the fault: asked first, once."""
    titles: bool = False
    """Whether only texts with a title are asked."""


def pattern(
    code: str,
    expression: str,
    new: str | Callable[[re.Match[str]], str | None] | None,
    *,
    sign: str = "",
    doubt: Callable[[str], bool] | None = None,
    safe: bool = True,
    flags: int = 0,
) -> Rule:
    """The rule that finds an expression; `new` is what stands there instead, as in `re.sub`, or None if a person must say.

    A replacement equal to what stands there is no fault; one that is not `safe` is told, not made.
    A `sign` should begin with a letter or a class of letters: what begins with a look behind is slow to find.
    """
    compiled = re.compile(expression, re.VERBOSE | flags)

    def find(copy: Copy) -> Iterator[Hit]:
        for found in compiled.finditer(copy.text):
            right = None if new is None else found.expand(new) if isinstance(new, str) else new(found)
            if right != found[0]:
                changes = (smallest(found.start(), found[0], right),) if right is not None and safe else ()
                yield Hit(code, found.start(), found.end(), changes, {"value": found[0], "right": right or ""})

    return Rule(code, find, re.compile(sign) if sign else compiled, doubt)


def smallest(start: int, old: str, new: str) -> Change:
    """The change from one text to another that touches the fewest letters."""
    common = min(len(old), len(new))
    first = next((at for at in range(common) if old[at] != new[at]), common)
    rest = common - first
    last = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return Change(start + first, start + len(old) - last, new[first : len(new) - last])
