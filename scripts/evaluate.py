"""Read a filled PDF of the book, or the JSON that the web page exports, and say what comes out of its answers, and why."""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import sys
import textwrap
from collections.abc import Iterable

from terminal import CONTENT, OK, USE, arguments, console, run, show, whole_library

from macros.filled import Answered, UnreadableError, read_filled
from macros.problem import ContentError, Language, label
from macros.result import Advised, Basis, Result, Turn, result

_WIDTH = 88


def main() -> int:
    """Exit code 0 if a result was printed, 1 if the file gives no answers or the content has errors, 2 if there is no file."""
    options = _options()
    try:
        content = options.file.read_bytes()
    except OSError:
        return _say("no_file", options, USE)
    try:
        library, _ = whole_library(options.root.resolve())
        found = read_filled(content, library)
    except ContentError as error:
        show(error.problems, options.root, options.lang)
        return CONTENT
    except UnreadableError as error:
        return _say(error.kind, options, CONTENT, **error.values)
    results = [result(library, answered) for answered in found]
    if options.json:
        print(json.dumps([dataclasses.asdict(one) for one in results], ensure_ascii=False, indent=2))
    for answered, one in zip(found, results, strict=True):
        _notes(answered, options)
        if not options.json:
            print("\n".join(_lines(one, options.lang)))
    return OK


def _options() -> argparse.Namespace:
    parser = arguments("Legge un foglio compilato e dice il risultato.")
    parser.add_argument("file", type=pathlib.Path, help="il PDF compilato, o il JSON salvato dal sito")
    parser.add_argument("--json", action="store_true", help="i risultati come dati, uno per lista")
    return parser.parse_args()


def _say(kind: str, options: argparse.Namespace, code: int, **values: str) -> int:
    console.print(label(f"evaluate_{kind}", options.lang).format(file=options.file.name, **values), markup=False)
    return code


def _notes(answered: Answered, options: argparse.Namespace) -> None:
    """What the reader of the result must know of the file."""
    if answered.doubtful:
        _say("doubtful", options, OK, found=", ".join(answered.doubtful))
    if not answered.has_edition:
        _say("no_edition", options, OK)


def _lines(found: Result, lang: Language) -> Iterable[str]:
    """The result, line by line: outcome first, then why, then what to do."""
    yield f"{found.title} ({label('evaluate_edition', lang)} {found.edition})"
    yield ""
    if len(found.scenarios) == 1:
        yield from _text(f"{label('evaluate_scenario', lang)} {found.scenarios[0].title}")
    else:
        yield label("evaluate_possible", lang)
        yield from (f"  – {scenario.title}" for scenario in found.scenarios)
    if not found.complete:
        missing = sum(1 for code in found.answers.values() if code == "unknown")
        yield from _text(label("evaluate_missing", lang).format(n=missing, all=len(found.answers)))
    if found.next:
        yield from _text(f"{label('evaluate_next', lang)} {found.next.title}")
    if found.proposed:
        yield from _text(label("evaluate_moved", lang).format(scenario=found.proposed.title))
    if found.basis:
        yield from _basis(found.basis)
    yield from _sections(found, lang)
    yield ""
    yield from _text(found.warning)


def _sections(found: Result, lang: Language) -> Iterable[str]:
    """Every part that has something to say, under its heading."""
    turns = [line for turn in found.changes for line in _text(_turn(turn, lang), 2)]
    sections = {
        "evaluate_verdicts": [line for verdict in found.verdicts for line in _verdict(verdict, lang)],
        "evaluate_limits": [line for limit in found.limits for line in _basis(limit)],
        "evaluate_risks": [line for risk in found.risks for line in _text(f"{risk.title}. {risk.why}", 2)],
        "evaluate_maybe": [line for risk in found.maybe for line in _text(f"{risk.title}. {risk.why}", 2)],
        "evaluate_changes": turns,
    }
    for name, lines in sections.items():
        if lines:
            yield from ("", label(name, lang), *lines)


def _verdict(verdict: Advised, lang: Language) -> Iterable[str]:
    advice = f" {label('evaluate_or', lang)} ".join(one.title for one in verdict.advice)
    yield from _text(f"{verdict.title}: {advice}", 2)
    yield from _text(", ".join(one.title for one in verdict.activities), 4)
    if verdict.basis:
        yield from _basis(verdict.basis, 4)


def _turn(turn: Turn, lang: Language) -> str:
    answers = f" {label('evaluate_and', lang)} ".join(f"{q.title} «{a.title}»" for q, a in turn.answers)
    return f"{answers}: {turn.scenario.title}"


def _basis(basis: Basis, indent: int = 2) -> Iterable[str]:
    yield from _text(basis.why, indent)
    yield from _text("; ".join([basis.principle.title, *(passage.title for passage in basis.passages)]), indent)


def _text(text: str, indent: int = 0) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)


if __name__ == "__main__":
    sys.exit(run(main))
