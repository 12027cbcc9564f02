"""Build the website, the PDF and the EPUB, verify them, and only then put them in place of the last good ones."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import pathlib
import shutil
import sys
import tempfile
from collections.abc import Iterator

from terminal import OK, arguments, console, published, run, stage, whole_library

from kept import EDITIONS, advise, keep, kept_editions, last_pages, write_pages
from likeness import compare
from making import Made, finish, make, tools
from outcome import outcome

from macros.book.edition import Kept, newest
from macros.book.proof.completeness import Completeness
from macros.changes.snapshot import SUFFIX, snapshot
from macros.guide import json_schemas
from macros.library import Library
from macros.problem import Language, label


def main() -> int:
    """Exit code 0 if every output was written and verified, or if the file to verify is the one built here."""
    options = _options()
    root: pathlib.Path = options.root.resolve()
    return outcome(lambda: _run(root, options), root, options.lang)


def _run(root: pathlib.Path, options: argparse.Namespace) -> int:
    if options.verify:
        return _compare(root, options)
    with _turn(root / "build"):
        _build(root, options)
    return OK


def _options() -> argparse.Namespace:
    parser = arguments("Costruisce il sito, il PDF e l’EPUB.")
    choice = parser.add_mutually_exclusive_group()
    file = "dice se un PDF o un EPUB è quello che si costruisce qui, e se no perché"
    choice.add_argument("--verify", metavar="FILE", type=pathlib.Path, help=file)
    choice.add_argument(
        "--keep-pages", action="store_true", help="conserva le pagine e gli indirizzi dell’edizione, e come si cita"
    )
    choice.add_argument("--keep-citation", action="store_true", help="conserva come si cita l’edizione")
    return parser.parse_args()


def _compare(root: pathlib.Path, options: argparse.Namespace) -> int:
    """Make the books again in another place, if that is needed to tell; what readers have is left alone."""
    library, _ = whole_library(root)

    def made() -> dict[str, bytes]:
        with tempfile.TemporaryDirectory(prefix="book-") as folder:
            books = make(root, pathlib.Path(folder), library, None)
        return {"pdf": books.pdf, "epub": books.epub}

    return compare(options, root, library, tools(), made)


def _build(root: pathlib.Path, options: argparse.Namespace) -> None:
    """Build beside the last good site, which stays until this one is verified; then say what there is."""
    with stage("contenuti"):
        library, _ = whole_library(root, proved=True)
    home, edition = root / "build", library.book.edition
    staging = pathlib.Path(tempfile.mkdtemp(prefix=".site-", dir=home))
    staging.chmod(0o755)
    made = make(root, staging, library, last_pages(home))
    if options.keep_pages:
        kept: Kept | None = Kept(edition=edition, pages=made.pages)
        write_pages(staging / EDITIONS / f"{edition}.json", made.pages)
        (staging / EDITIONS / f"{edition}{SUFFIX}.json").write_text(snapshot(library).to_json(), encoding="utf-8")
    else:
        kept = newest(kept_editions(root))
    proof = finish(made, library, kept, published(root))
    _swap(staging, home / "site")
    write_pages(home / "pages.json", made.pages)
    _write_schemas(home / "schema")
    if options.keep_pages or options.keep_citation:
        keep(root, library, made.pages if options.keep_pages else None)
    _tell(root, library, made, proof, options.lang)


def _tell(root: pathlib.Path, library: Library, made: Made, proof: Completeness, lang: Language) -> None:
    """Print what is whole, what to look after, and where the outputs are."""
    for name, tallies in (("entries", proof.total.entries), ("texts", proof.total.texts)):
        outputs = (label("build_site", lang) if output == "site" else output for output in tallies)
        counts = (f"{tally.found}/{tally.expected}" for tally in tallies.values())
        row = "   ".join(f"{output} {count}" for output, count in zip(outputs, counts, strict=True))
        console.print(f"{label(f'build_{name}', lang):<28} {row}", markup=False)
    advise(root, library, made.pages, lang)
    site = root / "build" / "site"
    for file in sorted(site.rglob("*")):
        if file.suffix in (".pdf", ".epub", ".zip"):
            print(file.relative_to(root))
    print(f"{site.relative_to(root)}/index.html")


@contextlib.contextmanager
def _turn(home: pathlib.Path) -> Iterator[None]:
    """One build at a time in this folder; what an interrupted one left behind is cleared away."""
    home.mkdir(exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        current = (home / "site").resolve()
        for left in home.glob(".site-*"):
            if left.is_symlink():
                left.unlink()
            elif left.resolve() != current:
                shutil.rmtree(left)
        yield


def _swap(staging: pathlib.Path, site: pathlib.Path) -> None:
    """Let `site` lead to the new folder: a link is replaced in one step, so a reader sees the old or the new whole."""
    old = site.resolve() if site.is_symlink() else None
    link = staging.with_name(f"{staging.name}.link")
    link.symlink_to(staging.name)
    link.replace(site)
    if old and old.is_dir():
        shutil.rmtree(old)


def _write_schemas(folder: pathlib.Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in json_schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(main))
