"""Of an anonymous commenter no output says more than they chose; what was taken back is in no output at all.

The guard is shown every kind of leak, one at a time, in the finished outputs: it must find each.
"""

from __future__ import annotations

import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from identities import identities
from withdrawal import withdraw

from macros.book.letters import letters
from macros.guard import privacy_faults
from macros.guard.shelf import texts
from macros.library import Library
from macros.model import Comment, Signature
from macros.model.fields import Form
from macros.reading import examine, read_library
from macros.withdrawal import is_withdrawn, left
from tests.projects import ROOT, TINY, Built, build, clone

NAME = "Guglielmina Nascosta"
MAIL = "guglielmina@forno.example"
ANONYMOUS = "non-perdona"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(ROOT / TINY)


@pytest.fixture
def site(tiny: Built, tmp_path: pathlib.Path) -> pathlib.Path:
    """A copy of the outputs, to be spoilt."""
    return pathlib.Path(shutil.copytree(tiny.site, tmp_path / "site"))


def rewrite(file: pathlib.Path, change: Callable[[str], str]) -> None:
    text = file.read_text(encoding="utf-8")
    assert change(text) != text, f"{file.name}: nothing changed"
    file.write_text(change(text), encoding="utf-8")


def rezip(file: pathlib.Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive again with its members changed."""
    with zipfile.ZipFile(file) as archive:
        members = [(info, change(info.filename, archive.read(info))) for info in archive.infolist()]
    with zipfile.ZipFile(file, "w") as archive:
        for info, content in members:
            archive.writestr(info, content)


def test_of_an_anonymous_comment_nothing_more_is_said_anywhere(tiny: Built, library: Library) -> None:
    assert privacy_faults(tiny.site, library, {NAME, MAIL}) == ()


SIGNED = '<strong class="who">anonymous</strong>(?=.*?\n<p[^>]*>Mine never)'


def _named_on_a_page(site: pathlib.Path) -> str:
    rewrite(site / "principles/tempo/index.html", lambda text: re.sub(SIGNED, f"<strong>{NAME}</strong>", text))
    return "principles/tempo/index.html"


def _organised_on_a_page(site: pathlib.Path) -> str:
    more = '<strong class="who">anonymous</strong>, of the Guild'
    rewrite(site / "principles/tempo/index.html", lambda text: re.sub(SIGNED, more, text))
    return "principles/tempo/index.html"


def _dated_on_a_page(site: pathlib.Path) -> str:
    rewrite(site / "principles/tempo/index.html", lambda text: text.replace('"2026-03">', '"2026-03-09">'))
    return "principles/tempo/index.html"


def _named_for_programs(site: pathlib.Path) -> str:
    def named(text: str) -> str:
        return text.replace('"text":"Mine never', '"author":{"name":"X"},"text":"Mine never')

    rewrite(site / "principles/tempo/index.html", named)
    return "principles/tempo/index.html"


def _dated_for_programs(site: pathlib.Path) -> str:
    rewrite(
        site / "principles/tempo/index.html", lambda text: text.replace('Created":"2026-03"', 'Created":"2026-03-09"')
    )
    return "principles/tempo/index.html"


def _in_the_json(field: str, value: object) -> Callable[[pathlib.Path], str]:
    def spoil(site: pathlib.Path) -> str:
        def told(text: str) -> str:
            document = json.loads(text)
            (one,) = (one for one in document["entries"]["commentary"] if one["id"] == ANONYMOUS)
            one[field] = value
            return json.dumps(document)

        rewrite(site / "data/library.json", told)
        return "library.json"

    return spoil


def _in_a_table(name: str, column: str, path: str, value: str) -> Callable[[pathlib.Path], str]:
    def spoil(site: pathlib.Path) -> str:
        file = site / "data" / name
        rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))
        if path:
            rows.append({"entry": ANONYMOUS, "kind": "commentary", "path": path, "value": value})
        for row in rows:
            if row.get("id") == ANONYMOUS:
                row[column] = value
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return name

    return spoil


def _in_the_feed(old: str, new: str) -> Callable[[pathlib.Path], str]:
    def spoil(site: pathlib.Path) -> str:
        def told(text: str) -> str:
            head, entry, rest = text.partition('<content type="text">Mine never')
            at = head.rindex("<entry>")
            return head[:at] + head[at:].replace(old, new) + entry + rest

        rewrite(site / "news.xml", told)
        return "news.xml"

    return spoil


def _signed_in_the_epub(site: pathlib.Path) -> str:
    (book,) = site.rglob("*.epub")

    def told(name: str, content: bytes) -> bytes:
        signed = re.sub(SIGNED.encode(), b"<strong>" + NAME.encode() + b"</strong>", content)
        return signed if name.endswith(".xhtml") else content

    rezip(book, told)
    return book.relative_to(site).as_posix()


STRUCTURED = {
    "a name on a page": _named_on_a_page,
    "an organisation on a page": _organised_on_a_page,
    "a day on a page": _dated_on_a_page,
    "a name in JSON-LD": _named_for_programs,
    "a day in JSON-LD": _dated_for_programs,
    "a name in the JSON": _in_the_json("signature", {"form": "anonymous", "name": NAME}),
    "a day in the JSON": _in_the_json("date", "2026-03-09"),
    "a consent in the JSON": _in_the_json("consent", "1"),
    "a link in the JSON": _in_the_json("link", "https://forno.example/"),
    "a name in the table of comments": _in_a_table("commentary.csv", "signature.name", "", NAME),
    "a day in the table of comments": _in_a_table("commentary.csv", "date", "", "2026-03-09"),
    "a name in the table of values": _in_a_table("values.csv", "", "signature.name", NAME),
    "an organisation in the table of values": _in_a_table("values.csv", "", "organisation", "Guild"),
    "a name in the feed": _in_the_feed("<name>anonymous</name>", f"<name>{NAME}</name>"),
    "a day in the feed": _in_the_feed("2026-03-01T", "2026-03-09T"),
    "a name in the EPUB": _signed_in_the_epub,
}


@pytest.mark.parametrize("leak", STRUCTURED)
def test_a_signature_that_says_more_is_found(leak: str, site: pathlib.Path, library: Library) -> None:
    where = STRUCTURED[leak](site)
    found = privacy_faults(site, library)
    assert found and all(fault.where.startswith(where) and ANONYMOUS in fault.value for fault in found)


def _in_pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[pathlib.Path], str]:
    def spoil(site: pathlib.Path) -> str:
        (book,) = site.rglob("*.pdf")
        with pikepdf.open(book, allow_overwriting_input=True) as document:
            change(document)
            document.save(book)
        return book.relative_to(site).as_posix()

    return spoil


def _info(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = NAME


def _xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:contributor"] = {NAME}


def _attached(document: pikepdf.Pdf) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content/a.yml", f"# {NAME}\n")
    document.attachments["more.zip"] = file.getvalue()


def _noted(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=NAME)
    page = document.pages[0]
    page.Annots = document.make_indirect(pikepdf.Array([*page.get("/Annots", []), document.make_indirect(note)]))


def _appended(pattern: str, text: str) -> Callable[[pathlib.Path], str]:
    def spoil(site: pathlib.Path) -> str:
        file = next(iter(sorted(site.rglob(pattern))))
        with file.open("ab") as out:
            out.write(text.encode())
        return file.relative_to(site).as_posix()

    return spoil


def _in_the_metadata_of_the_epub(site: pathlib.Path) -> str:
    (book,) = site.rglob("*.epub")

    def told(name: str, content: bytes) -> bytes:
        creator = f"<dc:contributor>{NAME}</dc:contributor></metadata>".encode()
        return content.replace(b"</metadata>", creator) if name.endswith(".opf") else content

    rezip(book, told)
    return book.relative_to(site).as_posix()


ANYWHERE = {
    "the properties of the PDF": _in_pdf(_info),
    "the XMP of the PDF": _in_pdf(_xmp),
    "an archive that the PDF carries": _in_pdf(_attached),
    "a note on a page of the PDF": _in_pdf(_noted),
    "the package of the EPUB": _in_the_metadata_of_the_epub,
    "a comment in the source of a page": _appended("index.html", f"<!-- {NAME} -->"),
    "an entity in the source of a page": _appended("index.html", "Guglielmina&#32;&#78;ascosta"),
    "the search index": _appended("search_index.json", f'{{"text": "{MAIL}"}}'),
    "the feed": _appended("news.xml", f"<!-- {MAIL} -->"),
    "the text for language models": _appended("llms.txt", NAME.upper()),
    "a name broken at the end of a line": _appended("robots.txt", "# Gugliel-\nmina Na\N{SOFT HYPHEN}scosta"),
    "a picture": _appended("*.png", f"tEXtAuthor\0{NAME}"),
}


@pytest.mark.parametrize("place", ANYWHERE)
def test_a_name_that_git_knows_is_found_wherever_it_stands(place: str, site: pathlib.Path, library: Library) -> None:
    where = ANYWHERE[place](site)
    found = privacy_faults(site, library, {NAME, MAIL})
    assert found and all(fault.kind == "name-told" and fault.where.startswith(where) for fault in found)


def test_a_name_in_the_offline_site_is_found_too(site: pathlib.Path, library: Library) -> None:
    archives = sorted(site.rglob("*.zip"))
    assert archives, "the site to be read without a network is among the downloads"
    rezip(archives[0], lambda name, content: content + NAME.encode() if name.endswith("index.html") else content)
    assert any(".zip!" in fault.where for fault in privacy_faults(site, library, {NAME}))


def git(root: pathlib.Path, *words: str) -> None:
    person = ("-c", f"user.name={NAME}", "-c", f"user.email={MAIL}", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *person, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: pathlib.Path) -> pathlib.Path:
    """The tiny project in a repository of its own, its anonymous comments brought by somebody who has a name."""
    root = tmp_path / "repository"
    shutil.copytree(ROOT / TINY, root, ignore=shutil.ignore_patterns("build"))
    git(root, "init", "-q")
    git(root, "add", ".")
    message = (
        "A comment\n\nCo-authored-by: Ermenegildo Velato <velato@forno.example>\nSigned-off-by: Ada <ada@forno.example>"
    )
    git(root, "commit", "-q", "-m", message)
    return root


def test_who_brought_an_anonymous_comment_is_known_from_git(repository: pathlib.Path) -> None:
    found = identities(repository, read_library(repository))
    assert {NAME, MAIL, "Ermenegildo Velato", "velato@forno.example"} <= found
    assert "Ada" not in found, "a first name alone is also a word"


def test_a_name_that_the_project_prints_anyway_is_no_secret(repository: pathlib.Path) -> None:
    with (repository / "docs" / "about.md").open("a", encoding="utf-8") as page:
        page.write(f"\nWritten with {NAME}.\n")
    assert NAME not in identities(repository, read_library(repository))


def test_with_no_anonymous_comment_nobody_is_looked_for(repository: pathlib.Path) -> None:
    for id in ("anonimo-bruciato", ANONYMOUS):
        (repository / "content" / "commentary" / f"{id}.yml").unlink()
    assert identities(repository, read_library(repository)) == frozenset()


TAKEN_BACK = "carla-tempo"


@pytest.fixture(scope="module")
def after(snapshot: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, str]:
    """The tiny project built after a comment was taken back, and what the command said."""
    home = clone(tmp_path_factory.mktemp("withdrawn"), snapshot)
    command = [sys.executable, "scripts/contribute.py", "withdraw", "--root", TINY, TAKEN_BACK]
    done = subprocess.run(
        [*command, "--month", "2026-04", "--lang", "en"], cwd=home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return build(home, TINY), done.stderr


def test_what_was_taken_back_is_in_no_output(after: tuple[Built, str], library: Library) -> None:
    built, _ = after
    assert built.code == 0, built.said
    comment = library.items[TAKEN_BACK].value
    assert isinstance(comment, Comment)
    words = {letters(comment.text).casefold(), letters(comment.signature.name or "").casefold()}
    read = 0
    for where, text in texts(built.site):
        read += 1
        key = letters(text).casefold()
        assert not [one for one in words if one in key], where
    assert read > 100, "pages, feeds, data and what the books carry were read"


def test_the_search_finds_the_words_before_they_are_taken_back(tiny: Built, library: Library) -> None:
    """Else the test above would say nothing."""
    comment = library.items[TAKEN_BACK].value
    assert isinstance(comment, Comment)
    key = letters(comment.text).casefold()
    found = [where for where, text in texts(tiny.site) if key in letters(text).casefold()]
    for place in (".html", ".pdf", ".epub!", "news.xml", "library.json", "values.csv", ".pdf!contents-2026.1.zip!"):
        assert any(place in where for where in found), place


def test_a_line_is_left_at_its_address_and_its_answers_stay(after: tuple[Built, str]) -> None:
    built, said = after
    page = (built.site / "principles/tempo/index.html").read_text(encoding="utf-8")
    place = page.partition(f'id="voce-{TAKEN_BACK}"')[2].partition("</article>")[0]
    assert "There was a comment here: it was withdrawn" in place and "April 2026" in place
    assert 'id="voce-ada-risponde"' in page
    data = json.loads((built.site / "data/library.json").read_text(encoding="utf-8"))
    gone = {"id": TAKEN_BACK, "page": f"principles/tempo/#voce-{TAKEN_BACK}", "withdrawn": "2026-04"}
    assert gone in data["withdrawn"]
    assert f"principles/tempo/#voce-{TAKEN_BACK}" in said


def test_whoever_asked_is_told_what_is_left_elsewhere(
    repository: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (repository / "docs" / "why.md").open("a", encoding="utf-8") as page:
        page.write("\nAs a reader says, ten minutes is exactly what I have.\n\nCarla Weiss says so.\n")
    assert withdraw(["--root", str(repository), "--lang", "en", TAKEN_BACK]) == 0
    said = capsys.readouterr().err
    for told in (
        "docs/why.md",
        "repeats its words",
        "the name of the signature",
        "ada-risponde",
        "git’s history",
        "search engines",
    ):
        assert told in said
    assert withdraw(["--root", str(repository), "--lang", "en", TAKEN_BACK]) == 0, "again: it is withdrawn already"
    assert withdraw(["--root", str(repository), "--lang", "en", "nobody"]) == 2
    assert withdraw(["--root", str(repository), "--lang", "en", "tempo"]) == 2, "a principle is nobody's to take back"


COMMENT = Comment(on="tempo", position="adds", text="Short.", signature=Signature(form="initials", name="N. C."))


@pytest.mark.parametrize(
    ("form", "name", "text", "lines"),
    [
        ("initials", "N. C.", "Anche un francobollo\nn. c. è il catalogo\nlo dice N. C., da Bari\nla NC\n", [3, 4]),
        ("name", "Ada", "Non badare all’adagio\nscrive ADA, e basta\nAdà\n", [2]),
        ("name", "Ines Corò", "di Ines\nCorò e di Ines Corò\nInes Coròna\n", [1, 2]),
        ("reported", "Un lettore", "un lettorello\ndice un lettore\n", [2]),
        ("reported", "un lettore", "dice un lettore\n", []),
    ],
)
def test_a_name_is_looked_for_as_whole_words(form: Form, name: str, text: str, lines: list[int]) -> None:
    comment = replace(COMMENT, signature=Signature(form=form, name=name))
    assert [one.line for one in left("some-id", comment, {"a.md": text})] == lines


def test_an_id_inside_a_longer_one_is_another() -> None:
    text = "nuovo-business\n[[nuovo]]\n(../#voce-nuovo)\n"
    assert [one.line for one in left("nuovo", COMMENT, {"a.md": text})] == [2, 3]


def test_a_comment_taken_back_is_found_however_its_file_is_called(repository: pathlib.Path) -> None:
    for name in ("Carla-Tempo.yml", "content/commentary/carla-tempo.yml", "principles/tempo/#voce-carla-tempo"):
        assert withdraw(["--root", str(repository), name]) == 0, name
    assert is_withdrawn(read_library(repository), TAKEN_BACK)


def test_what_matters_of_what_is_left_comes_first_and_each_file_is_told_once(
    repository: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (repository / "docs" / "why.md").open("a", encoding="utf-8") as page:
        page.write("\nCarla Weiss.\n" * 9 + "\nTen minutes is exactly what I have.\n")
    assert withdraw(["--root", str(repository), TAKEN_BACK]) == 0
    said = capsys.readouterr().err
    assert said.index("ripete parole sue") < said.index("una modifica del file") < said.index("docs/why.md (")
    assert "docs/why.md (" in said and " + 4)" in said, "nine lines, the first five by number"


def test_a_passage_that_only_the_comment_cited_is_named_with_the_line_that_mends_it(
    repository: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the next check would stop on a source that nobody touched."""
    source, comment = (
        repository / "content" / name for name in ("sources/nonna.yml", "commentary/lettore-impasto.yml")
    )
    more = '  - id: margine\n    label: "the margin"\n    text: "A reader wrote in the margin."\n'
    source.write_text(source.read_text("utf-8") + more, "utf-8")
    comment.write_text(comment.read_text("utf-8").replace("mattina", "margine"), "utf-8")
    assert not examine(repository)[1]
    assert withdraw(["--root", str(repository), "lettore-impasto"]) == 0
    assert [problem.code for problem in examine(repository)[1]] == ["MB084"]
    (line,) = (one for one in capsys.readouterr().err.split("\n") if one.lstrip().startswith("uncited:"))
    source.write_text(source.read_text("utf-8") + f"{line}\n", "utf-8")
    assert not examine(repository)[1]


def test_a_build_that_would_tell_a_name_is_refused(snapshot: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """The words of the theme stand on every page and in no file of the project: a commit signed so is a leak."""
    home = clone(tmp_path / "home", snapshot)
    root = home / TINY
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "A comment", "--author", "Table of contents <t@forno.example>")
    built = build(home, TINY)
    assert built.code != 0
    assert "index.html: name-told: Table of contents" in built.said
    assert not (root / "build" / "site").exists()
