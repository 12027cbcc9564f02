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
from collections.abc import Callable, Iterator
from dataclasses import replace
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
from macros.prose import ReferenceMark, marks
from macros.problem import Problem, catalogue, level, word
from macros.reading import read_library, readable
from macros.remedy import nearest
from macros.render import render
from macros.source import make_document
from macros.threads import Voice
from macros.typography import glyph_problems
from tests.browser import ARGUMENTS, ASK_AXE, WATCH, WIDTHS, chromium, served
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
    const [app, file, check, wording, preview, nearest] = await Promise.all(
        ["app", "file", "check", "wording", "preview", "nearest"].map(at));
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
SIGNS = [
    *"  \t\n\n\r\u00a0\u200b-:#\"'\\|>*_[](){}<>!&;1.aZé«»’…€½☃\U0001f35e\u0301\ufeff\u2028\x07~`/@",
    *("[[tempo]]", "[@post/madre]", "[[tempo|a b]]", "[a](https://a.it/é?b=“)", "**", "- ", "1. ", "> ", "&amp;", "&#x41;", "    "),
]
"""What texts made at random are made of."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


Open = Callable[..., Page]


def opener(browser: Browser, origin: str, path: str, **look: Any) -> Page:
    context = browser.new_context(accept_downloads=True, **{"viewport": {"width": 1280, "height": 900}, **look})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(origin + path)
    return page


@pytest.fixture(scope="module")
def in_tiny(browser: Browser, tiny: Built) -> Iterator[Page]:
    """The form of the tiny project."""
    with served(tiny.site) as origin:
        page = opener(browser, origin, "comment/")
        yield page
        page.context.close()


@pytest.fixture(scope="module")
def in_real(browser: Browser, real: Built) -> Iterator[Page]:
    """The form of the real book."""
    with served(real.site) as origin:
        page = opener(browser, origin, "commenta/")
        yield page
        page.context.close()


# What it writes


def contribution(answers: dict[str, Any]) -> Contribution:
    kept = {key: value for key, value in answers.items() if key in Contribution.__dataclass_fields__}
    return Contribution(**kept, replies_to=answers["replies"])


def at_random(number: int) -> list[dict[str, Any]]:
    """Answers of every shape, the same at every run."""
    dice = random.Random(6)
    choices = itertools.cycle(itertools.product(("tempo", "", "A b"), STANCES, FORMS, (True, False), ("", "carla-tempo")))
    texts = ["".join(dice.choices(SIGNS, k=dice.randrange(40))) for _ in range(number)]
    return [
        {**GOOD, "on": on, "position": position, "form": form, "consents": yes, "replies": to, "text": text, "name": text[::-1]}
        for text, (on, position, form, yes, to) in zip(texts, choices, strict=False)
    ]


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
    """The errors that the command line finds in a file, and the line each is on."""
    path = root / "content" / "commentary" / f"{name}.yml"
    path.write_bytes(file.encode())
    library, problems = readable(root)
    fonts = [font.read_bytes() for font in sorted((ROOT / "docs/assets/fonts").glob("*.woff2"))]
    problems += glyph_problems(library, {}, fonts)
    path.unlink()
    mine = [one for one in problems if one.place.file.endswith(f"/{name}.yml") and level(one) == "errore"]
    lines = [*file.split("\n"), ""]
    found = sorted(mine, key=lambda one: (one.place, one.code))
    return [(one, lines[min(one.place.line, len(lines)) - 1]) for one in found]


def worded(problem: Problem, line: str) -> tuple[str, str, str]:
    """Title, reason and remedy as the command line prints them."""
    rows = word(replace(problem, fix=None), lang="en", line=line).split("\n")
    title = rows[0].partition(f"  {problem.code}  ")[2]
    why = next(row for row in rows if row.startswith("   Why: ")).removeprefix("   Why: ")
    remedy = next(row for row in rows if row.startswith("   How to mend it: ")).removeprefix("   How to mend it: ")
    return title, why, remedy


def test_it_finds_what_the_command_line_finds_where_and_in_the_same_words(in_tiny: Page, bread: pathlib.Path) -> None:
    by_form, by_command, codes = {}, {}, {}
    for (title, case), found in zip(CASES.items(), in_tiny.evaluate(ASK, cases()), strict=True):
        now = [one for one in found["problems"] if not one["later"]]
        later = [one["code"] for one in found["problems"] if one["later"]]
        by_form[title] = [told(one) for one in now]
        by_command[title] = [
            (one.code, one.place.line, one.place.column, one.place.width, *worded(one, line))
            for one, line in said_by_command(bread, found["name"], found["file"])
        ]
        codes[title] = sorted(one["code"] for one in now), sorted(later)
    assert by_form == by_command
    assert codes == {title: (sorted(case["codes"]), case.get("later", [])) for title, case in CASES.items()}
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
        {**GOOD, "name": "a" * 401, "text": "**x**"},
        {**GOOD, "name": "a" * 400},
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
    for code, words in data["messages"]["codes"].items():
        italian = catalogue()[code].words["it"]
        assert words == {"title": italian.title, "evidence": italian.evidence, "why": italian.why, "remedy": italian.remedy}


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
    attacks = [*PAYLOADS, *(text for _, text in REFUSED.values()), *(case["text"] for case in at_random(1000))]
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
        answered = {"form": form, "position": stance, "replies": answers, "name": name, "text": text, "date": "2026-03-05"}
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
