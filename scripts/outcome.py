"""Work on the site and the books of a project → its exit code, and in words what stopped it."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from terminal import CONTENT, OURS, console, show, show_engine

from macros.book.fault import BookError
from macros.book.site import SiteError
from macros.problem import ContentError, Language


def outcome(work: Callable[[], int], root: pathlib.Path, lang: Language) -> int:
    """What the work gives back; if content, site engine or book stop it, the code of that, once it is told."""
    try:
        return work()
    except ContentError as error:
        show(error.problems, root, lang)
        return CONTENT
    except SiteError as error:
        return show_engine(error.lines, root, lang)
    except BookError as error:
        console.print(str(error), markup=False)
        return OURS
