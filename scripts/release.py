"""Before a release: what is missing, in words; then the files that go out, with their hashes and the list of what made them."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tomllib
from collections import Counter

from terminal import CONTENT, ENVIRONMENT, OK, ROOT, arguments, console, run

from bill import write_bill
from kept import EDITIONS, kept_editions, last_pages
from review import check

from macros.book.edition import moved
from macros.book.front import whole_date
from macros.book.pagemap import PageMap
from macros.changes.snapshot import SUFFIX
from macros.library import Library
from macros.measured import last_measured, read_measured
from macros.problem import label
from macros.release import OUTPUTS, Facts, absent, changelog_of, missing

TEXTS = ("CHANGELOG.md", "LICENSE", "content/LICENSE", "CITATION.cff", ".github/CODEOWNERS")
SUMS = "SHA256SUMS"
NOTES = "NOTES.md"
"""What is new in the edition: the words of the release, and no file of it."""


def main() -> int:
    """Exit code 0 if nothing is missing, 1 if something is, 3 if the program that lists the packages is not there."""
    options = _arguments()
    root: pathlib.Path = options.root.resolve()
    if options.command == "sums":
        options.to.write_text(sums(options.folder), encoding="utf-8")
        return OK
    if options.command == "check":
        return _check(root, options)
    return _gather(root, options)


def _arguments() -> argparse.Namespace:
    parser = arguments("Prepara un’edizione da pubblicare.")
    commands = parser.add_subparsers(dest="command", required=True)
    asked = commands.add_parser("check", help="dice che cosa manca")
    asked.add_argument("--tag", default="", help="il nome con cui si pubblica")
    asked.add_argument("--today", default=datetime.date.today().isoformat(), help="il giorno: AAAA-MM-GG")
    made = commands.add_parser("make", help="raccoglie i file che si pubblicano")
    made.add_argument("--to", type=pathlib.Path, default=ROOT / "build" / "release", help="la cartella da fare")
    summed = commands.add_parser("sums", help="scrive le impronte dei file di una cartella")
    summed.add_argument("folder", type=pathlib.Path)
    summed.add_argument("--to", type=pathlib.Path, required=True, help="il file da scrivere")
    return parser.parse_args()


def _check(root: pathlib.Path, options: argparse.Namespace) -> int:
    found = missing(facts_of(root, options.tag, options.today))
    for number, one in enumerate(found, 1):
        print(f"{number}. {label(f'release_{one.name}', options.lang).format(**one.values)}")
    name = "release_ready" if not found else "release_missing_one" if len(found) == 1 else "release_missing_many"
    print(label(name, options.lang).format(n=len(found)))
    return CONTENT if found else OK


def facts_of(root: pathlib.Path, tag: str, today: str) -> Facts:
    """What is found in a project: its content, its files, git and the last build."""
    library, problems = check(root)
    edition = library.book.edition if library else ""
    kept, last = kept_editions(root).get(edition), last_pages(root / "build")
    settings = root / "pyproject.toml"
    return Facts(
        library=library,
        problems=problems,
        files={name: (root / name).read_text(encoding="utf-8") for name in TEXTS if (root / name).is_file()},
        pages_kept=kept is not None and (root / "docs" / EDITIONS / f"{edition}{SUFFIX}.json").is_file(),
        pages_moved=moved(PageMap.from_json(kept), last) if kept and last else 0,
        outputs=Counter(file.suffix for file in _downloads(root, library)),
        uncommitted=_uncommitted(root),
        version=tomllib.loads(settings.read_text(encoding="utf-8"))["project"]["version"] if settings.is_file() else "",
        measured=last_measured(read_measured(root)),
        tag=tag,
        today=today,
    )


def _downloads(root: pathlib.Path, library: Library | None) -> tuple[pathlib.Path, ...]:
    """The books of the last build, and the site to be read without a network."""
    if library is None:
        return ()
    folder = root / "build" / "site" / library.words["address_downloads"]
    return tuple(file for file in sorted(folder.glob(f"{library.book.id}*")) if file.suffix in OUTPUTS)


def _uncommitted(root: pathlib.Path) -> tuple[str, ...]:
    """The files that git does not have as they are; none if this is no repository."""
    command = ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=all", "-z", "."]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    return tuple(line[3:] for line in done.stdout.split("\0") if line[3:]) if done.returncode == 0 else ()


def _gather(root: pathlib.Path, options: argparse.Namespace) -> int:
    """Fill the folder of the release, or say what the build did not make and leave it as it was."""
    library, _ = check(root)
    files = _downloads(root, library)
    lost = absent({file.suffix for file in files})
    if library is None or lost:
        for suffix in lost:
            console.print(label(f"release_no_{suffix.removeprefix('.')}", options.lang), markup=False)
        return CONTENT
    program = pathlib.Path(sys.executable).with_name("cyclonedx-py")
    if not program.is_file():
        console.print(label("release_no_program", options.lang).format(program=program.name), markup=False)
        return ENVIRONMENT
    shutil.rmtree(options.to, ignore_errors=True)
    options.to.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, options.to / file.name)
    write_bill(root, options.to / f"{library.book.id}.cdx.json", program, whole_date(library.book.published))
    (options.to / SUMS).write_text(sums(options.to), encoding="utf-8")
    notes = changelog_of((root / "CHANGELOG.md").read_text(encoding="utf-8"), library.book.edition)
    options.to.with_name(NOTES).write_text(notes, encoding="utf-8")
    for file in sorted(options.to.iterdir()):
        print(file)
    return OK


def sums(folder: pathlib.Path) -> str:
    """The hash of every file in a folder, as `sha256sum --check` reads them; but of the list itself."""
    files = [
        file for file in sorted(folder.rglob("*")) if file.is_file() and file.relative_to(folder) != pathlib.Path(SUMS)
    ]
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    )


if __name__ == "__main__":
    sys.exit(run(main))
