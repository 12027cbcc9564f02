"""What changes, before and after → one HTML file that stands by itself: pictures, fonts and styles inside, no script.

The policy of the page lets nothing be fetched and nothing run, so that even what slipped through every other check is inert.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import jinja2
from markupsafe import Markup

from macros.book.xhtml import Element
from macros.problem import Language, label
from macros.review.outputs import Outputs, Picture, Subject
from macros.review.safe import GONE, NEW, marked, safe

HERE = Path(__file__).parent
State: TypeAlias = Literal["new", "changed", "removed"]


@dataclass(frozen=True)
class Change:
    """Something that a proposal adds, changes or removes."""

    subject: Subject
    title: str
    kind: str
    """The name of its kind, as readers know it; empty for a page."""
    state: State


@dataclass(frozen=True)
class View:
    """What is seen of it in one version."""

    site: Markup | None
    pictures: tuple[Picture, ...]
    epub: Markup | None


@dataclass(frozen=True)
class Card:
    """A change and its two views; a view is None where there is nothing to see."""

    id: str
    change: Change
    before: View | None
    after: View | None


@dataclass(frozen=True)
class Told:
    """What the preview says beside the cards."""

    rules: str = ""
    others: tuple[str, ...] = ()
    """Titles of pages that change with the entries, as HTML text of our own pages."""
    left_out: tuple[str, ...] = ()
    not_shown: int = 0


def card(number: int, change: Change, before: Outputs | None, after: Outputs) -> Card:
    """The change with what is seen of it in each version, what differs marked."""
    one = before if change.state != "new" else None
    other = after if change.state != "removed" else None
    old, new = (_pieces(change.subject, out) for out in (one, other))
    return Card(f"c{number}", change, _view(change, one, old, new, GONE), _view(change, other, new, old, NEW))


Pieces: TypeAlias = tuple[Element | None, Element | None]
"""What the site and the EPUB show, made safe."""


def _pieces(subject: Subject, out: Outputs | None) -> Pieces:
    if out is None:
        return None, None
    article, section = out.article(subject), out.section(subject)
    return None if article is None else safe(article), None if section is None else safe(section)


def _view(change: Change, out: Outputs | None, mine: Pieces, other: Pieces, mark: str) -> View | None:
    if out is None:
        return None
    site, epub = (None if a is None else Markup(marked(a, b, mark)) for a, b in zip(mine, other, strict=True))
    return View(site, out.pictures(change.subject), epub)


def preview_html(
    cards: Sequence[Card],
    told: Told,
    sheets: Mapping[str, str],
    fonts: Mapping[str, bytes],
    *,
    blind: bool,
    lang: Language,
) -> str:
    """The whole page; `sheets` are those of the outputs, `fonts` the files that they name, `blind` if nothing was before."""
    style = _style(sheets, fonts)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; font-src data:; "
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    return (
        _templates()
        .get_template("preview.html")
        .render(
            cards=cards,
            told=told,
            policy=policy,
            style=Markup(style),
            blind=blind,
            lang=lang,
            word=lambda name, **values: label(f"preview_{name}", lang).format(**values),
            data=_data,
        )
    )


def _data(picture: Picture) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture.png).decode()}"


def _style(sheets: Mapping[str, str], fonts: Mapping[str, bytes]) -> str:
    """Our own styles, the fonts, and the styles of each output for its own part of the page alone."""
    faces = "\n".join(_face(name, data) for name, data in sorted(fonts.items()))
    own = (HERE / "preview.css").read_text("utf-8")
    parts = (f"@scope (.on-{name}) {{\n{_scoped(css)}\n}}" for name, css in sorted(sheets.items()))
    style = "\n".join([faces, *parts, own])
    # What stands in a style element ends at its end tag, wherever it is.
    return style.replace("</", "<\\/")


def _face(name: str, data: bytes) -> str:
    """The face of a font file, which says in its name what it is: `literata-latin-400-italic.woff2`."""
    family, weight, style = re.fullmatch(r"(.+)-latin-(\d+)-(\w+)\.woff2", name).groups()  # type: ignore[union-attr]
    title = family.replace("-", " ").title()
    address = f"data:font/woff2;base64,{base64.b64encode(data).decode()}"
    return f'@font-face{{font-family:"{title}";font-weight:{weight};font-style:{style};src:url({address}) format("woff2")}}'


def _scoped(css: str) -> str:
    """A style sheet that can stand in a `@scope`: no fonts, no addresses, and the page's root is the scope's."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    bare = re.sub(r"@font-face\s*\{[^}]*\}|@(?:charset|import)[^;]*;", "", bare)
    bare = re.sub(r"url\((?!['\"]?data:)[^)]*\)", "none", bare)
    return re.sub(r"(?<![\w.#:\[-])(?:html|body|:root)(?![\w-])", ":scope", bare)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
