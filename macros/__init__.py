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
    from macros.changes.snapshot import read_past
    from macros.measured import read_measured
    from macros.minutes import minutes_to_read
    from macros.pages import page_texts
    from macros.reading import read_library  # late: `macros` must be importable by every module of it
    from macros.views import register
    from macros.written_pages import written_pages

    root = pathlib.Path(env.project_dir)
    library = read_library(root)
    docs = root / "docs"
    texts, _ = page_texts({file.relative_to(docs).as_posix(): file.read_bytes() for file in sorted(docs.rglob("*.md"))})
    register(env, library, read_measured(root), read_past(root), written_pages(library, texts))
    # What the theme's own templates need of the library.
    env.conf["extra"].update(words=library.words, book=library.book, minutes_to_read=minutes_to_read)
