"""Lighthouse on the pages of a finished site, served from this machine as a good host would: compressed, and to be kept."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from npm import folder_of
from weight import CLOSED, sent

RUNS = 5
"""How many times a page is opened: marks of speed change from one time to the next, the middle one hardly does."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --disable-dev-shm-usage --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"


@dataclass(frozen=True)
class Marks:
    """What Lighthouse says of one page: marks from 0 to 100 in the order of CATEGORIES, each the median of the runs."""

    version: str
    marks: tuple[int, ...]
    lacking: tuple[str, ...]
    """The audits that took something off, by name."""


class _Host(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, compressed if it is not already; browsers may keep it for a year."""
        file = pathlib.Path(self.translate_path(self.path))
        content = sent(file)
        self.send_response(200 if content else 404)
        kind = self.guess_type(str(file / "index.html" if file.is_dir() else file))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if file.suffix not in CLOSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "public, max-age=31536000")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what goes wrong is in the report."""


@contextlib.contextmanager
def hosted(site: pathlib.Path) -> Iterator[str]:
    """The address of a site while it is served."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def marks_of(address: str, root: pathlib.Path, browser: str, runs: int = RUNS) -> Marks:
    """What Lighthouse says of an address; raises CalledProcessError, with what it said, if it cannot open it."""
    reports = [_report(address, root, browser) for _ in range(runs)]
    scores = [[round(100 * report["categories"][name]["score"]) for report in reports] for name in CATEGORIES]
    lacking = {
        audit["id"]
        for report in reports
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 1
    }
    return Marks(
        version=reports[0]["lighthouseVersion"],
        marks=tuple(statistics.median_low(score) for score in scores),
        lacking=tuple(sorted(lacking)),
    )


def _report(address: str, root: pathlib.Path, browser: str) -> dict[str, Any]:
    program = folder_of("lighthouse", root) / "node_modules" / "lighthouse" / "cli" / "index.js"
    alone = " --no-sandbox" if os.geteuid() == 0 else ""  # the sandbox refuses root
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as home:
        done = subprocess.run(
            ["node", str(program), address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}{alone}"],
            env={**os.environ, "CHROME_PATH": browser, "HOME": home, "TMPDIR": home, "CI": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
    report: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return report
