"""A finished build and its library → where an output says of an anonymous commenter more than they chose to say.

The outputs are read as anybody would read them: unpacked, page by page, with what programs see and readers do not.
In reading order: shelf (what there is to read), traces (names and addresses that must stand nowhere), signatures (what
stands where a comment is signed). Nothing is opened where there is nothing to look for.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from macros.book.fault import Fault
from macros.guard.signatures import Unsigned, signature_faults
from macros.guard.traces import traces
from macros.library import Library
from macros.model import Comment


def privacy_faults(site: Path, library: Library, identities: Collection[str] = ()) -> tuple[Fault, ...]:
    """What must not go out; `identities` are names and addresses known of who sent the anonymous comments."""
    unsigned = tuple(
        Unsigned.of(library, id, comment)
        for id, comment in library.of(Comment)
        if comment.signature.form == "anonymous"
    )
    return (*signature_faults(site, library, unsigned), *traces(site, identities))
