"""The words of a whole book, and the two rules that need them: capitals in titles, foreign words.

Both ask the book itself, so that a name is never taken for a slip: a capital is doubtful only on a word that the book
elsewhere writes small, a foreign word only if neither the glossary nor a dictionary of Italian has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from macros.library import Library
from macros.model import Term
from macros.typography.lists import words
from macros.typography.markup import Copy
from macros.typography.rule import Hit, Rule

_WORD = re.compile(r"[^\W\d_]+['’]?")
_QUOTED = re.compile(r"«[^»\x00]*»|“[^”\x00]*”")
_CAPITAL = re.compile(r"(?<=[^\W\d_,;»’)] )[A-ZÀÈÉÌÒÙ][a-zàèéìòù]{3,}(?![\w-])")
"""A word with a capital inside a sentence: not after a stop, a colon or a mark that opens."""
_TOKEN = re.compile(r"(?<![\w.@/’'-])[a-zàèéìòù]{3,}(?:-[a-zàèéìòù]+)*(?![\w’'@/]|\.\w)")
"""A word of small letters alone: names have a capital, a word before an apostrophe is cut short."""
_FOREIGN = re.compile(
    r"""
    .*(?: [kwxyj]                                # letters that Italian does not have
        | sh | th | ph | ck | (?:oo|ee)[^aeiouàèéìòù]+ $ | ght | ou(?=[^aeiou])
        | [^aeiouàèéìòùlnrs] $ | [^aeiouàèéìòù]s $       # Italian words end with a vowel, or with l, n, r …
        | \w{2}er $ | (?:ti|si)on $ | \w{3}[aeiou]l $ | \w{2}[aeiou]s $
        ).*
    """,
    re.VERBOSE,
)
_DERIVED = re.compile(r"ian[aeio]$")
"""Darwiniano, shakespeariana: Italian words made of foreign names."""
_ITALIAN = frozenset({"per", "iper", "super", "inter", *words("infinitives"), *words("before_number")})


@dataclass(frozen=True)
class Vocabulary:
    """What the book knows of its words."""

    library: Library
    copies: tuple[Copy, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the book, one before an apostrophe with its apostrophe."""
        return frozenset(_WORD.findall("".join(copy.text for copy in self.copies)))

    @cached_property
    def small(self) -> frozenset[str]:
        """Every word that the book writes with a small letter somewhere."""
        return frozenset(word for word in self.words if word.islower())

    @cached_property
    def explained(self) -> frozenset[str]:
        """Every word of the titles and synonyms of the glossary, as it is written there."""
        terms = (text for _, term in self.library.of(Term) for text in (term.title, *term.synonyms))
        return frozenset(word for text in terms for word in re.findall(r"[^\W\d_]+", text))

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that need no explanation: those of the glossary, and those of every dictionary."""
        loans = (part for word in words("loans") for part in (word, *word.split("-")))
        return frozenset(word.lower() for word in self.explained) | frozenset(loans) | _ITALIAN

    def capitals(self, copy: Copy) -> Iterator[Hit]:
        """A title has a capital where a sentence would have one."""
        for block in copy.blocks:
            if block.level >= 0:
                words_read = _QUOTED.sub(lambda found: "«" * len(found[0]), copy.text[block.start : block.end])
                for found in _CAPITAL.finditer(words_read):
                    if found[0].lower() in self.small and found[0] not in self.explained:
                        start = block.start + found.start()
                        yield Hit("MB157", start, start + len(found[0]), (), {"value": found[0]})

    def foreign(self, copy: Copy) -> Iterator[Hit]:
        """A foreign word is explained by the glossary, stands in italics, or is in every dictionary."""
        for found in _TOKEN.finditer(copy.text):
            strange = not self.strange.isdisjoint(found[0].split("-")) and found[0] not in self.known
            if strange and not _is_set_apart(copy, found.start()):
                yield Hit("MB155", *found.span(), (), {"value": found[0]})

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The two rules; only texts with a strange word are asked about foreign ones."""
        strange = re.compile("|".join(map(re.escape, sorted(self.strange))) or r"(?!)")
        return (Rule("MB155", self.foreign, strange), Rule("MB157", self.capitals, titles=True))

    @cached_property
    def strange(self) -> frozenset[str]:
        """Every word of the book that looks foreign and that neither the glossary nor a dictionary has."""
        doubtful = (word for word in self.small - self.known if len(word) > 2)
        return frozenset(word for word in doubtful if _FOREIGN.fullmatch(word) and not _DERIVED.search(word))


def _is_set_apart(copy: Copy, at: int) -> bool:
    """Whether a word stands in italics, or is quoted."""
    block = copy.block_at(at)
    emphasised = sum(block.start <= toggle <= at for toggle in copy.toggles) % 2 == 1
    before = copy.text[block.start : at]
    return emphasised or before.count("«") > before.count("»") or before.count("“") > before.count("”")
