"""Keeps each note at the foot of the page of its call; runs in the process of the layout.

WeasyPrint 70 sends notes on to the next page to make room for the second line of a paragraph, whatever their
`footnote-policy`: in a book with many notes, one in seventy is then far from its call. There is no hook, so one line of
its code is changed; should that line be written otherwise one day, the layout refuses to start.
"""

from __future__ import annotations

import inspect

_LINE = "report = not context.in_column and can_break_now and not could_break_before"


def keep_notes_with_calls() -> None:
    """Let WeasyPrint, from now on, break before a line rather than send notes away."""
    from weasyprint.layout import block  # type: ignore[import-untyped]

    source = inspect.getsource(block._linebox_layout)
    if source.count(_LINE) != 1:
        raise RuntimeError("WeasyPrint lays notes out in another way")
    exec(compile(source.replace(_LINE, "report = False"), block.__file__, "exec"), block.__dict__)
