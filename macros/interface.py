"""The words of the interface that templates and scripts name, against those that `content/words.yml` has.

A template names a word as `words.key` or `words["key"]`, a family of words as `words["family_" ~ value]`;
the page scripts name theirs in full, `sheet_key`.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from macros.contribution import FORMS
from macros.model import KINDS, Hands, Stance, Strand, Verdict
from macros.model.rules import Advice
from macros.problem import Level, Problem
from macros.remedy import place_of
from macros.source import Document

_HERE = pathlib.Path(__file__).parent
_NAMED = re.compile(r"""\bwords(?:\.([a-z][a-z0-9_]*)\b(?!\()|\[f?["']([a-z][a-z0-9_]*[a-z0-9])["']\])""")
_SCRIPTED = re.compile(r"\b(?:form|sheet)_[a-z0-9_]*[a-z0-9]\b")
_QUOTED = re.compile(r'"((?:book|cite|data|feed|figure|form|moved|paper|search|sheet)_[a-z0-9_]+)"')
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "address_": (*(kind for kind in KINDS if kind != "commentary"), "downloads"),
    "advice_": get_args(Advice),
    "balance_many_": (*get_args(Stance), "reply"),
    "balance_one_": (*get_args(Stance), "reply"),
    "changes_": (
        *("new", "gone", "renamed", "cites", "uncites", "names", "unnames", "passages", "verdicts", "unverdicts"),
        *("rewritten", "comments", "withdrawn"),
    ),
    "download_": ("pdf", "epub", "zip"),
    "errors_group_": ("file", "writing", "fields", "names", "ties", "rules", "typography", "pages", "comments"),
    "errors_level_": get_args(Level)[1:],
    "errors_means_": get_args(Level),
    "form_about_": FORMS,
    "form_missing_": ("on", "position", "text", "name", "consent"),
    "form_position_": get_args(Stance),
    "form_sign_": FORMS,
    "hands_": get_args(Hands),
    "kind_": tuple(KINDS),
    "source_": ("author", "published", "address"),
    "stance_": (*get_args(Stance), "reply"),
    "stances_": (*get_args(Stance), "reply"),
    "strand_": get_args(Strand),
    "verdict_": get_args(Verdict),
}
"""Words that are chosen by a value: the values each family must have."""


def word_problems(document: Document) -> Iterator[Problem]:
    """Words that a page needs and the file lacks, and words that nothing uses."""
    present = document.data if isinstance(document.data, dict) else {}
    for key in sorted(needed_words() - present.keys()):
        yield Problem("MB102", place_of(document, ()), {"key": key})
    for key in sorted(present.keys() - needed_words()):
        yield Problem("MB103", document.keys.get((key,), place_of(document, (key,))), {"key": key})


@cache
def needed_words() -> frozenset[str]:
    """Every key that some page, book or script names."""
    found = {family + value for family, values in _FAMILIES.items() for value in values}
    for file in (*sorted(_HERE.rglob("*")), *sorted((_HERE.parent / "theme").rglob("*.html"))):
        if file.suffix in (".md", ".html", ".xhtml", ".opf"):
            found |= {first or second for first, second in _NAMED.findall(file.read_text(encoding="utf-8"))}
        elif file.suffix == ".py" and file != pathlib.Path(__file__):
            found |= set(_QUOTED.findall(file.read_text(encoding="utf-8")))
    for script in sorted((_HERE.parent / "theme" / "assets").rglob("*.mjs")):
        found |= set(_SCRIPTED.findall(script.read_text(encoding="utf-8")))
    return frozenset(found)
