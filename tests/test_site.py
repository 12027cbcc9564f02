"""The real site in a real browser: every page, light and dark, on a telephone and on a desk."""

from __future__ import annotations

import datetime
import hashlib
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from macros.book.xhtml import classes_of, read_document, text_of
from tests.browser import ARGUMENTS, Visit, ask, chromium, pages_of, served
from tests.projects import Built

EVERY_PAGE = pytest.mark.parametrize("book", ["real", "addressed"])
"""The book with no public address, light on a desk, dark on a telephone and on paper; with its addresses, light on a telephone."""
Visits = tuple[Visit, ...]


@EVERY_PAGE
def test_every_page_is_opened_in_every_look(
    book: str, visits: Visits, real: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    looks = {visit.look for visit in visits}
    expected = {(page, look) for page in pages_of(real.site) for look in looks}
    with capsys.disabled():
        print(f"\n{book}: {len(visits)} visits to {len({visit.page for visit in visits})} pages in Chromium")
    assert len({visit.page for visit in visits}) > 100
    assert {(visit.page, visit.look) for visit in visits} == expected
    assert {visit.page for visit in visits if visit.asked} == {page for page, _ in expected}


@EVERY_PAGE
def test_axe_finds_nothing(visits: Visits) -> None:
    assert {str(visit): visit.violations for visit in visits if visit.violations} == {}


@EVERY_PAGE
def test_no_request_leaves_the_site(visits: Visits) -> None:
    elsewhere = {
        str(visit): away
        for visit in visits
        if (away := [url for url in visit.asked if urlsplit(url).hostname not in ("127.0.0.1", None)])
    }
    assert elsewhere == {}
    assert not [url for visit in visits for url in visit.asked if not url.startswith(("http:", "data:"))]


@EVERY_PAGE
def test_no_script_and_no_policy_complains_and_no_file_is_missing(visits: Visits) -> None:
    assert {str(visit): visit.errors for visit in visits if visit.errors} == {}


@EVERY_PAGE
def test_no_page_scrolls_sideways(visits: Visits) -> None:
    assert {str(visit): visit.wider for visit in visits if visit.wider} == {}


@EVERY_PAGE
def test_the_site_is_dark_for_readers_who_chose_dark(visits: Visits) -> None:
    """Wherever the theme paints: what stands in one file, to be taken away, has its own colours."""
    schemes = {"light": "default", "dark": "slate"}
    themed = [visit for visit in visits if visit.scheme]
    assert len(themed) > 0.9 * len(visits)
    assert [str(visit) for visit in themed if visit.scheme != schemes[visit.look.scheme]] == []


def test_every_page_has_a_policy_without_unsafe_words(real: Built) -> None:
    for name in pages_of(real.site):
        policy = re.search(
            r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', (real.site / name).read_text("utf-8")
        )
        assert policy, name
        assert "unsafe" not in policy[1] and html.unescape(policy[1]).startswith("default-src 'none'; ")


def test_the_home_page_offers_each_book_and_the_site_itself_with_size_date_and_hash(real: Built) -> None:
    home = read_document((real.site / "index.html").read_text("utf-8"))
    offers = [item for item in home.iter("li") if any("download" in classes_of(inner) for inner in item.iter("a"))]
    assert len(offers) == 3
    for offer in offers:
        link = next(offer.iter("a"))
        content = (real.site / str(link.get("href"))).read_bytes()
        assert hashlib.sha256(content).hexdigest() in text_of(offer)
        size = re.search(r"([\d,]+)\N{NO-BREAK SPACE}(kB|MB)", "".join(offer.itertext()))
        assert size
        bytes_shown = float(size[1].replace(",", ".")) * {"kB": 1e3, "MB": 1e6}[size[2]]
        assert abs(bytes_shown - len(content)) <= (500 if size[2] == "kB" else 50_000)
        day = next(offer.iter("time")).get("datetime") or ""
        assert datetime.date.fromisoformat(day)
    kinds = {str(next(offer.iter("a")).get("href")).rpartition(".")[2] for offer in offers}
    assert kinds == {"pdf", "epub", "zip"}


@pytest.fixture(scope="module")
def opened(real: Built) -> Iterator[Callable[[], Page]]:
    """Opens the home page of the real site, each time in a new window."""
    with served(real.site) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)

        def open_home() -> Page:
            page = browser.new_page()
            page.goto(origin)
            return page

        yield open_home
        browser.close()


SEARCHES = [
    pytest.param("l’ascolto", "ascolto", id="an article with the typographic apostrophe"),
    pytest.param("l'ascolto", "ascolto", id="an article with the apostrophe of the keyboard"),
    pytest.param("stagist", "rischi/stagista-bravo-con-internet/", id="the beginning of a word"),
    pytest.param("perdita di controllo", "rischi/perdita-di-controllo/", id="several words"),
    pytest.param("weblog", "glossario/", id="a synonym that only the glossary has"),
]


@pytest.mark.parametrize(("words", "found"), SEARCHES)
def test_the_search_finds_words_as_italians_write_them(opened: Callable[[], Page], words: str, found: str) -> None:
    page = opened()
    ask(page, words)
    assert page.locator(f".md-search-result__link[href*='{found}']").count()
