"""While one writes, the PDF of the chapter that changes is there at once."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import pytest
from galley import Galley
from serve import PROOFS, Desk

from tests.projects import TINY, clone, edit


@pytest.fixture
def root(tmp_path: pathlib.Path) -> pathlib.Path:
    return clone(tmp_path / "clone") / TINY


@pytest.fixture
def galley(root: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[Galley]:
    galley = Galley(root, tmp_path / PROOFS)
    yield galley
    galley.close()


@pytest.fixture
def desk(root: pathlib.Path, galley: Galley, tmp_path: pathlib.Path) -> Desk:
    (tmp_path / "site").mkdir()
    desk = Desk(root, tmp_path / "site", galley, "en")
    desk.rebuild()
    return desk


def shown(tmp_path: pathlib.Path) -> tuple[str, int, str]:
    """The file of the latest proof, the page it opens at, and the words of that page, as the served site has them."""
    folder = tmp_path / "site" / PROOFS
    name, _, page = json.loads((folder / "latest.json").read_text(encoding="utf-8")).partition("#page=")
    document = pypdfium2.PdfDocument(folder / name.partition("?")[0])
    text = document[int(page) - 1].get_textpage().get_text_bounded()
    document.close()
    return name.partition("?")[0], int(page), text


def test_the_first_chapter_is_shown_then_the_one_that_changes(
    desk: Desk, root: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    assert shown(tmp_path)[0] == "why.pdf"
    assert "latest.json" in (tmp_path / "site" / PROOFS / "index.html").read_text(encoding="utf-8")
    edit(root / "content" / "scenarios" / "fornaio.yml", "The baker kneads", "The baker sings and kneads")
    desk.rebuild()
    name, page, text = shown(tmp_path)
    assert name == "scenarios-fornaio.pdf", "the entry alone: its chapter may be long"
    assert page == 1
    assert "sings and kneads" in text


def test_a_page_changed_by_hand_is_shown_too(desk: Desk, root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    edit(root / "docs" / "why.md", "Cakes.", "Cakes and biscuits.")
    desk.rebuild()
    name, _, text = shown(tmp_path)
    assert name == "why.pdf"
    assert "Cakes and biscuits." in text


def test_what_stands_before_the_entries_is_shown_by_itself(
    desk: Desk, root: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    page = root / "docs" / "scenarios" / "index.md"
    edit(page, "# The ways\n", "# The ways\n\nOvens are warm.\n")
    desk.rebuild()
    name, number, text = shown(tmp_path)
    assert (name, number) == ("scenarios.pdf", 1)
    assert "Ovens are warm." in text
    assert not (tmp_path / "site" / PROOFS / "scenarios-fornaio.pdf").exists()


def test_a_proof_that_is_being_read_stays_whole(desk: Desk, root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "site" / PROOFS
    before = (folder / "why.pdf").read_bytes()
    with (folder / "why.pdf").open("rb") as read:
        edit(root / "docs" / "why.md", "Cakes.", "Cakes and biscuits.")
        desk.rebuild()
        assert read.read() == before != (folder / "why.pdf").read_bytes()
    assert not list(folder.glob("*.new"))


def test_a_fault_in_the_content_leaves_the_last_good_proof(
    desk: Desk, root: pathlib.Path, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shown(tmp_path)
    edit(root / "content" / "scenarios" / "fornaio.yml", "title:", "titel:")
    desk.rebuild()
    assert "fornaio.yml" in capsys.readouterr().out
    assert shown(tmp_path) == before


def test_a_layout_that_died_is_started_again(
    desk: Desk, galley: Galley, root: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    assert galley._press is not None
    galley._press._process.kill()
    galley._press._process.wait()
    edit(root / "docs" / "why.md", "Cakes.", "Pies.")
    desk.rebuild()
    assert "Pies." in shown(tmp_path)[2]
