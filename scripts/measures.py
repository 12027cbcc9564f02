"""What each instrument says of the finished site and of its PDF, as results to keep and as faults to mend."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import nu
from known import Known, explained, unexplained
from weight import weight_of

from macros.book.xhtml import read_document, text_of
from macros.measured import Check, Loading
from tests.browser import Look, Visit
from tests.validators import Report, checker

LOOKS = (Look("dark", 320), Look("dark", 642, "print"), Look("light", 1280), Look("light", 320))
"""The reader's looks: colours and widths, 320 px being 1280 enlarged four times, and paper: the 170 mm that the margins of an A4 leave."""
HEAVIEST = 250_000
"""What a first visit to a page may weigh, in bytes."""


@dataclass(frozen=True)
class Finding:
    """What one program says: the result to keep, and what is to be mended."""

    check: Check
    faults: tuple[str, ...]


def axe_finding(visits: tuple[Visit, ...], known: Iterable[Known]) -> Finding:
    """What axe says of every page in every look; what it leaves to a person must be known."""
    listed = tuple(known)
    unsure = [(visit, rule) for visit in visits for rule in visit.unsure]
    strange = set(unexplained("axe", (rule for _, rule in unsure), listed))
    faults = [f"{visit}: {violation}" for visit in visits for violation in visit.violations]
    faults += [f"{visit}: {rule} (incomplete)" for visit, rule in unsure if rule in strange]
    check = Check(
        program="axe-core",
        version=visits[0].axe,
        errors=sum(len(visit.violations) for visit in visits),
        rules=len({rule for visit in visits for rule in visit.rules}),
        remaining=explained("axe", (rule for _, rule in unsure), listed),
    )
    return Finding(check, tuple(faults))


def own_finding(visits: tuple[Visit, ...], browser: str) -> Finding:
    """What our own tests say of every page in every look."""
    said = [(visit, fault) for visit in visits for fault in (*visit.faults, *visit.errors)]
    said += [(visit, f"{visit.wider} px wider than the window") for visit in visits if visit.wider]
    faults = tuple(f"{visit}: {fault}" for visit, fault in said)
    return Finding(Check(program="Chromium", version=browser, errors=len(faults)), faults)


def html_finding(site: pathlib.Path, root: pathlib.Path, known: Iterable[Known]) -> Finding:
    """What the Nu validator says of every page."""
    listed = tuple(known)
    said = nu.html_faults(site, root)
    strange = set(unexplained("nu", (fault.message for fault in said), listed))
    faults = tuple(str(fault) for fault in said if fault.message in strange)
    check = Check(
        program="Nu Html Checker",
        version=nu.version(root),
        errors=sum(fault.is_error and fault.message in strange for fault in said),
        remaining=explained("nu", (fault.message for fault in said), listed),
    )
    return Finding(check, faults)


def loading_of(site: pathlib.Path, visits: tuple[Visit, ...]) -> Loading:
    """What first visits ask for; the visits of the first look are those of a reader who has seen no other page."""
    first = [visit for visit in visits if visit.look == LOOKS[0]]
    weights = {visit.page: weight_of(site, visit.asked) for visit in first}
    heaviest = max(weights, key=lambda page: weights[page])
    return Loading(
        page=title_of(site / heaviest),
        heaviest=weights[heaviest],
        home=weights["index.html"],
        moved=round(max(visit.moved for visit in first), 4),
        away=sum(
            not re.match(r"http://127\.0\.0\.1[:/]|data:", address) for visit in visits for address in visit.asked
        ),
    )


def title_of(page: pathlib.Path) -> str:
    """The title that a page shows."""
    heading = next(read_document(page.read_text(encoding="utf-8")).iter("h1"))
    return text_of(heading).removesuffix("#").strip()


def pdfua_finding(report: Report) -> Finding:
    """What pdfua says of the PDF; it tells how many rules of PDF/UA-1 it knows."""
    evaluated, whole = re.match(r"(\d+) of (\d+)", report["coverage"]).groups()  # type: ignore[union-attr]
    faults = [f"pdfua {one['rule']}: {fault}" for one in report["outcomes"] for fault in one["errors"]]
    faults += [f"pdfua {one['rule']}: {one['skipped']}" for one in report["outcomes"] if one["skipped"]]
    check = Check(program="pdfua", version=_installed("pdfua"), errors=len(faults), rules=int(evaluated), of=int(whole))
    return Finding(check, tuple(faults))


def outloud_finding(report: Report, known: Iterable[Known]) -> Finding:
    """What outloud says of the PDF; what it did not evaluate must be known too. A rule that had nothing to judge does not
    count as evaluated."""
    listed = tuple(known)
    said = [f"{found['rule']}: {found['message']}" for found in report["findings"]]
    skipped = [rule["rule"] for rule in report["rules"] if rule["status"] not in ("ran", "not-applicable")]
    errors = [f"{found['rule']}: {found['message']}" for found in report["findings"] if found["severity"] == "error"]
    strange = unexplained("outloud", [*said, *skipped], listed)
    check = Check(
        program="outloud",
        version=_installed("outloud"),
        errors=len(unexplained("outloud", errors, listed)),
        rules=sum(rule["status"] == "ran" for rule in report["rules"]),
        remaining=explained("outloud", said, listed),
        skipped=explained("outloud", skipped, listed),
    )
    return Finding(check, tuple(f"outloud {fault}" for fault in strange))


def _installed(package: str) -> str:
    """The version of a package of the environment of the PDF validators."""
    (metadata,) = checker("python").parent.parent.glob(f"lib/python*/site-packages/{package}-*.dist-info")
    return metadata.name.removesuffix(".dist-info").rpartition("-")[2]
