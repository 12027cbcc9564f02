"""The answers of the form for comments, as GitHub writes them in an issue → the contribution they make.

GitHub writes each answer under a heading with the label of its field. The labels are in the catalogue of what scripts say,
and the form on GitHub is tested against them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from macros.contribution import FORMS, Contribution
from macros.problem import Language, label

FIELDS = ("on", "position", "text", "form", "name", "consent")
"""In the order of the form."""
EMPTY = "_No response_"


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


def contribution_of(answers: Mapping[str, str], date: str, stances: Mapping[str, str], lang: Language) -> Contribution:
    """The answers as a contribution; `date` is the day of the issue, `stances` the words readers know each position by."""
    position = next((key for key, words in stances.items() if words == answers["position"]), answers["position"])
    form = next((key for key in FORMS if label(f"issue_form_{key}", lang) == answers["form"]), answers["form"])
    return Contribution(
        on=answers["on"],
        position=position,
        text=answers["text"],
        form=form,
        name=answers["name"],
        date=date,
        consents=_consents(answers["consent"]),
    )


def _consents(answer: str) -> bool:
    """Whether every box is ticked."""
    boxes = re.findall(r"^- \[([ xX])\] ", answer, re.MULTILINE)
    return bool(boxes) and " " not in boxes
