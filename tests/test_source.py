"""YAML text → Document: every slip has one message with its place, and nothing can make reading fail."""

from __future__ import annotations

import pathlib
import tomllib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.problem import Message, Place, catalogue, mend, word
from macros.source import Document, make_document, nodes, read_document
from macros.source.letters import clean_text

CASES = pathlib.Path(__file__).parent / "cases" / "problems"
SLIPS = tomllib.loads((CASES / "slips.toml").read_text(encoding="utf-8"))["slip"]
OURS = [message for code, message in catalogue().items() if code < "MB050" or code == "MB100"]


def codes(raw: bytes) -> list[str]:
    return [problem.code for problem in make_document("f.yml", raw)[1]]


def read(text: str) -> Document:
    document, problems = make_document("content/f.yml", text.encode())
    assert document is not None and not problems
    return document


@pytest.mark.parametrize("message", OURS, ids=lambda message: message.code)
def test_an_example_shows_its_fault_and_nothing_else(message: Message) -> None:
    example = message.example
    raw = example.wrong_bytes()
    (problem,) = make_document(example.file, raw)[1]
    assert problem.code == message.code
    assert problem.place.line == (example.line or problem.place.line)
    assert problem.place.column == (example.column or problem.place.column)
    assert codes(example.right.encode()) == []
    if problem.fix:
        assert mend(raw.decode(example.encoding), problem.fix) == example.right


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["name"])
def test_a_slip_has_one_message_and_a_correction_that_works(slip: dict[str, Any]) -> None:
    (problem,) = make_document("f.yml", slip["wrong"].encode())[1]
    assert problem.code == slip["code"]
    assert [problem.place.line, problem.place.column] == slip["place"]
    assert problem.fix is not None
    mended = mend(slip["wrong"], problem.fix)
    assert mended == slip["mended"]
    assert codes(mended.encode()) == []


def test_every_value_is_the_text_that_was_typed() -> None:
    document = read(
        'order: 1\ndate: 2024-02-30\ntitle: "no"\nlist: [uno, "due"]\ngroup:\n  body: |\n    Testo\n    # non una nota\n'
    )
    assert document.data == {
        "order": "1",
        "date": "2024-02-30",
        "title": "no",
        "list": ("uno", "due"),
        "group": {"body": "Testo\n# non una nota\n"},
    }


def test_every_value_and_every_field_has_its_place() -> None:
    document = read('# una nota\ntitle: "Però"\nlist:\n  - {source: post, passage: madre}\nbody: |\n  Testo\n')
    name = document.file
    assert document.places[("title",)] == Place(name, 2, 8, 6)
    assert document.places[("list", 0, "passage")] == Place(name, 4, 29, 5)
    assert document.places[("body",)] == Place(name, 5, 7, 1)
    assert document.keys[("list", 0, "source")] == Place(name, 4, 6, 6)
    assert () in document.places


def test_notes_are_allowed_on_their_own_line_and_after_quotes_and_brackets() -> None:
    read(
        '# yaml-language-server: $schema=x.json\ntitle: "x" # nota\nlist: [a, b] # nota\n# nota\nbody: | # nota\n  c\n'
    )


def test_common_plain_texts_raise_nothing() -> None:
    read(
        "a: 1\nb: 2024\nc: 2024-02\nd: 2024-02-29\ne: sì\nf: Non so\ng: l'azienda\nh: R&S\ni: 50 %\nj: https://a.it/b#c\n"
    )
    read('a: «Pippo»\nb: “Pippo” e “Pluto”\nc: e-mail - posta\nd: (una) nota\ne: 👩‍💻 x\nf: "\\"x\\""\non: tempo\n')


def test_two_faults_of_a_file_are_told_together() -> None:
    assert codes(b"title: Pippo: tutto\nsummary: @pippo\nbody: 'l'azienda'\n") == ["MB020", "MB022", "MB024"]


def test_a_mended_document_says_so_and_keeps_its_ids() -> None:
    document, _ = make_document("f.yml", b"id: pippo\ntitle: Pippo: tutto\n")
    assert document is not None and document.mended
    assert document.data == {"id": "pippo", "title": "Pippo: tutto"}


def test_a_path_with_a_problem_is_known_to_later_checks() -> None:
    document, _ = make_document("f.yml", b"title: x\nlist:\n  - a\n  - Il #1\nsummary:\n")
    assert document is not None
    assert document.reported == {("list", 1), ("summary",)}


HOSTILE = {
    "an alias bomb": (
        b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 120)),
        "MB037",
    ),
    "a merge bomb": (b"a: &a {x: y}\nb:\n  <<: [*a, *a]\n", "MB037"),
    "a thousand levels between brackets": (b"a: " + b"[" * 1000 + b"]" * 1000 + b"\n", "MB010"),
    "a thousand levels of brackets never closed": (b"a: " + b"[" * 100_000, "MB010"),
    "a thousand levels of indentation": (b"".join(b" " * n + b"a:\n" for n in range(600)), "MB010"),
    "a list of five megabytes": (b"a:\n" + b"- b\n" * 1_300_000, "MB001"),
    "a number of 5,000 digits": (b"a: " + b"9" * 5000 + b"\n", "MB035"),
    "a binary tag": (b"a: !!binary aGVsbG8=\n", "MB022"),
    "a Python tag": (b"a: !!python/object/apply:os.system [id]\n", "MB037"),
    "a control character": (b'a: "x\x1b[2J"\n', "MB100"),
    "a zero": (b'a: "x\x00"\n', "MB100"),
    "a lone surrogate": (b'a: "\xed\xa0\x80"\n', "MB002"),
    "an escaped surrogate": (b'a: "\\ud800"\n', "MB033"),
    "an escaped reversal": (b'a: "\\u202etxt"\n', "MB033"),
    "UTF-16": ("a: b\n".encode("utf-16"), "MB002"),
    "a line separator": ("a: b\u2028c: d\n".encode(), "MB100"),
    "a directive": (b"%YAML 1.1\n%TAG ! x\na: b\n", "MB038"),
    "200 kB of colons": (b"a: " + b"b: " * 66_000, "MB020"),
    "200 kB of quotation marks": (b"a: " + b'"' * 199_000, "MB026"),
    "200 kB of open lines": (b'a: "b\n' * 30_000, "MB025"),
    "200 kB of one word": (b"abcdefgh\n" * 22_000, "MB009"),
    "200 kB of tabs": (b"a:\n" + b"\t- b\n" * 39_000, "MB005"),
}


@pytest.mark.parametrize(("raw", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_with_a_message(raw: bytes, code: str) -> None:
    _, problems = make_document("f.yml", raw)
    assert problems[0].code == code
    lines = raw.decode("utf-8", "replace").split("\n")
    for problem in problems[:50]:
        assert 1 <= problem.place.line <= len(lines) + 1
        assert word(problem, lang="it", line=lines[min(problem.place.line, len(lines)) - 1])


def test_only_regular_files_under_the_root_are_opened(tmp_path: pathlib.Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("title: x\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.yml").symlink_to(outside)
    (root / "folder.yml").mkdir()
    (root / "x.yml").write_text("title: x\n")
    found = {
        name: read_document(root, root / name) for name in ("link.yml", "folder.yml", "none.yml", "../outside.yml")
    }
    refused = {name: [problem.code for problem in problems] for name, (_, problems) in found.items()}
    assert refused == {
        "link.yml": ["MB073"],
        "folder.yml": ["MB073"],
        "none.yml": ["MB075"],
        "../outside.yml": ["MB073"],
    }
    document, _ = read_document(root, pathlib.Path("x.yml"))
    assert document is not None and document.file == "x.yml"


MARKS = list("\n\t:-'\"#@%*&![]{},|>?\\`~“”\u00a0\ufeff")
WORDS = ["title", "a", "Pippo", ": ", "- ", "\n  ", "\n    ", " ", " #", "---", "...", "\r\n", "010"]
PIECES = st.sampled_from(MARKS + WORDS)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=25).map("".join).map(str.encode)))
def test_reading_never_fails(raw: bytes) -> None:
    document, problems = make_document("f.yml", raw)
    assert document is not None or problems
    for problem in problems:
        assert problem.code in catalogue()


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_an_only_problem_with_a_correction_is_mended_by_it(text: str) -> None:
    problems = make_document("f.yml", text.encode())[1]
    if len(problems) == 1 and problems[0].fix and problems[0].code not in ("MB007", "MB012", "MB013"):
        assert problems[0].code not in codes(mend(text, problems[0].fix).encode())


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_both_parsers_of_pyyaml_give_the_same_document(text: str) -> None:
    fast = make_document("f.yml", text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "LOADER", yaml.SafeLoader)
        patch.setattr("macros.source.faults.LOADER", yaml.SafeLoader)
        slow = make_document("f.yml", text.encode())
    if not fast[1] and not slow[1]:
        assert fast == slow


def test_every_kind_of_invisible_character_of_a_line_is_named_at_once() -> None:
    (problem,) = clean_text("a.yml", "a: fer\u00admen\u200bta\ufeff e\u00ad\n".encode()).problems
    assert (problem.code, problem.place.column) == ("MB100", 7)
    assert f"{problem.values['code']} {problem.values['name']}" == (
        "U+00AD SOFT HYPHEN, U+200B ZERO WIDTH SPACE, U+FEFF ZERO WIDTH NO-BREAK SPACE"
    )
