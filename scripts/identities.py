"""The names and addresses that git's log keeps of who brought an anonymous comment: nothing published may say them."""

from __future__ import annotations

import pathlib
import re
import subprocess

from kept import sources

from macros.library import Library
from macros.model import Comment

_PERSON = re.compile(r"^(?:[\w-]+: )?(.*?) ?<([^<>\s]+@[^<>\s]+)>$", re.MULTILINE)


def identities(root: pathlib.Path, library: Library) -> frozenset[str]:
    """Authors, committers and those the messages name, of every commit that touched an anonymous comment.

    Empty where there is no such comment or no repository. A first name alone is left out: it is also a word; so is
    whoever the project prints anyway, on its pages, under another comment, in its licence.
    """
    files = [
        library.items[id].document.file for id, comment in library.of(Comment) if comment.signature.form == "anonymous"
    ]
    if not files:
        return frozenset()
    form = "--format=%an <%ae>%n%cn <%ce>%n%B"
    done = subprocess.run(["git", "-C", str(root), "log", form, "--", *files], capture_output=True, check=False)
    people = _PERSON.findall(done.stdout.decode("utf-8", "replace"))
    names = {name.strip() for name, _ in people if " " in name.strip()}
    printed = "\n".join(text.decode("utf-8", "replace") for name, text in sources(root).items() if name not in files)
    return frozenset(name for name in names | {address for _, address in people} if name not in printed)
