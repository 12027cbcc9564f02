"""Lay out pieces of a book: a program of its own, that `press.py` starts and orders by lines of JSON.

It stands apart because Pango reads FONTCONFIG_FILE once, when it is loaded, and because a hostile page may eat
memory or time: here both have a limit. No socket is ever opened: addresses are looked up in the job's list of files.
It keeps the pages of every piece it laid out, since they cannot be passed on: what is written is written from them.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from macros.book.pdf.boxes import page_texts, pages_kept, places, spilt
from macros.book.pdf.extract import without_leads_out
from macros.book.pdf.facts import Teller
from macros.book.pdf.footnotes import keep_notes_with_calls, lead_to_notes
from macros.book.pdf.hyphens import SoftHyphens
from macros.book.pdf.lines import SPACES, cut_short
from macros.book.unbroken import hold_together

MEMORY = 4 << 30  # bytes
SECONDS = 900  # of processor time


def main(job_file: str) -> None:
    """Answer each order, until there are no more; `job_file` names the style sheets and the files that may be read."""
    answers = _own_answers()
    _limit()
    workshop = Workshop(json.loads(Path(job_file).read_text("utf-8")))
    for line in sys.stdin:
        print(json.dumps(workshop.answer(json.loads(line))), file=answers, flush=True)


def _own_answers() -> TextIO:
    """Where answers go; whatever else prints does it on the error stream, where it is a fault."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _limit() -> None:
    """Hold this process to its memory and time; systems without such limits still have the parent's clock."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class _Recorder(logging.Handler):
    """Keeps everything that WeasyPrint has to say."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Workshop:
    """WeasyPrint with its style sheets read, and the pieces laid out so far."""

    def __init__(self, job: dict[str, Any]) -> None:
        with warnings.catch_warnings():
            # The fonts come with the style sheets only: that the system offers none is the point.
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            import weasyprint  # type: ignore[import-untyped]

        self._weasyprint = weasyprint
        self._log = _Recorder()
        weasyprint.LOGGER.setLevel(logging.WARNING)
        weasyprint.LOGGER.addHandler(self._log)
        keep_notes_with_calls()
        SoftHyphens()
        self._teller = Teller()
        self._base: str = job["base"]
        self._fetcher = _fetcher(weasyprint, job["files"])
        self._fonts = weasyprint.text.fonts.FontConfiguration()
        self._sheets = [
            weasyprint.CSS(url=url, url_fetcher=self._fetcher, font_config=self._fonts) for url in job["sheets"]
        ]
        self._pieces: dict[str, Any] = {}

    def answer(self, order: dict[str, Any]) -> dict[str, Any]:
        """What an order gives, with everything that was said meanwhile."""
        orders: dict[str, Callable[..., dict[str, Any]]] = {"lay": self._lay, "write": self._write}
        given = orders[order.pop("do")](**order)
        said, self._log.said = self._log.said, []
        return {**given, "said": said}

    def _lay(self, name: str, html: str, keep: bool) -> dict[str, Any]:
        """Lay out one piece: how many pages, on which of them every id stands, and what each begins with.

        A piece ends with an element that opens a right-hand page; the pages that hold nothing after an even number of
        pages are left out, all of them are kept if `keep`.
        """
        source = self._weasyprint.HTML(string=html, base_url=self._base, url_fetcher=self._fetcher)
        for names in source.etree_element.iterfind("head/meta[@name='unbroken']"):
            hold_together(names.get("content").split(), source.etree_element.get("lang"))
        document = self._rendered(source)
        document.pages[:] = document.pages if keep else pages_kept(document.pages)
        lead_to_notes(source.etree_element, document.pages)
        self._pieces[name] = document
        return {
            "pages": len(document.pages),
            "places": places(document.pages),
            "texts": page_texts(source.etree_element, document.pages),
            "spoilt": spilt(document.pages),
        }

    def _rendered(self, source: Any) -> Any:
        """The pages, laid out again with more space between words where a line was cut short."""
        document = self._render(source)
        for space in SPACES:
            short = cut_short(document.pages)
            if not short:
                break
            for element in short:
                element.set("style", f"word-spacing: {space}")
            document = self._render(source)
        return document

    def _render(self, source: Any) -> Any:
        return source.render(stylesheets=self._sheets, font_config=self._fonts, pdf_forms=True)

    def _write(
        self, names: list[str], to: str, title: str | None, inside: str | None, elsewhere: list[str], **how: Any
    ) -> dict[str, Any]:
        """Write pieces as one PDF; if `inside` is an id, only the pages where its element stands.

        Links to the ids of `elsewhere` that are not there become plain text.
        """
        pages = [page for name in names for page in self._pieces[name].pages]
        chosen = [page for page in pages if inside is None or inside in page.anchors]
        document = self._pieces[names[0]].copy(chosen)
        how["pdf_identifier"] = bytes.fromhex(how["pdf_identifier"])
        self._teller.begin()
        with without_leads_out(document, frozenset(elsewhere), title):
            document.write_pdf(to, pdf_forms=True, **how)
        return {}


def _fetcher(weasyprint: Any, files: dict[str, str]) -> Any:
    class Manifest(weasyprint.URLFetcher):  # type: ignore[misc]
        """Serves the files of the job and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            return weasyprint.urls.URLFetcherResponse(url, Path(files[url]).read_bytes(), headers)

    return Manifest(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
