"""What is wrong with how a command was called, and how it is called, in the language of the messages."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from macros.problem import Language, label

_SAID = (
    ("unknown", r"unrecognized arguments: (?P<what>.*)"),
    ("missing", r"the following arguments are required: (?P<what>.*)"),
    ("choice", r"argument (?P<what>\S+): invalid choice: (?P<value>.*) \(choose from (?P<legal>.*)\)"),
    ("no_value", r"argument (?P<what>\S+): expected .*"),
    ("value", r"argument (?P<what>\S+): (?P<value>.*)"),
    ("ambiguous", r"ambiguous option: (?P<what>\S+) could match (?P<legal>.*)"),
)
"""What argparse says of a fault, by the name it has in the catalogue."""


class Parser(argparse.ArgumentParser):
    """A parser of options that says in the language of the messages what is wrong with them."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, then how the command is called; exit code 2."""
        lang: Language = "en" if re.search(r"--lang[ =]en\b", " ".join(sys.argv)) else "it"
        self.exit(
            2, f"{_worded(message, lang)}\n{label('usage', lang)} {self._called()}\n{label('usage_help', lang)}\n"
        )

    def _called(self) -> str:
        return self.format_usage().removeprefix("usage: ").rstrip()


def _worded(message: str, lang: Language) -> str:
    for name, pattern in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            values = {key: value.replace("'", "") for key, value in found.groupdict().items()}
            return label(f"usage_{name}", lang).format(**values)
    return message
