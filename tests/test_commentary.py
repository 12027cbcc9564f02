"""What readers say: threads one level deep, who thinks what, the right of reply, the data of persons held back."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from macros.book.page import Page
from macros.book.xhtml import classes_of, read_document
from macros.citing.linked import linked_data
from macros.citing.reference import reference_of
from macros.feed import feed
from macros.library import Library
from macros.model import Comment
from macros.personal import personal_data
from macros.reading import read_library, readable
from macros.threads import balance, balances, threads
from tests.browser import ARGUMENTS, chromium, served
from tests.projects import ROOT, TINY, Built


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / TINY)


def project(folder: pathlib.Path, name: str, text: str) -> pathlib.Path:
    """The content of the tiny project with one comment more."""
    shutil.copytree(ROOT / TINY / "content", folder / "content")
    (folder / "content" / "commentary" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def said_of_comments(root: pathlib.Path) -> list[tuple[str, int]]:
    """Code and line of what is wrong with the comments."""
    found = (problem for problem in readable(root)[1] if problem.place.file.startswith("content/commentary/"))
    return [(problem.code, problem.place.line) for problem in found]


def test_an_answer_stands_beneath_what_it_answers_and_nowhere_else(library: Library) -> None:
    found = threads(library, "tempo")
    assert [voice.id for voice in found] == ["carla-tempo", "non-perdona"]
    assert [[reply.id for reply in voice.replies] for voice in found] == [["ada-risponde"], []]


def test_what_was_taken_back_keeps_its_place_and_has_nothing_to_say(library: Library) -> None:
    *_, last = threads(library, "fornaio")
    assert (last.id, last.said, last.withdrawn) == ("ritirato", None, "2026-03")
    assert "ritirato" not in {id for id, _ in library.of(Comment)}


def test_every_comment_is_in_one_thread(library: Library) -> None:
    told = [one.id for id in library.items for top in threads(library, id) for one in (top, *top.replies)]
    assert sorted(told) == sorted(id for id, item in library.items.items() if item.kind == "commentary")


def test_positions_on_the_entry_are_weighed_and_answers_are_counted_apart(library: Library) -> None:
    assert dict(balances(library))["tempo"] == (("agree", 1), ("disagree", 1), ("reply", 1))
    assert balance([]) == ()


def test_an_answer_to_what_was_taken_back_stays_where_it_was(tmp_path: pathlib.Path) -> None:
    answer = (
        'on: fornaio\nreplies_to: ritirato\nposition: adds\ntext: "It was true."\n'
        'signature: {form: name, name: "Ivo"}\ndate: 2026-04-01\nconsent: "1"\n'
    )
    found = threads(read_library(project(tmp_path, "ivo", answer)), "fornaio")
    assert [(voice.id, [reply.id for reply in voice.replies]) for voice in found][-1] == ("ritirato", ["ivo"])


def test_programs_find_answers_inside_the_comment_they_answer(library: Library) -> None:
    page = Page(path="principles/tempo/", source="principles/tempo.md", title="Tempo", html="")
    node = json.loads(
        linked_data(library, page.path, reference_of(page, library.book, None, library.words), in_book=True)
    )
    carla, anonymous = node["comment"]
    assert [one["author"]["name"] for one in carla["comment"]] == ["Ada"]
    assert "author" not in anonymous


def test_what_was_taken_back_is_no_news(library: Library) -> None:
    root = ElementTree.fromstring(feed(library))
    assert "ritirato" not in feed(library)
    (gone,) = root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert (gone.get("when") or "").startswith("2026-03-01T"), "RFC 6721: programs that kept it take it away"
    assert feed(library).count("<entry>") == 1 + sum(1 for _, one in library.of(Comment) if not one.reported)


HELD = {
    "chiamate Anna al 333 1234567 la sera": "333 1234567",
    "il numero è +39 02 1234 5678, interno 4": "+39 02 1234 5678",
    "(02) 123 45 67 in ufficio": "(02) 123 45 67",
    "fisso 0039021234567": "0039021234567",
    "con i punti 347.123.4567.": "347.123.4567",
    "scrivete ad anna.rossi@forno.example, risponde": "anna.rossi@forno.example",
    "mailto:anna@forno.example": "anna@forno.example",
    "IBAN IT60 X054 2811 1010 0000 0123 456, intestato a lei": "IT60 X054 2811 1010 0000 0123 456",
    "it60x0542811101000000123456": "it60x0542811101000000123456",
    "codice RSSMRA85T10A562S sulla fattura": "RSSMRA85T10A562S",
    "codice rssmra85t10a562s": "rssmra85t10a562s",
    "omocodia RSSMRA85T10A56NH": "RSSMRA85T10A56NH",
}
NOT_HELD = (
    "dal 2009 al 2011 sono cresciuti del 30-40 per cento",
    "il 01/02/2026 e il 1-2-2026, cioè 01.02.26",
    "300.000.000 di utenti, 30.000 euro, 3.141.592",
    "come dice il passo[@sondaggio-marketingsherpa/gianluigi-training]",
    "[[formazione|Qui se ne parla]] da mesi, alle 09:30-18:00",
    "ISBN 978-88-04-12345-6 e Twitter @markingegno",
    "SUPERCALIFRAGILISTICHESPIRALIDOSO, in maiuscolo",
    "la norma UNI EN 17161 e lo 0,000000123 di un grammo",
    "https://forno.example/2026/0212345678",
)


@pytest.mark.parametrize("text", HELD)
def test_what_leads_to_a_person_is_seen_whole(text: str) -> None:
    assert personal_data(text) == (HELD[text],)


@pytest.mark.parametrize("text", NOT_HELD)
def test_dates_amounts_and_references_lead_to_nobody(text: str) -> None:
    assert personal_data(text) == ()


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(categories=["L", "Zs", "P"]), max_size=80), st.sampled_from(sorted(HELD.values())))
def test_words_around_it_do_not_hide_it(words: str, data: str) -> None:
    assert data in personal_data(f"{words} {data} {words}")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_looked_through_and_what_is_found_stands_in_it(text: str) -> None:
    assert all(found in text for found in personal_data(text))


def test_no_comment_of_the_book_has_such_data() -> None:
    for id, comment in read_library(ROOT).of(Comment):
        assert personal_data(comment.text) == (), id


COMMENT = """on: tempo
position: adds
text: "Ask the baker: {data}."
signature: {{form: name, name: "Ivo"}}
date: 2026-04-01
consent: "1"
"""


@pytest.mark.parametrize(
    "data", ["333 1234567", "anna@forno.example", "RSSMRA85T10A562S", "IT60X0542811101000000123456"]
)
def test_a_comment_with_such_data_is_published_only_after_somebody_saw_it(tmp_path: pathlib.Path, data: str) -> None:
    held = project(tmp_path / "held", "ivo", COMMENT.format(data=data))
    assert [code for code, _ in said_of_comments(held)] == ["MB174"]
    seen = project(tmp_path / "seen", "ivo", COMMENT.format(data=data) + f'cleared: ["{data}"]\n')
    assert said_of_comments(seen) == []
    read_library(seen)


def test_a_name_is_looked_through_too(tmp_path: pathlib.Path) -> None:
    root = project(tmp_path, "ivo", COMMENT.format(data="no").replace('"Ivo"', '"Ivo 333 1234567"'))
    assert said_of_comments(root) == [("MB174", 4)]


def test_a_site_shows_the_thread_and_the_right_of_reply(tiny: Built) -> None:
    page = read_document((tiny.site / "principles/tempo/index.html").read_text(encoding="utf-8"))
    voices = [one for one in page.iter("article") if "comment" in classes_of(one)]
    assert [one.get("id") for one in voices] == ["voce-carla-tempo", "voce-ada-risponde", "voce-non-perdona"]
    assert ["comment-reply" in classes_of(one) for one in voices] == [False, True, False]
    (reply,) = (one for one in voices[1].iter("p") if "right-of-reply" in classes_of(one))
    assert "".join(reply.itertext()).startswith("Right of reply: who signs is the author of A letter about bread")
    assert not [one for one in voices[2].iter() if "right-of-reply" in classes_of(one)]


def test_the_books_have_threads_and_balances_and_what_was_taken_back(tiny: Built) -> None:
    with zipfile.ZipFile(tiny.book(".epub")) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}
    whole = "\n".join(texts.values())
    assert re.search(r'class="comment comment-adds comment-reply"[^>]* id="voce-ada-risponde"', whole) or re.search(
        r'id="voce-ada-risponde"[^>]* class="comment comment-adds comment-reply"', whole
    )
    assert "1 agrees, 1 disagrees; 1 reply" in whole
    assert "There was a comment here: it was withdrawn" in whole
    assert "permalink" not in whole, "an address of the site is no business of a book"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_comment_has_an_address_that_leads_to_it_and_an_answer_stands_a_step_in(real: Built, width: int) -> None:
    with served(real.site) as origin, sync_playwright() as machine:
        browser = machine.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{origin}principi/risorse-prima-di-tutto/")
        comment, answer = page.locator("#voce-marilena-risorse-prima"), page.locator("#voce-replica-alibi")
        answer.locator(".permalink").click()
        assert page.url.endswith("#voce-replica-alibi")
        assert answer.evaluate("one => one.matches(':target')")
        boxes = [one.bounding_box() for one in (comment, answer)]
        assert boxes[0] and boxes[1] and boxes[0]["x"] + 8 < boxes[1]["x"]
        assert answer.locator(".replies-to").get_attribute("href") == "#voce-marilena-risorse-prima"
        browser.close()
