"""A project → its site and its books in a folder, and the proof that they are whole."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from urllib.parse import urlsplit

from terminal import FONTS, stage

from explained import make_explained
from identities import identities
from kept import sources
from reusable import make_reusable
from rules import rules_of
from searchable import make_searchable

from macros.addresses import addresses_built, lost_problems
from macros.book.apparatus import with_apparatus
from macros.book.archive import pack
from macros.book.assemble import Book, make_book
from macros.book.carried import carried
from macros.book.edition import Kept
from macros.book.epub.write import write_epub
from macros.book.fault import Fault, refuse
from macros.book.front import whole_date
from macros.book.headers import NAME as HEADERS
from macros.book.headers import headers_of
from macros.book.moved import moved_pages, with_moved_places
from macros.book.page import Page
from macros.book.pagemap import PageMap
from macros.book.pdf.write import write_pdf
from macros.book.proof.completeness import Completeness
from macros.book.proof.page import Shown, proof_html
from macros.book.proof.verify import SiteRead, epub_faults, pdf_faults, prove, read_site, site_faults
from macros.book.seal import SUMS, Download, Last, fill_proof, has_proof, list_downloads, seal, sums
from macros.book.site import build_site
from macros.book.typefaces import typefaces
from macros.book.xhtml import read_document
from macros.changes.snapshot import Snapshot, read_past
from macros.guard import privacy_faults
from macros.kit import kit_html
from macros.library import Library
from macros.offline import offline_name, offline_site
from macros.paragraphs import authored
from macros.problem import ContentError

TOOLS = ("mkdocs", "mkdocs-material", "weasyprint", "pikepdf", "fonttools", "pydantic", "markdown-it-py")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A site not yet finished, and the books made of it."""

    folder: pathlib.Path
    site: tuple[Page, ...]
    book: Book
    pdf: bytes
    epub: bytes
    pages: PageMap
    identities: frozenset[str]
    """Names and addresses, known from git, that nothing of it may say."""
    past: tuple[Snapshot, ...]
    """What was kept of the editions that came out."""


def tools() -> tuple[str, ...]:
    """Name and version of what makes the files."""
    return tuple(f"{name} {version(name)}" for name in TOOLS)


def make(root: pathlib.Path, folder: pathlib.Path, library: Library, known: PageMap | None) -> Made:
    """The site of a project in a folder, and its books; `known` are the pages of an earlier layout."""
    with stage("sito"):
        site = build_site(root, folder, library.book)
    with stage("libro"):
        book = book_of(site.pages, library)
    with stage("PDF"):
        attachments = carried(library.book, library.words, sources(root), tools())
        printed = write_pdf(book, FONTS, known, attachments=attachments)
    with stage("EPUB"):
        epub = write_epub(book, FONTS, printed.pages)
    hidden = identities(root, library)
    return Made(
        folder=folder,
        site=site.pages,
        book=book,
        pdf=printed.pdf,
        epub=epub,
        pages=printed.pages,
        identities=hidden,
        past=read_past(root),
    )


def book_of(pages: tuple[Page, ...], library: Library) -> Book:
    """The book made of the pages of a site."""
    return with_apparatus(make_book(pages, library.book, library.words, tools(), typefaces(FONTS)))


def finish(made: Made, library: Library, kept: Kept | None, published: str = "") -> Completeness:
    """Put the books in the site, and the site to be read without a network; on every page what only now is known.

    Verifies it all; raises `BookError`, and `ContentError` if an address that was `published` leads nowhere.
    """
    with stage("verifica"):
        _write_last(made, library, kept, published)
        site = read_site(made.folder)
        kinds = {id: item.kind for id, item in library.items.items()}
        titles = {id: library.title(id) for id in library.items}
        proof = prove(site, made.pdf, made.epub, made.book, authored(library), kinds)
        site = _show(proof, made, site, titles)
    with stage("sito senza rete"):
        site = _take_along(made, library, site)
    with stage("collegamenti"):
        site = _lead_on(made, library, site)
        lost = tuple(lost_problems(library, published, addresses_built(site.files, _places(site)), built=True))
        if lost:
            raise ContentError(lost)
        base = urlsplit(library.book.addresses.site or "").path.rstrip("/") + "/"
        (made.folder / HEADERS).write_text(headers_of(made.folder, base), encoding="utf-8")
        refuse((*proof.faults, *site_faults(site, base), *pdf_faults(made.pdf), *epub_faults(made.epub)))
    with stage("anonimato"):
        refuse(privacy_faults(made.folder, library, made.identities))
    return proof


def _write_last(made: Made, library: Library, kept: Kept | None, published: str) -> None:
    last = Last(data=library.book, words=library.words, kept=kept)
    make_explained(made.folder, library)
    for file in sorted(made.folder.rglob("*.html")):
        page = file.relative_to(made.folder).as_posix()
        file.write_text(seal(file.read_text(encoding="utf-8"), page, last), encoding="utf-8")
    make_searchable(made.folder, library)
    make_reusable(made.folder, made.site, library, kept, made.past, published)
    # After the others: a list in one file has its own policy.
    downloads = made.folder / library.words["address_downloads"]
    downloads.mkdir()
    for id in rules_of(library):
        (downloads / f"{id}.html").write_text(kit_html(library, id, made.folder / "assets"), encoding="utf-8")


def _take_along(made: Made, library: Library, site: SiteRead) -> SiteRead:
    """Write what readers can take away, the site itself among it, and tell it on the pages; the site as it is then."""
    data, words = library.book, library.words
    alone = pack(offline_site(made.folder, data, words), whole_date(data.published))
    downloads = (
        Download(name=f"{data.id}.pdf", content=made.pdf, pages=len(made.pages.breaks)),
        Download(name=f"{data.id}.epub", content=made.epub),
        Download(name=offline_name(data, words), content=alone),
    )
    folder = made.folder / words["address_downloads"]
    for download in downloads:
        (folder / download.name).write_bytes(download.content)
    (folder / SUMS).write_text(sums({file.name: file.read_bytes() for file in folder.iterdir()}), encoding="utf-8")
    last = Last(data=data, words=words, downloads=downloads)
    return _rewritten(site, made.folder, lambda text, name: list_downloads(text, name, last))


def _lead_on(made: Made, library: Library, site: SiteRead) -> SiteRead:
    """Let the addresses that have changed lead to where things are now; the site as it is then."""
    data, words, titles = library.book, library.words, {page.path: page.title for page in made.site}
    if not data.moved:
        return site
    lost = (made.folder / "404.html").read_text(encoding="utf-8")
    pages = moved_pages(data, words, titles, lost)
    refuse(tuple(Fault("address-taken", "content/book.yml", name) for name in pages if name in site.files))
    for name, text in pages.items():
        file = made.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        site = replace(site, pages={**site.pages, name: read_document(text)})
    return _rewritten(site, made.folder, lambda text, name: with_moved_places(text, name, data, words, titles))


def _places(site: SiteRead) -> Iterator[tuple[str, str]]:
    """Every id of every page, with the file of the page."""
    for name, page in site.pages.items():
        for element in page.iter():
            if id := element.get("id"):
                yield name, id


def _rewritten(site: SiteRead, folder: pathlib.Path, change: Callable[[str, str], str]) -> SiteRead:
    """Change the pages of a site, each with its name; the site as it is then."""
    changed = {}
    for name in site.pages:
        text = (folder / name).read_text(encoding="utf-8")
        if (new := change(text, name)) != text:
            (folder / name).write_text(new, encoding="utf-8")
            changed[name] = read_document(new)
    files = frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return SiteRead(pages={**site.pages, **changed}, files=files)


def _show(proof: Completeness, made: Made, site: SiteRead, titles: Mapping[str, str]) -> SiteRead:
    """Write the proof on the pages that have a place for it; the site as it is then."""
    in_book = {name for chapter in made.book.chapters for name in chapter.sources}
    site_only = tuple(page for page in made.site if page.source not in in_book)
    shown = Shown(proof=proof, book=made.book, site=site, pages=made.pages, titles=titles, site_only=site_only)
    changed = {}
    for name, page in site.pages.items():
        if has_proof(page):
            file = made.folder / name
            text = fill_proof(file.read_text(encoding="utf-8"), proof_html(shown, name))
            file.write_text(text, encoding="utf-8")
            changed[name] = read_document(text)
    return replace(site, pages={**site.pages, **changed})
