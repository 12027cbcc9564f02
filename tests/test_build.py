"""`scripts/build.py`: readers have the old book or the new one, whole, whatever happens, and the same bytes everywhere."""

from __future__ import annotations

import json
import os
import pathlib
import random
import re
import shutil
import time

import pytest

from tests.projects import FULL_DISK, TINY, Built, build, clone, edit, kill_after, start_build

STAGE = re.compile(r"\S.{27} +\d+\.\d s")
WHOLE = re.compile(r"(voci|testi) +sito (\d+)/\2   PDF \2/\2   EPUB \2/\2")
KILLS = 4
KEPT = {".lock", "pages.json", "schema", "site"}
"""What stands in `build/` beside the folder of the site."""


@pytest.fixture
def home(tmp_path: pathlib.Path, snapshot: pathlib.Path, tiny: Built) -> pathlib.Path:
    """A clone whose tiny project has been built."""
    home = clone(tmp_path / "clone", snapshot)
    shutil.copytree(tiny.root / "build", home / TINY / "build", symlinks=True)
    return home


@pytest.fixture
def before(home: pathlib.Path) -> dict[str, str]:
    """What readers have before anything happens."""
    return Built(home / TINY, 0, "").files


def test_a_build_says_only_its_stages_what_is_whole_and_what_it_wrote(tiny: Built) -> None:
    stages = [line for line in tiny.said.splitlines() if STAGE.fullmatch(line)]
    whole = [line for line in tiny.said.splitlines() if WHOLE.fullmatch(line)]
    written = [line for line in tiny.said.splitlines() if line not in (*stages, *whole)]
    assert len(stages) >= 4
    assert len(whole) == 2, tiny.said
    assert written and all((tiny.root / line).is_file() for line in written), tiny.said


def test_a_build_leaves_only_the_site_its_books_and_the_schemas(tiny: Built) -> None:
    assert {file.name for file in (tiny.root / "build").iterdir()} == KEPT | {tiny.site.name}
    downloads = sorted(file.name for file in tiny.site.joinpath("download").iterdir())
    assert downloads == [
        "SHA256SUMS",
        "bake-it-or-buy-it-site.zip",
        "bake-it-or-buy-it.epub",
        "bake-it-or-buy-it.pdf",
    ]
    assert not [file for file in tiny.site.rglob("*") if file.is_symlink() or file.suffix in (".md", ".yml", ".py")]


def test_anybody_may_read_what_was_built(tiny: Built) -> None:
    for file in [tiny.site, *tiny.site.rglob("*")]:
        assert file.stat().st_mode & 0o044 == 0o044, file


BROKEN = {
    "a fault of YAML": (f"{TINY}/content/risks/forno-chiuso.yml", "summary: ", "summary: @"),
    "a field that is missing": (f"{TINY}/content/risks/forno-chiuso.yml", "summary:", "sumary:"),
    "an id that leads nowhere": (
        f"{TINY}/content/risks/forno-chiuso.yml",
        "reduced_by: [vicino]",
        "reduced_by: [vicin]",
    ),
    "a page that calls no entry": (f"{TINY}/docs/why.md", 'ref("casa")', 'ref("cassa")'),
}


@pytest.mark.parametrize(("file", "old", "new"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_content_is_told_and_the_last_good_book_stays(
    home: pathlib.Path, before: dict[str, str], file: str, old: str, new: str
) -> None:
    edit(home / file, old, new)
    built = build(home, TINY)
    assert built.code == 1
    assert built.files == before
    assert f"{file.removeprefix(f'{TINY}/')}:" in built.said, "the message names the file"
    assert "Traceback" not in built.said


def test_an_entry_without_its_page_is_told(home: pathlib.Path, before: dict[str, str]) -> None:
    (home / TINY / "docs" / "principles" / "tempo.md").unlink()
    built = build(home, TINY)
    assert built.code == 1
    assert built.files == before
    assert "MB094" in built.said and "docs/principles/tempo.md" in built.said


def test_a_page_that_is_not_in_the_menu_is_told(home: pathlib.Path, before: dict[str, str]) -> None:
    edit(home / TINY / "mkdocs.yml", "      - principles/tempo.md\n", "")
    built = build(home, TINY)
    assert built.code != 0
    assert built.files == before
    assert "principles/tempo.md" in built.said


def test_a_link_of_a_page_that_leads_nowhere_is_told(home: pathlib.Path, before: dict[str, str]) -> None:
    edit(home / TINY / "docs" / "why.md", "(comments.md)", "(coments.md)")
    built = build(home, TINY)
    assert built.code != 0
    assert built.files == before
    assert "coments.md" in built.said


def test_a_project_that_is_not_there_is_wrong_use(home: pathlib.Path) -> None:
    built = build(home, "nowhere")
    assert built.code == 2
    assert "Traceback" not in built.said
    assert not (home / "nowhere").exists(), "nothing is made in a folder that is no project"


def test_an_option_that_does_not_exist_is_wrong_use(home: pathlib.Path) -> None:
    assert build(home, TINY, "--epub-please").code == 2


def test_messages_come_in_english_too(home: pathlib.Path) -> None:
    edit(home / TINY / "content" / "risks" / "forno-chiuso.yml", "summary:", "sumary:")
    assert "How to mend it" in build(home, TINY, "--lang", "en").said


def test_a_build_killed_at_any_moment_leaves_the_old_book_or_the_new_one(
    home: pathlib.Path, before: dict[str, str]
) -> None:
    edit(home / TINY / "content" / "risks" / "forno-chiuso.yml", "Crackers for lunch.", "Rusks for lunch.")
    other = clone(home.parent / "other", home)
    start = time.monotonic()
    after = build(other, TINY)
    lasts = time.monotonic() - start
    assert after.code == 0 and after.files != before
    moments = [random.random() * lasts for _ in range(KILLS)]
    for moment in moments:
        kill_after(start_build(home, TINY), moment)
        assert Built(home / TINY, 0, "").files in (before, after.files), f"killed after {moment:.2f} s of {lasts:.2f} s"
    last = build(home, TINY)
    assert last.code == 0
    assert last.files == after.files
    left = {file.name for file in (home / TINY / "build").iterdir()} - KEPT - {last.site.name}
    assert not left, "the next build clears what the killed ones left"


def test_two_builds_at_once_both_finish_and_leave_one_whole_book(home: pathlib.Path, before: dict[str, str]) -> None:
    processes = [start_build(home, TINY), start_build(home, TINY)]
    for process in processes:
        said, _ = process.communicate()
        assert process.returncode == 0, said
    assert Built(home / TINY, 0, "").files == before


def test_a_build_stopped_by_a_full_disk_leaves_the_last_good_book(home: pathlib.Path, before: dict[str, str]) -> None:
    built = build(home, TINY, under=FULL_DISK)
    assert built.code not in (0, 1), built.said
    assert built.files == before


LOST = {
    "the site": ("macros/templates/risk.md", "{{ list(words.remedies, entry.remedies, desk) }}\n", ""),
    "the printed page": ("macros/book/css/print.css", "/* The PDF", ".evidence { display: none }\n/* The PDF"),
}


@pytest.mark.parametrize(("file", "old", "new"), LOST.values(), ids=LOST.keys())
def test_a_text_that_an_output_loses_is_told_and_the_last_good_book_stays(
    home: pathlib.Path, before: dict[str, str], file: str, old: str, new: str
) -> None:
    edit(home / file, old, new)
    built = build(home, TINY)
    assert built.code == 4
    assert built.files == before
    assert "text-lost" in built.said and "Traceback" not in built.said


def test_a_page_tells_where_it_is_in_the_kept_edition(home: pathlib.Path, tiny: Built) -> None:
    line = re.compile(r'<p class="printed-page"[^>]*>([^<]+)</p>')
    page = (home / TINY / "build" / "site" / "risks" / "forno-chiuso" / "index.html").read_text("utf-8")
    assert not line.search(page), "no edition is kept yet"
    kept = build(home, TINY, "--keep-pages")
    assert kept.code == 0, kept.said
    assert {"docs/assets/editions/2026.1.json", "addresses.txt"} <= set(kept.said.splitlines())
    addresses = (home / TINY / "addresses.txt").read_text("utf-8").splitlines()
    assert {"scenarios/fornaio/", "scenarios/pasticcere/", "data/library.json"} <= set(addresses)
    numbers = json.loads((home / TINY / "docs" / "assets" / "editions" / "2026.1.json").read_text("utf-8"))["numbers"]
    told = {
        file.relative_to(kept.site).as_posix(): found[1]
        for file in kept.site.rglob("index.html")
        if (found := line.search(file.read_text("utf-8")))
    }
    assert (
        told["risks/forno-chiuso/index.html"] == f"In the book: p. {numbers['risks-forno-chiuso']} of edition 2026.1."
    )
    assert "index.html" not in told and "completeness/index.html" not in told
    changed = {file for file in kept.files if kept.files[file] != tiny.files.get(file)}
    told_of = (".html", "2026.1.json", "2026.1-library.json", "-site.zip", "SHA256SUMS")
    assert [name for name in changed if not name.endswith(told_of)] == [], "the books stay as they are"
    again = build(home, TINY)
    assert again.files == kept.files
    assert "Consiglio" not in again.said


def test_a_page_map_left_by_another_layout_changes_nothing(home: pathlib.Path, before: dict[str, str]) -> None:
    pages = home / TINY / "build" / "pages.json"
    kept = pages.read_text("utf-8")
    for wrong in ("{", json.dumps({"numbers": {"risks": "900"}, "breaks": []})):
        pages.write_text(wrong, "utf-8")
        built = build(home, TINY)
        assert built.code == 0, built.said
        assert built.files == before
        assert pages.read_text("utf-8") == kept


def different(one: Built, other: Built) -> list[str]:
    """The files that are not the same in two sites."""
    mine, theirs = one.files, other.files
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))


def test_the_same_content_gives_the_same_bytes_in_any_place_and_time(
    addressed: Built, addressed_elsewhere: Built
) -> None:
    """The real book with its addresses: two folders, time zones, languages, hash seeds, years, ages of files."""
    assert len(addressed.files) > 100
    assert different(addressed, addressed_elsewhere) == []


def test_the_same_bytes_come_from_a_project_without_addresses(
    tmp_path: pathlib.Path, snapshot: pathlib.Path, tiny: Built
) -> None:
    home = clone(tmp_path / "ici & là", snapshot)
    for number, file in enumerate(sorted(home.rglob("*"), reverse=True)):
        os.utime(file, (number, number))
    others = {"TZ": "Asia/Kathmandu", "LANG": "de_DE", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    again = build(home, TINY, environment=others)
    assert again.code == 0, again.said
    assert different(tiny, again) == []
