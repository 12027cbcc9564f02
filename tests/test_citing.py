"""Citing a page: whatever a title, a name or a comment holds, each form says it and nothing else."""

from __future__ import annotations

import functools
import io
import json
import pathlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from PIL import Image
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from macros.book.citation import citation_cff
from macros.book.edition import Kept
from macros.book.page import Page
from macros.book.pagemap import PageMap
from macros.book.xhtml import Element, read_document, text_of
from macros.citing.box import SCRIPT, box
from macros.citing.card import HEIGHT, WIDTH, Card, card_picture
from macros.citing.linked import in_script, linked_data
from macros.citing.machine import bibtex, ris
from macros.citing.pages import Known, citable
from macros.citing.paragraphs import addressed
from macros.citing.reference import Reference, reference_of
from macros.citing.styles import apa, plain
from macros.feed import feed
from macros.library import Library
from macros.model import Person
from macros.reading import read_library
from macros.threads import threads
from tests.browser import ARGUMENTS, chromium, served
from tests.projects import ROOT, TINY, Built

SITE = "https://bread.example/book/"
FONTS = ROOT / "docs" / "assets" / "fonts"
BUILT = (
    '<html><head><meta charset="utf-8"><meta name="description" content="the book"><title>x</title></head>'
    '<body><article class="md-content__inner"><h1>x</h1><div class="cite-page" data-site-only hidden></div></article>'
    "</body></html>"
)
"""As much of a built page as is looked at."""
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40) | st.sampled_from(
    [
        "}} @book{evil,",
        "\\",
        "100% & #1 _a_ $x$ ~ ^",
        "a {b} c",
        "A and B",
        "x\nER  - \nTY  - BOOK",
        "</script><script>",
    ]
)


@functools.cache
def book_at(site: str | None = None, *people: str) -> Library:
    """The tiny library, with these people and at this address."""
    library = read_library(ROOT / TINY)
    named = tuple(Person(name=name, role="editing") for name in people)
    addresses = replace(library.book.addresses, site=site)
    return replace(library, book=replace(library.book, people=named, addresses=addresses))


def page(path: str = "risks/pane-bruciato/", title: str = "Burnt bread") -> Page:
    return Page(path=path, source=f"{path.rstrip('/') or 'index'}.md", title=title, html="")


def reference(title: str = "Burnt bread", *people: str, site: str | None = None, at: str = "") -> Reference:
    library = book_at(site, *people)
    edition = library.book.edition
    kept = Kept(edition=edition, pages=PageMap(numbers={"risks-pane-bruciato": at})) if at else None
    return reference_of(page(title=title), library.book, kept, library.words)


def apa_text(cited: Reference) -> str:
    return "".join(run.text for run in apa(cited, book_at().words))


def test_without_authors_the_title_takes_the_first_place_and_nobody_is_invented() -> None:
    cited = replace(reference(), authors=())
    whole = "Bake it or buy it? A very small handbook about bread"
    assert apa_text(cited) == f"Burnt bread. (2026). In {whole} (ed. 2026.1)."
    assert plain(cited, book_at().words) == f"“Burnt bread”, in {whole}, edition 2026.1, 2026"
    assert "author" not in bibtex(cited)
    assert "AU  - " not in ris(cited)


def test_where_nobody_is_named_the_editors_sign_and_every_form_says_the_same() -> None:
    library = book_at()
    (editors,) = reference().authors
    assert editors == library.words["book_editors"].replace("{title}", library.book.title)
    assert apa_text(reference()).startswith(f"{editors}. (2026). Burnt bread. In ")
    assert plain(reference(), library.words).startswith(f"{editors}, ")
    assert f"AU  - {editors}" in ris(reference())
    assert read_bibtex(bibtex(reference()))[1]["author"] == f"{{{editors}}}"
    assert (
        citation_cff(library.book, library.words).count(f"  - name: {json.dumps(editors, ensure_ascii=False)}\n") == 2
    )
    assert f"<name>{editors}</name>" in feed(library)
    node = json.loads(linked_data(library, "", reference_of(page(""), library.book, None, library.words), in_book=True))
    assert json.dumps({"@type": "Organization", "name": editors}) in json.dumps(node)


def test_people_page_and_address_are_said_where_they_are_known() -> None:
    cited = reference("Burnt bread", "Ada", "Carla Weiss", site=SITE, at="42")
    address = f"{SITE}risks/pane-bruciato/"
    whole = "Bake it or buy it? A very small handbook about bread"
    assert apa_text(cited) == f"Ada, & Carla Weiss. (2026). Burnt bread. In {whole} (ed. 2026.1, p. 42). {address}"
    assert plain(cited, book_at().words) == (
        f"Ada, Carla Weiss, “Burnt bread”, in {whole}, edition 2026.1, 2026, p. 42, {address}"
    )
    assert read_bibtex(bibtex(cited))[1] == {
        "author": "{Ada} and {Carla Weiss}",
        "title": "{Burnt bread}",
        "booktitle": f"{{{whole}}}",
        "edition": "2026.1",
        "year": "2026",
        "pages": "42",
        "url": address,
        "language": "en",
    }
    assert ris(cited).splitlines() == [
        *("TY  - CHAP", "AU  - Ada", "AU  - Carla Weiss", "TI  - Burnt bread", f"T2  - {whole}", "ET  - 2026.1"),
        *("PY  - 2026", "DA  - 2026/03/05", "SP  - 42", f"UR  - {address}", "LA  - en", "ER  - "),
    ]


def test_the_page_of_another_edition_is_not_a_page_of_this_one() -> None:
    kept = Kept(edition="2025.1", pages=PageMap(numbers={"risks-pane-bruciato": "42"}))
    assert reference_of(page(), book_at().book, kept, book_at().words).page == ""


def test_the_first_page_cites_the_whole_book() -> None:
    cited = reference_of(page("", "Welcome"), book_at(None, "Ada").book, None, book_at().words)
    whole = "Bake it or buy it? A very small handbook about bread"
    assert apa_text(cited) == f"Ada. (2026). {whole} (ed. 2026.1)."
    assert apa_text(replace(cited, authors=())) == f"{whole} (ed. 2026.1). (2026)."
    assert bibtex(cited).startswith("@book{bake-it-or-buy-it-2026.1,")
    assert ris(cited).startswith("TY  - BOOK\n")
    assert "Welcome" not in plain(cited, book_at().words)


COMMANDS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"}
COMMANDS["textasciicircum"] = "^"


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """Key and fields of one entry, found as BibTeX finds them: by counting braces, whatever stands before them."""
    head = re.match(r"@(?:book|incollection)\{([^,\s{}]+),", text)
    assert head
    fields: dict[str, str] = {}
    at = head.end()
    while found := re.compile(r"\s*([a-z]+) = \{").match(text, at):
        depth, at = 1, found.end()
        start = at
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        fields[found[1]] = text[start : at - 1]
        assert text[at] == ","
        at += 1
    assert text[at:].strip() == "}", "the entry ends where its own brace is closed"
    return head[1], fields


def unlatex(text: str) -> str:
    """What TeX prints of a value."""
    bare = re.sub(r"\\([a-z]+)\{\}", lambda found: f"\0{found[1]}\0", text)
    assert not re.search(r"(?<!\\)[$&#%_~^]", bare), "no sign is left that TeX would read as a command"
    bare = re.sub(r"\\([$&#%_])", r"\1", bare)
    assert not set("\\{}") & set(bare)
    return re.sub(r"\0([a-z]+)\0", lambda found: COMMANDS[found[1]], bare)


@settings(deadline=None)
@given(LINE, LINE)
def test_bibtex_gives_back_any_title_and_any_name(title: str, name: str) -> None:
    cited = replace(reference(), title=" ".join(title.split()) or "x", authors=(name,))
    fields = read_bibtex(bibtex(cited))[1]
    assert unlatex(fields["title"][1:-1]) == cited.title
    assert unlatex(fields["author"][1:-1]) == " ".join(name.split())


@settings(deadline=None)
@given(LINE, LINE)
def test_ris_gives_back_any_title_and_any_name_one_record_in_all(title: str, name: str) -> None:
    lines = ris(replace(reference(), title=title, authors=(name,))).split("\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[:2] for line in lines] == ["TY", "AU", "TI", "T2", "ET", "PY", "DA", "LA", "ER"]
    assert lines[1:3] == [f"AU  - {' '.join(name.split())}", f"TI  - {' '.join(title.split())}"]


def made(library: Library, of: Page) -> Element:
    return read_document(citable(BUILT, of, Known(library=library)))


def linked(tree: Element) -> dict[str, Any]:
    """The one block of data of a page."""
    (script,) = (one for one in tree.iter("script") if one.get("type") == "application/ld+json")
    found: dict[str, Any] = json.loads(script.text or "")
    return found


@settings(deadline=None)
@given(LINE)
def test_no_title_leaves_the_place_it_is_put_in(title: str) -> None:
    tree = made(book_at(SITE), page(title=title))
    said = " ".join(title.split())
    kinds = [one.tag for one in tree.iter() if isinstance(one.tag, str)]
    assert (kinds.count("script"), kinds.count("details"), kinds.count("pre")) == (1, 1, 2)
    if said:
        assert linked(tree)["name"] == said
        metas = {one.get("property"): one.get("content") for one in tree.iter("meta")}
        assert metas["og:title"] == said
        assert said in " ".join(text_of(next(tree.iter("details"))).split())


@settings(deadline=None)
@given(st.text() | st.sampled_from(["</script>", "<!--<script>", "\u2028", "]]>"]))
def test_data_in_a_script_cannot_end_it(text: str) -> None:
    written = in_script({"name": text})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written)["name"] == text


def test_every_page_has_one_box_one_description_and_one_block_of_data() -> None:
    tree = made(book_at(), page())
    descriptions = [one.get("content") for one in tree.iter("meta") if one.get("name") == "description"]
    assert descriptions == [linked(tree)["description"]]
    (opened,) = tree.iter("details")
    assert "data-site-only" in opened.attrib, "the books do not print it"
    assert "open" not in opened.attrib


def test_addresses_are_given_only_if_the_site_has_one() -> None:
    bare, whole = made(book_at(), page()), made(book_at(SITE), page())
    assert "url" not in json.dumps(linked(bare))
    assert not [one for one in bare.iter("meta") if one.get("property") == "og:url"]
    assert linked(whole)["url"] == f"{SITE}risks/pane-bruciato/"
    assert [one.get("content") for one in whole.iter("meta") if one.get("property") == "og:url"] == [
        f"{SITE}risks/pane-bruciato/"
    ]


def test_a_page_that_is_shared_gives_its_card_and_the_card_is_there(addressed: Built) -> None:
    pages = [read_document(file.read_text(encoding="utf-8")) for file in sorted(addressed.site.rglob("index.html"))]
    shared = [page for page in pages if any(one.get("property") == "og:title" for one in page.iter("meta"))]
    assert len(shared) > 100
    for tree in shared:
        metas = {one.get("property"): one.get("content") for one in tree.iter("meta")}
        name = (metas["og:image"] or "").removeprefix("https://libro.example/guida/")
        with Image.open(addressed.site / name) as card:
            assert card.format == "PNG"
            assert [str(side) for side in card.size] == [metas["og:image:width"], metas["og:image:height"]]
        assert metas["og:image:alt"], "who does not see the card is told what it says"
    assert "og:image" not in {one.get("property") for one in made(book_at(), page()).iter("meta")}


@settings(deadline=None, max_examples=30)
@given(LINE, LINE)
def test_any_title_fits_on_its_card(title: str, above: str) -> None:
    card = Card(title=title, above=above, below=title)
    with Image.open(io.BytesIO(card_picture(card, FONTS))) as picture:
        edge = picture.convert("RGB").crop((WIDTH - 60, 0, WIDTH, HEIGHT))
        assert len(edge.getcolors() or ()) == 1, "nothing is written at the edge"


def test_the_first_page_is_the_book_and_a_page_outside_it_is_no_chapter() -> None:
    library = book_at(None, "Ada")
    book = linked(made(library, page("")))
    assert (book["@type"], book["bookEdition"], book["author"]) == (
        "Book",
        "2026.1",
        [{"@type": "Person", "name": "Ada"}],
    )
    assert linked(made(library, page()))["@type"] == "Chapter"
    assert linked(made(library, page("open-data/")))["@type"] == "WebPage"


def test_claims_name_the_passages_where_they_appear() -> None:
    claims = linked(made(book_at(), page("activities/impasto/")))["hasPart"]
    assert [claim["@type"] for claim in claims] == ["Claim", "Claim"]
    assert claims[0]["appearance"][0]["isPartOf"]["name"] == "A letter about bread"


@pytest.mark.parametrize("id", ["pane-bruciato", "tempo", "impasto", "fornaio"])
def test_of_a_reader_only_what_the_signature_gives_is_told(id: str) -> None:
    library = book_at()
    folder = library.words[f"address_{library.items[id].kind}"]
    told = [
        one
        for top in linked(made(library, page(f"{folder}{id}/")))["comment"]
        for one in (top, *top.get("comment", ()))
    ]
    in_order = [one.said for top in threads(library, id) for one in (top, *top.replies) if one.said]
    assert len(in_order) == len(library.comments(id))
    for said, comment in zip(told, in_order, strict=True):
        form, name = comment.signature.form, comment.signature.name
        assert said.get("author", {}).get("name") == (name if form in ("name", "initials") else None)
        assert said.get("creditText") == (name if form == "reported" else None)
        assert said.get("dateCreated") == comment.date
        assert "consent" not in json.dumps(said)


FIRST = "<p>The crust turns black while you answer the door, l’altra volta.</p>"
OTHER = "<p>It goes on and on, as <em>long</em> as nobody opens the oven.</p>"


def ids_of(*paragraphs: str) -> list[str]:
    """The addresses of the paragraphs of a page made of these."""
    return [one.id for one in addressed(BUILT.replace("<h1>x</h1>", "".join(paragraphs)), "here")[1]]


def test_the_address_of_a_paragraph_is_made_of_its_first_words() -> None:
    assert ids_of(FIRST, OTHER) == ["p-the-crust-turns-black-while-you", "p-it-goes-on-and-on-as"]


def test_it_stays_when_others_change_and_when_the_rest_of_it_does() -> None:
    before = ids_of(FIRST)
    assert ids_of(OTHER, FIRST)[1:] == before
    assert ids_of(FIRST.replace("door", "telephone")) == before
    assert ids_of('<p>The crust<a class="cite" href="#x">[1.2]</a>' + FIRST[len("<p>The crust") :]) == before


def test_paragraphs_that_begin_alike_are_told_apart() -> None:
    first, second, third = ids_of(FIRST, FIRST, FIRST)
    assert (second, third) == (f"{first}--2", f"{first}--3")


def test_an_address_that_was_published_leads_to_the_paragraph_that_is_most_like_it() -> None:
    was, never = "p-the-crust-turned-black-while-he", "p-nothing-like-this-was-ever-written"
    known = Known(library=book_at(), paragraphs={page().path: {was, never, *ids_of(FIRST)}})
    built = citable(BUILT.replace("<h1>x</h1>", OTHER + FIRST), page(), known)
    tree = read_document(built)
    ids = [one.get("id") for one in tree.iter() if (one.get("id") or "").startswith("p-")]
    assert sorted(ids, key=str) == sorted({*ids_of(OTHER, FIRST), was, never})
    paragraph = next(one for one in tree.iter("p") if one.get("id") == ids_of(FIRST)[0])
    assert was in [one.get("id") for one in paragraph.iter("span")]


def test_short_lines_and_what_is_no_paragraph_have_no_address() -> None:
    marked = FIRST.replace("<p>", '<p class="x">')
    assert ids_of("<p>Too short to be cited.</p>", f"<template>{FIRST}</template>", marked) == []


@settings(deadline=None)
@given(st.lists(LINE.map(lambda text: f"<p>{escape(text)} one two three four five six seven eight</p>"), max_size=4))
def test_addresses_differ_and_each_has_its_link_in_the_text_and_in_the_box(paragraphs: list[str]) -> None:
    built = BUILT.replace("<h1>x</h1>", "".join(paragraphs))
    tree = read_document(citable(built, page(), Known(library=book_at())))
    ids = [one.get("id") for one in tree.iter("p") if (one.get("id") or "").startswith("p-")]
    assert len(ids) == len(set(ids)) == len(paragraphs)
    assert all(re.fullmatch(r"p(-[a-z0-9]+)+(--[0-9]+)?", id or "") for id in ids)
    links = [one for one in tree.iter("a") if (one.get("href") or "").startswith("#p-")]
    silent = [one.get("href") for one in links if one.get("aria-hidden") == "true" and one.get("tabindex") == "-1"]
    spoken = [one.get("href") for one in links if "aria-hidden" not in one.attrib]
    assert silent == spoken == [f"#{id}" for id in ids]


def test_pages_that_stand_only_on_the_site_have_no_such_addresses() -> None:
    built = BUILT.replace("<h1>x</h1>", FIRST)
    assert FIRST in citable(built, page("open-data/"), Known(library=book_at()))


def test_the_same_page_gives_the_same_bytes() -> None:
    known = Known(library=book_at(SITE, "Ada"))
    assert citable(BUILT, page(), known) == citable(BUILT, page(), known)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with a box, served with the script that copies."""
    folder = tmp_path_factory.mktemp("cite")
    (folder / SCRIPT).parent.mkdir(parents=True)
    shutil.copy(ROOT / "theme" / SCRIPT, folder / SCRIPT)
    shown = box(reference(site=SITE), book_at().words, "", can_copy=True)
    pathlib.Path(folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><body>{shown}", "utf-8")
    with served(folder) as origin:
        yield origin


def opened(origin: str, *, scripts: bool) -> Iterator[Tab]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(java_script_enabled=scripts)
        if scripts:
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab = context.new_page()
        tab.goto(origin)
        tab.locator("summary").click()
        yield tab
        browser.close()


def test_without_scripts_the_citations_are_there_and_no_button_is(site: str) -> None:
    for tab in opened(site, scripts=False):
        assert tab.locator("#cite-bibtex-text").is_visible()
        assert [button.is_visible() for button in tab.locator("button").all()] == [False] * 4


@pytest.mark.parametrize("form", ["plain", "apa", "bibtex", "ris"])
def test_a_button_copies_its_citation_and_says_so(site: str, form: str) -> None:
    for tab in opened(site, scripts=True):
        button = tab.locator(f"#cite-{form}-copy")
        assert button.get_attribute("aria-labelledby") == f"cite-{form}-copy cite-{form}"
        button.focus()
        tab.keyboard.press("Enter")
        tab.locator(".cite-said", has_text="Copied.").wait_for()
        copied = tab.evaluate("navigator.clipboard.readText()")
        expected = {"bibtex": bibtex(reference(site=SITE)), "ris": ris(reference(site=SITE)).strip()}
        expected |= {"plain": plain(reference(site=SITE), book_at().words), "apa": apa_text(reference(site=SITE))}
        assert copied == expected[form]
