"""Typography: each rule by its golden pairs, the mending by its laws, and the whole book."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Callable
from typing import get_args

from terminal import console

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from macros import prose
from macros.leaf import leaves
from macros.library import Library
from macros.model.typography import TypographicRule
from macros.page_anchors import anchors_in
from macros.page_links import engine_problems, link_problems
from macros.pages import page_texts
from macros.problem import Problem, catalogue, level, word
from macros.reading import examine, readable
from macros.source import Document, make_document
from macros.typography import glyph_problems, mended_files, style_problems
from macros.typography.checking import rules_of
from macros.typography.markup import CALL, OBJECT, Flavour, copy_of
from macros.typography.mending import changed, hits, mended_document, mending
from macros.typography.piece import Piece, Sheet, pieces
from tests.projects import ROOT, TINY, build, clone, hashes
from tests.test_messages import base

CASES = tomllib.loads((ROOT / "tests" / "cases" / "typography" / "rules.toml").read_text(encoding="utf-8"))
RULES = rules_of("it")
FONTS = sorted((ROOT / "docs" / "assets" / "fonts").glob("*.woff2"))
OF_THE_BOOK = ("MB155", "MB157")
"""Rules that need the whole book: their pairs are the examples of their messages."""
OF_FILES = ("MB156", "MB158", "MB160")
"""Rules about titles and fields, of which a text alone knows nothing: likewise."""


def fixed(text: str, flavour: Flavour = "prose", *, title: bool = False) -> str:
    """The text with everything mended that can be."""
    return changed(text, mending(text, flavour, RULES, title=title))


def codes(text: str, flavour: Flavour = "prose") -> list[str]:
    """What the rules find in a text."""
    return [hit.code for hit in hits(copy_of(text, flavour), RULES)]


def whole(root: pathlib.Path) -> Library:
    """The library of a project that has no error."""
    library, problems = examine(root)
    assert library is not None, problems
    return library


def pairs(kind: str) -> list[tuple[str, str, str]]:
    found = []
    for code, cases in CASES.items():
        for case in cases.get(kind, ()):
            wrong, right = case if kind == "mended" else (case, "")
            found.append((code, wrong, right))
    return found


@pytest.mark.parametrize(("code", "wrong", "right"), pairs("mended"))
def test_a_rule_mends_what_it_finds(code: str, wrong: str, right: str) -> None:
    if wrong != right:
        assert code in codes(wrong)
    assert fixed(wrong) == right
    assert codes(right) == []


@pytest.mark.parametrize(("code", "wrong", "right"), pairs("told"))
def test_a_rule_leaves_to_a_person_what_it_cannot_know(code: str, wrong: str, right: str) -> None:
    assert code in codes(wrong)
    assert right == ""
    assert fixed(wrong) == wrong


@pytest.mark.parametrize(("code", "text", "right"), pairs("good"))
def test_a_good_text_is_left_alone(code: str, text: str, right: str) -> None:
    assert not right
    assert codes(text) == [], code


def test_every_rule_has_its_pair() -> None:
    told = {rule.code for rule in RULES} | {"MB142", *OF_THE_BOOK}
    assert told == set(get_args(TypographicRule)), "and can be set aside"
    assert told == {*CASES, *OF_THE_BOOK, *OF_FILES}
    assert all(catalogue()[code].level != "errore" for code in told), "style never blocks"


FLAVOURS: st.SearchStrategy[Flavour] = st.sampled_from(["line", "prose", "page"])
ADDRESSED = st.lists(
    st.sampled_from(
        [
            *(
                "/",
                "?",
                "=",
                "&",
                "#",
                "...",
                ".",
                "-",
                "--",
                "_",
                "%27",
                "(",
                ")",
                '"',
                "'",
                "’",
                ",",
                ";",
                ":",
                "…",
                "x",
            ),
            *("l'a", "perche'", "citta'", "po'", "E'", "un'", "altro", "12-34", "2009-2011", "1,234.5", "5%"),
        ]
    ),
    max_size=8,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(
    ADDRESSED, st.sampled_from(["https://a.it/", "http://a.it?q=", "www.a.it/", "mailto:a@b.it?", "ftp://a/"]), FLAVOURS
)
def test_an_address_is_never_changed(rest: str, start: str, flavour: Flavour) -> None:
    address = f"{start}{rest}it"
    text = f"Leggete {address} perche' e' bello"
    assert f" {address} " in fixed(text, flavour), "what a browser is sent to"


@pytest.mark.parametrize(
    "name",
    [
        "perche'.txt",
        "l'altro.html",
        'https://a.it/x...y?q="l\'a"',
        "dov'e'=si",
        "citta'/l'una",
        "un_l'altro",
        "C:\\perche'",
        "foto-2009-2011.jpg",
        "l'una@casa",
        "a?perche'",
    ],
)
def test_what_a_program_reads_is_left_alone(name: str) -> None:
    for flavour in get_args(Flavour):
        assert fixed(f"Il file {name} e perche'", flavour) == f"Il file {name} e perché"


# What is read of a text


def test_what_is_read_of_an_entry_is_what_the_renderer_prints() -> None:
    """Signs of markup, addresses and ids are not words; everything else is, in the same order."""
    library = whole(ROOT)
    for item in library.items.values():
        for leaf in leaves(item.value):
            if leaf.is_prose:
                read = copy_of(leaf.value, "prose").text.replace(OBJECT, "").replace(CALL, "")
                assert re.sub(r"[\s\x00]+", "", read) == re.sub(r"\s+", "", prose.plain(leaf.value)), item.id


def test_what_is_no_word_of_a_page_is_not_read() -> None:
    page = """---
title: "l'altro"
---
# Un titolo {{ cite("post/forno") }}

Leggete [l'altra](l'altra.md "l'altra") e {{ ref("casa", "la casa") }}, non `l'una` <b id="l'una">nera</b>.
Poi https://esempio.it/l'altra, a@b.it e {{ home() }}.<!-- l'una -->

```
l'una
```

    l'una

| L'uno | Due |
|---|---|
| `l'uno` | *tre* |

- una voce
  che continua
> una citazione

[x]: https://esempio.it/l'una
"""
    copy = copy_of(page, "page")
    assert copy.text.split("\x00") == [
        f"Un titolo {CALL}",
        f"Leggete l'altra e la casa, non {OBJECT} nera.\nPoi {OBJECT}, {OBJECT} e {OBJECT}.",
        "L'uno",
        "Due",
        "",
        OBJECT,
        "tre",
        "una voce\nche continua\nuna citazione",
        "",
    ]
    for at, letter in enumerate(copy.text):
        if letter not in (OBJECT, CALL, "\x00", "\n"):
            start, end = copy.origin(at)
            assert page[start:end] == letter


# The laws of mending

FRAGMENTS = st.sampled_from(
    [
        *(
            "il pane",
            "L",
            "perche",
            "perchè",
            "E",
            "e",
            "un",
            "altro",
            "idea",
            "qual",
            "è",
            "né",
            "citta",
            "po",
            "dell",
        ),
        *("'", "’", "‘", '"', "“", "”", "«", "»", "„", "`", "´", ".", "...", ". . .", ",", ";", ":", "?", "!", "…"),
        *(" ", " ", " ", "  ", "\n", "\n\n", "\u00a0", "-", " - ", "–", " – ", "—", "--", "(", ")", "/", "\\", "&"),
        *("2009", "2011", "12", "5", "90", "1,234.5", "2.5", "%", "€", "§", "n.", "art.", "p.", "J.", "R.", "sig."),
        *("[@post/madre]", "[[casa]]", "[[casa|la casa]]", "[qui](https://a.it/l'b)", "*", "**", "_", "&shy;", "&amp;"),
        *("- ", "1. ", "> ", "https://esempio.it/l'b", "a@b.it", "{n}", "ecc.", "S.p.A.", "di", "di", "ibid.", "#"),
    ]
)
TEXTS = st.lists(FRAGMENTS, min_size=1, max_size=14).map("".join)


@settings(deadline=None, max_examples=400)
@given(TEXTS, FLAVOURS, st.booleans())
def test_mending_twice_is_mending_once(text: str, flavour: Flavour, title: bool) -> None:
    once = fixed(text, flavour, title=title)
    assert fixed(once, flavour, title=title) == once


def bare_letters(text: str, flavour: Flavour) -> str:
    """The letters and figures that are read, without their accents."""
    apart = unicodedata.normalize("NFD", copy_of(text, flavour).text)
    return "".join(letter for letter in apart if letter.isalnum() or letter in (OBJECT, CALL))


@settings(deadline=None, max_examples=400)
@given(TEXTS, FLAVOURS)
def test_mending_changes_no_letter_but_its_accent(text: str, flavour: Flavour) -> None:
    assert bare_letters(fixed(text, flavour), flavour) == bare_letters(text, flavour)


@settings(deadline=None, max_examples=300)
@given(TEXTS, FLAVOURS)
def test_what_is_no_word_stays_as_typed(text: str, flavour: Flavour) -> None:
    kept = re.compile(r"\[@[a-z/]+\]|\[\[casa[|\]]|\]\(https[^)]*\)|https://esempio\.it/\w+")
    assert kept.findall(fixed(text, flavour)) == kept.findall(text)


# Files


def quoted(text: str) -> str:
    """A value between double quotes, as YAML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def under(text: str) -> str:
    """A value under `|`."""
    return "|\n" + "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))


def single(text: str) -> str:
    """A value between single quotes, each line folded onto the next."""
    return "'" + text.replace("'", "''").replace("\n", "\n\n    ") + "'"


def written(values: list[tuple[str, str]]) -> str:
    """A file with a value in each of some styles."""
    styles: dict[str, Callable[[str], str]] = {"double": quoted, "block": under, "single": single, "plain": str}
    fields = (f"  f{number}: {styles[style](value).rstrip()}  \n" for number, (style, value) in enumerate(values))
    return "# L'una nota\nid: l'id\ngroup:\n" + "".join(fields)


def document_of(text: str, name: str = "content/f.yml") -> Document | None:
    """The document of a file that can be read, with no problem in it."""
    document, problems = make_document(name, text.encode())
    return None if problems else document


def pieces_of(document: Document) -> list[Piece]:
    """The texts of the group of a file."""
    sheet = Sheet(document.file, document.text)
    found = []
    for path, place in document.places.items():
        if len(path) == 2:
            value = document.data["group"][path[1]]  # type: ignore[index, call-overload]
            if isinstance(value, str):
                found.append(Piece(sheet, value, "prose", False, sheet.offset(place.line, place.column), path))
    return found


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(["double", "block", "single", "plain"]), TEXTS), min_size=1, max_size=4))
def test_a_mended_file_says_the_mended_values_and_nothing_else_changes(values: list[tuple[str, str]]) -> None:
    document = document_of(written(values))
    pieces = pieces_of(document) if document else []
    if document is None or len(pieces) != len(values):
        return  # not a file that anybody could publish
    changes = [(piece, mending(piece.value, piece.flavour, RULES)) for piece in pieces]
    text = mended_document(document, changes)
    again = document_of(text)
    assert again is not None
    for old, new in zip(pieces, pieces_of(again), strict=True):
        assert new.value in (fixed(old.value), old.value)
        if old.typed(0, 0) is not None and text != document.text:
            assert new.value == fixed(old.value)
    if text == document.text:  # because there was nothing to mend, or because it could not be written so
        wanted = [fixed(piece.value) for piece in pieces]
        unplaced = any(piece.typed(0, 0) is None for piece in pieces)
        at_an_edge = any(re.search(r"^\s|\s\n|\n\s|\s$", value.rstrip("\n")) for value in wanted)
        assert wanted == [piece.value for piece in pieces] or unplaced or at_an_edge
    assert again.data["id"] == "l'id"  # type: ignore[index, call-overload]
    assert text.startswith("# L'una nota\nid: l'id\ngroup:\n")
    outside = re.compile(r"^  f\d+:", re.MULTILINE)
    assert outside.findall(text) == outside.findall(document.text)


def test_every_text_of_the_book_is_found_letter_by_letter_in_its_file() -> None:
    library = whole(ROOT)
    for piece in pieces(library, {}):
        for at, letter in enumerate(piece.value):
            typed = piece.typed(at, at + 1)
            assert typed is not None, (piece.sheet.file, piece.path)
            assert piece.sheet.text[slice(*typed)] in (letter, f"\\{letter}", "\\n" if letter == "\n" else letter)


# The book


@pytest.mark.parametrize("project", [".", TINY])
def test_the_whole_book_gives_no_word_of_advice(project: str) -> None:
    library, texts = whole(ROOT / project), pages_of(ROOT / project)
    found = (*style_problems(library, texts), *glyph_problems(library, texts, (font.read_bytes() for font in FONTS)))
    assert [word(problem, lang="it", line="") for problem in found] == []
    assert mended_files(library, texts) == {}


def pages_of(root: pathlib.Path) -> dict[str, str]:
    """The pages of a project, by name."""
    docs = root / "docs"
    texts, problems = page_texts({file.relative_to(docs).as_posix(): file.read_bytes() for file in docs.rglob("*.md")})
    assert problems == ()
    return texts


@pytest.fixture
def bread(tmp_path: pathlib.Path) -> pathlib.Path:
    """A small Italian project in which nothing is wrong."""
    return base(tmp_path)


def problems_in(root: pathlib.Path) -> list[tuple[str, str, int]]:
    """Code, file and line of what is wrong with the typography of a project."""
    found = style_problems(readable(root)[0], pages_of(root))
    return [(problem.code, problem.place.file, problem.place.line) for problem in found]


def edit(file: pathlib.Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_faults_of_entries_book_words_and_pages_are_told_with_their_places(bread: pathlib.Path) -> None:
    edit(bread / "content" / "book.yml", "Composto in casa.", "Composto  in casa.")
    edit(bread / "content" / "words.yml", "named_by: Dove se ne parla", "named_by: Dove se ne parla...")
    edit(bread / "content" / "risks" / "pane-bruciato.yml", "ha fretta", "ha un'idea")
    (bread / "docs" / "rischi" / "index.md").write_text("# I rischi\n\nL'uno\ne l'altro.\n", encoding="utf-8")
    named_by = (bread / "content" / "words.yml").read_text("utf-8").split("named_by:")[0].count("\n") + 1
    assert problems_in(bread) == [
        ("MB148", "content/book.yml", 10),
        ("MB140", "content/risks/pane-bruciato.yml", 3),
        ("MB145", "content/words.yml", named_by),
        ("MB140", "docs/rischi/index.md", 3),
        ("MB140", "docs/rischi/index.md", 4),
    ]


def test_an_english_book_has_only_the_rules_of_every_language(bread: pathlib.Path) -> None:
    edit(bread / "content" / "book.yml", "language: it", "language: en")
    typed = "The 'baker's'  sourdough, it's 2.5 %..."
    edit(bread / "content" / "principles" / "tempo.yml", "Chi aspetta", typed)
    assert [code for code, _, _ in problems_in(bread)] == ["MB148", "MB145"]


def test_what_is_excused_is_neither_told_nor_mended(bread: pathlib.Path) -> None:
    principle = bread / "content" / "principles" / "tempo.yml"
    edit(principle, "Chi aspetta", "L'attesa e l'ozio: chi aspetta")
    (bread / "content" / "typography.yml").write_text(
        'ignore:\n  - rule: MB140\n    file: content/principles/tempo.yml\n    text: "L\'attesa"\n    reason: "Una prova."\n',
        encoding="utf-8",
    )
    assert problems_in(bread) == [("MB140", "content/principles/tempo.yml", 3)]
    (text,) = mended_files(readable(bread)[0], pages_of(bread)).values()
    assert "L'attesa e l’ozio" in text


def test_a_reason_must_be_given(bread: pathlib.Path) -> None:
    (bread / "content" / "typography.yml").write_text(
        "ignore:\n  - rule: MB163\n    file: docs/index.md\n    text: x\n", encoding="utf-8"
    )
    assert [problem.code for problem in readable(bread)[1]] == ["MB050", "MB052"]


# Signs that no font draws


def glyphs(root: pathlib.Path) -> list[Problem]:
    return list(glyph_problems(readable(root)[0], pages_of(root), (font.read_bytes() for font in FONTS)))


def test_a_sign_without_a_glyph_is_told_wherever_it_is_read(bread: pathlib.Path) -> None:
    edit(bread / "content" / "principles" / "tempo.yml", "Chi aspetta", "Chi → aspetta &rarr;")
    page = bread / "docs" / "rischi" / "index.md"
    page.write_text("# I rischi\n\nCaldo \U0001f525\n", encoding="utf-8")
    one, other = glyphs(bread)
    assert (one.place.file, one.place.line, one.place.column) == ("content/principles/tempo.yml", 3, 12)
    assert one.values == {"code": "U+2192", "name": "RIGHTWARDS ARROW", "value": "→"}
    assert (other.place.file, other.place.line, other.place.column) == ("docs/rischi/index.md", 3, 7)
    assert level(one) == "errore"
    edit(
        bread / "content" / "book.yml",
        'chapters: ["fornai/", "rischi/"]',
        'chapters: ["fornai/"]\nsite_only: ["rischi/index"]',
    )
    assert [problem.place.file for problem in glyphs(bread)] == ["content/principles/tempo.yml"]


def test_a_sign_that_is_only_named_is_found_too(bread: pathlib.Path) -> None:
    edit(bread / "content" / "principles" / "tempo.yml", "Chi aspetta", "Chi &rarr; aspetta")
    assert [problem.values["code"] for problem in glyphs(bread)] == ["U+2192"]


# Pages


def checked(root: pathlib.Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command that checks the content, on a terminal of few columns."""
    command = [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "30"})


def test_a_page_in_another_encoding_is_told_with_its_place(bread: pathlib.Path) -> None:
    (bread / "docs" / "rischi" / "index.md").write_bytes("# I rischi\n\nPerché no\n".encode("cp1252"))
    result = checked(bread)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("docs/rischi/index.md:3:6  MB002  ")


def test_a_fault_of_the_book_hides_no_other_fault(bread: pathlib.Path) -> None:
    edit(bread / "content" / "book.yml", "language: it", "language: latino")
    edit(bread / "content" / "risks" / "pane-bruciato.yml", "reduced_by: [tempo]", "reduced_by: [tmpo]")
    (bread / "docs" / "rischi" / "index.md").write_text("# I rischi\n\n[qui](no.md)\n", encoding="utf-8")
    result = checked(bread)
    told = re.findall(r"^(\S+?):\d+:\d+  (MB\d+)", result.stdout, re.MULTILINE)
    assert told == [
        ("content/book.yml", "MB052"),
        ("content/risks/pane-bruciato.yml", "MB080"),
        ("docs/rischi/index.md", "MB165"),
    ]
    assert result.returncode == 1


def test_a_link_is_good_if_it_leads_to_a_page_a_file_or_elsewhere() -> None:
    page = """# Uno
[a](due.md) [b](due.md#qui) [c](../b.md?x) [d](img/x.png) [e](https://x.it/y.md) [f](#qui) [g](mailto:a@b.it)
`[no](no.md)` <!-- [no](no.md) -->

```
[no](no.md)
```
[uno]: due.md
"""
    assert list(link_problems({"x/uno.md": page, "x/due.md": "", "b.md": ""}, {"x/img/x.png"})) == []


def test_an_anchor_is_good_if_a_heading_an_element_or_an_entry_has_it(bread: pathlib.Path) -> None:
    library, page = readable(bread)[0], bread / "docs" / "rischi" / "index.md"
    words = '\n# I rischi\n\n## Il forno, l’acqua\n\n<p id="qui">q</p>\n'
    risk = next(iter(bread.glob("docs/rischi/p*.md"))).name
    good = f"[a](#il-forno-lacqua) [b](index.md#qui) [c]({risk}#i-principi-che-aiutano) [d](#i-rischi)"
    bad = f"[a](#il-forno) [b](index.md#boh) [c]({risk}#non-esiste)"
    found = {}
    for text in (good, bad):
        page.write_text(words + text, encoding="utf-8")
        pages = pages_of(bread)
        found[text] = [problem.values["target"] for problem in link_problems(pages, set(), anchors_in(library, pages))]
    assert found == {good: [], bad: ["#il-forno", "index.md#boh", f"{risk}#non-esiste"]}


def test_a_missing_picture_is_not_told_as_a_link() -> None:
    told = [problem.code for problem in link_problems({"a.md": "![un forno](x.png) [un forno](x.png)"}, {"y.png"})]
    assert told == ["MB169", "MB165"]


ENGINE = {
    "Doc file 'why.md' contains a link '#qq', but there is no such anchor on this page.": ("MB166", 4, 9),
    "Doc file 'why.md' contains a link 'a.md#zz', but the doc 'a.md' does not contain an anchor '#zz'.": (
        "MB166",
        4,
        20,
    ),
    "Doc file 'why.md' contains an unrecognized relative link 'b/', it was left as is.": ("MB165", 5, 5),
    "Doc file 'why.md' contains an absolute link '/b/', it was left as is.": ("MB165", 5, 13),
    "[macros] - ERROR # _Macro Syntax Error_\n\n_File_: `why.md`\n\n_Line 3 in Markdown file:_ **unexpected '}'**": (
        "MB168",
        6,
        1,
    ),
}


@pytest.mark.parametrize("line", ENGINE)
def test_what_the_engine_says_of_a_page_gets_its_place(line: str) -> None:
    pages = {"why.md": '---\nx: y\n---\nQui [a](#qq) e [b](a.md#zz)\n[c](b/) [d](/b/)\n{{ ref("casa" }}\n'}
    (problem,), others = engine_problems([line, "exit 100"], pages)
    assert (problem.code, problem.place.line, problem.place.column) == ENGINE[line]
    assert others == ()


def test_what_the_engine_says_of_itself_stays_as_it_is() -> None:
    assert engine_problems(["Something else", "exit 1"], {}) == ((), ("Something else",))


def test_a_build_stopped_by_a_page_says_where_and_is_nobody_s_bug_but_its_author_s(
    snapshot: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    home = clone(tmp_path, snapshot)
    page = home / TINY / "docs" / "why.md"
    page.write_text(page.read_text("utf-8") + "\n[the end](about.md#nowhere)\n", "utf-8")
    built = build(home, TINY, "--lang", "en")
    assert built.code == 1, built.said
    assert re.search(r"^docs/why\.md:\d+:11  MB166  The page has no place called “nowhere”$", built.said, re.MULTILINE)


# The commands


def test_the_command_mends_the_files_and_nothing_more(bread: pathlib.Path) -> None:
    before = hashes(bread)
    principle = bread / "content" / "principles" / "tempo.yml"
    text = principle.read_text(encoding="utf-8")
    edit(principle, "Chi aspetta ha un pane", "# L'id\nbody:  'Chi aspetta...  ha un altro pane")
    principle.write_text("# L'attesa\n" + text.replace("Chi aspetta", "Chi  aspetta... perche'"), encoding="utf-8")
    result = checked(bread, "--fix")
    assert result.stdout.splitlines()[0] == "Corretto: content/principles/tempo.yml"
    assert result.returncode == 0, result.stdout + result.stderr
    assert principle.read_text(encoding="utf-8") == "# L'attesa\n" + text.replace("Chi aspetta", "Chi aspetta… perché")
    principle.write_text(text, encoding="utf-8")
    assert hashes(bread) == before
    assert checked(bread, "--fix").stdout.startswith("Nessun problema")


def test_advice_on_style_never_blocks(bread: pathlib.Path) -> None:
    edit(bread / "content" / "principles" / "tempo.yml", "Chi aspetta", "L'attesa di chi  aspetta...")
    result = checked(bread)
    assert result.returncode == 0
    assert result.stdout.count("  MB1") == 3


def test_a_long_message_stays_on_one_line_where_nobody_can_see_it_wrap() -> None:
    with console.capture() as caught:
        console.print("parola " * 60, markup=False)
    assert caught.get().count("\n") == 1


def test_straight_quotation_marks_become_those_of_the_language() -> None:
    def nothing(_: object) -> Markup:
        return Markup("")

    for language, shown in {"it": "«uno “due”»", "en": "“uno ‘due’”"}.items():
        assert prose.fragment("\"uno 'due'\"", nothing, inline=True, language=language) == shown
        assert prose.plain("\"uno 'due'\"", language) == shown
