"""What a reader answered → the file of the comment it makes, and the name of that file.

The one writer of such a file, whatever the road: the command, the form of an issue. The form on the site writes the same
bytes in JavaScript, so everything here is plain: no clock, no library, and white space is only the space and the tab.
What does not fit is written as it was given: the check will say what is wrong with it, and where.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from macros.model import RESERVED
from macros.remedy import proposed_id

MODELINE = "# yaml-language-server: $schema=../../build/schema/commentary.json"
FORMS = ("name", "initials", "anonymous")
"""How a reader can sign, in the order in which it is asked."""
STANCES = ("agree", "disagree", "adds", "case")
"""The positions, in the order in which they are asked."""
CONSENT = "1"
"""The version of the consent that is asked today."""
LONGEST_ID = 40
NAMELESS = "commento"
"""The name of a comment that has no letter or digit in its first line."""


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What a reader answered, each answer as it will stand in the file; empty where nothing was said."""

    on: str
    position: str
    text: str
    form: str
    name: str = ""
    date: str = ""
    """AAAA-MM-GG, the day of the answers; of an anonymous one only the month is written."""
    consents: bool = False
    replies_to: str = ""


def comment_file(answers: Contribution) -> str:
    """The whole YAML file, with the line that tells editors where its fields are explained."""
    anonymous = answers.form == "anonymous"
    lines = [MODELINE, f"on: {_scalar(answers.on)}"]
    if answers.replies_to:
        lines.append(f"replies_to: {_scalar(answers.replies_to)}")
    lines += [f"position: {_scalar(answers.position)}", "text: |"]
    lines += [f"  {line}" if line else "" for line in text_lines(answers.text)]
    lines += ["signature:", f"  form: {_scalar(answers.form)}"]
    name = answers.name.strip(" \t")
    if name and not anonymous:
        lines.append(f"  name: {_quoted(name)}")
    if answers.date:
        lines.append(f"date: {_quoted(answers.date[:7] if anonymous else answers.date)}")
    if answers.consents:
        lines.append(f"consent: {_quoted(CONSENT)}")
    return "\n".join(lines) + "\n"


def text_lines(text: str) -> tuple[str, ...]:
    """The lines of a text as the file holds them: no white space at their ends, no blank ones before or after.

    The first begins at the margin: a block of YAML takes the indentation of its first line for that of all.
    """
    lines = [line.rstrip(" \t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return (lines[0].lstrip(" \t"), *lines[1:]) if lines else ()


def proposed_name(text: str, taken: frozenset[str]) -> str:
    """An id for the comment, from its first words: never from the name of who signs, who may be anonymous."""
    start = short_id(next(iter(text_lines(text)), "")) or NAMELESS
    return free_name(start, taken)


def short_id(text: str) -> str:
    """The id that the first words give, within LONGEST_ID characters; empty if there is no letter or digit in them."""
    start = ""
    for word in proposed_id(text).split("-"):
        if len(start) + len(word) >= LONGEST_ID:
            break
        start = f"{start}-{word}".strip("-")
    return start


def free_name(start: str, taken: frozenset[str]) -> str:
    """The id itself if nobody has it and a file can have it, else with the first number from 2 that makes it so."""
    number, name = 1, start
    while name in taken or name in RESERVED:
        number += 1
        name = f"{start}-{number}"
    return name


def _scalar(value: str) -> str:
    """An id as it is; anything else between quotes, whatever it holds."""
    return value if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value) else _quoted(value)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
