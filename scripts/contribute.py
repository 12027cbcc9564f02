"""Add something to the book: a comment or an entry, asked for on the terminal or given in options; or take a comment back.

Nothing that exists is touched, and what somebody wrote is never lost: until it has its place it is in `drafts/`.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import pathlib
import sys

from terminal import USE, arguments, console, has_errors, run

from commenting import add_comment
from drafting import add_entry, write_blank
from interview import Interview
from withdrawal import withdraw

from macros.contribution import FORMS, STANCES
from macros.model import KINDS
from macros.problem import label
from macros.reading import readable

_read = functools.cache(readable)
"""What is read for the first question serves all the others."""
COMMENT = "commentary"
OF_COMMENTS = ("on", "position", "text", "text_file", "form", "name", "consent", "replies_to")
"""The options that only a comment has."""


def main() -> int:
    """Exit code 0 if the file was written, 1 if what was said cannot be published, 2 if it was said in a wrong way."""
    if sys.argv[1:2] == ["withdraw"]:
        return withdraw(sys.argv[2:])
    options = _options().parse_args()
    if options.date > (today := datetime.date.today().isoformat()):
        return _wrong("contribute_future", options, date=options.date, today=today)
    root: pathlib.Path = options.root.resolve()
    interview = Interview(options.lang) if sys.stdin.isatty() and not options.blank else None
    kind = options.kind or (COMMENT if _given(options) else _kind(interview, options))
    if kind is None:
        return USE
    if kind != COMMENT and _given(options):
        return _wrong("contribute_only_comments", options, flags=_flags(_given(options)))
    if kind != COMMENT and interview is None and not options.set:
        return write_blank(root, kind, options)
    if kind == COMMENT and (options.blank or (interview is None and options.id and not _given(options))):
        return write_blank(root, kind, options)
    library, problems = _read(root)
    if has_errors(problems):
        console.print(label("contribute_bad_root", options.lang), markup=False)
    if kind == COMMENT:
        return add_comment(root, library, options, interview)
    return add_entry(root, library, kind, options, interview)


def _options() -> argparse.ArgumentParser:
    parser = arguments("Aggiunge un commento o una voce: da un terminale chiede quello che serve, una cosa alla volta.")
    parser.epilog = "Per ritirare un commento: contribute.py withdraw ID"
    parser.add_argument("kind", nargs="?", choices=tuple(KINDS), help="che cosa si aggiunge; commentary è un commento")
    parser.add_argument("id", nargs="?", help="il nome del file: lettere minuscole senza accenti, cifre, trattini")
    parser.add_argument("--blank", action="store_true", help="non chiede niente: il file con tutti i campi da riempire")
    parser.add_argument("--set", action="append", default=[], metavar="CAMPO=VALORE", help="un campo di una voce")
    comments = parser.add_argument_group("commenti")
    comments.add_argument("--on", metavar="ID", help="la voce che si commenta")
    comments.add_argument("--position", choices=STANCES, help="la posizione")
    comments.add_argument("--text", help="il commento")
    comments.add_argument(
        "--text-file", metavar="FILE", help="il file con il commento, o - per leggerlo da un altro programma"
    )
    comments.add_argument("--form", choices=FORMS, help="come si firma")
    comments.add_argument("--name", help="il nome o le iniziali")
    comments.add_argument("--consent", action="store_true", help="si accetta il consenso che sta in contribuire")
    comments.add_argument("--replies-to", metavar="ID", help="il commento a cui si risponde")
    today = datetime.date.today().isoformat()
    comments.add_argument("--date", default=today, help="il giorno, AAAA-MM-GG: se manca, oggi")
    return parser


def _given(options: argparse.Namespace) -> tuple[str, ...]:
    return tuple(name for name in OF_COMMENTS if getattr(options, name))


def _flags(names: tuple[str, ...]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)


def _kind(interview: Interview | None, options: argparse.Namespace) -> str | None:
    """What the contributor wants to add; comments first, which most come for."""
    if interview is None:
        _wrong("contribute_lacks", options, flags="kind")
        return None
    words = _read(options.root.resolve())[0].words
    kinds = (COMMENT, *(kind for kind in KINDS if kind != COMMENT))
    try:
        chosen = interview.choice(interview.label("kinds"), [words.get(f"kind_{kind}", kind) for kind in kinds])
    except (EOFError, KeyboardInterrupt):
        return None
    return kinds[chosen or 0]


def _wrong(name: str, options: argparse.Namespace, **values: object) -> int:
    console.print(label(name, options.lang).format(**values), markup=False)
    return USE


if __name__ == "__main__":
    sys.exit(run(main))
