"""The links between the pages of `docs/`: those that lead to no page and no file, and what the site engine says of pages.

A link is checked on the text, before the engine sees it. What only the engine can judge it tells in lines of its own, which
become problems with the place they are about.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from urllib.parse import unquote

from macros.problem import Fix, Place, Problem
from macros.remedy import nearest
from macros.written_pages import LINK, without_code

SURE = 0.75
"""How alike a link and a page must be for one to be proposed for the other."""
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#$|\{", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*<?$")
_TOLD_LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains an? (?:\w+ ){0,2}link '(?P<target>[^']+)'")
_TOLD_MACRO = re.compile(r"\[macros\] - ERROR .*?_File_: `(?P<page>[^`]+)`", re.DOTALL)
_TOLD_LINE = re.compile(r'_Line (\d+) in|File "<template>", line (\d+)')
_TOLD_WHY = re.compile(r"\*\*(.+?)\*\*|^_(\w+Error_: .+)$", re.MULTILINE)


def unknown(_: str) -> None:
    """Nothing is known of the anchors of any page: none is judged."""


def link_problems(
    pages: Mapping[str, str],
    files: AbstractSet[str],
    anchors: Callable[[str], AbstractSet[str] | None] = unknown,
) -> Iterator[Problem]:
    """Links that lead nowhere; `files` are the names in `docs/` of what is no page, `anchors` tells those of a page."""
    for page, text in pages.items():
        for found in LINK.finditer(without_code(text)):
            target = found["target"] or found["defined"]
            if not _ELSEWHERE.match(target):
                at = found.start("target" if found["target"] else "defined")
                yield from _of_target(page, text, at, target, pages, files, anchors)


def _of_target(
    page: str,
    text: str,
    at: int,
    target: str,
    pages: Mapping[str, str],
    files: AbstractSet[str],
    anchors: Callable[[str], AbstractSet[str] | None],
) -> Iterator[Problem]:
    path, anchor = unquote(re.split(r"[#?]", target)[0]), unquote(target.partition("#")[2])
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if path.startswith("/") or (whole not in pages and whole not in files):
        yield _broken(page, text, at, target, {*pages, *files})
    elif anchor and whole in pages and (known := anchors(whole)) is not None and anchor not in known:
        yield Problem("MB166", _place(page, text, at, len(target)), {"target": target, "anchor": anchor})


def _broken(page: str, text: str, at: int, target: str, files: AbstractSet[str]) -> Problem:
    place = _place(page, text, at, len(target))
    path = re.split(r"[#?]", target)[0]
    suffix = posixpath.splitext(path)[1] or ".md"
    here = posixpath.dirname(page) or "."
    known = [posixpath.relpath(name, here) for name in files if name.endswith(suffix)]
    inside = posixpath.join(path, "index.md")
    close = (inside,) if inside in known else nearest(path, known)
    values = {"target": target, "nearest": ", ".join(close) or "—"}
    sure = close and (close[0] == inside or SequenceMatcher(None, path, close[0]).ratio() > SURE)
    code = "MB169" if _IMAGE.search(text, 0, at) else "MB165"
    return Problem(code, place, values, _fix(text, place, close[0] + target[len(path) :]) if sure else None)


def _fix(text: str, place: Place, new: str) -> Fix:
    line = text.split("\n")[place.line - 1]
    start = place.column - 1
    return Fix(place.line, place.line, (line[:start] + new + line[start + place.width :],))


def _place(page: str, text: str, at: int, width: int) -> Place:
    line = text.count("\n", 0, at) + 1
    return Place(f"docs/{page}", line, at - text.rfind("\n", 0, at), width)


def engine_problems(lines: Sequence[str], pages: Mapping[str, str]) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """What lines of the site engine say of pages, with their places; and the lines that say anything else."""
    problems: list[Problem] = []
    others: list[str] = []
    for line in lines:
        problem = _of_link(line, pages) or _of_macro(line, pages)
        if problem:
            problems.append(problem)
        elif not re.fullmatch(r"exit \d+", line):  # follows every line of the macros
            others.append(line)
    return tuple(problems), tuple(others)


def _of_link(line: str, pages: Mapping[str, str]) -> Problem | None:
    told = _TOLD_LINK.match(line)
    if told is None or told["page"] not in pages:
        return None
    text, target = pages[told["page"]], told["target"]
    at = next((text.find(sign) for sign in (f"({target})", f"({target} ", f"<{target}>") if sign in text), 0)
    if "anchor" in line:
        place = _place(told["page"], text, at + 1, len(target))
        return Problem("MB166", place, {"target": target, "anchor": target.rpartition("#")[2]})
    return _broken(told["page"], text, at + 1, target, set(pages))


def _of_macro(line: str, pages: Mapping[str, str]) -> Problem | None:
    told = _TOLD_MACRO.match(line)
    if told is None or told["page"] not in pages:
        return None
    text, number, why = pages[told["page"]], _TOLD_LINE.search(line), _TOLD_WHY.search(line)
    front = re.match(r"---\n.*?\n---[ \t]*\n+", text, re.DOTALL)  # the engine counts the lines after it
    line_number = int(number[1] or number[2]) + (front[0].count("\n") if front else 0) if number else 1
    typed = text.split("\n")[line_number - 1 : line_number]
    width = len(typed[0].rstrip()) if typed else 1
    reason = (why[1] or why[2]).replace("_", "") if why else ""
    return Problem("MB168", Place(f"docs/{told['page']}", line_number, 1, max(1, width)), {"reason": reason})
