"""Check the content alone: every problem of every file, with its place and its remedy; or what a change of rules does."""

from __future__ import annotations

import pathlib
import sys

from rules import compare, keep
from terminal import CONTENT, OK, arguments, run, show, whole_library

from macros.problem import ContentError


def main() -> int:
    """Exit code 0 if the content can be published, 1 if not, 2 if there is nothing to compare with."""
    parser = arguments("Controlla i contenuti.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--compare", metavar="REV", help="che cosa cambiano le regole rispetto a una versione di git")
    choice.add_argument("--kept", action="store_true", help="che cosa cambiano rispetto a quelle conservate")
    choice.add_argument("--keep-rules", action="store_true", help="conserva le regole di questa edizione")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    rules_asked = options.compare is not None or options.kept or options.keep_rules
    try:
        library, problems = whole_library(root, proved=rules_asked)
    except ContentError as error:
        show(error.problems, root, options.lang)
        return CONTENT
    if options.keep_rules:
        return keep(root, library)
    if rules_asked:
        return compare(root, library, options.compare or "", options.lang)
    show(problems, root, options.lang)
    return OK


if __name__ == "__main__":
    sys.exit(run(main))
