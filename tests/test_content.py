"""The content of the book: one test per file, so that a failing name says which file to open."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from macros.crosscheck import cross_check
from macros.library import Item, Library
from macros.model import KINDS, Activity, Checklist, Comment, Entry, Principle, Risk, Scenario, Source, Tombstone
from macros.pages import page_of, page_problems
from macros.problem import Problem, level, word
from macros.reading import examine
from tests.projects import ROOT, TINY

LIBRARY, PROBLEMS = examine(ROOT)
ITEMS = tuple(LIBRARY.items.values()) if LIBRARY else ()
FILES = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (ROOT / "content").rglob("*")
    if file.is_file() and file.name != "LICENSE"
)
PAGES = {
    file.relative_to(ROOT / "docs").as_posix(): file.read_text(encoding="utf-8")
    for file in sorted((ROOT / "docs").rglob("*.md"))
}
STANDS_ALONE = [item for item in ITEMS if LIBRARY and page_of(item.kind, item.id, LIBRARY.words)]


def told(problem: Problem) -> str:
    """A problem as its author would read it."""
    lines = (ROOT / problem.place.file).read_text(encoding="utf-8").splitlines()
    return word(problem, lang="it", line=lines[problem.place.line - 1])


@pytest.fixture(scope="module")
def library() -> Library:
    """The library of the real book."""
    assert LIBRARY is not None, "\n\n".join(map(told, PROBLEMS))
    return LIBRARY


@pytest.fixture(scope="module")
def menu() -> str:
    """The menu of the site, as it is written."""
    return yaml.dump(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"], allow_unicode=True)


def test_the_whole_content_has_no_error_and_no_warning(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    found = (*PROBLEMS, *page_problems(library, PAGES))
    advice = [told(problem) for problem in found if level(problem) == "consiglio"]
    with capsys.disabled():
        print(f"\n{len(FILES)} files of content, {len(library.items)} entries, {len(advice)} pieces of advice")
        print("\n\n".join(advice))
    assert [told(problem) for problem in found if level(problem) != "consiglio"] == []


@pytest.mark.parametrize("file", FILES)
def test_a_file_reads_without_a_problem(file: str) -> None:
    assert [told(problem) for problem in PROBLEMS if problem.place.file == file and level(problem) != "consiglio"] == []


@pytest.mark.parametrize("file", [file for file in FILES if file.count("/") == 2])
def test_a_file_tells_editors_which_fields_it_has(file: str) -> None:
    kind = file.split("/")[1]
    first = (ROOT / file).read_text(encoding="utf-8").splitlines()[0]
    kinds = (kind, "withdrawn") if kind == "commentary" else (kind,)
    assert first in [f"# yaml-language-server: $schema=../../build/schema/{one}.json" for one in kinds]


@pytest.mark.parametrize("item", STANDS_ALONE, ids=lambda item: item.id)
def test_an_entry_has_its_page_and_the_page_is_in_the_menu(item: Item, library: Library, menu: str) -> None:
    name, line = page_of(item.kind, item.id, library.words) or ("", "")
    assert line in PAGES[name]
    assert f"- {name}\n" in menu


@pytest.mark.parametrize("item", [item for item in ITEMS if hasattr(item.value, "summary")], ids=lambda item: item.id)
def test_a_summary_is_a_sentence_in_plain_words(item: Item) -> None:
    summary = str(getattr(item.value, "summary", ""))
    assert re.search(r"[.?!…]$", summary), "it ends with a full stop"
    assert summary[0].isupper() or not summary[0].isalpha(), "it begins with a capital"
    assert not re.search(r"\[@|\[\[|[*_`]", summary), "it has no marks: it is printed as it is"


@pytest.mark.parametrize("item", [item for item in ITEMS if hasattr(item.value, "title")], ids=lambda item: item.id)
def test_a_title_is_no_sentence(item: Item) -> None:
    title = str(getattr(item.value, "title", ""))
    assert not re.search(r"[^.…]\.$|[*`]|\[@|\[\[", title)
    assert title == title.strip()


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind}-{item.id}")
def test_an_entry_rests_on_a_passage_or_on_a_signature(item: Item, library: Library) -> None:
    rests = [quote for quote in library.quotes if quote.by.id == item.id]
    signed = isinstance(item.value, Comment) and item.value.consent is not None
    assert rests or signed or item.kind in ("glossary", "checklists") or isinstance(item.value, Tombstone)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind}-{item.id}")
def test_an_entry_does_not_name_itself(item: Item, library: Library) -> None:
    assert not [mention for mention in library.mentions if mention.by.id == item.id == mention.to]


@pytest.mark.parametrize("kind", [Scenario, Principle, Activity, Risk, Checklist, Source])
def test_the_entries_of_a_kind_follow_the_menu(kind: type[Entry], library: Library, menu: str) -> None:
    """Lists, filters and figures take the order of the library: it is that of the menu, which the books follow."""
    folder = library.words[f"address_{next(name for name, one in KINDS.items() if one is kind)}"]
    ids = [id for id, _ in library.of(kind)]
    in_menu = [id for id in re.findall(rf"- {folder}([a-z0-9-]+)\.md", menu) if id in ids]
    assert ids == in_menu
    assert [id for id in library.items if id in ids] == in_menu


def test_every_kind_of_entry_is_used(library: Library) -> None:
    assert {item.kind for item in library.items.values()} == set(KINDS)


def words_of(root: str) -> dict[str, Any]:
    """The words of the interface of a project."""
    words: dict[str, Any] = yaml.safe_load((ROOT / root / "content" / "words.yml").read_text(encoding="utf-8"))
    return words


def test_the_tiny_project_has_the_same_words_in_its_own_language() -> None:
    ours, theirs = words_of("."), words_of(TINY)
    assert ours.keys() == theirs.keys()
    places = re.compile(r"\{\w+\}")
    assert {key: places.findall(text) for key, text in ours.items()} == {
        key: places.findall(text) for key, text in theirs.items()
    }


def test_the_tiny_project_has_every_kind_of_entry_and_of_signature() -> None:
    library, problems = examine(ROOT / TINY)
    assert library is not None and not problems
    assert not cross_check(library)
    assert {item.kind for item in library.items.values()} == set(KINDS)
    forms = {comment.signature.form for _, comment in library.of(Comment)}
    assert forms == {"name", "initials", "anonymous", "reported"}
