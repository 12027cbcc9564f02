"""The messages about fields, ids and files: each is given by its own example, alone, and goes away with its remedy.

An example is one file, laid over a small library that has nothing wrong; messages about the letters of a file are in
`test_source.py`.
"""

from __future__ import annotations

import os
import pathlib
import re
import shutil
from collections.abc import Callable

import pytest

from macros.addresses import moved_problems
from macros.crosscheck import proof_problems
from macros.page_anchors import anchors_in
from macros.page_links import link_problems
from macros.pages import page_of, page_problems, page_texts
from macros.problem import Example, Message, Problem, catalogue, mend, word
from macros.reading import readable
from macros.typography import glyph_problems, style_problems
from tests.projects import ROOT

BASE = ROOT / "tests" / "cases" / "messages"
ADDRESSES = {
    "sources": "fornai/fonti/",
    "scenarios": "fornai/",
    "principles": "fornai/principi/",
    "risks": "rischi/",
    "activities": "fornai/attivita/",
    "cases": "fornai/casi/",
    "checklists": "fornai/liste/",
    "glossary": "fornai/glossario/",
}
"""All entries stand in the two chapters that the examples of `book.yml` have."""
UNFORESEEN = "MB067"
"""The answer to a value that no other message foresaw: no file is known to give it."""
ELSEWHERE = ("MB100", "MB126", "MB168", "MB190", UNFORESEEN)
"""Messages that the text alone cannot give: about letters, kept rules, and what only the site engine knows."""
OURS = [message for code, message in catalogue().items() if code >= "MB050" and code not in ELSEWHERE]
FONTS = sorted((ROOT / "docs" / "assets" / "fonts").glob("*.woff2"))


Arrangement = Callable[[pathlib.Path, Example], None]


def base(folder: pathlib.Path) -> pathlib.Path:
    """A copy of the library with nothing wrong."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    words = (ROOT / "content" / "words.yml").read_text(encoding="utf-8")
    for kind, address in ADDRESSES.items():
        words = re.sub(rf"(?m)^address_{kind}: .*$", f"address_{kind}: {address}", words)
    (folder / "content" / "words.yml").write_text(words, encoding="utf-8")
    for file in sorted((folder / "content").glob("*/*.yml")):
        add_page(folder, file)
    return folder


def add_page(root: pathlib.Path, file: pathlib.Path) -> None:
    """The page that an entry must have."""
    found = page_of(file.parent.name, file.stem, {f"address_{kind}": address for kind, address in ADDRESSES.items()})
    if found:
        page = root / "docs" / found[0]
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{found[1]}\n", encoding="utf-8")


def problems_of(root: pathlib.Path) -> tuple[Problem, ...]:
    """Everything a check of the content says, in its order."""
    library, problems = readable(root)
    docs = root / "docs"
    pages, faults = page_texts({page.relative_to(docs).as_posix(): page.read_bytes() for page in docs.rglob("*.md")})
    problems += (
        *faults,
        *page_problems(library, pages),
        *link_problems(pages, frozenset(), anchors_in(library, pages)),
    )
    problems += glyph_problems(library, pages, (font.read_bytes() for font in FONTS))
    if "book.yml" not in library.broken:
        problems += style_problems(library, pages)
    if not problems:
        problems += tuple(moved_problems(library, pages))
    return problems + (() if problems else proof_problems(library))


def codes(root: pathlib.Path) -> list[str]:
    return [problem.code for problem in problems_of(root)]


def lay(root: pathlib.Path, name: str, text: bytes) -> pathlib.Path:
    """Write a file of an example; an entry that is new gets its page."""
    file = root / name
    new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    if new and re.fullmatch(r"content/\w+/[a-z0-9-]+\.yml", name):
        add_page(root, file)
    return file


def _wrong(root: pathlib.Path, example: Example) -> None:
    lay(root, example.file, example.wrong_bytes())


def _right(root: pathlib.Path, example: Example) -> None:
    lay(root, example.file, example.right.encode())


def _link(root: pathlib.Path, example: Example) -> None:
    aside = lay(root, "elsewhere.yml", example.wrong_bytes())
    (root / example.file).parent.mkdir(parents=True, exist_ok=True)
    (root / example.file).symlink_to(os.path.relpath(aside, (root / example.file).parent))


def _missing(root: pathlib.Path, example: Example) -> None:
    (root / example.file).unlink()


def _without_page(root: pathlib.Path, example: Example) -> None:
    entry = lay(root, example.file, example.wrong_bytes())
    (root / "docs" / ADDRESSES[entry.parent.name] / f"{entry.stem}.md").unlink()
    _named_by_a_risk(root, entry.stem)


def _with_page(root: pathlib.Path, example: Example) -> None:
    _right(root, example)
    _named_by_a_risk(root, pathlib.Path(example.file).stem)


def _named_by_a_risk(root: pathlib.Path, principle: str) -> None:
    risk = root / "content" / "risks" / "pane-bruciato.yml"
    text = risk.read_text(encoding="utf-8").replace("reduced_by: [tempo]", f"reduced_by: [tempo, {principle}]")
    risk.write_text(text, encoding="utf-8")


def _moved(to: str) -> Callable[[pathlib.Path, Example], None]:
    def arrange(root: pathlib.Path, example: Example) -> None:
        lay(root, to, example.right.encode())

    return arrange


def _in_a_chapter(root: pathlib.Path, example: Example) -> None:
    _right(root, example)
    book = root / "content" / "book.yml"
    book.write_text(book.read_text("utf-8").replace('"rischi/"]', '"rischi/", "sale"]'), "utf-8")


def _without_a_word(root: pathlib.Path, _: Example) -> None:
    words = root / "content" / "words.yml"
    words.write_text(re.sub(r"(?m)^edition: .*\n", "", words.read_text("utf-8")), "utf-8")


def _with_one_word_more(root: pathlib.Path, _: Example) -> None:
    words = root / "content" / "words.yml"
    words.write_text(words.read_text("utf-8") + 'altro: "Altro"\n', "utf-8")


def _after_another_list(root: pathlib.Path, example: Example) -> None:
    _wrong(root, example)
    first = example.wrong.replace("order: 2", "order: 1")
    lay(root, "content/checklists/la-prima.yml", first.encode())


def _with_another_question(root: pathlib.Path, example: Example) -> None:
    _after_another_list(root, example)
    _right(root, example)


def _with_the_words_it_excuses(root: pathlib.Path, example: Example) -> None:
    _right(root, example)
    principle = root / "content" / "principles" / "tempo.yml"
    principle.write_text(principle.read_text("utf-8").replace('il pane"', 'il ‘pane’"'), "utf-8")


def _of_a_year(arrange: Arrangement) -> Arrangement:
    """With a source whose year is known."""

    def arranged(root: pathlib.Path, example: Example) -> None:
        arrange(root, example)
        source = root / "content" / "sources" / "post.yml"
        text, dated = source.read_text("utf-8"), 'published: {certainty: known, value: "maggio 2020"}'
        source.write_text(re.sub(r"(?m)^published: .*$", dated, text), "utf-8")

    return arranged


def _as_it_was(root: pathlib.Path, _: Example) -> None:
    """Nothing to put right."""


ARRANGED: dict[str, tuple[Arrangement, Arrangement]] = {
    "MB070": (_wrong, _moved("content/glossary/lievito-madre.yml")),
    "MB071": (_wrong, _moved("content/glossary/lievito-madre.yml")),
    "MB072": (_wrong, _moved("content/glossary/lievito-madre.yml")),
    "MB073": (_link, _right),
    "MB074": (_wrong, _moved("content/glossary/lievito-madre.yml")),
    "MB076": (_wrong, _moved("content/glossary/lievito-madre.yml")),
    "MB075": (_missing, _right),
    "MB088": (_wrong, _with_page),
    "MB094": (_without_page, _with_page),
    "MB102": (_without_a_word, _as_it_was),
    "MB103": (_with_one_word_more, _as_it_was),
    "MB099": (_wrong, _in_a_chapter),
    "MB179": (_of_a_year(_wrong), _of_a_year(_right)),
    "MB167": (_after_another_list, _with_another_question),
    "MB164": (_wrong, _with_the_words_it_excuses),
}
"""Faults that are not in the text of the file: how they come about, and how they are put right."""


def test_the_library_under_the_examples_has_nothing_wrong(tmp_path: pathlib.Path) -> None:
    assert problems_of(base(tmp_path)) == ()


@pytest.mark.parametrize("message", OURS, ids=lambda message: message.code)
def test_an_example_gives_its_message_and_nothing_else(message: Message, tmp_path: pathlib.Path) -> None:
    example = message.example
    wrong, right = ARRANGED.get(message.code, (_wrong, _right))
    root = base(tmp_path / "wrong")
    wrong(root, example)
    problems = problems_of(root)
    assert [problem.code for problem in problems] == [message.code]
    (problem,) = problems
    assert problem.place.file == example.file
    assert problem.place.line == (example.line or problem.place.line)
    assert problem.place.column == (example.column or problem.place.column)
    root = base(tmp_path / "right")
    right(root, example)
    assert codes(root) == []


@pytest.mark.parametrize("message", OURS, ids=lambda message: message.code)
def test_a_message_leaves_no_gap_in_its_words(message: Message, tmp_path: pathlib.Path) -> None:
    root = base(tmp_path)
    ARRANGED.get(message.code, (_wrong, _right))[0](root, message.example)
    problem = problems_of(root)[0]
    for lang in ("it", "en"):
        shown = word(problem, lang=lang, line="")
        words = message.words[lang]
        own = sum(text.count("…") for text in (words.title, words.why, words.remedy))
        typed = sum(value.count("…") for value in problem.values.values()) + str(problem.fix).count("…")
        assert shown.count("…") <= own + typed, "every value that the words need is there"
        assert not re.search(r"\{\w+\}", shown)


@pytest.mark.parametrize("message", OURS, ids=lambda message: message.code)
def test_the_proposed_correction_removes_the_fault_and_adds_none(message: Message, tmp_path: pathlib.Path) -> None:
    root = base(tmp_path)
    ARRANGED.get(message.code, (_wrong, _right))[0](root, message.example)
    problem = problems_of(root)[0]
    if problem.fix is not None:
        file = root / problem.place.file
        file.write_text(mend(file.read_text(encoding="utf-8"), problem.fix), encoding="utf-8")
        assert codes(root) == []


def test_faults_of_many_files_are_told_in_one_run_and_in_the_order_of_the_files(tmp_path: pathlib.Path) -> None:
    root = base(tmp_path)
    for code in ("MB050", "MB062", "MB081", "MB085"):
        _wrong(root, catalogue()[code].example)
    found = problems_of(root)
    assert {problem.code for problem in found} == {"MB050", "MB062", "MB081", "MB085"}
    assert [problem.place for problem in found] == sorted(problem.place for problem in found)


def test_what_follows_from_a_fault_is_not_told(tmp_path: pathlib.Path) -> None:
    """A principle that cannot be read is named by a risk, cites a passage and has a page: none of them is blamed."""
    root = base(tmp_path)
    principle = root / "content" / "principles" / "tempo.yml"
    principle.write_text("title: Il tempo: che cos’è\n", encoding="utf-8")
    assert codes(root) == ["MB020"]


ALL_AT_ONCE = """\
on: temoo
position: boh
text: "Scrivetemi ad anna@example.com 😀."
signature: {form: anonymous, name: "Anna"}
date: 2024-02
consent: "1.0"
"""


@pytest.mark.parametrize(("written", "code"), [("position: boh", "MB052"), ("positon: adds", "MB051"), ("", "MB050")])
def test_a_wrong_choice_hides_no_other_fault_of_a_comment(written: str, code: str, tmp_path: pathlib.Path) -> None:
    root = base(tmp_path)
    lay(root, "content/commentary/tutto.yml", ALL_AT_ONCE.replace("position: boh", written).encode())
    assert sorted(codes(root)) == [code, "MB080", "MB090", "MB163", "MB174"]
