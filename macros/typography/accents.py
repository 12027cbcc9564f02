"""Italian words with the wrong accent, with none, or with an apostrophe in its place.

The acute accent stands on perché, né, sé and their like, the grave one on every other vowel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from macros.typography.lists import words
from macros.typography.markup import Copy
from macros.typography.rule import Hit, smallest

_OTHER: Final = str.maketrans("éèàìòù", "èéáíóú")
_BARE: Final = str.maketrans("éèàìòù", "eeaiou")
_RIGHT: Final = str.maketrans("áíóúè", "àìòùé")
_WORD = re.compile(r"(?<![\w/.@-])(?<!(?<!\w)['‘’`])[^\W\d_]+['’]?(?![\w/@\u0300-\u036f-]|\.\w)")
"""A whole word, with the apostrophe that may follow it; a quotation mark before it is no apostrophe."""
_LETTERS = re.compile(r"[^\W\d_]+['’]?")
_UNUSUAL = re.compile(r"[a-zàèéìòù]+[áíóú]|\w*chè")
"""An accent that Italian does not use, on a word of small letters (a capital may be of a foreign name); or -chè."""
_UNUSUAL_LETTER = re.compile(r"[áíóú]|chè")


def accents(copy: Copy) -> Iterator[Hit]:
    """Perché, né, sé with the acute accent; è, cioè, più with the grave one; È and not E'."""
    for found in _WORD.finditer(copy.text) if is_doubtful(copy.text) else ():
        typed = found[0]
        right = _right(typed) or _right(typed.rstrip("'’"))
        if right:
            typed = typed if _right(typed) else typed.rstrip("'’")
            change = smallest(found.start(), typed, right)
            yield Hit("MB151", found.start(), found.start() + len(typed), (change,), {"value": typed, "right": right})


def is_doubtful(text: str) -> bool:
    """Whether any word of a text may be wrong: quick, for texts where none is."""
    small = text.lower()
    return not _FORMS.keys().isdisjoint(_LETTERS.findall(small)) or bool(_UNUSUAL_LETTER.search(small))


def _right(typed: str) -> str:
    """The word that was meant, or nothing where the word is good."""
    form = typed.lower()
    right = _FORMS.get(form, "")
    if not right and _UNUSUAL.fullmatch(typed):
        right = form[:-1] + form[-1].translate(_RIGHT)
    return "".join(new.upper() if old.isupper() else new for old, new in zip(typed, right, strict=False))


def _wrong_forms() -> dict[str, str]:
    """How a word that ends with an accent is mistyped → the word."""
    forms: dict[str, str] = {}
    for right in (*words("accented"), *words("accented_too")):
        bare = right.translate(_BARE)
        forms[right[:-1] + right[-1].translate(_OTHER)] = right
        if right not in words("apostrophe_is_right"):
            forms |= {f"{bare}'": right, f"{bare}’": right}
        if right in words("accented"):
            forms[bare] = right
    return forms | dict(pair.split(":", 1) for pair in words("unaccented"))


_FORMS = _wrong_forms()
