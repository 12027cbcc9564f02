"""What programs that follow the book or visit its site are told: the feed, `llms.txt`, `robots.txt`."""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import shutil
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from macros.book.page import Page
from macros.book.xhtml import read_document
from macros.feed import feed
from macros.library import Library
from macros.model import Comment
from macros.opendata import open_data
from macros.reading import read_library
from macros.visitors import llms_txt, robots_txt
from tests.browser import MESSAGE, pages_of
from tests.projects import ROOT, TINY, Built

SITE = "https://bread.example/book/"
NS = {"a": "http://www.w3.org/2005/Atom"}
BOOKS = pytest.mark.parametrize("project", [".", TINY])


def at(library: Library, site: str | None) -> Library:
    """The library of a book whose site has this address."""
    return replace(library, book=replace(library.book, addresses=replace(library.book.addresses, site=site)))


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode())


def only(parent: ElementTree.Element, name: str) -> ElementTree.Element:
    """The one child of that name."""
    (found,) = parent.findall(f"a:{name}", NS)
    return found


@BOOKS
@pytest.mark.parametrize("site", [None, SITE])
def test_the_feed_keeps_the_rules_of_atom(project: str, site: str | None) -> None:
    """RFC 4287: 4.1.1 and 4.1.2 (what must be there, once), 4.2.6 (ids are whole and differ), 3.3 (moments)."""
    root = read(feed(at(read_library(ROOT / project), site)))
    entries = root.findall("a:entry", NS)
    assert root.tag == f"{{{NS['a']}}}feed"
    assert entries
    ids = [only(one, "id").text or "" for one in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id) for id in ids)
    for one in (root, *entries):
        assert only(one, "title").text
        moment = datetime.datetime.fromisoformat(only(one, "updated").text or "")
        assert moment.tzinfo is not None
        kinds = [(link.get("rel"), link.get("type")) for link in one.findall("a:link", NS)]
        assert len(set(kinds)) == len(kinds)
        assert ("alternate", "text/html") in kinds
        assert one is root or (only(one, "content").get("type") == "text" and one.findall("a:author/a:name", NS))
    moments = [only(one, "updated").text or "" for one in entries]
    assert moments == sorted(moments, reverse=True)
    assert only(root, "updated").text == moments[0]


def test_links_are_whole_if_the_site_has_an_address() -> None:
    library = read_library(ROOT / TINY)
    links = [link.get("href") or "" for link in read(feed(at(library, SITE))).iter(f"{{{NS['a']}}}link")]
    assert links[0] == f"{SITE}news.xml"
    assert all(link.startswith(SITE) for link in links)
    bare = [link.get("href") or "" for link in read(feed(library)).iter(f"{{{NS['a']}}}link")]
    assert all(link and not urlsplit(link).scheme for link in bare)


def test_ids_stay_when_the_site_moves() -> None:
    library = read_library(ROOT / TINY)
    ids = [[one.text for one in read(feed(at(library, site))).iter(f"{{{NS['a']}}}id")] for site in (None, SITE)]
    assert ids[0] == ids[1]


@BOOKS
def test_the_news_are_the_edition_and_the_dated_comments_sent_to_the_book(project: str) -> None:
    library = read_library(ROOT / project)
    sent = [comment for _, comment in library.of(Comment) if comment.date and not comment.reported]
    assert len(read(feed(library)).findall("a:entry", NS)) == 1 + len(sent)


def test_of_a_reader_only_the_signature_is_told_and_of_a_month_only_the_month() -> None:
    entries = read(feed(read_library(ROOT / TINY))).findall("a:entry", NS)
    told = {only(one, "content").text: one for one in entries}
    anonymous = told["I once burnt three in a row."]
    assert [name.text for name in anonymous.findall("a:author/a:name", NS)] == ["anonymous"]
    assert only(anonymous, "updated").text == "2026-02-01T00:00:00Z"
    assert anonymous.find("a:published", NS) is None, "the day is not known"
    initials = told["My baker closes at noon. On Mondays too. And in August."]
    assert [name.text for name in initials.findall("a:author/a:name", NS)] == ["M. R."]
    assert only(initials, "published").text == "2026-02-03T00:00:00Z"


HOSTILE = "A ]]> </title><script>x</script> & [b](javascript:c) *d* {{ 7*7 }} &lt;"


@pytest.fixture
def hostile(tmp_path: pathlib.Path) -> Library:
    """The tiny library with a title and a comment that try to be something else."""
    shutil.copytree(ROOT / TINY / "content", tmp_path / "content")
    for name, field in (("principles/tempo.yml", "title"), ("commentary/carla-tempo.yml", "text")):
        file = tmp_path / "content" / name
        lines = file.read_text(encoding="utf-8").splitlines()
        (number,) = (number for number, line in enumerate(lines) if line.startswith(f"{field}:"))
        lines[number] = f"{field}: '{HOSTILE if field == 'title' else HOSTILE.replace('[b](javascript:c)', '')}'"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_library(tmp_path)


def test_no_title_and_no_comment_leaves_its_place_in_the_feed(hostile: Library) -> None:
    (entry,) = (
        one
        for one in read(feed(hostile)).findall("a:entry", NS)
        if [name.text for name in one.findall("a:author/a:name", NS)] == ["Carla Weiss"]
    )
    assert (only(entry, "title").text or "").startswith(HOSTILE)
    assert "<script>x</script>" in (only(entry, "content").text or "")


PAGES = (
    Page(path="", source="index.md", title="Home", html=""),
    Page(path="why/", source="why.md", title="Why", html=""),
    Page(path="principles/tempo/", source="principles/tempo.md", title=HOSTILE, html=""),
    Page(path="open-data/", source="open-data.md", title="Open data", html=""),
)


@pytest.mark.parametrize("site", [None, SITE])
def test_llms_txt_has_the_form_that_llmstxt_org_asks_for(hostile: Library, site: str | None) -> None:
    """A first heading, a quotation, then second headings with lists of links and nothing else."""
    text = llms_txt(at(hostile, site), PAGES)
    tokens = MarkdownIt().parse(text)
    tops = [token for token in tokens if token.level == 0 and token.nesting >= 0]
    assert [token.type for token in tops[:3]] == ["heading_open", "blockquote_open", "paragraph_open"]
    assert [(token.type, token.tag) for token in tops[3:]] == [("heading_open", "h2"), ("bullet_list_open", "ul")] * (
        len(tops[3:]) // 2
    )
    links = [child for token in tokens for child in token.children or [] if child.type == "link_open"]
    addresses = [str(link.attrGet("href")) for link in links]
    assert all(address.startswith((site or "", "https://creativecommons.org/")) for address in addresses)
    assert f"{site or ''}principles/tempo/" in addresses
    assert not [token for token in tokens for child in token.children or [] if child.type in ("html_inline", "em_open")]
    titles = ["".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"]
    assert any(HOSTILE in title for title in titles), "it comes out as typed"


def test_what_is_only_on_the_site_is_optional() -> None:
    optional = llms_txt(read_library(ROOT / TINY), PAGES).partition("## Optional\n")[2]
    assert "[Home](./)" in optional
    assert "[Open data](open-data/)" in optional
    assert "Why" not in optional


def test_robots_may_read_everything_and_are_told_of_the_map_if_it_has_an_address() -> None:
    library = read_library(ROOT / TINY)
    assert robots_txt(library) == "User-agent: *\nDisallow:\n"
    assert robots_txt(at(library, SITE)).endswith(f"\nSitemap: {SITE}sitemap.xml\n")


def test_a_built_site_has_the_files_and_every_page_leads_to_them(tiny: Built) -> None:
    library = read_library(tiny.root)
    made = {f"data/{name}": content for name, content in open_data(library).items()}
    made |= {"news.xml": feed(library).encode(), "robots.txt": robots_txt(library).encode()}
    assert {name: (tiny.site / name).read_bytes() for name in made} == made
    assert (tiny.site / "llms.txt").read_text("utf-8").startswith("# Bake it or buy it?\n\n> ")
    apart = {
        "404.html",
        *(f"downloads/{id}.html" for id in library.items),
        *filter(MESSAGE.search, pages_of(tiny.site)),
    }
    apart |= {f"{moved.address}index.html" for moved in library.book.moved}
    for name in sorted(set(pages_of(tiny.site)) - apart):
        tree = read_document((tiny.site / name).read_text("utf-8"))
        (box,) = (one for one in tree.iter("details") if one.get("class") == "cite-page")
        assert "hidden" not in box.attrib
        (data,) = (one.text or "" for one in tree.iter("script") if one.get("type") == "application/ld+json")
        assert json.loads(data)["@context"] == "https://schema.org"
        (follow,) = (one.get("href") for one in tree.iter("link") if one.get("type") == "application/atom+xml")
        assert follow == "../" * name.count("/") + "news.xml"
