"""Two revisions of a repository, read from git's own store: nothing of a proposal is checked out, linked or run.

What is laid on the disk for the checks is made here, file by file: the base revision, and over it only the content, the
pages and the kept rules of the proposal.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from terminal import RULES

from macros.addresses import LOCK
from macros.problem import Problem
from macros.review.tree import File, Tree, Way, changed, inside, is_content, is_page, read_listing, refused, ways
from macros.source.document import LARGEST_FILE

NEEDED = ("docs/", "theme/", "macros/", "mkdocs.yml", LOCK)
"""What building the book needs of the base revision, beside its content; `theme` and `macros` may stand above a project."""
DEEPEST = 60
"""Brackets inside one another in a file of kept rules: more could only be there to break its reader."""


class NoRevisionError(Exception):
    """There is no such revision in the repository; carries its name."""


@dataclass(frozen=True)
class Proposal:
    """A proposed change: the files of its project before and after, and those of the repository that it changes."""

    repository: pathlib.Path
    project: str
    base: str
    head: str
    before: Tree
    after: Tree
    touched: tuple[str, ...]
    """Paths from the root of the repository."""
    whole_before: Tree
    """The whole repository before."""

    @property
    def touched_inside(self) -> tuple[str, ...]:
        """The paths that change in the project, from its folder."""
        return changed(self.before, self.after)


def read_proposal(repository: pathlib.Path, project: str, base: str, head: str) -> Proposal:
    """What changes from one revision to the other; raises NoRevisionError."""
    one, other = (_commit(repository, name) for name in (base, head))
    trees = [read_listing(_git(repository, "ls-tree", "-r", "-l", "-z", "--full-tree", id)) for id in (one, other)]
    before, after = (inside(tree, project) for tree in trees)
    return Proposal(repository, project, one, other, before, after, changed(*trees), trees[0])


def _commit(repository: pathlib.Path, name: str) -> str:
    try:
        found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except subprocess.CalledProcessError as error:
        raise NoRevisionError(name) from error
    return found.decode("ascii").strip()


def day_of(proposal: Proposal) -> str:
    """The day of the proposed revision, AAAA-MM-GG: the same whenever it is reviewed."""
    return _git(proposal.repository, "show", "--no-patch", "--format=%cs", proposal.head).decode("ascii").strip()


def diff(proposal: Proposal, path: str) -> str:
    """The lines of a file of the project that the proposal changes, as git says them, without context."""
    name = path if proposal.project == "." else f"{proposal.project}/{path}"
    how = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--text")
    out = _git(proposal.repository, "diff", *how, proposal.base, proposal.head, "--", f":(top,literal){name}")
    return out.decode("utf-8", "replace")


def lay_before(proposal: Proposal, to: pathlib.Path) -> pathlib.Path:
    """Lay what the base revision builds from; the folder of the project under `to`."""
    start = "" if proposal.project == "." else f"{proposal.project}/"
    wanted = {
        path: file
        for path, file in proposal.whole_before.items()
        if file.is_regular and path.startswith((*NEEDED, *(f"{start}{name}" for name in ("content/", *NEEDED))))
    }
    _write(proposal.repository, wanted, dict.fromkeys(wanted, "whole"), to)
    return to / proposal.project


def lay_after(
    proposal: Proposal, to: pathlib.Path, without: Collection[str] = ()
) -> tuple[pathlib.Path, tuple[Problem, ...]]:
    """Lay the base revision with the proposal's content, pages and kept rules; its folder, and what was refused unread.

    The pages of `without` stay as they were.
    """
    root = lay_before(proposal, to)
    chosen = {
        path: way
        for path, way in ways(proposal.after).items()
        if path not in without and _is_taken(path, way, proposal)
    }
    for path in proposal.before:
        if (
            is_content(path)
            or path in chosen
            or (path not in proposal.after and (is_page(path) or _is_kept_rules(path)))
        ):
            (root / path).unlink(missing_ok=True)
    _write(proposal.repository, {path: proposal.after[path] for path in chosen}, chosen, root)
    for path in chosen:
        if _is_kept_rules(path) and not _is_record(root / path):
            (root / path).unlink()
    return root, refused(proposal.after)


def _is_taken(path: str, way: Way, proposal: Proposal) -> bool:
    """Whether a file of the proposal takes the place of the one of the base: what is not shown of it does not."""
    return is_content(path) or way == "whole" or path not in proposal.before


def _is_kept_rules(path: str) -> bool:
    return path.startswith(f"{RULES.as_posix()}/")


def _is_record(file: pathlib.Path) -> bool:
    """Whether a file of rules can be read without harm; that the rules are not kept is then told as it would be without it."""
    try:
        text = file.read_text(encoding="utf-8")
        return _depth(text) <= DEEPEST and isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _write(repository: pathlib.Path, files: Mapping[str, File], how: Mapping[str, Way], to: pathlib.Path) -> None:
    whole = [path for path in files if how[path] == "whole"]
    texts = dict(zip(whole, blobs(repository, [files[path].object for path in whole]), strict=True))
    for path, file in files.items():
        target = to / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if how[path] == "link":
            target.symlink_to("nowhere")
        else:
            size = min(file.size, LARGEST_FILE + 1)
            target.write_bytes(texts[path] if how[path] == "whole" else bytes(size))


def blobs(repository: pathlib.Path, objects: list[str]) -> list[bytes]:
    """The contents of some objects, in the order given."""
    out = _git(repository, "cat-file", "--batch", given="".join(f"{name}\n" for name in objects).encode("ascii"))
    found, at = [], 0
    for _ in objects:
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        found.append(out[end + 1 : end + 1 + size])
        at = end + size + 2
    return found


def _git(repository: pathlib.Path, *arguments: str, given: bytes | None = None) -> bytes:
    """What git prints; no setting of the person or of the machine has a say in it."""
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(repository), "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=True, env=environment)
    return done.stdout
