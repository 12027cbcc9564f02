"""What changes from an edition to the next: kept without anybody's words, computed, told on a page and in the feed."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import EDITIONS, keep, kept_editions, sources
from pydantic import TypeAdapter

from macros.book.pagemap import PageMap
from macros.changes.difference import COMMENTARY, difference
from macros.changes.snapshot import Kept, Snapshot, read_past, snapshot
from macros.changes.told import spoken, steps
from macros.desk import Desk
from macros.feed import feed
from macros.library import Library
from macros.model import KINDS, Comment
from macros.reading import read_library
from macros.views import VIEWS
from tests.projects import ROOT, TINY, Built, edit

BOOKS = pytest.mark.parametrize("project", [".", TINY])


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """The content of the tiny project, to be written further."""
    shutil.copytree(ROOT / TINY / "content", tmp_path / "content")
    return tmp_path


@pytest.fixture(scope="module")
def first() -> Library:
    return read_library(ROOT / TINY)


def next_edition(project: pathlib.Path) -> Library:
    edit(project / "content" / "book.yml", 'edition: "2026.1"', 'edition: "2026.2"')
    return read_library(project)


def page(library: Library, *past: Library) -> str:
    return VIEWS["edition_changes"](Desk(library, lambda: "changes/", past=tuple(map(snapshot, past))))


@BOOKS
def test_what_is_kept_is_read_back_as_it_was(project: str) -> None:
    kept = snapshot(read_library(ROOT / project))
    assert TypeAdapter(Snapshot).validate_json(kept.to_json()) == kept
    assert kept.to_json() == snapshot(read_library(ROOT / project)).to_json()


@BOOKS
def test_of_a_comment_neither_words_nor_names_are_kept(project: str) -> None:
    library = read_library(ROOT / project)
    text = snapshot(library).to_json()
    for id, comment in library.of(Comment):
        assert comment.text.strip() not in text
        assert snapshot(library).entries[id] == Kept(
            kind=COMMENTARY, on=comment.on, position="reply" if comment.replies_to else comment.position
        )
    names = {comment.signature.name for _, comment in library.of(Comment) if " " in (comment.signature.name or "")}
    told = {name for name in names if name and name in text}
    assert told <= {value for item in library.items.values() for value in (getattr(item.value, "title", ""),)}


def test_the_first_edition_says_so_in_one_sentence(first: Library) -> None:
    assert page(first).strip() == (
        '<p class="changes-none">Edition 2026.1 is the first: there is nothing to compare it with yet.</p>'
    )
    assert page(first, first) == page(first), "what is kept of this very edition is no earlier one"
    assert feed(first, (snapshot(first),)) == feed(first)


def test_the_same_entries_have_nothing_to_tell(first: Library, project: pathlib.Path) -> None:
    later = next_edition(project)
    assert difference(snapshot(first), snapshot(later)) == ()
    assert "Nothing changed in the entries." in page(later, first)


def content(project: pathlib.Path) -> pathlib.Path:
    return project / "content"


def _cites(root: pathlib.Path) -> None:
    edit(
        content(root) / "risks" / "pane-bruciato.yml",
        "citations:\n",
        "citations:\n  - {source: nonna, passage: mattina}\n",
    )


def _names(root: pathlib.Path) -> None:
    edit(content(root) / "principles" / "tempo.yml", "related: [impasto]", "related: [impasto, vicino]")


def _renamed(root: pathlib.Path) -> None:
    edit(content(root) / "principles" / "tempo.yml", "Count your mornings & evenings", "Count your hours")


def _rewritten(root: pathlib.Path) -> None:
    edit(
        content(root) / "principles" / "tempo.yml", "Write down a week of mornings.", "Write down a month of mornings."
    )


def _commented(root: pathlib.Path) -> None:
    (content(root) / "commentary" / "nuovo.yml").write_text(
        'on: vicino\nposition: agree\ntext: "So do I, and gladly."\n'
        'signature: {form: name, name: "Ivo Bianchi"}\ndate: 2026-04-01\nconsent: "1"\n',
        encoding="utf-8",
    )


def _withdrawn(root: pathlib.Path) -> None:
    (content(root) / "commentary" / "carla-tempo.yml").write_text("on: tempo\nwithdrawn: 2026-04\n", encoding="utf-8")


def _passage(root: pathlib.Path) -> None:
    more = '  - id: sera\n    label: "on the back"\n    text: "Evenings are longer."\n    uncited: "For later."\n'
    file = content(root) / "sources" / "nonna.yml"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")


def _new(root: pathlib.Path) -> None:
    text = 'title: "crust"\ndefinition: "What is left outside."\n'
    (content(root) / "glossary" / "crust.yml").write_text(text, encoding="utf-8")


def _gone(root: pathlib.Path) -> None:
    (content(root) / "glossary" / "crumb.yml").unlink()


TOLD: Mapping[str, tuple[Callable[[pathlib.Path], None], str]] = {
    "a citation": (_cites, "Burnt bread: now also cites The note, the only line."),
    "a reference": (_names, "Count your mornings & evenings: now also leads to Know your baker."),
    "a title": (_renamed, "Count your hours: was called “Count your mornings & evenings”."),
    "a text": (_rewritten, "Count your mornings & evenings: the text was revised."),
    "a comment": (_commented, "Know your baker: new comments: 1 agrees."),
    "a withdrawal": (_withdrawn, "Count your mornings & evenings: comments withdrawn: 1."),
    "a passage": (
        _passage,
        "A note on a flour bag: has new passages: The note, on the back; the text was revised.",
    ),
    "an entry": (_new, "crust: a new entry."),
    "an entry less": (_gone, "Crumb: is no longer there."),
}


@pytest.mark.parametrize("change", TOLD)
def test_a_change_is_told_once_and_nothing_else_is(change: str, first: Library, project: pathlib.Path) -> None:
    make, sentence = TOLD[change]
    make(project)
    later = next_edition(project)
    (step,) = steps(later, (snapshot(first),))
    assert (step.before, step.after) == ("2026.1", "2026.2")
    assert spoken(later, step) == sentence


def test_the_page_leads_to_what_it_names(first: Library, project: pathlib.Path) -> None:
    _cites(project)
    _gone(project)
    shown = page(next_edition(project), first)
    assert "## From edition 2026&#46;1 to 2026&#46;2" in shown
    risk = '<a class="ref" href="../risks/pane-bruciato/">Burnt bread</a>: now also cites <a class="cite" href="../sources/nonna/'
    assert risk in shown
    assert "<li>Crumb: is no longer there.</li>" in shown, "what is gone has no address"


def test_every_step_is_told_the_last_first(first: Library, project: pathlib.Path) -> None:
    _new(project)
    second = next_edition(project)
    edit(project / "content" / "book.yml", 'edition: "2026.2"', 'edition: "2026.10"')
    _gone(project)
    third = read_library(project)
    found = steps(third, tuple(map(snapshot, (first, second))))
    assert [(step.before, step.after) for step in found] == [("2026.2", "2026.10"), ("2026.1", "2026.2")]


def test_the_feed_has_an_entry_for_what_changed_and_its_id_stays(first: Library, project: pathlib.Path) -> None:
    _cites(project)
    later = next_edition(project)
    atom = "{http://www.w3.org/2005/Atom}"
    past = (snapshot(first),)
    entries = [one for one in ElementTree.fromstring(feed(later, past)).iter(f"{atom}entry")]
    (told,) = (one for one in entries if one.findtext(f"{atom}title") == "What changes in edition 2026.2")
    assert "Burnt bread: now also cites" in (told.findtext(f"{atom}content") or "")
    moved = replace(later, book=replace(later.book, addresses=replace(later.book.addresses, site="https://b.example/")))
    assert (told.findtext(f"{atom}id") or "?") in feed(moved, past)
    assert 'href="https://b.example/changes/"' in feed(moved, past)


ID = st.sampled_from([f"e{n}" for n in range(6)])
SOME = st.lists(ID, max_size=4, unique=True).map(lambda found: tuple(sorted(found)))
KEPT = st.builds(
    Kept, kind=st.sampled_from([k for k in KINDS if k != COMMENTARY]), title=ID, cites=SOME, names=SOME, verdicts=SOME
)
EDITION = st.builds(Snapshot, edition=st.just("1.1"), entries=st.dictionaries(ID, KEPT, max_size=6))


@settings(deadline=None)
@given(EDITION, EDITION)
def test_what_is_told_of_a_difference_is_all_of_it(before: Snapshot, after: Snapshot) -> None:
    """An entry is told if and only if something of it differs; from an edition to itself there is nothing."""
    told = {one.id for one in difference(before, after)}
    ids = {*before.entries, *after.entries}

    def seen(kept: Kept | None) -> object:
        return kept and (kept.title, kept.cites, kept.names, kept.verdicts)

    assert told == {id for id in ids if seen(before.entries.get(id)) != seen(after.entries.get(id))}
    assert difference(before, before) == ()


def test_an_edition_is_kept_when_its_pages_are(project: pathlib.Path) -> None:
    (project / "docs").mkdir()
    (project / "build" / "site").mkdir(parents=True)
    library = read_library(project)
    keep(project, library, PageMap(breaks=()))
    (past,) = read_past(project)
    assert past == snapshot(library)
    assert list(kept_editions(project)) == ["2026.1"], "it is no page map"
    assert f"docs/{EDITIONS}/2026.1-library.json" in sources(project), "the book can be made again from what it carries"
    assert "Nothing changed" in page(next_edition(project), *[library])


def test_the_site_and_the_books_have_the_page(tiny: Built) -> None:
    assert "is the first" in (tiny.site / "changes/index.html").read_text(encoding="utf-8")
