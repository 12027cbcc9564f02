"""A text → the data of persons that stand in it: addresses of e-mail, telephone numbers, Italian tax codes, IBANs.

What looks like one is one: nothing here asks whether the address answers or the sums of a code add up, because a number
with a slip in it still points at somebody. The patterns use only what Python and JavaScript read alike, so that a form
can look for the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_TAX = (
    r"[A-Za-z]{6}[0-9LMNP-Vlmnp-v]{2}[ABCDEHLMPRSTabcdehlmprst][0-9LMNP-Vlmnp-v]{2}[A-Za-z][0-9LMNP-Vlmnp-v]{3}[A-Za-z]"
)
_NUMBER = r"(?:(?:\+|00)[1-9]|\(?0|3)(?:[ \u00a0./()-]{0,2}[0-9]){6,14}"
PATTERNS: Mapping[str, str] = {
    "email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    "iban": r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ \u00a0]?[A-Za-z0-9]{4}){3,7}(?:[ \u00a0]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])",
    "tax": rf"(?<![A-Za-z0-9]){_TAX}(?![A-Za-z0-9])",
    "telephone": rf"(?<![A-Za-z0-9.,/+-]){_NUMBER}(?![A-Za-z0-9])",
}
"""By kind, how it is written. D.M. 23 dicembre 1976 for the tax code, with the letters that stand for digits where two
persons would have the same; ISO 13616 for the IBAN; ITU-T E.164 for the length of a number, fifteen digits at most."""
NO_TELEPHONE = r"(?:[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{2}|[0-9]{4})|[0-9]{1,3}(?:\.[0-9]{3})+)"
"""Dates and large numbers, which a number of telephone never looks like."""
FEWEST = {"+": 8, "0": 8, "3": 9}
"""The fewest digits of a number of telephone, by how it begins."""


def personal_data(text: str) -> tuple[str, ...]:
    """The pieces of a text that look like the data of a person, each once, in the order of the text."""
    found = sorted(_found(text), key=lambda span: (span[0], -span[1]))
    told: list[tuple[int, int]] = []
    for start, end in found:
        if not told or start >= told[-1][1]:
            told.append((start, end))
    return tuple(dict.fromkeys(text[start:end] for start, end in told))


def _found(text: str) -> Iterator[tuple[int, int]]:
    for kind, pattern in PATTERNS.items():
        for match in re.finditer(pattern, text):
            if kind == "iban" and not re.search(r"[0-9]", match[0][4:]):
                continue  # a word, four letters at a time
            if kind != "telephone" or _is_telephone(match[0]):
                yield match.span()


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"[^0-9]", "", text)
    start = "+" if text.startswith(("+", "00")) else digits[0]
    return len(digits) >= FEWEST[start] and not re.fullmatch(NO_TELEPHONE, text)
