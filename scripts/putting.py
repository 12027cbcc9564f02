"""A new file: a name nobody has, a draft while it is being written, its place in the content at the end."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from terminal import ENVIRONMENT, USE, console, explanations

from interview import Draft, Interview

from macros.contribution import free_name
from macros.library import Library
from macros.model import ID_PATTERN, RESERVED
from macros.problem import Language, Problem, label, word
from macros.remedy import proposed_id

DRAFTS = "drafts"


class UnfitNameError(Exception):
    """The name cannot be that of a new file; carries what to say."""


def taken(root: pathlib.Path) -> frozenset[str]:
    """The names that no new file can have: ids never repeat in the whole book."""
    return frozenset(file.stem for file in (root / "content").glob("*/*") if file.suffix in (".yml", ".yaml"))


def fit_name(root: pathlib.Path, name: str, lang: Language) -> str:
    """The name itself; raises UnfitNameError if it is taken, or cannot be an id."""
    if not re.fullmatch(ID_PATTERN, name) or len(name) > 80:
        proposal = free_name(proposed_id(name)[:80].strip("-"), taken(root))
        raise UnfitNameError(label("bad_id", lang).format(proposal=proposal or "…"))
    if name in RESERVED:
        proposal = free_name(name, taken(root))
        raise UnfitNameError(label("reserved_id", lang).format(id=name, proposal=proposal))
    if name in taken(root):
        file = next((root / "content").glob(f"*/{name}.y*ml")).relative_to(root)
        raise UnfitNameError(label("taken_id", lang).format(file=file))
    return name


def asked_name(root: pathlib.Path, proposal: str, interview: Interview) -> str:
    """The name the contributor chooses; the proposal to an empty answer."""
    while True:
        try:
            return fit_name(root, interview.line(interview.label("id"), proposal), interview.lang)
        except UnfitNameError as error:
            console.print(str(error), markup=False)


def new_draft(root: pathlib.Path, name: str) -> Draft:
    """A draft with a name no other draft has."""
    there = frozenset(file.stem for file in (root / DRAFTS).glob("*.yml"))
    return Draft(root / DRAFTS / f"{free_name(name, there)}.yml")


def tell_left(root: pathlib.Path, interview: Interview) -> None:
    """Say that earlier drafts are still there."""
    left = sorted(file.relative_to(root).as_posix() for file in (root / DRAFTS).glob("*.yml"))
    if left:
        interview.say("left", files=", ".join(left))


@contextmanager
def keeping(draft: Draft, root: pathlib.Path, target: str, lang: Language) -> Iterator[Callable[[], int]]:
    """Say where the draft is, if anything stops the writing; the function it hands out says so too.

    An interruption ends in SystemExit with the code of wrong use, a disk that refuses in that of an environment that lacks
    something; any other fault goes on to be reported.
    """

    def said(code: int = USE) -> int:
        if draft.text:
            file = draft.file.relative_to(root).as_posix()
            console.print(label("contribute_kept", lang).format(file=file, target=target), markup=False)
        return code

    try:
        yield said
    except (EOFError, KeyboardInterrupt):
        console.print()
        raise SystemExit(said()) from None
    except OSError as error:
        values = {"file": error.filename or "?", "error": error.strerror or error}
        console.print(label("contribute_no_room", lang).format(**values), markup=False)
        raise SystemExit(said(ENVIRONMENT)) from None
    except BaseException:
        said()
        raise


def put(root: pathlib.Path, files: Mapping[str, str]) -> None:
    """Write new files; raises FileExistsError if one is there already, and then leaves none of its own."""
    done: list[pathlib.Path] = []
    try:
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="") as opened:
                done.append(file)
                opened.write(text)
    except BaseException:
        for file in done:
            file.unlink()
        raise


def show_faults(problems: Sequence[Problem], files: Mapping[str, str], root: pathlib.Path, lang: Language) -> None:
    """Print the problems of files that are not in the content yet."""
    page = explanations(root)
    for problem in problems:
        lines = files[problem.place.file].split("\n")
        line = lines[problem.place.line - 1] if problem.place.line <= len(lines) else ""
        console.print(word(problem, lang=lang, line=line, more=page(problem)), end="\n\n", markup=False)


def tell_next(library: Library, id: str, files: Sequence[str], *, anonymous: bool, lang: Language) -> None:
    """Say what comes after the file: to look at it, and how to send it."""
    editors = "book.yml" not in library.broken and library.book.addresses.editors
    lines = [("next", {}), ("see", {}), ("send", {"id": id, "files": " ".join(files)})]
    lines += [("mail", {"editors": str(editors)})] if editors else []
    lines += [("anonymous", {})] if anonymous else []
    for name, values in lines:
        console.print(label(f"contribute_{name}", lang).format(**values), markup=False)
