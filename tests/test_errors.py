"""Every message is a page that can be found, a link, and something other programs read; what is safe mends itself."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from explained import make_explained
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, sync_playwright

from macros.book.site import build_site
from macros.book.text import letters
from macros.book.xhtml import Element, read_document, text_of
from macros.corrections import SAFE, corrected
from macros.formats import Outcome, Told, as_github, as_json, as_sarif
from macros.problem import Fix, Place, Problem, catalogue, label, level, mend, visible, word
from macros.problem_pages import LONG, public_page, said, shown
from macros.reading import read_library
from macros.review.github import harmless
from macros.source import make_document
from tests.browser import chromium, pages_of, served
from tests.projects import ROOT, TINY, Built, edit

CODES = pytest.mark.parametrize("code", catalogue())
SITE = "https://bread.example/book/"


def tree(site: pathlib.Path, name: str) -> Element:
    return read_document((site / name).read_text(encoding="utf-8"))


# Pages


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The site of the tiny project without its books, and with the pages of the messages."""
    folder, library = tmp_path_factory.mktemp("site"), read_library(ROOT / TINY)
    build_site(ROOT / TINY, folder, library.book)
    make_explained(folder, library)
    return folder


def test_every_message_has_its_page_and_the_list_leads_to_each_once(site: pathlib.Path) -> None:
    found = [link.get("href") for link in tree(site, "errors/index.html").iter("a") if link.get("data-also")]
    assert sorted(map(str, found)) == [f"{code}/" for code in catalogue()]
    assert {file.parent.name for file in (site / "errors").glob("*/index.html")} == set(catalogue())


@CODES
def test_a_page_tells_its_message_in_both_languages_with_the_wrong_file_and_the_right_one(
    code: str, site: pathlib.Path
) -> None:
    message, page = catalogue()[code], tree(site, f"errors/{code}/index.html")
    (article,) = page.iter("article")
    whole = " ".join(text_of(article).split())
    for lang in ("it", "en"):
        words = said(message, lang)
        for text in (words.title, words.why, words.remedy):
            assert " ".join(text.split()) in whole
    assert not re.search(r"\{\w+\}", whole)
    files = [[line.text for line in file.lines] for file in shown(message.example)]
    assert ["".join(pre.itertext()).split("\n")[:-1] for pre in page.iter("pre")] == files
    for file, text in zip(files, (message.example.wrong, message.example.right), strict=True):
        whole_file = [visible(line, spaces_stay=True) for line in text.split("\n")[:-1]]
        assert file == whole_file or (len(whole_file) > LONG and set(file) <= {*whole_file, "…"})
    (heading,) = page.iter("h1")
    assert text_of(heading).split() == [code, *said(message, "en").title.split()], (
        "the language of the book comes first"
    )
    assert [part.get("lang") for part in page.iter("section")] == ["it"]


def test_the_lines_that_differ_are_marked() -> None:
    wrong, right = shown(catalogue()["MB021"].example)
    assert [line.changes for line in wrong.lines] == [True, False]
    assert [line.changes for line in right.lines] == [True, False]


def test_an_invisible_sign_of_an_example_is_named() -> None:
    wrong, _ = shown(catalogue()["MB100"].example)
    assert any("‹U+" in line.text for line in wrong.lines)


def test_the_pages_are_no_part_of_the_book_nor_of_the_search_nor_of_the_map_of_the_site(
    tiny: Built, addressed: Built
) -> None:
    assert len(list(tiny.site.glob("errors/MB*/index.html"))) == len(catalogue())
    assert "errors" not in (tiny.root / "build" / "pages.json").read_text("utf-8")
    index = json.loads((tiny.site / "search" / "search_index.json").read_text("utf-8"))
    assert {doc["location"].split("#")[0] for doc in index["docs"] if "MB021" in json.dumps(doc)} == {"errors/"}
    listed = (addressed.site / "sitemap.xml").read_text("utf-8")
    assert "/errori/</loc>" in listed and "errori/MB" not in listed


def test_the_pages_that_browsers_open_stand_for_every_choice_of_parts(site: pathlib.Path) -> None:
    opened = [page for page in pages_of(site) if page.startswith("errors/MB")]
    assert 2 < len(opened) < 12
    parts = {
        page: {(element.tag, element.get("class", "")) for element in tree(site, page).iter()}
        for page in (f"errors/{code}/index.html" for code in catalogue())
    }
    assert set(map(frozenset, parts.values())) == {frozenset(parts[page]) for page in opened}


# The box where a message is pasted


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


def pasted(browser: Browser, site: pathlib.Path, text: str) -> tuple[list[str], str]:
    """The codes that are found for a text, and what is said of it."""
    with served(site) as origin:
        page = browser.new_page()
        page.goto(f"{origin}errors/")
        page.locator("#problem-message").fill(text)
        found = [str(text).split()[0] for text in page.locator(".paste-found a").all_inner_texts()]
        status = page.locator(".paste-status").inner_text()
        for link in page.locator(".paste-found a").all():
            assert page.request.get(str(link.evaluate("link => link.href"))).ok
        page.close()
    return found, status


def test_a_pasted_message_leads_to_its_page(browser: Browser, site: pathlib.Path) -> None:
    problem = Problem("MB080", Place("content/risks/x.yml", 1, 1), {"id": "temo", "nearest": "tempo"})
    assert pasted(browser, site, word(problem, lang="it", line="on: temo"))[0] == ["MB080"]
    assert pasted(browser, site, "what are mb021 and MB008?")[0] == ["MB008", "MB021"]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_a_title_is_enough_in_either_language_and_with_its_values(
    browser: Browser, site: pathlib.Path, lang: Any
) -> None:
    problem = Problem("MB083", Place("f.yml", 1, 1), {"source": "post", "passage": "forno"})
    title = word(problem, lang=lang, line="").split("MB083", 1)[1].split("\n")[0]
    assert pasted(browser, site, title)[0][0] == "MB083"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("carattere invisibile", "MB100"),
        ("nessun carattere disegna", "MB163"),
        ("emoji", "MB163"),
        ("mb 21", "MB021"),
        ("Windows", "MB076"),
        ("virgolette lettori", "MB021"),
    ],
)
def test_a_word_of_a_message_leads_to_it(browser: Browser, site: pathlib.Path, text: str, code: str) -> None:
    assert code in pasted(browser, site, text)[0]


def test_a_text_that_is_no_message_is_told_so(browser: Browser, site: pathlib.Path) -> None:
    found, status = pasted(browser, site, "xyzzy")
    assert found == [] and status.startswith("No message is like this text")
    assert pasted(browser, site, "MB999")[0] == []


def test_without_a_script_there_is_the_list_and_no_box(browser: Browser, site: pathlib.Path) -> None:
    with served(site) as origin:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{origin}errors/#MB021")
        assert not page.locator("#problem-paste").is_visible()
        assert page.locator(".problems a").count() == len(catalogue())
        page.close()


# Links


def check(root: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)


@pytest.fixture
def bread(tmp_path: pathlib.Path) -> pathlib.Path:
    """The tiny project, with a fault in one of its files."""
    home = tmp_path / "bread"
    shutil.copytree(ROOT / TINY, home, ignore=shutil.ignore_patterns("build"))
    edit(home / "content" / "risks" / "forno-chiuso.yml", "reduced_by: [", "reduced_by: [temo, ")
    return home


def test_a_message_leads_to_its_page_once_the_site_has_an_address(bread: pathlib.Path) -> None:
    with (bread / "content" / "book.yml").open("a", encoding="utf-8") as book:
        book.write(f"addresses:\n  site: {SITE}\n")
    told = check(bread).stdout
    assert f"\n   {label('more', 'it')}: {SITE}errors/MB080/\n" in told
    assert "--explain" not in told


def test_without_an_address_the_check_says_how_to_read_of_it(bread: pathlib.Path) -> None:
    told = check(bread, "--lang", "en").stdout
    assert "http" not in told
    assert told.splitlines()[-1] == label("explain", "en").format(code="MB080")


def test_a_message_can_be_read_in_full_on_a_terminal(bread: pathlib.Path) -> None:
    told = check(bread, "--explain", "mb021")
    words, example = said(catalogue()["MB021"], "it"), catalogue()["MB021"].example
    assert told.returncode == 0
    assert all(text in told.stdout for text in (words.title, words.why, words.remedy))
    assert all(line in told.stdout for line in (*example.wrong.splitlines(), *example.right.splitlines()))
    assert check(bread, "--explain", "MB999").returncode == 2


def test_a_book_that_cannot_be_read_leads_nowhere() -> None:
    library = read_library(ROOT / TINY)
    problem = Problem("MB080", Place("f.yml", 1, 1))
    addressed = replace(library, book=replace(library.book, addresses=replace(library.book.addresses, site=SITE)))
    assert public_page(addressed, problem) == f"{SITE}errors/MB080/"
    assert public_page(replace(addressed, broken=frozenset({"book.yml"})), problem) == ""


# For programs

SARIF: dict[str, Any] = {
    # Sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.30, 3.49, 3.55–3.57 of SARIF 2.1.0: what they require of what we write.
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool"],
            "additionalProperties": False,
            "properties": {
                "tool": {
                    "required": ["driver"],
                    "additionalProperties": False,
                    "properties": {
                        "driver": {
                            "required": ["name"],
                            "additionalProperties": False,
                            "properties": {
                                "name": {"type": "string"},
                                "rules": {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/rule"}},
                            },
                        }
                    },
                },
                "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "rule": {
            "required": ["id"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                **{name: {"$ref": "#/$defs/message"} for name in ("shortDescription", "fullDescription", "help")},
                "helpUri": {"type": "string", "pattern": "^https?://"},
                "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
            },
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": {"required": ["text"], "additionalProperties": False, "properties": {"text": {"type": "string"}}},
        "artifact": {
            "additionalProperties": False,
            "properties": {
                "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"},
                "uriBaseId": {"type": "string"},
            },
        },
        "region": {
            "additionalProperties": False,
            "properties": {
                **{
                    name: {"type": "integer", "minimum": 1}
                    for name in ("startLine", "startColumn", "endLine", "endColumn")
                },
                "snippet": {"$ref": "#/$defs/message"},
            },
        },
        "result": {
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/message"},
                "locations": {
                    "type": "array",
                    "items": {
                        "additionalProperties": False,
                        "properties": {
                            "physicalLocation": {
                                "required": ["artifactLocation"],
                                "additionalProperties": False,
                                "properties": {
                                    "artifactLocation": {"$ref": "#/$defs/artifact"},
                                    "region": {"$ref": "#/$defs/region"},
                                    "contextRegion": {"$ref": "#/$defs/region"},
                                },
                            }
                        },
                    },
                },
                "fixes": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {
                        "required": ["artifactChanges"],
                        "additionalProperties": False,
                        "properties": {
                            "description": {"$ref": "#/$defs/message"},
                            "artifactChanges": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "required": ["artifactLocation", "replacements"],
                                    "properties": {
                                        "artifactLocation": {"$ref": "#/$defs/artifact"},
                                        "replacements": {
                                            "type": "array",
                                            "minItems": 1,
                                            "items": {
                                                "required": ["deletedRegion"],
                                                "properties": {
                                                    "deletedRegion": {"$ref": "#/$defs/region"},
                                                    "insertedContent": {"$ref": "#/$defs/message"},
                                                },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
ANY = st.text(max_size=60)
FILES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)
"""Names as a disk may hold them, in no encoding."""
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from(tuple(catalogue())),
    place=st.builds(Place, FILES, st.integers(1, 9999), st.integers(1, 999), st.integers(1, 99)),
    values=st.fixed_dictionaries({name: ANY for name in ("id", "value", "nearest", "legal", "became")}),
    fix=st.none() | st.builds(Fix, st.just(1), st.integers(1, 3), st.lists(ANY, max_size=3).map(tuple)),
)
OUTCOMES = st.builds(
    Outcome,
    told=st.lists(st.builds(Told, problem=PROBLEMS, line=ANY, page=st.sampled_from(["", f"{SITE}errors/MB080/"]))),
    files=st.integers(0, 999),
    project=st.sampled_from([".", "tests/tiny", "con spazi, e: due punti"]),
)


@given(OUTCOMES)
def test_sarif_has_what_its_standard_requires(outcome: Outcome) -> None:
    text = as_sarif(outcome, "it")
    data = json.loads(text)
    Draft202012Validator(SARIF).validate(data)
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(outcome.told) and text.isascii()
    for one, result in zip(outcome.told, run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.problem.code
        assert result["level"] == {"errore": "error", "avviso": "warning", "consiglio": "note"}[level(one.problem)]
        assert ("fixes" in result) == (one.problem.fix is not None)


def applied(text: str, replacement: dict[str, Any]) -> str:
    """What a program that knows SARIF makes of a file."""
    region, lines = replacement["deletedRegion"], text.split("\n")
    end = len(lines[region["endLine"] - 1]) if "endColumn" not in region else region["endColumn"] - 1
    last = lines[region["endLine"] - 1][end:]
    kept = [
        *lines[: region["startLine"] - 1],
        replacement["insertedContent"]["text"] + last,
        *lines[region["endLine"] :],
    ]
    return "\n".join(kept)


@pytest.mark.parametrize("fix", [Fix(2, 2, ("B",)), Fix(1, 2, ("x", "y", "z")), Fix(2, 3, ()), Fix(3, 3, ("",))])
def test_the_corrections_in_sarif_are_those_of_the_check(fix: Fix) -> None:
    text = "a\nb\nc\nd\n"
    told = Told(problem=Problem("MB021", Place("f.yml", 1, 1), {}, fix), line="a")
    data = json.loads(as_sarif(Outcome(told=(told,), files=1), "it"))
    (change,) = data["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
    assert applied(text, change["replacements"][0]) == mend(text, fix)


@given(OUTCOMES)
def test_an_annotation_is_one_line_that_nothing_can_forge(outcome: Outcome) -> None:
    lines = as_github(outcome, "it").split("\n")[:-1]
    assert len(lines) == len(outcome.told)
    for line in lines:
        assert re.match(
            r"::(error|warning|notice) file=[^,:]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^,:]*::", line
        )
        assert not re.search(r"[\r\v\f\x1b\x85\u2028\u2029]", line)
        assert len(harmless(line).split("\n")) == 1
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == sorted(kinds, key=["::error", "::warning", "::notice"].index), "the first ten are what GitHub shows"


@given(OUTCOMES)
def test_json_says_all_that_the_message_says(outcome: Outcome) -> None:
    text = as_json(outcome, "en")
    data = json.loads(text)
    assert text.isascii() and data["files"] == outcome.files
    assert sum(data["count"].values()) == len(data["problems"]) == len(outcome.told)
    for one, problem in zip(outcome.told, data["problems"], strict=True):
        whole = word(one.problem, lang="en", line=one.line)
        assert all(problem[name] in whole for name in ("code", "title", "why", "remedy"))
        assert problem["text"] == one.line and problem["page"] == (one.page or None)


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_the_command_prints_one_document_and_nothing_else(form: str, bread: pathlib.Path) -> None:
    done = check(bread, "--format", form)
    data = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert "MB080" in json.dumps(data)
    edit(bread / "content" / "risks" / "forno-chiuso.yml", "[temo, ", "[")
    done = check(bread, "--format", form, "--fix")
    assert done.returncode == 0 and json.loads(done.stdout)


def test_a_project_inside_the_repository_is_named_from_its_root(bread: pathlib.Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", "bread", "--format", "github"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=bread.parent)
    assert done.stdout.startswith("::error file=bread/content/risks/forno-chiuso.yml,line=")


# What mends itself


def notation(text: str) -> str:
    """The letters and digits of a file: what is written, whatever the notation."""
    return letters(text)


def mended_alone(file: str, raw: bytes) -> str:
    """A file after as many turns as it needs."""
    text = raw.decode()
    for _ in range(20):
        new = corrected(text, make_document(file, text.encode())[1])
        if new == text:
            break
        text = new
    return text


@pytest.mark.parametrize("code", sorted(SAFE))
def test_a_safe_correction_gives_the_right_file_and_changes_no_letter(code: str) -> None:
    example = catalogue()[code].example
    found = mended_alone(example.file, example.wrong_bytes())
    assert code not in [problem.code for problem in make_document(example.file, found.encode())[1]]
    assert notation(found) == notation(example.wrong_bytes().decode())
    assert mended_alone(example.file, found.encode()) == found
    data, right = make_document(example.file, found.encode())[0], make_document(example.file, example.right.encode())[0]
    assert data and right and data.data == right.data


def test_what_could_be_read_in_two_ways_is_left_to_who_wrote_it() -> None:
    """A note that may be for nobody, where a text ends, whose a line is: a correction is proposed, not made."""
    left = []
    for code in sorted(set(catalogue()) - SAFE):
        example = catalogue()[code].example
        problems = make_document(example.file, example.wrong_bytes())[1]
        if any(problem.code == code and problem.fix for problem in problems):
            left.append(code)
            assert mended_alone(example.file, example.wrong_bytes()) == example.wrong, code
    assert {"MB012", "MB021", "MB025", "MB031"} <= set(left)


@pytest.mark.parametrize(
    "line",
    [
        "title: @uno # nota",
        "title: 'L'ascolto' # nota",
        "title:Uno # nota",
        'title: "a\\d" # nota',
        "title: `x` # nota",
    ],
)
def test_a_note_that_readers_do_not_see_is_never_made_part_of_a_text(line: str) -> None:
    text = f'{line}\ndefinition: "Farina."\n'
    assert mended_alone("content/glossary/x.yml", text.encode()) == text
    assert mended_alone("content/glossary/x.yml", text.replace(" # nota", "").encode()) != text.replace(" # nota", "")


def test_every_safe_code_is_in_the_catalogue_with_a_correction() -> None:
    for code in SAFE:
        example = catalogue()[code].example
        problems = make_document(example.file, example.wrong_bytes())[1]
        assert any(problem.code == code and problem.fix for problem in problems), code


def test_the_command_mends_what_is_safe_even_beside_what_is_not(bread: pathlib.Path) -> None:
    """Faults that leave no choice, in files with and without others; a second time changes nothing."""
    new = bread / "content" / "glossary" / "semola.yml"
    new.write_bytes("\ufefftitle: Semola: grano duro\r\ndefinition: 'L'hard wheat'\r\n".encode())
    done = check(bread, "--fix")
    assert done.returncode == 1, "the id that nothing has is still there"
    assert "content/glossary/semola.yml" in done.stdout.splitlines()[0]
    assert new.read_text("utf-8") == """title: "Semola: grano duro"\ndefinition: "L'hard wheat"\n"""
    assert "temo" in (bread / "content" / "risks" / "forno-chiuso.yml").read_text("utf-8")
    before = {file: file.read_bytes() for file in bread.rglob("*.*") if file.is_file()}
    again = check(bread, "--fix")
    assert label("mended", "it").split("{")[0] not in again.stdout
    assert {file: file.read_bytes() for file in before} == before


def test_a_link_out_of_the_project_is_not_mended(bread: pathlib.Path, tmp_path: pathlib.Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("title: Uno: due\n", encoding="utf-8")
    (bread / "content" / "glossary" / "fuori.yml").symlink_to(outside)
    check(bread, "--fix")
    assert outside.read_text("utf-8") == "title: Uno: due\n"
