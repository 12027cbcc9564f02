"""What the commands share: reading the project's pages, printing problems, and never showing a traceback."""

from __future__ import annotations

import argparse
import os
import pathlib
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from usage import Parser  # noqa: E402

from macros.addresses import LOCK, addresses_of, lost_problems, moved_problems  # noqa: E402
from macros.changes.snapshot import read_past  # noqa: E402
from macros.crosscheck import lock_problems, proof_problems  # noqa: E402
from macros.library import Library  # noqa: E402
from macros.measured import read_measured  # noqa: E402
from macros.page_anchors import anchors_in  # noqa: E402
from macros.page_links import engine_problems, link_problems  # noqa: E402
from macros.pages import page_problems, page_texts  # noqa: E402
from macros.problem import ContentError, Language, Problem, label, level, summary, word  # noqa: E402
from macros.problem_pages import public_page  # noqa: E402
from macros.reading import readable  # noqa: E402
from macros.typography import glyph_problems, style_problems  # noqa: E402

RULES = pathlib.Path("docs/assets/checklist/rules")
"""Where the rules of every edition are kept: they are published with the site."""
FONTS = ROOT / "docs" / "assets" / "fonts"
"""The fonts belong to the generator, whose style sheets name them, whatever the project under `--root`."""
OK, CONTENT, USE, ENVIRONMENT, OURS = range(5)
"""Exit codes: done · problems in the content · wrong use · something is missing on this machine · our bug."""

console = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
"""Never wraps: a terminal does, and in a file `file:line:col` must stay on one line."""


def arguments(description: str) -> argparse.ArgumentParser:
    """The options every command has."""
    parser = Parser(description=description)
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


def whole_library(
    root: pathlib.Path, *, proved: bool = False, styled: bool = False
) -> tuple[Library, tuple[Problem, ...]]:
    """The library and the advice on it; raises ContentError with every problem of content and pages.

    With `proved` the rules of the checklists are proved over every possible answer too; with `styled` the advice is also
    on the typography.
    """
    library, problems = readable(root)
    texts, faults = page_texts(page_bytes(root))
    anchors = anchors_in(library, texts, lambda: read_measured(root), lambda: read_past(root))
    problems += (*faults, *page_problems(library, texts), *link_problems(texts, page_files(root), anchors))
    unread = {problem.place.file for problem in faults if problem.code == "MB002"}
    sound = {name: text for name, text in texts.items() if f"docs/{name}" not in unread}
    problems += glyph_problems(library, sound, (font.read_bytes() for font in sorted(FONTS.glob("*.woff2"))))
    if not has_errors(problems):
        problems += tuple(lock_problems(library, kept_rules(root)))
        problems += (*moved_problems(library, texts), *lost_addresses(root, library, texts))
    if proved and not has_errors(problems):
        problems += proof_problems(library)
    if styled and "book.yml" not in library.broken:
        problems += style_problems(library, sound)
    problems = tuple(sorted(problems, key=lambda problem: (problem.place, problem.code)))
    if has_errors(problems):
        raise ContentError(problems)
    return library, problems


def lost_addresses(root: pathlib.Path, library: Library, pages: Iterable[str]) -> tuple[Problem, ...]:
    """Published addresses that content and pages no longer give; what files the site has is known when it is built."""
    return tuple(lost_problems(library, published(root), addresses_of(library, pages), built=False))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether anything must be mended before the content can be published."""
    return any(level(problem) == "errore" for problem in problems)


def kept_rules(root: pathlib.Path) -> dict[str, str]:
    """The files that keep the rules of an edition, by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((root / RULES).glob("*.json"))}


def published(root: pathlib.Path) -> str:
    """Every address that was ever published, one a line; nothing if none was yet."""
    file = root / LOCK
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def page_bytes(root: pathlib.Path) -> dict[str, bytes]:
    """Every page of `docs/` by its name there: `scenari/pippo.md`."""
    docs = root / "docs"
    return {file.relative_to(docs).as_posix(): file.read_bytes() for file in sorted(docs.rglob("*.md"))}


def page_files(root: pathlib.Path) -> frozenset[str]:
    """The name in `docs/` of everything that is no page."""
    docs = root / "docs"
    return frozenset(file.relative_to(docs).as_posix() for file in docs.rglob("*") if file.suffix != ".md")


def show(problems: Sequence[Problem], root: pathlib.Path, lang: Language) -> None:
    """Print every problem with its line, then how many there are, and how to read of them in full."""
    page = explanations(root)
    for problem in problems:
        line = line_of(root / problem.place.file, problem.place.line)
        print(word(problem, lang=lang, line=line, more=page(problem)), end="\n\n")
    print(summary(problems, files=content_files(root), lang=lang))
    if problems and not page(problems[0]):
        print(label("explain", lang).format(code=problems[0].code))


def content_files(root: pathlib.Path) -> int:
    """How many files of content there are."""
    return len(list((root / "content").rglob("*.yml")))


def explanations(root: pathlib.Path) -> Callable[[Problem], str]:
    """The public address of the page that explains a problem; nothing for a site without an address or such pages."""
    library, _ = readable(root)
    address = library.words.get("address_errors", "").strip("/")
    has_pages = address and (root / "docs" / f"{address}.md").is_file()
    return lambda problem: public_page(library, problem) if has_pages else ""


def show_engine(lines: Sequence[str], root: pathlib.Path, lang: Language) -> int:
    """Print what the site engine said, as problems with their places where it speaks of pages; the exit code."""
    problems, others = engine_problems(lines, page_texts(page_bytes(root))[0])
    for line in others:
        console.print(line, markup=False)
    if problems:
        show(problems, root, lang)
    return CONTENT if problems else OURS


def line_of(file: pathlib.Path, number: int) -> str:
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
