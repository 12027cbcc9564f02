"""An EPUB as a reader's program has it: the text that follows each mark of a page, and how its files look in a browser."""

from __future__ import annotations

import pathlib
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, sync_playwright

from macros.book.letters import letters
from tests.browser import ARGUMENTS, WIDTHS, Look, chromium

RULES = {
    Look("light", 320): ("color-contrast-enhanced", "link-in-text-block", "svg-img-alt"),
    Look("dark", 320): ("color-contrast-enhanced",),
}
"""A small telephone by day and by night, and what axe is asked there: what does not change at night is asked once."""
ASK_AXE = """
async (rules) => (await axe.run({runOnly: rules, resultTypes: ["violations"], preload: false})).violations
    .map(rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | ")}`)
"""
BODY = "{http://www.w3.org/1999/xhtml}body"
SPOKEN = "{http://www.w3.org/2000/svg}title"
"""What a drawing says only to those who do not see it."""


@dataclass
class Leaf:
    """What was seen of one file in one look."""

    file: str
    look: Look
    violations: list[str] = field(default_factory=list)
    wider: int = 0
    """Pixels by which the file is wider than the window."""


def looked_at(epub: pathlib.Path) -> tuple[Leaf, ...]:
    """Every file of an EPUB in every look."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        with zipfile.ZipFile(epub) as archive:
            archive.extractall(name)
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        files = sorted(pathlib.Path(name).rglob("*.xhtml"))
        seen = tuple(leaf for look in RULES for leaf in _leaves(browser, look, files))
        browser.close()
    return seen


def _leaves(browser: Browser, look: Look, files: list[pathlib.Path]) -> Iterator[Leaf]:
    scheme: Any = look.scheme
    context = browser.new_context(color_scheme=scheme, viewport={"width": look.width, "height": 700})
    page = context.new_page()
    axe = AXE_FILE_PATH.read_text("utf-8")
    for file in files:
        page.goto(file.as_uri())
        scroll, client = page.evaluate(WIDTHS)
        page.evaluate(axe)
        yield Leaf(file.name, look, page.evaluate(ASK_AXE, RULES[look]), max(0, scroll - client))
    context.close()


def text_after_marks(epub: pathlib.Path, length: int = 300) -> list[tuple[str, str]]:
    """The label of each page in the order of reading, and the letters that follow its mark, notes left out."""
    text, marked = "", []
    with zipfile.ZipFile(epub) as archive:
        for file in re.findall(r'href="([\w/-]+\.xhtml)"', archive.read("EPUB/package.opf").decode()):
            body = ElementTree.fromstring(archive.read(f"EPUB/{file}")).find(BODY)
            assert body is not None
            for piece in _pieces(body):
                if isinstance(piece, str):
                    text += letters(piece)
                else:
                    marked.append((piece.get("aria-label", ""), len(text)))
    return [(label, text[start : start + length]) for label, start in marked]


def _pieces(element: ElementTree.Element) -> Iterator[str | ElementTree.Element]:
    """The text of an element and, where they stand in it, the marks of its pages."""
    if element.tag == SPOKEN or element.get("role") == "doc-footnote":
        return
    if element.get("role") == "doc-pagebreak":
        yield element
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
