"""`scripts/build.py --verify FILE`: whether a file is the one that is built here, and if not why, in words."""

from __future__ import annotations

import io
import pathlib
import shutil
import zipfile
from collections.abc import Callable

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from macros.book.altered import Altered, altered
from macros.book.archive import TOOLS, pack, unpack, written_tools
from macros.book.compare import (
    LARGEST,
    Difference,
    Identity,
    StrangeFileError,
    early_differences,
    identity,
    late_difference,
)
from macros.library import Library
from macros.problem import label
from macros.reading import read_library
from tests.projects import ROOT, TINY, Built, build, clone, edit
from tests.test_edition import bomb, many

RISK = f"{TINY}/content/risks/forno-chiuso.yml"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / TINY)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, snapshot: pathlib.Path, tiny: Built) -> pathlib.Path:
    """A clone whose tiny project has been built."""
    home = clone(tmp_path_factory.mktemp("likeness") / "clone", snapshot)
    shutil.copytree(tiny.root / "build", home / TINY / "build", symlinks=True)
    return home


@pytest.fixture
def other(tmp_path: pathlib.Path, snapshot: pathlib.Path) -> pathlib.Path:
    """A clone that may be changed; nothing is built in it."""
    return clone(tmp_path / "other", snapshot)


def saved(file: pathlib.Path, to: pathlib.Path, change: Callable[[pikepdf.Pdf], None]) -> pathlib.Path:
    """A PDF as another program saves it."""
    with pikepdf.open(file) as document:
        change(document)
        document.save(to)
    return to


def verified(home: pathlib.Path, file: pathlib.Path, *arguments: str) -> tuple[int, str]:
    built = build(home, TINY, "--verify", str(file), *arguments)
    assert "Traceback" not in built.said
    return built.code, built.said


@pytest.mark.parametrize("suffix", [".pdf", ".epub"])
def test_the_file_that_is_built_here_is_recognised(home: pathlib.Path, tiny: Built, suffix: str) -> None:
    before = Built(home / TINY, 0, "").files
    code, said = verified(home, tiny.book(suffix))
    assert code == 0, said
    assert "è il libro che si costruisce qui, byte per byte" in said
    assert f"SHA-256 {before[tiny.book(suffix).relative_to(tiny.site).as_posix()]}" in said
    assert Built(home / TINY, 0, "").files == before, "what readers have is left alone"


def test_other_contents_are_named_file_by_file(other: pathlib.Path, tiny: Built) -> None:
    edit(other / RISK, "Crackers for lunch.", "Rusks for lunch.")
    (other / TINY / "docs" / "completeness.md").write_text("# Changed\n", "utf-8")
    (other / TINY / "LICENSE").write_text("MIT", "utf-8")
    code, said = verified(other, tiny.book(".pdf"))
    assert code == 1
    assert said.splitlines()[-5:] == [
        "«bake-it-or-buy-it.pdf» non è il libro che si costruisce qui:",
        "– è fatto con altri contenuti:",
        "  diverso: content/risks/forno-chiuso.yml",
        "  diverso: docs/completeness.md",
        "  solo qui: LICENSE",
    ]
    assert not (other / TINY / "build").exists()


def test_an_epub_made_of_other_contents_names_the_pages_that_differ(other: pathlib.Path, tiny: Built) -> None:
    edit(other / RISK, "Crackers for lunch.", "Rusks for lunch.")
    code, said = verified(other, tiny.book(".epub"), "--lang", "en")
    assert code == 1
    assert "“bake-it-or-buy-it.epub” is not the book that is built here:" in said
    assert "  different: EPUB/text/risks.xhtml" in said


@pytest.mark.parametrize("suffix", [".pdf", ".epub"])
def test_another_edition_is_named(other: pathlib.Path, tiny: Built, suffix: str) -> None:
    edit(other / TINY / "content" / "book.yml", 'edition: "2026.1"', 'edition: "2027.3"')
    code, said = verified(other, tiny.book(suffix))
    assert code == 1
    assert "è dell’edizione 2026.1; qui c’è la 2027.3." in said
    assert "sito  " not in said, "nothing needs to be built to tell"


def test_a_file_that_another_program_saved_is_told_from_the_one_that_was_built(
    home: pathlib.Path, tiny: Built, tmp_path: pathlib.Path
) -> None:
    def touch(document: pikepdf.Pdf) -> None:
        document.docinfo["/Author"] = "Chi passa"

    code, said = verified(home, saved(tiny.book(".pdf"), tmp_path / "saved.pdf", touch))
    assert code == 1
    assert "– fra le sue proprietà Author è un’altra: «Chi passa»; qui: «Ada»." in said
    assert "manca" not in said


def changed(tiny: Built, change: Callable[[pikepdf.Pdf], object]) -> list[Altered]:
    """What is told of the tiny book after a change that another program saved."""
    made, output = tiny.book(".pdf").read_bytes(), io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        change(document)
        document.save(output)
    return list(altered(output.getvalue(), made))


def test_a_book_that_was_only_saved_again_says_so(tiny: Built) -> None:
    assert changed(tiny, lambda document: document) == [Altered("rewritten")]
    assert changed(tiny, lambda document: document.docinfo.update({"/Producer": "Altro 1.0"})) == [
        Altered("saved", "Altro 1.0")
    ]


def test_a_page_that_was_taken_out_is_named(tiny: Built) -> None:
    def cut(document: pikepdf.Pdf) -> None:
        del document.pages[3]

    count, missing, *others = changed(tiny, cut)
    assert (count.reason, int(count.here) - int(count.found)) == ("page_count", 1)
    shown = pypdfium2.PdfDocument(tiny.book(".pdf"))
    assert (missing.reason, missing.place) == ("page_missing", shown.get_page_label(3))
    shown.close()
    assert [other for other in others if other.reason.startswith("page_m")] == []


def test_a_page_that_says_something_else_is_quoted(tiny: Built) -> None:
    def exchange(document: pikepdf.Pdf) -> None:
        document.pages[8].Contents = document.pages[9].Contents
        document.pages[8].Resources = document.pages[9].Resources

    found = [difference for difference in changed(tiny, exchange) if difference.reason == "page_text"]
    assert len(found) == 1
    assert found[0].found != found[0].here


def test_a_stroke_a_link_a_title_or_a_script_that_was_added_is_told(tiny: Built) -> None:
    def strike(document: pikepdf.Pdf) -> None:
        document.pages[5].contents_add(b"q 0 0 200 200 re f Q")

    def lead_away(document: pikepdf.Pdf) -> None:
        notes = [note for page in document.pages for note in page.get("/Annots", ()) if "/URI" in note.get("/A", {})]
        notes[0].A.URI = pikepdf.String("https://altrove.example/")

    def act(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")

    assert [difference.reason for difference in changed(tiny, strike)] == ["page_drawn"]
    (link,) = changed(tiny, lead_away)
    assert (link.reason, link.found) == ("page_links", "https://altrove.example/")
    (title,) = changed(tiny, lambda document: document.docinfo.update({"/Title": "Un altro"}))
    assert (title.reason, title.found, title.here) == ("title", "Un altro", "Bake it or buy it?")
    assert changed(tiny, act) == [Altered("carried", "found", "", "OpenAction")]


def test_bytes_after_the_end_are_counted(tiny: Built) -> None:
    made = tiny.book(".pdf").read_bytes()
    assert altered(made + b"ciao", made) == (Altered("outside", "4"),)


def test_every_difference_has_words() -> None:
    of_pages = ("page_count", "page_missing", "page_extra", "page_text", "page_links", "page_drawn")
    of_the_file = ("title", "info", "carried", "carried_found", "carried_here", "outside", "saved", "rewritten")
    for reason in (*of_pages, *of_the_file):
        assert label(f"verify_{reason}", "it") != label(f"verify_{reason}", "en")


@pytest.mark.parametrize("name", ["mai.pdf", "."])
def test_a_file_that_is_not_there_is_wrong_use(home: pathlib.Path, name: str) -> None:
    assert verified(home, home / name) == (2, f"Il file «{(home / name).name}» non c’è, o non si può aprire.\n")


def test_a_device_without_end_is_too_large(home: pathlib.Path) -> None:
    assert verified(home, pathlib.Path("/dev/zero")) == (2, "«zero» è troppo grande per essere questo libro.\n")


def kind_of(content: bytes, library: Library) -> str:
    with pytest.raises(StrangeFileError) as refused:
        identity(content, library.book, library.words)
    return refused.value.kind


def inflated() -> bytes:
    """A small PDF whose attachment unpacks to more than any book needs."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Book"] = "bake-it-or-buy-it"
    document.attachments["a.zip"] = bytes(101_000_000)
    output = io.BytesIO()
    document.save(output, compress_streams=True)
    assert len(output.getvalue()) < 1_000_000
    return output.getvalue()


def locked() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    output = io.BytesIO()
    document.save(output, encryption=pikepdf.Encryption(user="x", owner="y"))
    return output.getvalue()


def blank() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


STRANGE = {
    "nothing": (lambda: b"", "empty"),
    "a text": (lambda: b"Bake it or buy it?", "foreign"),
    "too much": (lambda: bytes(LARGEST + 1), "too_large"),
    "a PDF of others": (blank, "foreign"),
    "a locked PDF": (locked, "locked"),
    "a PDF of one line": (lambda: b"%PDF-1.7\n", "damaged"),
    "a PDF that unpacks without end": (inflated, "damaged"),
    "an EPUB of others": (lambda: pack({"mimetype": b"application/epub+zip"}, "2026-01-01"), "foreign"),
    "half an EPUB": (lambda: pack({"mimetype": b"application/epub+zip"}, "2026-01-01")[:40], "damaged"),
    "an EPUB that unpacks without end": (bomb, "damaged"),
    "an EPUB of too many files": (many, "damaged"),
}


@pytest.mark.parametrize(("content", "kind"), STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_file_is_refused_with_its_reason(library: Library, content: Callable[[], bytes], kind: str) -> None:
    assert kind_of(content(), library) == kind


def test_a_truncated_pdf_is_damaged_or_not_ours(library: Library, tiny: Built) -> None:
    whole = tiny.book(".pdf").read_bytes()
    for end in (1000, len(whole) // 2, len(whole) - 2000):
        assert kind_of(whole[:end], library) in ("damaged", "foreign")


def with_archive(content: bytes, archive: bytes | None) -> bytes:
    """A PDF that carries another archive, or none."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        (name,) = [name for name in document.attachments if name.endswith(".zip")]
        del document.attachments[name]
        if archive is not None:
            document.attachments["altro.zip"] = archive
        document.save(output)
    return output.getvalue()


def differences(content: bytes, library: Library, tiny: Built) -> list[Difference]:
    found = identity(content, library.book, library.words)
    whole = identity(tiny.book(".pdf").read_bytes(), library.book, library.words)
    return list(early_differences(found, whole))


def test_a_pdf_says_of_itself_what_it_was_made_of(library: Library, tiny: Built) -> None:
    found = identity(tiny.book(".pdf").read_bytes(), library.book, library.words)
    epub = identity(tiny.book(".epub").read_bytes(), library.book, library.words)
    assert found.edition == epub.edition == "2026.1"
    assert found.tools == epub.tools and any(tool.startswith("weasyprint 7") for tool in found.tools)
    assert found.contents and {"content/book.yml", "docs/index.md", "mkdocs.yml"} <= found.contents.keys()
    assert found.contents["content/book.yml"] == (ROOT / TINY / "content" / "book.yml").read_bytes()


def test_other_tools_are_named(library: Library, tiny: Built) -> None:
    content = tiny.book(".pdf").read_bytes()
    found = identity(content, library.book, library.words)
    older = tuple("weasyprint 69.0" if tool.startswith("weasyprint") else tool for tool in found.tools)
    assert found.contents is not None
    archive = pack({**found.contents, TOOLS: written_tools(older)}, "2026-03-05")
    (difference,) = differences(with_archive(content, archive), library, tiny)
    assert (difference.reason, difference.found) == ("tools", ("weasyprint 69.0",))
    assert [tool.split()[0] for tool in difference.here] == ["weasyprint"]


def test_a_pdf_without_its_contents_is_told(library: Library, tiny: Built) -> None:
    stripped = with_archive(tiny.book(".pdf").read_bytes(), None)
    assert differences(stripped, library, tiny) == [Difference(reason="uncarried")]


def test_a_hostile_archive_in_a_pdf_is_refused(library: Library, tiny: Built) -> None:
    assert kind_of(with_archive(tiny.book(".pdf").read_bytes(), many()), library) == "damaged"


def test_a_filled_sheet_is_told(library: Library, tiny: Built) -> None:
    output = io.BytesIO()
    with pikepdf.open(tiny.book(".pdf")) as document:
        document.Root.AcroForm.Fields[0].V = pikepdf.Name("/always")
        document.save(output)
    assert differences(output.getvalue(), library, tiny) == [Difference(reason="answered", found=("1",))]


def test_names_in_a_hostile_archive_cannot_fool_a_terminal(
    home: pathlib.Path, tiny: Built, tmp_path: pathlib.Path
) -> None:
    content = tiny.book(".pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        spec = next(spec for name, spec in document.attachments.items() if name.endswith(".zip"))
        files = unpack(spec.get_file().read_bytes())
    file = tmp_path / "altro.pdf"
    file.write_bytes(with_archive(content, pack({**files, "\x1b[2Jcontent/x.yml": b""}, "2026-03-05")))
    code, said = verified(home, file)
    assert code == 1
    assert "\x1b" not in said and "solo nel file: ‹U+001B›[2Jcontent/x.yml" in said


def test_an_epub_is_compared_member_by_member() -> None:
    found = Identity(edition="2026.1", members={"a": b"1", "b": b"2"})
    made = Identity(edition="2026.1", members={"a": b"1", "b": b"3", "c": b""})
    assert late_difference(found, made) == Difference(reason="members", here=("c",), changed=("b",))
    assert late_difference(found, found) == Difference(reason="unexplained")


def test_the_archive_in_the_pdf_opens_as_a_zip(tiny: Built) -> None:
    with pikepdf.open(tiny.book(".pdf")) as document:
        names = sorted(document.attachments)
        archive = document.attachments["contents-2026.1.zip"].get_file().read_bytes()
    assert names == ["CITATION.cff", "contents-2026.1.zip"]
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert files.testzip() is None
