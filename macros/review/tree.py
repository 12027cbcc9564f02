"""The listing of a revision → its files, and how each may be laid on the disk: nothing is opened before this is known."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from macros.model import RESERVED
from macros.problem import Place, Problem
from macros.source.document import LARGEST_FILE

MOST_FILES = 5_000
MOST_BYTES = 50_000_000
"""More than this is not content that a person wrote, nor that one can review."""
LONGEST_PATH = 400
RULES = "docs/assets/checklist/rules/"
"""Where the rules of each edition are kept: data, though it stands among the site's own files."""
LARGEST_RECORD = 2_000_000  # bytes

Way: TypeAlias = Literal["whole", "stub", "link"]
"""As it is; as so many zeros, for the reader to refuse by its size or its name; as a link that leads nowhere."""


@dataclass(frozen=True)
class File:
    """One file of a revision, as `git ls-tree -l` lists it."""

    path: str
    mode: str
    """`100644` and `100755` are files, `120000` a symbolic link, `160000` a submodule."""
    object: str
    size: int
    """Bytes; 0 for what has no content of its own."""

    @property
    def is_regular(self) -> bool:
        """Whether it is a file, and not a link or another repository."""
        return self.mode in ("100644", "100755")


Tree: TypeAlias = Mapping[str, File]


def read_listing(listing: bytes) -> dict[str, File]:
    """The files of a revision by path, from `git ls-tree -r -l -z --full-tree`; bytes that are not UTF-8 show as `\\xff`."""
    files = {}
    for record in listing.split(b"\0"):
        if record:
            head, _, name = record.partition(b"\t")
            mode, _, object_, size = head.decode("ascii").split()
            path = name.decode("utf-8", "backslashreplace")
            files[path] = File(path, mode, object_, int(size) if size.isdigit() else 0)
    return files


def inside(tree: Tree, project: str) -> dict[str, File]:
    """The files of one project of the repository, by path from the project; `.` is the whole repository."""
    start = "" if project == "." else f"{project}/"
    return {path.removeprefix(start): file for path, file in tree.items() if path.startswith(start)}


def changed(before: Tree, after: Tree) -> tuple[str, ...]:
    """The paths that a proposal adds, changes or removes, in alphabetical order."""
    return tuple(path for path in sorted({*before, *after}) if _mark(before.get(path)) != _mark(after.get(path)))


def _mark(file: File | None) -> tuple[str, str]:
    return (file.mode, file.object) if file else ("", "")


def is_content(path: str) -> bool:
    """Whether a file of the project is content: taken from a proposal, and never run."""
    return path.startswith("content/")


def is_page(path: str) -> bool:
    """Whether it is one of the book's pages: read as text."""
    return path.startswith("docs/") and path.endswith(".md")


def ways(tree: Tree) -> dict[str, Way]:
    """How the files of a proposal are laid on the disk, by path: content, pages and kept rules, and of the rest of `docs/`
    only that it is there, because pages may link to it.
    """
    found: dict[str, Way] = {}
    for path, file in tree.items():
        if not _is_safe_path(path):
            continue
        if is_content(path):
            found[path] = _way(file, right=path.endswith(".yml") or posixpath.basename(path) == "LICENSE")
        elif path.startswith("docs/") and file.is_regular:
            largest = LARGEST_RECORD if path.startswith(RULES) else LARGEST_FILE if is_page(path) else 0
            found[path] = "whole" if file.size <= largest else "stub"
    return found


def _way(file: File, *, right: bool) -> Way:
    if not file.is_regular:
        return "link"
    return "whole" if right and file.size <= LARGEST_FILE else "stub"


def is_too_large(tree: Tree) -> bool:
    """Whether a proposal has more files, or more bytes, than anybody could review."""
    files = [file for path, file in tree.items() if is_content(path) or is_page(path)]
    return len(files) > MOST_FILES or sum(file.size for file in files if file.size <= LARGEST_FILE) > MOST_BYTES


def refused(tree: Tree) -> tuple[Problem, ...]:
    """What the reader of the content would not see: pages that are links or too large, and paths that lead astray."""
    return tuple(problem for path, file in tree.items() for problem in _refused(path, file))


def _refused(path: str, file: File) -> Iterable[Problem]:
    name = posixpath.basename(path)
    unsafe = not _is_safe_path(path) and (is_content(path) or is_page(path))
    if unsafe or (is_page(path) and not file.is_regular):
        yield Problem("MB073", Place(path, 1, 1), {"name": name})
    elif is_page(path) and (taken := _reserved(path)):
        yield Problem("MB076", Place(path, 1, 1), {"name": taken, "proposal": f"{taken}-2"})
    elif is_page(path) and file.size > LARGEST_FILE:
        values = {"allowed": f"{LARGEST_FILE // 1000} kB", "found": f"{-(-file.size // 1000)} kB"}
        yield Problem("MB001", Place(path, 1, 1), values)


def _reserved(path: str) -> str:
    """The first part of a path that no file can have on Windows; nothing if they all can. Those of the content are read."""
    parts = (part.split(".")[0].rstrip(" ").lower() for part in path.split("/"))
    return next((part for part in parts if part in RESERVED), "")


def _is_safe_path(path: str) -> bool:
    """Git itself refuses most of these; a listing is not trusted to have come from such a git."""
    parts = path.split("/")
    return len(path) <= LONGEST_PATH and not any(
        part in ("", ".", "..") or part.lower() == ".git" or len(part.encode()) > 200 or "\0" in part for part in parts
    )
