"""What pages are made of: each case is a call of a macro and the Markdown that the tiny library gives for it.

Then what no title and no text can do, whatever it holds.
"""

from __future__ import annotations

import functools
import pathlib
import re
import shutil
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import markdown  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from mkdocs.config import load_config
from pydantic import TypeAdapter, ValidationError

from macros import prose
from macros.book.xhtml import Element, read_html
from macros.model.fields import Line
from macros.reading import read_library
from macros.views import VIEWS, register
from tests.projects import ROOT, TINY

CASES = sorted(folder for folder in (ROOT / "tests" / "cases" / "views").iterdir())
PAYLOADS = [
    "A {: onclick=alert(1) #__config }",
    "A {: #__search .md-header style=position:fixed }",
    "{#x onclick=y}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</h1><script>alert(1)</script>",
    "A &lt;/title&gt;&lt;script&gt;alert(1)",
    "&#60;script&#62;",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x) [b](file:///etc/passwd) [c](smb://x/y) [d](ms-word:ofe|u|x)",
    "<javascript:alert(1)> <https://example.org>",
    "![a](https://example.org/pixel.png)",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://example.org "x\\" onclick=alert(1) ")',
    "{{ 7*7 }} {% del x %} {{ cycler.__init__.__globals__.os.popen('id').read() }}",
    '--8<-- ".git/config"',
    "<!-- <pre> <details>",
    "[TOC]",
    "*[HTML]: x",
    "a | b\n--|--\n1 | 2",
    "```\ncode\n```",
    "    code",
    "# title {#id}",
    "a\n===",
    "R&S",
    "a < b > c * d _ e ` f \\ g ! h",
    "_!_config",
]


class Engine:
    """As much of a site engine as views need: a page, and the macros it is given."""

    def __init__(self, url: str) -> None:
        self.page = SimpleNamespace(url=url)
        self.macros: dict[str, Callable[..., str]] = {}

    def macro(self, function: Callable[..., str], name: str) -> None:
        """Keep a macro under its name."""
        self.macros[name] = function


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_call_gives_this_markdown(case: pathlib.Path, tmp_path: pathlib.Path, request: pytest.FixtureRequest) -> None:
    told = yaml.safe_load((case / "case.yml").read_text(encoding="utf-8"))
    shutil.copytree(ROOT / TINY / "content", tmp_path / "content")
    if (case / "content").is_dir():
        shutil.copytree(case / "content", tmp_path / "content", dirs_exist_ok=True)
    engine = Engine(told["page"])
    register(engine, read_library(tmp_path))
    name, *arguments = told["call"]
    given = re.sub(r"\n{3,}", "\n\n", engine.macros[name](*arguments)).strip() + "\n"
    if request.config.getoption("--accept"):
        (case / "expected.md").write_text(given, encoding="utf-8")
    assert given == (case / "expected.md").read_text(encoding="utf-8")


def test_every_macro_is_known_by_its_name() -> None:
    engine = Engine("")
    register(engine, read_library(ROOT / TINY))
    assert engine.macros.keys() == VIEWS.keys()


@functools.cache
def site_markdown() -> markdown.Markdown:
    """The Markdown of the site, with the extensions and options of `mkdocs.yml`."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def in_a_page(source: str) -> Element:
    """The body of a page written so."""
    converter = site_markdown()
    converter.reset()
    return read_html(converter.convert(source))


SIGNS = st.sampled_from([*"{}[]()<>#*_`~^=+-!\\|&;:.\"'$%@/?, \t", "onclick=x", "script", "a", "è", "__", "&lt;", "{:"])
ANY_TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60)
"""Whatever a file of content can hold: control characters and the like are refused before."""
ONE_LINE = st.one_of(ANY_TEXT, st.lists(SIGNS, max_size=25).map("".join), st.sampled_from(PAYLOADS))


def is_title(text: str) -> bool:
    """Whether the model lets a text be a title."""
    try:
        TypeAdapter[str](Line).validate_python(text)
    except ValidationError:
        return False
    return bool(text.strip()) and len(text.splitlines()) == 1


@settings(max_examples=800, deadline=None)
@given(ONE_LINE.filter(is_title))
def test_no_title_can_make_an_attribute_an_id_a_link_or_a_tag(title: str) -> None:
    body = in_a_page(f"# {prose.heading(title)}\n\nafter\n")
    heading, after = body
    assert (heading.tag, after.tag) == ("h1", "p")
    assert heading.keys() == ["id"]
    assert not heading.get("id", "").startswith("__"), "ids that begin so belong to the theme"
    (permalink,) = heading
    assert (permalink.tag, permalink.get("href")) == ("a", f"#{heading.get('id')}")
    assert permalink.keys() == ["class", "href", "title"]
    assert " ".join((heading.text or "").split()) == " ".join(title.split()), "it comes out as typed"


@pytest.mark.parametrize("title", ["R&S", "a < b", "2 * 3 * 4", "snake_case_name", "&lt;", "`x`", "[a](b)", "# #"])
def test_signs_in_a_title_come_out_as_typed(title: str) -> None:
    assert in_a_page(f"## {prose.heading(title)}\n")[0].text == title


TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def resolve(mark: prose.Mark) -> Markup:
    """A stand-in for the library: a mark becomes the name of its kind."""
    return Markup(type(mark).__name__)


def harmless(fragment: str) -> Element:
    """The fragment as an XML tree, when it holds nothing but what authors may write."""
    tree = ElementTree.fromstring(f"<div>{fragment}</div>")
    for element in tree.iter():
        assert element is tree or element.tag in TAGS
        assert set(element.keys()) <= ATTRIBUTES.get(element.tag, set())
        if element.tag == "a":
            assert urlsplit(element.get("href", "").strip()).scheme.lower() in ("http", "https", "mailto")
    return tree


BLOCKS = st.lists(st.one_of(SIGNS, st.sampled_from(["\n", "\n\n", "  \n", "- ", "1. ", "> ", "    "])), max_size=40)


@settings(max_examples=1500, deadline=None)
@given(st.one_of(ANY_TEXT, BLOCKS.map("".join), st.sampled_from(PAYLOADS)), st.booleans())
def test_no_text_can_make_a_tag_an_attribute_or_a_forbidden_link(text: str, inline: bool) -> None:
    harmless(prose.fragment(text, resolve, inline=inline))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_fragment_survives_the_page_it_is_put_in(payload: str) -> None:
    """Raw HTML blocks pass through the Markdown of the site untouched: nothing in them is read again."""
    fragment = prose.fragment(payload, resolve)
    body = in_a_page(f'<div class="prose">\n{fragment}\n</div>\n\n## After\n')
    assert [element.tag for element in body] == ["div", "h2"]
    inside = "".join(harmless(fragment).itertext())
    assert "".join(body[0].itertext()).split() == inside.split()


def test_authors_write_paragraphs_emphasis_lists_quotations_and_links() -> None:
    text = 'Uno *due* **tre**.\nAncora.\n\n- a\n- b\n\n1. c\n\n> d\n\n[e](https://example.org) "f"'
    assert str(prose.fragment(text, resolve)) == (
        "<p>Uno <em>due</em> <strong>tre</strong>.\nAncora.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        "<ol>\n<li>c</li>\n</ol>\n<blockquote>\n<p>d</p>\n</blockquote>\n"
        '<p><a href="https://example.org">e</a> «f»</p>'
    )


def test_a_mark_becomes_what_the_library_says() -> None:
    seen: list[Any] = []

    def listed(mark: prose.Mark) -> Markup:
        seen.append(mark)
        return Markup("<a href='x'>!</a>")

    shown = prose.fragment("Sì.[@post/madre] Poi [[casa]] e [[casa|a casa]].", listed)
    assert shown == "<p>Sì.<a href='x'>!</a> Poi <a href='x'>!</a> e <a href='x'>!</a>.</p>"
    assert seen == [
        prose.CitationMark("post", "madre"),
        prose.ReferenceMark("casa", ""),
        prose.ReferenceMark("casa", "a casa"),
    ]
