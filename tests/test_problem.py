"""The catalogue of messages: complete in both languages, in plain words, and laid out as promised."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from macros.problem import Fix, Place, Problem, Words, catalogue, level, mend, summary, word, worded

FORBIDDEN = re.compile(
    r"\b(?:parser|parsing|mapping|scalar|token|schema|regex|null|boolean|exception|invalid|illegal"
    r"|mappatura|scalare|sintassi|booleano|eccezione|non valido|illegale|utente)\b|!(?! `)",
    re.IGNORECASE,
)
FIELDS = ("title", "evidence", "why", "remedy")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def texts(words: Words) -> str:
    return "\n".join(getattr(words, field) for field in FIELDS)


@pytest.mark.parametrize("code", catalogue())
def test_every_message_is_complete_and_plain(code: str) -> None:
    message = catalogue()[code]
    assert re.fullmatch(r"MB\d{3}", code)
    assert message.level in ("errore", "avviso", "consiglio")
    for words in message.words.values():
        assert words.title and words.why and words.remedy
        assert not FORBIDDEN.search(texts(words)), FORBIDDEN.search(texts(words))
        assert not words.title.endswith("."), "a title is no sentence"
        assert words.why.endswith((".", "{meaning}")), "the reason is a sentence"
        assert not words.remedy.endswith("."), "the full stop depends on what follows"
        assert words.remedy[0].islower(), "the remedy completes the words «Come si corregge»"
    assert message.example.wrong.endswith("\n")
    assert message.example.right.endswith("\n")


@pytest.mark.parametrize("code", catalogue())
def test_both_languages_say_the_same_values(code: str) -> None:
    italian, english = (texts(words) for words in catalogue()[code].words.values())
    assert placeholders(italian) == placeholders(english)


@pytest.mark.parametrize("code", catalogue())
def test_a_message_can_be_worded_even_without_its_values(code: str) -> None:
    for lang in ("it", "en"):
        assert code in word(Problem(code, Place("f.yml", 1, 1)), lang=lang, line="title: x")


ALWAYS = ("MB014", "MB070", "MB074", "MB076", "MB091", "MB171")
"""Messages that have something to propose whatever was typed."""


@pytest.mark.parametrize("code", [code for code in catalogue() if code not in ALWAYS])
@pytest.mark.parametrize("nothing", ["", "—"])
def test_where_there_is_nothing_to_quote_a_message_says_so_in_other_words(code: str, nothing: str) -> None:
    """«Il più vicino è —» helps nobody."""
    for lang, words in catalogue()[code].words.items():
        own = placeholders(texts(words))
        values = {name: nothing if name in ("nearest", "proposal") else "x" for name in own}
        said = texts(worded(Problem(code, Place("f.yml", 1, 1), values), lang))
        assert said.count("—") == texts(words).count("—")
        assert bool(words.general) == bool(own & {"nearest", "proposal", "became"}), lang
        assert {*words.general} <= {*FIELDS}


def test_a_message_looks_as_promised() -> None:
    line = "summary: Il #1 dei rischi è la perdita di controllo"
    problem = Problem(
        "MB021",
        Place("content/risks/perdita-di-controllo.yml", 9, 13, 39),
        {"became": "Il"},
        Fix(9, 9, ('summary: "Il #1 dei rischi è la perdita di controllo"',)),
    )
    assert word(problem, lang="it", line=line).splitlines() == [
        "content/risks/perdita-di-controllo.yml:9:13  MB021  Una parte del testo andrebbe persa",
        "   9 | summary: Il #1 dei rischi è la perdita di controllo",
        "     |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ questo non verrebbe pubblicato",
        "   Perché: uno spazio seguito da # apre una nota che i lettori non vedono; resterebbe solo «Il».",
        "   Come si corregge — metti il testo tra virgolette:",
        '       summary: "Il #1 dei rischi è la perdita di controllo"',
    ]


def carets_of(shown: str) -> str:
    """The text that stands above the carets."""
    line, carets = shown.splitlines()[1:3]
    start = carets.index("^")
    return line[start : start + carets.count("^")]


def test_carets_stand_under_their_place_in_a_long_line() -> None:
    line = "summary: " + "Pippo e Pluto " * 60 + "QUI" + " e Topolino" * 60
    shown = word(Problem("MB022", Place("f.yml", 1, line.index("QUI") + 1, 3)), lang="it", line=line)
    assert carets_of(shown) == "QUI"
    assert len(shown.splitlines()[1]) < 120


def test_carets_stand_under_their_place_after_invisible_characters() -> None:
    line = "\u00a0\u00a0title:\u202e @pippo"
    shown = word(Problem("MB022", Place("f.yml", 1, line.index("@") + 1, 6)), lang="it", line=line)
    assert carets_of(shown) == "@pippo"
    assert "‹U+00A0›‹U+00A0›title:‹U+202E› @pippo" in shown


def test_no_value_can_write_on_a_line_of_its_own_or_move_the_cursor() -> None:
    hostile = "x\n::error file=a::b\x1b[2J\r{id}"
    problem = Problem("MB080", Place(hostile, 1, 1), {"id": hostile, "nearest": hostile}, Fix(1, 1, (hostile,)))
    shown = word(problem, lang="en", line=hostile)
    assert not re.search(r"^::|[\x00-\x09\x0b-\x1f]", shown, re.MULTILINE)


def test_a_correction_that_looks_like_the_fault_is_not_shown() -> None:
    problem = Problem("MB003", Place("f.yml", 1, 1), {}, Fix(1, 1, ("title: x",)))
    assert word(problem, lang="it", line="\ufefftitle: x").endswith("UTF-8 con BOM».")


def test_a_correction_replaces_adds_and_removes_lines() -> None:
    assert mend("a\nb\nc\n", Fix(2, 2, ("B", "b"))) == "a\nB\nb\nc\n"
    assert mend("a\nb\nc\n", Fix(2, 3, ())) == "a\n"


def test_the_closing_line_counts_what_was_found() -> None:
    place = Place("f.yml", 1, 1)
    found = [Problem(code, place) for code in ("MB021", "MB022", "MB034", "MB088")]
    assert [level(problem) for problem in found] == ["errore", "errore", "avviso", "consiglio"]
    assert summary(found, files=4, lang="it") == "2 errori, 1 avviso, 1 consiglio in 4 file"
    assert summary(found[2:3], files=1, lang="en") == "1 warning in 1 file"
    assert summary([], files=131, lang="it") == "Nessun problema in 131 file"
