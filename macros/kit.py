"""A checklist with rules → one HTML file that works from a disk with no network: rules, words, styles and scripts inline."""

from __future__ import annotations

import base64
import hashlib
import pathlib
import re
from collections.abc import Iterator

import jinja2
from markupsafe import Markup

from macros.bundle import bundled
from macros.desk import Desk
from macros.library import Library
from macros.model import Checklist
from macros.sheet import sheet_data

_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_FACE = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*?href="(?!https?:|mailto:)([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SCHEME = (
    'document.documentElement.dataset.mdColorScheme = matchMedia("(prefers-color-scheme: dark)").matches'
    ' ? "slate" : "default";'
)
"""The palette of site.css is chosen by this attribute, which on the site the theme sets."""


def kit_html(library: Library, id: str, assets: pathlib.Path) -> str:
    """The text of the file; `assets` is that folder of the site: it holds site.css and the folders of the scripts.

    Raises ValueError for a checklist without rules, and for a script written in another style.
    """
    entry = library.items[id].value
    if not isinstance(entry, Checklist):
        raise ValueError(id)
    desk = Desk(library, lambda: "")
    site = library.book.addresses.site
    home = f"{site.rstrip('/')}/" if site else ""
    script = f"{_SCHEME}\n{bundled(assets, 'checklist/app')}"
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
