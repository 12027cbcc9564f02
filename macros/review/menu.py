"""The settings of a site → the same with a menu that fits other pages: gone ones left out, new ones after their neighbours.

The proposal's own settings are code and are not used; the order of its new pages in the menu is for the reviewer to read there.
The settings are edited as text, because only their `nav:` block of one page a line is ours to know.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection

_ITEM = re.compile(r"^( *)- (?:[^:]+: )?(\S+\.md)$")


def fitted_menu(settings: str, pages: Collection[str]) -> str:
    """`mkdocs.yml` with a menu of exactly these pages, named as under `docs/`."""
    lines = settings.split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith("nav:")), len(lines) - 1) + 1
    end = next(
        (n for n in range(start, len(lines)) if lines[n] and not lines[n].startswith((" ", "-", "#"))), len(lines)
    )
    items = [line for line in lines[start:end] if line.strip() and not line.strip().startswith("#")]
    kept = [line for line in items if _named(line) in ("", *pages)]
    for page in sorted(set(pages) - {_named(line) for line in kept}):
        at, indent = _place(kept, page)
        kept.insert(at, f"{indent}- {page}")
    return "\n".join([*lines[:start], *_without_empty(kept), *lines[end:]])


def _named(line: str) -> str:
    """The page that a line of the menu names; nothing for a line that opens a section."""
    found = _ITEM.match(line)
    return found[2] if found else ""


def _place(kept: list[str], page: str) -> tuple[int, str]:
    """Where a new page goes: after the last one of its folder, or at the end."""
    folder = posixpath.dirname(page)
    for number in range(len(kept) - 1, -1, -1):
        if folder and posixpath.dirname(_named(kept[number])) == folder:
            return number + 1, _indent(kept[number])
    return len(kept), "  "


def _without_empty(kept: list[str]) -> list[str]:
    """The menu less the sections that have lost every page."""
    lines: list[str] = []
    for line in reversed(kept):
        if _named(line) or (lines and len(_indent(lines[-1])) > len(_indent(line))):
            lines.append(line)
    return lines[::-1]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]
