"""The Italian apostrophe: curved, where a word is cut short and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.typography.accents import accents
from macros.typography.lists import one_of, words
from macros.typography.markup import OBJECT, Copy
from macros.typography.quotation import quotations
from macros.typography.rule import Change, Hit, Rule, pattern

LETTER = r"[^\W\d_]"
_STRAIGHT = "['‘´ʼ′`]"
_LEFT = re.compile(rf"(?<=\w)(?<!\d)['´](?!\w)|(?<!\w)['´](?={LETTER})")
_BEFORE = re.compile(rf"{LETTER}+$")
_CUT = frozenset(words("cut_short_maybe"))


def straight(copy: Copy) -> Iterator[Hit]:
    """What is left of straight apostrophes: those that no other rule explains; only of some words the right sign is known."""
    rules = (*_CURVED, *_ELIDED)
    others = [hit for rule in rules for hit in rule.find(copy)] + [*quotations(copy), *accents(copy)]
    for found in _LEFT.finditer(copy.text):
        at = found.start()
        if not any(hit.start <= at < hit.end or any(c.start <= at < c.end for c in hit.changes) for hit in others):
            word = _BEFORE.search(copy.text[:at])
            sure = word and word[0].lower() in _CUT
            changes = (Change(at, at + 1, "’"),) if sure else ()
            yield Hit("MB140", word.start() if word else at, at + 1, changes)


def _bare(found: re.Match[str]) -> str:
    """perché’ → perché; what closes a quotation (‘perché’) is no apostrophe."""
    return found[0] if re.search("[‘']", found.string[: found.start()]) else found[1]


_CURVED = (
    pattern("MB140", rf"(?<={LETTER})['‘´ʼ′`](?={LETTER}|[«“\d{OBJECT}])", "’", sign=_STRAIGHT),
    pattern(
        "MB140",
        rf"(?<![\w'‘’])(?:{one_of('cut_short_typed')})['‘´](?!\w)",
        lambda found: f"{found[0][:-1]}’",
        sign=_STRAIGHT,
        flags=re.I,
    ),
    pattern("MB140", r"(?<!\w)(?:['´`](?=\d\d\b(?!['’]))|‘(?=\d0\b(?!['’])))", "’", sign=_STRAIGHT),
)
_ELIDED = (
    pattern("MB152", r"\b([Qq]ual|[Tt]al)['’](?=è\b|er[ao]\b|erano\b|sia\b|fu\b)", r"\1 ", sign="al[’']"),
    pattern(
        "MB152",
        rf"\b([Uu]n|[Nn]essun|[Aa]lcun|[Qq]ualcun)['’](?=(?:{one_of('masculine')})\b)",
        r"\1 ",
        sign="n[’'][aeio]",
    ),
    pattern("MB152", rf"\b([Uu]n|[Nn]essun|[Aa]lcun)[ ](?=(?:{one_of('feminine')})\b)", r"\1’", sign="n [aeiou]"),
    pattern(
        "MB152",
        rf"(?<![\w.-])(l|[Dd]ell|[Dd]all|[Nn]ell|[Ss]ull|[Qq]uest|[Qq]uell)[ ](?=[aeiouàèéìòùh]{LETTER})",
        r"\1’",
        sign="[lt] [aeiouàèéìòùh]",
    ),
    pattern("MB152", r"(?<![\w.])([cC])è(?!\w)", r"\1’è", sign="[cC]è"),
    pattern("MB152", r"(?<!\w)([pP])ò(?!\w)", r"\1o’", sign="[pP]ò"),
    pattern("MB152", r"(?<!\w)([mM])ò(?!\w)", r"\1o’", sign="[mM]ò"),
    pattern("MB152", r"(?<!\w)([bB])è(?!\w)", r"\1e’", sign="[bB]è"),
    pattern("MB152", r"(?<!\w)([uU]n(?:[ ]bel)?|[qQ]uel)[ ]po(?![\w'’‘´`-])", r"\1 po’", sign="[nl] po"),
    pattern("MB152", rf"(?<={LETTER})['’]{{2,}}(?={LETTER})", "’", sign="['’]{2}"),
    pattern("MB152", rf"(?<![\w'‘’])({LETTER}*[àèéìòùÀÈÉÌÒÙ])['’](?!\w)", _bare, sign="[àèéìòùÀÈÉÌÒÙ]['’]", safe=False),
)
APOSTROPHES: tuple[Rule, ...] = (*_CURVED, Rule("MB140", straight, _LEFT))
ELISIONS: tuple[Rule, ...] = _ELIDED
"""The apostrophe that is missing or too many."""
