"""Start a new entry: a file with every field and its meaning, and its page; nothing that exists is touched."""

from __future__ import annotations

import argparse
import pathlib
import re
import sys

from terminal import OK, USE, arguments, console, run

from macros.guide import blank, json_schemas
from macros.model import ID_PATTERN, KINDS
from macros.pages import page_of
from macros.problem import label
from macros.reading import read_words
from macros.remedy import proposed_id


def main() -> int:
    """Exit code 0 if the file was written, 2 if the id is taken or cannot be one."""
    parser = arguments("Prepara il file di una nuova voce.")
    parser.add_argument("kind", choices=tuple(KINDS), help="che cosa si aggiunge")
    parser.add_argument("id", help="il nome del file: lettere minuscole senza accenti, cifre, trattini")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    if not re.fullmatch(ID_PATTERN, options.id):
        _say("bad_id", options, proposal=proposed_id(options.id))
        return USE
    taken = next((root / "content").glob(f"*/{options.id}.yml"), None)
    if taken:
        _say("taken_id", options, file=taken.relative_to(root))
        return USE
    for name, text in _files(root, options.kind, options.id).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        if not name.startswith("build/"):  # the hints for editors go without saying
            print(name)
    page = page_of(options.kind, options.id, read_words(root))
    if page:
        _say("menu_line", options, line=f"- {page[0]}")
    return OK


def _files(root: pathlib.Path, kind: str, id: str) -> dict[str, str]:
    """What to write: the entry's file, its page if its kind has pages, and the hints for editors."""
    files = {f"content/{kind}/{id}.yml": blank(kind)}
    files |= {f"build/schema/{name}": text for name, text in json_schemas().items()}
    page = page_of(kind, id, read_words(root))
    if page:
        files[f"docs/{page[0]}"] = f"---\nrender_macros: true\n---\n{page[1]}\n"
    return files


def _say(name: str, options: argparse.Namespace, **values: object) -> None:
    console.print(label(name, options.lang).format(**values), markup=False)


if __name__ == "__main__":
    sys.exit(run(main))
