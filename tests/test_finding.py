"""Finding things on the built site, in a real browser: the search, the lists to look through, the map of connections.

Then what these are made of: the index, what is tied to what, and how long a page takes to read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from macros import prose
from macros.book.xhtml import classes_of, read_document, text_of
from macros.connections import connections, disagreements, sorted_by_facets, uncommented
from macros.figures.ties import tie_map
from macros.library import Library
from macros.minutes import minutes_to_read
from macros.model import KINDS, Activity, Checklist, Comment, Principle, Risk, Scenario, Term
from macros.reading import read_library
from macros.search import INDEX, search_index
from macros.threads import REPLY, STANCES, balance, standing
from tests.browser import ARGUMENTS, ask, chromium, served
from tests.projects import ROOT, TINY, Built

OF_THE_SITE = {"real": "/", "addressed": "/guida/"}
"""The book with no public address and with one, each served under the path it will have."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for all the tests of this module."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def origins(real: Built, addressed: Built) -> Iterator[dict[str, str]]:
    """Where each book is served."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(served(built.site, OF_THE_SITE[name]))
            for name, built in (("real", real), ("addressed", addressed))
        }


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own, with what went wrong in it looked at when it closes."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    wrong: list[str] = []
    opened.on("weberror", lambda error: wrong.append(str(error.error)))
    opened.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield opened
    opened.close()
    assert wrong == []


@pytest.fixture
def go(context: BrowserContext, origins: dict[str, str]) -> Callable[[str], Page]:
    """Opens a page of the book with no address."""

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(origins["real"] + path)
        return page

    return open_page


def found(page: Page, words: str) -> list[str]:
    """The addresses that a search finds, best first, without the words to mark."""
    ask(page, words)
    base = page.evaluate("new URL(JSON.parse(document.querySelector('#__config').textContent).base, location).href")
    links = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    return [str(link).removeprefix(str(base).rstrip("/") + "/").split("?")[0] + _anchor(str(link)) for link in links]


def _anchor(link: str) -> str:
    return f"#{link.partition('#')[2]}" if "#" in link else ""


STAGISTA = "rischi/stagista-bravo-con-internet/"
SEARCHES = [
    pytest.param("ascolto", "attivita/ascolto/", id="a word finds itself behind an article"),
    pytest.param("l’ascolto", "attivita/ascolto/", id="an article with the typographic apostrophe"),
    pytest.param("l'ascolto", "attivita/ascolto/", id="an article with the apostrophe of the keyboard"),
    pytest.param("stagista", STAGISTA, id="a word as it is written"),
    pytest.param("stagisti", STAGISTA, id="a plural finds the singular"),
    pytest.param("rischio", "rischi/", id="a singular finds the plural"),
    pytest.param("rischi", "rischi/", id="a plural finds itself"),
    pytest.param("contenuto", "attivita/contenuti/", id="a singular in -o"),
    pytest.param("contenuti", "attivita/contenuti/", id="its plural"),
    pytest.param("attivita", "attivita/", id="a word without its accent"),
    pytest.param("ATTIVITÀ", "attivita/", id="a word in capitals, with its accent"),
    pytest.param("perdita di controllo", "rischi/perdita-di-controllo/", id="several words"),
    pytest.param("«bravo con Internet»", STAGISTA, id="words between quotation marks"),
    pytest.param("stagi", STAGISTA, id="the beginning of a word"),
    pytest.param("delegano", "principi/verificare-prima-di-delegare/", id="a verb that bends finds its infinitive"),
    pytest.param("evolvono", "scenari/pluto/", id="a verb that bends finds its other persons"),
    pytest.param("evoluzione", "scenari/evoluzione/", id="a word that only the address has"),
    pytest.param("insourcing", "glossario/", id="a synonym that only the glossary has"),
    pytest.param("reputazzione", "glossario/", id="a letter twice that is there once"),
    pytest.param("topolno", "scenari/topolino/", id="a letter too few"),
    pytest.param("casa", "rischi/casa-senza-forze/", id="another word with the same root comes after"),
]
"""What is looked for, and what must be the first page found."""


@pytest.mark.parametrize(("words", "first"), SEARCHES)
def test_the_search_finds_words_in_all_their_forms(go: Callable[[str], Page], words: str, first: str) -> None:
    addresses = found(go(""), words)
    assert addresses and addresses[0].split("#")[0] == first


@pytest.mark.parametrize("other", ["banca", "gioia", "noia", "roi", "kpi"])
def test_a_word_the_book_does_not_use_is_not_taken_for_one_like_it(go: Callable[[str], Page], other: str) -> None:
    assert found(go(""), other) == []


def test_all_the_persons_of_a_verb_find_what_the_noun_finds(go: Callable[[str], Page]) -> None:
    page = go("")
    counts = set()
    for word in ("ascolto", "ascoltano", "ascoltiamo", "ascoltando"):
        ask(page, word)
        counts.add(page.locator(".md-search-result__meta").inner_text())
    assert len(counts) == 1


def test_a_question_is_asked_once_with_keys_or_without(context: BrowserContext, origins: dict[str, str]) -> None:
    """Words also come pasted, dictated, dropped: then no key is let go."""
    page = context.new_page()
    page.add_init_script(
        "const post = Worker.prototype.postMessage; window.asked = [];"
        "Worker.prototype.postMessage = function (said) { if (said.type === 2) asked.push(said.data); post.call(this, said); };"
    )
    page.goto(origins["real"])
    ask(page, "ascolto")
    assert page.evaluate("asked") == ["", "ascolto"]
    page.keyboard.type(" ri")
    page.wait_for_function("asked.at(-1) === 'ascolto ri'")
    assert page.evaluate("asked") == ["", "ascolto", "ascolto ", "ascolto r", "ascolto ri"]


def test_tab_goes_from_the_field_to_the_results_and_past_the_last_one_closes_the_search(
    go: Callable[[str], Page],
) -> None:
    page = go("principi/piccoli-passi/")
    ask(page, "topolno")
    here = "document.activeElement.getAttribute('href') ?? document.activeElement.className"
    opened = page.locator("#__search")
    links = page.locator(".md-search-result__list a:visible")
    first = links.first.get_attribute("href")
    page.keyboard.press("Tab")
    assert page.evaluate(here) == first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-search-result__list') !== null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(here) == first and opened.is_checked()
    page.keyboard.press("Shift+Tab")
    assert "md-search__input" in page.evaluate(here) and opened.is_checked()
    page.keyboard.press("Shift+Tab")
    expect(opened).not_to_be_checked()
    ask(page, "xyzzy")
    page.keyboard.press("Tab")
    expect(opened).not_to_be_checked()


def test_a_result_marks_its_words_where_it_leads(go: Callable[[str], Page]) -> None:
    """Also where only the title has them, and on the page of a part that has them."""
    page = go("")
    found(page, "outsourcing")
    asked = page.locator(".md-search-result__link").evaluate_all(
        "links => links.map(link => new URL(link.href).search)"
    )
    assert asked and "?h=" not in asked
    assert page.locator('.md-search-result__link[href$="glossario/?h=outsourcing"]').count() == 1


def test_the_first_page_is_told_by_its_sentences_and_not_by_its_ways_on(real: Built) -> None:
    docs = {doc["location"]: doc["text"] for doc in json.loads((real.site / INDEX).read_text("utf-8"))["docs"]}
    home = " ".join(text for location, text in docs.items() if not location or location.startswith("#"))
    assert "ascolta e risponde da sé" in home
    assert "Da dove cominciare" not in home and "dentro</li>" not in home


def test_a_verb_finds_its_noun_after_itself(go: Callable[[str], Page]) -> None:
    addresses = found(go(""), "delegare")
    assert addresses[0] == "principi/verificare-prima-di-delegare/"
    assert "rischi/delega-totale/" in addresses


@pytest.mark.parametrize("exact", ["casa", "marchio", "strumenti", "agenzia", "clienti", "posta"])
def test_a_word_is_found_wherever_it_stands_exactly_so(go: Callable[[str], Page], real: Built, exact: str) -> None:
    """The stemmer of the theme loses some: here every page that has the word is among the answers, or a better one is."""
    docs = json.loads((real.site / INDEX).read_text("utf-8"))["docs"]
    holding = {
        doc["location"].split("#")[0]
        for doc in docs
        if re.search(rf"(?<!\w){exact}(?!\w)", re.sub(r"<[^>]*>", " ", f"{doc['title']} {doc['text']}"), re.IGNORECASE)
    }
    page = go("")
    found(page, exact)
    count = int(re.findall(r"\d+", page.locator(".md-search-result__meta").inner_text())[0])
    assert holding and count >= len(holding)


def test_every_synonym_leads_to_its_term_and_to_what_the_term_says_to_see(
    go: Callable[[str], Page], library: Library
) -> None:
    """Asked of the search itself, with the index that readers have: typing them all would take minutes."""
    page = go("")
    script = page.evaluate("JSON.parse(document.querySelector('#__config').textContent).search")
    asked = {synonym: id for id, term in library.of(Term) for synonym in term.synonyms}
    answers = page.evaluate(
        """async ({script, questions}) => {
            const index = await (await fetch("search/search_index.json")).json();
            const worker = new Worker(new URL(script, location));
            const say = message => new Promise(heard => {
                worker.onmessage = event => heard(event.data);
                worker.postMessage(message);
            });
            await say({type: 0, data: index});
            const answers = {};
            for (const question of questions) {
                const {data} = await say({type: 2, data: question});
                answers[question] = data.items.flat().map(item => item.location);
            }
            return answers;
        }""",
        {"script": script, "questions": list(asked)},
    )
    assert len(answers) > 100
    lost = []
    for synonym, id in asked.items():
        term = library.items[id].value
        assert isinstance(term, Term)
        pages = [other for other in term.see if not isinstance(library.items[other].value, Term)]
        wanted = {f"glossario/#voce-{id}", *(f"{library.words[f'address_{library.items[o].kind}']}{o}/" for o in pages)}
        lost += [(synonym, address) for address in sorted(wanted - set(answers[synonym]))]
    assert lost == []


@pytest.mark.parametrize("book", list(OF_THE_SITE))
def test_a_synonym_typed_by_a_reader_leads_to_the_term_and_its_entries(
    context: BrowserContext, origins: dict[str, str], book: str
) -> None:
    page = context.new_page()
    page.goto(f"{origins[book]}principi/piccoli-passi/")
    addresses = found(page, "appaltare")
    assert "glossario/#voce-outsourcing" in addresses
    assert "rischi/delega-totale/" in addresses


def test_a_result_is_a_title_and_a_sentence_with_the_words_marked(go: Callable[[str], Page]) -> None:
    page = go("")
    found(page, "stagisti")
    first = page.locator(".md-search-result__item").first
    assert first.locator("h1").inner_text() == "Lo stagista «bravo con Internet»"
    assert first.locator("h1 mark").inner_text() == "stagista"
    sentence = first.locator("p").first.inner_text()
    assert "stagista" in sentence and len(sentence) < 300
    assert not re.search(r"\[\d+\.\d+\]", sentence)


def test_where_nothing_is_found_a_sentence_helps(go: Callable[[str], Page], library: Library) -> None:
    page = go("")
    help_ = page.locator(".search-help")
    assert not help_.is_visible()
    found(page, "xyzzy")
    assert help_.is_visible() and help_.inner_text() == library.words["search_none"]
    found(page, "ascolto")
    assert not help_.is_visible()


@pytest.mark.parametrize(
    "payload", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "*", "a^b~c", "\\", "+-"]
)
def test_no_question_breaks_the_search(go: Callable[[str], Page], payload: str) -> None:
    page = go("")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    ask(page, payload)
    assert found(page, "ascolto")


def shown(page: Page) -> list[str]:
    """The titles of the entries that a list shows."""
    return page.locator(".entries > li:visible > a, .comments:not(.balances) > li:visible > a").all_inner_texts()


def test_a_list_is_filtered_by_scenario_and_says_how_many_are_left(go: Callable[[str], Page], library: Library) -> None:
    page = go("rischi/")
    assert len(shown(page)) == len(library.of(Risk))
    page.locator("details.filter > summary").click()
    page.get_by_role("combobox", name="Scenari").select_option("scenarios:pippo")
    pippo = library.items["pippo"].value
    assert isinstance(pippo, Scenario)
    assert sorted(shown(page)) == sorted(library.title(id) for id in pippo.risks)
    assert page.get_by_role("status").filter(has_text="Voci mostrate: 5 su 20").count() == 1
    assert page.url.endswith("/rischi/?scenari=pippo")


def test_a_filtered_list_has_an_address_and_a_way_back(go: Callable[[str], Page]) -> None:
    page = go("attivita/../principi/?fonti=quintarelli-marte-venere&scenari=pippo")
    both = shown(page)
    page.get_by_role("combobox", name="Scenari").select_option("")
    assert 0 < len(both) < len(shown(page))
    page.go_back()
    assert shown(page) == both
    page.get_by_role("button", name="Mostra tutto").click()
    assert len(shown(page)) > len(both) and page.url.endswith("/principi/")


def test_filters_need_only_the_keyboard(go: Callable[[str], Page]) -> None:
    page = go("rischi/")
    page.locator("details.filter > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "scenari=" in page.url
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_choices_that_nothing_answers_are_told(go: Callable[[str], Page], library: Library) -> None:
    alone = next(
        (scenario, activity)
        for scenario, _ in library.of(Scenario)
        for activity, _ in library.of(Activity)
        if (marks := {f"scenarios:{scenario}", f"activities:{activity}"})
        and not any(marks <= set(found) for found in sorted_by_facets(library, Risk).marks.values())
        and all(any(mark in found for found in sorted_by_facets(library, Risk).marks.values()) for mark in marks)
    )
    page = go(f"rischi/?scenari={alone[0]}&attivita={alone[1]}")
    assert shown(page) == []
    assert page.locator(".filter-status").inner_text() == library.words["filter_none"]


@pytest.mark.parametrize("width", [1280, 360])
def test_activities_are_filtered_by_what_sources_say(go: Callable[[str], Page], library: Library, width: int) -> None:
    page = go("")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{page.url}attivita/?posizione=verdict_together")
    titles = page.locator("table.activities tbody tr:visible th > a").all_inner_texts()
    together = [found.title for _, found in library.of(Activity) if "together" in {p.verdict for p in found.positions}]
    assert titles == together


@pytest.mark.parametrize("script", [True, False])
def test_the_strand_of_an_activity_leads_to_the_activities_of_that_strand(
    browser: Browser, origins: dict[str, str], library: Library, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{origins['real']}attivita/ascolto/")
    page.locator(".strand-line a").click()
    listening = [found.title for _, found in library.of(Activity) if found.strand == "listening"]
    together = page.locator("#filo-listening:target")
    assert together.locator("a").all_inner_texts() == listening
    if script:
        page.get_by_role("combobox", name="Filo").wait_for()
        assert page.locator("table.activities tbody tr:visible th > a").all_inner_texts() == listening
    context.close()


def test_comments_are_filtered_by_position(go: Callable[[str], Page], library: Library) -> None:
    page = go("commenti/?posizione=stance_adds")
    assert len(shown(page)) == sum(standing(found) == "adds" for _, found in library.of(Comment))
    assert page.locator("ul.comments[id]:visible").count() == 1


@pytest.mark.parametrize("page_of", ["principi/", "rischi/", "attivita/", "commenti/"])
def test_without_a_script_the_choices_are_links_to_lists_that_are_there(
    browser: Browser, origins: dict[str, str], page_of: str, real: Built
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origins["real"] + page_of)
    page.locator("details.filter > summary").click()
    addresses = {
        str(one) for one in page.locator("details.filter a:visible").evaluate_all("all => all.map(a => a.href)")
    }
    context.close()
    assert len(addresses) > 1
    for address in addresses:
        path, _, anchor = address.removeprefix(origins["real"]).partition("#")
        text = (real.site / path / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in text, address


MAP = "collegamenti/"


def test_every_line_of_the_map_leads_to_the_list_of_its_ties(real: Built, library: Library) -> None:
    page = read_document((real.site / MAP / "index.html").read_text("utf-8"))
    every = [link for link in page.iter() if link.tag.endswith("}a") and link.get("data-tie")]
    lines, again = every[: len(every) // 2], every[len(every) // 2 :]  # the map in columns, and in one
    assert [line.attrib["data-tied"] for line in lines] == [line.attrib["data-tied"] for line in again]
    lists = {item.get("id"): item for item in page.iter("li") if str(item.get("id")).startswith("legami-")}
    tied = {one.id: one for one in connections(library)}
    assert [str(line.get("data-tie")) for line in lines] == [str(line.get("data-tie")) for line in again] == list(tied)
    for line in lines:
        one = tied[str(line.get("data-tie"))]
        assert str(line.get("data-tied")).split() == list(one.to)
        listed = lists[f"legami-{one.id}"]
        assert all(library.title(id) in " ".join(text_of(listed).split()) for id in one.to)


def test_the_map_is_one_stop_of_the_keyboard_and_arrows_go_from_line_to_line(go: Callable[[str], Page]) -> None:
    page = go(MAP)
    assert page.locator('a.tie[tabindex="0"]:visible').count() == 1
    page.locator('a.tie[tabindex="0"]:visible').focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.tie") == "pluto"
    page.keyboard.press("End")
    assert page.locator("a.tie:visible").last.evaluate("line => line === document.activeElement")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/collegamenti/#legami-pippo")
    assert page.locator("li[data-tie]:visible").count() == 1
    assert page.locator('a.tie[aria-current="true"]:visible').get_attribute("data-tie") == "pippo"
    assert "Pippo, tutto in casa" in page.locator(".map-status").inner_text()


def test_choosing_does_not_leave_the_map_and_lights_both_ends_of_every_tie(
    go: Callable[[str], Page], library: Library
) -> None:
    page = go(MAP)
    page.locator('a.tie[data-tie="pippo"]:visible').focus()
    page.keyboard.press("ArrowRight")
    beside = page.evaluate("document.activeElement.dataset.tie")
    assert library.items[beside].kind == "activities"
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    page.locator("path.lit").first.wait_for()
    assert page.evaluate("[scrollY, document.activeElement.dataset.tie]") == [before, beside]
    ties = {one.id: set(one.to) for one in connections(library)}
    lit = page.locator("path.lit").evaluate_all("lines => lines.map(line => line.dataset.ends.split(' '))")
    assert {frozenset(ends) for ends in lit} == {frozenset((beside, other)) for other in ties[beside]}
    near = page.locator("a.tie.near:visible").evaluate_all("lines => lines.map(line => line.dataset.tie)")
    assert set(near) == ties[beside]
    named = page.locator("li[data-names]:visible").evaluate_all("all => all.map(one => one.dataset.names.split(' '))")
    assert named and all(beside in names for names in named)
    page.keyboard.press("Escape")
    assert page.locator("path.lit").count() == 0 or page.evaluate("document.activeElement.dataset.tie") == beside
    assert page.locator("li[data-tie]:visible").count() == len(ties)


def test_the_positions_of_the_sources_leave_with_the_rest_when_they_do_not_name_what_is_chosen(
    go: Callable[[str], Page],
) -> None:
    page = go(f"{MAP}#legami-delega-totale")
    page.locator("path.lit").first.wait_for(state="attached")
    assert page.locator("li[data-names]:visible").count() == 0
    assert page.locator("h2:visible").count() == 1


@pytest.mark.parametrize("width", [960, 1280])
def test_on_a_wide_screen_the_whole_map_is_seen_at_once(go: Callable[[str], Page], width: int) -> None:
    page = go("")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page.url + MAP)
    box = page.locator("svg.tie-columns").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] <= 852
    heights = page.locator(".tie-columns .tie-ground").evaluate_all(
        "all => all.map(o => o.getBoundingClientRect().height)"
    )
    assert min(heights) >= 22  # and two more between one and the next


def test_a_chosen_line_shows_its_ties_alone_until_all_are_asked_for(
    go: Callable[[str], Page], library: Library
) -> None:
    page = go(f"{MAP}#legami-delega-totale")
    assert page.locator("li[data-tie]:visible").count() == 1
    assert page.locator("path.lit:visible").count() == len(
        {one.id: one for one in connections(library)}["delega-totale"].to
    )
    page.get_by_role("button", name=library.words["figure_ties_all"]).click()
    assert page.locator("li[data-tie]:visible").count() == len(connections(library))
    assert page.url.endswith(MAP)
    page.go_back()
    assert page.locator("li[data-tie]:visible").count() == 1


def test_the_map_fits_a_narrow_telephone_and_its_lines_a_finger(go: Callable[[str], Page]) -> None:
    page = go("")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(page.url + MAP)
    page.locator('a.tie[tabindex="0"]:visible').focus()
    own = page.locator("a.tie:focus .tie-own")
    assert own.evaluate("path => getComputedStyle(path).opacity") == "1"
    heights = page.locator(".tie-ground:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 23  # the lines touch: between two middles there are 24 pixels
    sizes = page.locator(".tie text:visible").evaluate_all("all => all.map(one => one.getBoundingClientRect())")
    assert all(one["left"] >= 0 and one["right"] <= 320 for one in sizes)
    assert page.evaluate("document.documentElement.scrollWidth <= 320")


def test_without_a_script_the_map_is_plain_links(browser: Browser, origins: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(origins["real"] + MAP)
    page.locator('a.tie[data-tie="pluto"]:visible').focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#legami-pluto")
    assert page.locator("#legami-pluto").is_visible()
    context.close()


def test_the_path_leads_back_and_has_a_name(go: Callable[[str], Page]) -> None:
    page = go("rischi/delega-totale/")
    path = page.get_by_role("navigation", name="Percorso")
    assert path.get_by_role("link").all_inner_texts() == ["Inizio", "Rischi"]
    path.get_by_role("link", name="Rischi").click()
    assert page.url.endswith("/rischi/")


def test_every_page_has_the_way_back_and_what_is_read_from_end_to_end_says_how_long(
    real: Built, library: Library
) -> None:
    """Lists of entries, maps and what is filled in are not read from end to end."""
    tools = {"collegamenti/", "questioni-aperte/", "commenta/", "errori/"}
    tools |= {f"{library.words['address_checklists']}{id}/" for id, _ in library.of(Checklist)}
    for file in real.site.rglob("index.html"):
        here = file.relative_to(real.site).as_posix().removesuffix("index.html")
        page = read_document(file.read_text("utf-8"))
        if re.match(r"errori/.", here) or next(page.iter("article"), None) is None:
            continue
        has = {one: any(one in classes_of(found) for found in page.iter()) for one in ("md-path", "reading-time")}
        is_list = (ROOT / "docs" / here / "index.md").exists()
        assert has == {"md-path": bool(here), "reading-time": not is_list and here not in tools}, here


def test_pages_before_and_after_follow_the_book(real: Built, library: Library) -> None:
    """Leaving out what stands only on the site, the chain of links goes through the pages in the order of the menu."""
    seen, path = [], "perche-questo-libro/"
    while path and path not in seen:
        seen.append(path)
        page = read_document((real.site / path / "index.html").read_text("utf-8"))
        nexts = [link for link in page.iter("a") if "md-footer__link--next" in classes_of(link)]
        here = f"https://x.example/{path}"
        path = urljoin(here, str(nexts[0].get("href"))).removeprefix("https://x.example/") if nexts else ""
    kinds = [one.split("/")[0] for one in seen]
    first = [
        kinds.index(kind) for kind in ("scenari", "principi", "attivita", "rischi", "casi", "pratica", "liste", "fonti")
    ]
    assert first == sorted(first)
    assert all(
        f"{library.words[f'address_{item.kind}']}{id}/" in seen
        for id, item in library.items.items()
        if _has_page(item.kind)
    )


def _has_page(kind: str) -> bool:
    return KINDS[kind] not in (Comment, Term)


# What all this is made of


@pytest.fixture(scope="module")
def library() -> Library:
    """The library of the real book."""
    return read_library(ROOT)


def test_ties_go_both_ways(library: Library) -> None:
    ties = {one.id: set(one.to) for one in connections(library)}
    assert all(id in ties[other] for id, others in ties.items() for other in others)
    for id, risk in library.of(Risk):
        assert set(risk.reduced_by) <= ties[id]
    assert {library.items[id].kind for id in ties} == {"scenarios", "activities", "principles", "risks"}


def test_the_map_is_the_same_every_time_and_draws_each_tie_from_both_ends(library: Library) -> None:
    tied = connections(library)
    drawing = tie_map(tied, library.words)
    again = tie_map(connections(read_library(ROOT)), library.words)
    assert drawing == again and drawing is not None
    own = re.findall(r'class="tie-own" d="([^"]*)"', drawing.drawing)
    assert sum(path.count("M") for path in own) == sum(len(one.to) for one in tied)
    common = re.findall(r'class="drawn-tie" d="([^"]*)"', drawing.drawing)
    assert 2 * sum(path.count("M") for path in common) == sum(len(one.to) for one in tied)
    ends = [frozenset(pair.split()) for pair in re.findall(r'data-ends="([^"]*)"', drawing.columns)]
    assert len(set(ends)) == len(ends)
    assert set(ends) == {frozenset((one.id, other)) for one in tied for other in one.to}


def test_every_choice_of_a_list_leaves_as_many_entries_as_it_says(library: Library) -> None:
    for kind in (Principle, Risk, Activity, Comment):
        found = sorted_by_facets(library, kind)
        assert found.facets, f"{kind.__name__}: long enough to be looked through"
        for facet in found.facets:
            for choice, count in facet.choices:
                assert sum(f"{facet.name}:{choice}" in marks for marks in found.marks.values()) == count > 0


def test_short_lists_have_no_filter() -> None:
    tiny = read_library(ROOT / TINY)
    assert all(sorted_by_facets(tiny, kind).facets == () for kind in KINDS.values())


def test_a_disagreement_is_between_sources(library: Library) -> None:
    """One source that answers in several ways, by condition, is no disagreement; two that answer differently are."""
    told = {one.activity: one for one in disagreements(library)}
    for id, activity in library.of(Activity):
        by_source = {
            source: {p.verdict for p in activity.positions if p.source == source}
            for source in {p.source for p in activity.positions}
        }
        differ = any(one != other for one in by_source.values() for other in by_source.values())
        assert (id in told) is differ
        if differ:
            assert {source for source, _ in told[id].said} == set(by_source)
            assert sum(len(said) for _, said in told[id].said) == len(activity.positions)


def test_answers_are_opposite_where_one_says_inside_and_another_to_buy(library: Library) -> None:
    """Two sources that both say both, each on a condition, are not opposed, and who says it depends opposes nobody."""
    opposite = {one.activity for one in disagreements(library) if one.opposite}
    assert {"formazione", "conversazione-quotidiana"} <= opposite
    assert not {"ascolto", "misurazione", "strategia"} & opposite


def test_disagreements_are_the_same_wherever_they_are_counted(real: Built, library: Library) -> None:
    told = {one.activity: one.opposite for one in disagreements(library)}
    page = read_document((real.site / "questioni-aperte/index.html").read_text("utf-8"))
    shown = [str(one.get("id")) for one in page.iter("li") if str(one.get("id")).startswith("disaccordo-")]
    assert shown == [f"disaccordo-{id}" for id in sorted(told, key=lambda id: not told[id])]
    assert [text_of(one).rstrip("#") for one in page.iter("h3")][:2] == [
        library.words["disagree_opposite"],
        library.words["disagree_nuance"],
    ]
    table = read_document((real.site / "attivita/index.html").read_text("utf-8"))
    marked = [text_of(one) for one in table.iter("span") if "split" in classes_of(one)]
    assert marked.count(library.words["sources_oppose"]) == sum(told.values())
    assert marked.count(library.words["sources_differ"]) == len(told) - sum(told.values())


def test_every_comment_has_words_of_its_own_in_the_list_and_is_counted_where_it_stands(
    real: Built, library: Library
) -> None:
    page = read_document((real.site / "commenti/index.html").read_text("utf-8"))
    lists = {str(one.get("id")): one for one in page.iter("ul") if "comments" in classes_of(one) and one.get("id")}
    comments = library.of(Comment)
    counted = dict(balance(comment for _, comment in comments))
    assert {name: len(list(lists[f"posizione-{name}"])) for name in (*STANCES, REPLY) if name in counted} == counted
    links = {str(link.get("href")): text_of(link) for one in lists.values() for link in one.iter("a")}
    assert len(set(links.values())) == len(links) == len(comments)
    for id, comment in comments:
        (words,) = (words for href, words in links.items() if href.endswith(f"#voce-{id}"))
        first = words.partition(": ")[2].removesuffix("…")
        assert prose.plain(comment.text).startswith(first) and first


def test_what_waits_for_a_comment_says_what_it_claims_and_leads_into_the_form(
    go: Callable[[str], Page], library: Library
) -> None:
    page = go("questioni-aperte/")
    waiting = [id for _, ids in uncommented(library) for id in ids]
    said = page.locator(".uncommented > li")
    assert said.count() == len(waiting)
    claims = said.locator(".about").all_inner_texts()
    for id, claim in zip(waiting, claims, strict=True):
        entry = library.items[id].value
        if isinstance(entry, Activity):
            answers = [library.words[f"verdict_{position.verdict}"] for position in entry.positions]
            assert re.findall("|".join(set(answers)), claim) == answers
        else:
            assert claim == getattr(entry, "summary", "")
    page.get_by_role("link", name=f"Commenta «{library.title(waiting[0])}»", exact=True).click()
    assert page.locator("#form-on").input_value() == waiting[0]


def test_what_is_commented_is_not_among_what_is_not(library: Library) -> None:
    waiting = {id for _, ids in uncommented(library) for id in ids}
    commented = {comment.on for _, comment in library.of(Comment)}
    assert waiting and not waiting & commented
    assert waiting | commented >= {id for kind in (Scenario, Principle, Risk, Activity) for id, _ in library.of(kind)}


def test_the_index_is_the_same_for_the_same_site_and_keeps_what_the_engine_read(library: Library) -> None:
    made = {
        "config": {"lang": ["it"]},
        "docs": [
            {"location": "glossario/", "title": "Glossario", "text": "<p>tutto</p>"},
            {"location": "attivita/ascolto/", "title": "Ascolto", "text": "<p>Ascoltare,[1.3] sempre.</p>"},
            {"location": "attivita/ascolto/#dove", "title": "Dove", "text": ""},
        ],
    }
    told = search_index(json.dumps(made), library)
    assert told == search_index(json.dumps(made), library)
    index = json.loads(told)
    docs = {doc["location"]: doc for doc in index["docs"]}
    assert index["config"]["lang"] == ["it"]
    assert set(index["config"]["language"]) == {"small", "forms", "family"}
    assert docs["attivita/ascolto/"]["text"] == "<p>Ascoltare, sempre.</p>"
    assert "buzz online" in docs["attivita/ascolto/"]["also"]
    assert "attivita/ascolto/#dove" not in docs, "a heading with nothing beneath it is no answer"
    assert docs["glossario/#voce-blog"]["also"][-1] == "weblog"
    assert len(docs) == 2 + len(library.of(Term))


def test_the_letters_of_the_glossary_lead_to_the_first_term_of_each(real: Built, library: Library) -> None:
    page = read_document((real.site / "glossario/index.html").read_text("utf-8"))
    (line,) = (one for one in page.iter("nav") if "letters" in classes_of(one))
    shown = {text_of(one).strip(): str(one.get("href")) for one in line.iter("a")}
    terms = [(term.title[0].upper(), f"#voce-{id}") for id, term in library.of(Term)]
    assert shown == dict(reversed(terms)) and list(shown) == sorted(shown)


def test_reading_time_counts_what_is_read() -> None:
    text = "<p>" + "parola " * 1000 + "</p>"
    assert minutes_to_read(text) == 7
    assert (
        minutes_to_read(f"{text}<svg><title>{'parola ' * 5000}</title></svg><table><td>{'a' * 9000}</td></table>") == 7
    )
    assert minutes_to_read("") == 1
