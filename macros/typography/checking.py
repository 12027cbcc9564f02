"""Library and pages → every problem of typography in them, with its place and the line put right.

A rule is asked only of the texts that show its sign: a book in which nothing is wrong is read once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from macros.library import Library
from macros.problem import Fix, Problem
from macros.remedy import place_of
from macros.typography import italian, neutral
from macros.typography.exempting import Exempting
from macros.typography.mending import changed, file_changes, mending
from macros.typography.piece import Piece, pieces
from macros.typography.rule import Change, Hit, Rule
from macros.typography.vocabulary import Vocabulary

BY_LANGUAGE: Mapping[str, tuple[Rule, ...]] = {"it": italian.RULES}
"""The rules of each language; one that has none is held to those of all languages."""


def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules for a book in a language, those that need its whole vocabulary aside."""
    return (*BY_LANGUAGE.get(language, ()), *neutral.RULES)


def style_problems(library: Library, pages: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every problem of typography, in the order of files and lines; `pages` maps `scenari/pippo.md` to its text."""
    read = tuple(pieces(library, pages))
    rules = rules_of(library.book.language)
    exempting = Exempting(library.exemptions)
    asked = (*rules, *_of_vocabulary(library, read))
    found = [(piece, hit) for piece, hit in found_in(read, asked) if not exempting.excuses(piece, hit)]
    problems = [_problem(piece, hit, rules, exempting) for piece, hit in found]
    problems += _unused(library, exempting)
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))


def _of_vocabulary(library: Library, read: Sequence[Piece]) -> tuple[Rule, ...]:
    if library.book.language != "it":
        return ()
    return Vocabulary(library, tuple(piece.copy for piece in read)).rules


def found_in(read: Sequence[Piece], rules: Iterable[Rule]) -> Iterator[tuple[Piece, Hit]]:
    """What the rules find, rule by rule."""
    whole = "".join(piece.copy.text for piece in read)
    starts = [0, *accumulate(len(piece.copy.text) for piece in read)]
    titled = [piece for piece in read if any(block.level >= 0 for block in piece.copy.blocks)]
    for rule in rules:
        asked: Iterable[Piece] = titled if rule.titles else read
        if rule.doubt and not rule.doubt(whole):
            continue
        if rule.sign:
            numbers = {bisect_right(starts, sign.start()) - 1 for sign in rule.sign.finditer(whole)}
            asked = [read[number] for number in sorted(numbers)]
        for piece in asked:
            yield from ((piece, hit) for hit in rule.find(piece.copy))


def _problem(piece: Piece, hit: Hit, rules: Sequence[Rule], exempting: Exempting) -> Problem:
    fix = _fix(piece, hit, rules, exempting) if hit.changes else None
    return Problem(hit.code, piece.place(hit.start, hit.end), hit.values, fix)


def _fix(piece: Piece, hit: Hit, rules: Sequence[Rule], exempting: Exempting) -> Fix | None:
    """The lines that the changes of a hit touch, with everything in them put right."""
    touched = [piece.copy.typed(change.start, change.end) for change in hit.changes]
    changes = file_changes(piece, changes_of(piece, rules, exempting))
    own = file_changes(piece, [Change(*typed, "") for typed in touched if typed is not None])
    if None in touched or not own or not changes:
        return None
    sheet = piece.sheet
    first, last = sheet.line(min(change.start for change in own)), sheet.line(max(change.end for change in own))
    start, end = sheet.stretch(first, last)
    inside = [Change(c.start - start, c.end - start, c.new) for c in changes if start <= c.start and c.end <= end]
    return Fix(first, last, tuple(changed(sheet.text[start:end], inside).split("\n")))


def changes_of(piece: Piece, rules: Sequence[Rule], exempting: Exempting) -> tuple[Change, ...]:
    """The changes that leave a piece nothing to mend, in the letters of its value."""
    excused = exempting.of_file(piece.sheet.file)
    return mending(piece.value, piece.flavour, rules, title=piece.title, excused=excused)


def _unused(library: Library, exempting: Exempting) -> Iterator[Problem]:
    """Exemptions that excuse nothing; with files that could not be read, nobody knows."""
    document = library.alone.get("typography.yml")
    if document is not None and not library.broken:
        for number, exemption in exempting.unused():
            values = {"rule": exemption.rule, "file": exemption.file, "text": exemption.text}
            yield Problem("MB164", place_of(document, ("ignore", number, "text")), values)
