"""The site read anywhere: from a disk with no network, in a browser without scripts, and from an address that is wrong."""

from __future__ import annotations

import html
import json
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from macros.book.seal import SUMS
from macros.bundle import bundled
from macros.library import Library
from macros.offline import SCRIPT, offline_name
from macros.reading import read_library
from tests.browser import ARGUMENTS, LEFT, WATCH, ask, chromium, pages_of, served
from tests.projects import ROOT, Built

EMPTY = 40
"""Letters: no page of this site says less."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT)


def archive_of(built: Built, library: Library) -> Path:
    return built.site / library.words["address_downloads"] / offline_name(library.book, library.words)


@pytest.fixture(scope="module")
def disk(real: Built, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the real book, taken out of its file as a reader does."""
    folder = tmp_path_factory.mktemp("disk")
    with zipfile.ZipFile(archive_of(real, library)) as archive:
        archive.extractall(folder)
    (only,) = folder.iterdir()
    return only


# On a disk


def test_the_archive_is_one_folder_named_after_the_edition_and_its_hash_is_listed(
    real: Built, disk: Path, library: Library
) -> None:
    file = archive_of(real, library)
    assert disk.name == f"{library.book.id}-{library.book.edition}"
    assert (disk / "index.html").is_file()
    assert f"  {file.name}\n" in (file.parent / SUMS).read_text("utf-8")
    assert file.stat().st_size < 4_000_000


class _Addresses(HTMLParser):
    """Gathers every address that a page points to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}


def test_every_page_is_there_and_every_link_of_it_leads_to_a_file_or_to_the_public_site(
    real: Built, disk: Path
) -> None:
    """What a link names in a page stays as it was, and the build followed it; here is whether the file is there."""
    pages, of_the_site = (
        {file.relative_to(site).as_posix() for file in site.rglob("*.html")} for site in (disk, real.site)
    )
    assert pages == of_the_site - {"404.html"}
    lost = set()
    for name in pages:
        parser = _Addresses()
        parser.feed((disk / name).read_text("utf-8"))
        for address in parser.found:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https", "mailto") and not address.startswith("#"):
                file = disk / posixpath.dirname(name) / unquote(parts.path)
                if parts.scheme or not file.is_file():
                    lost.add(f"{name}: {address}")
    assert lost == set()


def test_no_page_loads_what_a_browser_refuses_to_load_from_a_disk(disk: Path) -> None:
    for name in pages_of(disk):
        text = (disk / name).read_text("utf-8")
        assert 'type="module"' not in text and "preload" not in text, name
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        said = html.unescape(policy[1]) if policy else ""
        assert said.startswith("default-src 'none'; ") and "unsafe" not in said and "http" not in said, name
    assert list(disk.rglob("*.mjs")) == []


def test_with_a_public_address_the_books_are_taken_from_there(addressed: Built, library: Library) -> None:
    with zipfile.ZipFile(archive_of(addressed, library)) as archive:
        home = archive.read(f"{library.book.id}-{library.book.edition}/index.html").decode()
    downloads = re.search(r'<div class="downloads".*?</div>', home, re.DOTALL)
    assert downloads and '<a href="https://libro.example/guida/">' in downloads[0]


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window in which nothing may go wrong and nothing may be asked of a network."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.add_init_script(WATCH)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    context.on("requestfailed", lambda one: wrong.append(f"{one.failure} {one.url}") if one.failure != LEFT else None)
    context.on("request", lambda one: wrong.append(one.url) if urlsplit(one.url).scheme not in LOCAL else None)
    yield context
    context.close()
    assert wrong == []


LOCAL = ("file", "data", "blob")


def open_file(context: BrowserContext, file: Path) -> Page:
    page = context.new_page()
    page.goto(file.as_uri())
    return page


def seen_in(page: Page) -> Any:
    return page.evaluate("seen")


def test_from_a_disk_one_goes_from_page_to_page_and_the_colours_chosen_stay(window: BrowserContext, disk: Path) -> None:
    page = open_file(window, disk / "index.html")
    page.locator('[data-md-component="palette"] button:visible').click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    menu, text = page.locator(".md-nav--primary"), page.locator("article")
    for room, name in ((menu, "Scenari"), (text, "Pluto"), (menu, "Rischi")):
        room.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        page.wait_for_load_state("load")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert seen_in(page) == []
    assert page.url == (disk / "rischi" / "index.html").as_uri()


WIDTH = """async () => {
    await document.fonts.ready;
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("h1"));
    return range.getBoundingClientRect().width;
}"""


def test_from_a_disk_the_letters_are_those_of_the_site(
    window: BrowserContext, disk: Path, browser: Browser, real: Built
) -> None:
    there = browser.new_page(viewport={"width": 1280, "height": 900})
    with served(real.site) as origin:
        there.goto(origin)
        width = there.evaluate(WIDTH)
    there.close()
    page = open_file(window, disk / "index.html")
    assert page.evaluate(WIDTH) == width


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ascolto", "attivita/ascolto/index.html"),
        ("stagisti", "rischi/stagista-bravo-con-internet/index.html"),
    ],
)
def test_from_a_disk_the_search_finds_what_it_finds_on_the_site(
    window: BrowserContext, disk: Path, words: str, first: str
) -> None:
    page = open_file(window, disk / "scenari" / "pippo" / "index.html")
    ask(page, words)
    link = page.locator(".md-search-result__link").first
    expect(link).to_have_attribute("href", re.compile(re.escape(first)))
    link.click()
    page.wait_for_load_state("load")
    expect(page.locator("mark").first).to_be_visible()
    assert page.url.startswith((disk / first).as_uri())
    assert seen_in(page) == []


def test_from_a_disk_every_result_leads_to_a_file_and_has_the_title_of_its_page(disk: Path) -> None:
    index = json.loads((disk / SCRIPT).read_text("utf-8").removeprefix("var __index = ").rstrip(";\n"))
    locations = {doc["location"]: doc["title"] for doc in index["docs"]}
    assert any(location.startswith("index.html#") for location in locations), "parts of the first page are results too"
    for location in locations:
        page = unquote(location.split("#")[0])
        assert (disk / page).is_file(), location
        assert locations.get(page), f"{location}: the theme looks for the page of every part"


def test_from_a_disk_a_part_of_the_first_page_is_found_with_its_page(window: BrowserContext, disk: Path) -> None:
    page = open_file(window, disk / "rischi" / "index.html")
    ask(page, "tre modi di dividere")
    item = page.locator(".md-search-result__item").first
    expect(item.locator("h1")).not_to_be_empty()
    link = item.locator("a[href*='#tre-modi']")
    expect(link.locator("p").first).to_contain_text("Pippo")
    link.click()
    page.wait_for_url(re.compile("/index.html.*#tre-modi"))
    expect(page.locator("h1")).to_be_visible()


def test_from_a_disk_a_checklist_is_answered_and_its_rules_are_proved(
    window: BrowserContext, disk: Path, library: Library
) -> None:
    words = library.words
    page = open_file(window, disk / "liste" / "quale-scenario" / "index.html")
    page.goto(f"{page.url}#{words['sheet_at_all']}")
    for answer in page.locator(".sheet").get_by_label("Sempre", exact=True).all():
        answer.check()
    page.goto(f"{page.url.split('#')[0]}#{words['sheet_at_result']}")
    link = page.locator('.sheet a[href*="topolino"]').first
    assert (link.get_attribute("href") or "").endswith("/topolino/index.html")
    page.goto(f"{page.url.split('#')[0]}#{words['sheet_at_proof']}")
    page.get_by_role("button", name=words["sheet_proof_compute"]).click()
    expect(page.locator(".sheet-hash")).to_have_count(2, timeout=60_000)
    assert len(set(page.locator(".sheet-hash").all_inner_texts())) == 1
    assert seen_in(page) == []


def test_from_a_disk_lists_are_looked_through(window: BrowserContext, disk: Path) -> None:
    page = open_file(window, disk / "rischi" / "index.html")
    page.locator("details.filter > summary").click()
    page.locator("details.filter select").first.select_option(index=1)
    expect(page.locator(".filter-status")).not_to_be_empty()
    assert page.locator("[data-marks]:visible").count() < page.locator("[data-marks]").count()


def test_from_a_disk_no_page_complains(window: BrowserContext, disk: Path) -> None:
    """One page of each set of scripts."""
    kinds: dict[tuple[str, ...], str] = {}
    for name in pages_of(disk):
        scripts = re.findall(r'<script[^>]* src="[./]*([^"]+)"', (disk / name).read_text("utf-8"))
        kinds.setdefault(tuple(scripts), name)
    assert len(kinds) > 4
    page = window.new_page()
    for name in kinds.values():
        page.goto((disk / name).as_uri())
        assert seen_in(page) == [], name


def test_a_module_of_others_becomes_part_of_a_classic_script(tmp_path: Path, browser: Browser) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "twice.mjs").write_text("var a = n => `${n}/*${n}*/`;\nexport { a as default };\n", "utf-8")
    (tmp_path / "three.mjs").write_text("export const three = 3;\n", "utf-8")
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "app.mjs").write_text(
        'import twice from "../lib/twice.mjs";\nimport { three } from "../three.mjs";\nglobalThis.said = twice(three);\n',
        "utf-8",
    )
    page = browser.new_page()
    page.evaluate(bundled(tmp_path, "page/app"))
    assert page.evaluate("said") == "3/*3*/"
    page.close()


# Without scripts

WITHOUT_SCRIPTS = """
() => {
    const seen = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && one.getBoundingClientRect().width > 1;
    const dead = "button, select, textarea, input:not([type=checkbox], [type=radio]), label[for=__search], a[href='#']";
    const within = document.querySelector("main") ?? document.body;
    return {
        text: within.innerText.trim().length,
        dead: [...document.querySelectorAll(dead)].filter(seen).map(one => one.outerHTML.slice(0, 120)),
        menu: [...document.querySelectorAll(".md-nav--primary a[href]")].length,
        opens: [...document.querySelectorAll("label[for=__drawer].md-header__button")].filter(seen).length,
        hidden: [...document.querySelectorAll("article > h1, article > p:not([hidden]), article > ul:not([hidden])")]
            .filter(one => !one.checkVisibility({opacityProperty: true})).length,
    };
}
"""
"""What a page without scripts shows: its words, controls that would do nothing (a box can be ticked, and the sheet printed), and the
way to the menu."""


@pytest.mark.parametrize("width", [360])
def test_without_scripts_every_page_is_there_its_menu_opens_and_no_control_is_dead(
    browser: Browser, real: Built, width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    empty, dead, without_menu, hidden = [], {}, [], []
    with served(real.site) as origin:
        for name in pages_of(real.site):
            page.goto(origin + name, wait_until="load")
            found = page.evaluate(WITHOUT_SCRIPTS)
            themed = page.locator(".md-header").count() > 0
            if found["text"] < EMPTY:
                empty.append(name)
            if found["dead"]:
                dead[name] = found["dead"]
            if themed and not (found["menu"] and found["opens"]):
                without_menu.append(name)
            if found["hidden"]:
                hidden.append(name)
    context.close()
    with capsys.disabled():
        print(f"\n{len(pages_of(real.site))} pages without scripts")
    assert (empty, dead, without_menu, hidden) == ([], {}, [], [])


def test_without_scripts_the_menu_leads_on_and_a_checklist_is_a_list_to_be_read(browser: Browser, real: Built) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    with served(real.site) as origin:
        page.goto(origin)
        page.locator('label.md-header__button[for="__drawer"]').click()
        page.locator(".md-nav--primary").get_by_role("link", name="Glossario").click()
        expect(page.locator("h1")).to_contain_text("glossario", ignore_case=True)
        page.goto(f"{origin}liste/quale-scenario/")
        assert page.locator("article li:visible, article fieldset:visible, article td:visible").count() > 12
    context.close()


# Under a wrong address


@pytest.fixture
def lost(browser: Browser, real: Built, addressed: Built) -> Iterator[Callable[..., Page]]:
    """Opens a wrong address of the site, which answers as hosts do: with the page for wrong addresses."""
    contexts: list[BrowserContext] = []
    sites: list[Any] = []

    def open_lost(address: str, *, base: str = "/", scripts: bool = True) -> Page:
        built = real if base == "/" else addressed
        site = served(built.site, base, {address: built.site / "404.html"})
        sites.append(site)
        origin = site.__enter__()
        context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.goto(origin + address)
        return page

    yield open_lost
    for context in contexts:
        context.close()
    for site in sites:
        site.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("asked", "near", "base"),
    [
        ("scenari/pipo/", "scenari/pippo/", "/"),
        ("Scenari/Pippo.html", "scenari/pippo/", "/guida/"),
        ("attivita/ascolti", "attivita/ascolto/", "/guida/"),
        ("rischi/delega/", "rischi/delega-totale/", "/"),
    ],
)
def test_the_nearest_page_is_proposed_first(lost: Callable[..., Page], asked: str, near: str, base: str) -> None:
    page = lost(asked, base=base)
    first = page.locator(".lost-near li a").first
    expect(first).to_be_visible()
    assert urlsplit(first.evaluate("link => link.href")).path == base + near
    first.click()
    expect(page.locator("h1")).not_to_have_text(read_library(ROOT).words["lost_title"])


def test_an_address_like_no_other_is_looked_for_in_the_text(lost: Callable[..., Page]) -> None:
    page = lost("weblog-xyz/ascolto-rete.php")
    expect(page.locator(".lost-near")).to_be_visible()
    page.locator(".lost-search").click()
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.locator(".md-search__input").input_value() == "ascolto rete"


def test_without_scripts_every_page_can_be_reached_from_a_wrong_address(lost: Callable[..., Page], real: Built) -> None:
    page = lost("scenari/pipo/", scripts=False)
    expect(page.locator(".lost-near")).to_be_hidden()
    assert page.locator(".lost-ways a:visible").count() > 5
    page.locator(".lost-all summary").click()
    links = page.locator(".lost-all a").evaluate_all("links => links.map(link => new URL(link.href).pathname)")
    named = {urlsplit(link).path.strip("/").removesuffix(".") for link in links}
    pages = {
        posixpath.dirname(name)
        for name in pages_of(real.site)
        if 'class="md-header' in (real.site / name).read_text("utf-8")
    }
    assert page.locator(".lost-all a:visible").count() == len(links)
    assert pages <= named


def test_from_a_wrong_address_the_first_link_leads_past_the_menu(lost: Callable[..., Page]) -> None:
    page = lost("scenari/pipo/", base="/guida/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main article') !== null")
