"""The page that tells what changed from an edition to the next. A view like those of `views`."""

from __future__ import annotations

from markupsafe import Markup

from macros.changes.told import Said, passage_mark, steps
from macros.desk import Desk
from macros.render import render


def edition_changes(desk: Desk) -> str:
    """What changed since each edition before this one; of the first edition, a sentence."""
    return render(desk, "changes.md", steps=steps(desk.library, desk.past), say=lambda said: _html(desk, said))


def _html(desk: Desk, said: Said) -> Markup:
    """The words, then the links."""
    links = (desk.cite(*ref.split("/")) if passage_mark(desk.library, ref) else desk.ref(ref) for ref in said.refs)
    return (
        Markup("{} {}").format(said.words, Markup(", ").join(links)) if said.refs else Markup("{}").format(said.words)
    )
