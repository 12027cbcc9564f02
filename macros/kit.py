"""A checklist with rules → one HTML file that works from a disk with no network: rules, words, styles and scripts inline.

The scripts are the modules of the site, each in a function of its own, in the order they need each other: browsers load
no modules from files. That asks for one style of writing them, held by `bundled`: imports on one line with their names
in braces, exports in front of a declaration. What others wrote may have one default export instead, on a line of its own.
"""

from __future__ import annotations

import base64
import hashlib
import pathlib
import posixpath
import re
from collections.abc import Iterator

import jinja2
from markupsafe import Markup

from macros.desk import Desk
from macros.library import Library
from macros.model import Checklist
from macros.sheet import sheet_data

_IMPORT = re.compile(r'^import (\{[\w, ]+\}|\w+) from "\./([\w/-]+)\.mjs";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async function|function|const|class) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export \{ ([\w$]+) as default \};$", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b|\bimport\.meta\b|\bimport\((?![\"'])", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_FACE = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?href="(?!https?:|mailto:)([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SCHEME = (
    'document.documentElement.dataset.mdColorScheme = matchMedia("(prefers-color-scheme: dark)").matches'
    ' ? "slate" : "default";'
)
"""The palette of site.css is chosen by this attribute, which on the site the theme sets."""


def kit_html(library: Library, id: str, assets: pathlib.Path) -> str:
    """The text of the file; `assets` is the folder that holds site.css and the folder of the scripts.

    Raises ValueError for a checklist without rules, and for a script written in another style.
    """
    entry = library.items[id].value
    if not isinstance(entry, Checklist):
        raise ValueError(id)
    desk = Desk(library, lambda: "")
    site = library.book.addresses.site
    home = f"{site.rstrip('/')}/" if site else ""
    script = f"{_SCHEME}\n{bundled(assets / 'checklist', 'app')}"
    if "</script" in script.lower():
        raise ValueError(id)
    style = _style(assets)
    return _template().render(
        book=library.book,
        words=library.words,
        entry=entry,
        body=Markup(_settled(str(desk.prose(entry.body)), home)),
        sheet=_settled_all(sheet_data(desk, id, entry), home),
        script=Markup(script),
        style=Markup(style),
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    )


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
    for _, needed in _IMPORT.findall((folder / f"{name}.mjs").read_text(encoding="utf-8")):
        order += [one for one in _ordered(folder, _beside(name, needed), (*waiting, name)) if one not in order]
    return [*order, name]


def _style(assets: pathlib.Path) -> str:
    """The styles of the site without its faces, which would be requests."""
    files = (assets / "site.css", assets / "checklist" / "sheet.css", assets / "checklist" / "kit.css")
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return _FACE.sub("", _COMMENT.sub("", text))


def _settled_all(value: object, home: str) -> object:
    """The same data with links that lead to the public site, or are plain words while it has no address."""
    if isinstance(value, dict):
        return dict(_settled_fields(value, home))
    if isinstance(value, (list, tuple)):
        return [_settled_all(one, home) for one in value]
    return _settled(str(value), home) if isinstance(value, str) else value


def _settled_fields(fields: dict[str, object], home: str) -> Iterator[tuple[str, object]]:
    for key, value in fields.items():
        yield key, (f"{home}{value}" if home else "") if key == "href" else _settled_all(value, home)


def _settled(html: str, home: str) -> str:
    return _LINK.sub(rf'<a class="ref" href="{home}\1">\2</a>' if home else r"<span>\2</span>", html)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _template() -> jinja2.Template:
    folder = pathlib.Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("kit.html")
