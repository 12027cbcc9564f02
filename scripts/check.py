"""Check the content alone: every problem of every file, with its place and its remedy; or what a change of rules does."""

from __future__ import annotations

import argparse
import pathlib
import sys

from terminal import CONTENT, OK, arguments, run, whole_library

from fixing import fix
from rules import compare, keep
from told import FORMATS, explain, tell

from macros.problem import ContentError, label


def main() -> int:
    """Exit code 0 if the content can be published, 1 if not, 2 if there is nothing to compare with or to explain."""
    options = _options()
    root: pathlib.Path = options.root.resolve()
    if options.explain:
        return explain(options.explain, options.lang)
    if options.fix:
        stream = sys.stdout if options.format == "text" else sys.stderr
        for name in fix(root):
            print(label("mended", options.lang).format(file=name), file=stream)
    rules_asked = options.compare is not None or options.kept or options.keep_rules
    try:
        library, problems = whole_library(root, proved=rules_asked, styled=not rules_asked)
    except ContentError as error:
        tell(error.problems, root, options.lang, options.format)
        return CONTENT
    if options.keep_rules:
        return keep(root, library)
    if rules_asked:
        return compare(root, library, options.compare or "", options.lang)
    tell(problems, root, options.lang, options.format)
    return OK


def _options() -> argparse.Namespace:
    parser = arguments("Controlla i contenuti.")
    parser.add_argument("--format", choices=FORMATS, default="text", help="per chi è l’elenco: persone o programmi")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--compare", metavar="REV", help="che cosa cambiano le regole rispetto a una versione di git")
    choice.add_argument("--kept", action="store_true", help="che cosa cambiano rispetto a quelle conservate")
    choice.add_argument("--keep-rules", action="store_true", help="conserva le regole di questa edizione")
    choice.add_argument("--fix", action="store_true", help="prima corregge quello che si può senza cambiare il senso")
    choice.add_argument("--explain", metavar="CODICE", help="spiega un messaggio: MB e tre cifre")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(run(main))
