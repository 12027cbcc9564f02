"""The site for those who use a keyboard, a small screen, large letters, a slow network or a program that reads aloud.

What axe finds, in every look, is told by `test_site`; here is what axe does not look for.
The filters of the lists and the map of the connections are used with the keyboard in the tests of their own pages.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

import nu
import pytest
from known import explained, read_known, unexplained
from measures import HEAVIEST
from npm import is_installed
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from weight import weight_of

from tests.browser import ARGUMENTS, FRESH, WIDTHS, Visit, chromium, pages_of, served
from tests.projects import ROOT, Built

EVERY_PAGE = pytest.mark.parametrize("book", ["real", "addressed"])
REAL = pytest.mark.parametrize("book", ["real"])
SOME = ["", "scenari/pippo/", "attivita/", "liste/quale-scenario/", "contribuire/"]
"""The first page, a scenario, the widest table, the longest page, and one with code."""
WIDE, NARROW = 1280, 320
Visits = tuple[Visit, ...]
Open = Callable[..., Page]


@EVERY_PAGE
def test_headings_are_in_order_parts_have_names_and_what_the_keyboard_reaches_is_seen(visits: Visits) -> None:
    """And nothing scrolls sideways but what is made to: page.js says what it looks for."""
    assert {str(visit): visit.faults for visit in visits if visit.faults} == {}


@EVERY_PAGE
def test_nothing_moves_while_a_page_arrives(visits: Visits) -> None:
    assert {str(visit): visit.moved for visit in visits if visit.moved} == {}


@REAL
def test_a_first_visit_to_any_page_is_light(visits: Visits, real: Built, capsys: pytest.CaptureFixture[str]) -> None:
    first = [visit for visit in visits if visit.look == visits[0].look]
    weights = {visit.page: weight_of(real.site, visit.asked) for visit in first}
    heaviest = max(weights, key=lambda page: weights[page])
    with capsys.disabled():
        print(f"\nheaviest: {heaviest} {weights[heaviest]} bytes, first page {weights['index.html']}")
    assert min(weights[page] for page in weights if "/" in page and not page.startswith("scarica/")) > 50_000
    assert {page: weight for page, weight in weights.items() if weight > HEAVIEST} == {}


@REAL
def test_what_axe_leaves_to_a_person_has_been_looked_at(visits: Visits) -> None:
    known = read_known(ROOT)
    unsure = [rule for visit in visits for rule in visit.unsure]
    assert unexplained("axe", unsure, known) == ()
    assert {one.finding for one in explained("axe", unsure, known)} == begins(known, "axe")


def begins(known: tuple[Any, ...], program: str) -> set[str]:
    """What the list knows of a program."""
    return {entry.begins for entry in known if entry.program == program}


def test_the_validator_finds_in_the_html_of_every_page_only_what_is_known(
    real: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    if not is_installed("vnu", ROOT):
        pytest.fail("build/tools/vnu is not there: run `make test`, which installs it")
    known = read_known(ROOT)
    faults = nu.html_faults(real.site, ROOT)
    messages = [fault.message for fault in faults]
    with capsys.disabled():
        print(f"\nNu {nu.version(ROOT)}: {len(pages_of(real.site))} pages, {len(faults)} findings, all with a reason")
    assert [str(fault) for fault in faults if unexplained("nu", [fault.message], known)] == []
    assert {one.finding for one in explained("nu", messages, known)} == begins(known, "nu"), "a reason nobody needs"


def test_the_validator_sees_a_fault(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><html lang=it><title>a</title><p><b>b</p>", encoding="utf-8")
    (fault, *_) = nu.html_faults(tmp_path, ROOT)
    assert (fault.page, fault.line, fault.is_error) == ("a.html", 1, True)


# In a browser, with the keyboard


@pytest.fixture(scope="module")
def origin(real: Built) -> Iterator[str]:
    with served(real.site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Open]:
    """Opens a page of the site at a width, in a new window."""
    contexts = []

    def open_page(address: str = "", width: int = WIDE, routes: dict[str, Any] | None = None, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.add_init_script(FRESH)
        for pattern, answer in (routes or {}).items():
            context.route(pattern, answer)
        page = context.new_page()
        page.goto(origin + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def tab(page: Page, times: int = 1) -> Any:
    """Press tab; then the name of what has the keyboard."""
    for _ in range(times):
        page.keyboard.press("Tab")
    return focused(page)


def focused(page: Page) -> Any:
    """What has the keyboard, in short: its tag and its id, or its class."""
    return page.evaluate("(e => `${e.localName}${e.id ? '#' + e.id : '.' + e.classList[0]}`)(document.activeElement)")


def test_the_first_link_leads_past_the_menu(visit: Open) -> None:
    page = visit("scenari/pippo/")
    assert tab(page) == "a.md-skip"
    expect(page.locator(".md-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert tab(page).startswith("a")
    assert page.evaluate("document.activeElement.closest('main article') !== null")


def test_the_bar_is_gone_through_in_the_order_of_the_eye(visit: Open) -> None:
    page = visit("scenari/pippo/")
    assert [tab(page) for _ in range(4)] == [
        "a.md-skip",
        "a.md-header__button",
        "button.md-header__button",
        "input.md-search__input",
    ]


@pytest.mark.parametrize("key", ["Space", "Enter"])
@pytest.mark.parametrize(("scheme", "other"), [("light", "slate"), ("dark", "default")])
def test_the_colours_are_changed_with_any_key_that_presses_a_button(
    visit: Open, key: str, scheme: str, other: str
) -> None:
    page = visit("", color_scheme=scheme)
    before = page.evaluate("document.body.dataset.mdColorScheme")
    tab(page, 3)
    for palette in (other, before):
        page.keyboard.press(key)
        assert page.evaluate("document.body.dataset.mdColorScheme") == palette
        assert focused(page) == "button.md-header__button", "the keyboard stays where it was"


def test_a_section_of_the_menu_opens_and_closes_with_the_space_bar_and_says_how_it_stands(visit: Open) -> None:
    page = visit("scenari/pippo/")
    while focused(page) != "input#__nav_4":
        tab(page)
    switch = page.get_by_role("checkbox", name="Scenari", exact=True)
    inside = page.locator('.md-nav--primary a[href="../pluto/"]')
    expect(switch).to_be_checked()
    expect(inside).to_be_visible()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect(inside).not_to_be_visible()
    assert "Scenari" in page.evaluate("document.activeElement.labels[0].textContent")
    tab(page, 2)
    expect(page.locator(":focus")).to_have_text(re.compile(r"^\s*Principi\s*$"))  # what is closed is not gone through


def test_on_a_narrow_screen_the_menu_is_opened_used_and_closed_with_the_keyboard(visit: Open) -> None:
    page = visit("scenari/pippo/", NARROW)
    menu = page.locator(".md-sidebar--primary")
    assert [tab(page), tab(page)] == ["a.md-skip", "button.md-header__button"]
    button = page.locator("[data-drawer]")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_hidden()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert focused(page) == "input#__nav_4", "the keyboard goes into the menu, where the page stands"
    page.keyboard.press("Space")
    expect(menu.get_by_role("link", name="Principi", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert focused(page) == "button.md-header__button"


def test_on_a_narrow_screen_the_menu_closes_when_the_keyboard_leaves_it(visit: Open) -> None:
    page = visit("", NARROW, reduced_motion="reduce")
    tab(page, 2)
    page.keyboard.press("Space")
    menu = page.locator(".md-sidebar--primary")
    for _ in range(60):
        tab(page)
        if not page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null"):
            break
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    expect(menu).to_be_hidden()


def test_with_no_script_the_menu_of_a_narrow_screen_opens_all_the_same(visit: Open) -> None:
    page = visit("scenari/pippo/", NARROW, java_script_enabled=False)
    page.locator('label.md-header__button[for="__drawer"]').click()
    expect(page.locator('.md-nav--primary a[href="../pluto/"]')).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_search_is_used_with_the_keyboard_alone(visit: Open, width: int) -> None:
    page = visit("", width)
    tab(page, 4)
    assert focused(page) == "input.md-search__input"
    # At every letter the list is made anew, under the keyboard of who is already there: here it is asked for once.
    page.keyboard.insert_text("ascolto")
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile("[=+]ascolto"))
    page.keyboard.press("ArrowDown")
    assert focused(page) == "a.md-search-result__link"
    chosen = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(chosen)


def test_the_index_of_the_search_comes_when_the_reader_goes_to_the_search(visit: Open) -> None:
    page = visit("scenari/pippo/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert not [address for address in loaded if "search_index" in address]
    with page.expect_response(re.compile("search_index.json")):
        page.locator(".md-search__input").focus()
    assert sum("search_index" in address for address in asked) == 1


# In the figures, where axe does not judge colours

WRITINGS = """
() => {
    const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
        .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const numbers = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const opaque = colour => colour !== "none" && (numbers(colour)[3] ?? 1) > 0;
    const paper = getComputedStyle(document.body).backgroundColor;
    return [...document.querySelectorAll("svg.drawn text")].filter(text => text.checkVisibility()).map(text => {
        const {left, top, width, height} = text.getBoundingClientRect();
        const at = [left + width / 2, top + height / 2];
        const under = [...text.ownerSVGElement.querySelectorAll("rect, circle, ellipse, path")].filter(shape => {
            const box = shape.getBoundingClientRect();
            return text.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_PRECEDING
                && opaque(getComputedStyle(shape).fill) && shape.checkVisibility({opacityProperty: true})
                && box.left <= at[0] && at[0] <= box.right && box.top <= at[1] && at[1] <= box.bottom;
        }).at(-1);
        const ground = under ? getComputedStyle(under).fill : opaque(paper) ? paper : "rgb(255, 255, 255)";
        const [more, less] = [getComputedStyle(text).fill, ground].map(numbers).map(light).sort((a, b) => b - a);
        return [text.textContent, (more + 0.05) / (less + 0.05)];
    });
}
"""
"""Every writing of a figure and its contrast with what is drawn under its middle (WCAG 2.2, 1.4.3)."""


@pytest.mark.parametrize(("scheme", "media"), [("light", "screen"), ("dark", "screen"), ("dark", "print")])
def test_every_writing_in_a_figure_stands_out(
    visit: Open, real: Built, scheme: str, media: Literal["screen", "print"]
) -> None:
    figures = [page for page in pages_of(real.site) if 'class="drawn' in (real.site / page).read_text("utf-8")]
    page = visit("", color_scheme=scheme)
    start = page.url
    found: dict[str, float] = {}
    for address in figures:
        page.emulate_media(media="screen")
        page.goto(start + address)
        page.emulate_media(media=media)
        writings = page.evaluate(WRITINGS)
        assert writings, address
        found |= {f"{address} {text}": round(ratio, 2) for text, ratio in writings if ratio < 4.5}
    assert len(figures) > 3 and found == {}


def test_together_is_in_the_text_the_two_colours_that_it_is_in_the_drawing(visit: Open) -> None:
    for scheme in ("light", "dark"):
        page = visit("attivita/", color_scheme=scheme)
        said, inside, outside = page.evaluate("""() => {
            const style = (one, part) => getComputedStyle(document.querySelector(one), part);
            return [style(".verdict-together", "::before").borderImageSource,
                style(".drawn-inside").fill, style(".drawn-outside").stroke];
        }""")
        assert inside != outside and inside in said and outside in said


# On paper, on a telephone, in the colours that a reader forces

SHOWN = """
() => [...document.querySelectorAll("button, .comment-quote, .map-bar, [hidden]:not(.put-away)")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().height > 0)
    .map(one => one.className || one.localName)
"""


def test_nothing_to_press_is_printed_and_nothing_hidden(visit: Open, real: Built) -> None:
    """One page of every kind, also with a sentence chosen to be commented."""
    kinds = {(page.split("/")[0], page.count("/") > 1): page for page in sorted(pages_of(real.site), reverse=True)}
    pages = {*kinds.values(), "liste/quale-scenario/"} - {
        page for page in kinds.values() if page.startswith("commenta")
    }
    assert len(pages) > 15
    page = visit("")
    start, found = page.url, {}
    for address in sorted(pages):
        page.emulate_media(media="screen")
        page.goto(start + address)
        page.evaluate("document.querySelectorAll('.comment-quote').forEach(one => { one.hidden = false; })")
        page.emulate_media(media="print")
        found[address] = page.evaluate(SHOWN)
    assert {address: shown for address, shown in found.items() if shown} == {}


def test_a_printed_page_says_of_which_book_it_is(visit: Open) -> None:
    page = visit("rischi/delega-totale/")
    line = page.locator(".printed-book")
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    for words in ("Te lo fai o te lo compri?", "edizione", "CC BY-SA 4.0"):
        expect(line).to_contain_text(words)


def test_a_verdict_and_its_passage_are_printed_on_one_line_of_a_table_that_fits_the_sheet(visit: Open) -> None:
    page = visit("attivita/", width=643)  # 170 millimetres
    page.emulate_media(media="print")
    lines = page.locator("table.activities .said").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert lines and max(lines) < 1.6
    assert page.evaluate("document.documentElement.scrollWidth <= 643")


@pytest.mark.parametrize("width", [320, 390])
def test_the_links_to_the_pages_before_and_after_say_their_whole_titles(visit: Open, width: int) -> None:
    page = visit("principi/obiettivi-e-compensi-condivisi/", width=width)
    for address in ("principi/obiettivi-e-compensi-condivisi/", "principi/dentro-e-fuori-si-parlano/"):
        page.goto(page.url.split("principi/")[0] + address)
        titles = page.locator(".md-footer__title .md-ellipsis")
        expect(titles).to_have_count(2)
        for title in titles.all():
            expect(title).to_be_visible()
            assert title.evaluate(
                "one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight + 1"
            )


def test_the_signs_that_open_the_menu_are_seen_in_forced_colours(visit: Open) -> None:
    page = visit("attivita/", forced_colors="active")
    signs = page.locator(".md-nav--primary .md-nav__icon:visible").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::after').backgroundColor)"
    )
    assert signs and page.evaluate("getComputedStyle(document.body).backgroundColor") not in signs
    assert not [colour for colour in signs if colour in ("transparent", "rgba(0, 0, 0, 0)")]


def test_the_first_screen_of_a_telephone_names_the_ways(visit: Open) -> None:
    page = visit("", width=360)
    page.set_viewport_size({"width": 360, "height": 740})
    ways = page.locator(".ways-at-once a")
    assert ways.count() == page.locator("ol.ways > li").count() == 3
    for way in ways.all():
        expect(way).to_be_in_viewport(ratio=1)


# On a slow network, without its faces, with larger spaces, without movement


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("address", SOME)
def test_nothing_moves_when_the_faces_are_late(visit: Open, address: str, width: int) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page = visit("404.html", width)
    page.context.route("**/*.woff2", late)
    page.goto(page.url.replace("404.html", address))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("moved") == 0


def test_no_table_makes_a_narrow_page_scroll_when_the_faces_do_not_come(visit: Open, real: Built) -> None:
    tables = [page for page in pages_of(real.site) if "<table" in (real.site / page).read_text("utf-8")]
    page = visit("", NARROW, {"**/*.woff2": lambda route: route.abort()})
    start = page.url
    wider = {}
    for address in tables:
        page.goto(start + address)
        scroll, client = page.evaluate(WIDTHS)
        if scroll > client:
            wider[address] = scroll - client
    assert tables and wider == {}


SPACED = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-bottom: 2em !important; }"""
"""What a reader may set without losing anything (WCAG 2.2, 1.4.12)."""
CUT = """
[...document.querySelectorAll("article *, header *")].filter(one => one.checkVisibility({visibilityProperty: true})
    && getComputedStyle(one).overflowX === "hidden" && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).textOverflow !== "ellipsis").map(one => one.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("address", SOME)
def test_nothing_is_lost_when_a_reader_sets_wider_spaces(visit: Open, address: str) -> None:
    page = visit(address, NARROW, bypass_csp=True)
    page.add_style_tag(content=SPACED)
    scroll, client = page.evaluate(WIDTHS)
    assert scroll <= client
    assert page.evaluate(CUT) == []


MOVING = "document.getAnimations().map(one => one.effect.getComputedTiming().endTime).filter(end => end > 1)"


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_slides_for_those_who_asked_for_no_movement(visit: Open, motion: str, moves: bool) -> None:
    page = visit("", NARROW, reduced_motion=motion)
    page.locator("[data-drawer]").click()
    assert bool(page.evaluate(MOVING)) == moves
