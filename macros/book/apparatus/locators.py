"""Places of a book → the page numbers that an index or a bibliography prints for them.

While pages are unknown, a list of locators holds a link per place. Once they are known, places on one page become one
number and pages in a row become a range: `12, 31–33`. Main places keep numbers of their own, which stand out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from macros.book.links import WORD_JOINER
from macros.book.pagemap import PAGE_REF
from macros.book.xhtml import Element, classes_of, read_xhtml, write_xhtml

LOCATORS, LOCATOR = "locators", "locator"


@dataclass(frozen=True, kw_only=True)
class Locator:
    """A place, or a passage from one place to another."""

    start: str
    """An id of the book."""
    end: str = ""
    """The id of the place where a passage ends; empty if it is one place."""
    is_main: bool = False
    """Whether the subject is defined or treated there, not only mentioned."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """Pages in a row, with the places that their first and last number lead to."""

    first: int
    last: int
    start: str
    end: str
    is_main: bool


def locator_list(places: Iterable[Locator]) -> Element:
    """The list of some places, its numbers still to be filled in."""
    return _list(_locator(place) for place in places)


def fold_locators(html: str, numbers: Mapping[str, str]) -> str:
    """A chapter with its lists of locators as printed; `numbers` are the page labels of ids, 0 where one is missing."""
    if f'class="{LOCATORS}"' not in html:
        return html
    body = read_xhtml(html)
    for element in body.iter("span"):
        if LOCATORS in classes_of(element):
            places, stop = tuple(map(_place, element)), element[-1].tail
            element.text, element[:] = None, list(_list(_folded(places, numbers)))
            element[-1].tail = stop
    return write_xhtml(body)


def folded(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same pages in order, runs that touch made one; what a main run holds is not said again."""
    known = tuple(runs)
    main = _joined(run for run in known if run.is_main)
    rest = (run for run in known if not any(one.first <= run.first and run.last <= one.last for one in main))
    return tuple(sorted((*main, *_joined(rest)), key=lambda run: run.first))


def _folded(places: Iterable[Locator], numbers: Mapping[str, str]) -> Iterator[Element]:
    runs = []
    for place in places:
        first, last = (numbers.get(id, "0") for id in (place.start, place.end or place.start))
        if first.isdecimal() and last.isdecimal():
            runs.append(_run(place, int(first), int(last)))
        else:  # in the front matter, counted with other numerals
            yield _locator(place, first, last)
    for run in folded(runs):
        end = run.end if run.last > run.first else ""
        yield _locator(Locator(start=run.start, end=end, is_main=run.is_main), str(run.first), str(run.last))


def _run(place: Locator, first: int, last: int) -> Run:
    return Run(
        first=first, last=max(first, last), start=place.start, end=place.end or place.start, is_main=place.is_main
    )


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs that touch or overlap become one."""
    joined: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.first, run.last)):
        if joined and run.first <= joined[-1].last + 1:
            if run.last > joined[-1].last:
                joined[-1] = replace(joined[-1], last=run.last, end=run.end)
        else:
            joined.append(run)
    return tuple(joined)


def _list(entries: Iterable[Element]) -> Element:
    """Locators with a comma between each and the next."""
    element = Element("span", {"class": LOCATORS})
    element.extend(entries)
    for entry in element[:-1]:
        entry.tail = ", "
    return element


def _locator(place: Locator, first: str = "", last: str = "") -> Element:
    element = Element("strong" if place.is_main else "span", {"class": LOCATOR})
    element.append(_link(place.start, first))
    if place.end:
        element[0].tail = f"\N{EN DASH}{WORD_JOINER}"  # a range is not broken after its dash
        element.append(_link(place.end, last))
    return element


def _link(place: str, number: str) -> Element:
    link = Element("a", {"class": PAGE_REF, "href": f"#{place}"})
    link.text = number
    return link


def _place(element: Element) -> Locator:
    """The locator that `_locator` wrote."""
    start, *end = (link.get("href", "").removeprefix("#") for link in element)
    return Locator(start=start, end=end[0] if end else "", is_main=element.tag == "strong")
