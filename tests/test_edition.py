"""What an edition leaves behind: its page map, how it is cited, the archive of its sources, the hashes of its files."""

from __future__ import annotations

import hashlib
import io
import json
import pathlib
import zipfile
from dataclasses import replace

import pytest
import yaml
from kept import EDITIONS, advise, keep, kept_editions, last_pages, sources, write_pages

from macros.addresses import LOCK
from macros.book.archive import UnreadableArchiveError, pack, read_tools, unpack, written_tools
from macros.book.carried import carried
from macros.book.citation import citation_cff
from macros.book.edition import Kept, moved, newest
from macros.book.fault import BookError
from macros.book.pagemap import PageBreak, PageMap
from macros.book.seal import Download, Last, fill_proof, list_downloads, seal, sums
from macros.model import Addresses, BookData, Licence, Person
from macros.reading import read_library
from tests.projects import ROOT, TINY
from tests.test_assemble import book_of

DATA = book_of({"pages": {"a": "<h1>A</h1>"}}).data
WORDS = {
    "address_downloads": "scarica/",
    "book_archive_name": "contenuti-{edition}.zip",
    "book_citation": "Citatelo così.",
    "book_citation_file": "Come si cita",
    "book_contents_archive": "I contenuti",
    "book_editors": "La redazione di «{title}»",
    "book_months": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "book_pages": "{n} pagine",
    "book_printed_page": "Nel libro: p. {page} dell’edizione {edition}.",
    "book_sums": "Per controllare:",
    "download_epub": "EPUB",
    "download_pdf": "PDF",
    "edition": "Edizione",
}
PAGES = PageMap(
    numbers={"scenari-pippo": "42", "voce-pippo": "42", "scenari": "39"},
    breaks=(PageBreak(label="42", chapter="scenari", block=3, letters=0),),
)
EMPTY_LINE = '<p class="printed-page" data-site-only hidden></p>'


def test_the_newest_edition_is_the_last_by_number() -> None:
    files = {"2026.9": PageMap().to_json(), "2026.10": PAGES.to_json(), "2025.11": PageMap().to_json()}
    assert newest(files) == Kept(edition="2026.10", pages=PAGES)
    assert newest({}) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"numbers": {}, "breaks": [{}]}', '{"numbers": 1, "breaks": []}'])
def test_a_kept_map_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(BookError, match=r"^2026\.1: edition-unreadable$"):
        newest({"2026.1": text, "2026.2": PAGES.to_json()})


def test_places_that_moved_or_went_are_counted_and_new_ones_are_not() -> None:
    now = PageMap(numbers={"scenari-pippo": "43", "scenari": "39", "casi": "90"})
    assert moved(PAGES, now) == 2
    assert moved(PAGES, PAGES) == 0


def test_a_page_of_the_site_says_where_it_is_printed() -> None:
    last = Last(data=DATA, words=WORDS, kept=Kept(edition="2026.1", pages=PAGES))
    said = '<p class="printed-page" data-site-only>Nel libro: p. 42 dell’edizione 2026.1.</p>'
    assert seal(EMPTY_LINE, "scenari/pippo/index.html", last) == said


@pytest.mark.parametrize("kept", [None, Kept(edition="2026.1", pages=PAGES)], ids=["no edition", "not in it"])
def test_a_page_that_is_not_in_a_kept_edition_says_nothing(kept: Kept | None) -> None:
    assert seal(f"a{EMPTY_LINE}b", "contribuire/index.html", Last(data=DATA, words=WORDS, kept=kept)) == "ab"


def test_downloads_are_offered_with_size_pages_and_hash_wherever_the_page_is() -> None:
    pdf = Download(name="prova.pdf", content=b"x" * 1_234_567, pages=265)
    last = Last(data=DATA, words=WORDS, downloads=(pdf, Download(name="prova.epub", content=b"y" * 5000)))
    html = list_downloads('<div class="downloads" id="downloads">…</div>', "a/b/index.html", last)
    assert 'href="../../scarica/prova.pdf"' in html and 'href="../../scarica/SHA256SUMS"' in html
    assert "1,2\N{NO-BREAK SPACE}MB, 265 pagine</span>" in html and "5\N{NO-BREAK SPACE}kB</span>" in html
    assert hashlib.sha256(b"x" * 1_234_567).hexdigest() in html


def test_hashes_are_listed_as_programs_check_them() -> None:
    digest = hashlib.sha256(b"a").hexdigest()
    assert sums({"b.pdf": b"a", "a.epub": b"a"}) == f"{digest}  a.epub\n{digest}  b.pdf\n"


def test_the_proof_stands_in_its_place_as_it_is() -> None:
    html = '<div class="completeness" id="completeness">\n<p>poi</p>\n</div><p>dopo</p>'
    filled = fill_proof(html, r"<p>\1 & \g<0></p>")
    assert filled == r'<div class="completeness" id="completeness"><p>\1 & \g<0></p></div><p>dopo</p>'


@pytest.mark.parametrize("project", [".", TINY])
def test_the_kept_citation_is_the_one_of_the_edition(project: str) -> None:
    """If not, `scripts/build.py --keep-citation` writes it."""
    library = read_library(ROOT / project)
    kept = (ROOT / project / "CITATION.cff").read_text(encoding="utf-8")
    assert kept == citation_cff(library.book, library.words)


def cited(data: BookData) -> dict[str, object]:
    """The citation as a program reads it: every value is text but the year."""
    read = yaml.load(citation_cff(data, WORDS), yaml.SafeLoader)
    assert isinstance(read, dict)
    return read


def test_a_citation_has_what_the_format_asks_and_the_book_as_the_thing_to_cite() -> None:
    read = cited(DATA)
    assert {"cff-version", "message", "title", "authors"} <= read.keys()
    assert (read["cff-version"], read["type"], read["license"]) == ("1.2.0", "dataset", "CC-BY-SA-4.0")
    assert read["date-released"] == "2026-03-01"
    assert read["preferred-citation"] == {
        "type": "book",
        "title": "Titolo: Sottotitolo",
        "authors": [{"name": "La redazione di «Titolo»"}],
        "version": "2026.1",
        "date-released": "2026-03-01",
        "edition": "2026.1",
        "year": 2026,
        "languages": ["it"],
    }


def test_a_citation_names_the_people_and_the_addresses_there_are() -> None:
    people = (Person(name='Ada "la" Bò: #1', role="testi"), Person(name="- Bo", role="cura"))
    addresses = Addresses(site="https://libro.example/", repository="https://codice.example/x")
    licence = Licence(name="Nostra", address="https://libro.example/licenza")
    read = cited(replace(DATA, people=people, addresses=addresses, licence=licence, published="2026-03"))
    assert read["authors"] == [{"name": 'Ada "la" Bò: #1'}, {"name": "- Bo"}]
    assert (read["url"], read["repository-code"]) == ("https://libro.example/", "https://codice.example/x")
    assert read["license-url"] == "https://libro.example/licenza" and "license" not in read
    assert "date-released" not in read


def test_an_archive_is_the_same_for_the_same_files_and_gives_them_back() -> None:
    files = {"content/b.yml": "è".encode(), "content/a.yml": b"", "LICENSE": b"MIT"}
    packed = pack(files, "2026-03-01")
    assert packed == pack(dict(reversed(files.items())), "2026-03-01")
    assert unpack(packed) == files
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert [info.filename for info in archive.infolist()] == sorted(files)
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 1, 0, 0, 0)}


def bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as member:
        for _ in range(101):
            member.write(bytes(1_000_000))
    return output.getvalue()


def many() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"")
    return output.getvalue()


def damaged() -> bytes:
    whole = bytearray(pack({"a": bytes(range(256)) * 9}, "2026-01-01"))
    whole[100] ^= 0xFF
    return bytes(whole)


STRANGE = {
    "no archive": lambda: b"PK\x03\x04 and nothing else",
    "half an archive": lambda: pack({"a": b"a" * 1000}, "2026-01-01")[:60],
    "too large once unpacked": bomb,
    "too many files": many,
    "a damaged member": damaged,
}  # fmt: skip


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_archive_is_refused(content: object) -> None:
    assert callable(content)
    with pytest.raises(UnreadableArchiveError):
        unpack(content())


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"{}", b"[" * 100_000], ids=range(5))
def test_tools_that_cannot_be_read_are_none(content: bytes) -> None:
    assert read_tools(content) == ()
    assert read_tools(written_tools(("a 1", "b 2"))) == ("a 1", "b 2")


def test_the_pdf_carries_the_contents_and_how_to_cite_them() -> None:
    archive, citation = carried(DATA, WORDS, {"content/a.yml": b"a: 1\n"}, ("weasyprint 70.0",))
    assert (archive.name, archive.media_type, archive.description) == (
        "contenuti-2026.1.zip",
        "application/zip",
        "I contenuti",
    )
    files = unpack(archive.content)
    assert files == {"content/a.yml": b"a: 1\n", "tools.json": b'[\n "weasyprint 70.0"\n]\n'}
    assert json.loads(files["tools.json"]) == ["weasyprint 70.0"]
    assert citation.name == "CITATION.cff" and citation.content.decode() == citation_cff(DATA, WORDS)


def test_nothing_outside_the_project_is_carried(tmp_path: pathlib.Path) -> None:
    """A link in the content could name any file of the machine that builds."""
    project, outside = tmp_path / "p", tmp_path / "secret.yml"
    (project / "content" / "risks").mkdir(parents=True)
    (project / "docs").mkdir()
    outside.write_text("a: 1\n", "utf-8")
    (project / "content" / "risks" / "mio.yml").write_text("b: 1\n", "utf-8")
    (project / "content" / "risks" / "suo.yml").symlink_to(outside)
    (project / "content" / "altrove").symlink_to(tmp_path)
    (project / "docs" / "a.md").write_text("# A\n", "utf-8")
    (project / "docs" / "a.html").write_text("no", "utf-8")
    assert sorted(sources(project)) == ["content/risks/mio.yml", "docs/a.md"]


@pytest.fixture
def project(tmp_path: pathlib.Path) -> pathlib.Path:
    """A project with an edition and a citation that are out of date."""
    editions = tmp_path / "docs" / EDITIONS
    editions.mkdir(parents=True)
    (editions / "2026.1.json").write_text(PAGES.to_json(), "utf-8")
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\n", "utf-8")
    return tmp_path


def test_what_is_out_of_date_is_told_and_kept_again_when_asked(
    project: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = read_library(ROOT / TINY)
    now = PageMap(numbers={**PAGES.numbers, "scenari": "41"})
    advise(project, library, now, "en")
    told = capsys.readouterr().err
    assert "places no longer on the page that the kept map of edition 2026.1 says: 1." in told
    assert "CITATION.cff does not say what content/book.yml says" in told
    keep(project, library, now)
    pages, entries = "docs/assets/editions/2026.1.json", "docs/assets/editions/2026.1-library.json"
    assert capsys.readouterr().out.splitlines() == ["CITATION.cff", pages, entries, LOCK]
    advise(project, library, now, "en")
    assert capsys.readouterr().err == ""


def test_only_the_citation_is_kept_when_only_it_is_asked_for(project: pathlib.Path) -> None:
    keep(project, read_library(ROOT / TINY), None)
    assert kept_editions(project) == {"2026.1": PAGES.to_json()}


@pytest.mark.parametrize("text", ["{", "[]", '{"numbers": 3}'])
def test_the_pages_of_the_last_build_are_forgotten_if_they_cannot_be_read(tmp_path: pathlib.Path, text: str) -> None:
    assert last_pages(tmp_path) is None
    write_pages(tmp_path / "pages.json", PAGES)
    assert last_pages(tmp_path) == PAGES
    (tmp_path / "pages.json").write_text(text, "utf-8")
    assert last_pages(tmp_path) is None
