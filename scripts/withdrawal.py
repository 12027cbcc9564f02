"""Take a comment back: a line stays at its address, and whoever asked is told what is left of it elsewhere."""

from __future__ import annotations

import argparse
import datetime
import pathlib
import re
import subprocess
from collections.abc import Iterator, Sequence
from itertools import groupby

from terminal import OK, USE, arguments, console

from kept import kept_editions

from macros.book.pagemap import PageMap
from macros.desk import Desk
from macros.library import Library
from macros.model import Comment
from macros.problem import label
from macros.reading import readable
from macros.remedy import nearest
from macros.withdrawal import answers, is_withdrawn, left, tombstone, uncited

_READ = ("content/**/*.yml", "docs/**/*.md", "*.md")
"""Where words of a comment may have been written again."""
SHOWN = 5
"""Lines of a file that are told by number; the others are counted."""


def withdraw(words: Sequence[str]) -> int:
    """Exit code 0 if the comment is withdrawn, now or before; 2 if there is none of that name."""
    options = _options(words)
    root: pathlib.Path = options.root.resolve()
    library, _ = readable(root)
    id = _meant(options.id)
    item = library.items.get(id)
    if is_withdrawn(library, id):
        _say("again", options, id=id)
        return OK
    if item is None or not isinstance(item.value, Comment):
        near = nearest(id, (id for id, _ in library.of(Comment)))
        _say("unknown_near" if near else "unknown", options, id=options.id, nearest=", ".join(near))
        return USE
    file = root / item.document.file
    _replace(file, tombstone(item.value, options.month))
    _say("done", options, file=item.document.file, address=Desk(library, str).address(item.id))
    _say("left", options)
    for line in _remains(root, library, item.id, item.value, options):
        console.print(line, markup=False)
    _say("next", options)
    return OK


def _meant(said: str) -> str:
    """The id, from the name of the file with its folder and its end, or from the address of the comment."""
    last = said.strip().replace("\\", "/").rpartition("/")[2].rpartition("#")[2]
    return last.lower().removesuffix(".yml").removeprefix("voce-")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = arguments("Ritira un commento: al suo indirizzo resta una riga che lo dice.")
    parser.prog += " withdraw"
    parser.add_argument("id", help="il nome del file del commento, senza .yml")
    this = datetime.date.today().isoformat()[:7]
    parser.add_argument("--month", type=_month, default=this, help="quando è stato chiesto: AAAA-MM")
    return parser.parse_args(words)


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError("AAAA-MM")
    return text


def _replace(file: pathlib.Path, text: str) -> None:
    """The whole file at once: whoever reads meanwhile finds the comment or the line, never half of either."""
    half = file.with_suffix(".new")
    half.write_text(text, encoding="utf-8")
    half.replace(file)


def _remains(
    root: pathlib.Path, library: Library, id: str, comment: Comment, options: argparse.Namespace
) -> Iterator[str]:
    """What is left, the worst first: its words, what would stop a build, the copies, then where it is named."""

    def said(name: str, **values: object) -> str:
        return label(f"withdraw_{name}", options.lang).format(**values)

    own = f"content/commentary/{id}.yml"
    found = left(id, comment, _files(root, own))
    yield from (said("words", file=one.file, line=one.line) for one in found if one.what == "words")
    for passage, place in uncited(library, id):
        yield said("uncited", file=place.file, line=place.line, passage=passage, indent=" " * (place.column - 5))
    if replies := answers(library, id):
        yield said("replies", ids=", ".join(replies))
    for edition, text in kept_editions(root).items():
        if page := PageMap.from_json(text).numbers.get(f"voce-{id}"):
            yield said("edition", edition=edition, page=page)
    if days := _history(root, own):
        yield said("history" if len(days) > 1 else "history_one", n=len(days), day=days[-1])
    for what in ("mention", "name"):
        named = groupby((one for one in found if one.what == what), key=lambda one: one.file)
        if files := [f"      {file} ({_numbers([one.line for one in lines])})" for file, lines in named]:
            yield "\n".join([said(what), *files])
    yield said("address", id=id)
    yield said("copies")


def _files(root: pathlib.Path, own: str) -> dict[str, str]:
    """Every other file where words of a comment may have been written again, by name."""
    return {
        name: file.read_text(encoding="utf-8", errors="replace")
        for pattern in _READ
        for file in sorted(root.glob(pattern))
        if (name := file.relative_to(root).as_posix()) != own
    }


def _numbers(lines: Sequence[int]) -> str:
    """The first lines by number, and how many others there are."""
    more = len(lines) - SHOWN
    return ", ".join(map(str, lines[:SHOWN])) + (f" + {more}" if more > 0 else "")


def _history(root: pathlib.Path, file: str) -> list[str]:
    """The days on which git saw the file change, last first; none where there is no repository."""
    command = ["git", "-C", str(root), "log", "--follow", "--format=%as", "--", file]
    return subprocess.run(command, capture_output=True, check=False, text=True).stdout.split()


def _say(name: str, options: argparse.Namespace, **values: object) -> None:
    console.print(label(f"withdraw_{name}", options.lang).format(**values), markup=False)
