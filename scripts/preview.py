"""Show a proposed change before and after, as one HTML file: on the site, in the printed book, in the EPUB.

Both versions are built by this code; of the proposal only the content is taken, and the pages that are nothing but prose.
"""

from __future__ import annotations

import argparse
import html
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Collection

from terminal import OK, OURS, ROOT, USE, console, run

from review import check, page_texts, rules_report
from revision import NoRevisionError, Proposal, lay_after, lay_before, read_proposal

from macros.book.links import page_id
from macros.desk import Desk
from macros.library import Library
from macros.pages import page_of
from macros.problem import label
from macros.reading import examine
from macros.review.github import harmless
from macros.review.menu import fitted_menu
from macros.review.outputs import Outputs, Subject, changed_pages
from macros.review.preview import Change, State, Told, card, preview_html
from macros.review.tree import is_content, is_page, is_too_large
from macros.review.trust import is_prose

MOST = 40
"""Changes that are shown; whoever reviews more than that at once is not reviewing."""
LAST = 4_000
"""Characters, the last ones, of what a build that failed said."""
PAGES = "pages.json"
"""Where a build leaves the page map."""
FONTS = ROOT / "docs" / "assets" / "fonts"


class NotMadeError(Exception):
    """A version that has no errors could not be built; carries what the build said."""


def main() -> int:
    """Exit code 0 if the preview was made, or cannot be until the content is mended; 4 if a build failed all the same."""
    options = _arguments()
    try:
        proposal = read_proposal(options.repository, options.project, options.base, options.head)
        with tempfile.TemporaryDirectory(prefix="preview-") as folder:
            page = preview(proposal, pathlib.Path(folder), options)
    except NoRevisionError as error:
        console.print(label("review_no_revision", options.lang).format(rev=error), markup=False)
        return USE
    except NotMadeError as error:
        console.print(f"{label('preview_not_made', options.lang)}\n{harmless(str(error))[-LAST:]}", markup=False)
        return OURS
    if page is None:
        _tell(options, label("preview_broken", options.lang))
        return OK
    options.to.parent.mkdir(parents=True, exist_ok=True)
    options.to.write_text(page, encoding="utf-8")
    _tell(options, label("preview_made", options.lang).format(file=options.to))
    return OK


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Mostra una proposta di modifica, prima e dopo.")
    parser.add_argument("base", help="la versione da cui la proposta parte")
    parser.add_argument("head", help="la versione proposta")
    parser.add_argument("--repository", type=pathlib.Path, default=ROOT, help="l’archivio di git")
    parser.add_argument("--project", default=".", help="la cartella del progetto nell’archivio")
    parser.add_argument(
        "--to", type=pathlib.Path, default=ROOT / "build" / "anteprima.html", help="il file da scrivere"
    )
    parser.add_argument("--summary", type=pathlib.Path, help="il file a cui aggiungere com’è andata")
    parser.add_argument("--lang", choices=("it", "en"), default="it", help="la lingua dei messaggi")
    return parser.parse_args()


def _tell(options: argparse.Namespace, text: str) -> None:
    print(text)
    if options.summary:
        with options.summary.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")


def preview(proposal: Proposal, folder: pathlib.Path, options: argparse.Namespace) -> str | None:
    """The page, or None if the content of the proposal has errors; raises NotMadeError if a build fails without any."""
    if is_too_large(proposal.after):
        return None
    left_out = _left_out(proposal)
    root, refused = lay_after(proposal, folder / "after", without=left_out)
    readable, _ = examine(root)
    if readable is None or refused:
        return None
    _fit_pages(root, readable)
    new, _ = check(root)
    if new is None:
        return None
    base = lay_before(proposal, folder / "before")
    old, _ = check(base)
    before = _built_before(base, old) if old else None
    if before:  # where everything stood: the second layout needs to look only for what moved
        (root / "build").mkdir()
        (root / "build" / PAGES).write_bytes((base / "build" / PAGES).read_bytes())
    after = _built(root, new)
    changes = [*_entries(proposal, old, new), *_pages(proposal, new, before, after, left_out)]
    cards = [card(number, change, before, after) for number, change in enumerate(changes[:MOST])]
    rules = rules_report(old, new, options.lang)
    others = changed_pages(before, after, {change.subject.page for change in changes}) if before else ()
    told = Told(rules, others, left_out, max(0, len(changes) - MOST))
    fonts = {file.name: file.read_bytes() for file in FONTS.glob("*-latin-[0-9]*.woff2")}
    return preview_html(cards, told, after.sheets, fonts, blind=before is None, lang=options.lang)


def _left_out(proposal: Proposal) -> tuple[str, ...]:
    """The pages of the proposal that would run something if they were rendered."""
    paths = [path for path in proposal.touched_inside if is_page(path) and path in proposal.after]
    return tuple(path for path, text in page_texts(proposal, paths).items() if not is_prose(text))


def _fit_pages(root: pathlib.Path, library: Library) -> None:
    """Give the laid project a page for every entry, and a menu for every page: those of the proposal are code, and not taken."""
    docs, settings = root / "docs", root / "mkdocs.yml"
    for id, item in library.items.items():
        page = page_of(item.kind, id, library.words)
        if page and not (docs / page[0]).is_file():
            (docs / page[0]).parent.mkdir(parents=True, exist_ok=True)
            (docs / page[0]).write_text(f"---\nrender_macros: true\n---\n{page[1]}\n", encoding="utf-8")
    pages = {file.relative_to(docs).as_posix() for file in docs.rglob("*.md")}
    settings.write_text(fitted_menu(settings.read_text(encoding="utf-8"), pages), encoding="utf-8")


def _built_before(base: pathlib.Path, library: Library) -> Outputs | None:
    """The outputs of the base, if it can be built: that it cannot is no reason to show nothing of the proposal."""
    try:
        return _built(base, library)
    except NotMadeError as error:
        console.print(harmless(str(error))[-LAST:], markup=False)
        return None


def _built(root: pathlib.Path, library: Library) -> Outputs:
    """The finished outputs of a laid project, made by the project's own command."""
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--root", str(root)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode != OK:
        raise NotMadeError(done.stdout + done.stderr)
    site = (root / "build" / "site").resolve()
    folder = site / library.words["address_downloads"]
    return Outputs(site, {suffix: (folder / f"{library.book.id}{suffix}").read_bytes() for suffix in (".pdf", ".epub")})


def _entries(proposal: Proposal, old: Library | None, new: Library) -> list[Change]:
    """The entries that change, in the order of the book; those removed at the end."""
    touched = {pathlib.PurePosixPath(path).stem for path in proposal.touched_inside if is_content(path)}
    was = old.items if old else {}
    found = []
    for id, item in new.items.items():
        if id in touched and not (id in was and was[id].value == item.value):
            found.append(_change(new, id, "changed" if item.document.file in proposal.before else "new"))
    return found + [_change(old, id, "removed") for id in was if old and id in touched and id not in new.items]


def _change(library: Library, id: str, state: State) -> Change:
    page, _, anchor = Desk(library, str).address(id).partition("#")
    subject = Subject(page, f"voce-{id}", id, alone=not anchor)
    kind = library.items[id].kind
    name = library.words["comment" if kind == "commentary" else f"kind_{kind}"]
    return Change(subject, library.title(id), name, state)


def _pages(
    proposal: Proposal, library: Library, before: Outputs | None, after: Outputs, left_out: Collection[str]
) -> list[Change]:
    """The pages of prose that change: those that no entry fills."""
    filled = {page_of(item.kind, id, library.words) for id, item in library.items.items()}
    skipped = {*left_out, *(f"docs/{page[0]}" for page in filled if page)}
    found = []
    for name in proposal.touched_inside:
        path = name.removeprefix("docs/").removesuffix(".md").removesuffix("index")
        path = f"{path}/" if path and not path.endswith("/") else path
        title = (after if path in after.titles else before or after).titles.get(path, ("",))[0]
        if is_page(name) and name not in skipped and title:
            state: State = "removed" if name not in proposal.after else "changed" if name in proposal.before else "new"
            found.append(Change(Subject(path, page_id(path)), html.unescape(title), "", state))
    return found


if __name__ == "__main__":
    sys.exit(run(main))
