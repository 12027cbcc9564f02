"""Every address ever published still leads somewhere: the list that keeps them, and what stands where they have changed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect, sync_playwright

from macros.addresses import LOCK, addresses_built, addresses_of, kept_addresses, lost_problems, paragraphs_of
from macros.book.moved import moved_pages, with_moved_places
from macros.library import Library
from macros.model import Moved
from macros.reading import read_library
from tests.browser import ARGUMENTS, chromium, served
from tests.projects import ROOT, TINY, Built, build, clone, edit

PAGES = ("index.md", "about.md", "scenarios/index.md", "scenarios/fornaio.md", "sources/post.md", "glossary.md")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / TINY)


def with_moved(library: Library, *moved: Moved) -> Library:
    return replace(library, book=replace(library.book, moved=moved))


def lost(library: Library, lock: str, *, built: bool = False) -> list[tuple[int, str]]:
    there = addresses_of(library, PAGES)
    return [(one.place.line, one.values["address"]) for one in lost_problems(library, lock, there, built=built)]


def test_pages_entries_and_passages_have_addresses(library: Library) -> None:
    found = addresses_of(library, PAGES)
    assert {"", "about/", "scenarios/", "scenarios/fornaio/", "glossary/#voce-lievito-madre"} <= found
    assert any(address.startswith("sources/post/#passo-") for address in found)


def test_an_address_that_leads_nowhere_is_told_with_its_line_unless_the_book_says_where_it_went(
    library: Library,
) -> None:
    lock = "about/\nrisks/farina/\nrisks/farina/#passo-uno\nsources/post/\n"
    nobody = with_moved(library)
    assert lost(nobody, lock) == [(2, "risks/farina/"), (3, "risks/farina/#passo-uno")]
    assert lost(with_moved(library, Moved(address="risks/farina/", to="risks/pane-bruciato/")), lock) == []
    assert lost(with_moved(library, Moved(address="risks/farina/", why="Perché no.")), lock) == []


def test_what_is_no_page_is_looked_for_in_the_built_site_alone(library: Library) -> None:
    lock = "about/\ndata/library.json\n"
    assert lost(library, lock) == []
    there = addresses_built(["about/index.html", "data/library.json"], [("about/index.html", "why")])
    assert there == {"about/index.html", "about/", "about/#why", "data/library.json"}
    assert [*lost_problems(library, lock, there, built=True)] == []
    assert len([*lost_problems(library, lock, there - {"data/library.json"}, built=True)]) == 1


def test_the_list_only_grows_and_leaves_out_what_nobody_cites(library: Library) -> None:
    files = ["index.html", "about/index.html", "errors/MB001/index.html", "download/a.pdf", "assets/site.css"]
    files += ["404.html", "_headers", "search/search_index.json", "assets/editions/2026.1.json", "robots.txt"]
    paragraphs = [("about/index.html", "p-bread-is-made")]
    text = kept_addresses("old/\n", library, PAGES, files, paragraphs)
    kept = text.splitlines()
    assert kept == sorted(set(kept))
    assert {
        "old/",
        "about/",
        "about/#p-bread-is-made",
        "errors/MB001/index.html",
        "download/a.pdf",
        "assets/editions/2026.1.json",
    } <= set(kept)
    assert not {"404.html", "_headers", "assets/site.css", "about/index.html", "index.html", "robots.txt"} & set(kept)
    assert not [address for address in kept if address.startswith("search/")]
    assert kept_addresses(text, library, PAGES, files, []) == text
    assert dict(paragraphs_of(text)) == {"about/": {"p-bread-is-made"}}


def test_what_is_no_id_of_a_paragraph_is_not_taken_for_one() -> None:
    assert dict(paragraphs_of('about/#p-"><script>\nabout/#p-\nabout/#voce-a\nabout/\n')) == {}


def test_only_the_built_site_knows_its_paragraphs(library: Library) -> None:
    lock = "about/\nabout/#p-bread-is-made\n"
    assert lost(library, lock, built=False) == []
    assert lost(library, lock, built=True) == [(2, "about/#p-bread-is-made")]


def test_a_check_stops_at_an_address_that_went_away_and_says_what_to_do(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = clone(tmp_path_factory.mktemp("lost"))
    edit(home / TINY / LOCK, "about/\n", "about/\nabout/us/\n")
    failed = build(home, TINY)
    assert failed.code == 1
    assert re.search(rf"{LOCK}:2:1\s+MB190", failed.said) and "about/us/" in failed.said


def test_the_addresses_kept_for_the_real_book_are_those_of_its_pages(real: Built) -> None:
    """That each of them leads somewhere is proved by the build itself, which would have stopped."""
    kept = (ROOT / LOCK).read_text("utf-8").splitlines()
    assert {"scenari/pippo/", "scarica/te-lo-fai-o-te-lo-compri.pdf", "dati/library.json"} <= set(kept)
    for address in kept:
        page = address.partition("#")[0]
        assert (real.site / page / "index.html").is_file() or (real.site / page).is_file(), address


# What stands at the old addresses of the tiny book


def test_an_old_address_leads_to_the_new_one_at_once_even_without_scripts(tiny: Built, library: Library) -> None:
    text = (tiny.site / "scenarios/pasticcere/index.html").read_text("utf-8")
    assert 'http-equiv="refresh" content="0; url=../fornaio/"' in text
    assert '<link rel="canonical" href="../fornaio/">' in text and "default-src 'none'" in text
    with served(tiny.site) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{origin}scenarios/pasticcere/")
        page.wait_for_url(f"{origin}scenarios/fornaio/")
        page.goto(f"{origin}risks/farina-finita/")
        expect(page.locator("h1")).to_have_text(library.words["moved_gone"])
        expect(page.locator(".summary")).to_contain_text("a memory of the war")
        page.goto(f"{origin}glossary/#voce-biga")
        page.locator("#voce-biga a").click()
        page.wait_for_url(f"{origin}glossary/#voce-lievito-madre")
        browser.close()


def test_a_public_site_is_the_canonical_one(library: Library) -> None:
    book = replace(library.book, addresses=replace(library.book.addresses, site="https://pane.example/guida/"))
    pages = moved_pages(book, library.words, {"scenarios/fornaio/": "A & B"}, "")
    text = pages["scenarios/pasticcere/index.html"]
    assert '<link rel="canonical" href="https://pane.example/guida/scenarios/fornaio/">' in text
    assert ">A &amp; B</a>" in text


def test_a_reason_is_text_and_never_markup(library: Library) -> None:
    evil = "<script>alert(1)</script>"
    moved = (Moved(address="a/", why=evil), Moved(address="b/#voce-c", why=evil))
    book = with_moved(library, *moved).book
    page = f"<title>x</title><article><h1>x</h1><h2>{library.words['lost_ways']}</h2></article>"
    gone = moved_pages(book, library.words, {}, page)["a/index.html"]
    place = with_moved_places("<article></article>", "b/index.html", book, library.words, {})
    for text in (gone, place):
        assert "<script>" not in text and "&lt;script&gt;" in text
