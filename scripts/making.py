"""A project → its site and its books in a folder, and the proof that they are whole."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from urllib.parse import urlsplit

from kept import sources
from reusable import make_reusable
from rules import rules_of
from searchable import make_searchable
from terminal import FONTS, stage

from macros.book.apparatus import with_apparatus
from macros.book.assemble import Book, make_book
from macros.book.carried import carried
from macros.book.completeness import Completeness
from macros.book.edition import Kept
from macros.book.epub import write_epub
from macros.book.fault import refuse
from macros.book.headers import NAME as HEADERS
from macros.book.headers import headers_of
from macros.book.page import Page
from macros.book.pagemap import PageMap
from macros.book.pdf import write_pdf
from macros.book.proof_page import Shown, proof_html
from macros.book.seal import SUMS, Download, Last, fill_proof, has_proof, seal, sums
from macros.book.site import build_site
from macros.book.typefaces import typefaces
from macros.book.verify import SiteRead, epub_faults, pdf_faults, prove, read_site, site_faults
from macros.book.xhtml import read_document
from macros.kit import kit_html
from macros.library import Library
from macros.paragraphs import authored

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
    return Made(folder=folder, site=site.pages, book=book, pdf=printed.pdf, epub=epub, pages=printed.pages)


def book_of(pages: tuple[Page, ...], library: Library) -> Book:
    """The book made of the pages of a site."""
    return with_apparatus(make_book(pages, library.book, library.words, tools(), typefaces(FONTS)))


def finish(made: Made, library: Library, kept: Kept | None) -> Completeness:
    """Put the books in the site and on every page what only now is known, and verify it all; raises `BookError`."""
    with stage("verifica"):
        _write_last(made, library, kept)
        site = read_site(made.folder)
        kinds = {id: item.kind for id, item in library.items.items()}
        titles = {id: library.title(id) for id in library.items}
        proof = prove(site, made.pdf, made.epub, made.book, authored(library), kinds)
        site = _show(proof, made, site, titles)
        base = urlsplit(library.book.addresses.site or "").path.rstrip("/") + "/"
        (made.folder / HEADERS).write_text(headers_of(made.folder, base), encoding="utf-8")
        refuse((*proof.faults, *site_faults(site, base), *pdf_faults(made.pdf), *epub_faults(made.epub)))
    return proof


def _write_last(made: Made, library: Library, kept: Kept | None) -> None:
    name = library.book.id
    downloads = (
        Download(name=f"{name}.pdf", content=made.pdf, pages=len(made.pages.breaks)),
        Download(name=f"{name}.epub", content=made.epub),
    )
    last = Last(data=library.book, words=library.words, downloads=downloads, kept=kept)
    for file in sorted(made.folder.rglob("*.html")):
        page = file.relative_to(made.folder).as_posix()
        file.write_text(seal(file.read_text(encoding="utf-8"), page, last), encoding="utf-8")
    make_searchable(made.folder, library)
    make_reusable(made.folder, made.site, library, kept)
    files = {download.name: download.content for download in downloads}
    # After the others: a list in one file has its own policy.
    files |= {f"{id}.html": kit_html(library, id, made.folder / "assets").encode() for id in rules_of(library)}
    _write_downloads(made.folder / library.words["address_downloads"], files)


def _write_downloads(folder: pathlib.Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / SUMS).write_text(sums(files), encoding="utf-8")


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
