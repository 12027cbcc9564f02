"""The preview of a proposal: one file that shows what changes, before and after, and can do nothing."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright

from macros.book.xhtml import read_html, text_of
from macros.review.menu import fitted_menu
from macros.review.outputs import Picture, Subject
from macros.review.preview import Card, Change, Told, View, preview_html
from macros.review.safe import GONE, NEW, marked, safe
from tests.browser import ARGUMENTS, ASK_AXE, WATCH, WIDTHS, chromium
from tests.projects import TINY
from tests.proposals import (
    COMMENT,
    GOOD_COMMENT,
    RISK,
    Said,
    new_repository,
    propose,
    removing,
    replacing,
    run_script,
    writing,
)

HOSTILE = (
    "<script>window.hurt = 1</script> <img src=https://example.org/x.png onerror=alert(1)> </style> ]]> & {{ 7*7 }}"
)
NEW_PAGE = writing(f"{TINY}/docs/risks/sale.md", '---\nrender_macros: true\n---\n{{ risk("sale") }}\n')


def copy_of_the_risk(root: pathlib.Path) -> None:
    """A new entry, which the menu of the site does not name."""
    text = (root / RISK).read_text(encoding="utf-8")
    (root / TINY / "content" / "risks" / "sale.yml").write_text(text.replace("The baker is closed", "No salt"), "utf-8")


SIGNED = GOOD_COMMENT.replace("form: anonymous", 'form: name\n  name: "Zoe"').replace('"2026-01"', '"2026-01-31"')
"""One that may lead to an address: who signs is known."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[pathlib.Path, Said]:
    """The preview of a proposal that does a little of everything, and what was said while it was made."""
    repository = new_repository(tmp_path_factory.mktemp("made") / "repository")
    page = (repository / TINY / "docs" / "why.md").read_text(encoding="utf-8")
    spy = "import pathlib; pathlib.Path('/nowhere/at/all').write_text('run')\n"
    propose(
        repository,
        replacing(RISK, "the shutter is down.", "the shutter is stuck."),
        writing(COMMENT, SIGNED.replace("*nobody* told me.", f"*nobody* told me. {HOSTILE}")),
        copy_of_the_risk,
        NEW_PAGE,
        removing(f"{TINY}/content/commentary/non-perdona.yml"),
        writing(f"{TINY}/docs/why.md", page + "\nA line of prose, new.\n"),
        writing(f"{TINY}/docs/about.md", "# About\n\n{{ macros_info() }}\n"),
        writing("macros/__init__.py", spy),
        writing(f"{TINY}/mkdocs.yml", "site_name: Broken\nnav: []\n"),
    )
    file = repository.parent / "preview.html"
    said = run_script("preview.py", repository, "--to", str(file))
    assert said.code == 0, said.log
    return file, said


@pytest.fixture(scope="module")
def page(made: tuple[pathlib.Path, Said]) -> Iterator[Page]:
    """The preview in a browser that has no network; what it asks for and complains of is kept in `seen`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(WATCH)
        context.add_init_script(path=AXE_FILE_PATH)
        opened = context.new_page()
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("console", lambda line: asked.append(line.text))
        opened.goto(made[0].as_uri(), wait_until="load")
        opened.asked = asked  # type: ignore[attr-defined]
        yield opened
        browser.close()


def card_of(page: Page, title: str) -> Any:
    return page.locator("article.card", has=page.locator("h2", has_text=title)).first


def test_the_preview_asks_for_nothing_and_runs_nothing(page: Page, made: tuple[pathlib.Path, Said]) -> None:
    asked: list[str] = page.asked  # type: ignore[attr-defined]
    assert [one for one in asked if not one.startswith("data:")] == [made[0].as_uri()]
    assert page.evaluate("window.hurt") is None
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("seen") == []


def test_the_policy_of_the_preview_lets_nothing_in(made: tuple[pathlib.Path, Said]) -> None:
    html = made[0].read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    for rule in ("default-src 'none'", "img-src data:", "font-src data:", "base-uri 'none'", "form-action 'none'"):
        assert rule.replace("'", "&#39;") in policy[1] or rule in policy[1]
    assert "script-src" not in policy[1] and "unsafe" not in policy[1]
    assert not re.search(r'(?:src|href)="(?!data:|#|https?://)', html)


def test_what_changes_is_listed_with_how(page: Page) -> None:
    listed = page.locator("nav[aria-labelledby] > ul").first.locator("li").all_inner_texts()
    assert [line.replace("\u00a0", " ") for line in listed] == [
        "The baker is closed Risks, cambia",
        "No salt Risks, si aggiunge",
        "The baker is closed comment, si aggiunge",
        "Count your mornings & evenings comment, si toglie",
        "Why this handbook cambia",
    ]


@pytest.mark.parametrize("where", [".on-site", ".on-epub"])
def test_an_entry_is_shown_before_and_after_with_what_differs_marked(page: Page, where: str) -> None:
    pair = card_of(page, "The baker is closed").locator(where)
    assert pair.count() == 2
    before, after = pair.nth(0), pair.nth(1)
    assert "the shutter is down." in before.locator(f".{GONE}").all_inner_texts()[0]
    assert "the shutter is stuck." in after.locator(f".{NEW}").all_inner_texts()[0]
    assert "Crackers for lunch." in after.inner_text()


def test_the_pages_of_the_book_are_pictures_with_a_text(page: Page) -> None:
    pictures = card_of(page, "The baker is closed").locator("img")
    assert pictures.count() >= 2
    for number in range(pictures.count()):
        picture = pictures.nth(number)
        assert picture.evaluate("image => image.naturalWidth") >= 600
        assert re.fullmatch(
            r"The baker is closed: pagina \d+ del PDF, (prima|dopo)", picture.get_attribute("alt") or ""
        )


def test_a_new_entry_has_no_before_and_a_removed_one_no_after(page: Page) -> None:
    new = card_of(page, "No salt")
    assert new.locator(".on-site").count() == 1
    assert new.locator(".nothing").all_inner_texts() == ["Qui prima non c’era."] * 3
    gone = page.locator("article.card", has_text="si toglie").first
    assert gone.locator(".nothing").all_inner_texts() == ["Qui non c’è più."] * 3


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    text = page.locator("article.card", has_text="comment, si aggiunge").first.inner_text()
    assert "<script>window.hurt = 1</script>" in text and "{{ 7*7 }}" in text


def test_a_changed_page_of_prose_is_shown_and_one_that_runs_something_is_not(page: Page) -> None:
    assert "A line of prose, new." in card_of(page, "Why this handbook").inner_text()
    told = page.locator("nav").inner_text()
    assert "docs/about.md" in told
    assert "macros_info" not in page.locator("body").inner_text()


def test_pages_that_change_along_are_named(page: Page) -> None:
    assert page.locator("section.card", has_text="Cambiano anche queste pagine").count() == 1


def test_the_preview_is_accessible_and_fits_a_phone(page: Page) -> None:
    assert page.evaluate(ASK_AXE) == []
    page.set_viewport_size({"width": 320, "height": 700})
    scroll, client = page.evaluate(WIDTHS)
    assert scroll <= client
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_proposal_with_errors_has_no_preview_and_says_why(tmp_path: pathlib.Path) -> None:
    repository = new_repository(tmp_path / "repository", TINY)
    propose(repository, writing(COMMENT, GOOD_COMMENT.replace("position: adds", "position: agreee")))
    file = tmp_path / "preview.html"
    said = run_script("preview.py", repository, "--to", str(file))
    assert said.code == 0
    assert not file.exists()
    assert "quando i contenuti non hanno più errori" in said.summary


def test_a_book_that_was_broken_before_is_shown_only_after() -> None:
    view = View(None, (), None)
    change = Change(Subject("risks/a/", "voce-a", "a"), "A", "Risks", "changed")
    html = preview_html([Card("c0", change, None, view)], Told(), {}, {}, blind=True, lang="it")
    assert "il libro di partenza non si può costruire" in html


def test_titles_and_rules_are_escaped() -> None:
    title = '"><script>alert(1)</script>'
    change = Change(Subject("x/", "x"), title, title, "new")
    view = View(None, (Picture(3, b"png"),), None)
    told = Told(rules=title, left_out=(title,))
    html = preview_html([Card("c0", change, None, view)], told, {}, {}, blind=False, lang="it")
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 5


HARMFUL = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1) style='position:fixed'>a</p>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='data:text/html,x'>a</a>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<svg onload=alert(1)><script>1</script><a href='javascript:1'><text>a</text></a></svg>",
    "<svg><use href='https://example.org/#x'/><image href='https://example.org/x.png'/><rect fill='url(https://e.org)'/></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<form action='https://example.org'><input name=a><button>b</button></form>",
    "<meta http-equiv=refresh content='0;url=https://example.org'><base href='https://example.org'>",
    "<link rel=stylesheet href='https://example.org/x.css'><object data=x></object><embed src=x>",
    "<template><img src=x onerror=alert(1)></template><noscript><img src=x></noscript>",
    "<details open ontoggle=alert(1)><summary>a</summary></details><video src=x></video><img src=https://example.org/x alt=b>",
]
EXECUTES = re.compile(r"<(?:script|style|iframe|object|embed|link|meta|base|form|input|button|template|img|video|use|image)\b|"
                      r"\son\w+=|\sstyle=|javascript:|data:|url\(|\ssrc=|\sid=", re.IGNORECASE)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(HARMFUL), min_size=1, max_size=4))
def test_a_fragment_keeps_nothing_that_acts(pieces: list[str]) -> None:
    html = marked(safe(read_html("".join(pieces))), None, NEW)
    assert not EXECUTES.search(re.sub(r">[^<]*<", "><", f">{html}<")), html


def test_a_fragment_keeps_its_words_its_structure_and_its_drawings() -> None:
    drawing = "<svg viewBox='0 0 9 9'><path d='M0 0'/></svg>"
    html = "<h2>A &amp; B</h2><ul><li><strong>c</strong> <a href='https://example.org/x'>d</a></li></ul>" + drawing
    safe_html = marked(safe(read_html(html)), None, NEW)
    assert "A &amp; B" in safe_html and "<li><strong>c</strong>" in safe_html
    assert 'href="https://example.org/x" rel="noopener noreferrer"' in safe_html
    assert "<path d=" in safe_html


def test_only_the_blocks_that_differ_are_marked() -> None:
    one, other = (safe(read_html(f"<p>same</p><ul><li>{word}</li></ul><p>same</p>")) for word in ("old", "new"))
    assert marked(one, other, GONE).count(GONE) == 1
    assert f'<li class="{NEW}">new</li>' in marked(other, one, NEW)
    assert text_of(one) == "sameoldsame"


def test_the_words_of_a_block_that_holds_others_are_its_own() -> None:
    one, other = (safe(read_html(f"<dl><dd>{word} <em>b</em><p>same</p></dd></dl>")) for word in ("old", "new"))
    assert f'<dd class="{NEW}">new' in marked(other, one, NEW)
    assert "<p>same</p>" in marked(other, one, NEW)


MENU = """\
site_name: x
nav:
  - index.md
  - Rischi:
      - rischi/index.md
      - rischi/uno.md
  - Casi:
      - casi/solo.md
  - Un titolo: fine.md
extra: {}
"""


def test_the_menu_loses_gone_pages_and_empty_sections_and_gains_new_pages_beside_their_neighbours() -> None:
    pages = {"index.md", "rischi/index.md", "rischi/due.md", "fine.md", "sola.md"}
    assert fitted_menu(MENU, pages).split("\n") == [
        "site_name: x",
        "nav:",
        "  - index.md",
        "  - Rischi:",
        "      - rischi/index.md",
        "      - rischi/due.md",
        "  - Un titolo: fine.md",
        "  - sola.md",
        "extra: {}",
        "",
    ]


def test_a_menu_that_fits_stays_as_it_is() -> None:
    pages = {"index.md", "rischi/index.md", "rischi/uno.md", "casi/solo.md", "fine.md"}
    assert fitted_menu(MENU, pages) == MENU
