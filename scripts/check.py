"""Check the content alone: every problem of every file, with its place and its remedy; or what a change of rules does."""

from __future__ import annotations

import codecs
import pathlib
import sys

from rules import compare, keep
from terminal import CONTENT, OK, arguments, page_bytes, run, show, whole_library

from macros.library import Library
from macros.pages import page_texts
from macros.problem import ContentError, Language, label
from macros.typography import mended_files


def main() -> int:
    """Exit code 0 if the content can be published, 1 if not, 2 if there is nothing to compare with."""
    parser = arguments("Controlla i contenuti.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--compare", metavar="REV", help="che cosa cambiano le regole rispetto a una versione di git")
    choice.add_argument("--kept", action="store_true", help="che cosa cambiano rispetto a quelle conservate")
    choice.add_argument("--keep-rules", action="store_true", help="conserva le regole di questa edizione")
    choice.add_argument("--fix", action="store_true", help="corregge la tipografia dove si può senza cambiare il senso")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    rules_asked = options.compare is not None or options.kept or options.keep_rules
    try:
        library, problems = whole_library(root, proved=rules_asked, styled=not rules_asked)
        if options.fix and fix(root, library, options.lang):
            library, problems = whole_library(root, styled=True)
    except ContentError as error:
        show(error.problems, root, options.lang)
        return CONTENT
    if options.keep_rules:
        return keep(root, library)
    if rules_asked:
        return compare(root, library, options.compare or "", options.lang)
    show(problems, root, options.lang)
    return OK


def fix(root: pathlib.Path, library: Library, lang: Language) -> bool:
    """Mend the typography of the files where that is safe, and name them; whether any changed."""
    mended = mended_files(library, page_texts(page_bytes(root))[0])
    for name, text in mended.items():
        raw = (root / name).read_bytes()
        if b"\r" not in raw and not raw.startswith(codecs.BOM_UTF8):  # they are told, and are mended first
            (root / name).write_bytes(text.encode())
            print(label("mended", lang).format(file=name))
    return bool(mended)


if __name__ == "__main__":
    sys.exit(run(main))
