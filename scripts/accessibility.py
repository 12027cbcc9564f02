"""Have DAISY Ace check the accessibility of the last EPUB that was built; with `--write`, keep what it found, dated.

Ace runs in a browser of this machine, whose sandbox it switches off itself: it opens only our own EPUB, which has no
script, and it answers no request to the network. It keeps its settings and logs in a folder thrown away at the end.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from terminal import CONTENT, ENVIRONMENT, OK, ROOT, USE, arguments, console, run, stage

from machine import find_chromium

LOCK = ROOT / "requirements" / "ace"
"""Ace and all it needs, with the hash of each package."""
MEASURED = pathlib.Path("docs/assets/measured/ace.json")
"""Where the result is kept, for the page that tells readers about it."""
START = "60000"  # milliseconds that the browser may take to start; Ace would wait five seconds


@dataclass(frozen=True, kw_only=True)
class Violation:
    """Something that Ace found."""

    file: str
    rule: str
    impact: str
    """How much it harms: minor, moderate, serious, critical."""
    element: str
    """The beginning of the element at fault."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one run of Ace says of one EPUB."""

    program: str
    version: str
    checked: str
    """The day, AAAA-MM-GG."""
    epub: str
    sha256: str
    documents: int
    violations: int


def main() -> int:
    """Exit code 0 if Ace found nothing, 1 if it did."""
    parser = arguments("Controlla con Ace di DAISY l’accessibilità dell’EPUB.")
    parser.add_argument("--write", action="store_true", help=f"conserva il risultato in {MEASURED}")
    options = parser.parse_args()
    books = sorted((options.root / "build" / "site").glob("*/*.epub"))
    if not books:
        return _told("no-epub", USE)
    browser = find_chromium()
    if browser is None or shutil.which("npm") is None:
        return _told("lacking", ENVIRONMENT)
    try:
        with stage("Ace, installazione"):
            program = installed(ROOT / "build" / "ace")
        with stage("Ace"):
            report = report_of(program, books[0], browser)
    except subprocess.CalledProcessError as failure:
        console.print(str(failure.stdout)[-2000:], markup=False)
        return _told("failed", ENVIRONMENT)
    found = tuple(violations(report))
    for violation in found:
        print(f"{violation.file}: {violation.rule} ({violation.impact}): {violation.element}")
    result = result_of(report, found, books[0])
    print(f"{result.program} {result.version}: {result.documents} file, {result.violations} violazioni")
    if options.write:
        _write(result, options.root / MEASURED)
    return CONTENT if found else OK


def installed(folder: pathlib.Path) -> pathlib.Path:
    """Ace's program, installed from the lock if it is not there yet; no package runs anything while it is installed."""
    lock = folder / "package-lock.json"
    program = folder / "node_modules" / ".bin" / "ace-cli"
    if not (program.exists() and lock.read_bytes() == (LOCK / lock.name).read_bytes()):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(LOCK, folder)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, {"PUPPETEER_SKIP_DOWNLOAD": "1"})
    return program


def report_of(program: pathlib.Path, epub: pathlib.Path, browser: str) -> dict[str, Any]:
    """Ace's report on an EPUB; raises CalledProcessError, with what Ace said, if it could not check it."""
    with tempfile.TemporaryDirectory(prefix="ace-") as name:
        home = {"HOME": name, "XDG_CONFIG_HOME": name, "XDG_STATE_HOME": name, "TMPDIR": name}
        settings = {**home, "PUPPETEER_EXECUTABLE_PATH": browser, "ACE_TIMEOUT_INITIAL": START}
        output = pathlib.Path(name, "report")
        _run([str(program), "--lang", "en", "--outdir", str(output), str(epub.resolve())], pathlib.Path(name), settings)
        report: dict[str, Any] = json.loads((output / "report.json").read_text(encoding="utf-8"))
    return report


def violations(report: dict[str, Any]) -> Iterator[Violation]:
    """Every violation in a report, in the order of the files."""
    for document in report["assertions"]:
        for found in document["assertions"]:
            yield Violation(
                file=document["earl:testSubject"]["url"].removeprefix("/EPUB/"),
                rule=found["earl:test"]["dct:title"],
                impact=found["earl:test"]["earl:impact"],
                element=found["earl:result"].get("html", "")[:120],
            )


def result_of(report: dict[str, Any], found: tuple[Violation, ...], epub: pathlib.Path) -> Result:
    """The figures of a report, with the day and the hash of the file that was checked."""
    return Result(
        program=report["earl:assertedBy"]["doap:name"],
        version=report["earl:assertedBy"]["doap:release"]["doap:revision"],
        checked=datetime.date.today().isoformat(),
        epub=epub.name,
        sha256=hashlib.sha256(epub.read_bytes()).hexdigest(),
        documents=len(report["assertions"]),
        violations=len(found),
    )


def _run(command: list[str], folder: pathlib.Path, settings: dict[str, str]) -> None:
    """Run a command in a folder, with some settings added to the environment; raises CalledProcessError if it fails."""
    subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **settings},
        check=True,
    )


def _write(result: Result, file: pathlib.Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(file.relative_to(file.parents[3]))


def _told(key: str, code: int) -> int:
    """Say why there is no result; the exit code comes back."""
    console.print(*WORDS[key], sep="\n", markup=False)
    return code


WORDS = {
    "no-epub": (
        "L’EPUB non c’è ancora: lo costruisce make.",
        "There is no EPUB yet: make builds it.",
    ),
    "lacking": (
        "Servono Node.js 20 o più recente, npm e Chromium: make accessibility dice come si installano.",
        "Node.js 20 or later, npm and Chromium are needed: make accessibility tells how to install them.",
    ),
    "failed": (
        "Ace non è riuscito: le righe qui sopra dicono perché. Serve la rete solo la prima volta, per installarlo.",
        "Ace failed: the lines above say why. The network is needed only the first time, to install it.",
    ),
}

if __name__ == "__main__":
    sys.exit(run(main))
