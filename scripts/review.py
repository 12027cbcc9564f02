"""Review a proposed change: its content is checked with this code, whatever code the proposal brings.

On a terminal it prints the list; for GitHub it prints annotations, and writes the list where `--summary` says.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
import tempfile
from collections.abc import Callable, Sequence

from terminal import CONTENT, OK, ROOT, USE, console, explanations, line_of, run, whole_library

from revision import NoRevisionError, Proposal, blobs, day_of, diff, lay_after, lay_before, read_proposal
from rules import report, rules_of

from macros.library import Library
from macros.problem import ContentError, Language, Problem, label
from macros.reading import examine, readable
from macros.review.claim import Claim
from macros.review.claims import claims
from macros.review.github import Remark, beside_lines, command, summary
from macros.review.tree import MOST_BYTES, MOST_FILES, is_content, is_page, is_too_large
from macros.review.trust import code_of
from macros.review.whose import Finding, Seen, changed_lines, findings
from macros.source.document import LARGEST_FILE


def main() -> int:
    """Exit code 0 if nothing of the proposal must be mended, 1 if something must, 2 if there is no such revision."""
    options = _arguments()
    try:
        proposal = read_proposal(options.repository, options.project, options.base, options.head)
    except NoRevisionError as error:
        console.print(label("review_no_revision", options.lang).format(rev=error), markup=False)
        return USE
    if is_too_large(proposal.after):
        values = {"files": MOST_FILES, "megabytes": MOST_BYTES // 1_000_000}
        text = label("review_too_large", options.lang).format(**values)
        _tell(options, (command("error", {}, text.replace("**", "")),), f"# {text}\n")
        return CONTENT
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        found, asserted, remarks, rules = review(proposal, pathlib.Path(folder), options)
    files = sum(is_content(path) or is_page(path) for path in proposal.after)
    text = summary(found, asserted, remarks, rules, project=options.project, files=files, lang=options.lang)
    _tell(options, beside_lines(found, asserted, project=options.project, lang=options.lang), text)
    return CONTENT if any(one.whose == "yours" and one.level == "errore" for one in found) else OK


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Controlla una proposta di modifica.")
    parser.add_argument("base", help="la versione da cui la proposta parte")
    parser.add_argument("head", help="la versione proposta")
    parser.add_argument("--repository", type=pathlib.Path, default=ROOT, help="l’archivio di git")
    parser.add_argument("--project", default=".", help="la cartella del progetto nell’archivio")
    parser.add_argument("--summary", type=pathlib.Path, help="il file a cui aggiungere l’elenco")
    parser.add_argument("--lang", choices=("it", "en"), default="it", help="la lingua dei messaggi")
    return parser.parse_args()


def _tell(options: argparse.Namespace, commands: Sequence[str], text: str) -> None:
    """Annotations and a summary for GitHub; the list alone on a terminal."""
    if options.summary is None:
        print(text, end="")
        return
    for line in commands:
        print(line)
    with options.summary.open("a", encoding="utf-8") as file:
        file.write(text)


def review(
    proposal: Proposal, folder: pathlib.Path, options: argparse.Namespace
) -> tuple[tuple[Finding, ...], tuple[Claim, ...], tuple[Remark, ...], str]:
    """Whose every problem is, what is to be verified, what reviewers should know, and what the change of rules does."""
    base = lay_before(proposal, folder / "before")
    head, refused = lay_after(proposal, folder / "after")
    _, old_problems = check(base)
    _, new_problems = check(head)
    touched = {path: changed_lines(diff(proposal, path)) for path in proposal.touched_inside if path in proposal.after}
    touched |= {path: frozenset() for path in proposal.touched_inside if path not in proposal.after}
    ids = frozenset(pathlib.PurePosixPath(path).stem for path in proposal.touched_inside if is_content(path))
    blind = examine(base)[0] is None
    page = explanations(base)  # never an address that the proposal writes
    old, new = _seen(old_problems, base, page), _seen((*refused, *new_problems), head, page)
    found = findings(old, new, touched, blind=blind, ids=ids)
    rules = rules_report(comparable(base), comparable(head), options.lang)
    asserted = claims(readable(base)[0], readable(head)[0], day_of(proposal))
    return found, asserted, tuple(_remarks(proposal)), rules


def check(root: pathlib.Path) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library if the content can be published, and every problem of it."""
    try:
        return whole_library(root, proved=True, styled=True)
    except ContentError as error:
        return None, error.problems


def _seen(problems: Sequence[Problem], root: pathlib.Path, page: Callable[[Problem], str]) -> tuple[Seen, ...]:
    return tuple(
        Seen(problem, line_of(root / problem.place.file, problem.place.line), page(problem)) for problem in problems
    )


def comparable(root: pathlib.Path) -> Library | None:
    """The library if its rules can be computed with, though they may fail the proofs; None if it has other errors."""
    try:
        return whole_library(root)[0]
    except ContentError:
        return None


def rules_report(old: Library | None, new: Library | None, lang: Language) -> str:
    """What the change does over every set of answers; nothing if the rules are the same, or cannot be compared yet."""
    if old is None or new is None or rules_of(old) == rules_of(new):
        return ""
    return report(new, rules_of(old), rules_of(new), lang)


def _remarks(proposal: Proposal) -> list[Remark]:
    after = {path for path in proposal.touched_inside if path in proposal.after}
    pages = page_texts(proposal, [path for path in after if is_page(path)])
    start = "" if proposal.project == "." else f"{proposal.project}/"
    outside = [path for path in proposal.touched if not path.startswith(start)]
    code = (*code_of(proposal.touched_inside, pages), *outside)
    odd = [path for path in sorted(after) if not proposal.after[path].is_regular]
    gone = [path for path in proposal.touched_inside if is_content(path) and path not in proposal.after]
    new = _unlisted(proposal)
    found = [("review_code", code), ("review_link", odd), ("review_removed", gone), ("review_unlisted", new)]
    return [Remark(name, tuple(about)) for name, about in found if about]


def page_texts(proposal: Proposal, paths: Sequence[str]) -> dict[str, str]:
    """The texts of some pages as the proposal would have them; links and the like have none."""
    known = {path: proposal.after[path] for path in paths}
    files = {path: file for path, file in known.items() if file.is_regular and file.size <= LARGEST_FILE}
    texts = blobs(proposal.repository, [file.object for file in files.values()])
    return {path: text.decode("utf-8", "replace") for path, text in zip(files, texts, strict=True)}


def _unlisted(proposal: Proposal) -> list[str]:
    """The new pages that the proposal's own menu does not name: `mkdocs.yml` is only searched, never read as settings."""
    settings = proposal.after.get("mkdocs.yml")
    if settings is None or not settings.is_regular or settings.size > LARGEST_FILE:
        return []
    menu = blobs(proposal.repository, [settings.object])[0].decode("utf-8", "replace").split()
    new = [path for path in proposal.after if is_page(path) and path not in proposal.before]
    return [path for path in new if path.removeprefix("docs/") not in menu]


if __name__ == "__main__":
    sys.exit(run(main))
