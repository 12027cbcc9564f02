"""Take a comment back: a line stays at its address, and whoever asked is told what is left of it elsewhere."""

from __future__ import annotations

import argparse
import datetime
import pathlib
import re
import subprocess
from collections.abc import Iterator, Sequence

from kept import kept_editions
from terminal import OK, USE, arguments, console

from macros.book.pagemap import PageMap
from macros.desk import Desk
from macros.library import Library
from macros.model import Comment
from macros.problem import label
from macros.reading import readable
from macros.remedy import nearest
from macros.withdrawal import answers, is_withdrawn, left, tombstone

_READ = ("content/**/*.yml", "docs/**/*.md", "*.md")
"""Where words of a comment may have been written again."""


def withdraw(words: Sequence[str]) -> int:
    """Exit code 0 if the comment is withdrawn, now or before; 2 if there is none of that name."""
    options = _options(words)
    root: pathlib.Path = options.root.resolve()
    library, _ = readable(root)
    item = library.items.get(options.id)
    if is_withdrawn(library, options.id):
        _say("again", options, id=options.id)
        return OK
    if item is None or not isinstance(item.value, Comment):
        near = nearest(options.id, (id for id, _ in library.of(Comment)))
        _say("unknown", options, id=options.id, nearest=", ".join(near) or "—")
        return USE
    file = root / item.document.file
    _replace(file, tombstone(item.value, options.month))
    _say("done", options, file=item.document.file, address=Desk(library, str).address(item.id))
    _say("left", options)
    for line in _remains(root, library, item.id, item.value, options):
        console.print(line, markup=False)
    _say("next", options)
    return OK


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
    def said(name: str, **values: object) -> str:
        return label(f"withdraw_{name}", options.lang).format(**values)

    own = f"content/commentary/{id}.yml"
    files = {
        name: file.read_text(encoding="utf-8", errors="replace")
        for pattern in _READ
        for file in sorted(root.glob(pattern))
        if (name := file.relative_to(root).as_posix()) != own
    }
    yield from (said(one.what, file=one.file, line=one.line) for one in left(id, comment, files))
    if replies := answers(library, id):
        yield said("replies", ids=", ".join(replies))
    for edition, text in kept_editions(root).items():
        if page := PageMap.from_json(text).numbers.get(f"voce-{id}"):
            yield said("edition", edition=edition, page=page)
    if days := _history(root, own):
        yield said("history", n=len(days), day=days[-1])
    yield said("address", id=id)
    yield said("copies")


def _history(root: pathlib.Path, file: str) -> list[str]:
    """The days on which git saw the file change, last first; none where there is no repository."""
    command = ["git", "-C", str(root), "log", "--follow", "--format=%as", "--", file]
    return subprocess.run(command, capture_output=True, check=False, text=True).stdout.split()


def _say(name: str, options: argparse.Namespace, **values: object) -> None:
    console.print(label(f"withdraw_{name}", options.lang).format(**values), markup=False)
