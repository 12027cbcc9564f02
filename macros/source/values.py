"""The tree of a file → the faults of its fields that YAML accepts in silence: twice, empty, named wrongly.

It walks the tree once; what may be wrong with one text is for `texts`.
It does not know which fields an entry has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from macros.problem import Fix, Problem
from macros.source.lines import PLAIN_KEY, split_line
from macros.source.nodes import Node
from macros.source.texts import Sheet, lost_text, text_problem

Path = tuple[str | int, ...]
Found = tuple[Problem, Path]
"""A problem and the path of the value it is about."""


def value_problems(file: str, lines: list[str], root: Node) -> tuple[tuple[Problem, ...], frozenset[Path]]:
    """Return the problems of a tree, and the paths they are about."""
    found = tuple(_of_node(Sheet(file, lines), root, ()))
    shortcuts = _reported_by_nodes(root, ())
    return tuple(problem for problem, _ in found), frozenset([*(path for _, path in found), *shortcuts])


def _reported_by_nodes(node: Node, path: Path) -> Iterator[Path]:
    if node.reported:
        yield path
    for step, child in _children(node):
        yield from _reported_by_nodes(child, (*path, step))


def _children(node: Node) -> Iterable[tuple[str | int, Node]]:
    if node.items is not None:
        return enumerate(node.items)
    return ((key.text, value) for key, value in node.pairs or ())


def _of_node(sheet: Sheet, node: Node, path: Path) -> Iterator[Found]:
    if node.reported:
        return
    if node.is_text:
        if problem := text_problem(sheet, node):
            yield problem, path
        return
    if node.flow and any(not key.is_text for key, _ in node.pairs or ()):
        end = len(sheet.lines[node.end.line].rstrip())
        yield sheet.problem("MB027", node, {"sign": "{", "closing": "}"}, sheet.quote(node, node, until=end)), path
        return
    if node.pairs is not None:
        yield from _of_keys(sheet, node, path)
        yield from _of_fields(sheet, node, path)
        return
    for number, item in enumerate(node.items or ()):
        if sentence := _sentence_with_colon(sheet, item):
            yield sentence, (*path, number)
        elif _is_empty(item):
            yield from _of_empty(sheet, item, item, "-", (*path, number), siblings=len(node.items or ()))
        else:
            yield from _of_node(sheet, item, (*path, number))


def _of_fields(sheet: Sheet, node: Node, path: Path) -> Iterator[Found]:
    seen: dict[str, Node] = {}
    for key, value in node.pairs or ():
        here = (*path, key.text)
        if key.text in seen and key.is_text:
            first = str(seen[key.text].start.line + 1)
            yield sheet.problem("MB012", key, {"key": key.text, "line": first}, _without(sheet, key, value)), here
            continue
        seen[key.text] = key
        if node.flow and not key.style and ":" in key.text:
            continue  # `{source:madre}`, told with the fields
        if _is_empty(value):
            yield from _of_empty(sheet, key, value, key.text, here, siblings=len(node.pairs or ()))
        else:
            yield from _of_node(sheet, value, here)


def _of_keys(sheet: Sheet, node: Node, path: Path) -> Iterator[Found]:
    for key, value in node.pairs or ():
        here = (*path, key.text)
        if not key.is_text or not key.text or key.start.line != key.end.line:
            yield sheet.problem("MB011", key), here
        elif key.text == "<<":
            yield sheet.problem("MB037", key, {"sign": "<<"}), here
        elif node.flow and not key.style and _is_empty(value) and ":" in key.text:
            column, line = key.start.column + key.text.index(":") + 1, sheet.lines[key.start.line]
            spaced = Fix(key.start.line + 1, key.start.line + 1, (f"{line[:column]} {line[column:]}",))
            works = line[column : column + 1].isalnum()
            yield sheet.problem("MB029", key, {"key": key.text.split(":")[0]}, spaced if works else None), here
        elif not PLAIN_KEY.fullmatch(key.text):
            proposal = plain_key(key.text)
            line = sheet.lines[key.start.line]
            mended = (line[: key.start.column] + proposal + line[key.end.column :],)
            fix = Fix(key.start.line + 1, key.start.line + 1, mended)
            values = {"key": key.text, "proposal": proposal}
            yield sheet.problem("MB014", key, values, fix if proposal else None), here


def plain_key(text: str) -> str:
    """Return the name as fields are written: small letters without accents, `_` for spaces."""
    letters = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.-]+", "_", letters).strip("_.-")


def _without(sheet: Sheet, key: Node, value: Node) -> Fix | None:
    """Return the correction that takes a whole field away, when it stands on lines of its own."""
    line = split_line(key.start.line + 1, sheet.lines[key.start.line])
    alone = line.text.strip() == "-" if key is value else not line.dashes and len(line.indent) == key.start.column
    if not alone:
        return None
    on_lines = value.style in ("|", ">") or not (value.is_text or value.flow)
    last = value.end.line - 1 if on_lines else value.end.line
    while last > key.start.line and not sheet.lines[last].strip():
        last -= 1
    return Fix(key.start.line + 1, max(key.start.line, last) + 1, ())


def _is_empty(node: Node) -> bool:
    return node.is_text and not node.reported and not node.text.strip()


def _of_empty(sheet: Sheet, holder: Node, value: Node, name: str, path: Path, *, siblings: int = 1) -> Iterator[Found]:
    if lost := lost_text(sheet, value):
        yield lost, path
    elif name:
        gone = _without(sheet, holder, value) if siblings > 1 else None
        yield sheet.problem("MB013", holder, {"key": name}, gone), path


def _sentence_with_colon(sheet: Sheet, item: Node) -> Problem | None:
    """Report a list item such as `- Attenzione: il fornitore impara`, which YAML reads as a field."""
    if item.flow or item.pairs is None or len(item.pairs) != 1:
        return None
    key, value = item.pairs[0]
    if key.style or PLAIN_KEY.fullmatch(key.text) or not value.is_text or value.style in ("|", ">"):
        return None
    end = len(sheet.lines[value.end.line].rstrip()) if value.text else value.end.column
    return sheet.problem("MB020", item, {}, sheet.quote(key, value, until=end))
