"""The modules of a page → one classic script: browsers load no modules from files.

Each module becomes a function, in the order they need each other. That asks for one style of writing them, held here:
imports on one line with their names in braces, exports in front of a declaration. What others wrote may have one default
export instead, on a line of its own.
"""

from __future__ import annotations

import pathlib
import posixpath
import re

_IMPORT = re.compile(r'^import (\{[\w, ]+\}|\w+) from "(\.[\w./-]+)\.mjs";$', re.MULTILINE)
_LATE = re.compile(r'await import\("(\.[\w./-]+)\.mjs"\)')
"""A module that comes when it is needed: on a disk it is there from the beginning."""
_EXPORT = re.compile(r"^export ((?:async function|function|const|class) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export \{ ([\w$]+) as default \};$", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b|\bimport\.meta\b|\bimport\((?![\"'])", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


def bundled(folder: pathlib.Path, entry: str) -> str:
    """The modules that one module needs, itself last, as one classic script."""
    parts = [_module(folder, name) for name in _ordered(folder, entry, ())]
    return '(() => {{\n"use strict";\n{}\n}})();\n'.format("\n".join(parts))


def _module(folder: pathlib.Path, name: str) -> str:
    """A module as a function that gives back what it exports."""
    text = (folder / f"{name}.mjs").read_text(encoding="utf-8")
    whole = _DEFAULT.search(text)
    exports = f"default: {whole[1]}" if whole else ", ".join(found[1] for found in _EXPORT.findall(text))
    plain = text if whole else _COMMENT.sub("", text)  # others’ code may hold what looks like a comment
    plain = _LATE.sub(lambda found: _constant(_beside(name, found[1])), plain)
    plain = _EXPORT.sub(r"\1", _DEFAULT.sub("", _IMPORT.sub(lambda found: _imported(name, found), plain)))
    if found := _LEFT.search(plain):
        raise ValueError(f"{name}.mjs: {found[0]}")
    return f"const {_constant(name)} = (() => {{\n{plain}\nreturn {{ {exports} }};\n}})();"


def _imported(by: str, found: re.Match[str]) -> str:
    names, module = found[1], _constant(_beside(by, found[2]))
    return f"const {names} = {module};" if names.startswith("{") else f"const {names} = {module}.default;"


def _beside(name: str, needed: str) -> str:
    """The name of a module, in the folder of all, as another one beside it calls it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), needed))


def _constant(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name)


def _ordered(folder: pathlib.Path, name: str, waiting: tuple[str, ...]) -> list[str]:
    """Each module once, after those it needs; a circle has no order."""
    if name in waiting:
        raise ValueError(" → ".join((*waiting, name)))
    order: list[str] = []
    text = (folder / f"{name}.mjs").read_text(encoding="utf-8")
    for needed in (*(module for _, module in _IMPORT.findall(text)), *_LATE.findall(text)):
        order += [one for one in _ordered(folder, _beside(name, needed), (*waiting, name)) if one not in order]
    return [*order, name]
