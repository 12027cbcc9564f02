"""The process that lays out, as its orderer sees it: pieces of HTML go in, page counts, places and PDF files come out.

Whatever WeasyPrint reports as lost (an anchor, an image, a font, a style) is a fault: nothing is dropped in silence.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.book.fault import BookError, Fault, refuse
from macros.book.front import HERE

CSS = HERE / "css"
"""The folder of the style sheets."""
BASE = "https://book.invalid/"
"""Addresses inside the book: `.invalid` never exists, so a file that is not in the list cannot be fetched."""
SHEETS = ("fonts.css", "book.css", "print.css", "cover.css")
SECONDS = 600
"""The longest that one order may take."""
SILENCED: Mapping[str, str] = {}
"""Log lines that lose nothing, each with its reason. None is needed so far."""
_PROGRAM = "import sys; sys.path.append(sys.argv[2]); from macros.book.pdf.layout import main; main(sys.argv[1])"


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A piece that was laid out."""

    pages: int
    """Always even, unless every page was to be kept."""
    places: Mapping[str, int]
    """Every id and the number, from 0, of the page of the piece where it first stands."""
    texts: tuple[tuple[int, int], ...]
    """For each page, the block of text it begins with and how many letters of that block stand before."""


class Press:
    """A layout under way: keeps the pages of the pieces it was given."""

    def __init__(self, process: subprocess.Popen[str], said: Path) -> None:
        self._process = process
        self._said = said

    @property
    def is_alive(self) -> bool:
        """Whether it can still be ordered something."""
        return self._process.poll() is None

    def lay(self, name: str, html: str, *, keep: bool = False) -> Laid:
        """Lay out a whole HTML document, which goes by `name` from now on; raises `BookError` with all that is lost."""
        given = self._ask(name, {"do": "lay", "name": name, "html": html, "keep": keep})
        refuse(tuple(Fault("layout-spoilt", f"PDF {name}", text[:120]) for text in given["spoilt"]))
        texts = tuple((block, count) for block, count in given["texts"])
        return Laid(pages=given["pages"], places=given["places"], texts=texts)

    def write(
        self,
        names: tuple[str, ...],
        identifier: str,
        *,
        variant: str | None = "pdf/ua-1",
        title: str | None = None,
        inside: str | None = None,
        elsewhere: Iterable[str] = (),
    ) -> bytes:
        """The PDF of some pieces, one after the other; if `inside` is an id, only of the pages where its element stands.

        `identifier` is 32 hexadecimal digits. Links to the ids of `elsewhere` that are not there become plain text.
        """
        file = self._said.with_name("book.pdf")
        how = {"pdf_variant": variant, "pdf_identifier": identifier}
        what = {"names": names, "inside": inside, "elsewhere": sorted(elsewhere), "title": title}
        order = {"do": "write", "to": str(file), **what, **how}
        self._ask(inside or " ".join(names), order)
        return file.read_bytes()

    def _ask(self, name: str, order: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to an order; what is said meanwhile, also on the error stream (Pango and GLib), is a fault."""
        assert self._process.stdin and self._process.stdout
        clock = threading.Timer(SECONDS, self._process.kill)
        clock.start()
        line = ""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        late = not clock.is_alive()
        clock.cancel()
        if late:
            raise BookError((Fault("layout-too-long", f"PDF {name}", f"{SECONDS} s"),))
        errors = self._said.read_text("utf-8", errors="replace").strip()
        if errors or not line:
            cause = errors[-2000:] or f"exit {self._process.wait()}"
            raise BookError((Fault("layout-failed", f"PDF {name}", cause),))
        given: dict[str, Any] = json.loads(line)
        said = dict.fromkeys(given["said"])
        refuse(tuple(Fault("layout", f"PDF {name}", text) for text in said if text not in SILENCED))
        return given


@contextlib.contextmanager
def start_press(fonts: Path) -> Iterator[Press]:
    """A press that sees the files of our style sheets and of the folder `fonts`, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="book-") as name:
        folder = Path(name)
        job = {"base": BASE, "sheets": [f"{BASE}css/{sheet}" for sheet in SHEETS], "files": _manifest(fonts)}
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        (folder / "fonts.conf").write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
            f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>",
            "utf-8",
        )
        said = folder / "said.txt"
        with said.open("w") as errors, _started(folder, errors.fileno()) as process:
            yield Press(process, said)


@contextlib.contextmanager
def _started(folder: Path, errors: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-I", "-c", _PROGRAM, str(folder / "job.json"), str(CSS.parents[2])]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "TMPDIR": str(folder)}
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, env=environment, stdin=pipe, stdout=pipe, stderr=errors, text=True, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(BrokenPipeError):
                stream and stream.close()


def _manifest(fonts: Path) -> dict[str, str]:
    """The only files that the layout may read, by address."""
    sheets = {f"{BASE}css/{sheet}": str(CSS / sheet) for sheet in SHEETS}
    return sheets | {f"{BASE}fonts/{path.name}": str(path.resolve()) for path in sorted(fonts.glob("*.woff2"))}
