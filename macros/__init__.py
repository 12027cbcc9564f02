"""The library of the handbook generator.

In reading order: problem, source, model, prose, schema, leaf, remedy, entry, library, crosscheck, reading, pages,
then desk, figures, views and guide, then book.

This file is the one door from the site engine, which calls `define_env` once (MkDocs) or for every page (Zensical).
"""

from __future__ import annotations

import pathlib
from typing import Any


def define_env(env: Any) -> None:
    """Make the views callable from the pages of the project the engine is building."""
    from macros.reading import read_library  # late: `macros` must be importable by every module of it
    from macros.views import register

    library = read_library(pathlib.Path(env.project_dir))
    register(env, library)
    env.conf["extra"]["words"] = library.words  # the theme's own templates find the words of the interface here
