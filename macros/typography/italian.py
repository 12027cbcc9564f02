"""The rules for Italian that an expression can say.

Their norm is the *Manuale interistituzionale di convenzioni redazionali* of the European Union; the house departs from it
in the point of large numbers, in the short dash, and in the note call, which follows the stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from macros.typography.accents import accents, is_doubtful
from macros.typography.apostrophes import APOSTROPHES, ELISIONS, LETTER
from macros.typography.lists import one_of, words
from macros.typography.markup import BREAK, OBJECT, Copy
from macros.typography.quotation import SURE_MARK, quotations
from macros.typography.rule import Hit, Rule, pattern, smallest

NBSP = "\u00a0"
_RANGE = re.compile(
    r"(?<![\w.,/+–-])(?P<first>[1-9]\d{0,3})(?P<gap>-|[ \u00a0]?[–—][ \u00a0]?)(?P<last>[1-9]\d{0,3})(?![\w/–-]|[.,]\d)"
)

_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_BEFORE_PAGES = re.compile(r"(?<!\w)(?:pp?\.|pagg?\.|pagine|capp\.|capitoli)[ \u00a0]?$", re.IGNORECASE)
_BEFORE_HOURS = re.compile(r"(?<!\w)(?:ore|dalle)[ \u00a0]$", re.IGNORECASE)
_AFTER_HOURS = re.compile(r"[ \u00a0](?:ore|minuti)(?!\w)")


def _swapped(found: re.Match[str]) -> str:
    """1,234.5 → 1.234,5."""
    return found[0].translate(str.maketrans(",.", ".,"))


def ranges(copy: Copy) -> Iterator[Hit]:
    """2009–2011, pp. 12–15: the dash of a range, without spaces."""
    for found in _RANGE.finditer(copy.text):
        gap, right = found["gap"], f"{found['first']}–{found['last']}"
        if gap != "–" and _ascends(found["first"], found["last"], spaced=gap.strip() != gap):
            changes = (smallest(found.start("gap"), gap, "–"),) if _is_sure(copy.text, found) else ()
            yield Hit("MB146", *found.span(), changes, {"value": found[0], "right": right})


def _is_sure(text: str, found: re.Match[str]) -> bool:
    """Whether two numbers can only be a range: years, pages, hours. Of others who wrote them must say: 12-34 may be a code."""
    years = _YEAR.fullmatch(found["first"]) and (len(found["last"]) == 2 or _YEAR.fullmatch(found["last"]))
    before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() : found.end() + 8]
    return bool(years or _BEFORE_PAGES.search(before) or _BEFORE_HOURS.search(before) or _AFTER_HOURS.match(after))


def _ascends(first: str, last: str, *, spaced: bool) -> bool:
    """Whether two numbers are a range: not a month (2026-01), not a score (2-1), not a sum (7 – 3)."""
    if spaced:
        return len(first) == len(last) == 4 and first < last
    if len(first) == 4 and len(last) == 2:  # 1915-18
        return first[:2] in ("18", "19", "20") and int(last) > max(12, int(first[2:]))
    return len(last) - len(first) in (0, 1) and int(first) < int(last)


def _has_a_word_twice(text: str) -> bool:
    said = text.replace(BREAK, " ").lower().split()
    return any(word == next_word for word, next_word in pairwise(said))


def _twice(found: re.Match[str]) -> str | None:
    """What stands there, if it may; None if a person must say.

    «o O» are two things, «piano piano» is one, and in «quello che è è» each verb has its own clause.
    """
    second = found[0].split()[1]
    has_own_clause = second not in _SMALL and _CLAUSE.search(found.string[: found.start()])
    return found[0] if not second.islower() or second in _TWICE or has_own_clause else None


_SMALL = frozenset(words("small"))
_TWICE = frozenset(words("twice"))
_CLAUSE = re.compile(r"\b(?:ch[ei]|cui|quant[oiae]|se|dove|come)[ \n]$")
_DASHED = r"[ \u00a0](?:--?|[—–])[ \n,;:.)-]"
_GROUPED = r"\d,\d{3}"
_STOPS = (
    # A full stop follows the closing mark; an abbreviation keeps its own, and so does a quotation inside a sentence.
    pattern(
        "MB144",
        r"""(?<![A-Z])(?<!\b\w)(?<!\becc)(?<!\.)(?<=[\w)”’…\ue001])\.(?P<mark>[»”])
        (?:(?=\ue002*[.,;:](?!\w))|(?P<end>(?=[\x00\n\ue002]|[ ][^a-zàèéìòù])))""",
        lambda found: found["mark"] + ("" if found["end"] is None else "."),
        sign=r"\.[»”]",
    ),
)
_DASHES = (
    Rule("MB146", ranges, re.compile(r"\d[ \u00a0]?[-–—]")),
    # The dash of a parenthesis stays with the word before it.
    pattern("MB147", r"(?<=[^\s\x00\d])[ \u00a0](?:-{1,3}|[—–])(?=[ \n,;:.)])", f"{NBSP}–", sign=_DASHED),
    pattern("MB147", r"(?<=\d)[ \u00a0](?:-{2,3}|[—–])(?=\n|[ ]\D)", f"{NBSP}–", sign=_DASHED),
    pattern("MB147", rf"(?<={LETTER})—(?={LETTER})", f"{NBSP}– ", sign="—"),
)
_TIES = (
    pattern(
        "MB150",
        rf"(?<![\w.])(?P<word>(?:{one_of('before_number')})\.)[ ]?(?=[\d{OBJECT}])",
        rf"\g<word>{NBSP}",
        sign=rf"\.[ ]?[\d{OBJECT}]",
        flags=re.I,
    ),
    pattern(
        "MB150",
        rf"(?<![\w.])(?P<word>(?:{one_of('before_name')})\.?)[ ](?=[A-ZÀÈÉÌÒÙ])",
        rf"\g<word>{NBSP}",
        sign=r"(?:tt|ssa|ra|r|ig|of|ng|vv|ch|om)\.? [A-ZÀÈÉÌÒÙ]",
    ),
    pattern("MB150", rf"(?P<word>§)[ ]?(?=[\d{OBJECT}])", rf"\g<word>{NBSP}", sign="§"),
    pattern("MB150", r"(?<=\d)[ ]?(?=[%‰€](?![\w%{(]))", NBSP, sign="[%‰€]"),
    pattern("MB150", rf"(?<=€)[ ]?(?=[\d{OBJECT}])", NBSP, sign="€"),
    pattern("MB150", r"(?<![\w.])([A-Z]\.)[ ](?=[A-Z]\.)", rf"\1{NBSP}", sign=r"[A-Z]\. [A-Z]\."),
)
_NUMBERS = (
    pattern("MB153", r"(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d+(?![\d.,]\d)", _swapped, sign=_GROUPED),
    pattern("MB153", r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?![\d.,]\d|\d)", _swapped, sign=_GROUPED, safe=False),
    pattern(
        "MB153",
        r"(?<![\d.,])\d{1,4}\.\d{1,2}(?=[ \u00a0]?(?:[%‰€]|euro\b|milion|miliard))",
        _swapped,
        sign=r"\d\.\d",
    ),
)
_WORDS = (
    pattern(
        "MB154",
        rf"(?<![\w’'-])({LETTER}+)[ \n]+\1(?![\w’'-])",
        _twice,
        doubt=_has_a_word_twice,
        flags=re.I,
    ),
    pattern(
        "MB161",
        r"\bibid(?:em\b|\.)|\b(?:op|loc|art)\.[ \u00a0]?cit\b",
        None,
        sign=r"[bB][iI][dD]|\.[ \u00a0]?[cC][iI][tT]",
        flags=re.I,
    ),
)
RULES: tuple[Rule, ...] = (
    *APOSTROPHES,
    Rule("MB141", quotations, SURE_MARK),
    *_STOPS,
    *_DASHES,
    *_TIES,
    Rule("MB151", accents, doubt=is_doubtful),
    *ELISIONS,
    *_NUMBERS,
    *_WORDS,
)
"""Every rule for Italian, in the order of its code."""
