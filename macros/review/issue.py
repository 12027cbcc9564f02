"""The answers of the form for comments, as GitHub writes them in an issue → the file of the contribution they make.

GitHub writes each answer under a heading with the label of its field. The labels are in the catalogue of what scripts say,
and the form on GitHub is tested against them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from macros.problem import Language, label
from macros.remedy import proposed_id

FIELDS = ("on", "position", "text", "form", "name", "consent")
"""In the order of the form."""
FORMS = ("name", "initials", "anonymous")
STANCES = ("agree", "disagree", "adds", "case")
EMPTY = "_No response_"
CONSENT = "1"
LONGEST_ID = 40


class NotAFormError(Exception):
    """The text is not that of the form; carries the label that is missing."""


def read_answers(body: str, lang: Language) -> dict[str, str]:
    """What was answered, by field; raises NotAFormError if a field of the form is not there.

    The comment may hold anything, headings like those of the form too: what comes before it is looked for from the
    beginning of the issue, what comes after it from the end.
    """
    text = "\n" + body.replace("\r\n", "\n") + "\n"
    heads = {field: f"\n### {label(f'issue_{field}', lang)}\n" for field in FIELDS}
    places: dict[str, int] = {}
    for number, field in enumerate(FIELDS):
        at = text.find(heads[field]) if number <= FIELDS.index("text") else text.rfind(heads[field])
        if at < 0 or at < max(places.values(), default=0):
            raise NotAFormError(label(f"issue_{field}", lang))
        places[field] = at
    ends = [*list(places.values())[1:], len(text)]
    found = {
        field: text[place + len(heads[field]) : end].strip()
        for (field, place), end in zip(places.items(), ends, strict=True)
    }
    return {field: "" if value == EMPTY else value for field, value in found.items()}


def comment_file(answers: Mapping[str, str], date: str, stances: Mapping[str, str], lang: Language) -> str:
    """The YAML of the comment; `date` is the day of the issue, `stances` the words that readers know each position by.

    What does not fit is written as it was answered: the check will say what is wrong with it, and where.
    """
    position = next((key for key, words in stances.items() if words == answers["position"]), answers["position"])
    form = next((key for key in FORMS if label(f"issue_form_{key}", lang) == answers["form"]), answers["form"])
    lines = [
        f"on: {_scalar(answers['on'])}",
        f"position: {_scalar(position)}",
        "text: |",
        *(f"  {line}".rstrip() for line in answers["text"].split("\n")),
        "signature:",
        f"  form: {_scalar(form)}",
    ]
    if answers["name"] and form != "anonymous":
        lines.append(f"  name: {json.dumps(answers['name'], ensure_ascii=False)}")
    lines.append(f"date: {json.dumps(date[:7] if form == 'anonymous' else date)}")
    if _consents(answers["consent"]):
        lines.append(f'consent: "{CONSENT}"')
    return "\n".join(lines) + "\n"


def _scalar(value: str) -> str:
    """An id as it is; anything else between quotes, whatever it holds."""
    return value if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value) else json.dumps(value, ensure_ascii=False)


def _consents(answer: str) -> bool:
    """Whether every box is ticked."""
    boxes = re.findall(r"^- \[([ xX])\] ", answer, re.MULTILINE)
    return bool(boxes) and " " not in boxes


def proposed_name(answers: Mapping[str, str], taken: frozenset[str]) -> str:
    """An id for the comment, from its first words: never from the name of who signs, who may be anonymous."""
    words = proposed_id(answers["text"].split("\n")[0]).split("-")
    start = ""
    for word in words:
        if len(start) + len(word) >= LONGEST_ID:
            break
        start = f"{start}-{word}".strip("-")
    start = start or "commento"
    return next(name for name in (start, *(f"{start}-{n}" for n in range(2, 1000))) if name not in taken)
