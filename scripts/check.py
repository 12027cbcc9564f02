"""Check the content alone: every problem of every file, with its place and its remedy."""

from __future__ import annotations

import sys

from terminal import CONTENT, OK, arguments, run, show, whole_library

from macros.problem import ContentError


def main() -> int:
    """Exit code 0 if the content can be published, 1 if not."""
    options = arguments("Controlla i contenuti.").parse_args()
    try:
        _, problems = whole_library(options.root.resolve())
    except ContentError as error:
        show(error.problems, options.root, options.lang)
        return CONTENT
    show(problems, options.root, options.lang)
    return OK


if __name__ == "__main__":
    sys.exit(run(main))
