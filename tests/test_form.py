"""The form for comments in a real browser: what it writes, checks and shows is what the command line writes and checks and
what the site publishes; its roads; its keyboard. Scripts off first."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import pathlib
import random
import re
import shutil
import tomllib
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, expect, sync_playwright

from macros.contribution import FORMS, STANCES, Contribution, comment_file, proposed_name, text_lines
from macros.desk import Desk
from macros.entry import read_entry
from macros.form import CODES
from macros.leaf import leaves
from macros.model import Comment
from macros.problem import Problem, catalogue, filled, label, level, word
from macros.prose import ReferenceMark, marks
from macros.reading import read_library, readable
from macros.remedy import nearest
from macros.render import render
from macros.source import make_document
from macros.threads import Voice
from macros.typography import glyph_problems
from tests.browser import ARGUMENTS, ASK_AXE, WATCH, WIDTHS, chromium, served, watching
from tests.projects import ROOT, TINY, Built
from tests.test_attacks import PAYLOADS, REFUSED

AXE = "axe-core.js"
VENDORED = ROOT / "theme" / "assets" / "form" / "markdown-it"
CASES: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/form/comments.toml").read_text(encoding="utf-8"))
GOOD = {
    "on": "vicino", "replies": "", "position": "adds", "text": "I add that patience is needed.", "form": "name",
    "name": "Anna Rossi", "date": "2026-01-31", "consents": True,
}  # fmt: skip
ASK = """
async cases => {
    const at = name => import(new URL(`assets/form/${name}.mjs`, document.baseURI.replace(/[^/]+\\/(#.*)?$/, "")).href);
    const [app, file, check, wording, preview, prose] = await Promise.all(
        ["app", "file", "check", "wording", "preview", "prose"].map(at));
    await prose.load();
    const data = app.ready(JSON.parse(document.querySelector(".contribution").dataset.form));
    return cases.map(one => {
        const raw = file.commentFile(one, data.writer);
        const answers = {...one, text: file.settled(one.text), name: file.settledLine(one.name)};
        const problems = check.problemsOf(answers, data);
        return {
            raw, answers,
            file: file.commentFile(answers, data.writer),
            name: file.proposedName(answers.text, id => id in data.entries, data.writer),
            problems: problems.map(one => ({...one, words: wording.worded(one, data.messages)})),
            prose: preview.prose(answers.text, data),
            published: preview.published({...answers, text: answers.text || "x"}, data),
        };
    });
}
"""
NEAREST = """
async ([word, known]) => {
    const at = new URL("assets/form/nearest.mjs", document.baseURI.replace(/[^/]+\\/(#.*)?$/, ""));
    return (await import(at.href)).nearest(word, known);
}
"""
PASTE = """
text => {
    const carried = new DataTransfer();
    carried.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, cancelable: true}));
}
"""
SIGNS = [
    *"  \t\n\n\r\u00a0\u200b-:#\"'\\|>*_[](){}<>!&;1.aZé«»’…€½☃\U0001f35e\u0301\ufeff\u2028\x07~`/@",
    *(
        "[[tempo]]",
        "[@post/madre]",
        "[[tempo|a b]]",
        "[a](https://a.it/é?b=“)",
        "**",
        "- ",
        "1. ",
        "> ",
        "&amp;",
        "&#x41;",
        "    ",
    ),
]
"""What texts made at random are made of."""
SLIPS = (
    *("# a\n", "[[tempi]]", "[@posta/x]", "[x](file:a)", "a@b.it", "+39 333 1234567", "→", "&rarr;", "__", "www.a.it"),
    *("https://x.it/a", "\n\n", "il pane", "[[", "[@a b]", "](|)", "|", "&#x2603;"),
)
"""What makes them wrong."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


Open = Callable[..., Page]


def new_page(browser: Browser, **look: Any) -> Page:
    """A page in a new profile of the browser."""
    context = browser.new_context(accept_downloads=True, **{"viewport": {"width": 1280, "height": 900}, **look})
    context.add_init_script(WATCH)
    return context.new_page()


@pytest.fixture(scope="module")
def in_tiny(browser: Browser, tiny: Built) -> Iterator[Page]:
    """The form of the tiny project."""
    with served(tiny.site) as origin:
        page = new_page(browser)
        page.goto(origin + "comment/")
        yield page
        page.context.close()


@pytest.fixture(scope="module")
def in_real(browser: Browser, real: Built) -> Iterator[Page]:
    """The form of the real book."""
    with served(real.site) as origin:
        page = new_page(browser)
        page.goto(origin + "commenta/")
        yield page
        page.context.close()


# What it writes


def contribution(answers: dict[str, Any]) -> Contribution:
    kept = {key: value for key, value in answers.items() if key in Contribution.__dataclass_fields__}
    return Contribution(**kept, replies_to=answers["replies"])


def at_random(number: int) -> list[dict[str, Any]]:
    """Answers of every shape, the same at every run."""
    dice = random.Random(6)
    choices = itertools.cycle(
        itertools.product(("tempo", "", "A b"), STANCES, FORMS, (True, False), ("", "carla-tempo"))
    )
    texts = ["".join(dice.choices(SIGNS, k=dice.randrange(40))) for _ in range(number)]
    return [
        {
            **GOOD,
            "on": on,
            "position": position,
            "form": form,
            "consents": yes,
            "replies": to,
            "text": text,
            "name": text[::-1],
        }
        for text, (on, position, form, yes, to) in zip(texts, choices, strict=False)
    ]


def wrong_at_random(number: int) -> list[dict[str, Any]]:
    """Answers in which one thing or many are wrong, the same at every run."""
    dice = random.Random(8)

    def some(most: int) -> str:
        return "".join(dice.choices((*SIGNS, *SLIPS), k=dice.randrange(most)))

    chosen = ({"position": dice.choice(["adds", ""]), "form": dice.choice(FORMS)} for _ in range(number))
    return [{**GOOD, **one, "text": some(14), "name": some(4), "consents": dice.random() < 0.8} for one in chosen]


def cases() -> list[dict[str, Any]]:
    return [{**GOOD, **{key: value for key, value in case.items() if key in GOOD}} for case in CASES.values()]


def test_its_files_are_byte_for_byte_those_of_the_command_line(in_tiny: Page) -> None:
    taken = frozenset(read_library(ROOT / TINY).items)
    asked = cases() + at_random(300)
    for case, found in zip(asked, in_tiny.evaluate(ASK, asked), strict=True):
        assert found["raw"] == comment_file(contribution(case))
        assert found["file"] == comment_file(contribution(found["answers"]))
        assert found["name"] == proposed_name(found["answers"]["text"], taken)


# What it checks


@pytest.fixture(scope="module")
def bread(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The contents of the tiny project, to which comments are added."""
    root = tmp_path_factory.mktemp("bread")
    shutil.copytree(ROOT / TINY / "content", root / "content")
    return root


def said_by_command(root: pathlib.Path, name: str, file: str) -> list[tuple[Problem, str]]:
    """What the command line finds in a file, except what only entries can have, and the line each is on."""
    path = root / "content" / "commentary" / f"{name}.yml"
    path.write_bytes(file.encode())
    library, problems = readable(root)
    fonts = [font.read_bytes() for font in sorted((ROOT / "docs/assets/fonts").glob("*.woff2"))]
    problems += glyph_problems(library, {}, fonts)
    path.unlink()
    mine = [one for one in problems if one.place.file.endswith(f"/{name}.yml")]
    assert all(one.code in CODES for one in mine if level(one) != "errore")
    lines = [*file.split("\n"), ""]
    found = sorted(mine, key=lambda one: (one.place, one.code))
    return [(one, lines[min(one.place.line, len(lines)) - 1]) for one in found]


def worded(problem: Problem, line: str) -> tuple[str, str, str]:
    """Title, reason and remedy as the command line prints them, but for those that the catalogue words anew for a form.

    That is what *the same words* means: one catalogue, one code, one place, the same values written in the same way.
    """
    told = catalogue()[problem.code].words["en"]
    own = asdict(filled(told.in_form(), problem.values, "en"))
    title, why, remedy = printed(problem, line)
    assert {*told.form} <= {"title", "why", "remedy", "alone"}
    assert told.form or (own["title"], own["why"], f"{own['remedy']}.") == (title, why, remedy)
    return own["title"], own["why"], f"{own['remedy']}."


def printed(problem: Problem, line: str) -> tuple[str, str, str]:
    """Title, reason and remedy on the terminal."""
    rows = word(replace(problem, fix=None), lang="en", line=line).split("\n")
    title = rows[0].partition(f"  {problem.code}  ")[2].removeprefix(f"{label(level(problem), 'en')}: ")
    why = next(row for row in rows if row.startswith("   Why: ")).removeprefix("   Why: ")
    remedy = next(row for row in rows if row.startswith("   How to mend it: ")).removeprefix("   How to mend it: ")
    return title, why, remedy


def test_it_finds_what_the_command_line_finds_where_and_in_the_same_words(in_tiny: Page, bread: pathlib.Path) -> None:
    by_form, by_command, codes = {}, {}, {}
    titles = [*CASES, *(f"at random, {number}" for number in range(40))]
    for title, found in zip(titles, in_tiny.evaluate(ASK, cases() + wrong_at_random(40)), strict=True):
        now = [one for one in found["problems"] if not one["later"]]
        later = [one["code"] for one in found["problems"] if one["later"]]
        by_form[title] = [told(one) for one in now]
        by_command[title] = [
            (one.code, one.place.line, one.place.column, one.place.width, *worded(one, line))
            for one, line in said_by_command(bread, found["name"], found["file"])
        ]
        codes[title] = sorted(one["code"] for one in now), sorted(later)
    assert by_form == by_command
    assert {title: codes[title] for title in CASES} == {
        title: (sorted(case["codes"]), case.get("later", [])) for title, case in CASES.items()
    }
    seen = {code for found in codes.values() for code in (*found[0], *found[1])}
    assert seen | {"MB001", "MB059"} == set(CODES), "every message of the form has its case"


def told(problem: dict[str, Any]) -> tuple[object, ...]:
    """A problem of the form as the command line prints it."""
    words = problem["words"]
    place = (problem["line"], problem["column"], problem["width"])
    return problem["code"], *place, words["title"], words["why"], f"{words['remedy']}."


def test_it_refuses_what_is_too_long_in_the_same_words(in_tiny: Page, bread: pathlib.Path) -> None:
    asked = [
        {**GOOD, "text": "a\n" * 10_000 + "b"},
        {**GOOD, "text": "a" * 19_999},
        {**GOOD, "text": "a" * 20_000},
        {**GOOD, "text": "\U0001f35e" * 60_000},
        {**GOOD, "name": "a" * 81, "text": "**x**"},
        {**GOOD, "name": "a" * 80},
    ]
    codes = []
    for found in in_tiny.evaluate(ASK, asked):
        expected = said_by_command(bread, found["name"], found["file"])
        now = [one for one in found["problems"] if not one["later"]]
        assert [worded(*one)[:2] for one in expected] == [(one["words"]["title"], one["words"]["why"]) for one in now]
        codes.append([one["code"] for one in now])
    assert codes == [["MB059"], [], ["MB059"], ["MB001"], ["MB059"], []]


def test_it_says_every_message_in_the_language_of_the_book(in_real: Page) -> None:
    data = json.loads(in_real.locator(".contribution").get_attribute("data-form") or "")
    for code, found in data["messages"]["codes"].items():
        italian = catalogue()[code].words["it"].in_form()
        assert (found["title"], found["why"], found["remedy"]) == (italian.title, italian.why, italian.remedy)
        page = in_real.request.get(urllib.parse.urljoin(in_real.url, found["href"]))
        assert page.ok and code in page.text()


def test_the_refused_attacks_are_refused_before_they_leave_the_browser(in_tiny: Page) -> None:
    asked = [{**GOOD, "text": text} for _, text in REFUSED.values()]
    for (code, text), found in zip(REFUSED.values(), in_tiny.evaluate(ASK, asked), strict=True):
        assert {one["code"] for one in found["problems"]} == {code}, text


def test_it_proposes_the_words_that_the_command_line_proposes(in_tiny: Page) -> None:
    dice = random.Random(7)
    known = sorted(read_library(ROOT).items)
    for word_ in [*dice.sample(known, 15), *("".join(dice.choices("abceilnorst-", k=9)) for _ in range(15))]:
        wrong = word_.replace("e", "", 1) + "x"
        assert in_tiny.evaluate(NEAREST, [wrong, known]) == list(nearest(wrong, known)), wrong


# What it shows


def test_the_preview_is_what_the_site_publishes(in_tiny: Page, in_real: Page) -> None:
    """Over every comment of the book, every text of its entries, the payloads of the attacks and signs at random; signs that
    nobody sees and marks that lead nowhere aside, with which nothing is published."""
    attacks = [
        *PAYLOADS,
        *(text for _, text in REFUSED.values()),
        *(re.sub("[\u200b\ufeff\u2028\x07]", "", case["text"]) for case in at_random(1000)),
    ]
    for root, page, path in ((ROOT, in_real, "commenta/"), (ROOT / TINY, in_tiny, "comment/")):
        desk = Desk(read_library(root), functools.partial(str, path))
        entries = desk.library.items.values()
        texts = [*attacks, *(leaf.value for item in entries for leaf in leaves(item.value) if leaf.is_prose)]
        compared = 0
        for found in page.evaluate(ASK, [{**GOOD, "text": text} for text in texts]):
            value = "\n".join(text_lines(found["answers"]["text"])) + "\n"
            codes = {one["code"] for one in found["problems"]}
            named = {mark.id for mark in marks(value) if isinstance(mark, ReferenceMark)}
            if codes.isdisjoint({"MB013", "MB080", "MB082", "MB083", "MB100"}) and named <= desk.library.items.keys():
                assert found["prose"] == str(desk.prose(value)), repr(value)
                compared += 1
        assert compared > len(texts) // 2


def test_the_whole_comment_is_shown_as_its_page_will_show_it(in_tiny: Page) -> None:
    """In every position, signed in every way, alone or in answer to another."""
    desk = Desk(read_library(ROOT / TINY), lambda: "comment/")
    asked, expected = [], []
    for form, stance, answers in itertools.product(FORMS, STANCES, ("", "carla-tempo")):
        name = "" if form == "anonymous" else "Ada “<b>” & O’N."
        text = "$& <b>name-of-the-reader</b> **2000-01-02** [[tempo]]"
        answered = {
            "form": form,
            "position": stance,
            "replies": answers,
            "name": name,
            "text": text,
            "date": "2026-03-05",
        }
        asked.append({**GOOD, **answered})
        written = comment_file(contribution(asked[-1]))
        expected.append(published(desk, written, answers and "parent"))
    assert [found["published"] for found in in_tiny.evaluate(ASK, asked)] == expected


def published(desk: Desk, file: str, answers: str) -> str:
    """A comment that was read again from its file, as its page shows it."""
    document, problems = make_document("content/commentary/comment.yml", file.encode())
    assert document is not None and not problems
    comment, problems = read_entry("commentary", document)
    assert isinstance(comment, Comment) and not problems
    return str(render(desk, "_comment.md", voice=Voice(id="comment", said=comment, answers=answers))).strip()


# The page


@pytest.fixture(scope="module")
def origin(real: Built) -> Iterator[str]:
    with served(real.site, "/", {AXE: AXE_FILE_PATH}) as address:
        yield address


@pytest.fixture
def show(browser: Browser, origin: str) -> Iterator[Open]:
    """Opens a page in a new profile of the browser; whatever it complains of, or asks of others, fails the test."""
    yield from _shown(browser, origin)


@pytest.fixture
def show_addressed(browser: Browser, addressed: Built) -> Iterator[Open]:
    """The same of the book that has its public addresses."""
    with served(addressed.site, "/guida/", {AXE: AXE_FILE_PATH}) as address:
        yield from _shown(browser, address)


def _shown(browser: Browser, origin: str) -> Iterator[Open]:
    with watching(origin, ("error", "warning")) as watch:

        def opened(path: str = "commenta/", **look: Any) -> Page:
            page = new_page(browser, **look)
            watch(page)
            page.goto(origin + path)
            return page

        yield opened


@functools.cache
def words() -> Mapping[str, str]:
    return read_library(ROOT).words


def said(key: str, **values: object) -> str:
    return words()[key].format(**values)


def fill(
    page: Page, text: str = "Anche da noi è andata così.", form: str = "form_sign_name", name: str = "Anna Rossi"
) -> None:
    page.get_by_label(said("form_entry"), exact=True).select_option("core-team-interno")
    page.get_by_label(said("form_position_adds"), exact=True).check()
    page.get_by_label(said("form_text"), exact=True).fill(text)
    page.get_by_label(said(form), exact=True).check()
    if name:
        page.locator("#form-name").fill(name)
    page.get_by_label(said("form_consent_agree"), exact=True).check()


def check(page: Page) -> None:
    page.get_by_role("button", name=said("form_check"), exact=True).click()
    expect(page.locator(":is(.form-summary, .form-roads)").first).to_be_visible()


def read_file(page: Page) -> str:
    """The file that the page would give away."""
    return page.locator(".form-roads details code").text_content() or ""


def test_without_scripts_the_page_says_how_to_do_without_them(show_addressed: Open) -> None:
    page = show_addressed(java_script_enabled=False)
    assert page.locator(".contribution").is_hidden() and page.locator("form.contribution-form").count() == 0
    plain = page.locator(".contribution-plain")
    assert said("form_plain_about") in plain.inner_text()
    assert (
        plain.get_by_role("link", name="redazione@libro.example").get_attribute("href")
        == "mailto:redazione@libro.example"
    )
    for key in ("yours", "published", "licence", "copies"):
        assert said(f"form_consent_{key}") in plain.inner_text(), "nobody accepts what they have not read"
    assert all(said(f"form_about_{form}") in plain.inner_text() for form in FORMS)
    assert said("form_plain_date") in plain.inner_text()
    document, problems = make_document(
        "content/commentary/comment.yml", (plain.locator("code").text_content() or "").encode()
    )
    assert document is not None and not problems
    assert read_entry("commentary", document)[1] == ()


def test_a_mouse_is_not_needed(show: Open, tmp_path: pathlib.Path) -> None:
    """From the entry to the file with the keyboard alone."""
    page = show("commenta/#voce=core-team-interno")
    select = page.locator("#form-on")
    assert select.input_value() == "core-team-interno"
    select.focus()
    press = page.keyboard.press
    _reach(page, "input[name=form-position]")
    press("Space")
    press("ArrowDown")
    _reach(page, "textarea")
    page.keyboard.type("La nostra prima riga.\n\nE la seconda, *in corsivo*.")
    _reach(page, "input[name=form-form]")
    press("ArrowDown")
    press("ArrowDown")
    _reach(page, "#form-consent")
    press("Space")
    _reach(page, "button[type=submit]")
    press("Enter")
    expect(page.locator(".form-roads h2")).to_be_focused()
    _reach(page, ".form-roads button")
    with page.expect_download() as download:
        press("Enter")
    assert download.value.suggested_filename == "la-nostra-prima-riga.yml"
    download.value.save_as(tmp_path / "it.yml")
    month = page.evaluate("new Date().toISOString().slice(0, 7)")
    assert (tmp_path / "it.yml").read_bytes().decode() == comment_file(
        Contribution(
            on="core-team-interno",
            position="disagree",
            text="La nostra prima riga.\n\nE la seconda, *in corsivo*.",
            form="anonymous",
            date=month,
            consents=True,
        )
    )


def _reach(page: Page, selector: str) -> None:
    """Go on with the tabulator until something like this has the keyboard."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached")


def test_what_is_missing_is_said_together_and_beside_each_field(show: Open) -> None:
    page = show()
    check(page)
    summary = page.locator(".form-summary")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    assert links.count() == 5
    links.nth(2).click()
    expect(page.locator("#form-text")).to_be_focused()
    assert page.locator("#form-text").get_attribute("aria-invalid") == "true"
    assert "MB013" in page.locator("#form-text-error").inner_text()
    assert said("form_missing_text") in page.locator("#form-text-error").inner_text()
    fill(page)
    expect(page.locator(".form-summary")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_the_place_of_a_fault_is_chosen_in_the_text(show: Open) -> None:
    page = show()
    fill(page, "\n\nBene.\n\nCome dice [[core-tem-interno]].")
    check(page)
    assert said("form_line", n=5) in page.locator("#form-text-error").inner_text()
    page.locator(".form-summary a").click()
    chosen = (
        "(() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd); })()"
    )
    assert page.evaluate(chosen) == "Come dice [[core-tem-interno]]."


def test_every_road_carries_the_same_file(show_addressed: Open) -> None:
    page = show_addressed()
    fill(page, "Perché «no» & sì?\n\n- uno\n- due")
    check(page)
    file = read_file(page)
    assert file.startswith("# yaml-language-server:") and "Perché «no» & sì?" in file
    mail = urllib.parse.urlsplit(_href(page, "form_mail_open"))
    assert (mail.scheme, mail.path) == ("mailto", "redazione@libro.example")
    body = urllib.parse.parse_qs(mail.query)["body"][0]
    assert body.endswith(file.replace("\n", "\r\n")) and "perche-no-si.yml" in body
    pull = urllib.parse.urlsplit(_href(page, "form_pull_open"))
    assert f"{pull.netloc}{pull.path}" == "codice.example/guida/new/main/content/commentary"
    assert urllib.parse.parse_qs(pull.query) == {"filename": ["perche-no-si.yml"], "value": [file]}
    assert said("form_pull_warning") in page.locator(".form-warning").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name=said("form_take_file", file="perche-no-si.yml")).click()
    assert pathlib.Path(download.value.path()).read_text(encoding="utf-8") == file


def _href(page: Page, key: str) -> str:
    return page.get_by_role("link", name=said(key), exact=True).get_attribute("href") or ""


def test_who_does_not_sign_is_told_that_a_proposal_shows_the_account(show_addressed: Open) -> None:
    page = show_addressed()
    fill(page, form="form_sign_anonymous", name="")
    check(page)
    assert said("form_pull_unsigned") in page.locator(".form-warning").inner_text()
    assert "Anna" not in read_file(page)
    roads = [" ".join(title.split()) for title in page.locator(".form-road h3").all_inner_texts()]
    assert roads == [said("form_mail"), said("form_take"), said("form_pull")], "the public road comes last"


def test_a_text_too_long_for_an_address_goes_as_a_file(show_addressed: Open) -> None:
    page = show_addressed()
    fill(page, "Una frase abbastanza lunga. " * 400)
    check(page)
    assert len(_href(page, "form_mail_open")) < 2000 and len(_href(page, "form_pull_open")) < 8000
    assert "value" not in _href(page, "form_pull_open")
    assert said("form_mail_long") in page.locator(".form-roads").inner_text()
    assert said("form_pull_long") in page.locator(".form-roads").inner_text()


def test_a_road_without_an_address_is_not_shown(show: Open) -> None:
    page = show()
    fill(page)
    check(page)
    assert page.locator(".form-road h3").all_inner_texts() == [said("form_take")]


def test_a_name_never_becomes_the_initials(show: Open) -> None:
    page = show()
    name = page.locator("#form-name")
    name.fill("Anna Rossi")
    page.get_by_label(said("form_sign_initials"), exact=True).check()
    expect(name).to_have_value("")
    name.fill("A. R.")
    page.get_by_label(said("form_sign_anonymous"), exact=True).check()
    expect(name).to_be_hidden()
    page.get_by_label(said("form_sign_name"), exact=True).check()
    expect(name).to_have_value("Anna Rossi")


def test_a_change_closes_the_roads_until_the_next_check(show: Open) -> None:
    page = show()
    fill(page)
    check(page)
    page.locator("#form-text").press_sequentially("!")
    expect(page.locator(".form-roads")).to_have_count(0)
    expect(page.locator(".form-said")).to_have_text(said("form_changed"))


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString"])
def test_names_that_every_object_of_javascript_has_are_names_like_others(show: Open, name: str) -> None:
    page = show(f"commenta/#voce={name}")
    assert said("form_entry_lost", id=name) in page.locator(".form-said").inner_text()
    fill(page, f"Come dice [[{name.lower()}]].")
    expect(page.locator(".form-published")).to_contain_text("Come dice [[")
    check(page)
    expect(page.locator(".form-roads")).to_have_count(0)


def test_data_of_a_person_lets_the_comment_go_to_the_editors_and_says_that_it_is_held(show_addressed: Open) -> None:
    page = show_addressed()
    fill(page, "Chiamate lo 02 1234567.")
    check(page)
    summary = page.locator(".form-summary")
    expect(summary).to_be_focused()
    assert said("form_held_about") in summary.inner_text()
    assert page.locator("#form-text-error").inner_text().startswith(said("form_held"))
    assert page.locator(".form-roads h2").inner_text() == said("form_held_title")
    assert page.get_by_role("link", name=said("form_mail_open"), exact=True).is_visible()
    assert page.get_by_role("link", name=said("form_pull_open"), exact=True).count() == 0, "it would be public at once"
    fill(page, "# Chiamate\n\nLo 02 1234567.")
    check(page)
    expect(page.locator(".form-roads")).to_have_count(0)


def test_a_whole_name_for_initials_is_said_and_stops_nobody(show: Open) -> None:
    page = show()
    fill(page, form="form_sign_initials", name="Ada Rossi")
    check(page)
    assert page.locator("#form-name-error").inner_text().startswith(said("form_advice"))
    assert page.locator("#form-name").get_attribute("aria-invalid") is None
    expect(page.locator(".form-roads")).to_have_count(1)


def test_an_invisible_sign_is_named_and_taken_away(show: Open) -> None:
    page = show()
    fill(page, "Primo motivo.\n\nSecondo motivo\u200b, e\u2060 un terzo.")
    check(page)
    error = page.locator("#form-text-error")
    assert error.locator("li").all_inner_texts() == [
        f"{said('form_line', n=3)}: qui c’è U+200B ZERO WIDTH SPACE, U+2060 WORD JOINER"
    ]
    page.get_by_role("button", name=said("form_safe_unseen")).click()
    expect(page.locator("#form-text")).to_be_focused()
    expect(page.locator("#form-text")).to_have_value("Primo motivo.\n\nSecondo motivo, e un terzo.")
    expect(error).to_be_empty()


def test_signs_that_no_font_draws_are_told_together_and_taken_away(show: Open) -> None:
    page = show()
    fill(
        page,
        "\U0001f44d\U0001f3fd \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f Bene \u2764\ufe0f!\nEcco \U0001f35e il pane.",
    )
    check(page)
    assert page.locator(".form-summary li").count() == page.locator(".form-error").count() == 1
    page.get_by_role("button", name=said("form_safe_undrawn")).click()
    expect(page.locator("#form-text")).to_have_value("Bene!\nEcco il pane.")
    expect(page.locator(".form-summary")).to_have_count(0)


def test_the_address_follows_the_entry_that_is_chosen(show: Open) -> None:
    page = show("commenta/#voce=pippo")
    page.locator("#form-text").fill("Di chi?")
    page.locator("#form-on").select_option("pluto")
    expect(page.locator(".form-published")).to_contain_text("Di chi?")
    page.reload()
    expect(page.locator("#form-on")).to_have_value("pluto")
    expect(page.locator("#form-text")).to_have_value("Di chi?")


def test_two_tabs_on_one_entry_are_said(show: Open) -> None:
    page = show("commenta/#voce=pippo")
    page.locator("#form-text").fill("In una scheda.")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#form-text").fill("In un’altra.")
    expect(page.locator(".form-said")).to_have_text(said("form_other_tab"))


def test_a_list_pasted_from_a_word_processor_is_a_list(show: Open) -> None:
    page = show()
    page.locator("#form-text").focus()
    typed = "Due motivi:\n•\tuno\n·\u00a0\u00a0due\no\tdue e mezzo\n3.\ttre"
    page.evaluate(PASTE, typed)
    expect(page.locator("#form-text")).to_have_value("Due motivi:\n- uno\n- due\n- due e mezzo\n3. tre")
    expect(page.locator(".form-published li")).to_have_count(4)


def test_sentences_parted_by_single_returns_are_said_to_be_one_paragraph(show: Open) -> None:
    page = show()
    page.locator("#form-text").fill("Prima cosa da dire.\nSeconda cosa.")
    expect(page.locator(".form-run-on")).to_have_text(said("form_run_on"))
    page.locator("#form-text").fill("Prima cosa da dire.\n\nSeconda cosa.\n\n- Uno.\n- Due.")
    expect(page.locator(".form-run-on")).to_be_empty()


def test_a_draft_survives_a_closed_tab_and_can_be_deleted(show: Open) -> None:
    page = show()
    fill(page, "Una bozza.")
    expect(page.locator(".form-published")).to_contain_text("Una bozza.")
    other = page.context.new_page()
    other.goto(page.url)
    page.close()
    expect(other.locator("#form-text")).to_have_value("Una bozza.")
    assert other.locator("#form-on").input_value() == "core-team-interno"
    assert said("form_draft_found") in other.locator(".form-said").inner_text()
    other.get_by_role("button", name=said("form_draft_delete")).click()
    other.get_by_role("button", name=said("form_draft_sure")).click()
    assert other.evaluate("Object.keys(localStorage).filter(key => key.startsWith('comment-drafts'))") == []
    expect(other.locator("#form-text")).to_have_value("")


def test_each_entry_has_its_own_draft(show: Open) -> None:
    page = show("commenta/#voce=pippo")
    page.locator("#form-text").fill("Su Pippo.")
    expect(page.locator(".form-published")).to_contain_text("Su Pippo.")
    page.goto(page.url.replace("pippo", "pluto"))
    expect(page.locator("#form-on")).to_have_value("pluto")
    expect(page.locator("#form-text")).to_have_value("")
    page.locator("#form-text").fill("Su Pluto.")
    page.locator(".form-drafts li button").click()
    expect(page.locator("#form-text")).to_have_value("Su Pippo.")
    page.locator("#form-on").select_option("pluto")
    expect(page.locator("#form-text")).to_have_value("Su Pluto.")
    page.locator("#form-on").select_option("topolino")
    expect(page.locator("#form-text")).to_have_value("Su Pluto.")
    page.locator("#form-on").select_option("pippo")
    expect(page.locator("#form-text")).to_have_value("Su Pippo.")


def test_a_browser_that_keeps_nothing_is_said_so(browser: Browser, origin: str) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page = context.new_page()
    page.goto(origin + "commenta/")
    assert said("form_draft_loose") in page.locator(".form-drafts").inner_text()
    fill(page)
    check(page)
    assert page.locator(".form-roads").count() == 1
    context.close()


def test_an_entry_that_is_no_longer_there_is_said_so(show: Open) -> None:
    page = show("commenta/#voce=non-esiste")
    assert said("form_entry_lost", id="non-esiste") in page.locator(".form-said").inner_text()
    assert page.locator("#form-on").input_value() == ""


def test_somebody_can_be_answered_where_somebody_has_spoken(show: Open) -> None:
    library = read_library(ROOT)
    id, comment = next((id, one) for id, one in library.of(Comment) if not one.replies_to)
    page = show(f"commenta/#voce={comment.on}&risposta={id}")
    assert page.locator("#form-replies").input_value() == id
    silent = next(id for id, item in library.items.items() if item.kind == "principles" and not library.comments(id))
    page.locator("#form-on").select_option(silent)
    assert page.locator("#form-replies").is_hidden()


# From the pages of the book


def test_every_page_of_an_entry_leads_to_the_form(real: Built) -> None:
    library = read_library(ROOT)
    desk = Desk(library, lambda: "")
    for id, item in library.items.items():
        if item.kind not in ("commentary", "glossary"):
            page = (real.site / desk.address(id) / "index.html").read_text(encoding="utf-8")
            assert f'href="../../commenta/#voce={id}"' in page, id
        elif item.kind == "glossary":
            assert f"commenta/#voce={id}" in (real.site / "glossario/index.html").read_text(encoding="utf-8"), id


def test_words_of_the_site_about_a_page_are_not_its_sentences(show: Open) -> None:
    page = show("principi/core-team-interno/")
    button = page.locator(".comment-quote")
    page.locator("article p >> nth=2").evaluate("one => getSelection().selectAllChildren(one)")
    expect(button).to_be_visible()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.comment-this'))")
    expect(button).to_be_hidden()


def test_a_selected_sentence_is_quoted_in_the_form(show: Open) -> None:
    page = show("principi/core-team-interno/")
    page.locator("article p >> nth=2").evaluate("one => getSelection().selectAllChildren(one)")
    button = page.locator(".comment-quote")
    expect(button).to_be_visible()
    words = " ".join(page.evaluate("getSelection().toString()").split())
    button.click()
    expect(page.locator("#form-on")).to_have_value("core-team-interno")
    text = page.locator("#form-text").input_value()
    assert text.startswith("> ") and text.endswith("\n\n")
    quoted = page.locator(".form-published blockquote").inner_text().removesuffix("…")
    assert quoted and re.sub(r"\[\d+\.\d+\]", "", words).startswith(quoted[:60])
    page.reload()
    expect(page.locator("#form-text")).to_have_value(text.strip() + "\n\n")


def test_a_quotation_stays_words_whatever_it_holds(show: Open) -> None:
    phrase = "1. <b>x</b> *a* [[pippo]] [@x/y] & `c` \\ # _d_"
    page = show("commenta/#" + urllib.parse.urlencode({"voce": "pippo", "frase": phrase}))
    expect(page.locator(".form-published blockquote")).to_have_text(phrase)
    assert page.locator(".form-published blockquote :is(a, em, strong, li, b)").count() == 0


# For everybody


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_in_any_of_its_states(show_addressed: Open, scheme: str, width: int) -> None:
    page = show_addressed(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.add_script_tag(url=f"/guida/{AXE}")
    for text in (None, "# no", "Bene."):  # nothing yet, something wrong, ready to be sent
        if text:
            fill(page, text)
        check(page)
        page.evaluate("for (const moving of document.getAnimations()) moving.finish()")
        assert page.evaluate(ASK_AXE) == []
        whole, seen = page.evaluate(WIDTHS)
        assert whole <= seen, "nothing is wider than the window"
    assert page.locator(".form-roads").count() == 1


@pytest.mark.parametrize("text", [*PAYLOADS, *(text for _, text in REFUSED.values())])
def test_a_payload_does_nothing_in_the_preview(in_real: Page, text: str) -> None:
    mark = hashlib.sha256(text.encode()).hexdigest()
    in_real.locator("#form-text").fill(f"{text}\n\n{text}\n\n{mark}")
    expect(in_real.locator(".form-published")).to_contain_text(mark)
    assert (
        in_real.locator(".form-published :is(script, iframe, base, meta, form, svg, img, style, [onclick])").count()
        == 0
    )
    assert in_real.evaluate("seen") == []


# The engine in the browser


def test_the_engine_is_the_package_that_its_record_names() -> None:
    record = json.loads((VENDORED / "vendored.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "requirements/form/package-lock.json").read_text(encoding="utf-8"))
    locked = lock["packages"]["node_modules/markdown-it"]
    module = (VENDORED / "markdown-it.mjs").read_bytes()
    assert (record["version"], record["integrity"]) == (locked["version"], locked["integrity"])
    assert hashlib.sha256(module).hexdigest() == record["sha256"]
    assert f"markdown-it {record['version']} ".encode() in module[:80]
    assert "Permission is hereby granted" in (VENDORED / "LICENSE.txt").read_text(encoding="utf-8")
