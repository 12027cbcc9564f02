"""The text of an issue made with the form for comments → the file of the comment, checked like any other."""

from __future__ import annotations

import argparse
import pathlib
import re
import sys
from collections.abc import Sequence

from terminal import CONTENT, OK, USE, arguments, console, explanations, line_of, run

from meant import entries_like
from review import check

from macros.contribution import STANCES, comment_file, proposed_name
from macros.problem import label, level, word
from macros.reading import read_words, readable
from macros.review.github import fenced, harmless
from macros.review.issue import NotAFormError, contribution_of, read_answers


def main() -> int:
    """Exit code 0 if the file can be published, 1 if something in it must be mended, 2 if the text is not the form's."""
    parser = arguments("Fa il file di un commento dal testo di una segnalazione.")
    parser.add_argument("issue", type=pathlib.Path, help="il file con il testo della segnalazione")
    parser.add_argument("--date", required=True, help="il giorno della segnalazione: AAAA-MM-GG")
    parser.add_argument("--summary", type=pathlib.Path, help="il file a cui aggiungere com’è andata")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    try:
        answers = read_answers(options.issue.read_text(encoding="utf-8"), options.lang)
    except NotAFormError as error:
        console.print(label("issue_not_a_form", options.lang).format(label=error), markup=False)
        return USE
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", options.date):
        parser.error("--date AAAA-MM-GG")
    words = read_words(root)
    sure, meant = entries_like(readable(root)[0], answers["on"])
    answers |= {"on": meant[0]} if sure else {}
    taken = frozenset(file.stem for file in (root / "content").glob("*/*.yml"))
    stances = {key: words[f"stance_{key}"] for key in STANCES}
    contribution = contribution_of(answers, options.date, stances, options.lang)
    file = root / "content" / "commentary" / f"{proposed_name(contribution.text, taken)}.yml"
    file.write_text(comment_file(contribution), encoding="utf-8", newline="")
    return _tell(root, file, () if sure else meant, options)


def _tell(root: pathlib.Path, file: pathlib.Path, meant: Sequence[str], options: argparse.Namespace) -> int:
    """Say where the file is, what is in it and what is wrong with it; others' problems are not told here."""
    name = file.relative_to(root).as_posix()
    _, problems = check(root)
    mine = [problem for problem in problems if problem.place.file == name]
    page = explanations(root)
    said = [
        word(problem, lang=options.lang, line=line_of(file, problem.place.line), more=page(problem)) for problem in mine
    ]
    text = file.read_text(encoding="utf-8")
    parts = [label("issue_made", options.lang).format(file=name), fenced(text), *map(fenced, said)]
    if meant:
        parts += [label("issue_which", options.lang), fenced("\n".join(meant))]
    if options.summary:
        with options.summary.open("a", encoding="utf-8") as summary:
            summary.write("\n\n".join(parts) + "\n")
    print(harmless("\n\n".join([name, *said])))
    return CONTENT if any(level(problem) == "errore" for problem in mine) else OK


if __name__ == "__main__":
    sys.exit(run(main))
