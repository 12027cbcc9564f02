"""What a check found → what is printed: for people, or for another program."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence

from terminal import OK, USE, console, content_files, explanations, line_of, show

from macros.formats import Outcome, Told, as_github, as_json, as_sarif
from macros.problem import Language, Problem, catalogue, label
from macros.problem_pages import said, shown

FORMATS = ("text", "json", "sarif", "github")
_WRITERS = {"json": as_json, "sarif": as_sarif, "github": as_github}


def tell(problems: Sequence[Problem], root: pathlib.Path, lang: Language, form: str) -> None:
    """Print every problem in one of the formats."""
    if form == "text":
        show(problems, root, lang)
    else:
        print(_WRITERS[form](outcome(problems, root), lang), end="")


def outcome(problems: Sequence[Problem], root: pathlib.Path) -> Outcome:
    """The problems with their lines and pages; files are named from where the command was called, if the project is inside."""
    page = explanations(root)
    told = tuple(
        Told(problem=one, line=line_of(root / one.place.file, one.place.line), page=page(one)) for one in problems
    )
    here = pathlib.Path.cwd().resolve()
    project = root.relative_to(here).as_posix() if root.is_relative_to(here) else "."
    return Outcome(told=told, files=content_files(root), project=project)


def explain(code: str, lang: Language) -> int:
    """Print a message in full, with its example; exit code 2 if there is no such code."""
    message = catalogue().get(code.upper())
    if message is None:
        first, *_, last = catalogue()
        console.print(label("no_code", lang).format(code=code, first=first, last=last), markup=False)
        return USE
    words, (wrong, right) = said(message, lang), shown(message.example)
    print(f"{message.code}  {words.title}\n")
    print(f"{words.why_label}: {words.why}\n{words.remedy_label}: {words.remedy}\n")
    for name, file in (("example_wrong", wrong), ("example_right", right)):
        print(f"{label(name, lang)}: {file.name}")
        print("\n".join(f"{'»' if line.changes else ' '}   {line.text}".rstrip() for line in file.lines), end="\n\n")
    return OK
