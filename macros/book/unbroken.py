"""The names of a book, which no line breaks: found in its text, and held together where it is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_IN_LINE = re.compile(r"</?(?:a|abbr|b|cite|em|i|q|small|span|strong|sup)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
_WORD = re.compile(r"[^\W\d_]+")
_INSIDE = re.compile(r"(?<=[a-zà-ÿ,]\s)[A-ZÀ-Þ][^\W\d_]{3,}")


def names_in(pages: Iterable[str]) -> tuple[str, ...]:
    """Words that have a capital letter in the middle of a sentence, and never a small one; `pages` are of HTML."""
    texts = [_MARKUP.sub(". ", _IN_LINE.sub("", page)) for page in pages]
    small = {word for text in texts for word in _WORD.findall(text) if word == word.lower()}
    return tuple(sorted({word for text in texts for word in _INSIDE.findall(text) if word.lower() not in small}))


def hold_together(names: Iterable[str], language: str) -> None:
    """From now on, hyphenate none of these words; for the process of the layout. Languages without syllables have none."""
    import pyphen  # type: ignore[import-untyped]

    if pyphen.language_fallback(language):
        known = pyphen.Pyphen(lang=language).hd.cache
        known.update({name.lower(): [] for name in names})
