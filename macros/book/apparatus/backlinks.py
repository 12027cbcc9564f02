"""The lists that close an entry → the last of them without what those before it already name.

On the site the list of who speaks of an entry stands alone in the eye of who scrolls; on paper the same name and page
three times in a row help nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.book.apparatus.draft import Draft
from macros.book.xhtml import Element, classes_of, remove, walk


def leave_out_repeated_backlinks(draft: Draft) -> None:
    """Take out of each list of who speaks of an entry the entries that the stretch lists above; the list too, if none is left."""
    for leaf in draft.leaves:
        for stretch in leaf.stretches:
            lists = [found for root in stretch.roots for found in root.iter("ul")]
            named = {target for found in lists if "refs" in classes_of(found) for target in _targets(found)}
            for parent, child in tuple(walk(leaf.body)):
                if child in lists and "backlinks" in classes_of(child):
                    _leave_out(parent, child, named)


def _targets(listed: Element) -> Iterator[str]:
    return (link.get("href", "") for link in listed.iter("a"))


def _leave_out(parent: Element, listed: Element, named: set[str]) -> None:
    for line in tuple(listed):
        if named.intersection(_targets(line)):
            remove(listed, line)
    if not len(listed):
        heading = list(parent)[list(parent).index(listed) - 1]
        remove(parent, listed)
        remove(parent, heading)
