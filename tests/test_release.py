"""Before an edition goes out: what is missing is said in words, and what goes out is listed, hashed and the same for all."""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from macros.book.citation import citation_cff
from macros.book.headers import LONGEST, headers_of, joined
from macros.library import Library
from macros.problem import Place, Problem, label
from macros.reading import read_library
from macros.release import OUTPUTS, Facts, Missing, changelog_dates, changelog_of, missing
from tests.projects import ROOT, TINY, Built

CHANGELOG = """\
# Changelog

## [Unreleased]

## [{edition}] - {published}

### Added

- A loaf.

## [2025.9] - 2025-09-09

- Before.
"""


@pytest.fixture(scope="module")
def library() -> Library:
    """The tiny library, as if it had all its addresses and a date of this year."""
    found = read_library(ROOT / TINY)
    addresses = replace(
        found.book.addresses, site="https://a.example/", repository="https://b.example/x", editors="c@d.example"
    )
    return replace(found, book=replace(found.book, addresses=addresses, edition="2026.1", published="2026-02-03"))


@pytest.fixture
def ready(library: Library) -> Facts:
    """Everything an edition needs."""
    return Facts(
        library=library,
        problems=(),
        files={
            "CHANGELOG.md": CHANGELOG.format(edition="2026.1", published="2026-02-03"),
            "LICENSE": "MIT",
            "content/LICENSE": "CC BY-SA 4.0",
            "CITATION.cff": citation_cff(library.book, library.words),
            ".github/CODEOWNERS": "# nobody @example\n* @someone\n",
        },
        pages_kept=True,
        outputs=dict.fromkeys(OUTPUTS, 1),
        version="2026.1",
        tag="2026.1",
        today="2026-02-03",
    )


def with_book(facts: Facts, **changes: object) -> Facts:
    assert facts.library
    return replace(facts, library=replace(facts.library, book=replace(facts.library.book, **changes)))  # type: ignore[arg-type]


def names(facts: Facts) -> list[str]:
    return [one.name for one in missing(facts)]


def test_an_edition_that_has_everything_misses_nothing(ready: Facts) -> None:
    assert missing(ready) == ()


@pytest.mark.parametrize("name", ["site", "repository", "editors"])
def test_an_address_that_is_missing_is_named(ready: Facts, name: str) -> None:
    assert ready.library
    addresses = replace(ready.library.book.addresses, **{name: None})
    assert f"no_{name}" in names(with_book(ready, addresses=addresses))


def test_dates_and_numbers_that_do_not_agree_are_named(ready: Facts) -> None:
    assert names(replace(ready, today="2026-02-02")) == ["not_yet"]
    assert "no_day" in names(with_book(ready, published="2026-02"))
    assert "other_year" in names(with_book(ready, published="2025-02-03"))
    assert names(replace(ready, version="2025.3")) == ["other_version"]
    assert names(replace(ready, tag="2026.2")) == ["other_tag"]
    assert names(replace(ready, measured="2026-02-04")) == ["measured_later"]
    assert names(replace(ready, tag="", measured="2026-02-03")) == []


def test_a_changelog_that_does_not_tell_the_edition_is_named(ready: Facts) -> None:
    def told(text: str) -> list[str]:
        return names(replace(ready, files={**ready.files, "CHANGELOG.md": text}))

    assert told("# Changelog\n\n## [Unreleased]\n\n- All.\n") == ["no_changelog"]
    assert told(CHANGELOG.format(edition="2026.1", published="2026-02-04")) == ["changelog_date"]
    assert told("## [2026.1]\n") == ["changelog_date"]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("LICENSE", "no_licence"),
        ("content/LICENSE", "no_licence"),
        ("CITATION.cff", "no_citation"),
        (".github/CODEOWNERS", "no_owners"),
    ],
)
def test_a_file_that_is_missing_is_named(ready: Facts, file: str, name: str) -> None:
    files = {key: text for key, text in ready.files.items() if key != file}
    assert names(replace(ready, files=files)) == [name]


def test_owners_in_a_comment_are_none(ready: Facts) -> None:
    files = {**ready.files, ".github/CODEOWNERS": "# * @someone\n\n"}
    assert names(replace(ready, files=files)) == ["no_owners"]


def test_what_is_not_kept_is_named(ready: Facts) -> None:
    assert names(replace(ready, pages_kept=False)) == ["no_pages"]
    assert names(replace(ready, pages_moved=3)) == ["pages_moved"]
    unkept = Problem("MB126", Place("content/checklists/a.yml", 1, 1), {"edition": "2026.1"})
    assert names(replace(ready, problems=(unkept,))) == ["no_rules"]


@pytest.mark.parametrize("suffix", OUTPUTS)
def test_a_download_that_was_not_made_is_named(ready: Facts, suffix: str) -> None:
    outputs = {key: 1 for key in OUTPUTS if key != suffix}
    assert names(replace(ready, outputs=outputs)) == [f"no_{suffix[1:]}"]


def test_errors_and_changes_outside_git_are_counted(ready: Facts) -> None:
    error = Problem("MB052", Place("content/risks/a.yml", 1, 1), {})
    assert missing(replace(ready, problems=(error, error)))[0] == Missing("content", {"n": "2"})
    (found,) = missing(replace(ready, uncommitted=tuple("abcdefg")))
    assert found.values == {"n": "7", "files": "a, b, c, d, e…"}


def test_content_that_cannot_be_read_does_not_hide_the_rest(ready: Facts) -> None:
    error = Problem("MB052", Place("content/risks/a.yml", 1, 1), {})
    found = names(replace(ready, library=None, problems=(error,), outputs={}, pages_kept=False))
    assert found == ["content", "no_pages", "no_pdf", "no_epub", "no_zip"]


def test_everything_that_can_be_missing_has_words_in_both_languages() -> None:
    text = (ROOT / "macros" / "release.py").read_text(encoding="utf-8")
    known = set(re.findall(r'Missing\("(\w+)"', text)) | {
        "no_site",
        "no_repository",
        "no_editors",
        "no_pdf",
        "no_epub",
        "no_zip",
    }
    assert len(known) > 15
    for name in known:
        assert label(f"release_{name}", "it") != label(f"release_{name}", "en")


def test_the_changelog_of_an_edition() -> None:
    text = CHANGELOG.format(edition="2026.1", published="2026-02-03")
    assert changelog_dates(text) == {"2026.1": "2026-02-03", "2025.9": "2025-09-09"}
    assert changelog_of(text, "2026.1") == "### Added\n\n- A loaf.\n"
    assert changelog_of(text, "2025.9") == "- Before.\n"
    assert changelog_of(text, "2024.1") == ""


# The commands


def release(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "release.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_in_words_what_this_project_misses() -> None:
    done = release("check", "--today", datetime.date(2026, 12, 31).isoformat())
    assert done.returncode in (0, 1), done.stderr
    lines = done.stdout.splitlines()
    assert all(re.match(rf"{number}\. [A-ZÈ«]", line) for number, line in enumerate(lines[:-1], 1))
    assert re.match(r"Mancano? |Non manca", lines[-1])
    english = release("--lang", "en", "check", "--today", "2026-12-31").stdout.splitlines()
    assert len(english) == len(lines) and english != lines


def test_a_release_without_its_offline_site_is_not_made_and_the_last_one_stays(
    tiny: Built, tmp_path: pathlib.Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(tiny.root, home, symlinks=True)
    for file in (home / "build" / "site" / "download").glob("*.zip"):
        file.unlink()
    target = home / "build" / "release"
    target.mkdir()
    (target / "last").touch()
    done = release("--root", str(home), "make", "--to", str(target))
    assert done.returncode == 1
    assert label("release_no_zip", "it") in done.stderr.replace("\n", " ")
    assert [file.name for file in target.iterdir()] == ["last"]


def test_a_release_holds_the_books_their_hashes_and_what_made_them(tiny: Built, tmp_path: pathlib.Path) -> None:
    home = tmp_path / "home"
    _copy_as_released(tiny, home)
    done = release("--root", str(home), "make", "--to", str(home / "build" / "release"))
    assert done.returncode == 0, done.stderr
    target = home / "build" / "release"
    found = {file.name for file in target.iterdir()}
    endings = (".pdf", ".epub", "-site.zip", ".cdx.json")
    assert found == {"SHA256SUMS", *(f"bake-it-or-buy-it{ending}" for ending in endings)}
    check = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=target, capture_output=True, check=False
    )
    assert check.returncode == 0
    before = {file.name: file.read_bytes() for file in target.iterdir()}
    assert release("--root", str(home), "make", "--to", str(target)).returncode == 0
    assert {file.name: file.read_bytes() for file in target.iterdir()} == before, "the same files give the same bytes"
    _check_bill(before["bake-it-or-buy-it.cdx.json"])


def _copy_as_released(tiny: Built, home: pathlib.Path) -> None:
    """The tiny project as built, with what a release needs of a repository."""
    shutil.copytree(tiny.root, home, symlinks=True)
    shutil.copytree(ROOT / "requirements", home / "requirements")
    shutil.copy(ROOT / "pyproject.toml", home)
    (home / "CHANGELOG.md").write_text(CHANGELOG.format(edition="x", published="y"), encoding="utf-8")


def _check_bill(text: bytes) -> None:
    """CycloneDX 1.6, strictly; every package of the lock, and those that the form carries, with their hashes."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.decode()) is None
    bill = json.loads(text)
    locked = re.findall(
        r"^([a-z0-9.-]+)==(\S+)", (ROOT / "requirements" / "build.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    listed = {one["purl"]: (one["name"], one["version"]) for one in bill["components"]}
    assert len(locked) > 30 and set(locked) == {pair for purl, pair in listed.items() if "pkg:pypi/" in purl}
    vendored = json.loads((ROOT / "theme/assets/form/markdown-it/vendored.json").read_text(encoding="utf-8"))
    assert f"pkg:npm/{vendored['package']}@{vendored['version']}" in listed
    assert all(one.get("hashes") or one["externalReferences"][0]["hashes"] for one in bill["components"])
    assert bill["metadata"]["component"]["name"] == "te-lo-fai-o-te-lo-compri"


# Headers for hosts that read them


def test_the_policy_of_the_headers_allows_what_every_page_needs_and_nothing_else(tiny: Built) -> None:
    text = headers_of(tiny.site)
    said = re.search(r"Content-Security-Policy: (.+)", text)
    assert said
    whole = {part.split()[0]: set(part.split()[1:]) for part in said[1].split("; ")}
    pages = [file.read_text(encoding="utf-8") for file in tiny.site.rglob("*.html")]
    policies = {policy for page in pages for policy in re.findall(r'Policy" content="([^"]+)"', page)}
    assert policies
    for policy in policies:
        for part in policy.split("; "):
            name, *sources = part.split()
            assert set(sources) - {"'none'"} <= whole[name], part
    assert whole["frame-ancestors"] == {"'none'"} and whole["default-src"] == {"'none'"}
    assert not re.search(r"unsafe|\*|https?:", said[1])


def test_every_line_of_the_headers_is_one_that_hosts_accept(tiny: Built) -> None:
    lines = headers_of(tiny.site, "/guida/").splitlines()
    assert all(len(line) <= LONGEST for line in lines)
    assert [line for line in lines if not line.startswith(" ") and line] == ["/guida/*", "/guida/assets/fonts/*"]
    named = {line.split(":")[0].strip() for line in lines if line.startswith("  ")}
    assert {"X-Content-Type-Options", "Referrer-Policy", "Content-Security-Policy", "Cache-Control"} <= named


def test_a_sum_of_policies_is_no_stricter_than_any_of_them() -> None:
    assert joined([]) == "default-src 'none'"
    assert joined(["default-src 'none'; img-src 'self'", "default-src 'self'; script-src 'none'"]) == (
        "default-src 'self'; img-src 'self'; script-src 'none'"
    )
    assert (
        joined(["default-src 'none'; base-uri 'self'", "default-src 'none'"]) == "default-src 'none'; base-uri 'self' *"
    )
