"""Lay out one document: run as a program of its own, by its path, by `pdf.py`.

It reads a job (JSON) and writes a PDF and the log of everything that WeasyPrint had to say.
It stands apart because Pango reads FONTCONFIG_FILE once, when it is loaded, and because a hostile page may eat
memory or time: here both have a limit. No socket is ever opened: addresses are looked up in the job's list of files.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

MEMORY = 4 << 30  # bytes
SECONDS = 900  # of processor time


def main(job_file: str) -> None:
    """Write the PDF and the log that the job names."""
    job = json.loads(Path(job_file).read_text("utf-8"))
    _limit()
    log: list[str] = []
    with warnings.catch_warnings():
        # The fonts come with the style sheets only: that the system offers none is the point.
        warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
        import weasyprint  # type: ignore[import-untyped]

    weasyprint.LOGGER.setLevel(logging.WARNING)
    weasyprint.LOGGER.addHandler(_Recorder(log))
    pdf = _pdf(weasyprint, job)
    Path(job["log"]).write_text(json.dumps(log), "utf-8")
    Path(job["pdf"]).write_bytes(pdf)


def _limit() -> None:
    """Hold this process to its memory and time; systems without such limits still have the parent's clock."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class _Recorder(logging.Handler):
    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append(record.getMessage())


def _pdf(weasyprint: Any, job: dict[str, Any]) -> bytes:
    files: dict[str, str] = job["files"]

    class Manifest(weasyprint.URLFetcher):  # type: ignore[misc]
        """Serves the files of the job and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            return weasyprint.urls.URLFetcherResponse(url, Path(files[url]).read_bytes(), headers)

    fetcher = Manifest(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheets = [weasyprint.CSS(url=url, url_fetcher=fetcher, font_config=fonts) for url in job["sheets"]]
    document = weasyprint.HTML(string=job["html"], base_url=job["base"], url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(
        stylesheets=sheets,
        font_config=fonts,
        pdf_variant=job["variant"],
        pdf_forms=True,
        pdf_identifier=bytes.fromhex(job["identifier"]),
    )
    return pdf


if __name__ == "__main__":
    main(sys.argv[1])
