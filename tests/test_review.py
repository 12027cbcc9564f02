"""The review of a proposal: what is its author's is told beside the line and is red, what is not is told and is not."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from macros.problem import Place, Problem, label
from macros.review.claim import Claim
from macros.review.github import MOST, beside_lines, command, fenced, harmless, summary
from macros.review.tree import MOST_FILES, File, is_too_large, read_listing, refused, ways
from macros.review.trust import is_prose, reach
from macros.review.whose import Finding, Seen, changed_lines, findings
from tests.projects import ROOT, TINY
from tests.proposals import (
    COMMENT,
    GOOD_COMMENT,
    RISK,
    THEIRS,
    UNPROVED,
    Said,
    commands_of,
    commit,
    git,
    new_repository,
    propose,
    removing,
    replacing,
    run_script,
    writing,
)

FORGED = "::error file=macros/desk.py,line=1::forged"
OLD_FORGED = "##[error]forged"


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A repository with the tiny book in it; tests work on copies."""
    return new_repository(tmp_path_factory.mktemp("book"))


@pytest.fixture
def repository(book: pathlib.Path, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of it."""
    return pathlib.Path(shutil.copytree(book, tmp_path / "repository", symlinks=True))


def review(repository: pathlib.Path, *more: str, base: str = "main") -> Said:
    return run_script("review.py", repository, *more, base=base)


def annotated(said: Said) -> list[tuple[str, str, int]]:
    """Kind, file and line of every annotation, in order."""
    found = (re.match(r"::(\w+) file=([^,]+),line=(\d+)", line) for line in commands_of(said.log))
    return [(one[1], one[2], int(one[3])) for one in found if one]


# Whose


def test_a_sound_proposal_is_green_and_has_no_annotation(repository: pathlib.Path) -> None:
    propose(repository, writing(COMMENT, GOOD_COMMENT))
    said = review(repository)
    assert said.code == 0, said.log
    assert commands_of(said.log) == []
    assert said.summary.startswith("# Niente da correggere\n")


def test_a_fault_of_the_proposal_is_red_and_stands_beside_its_line(repository: pathlib.Path) -> None:
    propose(repository, writing(COMMENT, GOOD_COMMENT.replace("position: adds", "position: agreee")))
    said = review(repository)
    assert said.code == 1
    assert annotated(said) == [("error", COMMENT, 2)]
    assert "MB052" in said.log and "title=MB052 " in said.log
    assert said.summary.startswith("# C’è un errore da correggere\n")
    assert f"{COMMENT}:2:11  MB052" in said.summary


def test_broken_yaml_is_told_with_its_correction_and_hides_nothing_else(repository: pathlib.Path) -> None:
    propose(
        repository,
        writing(COMMENT, GOOD_COMMENT.replace("on: forno-chiuso", "on: forno-chius")),
        replacing(RISK, 'title: "The baker is closed"', "title: The #1 of all risks"),
    )
    said = review(repository)
    assert said.code == 1
    assert ("error", RISK, 1) in annotated(said)
    assert ("error", COMMENT, 1) in annotated(said)
    assert 'title: "The #1 of all risks"' in said.summary


def test_what_was_broken_before_is_told_and_is_not_red(repository: pathlib.Path) -> None:
    replacing(RISK, "reduced_by: [vicino]", "reduced_by: [vicinoo]")(repository)
    commit(repository, "A fault")
    propose(repository, writing(COMMENT, GOOD_COMMENT))
    said = review(repository)
    assert said.code == 0, said.summary
    assert commands_of(said.log) == []
    assert "## C’erano già" in said.summary and "MB080" in said.summary
    assert "## Vostri" not in said.summary


def test_an_old_fault_on_a_line_that_moved_is_still_an_old_one(repository: pathlib.Path) -> None:
    replacing(RISK, "reduced_by: [vicino]", "reduced_by: [vicinoo]")(repository)
    commit(repository, "A fault")
    propose(repository, replacing(RISK, "signals:\n", 'signals:\n  - "The lights are off."\n'))
    said = review(repository)
    assert said.code == 0, said.summary
    assert "## C’erano già" in said.summary


def test_a_proposal_that_mends_a_broken_book_is_not_blamed_for_what_comes_to_light(repository: pathlib.Path) -> None:
    """While a file cannot be read, faults that need it are not told; whoever mends it did not make them."""
    words = f"{TINY}/content/book.yml"
    replacing(words, "title:", "title: @")(repository)
    replacing(RISK, "reduced_by: [vicino]", "reduced_by: [vicinoo]")(repository)
    commit(repository, "Two faults")
    propose(repository, replacing(words, "title: @", "title:"))
    said = review(repository)
    assert said.code == 0, said.summary
    assert "MB080" in said.summary.partition("## C’erano già")[2]


def test_an_entry_taken_away_is_told_where_it_was_named_and_to_the_reviewer(repository: pathlib.Path) -> None:
    propose(
        repository, removing(f"{TINY}/content/principles/vicino.yml"), removing(f"{TINY}/docs/principles/vicino.md")
    )
    said = review(repository)
    assert said.code == 1
    files = {file for _, file, _ in annotated(said)}
    assert RISK in files, "the risk that it reduces names it"
    told = said.summary.partition("## Per chi rivede")[2]
    assert "Toglie queste voci" in told and "content/principles/vicino.yml" in told


def test_advice_is_told_and_is_not_red(repository: pathlib.Path) -> None:
    """An entry that nobody names is worth a word, no more."""
    propose(
        repository,
        lambda root: shutil.copy(root / RISK, root / TINY / "content" / "risks" / "sale.yml"),
        writing(f"{TINY}/docs/risks/sale.md", '---\nrender_macros: true\n---\n{{ risk("sale") }}\n'),
    )
    said = review(repository)
    assert said.code == 0, said.summary
    assert ("notice", f"{TINY}/content/risks/sale.yml", 1) in annotated(said)


def test_a_new_page_that_the_menu_does_not_name_is_told_to_the_reviewer(repository: pathlib.Path) -> None:
    page = writing(f"{TINY}/docs/risks/sale.md", '---\nrender_macros: true\n---\n{{ risk("sale") }}\n')
    copy = [lambda root: shutil.copy(root / RISK, root / TINY / "content" / "risks" / "sale.yml"), page]
    propose(repository, *copy)
    assert "non sono nel menu" in review(repository).summary
    menu = replacing(f"{TINY}/mkdocs.yml", "- risks/forno-chiuso.md", "- risks/forno-chiuso.md\n      - risks/sale.md")
    propose(repository, *copy, menu)
    assert "non sono nel menu" not in review(repository).summary


def test_a_change_of_rules_is_told_by_what_it_does_to_every_set_of_answers(tmp_path: pathlib.Path) -> None:
    """Even when the proofs refuse it: who changed it sees at once how far it goes."""
    repository = new_repository(tmp_path / "repository", "content", "docs")
    rules = "content/checklists/quale-scenario.yml"
    propose(repository, lambda root: edit_once(root / rules, "advice: make", "advice: together"))
    said = run_script("review.py", repository, project=".")
    told = said.summary.partition("Cambiano le regole di una lista")[2]
    assert re.search(r"Cambiano scenario [\d.]+ casi su 531\.441\.", told), said.summary
    assert "Aziende d’esempio che cambiano scenario:" in told


def edit_once(file: pathlib.Path, old: str, new: str) -> None:
    """Replace the first place where `old` stands."""
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def test_the_messages_come_in_english_too(repository: pathlib.Path) -> None:
    propose(repository, writing(COMMENT, GOOD_COMMENT.replace("position: adds", "position: agreee")))
    assert review(repository, "--lang", "en").summary.startswith("# There is one error to mend\n")


def test_a_revision_that_is_not_there_is_wrong_use(repository: pathlib.Path) -> None:
    propose(repository)
    said = review(repository, base="nowhere")
    assert said.code == 2
    assert "nowhere" in said.log and "Traceback" not in said.log


# What only a person can verify


@pytest.mark.parametrize("kind", UNPROVED)
def test_what_no_file_can_prove_is_named_to_the_reviewer_and_is_not_red(repository: pathlib.Path, kind: str) -> None:
    """Whoever proposes could write any name in a comment, the date on which it was verified, and take back another’s."""
    edit, file, line, said_of_it = UNPROVED[kind]
    propose(repository, edit)
    said = review(repository)
    assert said.code == 0, said.summary
    assert said.summary.startswith("# Niente da correggere, ma qualcosa da accertare\n")
    told = said.summary.partition("## Da accertare")[2]
    assert label(f"verify_{kind}", "it") in told
    assert f"{file}:{line}  {said_of_it}\n" in told
    assert annotated(said) == [("warning", file, line)]


def test_a_comment_of_somebody_else_that_goes_is_named_too(repository: pathlib.Path) -> None:
    answer = f"{TINY}/content/commentary/ada-risponde.yml"
    propose(repository, removing(THEIRS), removing(answer))
    told = review(repository).summary.partition("## Da accertare")[2]
    assert label("verify_withdrawn", "it") in told and f"{THEIRS}:1  name «Carla Weiss»" in told


def test_what_was_verified_before_is_not_told_again(repository: pathlib.Path) -> None:
    propose(repository, replacing(RISK, "signals:\n", 'signals:\n  - "The lights are off."\n'))
    assert "Da accertare" not in review(repository).summary


def test_what_is_to_be_verified_comes_before_advice_and_within_what_github_shows() -> None:
    asserted = [Claim("changed", Place(f"content/commentary/c{n}.yml", 1, 1), "x") for n in range(MOST - 1)]
    lines = beside_lines([finding(n, "MB151") for n in range(1, 4)], asserted, project=".", lang="it")
    warnings = [line for line in lines if line.startswith("::warning")]
    assert len(warnings) <= MOST
    assert all(f"commentary/c{n}.yml" in line for n, line in enumerate(warnings[: MOST - 1]))


# Hostile


def test_nothing_in_the_content_can_forge_a_command(repository: pathlib.Path) -> None:
    """The runner of GitHub reads commands in the log: only ours are there, whatever the files and their names hold."""
    hostile = f"{FORGED}\r{FORGED}\u2028{FORGED}\x85{OLD_FORGED}%0A{FORGED}"
    propose(
        repository,
        writing(COMMENT, f"on: '{FORGED}\r\n  {OLD_FORGED}'\nposition: {OLD_FORGED}\ntext: |\n  {hostile}\n"),
        replacing(RISK, "reduced_by: [vicino]", f'reduced_by: ["{FORGED}", "{OLD_FORGED}"]'),
        writing(f"{TINY}/content/risks/a\n{FORGED}.yml", FORGED),
        writing(f"{TINY}/content/risks/{OLD_FORGED}.yml", "\n" + FORGED),
        writing(f"{TINY}/docs/a\n::warning ::b.md", f'{{{{ ref("{FORGED}") }}}}\n'),
    )
    said = review(repository)
    assert said.code == 1
    commands = commands_of(said.log)
    assert commands and all(re.match(r"::(error|warning|notice)( file=|::)", line) for line in commands)
    assert all("line=1::forged" not in line.split("::")[1] for line in commands)
    assert len(commands) == len([line for line in said.log.splitlines() if line.startswith("::")])


def test_nothing_in_the_content_becomes_markup_of_the_summary(repository: pathlib.Path) -> None:
    """GitHub renders the summary: what is quoted stands in blocks of code, which nothing inside can close."""
    hostile = "````\n  <img src=https://example.org/x> [a](https://example.org) @someone # Titolo\n  ~~~"
    propose(
        repository,
        writing(COMMENT, f'on: "``` <script>"\nposition: adds\ntext: |\n  {hostile}\nsummary: "[x](y) @me"\n'),
    )
    said = review(repository)
    tokens = MarkdownIt("commonmark").parse(said.summary)
    for token in tokens:
        if token.type != "fence":
            text = token.content + "".join(child.content for child in token.children or ())
            assert not re.search(r"script|img|example\.org|@someone|@me", text), text
        assert token.type not in ("html_block", "link_open")


def test_links_submodules_and_large_files_are_refused_unopened(
    repository: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("title: THE-SECRET\n", encoding="utf-8")
    inside = f"{TINY}/content/risks"

    def edit(root: pathlib.Path) -> None:
        (root / inside / "link.yml").symlink_to(secret)
        (root / TINY / "content" / "glossary" / "folder").symlink_to(tmp_path)
        (root / TINY / "docs" / "link.md").symlink_to(secret)
        (root / inside / "module.yml").mkdir()
        git(root / inside / "module.yml", "init", "--quiet")
        commit(root / inside / "module.yml", "Another repository")

    large = writing(f"{inside}/large.yml", "title: THE-LARGE\n" * 40_000)
    page = writing(f"{TINY}/docs/large.md", "THE-LARGE\n" * 40_000)
    propose(repository, large, page, writing(f"{inside}/odd.html", "<script>THE-ODD</script>"), edit)
    said = review(repository)
    assert said.code == 1
    assert "THE-" not in said.log + said.summary
    for name, code in {
        "content/risks/link.yml": "MB073",
        "content/glossary/folder": "MB073",
        "docs/link.md": "MB073",
        "content/risks/module.yml": "MB073",
        "content/risks/large.yml": "MB001",
        "docs/large.md": "MB001",
        "content/risks/odd.html": "MB074",
    }.items():
        assert re.search(rf"{re.escape(name)}:1:1  {code}", said.summary), f"{name}: {code}"
    assert "collegamenti, o altri archivi" in said.summary


def test_the_code_of_a_proposal_is_not_run_and_is_told_to_the_reviewer(
    repository: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    trace = tmp_path / "trace"
    spy = f"import pathlib\npathlib.Path({str(trace)!r}).write_text('run')\n"
    names = ("macros/__init__.py", "macros/reading.py", "scripts/review.py", "sitecustomize.py", "conftest.py")
    settings = replacing(f"{TINY}/mkdocs.yml", "site_name:", f"# !!python/name:os.system {trace}\nsite_name:")
    page = writing(f"{TINY}/docs/why.md", "---\nrender_macros: true\n---\n# Why\n{{ macros_info() }}\n{{ 7 * 7 }}\n")
    propose(
        repository, *(writing(name, spy) for name in names), settings, page, writing(".gitattributes", "* filter=spy\n")
    )
    said = review(repository)
    assert not trace.exists()
    told = said.summary.partition("**Tocca il programma.**")[2]
    for name in (*names, "mkdocs.yml", "docs/why.md", ".gitattributes"):
        assert name in told, name


def test_a_page_of_prose_is_not_code(repository: pathlib.Path) -> None:
    page = repository / TINY / "docs" / "why.md"
    propose(repository, writing(f"{TINY}/docs/why.md", page.read_text(encoding="utf-8") + "\nOne more line.\n"))
    assert "Tocca il programma" not in review(repository).summary


@pytest.mark.parametrize(
    "text",
    [
        "{{ macros_info() }}",
        "{{ ''.__class__ }}",
        '{{ ref("a" ~ config) }}',
        "{% import 'x' as y %}",
        "{# hidden #}",
        "<script>alert(1)</script>",
        "<!-- hidden -->",
        "Title {: onclick=alert(1) }",
        '--8<-- ".git/config"',
        "---\ntemplate: evil.html\n---\n# A\n",
        '{{ ref("{{ config }}") }}',
        '{{ cite("a\\"b") }}',
    ],
)
def test_a_page_that_would_run_something_is_code(text: str) -> None:
    assert not is_prose(text)
    assert reach("docs/x.md", text) == "code"


def test_every_page_of_the_book_is_prose_but_those_with_html_of_their_own() -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").rglob("*.md"))}
    prose = {name for name, text in texts.items() if is_prose(text)}
    assert len(prose) > 50
    assert [name for name in texts if name not in prose and "<" not in texts[name]] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/risks/a.yml", "content"),
        ("docs/assets/checklist/rules/a-2026.1.json", "rules"),
        ("README.md", "words"),
        ("docs/assets/site.css", "code"),
        ("docs/x.html", "code"),
        ("content/../macros/x.py", "content"),
        (".github/workflows/review.yml", "code"),
        ("Makefile", "code"),
    ],
)
def test_what_a_file_is(path: str, expected: str) -> None:
    assert reach(path) == expected


def test_paths_that_lead_astray_are_never_laid() -> None:
    """Git refuses to make them; a listing may come from something else."""
    names = ("content/../../etc/x.yml", "content/.git/config.yml", "content/risks//x.yml", "content/risks/" + "x" * 300)
    listing = b"".join(f"100644 blob {'0' * 40} 5\t{name}\0".encode() for name in names)
    tree = read_listing(listing)
    assert ways(tree) == {}
    assert [problem.code for problem in refused(tree)] == ["MB073"] * len(names)


def test_a_page_that_windows_cannot_open_is_refused() -> None:
    names = ("docs/risks/con.md", "docs/Aux/index.md", "docs/nul.it.md", "docs/contro.md", "docs/assets/con.mjs")
    tree = read_listing(b"".join(f"100644 blob {'0' * 40} 5\t{name}\0".encode() for name in names))
    assert [(one.code, one.place.file) for one in refused(tree)] == [("MB076", name) for name in names[:3]]


def test_a_name_that_is_not_utf8_is_shown_by_its_bytes() -> None:
    (name,) = read_listing(b"100644 blob " + b"0" * 40 + b"       5\tcontent/risks/\xff.yml\0")
    assert name == "content/risks/\\xff.yml"


def test_a_proposal_that_nobody_could_review_is_refused_whole() -> None:
    def tree(count: int, size: int) -> dict[str, File]:
        return {f"content/risks/r{n}.yml": File(f"r{n}", "100644", "0" * 40, size) for n in range(count)}

    assert not is_too_large(tree(500, 2_000))
    assert is_too_large(tree(MOST_FILES + 1, 10))
    assert is_too_large(tree(600, 150_000))


# What GitHub shows


def finding(line: int, code: str = "MB052", *, changed: bool = True) -> Finding:
    return Finding(Seen(Problem(code, Place("content/risks/a.yml", line, 1), {}), "x: y"), "yours", changed)


def test_more_annotations_than_github_shows_end_with_how_many_are_left() -> None:
    lines = beside_lines([finding(n) for n in range(1, 26)], project=".", lang="it")
    assert len(lines) == MOST
    assert "16" in lines[-1] and "file=" not in lines[-1]
    assert len(beside_lines([finding(n) for n in range(1, MOST + 1)], project=".", lang="it")) == MOST


def test_what_stands_on_changed_lines_comes_first() -> None:
    touched = {"content/risks/b.yml": frozenset({7}), "content/risks/a.yml": frozenset({3})}
    places = [("a", 1), ("a", 3), ("c", 1), ("b", 7), ("b", 2)]
    after = [Seen(Problem("MB052", Place(f"content/risks/{name}.yml", line, 1), {}), "") for name, line in places]
    found = findings((), after, touched, blind=False, ids=())
    order = [(one.seen.problem.place.file[-5], one.seen.problem.place.line) for one in found]
    assert order == [("a", 3), ("b", 7), ("a", 1), ("b", 2), ("c", 1)]


def test_two_equal_faults_where_one_was_there_before_are_one_of_each() -> None:
    seen = Seen(Problem("MB052", Place("content/risks/a.yml", 4, 1), {"value": "x"}), "position: x")
    found = findings([seen], [seen, seen], {"content/risks/a.yml": frozenset()}, blind=False, ids=())
    assert sorted(one.whose for one in found) == ["before", "yours"]


def test_what_comes_to_light_in_files_that_were_not_touched_is_not_blamed_on_who_mended_the_book() -> None:
    """Where nothing could be checked between the files, what was there before is known only by what the proposal touches."""
    hidden = Seen(Problem("MB080", Place("content/risks/a.yml", 4, 1), {"id": "gone"}), "")

    def whose(*, blind: bool = True, touched: str = "content/book.yml", ids: tuple[str, ...] = ()) -> str:
        (one,) = findings((), [hidden], {touched: frozenset({1})}, blind=blind, ids=ids)
        return one.whose

    assert whose() == "before"
    assert whose(blind=False) == "yours"
    assert whose(touched="content/risks/a.yml") == "yours"
    assert whose(ids=("gone",)) == "yours", "it names an entry that the proposal takes away"


def test_the_changed_lines_of_a_diff() -> None:
    diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+@@ -9 +9 @@\n+c\n@@ -5,2 +6,0 @@\n-x\n-y\n@@ -9,0 +9 @@\n+z\n"
    assert changed_lines(diff) == {1, 2, 9}


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_command_is_one_line_whatever_it_says(title: str, message: str) -> None:
    line = command("error", {"file": "a.yml", "title": title}, message)
    assert len(re.split(r"[\r\n]", line)) == 1
    properties, _, said = line.removeprefix("::error ").partition("::")
    assert properties.count(",") == 1 and "::" not in properties
    assert "\n" not in said
    assert commands_of(line) == [line]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["::", "##[", "error", "]", " ", "\t", "\n", "\r", "\x0b", "\x85", "\u2028", ":", "#", "["])
    )
)
def test_nothing_that_is_quoted_is_a_command(pieces: list[str]) -> None:
    assert commands_of(harmless("".join(pieces))) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(["```", "````", "~~~", "\n", "a", " ", "<b>", "text"])).map("".join))
def test_a_fence_is_closed_by_nothing_inside_it(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"{fenced(text)}\n\nend\n")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]


def test_a_summary_that_github_would_refuse_is_cut_where_a_block_ends() -> None:
    many = [finding(n) for n in range(1, 9_000)]
    text = summary(many, (), (), "", project=".", files=1, lang="it")
    assert len(text.encode()) < 1_000_000
    assert "L’elenco continua" in text
    assert text.count("```") % 2 == 0


# Whose, when the command cannot finish


def attempt(tmp_path: pathlib.Path, script: str, *, minutes: float = 1, github: bool = True) -> Said:
    """Run `scripts/attempt.py` on a script, as GitHub would."""
    file, written = tmp_path / "script.py", tmp_path / "summary.md"
    file.write_text(script, encoding="utf-8")
    words = [sys.executable, str(file)]
    code = f"import attempt, sys; sys.exit(attempt.attempt({words!r}, {str(written) if github else ''!r}, {minutes}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "GITHUB_ENV": str(tmp_path / "env"), "ACTIONS_X": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    text = written.read_text(encoding="utf-8") if written.exists() else ""
    return Said(done.returncode, done.stdout + done.stderr, text)


def test_a_command_that_judged_is_believed(tmp_path: pathlib.Path) -> None:
    for code in (0, 1, 2):
        script = (
            f"import sys; print('done'); open({str(tmp_path / 'summary.md')!r}, 'a').write('judged '); sys.exit({code})"
        )
        said = attempt(tmp_path, script)
        assert said.code == code
        assert "done" in said.log and "#" not in said.summary


@pytest.mark.parametrize(
    "script",
    [
        "raise ValueError('THE-CAUSE')",
        "import sys; sys.stderr.write('THE-CAUSE'); sys.exit(4)",
        "import os; os.abort()",
    ],
    ids=["traceback", "our code", "killed"],
)
def test_a_command_that_broke_is_our_fault_and_is_not_red(tmp_path: pathlib.Path, script: str) -> None:
    said = attempt(tmp_path, script)
    assert said.code == 0
    assert said.summary.startswith("# Questo è un nostro errore, non vostro\n")
    assert [line.split()[0] for line in commands_of(said.log)] == ["::warning"]
    assert "THE-CAUSE" in said.summary or "abort" in script


def test_a_command_that_never_ends_is_stopped_and_is_our_fault(tmp_path: pathlib.Path) -> None:
    said = attempt(tmp_path, "import time; time.sleep(60)", minutes=0.02)
    assert said.code == 0
    assert "fermato" in said.summary


def test_what_a_command_quotes_while_it_breaks_is_no_command(tmp_path: pathlib.Path) -> None:
    said = attempt(tmp_path, f"raise ValueError({f'{FORGED}{chr(10)}{FORGED} {OLD_FORGED}'!r})")
    assert len(commands_of(said.log)) == 1
    assert "forged" in said.summary


def test_a_command_sees_none_of_githubs_files_and_tokens(tmp_path: pathlib.Path) -> None:
    said = attempt(tmp_path, "import os; print(sorted(n for n in os.environ if n.startswith(('GITHUB_', 'ACTIONS_'))))")
    assert said.log.strip() == "[]"


@pytest.mark.parametrize(
    ("cause", "title"),
    [
        ("subprocess.CalledProcessError(1, ['pip'], 'Retrying (Retry(total=4))')", "# È mancata la rete"),
        (
            "subprocess.CalledProcessError(1, ['pip'], 'THESE PACKAGES DO NOT MATCH THE HASHES')",
            "# Questo è un nostro errore",
        ),
        ("setup.UnreadyError('apt-get install libpango')", "# È mancata la rete"),
        ("OSError('No space left on device')", "# Questo è un nostro errore"),
    ],
)
def test_a_machine_that_cannot_be_made_ready_is_nobodys_fault(tmp_path: pathlib.Path, cause: str, title: str) -> None:
    """pip's own words for a network that is not there, and for a package that is not the expected one."""
    written = tmp_path / "summary.md"
    code = f"""
import attempt, setup, subprocess, sys
def fail(*_): raise {cause}
attempt.prepare = fail
sys.exit(attempt.main(["scripts/review.py", "a", "b"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "GITHUB_STEP_SUMMARY": str(written)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert written.read_text(encoding="utf-8").startswith(title)


def test_the_attempt_needs_nothing_installed() -> None:
    """It must be able to say that nothing could be installed."""
    command = [sys.executable, "-E", "-s", "-S", str(ROOT / "scripts" / "attempt.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
