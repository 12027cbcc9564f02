"""Book → PDF, laid out in a process of its own that sees our fonts and style sheets and nothing else.

Whatever WeasyPrint reports as lost (an anchor, an image, a font, a style) is a fault: nothing is dropped in silence.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from macros.book.assemble import Book
from macros.book.fault import BookError, Fault, refuse
from macros.book.fields import field_faults, mend_fields
from macros.book.forms import controls
from macros.book.front import HERE, render
from macros.book.tags import mend_tags
from macros.book.text import lost_text, pdf_text

BASE = "https://book.invalid/"
"""Addresses inside the book: `.invalid` never exists, so a file that is not in the list cannot be fetched."""
SHEETS = ("fonts.css", "book.css", "print.css", "cover.css")
SECONDS = 600
SILENCED: dict[str, str] = {}
"""Log lines that lose nothing, each with its reason. None is needed so far."""


def write_pdf(book: Book, fonts: Path) -> bytes:
    """The whole book as a tagged PDF/UA-1 file whose questions can be answered; `fonts` is the folder of the font files.

    Raises `BookError`.
    """
    stamp = {"Book": book.data.id, "Edition": book.data.edition}
    pdf = mend_tags(mend_fields(lay_out(render("book.html", _with_controls(book)), fonts), stamp))
    refuse((*lost_text(book, pdf_text(pdf), "PDF"), *field_faults(pdf, book)))
    return pdf


def _with_controls(book: Book) -> Book:
    """The book with the boxes of its questions ready to be filled in."""
    parts = (
        replace(part, chapters=tuple(replace(chapter, html=controls(chapter.html)) for chapter in part.chapters))
        for part in book.parts
    )
    return replace(book, parts=tuple(parts))


def lay_out(html: str, fonts: Path, variant: str | None = "pdf/ua-1") -> bytes:
    """The PDF of one HTML document in the book's styles; raises `BookError` with all that would be lost."""
    with tempfile.TemporaryDirectory(prefix="book-") as name:
        folder = Path(name)
        job = {
            "html": html,
            "base": BASE,
            "sheets": [f"{BASE}css/{sheet}" for sheet in SHEETS],
            "files": _manifest(fonts),
            "variant": variant,
            "identifier": hashlib.sha256(html.encode()).hexdigest()[:32],
            "pdf": str(folder / "book.pdf"),
            "log": str(folder / "log.json"),
        }
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        _run(folder)
        log = json.loads((folder / "log.json").read_text("utf-8"))
        refuse(tuple(Fault("layout", "PDF", line) for line in dict.fromkeys(log) if line not in SILENCED))
        return (folder / "book.pdf").read_bytes()


def _manifest(fonts: Path) -> dict[str, str]:
    """The only files that the layout may read, by address."""
    sheets = {f"{BASE}css/{sheet}": str(HERE / "css" / sheet) for sheet in SHEETS}
    return sheets | {f"{BASE}fonts/{path.name}": str(path.resolve()) for path in sorted(fonts.glob("*.woff2"))}


def _run(folder: Path) -> None:
    """Run the layout; what it says on its error stream (Pango and GLib speak there) is a fault too."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>",
        "utf-8",
    )
    command = [sys.executable, "-I", str(HERE / "layout.py"), str(folder / "job.json")]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "TMPDIR": str(folder)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BookError((Fault("layout-too-long", "PDF", f"{SECONDS} s"),)) from None
    if done.returncode or done.stderr.strip():
        raise BookError((Fault("layout-failed", "PDF", done.stderr.strip()[-2000:] or f"exit {done.returncode}"),))
