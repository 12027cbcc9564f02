"""What was measured of the finished book, and when: `docs/assets/measured/*.json` → frozen values.

The measuring commands write these files and a person commits them, so a page can say what was found on a day.
Knows neither the content nor how anything is measured.
"""

from __future__ import annotations

import pathlib
from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter

FOLDER = pathlib.Path("docs/assets/measured")
"""Where the results are, in a project; they are published with its site."""
K = TypeVar("K")


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """Something that a program found, or did not look at, and that was left as it is."""

    finding: str
    """The program's own words, or the name of its rule."""
    name: str
    """What it is, in the reader's words."""
    times: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """What one program says of one output."""

    program: str
    version: str
    errors: int
    """How many of its findings are neither explained nor harmless."""
    rules: int | None = None
    """How many rules it evaluated; nothing if it does not say."""
    of: int | None = None
    """How many rules the standard has, if the program says it."""
    remaining: tuple[Remaining, ...] = ()
    skipped: tuple[Remaining, ...] = ()
    """Rules that were not evaluated."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What Lighthouse says of one page: four marks from 0 to 100, each the median of some runs."""

    page: str
    """The title of the page."""
    address: str
    """Its address in the site."""
    performance: int
    accessibility: int
    practices: int
    search: int
    """How well search engines can read it."""


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Lighthouse on some pages."""

    program: str
    version: str
    runs: int
    """How many times each page was opened."""
    scores: tuple[Score, ...]


@dataclass(frozen=True, kw_only=True)
class Loading:
    """What a first visit to a page asks for, and what moves while it arrives."""

    page: str
    """The title of the heaviest page."""
    heaviest: int
    """Its weight with all that it asks for, compressed, in bytes."""
    home: int
    """The weight of the first page."""
    moved: float
    """The greatest layout shift of a page (Layout Instability, W3C): 0 if nothing moves."""
    away: int
    """Requests to other sites."""


@dataclass(frozen=True, kw_only=True)
class SiteMeasures:
    """What was measured of the site."""

    checked: str
    """The day, AAAA-MM-GG."""
    browser: str
    pages: int
    axe: Check
    own: Check
    """Our own tests: headings, landmarks, keyboard, reflow."""
    html: Check
    speed: Speed
    loading: Loading


@dataclass(frozen=True, kw_only=True)
class PdfMeasures:
    """What was measured of the PDF."""

    checked: str
    pages: int
    pdfua: Check
    outloud: Check


@dataclass(frozen=True, kw_only=True)
class EpubMeasures:
    """What DAISY Ace says of the EPUB."""

    program: str
    version: str
    checked: str
    epub: str
    sha256: str
    documents: int
    violations: int


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All that was measured; nothing where nothing was."""

    site: SiteMeasures | None = None
    pdf: PdfMeasures | None = None
    epub: EpubMeasures | None = None


NOTHING = Measured()


def read_measured(root: pathlib.Path) -> Measured:
    """The results kept in a project; raises ValidationError if a file is not what its command writes."""
    return Measured(
        site=_read(root / FOLDER / "site.json", SiteMeasures),
        pdf=_read(root / FOLDER / "pdf.json", PdfMeasures),
        epub=_read(root / FOLDER / "ace.json", EpubMeasures),
    )


def last_measured(measured: Measured) -> str:
    """The newest day of the results, AAAA-MM-GG; empty if nothing was measured."""
    found = (measured.site, measured.pdf, measured.epub)
    return max((one.checked for one in found if one), default="")


def _read(file: pathlib.Path, kind: type[K]) -> K | None:
    return TypeAdapter(kind).validate_json(file.read_bytes()) if file.is_file() else None
