"""Place and Problem: what is wrong in the content, where, how it is mended, and how that is said.

The words are not here: `problems/` holds one file per code, in Italian and English, read without our own YAML reader
because they must speak when content is broken.
This module does not know where problems come from, and prints nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["errore", "avviso", "consiglio"]
Language: TypeAlias = Literal["it", "en"]

CATALOGUE = Path(__file__).with_name("problems")
WINDOW = 100
"""Columns of a long line that are shown around the place."""
LONGEST_VALUE = 240
_COUNTS = ("allowed", "found")
"""The values that are numbers of something."""
LONGEST_FIX = 6
"""Corrected lines that are shown; a longer correction is left to the words."""


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of one line of a file; lines and columns count from 1, as editors do."""

    file: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True)
class Fix:
    """Lines `first` to `last` of the file, replaced by `lines`."""

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """One fault or piece of advice: a code of the catalogue, its place, and the values its words need."""

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None


class ContentError(Exception):
    """The content cannot be published; carries every problem found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Words:
    """What one message says in one language; every text may hold `{values}`."""

    title: str
    evidence: str
    """Follows the carets; may be empty."""
    why: str
    remedy: str
    """Completes the words «Come si corregge»: small first letter, no full stop."""
    form: Mapping[str, str] = field(default_factory=dict)
    """What the form on the site says in place of one of the others: its reader sees questions, and never a file.

    `alone` is the remedy where there is nothing to quote.
    """
    general: Mapping[str, str] = field(default_factory=dict)
    """What is said in place of one of the others where there is nothing to quote: no name is near, no correction is known."""

    def in_form(self) -> Words:
        """Return the words as the form says them."""
        said = {name: text for name, text in self.form.items() if name != "alone"}
        alone = {"remedy": self.form["alone"]} if "alone" in self.form else {}
        return replace(self, **said, form={}, general=alone)

    def in_general(self) -> Words:
        """Return the words with nothing quoted that only some cases have."""
        return replace(self, **self.general, form=self.form, general={})

    def lacks(self, values: Mapping[str, str]) -> bool:
        """Return whether anything is missing of what the words quote and the general ones do not."""
        quoted = _quoted(getattr(self, name) for name in self.general) - _quoted(self.general.values())
        return any(values.get(name, "") in ("", "—") for name in quoted)


@dataclass(frozen=True)
class Example:
    """A small wrong file and the same file put right: the help page, and the test of the message."""

    file: str
    wrong: str
    right: str
    right_file: str = ""
    """The name of the file once put right, when the name was the fault."""
    line: int | None = None
    column: int | None = None
    encoding: str = "utf-8"
    """How the wrong file is saved."""
    repeated: int = 1
    """How many times the last line of the wrong file stands in it."""

    def wrong_bytes(self) -> bytes:
        """Return the wrong file as it would lie on the disk."""
        lines = self.wrong.splitlines(keepends=True)
        return "".join(lines + lines[-1:] * (self.repeated - 1)).encode(self.encoding)


@dataclass(frozen=True)
class Message:
    """One code of the catalogue."""

    code: str
    level: Level
    words: Mapping[Language, Words]
    example: Example


@cache
def catalogue() -> Mapping[str, Message]:
    """Return every message by code, in the order of the codes."""
    files = sorted(file for file in CATALOGUE.glob("*.toml") if not file.name.startswith("_"))
    return MappingProxyType({file.stem: _message(file) for file in files})


def _message(file: Path) -> Message:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words: dict[Language, Words] = {"it": Words(**data["it"]), "en": Words(**data["en"])}
    return Message(file.stem, data["level"], MappingProxyType(words), Example(**data["example"]))


@cache
def _labels(lang: Language) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for file in sorted(CATALOGUE.glob("_*.toml")):
        labels |= tomllib.loads(file.read_text(encoding="utf-8"))[lang]
    return MappingProxyType(labels)


def label(name: str, lang: Language) -> str:
    """Return one of the words around the messages."""
    return _labels(lang)[name]


def level(problem: Problem) -> Level:
    """Return how serious a problem is: only an *errore* blocks."""
    return catalogue()[problem.code].level


def word(problem: Problem, *, lang: Language, line: str, more: str = "") -> str:
    """Return the whole message as plain text; `line` is the line of the file that the place names.

    `more` is the address of the page that explains the code, if there is one.
    """
    words, labels, place = worded(problem, lang), _labels(lang), problem.place
    kind = "" if level(problem) == "errore" else f"{labels[level(problem)]}: "
    address = f"{visible(place.file)}:{place.line}:{place.column}"
    shown, carets = _window(line, place)
    rows = [f"{address}  {problem.code}  {kind}{words.title}"]
    if line.strip():
        rows += [f"{place.line:4} | {shown}".rstrip(), f"     | {carets} {words.evidence}".rstrip()]
    rows.append(f"   {labels['why']}: {words.why}")
    if problem.fix and _tells_something(problem.fix, place, line):
        rows.append(f"   {labels['remedy']} — {words.remedy}:")
        rows += [f"       {visible(fixed, spaces_stay=True)}".rstrip() for fixed in problem.fix.lines]
    else:
        rows.append(f"   {labels['remedy']}: {words.remedy}.")
    if more:
        rows.append(f"   {labels['more']}: {more}")
    return "\n".join(rows)


def worded(problem: Problem, lang: Language) -> Words:
    """Return what a message says, with its values in their places; each text fits on one line of a terminal."""
    return filled(catalogue()[problem.code].words[lang], problem.values, lang)


def filled(words: Words, given: Mapping[str, str], lang: Language) -> Words:
    """Return words with values in their places."""
    words = words.in_general() if words.lacks(given) else words
    values = _Values({name: _counted_out(value, lang) if name in _COUNTS else value for name, value in given.items()})
    return Words(
        title=words.title.format_map(values),
        evidence=words.evidence.format_map(values),
        why=words.why.format_map(values),
        remedy=words.remedy.format_map(values),
    )


def _quoted(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


def _counted_out(value: str, lang: Language) -> str:
    """Return a number as the language writes it: 20.000; anything else as it is."""
    if not (value.isascii() and value.isdigit()):
        return value
    return f"{int(value):,}".replace(",", "." if lang == "it" else ",")


def _tells_something(fix: Fix, place: Place, line: str) -> bool:
    """Return whether to show the corrected lines: not when they look like the wrong ones, nor when they are many."""
    if not 0 < len(fix.lines) <= LONGEST_FIX:
        return False
    return place.line != fix.first or fix.lines[0] != line.removeprefix("\ufeff").rstrip("\r")


def summary(problems: Iterable[Problem], *, files: int, lang: Language) -> str:
    """Return the closing line: how many errors, warnings and pieces of advice in how many files."""
    labels, levels = _labels(lang), Counter(level(problem) for problem in problems)
    counted: tuple[Level, ...] = ("errore", "avviso", "consiglio")
    parts = [_counted(labels, name, levels[name]) for name in counted if levels[name]]
    return labels["summary"].format(found=", ".join(parts) or labels["none"], files=_counted(labels, "file", files))


def _counted(labels: Mapping[str, str], name: str, number: int) -> str:
    return labels[f"{name}_{'one' if number == 1 else 'many'}"].format(n=number)


def mend(text: str, fix: Fix) -> str:
    """Return the text with the correction applied."""
    lines = text.split("\n")
    lines[fix.first - 1 : fix.last] = fix.lines
    return "\n".join(lines)


class _Values(dict[str, str]):
    """The values of a message, fit to be shown on one line of a terminal, whatever they hold."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__({name: _short(visible(value)) or "—" for name, value in values.items()})

    def __missing__(self, name: str) -> str:
        return "…"


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"


INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def visible(text: str, *, spaces_stay: bool = False) -> str:
    """Return the text with every invisible character written as ‹U+00A0›: no reader and no terminal is fooled by it."""
    hidden = INVISIBLE if spaces_stay else INVISIBLE | {"Zs"}
    return "".join(
        f"‹U+{ord(character):04X}›" if character != " " and unicodedata.category(character) in hidden else character
        for character in text
    )


def _window(line: str, place: Place) -> tuple[str, str]:
    """Return the stretch of the line around the place, and carets that stand under the place."""
    start = 0 if len(line) <= WINDOW else max(0, place.column - WINDOW // 3)
    before = visible(line[start : place.column - 1])
    marked = visible(line[place.column - 1 : place.column - 1 + place.width])[:WINDOW]
    after = visible(line[place.column - 1 + place.width :])
    room = max(0, WINDOW - len(before) - len(marked))
    lead = "…" if start else ""
    shown = lead + before + marked + after[:room] + ("…" if len(after) > room else "")
    return shown, " " * len(lead + before) + "^" * max(1, len(marked))
