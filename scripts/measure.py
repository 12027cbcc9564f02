"""Measure the site and the PDF that were built last; with `--write`, keep what was found, dated, for readers.

The instruments are those of the tests: a browser with axe on every page, the validator of HTML, pdfua and outloud; and
Lighthouse, whose marks of speed depend on the machine and so decide no test.
"""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict

from terminal import CONTENT, ENVIRONMENT, OK, ROOT, USE, arguments, console, run, show, stage, whole_library

from known import read_known
from lighthouse import RUNS, hosted, marks_of
from machine import find_chromium
from measures import (
    HEAVIEST,
    LOOKS,
    axe_finding,
    html_finding,
    loading_of,
    outloud_finding,
    own_finding,
    pdfua_finding,
    title_of,
)
from npm import is_installed

from macros.library import Library
from macros.measured import FOLDER, Loading, PdfMeasures, Score, SiteMeasures, Speed
from macros.model import Checklist, Scenario
from macros.problem import ContentError, Language, label
from tests.browser import every_page, visit_all
from tests.projects import Built
from tests.validators import outloud, pdfua

TODAY = datetime.date.today().isoformat()
LEAST = {"performance": 98, "accessibility": 100, "practices": 100, "search": 100}
"""The marks of Lighthouse that a page must have."""


def main() -> int:
    """Exit code 0 if all is as it must be, 1 if not, 2 if there is nothing to measure, 3 if a program is not there."""
    parser = arguments("Misura il sito e il PDF già costruiti.")
    parser.add_argument("--write", action="store_true", help=f"conserva i risultati in {FOLDER}")
    options = parser.parse_args()
    root: pathlib.Path = options.root.resolve()
    browser = find_chromium()
    if not (root / "build" / "site" / "index.html").exists():
        return _told("measure_no_site", options.lang, USE)
    if browser is None or not all(is_installed(tool, ROOT) for tool in ("vnu", "lighthouse")):
        return _told("measure_lacking", options.lang, ENVIRONMENT)
    built = Built(root, 0, "")
    try:
        library, _ = whole_library(root)
        site, faults = _site(built, library, browser, options.lang)
        pdf, more = _pdf(built)
    except ContentError as error:
        show(error.problems, root, options.lang)
        return CONTENT
    except subprocess.CalledProcessError as failure:
        console.print(f"{failure.stdout or failure.stderr}"[-2000:], markup=False)
        return _told("measure_failed", options.lang, ENVIRONMENT)
    for fault in (*faults, *more):
        print(fault)
    print(json.dumps({"site": asdict(site), "pdf": asdict(pdf)}, ensure_ascii=False, indent=2))
    if options.write:
        _write(root / FOLDER / "site.json", site)
        _write(root / FOLDER / "pdf.json", pdf)
    return CONTENT if faults or more else OK


def _site(built: Built, library: Library, browser: str, lang: Language) -> tuple[SiteMeasures, tuple[str, ...]]:
    """What was measured of the site, and what is to be mended."""
    known = read_known(built.root)
    chromium = _version(browser)
    with stage("Chromium, axe"):
        visits = visit_all(built.site, every_page(built.site), LOOKS)
    with stage("HTML"):
        html = html_finding(built.site, ROOT, known)
    with stage("Lighthouse"):
        speed = _speed(built, library, browser, lang)
    axe, own, loading = axe_finding(visits, known), own_finding(visits, chromium), loading_of(built.site, visits)
    measures = SiteMeasures(
        checked=TODAY,
        browser=f"Chromium {chromium}",
        pages=len({visit.page for visit in visits}),
        axe=axe.check,
        own=own.check,
        html=html.check,
        speed=speed,
        loading=loading,
    )
    return measures, (*axe.faults, *own.faults, *html.faults, *_slow(speed), *_heavy(loading))


def _speed(built: Built, library: Library, browser: str, lang: Language) -> Speed:
    """Lighthouse on the first page, a scenario, the activities and a checklist."""
    if os.getloadavg()[0] > (os.cpu_count() or 1) / 2:
        _told("measure_busy", lang, OK)
    scores = []
    with hosted(built.site) as origin:
        for address in _addresses(library):
            found = marks_of(origin + address, ROOT, browser)
            console.print(f"/{address} {found.marks} {', '.join(found.lacking)}", markup=False)
            performance, accessibility, practices, search = found.marks
            scores.append(
                Score(
                    page=title_of(built.site / address / "index.html"),
                    address=address,
                    performance=performance,
                    accessibility=accessibility,
                    practices=practices,
                    search=search,
                )
            )
    return Speed(program="Lighthouse", version=found.version, runs=RUNS, scores=tuple(scores))


def _addresses(library: Library) -> tuple[str, ...]:
    words = library.words
    scenario, checklist = library.of(Scenario)[0][0], library.of(Checklist)[0][0]
    return (
        "",
        f"{words['address_scenarios']}{scenario}/",
        words["address_activities"],
        f"{words['address_checklists']}{checklist}/",
    )


def _slow(speed: Speed) -> Iterator[str]:
    for score in speed.scores:
        for name, least in LEAST.items():
            if getattr(score, name) < least:
                yield f"Lighthouse /{score.address} {name}: {getattr(score, name)} < {least}"


def _heavy(loading: Loading) -> Iterator[str]:
    if loading.heaviest > HEAVIEST:
        yield f"{loading.page}: {loading.heaviest} > {HEAVIEST} bytes"
    if loading.moved or loading.away:
        yield f"layout shift {loading.moved}, requests to other sites {loading.away}"


def _pdf(built: Built) -> tuple[PdfMeasures, tuple[str, ...]]:
    """What was measured of the PDF, and what is to be mended."""
    with stage("PDF"):
        spoken = outloud(built)
        ua, aloud = pdfua_finding(pdfua(built)), outloud_finding(spoken, read_known(built.root))
    measures = PdfMeasures(checked=TODAY, pages=spoken["stats"]["pages"], pdfua=ua.check, outloud=aloud.check)
    return measures, (*ua.faults, *aloud.faults)


def _version(browser: str) -> str:
    """The version of a browser: `156.0.8078.79`."""
    done = subprocess.run([browser, "--version"], capture_output=True, text=True, check=True)
    return next(word for word in done.stdout.split() if word[0].isdigit())


def _write(file: pathlib.Path, result: SiteMeasures | PdfMeasures) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(result), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _told(name: str, lang: Language, code: int) -> int:
    console.print(label(name, lang), markup=False)
    return code


if __name__ == "__main__":
    sys.exit(run(main))
