"""What the commands share: reading the project's pages, printing problems, and never showing a traceback."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from macros.crosscheck import lock_problems, proof_problems  # noqa: E402
from macros.library import Library  # noqa: E402
from macros.pages import page_problems  # noqa: E402
from macros.problem import ContentError, Language, Problem, label, level, summary, word  # noqa: E402
from macros.reading import examine  # noqa: E402

RULES = pathlib.Path("docs/assets/checklist/rules")
"""Where the rules of every edition are kept: they are published with the site."""
OK, CONTENT, USE, ENVIRONMENT, OURS = range(5)
"""Exit codes: done · problems in the content · wrong use · something is missing on this machine · our bug."""

console = Console(stderr=True, highlight=False)


def arguments(description: str) -> argparse.ArgumentParser:
    """The options every command has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=_project, default=ROOT, help="la cartella del progetto")
    parser.add_argument("--lang", choices=("it", "en"), default="it", help="la lingua dei messaggi")
    return parser


def _project(name: str) -> pathlib.Path:
    """A folder that holds a project; argparse turns the fault into wrong use."""
    root = pathlib.Path(name)
    if not (root / "content").is_dir():
        raise argparse.ArgumentTypeError(label("no_project", "it").format(folder=name))
    return root


def run(command: Callable[[], int]) -> int:
    """The exit code of a command; whatever it did not foresee is framed as our bug, with what to report."""
    try:
        return command()
    except KeyboardInterrupt:
        return USE
    except BrokenPipeError:  # whoever was reading, `head` for one, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        console.rule()
        console.print(label("bug", "it"), label("bug", "en"), sep="\n", markup=False)
        console.print(f"{type(error).__name__}: {error}", markup=False)
        for frame in frames:
            console.print(f"  {pathlib.Path(frame.filename).name}:{frame.lineno} {frame.name}", markup=False)
        console.rule()
        return OURS


def whole_library(root: pathlib.Path, *, proved: bool = False) -> tuple[Library, tuple[Problem, ...]]:
    """The library and the advice on it; raises ContentError with every problem of content and pages.

    With `proved` the rules of the checklists are proved over every possible answer too.
    """
    library, problems = examine(root)
    if library is not None:
        problems += page_problems(library, pages(root))
        if not any(level(problem) == "errore" for problem in problems):
            problems += tuple(lock_problems(library, kept_rules(root)))
        if proved and not any(level(problem) == "errore" for problem in problems):
            problems += proof_problems(library)
    if library is None or any(level(problem) == "errore" for problem in problems):
        raise ContentError(problems)
    return library, problems


def kept_rules(root: pathlib.Path) -> dict[str, str]:
    """The files that keep the rules of an edition, by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((root / RULES).glob("*.json"))}


def pages(root: pathlib.Path) -> dict[str, str]:
    """Every page of `docs/` by its name there: `scenari/pippo.md`."""
    docs = root / "docs"
    return {file.relative_to(docs).as_posix(): file.read_text(encoding="utf-8") for file in sorted(docs.rglob("*.md"))}


def show(problems: Sequence[Problem], root: pathlib.Path, lang: Language) -> None:
    """Print every problem with its line, then how many there are."""
    for problem in problems:
        print(word(problem, lang=lang, line=_line(root / problem.place.file, problem.place.line)), end="\n\n")
    print(summary(problems, files=len(list((root / "content").rglob("*.yml"))), lang=lang))


def _line(file: pathlib.Path, number: int) -> str:
    """A line of a file as far as it can be read, without its end."""
    if not file.is_file() or file.is_symlink():
        return ""
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    return lines[number - 1].removesuffix("\r") if number <= len(lines) else ""


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Shows a long stage while it runs on a terminal; elsewhere one line with its seconds when it ends."""
    start = time.perf_counter()
    if console.is_terminal:
        with console.status(name):
            yield
    else:
        yield
    console.print(f"{name:<28} {time.perf_counter() - start:6.1f} s", markup=False)
