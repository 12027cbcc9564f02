"""Concordance: where the words that somebody looks for stand in a text.

Words are compared whole and without regard to capitals; a hyphen counts as a space, an apostrophe ends a word
(`l’insight`), and of two phrases that begin together the longer is found. Acronyms must have their capitals.
Inside an address, as in `nome.wordpress.com`, nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\w+")
_ADDRESS = (re.compile(r"\w[.@]$"), re.compile(r"^[.@]\w"))
"""What stands before and after a word in an address of the web or of the post."""
_SPACE = re.compile(r"[\s\u2060\-\u2010\u2011]+")


@dataclass(frozen=True)
class Found:
    """A phrase found in a text."""

    start: int
    end: int
    phrase: str
    """As it was looked for, not as it stands in the text."""


@dataclass(frozen=True)
class _Phrase:
    phrase: str
    words: tuple[str, ...]
    gaps: tuple[str, ...]
    """What stands between the words, spaces and hyphens alike."""


@dataclass(frozen=True)
class Concordance:
    """Phrases to look for, by their first word, the longest first."""

    phrases: Mapping[str, tuple[_Phrase, ...]]

    def find(self, text: str) -> Iterator[Found]:
        """Every phrase that stands in `text`, from left to right, none inside another."""
        words = list(_WORD.finditer(text))
        index = 0
        while index < len(words):
            phrase = next((p for p in self._beginning_with(words[index][0]) if _stands(p, text, words, index)), None)
            if phrase is None:
                index += 1
                continue
            last = index + len(phrase.words) - 1
            yield Found(words[index].start(), words[last].end(), phrase.phrase)
            index = last + 1

    def _beginning_with(self, word: str) -> tuple[_Phrase, ...]:
        return self.phrases.get(word.casefold(), ())


def concordance(phrases: Iterable[str]) -> Concordance:
    """What is needed to find these phrases; of those that are alike the first, and none without a letter or digit."""
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in {alike(phrase): phrase for phrase in reversed(tuple(phrases))}.values():
        found = list(_WORD.finditer(phrase))
        if found:
            gaps = tuple(_gap(phrase[one.end() : two.start()]) for one, two in pairwise(found))
            known = _Phrase(phrase, tuple(match[0] for match in found), gaps)
            by_first.setdefault(found[0][0].casefold(), []).append(known)
    return Concordance(
        {
            first: tuple(sorted(known, key=lambda one: (-len(one.words), one.phrase)))
            for first, known in by_first.items()
        }
    )


def alike(phrase: str) -> str:
    """What two phrases share that are found in the same places, but for the capitals of acronyms."""
    return _gap(phrase).casefold()


def is_acronym(word: str) -> bool:
    """Whether a word is written in capitals: `SEO`, `E20`."""
    return len(word) > 1 and word.isupper()


def _stands(phrase: _Phrase, text: str, words: list[re.Match[str]], index: int) -> bool:
    here = words[index : index + len(phrase.words)]
    return (
        len(here) == len(phrase.words)
        and not _ADDRESS[0].search(text[max(0, here[0].start() - 2) : here[0].start()])
        and not _ADDRESS[1].search(text[here[-1].end() : here[-1].end() + 2])
        and all(_same(wanted, word[0]) for wanted, word in zip(phrase.words, here, strict=True))
        and phrase.gaps == tuple(_gap(text[one.end() : two.start()]) for one, two in pairwise(here))
    )


def _same(wanted: str, word: str) -> bool:
    return wanted == word if is_acronym(wanted) else wanted.casefold() == word.casefold()


def _gap(text: str) -> str:
    return _SPACE.sub(" ", text)
