"""The command that adds a comment or an entry: asked for on a terminal or given in options, checked, never over anything,
and never lost."""

from __future__ import annotations

import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.contribution import CONSENT, FORMS, STANCES, Contribution, comment_file, proposed_name, text_lines
from macros.draft import Question, Said, field_lines, questions
from macros.entry import read_entry
from macros.guide import blank
from macros.library import Library
from macros.model import KINDS, Comment, Tombstone
from macros.problem import label
from macros.reading import read_library
from macros.similar import similar
from macros.source import make_document
from tests.projects import ROOT, TINY

COMMAND = (sys.executable, str(ROOT / "scripts" / "contribute.py"))
GIVEN = {
    "on": "vicino",
    "position": "adds",
    "text": "Here the neighbour keeps the starter on Saturdays.",
    "form": "initials",
    "name": "N. C.",
}
"""A whole comment, as options give it."""


@pytest.fixture
def bread(tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the tiny project."""
    home = tmp_path / "bread"
    shutil.copytree(ROOT / TINY, home, ignore=shutil.ignore_patterns("build"))
    return home


def run(root: pathlib.Path, *arguments: str, read: str = "") -> subprocess.CompletedProcess[str]:
    """The command with nobody at the terminal."""
    command = [*COMMAND, "--root", str(root), "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, input=read)


def flags(answers: Mapping[str, str]) -> list[str]:
    return [word for name, value in answers.items() for word in (f"--{name}", value)]


def files_of(root: pathlib.Path) -> dict[str, bytes]:
    """Every file but the hints for editors, by name."""
    found = (file for file in root.rglob("*") if file.is_file() and "build" not in file.relative_to(root).parts)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def new_in(root: pathlib.Path, before: Mapping[str, bytes]) -> dict[str, str]:
    """The files that were not there; those that were are as they were."""
    after = files_of(root)
    assert {name: after.get(name) for name in before} == dict(before)
    return {name: after[name].decode() for name in sorted(after.keys() - before.keys())}


# The file of a comment

SIGNS = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sm", "Pd", "Ps")) | st.sampled_from("\n\n  \t\r")
TEXTS = st.text(SIGNS, max_size=200)


@given(TEXTS, st.sampled_from(FORMS), st.sampled_from(STANCES), TEXTS, st.booleans())
def test_the_file_of_a_comment_says_what_was_answered(
    text: str, form: str, position: str, name: str, consents: bool
) -> None:
    answers = Contribution(
        on="vicino", position=position, text=text, form=form, name=name, date="2026-03-04", consents=consents
    )
    document, _ = make_document("content/commentary/x.yml", comment_file(answers).encode())
    assert document is not None and isinstance(document.data, dict)
    found = cast(Any, document.data)
    assert found["on"] == "vicino" and found["position"] == position
    assert tuple(found["text"].split("\n")) == (*text_lines(text), "") or not text_lines(text)
    assert found["date"] == ("2026-03" if form == "anonymous" else "2026-03-04")
    assert found.get("consent") == (CONSENT if consents else None)
    assert ("name" in found["signature"]) == (form != "anonymous" and bool(name.strip(" \t")))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("  \n\t\n", ()),
        ("\n\n  Uno  \n\n   due\t\n\n", ("Uno", "", "   due")),
        ("Uno\r\ndue\rtre", ("Uno", "due", "tre")),
        ("Uno\u00a0\ndue", ("Uno\u00a0", "due")),
    ],
)
def test_the_lines_of_a_text_begin_at_the_margin_and_end_with_a_word(text: str, lines: tuple[str, ...]) -> None:
    assert text_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L’ascolto è tutto", "l-ascolto-e-tutto"),
        ("\n  **Da noi** si fa così", "da-noi-si-fa-cosi"),
        ("…\nParole dopo", "commento"),
        ("precipitevolissimevolmenteprecipitevolissimevolmente", "commento"),
        ("Con", "con-2"),
    ],
)
def test_a_name_comes_from_the_first_words(text: str, name: str) -> None:
    assert proposed_name(text, frozenset()) == name
    if not name.endswith("-2"):
        assert proposed_name(text, frozenset({name, f"{name}-2"})) == f"{name}-3"


# Options


def test_a_comment_given_in_options_is_written_and_can_be_published(bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, *flags(GIVEN), "--consent", "--date", "2026-04-05")
    assert done.returncode == 0, done.stderr
    (file, text), *others = new_in(bread, before).items()
    assert done.stdout == f"{file}\n" and not others
    assert file == "content/commentary/here-the-neighbour-keeps-the-starter-on.yml"
    assert text.startswith("# yaml-language-server: $schema=../../build/schema/commentary.json\n")
    assert pathlib.Path(file).stem in read_library(bread).items
    assert "git switch -c" in done.stderr


def test_a_text_may_come_from_a_file_or_from_another_program(bread: pathlib.Path, tmp_path: pathlib.Path) -> None:
    (tmp_path / "mio.txt").write_text("From a file.\n", encoding="utf-8")
    answers = flags({**GIVEN, "text": ""})
    assert run(bread, *answers, "--consent", "--text-file", str(tmp_path / "mio.txt")).returncode == 0
    assert run(bread, *answers, "--consent", "--text-file", "-", read="From a program.\n").returncode == 0
    assert "nowhere.txt" in run(bread, *answers, "--consent", "--text-file", "nowhere.txt").stderr
    said = [item.value.text for item in read_library(bread).items.values() if isinstance(item.value, Comment)]
    assert {"From a file.\n", "From a program.\n"} <= set(said)


@pytest.mark.parametrize("missing", ["on", "position", "form", "name"])
def test_what_is_missing_is_named_and_the_text_is_kept(missing: str, bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, *flags({name: value for name, value in GIVEN.items() if name != missing}), "--consent")
    assert done.returncode == 2 and f"--{missing}" in done.stderr
    (name, text), *others = new_in(bread, before).items()
    assert not others and name == "drafts/commento.yml" and GIVEN["text"] in text
    assert name in done.stderr


def test_without_consent_nothing_enters_the_content(bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, *flags(GIVEN))
    assert done.returncode == 2 and "--consent" in done.stderr
    assert list(new_in(bread, before)) == ["drafts/commento.yml"]


def test_a_comment_that_cannot_be_published_is_told_why_and_kept(bread: pathlib.Path) -> None:
    before = files_of(bread)
    (bread / "drafts").mkdir()
    (bread / "drafts" / "commento.yml").write_text("another's\n", encoding="utf-8")
    done = run(bread, *flags({**GIVEN, "on": "vicina", "text": "## A heading\n\nand more"}), "--consent")
    assert done.returncode == 1
    assert "MB080" in done.stderr and "MB097" in done.stderr and "drafts/commento-2.yml" in done.stderr
    made = new_in(bread, before)
    assert made.pop("drafts/commento.yml") == "another's\n" and "## A heading" in made.pop("drafts/commento-2.yml")
    assert made == {}


def test_a_name_that_is_taken_is_never_used_again(bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, "commentary", "tempo", *flags(GIVEN), "--consent")
    assert done.returncode == 2 and "content/principles/tempo.yml" in done.stderr
    assert list(new_in(bread, before)) == ["drafts/commento.yml"]
    (bread / "content" / "commentary" / "here-the-neighbour-keeps-the-starter-on.yml").write_text("", encoding="utf-8")
    assert run(bread, *flags(GIVEN), "--consent").stdout.endswith("starter-on-2.yml\n")
    assert run(bread, "risks", "forno-chiuso").returncode == 2


def test_a_name_that_windows_cannot_open_is_not_given(bread: pathlib.Path) -> None:
    done = run(bread, "commentary", "aux", *flags(GIVEN), "--consent")
    assert done.returncode == 2 and "aux-2" in done.stderr
    assert run(bread, *flags({**GIVEN, "text": "Con"}), "--consent").stdout == "content/commentary/con-2.yml\n"


@pytest.mark.parametrize(("date", "code"), [("2099-01-01", 2), ("1950-01-01", 1)])
def test_a_comment_has_a_day_on_which_it_can_have_been_written(date: str, code: int, bread: pathlib.Path) -> None:
    """Not one still to come, and not one before the oldest source."""
    done = run(bread, *flags(GIVEN), "--consent", "--date", date)
    assert done.returncode == code and date in done.stderr
    assert not (bread / "content" / "commentary" / "here-the-neighbour-keeps-the-starter-on.yml").exists()


def test_what_is_said_already_is_shown(bread: pathlib.Path) -> None:
    assert run(bread, *flags(GIVEN), "--consent").returncode == 0
    again = {**GIVEN, "text": "The neighbour keeps our starter, always on Saturdays."}
    done = run(bread, *flags(again), "--consent")
    assert done.returncode == 0
    assert (
        label("contribute_similar", "en") in done.stderr and "here-the-neighbour-keeps-the-starter-on:" in done.stderr
    )


def test_options_of_comments_are_for_comments(bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, "risks", "nuovo", "--on", "vicino")
    assert done.returncode == 2 and "--on" in done.stderr and new_in(bread, before) == {}


# Entries


@pytest.mark.parametrize("kind", KINDS)
def test_the_blank_file_of_every_kind_has_every_field_with_its_meaning(kind: str, bread: pathlib.Path) -> None:
    before = files_of(bread)
    done = run(bread, kind, "una-voce-nuova")
    assert done.returncode == 0, done.stderr
    made = new_in(bread, before)
    assert made[f"content/{kind}/una-voce-nuova.yml"] == blank(kind)
    assert all(f"{one.name}:" in blank(kind) and one.meaning in blank(kind) for one in questions(kind))
    assert done.stdout.split() == list(made)


def test_fields_given_in_options_are_filled_in_and_the_rest_is_named(bread: pathlib.Path) -> None:
    done = run(bread, "glossary", "--set", "title=Sourdough starter")
    assert done.returncode == 0, done.stderr
    text = (bread / "content" / "glossary" / "sourdough-starter.yml").read_text("utf-8")
    assert 'title: "Sourdough starter"' in text and 'definition: "…"' in text
    assert label("contribute_todo", "en").format(fields="definition") in done.stderr
    assert run(bread, "glossary", "--set", "titolo=X").returncode == 2
    assert run(bread, "glossary", "--set", "title").returncode == 2


def said_of(question: Question, value: Any) -> Said:
    """What somebody would have answered to give a field its value."""
    if question.many:
        return tuple(_single(question, item) for item in value)
    return _single(question, value)


def _single(question: Question, value: Any) -> Said:
    if question.kind != "group":
        return str(value)
    return {
        one.name: said_of(one, found) for one in question.inner if (found := getattr(value, one.name)) not in (None, ())
    }


def required(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)} if is_dataclass(value) else {}


@pytest.mark.parametrize("project", [".", TINY], ids=["real", "tiny"])
def test_an_entry_made_of_answers_says_what_was_answered(project: str) -> None:
    """Every entry of both books, as if its required fields had been asked for one by one."""
    library = read_library(ROOT / project)
    for id, item in library.items.items():
        if isinstance(item.value, Tombstone):
            continue
        asked = questions(item.kind)
        lines = {one.name: field_lines(one, said_of(one, getattr(item.value, one.name))) for one in asked}
        document, problems = make_document(item.document.file, blank(item.kind, lines).encode())
        assert document is not None and [one for one in problems if one.code != "MB034"] == [], (id, problems)
        value, _ = read_entry(item.kind, document)
        assert value is not None, id
        for one in asked:
            made, first = required(value)[one.name], required(item.value)[one.name]
            assert plain(made) == plain(first), (id, one.name)


def plain(value: Any) -> Any:
    """A value with the white space at the ends of its texts taken away: a block has a line feed at its end."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return {name: plain(inner) for name, inner in required(value).items()} if is_dataclass(value) else value


# Near-duplicates


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT)


def test_a_comment_is_most_like_itself_and_hardly_like_another(library: Library) -> None:
    for id, comment in library.of(Comment):
        found = similar(comment.text, library, "commentary")
        assert found[0].id == id and found[0].likeness > 0.9
        assert all(one.likeness < 0.6 for one in found[1:])


def test_the_same_remark_in_other_words_is_found(library: Library) -> None:
    text = "Leggere una volta non basta: bisogna rileggere, capire, assimilare e soltanto poi fare."
    assert [one.id for one in similar(text, library, "commentary")] == ["condivido-e-sottoscrivo"]
    assert similar("Il gelato si scioglie al sole d’agosto.", library, "commentary") == ()
    assert similar("", library, "commentary") == ()


# On a terminal


@dataclass
class Terminal:
    """The command with somebody at the terminal, who answers what is asked."""

    process: int
    stream: int
    said: str = ""
    read: int = field(default=0)

    def answer(self, question: str, answer: str) -> None:
        """Wait for a question, from where the last one stood, and answer it."""
        self.wait(question)
        os.write(self.stream, answer.encode())

    def wait(self, words: str, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while words not in self.said[self.read :]:
            assert time.monotonic() < until and self._listen(), f"nobody asked {words!r}:\n{self.said}"
        self.read = self.said.index(words, self.read) + len(words)

    def press(self, key: str, words: str) -> None:
        """Press a key until these words come: the terminal is made ready a moment after a question is there."""
        for _ in range(20):
            os.write(self.stream, key.encode())
            while select.select([self.stream], [], [], 1)[0] and words not in self.said:
                if not self._listen():
                    return
            if words in self.said:
                return

    def end(self) -> int:
        """The exit code."""
        while self._listen():
            pass
        done, status = os.waitpid(self.process, os.WNOHANG)
        for _ in range(100):
            if done:
                break
            time.sleep(0.1)
            done, status = os.waitpid(self.process, os.WNOHANG)
        assert done, f"it did not end:\n{self.said}"
        os.close(self.stream)
        self.process = 0
        return os.waitstatus_to_exitcode(status)

    def _listen(self) -> bool:
        ready, _, _ = select.select([self.stream], [], [], 30)
        try:
            heard = os.read(self.stream, 65536) if ready else b""
        except OSError:  # Linux tells so that nobody is there any more
            heard = b""
        self.said += heard.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(heard)


@pytest.fixture
def terminal(bread: pathlib.Path) -> Iterator[Any]:
    """Starts the command on a terminal of its own."""
    started: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        process, stream = pty.fork()
        if not process:
            for ignored in (signal.SIGINT, signal.SIGHUP):  # by whoever runs the tests in the background
                signal.signal(ignored, signal.SIG_DFL)
            os.environ.update(TERM="dumb", PYTHONWARNINGS="ignore", COLUMNS="200")
            os.chdir(bread)
            os.execv(COMMAND[0], [*COMMAND, "--root", str(bread), "--lang", "en", *arguments])
        started.append(Terminal(process, stream))
        return started[-1]

    yield start
    for one in started:
        if one.process:
            os.kill(one.process, signal.SIGKILL)
            os.waitpid(one.process, 0)
            os.close(one.stream)


def ask(name: str, **values: object) -> str:
    """The beginning of a question of the catalogue."""
    return label(f"contribute_{name}", "en").format(**values)[:40]


def begin(talk: Terminal) -> None:
    """The first questions of a comment."""
    talk.answer(ask("kinds"), "1\n")
    talk.answer(ask("on"), "your baker\n")


def test_a_comment_is_asked_for_one_question_at_a_time(bread: pathlib.Path, terminal: Any) -> None:
    before = files_of(bread)
    talk = terminal()
    talk.answer(ask("kinds"), "9999\n")
    talk.answer("from 1 to", "1\n")
    talk.answer(ask("on"), "xyzzy\n")
    talk.wait(ask("unknown", said="xyzzy"))
    talk.answer(ask("on"), "https://bread.example/principles/vicino/#top\n")
    talk.wait("(vicino)")
    talk.answer(ask("position"), "3\n")
    talk.answer(ask("text"), "Perché no?\n\nDue righe.\n.\n")
    talk.answer(ask("form"), "3\n")
    talk.wait(ask("consent", version=CONSENT, licence="…")[:20])
    talk.answer(ask("consent_go"), "y\n")
    talk.answer(ask("id"), "tempo\n")
    talk.answer(ask("id"), "\n")
    assert talk.end() == 0, talk.said
    ((name, text),) = new_in(bread, before).items()
    assert name == "content/commentary/perche-no.yml" and "neighbour" not in text
    value = read_library(bread).items["perche-no"].value
    assert isinstance(value, Comment)
    assert (value.on, value.position, value.text) == ("vicino", "adds", "Perché no?\n\nDue righe.\n")
    assert (value.signature.form, value.signature.name, value.consent) == ("anonymous", None, CONSENT)
    assert len(value.date or "") == len("2026-03")
    assert label("contribute_anonymous", "en") in talk.said


def test_a_text_with_a_fault_is_asked_for_again_and_the_rest_is_not(bread: pathlib.Path, terminal: Any) -> None:
    talk = terminal("commentary", "la-mia", "--on", "vicino", "--position", "agree", "--form", "name", "--name", "Zoe")
    talk.answer(ask("text"), "# Heading\n.\n")
    talk.answer(ask("consent_go"), "y\n")
    talk.wait("MB097")
    talk.answer(ask("rewrite"), "y\n")
    talk.answer(ask("text"), "No heading.\n.\n")
    assert talk.end() == 0, talk.said
    text = (bread / "content" / "commentary" / "la-mia.yml").read_text("utf-8")
    assert "No heading." in text and "# Heading" not in text and 'name: "Zoe"' in text
    assert not (bread / "drafts").exists()


@pytest.mark.parametrize("end", ["\x03", "\x04", "killed", "hung up"])
def test_what_was_written_is_kept_whatever_happens(end: str, bread: pathlib.Path, terminal: Any) -> None:
    """Ctrl-C, the end of the input, a kill, a terminal that was closed."""
    before = files_of(bread)
    talk = terminal()
    begin(talk)
    talk.answer(ask("position"), "1\n")
    talk.answer(ask("text"), "Words that took an hour.\n.\n")
    talk.wait(ask("form"))
    if end in ("killed", "hung up"):
        os.kill(talk.process, signal.SIGKILL if end == "killed" else signal.SIGHUP)
        assert talk.end() < 0
    else:
        talk.press(end, "drafts/commento.yml")
        assert talk.end() == 2
        assert "drafts/commento.yml" in talk.said
    ((name, text),) = new_in(bread, before).items()
    assert name == "drafts/commento.yml" and "Words that took an hour." in text and "on: vicino" in text
    again = terminal("commentary")
    again.wait("drafts/commento.yml")


def test_a_folder_that_cannot_be_written_loses_nothing(bread: pathlib.Path) -> None:
    """Where the content cannot be written, the draft can."""
    folder = bread / "content" / "commentary"
    shutil.move(folder, bread / "content" / "elsewhere")
    folder.write_text("a file where the folder was", encoding="utf-8")
    (bread / "content" / "elsewhere").rename(bread / "elsewhere")
    done = run(bread, *flags(GIVEN), "--consent")
    assert done.returncode == 3
    assert GIVEN["text"] in (bread / "drafts" / "commento.yml").read_text("utf-8")
    assert "drafts/commento.yml" in done.stderr and "Traceback" not in done.stderr


def test_an_entry_is_asked_for_field_by_field(bread: pathlib.Path, terminal: Any) -> None:
    """A risk: lines, a text, lists, groups of fields, other entries found by their titles, a passage of a source."""
    before = files_of(bread)
    talk = terminal("risks")
    talk.answer("title –", "The oven is too small\n")
    talk.answer("summary –", "Two loaves do not fit.\n")
    talk.answer("body –", "One bakes,\nthe other waits.\n.\n")
    talk.answer("signals –", "A queue of loaves.\n")
    talk.answer(ask("another"), "\n")
    talk.answer("who –", "whoever waits\n")
    talk.answer("how –", "The dough goes over.\n")
    talk.answer(ask("another"), "")
    talk.answer("who –", "\n")
    talk.answer("remedies –", "A smaller loaf.\n")
    talk.answer(ask("another"), "\n")
    talk.answer("reduced_by –", "tempo\n")
    talk.answer(ask("another"), "\n")
    talk.answer("source –", "post\n")
    talk.answer("1. ", "1\n")
    talk.answer(ask("another"), "")
    talk.answer("source –", "\n")
    talk.answer(ask("id"), "\n")
    code = talk.end()
    made = new_in(bread, before)
    assert list(made) == ["content/risks/the-oven-is-too-small.yml", "docs/risks/the-oven-is-too-small.md"], talk.said
    assert code == 0, talk.said
    value = cast(Any, read_library(bread).items["the-oven-is-too-small"].value)
    assert value.body == "One bakes,\nthe other waits.\n" and value.hurts[0].who == "whoever waits"
    assert value.reduced_by == ("tempo",) and value.citations[0].source == "post"
    assert "risk('" not in made["docs/risks/the-oven-is-too-small.md"]


def test_a_question_left_for_later_stays_in_the_file_to_be_filled_in(bread: pathlib.Path, terminal: Any) -> None:
    talk = terminal("glossary", "crosta")
    talk.answer("title –", "Crust\n")
    talk.answer("definition –", ".\n")
    assert talk.end() == 0, talk.said
    text = (bread / "content" / "glossary" / "crosta.yml").read_text("utf-8")
    assert 'title: "Crust"' in text and 'definition: "…"' in text
    assert label("contribute_todo", "en").format(fields="definition") in talk.said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("commentari",), "kind: «commentari» non è fra i valori possibili, che sono sources, "),
        (("--posizione=adds",), "Questo il comando non lo riconosce: --posizione=adds."),
        (("--on",), "--on: dopo ci va un valore."),
        (("withdraw",), "Manca: id."),
        (("withdraw", "x", "--month", "marzo"), "--month: AAAA-MM"),
    ],
)
def test_a_wrong_call_is_told_in_the_language_of_the_messages(arguments: tuple[str, ...], said: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert "\nSi chiama così: contribute.py" in done.stderr
    assert not re.search(r"usage:|error:|argument|invalid", done.stderr)


# Taking back


def test_a_comment_is_taken_back_with_the_same_command(bread: pathlib.Path) -> None:
    assert run(bread, *flags(GIVEN), "--consent").returncode == 0
    id = "here-the-neighbour-keeps-the-starter-on"
    done = subprocess.run([*COMMAND, "withdraw", "--root", str(bread), id], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert isinstance(read_library(bread).items[id].value, Tombstone)
