"""Questions put on a terminal, one at a time; what was answered is kept on the disk from the first word on."""

from __future__ import annotations

import contextlib
import pathlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from terminal import console

from macros.problem import Language, label, visible

with contextlib.suppress(ImportError):  # without it a terminal cuts a pasted line at 4,096 bytes
    import readline

    readline.parse_and_bind("tab: self-insert")

END = "."
"""The line that ends a text."""


@dataclass
class Draft:
    """A file outside the content that holds what was answered until it has its place there."""

    file: pathlib.Path
    text: str = field(default="")

    def keep(self, text: str) -> None:
        """Hold this text, whatever happens after."""
        self.text = text
        self.file.parent.mkdir(exist_ok=True)
        aside = self.file.with_suffix(".part")
        aside.write_text(text, encoding="utf-8", newline="")
        aside.replace(self.file)

    def drop(self) -> None:
        """Hold nothing: the text has its place."""
        self.file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others' drafts stay
            self.file.parent.rmdir()


@dataclass(frozen=True)
class Interview:
    """Who asks, and in which language."""

    lang: Language

    def say(self, name: str, **values: object) -> None:
        """Tell something of the catalogue."""
        console.print(label(f"contribute_{name}", self.lang).format(**values), markup=False)

    def show(self, text: str) -> None:
        """Tell something of the book; nothing in it can move the cursor."""
        console.print("\n".join(visible(line, spaces_stay=True) for line in text.split("\n")), markup=False)

    def line(self, question: str, default: str = "") -> str:
        """What was answered on one line; the default, if there is one, to an empty answer."""
        self.show(f"\n{question} [{default}]" if default else f"\n{question}")
        said = self._read("> ")
        return " ".join(said.split("\n")).strip(" \t") or default

    def text(self, question: str, keep: Callable[[str], None]) -> str:
        """What was answered on many lines; `keep` is given what there is after each."""
        self.show(question)
        lines: list[str] = []
        while True:
            try:
                pasted = self._read("  ").split("\n")
            except EOFError:
                if not lines:
                    raise
                return "\n".join(lines)
            for line in pasted:
                if line.strip() == END:
                    return "\n".join(lines)
                lines.append(line)
            keep("\n".join(lines))

    def choice(self, question: str, answers: Sequence[str], *, optional: bool = False) -> int | None:
        """The number of the answer that was chosen, from 0; None for no answer, where that is allowed."""
        self.show(f"\n{question}")
        for number, answer in enumerate(answers, 1):
            self.show(f"  {number}. {answer}")
        while True:
            said = self._read("> ").strip()
            if not said and optional:
                return None
            if re.fullmatch(r"[0-9]{1,4}", said) and 1 <= int(said) <= len(answers):
                return int(said) - 1
            self.say("number", n=len(answers))

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes."""
        yes, no = label("contribute_yes", self.lang), label("contribute_no", self.lang)
        while True:
            said = self._read(f"{question} ({yes}/{no}) ").strip().lower()[:1]
            if said in (yes, no):
                return said == yes
            self.say("yes_or_no")

    def label(self, name: str, **values: object) -> str:
        """A question of the catalogue."""
        return label(f"contribute_{name}", self.lang).format(**values)

    def _read(self, prompt: str) -> str:
        return input(visible(prompt, spaces_stay=True)).encode("utf-8", "replace").decode()
