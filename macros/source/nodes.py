"""Clean YAML text → a tree of nodes: texts, lists and groups, each with its place.

It reads the events of PyYAML and composes them itself: so no value changes type, no anchor is followed, and the depth
is refused before it is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from macros.problem import Fix, Place, Problem
from macros.source.lines import requoted

DEEPEST = 20
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser gives the same marks as the other, twenty times faster."""


@dataclass(frozen=True)
class Mark:
    """A point of the text; lines and columns count from 0."""

    line: int
    column: int


@dataclass(frozen=True)
class Node:
    """A text, a list (`items`) or a group of fields (`pairs`)."""

    start: Mark
    end: Mark
    text: str = ""
    style: str = ""
    """For a text: empty when it is written without quotes, else `'`, `"`, `|` or `>`."""
    items: tuple[Node, ...] | None = None
    pairs: tuple[tuple[Node, Node], ...] | None = None
    flow: bool = False
    """True for a list or a group written on a line, between brackets."""
    reported: bool = False
    """True when a problem was already reported here."""

    @property
    def is_text(self) -> bool:
        return self.items is None and self.pairs is None

    def place(self, file: str, lines: list[str]) -> Place:
        """Return the stretch of the node on its first line."""
        line = lines[self.start.line] if self.start.line < len(lines) else ""
        last = self.end.column if self.end.line == self.start.line else len(line.rstrip())
        return Place(file, self.start.line + 1, self.start.column + 1, max(1, last - self.start.column))


@dataclass(frozen=True)
class Tree:
    """The root of a file (None if nothing can be made of it) and the problems met on the way."""

    root: Node | None
    problems: tuple[Problem, ...]


def read_tree(file: str, text: str) -> Tree:
    """Return the tree of a text that has no syntax fault."""
    composer = _Composer(file, text)
    try:
        root = composer.root()
    except _TooDeepError as deep:
        place = Place(file, deep.mark.line + 1, deep.mark.column + 1)
        return Tree(None, (Problem("MB010", place, {"allowed": str(DEEPEST)}),))
    return Tree(root, tuple(composer.problems))


class _TooDeepError(Exception):
    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


class _Composer:
    """One pass over the events; `problems` grows with it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = text.split("\n")
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        self.anchors: set[str] = set()
        self.problems: list[Problem] = []

    def root(self) -> Node | None:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self._report("MB008", Mark(0, 0), 1)
            return None
        root = self._node(next(self.events), 0, in_flow=False)
        next(self.events)  # the end of the document
        self._refuse_second_document(next(self.events))
        if root.is_text and not root.text:
            self._report("MB008", Mark(0, 0), 1)
            return None
        if root.pairs is None:
            self._report("MB009", root.start, root.place("", self.lines).width)
            return None
        return root

    def _refuse_second_document(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            mark = _mark(event.start_mark)
            self._report("MB007", mark, 3, fix=Fix(mark.line + 1, mark.line + 1, ()))

    def _node(self, event: Any, depth: int, *, in_flow: bool) -> Node:
        start = _mark(event.start_mark)
        if depth > DEEPEST:
            raise _TooDeepError(start)
        reported = self._refuse_shortcuts(event, in_flow=in_flow)
        if isinstance(event, yaml.AliasEvent):
            return Node(start, _mark(event.end_mark), f"*{event.anchor}", "*", reported=True)
        if isinstance(event, yaml.ScalarEvent):
            return Node(start, _mark(event.end_mark), event.value, event.style or "", reported=reported)
        flow = _mark(event.end_mark) != start
        inside = in_flow or flow
        if isinstance(event, yaml.SequenceStartEvent):
            items, end = self._items(depth, in_flow=inside)
            return Node(start, end, items=items, flow=flow, reported=reported)
        nodes, end = self._items(depth, in_flow=inside)
        pairs = tuple(zip(nodes[::2], nodes[1::2], strict=True))
        return Node(start, end, pairs=pairs, flow=flow, reported=reported)

    def _items(self, depth: int, *, in_flow: bool) -> tuple[tuple[Node, ...], Mark]:
        nodes = []
        while not isinstance(event := next(self.events), yaml.CollectionEndEvent):
            nodes.append(self._node(event, depth + 1, in_flow=in_flow))
        return tuple(nodes), _mark(event.end_mark)

    def _refuse_shortcuts(self, event: Any, *, in_flow: bool) -> bool:
        """Report an anchor, an alias or a tag, which in prose are mostly a text that begins with a sign."""
        anchor, tag = event.anchor, getattr(event, "tag", None)
        if not anchor and not tag:
            return False
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        is_alias = isinstance(event, yaml.AliasEvent)
        known = anchor in self.anchors
        if anchor and not is_alias:
            self.anchors.add(anchor)
        sign = self.lines[start.line][start.column : start.column + 1]
        lone = (isinstance(event, yaml.ScalarEvent) and not event.style) or (is_alias and not known)
        if lone and not in_flow and start.line == end.line:
            rest = len(self.lines[start.line].rstrip()) - start.column
            fix = requoted(self.lines, (start.line, start.column), (start.line, start.column + rest))
            self._report("MB022", start, rest, {"sign": sign}, fix)
        else:
            self._report("MB037", start, max(1, end.column - start.column), {"sign": sign})
        return True

    def _report(
        self, code: str, mark: Mark, width: int, values: dict[str, str] | None = None, fix: Fix | None = None
    ) -> None:
        place = Place(self.file, mark.line + 1, mark.column + 1, max(1, width))
        self.problems.append(Problem(code, place, values or {}, fix))


def _mark(mark: Any) -> Mark:
    return Mark(mark.line, mark.column)
